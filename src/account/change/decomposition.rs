//! The change of a product, shared among its factors.

use crate::error::{Code, Error, did_you_mean};
use crate::exact_sum::ExactSum;
use crate::math;
use crate::text;

/// How a change is shared among factors. The two differ where several factors move at once; neither is the true one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Additive logarithmic mean Divisia index I (LMDI-I): weights are logarithmic means of the product.
    LogarithmicMean,
    /// Shapley and Sun: the mean over all orders in which the factors may move one after another.
    Shapley,
}

/// Most factors of a product.
pub const MAX_FACTORS: usize = 12;

impl Method {
    /// Both, by name.
    pub const ALL: [(&'static str, Self); 2] = [("lmdi", Self::LogarithmicMean), ("shapley", Self::Shapley)];

    /// The method of a name.
    ///
    /// # Errors
    ///
    /// `EV-R002` with the names that are known.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::account::change::decomposition::Method;
    ///
    /// assert_eq!(Method::named("shapley")?, Method::Shapley);
    /// assert!(Method::named("laspeyres").is_err());
    /// # Ok::<(), ecovalue::Error>(())
    /// ```
    pub fn named(name: &str) -> Result<Self, Error> {
        let known = Self::ALL.iter().find(|(known, _)| *known == name);
        known.map(|(_, method)| *method).ok_or_else(|| {
            let hint = did_you_mean(name, Self::ALL.map(|(known, _)| known));
            Error::new(
                Code::UnknownVariant,
                text!("method `{0}` is not known", "未知的方法 `{0}`", name),
                hint,
            )
        })
    }

    /// Its name.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::LogarithmicMean => "lmdi",
            Self::Shapley => "shapley",
        }
    }

    /// English and Chinese name.
    #[must_use]
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::LogarithmicMean => {
                ("additive LMDI-I (logarithmic mean weights)", "加法 LMDI-I（对数平均权重）")
            }
            Self::Shapley => {
                ("Shapley (mean over all orders of the factors)", "Shapley（各因素变动次序的平均）")
            }
        }
    }
}

/// ln (a/b) for two numbers above 0, without cancellation where they are near each other.
///
/// # Examples
///
/// ```
/// use ecovalue::account::change::decomposition::log_ratio;
///
/// assert_eq!(log_ratio(5.0, 5.0), 0.0);
/// assert!((log_ratio(1.0 + f64::EPSILON, 1.0) / f64::EPSILON - 1.0).abs() < 1e-15);
/// ```
#[must_use]
pub fn log_ratio(a: f64, b: f64) -> f64 {
    if a < b { -ratio_above_one(b, a) } else { ratio_above_one(a, b) }
}

/// ln (a/b) for a ≥ b > 0.
fn ratio_above_one(a: f64, b: f64) -> f64 {
    if a <= 2.0 * b {
        // a − b is exact here
        return math::ln_1p((a - b) / b);
    }
    let ratio = a / b;
    if ratio.is_finite() { math::ln(ratio) } else { math::ln(a) - math::ln(b) }
}

/// The logarithmic mean of two numbers of one sign.
///
/// # Equation
///
/// ```text
/// L(a, b) = (a − b) / ln(a/b),   L(a, a) = a,   L(a, 0) = 0
/// ```
///
/// Where a and b are near each other, ln(a/b) = ln(1 + (a − b)/b), in which a − b has no rounding.
///
/// # Missing and negative values
///
/// Of two negative numbers it is −L(−a, −b). Numbers of unlike sign have none: the result is `NaN`, as for `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::account::change::decomposition::logarithmic_mean;
///
/// assert_eq!(logarithmic_mean(3.0, 3.0), 3.0);
/// assert_eq!(logarithmic_mean(150.0, 0.0), 0.0);
/// assert!((logarithmic_mean(2.0, 1.0) - 1.442_695_040_888_963).abs() < 1e-15); // 1/ln 2
/// assert!(logarithmic_mean(2.0, -1.0).is_nan());
/// ```
///
/// # References
///
/// * Ang, B. W. (2005): The LMDI approach to decomposition analysis: a practical guide, Energy Policy 33:867-871.
#[must_use]
pub fn logarithmic_mean(a: f64, b: f64) -> f64 {
    if a < 0.0 && b <= 0.0 || b < 0.0 && a <= 0.0 {
        return -logarithmic_mean(-a, -b);
    }
    let (a, b) = if a < b { (b, a) } else { (a, b) };
    match () {
        () if a.is_nan() || b.is_nan() || b < 0.0 => f64::NAN,
        () if b == 0.0 => 0.0,
        () if a - b == 0.0 => a,
        () => (a - b) / ratio_above_one(a, b),
    }
}

