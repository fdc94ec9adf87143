//! Rows of the result: inputs, intervals, sensitivity and the bars of the tornado.

use super::group::Group;
use super::level::Level;
use super::list::{DrawList, Table};
use super::work::Work;
use crate::account::columns::Dependents;
use crate::account::plan::Slot;
use crate::uncertainty::model::DrawnFigure;
use crate::uncertainty::results::{FigureRow, InputRow, SensitivityRow, TornadoRow};
use crate::uncertainty::sensitivity::sobol_index;
use crate::uncertainty::summary::{Interval, quantile};

impl Work<'_> {
    pub(super) fn figure_row(&self, level: &Level, main: &[Vec<f64>]) -> FigureRow {
        let (year, from) = level.year(self.drawn);
        let figure = level.figure(self.drawn);
        let text = |of: fn(&DrawnFigure) -> &String| figure.map(of).cloned().unwrap_or_default();
        FigureRow {
            year,
            from,
            zone: text(|own| &own.zone),
            figure: text(|own| &own.figure),
            variant: text(|own| &own.variant),
            unit: if level.is_relative() { "%".to_owned() } else { text(|own| &own.unit) },
            account: level.account(self.drawn),
            interval: Interval::of(main.iter().map(|row| level.value(self.drawn, row))),
        }
    }

    fn name(&self, level: &Level) -> String {
        level.figure(self.drawn).map(|figure| figure.figure.clone()).unwrap_or_default()
    }

    fn values(&self, level: &Level, rows: &[Vec<f64>]) -> Vec<f64> {
        rows.iter().map(|row| level.value(self.drawn, row)).collect()
    }

    pub(super) fn sensitivity(&self, level: &Level, list: &DrawList, table: &Table) -> Vec<SensitivityRow> {
        if list.sensitivity == 0 {
            return Vec::new();
        }
        let values = |place: usize| self.values(level, list.set(table, place));
        let (a, b) = (values(0), values(1));
        let row = |(place, group): (usize, &Group)| SensitivityRow {
            year: level.year(self.drawn),
            figure: self.name(level),
            input: group.name(self.sampler.inputs, self.sampler.maps),
            index: sobol_index(&a, &b, &values(place + 2)),
            draws: list.sensitivity,
        };
        let mut rows: Vec<SensitivityRow> = list.groups.iter().enumerate().map(row).collect();
        let size = |row: &SensitivityRow| row.index.map_or(0.0, |index| index.total.0);
        rows.sort_by(|a, b| size(b).total_cmp(&size(a)));
        rows
    }

    /// The widest bar first.
    pub(super) fn tornado(&self, level: &Level, list: &DrawList, table: &Table) -> Vec<TornadoRow> {
        let mut rows = self.bars_of_inputs(level, &list.ends, list.of_ends(table));
        rows.extend(self.bars_of_maps(level, list.of_maps(table)));
        let swing = |row: &TornadoRow| (row.figure_at.1 - row.figure_at.0).abs();
        rows.sort_by(|a, b| swing(b).total_cmp(&swing(a)));
        rows
    }

    fn bars_of_inputs(&self, level: &Level, ends: &[(f64, f64)], draws: &[Vec<f64>]) -> Vec<TornadoRow> {
        let both = self.sampler.inputs.iter().zip(ends).zip(draws.chunks(2));
        both.filter_map(|((input, ends), pair)| {
            let [low, high] = pair else { return None };
            let figure_at = (level.value(self.drawn, low), level.value(self.drawn, high));
            Some(self.bar(level, input.id.clone(), Some(*ends), figure_at))
        })
        .collect()
    }

    fn bars_of_maps(&self, level: &Level, draws: &[Vec<f64>]) -> Vec<TornadoRow> {
        let share = draws.len().checked_div(self.sampler.maps.count()).unwrap_or(0).max(1);
        let bar = |(map, draws): (usize, &[Vec<f64>])| {
            let mut values = self.values(level, draws);
            values.sort_by(f64::total_cmp);
            let figure_at = (quantile(&values, 0.05), quantile(&values, 0.95));
            self.bar(level, self.sampler.maps.name(map), None, figure_at)
        };
        draws.chunks(share).enumerate().map(bar).collect()
    }

    fn bar(
        &self,
        level: &Level,
        input: String,
        input_at: Option<(f64, f64)>,
        figure_at: (f64, f64),
    ) -> TornadoRow {
        TornadoRow { year: level.year(self.drawn), figure: self.name(level), input, input_at, figure_at }
    }

    pub(super) fn input_rows(&self) -> Vec<InputRow> {
        let rows = self.sampler.inputs.iter().enumerate();
        rows.map(|(place, input)| InputRow {
            id: input.id.clone(),
            target: format!("{} {} as {}", input.kind.as_str(), input.key, input.applied.as_str()),
            distribution: input.distribution.to_string(),
            status: input.status.clone(),
            source: input.source.clone(),
            by_cell: self.is_by_cell(place),
        })
        .collect()
    }

    /// Whether cells are computed again for an input. One whose columns feed straight sums only is carried through like a
    /// price.
    fn is_by_cell(&self, input: usize) -> bool {
        self.drawn.iter().zip(&self.straight).any(|(drawn, straight)| {
            let slots: Vec<Slot> = drawn.columns.iter().map(|(slot, _)| *slot).collect();
            let dependents = Dependents::new(&drawn.year.plan, &slots, &straight.supplies);
            let mut own = drawn.columns.iter().filter(|(slot, _)| dependents.replaced().contains(slot));
            own.any(|(_, column)| column.inputs().contains(&input))
        })
    }
}
