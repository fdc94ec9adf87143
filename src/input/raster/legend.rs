//! Opening the rasters of a run: do they fit, which classes and zones are there, and what do they stand for.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::codes::Codes;
use super::excess;
use super::layer::{layer, of_the_grid};
use super::{Layer, Meaning, PIECE, RasterCells, Source, ZoneSource, of_one, whole};
use crate::error::{Code, Error, Findings, Place, did_you_mean};
use crate::extent::coverage::Coverage;
use crate::extent::crosswalk::Crosswalk;
use crate::input::cells::{Legend, NO_ZONE, State};
use crate::input::files::Files;
use crate::input::geotiff::GeoTiff;
use crate::input::grid::Grid;
use crate::input::manifest::{Classes, Exclude, LayerSource, LayerSpec, Zones};
use crate::input::plausibility::Warning;
use crate::quantity::{ELEVATION, ELEVATION_WINDOW, UPSLOPE_AREA};

/// What a raster run asks for.
#[derive(Debug)]
pub struct RasterSpec<'a> {
    /// The land-cover raster.
    pub landcover: &'a str,
    /// Its classes.
    pub classes: &'a Classes,
    /// Its crosswalk, with the rules that the run states.
    pub crosswalk: &'a Crosswalk,
    /// Its zones.
    pub zones: &'a Zones,
    /// Layers.
    pub layers: &'a [LayerSpec],
    /// Cells left out.
    pub excludes: &'a [Exclude],
}

/// Opens every raster of a run and reads land cover and zones once for what they hold.
///
/// # Errors
///
/// Every raster that cannot be read or lies on another grid, every class without a type (unless the run reports
/// them), every zone without a name.
pub fn open(files: &Files, spec: &RasterSpec<'_>) -> Result<RasterCells, Findings> {
    let mut findings = Findings::new();
    let landcover =
        open_raster(files, spec.landcover).map_err(|error| error.at(spec.classes.place.clone()))?;
    let grid = landcover.grid().clone();
    grid.cell_area(0).map_err(|error| error.at(Place::file(spec.landcover)))?;
    let agreements = RefCell::new(Vec::new());
    let fitting = |name: &str| {
        let raster = open_raster(files, name)?;
        let agreement = grid.require_same(spec.landcover, raster.grid(), name)?;
        agreements.borrow_mut().extend(agreement.note(spec.landcover, name));
        Ok::<_, Error>(raster)
    };
    let mut legend = Legend::default();
    legend.warnings.extend(excess::warning(&grid, spec.landcover));
    legend.state(State::Valued, "");
    let layers = open_layers(spec.layers, &mut legend, &mut findings, fitting, &grid);
    let zones = findings.take(open_zones(files, spec, &mut legend, fitting));
    let excluded_zones = findings.take(excluded_zones(spec.excludes, &mut legend));
    let classes = findings.take(read_legend(spec, &landcover, &mut legend));
    let (Some(zones), Some(excluded_zones), Some(classes)) = (zones, excluded_zones, classes) else {
        return Err(findings);
    };
    findings.into_result(())?;
    legend.notes.extend(excess::note(&grid, spec.landcover).into_iter().chain(agreements.take()));
    let no_class = legend.state(State::Nodata, "no land cover");
    let meaning = |meaning| match meaning {
        Meaning::Class(class) => (class, 0),
        Meaning::State(state) => (0, state),
    };
    let classes = classes.into_iter().map(|(number, own)| (number, meaning(own))).collect();
    Ok(RasterCells {
        classes: Codes::new(classes, (0, no_class)),
        no_class,
        no_zone: legend.state(State::Nodata, "outside every zone"),
        legend,
        grid,
        landcover,
        landcover_name: spec.landcover.to_owned(),
        excluded_zones,
        zones,
        layers,
        limits: *files.limits(),
        upslope: OnceLock::new(),
    })
}

fn open_raster(files: &Files, name: &str) -> Result<GeoTiff, Error> {
    let path = files.locate(name)?;
    GeoTiff::open(&path, name, files.limits())
}

fn open_layers(
    specs: &[LayerSpec],
    legend: &mut Legend,
    findings: &mut Findings,
    fitting: impl Fn(&str) -> Result<GeoTiff, Error>,
    grid: &Grid,
) -> Vec<Layer> {
    let mut layers = Vec::new();
    for spec in specs {
        let raster = match &spec.source {
            LayerSource::Raster { file, .. } => fitting(file).map(Some),
            _ => Ok(None),
        };
        let opened =
            raster.map_err(|error| error.at(spec.place.clone())).and_then(|raster| layer(spec, raster));
        if let Some(layer) = findings.take(opened) {
            legend.columns.push(spec.quantity);
            legend.layer_evidence.entry(spec.quantity.id.to_owned()).or_default().extend(spec.grounds());
            let declared = (spec.unit.text().to_owned(), spec.place.clone());
            legend.declared.insert(spec.quantity.id.to_owned(), declared);
            legend.warnings.extend(one_of_twelve(spec, &layer));
            layers.push(layer);
        }
    }
    let elevation = layers.iter().find(|layer| layer.quantity.id == ELEVATION.id);
    let of_elevation = |quantity, source: fn(Box<Layer>) -> Source| {
        let of = elevation.map(Layer::again).transpose();
        of.map(|of| of.map(|of| Layer { quantity, conversion: of.conversion, source: source(Box::new(of)) }))
    };
    let made =
        [of_elevation(ELEVATION_WINDOW, Source::Neighbours), of_elevation(UPSLOPE_AREA, Source::Upslope)];
    let made: Vec<Layer> = made.into_iter().filter_map(|layer| findings.take(layer).flatten()).collect();
    for layer in of_the_grid(grid).into_iter().chain(made) {
        if legend.columns.iter().all(|quantity| quantity.id != layer.quantity.id) {
            legend.columns.push(layer.quantity);
            layers.push(layer);
        }
    }
    layers
}

