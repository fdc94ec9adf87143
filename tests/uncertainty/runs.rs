//! Whole runs: rows that are drawn against the same rows changed by hand.

use ecovalue::run::{Options, UncertaintyOptions};
use ecovalue::uncertainty::results::{FigureRow, Uncertainty};

use crate::common::Folder;
pub(crate) const SECTION: &str =
    "\n[uncertainty]\nfile = \"inputs.csv\"\ndraws = 400\nseed = 3\nsensitivity = 0\n";
pub(crate) const HEADER: &str = "id,kind,key,applied,unit,ecosystem,zone,distribution,mean,sd,median,log_sd,minimum,maximum,low,high,source,status\n";

/// The small run with inputs.
pub(crate) fn folder(inputs: &str) -> Folder {
    let folder = Folder::new();
    let text = folder.text("run.toml");
    folder.put("run.toml", text + SECTION);
    folder.put("inputs.csv", format!("{HEADER}{inputs}"));
    folder
}

pub(crate) fn uncertainty(folder: &Folder, threads: usize) -> Uncertainty {
    let run = folder.open().unwrap_or_else(|findings| panic!("{findings}"));
    let options = Options { threads: Some(threads), without_switches: true, ..Options::default() };
    run.uncertainty(&options, UncertaintyOptions::default()).unwrap_or_else(|findings| panic!("{findings}"))
}

fn row<'a>(uncertainty: &'a Uncertainty, figure: &str, zone: &str) -> &'a FigureRow {
    uncertainty
        .figures
        .iter()
        .find(|row| row.figure == figure && row.zone == zone && row.from.is_none())
        .unwrap()
}

#[test]
fn a_value_of_two_lognormals_is_lognormal() {
    let folder = folder(
        "spend,statistic,tourism_spend,factor,,,,lognormal,,,1,0.1,,,,,test,\n\
         share,statistic,tourism_ecosystem_share,factor,,,,lognormal,,,1,0.05,,,,,test,\n",
    );
    let result = uncertainty(&folder, 2);
    let tourism = row(&result, "tourism", "north");
    assert_eq!(tourism.account, 2500e4);
    let interval = tourism.interval.unwrap();
    assert!((interval.median / 2500e4 - 1.0).abs() < 0.01, "{interval:?}");
    // e^(zσ) at 5 and 97.5 % with σ² = 0.01 + 0.0025, by mpmath.
    for (found, wanted) in
        [(interval.percentiles[1], 0.832_018_813_409_932_4), (interval.percentiles[3], 1.244_993_906_023_12)]
    {
        assert!((found / 2500e4 / wanted - 1.0).abs() < 0.02, "{interval:?}");
    }
    // What is not drawn does not vary.
    let carbon = row(&result, "carbon_sequestration", "");
    assert_eq!(carbon.interval.unwrap().sd, 0.0);
}

