//! All draws in one list, so that one pass over the cells serves them.

use super::draw::Draw;
use super::group::Group;
use super::sampler::Sampler;

/// Figures of draws: by draw, then by year and figure in one row.
pub(super) type Table = Vec<Vec<f64>>;

/// Draws of a map by itself; more of them tell the ends of its bar no better.
const MAP_DRAWS: u32 = 2000;

/// The main draws, both ends of each input, the sets of the sensitivity, then each map by itself.
pub(super) struct DrawList {
    pub(super) draws: Vec<Draw>,
    /// Number of main draws.
    main: usize,
    /// Lower and upper end of each input.
    pub(super) ends: Vec<(f64, f64)>,
    /// Draws of each set of the sensitivity.
    pub(super) sensitivity: u32,
    /// What the sensitivity is told of: a set each, behind the two that they are exchanged between.
    pub(super) groups: Vec<Group>,
    /// Where the draws of maps by themselves begin.
    maps: usize,
}

impl DrawList {
    pub(super) fn new(sampler: &Sampler<'_>, draws: u32, sensitivity: u32) -> Self {
        let mut list: Vec<Draw> = (0..draws).map(|draw| sampler.main(draw)).collect();
        let main = list.len();
        let ends = ends(sampler);
        list.extend(draws_of_ends(sampler, &ends));
        let groups = sampler.groups();
        list.extend(sets(sampler, &groups, sensitivity));
        let maps = list.len();
        for map in 0..sampler.maps.count() {
            let alone = |draw| sampler.maps.alone(sampler.points.seed(), map, draw);
            list.extend((0..draws.min(MAP_DRAWS)).map(alone));
        }
        Self { draws: list, main, ends, sensitivity, groups, maps }
    }

    /// Figures of the main draws.
    pub(super) fn main<'t>(&self, table: &'t Table) -> &'t [Vec<f64>] {
        part(table, 0, self.main)
    }

    /// Figures of the lower and the upper end of each input.
    pub(super) fn of_ends<'t>(&self, table: &'t Table) -> &'t [Vec<f64>] {
        part(table, self.main, 2 * self.ends.len())
    }

    /// Figures of a set of the sensitivity.
    pub(super) fn set<'t>(&self, table: &'t Table, place: usize) -> &'t [Vec<f64>] {
        let size = usize::try_from(self.sensitivity).unwrap_or(usize::MAX);
        part(table, self.main + 2 * self.ends.len() + place * size, size)
    }

    /// Figures of the maps by themselves.
    pub(super) fn of_maps<'t>(&self, table: &'t Table) -> &'t [Vec<f64>] {
        table.get(self.maps..).unwrap_or_default()
    }
}

fn part(table: &Table, first: usize, count: usize) -> &[Vec<f64>] {
    table.get(first..first + count).unwrap_or_default()
}

/// Where each input is in its lowest and its highest twentieth.
fn ends(sampler: &Sampler<'_>) -> Vec<(f64, f64)> {
    let quantile = |p: f64| sampler.inputs.iter().map(move |input| input.distribution.quantile(p));
    quantile(0.05).zip(quantile(0.95)).collect()
}

/// Two draws for each input, with everything else as in the account.
fn draws_of_ends<'a>(
    sampler: &'a Sampler<'_>,
    ends: &'a [(f64, f64)],
) -> impl Iterator<Item = Draw> + use<'a> {
    let one = |input: usize, value: f64| {
        let moved = sampler.targets.get(input).map_or(0.0, |target| target.moved(value));
        sampler.with(&[(input, moved)])
    };
    ends.iter().enumerate().flat_map(move |(input, (low, high))| [one(input, *low), one(input, *high)])
}

/// Two independent sets, then for each group the first with the draws of the group from the second.
fn sets(sampler: &Sampler<'_>, groups: &[Group], sensitivity: u32) -> Vec<Draw> {
    let set = |place| (0..sensitivity).map(move |draw| sampler.independent(place, draw));
    let (a, b): (Vec<Draw>, Vec<Draw>) = (set(0).collect(), set(1).collect());
    let mut all = [a.clone(), b.clone()].concat();
    for group in groups {
        all.extend(a.iter().zip(&b).map(|(a, b)| group.exchange(a, b)));
    }
    all
}
