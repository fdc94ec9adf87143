//! Accounts of arrays: blocks in, partial accounts as bytes out, one result.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

use ecovalue::account::partial::Partial;
use ecovalue::error::{Code, Error, Findings, Place};
use ecovalue::evidence::{Evidence, Ground, LayerOrigin, Verified};
use ecovalue::extent::coverage::Coverage;
use ecovalue::extent::crosswalk::Crosswalk;
use ecovalue::input::cells::{self, Cells, Land, Legend, NO_LAND_COVER, NO_ZONE, State};
use ecovalue::input::grid::{Crs, Grid};
use ecovalue::quantity;
use ecovalue::reason::Reason;
use ecovalue::run::assembly::{Assembly, Choices};
use ecovalue::table::Table;
use ecovalue::valuation::PriceBasis;
use ecovalue::wording::Message;
use ecovalue::{Parameters, Profile, Statistics};
use numpy::{PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::account::{Account, Told};
use crate::failure::{code_named, raised};
use crate::interrupt::interruptible;
use crate::surroundings::{self, Enclosed, Rim};

/// Cells of a block in memory.
const BLOCK_CELLS: usize = 1 << 16;

/// A class of the land cover that has no data.
const NO_CLASS: u32 = u32::MAX;

/// A partial account, and the maps that were asked for.
type Added<'py> = (Bound<'py, PyBytes>, Vec<Bound<'py, PyArray1<f64>>>);

/// A text with the name that findings carry.
type Named = (String, String);

/// A warning: code, column, message, hint, and all of it in Chinese.
type Remark = (String, String, String, String, String);

fn warning((code, column, message, hint, chinese): Remark) -> Error {
    let (message_zh, hint_zh) = chinese.split_once("；提示：").unwrap_or((&chinese, ""));
    let (message, hint) = (Message::told(message, message_zh), Message::told(hint, hint_zh));
    Error::new(code_named(&code), message, hint).at(Place::column_only(&column))
}

/// A plan for cells that come as arrays.
#[pyclass(frozen, module = "ecovalue._ecovalue")]
pub(crate) struct Accountant {
    assembly: Assembly,
    coverage: Coverage,
    /// Type and state of each class, by its position.
    meanings: Vec<(u32, u32)>,
    no_class: u32,
    no_zone: u32,
    titles: (String, String),
}

#[pymethods]
impl Accountant {
    /// Plans an account of cells whose zones and classes are positions in `zones` and `classes`.
    #[new]
    #[pyo3(signature = (year, profile, zones, classes, columns, *, crosswalk=None, rules=BTreeMap::new(),
        unmapped="error", parameters=None, statistics=None, constant_prices=None, regions=Vec::new(),
        conditions=Vec::new(), allow_unverified=false, zone_layer=None, land="zones", cover=String::from("ecosystem"),
        holes=(0, 0.0), rims=Vec::new(), table=false, title=String::new(), title_zh=String::new()))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments of Python")]
    fn new(
        py: Python<'_>,
        year: i32,
        profile: (String, Option<String>),
        zones: Vec<String>,
        classes: Vec<(String, u64)>,
        columns: Vec<(String, String, String)>,
        crosswalk: Option<(String, Option<String>)>,
        rules: BTreeMap<String, String>,
        unmapped: &str,
        parameters: Option<Named>,
        statistics: Option<Named>,
        constant_prices: Option<i32>,
        regions: Vec<String>,
        conditions: Vec<String>,
        allow_unverified: bool,
        zone_layer: Option<String>,
        land: &str,
        cover: String,
        holes: Enclosed,
        rims: Vec<Rim>,
        table: bool,
        title: String,
        title_zh: String,
    ) -> PyResult<Self> {
        let report = unmapped == "report";
        // A map without zones has a frame, a table has none.
        let land = if land == "covered" { Land::Covered } else { Land::Zones };
        py.detach(|| {
            let mut findings = Findings::new();
            let profile = findings.take(read_profile(&profile));
            let rows = findings.take(read_parameters(parameters.as_ref()));
            let statistics = findings.take(read_statistics(statistics.as_ref()));
            let crosswalk = findings.take(read_crosswalk(crosswalk.as_ref(), &rules));
            let (Some(profile), Some(rows), Some(statistics), Some(crosswalk)) =
                (profile, rows, statistics, crosswalk)
            else {
                return Err(findings);
            };
            let mut legend = Legend { zones, land, ..Legend::default() };
            legend.state(State::Valued, "");
            legend.zone_layer = zone_layer.and_then(|name| quantity::named(&name).ok()).map(|known| known.id);
            for column in &columns {
                findings.take(add_column(&mut legend, column));
            }
            let mut coverage = Coverage::default();
            if table {
                sort_types(&mut legend, &crosswalk, &classes);
            }
            let meanings = classes
                .iter()
                .map(|(code, cells)| meaning(&mut legend, &mut coverage, &crosswalk, code, *cells))
                .collect();
            let place = Place::column_only("ecosystem");
            if table {
                findings.take(coverage.check_digits(&crosswalk, &place));
            }
            findings.extend(if report { coverage.faults(&place) } else { coverage.findings(&place) });
            findings.into_result(())?;
            legend.coverage = coverage.clone();
            let covered = classes.iter().fold(0_u64, |sum, (_, cells)| sum.saturating_add(*cells));
            surroundings::note(&mut legend, &crosswalk, &cover, covered, (holes, &rims));
            let (no_class, no_zone) = (
                legend.state(State::Nodata, NO_LAND_COVER),
                legend.state(State::Nodata, Reason::OutsideZones),
            );
            let mut regions = regions;
            if !regions.iter().any(|region| region == "China") {
                regions.push("China".to_owned());
            }
            let choices = Choices {
                parameters: rows,
                statistics,
                basis: constant_prices.map_or_else(|| PriceBasis::current(year), PriceBasis::constant),
                regions,
                conditions,
                allow_unverified,
                ..Choices::new(profile, year)
            };
            let assembly = Assembly::new(choices, legend)?;
            Ok(Self { assembly, coverage, meanings, no_class, no_zone, titles: (title, title_zh) })
        })
        .map_err(|findings: Findings| raised(findings))
    }

    /// The columns that the equations read.
    #[getter]
    fn needed(&self) -> Vec<&'static str> {
        self.assembly.needed().into_iter().map(|quantity| quantity.id).collect()
    }

    /// The indicators that can be mapped: service, indicator, position.
    #[getter]
    fn mapped(&self) -> Vec<(&'static str, &'static str, usize)> {
        self.assembly.mapped()
    }

    /// The partial account of some cells as bytes, and the maps of some indicators.
    ///
    /// Columns stand in the order of the plan, band behind band; a column of one number for each band stands for every
    /// cell, and none where the equations do not read it.
    #[pyo3(signature = (area, zone, class_, columns, threads=1, maps=Vec::new()))]
    #[expect(clippy::too_many_arguments, reason = "one block of cells, in one place")]
    fn add<'py>(
        &self,
        py: Python<'py>,
        area: PyReadonlyArray1<'py, f64>,
        zone: PyReadonlyArray1<'py, u32>,
        class_: PyReadonlyArray1<'py, u32>,
        columns: Vec<Option<PyReadonlyArray1<'py, f64>>>,
        threads: usize,
        maps: Vec<usize>,
    ) -> PyResult<Added<'py>> {
        let slice = |error: &dyn std::fmt::Display| fault("cells", &error.to_string());
        let mut slices = Vec::new();
        for column in &columns {
            let column = column.as_ref().map(|column| column.as_slice()).transpose();
            slices.push(column.map_err(|error| slice(&error))?);
        }
        let block = Arrays {
            area: area.as_slice().map_err(|error| slice(&error))?,
            zone: zone.as_slice().map_err(|error| slice(&error))?,
            class: class_.as_slice().map_err(|error| slice(&error))?,
            columns: slices,
        };
        let (partial, maps) = interruptible(py, |cancel| self.partial(&block, threads, &maps, cancel))?;
        let maps = maps.into_iter().map(|map| PyArray1::from_vec(py, map)).collect();
        Ok((PyBytes::new(py, &partial.to_bytes()), maps))
    }

    /// Partial accounts put together, as bytes.
    fn merge<'py>(&self, py: Python<'py>, partials: Vec<Vec<u8>>) -> PyResult<Bound<'py, PyBytes>> {
        let whole = py.detach(|| self.whole(&partials)).map_err(raised)?;
        Ok(PyBytes::new(py, &whole.to_bytes()))
    }

    /// The account of all partial accounts. `told` is what was found while the cells were read.
    #[pyo3(signature = (partials, told=Vec::new()))]
    fn finish(&self, py: Python<'_>, partials: Vec<Vec<u8>>, told: Vec<Remark>) -> PyResult<Account> {
        py.detach(|| {
            let whole = self.whole(&partials)?;
            let mut result = self.assembly.finish(&whole)?;
            result.account.warnings.splice(0..0, told.into_iter().map(warning));
            let cells = whole.map.values().map(|tally| tally.cells).sum();
            let choices = self.assembly.choices();
            let told = Told {
                titles: self.titles.clone(),
                remarks: (String::new(), String::new()),
                profile: choices.profile.clone(),
                statistics: choices.statistics.clone(),
            };
            Ok(Account {
                told,
                years: vec![result],
                cells,
                coverage: self.coverage.clone(),
                folder: None,
                files: None,
            })
        })
        .map_err(|findings: Findings| raised(findings))
    }
}

