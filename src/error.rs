//! The one error of the crate: what was found, where, which rule it breaks, and what to do.

#[cfg(feature = "files")]
mod system;
mod warning;

use std::fmt;

use crate::text;
use crate::wording::{Language, Message, Say, TextArgument};

#[cfg(feature = "files")]
pub(crate) use system::{of_kind, of_system};
pub(crate) use warning::in_chinese;

/// The family of an error; match on this, not on the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file, key, table or raster is absent, damaged or says something impossible.
    Input,
    /// A unit is unknown or cannot be converted.
    Unit,
    /// A parameter row is missing, ambiguous or not allowed.
    Parameter,
    /// A profile names something the crate does not know.
    Profile,
    /// Grids do not fit each other, or a grid cannot be measured.
    Grid,
    /// A size is over a limit.
    Limit,
    /// A path leaves the folder of the run.
    Path,
    /// A partial result cannot be read back, or two results cannot be compared.
    Account,
    /// The result cannot be written.
    Output,
    /// A regression cannot be fitted to its data.
    Regression,
    /// Nothing is refused, but a number looks like a usual slip.
    Warning,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $kind:ident;)+) => {
        /// Stable code of one rule (`EV-…`).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $name,)+ }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The text printed in brackets, e.g. `EV-U001`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            /// The family of the code.
            #[must_use]
            pub const fn kind(self) -> ErrorKind {
                match self { $(Self::$name => ErrorKind::$kind),+ }
            }
        }
    };
}

codes! {
    /// A file cannot be opened or read.
    FileUnreadable = "EV-I001", Input;
    /// The bytes are not text in the declared encoding.
    Encoding = "EV-I002", Input;
    /// A TOML document is not well formed.
    DocumentSyntax = "EV-I003", Input;
    /// A key that nobody reads.
    UnknownKey = "EV-I004", Input;
    /// A key that must be there is not.
    MissingKey = "EV-I005", Input;
    /// A value has the wrong type or is outside the allowed set.
    BadValue = "EV-I006", Input;
    /// A column of a table is missing, unknown or doubled.
    Column = "EV-I007", Input;
    /// A cell of a table is not a finite number.
    NotANumber = "EV-I008", Input;
    /// Two rows have the same key.
    DuplicateKey = "EV-I009", Input;
    /// An area is negative.
    NegativeArea = "EV-I010", Input;
    /// A land-cover class has no ecosystem type.
    UnmappedClass = "EV-I011", Input;
    /// A zone that the cells do not have.
    UnknownZone = "EV-I012", Input;
    /// A statistic that the registry does not know.
    UnknownStatistic = "EV-I013", Input;
    /// A layer that no equation reads, or whose name is unknown.
    UnknownLayer = "EV-I014", Input;
    /// A raster is damaged or of a form that is not read.
    Raster = "EV-I015", Input;
    /// A band that the raster does not have.
    Band = "EV-I016", Input;
    /// A value is outside the physically possible range.
    OutOfRange = "EV-I017", Input;
    /// A text that a spreadsheet would run as a formula.
    Formula = "EV-I018", Input;
    /// A file is not the one that its lock names.
    Altered = "EV-I019", Input;
    /// A unit text is not understood.
    UnknownUnit = "EV-U001", Unit;
    /// A unit of another kind than the quantity needs.
    IncompatibleUnit = "EV-U002", Unit;
    /// Amounts of unlike currency, price year or basis were to be added.
    MoneyBasis = "EV-U003", Unit;
    /// No row fits.
    NoParameter = "EV-P001", Parameter;
    /// Two rows fit equally well.
    AmbiguousParameter = "EV-P002", Parameter;
    /// A row is not verified and the run does not allow it.
    Unverified = "EV-P003", Parameter;
    /// The price index does not reach from one year to the other.
    PriceIndex = "EV-P004", Parameter;
    /// A parameter key that no equation reads.
    UnknownParameter = "EV-P005", Parameter;
    /// There is no number of an accounting year, and none of another may stand for it.
    MissingYear = "EV-P006", Parameter;
    /// A region that no row is of.
    UnknownRegion = "EV-P007", Parameter;
    /// A profile is not known.
    UnknownProfile = "EV-R001", Profile;
    /// A service, driver or equation variant is not known.
    UnknownVariant = "EV-R002", Profile;
    /// Two layers do not lie on one grid.
    GridMismatch = "EV-G001", Grid;
    /// The area of a cell cannot be told on this grid.
    GridUnmeasurable = "EV-G002", Grid;
    /// A size is over its limit.
    Limit = "EV-L001", Limit;
    /// A path is absolute, climbs out, or is no plain relative path.
    PathOutside = "EV-F001", Path;
    /// Bytes of a partial result are damaged, or of another version.
    PartialBytes = "EV-A001", Account;
    /// A logarithmic mean of numbers of unlike sign.
    SignChange = "EV-A002", Account;
    /// Two results or two maps that cannot be compared.
    Incomparable = "EV-A003", Account;
    /// The output folder exists, or cannot be written.
    Output = "EV-O001", Output;
    /// Another process is writing the output folder.
    Locked = "EV-O002", Output;
    /// The run was cancelled.
    Cancelled = "EV-O003", Output;
    /// A regressor is a linear combination of others.
    Collinear = "EV-S001", Regression;
    /// Fewer rows than a fit needs.
    TooFewRows = "EV-S002", Regression;
    /// Every response stands at the lowest value that it may have.
    AllZero = "EV-S003", Regression;
    /// A response that the model cannot have, such as a broken count or a zero in truncated data.
    Response = "EV-S004", Regression;
    /// A regressor predicts some of the rows perfectly, so that its coefficient is infinite.
    Separation = "EV-S005", Regression;
    /// A likelihood has no maximum that the search reaches.
    NoConvergence = "EV-S006", Regression;
    /// A row of the data is not a finite number.
    NotFinite = "EV-S007", Regression;
    /// A weight is not a positive number.
    Weight = "EV-S008", Regression;
    /// The maximum of a likelihood lies at the edge of the parameter's range.
    Boundary = "EV-S009", Regression;
    /// Demand does not fall with the price, or its integral is infinite.
    NoSurplus = "EV-S010", Regression;
    /// A number that is possible, but not likely; it is used all the same.
    Implausible = "EV-W001", Warning;
    /// A text was read in an encoding that nobody declared.
    EncodingGuessed = "EV-W002", Warning;
    /// The regressors are nearly collinear, so that their coefficients are ill determined.
    IllConditioned = "EV-W003", Warning;
    /// A row of the run that no figure rests on.
    RowNotUsed = "EV-W004", Warning;
    /// Statistics of the whole and of its zones that disagree.
    Disagreement = "EV-W005", Warning;
    /// A part of a name stands for the region of that name.
    RegionTaken = "EV-W006", Warning;
}