/// A year that is read from one band of twelve, or the mean of twelve months of rain: the annual sum is needed.
fn one_of_twelve(spec: &LayerSpec, layer: &Layer) -> Option<Warning> {
    let Source::Raster { raster, bands, divisor } = &layer.source else { return None };
    let summed = spec.quantity.unit == "mm";
    #[expect(clippy::float_cmp, reason = "a sum has a divisor of exactly 1")]
    let is_mean = divisor.is_some_and(|divisor| divisor != 1.0);
    let months = raster.bands() == 12 && spec.quantity.bands == 1;
    if !months || !(bands.len() == 1 || summed && is_mean) {
        return None;
    }
    let id = spec.quantity.id;
    let used = if bands.len() == 1 { "one of them is read" } else { "their mean is taken" };
    let message =
        format!("`{}` has 12 bands and {used} for {id} of the year: are they months?", raster.name());
    let hint = format!("write band = \"all\", aggregate = \"{}\"", if summed { "sum" } else { "mean" });
    let chinese = format!("{} 有 12 个波段，{id} 只取其一或取平均：是否为各月？提示：{hint}", raster.name());
    Some(Warning::new(Error::new(Code::Implausible, message, hint).at(spec.place.clone()), chinese))
}

fn open_zones(
    files: &Files,
    spec: &RasterSpec<'_>,
    legend: &mut Legend,
    fitting: impl Fn(&str) -> Result<GeoTiff, Error>,
) -> Result<ZoneSource, Findings> {
    match spec.zones {
        Zones::One => {
            legend.zone("all");
            Ok(ZoneSource::One)
        }
        // The layer is named, but could not be opened, and that was said.
        Zones::Belts { layer, .. }
            if spec.layers.iter().any(|known| known.quantity.id == *layer)
                && legend.columns.iter().all(|quantity| quantity.id != *layer) =>
        {
            Err(Findings::new())
        }
        Zones::Belts { layer, belts } => {
            let column =
                legend.columns.iter().position(|quantity| quantity.id == *layer).ok_or_else(|| {
                    let hint = did_you_mean(layer, legend.columns.iter().map(|quantity| quantity.id));
                    Error::new(
                        Code::UnknownLayer,
                        format!("zones lie on the layer `{layer}`, which is not given"),
                        hint,
                    )
                })?;
            legend.zone_layer = legend.columns.get(column).map(|quantity| quantity.id);
            for (id, _) in belts {
                legend.zone(id);
            }
            Ok(ZoneSource::Belts { column, bounds: belts.iter().filter_map(|(_, below)| *below).collect() })
        }
        Zones::Raster { file, names } => {
            let raster = fitting(file)?;
            let names = names.as_deref().map(|names| zone_names(files, names)).transpose()?;
            let mut findings = Findings::new();
            let mut zones = BTreeMap::new();
            for value in values(&raster)?.into_keys() {
                let name = match &names {
                    None => value.to_string(),
                    Some(names) => names.get(&value).cloned().unwrap_or_else(|| {
                        let message = format!("zone {value} has no name");
                        let hint = "add it to the table of zone names, or set it to nodata";
                        findings.push(Error::new(Code::UnknownZone, message, hint).at(Place::file(file)));
                        value.to_string()
                    }),
                };
                zones.insert(value, legend.zone(&name));
            }
            let zones = Codes::new(zones, NO_ZONE);
            findings.into_result(ZoneSource::Raster { raster, zones })
        }
    }
}

/// Names of zone numbers: columns `zone_id` (or `id`) and `name`.
fn zone_names(files: &Files, name: &str) -> Result<BTreeMap<i64, String>, Findings> {
    let table = files.table(name, None)?;
    let id = if table.header().iter().any(|column| column == "id") { "id" } else { "zone_id" };
    table.column(id)?;
    table.column("name")?;
    let mut findings = Findings::new();
    let (mut names, mut known) = (BTreeMap::new(), BTreeSet::new());
    for row in table.rows() {
        let Some(value) = findings.take(row.plain(["name"]).and_then(|()| row.required_number(id))) else {
            continue;
        };
        let text = row.text("name");
        let Some(value) = whole(value).filter(|_| !text.is_empty()) else {
            let error =
                Error::new(Code::BadValue, "a zone needs a whole number and a name", "correct the row");
            findings.push(error.at(row.place(id)));
            continue;
        };
        if names.insert(value, text.to_owned()).is_some() || !known.insert(text.to_owned()) {
            let message = format!("zone {value} `{text}` stands twice");
            findings.push(Error::new(Code::DuplicateKey, message, "keep one row").at(row.place(id)));
        }
    }
    findings.into_result(names)
}

