//! Columns of a block, as an equation sees them.

/// An equation over a block: reads input columns, writes one number per cell.
pub type Kernel = fn(&Inputs<'_>, &mut [f64]);

/// The input columns of one equation, in the order in which it declares them. A quantity with twelve bands is
/// one column whose months stand one after another.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    columns: &'a [&'a [f64]],
}

macro_rules! map {
    ($(#[$doc:meta])* $name:ident, $first:ident $(, $rest:ident)*) => {
        $(#[$doc])*
        ///
        /// Writes nothing where a column is missing.
        #[inline]
        pub fn $name(&self, out: &mut [f64], f: impl Fn(f64 $(, map!(@f64 $rest))*) -> f64) {
            let [$first $(, $rest)*] = self.columns else { return };
            let cells = out.iter_mut().zip(*$first);
            $(let cells = cells.zip(*$rest);)*
            for map!(@pattern (out, $first) $($rest)*) in cells {
                *out = f(*$first $(, *$rest)*);
            }
        }
    };
    (@f64 $any:ident) => { f64 };
    (@pattern $inner:pat,) => { $inner };
    (@pattern $inner:tt) => { $inner };
    (@pattern $inner:tt $next:ident $($rest:ident)*) => { map!(@pattern ($inner, $next) $($rest)*) };
}

impl<'a> Inputs<'a> {
    /// The columns in the declared order.
    #[must_use]
    pub const fn new(columns: &'a [&'a [f64]]) -> Self {
        Self { columns }
    }

    map! {
        /// Applies an equation of one argument to every cell.
        map1, a
    }
    map! {
        /// Applies an equation of two arguments to every cell.
        map2, a, b
    }
    map! {
        /// Applies an equation of three arguments to every cell.
        map3, a, b, c
    }
    map! {
        /// Applies an equation of four arguments to every cell.
        map4, a, b, c, d
    }

    /// Applies an equation that reads months to every cell: `f` gets the cell.
    #[inline]
    pub fn map_cells(&self, out: &mut [f64], f: impl Fn(usize) -> f64) {
        for (cell, out) in out.iter_mut().enumerate() {
            *out = f(cell);
        }
    }

    /// The twelve months of the column at `index`, of so many cells.
    #[must_use]
    pub fn months(&self, index: usize, cells: usize) -> Months<'a> {
        let mut months = self.columns.get(index).copied().unwrap_or_default().chunks_exact(cells.max(1));
        Months(std::array::from_fn(|_| months.next().unwrap_or_default()))
    }

    /// The value of a cell of the column at `index`; `NaN` where it has none.
    #[must_use]
    pub fn value(&self, index: usize, cell: usize) -> f64 {
        self.columns.get(index).and_then(|column| column.get(cell)).copied().unwrap_or(f64::NAN)
    }
}

/// Twelve months, one slice each.
#[derive(Debug, Clone, Copy)]
pub struct Months<'a>([&'a [f64]; 12]);

impl Months<'_> {
    /// The months of a cell; `NaN` where it has none.
    #[inline]
    #[must_use]
    pub fn cell(&self, cell: usize) -> [f64; 12] {
        self.0.map(|month| month.get(cell).copied().unwrap_or(f64::NAN))
    }
}
