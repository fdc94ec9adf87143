//! Indices: GEP, per area, per head, against GDP, and every reading of the share of ecological products.
//!
//! The official text of 居民人均生态产品产值占比 was not at hand. Each reading is a variant that names its numerator,
//! denominator and population basis; none is the official one.

mod per_area;
mod reading;
mod wording;

use std::collections::BTreeSet;

use crate::account::{Account, ByZone, Kind};
use crate::error::{Error, Findings};
use crate::reason::Reason;
use crate::service::{Category, Term};
use crate::unit::AreaM2;
use crate::valuation::{Absence, Book, EvidenceId, Setting};

pub use per_area::PerArea;
pub use wording::side_written;

pub use reading::{
    Above, Below, Heads, IndexId, IndexUnit, PopulationBasis, REALISED_OUTPUT, Reading, ServiceCoverage,
};

/// Columns that a table of indices begins with: what each number is of, the number, its unit and its prices.
pub(crate) const NUMBER_COLUMNS: [&str; 9] =
    ["year", "zone", "index", "variant", "value", "unit", "currency", "price_year", "price_basis"];

/// Columns behind them in `indices.csv`: what the number was made of, and whether it is accounted.
pub(crate) const READING_COLUMNS: [&str; 4] = ["numerator", "denominator", "population_basis", "status"];

/// One index of a zone or of the whole run.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Index {
    /// Zone; empty for the whole run.
    pub zone: String,
    /// Which index.
    pub id: IndexId,
    /// Which reading.
    pub reading: Reading,
    /// The number, or why it cannot be computed.
    pub value: Result<f64, Reason>,
    /// The number above the line, where there is one.
    pub above: Option<f64>,
    /// The number below the line in the unit of the index, where there is one; 1 where nothing stands below.
    pub below: Option<f64>,
    /// How many services have a value.
    pub coverage: ServiceCoverage,
    /// Which heads are counted.
    pub population_basis: PopulationBasis,
    /// What it rests on beside the account.
    pub evidence: Vec<EvidenceId>,
}

/// How far an account covers the services that its profile lists.
#[must_use]
pub fn coverage(account: &Account, zone: Option<&str>) -> ServiceCoverage {
    covered(account, &account.accounted_services(zone))
}

fn covered(account: &Account, accounted: &BTreeSet<&'static str>) -> ServiceCoverage {
    let n = account.scope.iter().filter(|id| accounted.contains(id.as_str())).count();
    ServiceCoverage { accounted: n, listed: account.scope.len() }
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
    coverage: ServiceCoverage,
    book: &'a mut Book,
    refused: Vec<Error>,
}

/// A number of one side of the line and what it rests on, or why it is not there.
type Side = Result<(f64, Vec<EvidenceId>), Reason>;

