//! Rows of the run that no figure rests on: told once for the table, with what is read instead.

use std::collections::BTreeMap;

use super::reads::{Reads, Source};
use crate::account::plan::Plan;
use crate::error::{Code, Error};
use crate::extent::Ecosystem;
use crate::input::legend::Legend;
use crate::parameter::price_index::CONSUMER_PRICE_INDEX;
use crate::parameter::{NotInYear, Parameter};
use crate::text;
use crate::valuation::{Book, Setting};
use crate::wording::{Language, Message, TextArgument};

/// Groups of rows that a warning names.
const LISTED: usize = 12;

/// Rows of the run that do not hold in the year, in whose place rows of the crate were taken; one warning for a key.
pub(super) fn not_in_year(setting: &Setting<'_>, book: &Book) -> Vec<Error> {
    let mut keys: BTreeMap<(&str, &str), Vec<&NotInYear>> = BTreeMap::new();
    for passed in book.not_in_year() {
        keys.entry((&passed.local.key, &passed.local.variant)).or_default().push(passed);
    }
    let warnings = keys.into_values().filter_map(|passed| {
        let first = passed.first()?;
        let (local, taken) = (&first.local, &first.taken);
        let [dates, dates_zh] = local.dates();
        let message = text!(
            "`{0}` ({1}) holds {2} and not in {3}: the shipped row {4} {5} is used ({6})",
            "{0}（{1}）有效期为{2}，{3} 年无效，采用自带值 {4} {5}（{6}）",
            &local.key,
            lines(passed.iter().map(|row| row.local.line)),
            Message::told(dates, dates_zh),
            setting.year,
            taken.value,
            taken.unit.to_string(),
            place(taken)
        );
        let hint = text!(
            "correct valid_from or valid_to of the row, or add a row that holds in {0}",
            "更正有效期，或补充 {0} 年有效的行",
            setting.year
        );
        let column =
            if local.valid_from.is_some_and(|from| from > setting.year) { "valid_from" } else { "valid_to" };
        Some(Error::new(Code::RowNotUsed, message, hint).at(local.place().column(column)))
    });
    warnings.collect()
}

/// One warning for all other rows of the run that nothing reads.
pub(super) fn unread(setting: &Setting<'_>, legend: &Legend, plan: &Plan, book: &Book) -> Option<Error> {
    let reads = Reads::new(setting.profile, plan, legend);
    let context = Context { setting, legend, reads };
    let mut groups: BTreeMap<(&str, &str), Vec<&Parameter>> = BTreeMap::new();
    for row in setting.parameters.rows().iter().filter(|row| row.local) {
        groups.entry((&row.key, &row.variant)).or_default().push(row);
    }
    let mut told: BTreeMap<(u64, String), (Vec<u64>, Message)> = BTreeMap::new();
    let mut first: Option<&Parameter> = None;
    for rows in groups.values().filter(|rows| !rows.iter().any(|row| book.has_found(row))) {
        let begin = rows.iter().map(|row| row.line).min().unwrap_or_default();
        for row in rows {
            let Some(reason) = context.reason(row, book) else { continue };
            if first.is_none_or(|known| row.line < known.line) {
                first = Some(row);
            }
            let entry = told.entry((begin, reason.to_string()));
            let named = || text!("`{0}`: {1}", "`{0}`：{1}", &row.key, reason);
            entry.or_insert_with(|| (Vec::new(), named())).0.push(row.line);
        }
    }
    let place = first?.place().column("key");
    let more = told.len().saturating_sub(LISTED);
    let parts = told.into_values().take(LISTED);
    let parts = parts.map(|(rows, reason)| text!("{0} {1}", "{0} {1}", lines(rows.into_iter()), reason));
    let listed =
        parts.reduce(|all, part| text!("{0}; {1}", "{0}；{1}", all, part)).unwrap_or_else(Message::empty);
    let listed = match more {
        0 => listed,
        more => text!("{0}; and {1} more", "{0}；另有 {1} 项", listed, more),
    };
    let message = text!("no figure of {0} rests on {1}", "{0} 年核算未用到：{1}", setting.year, listed);
    let hint = text!(
        "change the rows or the profile as said, or take the rows out",
        "按所述更正参数行或核算方案，或删去这些行"
    );
    Some(Error::new(Code::RowNotUsed, message, hint).at(place))
}

/// File and line of a row.
fn place(row: &Parameter) -> Message {
    let place = row.place();
    Message::told(place.say(Language::English), place.say(Language::Chinese))
}

