//! Whole runs: totals that move as computed by hand, the same bits for any threads, closure, profiles, prices.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]
#![allow(clippy::float_cmp, reason = "a test states the exact result it expects")]
#![allow(clippy::disallowed_methods, reason = "numbers by hand come from another library than the crate's")]
#![allow(clippy::cast_possible_truncation, reason = "maps are stored in 32 bits")]

mod common;

use std::fs;

use approx::assert_relative_eq;
use common::{CELLS, Folder, PARAMETERS, RUN, STATISTICS, quiet};
use ecovalue::account::{Account, Filter, LandState, MAP, Status};
use ecovalue::exact_sum::ExactSum;
use ecovalue::index::{Index, IndexId, PopulationBasis};
use ecovalue::input::geotiff::GeoTiff;
use ecovalue::input::limits::Limits;
use ecovalue::report::map::MapWriter;
use ecovalue::run::{Options, WriteOptions};

const SQUARE_METRES_PER_MU: f64 = 10_000.0 / 15.0;
/// Forest type 13 and price index of 2010 to 2019, as the shipped rows print them.
const RUNOFF_COEFFICIENT: f64 = 0.0352;
const PRICE_INDEX: [f64; 9] = [105.4, 102.6, 102.6, 102.0, 101.4, 102.0, 101.6, 102.1, 102.9];

/// Actual evapotranspiration after Turc, written out again.
fn turc(rain: f64, temperature: f64) -> f64 {
    let power = 300.0 + 25.0 * temperature + 0.05 * temperature.powi(3);
    rain / (0.9 + (rain / power).powi(2)).sqrt()
}

/// Net primary productivity after the Miami model, rain-limited, as carbon.
fn miami(rain: f64, temperature: f64) -> f64 {
    let by_warmth = 3000.0 / (1.0 + (1.315 - 0.119 * temperature).exp());
    let by_rain = 3000.0 * (1.0 - (-0.000_664 * rain).exp());
    by_warmth.min(by_rain) * 72.0 / 162.0
}

fn index_from(year: usize) -> f64 {
    PRICE_INDEX[year - 2010..].iter().map(|index| index / 100.0).product()
}

/// Rain and mean temperature of the Beibei example.
fn beibei_climate() -> (f64, f64) {
    let months = [7.41, 9.43, 13.28, 18.14, 22.03, 24.83, 27.76, 27.53, 23.47, 18.34, 13.83, 8.90];
    (1098.65, months.iter().sum::<f64>() / 12.0)
}

/// Water [m³] and carbon dioxide [t] of a square metre of mixed forest in Beibei.
fn forest(rain: f64) -> (f64, f64) {
    let (_, temperature) = beibei_climate();
    let water = (rain - rain * RUNOFF_COEFFICIENT - turc(rain, temperature)) / 1000.0;
    (water, miami(rain, temperature) * 0.09 * 44.0 / 12.0 / 1e6)
}

fn water_filter() -> Filter<'static> {
    Filter { indicator: Some("retained_water"), ..Filter::default() }
}

#[test]
fn more_forest_moves_the_total_as_computed_by_hand() {
    let folder = Folder::example("beibei_2019");
    let before = folder.gep();
    folder.edit("cells.csv", "beibei,13,541697.25", "beibei,13,542697.25");
    let (water, carbon) = forest(beibei_climate().0);
    let value = water * 7.06 * index_from(2010) + carbon * 379.87 * index_from(2014);
    let moved = folder.gep() - before;
    assert!((moved - 1000.0 * SQUARE_METRES_PER_MU * value).abs() < 1e-12 * before, "{moved}");
    assert!(moved > 1e6);
}

#[test]
fn another_price_moves_the_total_as_computed_by_hand() {
    let folder = Folder::example("beibei_2019");
    let outcome = folder.outcome();
    let account = &outcome.years[0].account;
    let (before, water) =
        (account.gross_ecosystem_product(None).unwrap(), account.quantity(water_filter()).unwrap());
    let row = "reservoir_unit_cost,,10.0,CNY/m3,,,,2019,,,test,,,yes,\n";
    folder.put("parameters.csv", folder.text("parameters.csv") + row);
    let moved = folder.gep() - before;
    let expected = water * (10.0 - 7.06 * index_from(2010));
    assert!((moved - expected).abs() < 1e-12 * before, "{moved} for {expected}");
}

