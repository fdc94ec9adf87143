//! Columns of a printed table, also where Chinese letters take two places each.

use unicode_width::UnicodeWidthStr;

use crate::error::printable;

/// Where a column stands against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A printed table.
#[derive(Debug)]
pub(super) struct Layout {
    aligns: Vec<Align>,
    rows: Vec<Option<Vec<String>>>,
}

impl Layout {
    pub(super) fn new(aligns: &[Align]) -> Self {
        Self { aligns: aligns.to_vec(), rows: Vec::new() }
    }

    pub(super) fn row<const N: usize>(&mut self, cells: [impl Into<String>; N]) {
        self.cells(cells.map(Into::into));
    }

    /// A row of as many cells as the table has columns; texts of files lose what acts on a terminal.
    pub(super) fn cells(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(Some(cells.into_iter().map(|cell| printable(&cell)).collect()));
    }

    /// A line across.
    pub(super) fn rule(&mut self) {
        self.rows.push(None);
    }

    pub(super) fn print(&self, out: &mut String) {
        let mut widths = vec![0; self.aligns.len()];
        for row in self.rows.iter().flatten() {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        let across: usize = widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1);
        for row in &self.rows {
            let line = match row {
                Some(cells) => self.line(cells, &widths),
                None => "─".repeat(across),
            };
            out.push_str("  ");
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }

    fn line(&self, cells: &[String], widths: &[usize]) -> String {
        let columns = cells.iter().zip(&self.aligns).zip(widths);
        let padded = columns.map(|((cell, align), width)| {
            let gap = " ".repeat(width.saturating_sub(cell.width()));
            match align {
                Align::Left => format!("{cell}{gap}"),
                Align::Right => format!("{gap}{cell}"),
            }
        });
        padded.collect::<Vec<_>>().join("  ")
    }
}

/// A number with so many decimals and thousands apart.
pub(super) fn decimals(value: f64, places: usize) -> String {
    let text = format!("{:.places$}", value.abs());
    let (whole, rest) =
        text.split_once('.').map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let zero = text.chars().all(|c| c == '0' || c == '.');
    let sign = if value < 0.0 && !zero { "-" } else { "" };
    rest.map_or_else(|| format!("{sign}{grouped}"), |rest| format!("{sign}{grouped}.{rest}"))
}

/// A number with four significant digits, in full.
pub(super) fn significant(value: f64) -> String {
    let size = value.abs();
    let places = match () {
        () if size >= 1000.0 => 0,
        () if size >= 100.0 => 1,
        () if size >= 10.0 => 2,
        () if size >= 1.0 => 3,
        () if size >= 0.1 => 4,
        () if size >= 0.01 => 5,
        () => 6,
    };
    decimals(value, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_and_latin_columns_stand_under_each_other() {
        let mut table = Layout::new(&[Align::Left, Align::Right]);
        table.row(["水源涵养", "1"]);
        table.row(["water", "10"]);
        let mut out = String::new();
        table.print(&mut out);
        assert_eq!(out, "  水源涵养   1\n  water     10\n");
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(decimals(1_234_567.891, 2), "1,234,567.89");
        assert_eq!(decimals(-0.001, 2), "0.00");
        assert_eq!(decimals(-1234.5, 1), "-1,234.5");
        assert_eq!(significant(0.33607), "0.3361");
        assert_eq!(significant(999.95), "1,000.0");
    }
}
