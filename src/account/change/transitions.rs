//! What became of every cell between two dates, added up exactly.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::account::matrix::Matrix;
use crate::account::partial::Tally;
use crate::error::{Code, Error, Place};
use crate::exact_sum::ExactSum;
use crate::extent::Ecosystem;
use crate::input::cells::{Cells, NO_ZONE};
use crate::input::legend::{Legend, State};
use crate::text;

/// Largest relative difference between two areas of one cell.
const SAME_AREA: f64 = 1e-9;

/// What a cell is at a date: a type, or why it has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cover {
    /// An ecosystem type, without flags.
    Type(Ecosystem),
    /// Left out on purpose.
    Excluded,
    /// A class without a type.
    Unmapped,
    /// Land cover or zone has no data.
    Nodata,
}

impl Cover {
    fn of(state: State) -> Self {
        match state {
            State::Excluded => Self::Excluded,
            State::Unmapped => Self::Unmapped,
            State::Nodata | State::Valued => Self::Nodata,
        }
    }

    /// The same with types put together, such as [`Ecosystem::level_one`].
    #[must_use]
    pub fn at_level(self, level: fn(Ecosystem) -> Ecosystem) -> Self {
        match self {
            Self::Type(ecosystem) => Self::Type(level(ecosystem)),
            other => other,
        }
    }

    /// English and Chinese name.
    #[must_use]
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Type(ecosystem) => ecosystem.names(),
            Self::Excluded => ("left out on purpose", "有意排除"),
            Self::Unmapped => ("class without a type", "未归类"),
            Self::Nodata => ("no data", "无数据"),
        }
    }
}

/// The code of the type, or `excluded`, `unmapped`, `nodata` as in `closure.csv`.
impl fmt::Display for Cover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type(ecosystem) => ecosystem.fmt(f),
            Self::Excluded => f.write_str(State::Excluded.as_str()),
            Self::Unmapped => f.write_str(State::Unmapped.as_str()),
            Self::Nodata => f.write_str(State::Nodata.as_str()),
        }
    }
}

/// How the numbers of two legends stand for the same zones and types.
#[derive(Debug, Clone)]
pub struct Pairing {
    zones: Vec<String>,
    /// The zone of the first date for each of the second.
    zone_of_second: Vec<u32>,
    first: Covers,
    second: Covers,
}

/// What the numbers of a legend stand for.
#[derive(Debug, Clone)]
struct Covers {
    classes: Vec<Cover>,
    states: Vec<Cover>,
}

impl Covers {
    fn new(legend: &Legend) -> Self {
        Self {
            classes: legend.classes.iter().map(|class| Cover::Type(class.plain())).collect(),
            states: legend.states.iter().map(|(state, _)| Cover::of(*state)).collect(),
        }
    }

    fn of(&self, class: u32, state: u32) -> Cover {
        let (list, number) = if state == 0 { (&self.classes, class) } else { (&self.states, state) };
        usize::try_from(number).ok().and_then(|number| list.get(number)).copied().unwrap_or(Cover::Nodata)
    }
}

impl Pairing {
    /// The pairing of the legends of two dates, whose zones must have the same names.
    ///
    /// # Errors
    ///
    /// `EV-A003` with the zones that only one of them has.
    pub fn new(first: &Legend, second: &Legend) -> Result<Self, Error> {
        let only = |one: &Legend, other: &Legend| {
            let other: BTreeSet<&String> = other.zones.iter().collect();
            let own: Vec<&str> =
                one.zones.iter().filter(|zone| !other.contains(zone)).map(String::as_str).collect();
            own.join(", ")
        };
        let (of_first, of_second) = (only(first, second), only(second, first));
        if !of_first.is_empty() || !of_second.is_empty() {
            let told = |names: &str| match names {
                "" => text!("none", "无"),
                _ => text!("`{0}`", "`{0}`", names),
            };
            let message = text!(
                "the zones differ: only at the first date {0}; only at the second {1}",
                "分区不同：仅见于前一时点的：{0}；仅见于后一时点的：{1}",
                told(&of_first),
                told(&of_second)
            );
            let hint = text!("give both dates the same zones and names", "两个时点使用相同的分区和名称");
            return Err(Error::new(Code::Incomparable, message, hint));
        }
        let positions: BTreeMap<&String, u32> = first.zones.iter().zip(0..).collect();
        let position = |name: &String| positions.get(name).copied().unwrap_or(NO_ZONE);
        Ok(Self {
            zones: first.zones.clone(),
            zone_of_second: second.zones.iter().map(position).collect(),
            first: Covers::new(first),
            second: Covers::new(second),
        })
    }

