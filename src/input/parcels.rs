//! Tables of parcels (三调 图斑): each row is a cell.

mod codes;
mod identity;
mod marks;
mod stated_units;
mod totals;

use crate::error::{Code, Error, Findings, Place, did_you_mean};
use crate::evidence::{Evidence, Ground, Verified};
use crate::extent::Ecosystem;
use crate::extent::coverage::{Coverage, Holder};
use crate::extent::crosswalk::Crosswalk;
use crate::input::cells::Landscape;
use crate::input::checks::{check_area, check_range};
#[cfg(feature = "files")]
use crate::input::files::Files;
use crate::input::legend::State;
use crate::input::manifest::years::on_the_line;
use crate::input::manifest::{CellsSpec, Exclude, LayerSource, LayerSpec};
use crate::reason::Reason;
use crate::table::{Row, Table};
use crate::unit::Unit;

use codes::Converted;
use marks::Marks;

pub use totals::counted;

/// The table of parcels of a run, with its rows of totals.
///
/// # Errors
///
/// As [`Files::table_with`].
#[cfg(feature = "files")]
pub fn open(files: &Files, spec: &CellsSpec) -> Result<Table, Findings> {
    match spec {
        CellsSpec::Table { file, encoding, .. } => {
            files.table_with(file, encoding.as_deref(), &spec.columns())
        }
        CellsSpec::Raster { .. } => Err(Findings::new()),
    }
}

/// Rows of a table as cells (a row that its `status` column calls an assumption says so in the result), with the layers that are columns of it or one number for all.
///
/// # Errors
///
/// Every column that is missing, rows of totals that the run does not leave out, every id that stands twice, every area
/// that is negative or no number, every class without a type (unless the run reports them), every value that cannot be.
pub fn read(
    table: Table,
    spec: &CellsSpec,
    crosswalk: &Crosswalk,
    layers: &[LayerSpec],
    excludes: &[Exclude],
) -> Result<Landscape, Findings> {
    let (table, mut warnings) = counted(table, spec)?;
    let table = &table;
    let CellsSpec::Table { zone, ecosystem, area, unit, status, source, id, classes, .. } = spec else {
        return Ok(Landscape::new());
    };
    let mut findings = Findings::new();
    let mut land = Landscape::new();
    let mut coverage = Coverage::of(Holder::Table);
    for name in zone.iter().chain([ecosystem, area]).chain(status).chain(source) {
        findings.take(table.column(name));
    }
    let declared = unit.parse::<Unit>();
    if let Ok(declared) = &declared {
        findings.take(stated_units::check(table, area, declared));
        findings.take(stated_units::check_titles(table, declared));
    }
    let unit = declared.and_then(|unit| unit.to(&"m2".parse()?));
    let unit =
        findings.take(unit.map_err(|error| error.at(classes.place.clone().column("cells.columns.unit"))));
    let Some(unit) = unit.filter(|_| findings.as_slice().is_empty()) else { return Err(findings) };
    if id.is_empty() {
        warnings.extend(identity::equal_rows(table));
    } else {
        findings.take(identity::check(table, id));
    }
    let mut converted = Converted::default();
    let texts: Vec<&str> =
        zone.iter().chain([ecosystem]).chain(status).chain(source).map(String::as_str).collect();
    for row in table.rows() {
        if findings.take(row.plain(texts.iter().copied())).is_none() {
            continue;
        }
        let zone = zone.as_deref().map_or("all", |column| row.text(column));
        let parsed = row.required_number(area).map(|value| unit.apply(value));
        let checked = parsed.and_then(|value| {
            if value.is_infinite() {
                let message = format!("the area of {} is too large", row.text(area));
                return Err(Error::new(
                    Code::NotANumber,
                    message,
                    "correct the area, or its unit in run.toml",
                ));
            }
            check_area(value).map(|()| value)
        });
        let Some(value) = findings.take(checked.map_err(|error| error.at(row.place(area)))) else { continue };
        let class = row.text(ecosystem);
        if converted.notes(class, crosswalk, |error| error.at(row.place(ecosystem))) {
            continue;
        }
        let added = add(&mut land, &row, zone, class, value, crosswalk, excludes, &mut coverage);
        if let Some(Some(ecosystem)) = findings.take(added.map_err(|error| error.at(row.place(ecosystem))))
            && status.as_deref().is_some_and(|column| row.text(column) == "assumption")
        {
            let source = source.as_deref().map_or("", |column| row.text(column));
            land.note_class(ecosystem, Some(assumed_area(ecosystem, source)));
        }
    }
    findings.extend(converted.findings());
    let place = Place::file(table.file()).column(ecosystem.clone());
    let found = if classes.report_unmapped { coverage.faults(&place) } else { coverage.findings(&place) };
    findings.take(coverage.check_digits(crosswalk, &place));
    findings.extend(found);
    land.note_coverage(coverage);
    for exclude in excludes {
        let zones = &land.legend().zones;
        if let Some(zone) = exclude.zone.as_ref().filter(|zone| !zones.contains(zone)) {
            let hint = did_you_mean(zone, zones.iter().map(String::as_str));
            let error = Error::new(Code::UnknownZone, format!("zone `{zone}` is not there"), hint);
            findings.push(error.at(exclude.place.clone()));
        }
    }
    // A table with faults has fewer cells than rows: its layers are checked, but not joined.
    let complete = land.cells().len() == table.len();
    for layer in layers {
        findings.take(add_layer(&mut land, table, layer, complete));
    }
    land.legend_mut().warnings.extend(warnings);
    // The order of the rows leaves no trace.
    land.sort();
    findings.into_result(land)
}

