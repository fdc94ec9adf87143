//! A year as a function of what is drawn: the model behind its sums, and the columns of cells that move.

use std::collections::BTreeMap;

use super::super::Run;
use super::column::{ColumnMove, slopes};
use super::year::DrawnYear;
use crate::account::plan::{Column, Plan, Slot, Step};
use crate::error::{Code, Error, Findings, did_you_mean};
use crate::input::statistics::Statistics;
use crate::parameter::Parameters;
use crate::text;
use crate::uncertainty::input::{Applied, Input, InputKind};
use crate::uncertainty::model::{Model, Probes};
use crate::uncertainty::target::DrawTarget;
use crate::valuation::{Book, Setting};

/// A year as a function of what is drawn.
pub(super) struct Drawn<'a> {
    pub(super) year: &'a DrawnYear<'a>,
    pub(super) model: Model,
    pub(super) columns: Vec<(Slot, ColumnMove)>,
}

impl<'a> Drawn<'a> {
    /// `tables` are the rows of the run with each input moved once.
    pub(super) fn new(
        run: &'a Run,
        year: &'a DrawnYear<'a>,
        (inputs, targets): (&'a [Input], &'a [DrawTarget]),
        tables: &'a [(Parameters, Statistics)],
    ) -> Result<Self, Findings> {
        let legend = run.source_of(year.account.year).legend();
        let moved = tables.iter().map(|(parameters, statistics)| Setting {
            parameters,
            statistics,
            ..year.setting.clone()
        });
        let probes = Probes { setting: &year.setting, moved: moved.collect(), inputs, targets };
        let mut columns: BTreeMap<Slot, ColumnMove> = BTreeMap::new();
        for (place, (input, target)) in inputs.iter().zip(targets).enumerate() {
            match (input.kind, probes.moved.get(place)) {
                (InputKind::Layer, _) => {
                    let factor = input.applied == Applied::Factor;
                    columns.insert(layer(&year.plan, input)?, ColumnMove::Layer(place, factor));
                }
                (InputKind::Parameter | InputKind::Price, Some(setting)) if reads(&year.plan, &input.key) => {
                    let after = Plan::new(setting, legend, &mut Book::default())?;
                    add_slopes(&mut columns, (&year.plan, &after), (place, target.probe()));
                }
                (InputKind::Statistic | InputKind::Parameter | InputKind::Price, _) => {}
            }
        }
        let model = Model::new(&probes, legend, &year.plan, &year.partial, &year.sums, &year.indices);
        Ok(Self { year, model, columns: columns.into_iter().collect() })
    }
}

/// Whether a column of the plan has the quantity.
fn reads(plan: &Plan, key: &str) -> bool {
    plan.columns.iter().any(|column| column.quantity.id == key)
}

/// The column of the plan that reads the layer of an input.
fn layer(plan: &Plan, input: &Input) -> Result<Slot, Error> {
    let is_layer = |column: &Column| matches!(column.step, Step::Layer { .. });
    let is_it = |column: &Column| is_layer(column) && column.quantity.id == input.key;
    plan.columns.iter().position(is_it).ok_or_else(|| {
        let known = plan.columns.iter().filter(|column| is_layer(column));
        let hint = did_you_mean(&input.key, known.map(|column| column.quantity.id));
        let message = text!(
            "no equation of the run reads the layer `{0}`",
            "本次核算没有方程读取图层 `{0}`",
            &input.key
        );
        Error::new(Code::UnknownLayer, message, hint).at(input.place.clone())
    })
}

/// Adds what an input moves in the columns of parameters by type, from a plan before and one after its move by `probe`.
fn add_slopes(
    columns: &mut BTreeMap<Slot, ColumnMove>,
    (before, after): (&Plan, &Plan),
    (input, probe): (usize, f64),
) {
    for (slot, (before, after)) in before.columns.iter().zip(&after.columns).enumerate() {
        if let (Step::ByClass { values, .. }, Step::ByClass { values: after, .. }) =
            (&before.step, &after.step)
        {
            let slopes = slopes(values, after, probe);
            if slopes.iter().all(|slope| *slope == 0.0) {
                continue;
            }
            let column = columns.entry(slot);
            let column = column.or_insert_with(|| ColumnMove::ByClass(values.clone(), Vec::new()));
            if let ColumnMove::ByClass(_, moves) = column {
                moves.push((input, slopes));
            }
        }
    }
}