/// Cells as Python has them.
struct Arrays<'a> {
    area: &'a [f64],
    zone: &'a [u32],
    class: &'a [u32],
    columns: Vec<Option<&'a [f64]>>,
}

impl Accountant {
    fn whole(&self, partials: &[Vec<u8>]) -> Result<Partial, Error> {
        let mut whole = self.assembly.partial();
        for bytes in partials {
            whole.merge(&Partial::from_bytes(bytes)?);
        }
        Ok(whole)
    }

    fn partial(
        &self,
        arrays: &Arrays<'_>,
        threads: usize,
        maps: &[usize],
        cancel: &AtomicBool,
    ) -> Result<(Partial, Vec<Vec<f64>>), Findings> {
        self.check(arrays)?;
        let blocks: Vec<usize> = (0..arrays.area.len()).step_by(BLOCK_CELLS).collect();
        let threads = threads.clamp(1, blocks.len().max(1));
        let share = blocks.len().div_ceil(threads).max(1);
        let one = |blocks: &[usize]| {
            let mut whole = self.assembly.partial();
            let mut made: Vec<Vec<f64>> = vec![Vec::new(); maps.len()];
            for first in blocks {
                if cancel.load(Ordering::Relaxed) {
                    return Err(
                        Error::new(Code::Cancelled, "the account was cancelled", "start it again").into()
                    );
                }
                let (partial, own) = self.assembly.map(&self.block(arrays, *first), maps)?;
                whole.merge(&partial);
                made.iter_mut().zip(own).for_each(|(made, own)| made.extend(own));
            }
            Ok::<_, Findings>((whole, made))
        };
        let mut results = std::thread::scope(|scope| {
            let handles: Vec<_> = blocks.chunks(share).map(|share| scope.spawn(|| one(share))).collect();
            handles
                .into_iter()
                .map(|handle| handle.join().unwrap_or_else(|_| Err(Findings::new())))
                .collect::<Vec<_>>()
        })
        .into_iter();
        let mut whole = self.assembly.partial();
        let mut made: Vec<Vec<f64>> = vec![Vec::new(); maps.len()];
        for result in &mut results {
            let (partial, own) = result?;
            whole.merge(&partial);
            made.iter_mut().zip(own).for_each(|(made, own)| made.extend(own));
        }
        Ok((whole, made))
    }

