//! Potential evapotranspiration (潜在蒸散发量) of a year, from the temperatures of its months or from that of a grass
//! cover (参考作物蒸散量).

use std::f64::consts::PI;

use super::{Driver, driver};
use crate::equation::cell;
use crate::math::{acos, cos, pow, radians, sin, tan};
use crate::quantity::{
    CROP_COEFFICIENT, LATITUDE, POTENTIAL_EVAPOTRANSPIRATION, REFERENCE_EVAPOTRANSPIRATION,
    TEMPERATURE_MAXIMUM_MONTHLY, TEMPERATURE_MINIMUM_MONTHLY, TEMPERATURE_MONTHLY,
};
use crate::unit::{DepthMm, EnergyMjPerM2, Fraction, Hours, LatitudeDeg, TemperatureC};

/// Solar constant of FAO-56 [MJ m⁻² min⁻¹].
const SOLAR_CONSTANT_FAO56: f64 = 0.0820;
/// Water that one MJ m⁻² evaporates, by FAO-56 Eq. (20) [mm per MJ m⁻²].
const EVAPORATION_PER_ENERGY_FAO56: f64 = 0.408;

/// A month of a year of 365 days.
struct Month {
    days: f64,
    /// Number of its 15th day in the year, for which FAO-56 gives the tables of its annex 2.
    middle: f64,
}

const fn month(days: f64, middle: f64) -> Month {
    Month { days, middle }
}

const MONTHS: [Month; 12] = [
    month(31.0, 15.0),
    month(28.0, 46.0),
    month(31.0, 74.0),
    month(30.0, 105.0),
    month(31.0, 135.0),
    month(30.0, 166.0),
    month(31.0, 196.0),
    month(31.0, 227.0),
    month(30.0, 258.0),
    month(31.0, 288.0),
    month(30.0, 319.0),
    month(31.0, 349.0),
];

/// Annual potential evapotranspiration from monthly temperature and day length, by Thornthwaite.
///
/// # Equation
///
/// ```text
/// PET = Σ 16 (N_m/12) (d_m/30) (10 T_m/I)^a                            of the months with 0 < T_m ≤ 26.5
///     + Σ (N_m/12) (d_m/30) (−415.85 + 32.24 T_m − 0.43 T_m²)          of the months with T_m > 26.5
/// I = Σ (T_m/5)^1.514 over the months with T_m > 0
/// a = 6.75·10⁻⁷ I³ − 7.71·10⁻⁵ I² + 1.792·10⁻² I + 0.49239
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `PET` | returned | potential evapotranspiration | mm a⁻¹ |
/// | `T_m` | `temperature` | mean temperature of the months, January first | °C |
/// | - | `latitude` | latitude, north positive | ° |
/// | `N_m` | - | length of the 15th day of the month, see [`day_length`] | h |
/// | `d_m` | - | days of the month, February has 28 | d |
/// | `I` | - | annual heat index | 1 |
///
/// # Assumptions
///
/// Above 26.5 °C Thornthwaite prints a table; its parabola by Willmott takes its place. PET is 0 in a year without a
/// month above 0 °C. Temperature is the only measure of energy: PET of dry and windy climates is too low.
///
/// Where only one or two months are barely above 0 °C, as on high plateaus, the result is too high: `I` goes to 0
/// faster than `T_m`, and a single month of 1 °C gets 166 mm. The result jumps by some mm at 26.5 °C.
///
/// # Missing and negative values
///
/// `NaN` in any month or in the latitude gives `NaN`, and so does a latitude beyond the poles.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::potential_evapotranspiration::thornthwaite;
/// use ecovalue::unit::{LatitudeDeg, TemperatureC};
///
/// // Equator, 20 °C all year: I = 12 · 4^1.514 = 97.9, a = 2.1416, 16 (200/I)^a = 73.8 mm in 30 days.
/// let pet = thornthwaite([TemperatureC::new(20.0); 12], LatitudeDeg::new(0.0));
/// assert!((pet.get() - 73.8 * 365.0 / 30.0).abs() < 1.0);
///
/// let frozen = thornthwaite([TemperatureC::new(-1.0); 12], LatitudeDeg::new(60.0));
/// assert_eq!(frozen.get(), 0.0);
/// ```
///
/// # References
///
/// * Thornthwaite C. W. (1948): An approach toward a rational classification of climate. Geographical Review
///   38(1), 55-94.
/// * Willmott C. J., Rowe C. M., Mintz Y. (1985): Climatology of the terrestrial seasonal water cycle. Journal of
///   Climatology 5, 589-606.
#[inline]
#[must_use]
pub fn thornthwaite(temperature: [TemperatureC; 12], latitude: LatitudeDeg) -> DepthMm {
    let mut index = 0.0;
    for t in temperature.map(TemperatureC::get) {
        if t > 0.0 {
            index += pow(t / 5.0, 1.514);
        }
    }

    let exponent = 6.75e-7 * index * index * index - 7.71e-5 * index * index + 1.792e-2 * index + 0.49239;

    let mut sum = 0.0;
    for (month, t) in MONTHS.iter().zip(temperature.map(TemperatureC::get)) {
        // Of a month of 30 days of 12 hours.
        let standard = if t.is_nan() {
            f64::NAN
        } else if t <= 0.0 {
            0.0
        } else if t <= 26.5 {
            16.0 * pow(10.0 * t / index, exponent)
        } else {
            -415.85 + 32.24 * t - 0.43 * t * t
        };
        let length = day_length(latitude, month.middle).get();
        sum += standard * (length / 12.0) * (month.days / 30.0);
    }
    DepthMm::new(sum)
}

