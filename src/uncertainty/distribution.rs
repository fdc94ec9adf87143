//! Distributions of numbers that are not known exactly.

use std::fmt;

use statrs::function::beta::{beta_reg, ln_beta};

use crate::error::{Code, Error, did_you_mean};
use crate::math;
use crate::regression::distribution::{normal_probability, normal_quantile};
use crate::text;
use crate::wording::{Message, TextArgument};

/// Names of the distributions in tables.
pub const NAMES: [&str; 6] = ["normal", "lognormal", "triangular", "uniform", "beta", "quantiles"];

/// Probability that may lie outside the possible values of a number, and beyond which nothing is drawn.
pub const EDGE: f64 = 1e-12;

/// The form of a distribution.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// The logarithm is normal.
    LogNormal {
        /// Median: e to the mean of the logarithm.
        median: f64,
        /// Standard deviation of the logarithm.
        log_sd: f64,
    },
    /// Triangular.
    Triangular {
        /// Smallest value.
        minimum: f64,
        /// Most likely value.
        mode: f64,
        /// Largest value.
        maximum: f64,
    },
    /// Uniform.
    Uniform {
        /// Smallest value.
        minimum: f64,
        /// Largest value.
        maximum: f64,
    },
    /// Beta, scaled to an interval.
    Beta {
        /// First shape.
        alpha: f64,
        /// Second shape.
        beta: f64,
        /// Smallest value.
        minimum: f64,
        /// Largest value.
        maximum: f64,
    },
    /// Quantiles that a survey or a simulation gave, straight between them: probability and value, rising from 0 to 1.
    Quantiles(Vec<(f64, f64)>),
}

/// A distribution, possibly cut off below and above.
///
/// # Equation
///
/// ```text
/// x(u) = F⁻¹(F(low) + u (F(high) − F(low))),   0 < u < 1
/// ```
///
/// # Units
///
/// Those of the number that it stands for.
///
/// # Examples
///
/// ```
/// use ecovalue::uncertainty::distribution::{Distribution, Shape};
///
/// let triangle = Distribution::new(Shape::Triangular { minimum: 0.0, mode: 1.0, maximum: 2.0 })?;
/// // Half of the area lies below the mode, an eighth below 0.5.
/// assert_eq!((triangle.quantile(0.5), triangle.quantile(0.125)), (1.0, 0.5));
///
/// let price = Distribution::new(Shape::Normal { mean: 0.0, sd: 1.0 })?.truncated(Some(0.0), None)?;
/// // Half a normal distribution: its median is the third quartile of the whole.
/// assert!((price.quantile(0.5) - 0.674_489_750_196_081_7).abs() < 1e-14);
/// # Ok::<(), ecovalue::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    shape: Shape,
    /// Where it is cut off.
    cut: (Option<f64>, Option<f64>),
    /// Probability below each cut.
    between: (f64, f64),
}

impl Distribution {
    /// A distribution that is not cut off.
    ///
    /// # Errors
    ///
    /// `EV-I006` for a spread that is not above 0, limits that do not rise, or a number that is not finite.
    pub fn new(shape: Shape) -> Result<Self, Error> {
        let sound = match &shape {
            Shape::Normal { mean, sd } => mean.is_finite() && positive(*sd),
            Shape::LogNormal { median, log_sd } => positive(*median) && positive(*log_sd),
            Shape::Triangular { minimum, mode, maximum } => {
                rises(*minimum, *maximum) && minimum <= mode && mode <= maximum
            }
            Shape::Uniform { minimum, maximum } => rises(*minimum, *maximum),
            Shape::Beta { alpha, beta, minimum, maximum } => {
                positive(*alpha) && positive(*beta) && rises(*minimum, *maximum)
            }
            Shape::Quantiles(points) => is_quantile_function(points),
        };
        if sound {
            return Ok(Self { shape, cut: (None, None), between: (0.0, 1.0) });
        }
        let message =
            text!("these numbers do not make a {0} distribution", "这些数值不能构成 {0} 分布", name(&shape));
        Err(Error::new(Code::BadValue, message, needed(&shape)))
    }

    /// The same, of which only values from `low` to `high` are possible.
    ///
    /// # Errors
    ///
    /// `EV-I006` if next to nothing lies between them.
    pub fn truncated(self, low: Option<f64>, high: Option<f64>) -> Result<Self, Error> {
        let below = low.map_or(0.0, |low| self.shape.probability(low));
        let above = high.map_or(1.0, |high| self.shape.probability(high));
        if above - below > 1e-9 {
            return Ok(Self { cut: (low, high), between: (below, above), ..self });
        }
        let end = |end: Option<f64>| {
            end.map_or_else(|| text!("no limit", "无限制"), |end| text!("{0}", "{0}", end))
        };
        let message = text!(
            "nothing of {0} lies between {1} and {2}",
            "{0} 在 {1} 与 {2} 之间没有取值",
            self.to_string(),
            end(low),
            end(high)
        );
        let hint =
            text!("cut it off where it has values: low below high", "在有取值的范围内截断：low 小于 high");
        Err(Error::new(Code::BadValue, message, hint))
    }

