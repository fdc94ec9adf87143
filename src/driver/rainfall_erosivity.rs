//! Rainfall erosivity R (降雨侵蚀力因子) of a year, from daily or monthly rain.

use super::{Driver, driver};
use crate::equation::{block, cell};
use crate::math::{count, from_count, log10, pow};
use crate::quantity::{
    EROSIVE_DAILY_RAIN, PRECIPITATION_DAILY, PRECIPITATION_MONTHLY, RAINFALL_EROSIVITY,
    WARM_SEASON_FIRST_MONTH, WARM_SEASON_LAST_MONTH,
};
use crate::unit::{Argument, DepthMm, Erosivity, MonthNumber};

/// Erosive daily rain of Zhang's equation [mm].
const EROSIVE_RAIN_ZHANG: f64 = 12.0;
/// From 100 ft short ton in ac⁻¹ h⁻¹ to MJ mm hm⁻² h⁻¹.
const US_CUSTOMARY: f64 = 17.02;

/// Which days erode and which months are warm. The text of HJ 1173-2021 names neither.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ErosiveRain {
    /// Daily rain from which on it erodes; 12 or 10 mm in practice.
    pub threshold: DepthMm,
    /// First month of the warm season; May in practice.
    pub warm_from: MonthNumber,
    /// Last month of the warm season; September in practice. A season over the turn of the year ends before it begins.
    pub warm_to: MonthNumber,
}

impl ErosiveRain {
    /// Whether a month, 1 to 12, is of the warm season.
    fn is_warm(self, month: f64) -> bool {
        let (from, to) = (self.warm_from.get(), self.warm_to.get());
        if from <= to { from <= month && month <= to } else { from <= month || month <= to }
    }

    fn is_possible(self) -> bool {
        let is_month = |month: f64| (1.0..=12.0).contains(&month) && month.fract().abs() < f64::EPSILON;
        self.threshold.get() >= 0.0 && is_month(self.warm_from.get()) && is_month(self.warm_to.get())
    }
}

/// Rainfall erosivity of each half-month from the daily rain of several years, by HJ 1173-2021.
///
/// # Equation
///
/// ```text
/// Rh_k = (1/n) Σ_i Σ_j α · P_ijk^1.7265,   α = 0.3937 in the warm, 0.3101 in the cold season     (A.6)
/// ```
///
/// over the years `i` and the days `j` of the half-month `k`, whose rain is erosive.
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Rh_k` | returned | erosivity of the half-months: days 1 to 15, then the rest of each month | MJ mm hm⁻² h⁻¹ a⁻¹ |
/// | `P` | `years` | rain of each day, 365 or 366 for each year | mm |
/// | - | `rule.threshold` | rain from which on a day erodes | mm |
/// | - | `rule.warm_from`, `rule.warm_to` | first and last month of the warm season | 1 |
/// | `n` | - | number of years | 1 |
///
/// # Assumptions
///
/// The standard asks for the mean of several years: of one year the erosivity is that year's weather. It names neither
/// the rain that is erosive (12 or 10 mm in practice) nor the months of the seasons (May to September in practice);
/// both are unverified, so they are arguments.
///
/// # Missing and negative values
///
/// A missing or negative day gives `NaN` for its half-month. No year at all, a year of another number of days, a
/// missing or negative threshold and months that are none of the twelve give `NaN` for all.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::rainfall_erosivity::{ErosiveRain, hj1173_half_months};
/// use ecovalue::unit::{DepthMm, MonthNumber};
///
/// let rule = ErosiveRain {
///     threshold: DepthMm::new(12.0),
///     warm_from: MonthNumber::new(5.0),
///     warm_to: MonthNumber::new(9.0),
/// };
/// // One day of 100 mm on 16 January: 0.3101 · 10^3.453 = 880.
/// let mut days = [DepthMm::new(0.0); 365];
/// days[15] = DepthMm::new(100.0);
/// let halves = hj1173_half_months(&[&days], rule);
/// assert!((halves[1].get() - 880.0).abs() < 0.1);
/// assert_eq!(halves[0].get(), 0.0);
/// ```
///
/// # References
///
/// * HJ 1173-2021, 全国生态状况调查评估技术规范 生态系统服务功能评估, Annex A, Eq. (A.6).
#[must_use]
pub fn hj1173_half_months(years: &[&[DepthMm]], rule: ErosiveRain) -> [Erosivity; 24] {
    if !rule.is_possible() {
        return [Erosivity::new(f64::NAN); 24];
    }
    mean_of_half_months(years, rule.threshold, |month, rain| {
        let alpha = if rule.is_warm(month) { 0.3937 } else { 0.3101 };
        alpha * pow(rain, 1.7265)
    })
}