/// Where an error was found. Every part is optional; those that are set are printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// File, as the user wrote it.
    pub file: Option<String>,
    /// Line or row, counted from 1.
    pub row: Option<u64>,
    /// Column of a table, key of a document, or band of a raster.
    pub column: Option<String>,
}

impl Place {
    /// A place that is a whole file.
    #[must_use]
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: Some(file.into()), ..Self::default() }
    }

    /// A place without a file, such as the argument of a call.
    #[must_use]
    pub fn column_only(column: impl Into<String>) -> Self {
        Self { column: Some(column.into()), ..Self::default() }
    }

    /// The same file, at a line or row counted from 1.
    #[must_use]
    pub fn row(mut self, row: u64) -> Self {
        self.row = Some(row);
        self
    }

    /// The same file, at a column, key or band.
    #[must_use]
    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }
}

impl Place {
    /// The place in a language, such as `parcels.csv, line 14`.
    #[must_use]
    pub fn say(&self, language: Language) -> String {
        let row = self.row.map(|row| match language {
            Language::English => format!("line {row}"),
            Language::Chinese => format!("第 {row} 行"),
        });
        let column = self.column.as_ref().map(|column| format!("`{column}`"));
        let parts: Vec<&str> =
            [self.file.as_deref(), row.as_deref(), column.as_deref()].into_iter().flatten().collect();
        parts.join(language.of(", ", "，"))
    }
}

impl Say for Place {
    fn message(&self) -> Message {
        let [english, chinese] = [Language::English, Language::Chinese].map(|language| self.say(language));
        Message::told(english, chinese)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Language::English))
    }
}

