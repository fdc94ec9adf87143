//! The short way is held against the long one: what a model gives without any move is the account, and every input moves
//! something.

use super::drawn::Drawn;
use crate::account::{Account, Filter};
use crate::error::{Code, Error, Findings};
use crate::index::IndexId;
use crate::text;
use crate::uncertainty::input::Input;
use crate::uncertainty::model::{DrawnFigure, FigureOf, Point};
use crate::uncertainty::target::DrawTarget;

/// Relative difference that rounding may leave.
const ROUNDING: f64 = 1e-9;

/// Every figure of every model against the account that was compiled.
pub(super) fn check_models(drawn: &[Drawn<'_>]) -> Result<(), Findings> {
    let mut findings = Findings::new();
    for year in drawn {
        let account = &year.year.account;
        let values = year.model.evaluate(Point::default(), &year.year.sums.base);
        for (figure, value) in year.model.figures().iter().zip(values) {
            let wanted = compiled(account, figure);
            let differs = (value - wanted).abs() > ROUNDING * wanted.abs();
            // An account row of 0 leaves no index to scale by.
            if (differs || value.is_nan() != wanted.is_nan()) && wanted != 0.0 {
                let message = text!(
                    "{0} {1} {2}: {3} by the short way, {4} in the account",
                    "{0} {1} {2}：简便算法得 {3}，账户为 {4}",
                    account.year,
                    &figure.zone,
                    &figure.figure,
                    value,
                    wanted
                );
                let hint = text!(
                    "report this as a fault of the program; run without [uncertainty] meanwhile",
                    "请作为程序缺陷报告；暂时去掉 [uncertainty] 运行"
                );
                findings.push(Error::new(Code::Incomparable, message, hint));
            }
        }
    }
    findings.into_result(())
}

/// A figure as the account has it.
fn compiled(account: &Account, figure: &DrawnFigure) -> f64 {
    let zone = Some(figure.zone.as_str()).filter(|zone| !zone.is_empty());
    let service = Some(figure.figure.as_str()).filter(|_| figure.of == FigureOf::Service);
    if service.is_some() || figure.of.index() == Some(IndexId::total(account.kind)) {
        account.value(Filter { zone, service, ..Filter::default() }).unwrap_or(f64::NAN)
    } else {
        figure.account
    }
}

/// An input that moves no figure is a slip of the table.
pub(super) fn check_use(
    inputs: &[Input],
    targets: &[DrawTarget],
    drawn: &[Drawn<'_>],
) -> Result<(), Findings> {
    let mut findings = Findings::new();
    for (input, (drawn_input, target)) in inputs.iter().zip(targets).enumerate() {
        let by_cell =
            |drawn: &Drawn<'_>| drawn.columns.iter().any(|(_, column)| column.inputs().contains(&input));
        let mut moves = vec![0.0; inputs.len()];
        if let Some(moved) = moves.get_mut(input) {
            *moved = target.probe();
        }
        if !drawn.iter().any(by_cell) && !drawn.iter().any(|drawn| moves_figures(drawn, &moves)) {
            let message =
                text!("`{0}` moves no figure of the run", "`{0}` 不影响本次核算的任何数值", &drawn_input.id);
            let hint = text!(
                "take it out, or look at the equations that the profile takes: another row may win",
                "将其删去，或查看核算方案采用的方程：可能采用了另一行"
            );
            let place = drawn_input.place.clone();
            findings.push(Error::new(Code::UnknownParameter, message, hint).at(place));
        }
    }
    findings.into_result(())
}

/// Whether some moves show in a figure of a year.
fn moves_figures(drawn: &Drawn<'_>, moves: &[f64]) -> bool {
    let sums = &drawn.year.sums.base;
    let before = drawn.model.evaluate(Point::default(), sums);
    let after = drawn.model.evaluate(Point { moves, factors: &[] }, sums);
    before.iter().zip(&after).any(|(before, after)| before.total_cmp(after).is_ne())
}