#[test]
fn other_rain_moves_the_forest_as_computed_by_hand() {
    let folder = Folder::example("beibei_2019");
    folder.edit("run.toml", "value = 1098.65", "value = 1200.0");
    let outcome = folder.outcome();
    let (water, carbon) = forest(1200.0);
    let area = 541_697.25 * SQUARE_METRES_PER_MU;
    let account = &outcome.years[0].account;
    let of = |indicator| {
        let ecosystem = Some("13".parse().unwrap());
        account.quantity(Filter { indicator: Some(indicator), ecosystem, ..Filter::default() }).unwrap()
    };
    assert_relative_eq!(of("retained_water"), water * area, max_relative = 1e-12);
    assert_relative_eq!(of("sequestered_carbon_dioxide"), carbon * area, max_relative = 1e-12);
}

#[test]
fn the_folder_has_the_same_bytes_for_any_threads() {
    for example in ["beibei_2019", "sichuan_basin_2019"] {
        let folder = Folder::example(example);
        let run = folder.open().unwrap();
        let files = [
            "account.csv",
            "indices.csv",
            "extent.csv",
            "closure.csv",
            "coverage.csv",
            "drivers.csv",
            "switches.csv",
            "report.zh.txt",
            "lock.json",
            "maps/water_retention.tif",
        ];
        let read = |threads: usize| {
            let out = folder.path(&format!("out{threads}"));
            let options = Options { threads: Some(threads), ..Options::default() };
            run.write(&out, &options, WriteOptions::default()).unwrap();
            files.map(|file| fs::read(out.join(file)).ok())
        };
        let first = read(1);
        assert_eq!(first[9].is_some(), example.starts_with("sichuan"));
        for threads in [2, 7] {
            for ((file, one), other) in files.iter().zip(&first).zip(&read(threads)) {
                assert!(one == other, "{example}: {file} differs for {threads} threads");
            }
        }
    }
}

#[test]
fn the_area_of_beibei_is_755_square_kilometres_and_every_service_closes_on_it() {
    let outcome = Folder::example("beibei_2019").outcome();
    let account = &outcome.years[0].account;
    assert!(account.closes());
    assert_eq!(account.area(None), 755e6);
    let extent: ExactSum = account.extent.iter().map(|row| row.area).collect();
    assert_relative_eq!(extent.total(), 755e6, max_relative = 1e-15);
    for service in ["map", "water_retention", "carbon_sequestration", "tourism"] {
        let mut sum = ExactSum::new();
        for row in account.closure.iter().filter(|row| row.service == service) {
            sum.merge(&row.tally.area);
        }
        assert_eq!(sum.total(), 755e6, "{service}");
    }
}

#[test]
fn the_map_of_sichuan_adds_up_to_the_account() {
    let folder = Folder::example("sichuan_basin_2019");
    let out = folder.path("out");
    let outcome = folder.open().unwrap().write(&out, &quiet(), WriteOptions::default()).unwrap();
    let mut map = GeoTiff::open(&out.join("maps/water_retention.tif"), "map", &Limits::default()).unwrap();
    let mut cells = vec![0.0; 66_000];
    map.read_rows(1, 0, 220, &mut cells).unwrap();
    let sum: ExactSum = cells.iter().copied().filter(|value| !value.is_nan()).collect();
    let account = &outcome.years[0].account;
    assert_relative_eq!(sum.total(), account.quantity(water_filter()).unwrap(), max_relative = 1e-6);
    assert!(account.closes());
    let valued = |service: &str| -> u64 {
        let rows =
            account.closure.iter().filter(|row| row.service == service && row.state == LandState::Valued);
        rows.map(|row| row.tally.cells).sum()
    };
    assert_eq!(valued(MAP), 66_000);
    let shown = cells.iter().filter(|value| !value.is_nan()).count();
    assert_eq!(valued("water_retention"), u64::try_from(shown).unwrap());
}

