//! Columns of a block, as an equation sees them.

use std::cell::Cell;

/// An equation over a block: reads input columns, writes one number per cell.
pub type Kernel = fn(&Inputs<'_>, &mut [f64]);

/// The input columns of one equation, in the order in which it declares them. A quantity with twelve bands is
/// one column whose months stand one after another.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    columns: &'a [&'a [f64]],
    stored: Option<Stored<'a>>,
}

/// The same columns in 32 bits, and whether an equation has read them. Those that take their columns by
/// themselves do not know them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stored<'a> {
    pub(super) columns: &'a [&'a [f32]],
    pub(super) read: &'a Cell<bool>,
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
        |inputs: &$crate::driver::Inputs<'_>, out: &mut [f64]| inputs.run(column, column, out)
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
                    } else if let [$first $(, $rest)*] = *self.stored() {
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

/// Places of a table: one for every number of eight bits, and a last one that holds nothing.
const CLASSES: usize = 257;

/// The number that a table holds for each cell's class; `absent` where it holds none.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::by_class;
///
/// let mut stocks = [0.0; 3];
/// by_class(&[1_u8, 0, 7], &[12.0, 80.0], -1.0, &mut stocks);
/// assert_eq!(stocks, [80.0, 12.0, -1.0]);
/// ```
pub fn by_class<C: Copy + Into<u32>, V: Copy>(classes: &[C], table: &[V], absent: V, out: &mut [V]) {
    let place = |class: &C| usize::try_from((*class).into()).unwrap_or(usize::MAX);
    if table.len() >= CLASSES {
        for (out, class) in out.iter_mut().zip(classes) {
            *out = table.get(place(class)).copied().unwrap_or(absent);
        }
        return;
    }
    // A table of a fixed length, whose last places hold nothing, needs no check of a place that is brought into it.
    let mut whole = [absent; CLASSES];
    whole.iter_mut().zip(table).for_each(|(own, value)| *own = *value);
    look_up(classes, &whole, absent, out);
}

#[multiversion::multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2"))]
fn look_up<C: Copy + Into<u32>, V: Copy>(classes: &[C], table: &[V; CLASSES], absent: V, out: &mut [V]) {
    for (out, class) in out.iter_mut().zip(classes) {
        let place = usize::try_from((*class).into()).unwrap_or(usize::MAX);
        *out = table.get(place.min(CLASSES - 1)).copied().unwrap_or(absent);
    }
}

impl<'a> Inputs<'a> {
    /// The columns in the declared order.
    #[must_use]
    pub const fn new(columns: &'a [&'a [f64]]) -> Self {
        Self { columns, stored: None }
    }

    /// Columns in 32 bits.
    pub(super) const fn of_stored(stored: Stored<'a>) -> Self {
        Self { columns: &[], stored: Some(stored) }
    }

    /// The columns in 32 bits for an equation that reads them.
    fn stored(&self) -> &'a [&'a [f32]] {
        let Some(stored) = self.stored else { return &[] };
        stored.read.set(true);
        stored.columns
    }

    /// Runs the loop of an equation over the columns as they are stored.
    #[inline]
    pub(crate) fn run(
        &self,
        wide: fn(&[&[f64]], &mut [f64]),
        narrow: fn(&[&[f32]], &mut [f64]),
        out: &mut [f64],
    ) {
        if self.stored.is_some() { narrow(self.stored(), out) } else { wide(self.columns, out) }
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

/// Days of the months of a year of 365 days.
pub const DAYS_OF_MONTHS: [f64; 12] =
    [31.0, 28.0, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0];

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
