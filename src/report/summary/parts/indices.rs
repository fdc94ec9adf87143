//! The indices, and every reading of the share of ecological products.

use crate::account::ByZone;
use crate::index::Index;
use crate::report::layout::{Align, Layout, decimals, significant};
use crate::report::page::Page;
use crate::report::summary::YearSummary;
use crate::unit::{AreaM2, WAN, YI};
use crate::wording::Language;

/// Most zones that are listed.
const ZONES: usize = 60;

impl Page<'_, YearSummary<'_>> {
    pub(in crate::report::summary) fn indices(&mut self) {
        self.title("Indices", "指标");
        let mut table = Layout::new(&[Align::Left, Align::Right, Align::Left, Align::Left]);
        let area = |denominator: &str| {
            self.own.indices.iter().find(|index| index.denominator == denominator && index.zone.is_empty())
        };
        let same =
            |a: Option<f64>, b: Option<f64>| a.zip(b).is_some_and(|(a, b)| (a / b - 1.0).abs() < 1e-12);
        let stated_is_map = area("land_area")
            .zip(area("area of the map"))
            .is_some_and(|(stated, map)| same(stated.value, map.value));
        let whole = self.own.indices.iter().filter(|index| {
            let repeated = stated_is_map && index.denominator == "land_area";
            index.zone.is_empty() && index.index != "gep" && !repeated
        });
        let (shares, others): (Vec<&Index>, Vec<&Index>) =
            whole.partition(|index| index.index == "eco_product_share");
        for index in others {
            self.index_row(&mut table, index, self.said(&index.denominator));
        }
        table.print(&mut self.out);
        self.title(
            "Share of ecological products per resident, in every reading that the inputs allow; none is the official one",
            "居民人均生态产品产值占比：列出现有资料能算出的全部口径，均非官方口径",
        );
        let mut table = Layout::new(&[Align::Left, Align::Right, Align::Left, Align::Left]);
        for index in shares.iter().filter(|index| index.value.is_some()) {
            let [above, below, heads] =
                [&index.numerator, &index.denominator, &index.population_basis].map(|text| self.said(text));
            let line = format!("{above} / {below}; {heads}");
            self.index_row(&mut table, index, line);
        }
        table.print(&mut self.out);
        let missing: Vec<&str> = shares
            .iter()
            .filter(|index| index.value.is_none())
            .filter_map(|index| index.variant.split(';').next())
            .collect();
        if !missing.is_empty() {
            let label = self
                .language
                .of("not computed, inputs missing (see indices.csv)", "因缺少资料未计算（见 indices.csv）");
            self.line(&format!("  {label}: {}", missing.join(", ")));
        }
        self.zones();
    }

    fn index_row(&self, table: &mut Layout, index: &Index, basis: String) {
        let name = match index.index {
            "gep_per_area" => self.language.of("GEP per area", "单位国土面积GEP"),
            "satellite_value_per_area" => {
                self.language.of("satellite account per area", "单位面积卫星账户价值")
            }
            "cross_check_value_per_area" => self.language.of("cross-check per area", "单位面积对照核算值"),
            "gep_per_capita" => self.language.of("GEP per head", "人均GEP"),
            "green_gold_index" => self.language.of("green gold index GEP/GDP", "绿金指数 GEP/GDP"),
            "primary_conversion" => self.language.of("primary conversion", "生态产品初级转化率"),
            _ => index.variant.split(';').next().unwrap_or_default(),
        };
        let none = self.language.of("not accounted", "未核算");
        let value = index.value.map_or_else(|| none.to_owned(), significant);
        let unit = match (self.language, index.unit) {
            (Language::Chinese, "10^4 CNY/mu") => "万元/亩",
            (Language::Chinese, "10^4 CNY/km2") => "万元/km2",
            (Language::Chinese, "CNY/hm2") => "元/hm2",
            (Language::Chinese, "CNY/person") => "元/人",
            (_, "1") => "",
            (_, unit) => unit,
        };
        let reason = index.status.strip_prefix("not_accounted: ").unwrap_or_default();
        let basis = if index.value.is_some() { basis } else { self.said(reason) };
        table.row([name.to_owned(), value, unit.to_owned(), basis]);
    }

    /// One line per zone, where there are several.
    fn zones(&mut self) {
        let account = self.own.account;
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
