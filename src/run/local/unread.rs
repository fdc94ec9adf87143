//! Own rows that no figure rests on: said once for the table, with what is read instead.

use std::collections::BTreeMap;

use super::reads::{Reads, Source};
use crate::account::plan::Plan;
use crate::error::{Code, Error, in_chinese};
use crate::extent::Ecosystem;
use crate::input::legend::Legend;
use crate::parameter::price_index::CONSUMER_PRICE_INDEX;
use crate::parameter::{NotInYear, Parameter};
use crate::valuation::{Book, Setting};

/// Groups of rows that a warning names.
const LISTED: usize = 12;

/// Own rows that do not hold in the year, in whose place rows of the crate were taken; one warning for a key.
pub(super) fn not_in_year(setting: &Setting<'_>, book: &Book) -> Vec<Error> {
    let mut keys: BTreeMap<(&str, &str), Vec<&NotInYear>> = BTreeMap::new();
    for passed in book.not_in_year() {
        keys.entry((&passed.local.key, &passed.local.variant)).or_default().push(passed);
    }
    let warnings = keys.into_values().filter_map(|passed| {
        let first = passed.first()?;
        let (local, taken) = (&first.local, &first.taken);
        let [dates, dates_zh] = local.dates();
        let lines = lines(passed.iter().map(|own| own.local.line));
        let year = setting.year;
        let key = &local.key;
        let message = format!(
            "`{key}` ({lines}) holds {dates} and not in {year}: the shipped row {} {} is used ({})",
            taken.value,
            taken.unit,
            taken.place()
        );
        let hint = format!("correct valid_from or valid_to of the row, or add a row that holds in {year}");
        let chinese = format!(
            "{key}（{lines}）有效期为{dates_zh}，{year}年无效，采用自带值 {} {}（{}）；提示：请更正有效期，或补充{year}年有效的行",
            taken.value,
            taken.unit,
            taken.place()
        );
        let column = if local.valid_from.is_some_and(|from| from > year) { "valid_from" } else { "valid_to" };
        let finding = Error::new(Code::RowNotUsed, message, hint).at(local.place().column(column));
        Some(in_chinese(&finding, &chinese))
    });
    warnings.collect()
}

/// One warning for all other own rows that nothing reads.
pub(super) fn unread(setting: &Setting<'_>, legend: &Legend, plan: &Plan, book: &Book) -> Option<Error> {
    let reads = Reads::new(setting.profile, plan, legend);
    let context = Context { setting, legend, reads };
    let mut groups: BTreeMap<(&str, &str), Vec<&Parameter>> = BTreeMap::new();
    for row in setting.parameters.rows().iter().filter(|row| row.local) {
        groups.entry((&row.key, &row.variant)).or_default().push(row);
    }
    let mut said: BTreeMap<(u64, String), (Vec<u64>, [String; 2])> = BTreeMap::new();
    let mut first: Option<&Parameter> = None;
    for rows in groups.values().filter(|rows| !rows.iter().any(|row| book.has_found(row))) {
        let begin = rows.iter().map(|row| row.line).min().unwrap_or_default();
        for row in rows {
            let Some(reason) = context.reason(row, book) else { continue };
            if first.is_none_or(|known| row.line < known.line) {
                first = Some(row);
            }
            let entry = said.entry((begin, reason[0].clone()));
            entry
                .or_insert_with(|| (Vec::new(), reason.map(|text| format!("`{}`: {text}", row.key))))
                .0
                .push(row.line);
        }
    }
    let place = first?.place().column("key");
    let more = said.len().saturating_sub(LISTED);
    let list = |language: usize, between: &str| {
        let parts = said.values().take(LISTED).map(|(own, texts)| {
            format!("{} {}", lines(own.iter().copied()), texts.get(language).map_or("", String::as_str))
        });
        parts.collect::<Vec<_>>().join(between)
    };
    let (and, and_zh) = if more == 0 {
        (String::new(), String::new())
    } else {
        (format!("; and {more} more"), format!("；另有 {more} 项"))
    };
    let message = format!("no figure of {} rests on {}{and}", setting.year, list(0, "; "));
    let chinese =
        format!("{}年核算未用到：{}{and_zh}；提示：请按所述更正，或删去这些行", setting.year, list(1, "；"));
    let hint = "change the rows or the profile as said, or take the rows out";
    Some(in_chinese(&Error::new(Code::RowNotUsed, message, hint).at(place), &chinese))
}

