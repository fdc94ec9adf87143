//! The pass over the cells: parts of the map that several threads read and add up, while one takes them in order and
//! writes maps.
//!
//! Parts merge exactly, so their number, size and order leave no trace in the figures.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::CellSource;
use super::parallel::{IN_FLIGHT, in_order};
use crate::account::Spread;
use crate::account::columns::Workspace;
use crate::account::partial::{Mappable, Mapped, Partial};
use crate::account::plan::Plan;
use crate::error::{Code, Error, Findings};
use crate::input::cells::Cells;
use crate::input::geotiff::Window;
use crate::input::raster::{Demand, Parts, RasterCells, Reader};
use crate::report::map::{MapDigest, MapWriter};
use crate::text;

/// Cells of a block of a table.
pub(super) const BLOCK_CELLS: usize = 1 << 16;

/// What hears of the progress of a pass: parts done, parts in all.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// How a run is computed. None of it changes a figure.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// Threads; none for as many as there are cores. Fewer are used where the memory of the run has no room for them.
    pub threads: Option<usize>,
    /// What hears of the progress.
    pub progress: Option<Progress<'a>>,
    /// Leave out what other equations and prices would have given.
    pub without_switches: bool,
    /// Set by another thread to end the run soon; a folder that it would have written stays as it was.
    pub cancel: Option<&'a AtomicBool>,
    /// How often a run that writes a folder notes what is done, to go on from if it is cut; none for every two seconds.
    pub journal_every: Option<Duration>,
}

/// The threads that a run may use.
pub(super) fn threads(options: &Options<'_>) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    if cfg!(feature = "threads") { options.threads.unwrap_or_else(cores).max(1) } else { 1 }
}

/// What a part comes to: its window, its sums, and its cells of every map.
struct Done {
    window: Window,
    partial: Partial,
    maps: Vec<Vec<f32>>,
}

/// What hears how far a pass is: the rows that are done, what they came to, and their maps.
type Note<'a> = &'a mut dyn FnMut(u32, &Partial, &mut [MapWriter]) -> Result<(), Error>;

/// Adds up all cells, and writes the maps of the given indicators on the way.
pub(super) fn pass(
    source: &CellSource,
    plan: &Plan,
    options: &Options<'_>,
    writers: Vec<(usize, MapWriter)>,
) -> Result<Partial, Findings> {
    pass_from(source, plan, options, None, writers, &mut |_, _, _| Ok(())).map(|(partial, _)| partial)
}

/// A pass that goes on behind rows that are done, if there are any, and tells how far it is.
pub(super) fn pass_from(
    source: &CellSource,
    plan: &Plan,
    options: &Options<'_>,
    start: Option<(u32, Partial)>,
    writers: Vec<(usize, MapWriter)>,
    note: Note<'_>,
) -> Result<(Partial, Vec<MapDigest>), Findings> {
    let (mapped, mut writers): (Vec<usize>, Vec<MapWriter>) = writers.into_iter().unzip();
    let (first_row, mut whole) = start.unwrap_or_else(|| (0, Partial::new(plan)));
    match source {
        CellSource::Table(land) => {
            let mut buffers = Workspace::default();
            let parts = land.cells().len().div_ceil(BLOCK_CELLS);
            for part in 0..parts {
                options.check()?;
                whole.add_with(
                    plan,
                    &land.block(part.saturating_mul(BLOCK_CELLS), BLOCK_CELLS),
                    &mut buffers,
                );
                options.tell(part, parts);
            }
        }
        CellSource::Raster(cells) => {
            let needed = plan.needed(cells.legend());
            cells.prepare(&needed)?;
            if first_row > 0 {
                cells.look_over(&needed)?; // rows that are done were seen by another process
            }
            let parts = cells.parts(&needed, Demand { first_row, ..demand(plan, options, mapped.len()) });
            let used = Used::default();
            let worker = || Worker::new(cells, parts, &used);
            let work = |own: &mut Worker<'_>, part| own.add_up(plan, &needed, &mapped, part);
            in_order(parts.threads(), 0..parts.count(), worker, work, |part, done: Done| {
                options.check()?;
                whole.merge(&done.partial);
                put(&mut writers, done.window, done.maps, &used)?;
                if done.window.column_range().end == cells.grid().width {
                    note(done.window.row_range().end, &whole, &mut writers)?;
                }
                options.tell(part, parts.count());
                Ok(())
            })?;
        }
    }
    Ok((whole, finish(writers)?))
}

/// Writes maps of totals that were spread over the cells, in a pass of its own.
pub(super) fn spread_pass(
    source: &CellSource,
    plan: &Plan,
    options: &Options<'_>,
    writers: Vec<(Spread, MapWriter)>,
) -> Result<Vec<MapDigest>, Findings> {
    let CellSource::Raster(cells) = source else { return Ok(Vec::new()) };
    let (spreads, mut writers): (Vec<Spread>, Vec<MapWriter>) = writers.into_iter().unzip();
    let needed = plan.needed(cells.legend());
    let parts = cells.parts(&needed, demand(plan, options, spreads.len()));
    let used = Used::default();
    let worker = || Worker::new(cells, parts, &used);
    let work = |own: &mut Worker<'_>, part| own.spread(plan, &needed, &spreads, part);
    in_order(
        parts.threads(),
        0..parts.count(),
        worker,
        work,
        |_, (window, maps): (Window, Vec<Vec<f32>>)| {
            options.check()?;
            put(&mut writers, window, maps, &used)
        },
    )?;
    finish(writers)
}

