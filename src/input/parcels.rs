//! Tables of parcels (三调 图斑): each row is a cell.

mod codes;
mod identity;
mod layers;
mod marks;
mod stated_units;
mod totals;

use crate::error::{Code, Error, Findings, Place, did_you_mean};
use crate::evidence::{Evidence, Ground, Verified};
use crate::extent::Ecosystem;
use crate::extent::coverage::{ClassCoverage, Holder};
use crate::extent::crosswalk::Crosswalk;
use crate::input::cells::Landscape;
use crate::input::checks::check_area;
#[cfg(feature = "files")]
use crate::input::files::Files;
use crate::input::legend::State;
use crate::input::manifest::{CellsSpec, Exclude, LayerSpec};
use crate::reason::Reason;
use crate::table::{Table, TableRow};
use crate::text;
use crate::unit::{Conversion, Unit};

use codes::Converted;

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

/// The rows of a table as cells, with the layers that are columns of it or one number for all. A row that its `status`
/// column calls an assumption says so in the result.
///
/// # Errors
///
/// A table without rows, every column that is missing, rows of totals that the run does not leave out, every duplicate
/// id, every area that is negative or not a number, every class without a type (unless the run reports them), every
/// value that cannot be.
pub fn read(
    table: Table,
    spec: &CellsSpec,
    crosswalk: &Crosswalk,
    layers: &[LayerSpec],
    excludes: &[Exclude],
) -> Result<Landscape, Findings> {
    let (table, mut warnings) = counted(table, spec)?;
    let table = &table;
    let CellsSpec::Table { area, unit, id, classes, .. } = spec else { return Ok(Landscape::new()) };
    let Some(columns) = ParcelColumns::of(spec) else { return Ok(Landscape::new()) };
    let mut findings = Findings::new();
    findings.extend(no_rows(table));
    for name in columns.names() {
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
    let mut parcels = Parcels {
        columns,
        unit,
        crosswalk,
        excludes,
        land: Landscape::new(),
        coverage: ClassCoverage::of(Holder::Table),
        converted: Converted::default(),
    };
    for row in table.rows() {
        findings.take(parcels.row(&row));
    }
    let mut land = parcels.finish(table, classes.report_unmapped, &mut findings);
    // A table with errors has fewer cells than rows: its layers are checked, but not joined.
    let complete = land.cells().len() == table.len();
    for layer in layers {
        findings.take(layers::add(&mut land, table, layer, complete));
    }
    land.legend_mut().warnings.extend(warnings);
    // The order of the rows leaves no trace.
    land.sort();
    findings.into_result(land)
}

/// A table without rows would be an account of no land at all.
fn no_rows(table: &Table) -> Option<Error> {
    if !table.is_empty() {
        return None;
    }
    let message = text!("the table of parcels has no rows below its header", "图斑表的表头之下没有数据行");
    let hint =
        text!("add a row for each parcel, or name another table", "每个图斑填写一行，或写明其他表文件");
    Some(Error::new(Code::BadValue, message, hint).at(Place::file(table.file()).row(table.header_line())))
}

/// Names of the columns that every row is read by.
struct ParcelColumns<'a> {
    zone: Option<&'a str>,
    class: &'a str,
    area: &'a str,
    status: Option<&'a str>,
    source: Option<&'a str>,
}

impl<'a> ParcelColumns<'a> {
    fn of(spec: &'a CellsSpec) -> Option<Self> {
        let CellsSpec::Table { zone, ecosystem, area, status, source, .. } = spec else { return None };
        let [zone, status, source] = [zone, status, source].map(|name| name.as_deref());
        Some(Self { zone, class: ecosystem, area, status, source })
    }

    fn names(&self) -> impl Iterator<Item = &'a str> {
        self.zone.into_iter().chain([self.class, self.area]).chain(self.status).chain(self.source)
    }

    /// Those that hold texts.
    fn texts(&self) -> impl Iterator<Item = &'a str> {
        self.zone.into_iter().chain([self.class]).chain(self.status).chain(self.source)
    }
}

/// The cells of the rows read so far.
struct Parcels<'a> {
    columns: ParcelColumns<'a>,
    unit: Conversion,
    crosswalk: &'a Crosswalk,
    excludes: &'a [Exclude],
    land: Landscape,
    coverage: ClassCoverage,
    converted: Converted,
}