    fn check(&self, arrays: &Arrays<'_>) -> Result<(), Findings> {
        let cells = arrays.area.len();
        let legend = self.assembly.legend();
        let mut wanted = vec![("zone", arrays.zone.len(), cells), ("ecosystem", arrays.class.len(), cells)];
        wanted.push(("columns", arrays.columns.len(), legend.columns.len()));
        for (quantity, column) in legend.columns.iter().zip(&arrays.columns) {
            let Some(column) = column else { continue };
            if column.len() != quantity.bands {
                wanted.push((quantity.id, column.len(), cells.saturating_mul(quantity.bands)));
            }
        }
        match wanted.into_iter().find(|(_, found, wanted)| found != wanted) {
            None => Ok(()),
            Some((name, found, wanted)) => {
                let message = format!("`{name}` has {found} values, the cells need {wanted}");
                let error = Error::new(Code::Column, message, "give one value per cell and month");
                Err(error.at(Place::column_only(name)).into())
            }
        }
    }

    /// A block of the arrays as the account knows cells.
    fn block(&self, arrays: &Arrays<'_>, first: usize) -> Cells {
        let cells = arrays.area.len();
        let count = BLOCK_CELLS.min(cells.saturating_sub(first));
        let mut block =
            Cells { area: arrays.area.iter().skip(first).take(count).copied().collect(), ..Cells::default() };
        let names = arrays.zone.iter().zip(arrays.class).skip(first).take(count);
        for (zone, class) in names {
            let meaning = usize::try_from(*class).ok().and_then(|class| self.meanings.get(class));
            let (class, state) = match meaning {
                _ if *zone == NO_ZONE => (0, self.no_zone),
                None if *class == NO_CLASS => (0, self.no_class),
                // A class that nobody named is a position beyond the legend, which the account refuses.
                None => (u32::MAX, 0),
                Some(meaning) => *meaning,
            };
            block.zone.push(*zone);
            block.class.push(class);
            block.state.push(state);
        }
        let columns = self.assembly.legend().columns.iter().zip(&arrays.columns).map(|(quantity, column)| {
            let Some(column) = column else { return Vec::new() };
            if column.len() == quantity.bands && cells != 1 {
                return column.iter().flat_map(|value| std::iter::repeat_n(*value, count)).collect();
            }
            let band = |band: &[f64]| band.iter().skip(first).take(count).copied().collect::<Vec<_>>();
            column.chunks(cells.max(1)).flat_map(band).collect()
        });
        block.columns = columns.collect();
        block
    }
}