    fn zone_name(&self, zone: u32) -> &str {
        usize::try_from(zone).ok().and_then(|zone| self.zones.get(zone)).map_or("", String::as_str)
    }

    fn zone_of_second(&self, zone: u32) -> u32 {
        let known = usize::try_from(zone).ok().and_then(|zone| self.zone_of_second.get(zone));
        known.copied().unwrap_or(NO_ZONE)
    }
}

/// Zone (a position in the first legend), cover at the first date, cover at the second.
type Key = (u32, Cover, Cover);

/// Exact sums over some of the cells; those of any split of the cells merge to the same bits.
///
/// # Examples
///
/// ```
/// use ecovalue::Landscape;
/// use ecovalue::account::change::transitions::{Pairing, TransitionPartial, Transitions};
///
/// let (mut first, mut second) = (Landscape::new(), Landscape::new());
/// first.cell("north", "11".parse()?, 900.0)?;
/// second.cell("north", "51".parse()?, 900.0)?;
/// let pairing = Pairing::new(first.legend(), second.legend())?;
/// let mut partial = TransitionPartial::default();
/// partial.add(&pairing, first.cells(), second.cells())?;
/// let transitions = Transitions::new((2000, 2010), &pairing, partial);
/// let row = transitions.rows().next().map(|row| (row.from.to_string(), row.to.to_string(), row.tally.cells));
/// assert_eq!(row, Some(("11".to_owned(), "51".to_owned(), 1)));
/// # Ok::<(), ecovalue::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TransitionPartial {
    sums: BTreeMap<Key, Tally>,
}

impl TransitionPartial {
    /// Adds a block of cells at both dates, cell by cell; areas are those of the first.
    ///
    /// # Errors
    ///
    /// `EV-A003` if the blocks have another number of cells, or a cell another zone or area. Nothing is added then.
    pub fn add(&mut self, pairing: &Pairing, first: &Cells, second: &Cells) -> Result<(), Error> {
        check(pairing, first, second)?;
        let covers = |covers: &Covers, cells: &Cells| -> Vec<Cover> {
            cells.class.iter().zip(&cells.state).map(|(class, state)| covers.of(*class, *state)).collect()
        };
        let (from, to) = (covers(&pairing.first, first), covers(&pairing.second, second));
        // Neighbours mostly have the same key.
        let mut run: Option<(Key, Vec<f64>)> = None;
        for (((zone, area), from), to) in first.zone.iter().zip(&first.area).zip(from).zip(to) {
            let key = (*zone, from, to);
            match &mut run {
                Some((own, areas)) if *own == key => areas.push(*area),
                _ => self.end(run.replace((key, vec![*area]))),
            }
        }
        self.end(run);
        Ok(())
    }

    fn end(&mut self, run: Option<(Key, Vec<f64>)>) {
        if let Some((key, areas)) = run {
            self.sums.entry(key).or_default().add_slice(&areas);
        }
    }

    /// Adds the sums of other cells.
    pub fn merge(&mut self, other: &Self) {
        for (key, tally) in &other.sums {
            self.sums.entry(*key).or_default().merge(tally);
        }
    }
}

/// Refuses blocks that are not of the same cells.
fn check(pairing: &Pairing, first: &Cells, second: &Cells) -> Result<(), Error> {
    if first.len() != second.len() {
        let message = text!(
            "{0} cells at the first date, {1} at the second",
            "前一时点有 {0} 个单元，后一时点有 {1} 个",
            first.len(),
            second.len()
        );
        let hint =
            text!("give both dates the same cells in the same order", "两个时点使用相同的单元和相同的顺序");
        return Err(Error::new(Code::Incomparable, message, hint));
    }
    let zones = first.zone.iter().zip(second.zone.iter().map(|zone| pairing.zone_of_second(*zone)));
    for (index, (own, other)) in zones.enumerate() {
        if *own != other {
            let told = |zone: u32| match pairing.zone_name(zone) {
                "" => text!("outside every zone", "在所有分区之外"),
                name => text!("in `{0}`", "在 `{0}` 内", name),
            };
            let message = text!(
                "a cell is {0} at the first date and {1} at the second",
                "同一单元前一时点{0}，后一时点{1}",
                told(*own),
                told(other)
            );
            let hint = text!(
                "give both dates the same zones and the same cells in the same order",
                "两个时点使用相同的分区、相同的单元和相同的顺序"
            );
            return Err(Error::new(Code::Incomparable, message, hint).at(cell(index)));
        }
    }
    for (index, (own, other)) in first.area.iter().zip(&second.area).enumerate() {
        if (own - other).abs() > SAME_AREA * own.abs() {
            let message = text!(
                "a cell has {0} m2 at the first date and {1} m2 at the second",
                "同一单元前一时点为 {0} m2，后一时点为 {1} m2",
                own.to_string(),
                other.to_string()
            );
            let hint = text!(
                "give both dates the same cells in the same order, with the area of one survey",
                "两个时点使用相同的单元和顺序，面积取自同一次调查"
            );
            return Err(Error::new(Code::Incomparable, message, hint).at(cell(index)));
        }
    }
    Ok(())
}

