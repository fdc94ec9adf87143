//! Opening the rasters of a run: do they fit, which classes and zones are there, and what do they stand for.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::OnceLock;

use super::background;
use super::codes::Codes;
use super::excess;
use super::layer::{another_scale, layer, not_a_year, of_the_grid};
use super::survey::Survey;
use super::{Layer, Meaning, RasterCells, Source, ZoneSource, whole};
use crate::error::{Code, Error, Findings, Place, did_you_mean};
use crate::extent::coverage::{ClassCount, Coverage, Holder};
use crate::extent::crosswalk::Crosswalk;
use crate::input::cells::NO_ZONE;
use crate::input::files::Files;
use crate::input::geotiff::{GeoTiff, Reading, Sides};
use crate::input::grid::Grid;
use crate::input::legend::{Land, Legend, NO_LAND_COVER, State};
use crate::input::manifest::{Classes, Exclude, LayerSource, LayerSpec, RasterSource, Zones};
use crate::input::nodata::Nodata;
use crate::quantity::{ELEVATION, ELEVATION_WINDOW, UPSLOPE_AREA};
use crate::reason::Reason;
use crate::text;
use crate::wording::{Message, Name};

/// What a raster run asks for.
#[derive(Debug)]
pub struct RasterSpec<'a> {
    /// The land-cover raster.
    pub landcover: &'a RasterSource,
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
    let cover = spec.landcover;
    let landcover =
        of_codes(files, cover, "landcover").map_err(|error| error.at(spec.classes.place.clone()))?;
    let grid = landcover.grid().clone();
    grid.cell_area(0).map_err(|error| error.at(Place::file(&cover.file)))?;
    let agreements = RefCell::new(Vec::new());
    let fitting = |raster: GeoTiff| {
        let agreement = grid.require_same(&cover.file, raster.grid(), raster.name())?;
        agreements.borrow_mut().extend(agreement.note(&cover.file, raster.name()));
        Ok::<_, Error>(raster)
    };
    let mut legend = Legend::default();
    legend.warnings.extend(excess::warning(&grid, &cover.file));
    legend.warnings.extend(remarks(&landcover, &spec.classes.place));
    legend.state(State::Valued, "");
    let of_layer = |layer: &LayerSpec, file: &str| {
        let reading = reading(files, file, None, &layer.stored.nodata)?;
        fitting(open_raster(files, file, &reading)?)
    };
    let layers = open_layers(spec.layers, &mut legend, &mut findings, of_layer, &grid);
    let zones = findings.take(open_zones(files, spec, &mut legend, fitting));
    let excluded_zones = findings.take(excluded_zones(spec.excludes, &mut legend));
    let classes = findings.take(read_legend(spec, &landcover, &mut legend));
    let (Some(zones), Some(excluded_zones), Some(classes)) = (zones, excluded_zones, classes) else {
        return Err(findings);
    };
    findings.into_result(())?;
    legend.notes.extend(excess::note(&grid, &cover.file).into_iter().chain(agreements.take()));
    let no_class = legend.state(State::Nodata, NO_LAND_COVER);
    let meaning = |meaning| match meaning {
        Meaning::Class(class) => (class, 0),
        Meaning::State(state) => (0, state),
    };
    let classes = classes.into_iter().map(|(number, class)| (number, meaning(class))).collect();
    Ok(RasterCells {
        classes: Codes::new(classes, (0, no_class)),
        no_class,
        no_zone: legend.state(State::Nodata, Reason::OutsideZones),
        legend,
        grid,
        landcover,
        landcover_name: cover.file.clone(),
        excluded_zones,
        zones,
        layers,
        limits: *files.limits(),
        upslope: OnceLock::new(),
        looked_over: OnceLock::new(),
    })
}

fn open_raster(files: &Files, name: &str, reading: &Reading) -> Result<GeoTiff, Error> {
    let path = files.locate(name)?;
    GeoTiff::open_as(&path, name, reading, files.limits())
}

/// How a raster is read, with the files beside it, which are inputs too.
fn reading(files: &Files, name: &str, band: Option<u16>, nodata: &Nodata) -> Result<Reading, Error> {
    let sides = Sides::find(name, |end| files.beside(name, end))?;
    Ok(Reading { band, nodata: nodata.clone(), sides: Some(sides) })
}