fn excluded_zones(excludes: &[Exclude], legend: &mut Legend) -> Result<BTreeMap<u32, u32>, Findings> {
    let mut findings = Findings::new();
    let mut states = BTreeMap::new();
    for exclude in excludes {
        let (Some(zone), None) = (&exclude.zone, exclude.ecosystem) else { continue };
        if let Some(index) = legend.zones.iter().position(|known| known == zone) {
            let state = legend.state(State::Excluded, &exclude.reason);
            states.insert(u32::try_from(index).unwrap_or(u32::MAX), state);
        } else {
            let hint = did_you_mean(zone, legend.zones.iter().map(String::as_str));
            let error = Error::new(Code::UnknownZone, format!("zone `{zone}` is not there"), hint);
            findings.push(error.at(exclude.place.clone()));
        }
    }
    findings.into_result(states)
}

/// Every number that a raster holds, and how often.
fn values(raster: &GeoTiff) -> Result<BTreeMap<i64, u64>, Findings> {
    let mut raster = raster.reopen()?;
    if raster.is_of_bytes() {
        return Ok(values_of_bytes(&mut raster)?);
    }
    let mut found: BTreeMap<i64, u64> = BTreeMap::new();
    let (mut buffer, mut last) = (Vec::new(), (f64::NAN, 0_u64));
    for window in raster.windows() {
        buffer.resize(window.cells(), f64::NAN);
        raster.read_window(1, window, &mut buffer)?;
        for value in &buffer {
            // Classes and zones come in runs.
            if value.to_bits() == last.0.to_bits() {
                last.1 = last.1.saturating_add(1);
                continue;
            }
            count_run(&mut found, std::mem::replace(&mut last, (*value, 1)), &raster)?;
        }
    }
    count_run(&mut found, last, &raster)?;
    Ok(found)
}

fn count_run(
    found: &mut BTreeMap<i64, u64>,
    (value, cells): (f64, u64),
    raster: &GeoTiff,
) -> Result<(), Error> {
    if value.is_nan() {
        return Ok(());
    }
    let Some(class) = whole(value) else {
        let message = format!("class {value} is no whole number");
        let error = Error::new(Code::Raster, message, "classes and zones are whole numbers");
        return Err(error.at(Place::file(raster.name())));
    };
    let known = found.entry(class).or_insert(0);
    *known = known.saturating_add(cells);
    Ok(())
}

/// The same for a raster of bytes, which are counted as they are stored.
fn values_of_bytes(raster: &mut GeoTiff) -> Result<BTreeMap<i64, u64>, Error> {
    let mut counts = [0_u64; 256];
    let mut buffer = Vec::new();
    for window in raster.windows() {
        buffer.resize(window.cells(), 0);
        raster.read_bytes(window, &mut buffer)?;
        let mut count = |byte: u8, cells: u64| {
            if let Some(count) = counts.get_mut(usize::from(byte)) {
                *count = count.saturating_add(cells);
            }
        };
        for piece in buffer.chunks(PIECE) {
            match of_one(piece) {
                Some(first) => count(first, crate::math::count(piece.len())),
                None => piece.iter().for_each(|byte| count(*byte, 1)),
            }
        }
    }
    let numbers = raster.meaning_of_bytes().into_iter().zip(counts);
    let met = numbers.filter(|(number, count)| *count > 0 && !number.is_nan());
    Ok(met.filter_map(|(number, count)| Some((whole(number)?, count))).collect())
}

fn read_legend(
    spec: &RasterSpec<'_>,
    landcover: &GeoTiff,
    legend: &mut Legend,
) -> Result<BTreeMap<i64, Meaning>, Findings> {
    let mut coverage = Coverage::default();
    let mut meanings = BTreeMap::new();
    for (value, cells) in values(landcover)? {
        let code = value.to_string();
        let class = spec.crosswalk.class(&code);
        let target = coverage.count(spec.crosswalk, &code, cells);
        let meaning = match target {
            Ok(ecosystem) => {
                let exclude = spec.excludes.iter().find(|exclude| {
                    exclude.zone.is_none() && exclude.ecosystem.is_some_and(|own| ecosystem.is_within(own))
                });
                if let Some(exclude) = exclude {
                    Meaning::State(legend.state(State::Excluded, &exclude.reason))
                } else {
                    legend.note_class(ecosystem, class.map(|class| class.evidence(spec.crosswalk.id())));
                    Meaning::Class(legend.class(ecosystem))
                }
            }
            Err(why) => Meaning::State(legend.state(State::Unmapped, &format!("class {code}: {why}"))),
        };
        meanings.insert(value, meaning);
    }
    if !spec.classes.report_unmapped {
        coverage.findings(&Place::file(spec.landcover)).into_result(())?;
    }
    legend.coverage = coverage;
    Ok(meanings)
}
