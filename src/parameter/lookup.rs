//! Which row fits: key, variant, ecosystem type, condition, region, year.

use super::{Parameter, Parameters};
use crate::error::{Code, Error};
use crate::extent::Ecosystem;
use crate::reason::{NoRow, RowRemedy};
use crate::wording::Message;

/// What is looked for.
#[derive(Debug, Clone)]
pub struct Query<'a> {
    key: &'a str,
    year: i32,
    variant: &'a str,
    ecosystem: Option<Ecosystem>,
    conditions: &'a [String],
    grade: &'a str,
    regions: &'a [String],
}

impl<'a> Query<'a> {
    /// A key in an accounting year; the plain variant, no ecosystem type, no condition, no region.
    #[must_use]
    pub const fn new(key: &'a str, year: i32) -> Self {
        Self { key, year, variant: "", ecosystem: None, conditions: &[], grade: "", regions: &[] }
    }

    /// A variant of the key.
    #[must_use]
    pub const fn variant(mut self, variant: &'a str) -> Self {
        self.variant = variant;
        self
    }

    /// The ecosystem type of a cell.
    #[must_use]
    pub const fn ecosystem(mut self, ecosystem: Ecosystem) -> Self {
        self.ecosystem = Some(ecosystem);
        self
    }

    /// The conditions that hold.
    #[must_use]
    pub const fn conditions(mut self, conditions: &'a [String]) -> Self {
        self.conditions = conditions;
        self
    }

    /// The regions that the run lies in, the narrowest first.
    #[must_use]
    pub const fn regions(mut self, regions: &'a [String]) -> Self {
        self.regions = regions;
        self
    }

    /// A grade of the cell itself, such as a class of vegetation cover, which rows state as a condition.
    #[must_use]
    pub const fn grade(mut self, grade: &'a str) -> Self {
        self.grade = grade;
        self
    }

    /// How closely the conditions of a row fit: each of them, `;` between two, must hold.
    fn conditions_of(&self, asked: &str) -> Option<usize> {
        let parts = asked.split(';').filter(|part| !part.is_empty() && *part != self.grade);
        parts.map(|part| stated(part, self.conditions)).sum()
    }

    /// How closely a row fits, whatever its dates; larger is closer, `None` does not fit.
    fn nearness(&self, row: &Parameter) -> Option<Nearness> {
        if row.key != self.key || row.variant != self.variant {
            return None;
        }
        let ecosystem = match (row.ecosystems.as_slice(), self.ecosystem) {
            ([], _) => 0,
            (types, Some(cell)) => 1 + types.iter().filter_map(|own| cell.closeness(*own)).max()?,
            (_, None) => return None,
        };
        let condition = self.conditions_of(&row.condition)?;
        let region = stated(&row.region, self.regions)?;
        Some((row.local, ecosystem, condition, region))
    }

    /// The same for a row that holds in the year.
    fn closeness(&self, row: &Parameter) -> Option<Closeness> {
        let nearness = self.nearness(row)?;
        holds(row, self.year).then(|| (nearness, row.valid_from, year_rank(row.price_year, self.year)))
    }
}

/// Whether a row holds in a year.
fn holds(row: &Parameter, year: i32) -> bool {
    row.valid_from.is_none_or(|from| from <= year) && row.valid_to.is_none_or(|to| year <= to)
}

type Nearness = (bool, u32, usize, usize);
type Closeness = (Nearness, Option<i32>, (bool, i32));

/// 0 for a row that asks for nothing; else larger, the earlier the text stands in the list.
fn stated(asked: &str, list: &[String]) -> Option<usize> {
    if asked.is_empty() {
        return Some(0);
    }
    list.iter().position(|known| known == asked).map(|index| list.len() - index)
}

/// The year itself or the latest before it; only without such a row the earliest after it.
fn year_rank(price_year: Option<i32>, year: i32) -> (bool, i32) {
    match price_year {
        Some(own) if own <= year => (true, own),
        Some(own) => (false, -own),
        None => (true, 0),
    }
}

