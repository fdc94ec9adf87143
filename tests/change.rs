//! Accounts of change: published index numbers, limits at 0, closure to the bit, transitions of made and real maps.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on has failed; it prints the totals that it saw"
)]
#![allow(clippy::float_cmp, reason = "limits and closure are exact")]

#[path = "change/compare.rs"]
mod compare;
#[path = "change/maps.rs"]
mod maps;

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ecovalue::Ecosystem;
use ecovalue::account::change::decomposition::{Method, logarithmic_mean, parts};
use ecovalue::account::change::multiplicative::{
    Unit, multilevel_hierarchical, multilevel_parallel, of_groups, single_level,
};
use ecovalue::account::change::{Change, Figure, Side, Step};
use ecovalue::error::Code;
use ecovalue::valuation::PriceBasis;
use proptest::prelude::*;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// The rows of a CSV file as numbers by column; empty fields are left out.
fn numbers(name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(data(name)).unwrap();
    let header = reader.headers().unwrap().clone();
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        header.iter().zip(row.iter()).map(|(name, field)| (name.to_owned(), field.to_owned())).collect()
    });
    rows.collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap()
}

/// Xu and Ang 2014, Tables 1 to 4; half a unit of the last printed digit, and what their own rounding adds.
#[test]
fn published_index_numbers_at_two_levels_come_out() {
    const TOLERANCE: f64 = 6e-5;
    let inputs = numbers("lmdi_xu_ang_2014/inputs.csv");
    let units: Vec<Unit<'_>> = inputs
        .iter()
        .map(|row| Unit {
            group: &row["sector"],
            activity: (number(row, "A0"), number(row, "AT")),
            value: (number(row, "E0"), number(row, "ET")),
        })
        .collect();
    let one = |found: ecovalue::account::change::multiplicative::OneLevel| {
        vec![("D_act", found.activity), ("D_str1", found.structure), ("D_int", found.intensity)]
    };
    let two = |found: ecovalue::account::change::multiplicative::TwoLevels| {
        vec![
            ("D_act", found.activity),
            ("D_str1", found.structure),
            ("D_str2", found.substructure),
            ("D_int", found.intensity),
        ]
    };
    let found = [
        ("single_level1", one(of_groups(&units).unwrap())),
        ("single_level2", one(single_level(&units).unwrap())),
        ("MP_symmetric", two(multilevel_parallel(&units).unwrap())),
        ("MH_symmetric", two(multilevel_hierarchical(&units).unwrap())),
    ];
    let expected = numbers("lmdi_xu_ang_2014/expected.csv");
    let mut checked = 0;
    for (model, indices) in found {
        let row = expected.iter().find(|row| row["model"] == model).unwrap();
        let product: f64 = indices.iter().map(|(_, index)| index).product();
        assert!((product - 1.28).abs() < 1e-14, "{model}: {product}");
        for (name, index) in indices {
            let published = number(row, name);
            println!("{model} {name}: {index:.6}, published {published}");
            assert!((index - published).abs() <= TOLERANCE, "{model} {name}: {index} {published}");
            checked += 1;
        }
    }
    assert_eq!(checked, 14);
    let zero = [Unit { group: "1", activity: (0.0, 1.0), value: (1.0, 1.0) }];
    assert_eq!(multilevel_hierarchical(&zero).unwrap_err().code(), Code::SignChange);
}

/// Oracle: mpmath, 50 digits (`tests/oracle/logarithmic_mean.py`).
#[test]
fn logarithmic_means_are_accurate_where_numbers_are_near_and_far() {
    let mut worst = 0.0_f64;
    let rows = numbers("logarithmic_mean.csv");
    for row in &rows {
        let (a, b, mean) = (number(row, "a"), number(row, "b"), number(row, "mean"));
        let found = logarithmic_mean(a, b);
        assert_eq!(found.to_bits(), logarithmic_mean(b, a).to_bits(), "{a} {b}");
        assert_eq!(logarithmic_mean(-a, -b), -found);
        worst = worst.max((found / mean - 1.0).abs());
    }
    println!("{} means, largest relative error {worst:e}", rows.len());
    assert!(worst < 1e-15, "{worst:e}");
}

fn of(code: &str) -> Ecosystem {
    code.parse().unwrap()
}

fn figure(
    zone: &str,
    ecosystem: Option<&str>,
    indicator: &str,
    quantity: Option<f64>,
    price: Option<f64>,
    value: f64,
) -> Figure {
    Figure {
        zone: zone.to_owned(),
        ecosystem: ecosystem.map(of),
        service: format!("service_of_{indicator}"),
        indicator: indicator.to_owned(),
        quantity,
        price,
        value,
        allotted: false,
    }
}