#[test]
fn the_map_of_a_total_adds_up_to_it_zone_by_zone() {
    let folder = Folder::example("sichuan_basin_2019");
    let profile = "id = \"own\"\nextends = \"hj1173_2021\"\n[service.tourism]\nphysical = \"given_value\"\nvalue = \"given_value\"\nweight = \"precipitation\"\necosystems = [\"1\", \"3\"]\n";
    folder.put("profiles/own.toml", profile);
    folder.edit("run.toml", "profile = \"hj1173_2021\"", "profile = \"own\"");
    folder.edit(
        "run.toml",
        "maps = [\"water_retention\"]",
        "maps = [\"tourism\"]\n[statistics]\nfile = \"s.csv\"",
    );
    folder.put(
        "s.csv",
        "key,zone,year,value,unit,price_year,source,status,verified\ntourism_value,,2019,12,亿元,2019,survey,official,yes\n",
    );
    let out = folder.path("out");
    let outcome = folder.open().unwrap().write(&out, &quiet(), WriteOptions::default()).unwrap();
    let account = &outcome.years[0].account;
    let tourism = Filter { service: Some("tourism"), ..Filter::default() };
    assert_eq!(account.value(tourism), Some(12e8));
    assert!(account.select(tourism).filter(|row| row.value.is_some()).all(|row| row.ecosystem.is_some()));
    let path = out.join("maps/tourism_recreation_value.tif");
    let mut map = GeoTiff::open(&path, "map", &Limits::default()).unwrap();
    let mut cells = vec![0.0; 66_000];
    map.read_rows(1, 0, 220, &mut cells).unwrap();
    let sum: ExactSum = cells.iter().copied().filter(|value| !value.is_nan()).collect();
    assert_relative_eq!(sum.total(), 12e8, max_relative = 1e-6);
}

/// Copies a layer of the stack with holes where `hole` says so.
fn punch(folder: &Folder, from: &str, to: &str, band: u16, hole: impl Fn(usize) -> bool) -> u64 {
    let mut raster = GeoTiff::open(&folder.path(from), from, &Limits::default()).unwrap();
    let grid = raster.grid().clone();
    let mut cells = vec![0.0; 66_000];
    raster.read_rows(band, 0, 220, &mut cells).unwrap();
    let mut holes = 0;
    let with_holes: Vec<f32> = cells
        .iter()
        .enumerate()
        .map(|(index, value)| {
            holes += u64::from(hole(index));
            if hole(index) { f32::NAN } else { *value as f32 }
        })
        .collect();
    let mut writer = MapWriter::create(&folder.path(to), &grid, "with holes", "").unwrap();
    writer.write_rows(0, &with_holes).unwrap();
    writer.finish().unwrap();
    holes
}

fn cells_in(account: &Account, service: &str, state: &str, reason: &str) -> u64 {
    let rows = account.closure.iter();
    let rows = rows.filter(|row| {
        row.service == service && row.state.as_str() == state && row.reason.to_string().contains(reason)
    });
    rows.map(|row| row.tally.cells).sum()
}

#[test]
fn holes_in_a_layer_are_missing_for_the_services_that_read_it_and_never_zero() {
    let folder = Folder::example("sichuan_basin_2019");
    // A July map stands for the year here: only the holes matter.
    let holes = punch(&folder, "precipitation_monthly_mm.tif", "july.tif", 7, |index| index % 11 == 3);
    folder.edit(
        "run.toml",
        "file = \"precipitation_monthly_mm.tif\"\nband = \"all\"\naggregate = \"sum\"",
        "file = \"july.tif\"",
    );
    let outcome = folder.outcome();
    let account = &outcome.years[0].account;
    assert!(account.closes());
    assert_eq!(cells_in(account, MAP, "valued", ""), 66_000);
    let (missing, valued, excluded) = (
        cells_in(account, "carbon_sequestration", "missing", "precipitation: no data"),
        cells_in(account, "carbon_sequestration", "valued", ""),
        cells_in(account, "carbon_sequestration", "excluded", ""),
    );
    assert_eq!(missing + valued + excluded, 66_000);
    assert!(missing > 0 && missing < holes, "{missing} of {holes}");
    let mean = account.means.iter().find(|row| row.quantity.id == "precipitation" && row.zone.is_empty());
    assert!(mean.unwrap().mean > 100.0, "holes count as 0");
}

