//! What has an interval: the figures of each year, and their changes from the year before.

use super::drawn::Drawn;
use super::maps::MapErrors;
use crate::account::Kind as AccountKind;
use crate::error::Findings;
use crate::uncertainty::model::DrawnFigure;

/// Position of a year and of a figure of it.
type Position = (usize, usize);

/// A figure of one year, or its change from one year to another.
pub(super) struct Level {
    at: Position,
    /// Position in the year before, and whether the change is relative.
    from: Option<(Position, bool)>,
}

impl Level {
    /// Every figure, and its change from the year before.
    pub(super) fn all(drawn: &[Drawn<'_>], maps: &MapErrors) -> Result<Vec<Self>, Findings> {
        let mut levels = Vec::new();
        for (year, drawn) in drawn.iter().enumerate() {
            let figures = 0..drawn.model.figures().len();
            levels.extend(figures.map(|figure| Self { at: (year, figure), from: None }));
        }
        for (year, (before, after)) in drawn.iter().zip(drawn.iter().skip(1)).enumerate() {
            maps.allows_change(before.model.year(), after.model.year())?;
            for (figure, own) in after.model.figures().iter().enumerate() {
                if let Some(place) = before.model.figures().iter().position(|other| same(own, other)) {
                    let change =
                        |relative| Self { at: (year + 1, figure), from: Some(((year, place), relative)) };
                    levels.extend([false, true].map(change));
                }
            }
        }
        Ok(levels)
    }

    /// Its value in a draw, whose figures of all years stand behind each other.
    pub(super) fn value(&self, drawn: &[Drawn<'_>], row: &[f64]) -> f64 {
        self.value_of(|position| row.get(place(drawn, position)).copied())
    }

    /// Its value in the account.
    pub(super) fn account(&self, drawn: &[Drawn<'_>]) -> f64 {
        self.value_of(|position| figure_at(drawn, position).map(|figure| figure.account))
    }

    fn value_of(&self, figure: impl Fn(Position) -> Option<f64>) -> f64 {
        let at = |position| figure(position).unwrap_or(f64::NAN);
        change(at(self.at), self.from.map(|(from, relative)| (at(from), relative)))
    }

    pub(super) fn figure<'a>(&self, drawn: &'a [Drawn<'_>]) -> Option<&'a DrawnFigure> {
        figure_at(drawn, self.at)
    }

    /// Its year, and the year before of a change.
    pub(super) fn year(&self, drawn: &[Drawn<'_>]) -> (i32, Option<i32>) {
        let year = |place: usize| drawn.get(place).map_or(0, |drawn| drawn.model.year());
        (year(self.at.0), self.from.map(|((place, _), _)| year(place)))
    }

    /// Whether it is a change in percent.
    pub(super) fn is_relative(&self) -> bool {
        self.from.is_some_and(|(_, relative)| relative)
    }

    /// Figures whose sensitivity is told: the total of the run, and its change.
    pub(super) fn leads(&self, drawn: &[Drawn<'_>]) -> bool {
        let total = self.figure(drawn).is_some_and(|figure| {
            let ids = [AccountKind::Gep, AccountKind::Satellite, AccountKind::CrossCheck]
                .map(|kind| kind.names().0);
            figure.zone.is_empty() && ids.contains(&figure.figure.as_str())
        });
        total && !self.is_relative()
    }
}

/// Where a figure stands in the row of a draw.
pub(super) fn place(drawn: &[Drawn<'_>], (year, figure): Position) -> usize {
    drawn.iter().take(year).map(|drawn| drawn.model.figures().len()).sum::<usize>() + figure
}

fn figure_at<'a>(drawn: &'a [Drawn<'_>], (year, figure): Position) -> Option<&'a DrawnFigure> {
    drawn.get(year)?.model.figures().get(figure)
}

/// Whether figures of two years are the same figure.
fn same(own: &DrawnFigure, other: &DrawnFigure) -> bool {
    (&other.zone, &other.figure, &other.variant, &other.unit)
        == (&own.zone, &own.figure, &own.variant, &own.unit)
}

/// A figure, or its change from another, in its unit or in percent.
fn change(value: f64, from: Option<(f64, bool)>) -> f64 {
    match from {
        None => value,
        Some((before, false)) => value - before,
        Some((before, true)) => (value / before - 1.0) * 100.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_differences_or_percent() {
        assert_eq!(change(110.0, Some((100.0, false))), 10.0);
        assert!((change(110.0, Some((100.0, true))) - 10.0).abs() < 1e-12);
    }
}
