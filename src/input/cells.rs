//! Cells: land with an area, an ecosystem type, a zone and named columns, wherever it came from.

mod names;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::error::{Code, Error, Place};
use crate::evidence::Evidence;
use crate::extent::Ecosystem;
use crate::extent::coverage::ClassCoverage;
use crate::input::plausibility::{Warning, impossible};
use crate::quantity::{AREA, CLAY, Quantity, SAND, SILT};

pub use names::{check_names, order_of_names};

/// Why a cell counts or does not. The four add up to the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It has a zone and an ecosystem type and is valued.
    Valued,
    /// The run leaves it out on purpose.
    Excluded,
    /// Its class has no ecosystem type.
    Unmapped,
    /// Land cover or zone has no data there.
    Nodata,
}

impl State {
    /// The word in tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Valued => "valued",
            Self::Excluded => "excluded",
            Self::Unmapped => "unmapped",
            Self::Nodata => "nodata",
        }
    }
}

/// Which cells are the land of the district: their area stands below the line of the indices.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Land {
    /// Every cell of a zone: the parcels of a table, and the cells inside the boundaries of zones, also where the land
    /// cover is missing.
    #[default]
    Zones,
    /// Every cell that has a land cover. A map without zones does not tell the frame of a district from the district
    /// otherwise.
    Covered,
}

/// Why a cell of a map has no class.
pub const NO_LAND_COVER: &str = "no land cover";

/// What all blocks of a map share: zones, ecosystem types, states and columns, which cells name by their position.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Legend {
    /// Zones by name.
    pub zones: Vec<String>,
    /// Ecosystem types with flags.
    pub classes: Vec<Ecosystem>,
    /// States with their reason; the first is [`State::Valued`].
    pub states: Vec<(State, String)>,
    /// Columns that every block brings.
    pub columns: Vec<&'static Quantity>,
    /// The column that tells the zones apart, where one does.
    pub zone_layer: Option<&'static str>,
    /// Which cells are land.
    pub land: Land,
    /// Whether some of the land cover is missing away from the edge of the map, so that it is a hole rather than a frame.
    pub has_holes: bool,
    /// Classes of the land cover that were met, and what they became.
    pub coverage: ClassCoverage,
    /// What each ecosystem type rests on: the row of the crosswalk.
    pub class_evidence: Vec<Vec<Evidence>>,
    /// What each column rests on, by quantity.
    pub layer_evidence: BTreeMap<String, Vec<Evidence>>,
    /// Unit and place that the run states for each column, by quantity.
    pub declared: BTreeMap<String, (String, Place)>,
    /// What looks like a slip already when the cells are opened.
    pub warnings: Vec<Warning>,
    /// What the log of a run says of the grids: differences that were overlooked, areas of a plane.
    pub notes: Vec<String>,
}

impl Legend {
    /// The position of a name in a list, adding it at the end if it is new.
    fn intern<T: PartialEq>(list: &mut Vec<T>, item: T) -> u32 {
        let index = list.iter().position(|known| *known == item).unwrap_or_else(|| {
            list.push(item);
            list.len().saturating_sub(1)
        });
        u32::try_from(index).unwrap_or(u32::MAX)
    }

    /// The position of a zone.
    pub fn zone(&mut self, name: &str) -> u32 {
        Self::intern(&mut self.zones, name.to_owned())
    }

    /// The position of a zone that is known to be new.
    pub fn new_zone(&mut self, name: &str) -> u32 {
        let position = u32::try_from(self.zones.len()).unwrap_or(u32::MAX);
        self.zones.push(name.to_owned());
        position
    }

    /// The position of an ecosystem type.
    pub fn class(&mut self, ecosystem: Ecosystem) -> u32 {
        Self::intern(&mut self.classes, ecosystem)
    }

    /// Notes what an ecosystem type rests on.
    pub fn note_class(&mut self, ecosystem: Ecosystem, evidence: Option<Evidence>) {
        let position = usize::try_from(self.class(ecosystem)).unwrap_or(usize::MAX);
        if self.class_evidence.len() < self.classes.len() {
            self.class_evidence.resize(self.classes.len(), Vec::new());
        }
        if let (Some(list), Some(evidence)) = (self.class_evidence.get_mut(position), evidence)
            && !list.contains(&evidence)
        {
            list.push(evidence);
        }
    }