#[test]
fn holes_in_the_land_cover_are_nodata_and_classes_without_a_type_can_be_reported() {
    let folder = Folder::example("sichuan_basin_2019");
    let holes = punch(&folder, "landcover_igbp_2019.tif", "holes.tif", 1, |index| index % 7 == 2);
    folder.edit(
        "run.toml",
        "landcover_igbp_2019.tif\", crosswalk = \"igbp\"",
        "holes.tif\", unmapped = \"report\", crosswalk = \"own.csv\"",
    );
    folder.put(
        "own.csv",
        "class_code,class_name,ecosystem\n8,Woody savanna,14\n10,Grassland,31/32\n4,Forest,11d\n",
    );
    folder.edit(
        "run.toml",
        "[output]",
        "[[exclude]]\nzone = \"plateau_above_3500m\"\nreason = \"not ours\"\n[[exclude]]\necosystem = \"14\"\nreason = \"own account\"\n[output]",
    );
    let outcome = folder.outcome();
    let account = &outcome.years[0].account;
    assert!(account.closes());
    assert_eq!(cells_in(account, MAP, "nodata", "no land cover"), holes);
    let excluded = cells_in(account, MAP, "excluded", "");
    assert!(cells_in(account, MAP, "excluded", "not ours") > 10_000);
    assert!(cells_in(account, MAP, "excluded", "own account") > 5_000);
    let unmapped = cells_in(account, MAP, "unmapped", "");
    let valued = cells_in(account, MAP, "valued", "");
    assert_eq!(holes + excluded + unmapped + valued, 66_000);
    assert!(valued > 0 && unmapped > 10_000);
    assert_eq!(outcome.coverage.classes().filter(|class| class.ecosystem.is_ok()).count(), 3);
}

#[test]
fn a_profile_in_a_folder_changes_the_result_without_compiling() {
    let folder = Folder::new();
    let shipped = folder.gep();
    folder.put(
        "profiles/annual.toml",
        "id = \"annual\"\nextends = \"hj1173_2021\"\n[service.water_retention]\nvalue = \"reservoir_cost_annualised\"\n",
    );
    folder.edit("run.toml", "\"hj1173_2021\"", "\"annual\"");
    let annual = folder.gep();
    assert!(annual < shipped, "{annual} {shipped}");
    folder.edit("run.toml", "\"annual\"", "\"profiles/annual.toml\"");
    assert_eq!(folder.gep(), annual);
    let whole = ecovalue::parameter::profile::shipped_text("hj1173_2021").unwrap();
    folder.put("mine.toml", whole.replace("id = \"hj1173_2021\"", "id = \"mine\""));
    folder.edit("run.toml", "\"profiles/annual.toml\"", "\"mine.toml\"");
    assert_eq!(folder.gep(), shipped);
}

#[test]
fn parcels_may_be_cut_and_shuffled() {
    let folder = Folder::new();
    let first = folder.outcome();
    let mut rows: Vec<String> = Vec::new();
    for row in CELLS.lines().skip(1) {
        let fields: Vec<&str> = row.split(',').collect();
        let area: f64 = fields[2].parse().unwrap();
        for part in [0.5, 0.25, 0.125, 0.125] {
            rows.push(format!("{},{},{},{}\n", fields[0], fields[1], area * part, fields[3]));
        }
    }
    let table = |rows: &[String]| format!("zone,class,area,rain\n{}", rows.concat());
    folder.put("cells.csv", table(&rows));
    let cut = folder.outcome();
    let gep =
        |outcome: &ecovalue::run::RunResult| outcome.years[0].account.gross_ecosystem_product(None).unwrap();
    assert_relative_eq!(gep(&cut), gep(&first), max_relative = 1e-12);
    // The zones keep their order; within them the parcels come in any.
    rows.swap(0, 7);
    rows.swap(9, 14);
    rows.swap(1, 2);
    folder.put("cells.csv", table(&rows));
    assert_eq!(gep(&folder.outcome()).to_bits(), gep(&cut).to_bits());
}

#[test]
fn constant_prices_are_current_prices_by_the_index_there_and_back() {
    let folder = Folder::new();
    let current = folder.gep();
    for (base, factor) in [(2015, 1.0 / index_from(2015)), (2021, 1.025 * 1.009)] {
        folder.put(
            "run.toml",
            RUN.replace("year = 2019", &format!("year = 2019\nprice_basis = {{ constant = {base} }}")),
        );
        let outcome = folder.outcome();
        let account = &outcome.years[0].account;
        assert_eq!(
            (account.basis.price_year, account.basis.label.as_str()),
            (base, format!("constant {base}").as_str())
        );
        assert_relative_eq!(
            account.gross_ecosystem_product(None).unwrap(),
            current * factor,
            max_relative = 1e-12
        );
    }
}

