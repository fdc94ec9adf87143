//! The factors that the value of a row is a product of.

use super::Step;
use super::side::{Entry, Key};

/// Factors of a row at both ends, by step.
pub(super) type Factors = Vec<(Step, f64, f64)>;

/// The factors of a row that both sides have. The unit value is value over quantity, so that their product is the value
/// whatever the valuation rule does.
pub(super) fn factors(
    key: &Key,
    (before, area_before): (&Entry, Option<f64>),
    (behind, area_behind): (&Entry, Option<f64>),
) -> Factors {
    let (values, given) = ((before.value.total(), behind.value.total()), Step::GivenAmount);
    if key.is_correction() {
        return vec![(Step::Correction, values.0, values.1)];
    }
    let quantities = before.quantity.as_ref().zip(behind.quantity.as_ref());
    let Some(quantities) = quantities.map(|(before, behind)| (before.total(), behind.total())) else {
        return vec![(given, values.0, values.1)];
    };
    let Some(prices) = unit_values(quantities, values, (before.price, behind.price)) else {
        return vec![(given, values.0, values.1)];
    };
    let price = (Step::Price, prices.0, prices.1);
    if before.allotted || behind.allotted {
        return vec![(Step::AllottedQuantity, quantities.0, quantities.1), price];
    }
    // A quantity on no land has no yield.
    let lies = |area: f64, quantity: f64| area > 0.0 || quantity == 0.0;
    let areas = area_before.zip(area_behind);
    match areas.filter(|areas| lies(areas.0, quantities.0) && lies(areas.1, quantities.1)) {
        Some(areas) => {
            let of = |quantity: f64, area: f64| (area > 0.0).then(|| quantity / area);
            let quality = known(of(quantities.0, areas.0), of(quantities.1, areas.1));
            vec![(Step::Area, areas.0, areas.1), (Step::Quality, quality.0, quality.1), price]
        }
        None => vec![(Step::ZoneQuantity, quantities.0, quantities.1), price],
    }
}

/// A factor that one side does not have, such as the yield of no land, counts as unchanged.
fn known(before: Option<f64>, behind: Option<f64>) -> (f64, f64) {
    let before_or = before.or(behind).unwrap_or(1.0);
    (before_or, behind.unwrap_or(before_or))
}

/// Values of a unit of quantity; where the quantity is 0, by the ratio of the prices. None where nothing has a value.
fn unit_values(
    quantities: (f64, f64),
    values: (f64, f64),
    prices: (Option<f64>, Option<f64>),
) -> Option<(f64, f64)> {
    if quantities.0 == 0.0 && values.0 != 0.0 || quantities.1 == 0.0 && values.1 != 0.0 {
        return None;
    }
    let of = |quantity: f64, value: f64| (quantity != 0.0).then(|| value / quantity);
    let scaled = |unit: f64, own: Option<f64>, other: Option<f64>| {
        own.zip(other.filter(|other| *other != 0.0)).map(|(own, other)| unit * own / other)
    };
    Some(match (of(quantities.0, values.0), of(quantities.1, values.1)) {
        (None, Some(unit)) => known(scaled(unit, prices.0, prices.1), Some(unit)),
        (Some(unit), None) => known(Some(unit), scaled(unit, prices.1, prices.0)),
        (None, None) => known(prices.0, prices.1),
        (before, behind) => known(before, behind),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_without_a_quantity_is_told_by_its_ratio() {
        assert_eq!(unit_values((0.0, 50.0), (0.0, 150.0), (Some(2.0), Some(3.0))), Some((2.0, 3.0)));
        assert_eq!(unit_values((0.0, 50.0), (0.0, 300.0), (Some(2.0), Some(3.0))), Some((4.0, 6.0)));
        assert_eq!(unit_values((0.0, 50.0), (0.0, 150.0), (None, Some(3.0))), Some((3.0, 3.0)));
        assert_eq!(unit_values((50.0, 0.0), (100.0, 0.0), (Some(2.0), None)), Some((2.0, 2.0)));
        assert_eq!(unit_values((0.0, 0.0), (0.0, 0.0), (None, None)), Some((1.0, 1.0)));
        assert_eq!(unit_values((0.0, 1.0), (5.0, 1.0), (None, None)), None);
    }
}
