//! Columns of a block, as an equation sees them.

use crate::equation::{CellEquation, InputColumns};
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
}