#[expect(clippy::too_many_arguments, reason = "one row of the table, in one place")]
fn add(
    land: &mut Landscape,
    row: &Row<'_>,
    zone: &str,
    class: &str,
    area: f64,
    crosswalk: &Crosswalk,
    excludes: &[Exclude],
    coverage: &mut Coverage,
) -> Result<Option<Ecosystem>, Error> {
    if zone.is_empty() {
        let error = Error::new(Code::UnknownZone, "the zone is empty", "name the zone of the parcel");
        return Err(error.at(row.place("zone")));
    }
    if class.is_empty() {
        return land.left_out(zone, State::Nodata, Reason::NoClass, area).map(|()| None);
    }
    let target = coverage.count(crosswalk, class, 1);
    coverage.note_line(class, row.line());
    let left_out = excludes.iter().find(|exclude| {
        let types = exclude.ecosystem.zip(target.as_ref().ok());
        exclude.zone.as_deref() == Some(zone) || types.is_some_and(|(own, cell)| cell.is_within(own))
    });
    match (left_out, target) {
        (Some(exclude), _) => land.left_out(zone, State::Excluded, &exclude.reason, area).map(|()| None),
        (None, Ok(ecosystem)) => {
            let evidence = crosswalk.class(class).map(|class| class.evidence(crosswalk.id()));
            land.cell(zone, ecosystem, area)?;
            land.note_class(ecosystem, evidence);
            Ok(Some(ecosystem))
        }
        (None, Err(why)) => {
            let reason = Reason::Untyped { class: class.to_owned(), why };
            land.left_out(zone, State::Unmapped, reason, area).map(|()| None)
        }
    }
}

/// An area that the table itself calls an assumption.
fn assumed_area(ecosystem: Ecosystem, source: &str) -> Evidence {
    Evidence {
        ground: Ground::Area { ecosystem: ecosystem.to_string() },
        source: source.to_owned(),
        verified: Verified::Derived,
        assumed: true,
    }
}

fn add_layer(land: &mut Landscape, table: &Table, layer: &LayerSpec, complete: bool) -> Result<(), Findings> {
    let mut warnings = Vec::new();
    let values = layer_values(land.cells().len(), table, layer, &mut warnings)?;
    if !complete {
        return Ok(());
    }
    land.legend_mut().warnings.extend(warnings);
    let of_count = layer.source.count().map(|count| layer.quantity.of_count(count));
    let quantity = of_count.flatten().unwrap_or(layer.quantity);
    land.column(quantity, values).map_err(|error| error.at(layer.place.clone()))?;
    let declared = (layer.unit.text().to_owned(), layer.place.clone());
    for ground in layer.grounds() {
        land.note_layer(quantity.id, ground, declared.clone());
    }
    Ok(())
}

/// The numbers of a layer, in the base unit of its quantity; `warnings` hears of marks of missing values.
fn layer_values(
    cells: usize,
    table: &Table,
    layer: &LayerSpec,
    warnings: &mut Vec<Error>,
) -> Result<Vec<f64>, Findings> {
    let conversion = layer.unit.to(&layer.quantity.unit.parse::<Unit>()?)?;
    let mut findings = Findings::new();
    let mut values = Vec::with_capacity(cells.saturating_mul(layer.quantity.bands));
    match &layer.source {
        LayerSource::Constant(constants) => {
            for constant in constants {
                let place = || layer.place.clone().column("layer.value");
                findings.take(check_range(layer.quantity, conversion.apply(*constant), place));
                values.extend(std::iter::repeat_n(conversion.apply(*constant), cells));
            }
        }
        LayerSource::Columns(columns) => {
            for column in columns {
                let known = table.column(column).map_err(|error| error.at(layer.place.clone()));
                findings.take(known);
                findings.take(stated_units::check(table, column, &layer.unit));
                let mut marks = Marks::default();
                for row in table.rows() {
                    let physical = |value| conversion.apply(layer.stored.physical(value));
                    let value = marks.number(&row, column).map(physical);
                    let value = value.and_then(|value| {
                        check_range(layer.quantity, value, || row.place(column)).map(|()| value)
                    });
                    values.push(findings.take(value).unwrap_or(f64::NAN));
                }
                warnings.extend(marks.warning(table, column));
            }
        }
        LayerSource::Between { earlier, later, weight } => {
            let mut of = |source: &LayerSource| {
                let layer = LayerSpec { source: source.clone(), ..layer.clone() };
                layer_values(cells, table, &layer, warnings)
            };
            let (from, to) = (of(earlier)?, of(later)?);
            if from.len() != to.len() {
                let message =
                    "the two years between which the line is drawn have not the same number of columns";
                let hint = "give the year itself, or missing_year = \"carry_forward\"";
                return Err(Error::new(Code::Band, message, hint).at(layer.place.clone()).into());
            }
            values.extend(from.into_iter().zip(to).map(|(from, to)| on_the_line(from, to, *weight)));
        }
        // The table named as a file: its column of the quantity's own name.
        LayerSource::Raster { file, .. }
            if file == table.file() && table.column(layer.quantity.id).is_ok() =>
        {
            let columns = LayerSource::Columns(vec![layer.quantity.id.to_owned()]);
            return layer_values(cells, table, &LayerSpec { source: columns, ..layer.clone() }, warnings);
        }
        LayerSource::Raster { file, .. } => {
            let message = format!("a table of parcels cannot read the raster `{file}`");
            let hint = did_you_mean(layer.quantity.id, table.header().iter().map(String::as_str));
            let hint = format!("name a column of the table, or give a value for every cell; {hint}");
            return Err(Error::new(Code::BadValue, message, hint).at(layer.place.clone()).into());
        }
    }
    findings.into_result(values)
}