#[test]
fn every_kind_of_input_moves_the_account_as_its_row_does() {
    let folder = folder(
        "cost,price,reservoir_unit_cost,value,CNY/m3,,,uniform,,,,,6,10,,,test,\n\
         runoff,parameter,runoff_coefficient,factor,,13,,uniform,,,,,0.5,1.5,,,test,\n\
         ratio,parameter,nep_npp_ratio,factor,,,,uniform,,,,,0.8,1.2,,,test,\n\
         rain,layer,precipitation,factor,,,,uniform,,,,,0.9,1.1,,,test,\n\
         heads,statistic,population_resident,factor,,,,uniform,,,,,0.9,1.1,,,test,\n\
         spend,statistic,tourism_spend,value,万元,,north,uniform,,,,,4000,6000,,,test,\n",
    );
    let result = uncertainty(&folder, 2);
    let at = |input: &str| {
        let swing = result.tornado.iter().find(|row| row.input == input).unwrap();
        (swing.input_at.unwrap(), swing.figure_at)
    };
    let changed = |file: &str, from: &str, to: String| {
        folder.edit(file, from, &to);
        let gep = folder.gep();
        folder.edit(file, &to, from);
        gep
    };
    let agrees = |found: f64, wanted: f64| assert!((found / wanted - 1.0).abs() < 1e-12, "{found} {wanted}");
    let ((low, high), (gep_low, gep_high)) = at("cost");
    assert!((low - 6.2).abs() < 1e-12 && (high - 9.8).abs() < 1e-12);
    agrees(
        gep_low,
        changed("parameters.csv", "reservoir_unit_cost,,8,", format!("reservoir_unit_cost,,{low},")),
    );
    agrees(
        gep_high,
        changed("parameters.csv", "reservoir_unit_cost,,8,", format!("reservoir_unit_cost,,{high},")),
    );
    let ((low, _), (gep_low, _)) = at("ratio");
    agrees(
        gep_low,
        changed("parameters.csv", "nep_npp_ratio,,0.1,", format!("nep_npp_ratio,,{},", 0.1 * low)),
    );
    let ((_, high), (_, gep_high)) = at("spend");
    agrees(gep_high, changed("statistics.csv", "2019,5000,万元", format!("2019,{high},万元")));
    let ((low, _), (gep_low, _)) = at("rain");
    let cells = folder.text("cells.csv");
    let scaled = [1100.0, 1000.0, 1200.0, 900.0]
        .iter()
        .fold(cells.clone(), |text, rain| text.replace(&format!(",{rain}\n"), &format!(",{}\n", rain * low)));
    folder.put("cells.csv", scaled);
    agrees(gep_low, folder.gep());
    folder.put("cells.csv", cells);
    let ((_, high), (_, gep_high)) = at("runoff");
    let shipped = ecovalue::Parameters::shipped();
    let row = shipped.rows().iter().find(|row| {
        row.key == "runoff_coefficient"
            && row.ecosystems.iter().any(|ecosystem| ecosystem.to_string() == "13")
    });
    let high_row = format!("runoff_coefficient,,{},1,13,,,,,,test,,,yes,\n", row.unwrap().value * high);
    let parameters = folder.text("parameters.csv");
    folder.put("parameters.csv", parameters.clone() + &high_row);
    agrees(gep_high, folder.gep());
    folder.put("parameters.csv", parameters);
    // Heads move the figures per head and nothing else.
    let (_, (gep_low, gep_high)) = at("heads");
    assert_eq!(gep_low, gep_high);
    let per_head =
        result.figures.iter().find(|row| row.figure == "gep_per_capita" && row.zone.is_empty()).unwrap();
    assert!(per_head.interval.unwrap().sd > 0.0);
    let by_cell = |id: &str| result.inputs.iter().find(|input| input.id == id).unwrap().by_cell;
    assert!(
        by_cell("runoff") && by_cell("rain") && by_cell("ratio") && !by_cell("cost") && !by_cell("spend")
    );
}

#[test]
fn the_same_seed_gives_the_same_bits_on_any_threads_and_memory() {
    let folder = folder(
        "runoff,parameter,runoff_coefficient,factor,,,,uniform,,,,,0.5,1.5,,,test,\n\
         rain,layer,precipitation,factor,,,,normal,1,0.05,,,,,,,test,\n\
         cost,price,reservoir_unit_cost,factor,,,,lognormal,,,1,0.2,,,,,test,\n",
    );
    // Three blocks of cells.
    let mut cells = "zone,class,area,rain\n".to_owned();
    for place in 0..20_000_u32 {
        let (zone, class) = if place % 3 == 0 { ("north", "13") } else { ("south", "11e") };
        cells += &format!("{zone},{class},{},{}\n", 1 + place % 17, 700 + place % 701);
    }
    folder.put("cells.csv", cells);
    folder.edit("run.toml", "draws = 400", "draws = 100");
    let tables = |threads| {
        let tables = uncertainty(&folder, threads).tables();
        tables.into_iter().map(|(_, csv)| csv.bytes().to_vec()).collect::<Vec<_>>()
    };
    let one = tables(1);
    assert!(one == tables(16));
    folder.edit("run.toml", "[uncertainty]", "[limits]\nmemory_mib = 1\n\n[uncertainty]");
    assert!(one == tables(3));
    folder.edit("run.toml", "seed = 3", "seed = 4");
    assert!(one != tables(1));
}