/// Rainfall erosivity from the daily rain of several years, by HJ 1173-2021.
///
/// # Equation
///
/// ```text
/// R = Σ Rh_k,   k = 1 … 24                                                       (A.5)
///   = Σ α P^1.7265 over erosive days                                             of one year
/// ```
///
/// with `Rh_k` of [`hj1173_half_months`].
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `R` | returned | erosivity | MJ mm hm⁻² h⁻¹ a⁻¹ |
/// | `P` | `years` | rain of each day, 365 or 366 for each year | mm |
/// | - | `rule` | which days erode, which months are warm | - |
///
/// # Assumptions
///
/// Those of [`hj1173_half_months`]. The driver of this name reads one year, which is not what the standard asks for;
/// the mean of several years is given as a layer.
///
/// # Missing and negative values
///
/// As [`hj1173_half_months`]; one missing day makes the year missing.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::rainfall_erosivity::{ErosiveRain, hj1173_daily};
/// use ecovalue::unit::{DepthMm, MonthNumber};
///
/// let rule = ErosiveRain {
///     threshold: DepthMm::new(12.0),
///     warm_from: MonthNumber::new(5.0),
///     warm_to: MonthNumber::new(9.0),
/// };
/// // 100 mm on 1 July of the first of two years: 0.3937 · 10^3.453 / 2 = 559.
/// let dry = [DepthMm::new(0.0); 365];
/// let mut wet = dry;
/// wet[181] = DepthMm::new(100.0);
/// let r = hj1173_daily(&[&wet, &dry], rule);
/// assert!((r.get() - 558.6).abs() < 0.1);
/// ```
///
/// # References
///
/// * HJ 1173-2021, 全国生态状况调查评估技术规范 生态系统服务功能评估, Annex A, Eq. (A.5).
#[must_use]
pub fn hj1173_daily(years: &[&[DepthMm]], rule: ErosiveRain) -> Erosivity {
    total(hj1173_half_months(years, rule))
}

/// Rainfall erosivity from the daily rain of several years, by Zhang Wenbo (章文波).
///
/// # Equation
///
/// ```text
/// R  = Σ λ D^β over days of 12 mm and more
/// β  = 0.8363 + 18.144 / Pd12 + 24.455 / Py12
/// λ  = 21.586 β^(−7.1891)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `R` | returned | sum over the half-months, mean of the years | MJ mm hm⁻² h⁻¹ a⁻¹ |
/// | `D` | `years` | rain of each day, 365 or 366 for each year | mm |
/// | `Pd12` | - | mean rain of the days of 12 mm and more | mm |
/// | `Py12` | - | mean yearly rain of those days | mm |
///
/// # Assumptions
///
/// `Pd12` and `Py12` are means of the years given; those of a single year are that year's weather. They stand for the
/// place all year, so that the half-months need not be told apart for the sum. Without a day of 12 mm there is no
/// erosivity.
///
/// # Missing and negative values
///
/// A missing or negative day gives `NaN`, and so do no year at all and a year of another number of days.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::rainfall_erosivity::zhang_half_month;
/// use ecovalue::unit::DepthMm;
///
/// // 20 days of 30 mm: β = 0.8363 + 18.144/30 + 24.455/600 = 1.4819, λ = 1.2771, R = 20 λ 30^β.
/// let mut days = [DepthMm::new(0.0); 365];
/// days[180..200].fill(DepthMm::new(30.0));
/// let r = zhang_half_month(&[&days]);
/// assert!((r.get() - 3945.8).abs() < 0.1);
/// ```
///
/// # References
///
/// * Chen Z. et al. (2016), ChinaXiv-201711.00309, after Zhang W. et al. (章文波, 谢云, 刘宝元 2002), 地理科学 22(6).
#[must_use]
pub fn zhang_half_month(years: &[&[DepthMm]]) -> Erosivity {
    let (mut rain, mut days) = (0.0, 0);
    for day in years.iter().copied().flatten().filter(|day| day.get() >= EROSIVE_RAIN_ZHANG) {
        rain += day.get();
        days += 1;
    }
    let per_day = rain / from_count(days);
    let per_year = rain / from_count(count(years.len()));
    let beta = 0.8363 + 18.144 / per_day + 24.455 / per_year;
    let lambda = 21.586 * pow(beta, -7.1891);
    let threshold = DepthMm::new(EROSIVE_RAIN_ZHANG);
    total(mean_of_half_months(years, threshold, |_, rain| lambda * pow(rain, beta)))
}

