//! Equations over columns that are stored in 32 bits, as most maps are.

use super::{CellEquation, InputColumns};

/// Cells that are widened to 64 bits at a time. So few stay in the nearest cache, and the next are on their way from the
/// memory while these are worked out.
const BLOCK: usize = 96;
/// Cells that an equation reads as they are stored: its results stay in the nearest cache.
const LONG_BLOCK: usize = 256;
/// Columns of an equation at most.
const MOST: usize = 16;

/// Numbers of a block of one column, at the boundary of a line of the cache, which wide instructions then do not cross.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Aligned<T, const N: usize>([T; N]);

/// What an equation reads: one number for each cell, or one for all.
#[derive(Debug, Clone, Copy)]
pub enum Single<'a> {
    /// A column of one band.
    Column(&'a [f32]),
    /// A number that all cells have.
    All(f64),
}

/// Works an equation out over columns of 32 bits: in 64 bits inside, rounded once where it is stored.
///
/// # Shapes
///
/// `columns` are those of the equation in its order, each of one band. The cells are as many as the shortest of the
/// columns and of `out` has; what stands behind them in `out` stays.
///
/// # Missing and negative values
///
/// `NaN` is missing, and what comes of it is `NaN`; so is every result where the equation reads another number of columns
/// than there are. A result beyond the range of 32 bits is infinite.
///
/// # Examples
///
/// ```
/// use ecovalue::driver;
/// use ecovalue::equation::{Single, in_single};
/// use ecovalue::quantity::ACTUAL_EVAPOTRANSPIRATION;
///
/// // ET = P / √(0.9 + (P/L)²) with L = 300 + 25 T + 0.05 T³
/// let turc = driver::named(&ACTUAL_EVAPOTRANSPIRATION, "turc")?;
/// let mut actual = [0.0; 2];
/// in_single(turc.equation, &[Single::Column(&[550.0, 1100.0]), Single::All(10.0)], &mut actual);
/// assert_eq!(actual.map(f32::round), [417.0, 533.0]); // L = 600 mm
/// # Ok::<(), ecovalue::Error>(())
/// ```
pub fn in_single(equation: &dyn CellEquation, columns: &[Single<'_>], out: &mut [f32]) {
    let lengths = columns.iter().map(|column| match column {
        Single::Column(values) => values.len(),
        Single::All(_) => usize::MAX,
    });
    let cells = lengths.min().unwrap_or(0).min(out.len());
    let out = out.get_mut(..cells).unwrap_or_default();
    if equation.is_block() || !as_stored(equation, columns, out) {
        widened(equation, columns, out);
    }
}

/// Lets the equation read the columns as they are stored, which saves a way through the cache; nothing, and `false`, where
/// a number of all cells does not fit in 32 bits.
fn as_stored(equation: &dyn CellEquation, columns: &[Single<'_>], out: &mut [f32]) -> bool {
    let mut alike = [Aligned([0.0_f32; LONG_BLOCK]); MOST];
    for (filled, column) in alike.iter_mut().zip(columns) {
        let Single::All(number) = column else { continue };
        let single = narrowed(*number);
        if f64::from(single).to_bits() != number.to_bits() {
            return false;
        }
        filled.0.fill(single);
    }
    let mut result = Aligned([f64::NAN; LONG_BLOCK]);
    for (first, out) in (0..).step_by(LONG_BLOCK).zip(out.chunks_mut(LONG_BLOCK)) {
        let mut inputs: [&[f32]; MOST] = [&[]; MOST];
        for (input, (column, alike)) in inputs.iter_mut().zip(columns.iter().zip(&alike)) {
            let values = match column {
                Single::Column(values) => values.get(first..).unwrap_or_default(),
                Single::All(_) => &alike.0,
            };
            *input = values.get(..out.len()).unwrap_or_default();
        }
        let columns = inputs.get(..columns.len()).unwrap_or_default(); // none if too many
        let result = result.0.get_mut(..out.len()).unwrap_or_default();
        equation.run(InputColumns::Stored(columns), result);
        narrow(result, out);
    }
    true
}

/// Widens the columns for the equation block by block.
fn widened(equation: &dyn CellEquation, columns: &[Single<'_>], out: &mut [f32]) {
    // A block may write nothing where it does not find its columns.
    let (mut wide, mut result) = ([Aligned([f64::NAN; BLOCK]); MOST], Aligned([f64::NAN; BLOCK]));
    for (filled, column) in wide.iter_mut().zip(columns) {
        if let Single::All(number) = column {
            filled.0.fill(*number);
        }
    }
    for (first, out) in (0..).step_by(BLOCK).zip(out.chunks_mut(BLOCK)) {
        widen(columns, first, &mut wide);
        let inputs = wide.each_ref().map(|column| column.0.get(..out.len()).unwrap_or_default());
        let result = result.0.get_mut(..out.len()).unwrap_or_default();
        let inputs = inputs.get(..columns.len()).unwrap_or_default(); // none if too many
        equation.run(InputColumns::Wide(inputs), result);
        narrow(result, out);
    }
}

/// The cells of a block, all columns in one go.
#[multiversion::multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2"))]
fn widen(columns: &[Single<'_>], first: usize, wide: &mut [Aligned<f64, BLOCK>; MOST]) {
    for (filled, column) in wide.iter_mut().zip(columns) {
        let Single::Column(values) = column else { continue };
        let values = values.get(first..).unwrap_or_default();
        filled.0.iter_mut().zip(values).for_each(|(wide, value)| *wide = f64::from(*value));
    }
}

#[multiversion::multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2"))]
fn narrow(result: &[f64], out: &mut [f32]) {
    out.iter_mut().zip(result).for_each(|(out, value)| *out = narrowed(*value));
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the column is stored in 32 bits")]
const fn narrowed(value: f64) -> f32 {
    value as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::equation::{block, cell};
    use crate::quantity::{PRECIPITATION, TEMPERATURE};
    use crate::unit::{DepthMm, TemperatureC};

    /// The sum of rain and warmth.
    fn sum(rain: DepthMm, warmth: TemperatureC) -> DepthMm {
        DepthMm::new(rain.get() + warmth.get())
    }

    /// Rounding once is what a column of 64 bits gives when it is stored, whatever the number of cells.
    #[test]
    #[expect(clippy::cast_possible_truncation, reason = "the stored number is rounded")]
    fn columns_of_32_bits_give_what_columns_of_64_bits_give() {
        let equation = cell(
            |a: DepthMm, b: DepthMm, c: DepthMm| DepthMm::new(a.get() * b.get() - c.get() / 3.0),
            (PRECIPITATION, PRECIPITATION, PRECIPITATION),
        );
        let by_columns = block(&[], |columns, out| {
            let [a, b, c] = *columns else { return };
            for (place, out) in out.iter_mut().enumerate() {
                *out = a[place] * b[place] - c[place] / 3.0;
            }
        });
        for cells in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 5 * BLOCK + 17] {
            let column = |step: u16| {
                let numbers = (0..cells).zip((0_u16..).map(|cell| f32::from(cell) * f32::from(step)));
                numbers.map(|(_, number)| number.sin()).collect::<Vec<_>>()
            };
            let (mut a, c) = (column(3), column(7));
            if let Some(last) = a.last_mut() {
                *last = f32::NAN;
            }
            let wide = |column: &[f32]| column.iter().map(|value| f64::from(*value)).collect::<Vec<_>>();
            let mut expected = vec![0.0; cells];
            let columns: [&[f64]; 3] = [&wide(&a), &vec![0.1; cells], &wide(&c)];
            equation.run(InputColumns::Wide(&columns), &mut expected);
            for equation in [&equation as &dyn CellEquation, &by_columns] {
                let mut out = vec![7.0; cells];
                let columns = [Single::Column(&a), Single::All(0.1), Single::Column(&c)];
                in_single(equation, &columns, &mut out);
                let bits = |number: f32| number.to_bits();
                assert!(out.iter().copied().map(bits).eq(expected.iter().map(|value| bits(*value as f32))));
            }
        }
    }

    #[test]
    fn cells_are_those_of_the_shortest_column() {
        let equation = cell(sum, (PRECIPITATION, TEMPERATURE));
        let mut out = [7.0; 4];
        in_single(&equation, &[Single::Column(&[1.0, 2.0]), Single::Column(&[3.0; 5])], &mut out);
        assert_eq!(out, [4.0, 5.0, 7.0, 7.0]);
        in_single(&equation, &[], &mut out);
        assert_eq!(out, [4.0, 5.0, 7.0, 7.0]);
    }

    #[test]
    fn another_number_of_columns_is_missing() {
        let equation = cell(sum, (PRECIPITATION, TEMPERATURE));
        for columns in [1, 3, MOST, MOST + 1] {
            let mut out = [7.0; 3];
            in_single(&equation, &vec![Single::Column(&[1.0, 2.0]); columns], &mut out);
            assert!(out[0].is_nan() && out[1].is_nan() && out[2] == 7.0, "{columns} {out:?}");
        }
    }
}