fn read_profile((name, text): &(String, Option<String>)) -> Result<Profile, Findings> {
    match text {
        Some(text) => Profile::parse(name, text),
        None => Profile::shipped(name),
    }
}

fn read_parameters(table: Option<&Named>) -> Result<Parameters, Findings> {
    let shipped = Parameters::shipped();
    match table {
        Some((name, text)) => shipped.with_local(&Table::parse(name, text)?),
        None => Ok(shipped),
    }
}

fn read_statistics(table: Option<&Named>) -> Result<Statistics, Findings> {
    match table {
        Some((name, text)) => Statistics::from_table(&Table::parse(name, text)?),
        None => Ok(Statistics::default()),
    }
}

fn read_crosswalk(
    source: Option<&(String, Option<String>)>,
    rules: &BTreeMap<String, String>,
) -> Result<Crosswalk, Findings> {
    let mut crosswalk = match source {
        None => Crosswalk::identity(),
        Some((name, Some(text))) => Crosswalk::from_table(name, &Table::parse(name, text)?)?,
        Some((name, None)) => Crosswalk::shipped(name)?,
    };
    let mut findings = Findings::new();
    let at = |error: Error| error.at(Place::column_only("rules"));
    for (class, ecosystem) in rules {
        if let Some(ecosystem) = findings.take(ecosystem.parse().map_err(at)) {
            crosswalk.state(class, ecosystem);
        }
    }
    findings.into_result(crosswalk)
}

