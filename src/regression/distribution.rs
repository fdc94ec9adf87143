//! Probabilities and quantiles of the distributions that tests and intervals are read from.
//!
//! Those of the normal distribution are computed through [`crate::math`] and have the same bits everywhere. Those of
//! Student's t, F and χ² come from `statrs`; every quantile is checked against its own probability, since a search
//! that stops early would give an interval that looks right.

use statrs::distribution::{ChiSquared, ContinuousCDF, FisherSnedecor, StudentsT};

use crate::math;

/// √(2π)⁻¹.
const INVERSE_ROOT_2_PI: f64 = 0.398_942_280_401_432_7;

/// Density of the standard normal distribution.
///
/// # Examples
///
/// ```
/// use ecovalue::regression::distribution::normal_density;
///
/// assert!((normal_density(0.0) - 0.398_942_280_401_432_7).abs() < 1e-16);
/// ```
#[must_use]
pub fn normal_density(x: f64) -> f64 {
    // φ(x) = exp(−x²/2) / √(2π)
    math::exp(-0.5 * x * x) * INVERSE_ROOT_2_PI
}

/// Probability that a standard normal number is at most `x`.
///
/// # Examples
///
/// ```
/// use ecovalue::regression::distribution::normal_probability;
///
/// assert_eq!(normal_probability(0.0), 0.5);
/// assert!((normal_probability(1.959_963_984_540_054) - 0.975).abs() < 1e-15);
/// ```
#[must_use]
pub fn normal_probability(x: f64) -> f64 {
    // Φ(x) = erfc(−x/√2) / 2
    0.5 * math::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

/// ln Φ(x) and the ratio φ(x)/Φ(x), also far below 0 where Φ itself is lost.
pub(crate) fn normal_log_probability(x: f64) -> (f64, f64) {
    if x > -30.0 {
        let probability = normal_probability(x);
        return (math::ln(probability), normal_density(x) / probability);
    }
    // Mills' ratio Φ(x)/φ(x) as a continued fraction 1/(z + 1/(z + 2/(z + 3/(z + …)))), z = −x.
    let z = -x;
    let fraction = (1..=12).rev().fold(z, |tail, k| z + f64::from(k) / tail);
    (-0.5 * x * x + math::ln(INVERSE_ROOT_2_PI / fraction), fraction)
}

/// Quantile of the standard normal distribution, to about 1e-16 of its value (Wichura 1988, AS 241, PPND16).
///
/// 0 gives −∞, 1 gives +∞, and a number outside gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::regression::distribution::normal_quantile;
///
/// assert!((normal_quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-15);
/// assert_eq!(normal_quantile(0.5), 0.0);
/// ```
///
/// # References
///
/// * Wichura, M. J. (1988): The percentage points of the normal distribution, Applied Statistics 37, 477-484.
#[must_use]
pub fn normal_quantile(probability: f64) -> f64 {
    if probability.is_nan() || !(0.0..=1.0).contains(&probability) {
        return f64::NAN;
    }
    let q = probability - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * ratio(r, &CENTRE);
    }
    let tail = if q < 0.0 { probability } else { 1.0 - probability };
    if tail <= 0.0 {
        return if q < 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let r = (-math::ln(tail)).sqrt();
    let size = if r <= 5.0 { ratio(r - 1.6, &MIDDLE) } else { ratio(r - 5.0, &FAR) };
    if q < 0.0 { -size } else { size }
}

/// Numerator and denominator by falling powers.
type Ratio = ([f64; 8], [f64; 8]);

fn ratio(r: f64, (numerator, denominator): &Ratio) -> f64 {
    let value = |coefficients: &[f64]| coefficients.iter().fold(0.0, |sum, c| sum * r + c);
    value(numerator) / value(denominator)
}

/// |p − ½| ≤ 0.425.
const CENTRE: Ratio = (
    [
        2.509_080_928_730_122_7e3,
        3.343_057_558_358_813e4,
        6.726_577_092_700_87e4,
        4.592_195_393_154_987e4,
        1.373_169_376_550_946e4,
        1.971_590_950_306_551_3e3,
        1.331_416_678_917_843_8e2,
        3.387_132_872_796_366_5,
    ],
    [
        5.226_495_278_852_545e3,
        2.872_908_573_572_194_3e4,
        3.930_789_580_009_271e4,
        2.121_379_430_158_659_7e4,
        5.394_196_021_424_751e3,
        6.871_870_074_920_579e2,
        4.231_333_070_160_091e1,
        1.0,
    ],
);

/// √−ln p ≤ 5.
const MIDDLE: Ratio = (
    [
        7.745_450_142_783_414e-4,
        2.272_384_498_926_918_4e-2,
        2.417_807_251_774_506e-1,
        1.270_458_252_452_368_4,
        3.647_848_324_763_204_5,
        5.769_497_221_460_691,
        4.630_337_846_156_546,
        1.423_437_110_749_683_5,
    ],
    [
        1.050_750_071_644_416_9e-9,
        5.475_938_084_995_345e-4,
        1.519_866_656_361_645_7e-2,
        1.481_039_764_274_800_8e-1,
        6.897_673_349_851e-1,
        1.676_384_830_183_803_8,
        2.053_191_626_637_759,
        1.0,
    ],
);

/// Farther out.
const FAR: Ratio = (
    [
        2.010_334_399_292_288_1e-7,
        2.711_555_568_743_487_6e-5,
        1.242_660_947_388_078_4e-3,
        2.653_218_952_657_612_4e-2,
        2.965_605_718_285_048_7e-1,
        1.784_826_539_917_291_3,
        5.463_784_911_164_114,
        6.657_904_643_501_103,
    ],
    [
        2.044_263_103_389_939_8e-15,
        1.421_511_758_316_446e-7,
        1.846_318_317_510_054_8e-5,
        7.868_691_311_456_133e-4,
        1.487_536_129_085_061_5e-2,
        1.369_298_809_227_358e-1,
        5.998_322_065_558_88e-1,
        1.0,
    ],
);

/// Probability that |t| or |z| is larger: Student's t with the given freedom, or normal without.
pub(crate) fn two_sided(statistic: f64, freedom: Option<f64>) -> f64 {
    let size = statistic.abs();
    if size.is_infinite() {
        return 0.0;
    }
    match freedom.map(|freedom| StudentsT::new(0.0, 1.0, freedom)) {
        _ if size.is_nan() => f64::NAN,
        None => math::erfc(size * std::f64::consts::FRAC_1_SQRT_2),
        Some(Ok(distribution)) => 2.0 * distribution.cdf(-size),
        Some(Err(_)) => f64::NAN,
    }
}

/// The number that |t| or |z| is below with the given probability.
pub(crate) fn two_sided_quantile(level: f64, freedom: Option<f64>) -> f64 {
    // 1 − (1 − level)/2 written so that levels near 1 keep their digits.
    let upper = 0.5 + 0.5 * level;
    match freedom.map(|freedom| StudentsT::new(0.0, 1.0, freedom)) {
        None => normal_quantile(upper),
        Some(Ok(distribution)) => checked(distribution.inverse_cdf(upper), upper, |x| distribution.cdf(x)),
        Some(Err(_)) => f64::NAN,
    }
}

/// Probability that F is larger.
pub(crate) fn f_above(statistic: f64, numerator: f64, denominator: f64) -> f64 {
    if statistic.is_infinite() {
        return 0.0;
    }
    match FisherSnedecor::new(numerator, denominator) {
        Ok(distribution) if statistic >= 0.0 => distribution.sf(statistic),
        _ => f64::NAN,
    }
}

/// Probability that χ² is larger.
pub(crate) fn chi_squared_above(statistic: f64, freedom: f64) -> f64 {
    match ChiSquared::new(freedom) {
        Ok(distribution) if statistic >= 0.0 => distribution.sf(statistic),
        _ => f64::NAN,
    }
}

/// A quantile, bisected where the probability at it is not the one that was asked for.
fn checked(quantile: f64, probability: f64, below: impl Fn(f64) -> f64) -> f64 {
    if (below(quantile) - probability).abs() < 1e-9 || !(0.0..1.0).contains(&probability) {
        return quantile;
    }
    let (mut low, mut high) = (-1.0, 1.0);
    while below(low) > probability && low > f64::MIN {
        low *= 2.0;
    }
    while below(high) < probability && high < f64::MAX {
        high *= 2.0;
    }
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if below(middle) < probability { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// ln n! of a whole n ≥ 0.
pub(crate) fn ln_factorial(n: f64) -> f64 {
    if n < 20.0 {
        let mut product = 1.0;
        let mut k = 2.0;
        while k <= n {
            product *= k;
            k += 1.0;
        }
        return math::ln(product);
    }
    // Stirling: ln n! = (n + ½) ln n − n + ½ ln 2π + 1/12n − 1/360n³ + 1/1260n⁵ − 1/1680n⁷
    let inverse = 1.0 / n;
    let square = inverse * inverse;
    let series =
        inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square * (1.0 / 1680.0))));
    (n + 0.5) * math::ln(n) - n + 0.918_938_533_204_672_7 + series
}

