//! The indices, and every reading of the share of ecological products.

use crate::account::ByZone;
use crate::index::{Below, Index, IndexId, IndexUnit};
use crate::report::layout::{Align, Layout, decimals, significant};
use crate::report::page::Page;
use crate::report::summary::YearSummary;
use crate::text;
use crate::unit::{AreaM2, WAN, YI};
use crate::wording::{Language, Say};

/// Most zones that are listed.
const ZONES: usize = 60;

impl Page<'_, YearSummary<'_>> {
    pub(in crate::report::summary) fn indices(&mut self) {
        self.title("Indices", "指标");
        let mut table = Layout::new(&[Align::Left, Align::Right, Align::Left, Align::Left]);
        let area = |below: Below| {
            let mut whole = self.report.indices.iter().filter(|index| index.zone.is_empty());
            whole.find(|index| index.reading.below == below)?.value.as_ref().ok().copied()
        };
        let same = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-12;
        let stated_is_map =
            area(Below::LandArea).zip(area(Below::MapArea)).is_some_and(|(stated, map)| same(stated, map));
        let whole = self.report.indices.iter().filter(|index| {
            let repeated = stated_is_map && index.reading.below == Below::LandArea;
            index.zone.is_empty() && index.id != IndexId::Gep && !repeated
        });
        let (shares, others): (Vec<&Index>, Vec<&Index>) =
            whole.partition(|index| index.id == IndexId::EcoProductShare);
        for index in others {
            self.index_row(&mut table, index, index.denominator().of(self.language).to_owned());
        }
        table.print(&mut self.out);
        self.title(
            "Share of ecological products per resident, in every reading that the inputs allow; none is the official one",
            "居民人均生态产品产值占比：列出现有资料能算出的全部口径，均非官方口径",
        );
        let mut table = Layout::new(&[Align::Left, Align::Right, Align::Left, Align::Left]);
        for index in shares.iter().filter(|index| index.value.is_ok()) {
            let line = text!(
                "{0} / {1}; {2}",
                "{0} / {1}；{2}",
                index.numerator(),
                index.denominator(),
                index.population_basis.message()
            );
            self.index_row(&mut table, index, line.say(self.language));
        }
        table.print(&mut self.out);
        let missing: Vec<String> =
            shares.iter().filter(|index| index.value.is_err()).filter_map(|index| index.share()).collect();
        if !missing.is_empty() {
            let label = self
                .language
                .of("not computed, inputs missing (see indices.csv)", "因缺少资料未计算（见 indices.csv）");
            self.line(&format!("  {label}: {}", missing.join(", ")));
        }
        self.zones();
    }

    fn index_row(&self, table: &mut Layout, index: &Index, basis: String) {
        let name = match index.id {
            IndexId::EcoProductShare => index.share().unwrap_or_default(),
            IndexId::SatelliteValue | IndexId::CrossCheckValue => index.coverage.say(self.language),
            id => id.name().of(self.language).to_owned(),
        };
        let unit = match index.reading.unit {
            IndexUnit::One => "",
            unit => unit.name().of(self.language),
        };
        let none = self.language.of("not accounted", "未核算");
        let (value, basis) = match &index.value {
            Ok(value) => (significant(*value), basis),
            Err(reason) => (none.to_owned(), reason.say(self.language)),
        };
        table.row([name, value, unit.to_owned(), basis]);
    }

    /// One line per zone, where there are several.
    fn zones(&mut self) {
        let account = self.report.account;
        if account.zones.len() < 2 {
            return;
        }
        self.title("Zones", "分区");
        let mut table = Layout::new(&[Align::Left, Align::Right, Align::Right, Align::Right]);
        let head = match self.language {
            Language::English => ["zone", "km2", "GEP 10^8 CNY", "10^4 CNY/mu"],
            Language::Chinese => ["分区", "面积 km2", "GEP 亿元", "万元/亩"],
        };
        table.row(head);
        let by_zone = ByZone::new(account);
        for zone in account.zones.iter().take(ZONES) {
            let gep = by_zone.total(Some(zone));
            let area = AreaM2::new(by_zone.area(Some(zone)));
            let none = || self.language.of("not accounted", "未核算").to_owned();
            table.row([
                zone.clone(),
                decimals(area.square_kilometres(), 2),
                gep.map_or_else(none, |gep| decimals(gep / YI, 4)),
                gep.map_or_else(String::new, |gep| significant(gep / WAN / area.mu())),
            ]);
        }
        table.print(&mut self.out);
        let more = account.zones.len().saturating_sub(ZONES);
        if more > 0 {
            self.line(&match self.language {
                Language::English => format!("  … and {more} more zones, see indices.csv"),
                Language::Chinese => format!("  … 另有 {more} 个分区，见 indices.csv"),
            });
        }
    }
}
