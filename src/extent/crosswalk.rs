//! Crosswalks: from the classes of a land-cover product to ecosystem types.
//!
//! A class whose row names several types (`11/12/13`) is split: without a rule that the run states it has no type.
//! The first alternative is never taken.
//!
//! # A crosswalk of one's own
//!
//! A CSV table in UTF-8 or GB18030, named as a file: `crosswalk = "own.csv"`.
//!
//! | column | must | what it holds |
//! |---|---|---|
//! | `class_code` | yes | code of the class as the map or the table writes it: `11`, `0101`; `07*` stands for every code that begins so and has no row of its own |
//! | `ecosystem` (or `l2_code`) | yes | type of HJ 1166-2021 with flags: `11`, `11e`, `51p`; several, `11/12/13`, for a class that is split |
//! | `class_name`, `product`, `l1_code` | | for readers |
//! | `rule` | | what decides between the types of a split class |
//! | `follows` | | another class: a rule that a run states for that one holds for this one too |
//! | `source`, `verified`, `note` | | evidence; an empty `verified` is a statement of whoever wrote the table |
//!
//! ```text
//! class_code,class_name,ecosystem,rule,source
//! 0101,水田,51p,,GB/T 21010-2017
//! 0301,乔木林地,11/12/13,forest type map,GB/T 21010-2017
//! 10*,交通运输用地,63,,GB/T 21010-2017
//! ```
//!
//! Codes with a zero in front must be texts in the spreadsheet that the table is made with, or it cuts the zero.
//!
//! # Rules of a run
//!
//! `rules = { "0301" = "11e", "0399" = "13" }` states the type of a class, of the crosswalk or beside it. It goes before
//! every row. It stands beside the crosswalk: in `landcover = { file = "…", crosswalk = "…", rules = { … } }` for a
//! raster, under `[cells]` for a table.
//!
//! # Codes
//!
//! A code is looked up as it is written, then in its plain form: full-width digits, blanks around it, `301.0`, and a
//! small `k` for `K` are other writings of one code. A zero in front is never put back: `101` is railway land (铁路用地)
//! in the second national survey and `0101` without its zero in the third, so that no beginning (`10*`) catches it.

mod code;

use std::collections::BTreeMap;
use std::fmt;

use crate::error::{Code, Error, Findings, did_you_mean};
use crate::evidence::{ClassTarget, Evidence, Ground, Verified};
use crate::extent::Ecosystem;
use crate::table::{Row, Table, is_total};
use crate::text;
use crate::wording::{Language, Message, Say};

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

