//! Accounts of cells that a caller brings block by block, from memory or from another machine.
//!
//! A plan is made once from a profile and what all blocks share; every block becomes a partial account; partial
//! accounts of any split merge to the same bits, and those are the bits of a run from files.

use super::local;
use crate::account::compile;
use crate::account::partial::Partial;
use crate::account::plan::Plan;
use crate::error::{Code, Error, Findings, Place};
use crate::index;
use crate::input::cells::{Cells, NO_ZONE};
use crate::input::checks::{check_area, check_range, check_texture};
use crate::input::legend::Legend;
use crate::input::statistics::Statistics;
use crate::parameter::Parameters;
use crate::parameter::profile::Profile;
use crate::quantity::Quantity;
use crate::registry::Registry;
use crate::run::YearResult;
use crate::service::Scope;
use crate::text;
use crate::valuation::{Book, PriceBasis, Setting};

/// What equations and rows are looked up by, held by the account itself.
#[derive(Debug, Clone)]
pub struct Choices {
    /// The profile.
    pub profile: Profile,
    /// The parameter rows.
    pub parameters: Parameters,
    /// The statistics.
    pub statistics: Statistics,
    /// Accounting year.
    pub year: i32,
    /// Money of the account.
    pub basis: PriceBasis,
    /// Regions that the cells lie in, the narrowest first.
    pub regions: Vec<String>,
    /// Conditions that hold.
    pub conditions: Vec<String>,
    /// Whether rows that are not verified may be used.
    pub allow_unverified: bool,
}

impl Choices {
    /// A profile in a year, in China at current prices, with the rows of the crate, those that are verified only.
    #[must_use]
    pub fn new(profile: Profile, year: i32) -> Self {
        Self {
            profile,
            parameters: Parameters::shipped(),
            statistics: Statistics::default(),
            year,
            basis: PriceBasis::current(year),
            regions: vec!["China".to_owned()],
            conditions: Vec::new(),
            allow_unverified: false,
        }
    }

    fn setting<'a>(&'a self, zones: &'a [String]) -> Setting<'a> {
        Setting {
            registry: Registry::shipped(),
            profile: &self.profile,
            parameters: &self.parameters,
            statistics: &self.statistics,
            zones,
            year: self.year,
            basis: self.basis.clone(),
            regions: self.regions.clone(),
            conditions: self.conditions.clone(),
            allow_unverified: self.allow_unverified,
        }
    }
}

/// An account in the making: blocks in, one result out.
///
/// # Examples
///
/// ```
/// use ecovalue::quantity::{PRECIPITATION, TEMPERATURE};
/// use ecovalue::run::assembly::{Assembly, Choices};
/// use ecovalue::{Filter, Landscape, Profile};
///
/// let mut land = Landscape::new();
/// land.cell("north", "13".parse()?, 1e6)?; // 1 km² of mixed forest
/// land.column(PRECIPITATION, vec![1000.0])?;
/// land.column(TEMPERATURE, vec![0.0])?;
/// let choices = Choices { allow_unverified: true, ..Choices::new(Profile::shipped("hj1173_2021")?, 2019) };
/// let assembly = Assembly::new(choices, land.legend().clone())?;
///
/// let mut whole = assembly.partial();
/// whole.merge(&assembly.add(land.cells())?);
/// let result = assembly.finish(&whole)?;
///
/// // L = 300 mm, P/L = 10/3, ET = 1000/√12.0111 = 288.54 mm; R = 35.2 mm; 676.26 mm on 1 km².
/// let water = result.account.quantity(Filter { indicator: Some("retained_water"), ..Filter::default() });
/// assert_eq!(water.map(f64::round), Some(676_258.0));
/// # Ok::<(), ecovalue::Findings>(())
/// ```
pub struct Assembly {
    choices: Choices,
    legend: Legend,
    plan: Plan,
    book: Book,
}

impl Assembly {
    /// Plans an account; `legend` is what all blocks share.
    ///
    /// # Errors
    ///
    /// All findings that need no cell: services, equations, rows without leave, prices, parameter rows of one's own
    /// that nothing reads, statistics of unknown zones.
    pub fn new(mut choices: Choices, legend: Legend) -> Result<Self, Findings> {
        let mut findings = Findings::new();
        let settled = choices.parameters.settle_regions(&mut choices.regions);
        findings.extend(settled.unknown);
        findings.extend(choices.statistics.unknown_zones(&legend.zones));
        findings.extend(local::faults(&choices.parameters, &choices.profile, &choices.regions));
        let setting = choices.setting(&legend.zones);
        let mut book = Book::default();
        for evidence in legend.class_evidence.iter().flatten() {
            findings.take(setting.admit(evidence, Place::column_only("ecosystem")));
        }
        let (plan, faults) = Plan::with_findings(&setting, &legend, &mut book);
        findings.extend(faults);
        findings.extend(plan.check_terms(&setting, &mut Book::default()));
        findings.each_once().into_result(Self { choices, legend, plan, book })
    }

