//! Columns of a block, as an equation sees them.

use crate::equation::{CellEquation, DAYS_OF_MONTHS, InputColumns};
use crate::quantity::Quantity;

/// An equation over a block: reads input columns, writes one number per cell.
pub type Kernel = fn(&Inputs<'_>, &mut [f64]);

/// The input columns of one equation, in the order in which it declares them. A quantity with twelve bands is
/// one column whose months stand one after another.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    columns: &'a [&'a [f64]],
}

/// A kernel with its inputs, as an equation that takes its columns as they are.
#[derive(Debug, Clone, Copy)]
pub struct Unbound {
    inputs: &'static [&'static Quantity],
    kernel: Kernel,
}

/// A kernel with its inputs.
pub(crate) const fn unbound(inputs: &'static [&'static Quantity], kernel: Kernel) -> Unbound {
    Unbound { inputs, kernel }
}

impl CellEquation for Unbound {
    fn inputs(&self) -> Vec<&'static Quantity> {
        self.inputs.to_vec()
    }

    fn run(&self, columns: InputColumns<'_>, out: &mut [f64]) {
        match columns {
            InputColumns::Wide(columns) => (self.kernel)(&Inputs::new(columns), out),
            InputColumns::Stored(_) => out.fill(f64::NAN),
        }
    }

    fn is_block(&self) -> bool {
        true
    }
}

/// A kernel of an equation that is too long to be taken into the loops below: its own loop, compiled in the same way.
macro_rules! kernel {
    (|$first:ident $(, $rest:ident)*| $equation:expr) => {{
        #[multiversion::multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2"))]
        fn column<T: Copy + Into<f64>>(columns: &[&[T]], out: &mut [f64]) {
            let [$first $(, $rest)*] = *columns else { return };
            let cells = out.iter_mut().zip($first);
            $(let cells = cells.zip($rest);)*
            for $crate::driver::pattern!((out, $first) $($rest)*) in cells {
                let ($first, $($rest,)*) = ((*$first).into(), $((*$rest).into(),)*);
                *out = $equation;
            }
        }
        |inputs: &$crate::driver::Inputs<'_>, out: &mut [f64]| column(inputs.columns(), out)
    }};
}
pub(crate) use kernel;

/// The pattern of some columns that were put side by side.
macro_rules! pattern {
    ($inner:pat,) => { $inner };
    ($inner:tt) => { $inner };
    ($inner:tt $next:ident $($rest:ident)*) => { $crate::driver::pattern!(($inner, $next) $($rest)*) };
}
pub(crate) use pattern;

/// For each number of arguments: the loop, compiled for the vector instructions of several processors and chosen when
/// the program runs, and the method that calls it. The results have the same bits on all of them.
macro_rules! maps {
    ($($(#[$doc:meta])* $name:ident, $first:ident $(, $rest:ident)*;)+) => {
        mod loops {
            #![allow(clippy::many_single_char_names, clippy::too_many_arguments, reason = "the columns of an equation")]

            use multiversion::multiversion;

            $(
                #[multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2"))]
                #[inline]
                pub(super) fn $name<T: Copy + Into<f64>, F: Fn(f64 $(, maps!(@f64 $rest))*) -> f64>(
                    $first: &[T], $($rest: &[T],)* out: &mut [f64], equation: F,
                ) {
                    let cells = out.iter_mut().zip($first);
                    $(let cells = cells.zip($rest);)*
                    for $crate::driver::pattern!((out, $first) $($rest)*) in cells {
                        *out = equation((*$first).into() $(, (*$rest).into())*);
                    }
                }
            )+
        }

        impl Inputs<'_> {
            $(
                $(#[$doc])*
                ///
                /// Writes nothing where a column is missing.
                #[inline]
                pub fn $name(&self, out: &mut [f64], equation: impl Fn(f64 $(, maps!(@f64 $rest))*) -> f64) {
                    if let [$first $(, $rest)*] = *self.columns {
                        loops::$name($first, $($rest,)* out, equation);
                    }
                }
            )+
        }
    };
    (@f64 $any:ident) => { f64 };
}

maps! {
    /// Applies an equation of one argument to every cell.
    map1, a;
    /// Applies an equation of two arguments to every cell.
    map2, a, b;
    /// Applies an equation of three arguments to every cell.
    map3, a, b, c;
    /// Applies an equation of four arguments to every cell.
    map4, a, b, c, d;
    /// Applies an equation of five arguments to every cell.
    map5, a, b, c, d, e;
    /// Applies an equation of six arguments to every cell.
    map6, a, b, c, d, e, f;
    /// Applies an equation of seven arguments to every cell.
    map7, a, b, c, d, e, f, g;
}

impl<'a> Inputs<'a> {
    /// The columns in the declared order.
    #[must_use]
    pub const fn new(columns: &'a [&'a [f64]]) -> Self {
        Self { columns }
    }

    /// All columns.
    #[must_use]
    pub const fn columns(&self) -> &'a [&'a [f64]] {
        self.columns
    }

    /// Applies an equation that reads months to every cell: `f` gets the cell.
    #[inline]
    pub fn map_cells(&self, out: &mut [f64], f: impl Fn(usize) -> f64) {
        for (cell, out) in out.iter_mut().enumerate() {
            *out = f(cell);
        }
    }

    /// Applies an equation to every cell of every month: `f` gets the days of the month and the place of the cell in the
    /// columns, whose months stand one after another.
    #[inline]
    pub fn map_months(&self, out: &mut [f64], f: impl Fn(f64, usize) -> f64) {
        let cells = (out.len() / DAYS_OF_MONTHS.len()).max(1);
        let months = out.chunks_exact_mut(cells).zip(DAYS_OF_MONTHS);
        let mut place = 0;
        for (month, days) in months {
            for out in month {
                *out = f(days, place);
                place += 1;
            }
        }
    }

    /// The twelve months of the column at `index`, of so many cells.
    #[must_use]
    pub fn months(&self, index: usize, cells: usize) -> Months<'a> {
        self.bands(index, cells)
    }

    /// Whether the column at `index` has so many bands.
    #[must_use]
    pub fn has_bands(&self, index: usize, cells: usize, bands: usize) -> bool {
        self.columns.get(index).is_some_and(|column| column.len() == bands.saturating_mul(cells))
    }

    /// The bands of the column at `index`, of so many cells.
    #[must_use]
    pub fn bands<const N: usize>(&self, index: usize, cells: usize) -> Bands<'a, N> {
        let mut bands = self.columns.get(index).copied().unwrap_or_default().chunks_exact(cells.max(1));
        Bands(std::array::from_fn(|_| bands.next().unwrap_or_default()))
    }

    /// The value of a cell of the column at `index`; `NaN` where it has none.
    #[must_use]
    pub fn value(&self, index: usize, cell: usize) -> f64 {
        self.columns.get(index).and_then(|column| column.get(cell)).copied().unwrap_or(f64::NAN)
    }
}

/// The bands of a column, one slice each.
#[derive(Debug, Clone, Copy)]
pub struct Bands<'a, const N: usize>([&'a [f64]; N]);

/// Twelve months, one slice each.
pub type Months<'a> = Bands<'a, 12>;

impl<const N: usize> Bands<'_, N> {
    /// The bands of a cell; `NaN` where it has none.
    #[inline]
    #[must_use]
    pub fn cell(&self, cell: usize) -> [f64; N] {
        self.0.map(|month| month.get(cell).copied().unwrap_or(f64::NAN))
    }
}
