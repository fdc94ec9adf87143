//! From draws to figures: sums over the cells, then the models, in threads.

use super::super::{Options, Run, parallel, pass};
use super::draw::Draw;
use super::drawn::Drawn;
use super::level::Level;
use super::list::{DrawList, Table};
use super::maps::MapErrors;
use super::redraw::{DrawnSums, Redraw};
use super::sampler::Sampler;
use super::straight::Straight;
use crate::error::{Code, Error, Findings};
use crate::text;
use crate::uncertainty::model::Point;
use crate::uncertainty::results::{Drawing, Uncertainty};

/// Everything that draws are made of and come to.
pub(super) struct Work<'a> {
    pub(super) run: &'a Run,
    pub(super) options: &'a Options<'a>,
    pub(super) drawn: &'a [Drawn<'a>],
    pub(super) sampler: &'a Sampler<'a>,
    /// Sums of each year that need no cells in a draw.
    pub(super) straight: Vec<Straight>,
}

impl Work<'_> {
    pub(super) fn all(&self, draws: u32, sensitivity: u32) -> Result<Uncertainty, Findings> {
        let levels = Level::all(self.drawn, self.sampler.maps)?;
        let list = DrawList::new(self.sampler, draws, sensitivity);
        self.check_size(list.draws.len())?;
        let table = self.evaluate(&list.draws)?;
        let main = list.main(&table);
        let leading = || levels.iter().filter(|level| level.leads(self.drawn));
        let points = &self.sampler.points;
        Ok(Uncertainty {
            titles: (self.run.manifest.title.clone(), self.run.manifest.title_zh.clone()),
            drawing: Drawing { draws, method: points.method().as_str(), seed: points.seed() },
            inputs: self.input_rows(),
            figures: levels.iter().map(|level| self.figure_row(level, main)).collect(),
            ranks: self.ranks(main),
            sensitivity: leading().flat_map(|level| self.sensitivity(level, &list, &table)).collect(),
            tornado: leading().flat_map(|level| self.tornado(level, &list, &table)).collect(),
            profiles: Vec::new(),
            maps: Vec::new(),
            notes: Vec::new(),
        })
    }

    fn check_size(&self, draws: usize) -> Result<(), Findings> {
        let figures: usize = self.drawn.iter().map(|drawn| drawn.model.figures().len()).sum();
        let bytes = crate::math::count(figures).saturating_mul(crate::math::count(draws)).saturating_mul(8);
        let limit = self.run.manifest.limits.memory_bytes;
        if bytes <= limit {
            return Ok(());
        }
        let message = text!(
            "{0} draws of {1} figures take {2} bytes, {3} are allowed",
            "抽样 {0} 次、数值 {1} 个，需要 {2} 字节，上限 {3} 字节",
            draws,
            figures,
            bytes,
            limit
        );
        let hint = text!(
            "ask for fewer draws or a smaller sensitivity, or raise [limits] memory_mib",
            "减少抽样次数或敏感性样本，或提高 [limits] memory_mib"
        );
        Err(Error::new(Code::Limit, message, hint).into())
    }

    /// The figures of some draws, all years behind each other.
    fn evaluate(&self, list: &[Draw]) -> Result<Table, Findings> {
        let mut sums = Vec::new();
        for (drawn, straight) in self.drawn.iter().zip(&self.straight) {
            let redraw = Redraw::new(self.run, drawn, list, &straight.supplies);
            sums.push((redraw.sums(self.options)?, straight));
        }
        let threads = pass::threads(self.options);
        let share = list.len().div_ceil(threads.saturating_mul(4)).max(1);
        let (drawn, maps) = (self.drawn, self.sampler.maps);
        let work = |(): &mut (), part: usize| {
            let range = part * share..((part + 1) * share).min(list.len());
            let rows = range.filter_map(|place| Some((place, list.get(place)?)));
            Ok(rows.map(|(place, draw)| figures(drawn, maps, &sums, (place, draw))).collect::<Table>())
        };
        let mut table = Table::new();
        let parts = 0..list.len().div_ceil(share);
        parallel::in_order(
            threads,
            parts,
            || Ok(()),
            work,
            |_, rows| {
                table.extend(rows);
                Ok(())
            },
        )?;
        Ok(table)
    }
}

/// The figures of a draw, all years behind each other.
fn figures(
    drawn: &[Drawn<'_>],
    maps: &MapErrors,
    sums: &[(DrawnSums, &Straight)],
    (place, draw): (usize, &Draw),
) -> Vec<f64> {
    let of_year = |(drawn, (sums, straight)): (&Drawn<'_>, &(DrawnSums, &Straight))| {
        let sums = sums.of(place, &drawn.year.sums.base, &straight.slopes, &draw.moves);
        let map = maps.of_year(drawn.model.year());
        let factors = map.and_then(|map| draw.factors.get(map)).map_or(&[][..], Vec::as_slice);
        drawn.model.evaluate(Point { moves: &draw.moves, factors }, &sums)
    };
    drawn.iter().zip(sums).flat_map(of_year).collect()
}