fn add_column(legend: &mut Legend, (name, unit, source): &(String, String, String)) -> Result<(), Error> {
    let known = quantity::named(name).map_err(|error| error.at(Place::column_only(name)))?;
    legend.columns.push(known);
    if !source.is_empty() {
        let evidence = Evidence {
            ground: Ground::Layer { quantity: known.id, origin: LayerOrigin::Array { unit: unit.clone() } },
            source: source.clone(),
            verified: Verified::Derived,
            assumed: false,
        };
        legend.layer_evidence.entry(known.id.to_owned()).or_default().push(evidence);
    }
    legend.declared.insert(known.id.to_owned(), (unit.clone(), Place::column_only(name)));
    Ok(())
}

/// Names the types of a table in their order, so that the order of its rows leaves no trace.
fn sort_types(legend: &mut Legend, crosswalk: &Crosswalk, classes: &[(String, u64)]) {
    let mut scratch = Coverage::default();
    let types = classes.iter().filter_map(|(code, cells)| scratch.count(crosswalk, code, *cells).ok());
    let types: BTreeSet<_> = types.collect();
    for ecosystem in types {
        legend.class(ecosystem);
    }
}

/// The positions of names in the order of names.
#[pyfunction]
pub(crate) fn order_of_names(names: Vec<String>) -> Vec<usize> {
    let mut all: Vec<(usize, String)> = names.into_iter().enumerate().collect();
    all.sort_by(|(_, one), (_, other)| cells::order_of_names(one, other));
    all.into_iter().map(|(position, _)| position).collect()
}

/// Type and state of the cells of a class.
fn meaning(
    legend: &mut Legend,
    coverage: &mut Coverage,
    crosswalk: &Crosswalk,
    code: &str,
    cells: u64,
) -> (u32, u32) {
    match coverage.count(crosswalk, code, cells) {
        Ok(ecosystem) => {
            let evidence = crosswalk.class(code).map(|class| class.evidence(crosswalk.id()));
            legend.note_class(ecosystem, evidence);
            (legend.class(ecosystem), 0)
        }
        Err(why) => (0, legend.state(State::Unmapped, Reason::Untyped { class: code.to_owned(), why })),
    }
}

/// What a grid tells of its rows: area [m²], latitude [degree], width and height [m] of their cells.
type Rows<'py> = (
    Bound<'py, PyArray1<f64>>,
    Option<Bound<'py, PyArray1<f64>>>,
    Bound<'py, PyArray1<f64>>,
    Bound<'py, PyArray1<f64>>,
);

/// A reference system from `EPSG:…` or from well-known text.
fn system(reference: &str) -> Result<Crs, Error> {
    let code = reference.strip_prefix("EPSG:").and_then(|code| code.parse().ok());
    code.map_or_else(|| Crs::from_wkt(reference), Crs::from_epsg)
}

/// Area, latitude, width and height of the cells of each row of a grid.
#[pyfunction]
pub(crate) fn grid_rows<'py>(
    py: Python<'py>,
    reference: &str,
    width: u32,
    height: u32,
    origin: (f64, f64),
    step: (f64, f64),
) -> PyResult<Rows<'py>> {
    let crs = system(reference).map_err(raised)?;
    let grid = Grid { width, height, origin, step, crs };
    let mut areas = Vec::new();
    let (mut widths, mut heights) = (Vec::new(), Vec::new());
    for row in 0..height {
        areas.push(grid.cell_area(row).map_err(raised)?.get());
        let (across, down) = grid.cell_size(row).map_err(raised)?;
        widths.push(across);
        heights.push(down);
    }
    let latitudes: Option<Vec<f64>> = (0..height).map(|row| grid.latitude(row)).collect();
    let array = |values: Vec<f64>| PyArray1::from_vec(py, values);
    Ok((array(areas), latitudes.map(array), array(widths), array(heights)))
}

fn fault(name: &str, what: &str) -> PyErr {
    let error = Error::new(Code::Column, format!("`{name}`: {what}"), "give one value per cell and month");
    raised(error.at(Place::column_only(name)))
}
