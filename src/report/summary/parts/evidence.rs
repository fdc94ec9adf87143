//! What the value rests on.

use crate::account::{Account, Row, Status};
use crate::evidence::{Evidence, RowId};
use crate::report::layout::decimals;
use crate::report::page::Page;
use crate::report::summary::YearSummary;
use crate::text;
use crate::unit::YI;
use crate::wording::Say;

/// Whether a row rests on something.
type Test = dyn Fn(&Account, &Row) -> bool;

impl Page<'_, YearSummary<'_>> {
    pub(in crate::report::summary) fn rests_on(&mut self) {
        let account = self.report.account;
        self.title("What the value rests on", "数据可靠程度");
        let unverified =
            |account: &Account, row: &Row| account.rests_on(row, |evidence| evidence.verified.needs_leave());
        let assumed = |account: &Account, row: &Row| account.rests_on(row, |evidence| evidence.assumed);
        let allotted = |_: &Account, row: &Row| row.status == Status::Allotted;
        let of_other_years = |account: &Account, row: &Row| account.rests_on(row, Evidence::is_filled);
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
        let listed = account.book.list().iter().filter(|evidence| evidence.must_be_listed());
        let (index, others): (Vec<&Evidence>, Vec<&Evidence>) =
            listed.partition(|evidence| evidence.is_price_index());
        for evidence in others {
            self.line(&format!("  {}", evidence.say(self.language)));
        }
        self.price_index(&index);
        for fallback in account.book.fallbacks() {
            let label = self.language.of("row of a wider type", "采用上级类型的参数");
            self.line(&format!("  {label}: {fallback}"));
        }
    }

    /// The rows of the price index in one line; the lock has each.
    fn price_index(&mut self, rows: &[&Evidence]) {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
        let year = |evidence: &Evidence| {
            evidence.row().and_then(RowId::year).map(|year| year.to_string()).unwrap_or_default()
        };
        let line = text!(
            "[{0}] price index, years {1}-{2}: {3}",
            "[{0}] 价格指数，年份 {1}-{2}：{3}",
            first.verified.name(),
            year(first),
            year(last),
            &first.source
        );
        self.line(&format!("  {}", line.say(self.language)));
    }
}