/// Rainfall erosivity from the rain of the months, after Wischmeier.
///
/// # Equation
///
/// ```text
/// R = 17.02 Σ 1.735 · 10^(1.5 lg(p_i²/p) − 0.8188)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `R` | returned | erosivity; the sum alone is in 100 ft short ton in ac⁻¹ h⁻¹ a⁻¹ | MJ mm hm⁻² h⁻¹ a⁻¹ |
/// | `p_i` | `precipitation` | rain of each month | mm |
/// | `p` | - | rain of the year | mm |
///
/// # Assumptions
///
/// Without the factor 17.02 the result is in US customary units, and often taken for SI. The constant is 0.8188: some
/// papers print 0.08188, which makes R 5.5 times too large and is not offered here.
///
/// # Missing and negative values
///
/// A missing or negative month gives `NaN`. A month without rain adds nothing; a year without rain has no erosivity.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::rainfall_erosivity::wischmeier_monthly;
/// use ecovalue::unit::DepthMm;
///
/// // All of 100 mm in one month: 1.735 · 10^(3 − 0.8188) = 263.3, times 17.02.
/// let mut months = [DepthMm::new(0.0); 12];
/// months[6] = DepthMm::new(100.0);
/// assert!((wischmeier_monthly(months).get() - 4482.0).abs() < 1.0);
/// ```
///
/// # References
///
/// * Wischmeier W. H., Smith D. D. (1978): Predicting rainfall erosion losses. USDA Agriculture Handbook 537, for the
///   index; the monthly form and both constants are as recalled, unverified.
#[must_use]
pub fn wischmeier_monthly(precipitation: [DepthMm; 12]) -> Erosivity {
    let months = precipitation.map(DepthMm::get);
    let mut year = 0.0;
    for month in months {
        year += month;
    }
    let mut index = 0.0;
    for month in months {
        let possible = month >= 0.0;
        if !possible {
            return Erosivity::new(f64::NAN);
        }
        if month > 0.0 {
            // In 100 ft short ton in ac⁻¹ h⁻¹ a⁻¹.
            index += 1.735 * pow(10.0, 1.5 * log10(month * month / year) - 0.8188);
        }
    }
    Erosivity::new(US_CUSTOMARY * index)
}

/// Sum over the half-months of a year.
fn total(halves: [Erosivity; 24]) -> Erosivity {
    let mut total = 0.0;
    for half in halves {
        total += half.get();
    }
    Erosivity::new(total)
}

/// For each half-month the mean over the years of an index of the days from `threshold` on; the index gets the month
/// and the rain.
fn mean_of_half_months(
    years: &[&[DepthMm]],
    threshold: DepthMm,
    index: impl Fn(f64, f64) -> f64,
) -> [Erosivity; 24] {
    let mut sums = [0.0; 24];
    for year in years {
        let Some(halves) = half_months(year) else { return [Erosivity::new(f64::NAN); 24] };
        let mut position = 0.0_f64;
        for (sum, half) in sums.iter_mut().zip(halves) {
            let month = (position / 2.0).floor() + 1.0;
            position += 1.0;
            for rain in half.iter().map(|day| day.get()) {
                let possible = rain >= 0.0;
                *sum += match possible {
                    true if rain >= threshold.get() => index(month, rain),
                    true => 0.0,
                    false => f64::NAN,
                };
            }
        }
    }
    let years = from_count(count(years.len()));
    sums.map(|sum: f64| Erosivity::new(sum / years))
}

