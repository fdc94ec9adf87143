//! Soil retention from elevations, texture, daily rain and cover to money: columns of many bands, rows by class of cover.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use approx::assert_relative_eq;
use ecovalue::account::{Account, Status};
use ecovalue::driver::rainfall_erosivity::{ErosiveRain, hj1173_daily};
use ecovalue::driver::slope_length_steepness::{exponent_hj1173, length_factor, steepness_hj1173};
use ecovalue::driver::soil_erodibility::{Soil, hj1173};
use ecovalue::math;
use ecovalue::quantity::{
    CELL_HEIGHT, CELL_WIDTH, CLAY, ELEVATION_WINDOW, FRACTIONAL_COVER, PRECIPITATION_DAILY, Quantity, SAND,
    SILT, SOIL_ORGANIC_CARBON,
};
use ecovalue::service::soil_retention::{dredging_cost, reduced_sediment};
use ecovalue::unit::{
    AngleDeg, CnyPerM3, DepthMm, Fraction, LengthM, MonthNumber, Percent, Tonnes, TonnesPerM3,
};
use ecovalue::{Filter, Landscape, Parameters, Profile, Setting, Statistics};

const PROFILE: &str = r#"
id = "soil"
title = "Soil"
title_zh = "土壤"
status = "reconstructed"
source = "test"
[drivers]
rainfall_erosivity = "hj1173_daily_one_year"
soil_erodibility = "hj1173_2021"
slope = "horn"
slope_length = "cell_over_cosine"
slope_length_steepness = "hj1173_2021"
cover_factor = "hj1173_2021"
[service.soil_retention]
physical = "hj1173_2021"
value = "dredging_and_treatment"
"#;

/// Type, vegetation cover, and the cover factor by hand from Table A.1; none where there is no row.
const CELLS: [(&str, f64, Option<f64>); 6] = [
    ("11e", 0.65, Some(0.02)),
    ("51", 0.1, Some(0.816)),
    ("51p", 0.1, Some(0.0)),
    ("52", 0.95, Some(0.011)),
    ("61", 0.05, Some(0.01)),
    ("82", 0.02, None),
];
const AREA: f64 = 1e4;

/// Sand, silt, clay, organic carbon [%].
type Shares = [f64; 4];

const LOAM: Shares = [33.7, 41.9, 24.4, 0.83];
/// Nearly pure sand: `K_EPIC` is below 0.0268.
const PURE_SAND: Shares = [99.0, 0.001, 0.999, 5.0];

fn land(missing_cover: bool) -> Landscape {
    land_on(missing_cover, [LOAM; 6])
}

fn land_on(missing_cover: bool, soils: [Shares; 6]) -> Landscape {
    let mut land = Landscape::new();
    for (code, ..) in CELLS {
        land.cell(code, code.parse().unwrap(), AREA).unwrap();
    }
    let cells = CELLS.len();
    let mut give = |quantity: &'static Quantity, bands: &[f64]| {
        land.column(quantity, bands.iter().flat_map(|value| vec![*value; cells]).collect()).unwrap();
    };
    // The ground rises by 8 m in 30 m to the east; the map ends in the north.
    let no = f64::NAN;
    give(ELEVATION_WINDOW.0, &[no, no, no, 500.0, 508.0, 516.0, 500.0, 508.0, 516.0]);
    give(CELL_WIDTH.0, &[30.0]);
    give(CELL_HEIGHT.0, &[30.0]);
    give(PRECIPITATION_DAILY.0, &rain());
    for (index, quantity) in [SAND, SILT, CLAY, SOIL_ORGANIC_CARBON].into_iter().enumerate() {
        land.column(quantity, soils.iter().map(|soil| *soil.get(index).unwrap()).collect()).unwrap();
    }
    let cover = |(_, cover, _): (&str, f64, Option<f64>)| if missing_cover { no } else { cover };
    land.column(FRACTIONAL_COVER, CELLS.map(cover).to_vec()).unwrap();
    land
}

fn rain() -> Vec<f64> {
    (0..365).map(|day| if day % 30 == 7 { 45.0 } else { 1.5 }).collect()
}

fn account(land: &Landscape) -> Account {
    let (profile, rows) = (Profile::parse("soil.toml", PROFILE).unwrap(), Parameters::shipped());
    let statistics = Statistics::default();
    let mut setting = Setting::new(&profile, &rows, &statistics, land.zones(), 2010).with_unverified();
    setting.regions = vec!["Ganzi".to_owned()];
    setting.conditions = vec!["tree_orchard".to_owned()];
    Account::of(&setting, land).unwrap()
}