/// `line 3`, `lines 3, 5 to 9`.
fn lines(lines: impl Iterator<Item = u64>) -> String {
    let mut lines: Vec<u64> = lines.collect();
    lines.sort_unstable();
    lines.dedup();
    let word = if lines.len() == 1 { "line" } else { "lines" };
    let runs = lines.chunk_by(|a, b| a.checked_add(1) == Some(*b)).filter_map(|run| {
        let (first, last) = (run.first()?, run.last()?);
        Some(if first == last { first.to_string() } else { format!("{first} to {last}") })
    });
    format!("{word} {}", runs.collect::<Vec<_>>().join(", "))
}

struct Context<'a> {
    setting: &'a Setting<'a>,
    legend: &'a Legend,
    reads: Reads,
}

impl Context<'_> {
    /// Why nothing reads a row, in English and Chinese; nothing where it is said elsewhere, or is no slip.
    fn reason(&self, row: &Parameter, book: &Book) -> Option<[String; 2]> {
        let year = self.setting.year;
        let profile = self.setting.profile;
        if row.key == profile.price_index {
            return self.other_index(row, book);
        }
        match self.reads.source(&row.key) {
            Some(Source::Layer) => {
                return Some(["the layer of the run is read".to_owned(), "采用本次核算的图层".to_owned()]);
            }
            Some(Source::Driver(variant)) => {
                return Some([
                    format!("the profile computes it (`{variant}`)"),
                    format!("核算方案自行计算（{variant}）"),
                ]);
            }
            None => {}
        }
        let Some(variants) = self.reads.variants(&row.key) else {
            let index = row.key == CONSUMER_PRICE_INDEX;
            let by = if index { format!("; prices go by `{}`", profile.price_index) } else { String::new() };
            return Some([
                format!("no service of the profile `{}` reads it{by}", profile.id),
                format!("核算方案 {} 的各项服务均不读取", profile.id),
            ]);
        };
        if !variants.contains(&row.variant) {
            return Some(other_variant(variants.iter().map(String::as_str)));
        }
        if !row.region.is_empty() && !self.setting.regions.contains(&row.region) {
            let regions = self.setting.regions.join(", ");
            return Some([
                format!("its region `{}` is not among those of the run ({regions})", row.region),
                format!("区域 {} 不在本次核算的区域（{regions}）之内", row.region),
            ]);
        }
        let begun = row.valid_from.is_none_or(|from| from <= year);
        if !begun || row.valid_to.is_some_and(|to| to < year) {
            // Said by the row that was taken in its place, or by the service that has none.
            return None;
        }
        let fits = |own: &Ecosystem| self.legend.classes.iter().any(|class| class.closeness(*own).is_some());
        if !row.ecosystems.is_empty() && !row.ecosystems.iter().any(fits) {
            return Some(["no cell is of its type".to_owned(), "没有该类型的单元".to_owned()]);
        }
        if !row.condition.is_empty() {
            return Some([
                format!("its condition `{}` is not stated in the run, or met by no cell", row.condition),
                format!("条件 {} 未在核算中声明，或没有单元符合", row.condition),
            ]);
        }
        let instead = |used: &&Parameter| used.key == row.key && used.variant == row.variant;
        if let Some(used) = book.rows().find(instead) {
            return Some([
                format!("another row of the key is read ({})", used.place()),
                format!("读取的是该键的另一行（{}）", used.place()),
            ]);
        }
        Some(["the service that reads it is not accounted".to_owned(), "读取该参数的服务未核算".to_owned()])
    }

    /// A row of the index, where one of the crate was taken for its year.
    fn other_index(&self, row: &Parameter, book: &Book) -> Option<[String; 2]> {
        let taken =
            book.rows().any(|used| used.key == row.key && !used.local && used.valid_from == row.valid_from);
        let regions = self.setting.regions.join(", ");
        taken.then(|| {
            [
                format!("its region `{}` is not among those of the run ({regions})", row.region),
                format!("区域 {} 不在本次核算的区域（{regions}）之内", row.region),
            ]
        })
    }
}

fn other_variant<'a>(variants: impl Iterator<Item = &'a str>) -> [String; 2] {
    let names: Vec<String> = variants
        .map(|variant| {
            if variant.is_empty() {
                "without a variant".to_owned()
            } else {
                format!("of variant `{variant}`")
            }
        })
        .collect();
    let names_zh =
        names.join("、").replace("of variant ", "变体 ").replace("without a variant", "无变体的行");
    [format!("the profile reads that {}", names.join(", ")), format!("核算方案读取{names_zh}")]
}