/// Annual reference evapotranspiration from monthly extremes of temperature, by Hargreaves and Samani.
///
/// # Equation
///
/// ```text
/// PET = Σ d_m · 0.0023 (T_m + 17.8) √(Tmax_m − Tmin_m) · 0.408 Ra_m   FAO-56 Eq. (52)
/// T_m = (Tmax_m + Tmin_m)/2
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `PET` | returned | reference evapotranspiration of grass | mm a⁻¹ |
/// | `Tmax_m` | `maximum` | mean of the daily maxima of the months, January first | °C |
/// | `Tmin_m` | `minimum` | mean of the daily minima of the months | °C |
/// | - | `latitude` | latitude, north positive | ° |
/// | `Ra_m` | - | radiation of the 15th day of the month, see [`extraterrestrial_radiation`] | MJ m⁻² d⁻¹ |
/// | `d_m` | - | days of the month, February has 28 | d |
///
/// # Assumptions
///
/// Below a mean of −17.8 °C the equation turns negative: such a month has 0.
///
/// # Missing and negative values
///
/// `NaN` in any month or in the latitude gives `NaN`, and so do a maximum below the minimum and a latitude beyond
/// the poles.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::potential_evapotranspiration::hargreaves;
/// use ecovalue::unit::{LatitudeDeg, TemperatureC};
///
/// // Equator, 24.2 and 20.2 °C all year: 0.0023 · 40 · √4 · 14.8 mm/d of radiation = 2.7 mm/d.
/// let pet = hargreaves([TemperatureC::new(24.2); 12], [TemperatureC::new(20.2); 12], LatitudeDeg::new(0.0));
/// assert!((pet.get() / 365.0 - 2.7).abs() < 0.1);
/// ```
///
/// # References
///
/// * Hargreaves G. H., Samani Z. A. (1985): Reference crop evapotranspiration from temperature. Applied
///   Engineering in Agriculture 1(2), 96-99.
/// * Allen R. G., Pereira L. S., Raes D., Smith M. (1998): Crop evapotranspiration. FAO Irrigation and Drainage
///   Paper 56, Eq. (52).
#[inline]
#[must_use]
pub fn hargreaves(
    maximum: [TemperatureC; 12],
    minimum: [TemperatureC; 12],
    latitude: LatitudeDeg,
) -> DepthMm {
    let mut sum = 0.0;
    for (month, (high, low)) in MONTHS.iter().zip(maximum.into_iter().zip(minimum)) {
        let (high, low) = (high.get(), low.get());
        let mean = f64::midpoint(high, low);
        let radiation =
            EVAPORATION_PER_ENERGY_FAO56 * extraterrestrial_radiation(latitude, month.middle).get();

        // `NaN` where the maximum is below the minimum.
        let daily = 0.0023 * (mean + 17.8) * (high - low).sqrt() * radiation;
        sum += month.days * if daily < 0.0 { 0.0 } else { daily };
    }
    DepthMm::new(sum)
}