    /// Notes what all ecosystem types rest on.
    pub fn note_all_classes(&mut self, evidence: &Evidence) {
        for class in self.classes.clone() {
            self.note_class(class, Some(evidence.clone()));
        }
    }

    /// The position of a state with its reason.
    pub fn state(&mut self, state: State, reason: &str) -> u32 {
        if self.states.is_empty() {
            self.states.push((State::Valued, String::new()));
        }
        Self::intern(&mut self.states, (state, reason.to_owned()))
    }
}

/// A block of cells as a struct of arrays. `zone`, `class` and `state` are positions in the [`Legend`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cells {
    /// Area \[m²\].
    pub area: Vec<f64>,
    /// Zone of each cell; [`NO_ZONE`] outside every zone.
    pub zone: Vec<u32>,
    /// Ecosystem type of each cell, if it is valued.
    pub class: Vec<u32>,
    /// State of each cell.
    pub state: Vec<u32>,
    /// Columns in the order of the legend; `NaN` is missing. Months stand one after another.
    pub columns: Vec<Vec<f64>>,
    /// Whether all cells are known to have the same number in each band of a column; columns behind its end are not.
    pub alike: Vec<bool>,
}

/// Zone of a cell outside every zone.
pub const NO_ZONE: u32 = u32::MAX;

impl Cells {
    /// Number of cells.
    #[must_use]
    pub fn len(&self) -> usize {
        self.area.len()
    }

    /// Whether there is no cell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.area.is_empty()
    }
}

/// Land-use cells that are held in memory, for callers that bring arrays.
///
/// # Examples
///
/// ```
/// use ecovalue::input::cells::Landscape;
/// use ecovalue::quantity::PRECIPITATION;
///
/// let mut land = Landscape::new();
/// land.cell("north", "11e".parse()?, 900.0)?;
/// land.cell("south", "51".parse()?, 1800.0)?;
/// land.column(PRECIPITATION, vec![1100.0, f64::NAN])?;
/// assert_eq!(land.cells().len(), 2);
/// # Ok::<(), ecovalue::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Landscape {
    legend: Legend,
    cells: Cells,
    /// Positions of names that were met; a table may have millions of rows.
    zones: BTreeMap<String, u32>,
    classes: BTreeMap<Ecosystem, u32>,
    states: BTreeMap<(State, String), u32>,
}

impl Landscape {
    /// No land yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a valued cell: its zone, its ecosystem type and its area \[m²\].
    ///
    /// # Errors
    ///
    /// `EV-I010` for an area below zero, `EV-I008` for one that is not finite.
    pub fn cell(&mut self, zone: &str, ecosystem: Ecosystem, area: f64) -> Result<(), Error> {
        check_area(area)?;
        let state = self.legend.state(State::Valued, "");
        let legend = &mut self.legend;
        let class = *self.classes.entry(ecosystem).or_insert_with(|| legend.class(ecosystem));
        self.push(zone, class, state, area);
        Ok(())
    }

    /// Adds a cell that is not valued, with the reason.
    ///
    /// # Errors
    ///
    /// As [`Landscape::cell`].
    pub fn left_out(&mut self, zone: &str, state: State, reason: &str, area: f64) -> Result<(), Error> {
        check_area(area)?;
        let legend = &mut self.legend;
        let key = (state, reason.to_owned());
        let position = *self.states.entry(key).or_insert_with(|| legend.state(state, reason));
        self.push(zone, 0, position, area);
        Ok(())
    }

    fn push(&mut self, zone: &str, class: u32, state: u32, area: f64) {
        let position = self.zones.get(zone).copied().unwrap_or_else(|| {
            let position = self.legend.new_zone(zone);
            self.zones.insert(zone.to_owned(), position);
            position
        });
        self.cells.zone.push(position);
        self.cells.class.push(class);
        self.cells.state.push(state);
        self.cells.area.push(area);
    }

