//! Functions bound to the columns of cells.

use std::marker::PhantomData;

use super::loops::{cells1, cells2, cells3, cells4, cells5, cells6, cells7, cells8};
use super::{CellEquation, Gives, InputColumns};
use crate::quantity::{Of, Quantity};
use crate::unit::{Argument, BaseUnit, Days};

/// A function over the columns of a cell, as [`cell`] makes it.
#[derive(Debug, Clone, Copy)]
pub struct Cell<F, C>(F, C);

/// Binds a function to the quantities of its arguments: one number for each cell. A quantity of several bands is an array.
#[must_use]
pub const fn cell<F: Copy, C: Copy>(equation: F, inputs: C) -> Cell<F, C>
where
    Cell<F, C>: Gives,
{
    Cell(equation, inputs)
}

/// A function of one band that is applied to each band, as [`bandwise`] makes it.
#[derive(Debug, Clone, Copy)]
pub struct Bandwise<F, C, const N: usize>(F, C);

/// Binds a function of one band to its quantities: months in, months out. A quantity of one band stands for every band.
///
/// # Examples
///
/// ```
/// use ecovalue::equation::{CellEquation, InputColumns, bandwise};
/// use ecovalue::quantity::{IRRIGATION_MONTHLY, PRECIPITATION_MONTHLY};
/// use ecovalue::unit::DepthMm;
///
/// let water = bandwise::<_, _, 12>(
///     |rain: DepthMm, irrigation: DepthMm| rain + irrigation,
///     (PRECIPITATION_MONTHLY, IRRIGATION_MONTHLY),
/// );
/// let mut sums = [0.0; 12];
/// water.run(InputColumns::Wide(&[&[1.0; 12], &[2.0; 12]]), &mut sums);
/// assert_eq!(sums, [3.0; 12]);
/// ```
#[must_use]
pub const fn bandwise<F: Copy, C: Copy, const N: usize>(equation: F, inputs: C) -> Bandwise<F, C, N>
where
    Bandwise<F, C, N>: Gives,
{
    Bandwise(equation, inputs)
}

/// Days of the months of a year of 365 days.
pub const DAYS_OF_MONTHS: [f64; 12] =
    [31.0, 28.0, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0];

/// A function of one month and of its days, as [`monthly`] makes it.
#[derive(Debug, Clone, Copy)]
pub struct Monthly<F, C>(F, C);

/// Binds a function of one month to its quantities; its first argument is the days of the month, of a year of 365 days.
#[must_use]
pub const fn monthly<F: Copy, C: Copy>(equation: F, inputs: C) -> Monthly<F, C>
where
    Monthly<F, C>: Gives,
{
    Monthly(equation, inputs)
}

/// What a function of one band takes of a column: a number of that band, or the one that stands for every band.
pub trait InBand<const N: usize>: Argument {
    /// The number.
    type Item: BaseUnit;

    /// The cells of a band.
    fn band<T>(column: &[T], band: usize) -> &[T];
}

impl<U: BaseUnit, const N: usize> InBand<N> for U {
    type Item = U;

    fn band<T>(column: &[T], _band: usize) -> &[T] {
        column
    }
}

impl<U: BaseUnit, const N: usize> InBand<N> for [U; N] {
    type Item = U;

    fn band<T>(column: &[T], band: usize) -> &[T] {
        let cells = column.len().checked_div(N).unwrap_or_default();
        column.chunks_exact(cells.max(1)).nth(band).unwrap_or_default()
    }
}

/// The bands of an output with their places.
fn bands(out: &mut [f64], count: usize) -> impl Iterator<Item = (usize, &mut [f64])> {
    let cells = out.len().checked_div(count).unwrap_or_default();
    out.chunks_exact_mut(cells.max(1)).enumerate().take(count)
}

