//! What identifies a parcel: a declared id, or at least one field.

use crate::error::{Code, Error, Findings, Place};
use crate::table::{Table, TableRow};
use crate::text;
use crate::wording::TextArgument;

/// Most pairs of rows that a warning names.
const LISTED: usize = 3;

/// Refuses parcels with an empty or a duplicate id.
///
/// # Errors
///
/// `EV-I007` for a column that is not there, `EV-I009` for every duplicate id, `EV-I005` for one that is empty.
pub(super) fn check(table: &Table, id: &[String]) -> Result<(), Findings> {
    let mut findings = Findings::new();
    let columns: Vec<usize> = id.iter().filter_map(|name| findings.take(table.column(name))).collect();
    findings = findings.into_result(Findings::new())?;
    let Some(name) = id.first() else { return Ok(()) };
    let key =
        |row: &TableRow<'_>| columns.iter().map(|index| row.field(*index).to_owned()).collect::<Vec<_>>();
    let mut keys: Vec<(Vec<String>, u64)> = table.rows().map(|row| (key(&row), row.line())).collect();
    keys.sort_unstable();
    let place = |line: u64| Place::file(table.file()).row(line).column(name.clone());
    for (key, line) in keys.iter().filter(|(key, _)| key.iter().any(String::is_empty)) {
        let (message, hint) = if key.iter().all(String::is_empty) {
            (
                text!("the id of the parcel is empty", "图斑标识为空"),
                text!("fill it in, or take `id` out of columns", "填写标识，或从 columns 中删去 `id`"),
            )
        } else {
            (
                text!("a part of the id of the parcel is empty", "图斑标识有一部分为空"),
                text!("fill it in, or take its column out of `id`", "填写该部分，或从 `id` 中删去该列"),
            )
        };
        findings.push(Error::new(Code::MissingKey, message, hint).at(place(*line)));
    }
    for pair in keys.windows(2) {
        let [(key, first), (other, second)] = pair else { continue };
        if key == other && key.iter().any(|part| is_power(part)) {
            let message = text!(
                "parcels have the id `{0}`, which a spreadsheet rounded",
                "图斑标识 `{0}` 已被电子表格取整",
                key.join(" ")
            );
            let hint = text!(
                "give the column of ids the format Text (or Number without decimals) in the spreadsheet, fill the ids in again from their source, and save it",
                "在电子表格中将标识列设为文本格式（或不带小数的数值格式），按原始资料重新填写后保存"
            );
            findings.push(Error::new(Code::DuplicateKey, message, hint).at(place(*second)));
        } else if key == other && key.iter().all(|part| !part.is_empty()) {
            let message = text!(
                "parcel `{0}` has the same id as line {1}",
                "图斑 `{0}` 的标识与第 {1} 行相同",
                key.join(" "),
                *first
            );
            let hint = text!(
                "keep one of the two rows, or correct the id of one",
                "两行只保留一行，或更正其中一行的标识"
            );
            findings.push(Error::new(Code::DuplicateKey, message, hint).at(place(*second)));
        }
    }
    findings.into_result(())
}

/// Whether a text is a number in powers of ten as spreadsheets write long ones: `5.00109E+14`.
fn is_power(text: &str) -> bool {
    let Some((number, power)) = text.split_once(['E', 'e']) else { return false };
    let digits = power.strip_prefix('+').is_some_and(|power| power.bytes().all(|byte| byte.is_ascii_digit()));
    digits && number.contains('.') && number.parse::<f64>().is_ok()
}

/// A warning of rows that equal an earlier one in every field, in a table whose parcels have no id.
pub(super) fn equal_rows(table: &Table) -> Option<Error> {
    let equal = table.equal_rows();
    let (_, first) = equal.first()?;
    let pairs = equal
        .iter()
        .map(|(earlier, line)| text!("line {0} as line {1}", "第 {0} 行同第 {1} 行", *line, *earlier));
    let message = text!(
        "rows that are equal to an earlier one in every field: {0} ({1}); all are counted",
        "有 {0} 行与前面的行各字段完全相同（{1}），均已计入",
        equal.len(),
        TextArgument::first(pairs, LISTED)
    );
    let hint = text!(
        "delete those that are one parcel; add a column that tells parcels apart, and name it: columns = {{ id = … }}",
        "若为同一图斑请删除，否则请增加标识列并在 columns 中写明 id"
    );
    let place = Place::file(table.file()).row(*first);
    Some(Error::new(Code::Implausible, message, hint).at(place))
}
