//! The folder of a result, read back.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::account::change::{Figure, Side};
use crate::error::{Code, Error, Findings, Place};
use crate::extent::Ecosystem;
use crate::input::files::sha256;
use crate::report::change::IndexChange;
use crate::run::record::{
    missing_key, name_a_result, not_recorded, not_valid_json, shown, take_or_run_again, text,
};
use crate::table::{Table, TableRow};
use crate::text;
use crate::valuation::PriceBasis;
use crate::wording::{Message, TextArgument};

/// A result of one accounting year.
pub(super) struct Results {
    pub(super) side: Side,
    pub(super) lock: RecordedLock,
    indices: BTreeMap<IndexKey, Option<f64>>,
}

/// What an index is of: zone, index, unit, numerator, denominator.
type IndexKey = [String; 5];

/// What a lock says.
pub(super) struct RecordedLock {
    /// SHA-256 of the file.
    pub(super) sha256: String,
    /// Text of `run.toml`.
    pub(super) manifest: String,
    /// Id and SHA-256 of the profile.
    pub(super) profile: (String, String),
    /// Parameter rows, each with its key.
    parameters: BTreeSet<(String, String)>,
    outputs: BTreeMap<String, String>,
}

impl RecordedLock {
    fn parse(text: &str, name: &str) -> Result<Self, Error> {
        let fault = |message: Message| {
            Error::new(Code::DocumentSyntax, message, name_a_result()).at(Place::file(name))
        };
        let document: Value = serde_json::from_str(text).map_err(|error| fault(not_valid_json(&error)))?;
        let string = |value: &Value, key: &str| {
            let text = value.get(key).and_then(Value::as_str).map(str::to_owned);
            text.ok_or_else(|| fault(missing_key(key)))
        };
        let list = |key: &str| document.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
        let profile = document.get("profile").cloned().unwrap_or_default();
        let row = |row: &Value| Ok((string(row, "key")?, row.to_string()));
        let output = |file: &Value| Ok((string(file, "name")?, string(file, "sha256")?));
        Ok(Self {
            sha256: sha256(text.as_bytes()),
            manifest: string(&document, "manifest")?,
            profile: (string(&profile, "id")?, string(&profile, "sha256")?),
            parameters: list("parameters").iter().map(row).collect::<Result<_, Error>>()?,
            outputs: list("outputs").iter().map(output).collect::<Result<_, Error>>()?,
        })
    }

    /// Keys of parameters of which the two results used other rows.
    pub(super) fn parameter_keys_unlike(&self, other: &Self) -> BTreeSet<String> {
        self.parameters.symmetric_difference(&other.parameters).map(|(key, _)| key.clone()).collect()
    }
}

impl Results {
    /// Reads a folder; the year must be named where the result has several.
    pub(super) fn read(folder: &Path, year: Option<i32>) -> Result<Self, Findings> {
        let lock = text(folder, "lock.json")?;
        let lock = RecordedLock::parse(&lock, &shown(folder, "lock.json"))?;
        let mut findings = Findings::new();
        let mut open = |name: &str, columns: &[&str]| findings.take(table(folder, name, columns, &lock));
        let account = open("account.csv", ACCOUNT);
        let extent = open("extent.csv", &["year", "zone", "ecosystem", "area_m2"]);
        let indices =
            open("indices.csv", &["year", "zone", "index", "value", "unit", "numerator", "denominator"]);
        let (Some(account), Some(extent), Some(indices)) = (account, extent, indices) else {
            return Err(findings);
        };
        let year = choose_year(&account, year)?;
        let label = prices(&account, year);
        let of_year = |row: &TableRow<'_>| {
            let own = row.text("price_basis");
            row.text("year") == year.to_string() && (own.is_empty() || Some(own) == label.as_deref())
        };
        let rows: Vec<TableRow<'_>> = account.rows().filter(of_year).collect();
        let basis = findings.take(basis(&rows, &account, year));
        let figures = rows.iter().filter_map(|row| findings.take(figure(row)).flatten()).collect();
        let mut area = |row: TableRow<'_>| {
            let ecosystem =
                row.text("ecosystem").parse::<Ecosystem>().map_err(|e| e.at(row.place("ecosystem")));
            let area = findings.take(row.required_number("area_m2"));
            Some(((row.text("zone").to_owned(), findings.take(ecosystem)?), area?))
        };
        let extent = extent.rows().filter(of_year).filter_map(&mut area).collect();
        let mut known = BTreeMap::new();
        for row in indices.rows().filter(of_year) {
            let key = ["zone", "index", "unit", "numerator", "denominator"]
                .map(|column| row.text(column).to_owned());
            if let Some(value) = findings.take(row.number("value")) {
                known.insert(key, value);
            }
        }
        let Some(basis) = basis else { return Err(findings) };
        let population = population(&known);
        let side = Side { year, basis, figures, extent, population };
        findings.into_result(Self { side, lock, indices: known })
    }
}

/// Columns of `account.csv` that are read.
const ACCOUNT: &[&str] = &[
    "year",
    "zone",
    "ecosystem",
    "service",
    "indicator",
    "quantity",
    "price",
    "value",
    "currency",
    "price_year",
    "price_basis",
    "status",
];

