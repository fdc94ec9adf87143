//! Units that a table states itself, in the name of a column or in a line above the header, beside the one that the run
//! declares.

use crate::error::{Code, Error, Place};
use crate::table::Table;
use crate::text;
use crate::unit::Unit;

/// How far two factors of one unit may differ by rounding.
const EQUAL: f64 = 1e-9;

/// Refuses a declared unit that is not the one in the name of the column: `面积（亩）` and `unit = "hm2"`.
///
/// # Errors
///
/// `EV-U002`, at the header.
pub(super) fn check(table: &Table, column: &str, declared: &Unit) -> Result<(), Error> {
    let Some(stated) = in_name(column).into_iter().find_map(|text| other(text, declared)) else {
        return Ok(());
    };
    let message = text!(
        "the column `{0}` states the unit `{1}`, run.toml the unit `{2}`",
        "列 `{0}` 注明的单位为 `{1}`，run.toml 中为 `{2}`",
        column,
        stated,
        declared.text()
    );
    let hint = text!(
        "write unit = \"{0}\" in run.toml, or another name for the column",
        "在 run.toml 中写 unit = \"{0}\"，或更改列名",
        stated
    );
    let place = Place::file(table.file()).row(table.header_line()).column(column);
    Err(Error::new(Code::IncompatibleUnit, message, hint).at(place))
}

/// Refuses a declared unit of areas that is not the one of a line above the header: `单位：亩`.
///
/// # Errors
///
/// `EV-U002`, at the line.
pub(super) fn check_titles(table: &Table, declared: &Unit) -> Result<(), Error> {
    for (line, text) in table.titles() {
        let Some(stated) = in_title(text).and_then(|text| other(text, declared)) else { continue };
        let message = text!(
            "a line above the header states the unit `{0}`, run.toml the unit `{1}`",
            "表头之上注明的单位为 `{0}`，run.toml 中为 `{1}`",
            stated,
            declared.text()
        );
        let hint = text!(
            "write unit = \"{0}\" in run.toml, or delete the line",
            "在 run.toml 中写 unit = \"{0}\"，或删去该行",
            stated
        );
        let place = Place::file(table.file()).row(*line);
        return Err(Error::new(Code::IncompatibleUnit, message, hint).at(place));
    }
    Ok(())
}

/// The text, if it is a unit of the same kind as the declared one with another factor.
fn other<'a>(text: &'a str, declared: &Unit) -> Option<&'a str> {
    // A number is a year or the number of a month, a single letter may stand for anything.
    if text.len() < 2 || text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let factor = text.parse::<Unit>().ok()?.to(declared).ok()?.apply(1.0);
    ((factor - 1.0).abs() > EQUAL).then_some(text)
}

/// What may be a unit in the name of a column: in brackets at its end, or behind its last `/`, `_` or `:`.
fn in_name(name: &str) -> Vec<&str> {
    let name = name.trim();
    let inside = name.strip_suffix([')', '）', ']', '］', '】']);
    let bracket =
        inside.and_then(|inside| inside.rsplit_once(['(', '（', '[', '［', '【'])).map(|(_, text)| text);
    if let Some(text) = bracket {
        return vec![text.trim_start_matches("单位").trim_start_matches([':', '：']).trim()];
    }
    ['/', '_', ':', '：'].into_iter().filter_map(|sign| Some(name.rsplit_once(sign)?.1.trim())).collect()
}

/// The unit that `单位：亩` or `Unit: mu` states.
fn in_title(text: &str) -> Option<&str> {
    let words = ["单位", "單位", "Unit", "unit", "Units", "units"];
    let behind = words.into_iter().find_map(|word| Some(text.split_once(word)?.1))?;
    let behind = behind.trim_start().strip_prefix([':', '：'])?.trim_start();
    behind
        .split([' ', '\u{3000}', ')', '）', '，', ',', ';', '；', '、', '】', ']'])
        .next()
        .filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_found_where_offices_write_them() {
        for (name, unit) in [
            ("面积（亩）", "亩"),
            ("面积(亩)", "亩"),
            ("TBMJ[m²]", "m²"),
            ("面积/亩", "亩"),
            ("area_mu", "mu"),
            ("面积（单位：公顷）", "公顷"),
            ("AREA (ha)", "ha"),
        ] {
            assert!(in_name(name).contains(&unit), "{name}");
        }
        assert!(in_name("面积").is_empty());
        for (title, unit) in [
            ("单位：亩  ", "亩"),
            ("（计量单位：公顷）", "公顷"),
            ("某区汇总表 单位: 万亩", "万亩"),
            ("Unit: ha", "ha"),
            ("单位：公顷、万元", "公顷"),
        ] {
            assert_eq!(in_title(title), Some(unit), "{title}");
        }
        for title in ["填报单位 某区", "单位名称：某局", "汇总表", "单位："] {
            assert_eq!(in_title(title), None, "{title}");
        }
    }

    #[test]
    fn only_another_factor_of_the_same_kind_is_another_unit() {
        let hm2: Unit = "hm2".parse().unwrap();
        assert_eq!(other("亩", &hm2), Some("亩"));
        for text in ["公顷", "ha", "hm²", "2019", "人", "a", "某局", ""] {
            assert_eq!(other(text, &hm2), None, "{text}");
        }
        for (text, unit) in [("2019", "1"), ("01", "1"), ("m", "mm"), ("t", "kg")] {
            assert_eq!(other(text, &unit.parse().unwrap()), None, "{text}");
        }
    }
}
