//! The chain of wind erosion through the engine: drivers that make months feed drivers that read them.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod common;

use std::fmt::Write;

use approx::assert_relative_eq;
use common::Folder;
use ecovalue::Filter;
use ecovalue::account::{Account, Status};
use ecovalue::driver::{
    DAYS_OF_MONTHS, air_density, relative_evapotranspiration, roughness_factor, snow_factor,
    soil_crust_factor, soil_erodible_fraction, soil_wetness, vegetation_factor, weather_factor, wind_erosion,
};
use ecovalue::unit::{
    Days, DepthMm, EnergyMjPerM2, Fraction, LengthM, PerPercent, Percent, TemperatureC, WindValueM3PerS3,
};

/// Monthly layers with their unit; a cell has its own factor.
const MONTHLY: [(&str, &str, [f64; 12]); 6] = [
    (
        "solar_radiation_monthly",
        "MJ/m2",
        [270.0, 330.0, 480.0, 570.0, 660.0, 650.0, 640.0, 580.0, 480.0, 400.0, 290.0, 245.0],
    ),
    (
        "temperature_monthly",
        "degC",
        [-15.8, -13.1, -5.5, 4.9, 12.6, 18.1, 20.8, 18.9, 12.2, 3.7, -8.0, -13.9],
    ),
    ("precipitation_monthly", "mm", [2.0, 3.5, 6.0, 11.0, 27.0, 49.0, 88.0, 71.0, 34.0, 14.0, 5.0, 2.5]),
    ("rain_days_monthly", "d", [2.0, 3.0, 3.0, 4.0, 6.0, 9.0, 12.0, 10.0, 7.0, 4.0, 3.0, 2.0]),
    ("snow_days_monthly", "d", [21.0, 17.0, 6.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 9.0, 18.0]),
    (
        "wind_value_monthly",
        "m3/s3",
        [38.0, 44.5, 91.2, 133.7, 120.4, 61.0, 33.3, 25.1, 38.8, 52.9, 60.2, 41.7],
    ),
];
/// Single layers with their unit.
const SINGLE: [(&str, &str, f64); 9] = [
    ("elevation", "m", 1050.0),
    ("temperature", "degC", 4.2),
    ("coarse_sand", "%", 31.2),
    ("silt", "%", 17.4),
    ("clay", "%", 6.3),
    ("soil_organic_carbon", "%", 0.48),
    ("local_relief", "m", 2.2),
    ("relief_distance", "m", 1000.0),
    ("fractional_cover", "1", 0.21),
];
/// Ecosystem type, area [hm²], and what the layers are multiplied with.
const CELLS: [(&str, f64, f64); 3] = [("32", 40.0, 1.0), ("21", 10.0, 0.9), ("51", 7.0, 1.1)];
const DRIVERS: &str = "air_density = 'altitude'\nsoil_organic_matter = 'van_bemmelen'\n\
    soil_erodible_fraction = 'hj1173_2021_without_carbonate'\nsoil_crust_factor = 'hj1173_2021'\n\
    roughness_factor = 'hj1173_2021'\nvegetation_factor = 'hj1173_2021'\n\
    relative_evapotranspiration_monthly = 'hargreaves1975'\nsoil_wetness_monthly = 'rain'\n\
    snow_factor_monthly = 'snow_days'\nweather_factor = 'hj1173_2021'\n\
    potential_wind_erosion = 'hj1173_2021'\nactual_wind_erosion = 'hj1173_2021'\n";

