//! Draws: from places on the unit interval, by copula and distributions, to the moves of every input.

use super::draw::Draw;
use super::group::Group;
use super::maps::MapErrors;
use crate::uncertainty::copula::Copula;
use crate::uncertainty::input::Input;
use crate::uncertainty::sampling::{Points, SamplingMethod};
use crate::uncertainty::target::DrawTarget;

/// Makes draws.
pub(super) struct Sampler<'a> {
    pub(super) points: Points,
    pub(super) inputs: &'a [Input],
    pub(super) targets: &'a [DrawTarget],
    pub(super) copula: &'a Copula,
    pub(super) maps: &'a MapErrors,
}

/// Where the inputs of the two sets of a sensitivity begin in the numbering of streams.
const SETS: [u32; 2] = [1 << 24, 1 << 25];

impl Sampler<'_> {
    /// A draw of the main set.
    pub(super) fn main(&self, draw: u32) -> Draw {
        let inputs = (0..).take(self.inputs.len());
        let uniforms: Vec<f64> = inputs.map(|input| self.points.uniform(draw, input)).collect();
        Draw { moves: self.moves(uniforms), factors: self.maps.factors(self.points.seed(), 1, draw) }
    }

    /// A draw of a set for sensitivity, whose draws are independent.
    pub(super) fn independent(&self, set: usize, draw: u32) -> Draw {
        let points = Points::new(SamplingMethod::Random, 1, self.points.seed());
        let first = SETS.get(set).copied().unwrap_or(0);
        let inputs = (0..).take(self.inputs.len());
        let uniforms: Vec<f64> = inputs.map(|input: u32| points.uniform(draw, first + input)).collect();
        let stream = 1000 * (crate::math::count(set) + 1);
        Draw { moves: self.moves(uniforms), factors: self.maps.factors(self.points.seed(), stream, draw) }
    }

    /// Some moves by themselves, everything else as in the account.
    pub(super) fn with(&self, moved: &[(usize, f64)]) -> Draw {
        let mut moves = vec![0.0; self.inputs.len()];
        for (input, value) in moved {
            if let Some(own) = moves.get_mut(*input) {
                *own = *value;
            }
        }
        Draw { moves, factors: Vec::new() }
    }

    /// The moves of an input at both ends of what is drawn, and in the middle.
    pub(super) fn reach(&self, input: usize) -> [f64; 3] {
        let (Some(own), Some(target)) = (self.inputs.get(input), self.targets.get(input)) else {
            return [0.0; 3];
        };
        let (low, high) = own.distribution.support();
        [low, own.distribution.quantile(0.5), high].map(|draw| target.moved(draw))
    }

    fn moves(&self, mut uniforms: Vec<f64>) -> Vec<f64> {
        self.copula.apply(&mut uniforms);
        let both = self.inputs.iter().zip(self.targets).zip(uniforms);
        both.map(|((input, target), u)| target.moved(input.distribution.quantile(u))).collect()
    }

    /// Inputs that go together, then the maps.
    pub(super) fn groups(&self) -> Vec<Group> {
        let inputs = self.copula.groups().iter().map(|own| Group::Inputs(own.clone()));
        inputs.chain((0..self.maps.count()).map(Group::Map)).collect()
    }
}