pub use code::without_fraction;

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
            Target::Type(ecosystem) => ClassTarget::Type(ecosystem.to_string()),
            Target::Split(types) => ClassTarget::Split(types.len()),
        };
        let ground = Ground::Class {
            crosswalk: crosswalk.to_owned(),
            class: self.code.clone(),
            name: self.name.clone(),
            target,
        };
        Evidence { ground, source: self.source.clone(), verified: self.verified, assumed: self.stated }
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
        let optional = ["product", "class_name", "l1_code", "rule", "follows", "source", "verified", "note"];
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
                follows: String::new(),
                source: "HJ 1166-2021 Table A.1".to_owned(),
                verified: Verified::Yes,
                stated: false,
            };
            Some((code, class))
        });
        Self { id: HJ1166.to_owned(), classes: classes.collect() }
    }

    /// The same crosswalk with a rule that the run states for one class, which the crosswalk need not have. Classes
    /// that follow it take the rule too, but for those that the run has stated themselves.
    pub fn state(&mut self, class: &str, ecosystem: Ecosystem) {
        let exact = code::forms(class).into_iter().find(|form| self.classes.contains_key(form));
        let class = exact.unwrap_or_else(|| class.to_owned());
        let known = self.classes.get(&class).or_else(|| self.class(&class));
        let own = self.stated(&class, known, ecosystem);
        let followers: Vec<Class> = self
            .classes()
            .filter(|other| other.follows == class && !other.stated)
            .map(|other| Class { follows: class.clone(), ..self.stated(&other.code, Some(other), ecosystem) })
            .collect();
        for own in followers.into_iter().chain([own]) {
            self.classes.insert(own.code.clone(), own);
        }
    }

    /// A class whose type the run states: what is known of its code stays, and is that of the class which it follows,
    /// since the narrower row may be a judgement that the rule has replaced.
    fn stated(&self, code: &str, known: Option<&Class>, ecosystem: Ecosystem) -> Class {
        let followed = known.and_then(|known| self.classes.get(&known.follows));
        let ground = followed.or(known);
        let source = ground.map_or_else(|| "stated by the run".to_owned(), |ground| ground.source.clone());
        Class {
            code: code.to_owned(),
            name: known.map(|known| known.name.clone()).unwrap_or_default(),
            target: Target::Type(ecosystem),
            rule: format!("stated by the run: {ecosystem}"),
            follows: String::new(),
            source,
            verified: ground.map_or(Verified::Derived, |ground| ground.verified),
            stated: true,
        }
    }

    /// Id of the crosswalk, or the name of its file.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// A class by its code: the row of the code itself, in any of its writings, else of the longest beginning that a
    /// row names (`07*`), unless the code seems to lack a zero in front.
    #[must_use]
    pub fn class(&self, code: &str) -> Option<&Class> {
        let forms = code::forms(code);
        if let Some(exact) = self.exact(&forms) {
            return Some(exact);
        }
        let plain = forms.last()?;
        if self.classes.contains_key(&code::with_zero(plain)) || self.is_short(plain) {
            return None;
        }
        self.beginning(plain)
    }

    fn exact(&self, forms: &[String]) -> Option<&Class> {
        forms.iter().find_map(|form| self.classes.get(form))
    }

    fn beginning(&self, code: &str) -> Option<&Class> {
        let group = |row: &&Class| row.code.strip_suffix('*').is_some_and(|start| code.starts_with(start));
        self.classes().filter(group).max_by_key(|row| row.code.len())
    }

    /// Whether a code of digits is one digit shorter than codes of the crosswalk that begin with a zero, so that it
    /// may be one of them without it, or of another edition.
    fn is_short(&self, code: &str) -> bool {
        is_digits(code)
            && !code.starts_with('0')
            && self.classes().any(|row| row.code.len() == code.len().saturating_add(1) && has_zero(row))
    }

    /// The number of digits that codes have with a zero in front, if there are such; none where the codes are numbers.
    #[must_use]
    pub fn digits_with_zero(&self) -> Option<usize> {
        self.classes().filter(|row| has_zero(row)).map(|row| row.code.len()).max()
    }

    /// The ecosystem type of a class.
    ///
    /// Where the codes are HJ 1166 types already, a code may carry flags (`11e`).
    ///
    /// # Errors
    ///
    /// Why it has none: the crosswalk does not have the class, or splits it and no rule is stated, or its code is not
    /// one that can be looked up.
    pub fn ecosystem(&self, code: &str) -> Result<Ecosystem, Untyped> {
        match self.class(code).map(|class| &class.target) {
            Some(Target::Type(ecosystem)) => Ok(*ecosystem),
            Some(Target::Split(types)) => Err(Untyped::Split(types.clone())),
            None => self.without_row(code),
        }
    }

    fn without_row(&self, code: &str) -> Result<Ecosystem, Untyped> {
        let forms = code::forms(code);
        let plain = forms.last().map_or(code, String::as_str);
        if is_total(code) {
            return Err(Untyped::Total);
        }
        if self.id == HJ1166 {
            let types = forms.iter().rev().find_map(|form| form.to_lowercase().parse().ok());
            return types.ok_or(Untyped::NoType);
        }
        let id = self.id.clone();
        let whole = code::with_zero(plain);
        // A beginning has many codes that are in no list: only itself is one that can have lost its zero.
        let is_stem = |row: &Class| row.code.strip_suffix('*') == Some(whole.as_str());
        if self.classes.contains_key(&whole) || self.beginning(&whole).is_some_and(is_stem) {
            return Err(Untyped::LostZero { crosswalk: id, whole });
        }
        let cut = plain.strip_prefix('0').filter(|cut| self.classes.contains_key(*cut) && is_digits(cut));
        match cut {
            Some(cut) => Err(Untyped::ZeroLostInCrosswalk { crosswalk: id, cut: cut.to_owned() }),
            None => Err(Untyped::Absent { crosswalk: id }),
        }
    }

    /// All classes, by code.
    pub fn classes(&self) -> impl Iterator<Item = &Class> {
        self.classes.values()
    }
}