/// A raster of classes or zones: one band of numbers as they are stored.
fn of_codes(files: &Files, source: &RasterSource, key: &str) -> Result<GeoTiff, Error> {
    let name = &source.file;
    let raster = open_raster(files, name, &reading(files, name, source.band, &source.nodata)?)?;
    if raster.bands() != 1 {
        let message = text!(
            "the raster has {0} bands: {1}",
            "栅格有 {0} 个波段：{1}",
            raster.bands(),
            raster.band_list()
        );
        let hint = text!(
            "choose one: write band = 1 or another in {0} = {{ file = \"{1}\", ... }}",
            "选定一个：在 {0} = {{ file = \"{1}\", ... }} 中写 band = 1 或其他序号",
            key,
            name
        );
        return Err(Error::new(Code::Band, message, hint).at(Place::file(name)));
    }
    let (scale, offset) = raster.scale_offset(1);
    #[expect(clippy::float_cmp, reason = "a scale that changes nothing is exactly 1")]
    if scale != 1.0 || offset != 0.0 {
        let message = text!(
            "classes and zones are numbers as they are stored, but the raster states scale {0} and offset {1}",
            "类别和分区采用存储值，而栅格注明了比例 {0} 和偏移 {1}",
            scale,
            offset
        );
        let hint = text!(
            "write the numbers that are meant with gdal_translate -unscale, or take scale and offset out",
            "用 gdal_translate -unscale 写出实际的数，或去掉比例和偏移"
        );
        return Err(Error::new(Code::Raster, message, hint).at(Place::file(name)));
    }
    Ok(raster)
}

/// What a user should be told of a raster as it was opened.
fn remarks(raster: &GeoTiff, place: &Place) -> Vec<Error> {
    let warning =
        |message: Message, hint: Message| Error::new(Code::Implausible, message, hint).at(place.clone());
    let name = raster.name();
    let said = raster.remarks().iter().map(|message| {
        let hint = text!(
            "remove SRS from it, or write the right system into the raster",
            "从中删去 SRS，或把正确的坐标参考系写入栅格"
        );
        warning(message.clone(), hint)
    });
    let idle = raster.idle_nodata().iter().map(|number| {
        let message = text!(
            "no cell of `{0}` can hold the nodata {1} that the run states",
            "{0} 的像元不可能为所声明的 nodata {1}",
            name,
            number
        );
        let (low, high) = raster.extremes();
        let hint = text!(
            "state the number as it is stored ({0} to {1}, before scale and offset), or take it out",
            "请写存储值（{0} 至 {1}，换算比例与偏移之前），或删去",
            low,
            high
        );
        warning(message, hint)
    });
    said.chain(idle).collect()
}

fn open_layers(
    specs: &[LayerSpec],
    legend: &mut Legend,
    findings: &mut Findings,
    opened: impl Fn(&LayerSpec, &str) -> Result<GeoTiff, Error>,
    grid: &Grid,
) -> Vec<Layer> {
    let mut layers = Vec::new();
    for spec in specs {
        let raster = match &spec.source {
            LayerSource::Raster { file, .. } => opened(spec, file).map(Some),
            _ => Ok(None),
        };
        let opened =
            raster.map_err(|error| error.at(spec.place.clone())).and_then(|raster| layer(spec, raster));
        if let Some(layer) = findings.take(opened) {
            let quantity = layer.quantity;
            legend.columns.push(quantity);
            legend.layer_evidence.entry(quantity.id.to_owned()).or_default().extend(spec.grounds());
            let declared = (spec.unit.text().to_owned(), spec.place.clone());
            legend.declared.insert(quantity.id.to_owned(), declared);
            legend.warnings.extend(one_of_twelve(spec, &layer));
            legend.warnings.extend(not_a_year(spec, &layer));
            if let Source::Raster { raster, .. } = &layer.source {
                legend.warnings.extend(remarks(raster, &spec.place));
                legend.warnings.extend(another_scale(spec, &layer));
            }
            layers.push(layer);
        }
    }
    let elevation = layers.iter().find(|layer| layer.quantity.id == ELEVATION.id);
    let of_elevation = |quantity, source: fn(Box<Layer>) -> Source| {
        let of = elevation.map(Layer::again).transpose();
        of.map(|of| of.map(|of| Layer { quantity, conversion: of.conversion, source: source(Box::new(of)) }))
    };
    let terrain =
        [of_elevation(ELEVATION_WINDOW.0, Source::Neighbours), of_elevation(UPSLOPE_AREA.0, Source::Upslope)];
    let terrain: Vec<Layer> =
        terrain.into_iter().filter_map(|layer| findings.take(layer).flatten()).collect();
    for layer in of_the_grid(grid).into_iter().chain(terrain) {
        if legend.columns.iter().all(|quantity| quantity.id != layer.quantity.id) {
            legend.columns.push(layer.quantity);
            layers.push(layer);
        }
    }
    layers
}