/// `line 3`, `lines 3, 5 to 9`.
fn lines(lines: impl Iterator<Item = u64>) -> Message {
    let mut lines: Vec<u64> = lines.collect();
    lines.sort_unstable();
    lines.dedup();
    let runs = lines.chunk_by(|a, b| a.checked_add(1) == Some(*b)).filter_map(|run| {
        let (first, last) = (run.first()?, run.last()?);
        Some(if first == last {
            text!("{0}", "{0}", first.to_string())
        } else {
            text!("{0} to {1}", "{0} 至 {1}", first.to_string(), last.to_string())
        })
    });
    let runs = TextArgument::list(runs);
    if lines.len() == 1 {
        text!("line {0}", "第 {0} 行", runs)
    } else {
        text!("lines {0}", "第 {0} 行", runs)
    }
}

struct Context<'a> {
    setting: &'a Setting<'a>,
    legend: &'a Legend,
    reads: Reads,
}

impl Context<'_> {
    /// Why nothing reads a row; nothing where it is said elsewhere, or is no slip.
    fn reason(&self, row: &Parameter, book: &Book) -> Option<Message> {
        let profile = self.setting.profile;
        if row.key == profile.price_index {
            return self.other_index(row, book);
        }
        match self.reads.source(&row.key) {
            Some(Source::Layer) => {
                return Some(text!("the layer of the run is read", "采用本次核算的图层"));
            }
            Some(Source::Driver(variant)) => {
                return Some(text!("the profile computes it (`{0}`)", "由核算方案计算（`{0}`）", variant));
            }
            None => {}
        }
        let Some(variants) = self.reads.variants(&row.key) else { return Some(self.not_read(row)) };
        if !variants.contains(&row.variant) {
            return Some(other_variant(variants));
        }
        self.does_not_fit(row, book)
    }

    fn not_read(&self, row: &Parameter) -> Message {
        let profile = self.setting.profile;
        let by_index = (row.key == CONSUMER_PRICE_INDEX)
            .then(|| text!("; prices go by `{0}`", "；价格按 `{0}` 换算", &profile.price_index));
        text!(
            "no service of the profile `{0}` reads it{1}",
            "核算方案 `{0}` 的各项服务均不读取{1}",
            &profile.id,
            by_index.unwrap_or_else(Message::empty)
        )
    }

    /// Why a row of a key and variant that are read is not used.
    fn does_not_fit(&self, row: &Parameter, book: &Book) -> Option<Message> {
        let year = self.setting.year;
        if !row.region.is_empty() && !self.setting.regions.contains(&row.region) {
            return Some(self.other_region(row));
        }
        let begun = row.valid_from.is_none_or(|from| from <= year);
        if !begun || row.valid_to.is_some_and(|to| to < year) {
            // Said by the row that was taken in its place, or by the service that has none.
            return None;
        }
        let fits =
            |known: &Ecosystem| self.legend.classes.iter().any(|class| class.closeness(*known).is_some());
        if !row.ecosystems.is_empty() && !row.ecosystems.iter().any(fits) {
            return Some(text!("no cell is of its type", "没有该类型的单元"));
        }
        if !row.condition.is_empty() {
            return Some(text!(
                "its condition `{0}` is not stated in the run, or met by no cell",
                "条件 `{0}` 未在核算中声明，或没有单元符合",
                &row.condition
            ));
        }
        let instead = |used: &&Parameter| used.key == row.key && used.variant == row.variant;
        if let Some(used) = book.rows().find(instead) {
            return Some(text!(
                "another row of the key is read ({0})",
                "读取的是该键的另一行（{0}）",
                place(used)
            ));
        }
        Some(text!("the service that reads it is not accounted", "读取该参数的服务未核算"))
    }

    /// A row of the index, where one of the crate was taken for its year.
    fn other_index(&self, row: &Parameter, book: &Book) -> Option<Message> {
        let taken =
            book.rows().any(|used| used.key == row.key && !used.local && used.valid_from == row.valid_from);
        taken.then(|| self.other_region(row))
    }

    fn other_region(&self, row: &Parameter) -> Message {
        text!(
            "its region `{0}` is not among those of the run ({1})",
            "区域 `{0}` 不在本次核算的区域（{1}）之内",
            &row.region,
            self.setting.regions.clone()
        )
    }
}

fn other_variant<'a>(variants: impl IntoIterator<Item = &'a String>) -> Message {
    let names = variants.into_iter().map(|variant| match variant.as_str() {
        "" => text!("without a variant", "无变体的行"),
        variant => text!("of variant `{0}`", "变体 `{0}`", variant),
    });
    text!("the profile reads that {0}", "核算方案读取{0}", TextArgument::list(names))
}