/// What each factor of a product has of its change.
///
/// # Equation
///
/// ```text
/// V = Π xₖ
/// LMDI-I    ΔVₖ = L(V₂, V₁) · ln(xₖ₂/xₖ₁)
/// Shapley   ΔVₖ = Σ_S |S|! (n − |S| − 1)! / n! · (xₖ₂ − xₖ₁) · Π_{j∈S} xⱼ₂ · Π_{j∉S, j≠k} xⱼ₁
/// ```
///
/// with S over all sets of the other factors. The parts add up to V₂ − V₁ but for rounding, which [`close`] gives to
/// one of them.
///
/// # Missing and negative values
///
/// Zeros are taken by LMDI-I as limits, never as a small number in their place: a product that comes from 0, or goes to 0,
/// has its whole change from the factors that do so, in equal parts where there are several (all go to 0 alike); a
/// product that is 0 at both ends has parts of 0. `NaN` in any factor makes every part `NaN`.
///
/// # Errors
///
/// `EV-A002` if LMDI-I is asked for a factor that changes its sign, which has no logarithm; `EV-L001` for more than
/// [`MAX_FACTORS`] factors.
///
/// # Examples
///
/// ```
/// use ecovalue::account::change::decomposition::{Method, parts};
///
/// // A quantity goes from 0 to 50 while its price goes from 2 to 3.
/// let (from, to) = ([0.0, 2.0], [50.0, 3.0]);
/// assert_eq!(parts(Method::LogarithmicMean, &from, &to)?, [150.0, 0.0]);
/// assert_eq!(parts(Method::Shapley, &from, &to)?, [125.0, 25.0]);
/// # Ok::<(), ecovalue::Error>(())
/// ```
///
/// # References
///
/// * Ang, B. W., Liu, F. L., Chew, E. P. (2003): Perfect decomposition techniques in energy and environmental analysis,
///   Energy Policy 31:1561-1566, for the limits at 0 (as recalled).
/// * Ang, B. W., Liu, F. L., Chung, H.-S. (2004): A generalized Fisher index approach to energy decomposition analysis,
///   Energy Economics 26:757-763, for the Shapley form (as recalled).
pub fn parts(method: Method, from: &[f64], to: &[f64]) -> Result<Vec<f64>, Error> {
    if from.len().max(to.len()) > MAX_FACTORS {
        let message =
            text!("{0} factors, {1} are allowed", "有 {0} 个因素，最多允许 {1} 个", from.len(), MAX_FACTORS);
        return Err(Error::new(Code::Limit, message, text!("put factors together", "合并部分因素")));
    }
    let factors: Vec<(f64, f64)> = from.iter().copied().zip(to.iter().copied()).collect();
    if factors.iter().any(|(from, to)| from.is_nan() || to.is_nan()) {
        return Ok(vec![f64::NAN; factors.len()]);
    }
    match method {
        Method::LogarithmicMean => logarithmic_parts(&factors),
        Method::Shapley => Ok(shapley_parts(&factors)),
    }
}

fn logarithmic_parts(factors: &[(f64, f64)]) -> Result<Vec<f64>, Error> {
    if let Some((from, to)) =
        factors.iter().find(|(from, to)| *from < 0.0 && *to > 0.0 || *from > 0.0 && *to < 0.0)
    {
        let message = text!(
            "a factor goes from {0} to {1}: a change of sign has no logarithmic mean",
            "某因素由 {0} 变为 {1}：符号改变时没有对数平均值",
            from.to_string(),
            to.to_string()
        );
        let hint = text!(
            "take the method `shapley`, which holds for any sign",
            "改用适用于任何符号的 `shapley` 方法"
        );
        return Err(Error::new(Code::SignChange, message, hint));
    }
    let (before, after) = (product(factors, |own| own.0), product(factors, |own| own.1));
    let zeros =
        |side: fn(&(f64, f64)) -> f64| factors.iter().map(|own| side(own) == 0.0).collect::<Vec<bool>>();
    let (opening, closing) = (zeros(|own| own.0), zeros(|own| own.1));
    let is_zero = |zeros: &[bool]| zeros.contains(&true);
    Ok(match (is_zero(&opening), is_zero(&closing)) {
        (false, false) => {
            let weight = logarithmic_mean(after, before);
            factors.iter().map(|(from, to)| weight * log_ratio(to.abs(), from.abs())).collect()
        }
        (true, false) => equal_parts(after, &opening),
        (false, true) => equal_parts(-before, &closing),
        (true, true) => vec![0.0; factors.len()],
    })
}

fn product(factors: &[(f64, f64)], side: fn(&(f64, f64)) -> f64) -> f64 {
    factors.iter().map(side).product()
}

/// A change in equal parts among the factors that are 0.
fn equal_parts(change: f64, zeros: &[bool]) -> Vec<f64> {
    let count = math::from_count(math::count(zeros.iter().filter(|zero| **zero).count()));
    zeros.iter().map(|zero| if *zero { change / count } else { 0.0 }).collect()
}

fn shapley_parts(factors: &[(f64, f64)]) -> Vec<f64> {
    let part = |(index, (from, to)): (usize, &(f64, f64))| {
        let others: Vec<&(f64, f64)> =
            factors.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, own)| own).collect();
        (to - from) * mean_of_others(&others)
    };
    factors.iter().enumerate().map(part).collect()
}

