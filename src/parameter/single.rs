//! Rows that a program states as values, not in a table.

use super::{Parameter, Parameters};
use crate::error::{Code, Error};
use crate::evidence::{RowId, RowParts, Verified};
use crate::extent::Ecosystem;
use crate::math::count;
use crate::text;

/// What stands for the file of a row that a program states.
const PROGRAM: &str = "program";

impl Parameter {
    /// A coefficient: its key, and its value in a unit. It has no source, and is not verified, until both are stated.
    ///
    /// # Errors
    ///
    /// `EV-U001` for a unit that is not known, `EV-I008` for a value that is not finite.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::Parameters;
    /// use ecovalue::parameter::{Parameter, Query};
    ///
    /// let coefficient = Parameter::coefficient("runoff_coefficient", 0.05, "1")?
    ///     .for_ecosystem("11e".parse()?)
    ///     .source("plots of the district, 2019")
    ///     .verified();
    /// let rows = Parameters::shipped().with(coefficient)?;
    /// let found = rows.find(&Query::new("runoff_coefficient", 2019).ecosystem("11e".parse()?))?;
    /// assert_eq!(found.row.value, 0.05);
    /// # Ok::<(), ecovalue::Error>(())
    /// ```
    pub fn coefficient(key: impl Into<String>, value: f64, unit: &str) -> Result<Self, Error> {
        let key = key.into();
        if !value.is_finite() {
            let message = text!("`{0}` is {1}, not a finite number", "`{0}` 为 {1}，不是有限数", &key, value);
            return Err(Error::new(
                Code::NotANumber,
                message,
                text!("state a finite number", "给出一个有限数"),
            ));
        }
        Ok(Self {
            key,
            variant: String::new(),
            value,
            unit: unit.parse()?,
            ecosystems: Vec::new(),
            condition: String::new(),
            region: String::new(),
            price_year: None,
            valid_from: None,
            valid_to: None,
            source: String::new(),
            clause: String::new(),
            verified: Verified::No,
            note: String::new(),
            file: PROGRAM.to_owned(),
            line: 0,
            local: true,
            id: RowId::default(),
        })
    }

    /// A price in the money of a year, such as `CNY/m3` of 2019.
    ///
    /// # Errors
    ///
    /// As [`Parameter::coefficient`], and `EV-U002` for a unit without money.
    pub fn price(key: impl Into<String>, value: f64, unit: &str, year: i32) -> Result<Self, Error> {
        let row = Self { price_year: Some(year), ..Self::coefficient(key, value, unit)? };
        if row.unit.is_money() {
            return Ok(row);
        }
        let message = text!(
            "the unit `{0}` of the price `{1}` has no money",
            "单价 `{1}` 的单位 `{0}` 不含货币",
            unit,
            &row.key
        );
        Err(Error::new(
            Code::IncompatibleUnit,
            message,
            text!("write it as CNY/m3 or the like", "写成 CNY/m3 等形式"),
        ))
    }

    /// The row for one more ecosystem type; a row without any stands for all.
    #[must_use]
    pub fn for_ecosystem(mut self, ecosystem: Ecosystem) -> Self {
        self.ecosystems.push(ecosystem);
        self
    }

    /// The row under the name of an authority, which a profile asks for.
    #[must_use]
    pub fn variant(mut self, variant: impl Into<String>) -> Self {
        self.variant = variant.into();
        self
    }

    /// The row for a region, which the setting must name.
    #[must_use]
    pub fn for_region(mut self, region: impl Into<String>) -> Self {
        self.region = region.into();
        self
    }

    /// The row within some years, both of which count.
    #[must_use]
    pub const fn valid(mut self, from: Option<i32>, to: Option<i32>) -> Self {
        (self.valid_from, self.valid_to) = (from, to);
        self
    }

    /// The row with where it was read.
    #[must_use]
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.source = source.into();
        self
    }

    /// The row with the mark that it was read in its source.
    #[must_use]
    pub const fn verified(mut self) -> Self {
        self.verified = Verified::Yes;
        self
    }
}

impl Parameters {
    /// The rows with one more, which wins over those of the crate. Rows of a program count from 1 in the order in which
    /// they are stated; that number stands for their line.
    ///
    /// # Errors
    ///
    /// `EV-I006` for a row that is verified, but has no source, and `EV-I009` if an earlier row of the program or of a
    /// table of the run has the same key, variant, type, region and years.
    pub fn with(mut self, mut row: Parameter) -> Result<Self, Error> {
        if row.source.is_empty() && !row.verified.needs_leave() {
            let message =
                text!("the verified row `{0}` has no source", "已核实的参数行 `{0}` 缺少来源", &row.key);
            let hint = text!("state it with `source`", "用 source 注明来源");
            return Err(Error::new(Code::BadValue, message, hint));
        }
        let local = || self.rows.iter().filter(|known| known.local);
        row.id = id_of(&row);
        if local().any(|known| known.id == row.id) {
            let message = text!(
                "`{0}` has the same variant, ecosystem, region and years as an earlier row",
                "`{0}` 与前面一行的变体、生态系统类型、地区和年份相同",
                &row.key
            );
            return Err(Error::new(
                Code::DuplicateKey,
                message,
                text!("keep one of the two rows", "两行保留其一"),
            ));
        }
        row.line = count(local().filter(|known| known.file == PROGRAM).count() + 1);
        self.rows.push(row);
        Ok(Self::of(self.rows))
    }
}

/// The stable id of a row: what tells it from all others of its table.
pub(super) fn id_of(row: &Parameter) -> RowId {
    let types: Vec<String> = row.ecosystems.iter().map(ToString::to_string).collect();
    RowId::new(RowParts {
        key: row.key.clone(),
        variant: row.variant.clone(),
        ecosystem: types.join("/"),
        condition: row.condition.clone(),
        region: row.region.clone(),
        price_year: row.price_year,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_cannot_be_used_is_refused_when_it_is_stated() {
        assert_eq!(
            Parameter::price("reservoir_unit_cost", 9.0, "m3", 2019).unwrap_err().code(),
            Code::IncompatibleUnit
        );
        assert_eq!(Parameter::coefficient("a", f64::NAN, "1").unwrap_err().code(), Code::NotANumber);
        let row = || Parameter::price("reservoir_unit_cost", 9.0, "CNY/m3", 2019).unwrap();
        let rows = Parameters::shipped();
        assert_eq!(rows.clone().with(row().verified()).unwrap_err().code(), Code::BadValue);
        let rows = rows.with(row().source("survey")).unwrap();
        let stated = rows.rows().last().unwrap();
        assert_eq!((stated.place().to_string(), stated.local), ("program, line 1".to_owned(), true));
        assert_eq!(rows.clone().with(row()).unwrap_err().code(), Code::DuplicateKey);
        let rows = rows.with(row().for_region("Beibei")).unwrap();
        assert_eq!(rows.rows().last().unwrap().line, 2);
    }
}