/// A table of the result, which must be the one that the lock records.
fn table(folder: &Path, name: &str, columns: &[&str], lock: &RecordedLock) -> Result<Table, Findings> {
    let text = text(folder, name)?;
    if lock.outputs.get(name).is_none_or(|recorded| *recorded != sha256(text.as_bytes())) {
        return Err(Error::new(Code::Incomparable, not_recorded(), take_or_run_again())
            .at(Place::file(shown(folder, name)))
            .into());
    }
    let table = Table::parse(&shown(folder, name), &text)?;
    let mut findings = Findings::new();
    for column in columns {
        findings.take(table.column(column));
    }
    findings.into_result(table)
}

fn choose_year(account: &Table, year: Option<i32>) -> Result<i32, Error> {
    let years: BTreeSet<i32> = account.rows().filter_map(|row| row.text("year").parse().ok()).collect();
    let listed = || TextArgument::list(years.iter().copied());
    let at = |message: Message, hint: Message| {
        Err(Error::new(Code::Incomparable, message, hint).at(Place::file(account.file())))
    };
    match (year, years.first()) {
        (Some(year), _) if years.contains(&year) => Ok(year),
        (None, Some(only)) if years.len() == 1 => Ok(*only),
        (Some(year), Some(_)) => {
            let message =
                text!("the result has no year {0}, it has {1}", "结果没有 {0} 年，只有 {1}", year, listed());
            at(message, text!("choose one of them", "从中选一年"))
        }
        (None, Some(_)) => at(
            text!("the result has the years {0}", "结果有多个年度：{0}", listed()),
            text!(
                "choose one: --from YEAR for the first result, --to YEAR for the second",
                "选定一年：第一个结果用 --from YEAR，第二个结果用 --to YEAR"
            ),
        ),
        (_, None) => at(text!("the result has no row", "结果没有数据行"), text!("run it again", "重新运行")),
    }
}

/// Which kind of prices of a year is compared: constant prices where there are several, since current prices of two
/// years are unlike money.
fn prices(account: &Table, year: i32) -> Option<String> {
    let of_year = account.rows().filter(|row| row.text("year") == year.to_string());
    let labels: BTreeSet<String> = of_year.map(|row| row.text("price_basis").to_owned()).collect();
    let constant = labels.iter().find(|label| *label != "current");
    constant.or_else(|| labels.first()).cloned()
}

/// The money of the rows, which must be one.
fn basis(rows: &[TableRow<'_>], account: &Table, year: i32) -> Result<PriceBasis, Error> {
    let of = |row: &TableRow<'_>| {
        ["currency", "price_year", "price_basis"].map(|column| row.text(column).to_owned())
    };
    let known: BTreeSet<[String; 3]> = rows.iter().map(of).collect();
    let at = |message: Message| {
        let hint = text!(
            "keep one `price_basis` in run.toml, and run it again",
            "run.toml 中只保留一个 `price_basis`，并重新运行"
        );
        Err(Error::new(Code::MoneyBasis, message, hint).at(Place::file(account.file())))
    };
    let mut known = known.into_iter();
    match (known.next(), known.next()) {
        (Some([currency, price_year, label]), None) => match price_year.parse() {
            Ok(price_year) => Ok(PriceBasis { currency, price_year, label }),
            Err(_) => at(text!(
                "the price year `{0}` of {1} is not a year",
                "{1} 年的价格年份 `{0}` 不是年份",
                price_year,
                year
            )),
        },
        _ => at(text!(
            "the rows of {0} differ in currency, price year or price basis",
            "{0} 年各行的币种、价格年份或价格口径不一致",
            year
        )),
    }
}

/// A row that has a value.
fn figure(row: &TableRow<'_>) -> Result<Option<Figure>, Error> {
    let Some(value) = row.number("value")? else { return Ok(None) };
    let ecosystem = match row.text("ecosystem") {
        "" => None,
        text => Some(text.parse().map_err(|error: Error| error.at(row.place("ecosystem")))?),
    };
    let text = |column: &str| row.text(column).to_owned();
    Ok(Some(Figure {
        zone: text("zone"),
        ecosystem,
        service: text("service"),
        indicator: text("indicator"),
        quantity: row.number("quantity")?,
        price: row.number("price")?,
        value,
        allotted: row.text("status") == "allotted",
    }))
}

/// Heads by zone, from GEP and GEP per head: a result names the population, but does not hold it.
fn population(indices: &BTreeMap<IndexKey, Option<f64>>) -> BTreeMap<String, f64> {
    let gep = |zone: &String| {
        let is_it = |key: &IndexKey| key[0] == *zone && key[1] == "gep";
        indices.iter().find(|(key, _)| is_it(key)).and_then(|(_, value)| *value)
    };
    let per_head =
        indices.iter().filter(|(key, _)| key[1] == "gep_per_capita" && key[4] == "population_resident");
    let heads = per_head.filter_map(|(key, value)| {
        let heads = gep(&key[0])? / (*value)?;
        (heads > 0.0 && heads.is_finite()).then(|| (key[0].clone(), heads))
    });
    heads.collect()
}

/// The indices that either result has.
pub(super) fn indices(first: &Results, second: &Results) -> Vec<IndexChange> {
    let keys: BTreeSet<&IndexKey> = first.indices.keys().chain(second.indices.keys()).collect();
    let value = |results: &Results, key: &IndexKey| results.indices.get(key).copied().flatten();
    let change = |key: &IndexKey| {
        let [zone, index, unit, numerator, denominator] = key.clone();
        let (from, to) = (value(first, key), value(second, key));
        IndexChange { zone, index, numerator, denominator, unit, from, to }
    };
    let all = keys.into_iter().map(change);
    all.filter(|index| index.from.is_some() || index.to.is_some()).collect()
}
