//! Numbers that look like missing values although nobody declares them.
//!
//! Every product fills its gaps with numbers of its own, and many of them lie within what is possible: 32767 x 0.1 mm is
//! a year's rain of 3276.7 mm. What a product is known to fill with is refused, what could be true is told.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::{Band, Layer, Source};
use crate::error::{Code, Error, Place, Warning};
use crate::input::geotiff::GeoTiff;
use crate::input::manifest::LayerSpec;
use crate::input::nodata::Nodata;
use crate::quantity::Quantity;
use crate::unit::Conversion;

/// Smallest and largest number of a type of samples.
type Kind = (f64, f64);
const U8: Kind = (0.0, 255.0);
const I16: Kind = (-32_768.0, 32_767.0);
const U16: Kind = (0.0, 65_535.0);

/// What a product fills its gaps with.
struct Product {
    name: &'static str,
    quantities: &'static [&'static str],
    kind: Kind,
    /// The stored numbers, from the first to the last.
    fills: (f64, f64),
    /// What a step of the stored number is in the base unit of the quantity.
    step: f64,
}

const EVAPORATION: &[&str] =
    &["actual_evapotranspiration", "potential_evapotranspiration", "reference_evapotranspiration"];
const GREENNESS: &[&str] = &["ndvi", "ndvi_monthly"];
const ABSORPTION: &[&str] = &["fapar", "fpar_monthly", "fractional_cover"];

/// From the users' guides of the products, collection 6.1 of MODIS, and of the Copernicus Global Land Service.
const PRODUCTS: &[Product] = &[
    // MOD17 user's guide (2021), tables of the data sets: NPP x 0.0001 kgC/m2, fills 32761 to 32767.
    Product {
        name: "MOD17A3",
        quantities: &["net_primary_productivity", "net_ecosystem_productivity"],
        kind: I16,
        fills: (32_761.0, 32_767.0),
        step: 0.1,
    },
    // MOD16 user's guide (2019): ET and PET x 0.1 mm; eight days 32761 to 32767, a year 65529 to 65535.
    Product { name: "MOD16A2", quantities: EVAPORATION, kind: I16, fills: (32_761.0, 32_767.0), step: 0.1 },
    Product { name: "MOD16A3", quantities: EVAPORATION, kind: U16, fills: (65_529.0, 65_535.0), step: 0.1 },
    // MOD13 user's guide (2015): NDVI x 0.0001, fill -3000, valid from -2000.
    Product { name: "MOD13", quantities: GREENNESS, kind: I16, fills: (-3000.0, -3000.0), step: 1e-4 },
    // MOD15 user's guide (2015): FPAR x 0.01, fills 249 to 255.
    Product { name: "MOD15A2H", quantities: ABSORPTION, kind: U8, fills: (249.0, 255.0), step: 0.01 },
    // Copernicus Global Land Service, product user manuals of NDVI, FAPAR and FCOVER: flags 251 to 255.
    Product { name: "PROBA-V", quantities: GREENNESS, kind: U8, fills: (251.0, 255.0), step: 0.004 },
    Product { name: "PROBA-V", quantities: ABSORPTION, kind: U8, fills: (251.0, 255.0), step: 0.004 },
    // MOD11 user's guide (2013): land surface temperature x 0.02 K, fill 0.
    Product {
        name: "MOD11",
        quantities: &["temperature", "temperature_monthly"],
        kind: U16,
        fills: (0.0, 0.0),
        step: 0.02,
    },
];

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

/// What a band is watched for while it is read.
#[derive(Debug, Default)]
pub(super) struct Watch {
    suspects: Vec<Suspect>,
    /// Numbers up to the first and from the second on are looked at.
    bounds: Option<(f64, f64)>,
    nodata: Nodata,
    place: Place,
    looked: AtomicBool,
    found: Mutex<Vec<Warning>>,
}