    /// The form.
    #[must_use]
    pub const fn shape(&self) -> &Shape {
        &self.shape
    }

    /// The value below which a share of the distribution lies.
    #[must_use]
    pub fn quantile(&self, probability: f64) -> f64 {
        let (below, above) = self.between;
        let value = self.shape.quantile(below + probability * (above - below));
        let value = self.cut.0.map_or(value, |low| value.max(low));
        self.cut.1.map_or(value, |high| value.min(high))
    }

    /// The smallest and the largest value that are drawn.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        (self.quantile(EDGE), self.quantile(1.0 - EDGE))
    }
}

impl Shape {
    /// Probability of values up to `x`.
    fn probability(&self, x: f64) -> f64 {
        match *self {
            Self::Normal { mean, sd } => normal_probability((x - mean) / sd),
            Self::LogNormal { .. } if x <= 0.0 => 0.0,
            Self::LogNormal { median, log_sd } => normal_probability(math::ln(x / median) / log_sd),
            Self::Triangular { minimum, mode, maximum } => triangular(x, minimum, mode, maximum),
            Self::Uniform { minimum, maximum } => ((x - minimum) / (maximum - minimum)).clamp(0.0, 1.0),
            Self::Beta { alpha, beta, minimum, maximum } => {
                beta_reg(alpha, beta, ((x - minimum) / (maximum - minimum)).clamp(0.0, 1.0))
            }
            Self::Quantiles(ref points) => between(points, x, |point| (point.1, point.0)),
        }
    }

    fn quantile(&self, u: f64) -> f64 {
        match *self {
            Self::Normal { mean, sd } => mean + sd * normal_quantile(u),
            Self::LogNormal { median, log_sd } => median * math::exp(log_sd * normal_quantile(u)),
            Self::Triangular { minimum, mode, maximum } => {
                // F(x) = (x − a)²/((b − a)(c − a)) up to the mode c, 1 − (b − x)²/((b − a)(b − c)) above it
                let width = maximum - minimum;
                if u * width <= mode - minimum {
                    minimum + (u * width * (mode - minimum)).sqrt()
                } else {
                    maximum - ((1.0 - u) * width * (maximum - mode)).sqrt()
                }
            }
            Self::Uniform { minimum, maximum } => minimum + u * (maximum - minimum),
            Self::Beta { alpha, beta, minimum, maximum } => {
                minimum + beta_quantile(alpha, beta, u) * (maximum - minimum)
            }
            Self::Quantiles(ref points) => between(points, u, |point| *point),
        }
    }
}

fn triangular(x: f64, minimum: f64, mode: f64, maximum: f64) -> f64 {
    let width = maximum - minimum;
    match x {
        x if x <= minimum => 0.0,
        x if x >= maximum => 1.0,
        x if x <= mode => (x - minimum) * (x - minimum) / (width * (mode - minimum)),
        x => 1.0 - (maximum - x) * (maximum - x) / (width * (maximum - mode)),
    }
}

/// Quantile of the beta distribution on 0 to 1: Newton's method within a bracket that shrinks, until the probability
/// agrees.
fn beta_quantile(alpha: f64, beta: f64, u: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    let mut x = alpha / (alpha + beta);
    let log_beta = ln_beta(alpha, beta);
    for _ in 0..200 {
        let excess = beta_reg(alpha, beta, x) - u;
        if excess.abs() < 1e-15 {
            break;
        }
        if excess > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let log_density = (alpha - 1.0) * math::ln(x) + (beta - 1.0) * math::ln_1p(-x) - log_beta;
        let step = x - excess / math::exp(log_density);
        let next = if low < step && step < high { step } else { 0.5 * (low + high) };
        if (next - x).abs() <= 1e-16 * x {
            break;
        }
        x = next;
    }
    x
}

/// Straight between points whose first coordinate rises.
fn between(points: &[(f64, f64)], at: f64, order: impl Fn(&(f64, f64)) -> (f64, f64)) -> f64 {
    let mut last = None;
    for point in points.iter().map(order) {
        if at <= point.0 {
            let Some((from, value)) = last else { return point.1 };
            let width: f64 = point.0 - from;
            let share = if width > 0.0 { (at - from) / width } else { 1.0 };
            return value + share * (point.1 - value);
        }
        last = Some(point);
    }
    last.map_or(f64::NAN, |point| point.1)
}

