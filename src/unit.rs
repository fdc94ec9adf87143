//! Quantities with one base unit each, and the units that texts may name.
//!
//! Every quantity that crosses a public boundary is a newtype; conversions stand only here. `NaN` inside a
//! quantity means that it is missing.

mod text;

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Mul, Sub};

pub use text::{Conversion, Unit};

/// Square metres in one hectare (公顷, hm²).
pub const SQUARE_METRES_PER_HECTARE: f64 = 1e4;
/// Square metres in one square kilometre.
pub const SQUARE_METRES_PER_SQUARE_KILOMETRE: f64 = 1e6;
/// One mu (亩) is 10000/15 m²: 15 mu are one hectare.
pub const MU_PER_HECTARE: f64 = 15.0;
/// Ten thousand (万).
pub const WAN: f64 = 1e4;
/// A hundred million (亿).
pub const YI: f64 = 1e8;

/// A number in one base unit.
pub trait BaseUnit: Copy + Send + Sync + 'static {
    /// Symbol of the unit.
    const SYMBOL: &'static str;

    /// A quantity in this unit; `NaN` is a missing one.
    fn new(value: f64) -> Self;

    /// The number in this unit.
    fn get(self) -> f64;
}

/// A number as a column stores it, in 64 or in 32 bits.
pub trait Stored: Copy + Into<f64> {}

impl Stored for f64 {}
impl Stored for f32 {}

/// What an equation takes of one column for one cell: a number, or one of each band.
pub trait Argument: Copy + 'static {
    /// Unit of the numbers.
    const SYMBOL: &'static str;
    /// Numbers of a cell.
    const BANDS: usize;

    /// The cells of a column, whose bands stand one after another.
    fn cells<T: Stored>(column: &[T], cells: usize) -> impl Iterator<Item = Self>;
}

impl<U: BaseUnit> Argument for U {
    const SYMBOL: &'static str = U::SYMBOL;
    const BANDS: usize = 1;

    #[expect(clippy::inline_always, reason = "a call would keep a column from becoming vector instructions")]
    #[inline(always)]
    fn cells<T: Stored>(column: &[T], _cells: usize) -> impl Iterator<Item = Self> {
        column.iter().map(|value| U::new((*value).into()))
    }
}

impl<U: BaseUnit, const N: usize> Argument for [U; N] {
    const SYMBOL: &'static str = U::SYMBOL;
    const BANDS: usize = N;

    #[expect(clippy::inline_always, reason = "a call would keep a column from becoming vector instructions")]
    #[inline(always)]
    fn cells<T: Stored>(column: &[T], cells: usize) -> impl Iterator<Item = Self> {
        let mut bands = column.chunks_exact(cells.max(1));
        let bands: [&[T]; N] = std::array::from_fn(|_| bands.next().unwrap_or_default());
        let number = |value: &T| (*value).into();
        (0..cells).map(move |cell| bands.map(|band| U::new(band.get(cell).map_or(f64::NAN, number))))
    }
}

macro_rules! quantities {
    ($($(#[$doc:meta])* $name:ident = $symbol:literal;)+) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
        pub struct $name(f64);

        impl $name {
            /// Symbol of the unit.
            pub const SYMBOL: &'static str = $symbol;

            /// A quantity in this unit; `NaN` is a missing one.
            #[must_use]
            pub const fn new(value: f64) -> Self {
                Self(value)
            }

            /// The number in this unit.
            #[must_use]
            pub const fn get(self) -> f64 {
                self.0
            }
        }

        impl BaseUnit for $name {
            const SYMBOL: &'static str = $symbol;

            #[inline]
            fn new(value: f64) -> Self {
                Self(value)
            }

            #[inline]
            fn get(self) -> f64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                written(self.0, $symbol, f)
            }
        }

        impl Add for $name {
            type Output = Self;

            #[inline]
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl Sub for $name {
            type Output = Self;

            #[inline]
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }

        impl Mul<f64> for $name {
            type Output = Self;

            #[inline]
            fn mul(self, factor: f64) -> Self {
                Self(self.0 * factor)
            }
        }

        impl Sum for $name {
            /// In the order of the numbers, each sum rounded: for the bands of a cell. Cells are added by
            /// [`crate::exact_sum`].
            fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
                numbers.fold(Self(0.0), Add::add)
            }
        })+

        /// Symbol of every quantity, in the order of the table.
        pub const SYMBOLS: &[&str] = &[$($symbol),+];
    };
}

