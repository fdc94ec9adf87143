//! The summary of a change: what moved, by how much, and which step has which part of it.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::{Align, Layout, decimals, significant};
use super::page::Page;
use super::words;
use crate::account::change::extent::ExtentChange;
use crate::account::change::transitions::Cover;
use crate::account::change::{Change, Movement, Step};
use crate::exact_sum::ExactSum;
use crate::service;
use crate::unit::{AreaM2, YI};
use crate::wording::{Language, Message};

/// An index at both ends.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexChange {
    /// Zone; empty for the whole run.
    pub zone: String,
    /// Id.
    pub index: String,
    /// What is above the line.
    pub numerator: String,
    /// What is below the line.
    pub denominator: String,
    /// Unit.
    pub unit: String,
    /// The number before; none where it was not computed.
    pub from: Option<f64>,
    /// The number behind; none where it was not computed.
    pub to: Option<f64>,
}

/// Everything that a summary of a change says.
#[derive(Debug, Clone, Copy)]
pub struct ChangeReport<'a> {
    /// The change of values.
    pub change: &'a Change,
    /// The change of values per head: of the whole run (an empty name) and of zones.
    pub per_head: &'a [(String, Change)],
    /// The indices.
    pub indices: &'a [IndexChange],
    /// The extent account by zone and type.
    pub extent: &'a [ExtentChange],
    /// Remarks.
    pub notes: &'a [Message],
}

impl ChangeReport<'_> {
    /// The summary as text.
    #[must_use]
    pub fn print(&self, language: Language) -> String {
        let mut page = Page::new(self, language);
        page.head();
        page.values();
        page.per_head();
        page.extent();
        page.indices();
        page.notes();
        page.out
    }
}

impl Page<'_, ChangeReport<'_>> {
    fn head(&mut self) {
        let Change { years: (from, to), basis, method, .. } = self.report.change;
        let (english, chinese) = method.names();
        let (currency, label, year) = (&basis.currency, &basis.label, basis.price_year);
        let text = match self.language {
            Language::English => {
                format!(
                    "Change from {from} to {to} · {currency}, {label}, prices of {year}\nDecomposition: {english}"
                )
            }
            Language::Chinese => {
                format!(
                    "{from} 年至 {to} 年变化 · {currency}，{}，{year} 年价格\n分解方法：{chinese}",
                    words::price_basis(label, self.language)
                )
            }
        };
        text.lines().for_each(|line| self.line(line));
    }

    /// A table of movements: from, to, change, and a column for each step.
    fn movements(
        &mut self,
        name: &str,
        steps: &[Step],
        rows: &[Option<(String, Movement)>],
        print: fn(f64) -> String,
    ) {
        let mut aligns = vec![Align::Right; steps.len() + 4];
        if let Some(first) = aligns.first_mut() {
            *first = Align::Left;
        }
        let mut table = Layout::new(&aligns);
        let (from, to) = self.report.change.years;
        let change = self.language.of("change", "变化").to_owned();
        let head = [name.to_owned(), from.to_string(), to.to_string(), change];
        table.cells(head.into_iter().chain(steps.iter().map(|step| {
            let (english, chinese) = step.names();
            self.language.of(english, chinese).to_owned()
        })));
        for row in rows {
            let Some((name, movement)) = row else {
                table.rule();
                continue;
            };
            let numbers = [&movement.from, &movement.to, &movement.change()].map(|sum| print(sum.total()));
            let parts = steps.iter().map(|step| movement.part(*step).map(print).unwrap_or_default());
            table.cells(std::iter::once(name.clone()).chain(numbers).chain(parts));
        }
        table.print(&mut self.out);
    }

    fn values(&mut self) {
        let change = self.report.change;
        self.title("Value, 10^8 of the currency", "价值量，亿元");
        let mut rows = vec![None, Some(("GEP".to_owned(), change.total(|_| true)))];
        let zones: BTreeSet<&str> = change.rows.iter().map(|row| row.zone.as_str()).collect();
        if zones.len() > 1 {
            rows.push(None);
            rows.extend(zones.into_iter().map(|zone| {
                let not_shared = self.language.of("(not in one zone)", "（未分到区）");
                let name = if zone.is_empty() { not_shared } else { zone };
                Some((name.to_owned(), change.total(|row| row.zone == zone)))
            }));
        }
        rows.push(None);
        let known = service::REGISTRY.iter().map(|service| service.id);
        let found: BTreeSet<&str> = change.rows.iter().map(|row| row.service.as_str()).collect();
        let others = found.iter().copied().filter(|id| service::named(id).is_err());
        for id in known.chain(others).filter(|id| found.contains(id)) {
            let name = service::named(id).map_or(id, |known| self.language.of(known.name, known.name_zh));
            rows.push(Some((name.to_owned(), change.total(|row| row.service == id))));
        }
        self.movements("", &change.steps(), &rows, |value| decimals(value / YI, 4));
        let text = self.language.of(
            "The parts of every row of change.csv add up to its change exactly; printed numbers are rounded once.",
            "change.csv 每一行的各部分之和与其变化量完全一致；所列数字各舍入一次。",
        );
        self.line(text);
    }