/// What a look at a whole band has counted.
struct Counted {
    /// Cells of each suspect.
    cells: Vec<u64>,
    /// Smallest and largest number of all others.
    others: (f64, f64),
}

impl Watch {
    /// What a band of a layer is watched for; nothing where the run says that all of its numbers are values.
    pub(super) fn new(spec: &LayerSpec, conversion: Conversion, raster: &GeoTiff, band: &Band) -> Self {
        let nodata = spec.stored.nodata.clone();
        let place = spec.place.clone();
        if !nodata.keeps_declared() {
            return Self { nodata, place, ..Self::default() };
        }
        let physical = |stored| band.physical(conversion, stored);
        let samples =
            Samples { extremes: raster.extremes(), is_whole: raster.is_whole(), physical: &physical };
        let suspects = suspects(spec.quantity, samples);
        let below = suspects.iter().filter(|suspect| suspect.high < 0.0).map(|suspect| suspect.high);
        let above = suspects.iter().filter(|suspect| suspect.high >= 0.0).map(|suspect| suspect.low);
        let bounds = (below.fold(f64::NEG_INFINITY, f64::max), above.fold(f64::INFINITY, f64::min));
        let bounds = (!suspects.is_empty()).then_some(bounds);
        Self { suspects, bounds, nodata, place, ..Self::default() }
    }

    /// Looks at stored numbers; at the whole band once, if any of them looks like a missing value.
    ///
    /// # Errors
    ///
    /// `EV-I017` for numbers that a product is known to fill its gaps with.
    pub(super) fn check(
        &self,
        quantity: &Quantity,
        raster: &GeoTiff,
        band: &Band,
        values: &[f64],
    ) -> Result<(), Error> {
        let Some((low, high)) = self.bounds else { return Ok(()) };
        if !any_beyond(values, low, high) || self.looked.swap(true, Ordering::Relaxed) {
            return Ok(());
        }
        let counted = count(raster, band, &self.suspects)?;
        let met = || self.suspects.iter().zip(&counted.cells).filter(|(_, cells)| **cells > 0);
        let refused: Vec<(&Suspect, u64)> =
            met().filter(|(suspect, _)| suspect.refused).map(|(suspect, cells)| (suspect, *cells)).collect();
        if !refused.is_empty() {
            return Err(self.refusal(raster, band, &refused, true));
        }
        let mut told = met().filter(|(suspect, _)| suspect.stands_apart(raster.extremes(), counted.others));
        let warnings: Vec<Warning> = told
            .by_ref()
            .map(|(suspect, cells)| self.warning(quantity, raster, band, suspect, *cells))
            .collect();
        self.found.lock().unwrap_or_else(PoisonError::into_inner).extend(warnings);
        Ok(())
    }

    /// What was found and is told.
    pub(super) fn warnings(&self) -> Vec<Warning> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The finding where every impossible number of a band looks like a missing value; none where a number is
    /// impossible for another reason.
    pub(super) fn impossible(&self, layer: &Layer, raster: &GeoTiff, band: &Band) -> Result<(), Error> {
        let known = fills(layer.quantity, raster.extremes(), raster.is_whole());
        let mut cells = vec![0_u64; known.len()];
        let (low, high) = layer.quantity.range;
        let mut other = false;
        each(raster, band, |values| {
            for value in values {
                let physical = band.physical(layer.conversion, *value);
                if !(physical < low || physical > high) {
                    continue;
                }
                match known.iter().position(|suspect| suspect.has(*value)) {
                    Some(index) => add(&mut cells, index),
                    None => other = true,
                }
            }
        })?;
        let met: Vec<(&Suspect, u64)> = known.iter().zip(cells).filter(|(_, cells)| *cells > 0).collect();
        if other || met.is_empty() {
            return Ok(());
        }
        Err(self.refusal(raster, band, &met, false))
    }

