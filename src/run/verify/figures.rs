//! Two files of the same name, figure by figure.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::record::Record;
use crate::error::{Error, Findings};
use crate::input::geotiff::GeoTiff;
use crate::report::verification::Difference;
use crate::table::{Table, TableRow};

/// The columns that say what a row of a table is of.
fn key_columns(name: &str) -> &'static [&'static str] {
    match name {
        "account.csv" => &["year", "zone", "ecosystem", "service", "indicator", "price_basis"],
        "indices.csv" => &[
            "year",
            "zone",
            "index",
            "variant",
            "unit",
            "price_basis",
            "numerator",
            "denominator",
            "population_basis",
        ],
        "yields.csv" => &["year", "zone", "ecosystem", "service", "indicator"],
        "extent.csv" => &["year", "zone", "ecosystem"],
        "closure.csv" => &["year", "zone", "service", "state", "reason"],
        "coverage.csv" => &["class"],
        "drivers.csv" => &["year", "zone", "driver"],
        "switches.csv" => &["year", "switch", "from", "to"],
        _ => &[],
    }
}

/// What a row is of, and which of several alike it is.
type Key = (Vec<(String, String)>, usize);

fn keyed<'a>(name: &str, table: &'a Table) -> Vec<(Key, TableRow<'a>)> {
    let columns = key_columns(name);
    let mut met: BTreeMap<Vec<(String, String)>, usize> = BTreeMap::new();
    let row = |row: TableRow<'a>| {
        let key: Vec<(String, String)> =
            columns.iter().map(|column| ((*column).to_owned(), row.text(column).to_owned())).collect();
        let count = met.entry(key.clone()).or_default();
        *count = count.saturating_add(1);
        ((key, *count), row)
    };
    table.rows().map(row).collect()
}

/// Every figure of two tables that differs: those of the recorded columns, and rows that only one of them has.
pub(super) fn table(name: &str, recorded: &str, recomputed: &str) -> Result<Vec<Difference>, Findings> {
    let (first, second) = (Table::parse(name, recorded)?, Table::parse(name, recomputed)?);
    let (mut unlike, keys) = (Vec::new(), key_columns(name));
    let mut rest: BTreeMap<Key, TableRow<'_>> = keyed(name, &second).into_iter().collect();
    let difference = |(mut key, nth): Key, column: &str, recorded: Option<&str>, recomputed: Option<&str>| {
        if nth > 1 || key.is_empty() {
            key.push(("row".to_owned(), nth.to_string()));
        }
        Difference {
            file: name.to_owned(),
            key,
            column: column.to_owned(),
            recorded: recorded.map(str::to_owned),
            recomputed: recomputed.map(str::to_owned),
        }
    };
    // What a row says, where the other table has none: its value, or its last column.
    let says = |row: &TableRow<'_>, table: &Table| {
        let last = table.header().last().map(String::as_str).unwrap_or_default().to_owned();
        let column = if table.column("value").is_ok() { "value".to_owned() } else { last };
        (row.text(&column).to_owned(), column)
    };
    for (key, row) in keyed(name, &first) {
        let Some(other) = rest.remove(&key) else {
            let (value, column) = says(&row, &first);
            unlike.push(difference(key, &column, Some(&value), None));
            continue;
        };
        for column in first.header().iter().map(String::as_str).filter(|column| !keys.contains(column)) {
            let (one, two) = (row.text(column), other.text(column));
            if second.column(column).is_ok() && one != two {
                unlike.push(difference(key.clone(), column, Some(one), Some(two)));
            }
        }
    }
    for (key, row) in rest {
        let (value, column) = says(&row, &second);
        unlike.push(difference(key, &column, None, Some(&value)));
    }
    Ok(unlike)
}

/// The first line in which two texts differ.
pub(super) fn line(name: &str, recorded: &str, recomputed: &str) -> Option<Difference> {
    let (mut first, mut second, mut number) = (recorded.lines(), recomputed.lines(), 0_usize);
    loop {
        number = number.saturating_add(1);
        let (one, two) = (first.next(), second.next());
        if one != two || one.is_none() {
            return (recorded != recomputed).then(|| Difference {
                file: name.to_owned(),
                key: vec![("line".to_owned(), number.to_string())],
                column: String::new(),
                recorded: one.map(str::to_owned),
                recomputed: two.map(str::to_owned),
            });
        }
    }
}

