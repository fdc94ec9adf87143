//! A documented function bound to what it reads: columns of cells, or numbers of a zone.
//!
//! A function of the registries has arguments with units; here it is bound to the quantities, parameters and statistics
//! that they are. Count, order and units of the two are held against each other when the crate is compiled.
//!
//! | what is bound | to | gives |
//! |---|---|---|
//! | [`cell`] | columns | a number for each cell |
//! | [`bandwise`], [`monthly`] | columns of several bands | a number for each band of each cell |
//! | [`block`] | columns as they are | what fits none of the forms above |
//! | [`numbers`], [`as_given`] | parameters and statistics | a number for each zone |
//! | [`on_total`] | the exact total of the cells, parameters and statistics | a number for each zone |
//! | [`priced`] | a quantity and its unit price | money |

mod cells;
mod inlined;
mod loops;
mod numbers;
mod single;

use crate::quantity::Quantity;
use crate::unit::Argument;

pub(crate) use cells::with_loops;
pub use cells::{
    Bandwise, Block, Cell, DAYS_OF_MONTHS, InBand, Inlined, Monthly, bandwise, block, cell, monthly,
};
pub(crate) use inlined::inlined;
pub use loops::by_class;
pub(crate) use loops::{number_of, pattern, quantity_of};
pub use numbers::{
    AsGiven, Bound, GivesNumber, GivesOfTotal, NumberEquation, Numbers, OnTotal, PriceEquation, Priced,
    PricesOf, Ruled, Term, TermOf, TotalEquation, as_given, numbers, on_total, parameter, priced, statistic,
};
pub use single::{Single, in_single};

/// Columns of a block, all in 64 or all in 32 bits, in the order of an equation's arguments. The bands of a quantity
/// that has several stand one after another in its column.
#[derive(Debug, Clone, Copy)]
pub enum InputColumns<'a> {
    /// In 64 bits.
    Wide(&'a [&'a [f64]]),
    /// In 32 bits, as most maps are stored.
    Stored(&'a [&'a [f32]]),
}

/// An equation for cells, with the quantities that it reads in the order of its arguments.
///
/// # Examples
///
/// ```
/// use ecovalue::equation::{CellEquation, InputColumns, cell};
/// use ecovalue::quantity::{AREA, PRECIPITATION};
/// use ecovalue::unit::{AreaM2, DepthMm, VolumeM3};
///
/// let rain = cell(|area: AreaM2, depth: DepthMm| -> VolumeM3 { area * depth }, (AREA, PRECIPITATION));
/// let mut volume = [0.0; 2];
/// rain.run(InputColumns::Wide(&[&[900.0, 900.0], &[1000.0, f64::NAN]]), &mut volume);
/// assert_eq!(volume[0], 900.0);
/// assert!(volume[1].is_nan());
/// ```
///
/// The depth is no temperature:
///
/// ```compile_fail
/// # use ecovalue::equation::cell;
/// # use ecovalue::quantity::{AREA, TEMPERATURE};
/// # use ecovalue::unit::{AreaM2, DepthMm, VolumeM3};
/// let rain = cell(|area: AreaM2, depth: DepthMm| -> VolumeM3 { area * depth }, (AREA, TEMPERATURE));
/// ```
pub trait CellEquation: Sync {
    /// What it reads.
    fn inputs(&self) -> Vec<&'static Quantity>;

    /// Writes one number for each cell, or one for each band of each cell.
    ///
    /// The columns are as long as their quantities say. What has too few of them is `NaN`, or stays as it was where a
    /// column ends.
    fn run(&self, columns: InputColumns<'_>, out: &mut [f64]);

    /// Whether it takes its columns as they are, in 64 bits: a [`block`], whose units nothing holds against its inputs.
    fn is_block(&self) -> bool {
        false
    }
}

impl std::fmt::Debug for dyn CellEquation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ids: Vec<&str> = self.inputs().iter().map(|quantity| quantity.id).collect();
        f.debug_tuple("CellEquation").field(&ids).finish()
    }
}

/// What an equation of cells gives, so that it can be held against the quantity or the indicator that it is of.
#[diagnostic::on_unimplemented(
    message = "this function does not take these quantities",
    note = "count, order and units must be those of its arguments"
)]
pub trait Gives {
    /// A number with its unit, or one of each band.
    type Output: Argument;
}
