//! Sums over cells in many draws: each block is read once for as many draws as memory holds.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::super::{CellSource, Options, Run, parallel, pass};
use super::draw::Draw;
use super::drawn::Drawn;
use crate::account::columns::{Dependents, Replaced, ReplacedColumns, Workspace};
use crate::account::partial::{RedrawnSums, add_redrawn};
use crate::error::Findings;
use crate::exact_sum::ExactSum;
use crate::input::cells::Cells;
use crate::input::raster::Demand;

/// Cells of a block that stay in the cache with their columns.
const BLOCK_CELLS: usize = 1 << 13;

/// What a sum gains by a unit of the move of each input that it is straight in.
pub(super) type Slopes = Vec<(usize, Vec<(usize, f64)>)>;

/// The sums of the draws of a year. Draws that change the cells in the same way share theirs.
pub(super) struct DrawnSums {
    /// Places of the sums that change.
    places: Vec<usize>,
    /// Which of the distinct sums a draw has; none for those of the account.
    of_draw: Vec<Option<usize>>,
    distinct: Vec<Vec<f64>>,
}

impl DrawnSums {
    /// Values of the sums that change by a place among the draws; none where a draw changes nothing.
    pub(super) fn changed(&self, draw: usize) -> impl Iterator<Item = (usize, f64)> {
        let own = self.of_draw.get(draw).copied().flatten().and_then(|own| self.distinct.get(own));
        self.places.iter().copied().zip(own.into_iter().flatten().copied())
    }

    /// All sums of a draw.
    pub(super) fn of(&self, draw: usize, base: &[f64], straight: &Slopes, moves: &[f64]) -> Vec<f64> {
        let mut sums = base.to_vec();
        for (place, slopes) in straight {
            if let Some(sum) = sums.get_mut(*place) {
                for (input, slope) in slopes {
                    *sum += slope * moves.get(*input).copied().unwrap_or(0.0);
                }
            }
        }
        for (place, value) in self.changed(draw) {
            if let Some(sum) = sums.get_mut(place) {
                *sum = value;
            }
        }
        sums
    }
}

/// The work of a pass for many draws.
pub(super) struct Redraw<'a> {
    run: &'a Run,
    drawn: &'a Drawn<'a>,
    dependents: Dependents,
    of_draw: Vec<Option<usize>>,
    requests: Vec<Vec<Replaced>>,
}

impl<'a> Redraw<'a> {
    /// The cells of the year.
    fn source(&self) -> &CellSource {
        self.run.source_of(self.drawn.year.account.year)
    }

    /// `straight` are indicators whose sums need no cells.
    pub(super) fn new(run: &'a Run, drawn: &'a Drawn<'a>, draws: &[Draw], straight: &[usize]) -> Self {
        let slots: Vec<usize> = drawn.columns.iter().map(|(slot, _)| *slot).collect();
        let dependents = Dependents::new(&drawn.year.plan, &slots, straight);
        let columns = || drawn.columns.iter().filter(|(slot, _)| dependents.replaced().contains(slot));
        let mut inputs: Vec<usize> = columns().flat_map(|(_, column)| column.inputs()).collect();
        inputs.sort_unstable();
        inputs.dedup();
        let mut known: BTreeMap<Vec<u64>, usize> = BTreeMap::new();
        let mut requests: Vec<Vec<Replaced>> = Vec::new();
        let mut of_draw = Vec::with_capacity(draws.len());
        for draw in draws {
            let moves = inputs.iter().map(|input| draw.moves.get(*input).copied().unwrap_or(0.0));
            let key: Vec<u64> = moves.map(|own| (own + 0.0).to_bits()).collect();
            if key.iter().all(|bits| *bits == 0) {
                of_draw.push(None);
                continue;
            }
            let request = *known.entry(key).or_insert(requests.len());
            if request == requests.len() {
                requests.push(columns().map(|(_, column)| column.at(&draw.moves)).collect());
            }
            of_draw.push(Some(request));
        }
        Self { run, drawn, dependents, of_draw, requests }
    }

    /// Positions of the indicators that change.
    pub(super) fn supplies(&self) -> &[usize] {
        self.dependents.supplies()
    }