impl Parcels<'_> {
    fn row(&mut self, row: &TableRow<'_>) -> Result<(), Error> {
        let ParcelColumns { class: class_column, area: area_column, status, source, .. } = self.columns;
        row.plain(self.columns.texts())?;
        let area = self.area(row).map_err(|error| error.at(row.place(area_column)))?;
        let class = row.text(class_column);
        if self.converted.notes(class, self.crosswalk, |error| error.at(row.place(class_column))) {
            return Ok(());
        }
        let added = self.add(row, class, area).map_err(|error| error.at(row.place(class_column)))?;
        if let Some(ecosystem) = added
            && status.is_some_and(|column| row.text(column) == "assumption")
        {
            let source = source.map_or("", |column| row.text(column));
            self.land.note_class(ecosystem, Some(assumed_area(ecosystem, source)));
        }
        Ok(())
    }

    /// The area of a row \[m²\].
    fn area(&self, row: &TableRow<'_>) -> Result<f64, Error> {
        let area = self.unit.apply(row.required_number(self.columns.area)?);
        if area.is_infinite() {
            let text = row.text(self.columns.area);
            let message = text!("the area of {0} is too large", "面积 {0} 过大", text);
            let hint =
                text!("correct the area, or its unit in run.toml", "改正面积，或 run.toml 中的面积单位");
            return Err(Error::new(Code::NotANumber, message, hint));
        }
        check_area(area).map(|()| area)
    }

    /// Adds a row to the cells; its type, if it is one that counts.
    fn add(&mut self, row: &TableRow<'_>, class: &str, area: f64) -> Result<Option<Ecosystem>, Error> {
        let zone = self.columns.zone.map_or("all", |column| row.text(column));
        if zone.is_empty() {
            let message = text!("the zone is empty", "分区为空");
            let hint = text!("name the zone of the parcel", "填写图斑所在的分区");
            let column = self.columns.zone.unwrap_or_default();
            return Err(Error::new(Code::UnknownZone, message, hint).at(row.place(column)));
        }
        if class.is_empty() {
            return self.land.left_out(zone, State::Nodata, Reason::NoClass, area).map(|()| None);
        }
        let target = self.coverage.count(self.crosswalk, class, 1);
        self.coverage.note_line(class, row.line());
        let left_out = self.excludes.iter().find(|exclude| {
            let types = exclude.ecosystem.zip(target.as_ref().ok());
            exclude.zone.as_deref() == Some(zone) || types.is_some_and(|(wide, cell)| cell.is_within(wide))
        });
        match (left_out, target) {
            (Some(exclude), _) => {
                self.land.left_out(zone, State::Excluded, &exclude.reason, area).map(|()| None)
            }
            (None, Ok(ecosystem)) => {
                let evidence = self.crosswalk.class(class).map(|known| known.evidence(self.crosswalk.id()));
                self.land.cell(zone, ecosystem, area)?;
                self.land.note_class(ecosystem, evidence);
                Ok(Some(ecosystem))
            }
            (None, Err(why)) => {
                let reason = Reason::Untyped { class: class.to_owned(), why };
                self.land.left_out(zone, State::Unmapped, reason, area).map(|()| None)
            }
        }
    }

    /// The cells, with the findings of all classes and of the zones that the run leaves out.
    fn finish(self, table: &Table, report_unmapped: bool, findings: &mut Findings) -> Landscape {
        let Self { mut land, coverage, .. } = self;
        findings.extend(self.converted.findings());
        let place = Place::file(table.file()).column(self.columns.class);
        findings.take(coverage.check_digits(self.crosswalk, &place));
        findings.extend(if report_unmapped { coverage.faults(&place) } else { coverage.findings(&place) });
        land.note_coverage(coverage);
        for exclude in self.excludes {
            let zones = &land.legend().zones;
            if let Some(zone) = exclude.zone.as_ref().filter(|zone| !zones.contains(zone)) {
                let hint = did_you_mean(zone, zones.iter().map(String::as_str));
                let message = text!("zone `{0}` is not there", "没有分区 `{0}`", zone);
                findings.push(Error::new(Code::UnknownZone, message, hint).at(exclude.place.clone()));
            }
        }
        land
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
