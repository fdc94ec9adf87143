//! The table of services: quantity, price, value and share.

use super::readable;
use crate::account::{Filter, Row};
use crate::exact_sum::ExactSum;
use crate::extent::Ecosystem;
use crate::index::coverage;
use crate::report::layout::{Align, Layout, decimals, significant};
use crate::report::page::Page;
use crate::report::summary::YearSummary;
use crate::service::{Category, Indicator, REGISTRY, Service};
use crate::unit::{WAN, YI};
use crate::wording::{Language, Say};

impl Page<'_, YearSummary<'_>> {
    pub(in crate::report::summary) fn services(&mut self) {
        let account = self.report.account;
        let gep = account.total(None);
        let (l, r) = (Align::Left, Align::Right);
        let mut table = Layout::new(&[l, r, l, r, l, r, r, r]);
        let head = match self.language {
            Language::English => {
                ["Service / indicator", "quantity", "unit", "price", "", "10^8 CNY", "10^4 CNY", "share %"]
            }
            Language::Chinese => {
                ["服务 / 指标", "实物量", "单位", "单价", "", "价值量 亿元", "万元", "占比 %"]
            }
        };
        table.row(head);
        table.rule();
        for category in Category::ALL.into_iter().chain([Category::CrossCheck]) {
            for service in REGISTRY.iter().filter(|service| service.category == category) {
                self.service(&mut table, service, gep);
            }
            let filter = Filter { category: Some(category), ..Filter::default() };
            if account.select(filter).next().is_some() {
                let (english, chinese) = category.names();
                let name = format!("= {}", self.language.of(english, chinese));
                self.value_row(&mut table, &name, account.value(filter), gep);
                table.rule();
            }
        }
        let coverage = coverage(account, None).say(self.language);
        let name = account.kind.name().of(self.language);
        let name = match self.language {
            Language::English => format!("{name} ({coverage})"),
            Language::Chinese => format!("{name}（{coverage}）"),
        };
        self.value_row(&mut table, &name, gep, gep);
        self.out.push('\n');
        table.print(&mut self.out);
        self.reexpressed();
    }

    /// A unit in the language of the page.
    fn unit(&self, unit: &str) -> String {
        match self.language {
            Language::English => unit.to_owned(),
            Language::Chinese => unit.replace("CNY", "元"),
        }
    }

    /// Prices and amounts of other years, which are never used raw.
    fn reexpressed(&mut self) {
        let YearSummary { account, profile, .. } = *self.report;
        for price in account.book.reexpressed() {
            let (amount, factor) = (significant(price.amount), decimals(price.factor, 4));
            let result = significant(price.amount * price.factor);
            let line = match self.language {
                Language::English => format!(
                    "  {}: {amount} {} in prices of {} x {factor} ({}) = {result} in prices of {}",
                    price.key, price.unit, price.from, profile.price_index, price.to
                ),
                Language::Chinese => format!(
                    "  {}：{}年价 {amount} {} × {factor}（{}）= {}年价 {result}",
                    price.key,
                    price.from,
                    self.unit(&price.unit),
                    profile.price_index,
                    price.to
                ),
            };
            self.line(&line);
        }
    }

    /// Values by service and level I class, with the totals of rows and columns.
    pub(in crate::report::summary) fn matrix(&mut self) {
        let account = self.report.account;
        let matrix = account.matrix(Ecosystem::level_one);
        if matrix.services.is_empty() {
            return;
        }
        self.title("Value by service and ecosystem class, 10^8 CNY", "分服务、分生态系统价值量（亿元）");
        let name = |ecosystem: &Option<Ecosystem>| match ecosystem.map(Ecosystem::names) {
            Some((english, chinese)) => self.language.of(english, chinese).to_owned(),
            None => self.language.of("not allotted", "未分摊").to_owned(),
        };
        let total = || self.language.of("total", "合计").to_owned();
        let yi = |value: f64| if value.is_nan() { "–".to_owned() } else { decimals(value / YI, 4) };
        let mut aligns = vec![Align::Left];
        aligns.resize(matrix.types.len() + 2, Align::Right);
        let mut table = Layout::new(&aligns);
        let head = matrix.types.iter().map(name);
        table.cells(std::iter::once(String::new()).chain(head).chain([total()]));
        for (row, service) in matrix.services.iter().enumerate() {
            let name = self.language.of(service.name, service.name_zh).to_owned();
            let sum = account.value(Filter { service: Some(service.id), ..Filter::default() });
            let cells = matrix.values.row(row).map(|value| yi(*value)).chain([yi(sum.unwrap_or(f64::NAN))]);
            table.cells(std::iter::once(name).chain(cells));
        }
        let columns = (0..matrix.types.len()).map(|column| {
            let sum: ExactSum =
                matrix.values.column(column).copied().filter(|value| !value.is_nan()).collect();
            yi(sum.total())
        });
        let gep = yi(account.total(None).unwrap_or(f64::NAN));
        table.cells(std::iter::once(total()).chain(columns).chain([gep]));
        table.print(&mut self.out);
    }

    fn service(&self, table: &mut Layout, service: &'static Service, gep: Option<f64>) {
        let account = self.report.account;
        let filter = Filter { service: Some(service.id), ..Filter::default() };
        if account.select(filter).next().is_none() {
            return;
        }
        let name = self.language.of(service.name, service.name_zh);
        self.value_row(table, name, account.value(filter), gep);
        for indicator in service.indicators {
            let filter = Filter { indicator: Some(indicator.id), ..filter };
            let mut rows = account.select(filter).filter(|row| row.quantity.is_some() || row.value.is_some());
            if let Some(row) = rows.next() {
                self.indicator(table, indicator, row, filter);
            }
        }
    }

    fn indicator(&self, table: &mut Layout, indicator: &Indicator, row: &Row, filter: Filter<'_>) {
        let account = self.report.account;
        let name = format!("  {}", self.language.of(indicator.name, indicator.name_zh));
        let value = account.value(filter);
        let (quantity, unit) = match account.quantity(filter) {
            Some(quantity) => {
                let (quantity, unit) = readable(quantity, indicator.unit, self.language);
                (significant(quantity), unit)
            }
            None => (String::new(), self.language.of("given in money", "直接采用统计金额").to_owned()),
        };
        let (price, price_unit) = match row.price {
            Some(price) => {
                (significant(price), format!("{} ({})", self.unit(row.price_unit), account.basis.price_year))
            }
            None => (String::new(), String::new()),
        };
        let physical = self.language.of("physical only", "仅实物量").to_owned();
        let yi = value.map_or(physical, |value| decimals(value / YI, 4));
        let wan = value.map_or_else(String::new, |value| decimals(value / WAN, 2));
        table.row([name, quantity, unit, price, price_unit, yi, wan, String::new()]);
    }

    fn value_row(&self, table: &mut Layout, name: &str, value: Option<f64>, gep: Option<f64>) {
        let none = self.language.of("not accounted", "未核算").to_owned();
        let yi = value.map_or(none, |value| decimals(value / YI, 4));
        let wan = value.map_or_else(String::new, |value| decimals(value / WAN, 2));
        let share = value.zip(gep).map_or_else(String::new, |(value, gep)| decimals(value / gep * 100.0, 2));
        let empty = String::new;
        table.row([name.to_owned(), empty(), empty(), empty(), empty(), yi, wan, share]);
    }
}