    /// Puts zones in the order of their names, ecosystem types in that of their codes, and states in that of their
    /// reasons, so that nothing tells in which order the cells came.
    pub fn sort(&mut self) {
        let Legend { zones, classes, states, class_evidence, .. } = &mut self.legend;
        class_evidence.resize(classes.len(), Vec::new());
        for evidence in class_evidence.iter_mut() {
            evidence.sort();
        }
        let zone = sort(zones, |one, other| order_of_names(one, other));
        let mut types: Vec<_> =
            std::mem::take(classes).into_iter().zip(std::mem::take(class_evidence)).collect();
        let class = sort(&mut types, |(one, _), (other, _)| one.cmp(other));
        (*classes, *class_evidence) = types.into_iter().unzip();
        let state = sort(states, Ord::cmp);
        renumber(&mut self.cells.zone, &zone);
        renumber(&mut self.cells.class, &class);
        renumber(&mut self.cells.state, &state);
        let place = |position: &mut u32, places: &[u32]| renumber(std::slice::from_mut(position), places);
        self.zones.values_mut().for_each(|position| place(position, &zone));
        self.classes.values_mut().for_each(|position| place(position, &class));
        self.states.values_mut().for_each(|position| place(position, &state));
    }

    /// Gives every cell a value of a quantity, in its base unit; `NaN` is missing. Quantities of twelve months stand
    /// month after month.
    ///
    /// # Errors
    ///
    /// `EV-I007` if the number of values is not that of the cells, `EV-I017` for a value that cannot be.
    pub fn column(&mut self, quantity: &'static Quantity, values: Vec<f64>) -> Result<(), Error> {
        let wanted = self.cells.len().saturating_mul(quantity.bands);
        if values.len() != wanted {
            let message = format!("`{}` has {} values, the cells need {wanted}", quantity.id, values.len());
            return Err(Error::new(Code::Column, message, "give one value per cell and month"));
        }
        for (index, value) in values.iter().enumerate() {
            check_range(quantity, *value, || Place::column_only(format!("{}[{index}]", quantity.id)))?;
        }
        let known = self.legend.columns.iter().position(|known| known.id == quantity.id);
        if let Some(column) = known.and_then(|index| self.cells.columns.get_mut(index)) {
            *column = values;
        } else {
            self.legend.columns.push(quantity);
            self.cells.columns.push(values);
        }
        check_texture(&self.legend.columns, &self.cells.columns, |index| {
            Place::column_only(format!("{}[{index}]", quantity.id))
        })
    }

    /// Notes what an ecosystem type rests on: a row of a crosswalk.
    pub fn note_class(&mut self, ecosystem: Ecosystem, evidence: Option<Evidence>) {
        self.legend.note_class(ecosystem, evidence);
    }

    /// Notes the classes that were met.
    pub fn note_coverage(&mut self, coverage: ClassCoverage) {
        self.legend.coverage = coverage;
    }

    /// Notes what a column rests on, and the unit and place that the run states for it.
    pub fn note_layer(&mut self, quantity: &str, evidence: Evidence, declared: (String, Place)) {
        self.legend.layer_evidence.entry(quantity.to_owned()).or_default().push(evidence);
        self.legend.declared.insert(quantity.to_owned(), declared);
    }

    /// Zones by name.
    #[must_use]
    pub fn zones(&self) -> &[String] {
        &self.legend.zones
    }

    /// Zones, types, states and columns.
    #[must_use]
    pub const fn legend(&self) -> &Legend {
        &self.legend
    }

    /// The legend, to note what all types rest on.
    pub const fn legend_mut(&mut self) -> &mut Legend {
        &mut self.legend
    }

    /// The cells.
    #[must_use]
    pub const fn cells(&self) -> &Cells {
        &self.cells
    }

    /// The cells in blocks of at most `size`.
    #[must_use]
    pub fn block(&self, first: usize, size: usize) -> Cells {
        fn part<T: Copy>(all: &[T], first: usize, size: usize) -> Vec<T> {
            all.iter().skip(first).take(size).copied().collect()
        }
        let cells = &self.cells;
        let count = cells.len();
        let columns = self.legend.columns.iter().zip(&cells.columns).map(|(quantity, column)| {
            let months = (0..quantity.bands).flat_map(|month| {
                let start = month.saturating_mul(count).saturating_add(first);
                part(column, start, size.min(count.saturating_sub(first)))
            });
            months.collect()
        });
        Cells {
            area: part(&cells.area, first, size),
            zone: part(&cells.zone, first, size),
            class: part(&cells.class, first, size),
            state: part(&cells.state, first, size),
            columns: columns.collect(),
            alike: Vec::new(),
        }
    }
}

