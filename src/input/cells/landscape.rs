//! Land-use cells that are held in memory.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::{Cells, order_of_names};
use crate::error::{Code, Error, Place};
use crate::evidence::Evidence;
use crate::extent::Ecosystem;
use crate::extent::coverage::Coverage;
use crate::input::checks::{check_area, check_range, check_texture};
use crate::input::legend::{Legend, State};
use crate::quantity::Quantity;
use crate::reason::Reason;
use crate::text;

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
    pub fn left_out(
        &mut self,
        zone: &str,
        state: State,
        reason: impl Into<Reason>,
        area: f64,
    ) -> Result<(), Error> {
        check_area(area)?;
        let legend = &mut self.legend;
        let reason = reason.into();
        let key = (state, reason.to_string());
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
            evidence.sort_by(Evidence::in_order_of_words);
        }
        let zone = sort(zones, |one, other| order_of_names(one, other));
        let mut types: Vec<_> =
            std::mem::take(classes).into_iter().zip(std::mem::take(class_evidence)).collect();
        let class = sort(&mut types, |(one, _), (other, _)| one.cmp(other));
        (*classes, *class_evidence) = types.into_iter().unzip();
        let state = sort(states, |(one, why), (other, why_other)| {
            one.cmp(other).then_with(|| why.to_string().cmp(&why_other.to_string()))
        });
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
    pub fn column(&mut self, quantity: impl Into<&'static Quantity>, values: Vec<f64>) -> Result<(), Error> {
        let quantity = quantity.into();
        let wanted = self.cells.len().saturating_mul(quantity.bands);
        if values.len() != wanted {
            let message = text!(
                "`{0}`: expected {1} {1|value|values} ({2} {2|cell|cells} x {3} {3|band|bands}), got {4}",
                "`{0}`：应有 {1} 个数（{2} 个单元 × {3} 个波段），实有 {4} 个",
                quantity.id,
                wanted,
                self.cells.len(),
                quantity.bands,
                values.len()
            );
            let hint = text!(
                "give one value per cell and band, all cells of the first band first",
                "每个单元每个波段给出一个数，先写第一波段的所有单元"
            );
            return Err(Error::new(Code::Column, message, hint));
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
    pub fn note_coverage(&mut self, coverage: Coverage) {
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