fn positive(x: f64) -> bool {
    x > 0.0 && x.is_finite()
}

fn rises(minimum: f64, maximum: f64) -> bool {
    minimum < maximum && minimum.is_finite() && maximum.is_finite()
}

fn is_quantile_function(points: &[(f64, f64)]) -> bool {
    let ends = points.first().is_some_and(|point| point.0.total_cmp(&0.0).is_eq())
        && points.last().is_some_and(|point| point.0.total_cmp(&1.0).is_eq());
    let finite = points.iter().all(|(p, value)| p.is_finite() && value.is_finite());
    let rising = points.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1);
    let wide = points.first().zip(points.last()).is_some_and(|(first, last)| first.1 < last.1);
    ends && finite && rising && wide
}

/// Numbers that a distribution needs.
fn needed(shape: &Shape) -> Message {
    match shape {
        Shape::Normal { .. } => {
            text!("state mean and sd, with sd above 0", "给出 mean 和 sd，sd 大于 0")
        }
        Shape::LogNormal { .. } => {
            text!("state median and log_sd, both above 0", "给出 median 和 log_sd，均大于 0")
        }
        Shape::Triangular { .. } => text!(
            "state minimum <= mode <= maximum, with minimum below maximum",
            "给出 minimum <= mode <= maximum，且 minimum 小于 maximum"
        ),
        Shape::Uniform { .. } => text!(
            "state minimum and maximum, with minimum below maximum",
            "给出 minimum 和 maximum，minimum 小于 maximum"
        ),
        Shape::Beta { .. } => text!(
            "state alpha and beta above 0, and minimum below maximum",
            "给出大于 0 的 alpha 和 beta，且 minimum 小于 maximum"
        ),
        Shape::Quantiles(_) => text!(
            "state rising pairs from 0 to 1, such as `0=8 0.5=10 1=14`",
            "给出从 0 到 1 递增的数对，如 `0=8 0.5=10 1=14`"
        ),
    }
}

const fn name(shape: &Shape) -> &'static str {
    match shape {
        Shape::Normal { .. } => "normal",
        Shape::LogNormal { .. } => "lognormal",
        Shape::Triangular { .. } => "triangular",
        Shape::Uniform { .. } => "uniform",
        Shape::Beta { .. } => "beta",
        Shape::Quantiles(_) => "quantiles",
    }
}

impl fmt::Display for Distribution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.shape {
            Shape::Normal { mean, sd } => write!(f, "normal(mean {mean}, sd {sd})")?,
            Shape::LogNormal { median, log_sd } => write!(f, "lognormal(median {median}, log_sd {log_sd})")?,
            Shape::Triangular { minimum, mode, maximum } => {
                write!(f, "triangular({minimum}, {mode}, {maximum})")?;
            }
            Shape::Uniform { minimum, maximum } => write!(f, "uniform({minimum}, {maximum})")?,
            Shape::Beta { alpha, beta, minimum, maximum } => {
                write!(f, "beta({alpha}, {beta}) on {minimum} to {maximum}")?;
            }
            Shape::Quantiles(points) => write!(f, "quantiles({} points)", points.len())?,
        }
        match self.cut {
            (None, None) => Ok(()),
            (low, high) => {
                let text = |end: Option<f64>| end.map_or_else(|| "…".to_owned(), |end| end.to_string());
                write!(f, " cut off to {}..{}", text(low), text(high))
            }
        }
    }
}

/// The numbers that tables may state for a distribution.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Numbers {
    /// Mean and standard deviation.
    pub mean: Option<f64>,
    /// Standard deviation.
    pub sd: Option<f64>,
    /// Median of a lognormal distribution.
    pub median: Option<f64>,
    /// Standard deviation of the logarithm.
    pub log_sd: Option<f64>,
    /// Smallest value.
    pub minimum: Option<f64>,
    /// Most likely value.
    pub mode: Option<f64>,
    /// Largest value.
    pub maximum: Option<f64>,
    /// First shape of a beta distribution.
    pub alpha: Option<f64>,
    /// Second shape of a beta distribution.
    pub beta: Option<f64>,
    /// Cut off below.
    pub low: Option<f64>,
    /// Cut off above.
    pub high: Option<f64>,
    /// Pairs of probability and value.
    pub points: Vec<(f64, f64)>,
}

