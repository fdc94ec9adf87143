//! Prices of one year in the money of another (可比价, 现价), by a chained index.

use super::{Parameter, Parameters};
use crate::error::{Code, Error};
use crate::text;

/// Key of the index that is used unless the profile names another.
pub const CONSUMER_PRICE_INDEX: &str = "consumer_price_index";

/// How a price goes from one year to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Reexpression<'a> {
    /// What the price is multiplied by.
    pub factor: f64,
    /// The index rows that the factor is made of, the earliest first.
    pub rows: Vec<&'a Parameter>,
}

impl Parameters {
    /// The factor that turns a price of the year `from` into one of the year `to`, forward or backward.
    ///
    /// # Equation
    ///
    /// ```text
    /// price_to = price_from · Π (I_y / 100),   y = from + 1 … to      (I: previous year = 100)
    /// ```
    ///
    /// Backward it is divided by the same product, so that going there and back gives the price again.
    ///
    /// # Errors
    ///
    /// `EV-P004` for the first year between the two that has no index, `EV-P002` if a year has two that fit equally,
    /// `EV-U002` for an index that is no plain number.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::parameter::Parameters;
    ///
    /// let rows = Parameters::shipped();
    /// let factor = rows.reexpress("consumer_price_index", 2017, 2019, &["China".to_owned()])?.factor;
    /// assert!((factor - 1.021 * 1.029).abs() < 1e-12);
    /// # Ok::<(), ecovalue::Error>(())
    /// ```
    pub fn reexpress(
        &self,
        key: &str,
        from: i32,
        to: i32,
        regions: &[String],
    ) -> Result<Reexpression<'_>, Error> {
        let years = if from <= to { from + 1..=to } else { to + 1..=from };
        let rows: Vec<&Parameter> =
            years.map(|year| self.index_of(key, year, regions)).collect::<Result<_, Error>>()?;
        let mut product = 1.0;
        for row in &rows {
            product *= row
                .unit
                .to(&"1".parse()?)
                .map_err(|error| error.at(row.place().column("unit")))?
                .apply(row.value);
        }
        let factor = if from <= to { product } else { 1.0 / product };
        Ok(Reexpression { factor, rows })
    }

    fn index_of(&self, key: &str, year: i32, regions: &[String]) -> Result<&Parameter, Error> {
        let rank = |row: &Parameter| {
            let region = regions.iter().position(|known| *known == row.region);
            let region = region.map_or(0, |index| regions.len() - index);
            (row.local, region)
        };
        let fits = |row: &&Parameter| {
            let here = row.region.is_empty() || regions.contains(&row.region);
            row.valid_from == Some(year) && here && row.value > 0.0
        };
        let mut rows: Vec<&Parameter> = self.rows_of(key).filter(fits).collect();
        rows.sort_by_key(|row| rank(row));
        let best = rows.pop();
        if let (Some(best), Some(second)) = (best, rows.pop())
            && rank(best) == rank(second)
        {
            let message = text!(
                "two rows of `{0}` fit equally well in {1}",
                "`{0}` 有两行同样适用于 {1} 年",
                key,
                year
            );
            let hint = text!("keep one of the two rows", "两行只保留一行");
            let error = Error::new(Code::AmbiguousParameter, message, hint);
            return Err(error.at(best.place().column("valid_from")));
        }
        best.ok_or_else(|| {
            let message = text!(
                "the price index `{0}` has no row for {1}",
                "价格指数 `{0}` 没有 {1} 年的行",
                key,
                year
            );
            let hint = text!(
                "add `{0}` of {1} to the parameter table of the run, previous year = 100",
                "在参数表中补充 {1} 年的 `{0}`（上年=100）",
                key,
                year
            );
            Error::new(Code::PriceIndex, message, hint)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_is_the_same_price() {
        let rows = Parameters::shipped();
        let china = ["China".to_owned()];
        let there = rows.reexpress(CONSUMER_PRICE_INDEX, 2010, 2019, &china).unwrap();
        let back = rows.reexpress(CONSUMER_PRICE_INDEX, 2019, 2010, &china).unwrap();
        assert_eq!(there.rows.len(), 9);
        approx::assert_relative_eq!(there.factor * back.factor, 1.0, max_relative = 1e-15);
        assert_eq!(rows.reexpress(CONSUMER_PRICE_INDEX, 2019, 2019, &china).unwrap().factor, 1.0);
        let beyond = rows.reexpress(CONSUMER_PRICE_INDEX, 2019, 2031, &china).unwrap_err();
        assert_eq!(beyond.code(), Code::PriceIndex);
    }
}