/// The mean over all orders of the product of the other factors: those before the factor have moved already.
fn mean_of_others(others: &[&(f64, f64)]) -> f64 {
    // Products by how many factors have moved; all orders have each number of them equally often.
    let mut by_size = vec![ExactSum::new(); others.len() + 1];
    for moved in 0_u32..1 << others.len() {
        let factor =
            |(place, own): (usize, &&(f64, f64))| if moved >> place & 1 == 1 { own.1 } else { own.0 };
        let product = others.iter().enumerate().map(factor).product();
        let size = usize::try_from(moved.count_ones()).unwrap_or(usize::MAX);
        if let Some(sum) = by_size.get_mut(size) {
            sum.add(product);
        }
    }
    let (mut sets, count) = (1.0, math::from_count(math::count(others.len())));
    let mut mean = ExactSum::new();
    for (size, sum) in by_size.iter().enumerate() {
        mean.add(sum.total() / sets);
        // C(m, s + 1) = C(m, s) (m − s)/(s + 1)
        let size = math::from_count(math::count(size));
        sets = sets * (count - size) / (size + 1.0);
    }
    mean.total() / (count + 1.0)
}

/// Gives what is left between a change and its parts to the largest part, of several to the first: the residue rule.
///
/// Afterwards the parts add up to the change exactly, since all of them are exact sums.
///
/// # Examples
///
/// ```
/// use ecovalue::account::change::decomposition::close;
/// use ecovalue::exact_sum::ExactSum;
///
/// let of = |value| [value].into_iter().collect::<ExactSum>();
/// let mut parts = [of(0.1), of(0.2)];
/// close(&mut parts, &of(0.3)); // 0.1 + 0.2 is 0.3 and 2.8e-17
/// let sum = [&parts[0], &parts[1]].into_iter().fold(ExactSum::new(), |mut sum, part| {
///     sum.merge(part);
///     sum
/// });
/// assert_eq!(sum, of(0.3));
/// ```
pub fn close(parts: &mut [ExactSum], change: &ExactSum) {
    let mut residue = change.clone();
    for part in &*parts {
        residue.subtract(part);
    }
    let mut largest: Option<(usize, f64)> = None;
    for (index, part) in parts.iter().enumerate() {
        let size = part.total().abs();
        if largest.is_none_or(|(_, so_far)| size > so_far) {
            largest = Some((index, size));
        }
    }
    if let Some(part) = largest.and_then(|(index, _)| parts.get_mut(index)) {
        part.merge(&residue);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_factors_that_come_from_nothing_share_alike() {
        let lmdi = |from: &[f64], to: &[f64]| parts(Method::LogarithmicMean, from, to).unwrap();
        assert_eq!(lmdi(&[0.0, 0.0, 2.0], &[5.0, 3.0, 4.0]), [30.0, 30.0, 0.0]);
        assert_eq!(lmdi(&[5.0, 3.0], &[0.0, 4.0]), [-15.0, 0.0]);
        assert_eq!(lmdi(&[0.0, 3.0], &[4.0, 0.0]), [0.0, 0.0]);
        assert_eq!(lmdi(&[-2.0, 1.0], &[0.0, 4.0]), [2.0, 0.0]);
    }

    #[test]
    fn shapley_of_three_factors_by_hand() {
        // (b₁c₁/3 + (b₂c₁ + b₁c₂)/6 + b₂c₂/3) Δa
        let found = parts(Method::Shapley, &[1.0, 1.0, 1.0], &[2.0, 3.0, 4.0]).unwrap();
        let expected = [
            1.0 / 3.0 + 7.0 / 6.0 + 4.0,
            2.0 * (1.0 / 3.0 + 1.0 + 8.0 / 3.0),
            3.0 * (1.0 / 3.0 + 5.0 / 6.0 + 2.0),
        ];
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-14, "{found} {expected}");
        }
    }

    #[test]
    fn a_sign_that_turns_is_for_shapley_only() {
        let error = parts(Method::LogarithmicMean, &[2.0, -1.0], &[2.0, 3.0]).unwrap_err();
        assert!(error.code() == Code::SignChange && error.hint().to_string().contains("shapley"), "{error}");
        assert_eq!(parts(Method::Shapley, &[2.0, -1.0], &[2.0, 3.0]).unwrap(), [0.0, 8.0]);
        // Both ends below 0 have a logarithmic mean.
        let parts = parts(Method::LogarithmicMean, &[2.0, -1.0], &[2.0, -3.0]).unwrap();
        assert!(parts[0] == 0.0 && (parts[1] + 4.0).abs() < 1e-15, "{parts:?}");
    }

    #[test]
    fn missing_stays_missing_and_many_factors_are_refused() {
        for (_, method) in Method::ALL {
            let missing = parts(method, &[f64::NAN, 0.0], &[1.0, 0.0]).unwrap();
            assert!(missing.iter().all(|part| part.is_nan()));
            assert_eq!(parts(method, &[1.0; 13], &[1.0; 13]).unwrap_err().code(), Code::Limit);
        }
    }
}