fn index<'a>(indices: &'a [Index], zone: &str, id: &str) -> &'a Index {
    indices.iter().find(|index| index.zone == zone && index.id.code() == id).unwrap()
}

#[test]
fn zones_have_their_own_indices_and_the_whole_is_their_sum() {
    let outcome = Folder::new().outcome();
    let year = &outcome.years[0];
    let gep = |zone| index(&year.indices, zone, "gep").value.clone().unwrap();
    assert_relative_eq!(gep(""), gep("north") + gep("south"), max_relative = 1e-15);
    assert_eq!(index(&year.indices, "", "gep").variant().to_string(), "partial: 3 of 14 services");
    assert_eq!(index(&year.indices, "south", "gep").variant().to_string(), "partial: 2 of 14 services");
    let share = |zone| index(&year.indices, zone, "green_gold_index").value.clone().unwrap();
    assert_relative_eq!(share(""), gep("") / 4e8, max_relative = 1e-15);
    assert_relative_eq!(share("south"), gep("south") / 1e8, max_relative = 1e-15);
    let per_mu = index(&year.indices, "", "gep_per_area").value.clone().unwrap();
    assert_relative_eq!(per_mu, gep("") / 1e4 / (375.0 * 15.0), max_relative = 1e-15);
    let heads = index(&year.indices, "", "gep_per_capita");
    assert_relative_eq!(heads.value.clone().unwrap(), gep("") / 30_000.0, max_relative = 1e-15);
    assert_eq!(heads.population_basis, PopulationBasis::Stated("resident".into()));
    let converted = index(&year.indices, "", "primary_conversion").value.clone().unwrap();
    assert_relative_eq!(converted, 2.5e7 / gep("") * 100.0, max_relative = 1e-14);
    let shares: Vec<&Index> = year
        .indices
        .iter()
        .filter(|index| index.id == IndexId::EcoProductShare && index.zone.is_empty())
        .collect();
    assert_eq!(shares.iter().filter(|index| index.value.is_ok()).count(), 2);
    assert!(
        shares.iter().all(|index| !index.numerator().en.is_empty() && !index.denominator().en.is_empty())
    );
}

#[test]
fn a_zone_without_a_statistic_is_not_accounted_and_never_zero() {
    let outcome = Folder::new().outcome();
    let account = &outcome.years[0].account;
    let spend = |zone| {
        account
            .select(Filter { zone: Some(zone), indicator: Some("travel_spend"), ..Filter::default() })
            .next()
    };
    assert_eq!(spend("north").unwrap().value, Some(2.5e7));
    let south = spend("south").unwrap();
    assert_eq!((south.value, south.quantity), (None, None));
    assert!(
        matches!(&south.status, Status::NotAccounted(reason) if reason.to_string().contains("tourism_spend for zone south"))
    );
}

#[test]
fn what_is_not_accounted_leaves_no_row_and_no_overlap_behind() {
    let folder = Folder::example("beibei_2019");
    let keys = |account: &Account| account.book.rows().map(|row| row.key.clone()).collect::<Vec<_>>();
    let bare = folder.outcome().years.remove(0).account;
    // Their rows for types of the map are there, and a layer of each is not.
    for (service, key) in [
        ("climate_regulation", "transpiration_heat"),
        ("sand_fixation", "rweq_cover_decay"),
        ("soil_retention", "cover_factor_by_cover"),
    ] {
        assert!(!bare.accounted_services(None).contains(service));
        assert!(!keys(&bare).iter().any(|used| used == key), "{key}");
    }
    assert!(bare.book.fallbacks().is_empty());
    assert!(!bare.notes.iter().map(ToString::to_string).any(|note| note.starts_with("overlap ")));
    // What the accounted rows rest on is still theirs.
    let water = bare.select(Filter { service: Some("water_retention"), ..Filter::default() });
    for row in water.filter(|row| row.value.is_some()) {
        let price = |id| {
            bare.book
                .get(id)
                .is_some_and(|evidence| evidence.ground.to_string().starts_with("reservoir_unit_cost 2010"))
        };
        assert!(row.evidence.iter().any(|id| price(*id)));
    }
    // With the hours and the spending of residents, tourism has a service beside it.
    let statistics = folder.text("statistics.csv");
    let columns = statistics.lines().next().unwrap().split(',');
    let given = [
        ("leisure_visits", "1000", "person"),
        ("leisure_time_per_visit", "2", "h"),
        ("leisure_time_wage_share", "0.4", "1"),
        ("wage_per_hour", "30", "CNY/h"),
        ("leisure_local_spend", "5000", "CNY"),
    ];
    let rows = given.map(|(key, value, unit)| {
        let fields = columns.clone().map(|column| match column {
            "key" => key,
            "value" => value,
            "unit" => unit,
            "year" => "2019",
            "source" => "made up",
            "status" => "assumption",
            _ => "",
        });
        fields.collect::<Vec<_>>().join(",") + "\n"
    });
    folder.put("statistics.csv", format!("{}\n{}", statistics.trim_end(), rows.concat()));
    let more = folder.outcome().years.remove(0).account;
    let notes = more.notes.iter().map(ToString::to_string);
    let overlaps: Vec<String> = notes.filter(|note| note.starts_with("overlap ")).collect();
    assert_eq!(overlaps.len(), 1);
    assert!(overlaps[0].starts_with("overlap tourism+leisure_recreation: "));
}