impl Numbers {
    /// The distribution of a name with these numbers.
    ///
    /// # Errors
    ///
    /// `EV-I006` for a name that is not known, and for numbers that are missing, do not belong to the distribution, or
    /// cannot be.
    pub fn distribution(&self, name: &str) -> Result<Distribution, Error> {
        let stated = [
            ("mean", self.mean),
            ("sd", self.sd),
            ("median", self.median),
            ("log_sd", self.log_sd),
            ("minimum", self.minimum),
            ("mode", self.mode),
            ("maximum", self.maximum),
            ("alpha", self.alpha),
            ("beta", self.beta),
        ];
        let read: &[&str] = match name {
            "normal" => &["mean", "sd"],
            "lognormal" => &["median", "log_sd"],
            "triangular" => &["minimum", "mode", "maximum"],
            "uniform" => &["minimum", "maximum"],
            "beta" => &["alpha", "beta", "minimum", "maximum"],
            "quantiles" => &[],
            _ => {
                let message = match name {
                    "" => text!("the distribution is empty", "分布为空"),
                    _ => text!("unknown distribution `{0}`", "未知的分布 `{0}`", name),
                };
                return Err(Error::new(Code::BadValue, message, did_you_mean(name, NAMES)));
            }
        };
        for (column, value) in stated {
            if value.is_some() && !read.contains(&column) {
                let message =
                    text!("the {0} distribution does not take `{1}`", "{0} 分布没有参数 `{1}`", name, column);
                let hint = if read.is_empty() {
                    text!("state points, and leave the others empty", "给出 points，其余留空")
                } else {
                    text!(
                        "state {0}, and leave the others empty",
                        "给出 {0}，其余留空",
                        TextArgument::list(read.iter().copied())
                    )
                };
                return Err(Error::new(Code::BadValue, message, hint));
            }
        }
        let number = |value: Option<f64>| value.unwrap_or(f64::NAN);
        let (minimum, maximum) = (number(self.minimum), number(self.maximum));
        let shape = match name {
            "normal" => Shape::Normal { mean: number(self.mean), sd: number(self.sd) },
            "lognormal" => Shape::LogNormal { median: number(self.median), log_sd: number(self.log_sd) },
            "triangular" => Shape::Triangular { minimum, mode: number(self.mode), maximum },
            "uniform" => Shape::Uniform { minimum, maximum },
            "beta" => Shape::Beta { alpha: number(self.alpha), beta: number(self.beta), minimum, maximum },
            _ => Shape::Quantiles(self.points.clone()),
        };
        match (self.low, self.high) {
            (None, None) => Distribution::new(shape),
            (low, high) => Distribution::new(shape)?.truncated(low, high),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_and_probabilities_belong_together() {
        let shapes = [
            Shape::Normal { mean: 3.0, sd: 2.0 },
            Shape::LogNormal { median: 5.0, log_sd: 0.7 },
            Shape::Triangular { minimum: -1.0, mode: 0.5, maximum: 4.0 },
            Shape::Triangular { minimum: 1.0, mode: 1.0, maximum: 4.0 },
            Shape::Uniform { minimum: 2.0, maximum: 9.0 },
            Shape::Beta { alpha: 2.0, beta: 5.0, minimum: 10.0, maximum: 20.0 },
            Shape::Beta { alpha: 0.5, beta: 0.5, minimum: 0.0, maximum: 1.0 },
            Shape::Beta { alpha: 1e6, beta: 1e6, minimum: 0.0, maximum: 1.0 },
            Shape::Quantiles(vec![(0.0, 1.0), (0.25, 2.0), (1.0, 7.0)]),
        ];
        for shape in shapes {
            for k in 1..100 {
                let probability = f64::from(k) / 100.0;
                let back = shape.probability(shape.quantile(probability));
                assert!((back - probability).abs() < 1e-10, "{shape:?} {probability} {back}");
            }
        }
    }

    #[test]
    fn beta_has_closed_forms() {
        // Beta(2, 1) has F(x) = x², Beta(1, 3) has F(x) = 1 − (1 − x)³.
        assert!((beta_quantile(2.0, 1.0, 0.3) - 0.3_f64.sqrt()).abs() < 1e-15);
        assert!((1.0 - beta_quantile(1.0, 3.0, 0.875) - 0.5).abs() < 1e-15);
    }

    #[test]
    fn what_is_no_distribution_is_refused() {
        let numbers = Numbers { mean: Some(1.0), sd: Some(0.0), ..Numbers::default() };
        assert!(numbers.distribution("normal").unwrap_err().hint().to_string().contains("sd above 0"));
        assert!(numbers.distribution("nromal").unwrap_err().hint().to_string().contains("`normal`"));
        let numbers = Numbers { median: Some(1.0), log_sd: Some(0.1), sd: Some(1.0), ..Numbers::default() };
        assert!(numbers.distribution("lognormal").unwrap_err().message().to_string().contains("`sd`"));
        let cut = Distribution::new(Shape::Uniform { minimum: 0.0, maximum: 1.0 }).unwrap();
        assert!(cut.truncated(Some(2.0), None).is_err());
    }
}
