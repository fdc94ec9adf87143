//! How many zones a run has memory for: everything else is bounded, but each zone has sums and rows of its own.

use std::collections::BTreeSet;

use super::CellSource;
use crate::account::plan::Plan;
use crate::error::{Code, Error, Findings};
use crate::input::cells::{Cells, NO_ZONE};
use crate::math::count;
use crate::text;

/// Bytes that an indicator takes in a zone and ecosystem type: its sums, what it lacks, and its row.
const OF_INDICATOR: u64 = 1_100;
/// Bytes that a mean takes in a zone and ecosystem type.
const OF_MEAN: u64 = 300;
/// Bytes that a zone and ecosystem type take beside that: their extent.
const OF_PAIR: u64 = 600;
/// Bytes that a service takes in a zone: what became of its land.
const OF_SERVICE: u64 = 450;
/// Bytes that a zone takes beside that: its indices, and its share of the tables.
const OF_ZONE: u64 = 8_000;

/// Refuses a run whose zones do not fit into its memory, before any cell is added up.
///
/// # Errors
///
/// `EV-L001` with the number of zones that fit; what reading zones and land cover finds.
pub(super) fn check(source: &CellSource, plan: &Plan, memory: u64) -> Result<(), Findings> {
    let (zones, classes) = (count(plan.size.0), count(plan.size.1).max(1));
    let of_pair = count(plan.supplies.len())
        .saturating_mul(OF_INDICATOR)
        .saturating_add(count(plan.weighted.len()).saturating_mul(OF_MEAN))
        .saturating_add(OF_PAIR);
    let of_zone = count(plan.services.len()).saturating_mul(OF_SERVICE).saturating_add(OF_ZONE);
    let needed = |pairs: u64| pairs.saturating_mul(of_pair).saturating_add(zones.saturating_mul(of_zone));
    if zones < 2 || needed(zones.saturating_mul(classes)) <= memory {
        return Ok(());
    }
    // Few zones have every type: those that are there are counted.
    let pairs = pairs(source, plan)?;
    let bytes = needed(pairs);
    if bytes <= memory {
        return Ok(());
    }
    let each = bytes.checked_div(zones).unwrap_or(bytes).max(1);
    let fitting = memory.checked_div(each).unwrap_or_default();
    let mebibytes = |bytes: u64| bytes.div_ceil(1 << 20);
    let message = text!(
        "{0} zones with {1} ecosystem types of zones need about {2} MiB, limit {3} MiB: {4} such zones fit",
        "{0} 个分区共有 {1} 个“分区×生态系统类型”组合，约需内存 {2} MiB，上限 {3} MiB：只容得下 {4} 个这样的分区",
        zones,
        pairs,
        mebibytes(bytes),
        mebibytes(memory),
        fitting
    );
    let hint = text!(
        "raise [limits] memory_mib to {0}, put zones together, or split the run",
        "将 [limits] memory_mib 提高到 {0}，或合并分区，或分次核算",
        mebibytes(bytes)
    );
    Err(Error::new(Code::Limit, message, hint).into())
}

/// How many pairs of a zone and an ecosystem type the cells have.
fn pairs(source: &CellSource, plan: &Plan) -> Result<u64, Findings> {
    let mut pairs = BTreeSet::new();
    let mut last = None;
    let mut add = |cells: &Cells| {
        for ((zone, class), state) in cells.zone.iter().zip(&cells.class).zip(&cells.state) {
            let pair = (*zone, *class);
            if *state == 0 && *zone != NO_ZONE && last.replace(pair) != Some(pair) {
                pairs.insert(pair);
            }
        }
    };
    match source {
        CellSource::Table(land) => add(land.cells()),
        CellSource::Raster(cells) => {
            let (mut reader, mut block) = (cells.reader()?, Cells::default());
            let none = vec![false; plan.needed(cells.legend()).len()];
            for window in cells.rows() {
                reader.read(window, &none, &mut block)?;
                add(&block);
            }
        }
    }
    Ok(count(pairs.len()))
}