#[test]
fn common_draws_cancel_in_a_change_and_zones_are_ranked() {
    let folder = folder("spend,statistic,tourism_spend,factor,,,,lognormal,,,1,0.1,,,,,test,\n");
    folder.edit("run.toml", "year = 2019", "years = [2019, 2020]");
    let mut more = String::new();
    for line in folder.text("statistics.csv").lines().skip(1) {
        // The second year: a tenth more spending, all else the same.
        more += &(line.replace(",2019,", ",2020,").replace("2020,5000", "2020,5500") + "\n");
    }
    let text = folder.text("statistics.csv") + &more;
    folder.put("statistics.csv", text);
    let result = uncertainty(&folder, 2);
    let change = result
        .figures
        .iter()
        .find(|row| {
            row.figure == "tourism" && row.zone.is_empty() && row.from == Some(2019) && row.unit == "%"
        })
        .unwrap();
    let interval = change.interval.unwrap();
    assert!((interval.median - 10.0).abs() < 1e-9 && interval.sd < 1e-9, "{interval:?}");
    let ranks = result.ranks.iter().find(|row| row.figure.0 == "gep" && row.year == 2019).unwrap();
    let sums: Vec<f64> = ranks.ranks.probabilities.iter().map(|row| row.iter().sum()).collect();
    assert_eq!(sums, [1.0, 1.0]);
}

#[test]
fn error_of_the_map_moves_every_service_of_the_class() {
    let folder = folder("heads,statistic,population_resident,factor,,,,uniform,,,,,0.9,1.1,,,test,\n");
    folder.edit(
        "run.toml",
        "sensitivity = 0",
        "sensitivity = 0\n[[uncertainty.map]]\nfile = \"matrix.csv\"\ndesign = \"stratified\"",
    );
    // Forest 90 of 100 right, cropland 95 of 100, settlements all; 5 of the wrong forests are settlements.
    folder.put("matrix.csv", "map,reference,count\n1,1,90\n1,5,5\n1,6,5\n5,5,95\n5,1,5\n6,6,60\n");
    let result = uncertainty(&folder, 2);
    let map = &result.maps[0];
    let forest = map.classes.iter().find(|class| class.class == "1").unwrap();
    // 150 hm² mapped: 150·0.9 + 200·0.05 = 145 hm²; S² = 150²·0.9·0.1/99 + 200²·0.05·0.95/99
    assert!((forest.area - 145e4).abs() < 1e-6);
    let error = (22_500.0_f64 * 0.09 / 99.0 + 40_000.0 * 0.0475 / 99.0).sqrt() * 1e4;
    assert!((forest.standard_error / error - 1.0).abs() < 1e-12);
    // Carbon is that of forest alone here: its mean goes with the area.
    let water = row(&result, "water_retention", "");
    let interval = water.interval.unwrap();
    let errors = error / 145e4 * 145.0 / 150.0;
    assert!(
        (interval.mean / water.account - 145.0 / 150.0).abs() < 4.0 * errors / 20.0,
        "{interval:?} {water:?}"
    );
    assert!((interval.sd / water.account / errors - 1.0).abs() < 0.15, "{interval:?}");
    assert!(result.tornado.iter().any(|row| row.input.contains("matrix.csv")));
}

#[test]
fn other_profiles_stand_beside_and_are_not_pooled() {
    let folder = folder("spend,statistic,tourism_spend,factor,,,,lognormal,,,1,0.1,,,,,test,\n");
    let alone = uncertainty(&folder, 2);
    folder.edit("run.toml", "sensitivity = 0", "sensitivity = 200\nprofiles = [\"ganzi2017\"]");
    let result = uncertainty(&folder, 2);
    assert!(result.profiles.iter().any(|row| row.profile == "ganzi2017" && row.zone.is_empty()));
    for (one, two) in alone.figures.iter().zip(&result.figures) {
        assert_eq!(one.interval, two.interval, "{one:?}");
    }
    // One input is all of the variance.
    let index = result.sensitivity.iter().find(|row| row.input == "spend").unwrap().index.unwrap();
    assert!((index.first_order.0 - 1.0).abs() < 1e-9 && (index.total.0 - 1.0).abs() < 0.25, "{index:?}");
}