fn side(year: i32, figures: Vec<Figure>, areas: &[(&str, &str, f64)]) -> Side {
    let extent = areas.iter().map(|(zone, code, area)| (((*zone).to_owned(), of(code)), *area)).collect();
    Side { year, basis: PriceBasis::constant(2015), figures, extent, population: BTreeMap::new() }
}

/// The parts of the only row.
fn only(change: &Change) -> Vec<(&'static str, f64)> {
    assert_eq!(change.rows.len(), 1);
    let movement = &change.rows[0].movement;
    assert!(movement.closes());
    movement.parts.iter().map(|(step, part)| (step.id(), part.total())).collect()
}

#[test]
fn a_quantity_that_comes_from_nothing_has_its_value_by_limits() {
    let row =
        |quantity: f64, price: f64| figure("a", None, "water", Some(quantity), Some(price), quantity * price);
    let sides = (side(2015, vec![row(0.0, 2.0)], &[]), side(2020, vec![row(50.0, 3.0)], &[]));
    let of = |method| only(&Change::between(&sides.0, &sides.1, method).unwrap());
    assert_eq!(of(Method::LogarithmicMean), [("zone_quantity", 150.0), ("price", 0.0)]);
    assert_eq!(of(Method::Shapley), [("zone_quantity", 125.0), ("price", 25.0)]);
    let back = Change::between(&sides.1, &sides.0, Method::LogarithmicMean).unwrap();
    assert_eq!(only(&back), [("zone_quantity", -150.0), ("price", 0.0)]);
    for (_, method) in Method::ALL {
        let still = Change::between(&sides.0, &Side { year: 2020, ..sides.0.clone() }, method).unwrap();
        assert_eq!(only(&still), [("zone_quantity", 0.0), ("price", 0.0)]);
    }
}

#[test]
fn a_type_that_appears_moves_by_area_and_a_service_that_appears_by_coverage() {
    let forest = figure("a", Some("11"), "water", Some(10.0), Some(2.0), 20.0);
    let meadow = figure("a", Some("31"), "water", Some(8.0), Some(3.0), 24.0);
    let first = side(2015, vec![forest.clone()], &[("a", "11", 5.0)]);
    let both = [("a", "11", 5.0), ("a", "31", 4.0)];
    let second = side(2020, vec![forest.clone(), meadow.clone()], &both);
    let of = |first: &Side, second: &Side, method| {
        let change = Change::between(first, second, method).unwrap();
        let parts =
            |row: &&ecovalue::account::change::ChangeRow| row.ecosystem == Some("31".parse().unwrap());
        let row = change.rows.iter().find(parts).unwrap();
        assert!(row.movement.closes());
        row.movement.parts.iter().map(|(step, part)| (step.id(), part.total())).collect::<Vec<_>>()
    };
    // The price of the zone was 2, though no meadow had it; the yield of no land counts as unchanged.
    assert_eq!(
        of(&first, &second, Method::LogarithmicMean),
        [("area", 24.0), ("quality", 0.0), ("price", 0.0)]
    );
    assert_eq!(of(&first, &second, Method::Shapley), [("area", 20.0), ("quality", 0.0), ("price", 4.0)]);
    assert_eq!(of(&second, &first, Method::Shapley), [("area", -20.0), ("quality", 0.0), ("price", -4.0)]);
    // There was meadow, but nobody accounted it; or the indicator was not accounted at all.
    let unaccounted = side(2015, vec![forest], &both);
    let nothing = side(2015, Vec::new(), &[("a", "11", 5.0)]);
    for first in [unaccounted, nothing] {
        assert_eq!(of(&first, &second, Method::Shapley), [("coverage", 24.0)]);
    }
}

#[test]
fn allotted_given_and_corrected_rows_have_steps_of_their_own() {
    let mut allotted = figure("a", Some("11"), "visits", Some(10.0), Some(2.0), 20.0);
    allotted.allotted = true;
    let mut more = Figure { quantity: Some(20.0), price: Some(3.0), value: 60.0, ..allotted.clone() };
    let areas = [("a", "11", 5.0)];
    let between = |one: &Figure, two: &Figure, method| {
        Change::between(
            &side(2015, vec![one.clone()], &areas),
            &side(2020, vec![two.clone()], &areas),
            method,
        )
        .unwrap()
    };
    let shapley = |one: &Figure, two: &Figure| only(&between(one, two, Method::Shapley));
    assert_eq!(shapley(&allotted, &more), [("allotted_quantity", 25.0), ("price", 15.0)]);
    more.quantity = None;
    assert_eq!(shapley(&allotted, &more), [("given_amount", 40.0)]);
    let taken = figure("a", None, "overlap", None, None, -5.0);
    let less = figure("a", None, "overlap", None, None, -8.0);
    assert_eq!(shapley(&taken, &less), [("correction", -3.0)]);
    let change =
        Change::between(&side(2015, vec![taken], &areas), &side(2020, Vec::new(), &areas), Method::Shapley);
    assert_eq!(only(&change.unwrap()), [("correction", 5.0)]);
}