    fn refusal(&self, raster: &GeoTiff, band: &Band, met: &[(&Suspect, u64)], possible: bool) -> Error {
        let parts: Vec<String> = met
            .iter()
            .map(|(suspect, cells)| format!("{} hold {}", cells_of(*cells), suspect.origin()))
            .collect();
        let parts = parts.join("; ");
        let hint = if possible {
            self.both_lines(raster, met)
        } else {
            format!("write {} on the layer", self.line(met))
        };
        let place = Place::file(raster.name()).column(format!("band {}", band.number));
        Error::new(Code::OutOfRange, parts, hint).at(place)
    }

    fn line(&self, met: &[(&Suspect, u64)]) -> String {
        let texts: Vec<String> = met.iter().map(|(suspect, _)| suspect.text()).collect();
        self.nodata.line_with(&texts)
    }

    /// The lines that make the numbers missing, and values.
    fn both_lines(&self, raster: &GeoTiff, met: &[(&Suspect, u64)]) -> String {
        let mut kept = vec!["\"none\"".to_owned()];
        kept.extend(raster.nodata().filter(|nodata| !nodata.is_nan()).map(number_text));
        let values = self.nodata.line_with(&kept);
        format!("write {} on the layer, or {values} if they are values", self.line(met))
    }

    fn warning(
        &self,
        quantity: &Quantity,
        raster: &GeoTiff,
        band: &Band,
        suspect: &Suspect,
        cells: u64,
    ) -> Warning {
        let (name, shown, id) = (raster.name(), suspect.shown(), quantity.id);
        let place = format!("`{name}`, band {}", band.number);
        let (of, of_zh) = match suspect.product {
            "" => (String::new(), String::new()),
            product => (format!(" of {product}, scaled,"), format!("（{product} 的填充值经换算）")),
        };
        let message = format!(
            "{place}: {} of {id} hold {shown}, which looks like a missing value (nodata){of} and is used",
            cells_of(cells)
        );
        let hint = self.both_lines(raster, &[(suspect, cells)]);
        let chinese = format!(
            "{name} 第 {} 波段：{}（{id}）有 {cells} 个像元为 {shown}，似为缺失值（填充值）{of_zh}，现按数值采用；提示：缺失则写 {}，确为数值则写 nodata = \"none\"",
            band.number,
            quantity.name_zh,
            self.line(&[(suspect, cells)])
        );
        Warning::new(Error::new(Code::Implausible, message, hint).at(self.place.clone()), chinese)
    }
}

impl Product {
    /// Whether its fills are more than the flags of a byte, which are values elsewhere.
    fn is_wide(&self) -> bool {
        self.kind != U8
    }

    /// Whether samples of a type may hold its numbers as they were published: in their type, or in one that holds it.
    fn fits(&self, (least, most): (f64, f64)) -> bool {
        let (low, high) = self.fills;
        self.kind == (least, most) || (self.is_wide() && least <= low && high <= most)
    }

    /// Its fills as they were published.
    const fn raw(&self) -> Suspect {
        Suspect { low: self.fills.0, high: self.fills.1, product: self.name, refused: true }
    }

    /// Its fills where its numbers were scaled before they were stored, half a step about them.
    fn scaled(&self, zero: f64, step: f64) -> Suspect {
        let stored = |fill: f64| (fill * self.step - zero) / step;
        let (one, other) = (stored(self.fills.0 - 0.5), stored(self.fills.1 + 0.5));
        let (low, high) = (rounded(one.min(other)), rounded(one.max(other)));
        Suspect { low, high, product: self.name, refused: false }
    }
}

/// A number without the last digits that its calculation leaves.
fn rounded(value: f64) -> f64 {
    format!("{value:.9e}").parse().unwrap_or(value)
}