/// What went wrong, where, and what to do about it. `Display` writes it in English, [`Error::say`] in any language.
///
/// # Examples
///
/// ```
/// use ecovalue::error::{Code, Error, ErrorKind, Place};
/// use ecovalue::{text, wording::Language};
///
/// let message = text!("area {0} is below 0", "面积 {0} 为负", -3.0);
/// let error = Error::new(Code::NegativeArea, message, text!("correct the survey table", "更正调查表"))
///     .at(Place::file("parcels.csv").row(14).column("area"));
/// assert_eq!(error.kind(), ErrorKind::Input);
/// assert_eq!(
///     error.to_string(),
///     "parcels.csv, line 14, `area`: area -3 is below 0; hint: correct the survey table [EV-I010]"
/// );
/// assert_eq!(
///     error.say(Language::Chinese),
///     "parcels.csv，第 14 行，`area`：面积 -3 为负；提示：更正调查表 [EV-I010]"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say(Language::English))]
pub struct Error(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    code: Code,
    place: Place,
    message: Message,
    hint: Message,
}

impl Error {
    /// An error whose message names the value found and the rule, and whose hint names one action.
    #[must_use]
    pub fn new(code: Code, message: impl Into<Message>, hint: impl Into<Message>) -> Self {
        Self(Box::new(Inner { code, place: Place::default(), message: message.into(), hint: hint.into() }))
    }

    /// The same error at a place. A place that was set before keeps its parts, and takes none of another file.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        let own = &mut self.0.place;
        if own.file.is_some() && own.file != place.file {
            return self;
        }
        own.file = own.file.take().or(place.file);
        own.row = own.row.or(place.row);
        own.column = own.column.take().or(place.column);
        self
    }

    /// Stable code of the rule that was broken.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// Family of the error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.code.kind()
    }

    /// File, row and column.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.0.place
    }

    /// The value found and the rule.
    #[must_use]
    pub fn message(&self) -> &Message {
        &self.0.message
    }

    /// One action that mends it.
    #[must_use]
    pub fn hint(&self) -> &Message {
        &self.0.hint
    }

    /// The error in both languages, as part of another text.
    #[cfg(feature = "files")]
    pub(crate) fn told(&self) -> Message {
        Message::told(self.say(Language::English), self.say(Language::Chinese))
    }

    /// The error in a language, on one line.
    #[must_use]
    pub fn say(&self, language: Language) -> String {
        let Inner { code, place, message, hint } = &*self.0;
        let place = place.say(language);
        let place = if place.is_empty() { place } else { clipped(&place) + language.of(": ", "：") };
        let hint = hint.say(language);
        let before = language.of("; hint: ", "；提示：");
        let hint = if hint.is_empty() { hint } else { before.to_owned() + &clipped(&hint) };
        // Terminal escapes and line breaks from a file must not reach the reader's screen.
        let line = [place, clipped(&message.say(language)), hint].map(|part| printable(&part)).concat();
        format!("{line} [{}]", code.as_str())
    }
}

/// Longest message that is printed whole, in characters.
const LONGEST: usize = 600;

/// The beginning of a text that would fill the screen.
fn clipped(text: &str) -> String {
    let mut clipped: String = text.chars().take(LONGEST).collect();
    if clipped.len() < text.len() {
        clipped.push_str(" …");
    }
    clipped
}

/// A text without the characters that act on a terminal or hide what is written: control characters, terminal
/// escapes, line separators, marks that turn the direction of writing, and letters without width become `�`.
///
/// # Examples
///
/// ```
/// use ecovalue::error::printable;
///
/// assert_eq!(printable("水\u{1b}[31m\u{202e}"), "水\u{fffd}[31m\u{fffd}");
/// ```
#[must_use]
pub fn printable(text: &str) -> String {
    let acts = |c: char| {
        c.is_control()
            || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
    };
    text.chars().map(|c| if acts(c) { '\u{fffd}' } else { c }).collect()
}

/// All that was found in one look, in the order of the input.
#[derive(Debug, Clone, Default, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say(Language::English))]
pub struct Findings(Vec<Error>);

impl Findings {
    /// No finding yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding.
    pub fn push(&mut self, error: Error) {
        self.0.push(error);
    }

    /// Adds the findings of another look.
    pub fn extend(&mut self, other: impl IntoIterator<Item = Error>) {
        self.0.extend(other);
    }