/// A year that is read from one band of twelve, or the mean of twelve months of rain: the annual sum is needed.
fn one_of_twelve(spec: &LayerSpec, layer: &Layer) -> Option<Error> {
    let Source::Raster { raster, bands, divisor, .. } = &layer.source else { return None };
    let summed = spec.quantity.unit == "mm";
    #[expect(clippy::float_cmp, reason = "a sum has a divisor of exactly 1")]
    let is_mean = divisor.is_some_and(|divisor| divisor != 1.0);
    let months = raster.bands() == 12 && spec.quantity.bands == 1;
    if !months || !(bands.len() == 1 || summed && is_mean) {
        return None;
    }
    let used = if bands.len() == 1 {
        Name { en: "one of them is read", zh: "只取其一" }
    } else {
        Name { en: "their mean is taken", zh: "取平均" }
    };
    let message = text!(
        "`{0}` has 12 bands and {1} for {2} of the year: are they months?",
        "{0} 有 12 个波段，{2} {1}：是否为各月？",
        raster.name(),
        used,
        spec.quantity.id
    );
    let hint = text!(
        "write band = \"all\", aggregate = \"{0}\"",
        "写 band = \"all\", aggregate = \"{0}\"",
        if summed { "sum" } else { "mean" }
    );
    Some(Error::new(Code::Implausible, message, hint).at(spec.place.clone()))
}

fn open_zones(
    files: &Files,
    spec: &RasterSpec<'_>,
    legend: &mut Legend,
    fitting: impl Fn(GeoTiff) -> Result<GeoTiff, Error>,
) -> Result<ZoneSource, Findings> {
    match spec.zones {
        Zones::One => {
            legend.zone("all");
            legend.land = Land::Covered;
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
                        text!(
                            "zones lie on the layer `{0}`, which is not given",
                            "分区依据图层 `{0}`，但未给出该图层",
                            layer
                        ),
                        hint,
                    )
                })?;
            legend.zone_layer = legend.columns.get(column).map(|quantity| quantity.id);
            for (id, _) in belts {
                legend.zone(id);
            }
            Ok(ZoneSource::Belts { column, bounds: belts.iter().filter_map(|(_, below)| *below).collect() })
        }
        Zones::Raster { raster: source, names } => {
            let raster = fitting(of_codes(files, source, "zones")?)?;
            zones_of(raster, (files, source), names.as_deref(), legend)
        }
    }
}

/// The zones that a raster has.
fn zones_of(
    raster: GeoTiff,
    (files, source): (&Files, &RasterSource),
    names: Option<&str>,
    legend: &mut Legend,
) -> Result<ZoneSource, Findings> {
    let file = &source.file;
    legend.warnings.extend(remarks(&raster, &Place::file(file)));
    let names = names.map(|names| zone_names(files, names)).transpose()?;
    let mut findings = Findings::new();
    let mut zones = BTreeMap::new();
    let survey = Survey::of(&raster, "zones", |_, _| 0.0)?;
    let cell_area = mean_area(raster.grid());
    for number in survey.counts.keys() {
        let known = names.as_ref().and_then(|names| names.get(number));
        if known.is_none() {
            findings.extend(background::zone(*number, names.is_some(), file, &survey));
            let frame = background::frame(&survey, *number, ("zones", file), "", cell_area);
            legend.warnings.extend(frame);
        }
        let name = known.cloned().unwrap_or_else(|| number.to_string());
        zones.insert(*number, legend.new_zone(&name));
    }
    let zones = Codes::new(zones, NO_ZONE);
    findings.into_result(ZoneSource::Raster { raster, zones })
}

