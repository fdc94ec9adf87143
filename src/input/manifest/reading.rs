//! The keys of `run.toml`, read one after another.

use super::missing_year::MissingYear;
use super::values::{read_encoding, read_total_rows};
use super::{Basis, CellsSpec, Exclude, Manifest, cells, layers, uncertainty};
use crate::document::{Section, ValueKind};
use crate::error::{Code, Error, did_you_mean};
use crate::input::limits::Limits;
use crate::table::TableLimits;
use crate::text;
use crate::wording::Message;

/// Years that a run may state.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

pub(super) fn read(root: &Section<'_>) -> Option<Manifest> {
    check_schema(root);
    refuse_roots(root);
    let years = read_years(root);
    let (cells, cells_missing_year) = read_cells(root);
    let statistics = read_statistics(root);
    let parameters = read_parameters(root);
    let (maps, compression) = root.section("output", read_output).unwrap_or_default();
    let keys = ["profile", "statistics", "parameters", "output", "cells"];
    let bases = read_bases(root, years.first().copied());
    let title = text!("name the run", "填写本次运行的名称");
    let profile = text!(
        "name a profile, e.g. profile = \"hj1173_2021\"",
        "写明核算方案，例如 profile = \"hj1173_2021\""
    );
    Some(Manifest {
        title: root.required_text("title", title).unwrap_or_default(),
        title_zh: root.text("title_zh").unwrap_or_default(),
        remark: root.text("remark").unwrap_or_default(),
        remark_zh: root.text("remark_zh").unwrap_or_default(),
        years,
        currency: read_currency(root),
        basis: bases.first().copied().unwrap_or(Basis::Current),
        bases,
        deflator: root.text("deflator"),
        cells_missing_year,
        statistics_missing_year: statistics.missing_year,
        parameters_missing_year: parameters.missing_year,
        allow_unverified: root.flag("allow_unverified").unwrap_or(false),
        layers: layers::read(root),
        statistics: statistics.file,
        statistics_skip_totals: statistics.skip_totals,
        statistics_encoding: statistics.encoding,
        parameters: parameters.file,
        parameters_encoding: parameters.encoding,
        regions: parameters.regions,
        conditions: parameters.conditions,
        excludes: root.sections("exclude", read_exclude),
        maps,
        compression,
        uncertainty: root.section("uncertainty", uncertainty::read).flatten(),
        limits: root.section("limits", read_limits).unwrap_or_default(),
        places: keys.into_iter().map(|key| (key, root.place(key))).collect(),
        profile: root.required_text("profile", profile)?,
        cells: cells?,
    })
}

fn check_schema(root: &Section<'_>) {
    match root.whole("schema") {
        None if !root.has("schema") => {
            root.missing("schema", text!("begin the file with schema = 1", "在文件开头写 schema = 1"));
        }
        Some(1) | None => {}
        Some(other) => {
            let message = text!("schema {0} is not known", "未知的 schema {0}", other);
            let hint = text!("this version reads schema = 1", "本版本只读取 schema = 1");
            root.report("schema", Error::new(Code::BadValue, message, hint));
        }
    }
}

/// Only whoever starts the run may say where inputs lie, never the file.
fn refuse_roots(root: &Section<'_>) {
    for key in ["input_root", "input-root", "root", "roots"] {
        if root.has(key) {
            root.pass_over(key);
            let message = text!(
                "`{0}` is not for run.toml to say: inputs lie below its own folder",
                "`{0}` 不能写在 run.toml 中：输入文件应位于其所在文件夹内",
                key
            );
            let hint = text!(
                "take it out, and start the run with --input-root DIR",
                "删去该键，运行时使用 --input-root DIR"
            );
            root.report(key, Error::new(Code::PathOutside, message, hint));
        }
    }
}