    /// The findings without those that say the same as an earlier one.
    #[must_use]
    pub fn each_once(self) -> Self {
        let mut said = std::collections::BTreeSet::new();
        Self(self.0.into_iter().filter(|error| said.insert(error.to_string())).collect())
    }

    /// Keeps the value of a step that went well and notes the finding of one that did not.
    pub fn take<T>(&mut self, result: Result<T, impl Into<Findings>>) -> Option<T> {
        result.map_err(|error| self.0.extend(error.into().0)).ok()
    }

    /// The value, if nothing was found.
    ///
    /// # Errors
    ///
    /// The findings themselves, if there are any.
    pub fn into_result<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(value) } else { Err(self) }
    }

    /// The findings, in the order of the input.
    #[must_use]
    pub fn as_slice(&self) -> &[Error] {
        &self.0
    }

    /// The findings in both languages, as part of another text.
    #[cfg(feature = "files")]
    pub(crate) fn told(&self) -> Message {
        Message::told(self.say(Language::English), self.say(Language::Chinese))
    }

    /// The findings in a language, one a line.
    #[must_use]
    pub fn say(&self, language: Language) -> String {
        let mut lines: Vec<String> = self.0.iter().take(SHOWN).map(|error| error.say(language)).collect();
        if self.0.len() > SHOWN {
            let more = text!("… and {0} more findings", "……另有 {0} 项", self.0.len() - SHOWN);
            lines.push(more.say(language));
        }
        lines.join("\n")
    }
}

/// Most findings that are printed.
const SHOWN: usize = 200;

impl From<Error> for Findings {
    fn from(error: Error) -> Self {
        Self(vec![error])
    }
}

impl FromIterator<Error> for Findings {
    fn from_iter<I: IntoIterator<Item = Error>>(errors: I) -> Self {
        Self(errors.into_iter().collect())
    }
}

impl IntoIterator for Findings {
    type Item = Error;
    type IntoIter = std::vec::IntoIter<Error>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// Most names that a hint lists.
const LISTED: usize = 20;

/// Longest name that is compared letter by letter.
const LONGEST_NAME: usize = 100;

/// The nearest of some known names, for a hint: ``did you mean `title`?``.
///
/// # Examples
///
/// ```
/// use ecovalue::error::did_you_mean;
/// use ecovalue::wording::Language;
///
/// let hint = did_you_mean("titel", ["title", "year"]);
/// assert_eq!(hint.say(Language::English), "did you mean `title`?");
/// assert_eq!(hint.say(Language::Chinese), "是否应为 `title`？");
/// assert_eq!(did_you_mean("gpd", ["gdp", "land_area"]).to_string(), "did you mean `gdp`?");
/// assert_eq!(did_you_mean("q", ["title", "year"]).to_string(), "known: title, year");
/// ```
pub fn did_you_mean<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Message {
    let known: Vec<&str> = known.into_iter().collect();
    let first = TextArgument::list(known.iter().copied().take(LISTED));
    match meant(found, known.iter().copied()) {
        Some(hint) => hint,
        None if known.len() > LISTED => {
            text!("known: {0} … and {1} more", "可选：{0} …… 另有 {1} 项", first, known.len() - LISTED)
        }
        None => text!("known: {0}", "可选：{0}", first),
    }
}

/// The question whether a near name was meant, if there is one.
pub(crate) fn meant<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<Message> {
    nearest(found, known).map(question)
}

/// The question whether a name was meant.
pub(crate) fn question(name: &str) -> Message {
    text!("did you mean `{0}`?", "是否应为 `{0}`？", name)
}

/// The known name that a misspelt one is near to, if any is.
pub(crate) fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let likeness = |name: &'a str| {
        if found.len() > LONGEST_NAME || name.len() > LONGEST_NAME {
            return None;
        }
        // Swapped letters of a short name (`gpd`) are near by edits, a long name with another end by its beginning.
        let edits = strsim::osa_distance(found, name);
        let near = edits <= 1 && name.len() > 2 || strsim::jaro_winkler(found, name) > 0.8;
        near.then(|| (strsim::normalized_damerau_levenshtein(found, name), name))
    };
    let near = known.into_iter().filter_map(likeness).max_by(|a, b| a.0.total_cmp(&b.0));
    near.map(|(_, name)| name)
}