/// Sorts a list; gives the new position of each of its old positions.
fn sort<T>(list: &mut Vec<T>, order: impl Fn(&T, &T) -> Ordering) -> Vec<u32> {
    let mut all: Vec<(u32, T)> = (0..).zip(std::mem::take(list)).collect();
    all.sort_by(|(_, one), (_, other)| order(one, other));
    let mut places = vec![0; all.len()];
    for (new, (old, _)) in (0..).zip(&all) {
        if let Some(place) = usize::try_from(*old).ok().and_then(|old| places.get_mut(old)) {
            *place = new;
        }
    }
    list.extend(all.into_iter().map(|(_, item)| item));
    places
}

fn renumber(positions: &mut [u32], places: &[u32]) {
    for position in positions {
        let place = usize::try_from(*position).ok().and_then(|position| places.get(position));
        *position = place.copied().unwrap_or(*position);
    }
}

/// An area must be finite and not negative.
///
/// # Errors
///
/// `EV-I010` below zero, `EV-I008` if not finite.
pub fn check_area(area: f64) -> Result<(), Error> {
    if !area.is_finite() {
        return Err(Error::new(Code::NotANumber, format!("area {area} is not finite"), "correct the area"));
    }
    if area < 0.0 {
        return Err(Error::new(
            Code::NegativeArea,
            format!("area {area} m2 is below 0"),
            "an area is 0 or more: correct the table",
        ));
    }
    Ok(())
}

/// A value must be missing (`NaN`) or within what is physically possible.
///
/// # Errors
///
/// `EV-I017` with a hint at the usual slips of scale.
pub fn check_range(quantity: &Quantity, value: f64, place: impl Fn() -> Place) -> Result<(), Error> {
    let (low, high) = quantity.range;
    if value.is_nan() || (low..=high).contains(&value) {
        return Ok(());
    }
    let id = quantity.id;
    let unit = if quantity.unit == "1" { String::new() } else { format!(" {}", quantity.unit) };
    let hint = impossible(quantity, value);
    let message = format!("{id} of {value}{unit} is outside {low} to {high}{unit}");
    Err(Error::new(Code::OutOfRange, message, hint).at(place()))
}

/// How far sand, silt and clay may be from 100 % together \[%\].
const TEXTURE_SLACK: f64 = 1.0;

/// Sand, silt and clay are shares of one soil: where all three are known they add up to 100 %, give or take one.
///
/// # Errors
///
/// `EV-I017` for the first cell where they do not.
pub fn check_texture(
    quantities: &[&Quantity],
    columns: &[Vec<f64>],
    place: impl Fn(usize) -> Place,
) -> Result<(), Error> {
    let column = |wanted: &Quantity| {
        let position = quantities.iter().position(|known| known.id == wanted.id);
        position.and_then(|position| columns.get(position)).filter(|column| !column.is_empty())
    };
    let (Some(sand), Some(silt), Some(clay)) = (column(SAND), column(SILT), column(CLAY)) else {
        return Ok(());
    };
    let sums = sand.iter().zip(silt).zip(clay).map(|((sand, silt), clay)| sand + silt + clay);
    let off = |(_, sum): &(usize, f64)| (sum - 100.0).abs() > TEXTURE_SLACK;
    let Some((index, sum)) = sums.enumerate().find(off) else { return Ok(()) };
    let message = format!("sand, silt and clay are {sum} % together");
    let hint =
        "they are shares of the fine soil and add up to 100 %, give or take one: check units and scales";
    Err(Error::new(Code::OutOfRange, message, hint).at(place(index)))
}

/// Whether a quantity is the area itself, which every block has.
#[must_use]
pub fn is_area(quantity: &Quantity) -> bool {
    quantity.id == AREA.id
}