/// R · K · LS of every cell [t/hm²].
fn potential() -> f64 {
    let days: Vec<DepthMm> = rain().into_iter().map(DepthMm::new).collect();
    let rule = ErosiveRain {
        threshold: DepthMm::new(12.0),
        warm_from: MonthNumber::new(5.0),
        warm_to: MonthNumber::new(9.0),
    };
    let share = Percent::new;
    let soil = Soil { sand: share(33.7), silt: share(41.9), clay: share(24.4), organic_carbon: share(0.83) };
    let angle = math::atan(8.0 / 30.0);
    let (length, slope) = (LengthM::new(30.0 / math::cos(angle)), AngleDeg::new(math::degrees(angle)));
    let ls = length_factor(length, exponent_hj1173(slope)).get() * steepness_hj1173(slope).get();
    hj1173_daily(&[&days], rule).get() * hj1173(soil).erodibility.get() * ls
}

#[test]
fn every_type_retains_by_its_row_and_its_class_of_cover() {
    let account = account(&land(false));
    for (code, _, factor) in CELLS {
        let of = |indicator| {
            account.quantity(Filter { zone: Some(code), indicator: Some(indicator), ..Filter::default() })
        };
        let Some(factor) = factor else {
            assert_eq!(of("retained_soil"), None, "{code}");
            continue;
        };
        let soil = potential() * (1.0 - factor);
        assert_relative_eq!(of("retained_soil").unwrap(), soil, max_relative = 1e-12);
        assert_relative_eq!(of("reduced_sediment").unwrap(), 0.24 * soil / 0.93, max_relative = 1e-12);
        assert_relative_eq!(of("reduced_nitrogen").unwrap(), soil * 0.0037, max_relative = 1e-12);
        assert_relative_eq!(of("reduced_phosphorus").unwrap(), soil * 0.00108, max_relative = 1e-12);
    }
}

#[test]
fn the_value_is_that_of_the_prices_of_the_year() {
    let account = account(&land(false));
    let zone = Some("11e");
    let value = |indicator| account.value(Filter { zone, indicator: Some(indicator), ..Filter::default() });
    let soil = Tonnes::new(potential() * 0.98);
    let sediment = reduced_sediment(soil, Fraction::new(0.24), TonnesPerM3::new(0.93));
    let dredging = dredging_cost(sediment, CnyPerM3::new(15.58)).get();
    assert_relative_eq!(value("reduced_sediment").unwrap(), dredging, max_relative = 1e-12);
    assert_relative_eq!(
        value("reduced_nitrogen").unwrap(),
        soil.get() * 0.0037 * 875.0,
        max_relative = 1e-12
    );
    assert_eq!(value("retained_soil"), None);
}

#[test]
fn where_the_cover_is_missing_the_closure_says_so_and_not_the_table() {
    let account = account(&land(true));
    let reasons: Vec<String> = account
        .closure
        .iter()
        .filter(|row| row.service == "soil_retention" && row.zone == "51")
        .map(|row| row.reason.to_string())
        .collect();
    assert!(reasons.iter().any(|reason| reason.contains("fractional_cover")), "{reasons:?}");
    assert!(reasons.iter().all(|reason| !reason.contains("cover_factor_by_cover")), "{reasons:?}");
    assert!(account.rows.iter().all(|row| row.quantity.is_none() || row.zone.is_empty()));
    assert!(account.rows.iter().any(|row| matches!(row.status, Status::NotAccounted(_))));
}

#[test]
fn a_texture_that_does_not_add_up_is_refused_with_its_cell() {
    use ecovalue::Landscape;
    use ecovalue::quantity::{CLAY, SAND, SILT};
    let mut land = Landscape::new();
    for _ in 0..3 {
        land.cell("north", "11".parse().unwrap(), 1e4).unwrap();
    }
    land.column(SAND, vec![40.0, f64::NAN, 40.0]).unwrap();
    land.column(SILT, vec![40.0, 40.0, 40.0]).unwrap();
    // 100.9 is within one, a missing share is not looked at, 101.1 is refused.
    let error = land.column(CLAY, vec![20.9, 90.0, 21.1]).unwrap_err();
    assert!(
        error.to_string().contains("clay[2]") && error.message().to_string().contains("101.1"),
        "{error}"
    );
}

#[test]
fn an_erodibility_that_the_correction_makes_negative_is_counted() {
    // Two of six cells of 1 hm².
    let said = |sandy: usize| {
        let mut soils = [LOAM; 6];
        soils[..sandy].fill(PURE_SAND);
        let account = account(&land_on(false, soils));
        let of_first = Filter { zone: Some("11e"), indicator: Some("retained_soil"), ..Filter::default() };
        let note =
            account.notes.iter().map(ToString::to_string).find(|note| note.starts_with("soil_erodibility:"));
        (note, account.quantity(of_first))
    };
    let (note, retained) = said(2);
    let note = note.unwrap();
    assert!(note.contains("hj1173_2021 is below 0 on 2.00 hm2, 33.33 % of the land"), "{note}");
    assert_eq!(retained, Some(0.0));
    assert_eq!(said(0).0, None);
}