#[test]
fn an_allotted_total_adds_up_to_the_bit_and_says_that_it_is_allotted() {
    let folder = Folder::new();
    folder.put(
        "profiles/own.toml",
        "id = \"own\"\nextends = \"hj1173_2021\"\n[service.tourism]\nweight = \"area\"\n",
    );
    folder.edit("run.toml", "\"hj1173_2021\"", "\"own\"");
    folder.put(
        "statistics.csv",
        STATISTICS
            .replace("tourism_spend,north,,2019,5000", "tourism_spend,,,2019,1234.567891")
            .replace("tourism_ecosystem_share,north,,2019,50", "tourism_ecosystem_share,,,2019,100"),
    );
    let outcome = folder.outcome();
    let account = &outcome.years[0].account;
    let rows: Vec<_> =
        account.select(Filter { indicator: Some("travel_spend"), ..Filter::default() }).collect();
    assert_eq!(rows.len(), 4);
    assert!(rows.iter().all(|row| row.status == Status::Allotted && row.ecosystem.is_some()));
    let sum: ExactSum = rows.iter().map(|row| row.value.unwrap()).collect();
    assert_eq!(sum.total(), 1_234.567_891 * 1e4);
    assert!(account.value_resting_on(|_, row| row.status == Status::Allotted).1 > 0.5);
}