/// The number with its unit; a share stands alone.
fn written(number: f64, symbol: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Display::fmt(&number, f)?;
    if symbol == "1" { Ok(()) } else { write!(f, " {symbol}") }
}

quantities! {
    /// Area (面积).
    AreaM2 = "m2";
    /// Depth of water over an area in the accounting year (水深).
    DepthMm = "mm";
    /// Volume of water (水量).
    VolumeM3 = "m3";
    /// Temperature (温度).
    TemperatureC = "degC";
    /// Energy that falls on a square metre (辐射量).
    EnergyMjPerM2 = "MJ/m2";
    /// Latitude, north positive (纬度).
    LatitudeDeg = "deg";
    /// Dry matter grown on a square metre in the accounting year (干物质).
    DryMatterGPerM2 = "g/m2";
    /// Carbon fixed on a square metre in the accounting year (碳).
    CarbonGPerM2 = "gC/m2";
    /// Carbon held by an area (碳储量密度).
    CarbonStockTPerHm2 = "tC/hm2";
    /// Carbon fixed by an area in one year (固碳速率).
    CarbonRateTPerKm2 = "tC/(km2 a)";
    /// Mass of carbon dioxide (二氧化碳量).
    CarbonDioxideT = "tCO2";
    /// Mass of oxygen (氧气量).
    OxygenT = "tO2";
    /// A share or coefficient without unit (比例).
    Fraction = "1";
    /// A number of years (年数).
    Years = "a";
    /// A number of persons or visits (人次).
    Persons = "person";
    /// Time spent (时间).
    Hours = "h";
    /// Money (价值).
    Cny = "CNY";
    /// Price of a cubic metre.
    CnyPerM3 = "CNY/m3";
    /// Price of a ton of carbon dioxide.
    CnyPerTCo2 = "CNY/tCO2";
    /// Price of a ton of carbon.
    CnyPerTC = "CNY/tC";
    /// Price of a ton of oxygen.
    CnyPerTO2 = "CNY/tO2";
    /// Price of a tonne.
    CnyPerTonne = "CNY/t";
    /// Mass.
    Tonnes = "t";
    /// Mass per area and year.
    KgPerHm2 = "kg/(hm2 a)";
    /// Price of an hour.
    CnyPerHour = "CNY/h";
    /// Length, height or depth (长度).
    LengthM = "m";
    /// Angle, such as a slope (角度).
    AngleDeg = "deg";
    /// Share of a hundred (百分比).
    Percent = "%";
    /// Number of a month, January is 1 (月份).
    MonthNumber = "1";
    /// Erosivity of the rain of a year (降雨侵蚀力).
    Erosivity = "MJ mm/(hm2 h a)";
    /// Erodibility of a soil (土壤可蚀性).
    Erodibility = "t hm2 h/(hm2 MJ mm)";
    /// Mass per volume, of soil, sand and wood (容重).
    TonnesPerM3 = "t/m3";
    /// A coefficient of a number in percent.
    PerPercent = "1/%";
    /// Area of a table of the standards (公顷).
    AreaHm2 = "hm2";
    /// Length of a coast or a green belt (长度).
    LengthKm = "km";
    /// Some days of a month (天数).
    Days = "d";
    /// How long an ion lives (寿命).
    Minutes = "min";
    /// Speed of the wind (风速).
    SpeedMPerS = "m/s";
    /// Wind of a month as RWEQ counts it (风力值).
    WindValueM3PerS3 = "m3/s3";
    /// Density of air (空气密度).
    DensityKgPerM3 = "kg/m3";
    /// Soil that the wind carries across a metre of width (气候因子).
    WeatherKgPerM = "kg/m";
    /// Soil that the wind takes from a square metre in the accounting year (风蚀量).
    SoilLossKgPerM2 = "kg/m2";
    /// Soil that water takes from a hectare and year (侵蚀模数).
    ErosionTPerHm2 = "t/(hm2 a)";
    /// Mass that a wetland takes up per area and year (净化量).
    TonnesPerKm2 = "t/(km2 a)";
    /// Mass that counts as one pollution equivalent (污染当量值).
    Kilograms = "kg";
    /// Ions (离子数).
    Ions = "ion";
    /// Ions in a cubic centimetre of air (离子浓度).
    IonsPerCm3 = "ion/cm3";
    /// Price of an ion.
    CnyPerIon = "CNY/ion";
    /// Price of a square metre.
    CnyPerM2 = "CNY/m2";
    /// Price of a hectare.
    CnyPerHm2 = "CNY/hm2";
    /// Price of a kilometre.
    CnyPerKm = "CNY/km";
    /// A sum of indices that species or trees are given; no share, so it may be above one (指数).
    IndexSum = "index";
    /// Electric energy (电量).
    KilowattHours = "kWh";
    /// Price of electric energy.
    CnyPerKwh = "CNY/kWh";
    /// Price of one visit.
    CnyPerPerson = "CNY/person";
    /// Mass on a hectare: a harvest (单产), biomass (生物量), fertiliser.
    TonnesPerHm2 = "t/hm2";
    /// Rooms (客房数).
    Rooms = "room";
    /// Nights that rooms are let (间夜数).
    RoomDays = "room d";
    /// Price of a room for a night.
    CnyPerRoomDay = "CNY/(room d)";
    /// Standard equivalents of ecosystem service value (标准当量).
    Equivalents = "equivalent";
    /// Standard equivalents of one hectare (单位面积价值当量).
    EquivalentsPerHm2 = "equivalent/hm2";
    /// Value of one standard equivalent (标准当量因子价值).
    CnyPerEquivalent = "CNY/equivalent";
    /// Electricity per cubic metre.
    KwhPerM3 = "kWh/m3";
    /// Heat that a square metre takes up in a day.
    HeatKjPerM2Day = "kJ/(m2 d)";
    /// Heat per mass (潜热).
    HeatJPerG = "J/g";
    /// Heat that warms a mass by a degree (比热).
    HeatKjPerKgK = "kJ/(kg K)";
    /// Depth of water per day.
    DepthMmPerDay = "mm/d";
    /// Hydraulic conductivity (导水率).
    ConductivityCmPerDay = "cm/d";
    /// Carbon fixed per energy absorbed (光能利用率).
    LightUseGcPerMj = "gC/MJ";
    /// Volume on an area, such as standing timber (蓄积量).
    VolumeM3PerHm2 = "m3/hm2";
    /// Carbon that a hectare takes up in one year.
    CarbonRateTPerHm2 = "tC/(hm2 a)";
    /// Carbon that a hectare takes up in one year, in kilograms.
    CarbonRateKgPerHm2 = "kgC/(hm2 a)";
    /// Carbon per mass, in kilograms per tonne.
    CarbonKgPerTonne = "kgC/t";
    /// Carbon in dry matter (含碳率).
    CarbonPerMass = "tC/t";
    /// Oxygen that grows with dry matter (释氧系数).
    OxygenPerMass = "tO2/t";
    /// Carbon dioxide that grows into dry matter (固碳系数).
    CarbonDioxidePerMass = "tCO2/t";
    /// Carbon in carbon dioxide (含碳率).
    CarbonPerCarbonDioxide = "tC/tCO2";
    /// Logarithm of a volume in 10⁴ m³.
    LogVolumeWanM3 = "ln(10^4 m3)";
    /// Number of times in one year.
    PerYear = "1/a";
}

