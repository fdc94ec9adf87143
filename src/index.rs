//! Indices: GEP, per area, per head, against GDP, and every reading of the share of ecological products.
//!
//! The official text of 居民人均生态产品产值占比 was not at hand. Each reading is a variant that names its numerator,
//! denominator and population basis; none is the official one.

use std::collections::BTreeSet;

use crate::account::{Account, ByZone, Kind};
use crate::error::{Error, Findings};
use crate::service::{Category, Term};
use crate::unit::{AreaM2, WAN};
use crate::valuation::{Absence, Book, EvidenceId, Setting};

/// Columns that a table of indices begins with: what each number is of, the number, its unit and its prices.
pub(crate) const NUMBER_COLUMNS: [&str; 9] =
    ["year", "zone", "index", "variant", "value", "unit", "currency", "price_year", "price_basis"];

/// Columns behind them in `indices.csv`: what the number was made of, and whether it is accounted.
pub(crate) const READING_COLUMNS: [&str; 4] = ["numerator", "denominator", "population_basis", "status"];

/// One index of a zone or of the whole run.
#[derive(Debug, Clone, PartialEq)]
pub struct Index {
    /// Zone; empty for the whole run.
    pub zone: String,
    /// Id.
    pub index: &'static str,
    /// Which reading, and whether services are missing.
    pub variant: String,
    /// The number; none where it cannot be computed.
    pub value: Option<f64>,
    /// Unit.
    pub unit: &'static str,
    /// What is above the line.
    pub numerator: String,
    /// What is below the line.
    pub denominator: String,
    /// Which heads are counted.
    pub population_basis: String,
    /// `accounted`, or `not_accounted: reason`.
    pub status: String,
    /// What it rests on beside the account.
    pub evidence: Vec<EvidenceId>,
}

/// Populations that may stand below the line, with their basis.
const POPULATIONS: [(&str, &str); 2] =
    [("population_resident", "resident (常住人口)"), ("population_registered", "registered (户籍人口)")];

/// Parts of the realised output of ecological products (numerator N1).
const REALISED_OUTPUT: [&str; 4] =
    ["eco_agriculture_output", "eco_processing_output", "eco_tourism_income", "eco_compensation_income"];

/// How far an account covers the services that its profile lists.
#[must_use]
pub fn coverage(account: &Account, zone: Option<&str>) -> String {
    covered(account, &account.accounted_services(zone))
}

fn covered(account: &Account, accounted: &BTreeSet<&'static str>) -> String {
    let n = account.scope.iter().filter(|id| accounted.contains(id.as_str())).count();
    let m = account.scope.len();
    if n == m { format!("full: {m} of {m} services") } else { format!("partial: {n} of {m} services") }
}

/// The indices of the whole run, and of every zone.
///
/// # Errors
///
/// Every statistic that may not be used.
pub fn indices(setting: &Setting<'_>, account: &mut Account) -> Result<Vec<Index>, Findings> {
    let mut book = std::mem::take(&mut account.book);
    let mut all = Vec::new();
    let mut findings = Findings::new();
    let by_zone = ByZone::new(account);
    for zone in std::iter::once(None).chain(account.zones.iter().map(|zone| Some(zone.as_str()))) {
        let coverage = covered(account, &by_zone.accounted_services(zone));
        let (book, refused) = (&mut book, Vec::new());
        let mut indexer = Indexer { setting, account, by_zone: &by_zone, zone, coverage, book, refused };
        all.extend(indexer.all());
        for error in indexer.refused {
            if !findings.as_slice().contains(&error) {
                findings.push(error);
            }
        }
    }
    account.book = book;
    findings.into_result(all)
}

struct Indexer<'a> {
    setting: &'a Setting<'a>,
    account: &'a Account,
    by_zone: &'a ByZone<'a>,
    zone: Option<&'a str>,
    /// How far the zone covers the services of the profile.
    coverage: String,
    book: &'a mut Book,
    refused: Vec<Error>,
}

