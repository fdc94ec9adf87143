//! What numbers of an argument may be: what its range holds, or missing. Infinities are in no range.

use ecovalue::error::{Code, Error, Place};
use ecovalue::input::plausibility::impossible;
use ecovalue::quantity;
use ecovalue::text;

use crate::equation::Argument;

/// A number that cannot be, and where it stands.
#[derive(Clone, Copy)]
pub(crate) struct Outside {
    /// Position of the argument.
    pub(crate) argument: usize,
    /// Cell, counted from 0; none for one number that stands for all cells.
    pub(crate) cell: Option<usize>,
    value: f64,
}

/// The first number of a block that cannot be. A block has some cells of every band, band behind band; it begins at cell `first`.
pub(crate) fn check(
    argument: usize,
    (low, high): (f64, f64),
    block: &[f64],
    cells: usize,
    first: Option<usize>,
) -> Result<(), Outside> {
    let outside = |value: &f64| *value < low || *value > high;
    // Without a way out, so that several numbers are compared at once.
    if !block.iter().fold(false, |bad, value| bad | outside(value)) {
        return Ok(());
    }
    match block.iter().enumerate().find(|(_, value)| outside(value)) {
        None => Ok(()),
        Some((position, value)) => {
            let cell = first.map(|first| first.saturating_add(position % cells.max(1)));
            Err(Outside { argument, cell, value: *value })
        }
    }
}

impl Outside {
    /// The refusal, with the place of the cell in an array of some shape.
    pub(crate) fn error(self, argument: &Argument, shape: &[usize]) -> Error {
        let Argument { name, unit, .. } = argument;
        let place = match self.cell {
            Some(cell) if !shape.is_empty() => format!(" at {}", place_of(cell, shape)),
            _ => String::new(),
        };
        let unit = if unit == "1" { String::new() } else { format!(" {unit}") };
        let (low, high) = argument.bounds();
        let (rule, hint) = if self.value.is_infinite() {
            (
                String::new(),
                text!(
                    "a number that is missing is NaN: mask it first, e.g. with numpy.where",
                    "缺失的数用 NaN 表示：先做掩膜，如 numpy.where"
                ),
            )
        } else {
            let hint = quantity::named(name).map_or_else(
                |_| text!("check unit, scale and fill value", "核对单位、比例和填充值"),
                |known| impossible(known, self.value),
            );
            (format!(", outside {low} to {high}{unit}"), hint)
        };
        let message = format!("{name} is {}{unit}{place}{rule}", self.value);
        Error::new(Code::OutOfRange, message, hint).at(Place::column_only(name))
    }
}

/// The index of a cell in an array of some shape, as numpy counts.
fn place_of(cell: usize, shape: &[usize]) -> String {
    let mut rest = cell;
    let mut index: Vec<String> = Vec::new();
    for length in shape.iter().rev() {
        index.push((rest % (*length).max(1)).to_string());
        rest /= (*length).max(1);
    }
    index.reverse();
    format!("[{}]", index.join(", "))
}