impl Indexer<'_> {
    fn all(&mut self) -> Vec<Index> {
        let kind = self.account.kind;
        let total: Side = self.by_zone.total(self.zone).map(plain).ok_or(Reason::NoValue);
        let reading = |below, unit| Reading { above: Above::Total(kind), below, unit };
        let nothing = Ok(plain(1.0));
        let of_total = reading(Below::Nothing, IndexUnit::Cny);
        let mut all = vec![self.index(IndexId::total(kind), of_total, &total, &nothing)];
        all.extend(self.per_area(kind, &total));
        if kind != Kind::Gep {
            return all;
        }
        let gep = total;
        for heads in Heads::ALL {
            let population = self.statistic(heads.key());
            if population.is_ok() || heads == Heads::Resident {
                let reading = reading(Below::Heads(heads), IndexUnit::CnyPerPerson);
                let mut index = self.index(IndexId::GepPerCapita, reading, &gep, &population);
                index.population_basis = self.basis_of(heads);
                all.push(index);
            }
        }
        let gdp = self.statistic("gdp");
        let against_gdp = reading(Below::Gdp, IndexUnit::One);
        all.push(self.index(IndexId::GreenGoldIndex, against_gdp, &gep, &gdp));
        let converted = self.converted();
        let of_gep = Reading { above: Above::Converted, ..reading(Below::Gep, IndexUnit::Percent) };
        all.push(self.index(IndexId::PrimaryConversion, of_gep, &converted, &gep));
        all.extend(self.shares(&gep, &converted, &gdp));
        all
    }

    fn per_area(&mut self, kind: Kind, value: &Side) -> Vec<Index> {
        let map = self.by_zone.area(self.zone);
        let map: Side = if map > 0.0 { Ok(plain(map)) } else { Err(Reason::NoArea) };
        let stated = self.statistic("land_area");
        let mut all = Vec::new();
        for (below, area) in [(Below::MapArea, map), (Below::LandArea, stated)] {
            if area.is_err() && below == Below::LandArea {
                continue;
            }
            let in_unit = |convert: fn(AreaM2) -> f64| {
                area.clone().map(|(area, evidence)| (convert(AreaM2::new(area)), evidence))
            };
            for (unit, area) in [
                (IndexUnit::WanCnyPerMu, in_unit(AreaM2::mu)),
                (IndexUnit::WanCnyPerKm2, in_unit(AreaM2::square_kilometres)),
                (IndexUnit::CnyPerHm2, in_unit(AreaM2::hectares)),
            ] {
                let reading = Reading { above: Above::Total(kind), below, unit };
                all.push(self.index(IndexId::per_area(kind), reading, value, &area));
            }
        }
        all
    }

    /// Value of material products and cultural services (“两山”转化).
    fn converted(&self) -> Side {
        let of = |category| self.by_zone.of_category(self.zone, category);
        match (of(Category::Provisioning), of(Category::Cultural)) {
            (None, None) => Err(Reason::NothingConverted),
            (provisioning, cultural) => Ok(plain(provisioning.unwrap_or(0.0) + cultural.unwrap_or(0.0))),
        }
    }

    /// Every reading of the share: numerators N1 to N3 over denominators P1 to P3.
    fn shares(&mut self, gep: &Side, converted: &Side, gdp: &Side) -> Vec<Index> {
        let realised = self.realised();
        let numerators = [
            (Above::Realised, &realised),
            (Above::Converted, converted),
            (Above::Total(self.account.kind), gep),
        ];
        let output = self.statistic("gross_output");
        let income = self.statistic(reading::INCOME);
        let mut all = Vec::new();
        for (above, numerator) in numerators {
            all.push(self.share(above, Below::Gdp, numerator, gdp));
            for heads in Heads::ALL {
                let population = self.statistic(heads.key());
                if population.is_err() && heads != Heads::Resident {
                    continue;
                }
                let below = product(&population, &income);
                let mut share = self.share(above, Below::Income(heads), numerator, &below);
                share.population_basis = self.basis_of(heads);
                all.push(share);
            }
            all.push(self.share(above, Below::GrossOutput, numerator, &output));
        }
        all
    }

    /// A share of which the same heads stand above and below the line.
    fn share(&self, above: Above, below: Below, numerator: &Side, denominator: &Side) -> Index {
        let reading = Reading { above, below, unit: IndexUnit::Percent };
        let index = self.index(IndexId::EcoProductShare, reading, numerator, denominator);
        Index { population_basis: PopulationBasis::Cancels, ..index }
    }

    /// The basis of a population as its row states it, else that of its key.
    fn basis_of(&self, heads: Heads) -> PopulationBasis {
        let zone = self.zone.unwrap_or_default();
        let figure = self.setting.statistics.figure(heads.key(), zone, self.setting.zones, self.setting.year);
        let stated = figure.and_then(|figure| Some(figure.rows.first()?.population_basis.clone()));
        let stated = stated.filter(|stated| !stated.is_empty());
        stated.map_or(PopulationBasis::Of(heads), PopulationBasis::Stated)
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
        let zone = self.zone.unwrap_or_default();
        match self.setting.terms(&terms, None, zone, self.book) {
            Ok(terms) => match *terms.values.as_slice() {
                [value] => Ok((value, terms.evidence)),
                _ => Err(self.setting.statistics.absence(key, zone, self.setting.year)),
            },
            Err(Absence::NotAccounted(reason)) => Err(reason),
            Err(Absence::Refused(error)) => {
                self.refused.push(error.clone());
                Err(error.into())
            }
        }
    }

    fn index(&self, id: IndexId, reading: Reading, above: &Side, below: &Side) -> Index {
        let (value, evidence) = match (above, below) {
            (Err(reason), _) | (Ok(_), Err(reason)) => (Err(reason.clone()), Vec::new()),
            (Ok(_), Ok((below, _))) if *below == 0.0 => {
                (Err(Reason::ZeroBelow(reading.below.name())), Vec::new())
            }
            (Ok((above, first)), Ok((below, second))) => {
                let evidence = first.iter().chain(second).copied().collect();
                (Ok(above / below * reading.unit.scale()), evidence)
            }
        };
        let number = |side: &Side| side.as_ref().ok().map(|(number, _)| *number);
        Index {
            zone: self.zone.unwrap_or_default().to_owned(),
            id,
            reading,
            value,
            above: number(above),
            below: number(below),
            coverage: self.coverage,
            population_basis: PopulationBasis::Nobody,
            evidence,
        }
    }
}

/// A number that rests on the account alone.
const fn plain(number: f64) -> (f64, Vec<EvidenceId>) {
    (number, Vec::new())
}

fn product(a: &Side, b: &Side) -> Side {
    let (a, b) = (a.as_ref().map_err(Clone::clone)?, b.as_ref().map_err(Clone::clone)?);
    Ok((a.0 * b.0, a.1.iter().chain(&b.1).copied().collect()))
}