/// A row that was found.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    /// The row.
    pub row: &'a Parameter,
    /// The ecosystem type that was looked for, where only a row of a wider one fits.
    pub fallback_from: Option<Ecosystem>,
}

/// A row of the run that would have been taken but for its dates, and the row of the crate that was.
#[derive(Debug, Clone, PartialEq)]
pub struct NotInYear {
    /// The row of the run.
    pub local: Parameter,
    /// The row of the crate.
    pub taken: Parameter,
}

impl Parameters {
    /// The row that fits best.
    ///
    /// A run's own rows go before those of the crate. Then the nearer ecosystem type (code with flag, level II, level
    /// I, any), the stated condition, the narrower region, the later beginning, and for prices the year itself or
    /// the latest before it. `published` plays no part.
    ///
    /// # Errors
    ///
    /// `EV-P001` if no row fits, `EV-P002` if two fit equally well, or if a row of the run has an end and another begins
    /// before it.
    pub fn find<'a>(&'a self, query: &Query<'_>) -> Result<Found<'a>, Error> {
        self.look_up(query)?.map_err(Error::from)
    }

    /// The row that fits best, or why there is none.
    ///
    /// # Errors
    ///
    /// `EV-P002` as [`Parameters::find`].
    pub fn look_up<'a>(&'a self, query: &Query<'_>) -> Result<Result<Found<'a>, NoRow>, Error> {
        let mut best: Option<(Closeness, &Parameter)> = None;
        let mut rival = None;
        for row in self.rows_of(query.key) {
            let Some(closeness) = query.closeness(row) else { continue };
            match &best {
                Some((so_far, _)) if closeness < *so_far => {}
                Some((so_far, first)) if closeness == *so_far => rival = Some((*first, row)),
                _ => (best, rival) = (Some((closeness, row)), None),
            }
        }
        if let Some((first, second)) = rival {
            return Err(ambiguous(query, first, second));
        }
        let Some((closeness, row)) = best else { return Ok(Err(self.no_row(query))) };
        if let Some(other) = self.overlapping(query, &closeness, row) {
            return Err(overlap(query, other, row));
        }
        let exact = |cell: &Ecosystem| row.ecosystems.iter().any(|own| own == cell);
        let fallback_from = query.ecosystem.filter(|cell| !exact(cell) && !row.ecosystems.is_empty());
        Ok(Ok(Found { row, fallback_from }))
    }

    /// A row of the run that fits as closely as the one that was found, holds in the year as well, and was not meant to
    /// be followed by it, since it states an end that is yet to come. A row without an end is superseded by a later one.
    fn overlapping(&self, query: &Query<'_>, best: &Closeness, found: &Parameter) -> Option<&Parameter> {
        let rivals = self.rows_of(query.key).filter(|row| row.local && found.local);
        let mut rivals =
            rivals.filter(|row| (row.valid_from, row.valid_to) != (found.valid_from, found.valid_to));
        rivals.find(|row| {
            let near = query.closeness(row).is_some_and(|own| own.0 == best.0);
            near && (row.valid_to.is_some() || row.valid_from == found.valid_from && found.valid_to.is_some())
        })
    }

    /// The nearest row of the run that fits but for its dates, where a row of the crate was found.
    #[must_use]
    pub fn not_in_year(&self, query: &Query<'_>, found: &Parameter) -> Option<NotInYear> {
        if found.local {
            return None;
        }
        self.undated(query).map(|row| NotInYear { local: row.clone(), taken: found.clone() })
    }

    /// The nearest row of the run that fits but for its dates.
    fn undated(&self, query: &Query<'_>) -> Option<&Parameter> {
        let local = self.rows_of(query.key).filter(|row| row.local);
        let fitting = local.filter_map(|row| Some((query.nearness(row)?, row)));
        fitting.max_by_key(|(nearness, _)| *nearness).map(|(_, row)| row)
    }