/// Hours from sunrise to sunset.
///
/// # Equation
///
/// ```text
/// N = 24/π · ω_s                                                      FAO-56 Eq. (34)
/// ω_s = arccos(−tan φ tan δ)                                          FAO-56 Eq. (25)
/// δ = 0.409 sin(2π/365 · J − 1.39)                                    FAO-56 Eq. (24)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `N` | returned | length of the day | h |
/// | `φ` | `latitude` | latitude, north positive | ° |
/// | `J` | `day_of_year` | 1 on 1 January, 365 on 31 December | d |
/// | `δ` | - | declination of the sun | rad |
/// | `ω_s` | - | hour angle of sunset | rad |
///
/// # Assumptions
///
/// The sun is a point and the air does not bend its light. Where the sun does not rise the day has 0 hours, where
/// it does not set 24.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so does a latitude beyond the poles.
///
/// # Examples
///
/// FAO-56, example 9: 20° S on 3 September (day 246) has 11.7 hours.
///
/// ```
/// use ecovalue::driver::potential_evapotranspiration::day_length;
/// use ecovalue::unit::LatitudeDeg;
///
/// assert!((day_length(LatitudeDeg::new(-20.0), 246.0).get() - 11.7).abs() < 0.05);
/// assert_eq!(day_length(LatitudeDeg::new(80.0), 166.0).get(), 24.0);
/// ```
///
/// # References
///
/// * Allen R. G. et al. (1998): FAO Irrigation and Drainage Paper 56, chapter 3.
#[inline]
#[must_use]
pub fn day_length(latitude: LatitudeDeg, day_of_year: f64) -> Hours {
    Hours::new(24.0 / PI * sunset_hour_angle(latitude, declination(day_of_year)))
}

/// Radiation that falls on a level square metre above the air in one day.
///
/// # Equation
///
/// ```text
/// Ra = 24·60/π · G_sc · d_r (ω_s sin φ sin δ + cos φ cos δ sin ω_s)   FAO-56 Eq. (21)
/// d_r = 1 + 0.033 cos(2π/365 · J)                                     FAO-56 Eq. (23)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Ra` | returned | extraterrestrial radiation | MJ m⁻² d⁻¹ |
/// | `φ` | `latitude` | latitude, north positive | ° |
/// | `J` | `day_of_year` | 1 on 1 January, 365 on 31 December | d |
/// | `G_sc` | - | solar constant, 0.0820 | MJ m⁻² min⁻¹ |
/// | `d_r` | - | inverse relative distance of the sun | 1 |
/// | `δ`, `ω_s` | - | declination and hour angle of sunset, see [`day_length`] | rad |
///
/// # Assumptions
///
/// 0 where the sun does not rise.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so does a latitude beyond the poles.
///
/// # Examples
///
/// FAO-56, example 8: 20° S on 3 September (day 246) has 32.2 MJ m⁻² d⁻¹.
///
/// ```
/// use ecovalue::driver::potential_evapotranspiration::extraterrestrial_radiation;
/// use ecovalue::unit::LatitudeDeg;
///
/// let radiation = extraterrestrial_radiation(LatitudeDeg::new(-20.0), 246.0);
/// assert!((radiation.get() - 32.2).abs() < 0.05);
/// ```
///
/// # References
///
/// * Allen R. G. et al. (1998): FAO Irrigation and Drainage Paper 56, chapter 3.
#[inline]
#[must_use]
pub fn extraterrestrial_radiation(latitude: LatitudeDeg, day_of_year: f64) -> EnergyMjPerM2 {
    let declination = declination(day_of_year);
    let sunset = sunset_hour_angle(latitude, declination);
    let latitude = radians(latitude.get());
    let distance = 1.0 + 0.033 * cos(2.0 * PI / 365.0 * day_of_year);

    EnergyMjPerM2::new(
        24.0 * 60.0 / PI
            * SOLAR_CONSTANT_FAO56
            * distance
            * (sunset * sin(latitude) * sin(declination) + cos(latitude) * cos(declination) * sin(sunset)),
    )
}

fn declination(day_of_year: f64) -> f64 {
    0.409 * sin(2.0 * PI / 365.0 * day_of_year - 1.39)
}

fn sunset_hour_angle(latitude: LatitudeDeg, declination: f64) -> f64 {
    let degrees = latitude.get();
    if degrees.abs() > 90.0 {
        return f64::NAN;
    }
    // 0 in polar night and π in polar day.
    acos((-tan(radians(degrees)) * tan(declination)).clamp(-1.0, 1.0))
}