    fn per_head(&mut self) {
        let report = self.report;
        let Some((_, first)) = report.per_head.first() else { return };
        let unit = format!("{}/person", first.basis.currency);
        let chinese = format!("人均价值量，{}/人", first.basis.currency.replace("CNY", "元"));
        self.title(&format!("Value per head, {unit}"), &chinese);
        let steps: BTreeSet<Step> = report.per_head.iter().flat_map(|(_, change)| change.steps()).collect();
        let steps: Vec<Step> = steps.into_iter().collect();
        let whole = self.language.of("whole run", "全域");
        let name = |zone: &str| if zone.is_empty() { whole.to_owned() } else { zone.to_owned() };
        let rows = report.per_head.iter().map(|(zone, change)| Some((name(zone), change.total(|_| true))));
        let rows: Vec<_> = std::iter::once(None).chain(rows).collect();
        self.movements("", &steps, &rows, |value| decimals(value, 2));
    }

    fn extent(&mut self) {
        let report = self.report;
        if report.extent.is_empty() {
            return;
        }
        self.title("Extent of the ecosystem types, km2", "生态系统类型面积，km2");
        let mut covers: BTreeMap<Cover, [Option<ExactSum>; 4]> = BTreeMap::new();
        for row in report.extent {
            let areas =
                [Some(&row.opening), row.additions.as_ref(), row.reductions.as_ref(), Some(&row.closing)];
            match covers.get_mut(&row.cover) {
                None => {
                    covers.insert(row.cover, areas.map(Option::<&ExactSum>::cloned));
                }
                Some(sums) => {
                    for (sum, area) in sums.iter_mut().zip(areas) {
                        if let (Some(sum), Some(area)) = (sum, area) {
                            sum.merge(area);
                        }
                    }
                }
            }
        }
        let (l, r) = (Align::Left, Align::Right);
        let mut table = Layout::new(&[l, l, r, r, r, r, r]);
        table.row(match self.language {
            Language::English => ["type", "", "opening", "additions", "reductions", "closing", "change"],
            Language::Chinese => ["类型", "", "期初", "增加", "减少", "期末", "净变化"],
        });
        table.rule();
        for (cover, sums) in covers {
            let (english, chinese) = cover.names();
            let name = self.language.of(english, chinese).to_owned();
            let km2 = |area: f64| decimals(AreaM2::new(area).square_kilometres(), 3);
            let net = match &sums {
                [Some(opening), _, _, Some(closing)] => {
                    let mut net = closing.clone();
                    net.subtract(opening);
                    km2(net.total())
                }
                _ => String::new(),
            };
            let areas = sums.map(|sum| sum.map_or_else(|| "-".to_owned(), |sum| km2(sum.total())));
            table.cells([cover.to_string(), name].into_iter().chain(areas).chain([net]));
        }
        table.print(&mut self.out);
    }

    fn indices(&mut self) {
        let indices: Vec<&IndexChange> =
            self.report.indices.iter().filter(|index| index.zone.is_empty()).collect();
        if indices.is_empty() {
            return;
        }
        self.title("Indices of the whole run", "全域指数");
        let (l, r) = (Align::Left, Align::Right);
        let mut table = Layout::new(&[l, l, r, r, r, l]);
        let (from, to) = self.report.change.years;
        let change = self.language.of("change", "变化");
        table.row(["", "", &from.to_string(), &to.to_string(), change, ""]);
        table.rule();
        for index in indices {
            let sides = [&index.numerator, &index.denominator].into_iter().filter(|side| !side.is_empty());
            let line: Vec<String> = sides.map(|side| words::index_side(side, self.language)).collect();
            let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), significant);
            let moved = index.from.zip(index.to).map(|(from, to)| to - from);
            let numbers = [index.from, index.to, moved].map(number);
            let unit = words::index_unit(&index.unit, self.language).to_owned();
            let name = words::index_id(&index.index, self.language).to_owned();
            table.cells([name, line.join(" / ")].into_iter().chain(numbers).chain([unit]));
        }
        table.print(&mut self.out);
    }

    fn notes(&mut self) {
        if self.report.notes.is_empty() {
            return;
        }
        self.title("Remarks", "说明");
        for note in self.report.notes {
            self.line(&format!("  {}", note.say(self.language)));
        }
    }
}