/// A number of one side of the line, or why it is not there.
type Side = Result<(f64, Vec<EvidenceId>), String>;

impl Indexer<'_> {
    fn all(&mut self) -> Vec<Index> {
        let total = self.by_zone.total(self.zone).map(|total| (total, Vec::new()));
        let total: Side = total.ok_or_else(|| "no service has a value".to_owned());
        let one = Ok((1.0, Vec::new()));
        let (index, per_area, label, _) = self.account.kind.names();
        let mut all = vec![self.index(index, "CNY", &total, label, "", 1.0, &one)];
        all.extend(self.per_area(per_area, label, &total));
        if self.account.kind != Kind::Gep {
            return all;
        }
        let gep = total;
        for (key, basis) in POPULATIONS {
            let population = self.statistic(key);
            if population.is_ok() || key == "population_resident" {
                let mut index =
                    self.index("gep_per_capita", "CNY/person", &gep, "GEP", key, 1.0, &population);
                index.population_basis = self.basis_of(key, basis);
                all.push(index);
            }
        }
        let gdp = self.statistic("gdp");
        all.push(self.index("green_gold_index", "1", &gep, "GEP", "gdp", 1.0, &gdp));
        let converted = self.converted();
        let label = "material products + cultural services";
        all.push(self.index("primary_conversion", "%", &converted, label, "GEP", 100.0, &gep));
        all.extend(self.shares(&gep, &converted, &gdp));
        all
    }

    fn per_area(&mut self, index: &'static str, numerator: &str, value: &Side) -> Vec<Index> {
        let map = self.by_zone.area(self.zone);
        let map: Side = if map > 0.0 { Ok((map, Vec::new())) } else { Err("the map has no area".to_owned()) };
        let stated = self.statistic("land_area");
        let mut all = Vec::new();
        for (label, area) in [("area of the map", map), ("land_area", stated)] {
            if area.is_err() && label == "land_area" {
                continue;
            }
            let in_unit = |convert: fn(AreaM2) -> f64| {
                area.clone().map(|(area, evidence)| (convert(AreaM2::new(area)), evidence))
            };
            for (unit, scale, area) in [
                ("10^4 CNY/mu", 1.0 / WAN, in_unit(AreaM2::mu)),
                ("10^4 CNY/km2", 1.0 / WAN, in_unit(AreaM2::square_kilometres)),
                ("CNY/hm2", 1.0, in_unit(AreaM2::hectares)),
            ] {
                all.push(self.index(index, unit, value, numerator, label, scale, &area));
            }
        }
        all
    }

    /// Value of material products and cultural services (“两山”转化).
    fn converted(&self) -> Side {
        let of = |category| self.by_zone.of_category(self.zone, category);
        match (of(Category::Provisioning), of(Category::Cultural)) {
            (None, None) => Err("neither material products nor cultural services have a value".to_owned()),
            (provisioning, cultural) => {
                Ok((provisioning.unwrap_or(0.0) + cultural.unwrap_or(0.0), Vec::new()))
            }
        }
    }

    /// Every reading of the share: numerators N1 to N3 over denominators P1 to P3.
    fn shares(&mut self, gep: &Side, converted: &Side, gdp: &Side) -> Vec<Index> {
        let realised = self.realised();
        let numerators = [
            ("N1", &realised, "realised output: eco farm products + processing + tourism + compensation"),
            ("N2", converted, "material products + cultural services of GEP"),
            ("N3", gep, "GEP"),
        ];
        let output = self.statistic("gross_output");
        let income = self.statistic("disposable_income_per_head");
        let mut all = Vec::new();
        for (n, numerator, label) in numerators {
            let mut p1 = self.index("eco_product_share", "%", numerator, label, "gdp", 100.0, gdp);
            "cancels: the same heads above and below".clone_into(&mut p1.population_basis);
            self.name(&mut p1, "P1", n);
            all.push(p1);
            for (key, basis) in POPULATIONS {
                let population = self.statistic(key);
                if population.is_err() && key != "population_resident" {
                    continue;
                }
                let below = product(&population, &income);
                let denominator = format!("disposable_income_per_head x {key}");
                let mut p2 =
                    self.index("eco_product_share", "%", numerator, label, &denominator, 100.0, &below);
                p2.population_basis = self.basis_of(key, basis);
                self.name(&mut p2, "P2", n);
                all.push(p2);
            }
            let mut p3 =
                self.index("eco_product_share", "%", numerator, label, "gross_output", 100.0, &output);
            "cancels: the same heads above and below".clone_into(&mut p3.population_basis);
            self.name(&mut p3, "P3", n);
            all.push(p3);
        }
        all
    }

    /// The basis of a population as its row states it, else that of its key.
    fn basis_of(&self, key: &str, basis: &str) -> String {
        let zone = self.zone.unwrap_or_default();
        let figure = self.setting.statistics.figure(key, zone, self.setting.zones, self.setting.year);
        let stated = figure.and_then(|figure| Some(figure.rows.first()?.population_basis.clone()));
        stated.filter(|stated| !stated.is_empty()).unwrap_or_else(|| basis.to_owned())
    }

    fn name(&self, index: &mut Index, denominator: &str, numerator: &str) {
        index.variant = match numerator {
            "N1" => format!("{denominator}-{numerator}"),
            _ => format!("{denominator}-{numerator}; {}", self.coverage),
        };
    }

    /// Realised output of ecological products: all four parts, or none.
    fn realised(&mut self) -> Side {
        let mut parts = Vec::new();
        let mut evidence = Vec::new();
        for key in REALISED_OUTPUT {
            let (value, own) = self.statistic(key)?;
            parts.push(value);
            evidence.extend(own);
        }
        Ok((parts.into_iter().collect::<crate::exact_sum::ExactSum>().total(), evidence))
    }

    fn statistic(&mut self, key: &'static str) -> Side {
        let terms = [Term::Statistic(key)];
        match self.setting.terms(&terms, None, self.zone.unwrap_or_default(), self.book) {
            Ok(terms) => match *terms.values.as_slice() {
                [value] => Ok((value, terms.evidence)),
                _ => Err(format!("no statistic {key}")),
            },
            Err(Absence::NotAccounted(reason)) => Err(reason.to_string()),
            Err(Absence::Refused(error)) => {
                let reason = error.to_string();
                self.refused.push(error);
                Err(reason)
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the two sides of one line, each with its name")]
    fn index(
        &self,
        index: &'static str,
        unit: &'static str,
        above: &Side,
        numerator: &str,
        denominator: &str,
        scale: f64,
        below: &Side,
    ) -> Index {
        let line = above.as_ref().and_then(|above| below.as_ref().map(|below| (above, below)));
        let (value, status, evidence) = match line {
            Ok(((_, _), (below, _))) if *below == 0.0 => {
                (None, format!("not_accounted: {denominator} is 0"), Vec::new())
            }
            Ok(((above, first), (below, second))) => {
                let evidence = first.iter().chain(second).copied().collect();
                (Some(above / below * scale), "accounted".to_owned(), evidence)
            }
            Err(reason) => (None, format!("not_accounted: {reason}"), Vec::new()),
        };
        Index {
            zone: self.zone.unwrap_or_default().to_owned(),
            index,
            variant: self.coverage.clone(),
            value,
            unit,
            numerator: numerator.to_owned(),
            denominator: denominator.to_owned(),
            population_basis: String::new(),
            status,
            evidence,
        }
    }
}

fn product(a: &Side, b: &Side) -> Side {
    let (a, b) = (a.as_ref().map_err(Clone::clone)?, b.as_ref().map_err(Clone::clone)?);
    Ok((a.0 * b.0, a.1.iter().chain(&b.1).copied().collect()))
}