    /// What all blocks share.
    #[must_use]
    pub const fn legend(&self) -> &Legend {
        &self.legend
    }

    /// What is computed.
    pub(super) const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What equations and rows are looked up by.
    #[must_use]
    pub const fn choices(&self) -> &Choices {
        &self.choices
    }

    /// The columns that the equations read; blocks may leave the others empty.
    #[must_use]
    pub fn needed(&self) -> Vec<&'static Quantity> {
        let needed = self.plan.needed(&self.legend);
        let columns = self.legend.columns.iter().zip(needed);
        columns.filter(|(_, needed)| *needed).map(|(quantity, _)| *quantity).collect()
    }

    /// The indicators that are computed for every cell: service, indicator, and its position for [`Assembly::map`].
    #[must_use]
    pub fn mapped(&self) -> Vec<(&'static str, &'static str, usize)> {
        let supplies = self.plan.supplies.iter().enumerate();
        let of_cells = supplies.filter(|(_, supply)| matches!(supply.supply.scope(), Scope::Cell(_)));
        let named = of_cells.filter_map(|(position, supply)| {
            let planned = self.plan.services.get(supply.service)?;
            Some((planned.service.id, supply.supply.indicator, position))
        });
        named.collect()
    }

    /// The sums of no cell.
    #[must_use]
    pub fn partial(&self) -> Partial {
        Partial::new(&self.plan)
    }

    /// The partial account of a block.
    ///
    /// # Errors
    ///
    /// `EV-I007` for a column of another length, `EV-I012` for a zone or type that the legend does not have, `EV-I010` and
    /// `EV-I017` for an area or a value that cannot be.
    pub fn add(&self, cells: &Cells) -> Result<Partial, Findings> {
        self.map(cells, &[]).map(|(partial, _)| partial)
    }

    /// The partial account of a block, and some indicators of each cell by their position in the plan.
    ///
    /// # Errors
    ///
    /// As [`Assembly::add`].
    pub fn map(&self, cells: &Cells, mapped: &[usize]) -> Result<(Partial, Vec<Vec<f64>>), Findings> {
        self.check(cells)?;
        let mut partial = self.partial();
        let maps = partial.add_with_maps(&self.plan, cells, mapped);
        Ok((partial, maps))
    }

    /// The result of all blocks together.
    ///
    /// # Errors
    ///
    /// Every price or statistic that may not be used.
    pub fn finish(&self, whole: &Partial) -> Result<YearResult, Findings> {
        let setting = self.choices.setting(&self.legend.zones);
        let mut account = compile(&setting, &self.legend, &self.plan, whole, self.book.clone())?;
        let indices = index::indices(&setting, &mut account)?;
        account.warnings.extend(local::warnings(&setting, &self.legend, &self.plan, &account.book));
        let drivers = self.plan.drivers().map(|(made, driver)| (made, driver.id, driver.formula)).collect();
        let choices = self.plan.services.iter().map(|planned| planned.choice.clone()).collect();
        let cells = whole.cells();
        let coverage = self.legend.coverage.clone();
        Ok(YearResult { account, indices, switches: Vec::new(), drivers, choices, cells, coverage })
    }

    /// Refuses a block that does not fit the legend or holds what cannot be.
    fn check(&self, cells: &Cells) -> Result<(), Findings> {
        let count = cells.len();
        let known = [("zone", cells.zone.len()), ("class", cells.class.len()), ("state", cells.state.len())];
        for (name, found) in known {
            if found != count {
                return Err(wrong_length(name, found, count).into());
            }
        }
        if cells.columns.len() != self.legend.columns.len() {
            return Err(wrong_length("columns", cells.columns.len(), self.legend.columns.len()).into());
        }
        self.check_positions(cells)?;
        for (quantity, column) in self.legend.columns.iter().zip(&cells.columns) {
            let wanted = count.saturating_mul(quantity.bands);
            if !column.is_empty() && column.len() != wanted {
                return Err(wrong_length(quantity.id, column.len(), wanted).into());
            }
            let (low, high) = quantity.range;
            // Written so that a missing value passes.
            if let Some(index) = column.iter().position(|value| *value < low || *value > high) {
                let value = column.get(index).copied().unwrap_or(f64::NAN);
                check_range(quantity, value, || Place::column_only(format!("{}[{index}]", quantity.id)))?;
            }
        }
        for (index, area) in cells.area.iter().enumerate() {
            check_area(*area).map_err(|error| error.at(Place::column_only(format!("area[{index}]"))))?;
        }
        check_texture(&self.legend.columns, &cells.columns, |index| {
            Place::column_only(format!("sand, silt, clay[{index}]"))
        })?;
        Ok(())
    }

    fn check_positions(&self, cells: &Cells) -> Result<(), Error> {
        let beyond = |position: u32, length: usize| {
            usize::try_from(position).map_or(true, |position| position >= length)
        };
        let zones = self.legend.zones.len();
        let zone = cells.zone.iter().position(|zone| *zone != NO_ZONE && beyond(*zone, zones));
        let state = cells.state.iter().position(|state| beyond(*state, self.legend.states.len()));
        let valued = cells.class.iter().zip(&cells.state);
        let classes = self.legend.classes.len();
        let class = valued.clone().position(|(class, state)| *state == 0 && beyond(*class, classes));
        let homeless =
            cells.zone.iter().zip(&cells.state).position(|(zone, state)| *zone == NO_ZONE && *state == 0);
        match [("zone", zone), ("state", state), ("class", class), ("zone", homeless)]
            .into_iter()
            .find_map(|(name, index)| index.map(|index| (name, index)))
        {
            None => Ok(()),
            Some((name, index)) => {
                let message = text!(
                    "{0} of cell {1} is a position that the legend does not have",
                    "单元 {1} 的 {0} 不是图例中已有的位置",
                    name,
                    index
                );
                let hint = text!("take positions from the legend of the account", "使用账户图例中的位置");
                let error = Error::new(Code::UnknownZone, message, hint);
                Err(error.at(Place::column_only(name)))
            }
        }
    }
}

