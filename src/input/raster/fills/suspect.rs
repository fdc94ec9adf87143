//! Which stored numbers look like missing values.

use super::products::{PRODUCTS, Product, U8};
use crate::quantity::Quantity;

/// Numbers that many files use for no data: CHIRPS, ERA5-Land and `WorldPop` among them.
const COMMON: [f64; 10] =
    [-99_999.0, -9999.0, -999.0, -99.0, -32_768.0, -32_767.0, 32_767.0, 65_535.0, 9999.0, 99_999.0];
/// Those of them that could be values: seldom enough to be asked about.
const DOUBTFUL: [f64; 8] = [-99_999.0, -9999.0, -999.0, -32_768.0, 9999.0, 32_767.0, 65_535.0, 99_999.0];
/// Whole numbers down from here are asked about.
const LEAST_REMARKABLE: f64 = -9999.0;
/// From here on a number measures nothing that a cell can carry; CF files fill with 1e20, others with extremes of a type.
const BEYOND_MEASURE: f64 = 1e15;
/// How near, as a share, two steps are one.
const SAME_STEP: f64 = 1e-6;
/// A byte of 255 is a value where bytes from here on are there too.
const NEAR_LARGEST_BYTE: f64 = 250.0;

/// The samples of a band: what they can hold, and what they stand for.
#[derive(Clone, Copy)]
pub struct Samples<'a> {
    /// Smallest and largest number of their type.
    pub extremes: (f64, f64),
    /// Whether they are whole numbers.
    pub is_whole: bool,
    /// The value of a stored number in the base unit of the quantity.
    pub physical: &'a dyn Fn(f64) -> f64,
}

/// Stored numbers of a band that look like missing values.
#[derive(Debug, Clone, PartialEq)]
pub struct Suspect {
    /// The least of them.
    pub low: f64,
    /// The largest of them.
    pub high: f64,
    /// The product that is known to fill its gaps with them; empty where it is many.
    pub product: &'static str,
    /// Whether a band that holds them is refused.
    pub refused: bool,
}

impl Product {
    /// Its fills as they were published.
    const fn raw(&self) -> Suspect {
        Suspect { low: self.fills.0, high: self.fills.1, product: self.name, refused: true }
    }

    /// Its fills where its numbers were scaled before they were stored, half a step about them.
    fn scaled(&self, zero: f64, step: f64) -> Suspect {
        let stored = |fill: f64| (fill * self.step - zero) / step;
        let (first, last) = (stored(self.fills.0 - 0.5), stored(self.fills.1 + 0.5));
        let (low, high) = (rounded(first.min(last)), rounded(first.max(last)));
        Suspect { low, high, product: self.name, refused: false }
    }
}

/// A number without the last digits that its calculation leaves.
fn rounded(value: f64) -> f64 {
    format!("{value:.9e}").parse().unwrap_or(value)
}

impl Suspect {
    pub(super) const fn one(value: f64) -> Self {
        Self { low: value, high: value, product: "", refused: false }
    }

    /// Whether a stored number is one of them.
    #[must_use]
    pub fn has(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// Whether no other number of the band, from the least to the largest, lies beyond it, as fills stand at the end of
    /// what is there.
    #[must_use]
    pub fn stands_apart(&self, extremes: (f64, f64), (least, most): (f64, f64)) -> bool {
        if self.high < 0.0 {
            return least > self.high;
        }
        let near = if extremes == U8 { NEAR_LARGEST_BYTE } else { self.low };
        most < near
    }
}

/// Stored numbers that look like missing values of a quantity although they could be values.
///
/// What is no value of the quantity is none of them, since it is refused as such.
///
/// # Examples
///
/// ```
/// use ecovalue::input::raster::{Samples, suspects};
/// use ecovalue::quantity::PRECIPITATION;
///
/// // Rain in steps of 0.1 mm: 32767 would be 3276.7 mm.
/// let physical = |stored: f64| stored * 0.1;
/// let samples = Samples { extremes: (-32_768.0, 32_767.0), is_whole: true, physical: &physical };
/// let found = suspects(&PRECIPITATION, samples);
/// assert_eq!(found.iter().map(|suspect| suspect.low).collect::<Vec<_>>(), [32_767.0]);
/// // The largest of the others is 10 000.
/// assert!(!found[0].refused && found[0].stands_apart(samples.extremes, (0.0, 10_000.0)));
/// ```
#[must_use]
pub fn suspects(quantity: &Quantity, samples: Samples<'_>) -> Vec<Suspect> {
    let Samples { extremes, is_whole, physical } = samples;
    let (least, most) = extremes;
    let (low, high) = quantity.range;
    let possible = |value: f64| {
        let physical = physical(value);
        low <= physical && physical <= high
    };
    let zero = physical(0.0);
    let step = physical(1.0) - zero;
    let of_quantity = || PRODUCTS.iter().filter(|product| product.quantities.contains(&quantity.id));
    let is_raw =
        |product: &&Product| product.fits(extremes) && ((step / product.step) - 1.0).abs() < SAME_STEP;
    let raw = of_quantity().filter(is_raw).map(Product::raw);
    // Programs that scale what they read write the fills along with the values. What is 0 of K is no 0 of degC.
    let is_scaled = |product: &&Product| {
        !is_whole && product.is_wide() && product.fills.1.abs() > 0.0 && !is_raw(product)
    };
    let scaled = of_quantity().filter(is_scaled).map(|product| product.scaled(zero, step));
    let products = raw.chain(scaled);
    let ends = is_whole.then_some([least, most]).into_iter().flatten();
    // Whole numbers stand close together, so that few of the common ones are remarkable.
    let remarkable = |value: &f64| !is_whole || *value <= LEAST_REMARKABLE;
    let doubtful =
        DOUBTFUL.iter().copied().filter(|value| (least..=most).contains(value) && remarkable(value));
    let ends = ends.chain(doubtful).filter(|value| value.abs() > 0.0).map(Suspect::one);
    let mut all: Vec<Suspect> = Vec::new();
    for suspect in products.chain(ends) {
        let known = all.iter().any(|known| known.has(suspect.low));
        if !known && (possible(suspect.low) || possible(suspect.high)) {
            all.push(suspect);
        }
    }
    all
}

/// Every number that samples of a type, from the smallest to the largest, may use for no data of a quantity.
#[must_use]
pub fn fills(quantity: &Quantity, extremes: (f64, f64), is_whole: bool) -> Vec<Suspect> {
    let of_quantity =
        |product: &&Product| product.quantities.contains(&quantity.id) && product.fits(extremes);
    let products = PRODUCTS.iter().filter(of_quantity).map(Product::raw);
    let (least, most) = extremes;
    let ends = is_whole.then_some([least, most]).into_iter().flatten();
    let ends = ends.filter(|value| value.abs() > 0.0);
    let mut all: Vec<Suspect> = Vec::new();
    for suspect in products.chain(ends.chain(COMMON).map(Suspect::one)) {
        if !all.iter().any(|known| known.has(suspect.low)) {
            all.push(suspect);
        }
    }
    if !is_whole {
        let beyond = |low, high| Suspect { low, high, product: "", refused: true };
        all.push(beyond(f64::NEG_INFINITY, -BEYOND_MEASURE));
        all.push(beyond(BEYOND_MEASURE, f64::INFINITY));
    }
    all
}
