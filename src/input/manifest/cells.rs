//! `[cells]`: where the cells of a run come from.

use super::values::{read_encoding, read_total_rows, unknown_value};
use super::{CellsSpec, Classes, RasterSource, Zones};
use crate::document::{Section, ValueKind};
use crate::error::{Code, Error, did_you_mean};
use crate::text;

pub(super) fn read(cells: &Section<'_>) -> Option<CellsSpec> {
    let hint =
        text!("write kind = \"raster\" or kind = \"table\"", "写 kind = \"raster\" 或 kind = \"table\"");
    let kind = cells.required_text("kind", hint)?;
    match kind.as_str() {
        "raster" => read_raster(cells),
        "table" => read_table(cells),
        _ => {
            let message = text!("kind `{0}` is not known", "未知的 kind `{0}`", &kind);
            let hint = did_you_mean(&kind, ["raster", "table"]);
            // Which keys belong here is not known before the kind is.
            cells.keys();
            cells.report("kind", Error::new(Code::BadValue, message, hint));
            None
        }
    }
}

fn read_raster(cells: &Section<'_>) -> Option<CellsSpec> {
    let hint = text!(
        "write landcover = {{ file = \"landcover.tif\", crosswalk = \"igbp\" }}",
        "写 landcover = {{ file = \"landcover.tif\", crosswalk = \"igbp\" }}"
    );
    if !cells.has("landcover") {
        cells.missing("landcover", &hint);
    }
    let landcover =
        cells.section("landcover", |section| (RasterSource::read(section, &hint), read_classes(section)));
    for key in ["crosswalk", "rules", "unmapped"].into_iter().filter(|key| cells.has(key)) {
        cells.pass_over(key);
        let message =
            text!("`{0}` of a raster belongs to its land cover", "栅格的 `{0}` 应写在 landcover 中", key);
        let hint = text!(
            "write it into landcover = {{ file = \"…\", {0} = … }}",
            "写入 landcover = {{ file = \"…\", {0} = … }}",
            key
        );
        cells.report(key, Error::new(Code::UnknownKey, message, hint));
    }
    let zones = cells.section("zones", read_zones).unwrap_or(Some(Zones::One));
    let (landcover, classes) = landcover?;
    Some(CellsSpec::Raster { landcover: landcover?, classes, zones: zones? })
}

fn read_table(cells: &Section<'_>) -> Option<CellsSpec> {
    let hint = text!(
        "write columns = {{ zone = \"town\", ecosystem = \"class\", area = \"area\", unit = \"mu\" }}",
        "写 columns = {{ zone = \"town\", ecosystem = \"class\", area = \"area\", unit = \"mu\" }}"
    );
    let file = cells.required_text("file", text!("name the table of parcels", "写明图斑表文件"));
    let encoding = read_encoding(cells);
    let skip_totals = read_total_rows(cells);
    let mut classes = read_classes(cells);
    if !cells.has("columns") {
        cells.missing("columns", &hint);
    }
    let columns = cells.section("columns", |columns| {
        for key in ["rules", "unmapped"].into_iter().filter(|key| columns.has(key)) {
            columns.pass_over(key);
            let message = text!(
                "`{0}` of a table belongs beside `columns`, not in it",
                "表的 `{0}` 应与 `columns` 并列，不在其中",
                key
            );
            let hint = text!(
                "write {0} = … on a line of its own under [cells]",
                "在 [cells] 下另起一行写 {0} = …",
                key
            );
            columns.report(key, Error::new(Code::UnknownKey, message, hint));
        }
        classes.crosswalk = columns.text("crosswalk").or_else(|| classes.crosswalk.take());
        (
            columns.text("zone"),
            columns.required_text("ecosystem", &hint),
            columns.required_text("area", &hint),
            columns.required_text(
                "unit",
                text!("state the unit of the area: m2, hm2, km2 or mu", "写明面积单位：m2、hm2、km2 或 mu"),
            ),
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

/// The column, or columns, that identify a parcel.
fn read_id(columns: &Section<'_>) -> Vec<String> {
    match columns.kind("id") {
        Some(ValueKind::List) => columns.texts("id").unwrap_or_default(),
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
        let hint = text!("write \"refuse\" or \"report\"", "写 \"refuse\" 或 \"report\"");
        section.report("unmapped", Error::new(Code::BadValue, unknown_value(text), hint));
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
        let hint = text!(
            "write zones = {{ file = \"zones.tif\", names = \"zones.csv\" }}, or belts on a layer",
            "写 zones = {{ file = \"zones.tif\", names = \"zones.csv\" }}，或按图层分带"
        );
        let (raster, names) = (RasterSource::read(zones, hint), zones.text("names"));
        return Some(Zones::Raster { raster: raster?, names });
    }
    let layer = zones.text("layer");
    let belts = zones.sections("belts", |belt| {
        let id = belt.required_text("id", text!("name the belt", "写明带的名称"));
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
        let message = text!(
            "belts must rise, each with an upper bound `below` but the last",
            "各带须由低到高，除最后一带外均须有上界 `below`"
        );
        let hint = text!(
            "write belts = [{{ id = \"plain\", below = 500 }}, {{ id = \"mountain\" }}]",
            "写 belts = [{{ id = \"plain\", below = 500 }}, {{ id = \"mountain\" }}]"
        );
        zones.report("belts", Error::new(Code::BadValue, message, hint));
    }
    Some(Zones::Belts { layer: layer?, belts })
}