/// The half-months of a year of 365 or 366 days.
fn half_months(year: &[DepthMm]) -> Option<[&[DepthMm]; 24]> {
    let february = match year.len() {
        365 => 28,
        366 => 29,
        _ => return None,
    };
    let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut halves: [&[DepthMm]; 24] = [&[]; 24];
    let mut rest = year;
    for (pair, length) in halves.chunks_exact_mut(2).zip(lengths) {
        let [first, second] = pair else { return None };
        let (month, after) = rest.split_at_checked(length)?;
        (*first, *second) = month.split_at_checked(15)?;
        rest = after;
    }
    Some(halves)
}

/// Applies an equation to the year of each cell: of 366 days if the column has so many numbers, else of 365.
fn map_years<R>(
    days: &[f64],
    rules: impl Iterator<Item = R>,
    out: &mut [f64],
    equation: impl Fn(&[DepthMm], R) -> Erosivity,
) {
    let cells = out.len();
    let outs = out.iter_mut().zip(rules);
    if days.len() == cells.saturating_mul(366) {
        let years = <[DepthMm; 366]>::cells(days, cells);
        outs.zip(years).for_each(|((out, rule), year)| *out = equation(&year, rule).get());
    } else {
        let years = <[DepthMm; 365]>::cells(days, cells);
        outs.zip(years).for_each(|((out, rule), year)| *out = equation(&year, rule).get());
    }
}

/// Variants of this file. Those of daily rain are blocks: a year has 365 or 366 days.
pub static DRIVERS: &[Driver] = &[
    Driver {
        output: RAINFALL_EROSIVITY.0,
        id: "hj1173_daily_one_year",
        formula: "R = Σ α P^1.7265 over erosive days, α 0.3937 warm, 0.3101 cold, one year",
        equation: &block(
            &[
                PRECIPITATION_DAILY.0,
                EROSIVE_DAILY_RAIN.0,
                WARM_SEASON_FIRST_MONTH.0,
                WARM_SEASON_LAST_MONTH.0,
            ],
            |columns, out| {
                let [days, threshold, first, last] = *columns else { return out.fill(f64::NAN) };
                let cells = out.len();
                let seasons = MonthNumber::cells(first, cells).zip(MonthNumber::cells(last, cells));
                let rules = DepthMm::cells(threshold, cells).zip(seasons);
                map_years(days, rules, out, |year, (threshold, (warm_from, warm_to))| {
                    hj1173_daily(&[year], ErosiveRain { threshold, warm_from, warm_to })
                });
            },
        ),
        source: "HJ 1173-2021 Annex A, Eq. (A.5) and (A.6), of one year instead of the mean of several",
    },
    Driver {
        output: RAINFALL_EROSIVITY.0,
        id: "zhang_half_month_one_year",
        formula: "R = Σ λ D^β over days of 12 mm and more, λ and β of the station, one year",
        equation: &block(&[PRECIPITATION_DAILY.0], |columns, out| {
            let [days] = *columns else { return out.fill(f64::NAN) };
            map_years(days, std::iter::repeat(()), out, |year, ()| zhang_half_month(&[year]));
        }),
        source: "Zhang Wenbo et al., as in Chen et al. 2016, ChinaXiv-201711.00309, of one year",
    },
    driver(
        RAINFALL_EROSIVITY,
        "wischmeier_monthly",
        "R = 17.02 Σ 1.735 · 10^(1.5 lg(p_i²/p) − 0.8188)",
        &cell(wischmeier_monthly, (PRECIPITATION_MONTHLY,)),
        "monthly form after Wischmeier and Smith 1978, USDA Handbook 537; unverified",
    ),
];
