//! `[cells]`: where the cells of a run come from.

use super::{CellsSpec, Classes, RasterSource, Zones, read_encoding, read_total_rows};
use crate::document::Section;
use crate::error::{Code, Error, did_you_mean};

pub(super) fn read(cells: &Section<'_>) -> Option<CellsSpec> {
    let kind = cells.required_text("kind", "write kind = \"raster\" or kind = \"table\"")?;
    match kind.as_str() {
        "raster" => read_raster(cells),
        "table" => read_table(cells),
        _ => {
            let hint = did_you_mean(&kind, ["raster", "table"]);
            // Which keys belong here is not known before the kind is.
            cells.keys();
            cells.report("kind", Error::new(Code::BadValue, format!("kind `{kind}` is not known"), hint));
            None
        }
    }
}

fn read_raster(cells: &Section<'_>) -> Option<CellsSpec> {
    let hint = "write landcover = { file = \"landcover.tif\", crosswalk = \"igbp\" }";
    if !cells.has("landcover") {
        cells.missing("landcover", hint);
    }
    let landcover =
        cells.section("landcover", |section| (RasterSource::read(section, hint), read_classes(section)));
    for key in ["crosswalk", "rules", "unmapped"].into_iter().filter(|key| cells.has(key)) {
        cells.pass_over(key);
        let message = format!("`{key}` of a raster belongs to its land cover");
        let hint = format!("write it into landcover = {{ file = \"…\", {key} = … }}");
        cells.report(key, Error::new(Code::UnknownKey, message, hint));
    }
    let zones = cells.section("zones", read_zones).unwrap_or(Some(Zones::One));
    let (landcover, classes) = landcover?;
    Some(CellsSpec::Raster { landcover: landcover?, classes, zones: zones? })
}

fn read_table(cells: &Section<'_>) -> Option<CellsSpec> {
    let hint = "write columns = { zone = \"town\", ecosystem = \"class\", area = \"area\", unit = \"mu\" }";
    let file = cells.required_text("file", "name the table of parcels");
    let encoding = read_encoding(cells);
    let skip_totals = read_total_rows(cells);
    let mut classes = read_classes(cells);
    if !cells.has("columns") {
        cells.missing("columns", hint);
    }
    let columns = cells.section("columns", |columns| {
        for key in ["rules", "unmapped"].into_iter().filter(|key| columns.has(key)) {
            columns.pass_over(key);
            let message = format!("`{key}` of a table stands beside `columns`, not in it");
            let hint = format!("write {key} = … on a line of its own under [cells]");
            columns.report(key, Error::new(Code::UnknownKey, message, hint));
        }
        classes.crosswalk = columns.text("crosswalk").or_else(|| classes.crosswalk.take());
        (
            columns.text("zone"),
            columns.required_text("ecosystem", hint),
            columns.required_text("area", hint),
            columns.required_text("unit", "state the unit of the area: m2, hm2, km2 or mu"),
            (columns.text("status"), columns.text("source"), read_id(columns)),
        )
    });
    let (zone, ecosystem, area, unit, (status, source, id)) = columns?;
    Some(CellsSpec::Table {
        file: file?,
        encoding,
        zone,
        ecosystem: ecosystem?,
        area: area?,
        unit: unit?,
        status,
        source,
        id,
        skip_totals,
        classes,
    })
}

/// The column, or columns, that tell a parcel from all others.
fn read_id(columns: &Section<'_>) -> Vec<String> {
    match columns.kind("id") {
        Some("a list") => columns.texts("id").unwrap_or_default(),
        _ => columns.text("id").into_iter().collect(),
    }
}

fn read_classes(section: &Section<'_>) -> Classes {
    let rules = section.section("rules", |rules| {
        let classes = rules.keys().into_iter();
        let rule = |class: &str| {
            let ecosystem = rules.take(class, rules.text(class)?.parse())?;
            Some((class.to_owned(), ecosystem))
        };
        classes.filter_map(rule).collect()
    });
    let unmapped = section.text("unmapped");
    if let Some(text) = unmapped.as_deref().filter(|text| !["refuse", "report"].contains(text)) {
        let message = format!("`{text}` is not known");
        section.report("unmapped", Error::new(Code::BadValue, message, "write \"refuse\" or \"report\""));
    }
    Classes {
        crosswalk: section.text("crosswalk"),
        rules: rules.unwrap_or_default(),
        report_unmapped: unmapped.as_deref() == Some("report"),
        place: section.place("crosswalk"),
    }
}

fn read_zones(zones: &Section<'_>) -> Option<Zones> {
    if !zones.has("layer") {
        let hint = "write zones = { file = \"zones.tif\", names = \"zones.csv\" }, or belts on a layer";
        let (raster, names) = (RasterSource::read(zones, hint), zones.text("names"));
        return Some(Zones::Raster { raster: raster?, names });
    }
    let layer = zones.text("layer");
    let belts = zones.sections("belts", |belt| {
        let id = belt.required_text("id", "name the belt");
        (id.unwrap_or_default(), belt.number("below"))
    });
    let bounds: Vec<Option<f64>> = belts.iter().map(|(_, below)| *below).collect();
    let open_last =
        bounds.split_last().is_some_and(|(last, rest)| last.is_none() && rest.iter().all(Option::is_some));
    let rising = bounds.windows(2).all(|pair| match pair {
        [Some(low), Some(high)] => low < high,
        _ => true,
    });
    if !open_last || !rising {
        let message = "belts must rise, each with an upper bound `below` but the last";
        let hint = "write belts = [{ id = \"plain\", below = 500 }, { id = \"mountain\" }]";
        zones.report("belts", Error::new(Code::BadValue, message, hint));
    }
    Some(Zones::Belts { layer: layer?, belts })
}