/// Potential evapotranspiration of a cover from that of grass.
///
/// # Equation
///
/// ```text
/// PET = Kc · ET0
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `PET` | returned | potential evapotranspiration of the cover | mm a⁻¹ |
/// | `Kc` | `coefficient` | crop coefficient of the type | 1 |
/// | `ET0` | `reference` | reference evapotranspiration, of a grass cover | mm a⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::potential_evapotranspiration::crop_coefficient;
/// use ecovalue::unit::{DepthMm, Fraction};
///
/// assert_eq!(crop_coefficient(Fraction::new(0.75), DepthMm::new(1000.0)).get(), 750.0);
/// ```
///
/// # References
///
/// * Allen R. G. et al. (1998): Crop evapotranspiration. FAO Irrigation and drainage paper 56, Eq. (58).
#[inline]
#[must_use]
pub fn crop_coefficient(coefficient: Fraction, reference: DepthMm) -> DepthMm {
    reference * coefficient.get()
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[
    driver(
        POTENTIAL_EVAPOTRANSPIRATION,
        "thornthwaite",
        "PET = Σ 16 (N_m/12) (d_m/30) (10 T_m/I)^a",
        &cell(thornthwaite, (TEMPERATURE_MONTHLY, LATITUDE)),
        "Thornthwaite 1948, Geographical Review 38(1):55; above 26.5 °C Willmott et al. 1985",
    ),
    driver(
        POTENTIAL_EVAPOTRANSPIRATION,
        "hargreaves",
        "PET = Σ d_m · 0.0023 (T_m + 17.8) √(Tmax_m − Tmin_m) · 0.408 Ra_m",
        &cell(hargreaves, (TEMPERATURE_MAXIMUM_MONTHLY, TEMPERATURE_MINIMUM_MONTHLY, LATITUDE)),
        "Hargreaves and Samani 1985; FAO-56 Eq. (52)",
    ),
    driver(
        REFERENCE_EVAPOTRANSPIRATION,
        "hargreaves",
        "ET0 = Σ d_m · 0.0023 (T_m + 17.8) √(Tmax_m − Tmin_m) · 0.408 Ra_m",
        &cell(hargreaves, (TEMPERATURE_MAXIMUM_MONTHLY, TEMPERATURE_MINIMUM_MONTHLY, LATITUDE)),
        "Hargreaves and Samani 1985; FAO-56 Eq. (52)",
    ),
    driver(
        POTENTIAL_EVAPOTRANSPIRATION,
        "crop_coefficient",
        "PET = Kc · ET0",
        &cell(crop_coefficient, (CROP_COEFFICIENT, REFERENCE_EVAPOTRANSPIRATION)),
        "FAO-56; InVEST user's guide, annual water yield",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn months(value: f64) -> [TemperatureC; 12] {
        [TemperatureC::new(value); 12]
    }

    #[test]
    fn months_have_365_days_and_fifteenths() {
        let mut before = 0.0;
        for month in MONTHS {
            assert_eq!(month.middle, before + 15.0);
            before += month.days;
        }
        assert_eq!(before, 365.0);
    }

    #[test]
    fn the_sun_neither_rises_in_polar_night_nor_sets_in_polar_day() {
        for (latitude, day, hours) in [(80.0, 349.0, 0.0), (90.0, 166.0, 24.0), (-90.0, 166.0, 0.0)] {
            let latitude = LatitudeDeg::new(latitude);
            assert_eq!(day_length(latitude, day).get(), hours);
            let radiation = extraterrestrial_radiation(latitude, day).get();
            assert_eq!(radiation > 0.0, hours > 0.0, "{radiation}");
        }
    }

    #[test]
    fn a_missing_value_stays_missing() {
        let (here, nowhere) = (LatitudeDeg::new(30.0), LatitudeDeg::new(f64::NAN));
        let mut gap = months(15.0);
        gap[6] = TemperatureC::new(f64::NAN);
        assert!(thornthwaite(gap, here).get().is_nan());
        assert!(thornthwaite(months(15.0), nowhere).get().is_nan());
        assert!(hargreaves(months(20.0), gap, here).get().is_nan());
        assert!(hargreaves(months(20.0), months(10.0), nowhere).get().is_nan());
        assert!(hargreaves(months(20.0), months(10.0), LatitudeDeg::new(91.0)).get().is_nan());
    }

    #[test]
    fn a_maximum_below_the_minimum_is_missing() {
        assert!(hargreaves(months(9.0), months(10.0), LatitudeDeg::new(30.0)).get().is_nan());
        // Also where the equation itself is negative.
        assert!(hargreaves(months(-31.0), months(-30.0), LatitudeDeg::new(30.0)).get().is_nan());
    }
}