fn cell(index: usize) -> Place {
    Place::column_only(format!("cell {} of the block", index.saturating_add(1)))
}

/// What became of the cells of every zone between two dates.
#[derive(Debug, Clone, PartialEq)]
pub struct Transitions {
    /// The two dates.
    pub years: (i32, i32),
    /// Zones by name.
    pub zones: Vec<String>,
    sums: BTreeMap<Key, Tally>,
}

/// Area that was one cover at the first date and is another at the second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Transition<'a> {
    /// Zone; empty outside every zone.
    pub zone: &'a str,
    /// Cover at the first date.
    pub from: Cover,
    /// Cover at the second.
    pub to: Cover,
    /// Area and cells.
    pub tally: &'a Tally,
}

impl Transitions {
    /// The sums of all cells.
    #[must_use]
    pub fn new(years: (i32, i32), pairing: &Pairing, partial: TransitionPartial) -> Self {
        Self { years, zones: pairing.zones.clone(), sums: partial.sums }
    }

    /// Every transition that occurs, by zone, opening and closing cover; what stays is one too.
    pub fn rows(&self) -> impl Iterator<Item = Transition<'_>> {
        self.sums.iter().map(|((zone, from, to), tally)| {
            let zone = usize::try_from(*zone).ok().and_then(|zone| self.zones.get(zone));
            Transition { zone: zone.map_or("", String::as_str), from: *from, to: *to, tally }
        })
    }

    /// The matrix of a zone (an empty name for the land outside every zone), or of the whole map.
    #[must_use]
    pub fn matrix(&self, zone: Option<&str>, level: fn(Ecosystem) -> Ecosystem) -> TransitionMatrix {
        let mut sums: BTreeMap<(Cover, Cover), ExactSum> = BTreeMap::new();
        for row in self.rows().filter(|row| zone.is_none_or(|zone| row.zone == zone)) {
            let key = (row.from.at_level(level), row.to.at_level(level));
            sums.entry(key).or_default().merge(&row.tally.area);
        }
        let covers: BTreeSet<Cover> = sums.keys().flat_map(|(from, to)| [*from, *to]).collect();
        let covers: Vec<Cover> = covers.into_iter().collect();
        let areas = Matrix::from_fn(covers.len(), covers.len(), |row, column| {
            let key = covers.get(row).zip(covers.get(column)).map(|(from, to)| (*from, *to));
            key.and_then(|key| sums.get(&key)).cloned().unwrap_or_default()
        });
        TransitionMatrix { covers, areas }
    }
}

/// Areas \[m²\] by opening cover (rows) and closing cover (columns).
#[derive(Debug, Clone, PartialEq)]
pub struct TransitionMatrix {
    /// Covers of rows and columns.
    pub covers: Vec<Cover>,
    /// Exact areas.
    pub areas: Matrix<ExactSum>,
}

impl TransitionMatrix {
    /// The areas, each rounded once.
    #[must_use]
    pub fn rounded(&self) -> Matrix<f64> {
        self.areas.map(ExactSum::total)
    }

    /// Sums of the rows: the opening extents.
    #[must_use]
    pub fn opening(&self) -> Vec<ExactSum> {
        (0..self.areas.rows()).map(|row| added(self.areas.row(row))).collect()
    }

    /// Sums of the columns: the closing extents.
    #[must_use]
    pub fn closing(&self) -> Vec<ExactSum> {
        (0..self.areas.columns()).map(|column| added(self.areas.column(column))).collect()
    }
}

fn added<'a>(areas: impl Iterator<Item = &'a ExactSum>) -> ExactSum {
    areas.fold(ExactSum::new(), |mut sum, area| {
        sum.merge(area);
        sum
    })
}
