//! What tells a parcel from all others: a declared id, or at least one field.

use crate::error::{Code, Error, Findings, Place, in_chinese};
use crate::table::{Row, Table};

/// Most pairs of rows that a warning names.
const LISTED: usize = 3;

/// Refuses parcels whose id is empty or stands twice.
///
/// # Errors
///
/// `EV-I007` for a column that is not there, `EV-I009` for every id that stands twice, `EV-I005` for one that is empty.
pub(super) fn check(table: &Table, id: &[String]) -> Result<(), Findings> {
    let mut findings = Findings::new();
    let columns: Vec<usize> = id.iter().filter_map(|name| findings.take(table.column(name))).collect();
    findings = findings.into_result(Findings::new())?;
    let Some(name) = id.first() else { return Ok(()) };
    let key = |row: &Row<'_>| columns.iter().map(|index| row.field(*index).to_owned()).collect::<Vec<_>>();
    let mut keys: Vec<(Vec<String>, u64)> = table.rows().map(|row| (key(&row), row.line())).collect();
    keys.sort_unstable();
    let place = |line: u64| Place::file(table.file()).row(line).column(name.clone());
    for (key, line) in keys.iter().filter(|(key, _)| key.iter().any(String::is_empty)) {
        let (message, hint) = if key.iter().all(String::is_empty) {
            ("the id of the parcel is empty", "fill it in, or take `id` out of columns")
        } else {
            ("a part of the id of the parcel is empty", "fill it in, or take its column out of `id`")
        };
        findings.push(Error::new(Code::MissingKey, message, hint).at(place(*line)));
    }
    for pair in keys.windows(2) {
        let [(key, first), (other, second)] = pair else { continue };
        if key == other && key.iter().any(|part| is_power(part)) {
            let message = format!("parcels have the id `{}`, which a spreadsheet rounded", key.join(" "));
            let hint = "give the column of ids the format Text (or Number without decimals) in the spreadsheet, fill the ids in again from their source, and save it";
            findings.push(Error::new(Code::DuplicateKey, message, hint).at(place(*second)));
        } else if key == other && key.iter().all(|part| !part.is_empty()) {
            let message = format!("parcel `{}` has the same id as line {first}", key.join(" "));
            let hint = "keep one of the two rows, or correct the id of one";
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

/// Rows that are equal in every field to an earlier one, in a table whose parcels have no id.
pub(super) fn equal_rows(table: &Table) -> Option<Error> {
    let equal = table.equal_rows();
    let (_, first) = equal.first()?;
    let count = equal.len();
    let pairs = |of: fn(u64, u64) -> String| {
        let shown: Vec<String> = equal.iter().take(LISTED).map(|(one, two)| of(*one, *two)).collect();
        shown.join(", ") + if count > LISTED { " …" } else { "" }
    };
    let english = pairs(|one, two| format!("line {two} as line {one}"));
    let chinese = pairs(|one, two| format!("第 {two} 行同第 {one} 行"));
    let finding = Error::new(
        Code::Implausible,
        format!("rows that are equal to an earlier one in every field: {count} ({english}); all are counted"),
        "delete those that are one parcel; add a column that tells parcels apart, and name it: columns = { id = … }",
    );
    let chinese = format!(
        "有 {count} 行与前面的行各字段完全相同（{chinese}），均已计入；提示：若为同一图斑请删除，否则请增加标识列并在 columns 中写明 id"
    );
    Some(in_chinese(&finding.at(Place::file(table.file()).row(*first)), &chinese))
}
