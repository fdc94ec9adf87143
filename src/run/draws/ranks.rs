//! Ranks of the zones in the figures that they are held against each other by.

use super::drawn::Drawn;
use super::level;
use super::work::Work;
use crate::uncertainty::model::DrawnFigure;
use crate::uncertainty::results::RankRow;
use crate::uncertainty::summary::Ranks;

impl Work<'_> {
    pub(super) fn ranks(&self, main: &[Vec<f64>]) -> Vec<RankRow> {
        let years = self.drawn.iter().enumerate();
        years.flat_map(|(year, drawn)| self.ranks_of(year, drawn, main)).collect()
    }

    fn ranks_of(&self, year: usize, drawn: &Drawn<'_>, main: &[Vec<f64>]) -> Vec<RankRow> {
        let figures = drawn.model.figures();
        let row = |whole: &DrawnFigure| {
            let zones = figures.iter().enumerate();
            let zones = zones.filter(|(_, own)| !own.zone.is_empty() && is_same(own, whole));
            let (places, zones): (Vec<usize>, Vec<String>) =
                zones.map(|(place, own)| (level::place(self.drawn, (year, place)), own.zone.clone())).unzip();
            let value = |zone: usize, draw: usize| {
                let place = places.get(zone).copied().unwrap_or(usize::MAX);
                main.get(draw).and_then(|row| row.get(place)).copied().unwrap_or(f64::NAN)
            };
            (places.len() >= 2).then(|| RankRow {
                year: drawn.model.year(),
                figure: (whole.figure.clone(), whole.unit.clone()),
                zones,
                ranks: Ranks::of(places.len(), main.len(), value),
            })
        };
        figures.iter().filter(|own| is_ranked(own)).filter_map(row).collect()
    }
}

/// The whole run in figures that rank zones: the total, and 万元/亩.
fn is_ranked(own: &DrawnFigure) -> bool {
    let ranked = own.figure == "gep" || own.figure == "gep_per_area" && own.unit == "10^4 CNY/mu";
    own.zone.is_empty() && ranked
}

/// Whether a zone and the whole have the same figure.
fn is_same(own: &DrawnFigure, whole: &DrawnFigure) -> bool {
    own.figure == whole.figure && own.unit == whole.unit && below(&own.variant) == below(&whole.variant)
}

/// What stands below the line of a figure per area, where the variant tells it.
fn below(variant: &str) -> &str {
    variant.rsplit_once("; ").map_or("", |(_, below)| below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_below_the_line_is_read_off_the_variant() {
        assert_eq!(below("full: 3 of 3 services; land_area"), "land_area");
        assert_eq!(below("value"), "");
    }
}