impl Suspect {
    const fn one(value: f64) -> Self {
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

    /// The numbers, and who writes them where there is no value.
    #[must_use]
    pub fn origin(&self) -> String {
        let (of, s) = if self.product.is_empty() { ("many files", "") } else { (self.product, "s") };
        format!("{}, which {of} write{s} for missing values", self.shown())
    }

    /// The numbers, for messages.
    #[must_use]
    pub fn shown(&self) -> String {
        if self.low.is_infinite() {
            return format!("numbers down from {}", number_text(self.high));
        }
        if self.high.is_infinite() {
            return format!("numbers from {} on", number_text(self.low));
        }
        if self.low >= self.high {
            return number_text(self.low);
        }
        format!("{} to {}", number_text(self.low), number_text(self.high))
    }

    /// As it stands in `run.toml`.
    fn text(&self) -> String {
        if self.low >= self.high {
            return number_text(self.low);
        }
        format!("\"{}..{}\"", number_text(self.low), number_text(self.high))
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
/// let found = suspects(PRECIPITATION, samples);
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

/// Whether any of some numbers lies at or beyond a bound.
#[multiversion::multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2"))]
fn any_beyond(values: &[f64], low: f64, high: f64) -> bool {
    let beyond = |value: &f64| u64::from(*value <= low) | u64::from(*value >= high);
    values.iter().fold(0, |any, value| any | beyond(value)) > 0
}

/// Reads a whole band in windows.
fn each(raster: &GeoTiff, band: &Band, mut take: impl FnMut(&[f64])) -> Result<(), Error> {
    let mut handle = raster.reopen()?;
    let mut buffer = Vec::new();
    for window in raster.windows() {
        buffer.resize(window.cells(), f64::NAN);
        handle.read_window(band.number, window, &mut buffer)?;
        take(&buffer);
    }
    Ok(())
}

fn count(raster: &GeoTiff, band: &Band, suspects: &[Suspect]) -> Result<Counted, Error> {
    let mut cells = vec![0_u64; suspects.len()];
    let mut others = (f64::INFINITY, f64::NEG_INFINITY);
    each(raster, band, |values| {
        for value in values {
            match suspects.iter().position(|suspect| suspect.has(*value)) {
                Some(index) => add(&mut cells, index),
                None => others = (others.0.min(*value), others.1.max(*value)),
            }
        }
    })?;
    Ok(Counted { cells, others })
}

fn add(cells: &mut [u64], index: usize) {
    if let Some(count) = cells.get_mut(index) {
        *count = count.saturating_add(1);
    }
}

fn cells_of(cells: u64) -> String {
    if cells == 1 { "1 cell".to_owned() } else { format!("{cells} cells") }
}

/// A stored number as `run.toml` takes it.
fn number_text(value: f64) -> String {
    const LARGEST_I64: f64 = 9_223_372_036_854_775_808.0;
    let size = value.abs();
    match () {
        () if value.is_infinite() => value.to_string(),
        () if value.fract() == 0.0 && size < 1e15 => format!("{value:.0}"),
        () if (1e-4..1e15).contains(&size) => value.to_string(),
        () if value >= LARGEST_I64 && size < 1.1 * LARGEST_I64 => i64::MAX.to_string(),
        () if size > LARGEST_I64 && size < 2.1 * LARGEST_I64 => format!("\"{}\"", u64::MAX),
        () => format!("{value:e}"),
    }
}

impl Layer {
    /// Refuses impossible numbers that look like missing values by name.
    pub(super) fn name_fills(&self, raster: &GeoTiff) -> Result<(), Error> {
        let Source::Raster { bands, watches, .. } = &self.source else { return Ok(()) };
        for (band, watch) in bands.iter().zip(watches) {
            watch.impossible(self, raster, band)?;
        }
        Ok(())
    }

    /// What was found in the numbers of the layer and is told.
    pub(super) fn warnings(&self) -> Vec<Warning> {
        let Source::Raster { watches, .. } = &self.source else { return Vec::new() };
        watches.iter().flat_map(Watch::warnings).collect()
    }
}