/// Names of zone numbers: columns `zone_id` (or `id`) and `name`.
fn zone_names(files: &Files, name: &str) -> Result<BTreeMap<i64, String>, Findings> {
    let table = files.table_with(name, None, &["name"])?;
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
            let message = text!("a zone needs a whole number and a name", "分区需要整数编号和名称");
            let error = Error::new(Code::BadValue, message, text!("correct the row", "更正该行"));
            findings.push(error.at(row.place(id)));
            continue;
        };
        if names.insert(value, text.to_owned()).is_some() || !known.insert(text.to_owned()) {
            let message = text!("duplicate zone {0} `{1}`", "分区 {0} `{1}` 重复", value, text);
            let hint = text!("keep one row", "只保留一行");
            findings.push(Error::new(Code::DuplicateKey, message, hint).at(row.place(id)));
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
            let error =
                Error::new(Code::UnknownZone, text!("unknown zone `{0}`", "未知的分区 `{0}`", zone), hint);
            findings.push(error.at(exclude.place.clone()));
        }
    }
    findings.into_result(states)
}

/// Area \[m²\] of some cells of a row.
fn area_of(grid: &Grid) -> impl Fn(u32, Range<u32>) -> f64 {
    |row, columns| {
        let cells = f64::from(columns.end.saturating_sub(columns.start));
        grid.cell_area(row).map_or(f64::NAN, |area| area.get() * cells)
    }
}

/// Mean area \[m²\] of the cells, from the first, middle and last row.
fn mean_area(grid: &Grid) -> f64 {
    let last = grid.height.saturating_sub(1);
    let middle = area_of(grid)(last / 2, 0..1);
    (area_of(grid)(0, 0..1) + 4.0 * middle + area_of(grid)(last, 0..1)) / 6.0
}

fn read_legend(
    spec: &RasterSpec<'_>,
    landcover: &GeoTiff,
    legend: &mut Legend,
) -> Result<BTreeMap<i64, Meaning>, Findings> {
    let mut coverage = Coverage::of(Holder::Raster);
    let mut meanings = BTreeMap::new();
    let survey = Survey::of(landcover, "landcover", area_of(landcover.grid()))?;
    if survey.counts.is_empty() {
        return Err(background::nothing(landcover).into());
    }
    for (value, cells) in &survey.counts {
        let (value, cells) = (*value, *cells);
        let code = value.to_string();
        let class = spec.crosswalk.class(&code);
        let target = coverage.count(spec.crosswalk, &code, cells);
        let meaning = match target {
            Ok(ecosystem) => {
                let exclude = spec.excludes.iter().find(|exclude| {
                    exclude.zone.is_none()
                        && exclude.ecosystem.is_some_and(|group| ecosystem.is_within(group))
                });
                if let Some(exclude) = exclude {
                    Meaning::State(legend.state(State::Excluded, &exclude.reason))
                } else {
                    legend.note_class(ecosystem, class.map(|class| class.evidence(spec.crosswalk.id())));
                    Meaning::Class(legend.class(ecosystem))
                }
            }
            Err(why) => Meaning::State(legend.state(State::Unmapped, Reason::Untyped { class: code, why })),
        };
        meanings.insert(value, meaning);
    }
    let place = Place::file(&spec.landcover.file);
    let hint = |class: &ClassCount| {
        let is_known = spec.crosswalk.class(&class.class).is_some();
        background::unmapped(&class.class, is_known, &spec.landcover.file, &survey)
    };
    let report = spec.classes.report_unmapped;
    let found = if report { coverage.faults(&place) } else { coverage.findings_with(&place, hint) };
    found.into_result(())?;
    let cell_area = mean_area(landcover.grid());
    for number in survey.rim.keys() {
        let name = spec.crosswalk.class(&number.to_string()).map_or("", |class| &class.name);
        let key = ("landcover", spec.landcover.file.as_str());
        legend.warnings.extend(background::frame(&survey, *number, key, name, cell_area));
    }
    legend.has_holes = survey.holes.cells > 0;
    if legend.land == Land::Covered {
        legend.warnings.extend(background::holes(&survey, &spec.landcover.file));
    }
    legend.coverage = coverage;
    Ok(meanings)
}