    /// The variants that a key has rows for.
    #[must_use]
    pub fn variants(&self, key: &str) -> Vec<&str> {
        let mut variants: Vec<&str> = self.rows_of(key).map(|row| row.variant.as_str()).collect();
        variants.sort_unstable();
        variants.dedup();
        variants
    }

    /// The conditions of rows that would fit if they held.
    #[must_use]
    pub fn conditions_for(&self, query: &Query<'_>) -> Vec<&str> {
        let fits = |row: &Parameter| query.closeness(&Parameter { condition: String::new(), ..row.clone() });
        let rows = self.rows_of(query.key).filter(|row| !row.condition.is_empty() && fits(row).is_some());
        let parts = rows.flat_map(|row| row.condition.split(';'));
        let mut conditions: Vec<&str> = parts.filter(|part| !part.contains(':')).collect();
        conditions.sort_unstable();
        conditions.dedup();
        conditions
    }

    fn no_row(&self, query: &Query<'_>) -> NoRow {
        let rows = || self.rows_of(query.key);
        let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
        let regions: Vec<&str> = rows().map(|row| row.region.as_str()).filter(|r| !r.is_empty()).collect();
        let variants = self.variants(query.key);
        let remedy = if rows().next().is_none() {
            RowRemedy::AddKey
        } else if !variants.contains(&query.variant) {
            RowRemedy::NameVariant(texts(&variants))
        } else if regions.len() == rows().count() {
            RowRemedy::AddRegion(texts(&regions))
        } else {
            match (self.conditions_for(query).as_slice(), self.undated(query)) {
                ([], None) => RowRemedy::AddRow,
                ([], Some(row)) => {
                    let [english, chinese] = row.dates();
                    let dates = Message::told(english, chinese);
                    RowRemedy::CorrectDates { file: row.file.clone(), line: row.line, dates }
                }
                (conditions, _) => RowRemedy::StateCondition(texts(conditions)),
            }
        };
        NoRow {
            key: query.key.to_owned(),
            variant: query.variant.to_owned(),
            ecosystem: query.ecosystem,
            year: query.year,
            remedy,
        }
    }
}

fn overlap(query: &Query<'_>, first: &Parameter, second: &Parameter) -> Error {
    let state = |row: &Parameter| format!("{} (line {}, {})", row.value, row.line, always(row));
    let message = format!(
        "two rows of `{}` overlap in {}: {} and {}",
        query.key,
        query.year,
        state(first),
        state(second)
    );
    let hint = "let the earlier end before the later begins, or leave its valid_to empty: a later row then supersedes it";
    Error::new(Code::AmbiguousParameter, message, hint).at(second.place().column("valid_from"))
}

/// When a row holds, also where it always does.
fn always(row: &Parameter) -> String {
    let [dates, _] = row.dates();
    if dates.is_empty() { "without dates".to_owned() } else { dates }
}