    /// The sums, by as few passes as memory allows.
    pub(super) fn sums(self, options: &Options<'_>) -> Result<DrawnSums, Findings> {
        let supplies = self.dependents.supplies();
        let sums = &self.drawn.year.sums;
        let keys: Vec<_> = sums.places.iter().filter(|((supply, ..), _)| supplies.contains(supply)).collect();
        let places: Vec<usize> = keys.iter().map(|(_, place)| **place).collect();
        let mut distinct = Vec::with_capacity(self.requests.len());
        let partial = &self.drawn.year.partial;
        let groups: usize =
            supplies.iter().filter_map(|own| partial.supplies.get(*own)).map(BTreeMap::len).sum();
        let bytes = groups.max(1).saturating_mul(size_of::<(ExactSum, u64)>() * 2);
        let memory = usize::try_from(self.run.manifest.limits.memory_bytes).unwrap_or(usize::MAX) / 2;
        let batch = memory.checked_div(bytes).unwrap_or(1).max(1);
        let legend = self.source().legend();
        let types = self.drawn.model.ecosystems();
        for requests in self.requests.chunks(batch).filter(|_| !supplies.is_empty()) {
            for drawn in self.pass(requests, options)? {
                let mut gathered: BTreeMap<(usize, usize, usize), (ExactSum, u64)> = BTreeMap::new();
                for (supply, own) in supplies.iter().zip(drawn) {
                    for ((zone, class), (sum, absent)) in own {
                        let class = legend.classes.get(class).map(|class| class.plain());
                        let Some(class) = types.iter().position(|own| Some(*own) == class) else { continue };
                        let whole = gathered.entry((*supply, zone, class)).or_default();
                        whole.0.merge(&sum);
                        whole.1 += absent;
                    }
                }
                let value = |(key, place): &(&(usize, usize, usize), &usize)| {
                    let (sum, absent) = gathered.get(*key)?;
                    // A cell that has no number in a draw only leaves the draw without one.
                    let same = sums.absent.get(**place) == Some(absent);
                    same.then(|| sum.total())
                };
                distinct.push(keys.iter().map(|key| value(key).unwrap_or(f64::NAN)).collect());
            }
        }
        Ok(DrawnSums { places, of_draw: self.of_draw, distinct })
    }

    fn pass(
        &self,
        requests: &[Vec<Replaced>],
        options: &Options<'_>,
    ) -> Result<Vec<Vec<RedrawnSums>>, Findings> {
        let supplies = self.dependents.supplies().len();
        let sums: Vec<Mutex<Vec<RedrawnSums>>> =
            requests.iter().map(|_| Mutex::new(vec![RedrawnSums::new(); supplies])).collect();
        let threads = pass::threads(options);
        let share = requests.len().div_ceil(threads).max(1);
        let (plan, dependents) = (&self.drawn.year.plan, &self.dependents);
        let mut buffers = Workspace::default();
        let mut one = |cells: &Cells| {
            let (columns, _) = buffers.columns(plan, cells);
            let add = |buffers: &mut ReplacedColumns, part: usize| {
                let range = part * share..((part + 1) * share).min(requests.len());
                for (replaced, sums) in range.filter_map(|place| requests.get(place).zip(sums.get(place))) {
                    let mut sums = sums.lock().unwrap_or_else(PoisonError::into_inner);
                    add_redrawn(&columns, dependents, replaced, buffers, &mut sums);
                }
                Ok(())
            };
            let buffers = || Ok(ReplacedColumns::default());
            parallel::in_order(threads, 0..requests.len().div_ceil(share), buffers, add, |_, ()| Ok(()))
        };
        let said = |done: usize, all: usize| {
            if let Some(progress) = options.progress {
                progress(crate::math::count(done), crate::math::count(all));
            }
        };
        match self.source() {
            CellSource::Table(land) => {
                let parts = land.cells().len().div_ceil(BLOCK_CELLS);
                for part in 0..parts {
                    one(&land.block(part * BLOCK_CELLS, BLOCK_CELLS))?;
                    said(part + 1, parts);
                }
            }
            CellSource::Raster(cells) => {
                let needed = plan.needed(cells.legend());
                cells.prepare(&needed)?;
                // One thread reads; the draws of a block are what the threads share.
                let columns = plan.columns.iter().map(|column| column.quantity.bands).sum::<usize>();
                let columns = columns.saturating_mul(threads.saturating_add(1));
                let parts = cells.parts(&needed, Demand { threads: 1, columns, maps: 0, first_row: 0 });
                let (mut reader, mut block) = (cells.reader()?, Cells::default());
                for part in 0..parts.count() {
                    for window in parts.blocks(part) {
                        reader.read(window, &needed, &mut block)?;
                        one(&block)?;
                    }
                    said(part + 1, parts.count());
                }
            }
        }
        Ok(sums.into_iter().map(|own| own.into_inner().unwrap_or_else(PoisonError::into_inner)).collect())
    }
}
