//! The pass over the cells, in parts that several threads work on.
//!
//! Parts merge exactly, so their number, size and order leave no trace in the figures.

use crate::account::Spread;
use crate::account::partial::{Maps, Partial};
use crate::account::plan::Plan;
use crate::error::Findings;
use crate::report::map::MapWriter;

use super::Source;

/// Cells of a block in memory.
pub(super) const BLOCK_CELLS: usize = 1 << 16;

/// What hears of the progress of a pass: parts done, parts in all.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// How a run is computed. None of it changes a figure.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// Threads; none for as many as there are cores.
    pub threads: Option<usize>,
    /// What hears of the progress.
    pub progress: Option<Progress<'a>>,
    /// Leave out what other equations and prices would have given.
    pub without_switches: bool,
}

/// Rows of a map that a part has made: the first row, and the cells.
type MapRows = Vec<(u32, Vec<f32>)>;

/// Adds up all cells, and writes the maps of the given indicators on the way.
pub(super) fn pass(
    source: &Source,
    plan: &Plan,
    options: &Options<'_>,
    mut writers: Vec<(usize, MapWriter)>,
) -> Result<Partial, Findings> {
    let parts = match source {
        Source::Table(land) => land.cells().len().div_ceil(BLOCK_CELLS),
        Source::Raster(cells) => usize::try_from(cells.stripes()).unwrap_or(usize::MAX),
    };
    if let Source::Raster(cells) = source {
        cells.prepare(&plan.needed(cells.legend()))?;
    }
    let mapped: Vec<usize> = writers.iter().map(|(supply, _)| *supply).collect();
    let mut whole = Partial::new(plan);
    let threads = threads(options);
    let pool = Pool::new(threads)?;
    // Parts in flight are bounded, so that memory does not grow with the map.
    let batch = threads.saturating_mul(2).max(1);
    let mut first = 0;
    while first < parts {
        let last = first.saturating_add(batch).min(parts);
        for done in pool.map(first..last, |part| one(source, plan, part, &mapped)) {
            let (partial, maps) = done?;
            whole.merge(&partial);
            for ((_, writer), rows) in writers.iter_mut().zip(maps) {
                for (row, cells) in rows {
                    writer.write_rows(row, &cells)?;
                }
            }
        }
        first = last;
        if let Some(progress) = options.progress {
            progress(crate::math::count(first), crate::math::count(parts));
        }
    }
    for (_, writer) in writers {
        writer.finish()?;
    }
    Ok(whole)
}

/// Writes maps of totals that were spread over the cells, in a pass of its own.
pub(super) fn spread_pass(
    source: &Source,
    plan: &Plan,
    options: &Options<'_>,
    mut writers: Vec<(Spread, MapWriter)>,
) -> Result<(), Findings> {
    let Source::Raster(cells) = source else { return Ok(()) };
    let needed = plan.needed(cells.legend());
    let pool = Pool::new(threads(options))?;
    let batch = threads(options).saturating_mul(2).max(1);
    let parts = usize::try_from(cells.stripes()).unwrap_or(usize::MAX);
    for first in (0..parts).step_by(batch) {
        let last = first.saturating_add(batch).min(parts);
        let spreads: Vec<&Spread> = writers.iter().map(|(spread, _)| spread).collect();
        let done = pool.map(first..last, |part| {
            let mut rows: Vec<MapRows> = vec![Vec::new(); spreads.len()];
            cells.read_stripe(u32::try_from(part).unwrap_or(u32::MAX), &needed, |row, cells| {
                for (rows, spread) in rows.iter_mut().zip(&spreads) {
                    let values = spread.cells(plan, cells);
                    rows.push((row, values.into_iter().map(narrow).collect()));
                }
            })?;
            Ok::<_, Findings>(rows)
        });
        for maps in done {
            for ((_, writer), rows) in writers.iter_mut().zip(maps?) {
                for (row, cells) in rows {
                    writer.write_rows(row, &cells)?;
                }
            }
        }
    }
    for (_, writer) in writers {
        writer.finish()?;
    }
    Ok(())
}

/// One part: its sums, and its rows of every map.
fn one(
    source: &Source,
    plan: &Plan,
    part: usize,
    mapped: &[usize],
) -> Result<(Partial, Vec<MapRows>), Findings> {
    let mut partial = Partial::new(plan);
    let mut rows: Vec<MapRows> = vec![Vec::new(); mapped.len()];
    let mut keep = |row: u32, maps: &Maps| {
        for (rows, cells) in rows.iter_mut().zip(maps) {
            rows.push((row, cells.iter().map(|value| narrow(*value)).collect()));
        }
    };
    match source {
        Source::Table(land) => {
            let block = land.block(part.saturating_mul(BLOCK_CELLS), BLOCK_CELLS);
            partial.add(plan, &block);
        }
        Source::Raster(cells) => {
            let stripe = u32::try_from(part).unwrap_or(u32::MAX);
            cells.read_stripe(stripe, &plan.needed(cells.legend()), |row, cells| {
                let maps = partial.add_with_maps(plan, cells, mapped);
                keep(row, &maps);
            })?;
        }
    }
    Ok((partial, rows))
}

/// Maps are stored in 32 bits; the account keeps all 64.
#[expect(clippy::cast_possible_truncation, reason = "storage of maps is f32 by design")]
const fn narrow(value: f64) -> f32 {
    value as f32
}

pub(super) fn threads(options: &Options<'_>) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    if cfg!(feature = "rayon") { options.threads.unwrap_or_else(cores).max(1) } else { 1 }
}

/// Threads of this pass only: the global pool belongs to the caller.
#[cfg(feature = "rayon")]
pub(super) struct Pool(rayon::ThreadPool);

#[cfg(feature = "rayon")]
impl Pool {
    pub(super) fn new(threads: usize) -> Result<Self, Findings> {
        use crate::error::{Code, Error};
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.map(Self).map_err(|error| {
            let message = format!("{threads} threads cannot be started: {error}");
            Error::new(Code::Limit, message, "ask for fewer threads").into()
        })
    }

    pub(super) fn map<T: Send>(
        &self,
        parts: std::ops::Range<usize>,
        work: impl Fn(usize) -> T + Sync,
    ) -> Vec<T> {
        use rayon::prelude::*;
        self.0.install(|| parts.into_par_iter().map(&work).collect())
    }
}

#[cfg(not(feature = "rayon"))]
pub(super) struct Pool;

#[cfg(not(feature = "rayon"))]
impl Pool {
    pub(super) fn new(_threads: usize) -> Result<Self, Findings> {
        Ok(Self)
    }

    pub(super) fn map<T>(&self, parts: std::ops::Range<usize>, work: impl Fn(usize) -> T) -> Vec<T> {
        parts.map(work).collect()
    }
}