fn ambiguous(query: &Query<'_>, first: &Parameter, second: &Parameter) -> Error {
    let message = format!(
        "two rows of `{}` fit equally well in {}: {} ({}) and {} ({})",
        query.key,
        query.year,
        first.value,
        first.place(),
        second.value,
        second.place(),
    );
    Error::new(Code::AmbiguousParameter, message, "give one of them a region, a year or a variant")
        .at(second.place().column("key"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Table;

    const HEADER: &str = "key,variant,value,unit,ecosystem,condition,region,price_year,valid_from,valid_to,source,verified,note\n";

    fn rows(text: &str) -> Parameters {
        let table = Table::parse("p.csv", &format!("{HEADER}{text}")).unwrap();
        Parameters::of(Vec::new()).with_local(&table).unwrap()
    }

    #[test]
    fn the_ecosystem_falls_back_and_says_so() {
        let rows = rows(
            "k,,1,1,,,,,,,s,yes,\nk,,2,1,1,,,,,,s,yes,\nk,,3,1,11,,,,,,s,yes,\nk,,4,1,11e/12,,,,,,s,yes,\n",
        );
        for (cell, value, fallback) in [
            ("11e", 4.0, false),
            ("11d", 3.0, true),
            ("13", 2.0, true),
            ("51", 1.0, false),
            ("12", 4.0, false),
        ] {
            let found = rows.find(&Query::new("k", 2019).ecosystem(cell.parse().unwrap())).unwrap();
            assert_eq!((found.row.value, found.fallback_from.is_some()), (value, fallback), "{cell}");
        }
    }

    #[test]
    fn a_price_is_of_the_year_or_the_latest_before_or_else_the_earliest_after() {
        let rows = rows("p,,1,CNY,,,,2005,,,s,yes,\np,,2,CNY,,,,2010,,,s,yes,\np,,3,CNY,,,,2023,,,s,yes,\n");
        for (year, value) in [(2000, 1.0), (2005, 1.0), (2009, 1.0), (2019, 2.0), (2023, 3.0), (2030, 3.0)] {
            assert_eq!(rows.find(&Query::new("p", year)).unwrap().row.value, value, "{year}");
        }
    }

    #[test]
    fn validity_region_and_condition_are_asked_for() {
        let rows = rows(
            "k,,1,1,,,,,2018-01-01,2019-12-31,s,yes,\nk,,2,1,,,,,2020-01-01,,s,yes,\nk,,3,1,,,R,,,,s,yes,\nk,,4,1,,c,,,,,s,yes,\n",
        );
        let value = |query: Query<'_>| rows.find(&query).map(|found| found.row.value);
        let (regions, conditions) = (["R".to_owned()], ["c".to_owned()]);
        assert_eq!(value(Query::new("k", 2019)).unwrap(), 1.0);
        assert_eq!(value(Query::new("k", 2020)).unwrap(), 2.0);
        assert_eq!(value(Query::new("k", 2017)).unwrap_err().code(), Code::NoParameter);
        assert_eq!(value(Query::new("k", 2019).regions(&regions)).unwrap(), 3.0);
        assert_eq!(value(Query::new("k", 2019).conditions(&conditions)).unwrap(), 4.0);
    }

    #[test]
    fn a_grade_and_a_condition_must_both_hold() {
        let rows = rows(
            "k,,1,1,52,cover:<10;tree,,,,,s,yes,\nk,,2,1,52,cover:10-30;tree,,,,,s,yes,\nk,,3,1,52,cover:<10;shrub,,,,,s,yes,\nk,,4,1,4,,,,,,s,yes,\n",
        );
        let tree = ["tree".to_owned()];
        let query = |code: &str| Query::new("k", 2019).ecosystem(code.parse().unwrap()).grade("cover:<10");
        assert_eq!(rows.find(&query("52").conditions(&tree)).unwrap().row.value, 1.0);
        assert_eq!(rows.find(&query("52").conditions(&tree).grade("cover:10-30")).unwrap().row.value, 2.0);
        assert_eq!(rows.find(&query("41")).unwrap().row.value, 4.0);
        let error = rows.find(&query("52")).unwrap_err();
        assert!(error.hint().to_string().contains("shrub, tree"), "{error}");
    }

    #[test]
    fn two_equal_rows_are_an_error_and_a_third_closer_one_settles_it() {
        let twice = "k,,1,1,1,,,,,,s,yes,\nk,,2,1,1/2,,,,,,s,yes,\n";
        let query = Query::new("k", 2019).ecosystem("11".parse().unwrap());
        assert_eq!(rows(twice).find(&query).unwrap_err().code(), Code::AmbiguousParameter);
        let settled = format!("{twice}k,,3,1,11,,,,,,s,yes,\n");
        assert_eq!(rows(&settled).find(&query).unwrap().row.value, 3.0);
    }
}