#[test]
fn the_folder_has_the_promised_files_and_headers() {
    let folder = Folder::new();
    let out = folder.path("out");
    folder.open().unwrap().write(&out, &quiet(), WriteOptions::default()).unwrap();
    for (file, header) in [
        (
            "account.csv",
            "year,zone,ecosystem,service,indicator,quantity,unit,price,price_unit,value,currency,price_year,price_basis,status",
        ),
        (
            "indices.csv",
            "year,zone,index,variant,value,unit,currency,price_year,price_basis,numerator,denominator,population_basis,status",
        ),
        ("extent.csv", "year,zone,ecosystem,area_m2,share"),
        ("closure.csv", "year,zone,service,state,reason,area_m2,cells"),
    ] {
        let text = fs::read_to_string(out.join(file)).unwrap();
        assert_eq!(text.lines().next(), Some(header), "{file}");
    }
    let text = fs::read_to_string(out.join("lock.json")).unwrap();
    let lock: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(lock["inputs"].as_array().unwrap().len(), 3);
    assert!(
        lock["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .any(|row| row["key"] == "nep_npp_ratio" && row["local"] == true)
    );
    assert_eq!(lock["manifest"], RUN);
    assert!(!text.contains("threads"));
    let account = fs::read(out.join("account.csv")).unwrap();
    let output =
        lock["outputs"].as_array().unwrap().iter().find(|output| output["name"] == "account.csv").unwrap();
    assert_eq!(output["sha256"], ecovalue::input::files::sha256(&account));
}

#[test]
fn numbers_in_the_tables_read_back_and_add_up() {
    let folder = Folder::new();
    let out = folder.path("out");
    let outcome = folder.open().unwrap().write(&out, &quiet(), WriteOptions::default()).unwrap();
    let mut reader = csv::Reader::from_path(out.join("account.csv")).unwrap();
    let mut sum = ExactSum::new();
    for row in reader.records() {
        let row = row.unwrap();
        if let (Ok(quantity), Ok(price), Ok(value)) =
            (row[5].parse::<f64>(), row[7].parse::<f64>(), row[9].parse::<f64>())
        {
            assert_relative_eq!(quantity * price, value, max_relative = 1e-15);
        }
        if let Ok(value) = row[9].parse::<f64>() {
            sum.add(value);
        }
    }
    let gep = outcome.years[0].account.gross_ecosystem_product(None).unwrap();
    assert_eq!(sum.total(), gep);
}

#[test]
fn other_variants_give_the_numbers_computed_by_hand() {
    let one = |profile: &str, cells: &str, layers: &str, parameters: &str, indicator: &str| {
        let folder = Folder::new();
        folder.put("profiles/own.toml", format!("id = \"own\"\nextends = \"hj1173_2021\"\n{profile}"));
        let (head, _) = RUN.split_once("[[layer]]").unwrap();
        let (_, tail) = RUN.split_once("[statistics]").unwrap();
        folder.put("run.toml", format!("{head}{layers}\n[statistics]{tail}").replace("hj1173_2021", "own"));
        folder.put("cells.csv", cells);
        folder.put("statistics.csv", STATISTICS.lines().next().unwrap());
        folder.put("parameters.csv", format!("{PARAMETERS}{parameters}"));
        let outcome = folder.outcome();
        outcome.years[0].account.quantity(Filter { indicator: Some(indicator), ..Filter::default() }).unwrap()
    };
    // 6 hm², 80 to 90 tC/hm² in 5 years: 12 tC, 44 t of carbon dioxide a year.
    let stock = one(
        "[service.carbon_sequestration]\nphysical = \"stock_change\"\n",
        "zone,class,area,c1,c2\na,11,6,80,90\n",
        "[[layer]]\nname = \"carbon_stock_opening\"\ncolumn = \"c1\"\nunit = \"tC/hm2\"\n[[layer]]\nname = \"carbon_stock_closing\"\ncolumn = \"c2\"\nunit = \"tC/hm2\"\n[[layer]]\nname = \"carbon_stock_interval\"\nvalue = 5\nunit = \"a\"\n",
        "",
        "sequestered_carbon_dioxide",
    );
    assert_relative_eq!(stock, 44.0, max_relative = 1e-15);
    // 3 km² at 100 tC/km² with β = 0.646: 493.8 tC.
    let rate = one(
        "[service.carbon_sequestration]\nphysical = \"fixed_rate\"\n",
        "zone,class,area\na,11,300\n",
        "",
        "carbon_sequestration_rate,,100,tC/(km2 a),1,,,,,,test,,,yes,\n",
        "sequestered_carbon_dioxide",
    );
    assert_relative_eq!(rate, 493.8 * 44.0 / 12.0, max_relative = 1e-15);
    // 1 hm² of broadleaf forest: 10 · 1 · 1000 · 0.6 · 0.39 m³.
    let storage = one(
        "[service.water_retention]\nphysical = \"precipitation_storage\"\n",
        "zone,class,area,rain\na,11,1,1000\n",
        "[[layer]]\nname = \"precipitation\"\ncolumn = \"rain\"\nunit = \"mm\"\n",
        "",
        "retained_water",
    );
    assert_relative_eq!(storage, 2340.0, max_relative = 1e-15);
}

#[test]
fn encodings_and_units_of_area_make_no_difference() {
    let gep = |cells: &[u8], unit: &str| {
        let folder = Folder::new();
        folder.put("cells.csv", cells);
        folder.put("statistics.csv", STATISTICS.lines().next().unwrap());
        folder.edit("run.toml", "unit = \"hm2\" }", &format!("unit = \"{unit}\" }}"));
        folder.gep()
    };
    let utf8 = CELLS.replace("north", "北碚").replace("south", "合川");
    let (gb18030, _, _) = encoding_rs::GB18030.encode(&utf8);
    let first = gep(utf8.as_bytes(), "hm2");
    assert_eq!(gep(&gb18030, "hm2"), first);
    let scaled = |factor: f64| {
        let row = |line: &str| {
            let mut fields: Vec<String> = line.split(',').map(str::to_owned).collect();
            if let Ok(area) = fields[2].parse::<f64>() {
                fields[2] = (area * factor).to_string();
            }
            fields.join(",") + "\n"
        };
        CELLS.lines().map(row).collect::<String>()
    };
    for (factor, unit) in [(15.0, "mu"), (15.0, "亩"), (1e4, "m2"), (0.01, "km2")] {
        assert_relative_eq!(gep(scaled(factor).as_bytes(), unit), first, max_relative = 1e-14);
    }
}

#[test]
fn zones_may_come_from_a_raster_with_names() {
    let folder = Folder::example("sichuan_basin_2019");
    let path = folder.path("landcover_igbp_2019.tif");
    let grid = GeoTiff::open(&path, "landcover", &Limits::default()).unwrap().grid().clone();
    let mut writer = MapWriter::create(&folder.path("zones.tif"), &grid, "zones", "").unwrap();
    let zone = |index: usize| {
        if index % 300 < 10 {
            f32::NAN
        } else if index < 33_000 {
            1.0
        } else {
            2.0
        }
    };
    writer.write_rows(0, &(0..66_000).map(zone).collect::<Vec<f32>>()).unwrap();
    writer.finish().unwrap();
    folder.put("zones.csv", "zone_id,name\n1,北\n2,南\n");
    let text = folder.text("run.toml");
    let (head, rest) = text.split_once("zones = {").unwrap();
    let (_, tail) = rest.split_once("] }").unwrap();
    folder.put("run.toml", format!("{head}zones = {{ file = \"zones.tif\", names = \"zones.csv\" }}{tail}"));
    let outcome = folder.outcome();
    let account = &outcome.years[0].account;
    assert_eq!(account.zones, ["北", "南"]);
    assert!(account.closes());
    assert_eq!(cells_in(account, MAP, "nodata", "outside every zone"), 2_200);
    assert_eq!(cells_in(account, MAP, "valued", ""), 63_800);
}

mod random {
    use ecovalue::index::coverage;
    use ecovalue::quantity::{PRECIPITATION, TEMPERATURE};
    use ecovalue::table::Table;
    use ecovalue::{Account, Filter, Landscape, Parameters, Profile, Setting, Statistics};
    use proptest::prelude::*;

    const TYPES: [&str; 8] = ["11e", "12", "13", "14", "32a", "51", "52", "61"];

    fn account(cells: &[(usize, usize, f64, f64)], price: f64) -> Account {
        let mut land = Landscape::new();
        for (zone, class, area, _) in cells {
            land.cell(["a", "b", "c"][*zone], TYPES[*class].parse().unwrap(), *area).unwrap();
        }
        land.column(PRECIPITATION, cells.iter().map(|cell| cell.3).collect()).unwrap();
        land.column(TEMPERATURE, vec![12.0; cells.len()]).unwrap();
        let header =
            "key,variant,value,unit,ecosystem,condition,region,price_year,valid_from,source,verified,note\n";
        let row = format!("reservoir_unit_cost,,{price},CNY/m3,,,,2019,,test,yes,\n");
        let table = Table::parse("own.csv", &(header.to_owned() + &row)).unwrap();
        let parameters = Parameters::shipped().with_local(&table).unwrap();
        let (profile, statistics) = (Profile::shipped("hj1173_2021").unwrap(), Statistics::default());
        let setting = Setting::new(&profile, &parameters, &statistics, land.zones(), 2019).with_unverified();
        Account::of(&setting, &land).unwrap()
    }

    proptest! {
        #[test]
        fn accounts_close_add_up_and_rise_with_the_price(
            cells in proptest::collection::vec((0..3_usize, 0..8_usize, 0.0..1e9_f64, 900.0..3000.0_f64), 1..40),
            price in 0.1..50.0_f64,
        ) {
            let one = account(&cells, price);
            prop_assert!(one.closes());
            let water = Filter { service: Some("water_retention"), ..Filter::default() };
            let sum: ecovalue::exact_sum::ExactSum = one.rows.iter().filter_map(|row| row.value).collect();
            if let Some(gep) = one.gross_ecosystem_product(None) {
                prop_assert_eq!(gep.to_bits(), sum.total().to_bits());
                let zones: f64 = one.zones.iter().filter_map(|zone| one.gross_ecosystem_product(Some(zone))).sum();
                prop_assert!((zones - gep).abs() <= 1e-12 * gep.abs());
            }
            let dearer = account(&cells, price * 1.5);
            if let (Some(low), Some(high)) = (one.value(water), dearer.value(water)) {
                prop_assert!(high >= low);
            }
            prop_assert!(coverage(&one, None).listed == 14);
        }
    }
}
