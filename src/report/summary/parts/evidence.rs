//! What the value rests on.

use crate::account::{Account, Row, Status};
use crate::input::manifest::years::{CARRIED, INTERPOLATED};
use crate::report::layout::decimals;
use crate::report::page::Page;
use crate::report::summary::YearSummary;
use crate::unit::YI;

/// Whether a row rests on something.
type Test = dyn Fn(&Account, &Row) -> bool;

impl Page<'_, YearSummary<'_>> {
    pub(in crate::report::summary) fn rests_on(&mut self) {
        let account = self.own.account;
        self.title("What the value rests on", "数据可靠程度");
        let unverified =
            |own: &Account, row: &Row| own.rests_on(row, |evidence| evidence.verified.needs_leave());
        let assumed = |own: &Account, row: &Row| own.rests_on(row, |evidence| evidence.assumed);
        let allotted = |_: &Account, row: &Row| row.status == Status::Allotted;
        let of_other_years = |own: &Account, row: &Row| {
            own.rests_on(row, |evidence| [CARRIED, INTERPOLATED].contains(&evidence.kind))
        };
        let mut all: Vec<(&str, &str, &Test)> = vec![
            ("on rows that are not verified", "采用未核实参数的部分", &unverified),
            ("on assumptions", "采用假定的部分", &assumed),
            ("on allotted totals", "采用分摊总量的部分", &allotted),
        ];
        if account.rows.iter().any(|row| of_other_years(account, row)) {
            let chinese = "采用沿用或插补的其他年份数据的部分";
            all.push((
                "on numbers of other years, carried forward or interpolated",
                chinese,
                &of_other_years,
            ));
        }
        for (english, chinese, test) in all {
            let (value, share) = account.value_resting_on(test);
            if share.is_nan() {
                continue; // no service has a value
            }
            let share = decimals(share * 100.0, 2);
            let yi = decimals(value / YI, 4);
            let unit = self.language.of("10^8 CNY", "亿元");
            self.line(&format!("  {:>6} % = {yi} {unit} {}", share, self.language.of(english, chinese)));
        }
        let listed: Vec<String> = account
            .book
            .list()
            .iter()
            .filter(|evidence| evidence.must_be_listed())
            .map(|evidence| {
                let assumed = if evidence.assumed { self.language.of(", assumed", "，假定") } else { "" };
                let kind = self.said(evidence.kind);
                format!("  [{}{assumed}] {kind} {}: {}", evidence.verified, evidence.what, evidence.source)
            })
            .collect();
        let compact = self.compact_index(&listed);
        self.list_all(&compact);
        for fallback in account.book.fallbacks() {
            let label = self.language.of("row of a wider type", "采用上级类型的参数");
            self.line(&format!("  {label}: {fallback}"));
        }
    }

    /// The rows of the price index in one line; the lock has each.
    fn compact_index(&self, lines: &[String]) -> Vec<String> {
        let index_kind = self.said("price_index");
        let (index, mut others): (Vec<&String>, Vec<&String>) =
            lines.iter().partition(|line| line.contains(&format!("] {index_kind} ")));
        let mut all: Vec<String> = others.drain(..).cloned().collect();
        if let (Some(first), Some(last)) = (index.first(), index.last()) {
            let year = |line: &str| {
                line.split(' ')
                    .find(|word| word.len() == 4 && word.parse::<u16>().is_ok())
                    .unwrap_or_default()
                    .to_owned()
            };
            let mark = first.split(']').next().unwrap_or_default();
            let label = self.language.of("price index, years", "价格指数，年份");
            let (from, to) = (year(first), year(last));
            let source = first.rsplit(": ").next().unwrap_or_default();
            all.push(format!("{mark}] {label} {from}-{to}: {source}"));
        }
        all
    }
}
