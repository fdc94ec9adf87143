//! What a sensitivity is told of: inputs that go together, or the land cover.

use super::draw::Draw;
use super::maps::MapErrors;
use crate::uncertainty::input::Input;

/// Inputs that go together, or a map.
pub(super) enum Group {
    Inputs(Vec<usize>),
    Map(usize),
}

impl Group {
    pub(super) fn name(&self, inputs: &[Input], maps: &MapErrors) -> String {
        match self {
            Self::Inputs(own) => {
                let names = own.iter().filter_map(|input| inputs.get(*input));
                names.map(|input| input.id.as_str()).collect::<Vec<_>>().join(" + ")
            }
            Self::Map(map) => maps.name(*map),
        }
    }

    /// The draws of one set with those of the group from another.
    pub(super) fn exchange(&self, a: &Draw, b: &Draw) -> Draw {
        let mut draw = a.clone();
        match self {
            Self::Inputs(own) => {
                for input in own {
                    if let (Some(mine), Some(other)) = (draw.moves.get_mut(*input), b.moves.get(*input)) {
                        *mine = *other;
                    }
                }
            }
            Self::Map(map) => {
                if let (Some(mine), Some(other)) = (draw.factors.get_mut(*map), b.factors.get(*map)) {
                    mine.clone_from(other);
                }
            }
        }
        draw
    }
}
