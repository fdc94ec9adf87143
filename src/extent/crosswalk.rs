//! Crosswalks: from the classes of a land-cover product to ecosystem types.
//!
//! A class whose row names several types (`11/12/13`) is split: without a rule that the run states it has no type.
//! The first alternative is never taken.

use std::collections::BTreeMap;

use crate::error::{Code, Error, Findings, did_you_mean};
use crate::evidence::{Evidence, Verified};
use crate::extent::Ecosystem;
use crate::table::{Row, Table};

macro_rules! shipped {
    ($($id:literal = $title:literal),+ $(,)?) => {
        /// Id and title of every crosswalk in the crate.
        pub const SHIPPED: &[(&str, &str)] = &[$(($id, $title)),+];

        fn shipped_text(id: &str) -> Option<&'static str> {
            match id {
                $($id => Some(include_str!(concat!("data/crosswalks/", $id, ".csv"))),)+
                _ => None,
            }
        }
    };
}

shipped! {
    "igbp" = "IGBP classes of MODIS MCD12",
    "clcd" = "CLCD (Yang & Huang)",
    "globeland30" = "GlobeLand30",
    "worldcover" = "ESA WorldCover",
    "cnlucc" = "CNLUCC (CAS-RESDC)",
    "gbt21010" = "GB/T 21010-2017 / 三调",
}

/// Id of the crosswalk of codes that are ecosystem types already.
const HJ1166: &str = "hj1166";

/// What a class becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
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
    pub target: Target,
    /// What would decide between the types of a split class, or the rule that the run stated.
    pub rule: String,
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
            Target::Type(ecosystem) => ecosystem.to_string(),
            Target::Split(types) => format!("split between {} types", types.len()),
        };
        Evidence {
            kind: "crosswalk",
            what: format!("{crosswalk} {} {} -> {target}", self.code, self.name),
            source: self.source.clone(),
            verified: self.verified,
            assumed: self.stated,
        }
    }
}

/// A crosswalk, with the rules that a run stated laid over it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crosswalk {
    id: String,
    classes: BTreeMap<String, Class>,
}

impl Crosswalk {
    /// A crosswalk that ships with the crate.
    ///
    /// # Errors
    ///
    /// `EV-I006` with the ids that are known.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::extent::crosswalk::{Crosswalk, Target};
    ///
    /// let igbp = Crosswalk::shipped("igbp")?;
    /// assert_eq!(igbp.class("4").map(|class| &class.target), Some(&Target::Type("11d".parse()?)));
    /// # Ok::<(), ecovalue::Findings>(())
    /// ```
    pub fn shipped(id: &str) -> Result<Self, Findings> {
        let text = shipped_text(id).ok_or_else(|| {
            let hint =
                format!("{} or name a CSV file", did_you_mean(id, SHIPPED.iter().map(|(known, _)| *known)));
            Error::new(Code::BadValue, format!("crosswalk `{id}` is not known"), hint)
        })?;
        Self::from_table(id, &Table::parse(&format!("{id}.csv"), text)?)
    }

    /// A crosswalk of one's own: columns `class_code` and `ecosystem` (or `l2_code`), and those of the shipped ones.
    ///
    /// # Errors
    ///
    /// Every column and row that is wrong, and every class that stands twice.
    pub fn from_table(id: &str, table: &Table) -> Result<Self, Findings> {
        let target =
            if table.header().iter().any(|name| name == "l2_code") { "l2_code" } else { "ecosystem" };
        let optional = ["product", "class_name", "l1_code", "rule", "source", "verified", "note"];
        table.expect_columns(&["class_code", target], &optional)?;
        let mut findings = Findings::new();
        let mut classes = BTreeMap::new();
        for row in table.rows() {
            let Some(class) = findings.take(read(&row, target)) else { continue };
            if let Some(earlier) = classes.insert(class.code.clone(), class) {
                let message = format!("class `{}` stands twice", earlier.code);
                let error = Error::new(Code::DuplicateKey, message, "keep one row per class");
                findings.push(error.at(row.place("class_code")));
            }
        }
        findings.into_result(Self { id: id.to_owned(), classes })
    }

    /// The crosswalk of codes that are ecosystem types already.
    #[must_use]
    pub fn identity() -> Self {
        let types = super::ecosystem_types().iter().map(|known| known.code.to_string());
        let classes = types.filter_map(|code| {
            let class = Class {
                code: code.clone(),
                name: String::new(),
                target: Target::Type(code.parse().ok()?),
                rule: String::new(),
                source: "HJ 1166-2021 Table A.1".to_owned(),
                verified: Verified::Yes,
                stated: false,
            };
            Some((code, class))
        });
        Self { id: HJ1166.to_owned(), classes: classes.collect() }
    }

    /// The same crosswalk with a rule that the run states for one class.
    ///
    /// # Errors
    ///
    /// `EV-I006` where the crosswalk does not have the class.
    pub fn state(&mut self, class: &str, ecosystem: Ecosystem) -> Result<(), Error> {
        let known = self.classes.get(class).or_else(|| self.class(class));
        let Some(known) = known.cloned() else {
            let message = format!("crosswalk `{}` has no class `{class}`", self.id);
            return Err(Error::new(Code::BadValue, message, "state rules for classes of the crosswalk only"));
        };
        let stated = Class {
            code: class.to_owned(),
            target: Target::Type(ecosystem),
            rule: format!("stated by the run: {ecosystem}"),
            stated: true,
            ..known
        };
        self.classes.insert(class.to_owned(), stated);
        Ok(())
    }