/// Products of two quantities, whose number is the product of the numbers.
macro_rules! products {
    ($($one:ident * $other:ident = $product:ident;)+) => {
        $(impl Mul<$other> for $one {
            type Output = $product;

            #[inline]
            fn mul(self, other: $other) -> $product {
                $product(self.0 * other.0)
            }
        })+
    };
}

products! {
    AreaHm2 * CnyPerHm2 = Cny;
    AreaM2 * CnyPerM2 = Cny;
    CarbonDioxideT * CnyPerTCo2 = Cny;
    DepthMmPerDay * Days = DepthMm;
    Equivalents * CnyPerEquivalent = Cny;
    Hours * CnyPerHour = Cny;
    Ions * CnyPerIon = Cny;
    KilowattHours * CnyPerKwh = Cny;
    LengthKm * CnyPerKm = Cny;
    OxygenT * CnyPerTO2 = Cny;
    Persons * CnyPerPerson = Cny;
    RoomDays * CnyPerRoomDay = Cny;
    Tonnes * CnyPerTonne = Cny;
    VolumeM3 * CnyPerM3 = Cny;
}

impl Mul<DepthMm> for AreaM2 {
    type Output = VolumeM3;

    /// [`VolumeM3::from_depth`].
    #[inline]
    fn mul(self, depth: DepthMm) -> VolumeM3 {
        VolumeM3::from_depth(self, depth)
    }
}