fn account() -> Account {
    let folder = Folder::new();
    let mut run = String::from(
        "schema = 1\ntitle = 'wind'\nyear = 2019\nprofile = 'own'\nallow_unverified = true\n[cells]\nkind = 'table'\n\
         file = 'cells.csv'\ncolumns = { ecosystem = 'class', area = 'area', unit = 'hm2' }\n",
    );
    let (mut header, mut rows) =
        ("class,area".to_owned(), CELLS.map(|(class, area, _)| format!("{class},{area}")));
    for (name, unit, months) in MONTHLY {
        let columns: Vec<String> = (1..=12).map(|month| format!("{name}_{month}")).collect();
        let list: Vec<String> = columns.iter().map(|column| format!("'{column}'")).collect();
        let _ = write!(run, "[[layer]]\nname = '{name}'\ncolumn = [{}]\nunit = '{unit}'\n", list.join(", "));
        let _ = write!(header, ",{}", columns.join(","));
        for (row, (_, _, factor)) in rows.iter_mut().zip(CELLS) {
            for value in months {
                let _ = write!(row, ",{}", value * factor);
            }
        }
    }
    for (name, unit, value) in SINGLE {
        let _ = write!(run, "[[layer]]\nname = '{name}'\ncolumn = '{name}'\nunit = '{unit}'\n");
        let _ = write!(header, ",{name}");
        for (row, (_, _, factor)) in rows.iter_mut().zip(CELLS) {
            let _ = write!(row, ",{}", value * factor);
        }
    }
    folder.put("run.toml", run);
    folder.put("cells.csv", format!("{header}\n{}\n", rows.join("\n")));
    folder.put(
        "profiles/own.toml",
        format!(
            "id = 'own'\ntitle = 'wind'\ntitle_zh = '风'\nstatus = 'reconstructed'\nsource = 'test'\n\
             price_index = 'consumer_price_index'\nscope = ['sand_fixation']\n[drivers]\n{DRIVERS}\
             [service.sand_fixation]\nphysical = 'hj1173_2021'\nvalue = 'sand_control_cost'\n\
             variants = {{ rweq_cover_decay = 'hj1173_2021' }}\n"
        ),
    );
    folder.outcome().years.first().unwrap().account.clone()
}

/// The same by the functions alone [t].
fn by_functions((_, area, factor): (&str, f64, f64), decay: f64) -> f64 {
    let monthly = |index: usize, month: usize| MONTHLY[index].2[month] * factor;
    let single = |index: usize| SINGLE[index].2 * factor;
    let months: [usize; 12] = std::array::from_fn(|month| month);
    let wetness = months.map(|m| {
        let (sun, warmth) = (EnergyMjPerM2::new(monthly(0, m)), TemperatureC::new(monthly(1, m)));
        let potential = relative_evapotranspiration::hargreaves(sun, warmth);
        let days = Days::new(DAYS_OF_MONTHS[m]);
        soil_wetness::soil_wetness(potential, DepthMm::new(monthly(2, m)), Days::new(monthly(3, m)), days)
    });
    let snow =
        months.map(|m| snow_factor::snow_factor(Days::new(monthly(4, m)), Days::new(DAYS_OF_MONTHS[m])));
    let wind = months.map(|m| WindValueM3PerS3::new(monthly(5, m)));
    let density = air_density::by_altitude(LengthM::new(single(0)), TemperatureC::new(single(1)));
    let weather = weather_factor::weather_factor(wind, density, wetness, snow);
    let (sand, silt, clay) = (Percent::new(single(2)), Percent::new(single(3)), Percent::new(single(4)));
    let matter = soil_erodible_fraction::organic_matter(Percent::new(single(5)));
    let erodible = soil_erodible_fraction::erodible_fraction(sand, silt, clay, matter, Percent::new(0.0));
    let crust = soil_crust_factor::crust_factor(clay, matter);
    let roughness = roughness_factor::as_printed(LengthM::new(single(6)), LengthM::new(single(7)));
    let cover = vegetation_factor::by_cover(Fraction::new(single(8)), PerPercent::new(decay));
    let loss = |vegetation| {
        let x = wind_erosion::transport(weather, erodible, crust, roughness, vegetation);
        wind_erosion::rweq(x, LengthM::new(50.0)).get()
    };
    area * 10.0 * (loss(Fraction::new(1.0)) - loss(cover))
}

#[test]
fn months_of_every_cell_reach_the_sand_it_fixes() {
    let account = account();
    for (cell, decay) in CELLS.into_iter().zip([0.1151, 0.0921, 0.0438]) {
        let ecosystem = Some(cell.0.parse().unwrap());
        let found = account.quantity(Filter { ecosystem, ..Filter::default() }).unwrap();
        let expected = by_functions(cell, decay);
        assert!(expected > 0.0);
        assert_relative_eq!(found, expected, max_relative = 1e-12);
    }
    assert!(account.rows.iter().all(|row| row.status == Status::Accounted && row.value.is_some()));
    // 3.75 CNY/m² of 2010 for 0.128 t/m², in the money of 2019.
    let row = account.rows.first().unwrap();
    assert!(row.price.unwrap() > 29.296_875 && row.price.unwrap() < 40.0 && row.price_unit == "CNY/t");
}