#[cfg(test)]
mod tests {
    use statrs::distribution::Normal;

    use super::*;

    #[test]
    fn normal_quantiles_agree_with_their_probability_and_with_statrs() {
        let normal = Normal::standard();
        for k in 1..1000 {
            let probability = f64::from(k) / 1000.0;
            let quantile = normal_quantile(probability);
            assert!((normal_probability(quantile) - probability).abs() < 1e-15, "{probability}");
            assert!((quantile - normal.inverse_cdf(probability)).abs() < 1e-13, "{probability}");
        }
        for probability in [1e-10, 1e-20, 1e-100, 1e-300] {
            let back = normal_probability(normal_quantile(probability));
            assert!((back / probability - 1.0).abs() < 1e-12, "{probability:e} {back:e}");
        }
        assert!(normal_quantile(0.0).is_infinite() && normal_quantile(1.5).is_nan());
    }

    #[test]
    fn tails_join_where_the_form_changes() {
        let (above, below) = (normal_log_probability(-29.999_999), normal_log_probability(-30.000_001));
        assert!((above.0 / below.0 - 1.0).abs() < 1e-6 && (above.1 / below.1 - 1.0).abs() < 1e-6);
        // mpmath 50 digits: ln Φ(−40), φ(−40)/Φ(−40)
        let (log, ratio) = normal_log_probability(-40.0);
        assert!((log / -804.608_442_013_753_8 - 1.0).abs() < 1e-14, "{log}");
        assert!((ratio / 40.024_968_847_207_26 - 1.0).abs() < 1e-12, "{ratio}");
    }

    #[test]
    fn quantiles_of_t_and_tails_of_f() {
        // t with 4 degrees at 0.975, closed form.
        assert!((two_sided_quantile(0.95, Some(4.0)) - 2.776_445_105_197_793_4).abs() < 1e-12);
        assert!((two_sided(2.776_445_105_197_793_4, Some(4.0)) - 0.05).abs() < 1e-13);
        assert_eq!(two_sided(f64::INFINITY, Some(4.0)), 0.0);
        // F(1, m) is t² with m degrees.
        assert!((f_above(9.0, 1.0, 7.0) - two_sided(3.0, Some(7.0))).abs() < 1e-14);
        assert!((chi_squared_above(3.841_458_820_694_124, 1.0) - 0.05).abs() < 1e-14);
    }

    #[test]
    fn factorials_join_where_the_form_changes() {
        assert!((ln_factorial(20.0) - (ln_factorial(19.0) + math::ln(20.0))).abs() < 1e-13);
        assert_eq!(ln_factorial(0.0), 0.0);
    }
}
