//! The years in which a row holds.

use super::Parameter;
use crate::error::{Code, Error};
use crate::table::TableRow;
use crate::text;

/// Year, month and day.
type Date = (i32, u32, u32);

/// The date of `2019`, `2019-01` or `2019-01-31`, as spreadsheets may write it with strokes; `rest` stands for a month and
/// a day that are not stated.
fn date(row: &TableRow<'_>, column: &str, rest: (u32, u32)) -> Result<Option<Date>, Error> {
    let text = row.text(column);
    if text.is_empty() {
        return Ok(None);
    }
    read(text, rest).map(Some).ok_or_else(|| {
        let message = text!("`{0}` is not a year", "`{0}` 不是年份", text);
        let hint = text!("write 2019 or 2019-01-01", "写 2019 或 2019-01-01");
        Error::new(Code::BadValue, message, hint).at(row.place(column))
    })
}

fn read(text: &str, (month, day): (u32, u32)) -> Option<Date> {
    let mut parts = text.split(['-', '/']);
    let year = parts.next()?.parse().ok().filter(|year| (1000..=9999).contains(year))?;
    let mut part = |default: u32, most: u32| match parts.next() {
        None => Some(default),
        Some(text) => text.parse().ok().filter(|number| (1..=most).contains(number)),
    };
    let (month, day) = (part(month, 12)?, part(day, 31)?);
    parts.next().is_none().then_some((year, month, day))
}

/// The year of a column.
pub(super) fn year(row: &TableRow<'_>, column: &str) -> Result<Option<i32>, Error> {
    Ok(date(row, column, (1, 1))?.map(|(year, _, _)| year))
}

/// The first and the last year of a row.
pub(super) fn validity(row: &TableRow<'_>) -> Result<(Option<i32>, Option<i32>), Error> {
    let from = date(row, "valid_from", (1, 1))?;
    let to = date(row, "valid_to", (12, 31))?;
    if let (Some(begin), Some(end)) = (from, to)
        && begin > end
    {
        let message = text!(
            "the row is valid_from {0} and valid_to {1}: it ends before it begins",
            "该行 valid_from 为 {0}，valid_to 为 {1}：结束早于开始",
            row.text("valid_from"),
            row.text("valid_to")
        );
        let hint = text!(
            "exchange the two dates, or correct one of them; an empty valid_to has no end",
            "对调两个日期，或改正其一；valid_to 留空表示无终止日期"
        );
        return Err(Error::new(Code::BadValue, message, hint).at(row.place("valid_to")));
    }
    Ok((from.map(|date| date.0), to.map(|date| date.0)))
}

impl Parameter {
    /// When the row holds, in words of English and Chinese; empty if it always does.
    #[must_use]
    pub fn dates(&self) -> [String; 2] {
        match (self.valid_from, self.valid_to) {
            (None, None) => [String::new(), String::new()],
            (Some(from), None) => [format!("from {from} on"), format!("自{from}年起")],
            (None, Some(to)) => [format!("until {to}"), format!("至{to}年止")],
            (Some(from), Some(to)) => [format!("from {from} to {to}"), format!("{from}年至{to}年")],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_tables_and_spreadsheets_write_them() {
        for (text, found) in [
            ("2019", Some((2019, 12, 31))),
            ("2019-06", Some((2019, 6, 31))),
            ("2019-06-30", Some((2019, 6, 30))),
            ("2019/1/5", Some((2019, 1, 5))),
            ("2019-13-01", None),
            ("2019-", None),
            ("2019-01-01-01", None),
            ("19-01-01", None),
            ("MMXIX", None),
        ] {
            assert_eq!(read(text, (12, 31)), found, "{text}");
        }
    }
}
