//! A fit as a table for the screen.

use std::fmt;

use super::count::CountFit;
use super::distribution::two_sided_quantile;
use super::estimates::Estimates;
use super::least_squares::LinearFit;
use super::sample::size;

/// A fit as a table of fixed width, in the form of statsmodels.
///
/// # Examples
///
/// ```
/// use ecovalue::regression::{Sample, least_squares};
///
/// let sample = Sample::new("y", vec![1.0, 3.0, 2.0, 6.0]).intercept().regressor("x", vec![0.0, 1.0, 2.0, 3.0]);
/// let text = least_squares(&sample)?.summary().to_string();
/// assert!(text.contains("R-squared:"));
/// assert!(text.lines().any(|line| line.starts_with("x ") && line.contains("1.4000")));
/// # Ok::<(), ecovalue::Findings>(())
/// ```
#[derive(Debug, Clone)]
pub struct Summary {
    title: String,
    facts: Vec<(&'static str, String)>,
    estimates: Estimates,
    notes: Vec<String>,
}

/// Width of the table.
const WIDTH: usize = 78;

impl LinearFit {
    /// The fit as a table.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let (f, of_f) = self.f_statistic();
        let parameters = size(self.estimates().values().len());
        Summary {
            title: "Least Squares Results".to_owned(),
            facts: vec![
                ("Dep. Variable:", self.response_name().to_owned()),
                ("R-squared:", format!("{:.3}", self.r_squared())),
                ("No. Observations:", self.rows().to_string()),
                ("Adj. R-squared:", format!("{:.3}", self.adjusted_r_squared())),
                ("Df Residuals:", self.residual_freedom().to_string()),
                ("F-statistic:", number(f)),
                ("Parameters:", parameters.to_string()),
                ("Prob (F-statistic):", number(of_f)),
                ("Covariance Type:", self.standard_errors().name().to_owned()),
                ("Log-Likelihood:", number(self.log_likelihood())),
                ("AIC:", number(self.aic())),
                ("BIC:", number(self.bic())),
            ],
            estimates: self.estimates().clone(),
            notes: notes(self.condition_number(), self.warning().as_ref()),
        }
    }
}

impl CountFit {
    /// The fit as a table.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut facts = vec![
            ("Dep. Variable:", self.response_name().to_owned()),
            ("Model:", self.family().name().en.to_owned()),
            ("No. Observations:", self.rows().to_string()),
            ("Log-Likelihood:", number(self.log_likelihood())),
            ("Covariance Type:", self.standard_errors().name().to_owned()),
            ("AIC:", number(self.aic())),
            ("No. Iterations:", self.iterations().to_string()),
            ("BIC:", number(self.bic())),
        ];
        facts.extend(self.deviance().map(|deviance| ("Deviance:", number(deviance))));
        Summary {
            title: "Count Regression Results".to_owned(),
            facts,
            estimates: self.estimates().clone(),
            notes: notes(self.condition_number(), self.warning().as_ref()),
        }
    }
}

fn notes(condition_number: f64, warning: Option<&crate::error::Error>) -> Vec<String> {
    let mut notes = vec![format!("Condition number of the scaled regressors: {}", number(condition_number))];
    notes.extend(warning.map(ToString::to_string));
    notes
}

/// Five digits, in exponents where they would not be seen.
pub(crate) fn number(x: f64) -> String {
    let size = x.abs();
    if size > 0.0 && !(1e-3..1e7).contains(&size) { format!("{x:.4e}") } else { format!("{x:.4}") }
}

/// Three places, in exponents where three places would show nothing.
pub(super) fn short(x: f64) -> String {
    let size = x.abs();
    if size > 0.0 && !(5e-4..1e6).contains(&size) { format!("{x:.2e}") } else { format!("{x:.3}") }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (double, single) = ("=".repeat(WIDTH), "-".repeat(WIDTH));
        writeln!(f, "{:^WIDTH$}\n{double}", self.title)?;
        for pair in self.facts.chunks(2) {
            for (index, (name, value)) in pair.iter().enumerate() {
                let width = 37_usize.saturating_sub(name.len());
                write!(f, "{}{name}{value:>width$}", if index == 0 { "" } else { "    " })?;
            }
            writeln!(f)?;
        }
        let statistic = if self.estimates.freedom().is_some() { "t" } else { "z" };
        let probability = format!("P>|{statistic}|");
        writeln!(f, "{double}")?;
        writeln!(
            f,
            "{:<18}{:>12}{:>12}{statistic:>10}{probability:>8}{:>9}{:>9}",
            "", "coef", "std err", "[0.025", "0.975]"
        )?;
        writeln!(f, "{single}")?;
        let quantile = two_sided_quantile(0.95, self.estimates.freedom());
        for row in self.estimates.coefficients() {
            let reach = quantile * row.standard_error;
            let name: String = row.name.chars().take(17).collect();
            writeln!(
                f,
                "{name:<18}{:>12}{:>12}{:>10.3}{:>8.3} {:>9} {:>9}",
                number(row.estimate),
                short(row.standard_error),
                row.statistic,
                row.p_value,
                short(row.estimate - reach),
                short(row.estimate + reach),
            )?;
        }
        writeln!(f, "{double}")?;
        self.notes.iter().try_for_each(|note| writeln!(f, "{note}"))
    }
}