fn read_years(root: &Section<'_>) -> Vec<i32> {
    let years = match (root.has("year"), root.has("years")) {
        (true, true) => {
            let message = text!("both `year` and `years` are given", "同时写了 `year` 和 `years`");
            root.report("years", Error::new(Code::BadValue, message, keep_one()));
            Vec::new()
        }
        (_, true) => root.wholes("years").unwrap_or_default(),
        (true, _) => root.whole("year").into_iter().collect(),
        _ => {
            let hint = text!("state the accounting year, e.g. year = 2019", "写明核算年度，例如 year = 2019");
            root.missing("year", hint);
            Vec::new()
        }
    };
    root.whole("year");
    root.wholes("years");
    let mut read = Vec::new();
    for year in years {
        match i32::try_from(year) {
            Ok(year) if YEARS.contains(&year) && !read.contains(&year) => read.push(year),
            Ok(known) if read.contains(&known) => {
                let message = text!("year {0} is listed twice", "{0} 年重复", year);
                let hint = text!("keep it once", "只保留一个");
                root.report("years", Error::new(Code::BadValue, message, hint));
            }
            _ => {
                let message = text!(
                    "year {0} is outside {1} to {2}",
                    "年份 {0} 不在 {1} 至 {2} 之间",
                    year,
                    *YEARS.start(),
                    *YEARS.end()
                );
                let hint = text!("write a year such as 2019", "填写四位年份，例如 2019");
                root.report("year", Error::new(Code::BadValue, message, hint));
            }
        }
    }
    read
}

fn keep_one() -> Message {
    text!("keep one of them", "只保留其中一个")
}

/// The cells, and what happens if they have no file or column of a year.
fn read_cells(root: &Section<'_>) -> (Option<CellsSpec>, MissingYear) {
    let mut missing_year = MissingYear::default();
    let cells = root.section("cells", |section| {
        missing_year = MissingYear::read(section, &[MissingYear::Refuse, MissingYear::CarryForward]);
        cells::read(section)
    });
    if cells.is_none() && !root.has("cells") {
        let hint = text!(
            "say where the cells come from: [cells] kind = \"raster\" or \"table\"",
            "写明核算单元的来源：[cells] kind = \"raster\" 或 \"table\""
        );
        root.missing("cells", hint);
    }
    (cells.flatten(), missing_year)
}

/// `[statistics]`.
#[derive(Default)]
struct StatisticsKeys {
    file: Option<String>,
    encoding: Option<String>,
    skip_totals: bool,
    missing_year: MissingYear,
}

fn read_statistics(root: &Section<'_>) -> StatisticsKeys {
    let statistics = root.section("statistics", |section| {
        let all = [MissingYear::Refuse, MissingYear::CarryForward, MissingYear::Interpolate];
        let missing_year = MissingYear::read(section, &all);
        let file = section.required_text("file", text!("name the table", "写明表文件"));
        let encoding = read_encoding(section);
        StatisticsKeys { file, encoding, skip_totals: read_total_rows(section), missing_year }
    });
    statistics.unwrap_or_default()
}

/// `[parameters]`.
struct ParametersKeys {
    file: Option<String>,
    encoding: Option<String>,
    regions: Vec<String>,
    conditions: Vec<String>,
    missing_year: MissingYear,
}

fn read_parameters(root: &Section<'_>) -> ParametersKeys {
    // The index brings a price of another year to the prices of the account, unless the run refuses it.
    let mut missing_year = MissingYear::CarryForward;
    let parameters = root.section("parameters", |section| {
        if section.has("missing_year") {
            missing_year = MissingYear::read(section, &[MissingYear::Refuse, MissingYear::CarryForward]);
        }
        let regions = section.texts("regions").unwrap_or_default();
        let conditions = section.texts("conditions").unwrap_or_default();
        (section.text("file"), read_encoding(section), regions, conditions)
    });
    let (file, encoding, mut regions, conditions) = parameters.unwrap_or_default();
    if !regions.iter().any(|region| region == "China") {
        regions.push("China".to_owned());
    }
    ParametersKeys { file, encoding, regions, conditions, missing_year }
}

/// Services to be mapped, and how the maps are packed.
fn read_output(output: &Section<'_>) -> (Vec<String>, Option<String>) {
    let compression = output.text("compression");
    if let Some(name) = compression.as_deref().filter(|name| !COMPRESSIONS.contains(name)) {
        let message = text!("compression `{0}` is not known", "未知的压缩方式 `{0}`", name);
        let hint = did_you_mean(name, COMPRESSIONS.iter().copied());
        output.report("compression", Error::new(Code::BadValue, message, hint));
    }
    (output.texts("maps").unwrap_or_default(), compression)
}

/// How maps may be packed.
const COMPRESSIONS: &[&str] =
    if cfg!(feature = "zstd") { &["none", "deflate", "zstd"] } else { &["none", "deflate"] };

fn read_currency(root: &Section<'_>) -> String {
    let currency = root.text("currency").unwrap_or_else(|| "CNY".to_owned());
    if currency != "CNY" {
        let message = text!(
            "currency `{0}` has no prices in the parameter tables",
            "参数表中没有以货币 `{0}` 计的价格",
            &currency
        );
        let hint = text!("write currency = \"CNY\"", "写 currency = \"CNY\"");
        root.report("currency", Error::new(Code::BadValue, message, hint));
    }
    currency
}