/// Why a class has no ecosystem type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Untyped {
    /// The crosswalk does not have it.
    Absent {
        /// Id of the crosswalk.
        crosswalk: String,
    },
    /// The crosswalk splits it, and the run states no rule.
    Split(Vec<Ecosystem>),
    /// The code is no type of HJ 1166-2021.
    NoType,
    /// The code lacks a zero in front.
    LostZero {
        /// Id of the crosswalk.
        crosswalk: String,
        /// The code with its zero.
        whole: String,
    },
    /// The code has a zero in front that the crosswalk has lost.
    ZeroLostInCrosswalk {
        /// Id of the crosswalk.
        crosswalk: String,
        /// The code in the crosswalk.
        cut: String,
    },
    /// It is the label of a row of totals.
    Total,
}

impl Untyped {
    /// Whether the code itself is wrong, so that it is refused even where classes without a type are reported.
    #[must_use]
    pub const fn is_fault(&self) -> bool {
        matches!(self, Self::LostZero { .. } | Self::ZeroLostInCrosswalk { .. } | Self::Total)
    }
}

impl Say for Untyped {
    fn message(&self) -> Message {
        match self {
            Self::Absent { crosswalk } => {
                text!("crosswalk {0} does not have it", "归类对照表 {0} 中没有该类别", crosswalk)
            }
            Self::Split(types) => {
                let types: Vec<String> = types.iter().map(ToString::to_string).collect();
                text!(
                    "it is split between {0} and the run states no rule",
                    "该类别分属 {0}，而本次核算未写明归类规则",
                    types.join("/")
                )
            }
            Self::NoType => {
                text!("it is no ecosystem type of HJ 1166-2021", "不是 HJ 1166-2021 的生态系统类型")
            }
            Self::LostZero { crosswalk, whole } => text!(
                "crosswalk {0} has {1}: was a zero in front lost?",
                "归类对照表 {0} 中有 {1}：是否丢失了前导零",
                crosswalk,
                whole
            ),
            Self::ZeroLostInCrosswalk { crosswalk, cut } => text!(
                "crosswalk {0} has {1}: was a zero in front lost there?",
                "归类对照表 {0} 中有 {1}：对照表是否丢失了前导零",
                crosswalk,
                cut
            ),
            Self::Total => text!(
                "it is the label of a row of totals, which would count its land twice",
                "这是合计行的名称，计入会使其土地重复计算"
            ),
        }
    }
}

impl fmt::Display for Untyped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Language::English))
    }
}

fn is_digits(code: &str) -> bool {
    !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit())
}

fn has_zero(row: &Class) -> bool {
    is_digits(&row.code) && row.code.starts_with('0') && row.code.len() > 1
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
        follows: row.text("follows").to_owned(),
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
        assert!(code(&survey, "08H9").unwrap_err().to_string().contains("61/63"));
        assert!(code(&survey, "301").unwrap_err().to_string().contains("zero in front"));
        survey.state("0809", "61".parse().unwrap());
        survey.state("08*", "63".parse().unwrap());
        for (class, stated) in [("0803", "63"), ("08H9", "63"), ("0809", "61"), ("0810", "62")] {
            assert_eq!(code(&survey, class).unwrap(), stated, "{class}");
        }
    }
}
