//! The data of a regression: a response, named regressors, weights and an offset.

use super::qr::Qr;
use crate::error::{Code, Error, Findings, Place, did_you_mean};
use crate::math::double::Double;
use crate::math::{self, count};
use crate::table::Table;
use crate::text;

/// Name of the column of ones.
pub const INTERCEPT: &str = "intercept";

/// A regressor: its values, and what rounding left of them (empty where they are exact).
#[derive(Debug, Clone)]
pub(crate) struct Regressor {
    pub(crate) name: String,
    pub(crate) high: Vec<f64>,
    pub(crate) low: Vec<f64>,
}

/// The data of a regression: a response, named regressors, weights and an offset.
///
/// It is checked when a model is fitted to it, all rows at once.
///
/// # Examples
///
/// ```
/// use ecovalue::regression::Sample;
///
/// let sample = Sample::new("visits", vec![4.0, 2.0, 1.0]).intercept().regressor("cost", vec![10.0, 40.0, 90.0]);
/// assert_eq!(sample.len(), 3);
/// assert_eq!(sample.names().collect::<Vec<_>>(), ["intercept", "cost"]);
/// ```
#[derive(Debug, Clone)]
pub struct Sample {
    response_name: String,
    response: Vec<f64>,
    regressors: Vec<Regressor>,
    weights: Option<Vec<f64>>,
    offset: Option<Vec<f64>>,
    /// File and line of each row, if they came from a table.
    origin: Option<(String, Vec<u64>)>,
}

impl Sample {
    /// A response without regressors.
    #[must_use]
    pub fn new(response_name: impl Into<String>, response: Vec<f64>) -> Self {
        let response_name = response_name.into();
        Self { response_name, response, regressors: Vec::new(), weights: None, offset: None, origin: None }
    }

    /// Adds a column of ones.
    #[must_use]
    pub fn intercept(self) -> Self {
        let ones = vec![1.0; self.len()];
        self.regressor(INTERCEPT, ones)
    }

    /// Adds a regressor.
    #[must_use]
    pub fn regressor(mut self, name: impl Into<String>, values: Vec<f64>) -> Self {
        self.regressors.push(Regressor { name: name.into(), high: values, low: Vec::new() });
        self
    }

    /// Adds x, x², … up to a degree, as `name`, `name^2`, …
    ///
    /// The powers are kept in twice the precision, so that linear least squares does not lose the digits that a
    /// power of high degree loses by being rounded.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::regression::Sample;
    ///
    /// let sample = Sample::new("y", vec![1.0, 4.0]).powers("x", &[1.0, 2.0], 2);
    /// assert_eq!(sample.names().collect::<Vec<_>>(), ["x", "x^2"]);
    /// ```
    #[must_use]
    pub fn powers(mut self, name: &str, values: &[f64], degree: usize) -> Self {
        let mut power = vec![Double { high: 1.0, low: 0.0 }; values.len()];
        for exponent in 1..=degree {
            for (power, x) in power.iter_mut().zip(values) {
                *power = power.times(Double { high: *x, low: 0.0 });
            }
            let name = if exponent == 1 { name.to_owned() } else { format!("{name}^{exponent}") };
            let (high, low) = power.iter().map(|power| (power.high, power.low)).unzip();
            self.regressors.push(Regressor { name, high, low });
        }
        self
    }

    /// Gives every row a weight. Least squares takes it as the inverse of the variance up to a factor; likelihoods
    /// are multiplied with it, as if the row stood so many times.
    #[must_use]
    pub fn weights(mut self, weights: Vec<f64>) -> Self {
        self.weights = Some(weights);
        self
    }

    /// A known part of the linear predictor: ln of exposure for counts.
    #[must_use]
    pub fn offset(mut self, offset: Vec<f64>) -> Self {
        self.offset = Some(offset);
        self
    }

    /// A response and regressors from the columns of a table, with an intercept before them.
    ///
    /// # Errors
    ///
    /// `EV-I007` for a column that the table does not have, `EV-I008` for a field that is empty or no finite number;
    /// all of them at once, each with its line.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::regression::Sample;
    /// use ecovalue::table::Table;
    ///
    /// let table = Table::parse("trips.csv", "visits,cost\n4,10\n2,40\n")?;
    /// let sample = Sample::from_table(&table, "visits", &["cost"])?;
    /// assert_eq!(sample.len(), 2);
    /// assert!(Sample::from_table(&table, "visits", &["kost"]).is_err());
    /// # Ok::<(), ecovalue::Findings>(())
    /// ```
    pub fn from_table(table: &Table, response: &str, regressors: &[&str]) -> Result<Self, Findings> {
        let mut findings = Findings::new();
        let mut read = |name: &str| {
            let mut values = Vec::with_capacity(table.len());
            if findings.take(table.column(name)).is_some() {
                values.extend(table.rows().filter_map(|row| findings.take(row.required_number(name))));
            }
            values
        };
        let mut sample = Self::new(response, read(response)).intercept();
        for name in regressors {
            sample = sample.regressor(*name, read(name));
        }
        let lines = table.rows().map(|row| row.line()).collect();
        sample.origin = Some((table.file().to_owned(), lines));
        findings.into_result(sample)
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.response.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.response.is_empty()
    }

