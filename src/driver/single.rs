//! Equations over columns that are stored in 32 bits, as most maps are.

use std::cell::Cell;

use super::{Inputs, Kernel, Stored};

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
/// use ecovalue::driver::{self, Single};
/// use ecovalue::quantity::ACTUAL_EVAPOTRANSPIRATION;
///
/// // ET = P / √(0.9 + (P/L)²) with L = 300 + 25 T + 0.05 T³
/// let turc = driver::named(ACTUAL_EVAPOTRANSPIRATION, "turc")?;
/// let mut actual = [0.0; 2];
/// driver::in_single(turc.kernel, &[Single::Column(&[550.0, 1100.0]), Single::All(10.0)], &mut actual);
/// assert_eq!(actual.map(f32::round), [417.0, 533.0]); // L = 600 mm
/// # Ok::<(), ecovalue::Error>(())
/// ```
pub fn in_single(kernel: Kernel, columns: &[Single<'_>], out: &mut [f32]) {
    let lengths = columns.iter().map(|column| match column {
        Single::Column(values) => values.len(),
        Single::All(_) => usize::MAX,
    });
    let cells = lengths.min().unwrap_or(0).min(out.len());
    let out = out.get_mut(..cells).unwrap_or_default();
    if !as_stored(kernel, columns, out) {
        widened(kernel, columns, out);
    }
}

/// Lets the equation read the columns as they are stored, which saves a way through the cache; nothing, and `false`, where
/// it does not read such columns or a number of all cells does not fit in 32 bits.
fn as_stored(kernel: Kernel, columns: &[Single<'_>], out: &mut [f32]) -> bool {
    let mut alike = [Aligned([0.0_f32; LONG_BLOCK]); MOST];
    for (own, column) in alike.iter_mut().zip(columns) {
        let Single::All(number) = column else { continue };
        let single = narrowed(*number);
        if f64::from(single).to_bits() != number.to_bits() {
            return false;
        }
        own.0.fill(single);
    }
    let (mut result, read) = (Aligned([f64::NAN; LONG_BLOCK]), Cell::new(false));
    for (first, out) in (0..).step_by(LONG_BLOCK).zip(out.chunks_mut(LONG_BLOCK)) {
        let mut inputs: [&[f32]; MOST] = [&[]; MOST];
        for (own, (column, alike)) in inputs.iter_mut().zip(columns.iter().zip(&alike)) {
            let values = match column {
                Single::Column(values) => values.get(first..).unwrap_or_default(),
                Single::All(_) => &alike.0,
            };
            *own = values.get(..out.len()).unwrap_or_default();
        }
        let columns = inputs.get(..columns.len()).unwrap_or_default(); // none if too many
        let result = result.0.get_mut(..out.len()).unwrap_or_default();
        kernel(&Inputs::of_stored(Stored { columns, read: &read }), result);
        if !read.get() {
            return false;
        }
        narrow(result, out);
    }
    true
}

/// Widens the columns for the equation block by block.
fn widened(kernel: Kernel, columns: &[Single<'_>], out: &mut [f32]) {
    // A kernel writes nothing where it does not find its columns.
    let (mut wide, mut result) = ([Aligned([f64::NAN; BLOCK]); MOST], Aligned([f64::NAN; BLOCK]));
    for (own, column) in wide.iter_mut().zip(columns) {
        if let Single::All(number) = column {
            own.0.fill(*number);
        }
    }
    for (first, out) in (0..).step_by(BLOCK).zip(out.chunks_mut(BLOCK)) {
        widen(columns, first, &mut wide);
        let inputs = wide.each_ref().map(|own| own.0.get(..out.len()).unwrap_or_default());
        let result = result.0.get_mut(..out.len()).unwrap_or_default();
        kernel(&Inputs::new(inputs.get(..columns.len()).unwrap_or_default()), result); // none if too many
        narrow(result, out);
    }
}

/// The cells of a block, all columns in one go.
#[multiversion::multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2"))]
fn widen(columns: &[Single<'_>], first: usize, wide: &mut [Aligned<f64, BLOCK>; MOST]) {
    for (own, column) in wide.iter_mut().zip(columns) {
        let Single::Column(values) = column else { continue };
        let values = values.get(first..).unwrap_or_default();
        own.0.iter_mut().zip(values).for_each(|(own, value)| *own = f64::from(*value));
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

    /// Rounding once is what a column of 64 bits gives when it is stored, whatever the number of cells.
    #[test]
    #[expect(clippy::cast_possible_truncation, reason = "the stored number is rounded")]
    fn columns_of_32_bits_give_what_columns_of_64_bits_give() {
        let kernel: Kernel = |x, out| x.map3(out, |a, b, c| a * b - c / 3.0);
        for cells in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 5 * BLOCK + 17] {
            let column = |step: u16| {
                let numbers = (0..cells).zip((0_u16..).map(|cell| f32::from(cell) * f32::from(step)));
                numbers.map(|(_, number)| number.sin()).collect::<Vec<_>>()
            };
            let (mut a, c) = (column(3), column(7));
            if let Some(last) = a.last_mut() {
                *last = f32::NAN;
            }
            let wide = |own: &[f32]| own.iter().map(|value| f64::from(*value)).collect::<Vec<_>>();
            let mut expected = vec![0.0; cells];
            kernel(&Inputs::new(&[&wide(&a), &vec![0.1; cells], &wide(&c)]), &mut expected);
            let mut out = vec![7.0; cells];
            in_single(kernel, &[Single::Column(&a), Single::All(0.1), Single::Column(&c)], &mut out);
            let bits = |own: f32| own.to_bits();
            assert!(out.iter().copied().map(bits).eq(expected.iter().map(|value| bits(*value as f32))));
        }
    }

    #[test]
    fn cells_are_those_of_the_shortest_column() {
        let kernel: Kernel = |x, out| x.map2(out, |a, b| a + b);
        let mut out = [7.0; 4];
        in_single(kernel, &[Single::Column(&[1.0, 2.0]), Single::Column(&[3.0; 5])], &mut out);
        assert_eq!(out, [4.0, 5.0, 7.0, 7.0]);
        in_single(kernel, &[], &mut out);
        assert_eq!(out, [4.0, 5.0, 7.0, 7.0]);
    }

    #[test]
    fn another_number_of_columns_is_missing() {
        let kernel: Kernel = |x, out| x.map2(out, |a, b| a + b);
        for columns in [1, 3, MOST, MOST + 1] {
            let mut out = [7.0; 3];
            in_single(kernel, &vec![Single::Column(&[1.0, 2.0]); columns], &mut out);
            assert!(out[0].is_nan() && out[1].is_nan() && out[2] == 7.0, "{columns} {out:?}");
        }
    }
}