#[test]
fn a_sign_that_turns_is_refused_by_the_logarithmic_mean_and_the_row_is_named() {
    let row = |quantity: f64| figure("a", Some("11"), "water", Some(quantity), Some(2.0), 2.0 * quantity);
    let sides = [row(-3.0), row(5.0)].map(|row| side(2015, vec![row], &[("a", "11", 2.0)]));
    let error = Change::between(&sides[0], &sides[1], Method::LogarithmicMean).unwrap_err();
    let text = error.to_string();
    assert_eq!(error.as_slice()[0].code(), Code::SignChange);
    assert!(text.contains("`a, 11, service_of_water.water`") && text.contains("shapley"), "{text}");
    let change = Change::between(&sides[0], &sides[1], Method::Shapley).unwrap();
    assert_eq!(only(&change), [("area", 0.0), ("quality", 16.0), ("price", 0.0)]);
}

#[test]
fn unlike_money_is_refused_with_the_setting_that_mends_it() {
    let first = side(2019, Vec::new(), &[]);
    for (basis, hint) in [
        (PriceBasis::current(2019), "price_basis = { constant = 2015 }"),
        (PriceBasis::constant(2020), "price_basis = { constant = 2015 }"),
        (PriceBasis { currency: "USD".to_owned(), ..PriceBasis::constant(2015) }, "`currency`"),
    ] {
        let second = Side { basis, ..side(2020, Vec::new(), &[]) };
        let error = Change::between(&first, &second, Method::Shapley).unwrap_err().as_slice()[0].clone();
        assert!(error.code() == Code::MoneyBasis && error.hint().to_string().contains(hint), "{error}");
    }
}

#[test]
fn another_method_and_the_population_are_steps_of_their_own() {
    let row = |quantity: f64, price: f64| {
        figure("a", Some("11"), "water", Some(quantity), Some(price), quantity * price)
    };
    let new = figure("a", Some("11"), "carbon", Some(4.0), Some(1.0), 4.0);
    let at = |year, rows, area| side(year, rows, &[("a", "11", area)]);
    let first = at(2015, vec![row(10.0, 2.0)], 5.0).with_population("", 4.0);
    // The second profile counts carbon too and has another yield.
    let rerun = at(2015, vec![row(12.0, 2.0), new.clone()], 5.0);
    let second = at(2020, vec![row(24.0, 2.0), new], 10.0).with_population("", 8.0);
    let change = Change::over_method(&first, &rerun, &second, Method::LogarithmicMean).unwrap();
    let total = change.total(|_| true);
    assert!(total.closes());
    assert_eq!((total.from.total(), total.to.total()), (20.0, 52.0));
    assert_eq!(total.part(Step::Method), Some(4.0 + 4.0));
    assert_eq!(total.part(Step::Coverage), None);
    // Water has twice the area, carbon the same amount on twice the area.
    let water = change.total(|row| row.indicator == "water");
    assert_eq!((water.part(Step::Area), water.part(Step::Quality)), (Some(24.0), Some(0.0)));
    let wrong = Side { year: 2016, ..rerun.clone() };
    let error = Change::over_method(&first, &wrong, &second, Method::Shapley).unwrap_err();
    assert_eq!(error.as_slice()[0].code(), Code::Incomparable);

    let heads = Change::per_head(&first, Some(&rerun), &second, None, Method::Shapley).unwrap();
    let total = heads.total(|_| true);
    assert!(total.closes());
    assert_eq!((total.from.total(), total.to.total(), total.part(Step::Method)), (5.0, 6.5, Some(2.0)));
    // Water: 24 on 4 heads to 48 on 8: twice over twice.
    let water = heads.total(|row| row.indicator == "water");
    assert_eq!(water.part(Step::Population), Some(-4.5));
    assert!(Change::per_head(&first, None, &second, Some("a"), Method::Shapley).is_err());
}

/// A row of a random account: which zone and type, area, quantity and unit price at both ends, what it lacks.
type Draw = (usize, usize, (f64, f64), (f64, f64), (f64, f64), u8);

const ZONES: [&str; 2] = ["north", "south"];
const TYPES: [&str; 3] = ["11", "31", "51"];

/// Numbers over many orders of size, and zeros.
fn size() -> impl Strategy<Value = f64> {
    prop_oneof![1 => Just(0.0), 6 => (-6.0..12.0_f64).prop_map(ecovalue::math::exp), 1 => 1e-3..1e12_f64]
}