macro_rules! arities {
    ($($run:ident: $($column:ident $A:ident),+;)+) => {$(
        impl<F, R: BaseUnit, $($A: Argument),+> Gives for Cell<F, ($(Of<$A>,)+)>
        where
            F: Fn($($A),+) -> R + Copy + Sync,
        {
            type Output = R;
        }

        impl<F, R: BaseUnit, $($A: Argument),+> CellEquation for Cell<F, ($(Of<$A>,)+)>
        where
            F: Fn($($A),+) -> R + Copy + Sync,
        {
            fn inputs(&self) -> Vec<&'static Quantity> {
                let ($($column,)+) = self.1;
                vec![$($column.0),+]
            }

            fn run(&self, columns: InputColumns<'_>, out: &mut [f64]) {
                let arguments = PhantomData::<($($A,)+)>;
                match columns {
                    InputColumns::Wide([$($column),+]) => $run(self.0, $($column,)+ out, arguments),
                    InputColumns::Stored([$($column),+]) => $run(self.0, $($column,)+ out, arguments),
                    _ => out.fill(f64::NAN),
                }
            }
        }

        impl<F, R: BaseUnit, const N: usize, $($A: InBand<N>),+> Gives for Bandwise<F, ($(Of<$A>,)+), N>
        where
            F: Fn($($A::Item),+) -> R + Copy + Sync,
        {
            type Output = [R; N];
        }

        impl<F, R: BaseUnit, const N: usize, $($A: InBand<N>),+> CellEquation for Bandwise<F, ($(Of<$A>,)+), N>
        where
            F: Fn($($A::Item),+) -> R + Copy + Sync,
        {
            fn inputs(&self) -> Vec<&'static Quantity> {
                let ($($column,)+) = self.1;
                vec![$($column.0),+]
            }

            fn run(&self, columns: InputColumns<'_>, out: &mut [f64]) {
                let arguments = PhantomData::<($($A::Item,)+)>;
                for (band, out) in bands(out, N) {
                    match columns {
                        InputColumns::Wide([$($column),+]) => {
                            $run(self.0, $($A::band($column, band),)+ out, arguments);
                        }
                        InputColumns::Stored([$($column),+]) => {
                            $run(self.0, $($A::band($column, band),)+ out, arguments);
                        }
                        _ => out.fill(f64::NAN),
                    }
                }
            }
        }

        impl<F, R: BaseUnit, $($A: InBand<12>),+> Gives for Monthly<F, ($(Of<$A>,)+)>
        where
            F: Fn(Days, $($A::Item),+) -> R + Copy + Sync,
        {
            type Output = [R; 12];
        }

        impl<F, R: BaseUnit, $($A: InBand<12>),+> CellEquation for Monthly<F, ($(Of<$A>,)+)>
        where
            F: Fn(Days, $($A::Item),+) -> R + Copy + Sync,
        {
            fn inputs(&self) -> Vec<&'static Quantity> {
                let ($($column,)+) = self.1;
                vec![$($column.0),+]
            }

            fn run(&self, columns: InputColumns<'_>, out: &mut [f64]) {
                let arguments = PhantomData::<($($A::Item,)+)>;
                for ((band, out), days) in bands(out, 12).zip(DAYS_OF_MONTHS.map(Days::new)) {
                    let of_month = |$($column: $A::Item),+| (self.0)(days, $($column),+);
                    match columns {
                        InputColumns::Wide([$($column),+]) => {
                            $run(of_month, $($A::band($column, band),)+ out, arguments);
                        }
                        InputColumns::Stored([$($column),+]) => {
                            $run(of_month, $($A::band($column, band),)+ out, arguments);
                        }
                        _ => out.fill(f64::NAN),
                    }
                }
            }
        }
    )+};
}

arities! {
    cells1: a A;
    cells2: a A, b B;
    cells3: a A, b B, c C;
    cells4: a A, b B, c C, d D;
    cells5: a A, b B, c C, d D, e E;
    cells6: a A, b B, c C, d D, e E, g G;
    cells7: a A, b B, c C, d D, e E, g G, h H;
    cells8: a A, b B, c C, d D, e E, g G, h H, i I;
}

/// A loop over columns.
type Loop<T> = fn(&[&[T]], &mut [f64]);

/// A function over the columns of a cell with loops of its own, in 64 and in 32 bits.
#[derive(Debug, Clone, Copy)]
pub struct Inlined<F, C> {
    cell: Cell<F, C>,
    wide: Loop<f64>,
    stored: Loop<f32>,
}

/// Binds a function to the quantities of its arguments, with its loops; `inlined!` writes them.
pub(crate) const fn with_loops<F: Copy, C: Copy>(
    equation: F,
    inputs: C,
    wide: Loop<f64>,
    stored: Loop<f32>,
) -> Inlined<F, C>
where
    Cell<F, C>: Gives,
{
    Inlined { cell: Cell(equation, inputs), wide, stored }
}

impl<F, C> Gives for Inlined<F, C>
where
    Cell<F, C>: Gives,
{
    type Output = <Cell<F, C> as Gives>::Output;
}