    /// Id of the crosswalk, or the name of its file.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// A class by its code: the row of the code itself, else of the longest beginning that a row names (`07*`).
    #[must_use]
    pub fn class(&self, code: &str) -> Option<&Class> {
        let group = |row: &&Class| row.code.strip_suffix('*').is_some_and(|start| code.starts_with(start));
        self.classes.get(code).or_else(|| self.classes().filter(group).max_by_key(|row| row.code.len()))
    }

    /// The ecosystem type of a class.
    ///
    /// Where the codes are HJ 1166 types already, a code may carry flags (`11e`).
    ///
    /// # Errors
    ///
    /// Why it has none: the crosswalk does not have the class, or splits it and no rule is stated.
    pub fn ecosystem(&self, code: &str) -> Result<Ecosystem, String> {
        match self.class(code).map(|class| &class.target) {
            Some(Target::Type(ecosystem)) => Ok(*ecosystem),
            Some(Target::Split(types)) => {
                let types: Vec<String> = types.iter().map(ToString::to_string).collect();
                Err(format!("it is split between {} and the run states no rule", types.join("/")))
            }
            None if self.id == HJ1166 => {
                code.parse().map_err(|_| "it is no ecosystem type of HJ 1166-2021".to_owned())
            }
            // Spreadsheets drop the zero in front of a code.
            None if self.class(&format!("0{code}")).is_some() => {
                Err(format!("crosswalk {} has 0{code}: was a zero in front lost?", self.id))
            }
            None => Err(format!("crosswalk {} does not have it", self.id)),
        }
    }

    /// All classes, by code.
    pub fn classes(&self) -> impl Iterator<Item = &Class> {
        self.classes.values()
    }
}

fn read(row: &Row<'_>, target: &str) -> Result<Class, Error> {
    let place = |column: &str| row.place(column);
    row.plain_but(&[])?;
    if row.text("class_code").is_empty() {
        let error = Error::new(Code::MissingKey, "the class code is empty", "write the number of the class");
        return Err(error.at(place("class_code")));
    }
    // `82 (71/72 if sandy)`: a remark in brackets is a rule that nobody has stated yet.
    let (codes, remark) = row.text(target).split_once('(').unwrap_or((row.text(target), ""));
    let types = Ecosystem::list(codes.trim()).map_err(|error| error.at(place(target)))?;
    let target = match types.as_slice() {
        [single] if remark.is_empty() => Target::Type(*single),
        _ => Target::Split(types),
    };
    // A row of one's own without a mark is the statement of whoever wrote it.
    let verified = match row.text("verified") {
        "" => Verified::Derived,
        text => text.parse().map_err(|error: Error| error.at(place("verified")))?,
    };
    Ok(Class {
        code: row.text("class_code").to_owned(),
        name: row.text("class_name").to_owned(),
        target,
        rule: format!("{}{}", row.text("rule"), remark.trim_end_matches(')')),
        source: row.text("source").to_owned(),
        verified,
        stated: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_crosswalk_is_read() {
        for (id, _) in SHIPPED {
            let crosswalk = Crosswalk::shipped(id).map_err(|findings| findings.to_string()).unwrap();
            assert!(crosswalk.classes().count() > 8, "{id}");
            assert!(crosswalk.classes().all(|class| !class.source.is_empty()), "{id}");
            let split = |class: &&Class| matches!(class.target, Target::Split(_));
            assert!(crosswalk.classes().filter(split).all(|class| !class.rule.is_empty()), "{id}");
        }
    }

    #[test]
    fn a_remark_in_brackets_leaves_a_class_split() {
        let text = "product,class_code,class_name,l1_code,l2_code,verified,note\nX,7,Barren,8,82 (71/72 if sandy),no,\nX,1,Crop,5,51,no,\n";
        let own = Crosswalk::from_table("own.csv", &Table::parse("own.csv", text).unwrap()).unwrap();
        assert!(own.ecosystem("7").is_err());
        assert_eq!(own.class("7").unwrap().rule, "71/72 if sandy");
        assert_eq!(own.ecosystem("1").unwrap().code(), 51);
    }

    #[test]
    fn a_row_may_stand_for_all_codes_with_one_beginning() {
        let mut survey = Crosswalk::shipped("gbt21010").unwrap();
        let code = |survey: &Crosswalk, class: &str| survey.ecosystem(class).map(|own| own.to_string());
        assert_eq!(code(&survey, "0701").unwrap(), "61");
        assert_eq!(code(&survey, "10H1").unwrap(), "63");
        assert_eq!(code(&survey, "0810").unwrap(), "62");
        assert!(code(&survey, "0803").unwrap_err().contains("61/63"));
        assert!(code(&survey, "301").unwrap_err().contains("zero in front"));
        survey.state("08*", "61".parse().unwrap()).unwrap();
        survey.state("0809", "63".parse().unwrap()).unwrap();
        assert_eq!(
            (code(&survey, "0803").unwrap(), code(&survey, "0809").unwrap()),
            ("61".into(), "63".into())
        );
    }
}