    /// Names of the regressors, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.regressors.iter().map(|regressor| regressor.name.as_str())
    }

    /// Name of the response.
    #[must_use]
    pub fn response_name(&self) -> &str {
        &self.response_name
    }

    /// The response, one for each row.
    #[must_use]
    pub fn response(&self) -> &[f64] {
        &self.response
    }

    /// Values of a regressor.
    ///
    /// # Errors
    ///
    /// `EV-I007` with the nearest name.
    pub fn values(&self, name: &str) -> Result<&[f64], Error> {
        let found = self.regressors.iter().find(|regressor| regressor.name == name);
        found.map(|regressor| regressor.high.as_slice()).ok_or_else(|| unknown(name, self.names()))
    }

    pub(crate) fn regressors(&self) -> &[Regressor] {
        &self.regressors
    }

    pub(crate) fn weight_values(&self) -> Option<&[f64]> {
        self.weights.as_deref()
    }

    pub(crate) fn offset_values(&self) -> Option<&[f64]> {
        self.offset.as_deref()
    }

    /// The same data with another response.
    pub(crate) fn with_response(&self, response: Vec<f64>) -> Self {
        Self { response, ..self.clone() }
    }

    pub(crate) fn columns(&self) -> Vec<&[f64]> {
        self.regressors.iter().map(|regressor| regressor.high.as_slice()).collect()
    }

    /// Place of a value, with rows counted from 1 or by the lines of the file.
    pub(crate) fn place(&self, row: usize, column: &str) -> Place {
        match &self.origin {
            Some((file, lines)) => {
                let line = lines.get(row).copied().unwrap_or_else(|| count(row) + 1);
                Place::file(file).row(line).column(column)
            }
            None => Place::column_only(column).row(count(row) + 1),
        }
    }

    /// Refuses data that no model can be fitted to.
    pub(crate) fn check(&self) -> Result<(), Findings> {
        let mut findings = Findings::new();
        self.check_names(&mut findings);
        let others = [("weights", self.weights.as_ref()), ("offset", self.offset.as_ref())];
        let named = self.regressors.iter().map(|regressor| (regressor.name.as_str(), &regressor.high));
        let columns = std::iter::once((self.response_name.as_str(), &self.response)).chain(named);
        for (name, values) in
            columns.chain(others.into_iter().filter_map(|(name, values)| Some((name, values?))))
        {
            if values.len() != self.len() {
                let message = text!(
                    "{0} {0|value|values}, the response has {1}",
                    "有 {0} 个值，因变量有 {1} 个",
                    values.len(),
                    self.len()
                );
                let hint = text!("give one value for each row", "每行给出一个值");
                let error = Error::new(Code::BadValue, message, hint);
                findings.push(error.at(Place::column_only(name)));
            }
            for (row, value) in values.iter().enumerate().filter(|(_, value)| !value.is_finite()) {
                let message = text!("{0} is not a finite number", "{0} 不是有限数值", *value);
                let hint = text!("fill the value in, or drop the row", "补上该值，或去掉该行");
                let error = Error::new(Code::NotFinite, message, hint);
                findings.push(error.at(self.place(row, name)));
            }
        }
        for (row, weight) in self.weights.iter().flatten().enumerate().filter(|(_, weight)| **weight <= 0.0) {
            let message = text!("weight {0} is not above 0", "权重 {0} 不大于 0", *weight);
            let hint = text!("drop the rows that are not to count", "去掉不参与拟合的行");
            let error = Error::new(Code::Weight, message, hint);
            findings.push(error.at(self.place(row, "weights")));
        }
        findings.into_result(())
    }

    fn check_names(&self, findings: &mut Findings) {
        let names: Vec<&str> = self.names().collect();
        for (index, name) in names.iter().enumerate() {
            if names.iter().take(index).any(|earlier| earlier == name) {
                let message = text!("duplicate regressor `{0}`", "自变量 `{0}` 重复", *name);
                let hint = text!("give every regressor another name", "为每个自变量取不同的名称");
                findings.push(Error::new(Code::Column, message, hint));
            }
        }
        if names.is_empty() {
            let message = text!("the sample has no regressor", "样本没有自变量");
            let hint = text!("add an intercept or a regressor", "加上截距项或自变量");
            findings.push(Error::new(Code::BadValue, message, hint));
        }
    }

    /// The factor of columns of these regressors, if there are more rows than parameters and no column depends on others.
    pub(crate) fn factor(&self, columns: &[&[f64]], parameters: usize) -> Result<Qr, Error> {
        if self.len() < parameters {
            let message = text!(
                "{0} {0|row|rows} for {1} {1|parameter|parameters}",
                "{0} 行数据，{1} 个参数",
                self.len(),
                parameters
            );
            let hint = text!("add rows, or leave out regressors", "增加数据行，或减少自变量");
            return Err(Error::new(Code::TooFewRows, message, hint));
        }
        let qr = Qr::new(columns);
        match qr.dependence() {
            None => Ok(qr),
            Some((dependent, others)) => {
                let name = |index: &usize| self.regressors.get(*index).map_or("", |found| &found.name);
                let others: Vec<String> = others.iter().map(|index| format!("`{}`", name(index))).collect();
                let dependent = name(&dependent);
                if others.is_empty() {
                    let message =
                        text!("regressor `{0}` is 0 in every row", "自变量 `{0}` 在每一行都为 0", dependent);
                    let hint = text!("leave it out", "去掉该自变量");
                    return Err(Error::new(Code::Collinear, message, hint));
                }
                let message = text!(
                    "regressor `{0}` is a linear combination of {1}",
                    "自变量 `{0}` 是 {1} 的线性组合",
                    dependent,
                    others
                );
                Err(Error::new(Code::Collinear, message, text!("leave one of them out", "去掉其中一个")))
            }
        }
    }
}

/// A regressor that the sample does not have.
pub(crate) fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Error {
    Error::new(Code::Column, text!("no regressor `{0}`", "没有自变量 `{0}`", name), did_you_mean(name, known))
}

/// Number of rows, as a number.
pub(crate) fn size(length: usize) -> f64 {
    math::from_count(count(length))
}
