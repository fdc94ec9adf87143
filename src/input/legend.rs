//! What the cells of a map share: zones, ecosystem types, states and columns.

use std::collections::BTreeMap;

use crate::error::{Error, Place};
use crate::evidence::Evidence;
use crate::extent::Ecosystem;
use crate::extent::coverage::Coverage;
use crate::quantity::Quantity;
use crate::reason::Reason;
use crate::wording::Message;

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
pub const NO_LAND_COVER: Reason = Reason::NoLandCover;

/// What all blocks of a map share: zones, ecosystem types, states and columns, which cells name by their position.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Legend {
    /// Zones by name.
    pub zones: Vec<String>,
    /// Ecosystem types with flags.
    pub classes: Vec<Ecosystem>,
    /// States with their reason; the first is [`State::Valued`].
    pub states: Vec<(State, Reason)>,
    /// Columns that every block brings.
    pub columns: Vec<&'static Quantity>,
    /// The column that tells the zones apart, where one does.
    pub zone_layer: Option<&'static str>,
    /// Which cells are land.
    pub land: Land,
    /// Whether some of the land cover is missing away from the edge of the map, so that it is a hole rather than a frame.
    pub has_holes: bool,
    /// Classes of the land cover that were met, and what they became.
    pub coverage: Coverage,
    /// What each ecosystem type rests on: the row of the crosswalk.
    pub class_evidence: Vec<Vec<Evidence>>,
    /// What each column rests on, by quantity.
    pub layer_evidence: BTreeMap<String, Vec<Evidence>>,
    /// Unit and place that the run states for each column, by quantity.
    pub declared: BTreeMap<String, (String, Place)>,
    /// What looks like a slip already when the cells are opened.
    pub warnings: Vec<Error>,
    /// What the log of a run says of the grids: differences that were overlooked, areas of a plane.
    pub notes: Vec<Message>,
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
    pub fn state(&mut self, state: State, reason: impl Into<Reason>) -> u32 {
        if self.states.is_empty() {
            self.states.push((State::Valued, Reason::NONE));
        }
        Self::intern(&mut self.states, (state, reason.into()))
    }
}
