//! One class of a crosswalk: a row of its table, or a rule of a run.

use crate::error::{Code, Error};
use crate::evidence::{ClassTarget, Evidence, Ground, Verified};
use crate::extent::Ecosystem;
use crate::table::TableRow;
use crate::text;

/// What a class is mapped to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MappedTo {
    /// One ecosystem type.
    Type(Ecosystem),
    /// Several, between which the run has stated no rule.
    Split(Vec<Ecosystem>),
}

/// One class of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// Code as text, since some products have leading zeros.
    pub code: String,
    /// Name of the class.
    pub name: String,
    /// Its ecosystem type.
    pub target: MappedTo,
    /// What would decide between the types of a split class, or the rule that the run stated.
    pub rule: String,
    /// A class whose stated rule holds for this one too; empty for none.
    pub follows: String,
    /// Source of code and mapping.
    pub source: String,
    /// How far the row was checked.
    pub verified: Verified,
    /// Whether the run stated it.
    pub stated: bool,
}

impl Class {
    /// The row as evidence.
    #[must_use]
    pub fn evidence(&self, crosswalk: &str) -> Evidence {
        let target = match &self.target {
            MappedTo::Type(ecosystem) => ClassTarget::Type(ecosystem.to_string()),
            MappedTo::Split(types) => ClassTarget::Split(types.len()),
        };
        let ground = Ground::Class {
            crosswalk: crosswalk.to_owned(),
            class: self.code.clone(),
            name: self.name.clone(),
            target,
        };
        Evidence { ground, source: self.source.clone(), verified: self.verified, assumed: self.stated }
    }

    /// A row of a crosswalk; `target` is its column of types.
    pub(super) fn read(row: &TableRow<'_>, target: &str) -> Result<Self, Error> {
        let place = |column: &str| row.place(column);
        row.plain_but(&[])?;
        if row.text("class_code").is_empty() {
            let message = text!("the class code is empty", "地类编码为空");
            let hint = text!("write the number of the class", "填写地类编码");
            return Err(Error::new(Code::MissingKey, message, hint).at(place("class_code")));
        }
        // `82 (71/72 if sandy)`: a remark in brackets is a rule that no run has stated yet.
        let (codes, remark) = row.text(target).split_once('(').unwrap_or((row.text(target), ""));
        let types = Ecosystem::list(codes.trim()).map_err(|error| error.at(place(target)))?;
        let target = match types.as_slice() {
            [single] if remark.is_empty() => MappedTo::Type(*single),
            _ => MappedTo::Split(types),
        };
        // A row of the run without a mark is a statement of its author.
        let verified = match row.text("verified") {
            "" => Verified::Derived,
            text => text.parse().map_err(|error: Error| error.at(place("verified")))?,
        };
        Ok(Self {
            code: row.text("class_code").to_owned(),
            name: row.text("class_name").to_owned(),
            target,
            rule: format!("{}{}", row.text("rule"), remark.trim_end_matches(')')),
            follows: row.text("follows").to_owned(),
            source: row.text("source").to_owned(),
            verified,
            stated: false,
        })
    }
}