impl<F, C> CellEquation for Inlined<F, C>
where
    Cell<F, C>: CellEquation,
{
    fn inputs(&self) -> Vec<&'static Quantity> {
        self.cell.inputs()
    }

    fn run(&self, columns: InputColumns<'_>, out: &mut [f64]) {
        match columns {
            InputColumns::Wide(columns) => (self.wide)(columns, out),
            InputColumns::Stored(columns) => (self.stored)(columns, out),
        }
    }
}

/// A function over columns as they are, as [`block`] makes it.
#[derive(Debug, Clone, Copy)]
pub struct Block {
    inputs: &'static [&'static Quantity],
    run: fn(&[&[f64]], &mut [f64]),
}

/// Binds a function over whole columns to its quantities, where none of the other forms fits: nothing holds its units
/// against its inputs, and columns of 32 bits are widened for it.
#[must_use]
pub const fn block(inputs: &'static [&'static Quantity], run: fn(&[&[f64]], &mut [f64])) -> Block {
    Block { inputs, run }
}

impl CellEquation for Block {
    fn inputs(&self) -> Vec<&'static Quantity> {
        self.inputs.to_vec()
    }

    fn run(&self, columns: InputColumns<'_>, out: &mut [f64]) {
        match columns {
            InputColumns::Wide(columns) => (self.run)(columns, out),
            InputColumns::Stored(_) => out.fill(f64::NAN),
        }
    }

    fn is_block(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{
        ELEVATION_WINDOW, PRECIPITATION, PRECIPITATION_MONTHLY, SNOW_DAYS_MONTHLY, TEMPERATURE,
    };
    use crate::unit::{DepthMm, Fraction, LengthM, TemperatureC};

    #[test]
    fn a_cell_takes_its_numbers_in_either_width() {
        let equation = cell(
            |rain: DepthMm, warmth: TemperatureC| DepthMm::new(rain.get() - warmth.get()),
            (PRECIPITATION, TEMPERATURE),
        );
        assert_eq!(equation.inputs(), [PRECIPITATION.0, TEMPERATURE.0]);
        let (mut wide, mut stored) = ([7.0; 3], [7.0; 3]);
        equation.run(InputColumns::Wide(&[&[5.0, 6.0, 7.0], &[1.0, 2.0]]), &mut wide);
        equation.run(InputColumns::Stored(&[&[5.0, 6.0, 7.0], &[1.0, 2.0]]), &mut stored);
        assert_eq!((wide, stored), ([4.0, 4.0, 7.0], [4.0, 4.0, 7.0]));
        equation.run(InputColumns::Wide(&[&[5.0]]), &mut wide);
        assert!(wide.iter().all(|value| value.is_nan()));
    }

    #[test]
    fn bands_of_a_cell_are_an_array() {
        let highest = cell(
            |window: [LengthM; 9]| {
                window.into_iter().fold(LengthM::new(0.0), |a, b| if a > b { a } else { b })
            },
            (ELEVATION_WINDOW,),
        );
        let column: Vec<f64> = (0..18).map(f64::from).collect();
        let mut out = [0.0; 2];
        highest.run(InputColumns::Wide(&[&column]), &mut out);
        assert_eq!(out, [16.0, 17.0]);
    }

    #[test]
    fn a_number_of_one_band_stands_for_every_month() {
        let warmed = bandwise::<_, _, 12>(
            |rain: DepthMm, warmth: TemperatureC| rain * warmth.get(),
            (PRECIPITATION_MONTHLY, TEMPERATURE),
        );
        let rain: Vec<f64> = (0..24).map(f64::from).collect();
        let mut out = [0.0; 24];
        warmed.run(InputColumns::Wide(&[&rain, &[1.0, 10.0]]), &mut out);
        assert_eq!(out[..4], [0.0, 10.0, 2.0, 30.0]);
        assert_eq!(out[22..], [22.0, 230.0]);
    }

    #[test]
    fn the_days_of_a_month_come_first() {
        let share =
            monthly(|days: Days, snow: Days| Fraction::new(snow.get() / days.get()), (SNOW_DAYS_MONTHLY,));
        let mut out = [0.0; 12];
        share.run(InputColumns::Stored(&[&[14.0; 12]]), &mut out);
        assert_eq!(out[..2], [14.0 / 31.0, 0.5]);
    }
}