impl Options<'_> {
    /// Tells that a part is done.
    pub(super) fn tell(&self, part: usize, parts: usize) {
        if let Some(progress) = self.progress {
            progress(crate::math::count(part).saturating_add(1), crate::math::count(parts));
        }
    }

    /// Whether the run is to go on.
    fn check(&self) -> Result<(), Error> {
        if self.cancel.is_some_and(|cancel| cancel.load(Ordering::Relaxed)) {
            let hint = text!(
                "start it again: a run that writes a folder goes on where it stood",
                "重新运行即可：写入文件夹的核算会从中断处继续"
            );
            return Err(Error::new(Code::Cancelled, text!("the run was cancelled", "核算已取消"), hint));
        }
        Ok(())
    }
}

/// What a pass of a plan asks of the parts.
fn demand(plan: &Plan, options: &Options<'_>, maps: usize) -> Demand {
    let columns = plan.columns.iter().map(|column| column.quantity.bands).sum::<usize>();
    let maps = maps.saturating_mul(IN_FLIGHT);
    Demand { threads: threads(options), columns: columns.saturating_add(1), maps, first_row: 0 }
}

/// Maps of parts that were written, as buffers of the next parts.
type Used = Mutex<Vec<Vec<f32>>>;

/// What one thread works with: handles on the rasters, and buffers of a block.
struct Worker<'a> {
    parts: Parts,
    used: &'a Used,
    reader: Reader<'a>,
    block: Cells,
    buffers: Workspace,
    /// A map of a block.
    laid: Vec<f32>,
}

impl<'a> Worker<'a> {
    fn new(cells: &'a RasterCells, parts: Parts, used: &'a Used) -> Result<Self, Findings> {
        let (block, buffers, laid) = (Cells::default(), Workspace::default(), Vec::new());
        Ok(Self { parts, used, reader: cells.reader()?, block, buffers, laid })
    }

    /// Buffers of some maps of a part; every cell of them is written.
    fn maps(&self, count: usize, cells: usize) -> Vec<Vec<f32>> {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let buffer = |_| {
            let mut map = used.pop().unwrap_or_default();
            map.resize(cells, f32::NAN);
            map
        };
        (0..count).map(buffer).collect()
    }

    /// Adds a part up.
    fn add_up(
        &mut self,
        plan: &Plan,
        needed: &[bool],
        mapped: &[usize],
        part: usize,
    ) -> Result<Done, Findings> {
        let window = self.parts.window(part);
        let mut maps = self.maps(mapped.len(), window.cells());
        let Self { parts, reader, block, buffers, laid, .. } = self;
        let mut partial = Partial::new(plan);
        for own in parts.blocks(part) {
            reader.read(own, needed, block)?;
            let mut taker = Taker { mapped, maps: &mut maps, part: window, block: own, laid };
            partial.add_mapped(plan, block, buffers, &mut taker);
        }
        Ok(Done { window, partial, maps })
    }

    /// Spreads totals over a part.
    fn spread(
        &mut self,
        plan: &Plan,
        needed: &[bool],
        spreads: &[Spread],
        part: usize,
    ) -> Result<(Window, Vec<Vec<f32>>), Findings> {
        let window = self.parts.window(part);
        let mut maps = self.maps(spreads.len(), window.cells());
        for own in self.parts.blocks(part) {
            self.reader.read(own, needed, &mut self.block)?;
            for (map, spread) in maps.iter_mut().zip(spreads) {
                self.laid.clear();
                self.laid.extend(spread.cells(plan, &self.block).into_iter().map(narrow));
                lay(map, window, own, &self.laid);
            }
        }
        Ok((window, maps))
    }
}

/// Takes the indicators of a block into the maps of its part.
struct Taker<'a> {
    mapped: &'a [usize],
    maps: &'a mut [Vec<f32>],
    part: Window,
    block: Window,
    /// Cells of the block.
    laid: &'a mut Vec<f32>,
}

impl Mapped for Taker<'_> {
    fn wants(&self, supply: usize) -> bool {
        self.mapped.contains(&supply)
    }

    fn take(&mut self, supply: usize, values: &Mappable<'_>) {
        for (_, map) in self.mapped.iter().zip(&mut *self.maps).filter(|(own, _)| **own == supply) {
            values.lay(self.laid, narrow);
            lay(map, self.part, self.block, self.laid);
        }
    }
}

/// Lays the cells of a block into those of its part.
fn lay(part: &mut [f32], whole: Window, block: Window, values: &[f32]) {
    let (width, columns) = (length(whole.columns), length(block.columns));
    let skip = length(block.row.saturating_sub(whole.row)).saturating_mul(width);
    let left = length(block.column.saturating_sub(whole.column));
    let lines = part.get_mut(skip..).unwrap_or_default().chunks_mut(width.max(1));
    for (line, values) in lines.zip(values.chunks(columns.max(1))) {
        if let Some(own) = line.get_mut(left..left.saturating_add(values.len())) {
            own.copy_from_slice(values);
        }
    }
}

/// Writes the maps of a part.
fn put(writers: &mut [MapWriter], window: Window, maps: Vec<Vec<f32>>, used: &Used) -> Result<(), Findings> {
    for (writer, map) in writers.iter_mut().zip(&maps) {
        writer.put(window, map)?;
    }
    used.lock().unwrap_or_else(PoisonError::into_inner).extend(maps);
    Ok(())
}

fn finish(writers: Vec<MapWriter>) -> Result<Vec<MapDigest>, Findings> {
    writers.into_iter().map(|writer| Ok(writer.finish()?)).collect()
}

/// Maps are stored in 32 bits; the account keeps all 64.
#[expect(clippy::cast_possible_truncation, reason = "storage of maps is f32 by design")]
const fn narrow(value: f64) -> f32 {
    value as f32
}

fn length(cells: u32) -> usize {
    usize::try_from(cells).unwrap_or(usize::MAX)
}