fn wrong_length(name: &str, found: usize, wanted: usize) -> Error {
    let message = text!(
        "`{0}`: expected {1} {1|value|values}, got {2}",
        "`{0}`：应有 {1} 个值，实有 {2} 个",
        name,
        wanted,
        found
    );
    let hint = text!("give one value per cell and month", "每个单元（逐月数据为每月）给一个值");
    Error::new(Code::Column, message, hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;
    use crate::run::{CellSource, Options, Run};

    fn beibei() -> (Run, Assembly) {
        let run = Run::open("examples/beibei_2019/run.toml".as_ref(), None).unwrap();
        let choices = Choices {
            profile: run.profile.clone(),
            parameters: run.parameters.clone(),
            statistics: run.statistics.clone(),
            regions: run.manifest.regions.clone(),
            conditions: run.manifest.conditions.clone(),
            allow_unverified: run.manifest.allow_unverified,
            ..Choices::new(run.profile.clone(), 2019)
        };
        let assembly = Assembly::new(choices, run.source.legend().clone()).unwrap();
        (run, assembly)
    }

    #[test]
    fn blocks_in_any_order_have_the_bits_of_a_run_from_files() {
        let (run, assembly) = beibei();
        let CellSource::Table(land) = &run.source else { panic!("Beibei is a table") };
        let outcome = run.compute(&Options { without_switches: true, ..Options::default() }).unwrap();
        let of_files = outcome.years.first().unwrap();
        for size in [1, 2, 4, 100] {
            let mut whole = assembly.partial();
            let starts: Vec<usize> = (0..land.cells().len()).step_by(size).collect();
            for first in starts.into_iter().rev() {
                let bytes = assembly.add(&land.block(first, size)).unwrap().to_bytes();
                whole.merge(&Partial::from_bytes(&bytes).unwrap());
            }
            let found = assembly.finish(&whole).unwrap();
            let bits = |result: &YearResult| {
                let row = |row: &crate::account::Row| {
                    let numbers = [row.quantity, row.price, row.value].map(|number| number.map(f64::to_bits));
                    (row.zone.clone(), row.ecosystem, row.indicator.id, numbers, row.status.clone())
                };
                result.account.rows.iter().map(row).collect::<Vec<_>>()
            };
            assert_eq!(bits(&found), bits(of_files), "blocks of {size}");
            assert_eq!(found.indices, of_files.indices);
        }
    }

    #[test]
    fn a_block_that_does_not_fit_is_refused() {
        let (run, assembly) = beibei();
        let CellSource::Table(land) = &run.source else { panic!("Beibei is a table") };
        let code = |change: &dyn Fn(&mut Cells)| {
            let mut cells = land.cells().clone();
            change(&mut cells);
            assembly.add(&cells).unwrap_err().as_slice().first().unwrap().code()
        };
        assert_eq!(code(&|cells| cells.area[0] = -1.0), Code::NegativeArea);
        assert_eq!(code(&|cells| cells.columns[0][1] = 1e9), Code::OutOfRange);
        assert_eq!(code(&|cells| cells.zone[0] = 7), Code::UnknownZone);
        assert_eq!(code(&|cells| cells.class[0] = 99), Code::UnknownZone);
        assert_eq!(code(&|cells| cells.state.truncate(1)), Code::Column);
        assert_eq!(code(&|cells| cells.columns[0].truncate(1)), Code::Column);
    }
}