/// The first entry of two locks that differs, beside the hashes that follow from other entries.
pub(super) fn entry(recorded: &Value, recomputed: &Value) -> Option<Difference> {
    let own = |lock: &Value| {
        let mut lock = lock.clone();
        if let Some(entries) = lock.as_object_mut() {
            entries.retain(|key, _| !["sha256", "outputs", "inputs", "manifest"].contains(&key.as_str()));
        }
        lock
    };
    let (place, one, two) = unlike(&own(recorded), &own(recomputed), String::new())?;
    Some(Difference {
        file: "lock.json".to_owned(),
        key: vec![("entry".to_owned(), place)],
        column: String::new(),
        recorded: one,
        recomputed: two,
    })
}

type Unlike = (String, Option<String>, Option<String>);

/// `serde_json` refuses what is nested more than 128 deep, which bounds the depth here.
fn unlike(one: &Value, two: &Value, place: String) -> Option<Unlike> {
    match (one, two) {
        _ if one == two => None,
        (Value::Object(first), Value::Object(second)) => {
            let keys = first.keys().chain(second.keys().filter(|key| !first.contains_key(*key)));
            pairs(keys.map(|key| (key.clone(), first.get(key), second.get(key))), &place)
        }
        (Value::Array(first), Value::Array(second)) => {
            let all = 0..first.len().max(second.len());
            pairs(all.map(|index| (index.to_string(), first.get(index), second.get(index))), &place)
        }
        _ => Some((place, Some(one.to_string()), Some(two.to_string()))),
    }
}

fn pairs<'a>(
    mut pairs: impl Iterator<Item = (String, Option<&'a Value>, Option<&'a Value>)>,
    place: &str,
) -> Option<Unlike> {
    pairs.find_map(|(key, one, two)| {
        let place = format!("{place}/{key}");
        match (one, two) {
            (Some(one), Some(two)) => unlike(one, two, place),
            (one, two) => Some((place, one.map(Value::to_string), two.map(Value::to_string))),
        }
    })
}

/// The first cell of a map that differs. A map that cannot be read is found by its hash.
pub(super) fn map(record: &Record, again: &Record, name: &str) -> Result<Option<Difference>, Error> {
    let limits = again.limits();
    let mut second = GeoTiff::open(&again.folder.join(name), name, &limits)?;
    let Ok(mut first) = GeoTiff::open(&record.folder.join(name), name, &limits) else { return Ok(None) };
    let difference =
        |key: Vec<(String, String)>, column: &str, recorded: String, recomputed: String| Difference {
            file: name.to_owned(),
            key,
            column: column.to_owned(),
            recorded: Some(recorded),
            recomputed: Some(recomputed),
        };
    if first.grid() != second.grid() {
        let (one, two) = (format!("{:?}", first.grid()), format!("{:?}", second.grid()));
        return Ok(Some(difference(Vec::new(), "grid", one, two)));
    }
    let (width, height) = (usize::try_from(first.grid().width).unwrap_or_default(), first.grid().height);
    let (mut one, mut two) = (vec![f64::NAN; width], vec![f64::NAN; width]);
    for index in 0..height {
        second.read_rows(1, index, 1, &mut two)?;
        if first.read_rows(1, index, 1, &mut one).is_err() {
            return Ok(None);
        }
        let cells = one.iter().zip(&two).enumerate();
        let mut cells = cells.filter(|(_, (a, b))| a.to_bits() != b.to_bits() && !(a.is_nan() && b.is_nan()));
        if let Some((column, (one, two))) = cells.next() {
            let number = |index: usize| index.saturating_add(1).to_string();
            let row = usize::try_from(index).unwrap_or(usize::MAX);
            let key = vec![("row".to_owned(), number(row)), ("column".to_owned(), number(column))];
            return Ok(Some(difference(key, "value", one.to_string(), two.to_string())));
        }
    }
    Ok(None)
}