impl AreaM2 {
    /// From hectares (hm², 公顷).
    #[must_use]
    pub const fn from_hectares(hectares: f64) -> Self {
        Self(hectares * SQUARE_METRES_PER_HECTARE)
    }

    /// From square kilometres.
    #[must_use]
    pub const fn from_square_kilometres(area: f64) -> Self {
        Self(area * SQUARE_METRES_PER_SQUARE_KILOMETRE)
    }

    /// From mu (亩), 10000/15 m² each.
    #[must_use]
    pub const fn from_mu(mu: f64) -> Self {
        Self(mu * SQUARE_METRES_PER_HECTARE / MU_PER_HECTARE)
    }

    /// In hectares.
    #[must_use]
    pub const fn hectares(self) -> f64 {
        self.0 / SQUARE_METRES_PER_HECTARE
    }

    /// In square kilometres.
    #[must_use]
    pub const fn square_kilometres(self) -> f64 {
        self.0 / SQUARE_METRES_PER_SQUARE_KILOMETRE
    }

    /// In mu (亩).
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::unit::AreaM2;
    ///
    /// assert_eq!(AreaM2::from_square_kilometres(755.0).mu(), 1_132_500.0);
    /// ```
    #[must_use]
    pub const fn mu(self) -> f64 {
        self.0 * MU_PER_HECTARE / SQUARE_METRES_PER_HECTARE
    }
}

impl VolumeM3 {
    /// Water that stands `depth` high on `area`: 1 mm · 1 m² = 10⁻³ m³.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::unit::{AreaM2, DepthMm, VolumeM3};
    ///
    /// let volume = VolumeM3::from_depth(AreaM2::from_hectares(1.0), DepthMm::new(1.0));
    /// assert_eq!(volume.get(), 10.0);
    /// ```
    #[must_use]
    pub const fn from_depth(area: AreaM2, depth: DepthMm) -> Self {
        Self(area.0 * depth.0 / 1000.0)
    }
}

impl Cny {
    /// In ten thousand yuan (万元).
    #[must_use]
    pub const fn wan(self) -> f64 {
        self.0 / WAN
    }

    /// In a hundred million yuan (亿元).
    #[must_use]
    pub const fn yi(self) -> f64 {
        self.0 / YI
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_symbol_is_a_unit_text() {
        for symbol in SYMBOLS {
            assert!(symbol.parse::<Unit>().is_ok(), "{symbol}");
        }
    }

    #[test]
    fn a_quantity_is_written_with_its_unit() {
        assert_eq!(VolumeM3::new(234.0).to_string(), "234 m3");
        assert_eq!(format!("{:.1}", CnyPerTonne::new(727.25)), "727.2 CNY/t");
        assert_eq!(Fraction::new(0.25).to_string(), "0.25");
    }

    #[test]
    fn quantities_of_one_unit_are_added_and_products_have_their_unit() {
        assert_eq!(DepthMm::new(3.0) - DepthMm::new(1.0) + DepthMm::new(0.5), DepthMm::new(2.5));
        assert_eq!([1.0, 2.0, 4.0].map(DepthMm::new).into_iter().sum::<DepthMm>() * 2.0, DepthMm::new(14.0));
        assert_eq!(AreaM2::from_hectares(1.0) * DepthMm::new(1.0), VolumeM3::new(10.0));
        assert_eq!(VolumeM3::new(2.0) * CnyPerM3::new(7.0), Cny::new(14.0));
        assert_eq!(DepthMmPerDay::new(3.7) * Days::new(15.0), DepthMm::new(55.5));
    }

    #[test]
    fn the_cells_of_bands_are_read_band_by_band() {
        let column = [1.0_f32, 2.0, 3.0, 4.0];
        let cells: Vec<_> = <[DepthMm; 2]>::cells(&column, 2).collect();
        assert_eq!(cells, [[1.0, 3.0].map(DepthMm::new), [2.0, 4.0].map(DepthMm::new)]);
        let cells: Vec<_> = <[DepthMm; 2]>::cells(&[1.0], 1).collect();
        assert!(cells[0][0].get() == 1.0 && cells[0][1].get().is_nan());
    }

    #[test]
    fn fifteen_mu_are_a_hectare() {
        assert_eq!(AreaM2::from_mu(15.0).get(), 1e4);
        assert_eq!(AreaM2::from_mu(1.0).mu(), 1.0);
    }
}