/// What `price_basis` may say.
fn known_bases() -> Message {
    text!(
        "write \"current\", \"both\", {{ constant = 2015 }}, or a list of these",
        "写 \"current\"（现价）、\"both\"、{{ constant = 2015 }}（可比价），或由它们组成的列表"
    )
}

/// Prices: one basis, both, or a list.
fn read_bases(root: &Section<'_>, first_year: Option<i32>) -> Vec<Basis> {
    let of_table = |basis: &Section<'_>| {
        let year = basis.whole("constant").and_then(|year| i32::try_from(year).ok());
        let year = year.filter(|year| YEARS.contains(year));
        if year.is_none() {
            let message = text!(
                "the base year of constant prices is missing or not a year",
                "可比价的基准年缺失或不是年份"
            );
            basis.report("constant", Error::new(Code::BadValue, message, known_bases()));
        }
        vec![year.map_or(Basis::Current, Basis::Constant)]
    };
    let of_text = |text: &str| match (text, first_year) {
        ("both", Some(year)) => vec![Basis::Current, Basis::Constant(year)],
        ("current" | "both", _) => vec![Basis::Current],
        _ => {
            let message = text!("price_basis `{0}` is not known", "未知的 price_basis `{0}`", text);
            root.report("price_basis", Error::new(Code::BadValue, message, known_bases()));
            Vec::new()
        }
    };
    let bases: Vec<Basis> = match root.kind("price_basis") {
        None => Vec::new(),
        Some(ValueKind::Table) => root.section("price_basis", of_table).unwrap_or_default(),
        Some(ValueKind::List) => {
            root.texts_or_sections("price_basis", of_text, of_table).into_iter().flatten().collect()
        }
        Some(_) => root.text("price_basis").map(|text| of_text(&text)).unwrap_or_default(),
    };
    let mut once: Vec<Basis> = Vec::new();
    for basis in bases {
        if once.contains(&basis) {
            let message = text!("duplicate price basis", "价格口径重复");
            let hint = text!("remove one", "删去其中一个");
            root.report("price_basis", Error::new(Code::BadValue, message, hint));
        } else {
            once.push(basis);
        }
    }
    if once.is_empty() { vec![Basis::Current] } else { once }
}

fn read_exclude(section: &Section<'_>) -> Exclude {
    let ecosystem = section.text("ecosystem").and_then(|text| section.take("ecosystem", text.parse()));
    let reason = text!("say why these cells are left out", "写明不计入这些单元的原因");
    let exclude = Exclude {
        zone: section.text("zone"),
        ecosystem,
        reason: section.required_text("reason", reason).unwrap_or_default(),
        place: section.place("zone"),
    };
    if section.has("zone") == section.has("ecosystem") {
        let message = text!(
            "cells are left out by `zone` or by `ecosystem`, one of the two",
            "[[exclude]] 须按 `zone` 或 `ecosystem` 之一指定单元"
        );
        let hint = text!(
            "write one [[exclude]] for each zone or ecosystem type",
            "每个分区或每种生态系统类型各写一个 [[exclude]]"
        );
        section.report("zone", Error::new(Code::BadValue, message, hint));
    }
    exclude
}

fn read_limits(section: &Section<'_>) -> Limits {
    const MIB: u64 = 1 << 20;
    let default = Limits::default();
    let mebibytes = |key: &str| section.whole(key).map(|size| size.saturating_mul(MIB));
    let size = |key: &str| section.whole(key).map(|size| usize::try_from(size).unwrap_or(usize::MAX));
    Limits {
        memory_bytes: mebibytes("memory_mib").unwrap_or(default.memory_bytes),
        basin_memory_bytes: mebibytes("basin_memory_mib").unwrap_or(default.basin_memory_bytes),
        max_file_bytes: mebibytes("max_file_mib").unwrap_or(default.max_file_bytes),
        max_cells: section.whole("max_cells").unwrap_or(default.max_cells),
        max_table_bytes: mebibytes("max_table_mib").unwrap_or(default.max_table_bytes),
        tables: TableLimits {
            row_bytes: size("max_row_kib")
                .map_or(default.tables.row_bytes, |kib| kib.saturating_mul(1 << 10)),
            columns: size("max_columns").unwrap_or(default.tables.columns),
        },
    }
}