fn account(draws: &[Draw], end: bool, signed: bool) -> Side {
    let pick = |pair: (f64, f64)| if end { pair.1 } else { pair.0 };
    let mut side = side(if end { 2020 } else { 2015 }, Vec::new(), &[]);
    for (index, (zone, code, area, quantity, price, kind)) in draws.iter().enumerate() {
        let (zone, code) = (ZONES[*zone], TYPES[*code]);
        let negative = signed && kind & 64 != 0 && end;
        let (quantity, price) = (pick(*quantity) * if negative { -1.0 } else { 1.0 }, pick(*price));
        side.extent.insert((zone.to_owned(), of(code)), pick(*area));
        // One side may lack the row.
        if kind & 7 == 6 && end || kind & 7 == 7 && !end {
            continue;
        }
        let indicator = format!("indicator_{}", index % 3);
        let mut row = figure(zone, Some(code), &indicator, Some(quantity), Some(price), quantity * price);
        match kind >> 3 & 7 {
            0 => row.allotted = true,
            1 => row.quantity = None,
            2 => row.ecosystem = None,
            3 => "external_inflow".clone_into(&mut row.indicator),
            4 => row.price = None,
            _ => {}
        }
        side.figures.push(row);
    }
    side.with_population("", if end { 1234.0 } else { 987.0 })
}

fn draws() -> impl Strategy<Value = Vec<Draw>> {
    let pair = || (size(), size());
    let draw = (0..ZONES.len(), 0..TYPES.len(), pair(), pair(), pair(), 0..=127_u8);
    proptest::collection::vec(draw, 1..7)
}

/// Without optimisation exact sums are slow.
const CASES: u32 = if cfg!(debug_assertions) { 1000 } else { 10_000 };

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) })]

    /// Every row and every sum of rows closes, and a sum of rows is the exact sum of the account.
    #[test]
    fn parts_add_up_to_the_change_to_the_bit(draws in draws(), other in draws(), shapley in any::<bool>()) {
        let method = if shapley { Method::Shapley } else { Method::LogarithmicMean };
        let (first, second) = (account(&draws, false, shapley), account(&draws, true, shapley));
        let rerun = account(&other, false, shapley);
        let changes = [
            Change::between(&first, &second, method),
            Change::over_method(&first, &rerun, &second, method),
            Change::per_head(&first, None, &second, None, method),
            Change::per_head(&first, Some(&rerun), &second, None, method),
        ];
        for change in changes {
            let change = change.map_err(|findings| TestCaseError::fail(findings.to_string()))?;
            for row in &change.rows {
                prop_assert!(row.movement.closes(), "{:?}", row);
            }
            prop_assert!(change.total(|_| true).closes());
            for zone in ZONES {
                prop_assert!(change.total(|row| row.zone == zone).closes());
            }
            if change.measure == ecovalue::account::change::Measure::Value {
                let total = change.total(|_| true);
                let sum = |side: &Side| side.figures.iter().map(|figure| figure.value).collect::<ecovalue::exact_sum::ExactSum>();
                prop_assert_eq!(total.from, sum(&first));
                prop_assert_eq!(total.to, sum(&second));
            }
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(10_000) })]

    /// What is left for the residue rule is rounding, not a part.
    #[test]
    fn parts_of_a_product_miss_its_change_by_rounding_only(
        factors in proptest::collection::vec((size(), size()), 1..6), shapley in any::<bool>(),
    ) {
        let method = if shapley { Method::Shapley } else { Method::LogarithmicMean };
        let (from, to): (Vec<f64>, Vec<f64>) = factors.into_iter().unzip();
        let parts = parts(method, &from, &to).unwrap();
        let (before, behind) = (from.iter().product::<f64>(), to.iter().product::<f64>());
        let sum = parts.iter().copied().collect::<ecovalue::exact_sum::ExactSum>().total();
        // Parts may be far larger than their sum where they cancel.
        let largest = parts.iter().fold(before.max(behind), |size, part| size.max(part.abs()));
        prop_assert!((sum - (behind - before)).abs() <= 2e-14 * largest, "{sum} {} {parts:?}", behind - before);
    }

    /// Both methods agree where there is nothing to share: one factor moves alone, or all in one ratio.
    #[test]
    fn shapley_is_the_logarithmic_mean_where_one_factor_moves_or_all_alike(
        from in proptest::collection::vec(1e-3..1e6_f64, 2..6), ratio in 1e-3..1e3_f64,
    ) {
        let alone: Vec<f64> = from.iter().enumerate().map(|(at, factor)| if at == 1 { factor * ratio } else { *factor }).collect();
        let alike: Vec<f64> = from.iter().map(|factor| factor * ratio).collect();
        for to in [alone, alike] {
            let [lmdi, shapley] = Method::ALL.map(|(_, method)| parts(method, &from, &to).unwrap());
            let size = from.iter().product::<f64>().max(to.iter().product());
            for (one, other) in lmdi.iter().zip(&shapley) {
                prop_assert!((one - other).abs() <= 1e-13 * size, "{lmdi:?} {shapley:?}");
            }
        }
    }
}
