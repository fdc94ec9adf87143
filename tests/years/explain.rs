//! The printed numbers of a worked cell, put into the printed equation by hand.

use std::collections::BTreeMap;

use approx::assert_relative_eq;
use ecovalue::run::explain::{ExplainRequest, explain};
use ecovalue::wording::Language;

use crate::common::Folder;
use crate::written;

/// A step as the page prints it.
#[derive(Debug, Default)]
struct Step {
    equation: String,
    inputs: BTreeMap<String, Vec<f64>>,
    result: (String, f64),
}

/// The printed numbers of a line such as `rain = [1, 2] mm  (rain)  <- table`.
fn assignment(line: &str) -> (String, Vec<f64>) {
    let (id, rest) = line.trim().split_once(" = ").unwrap();
    let rest = rest.trim_start_matches('[');
    let end = rest
        .find([']', ' '])
        .map_or(rest.len(), |_| rest.find(']').unwrap_or_else(|| rest.find(' ').unwrap()));
    let numbers = rest[..end].split(", ").map(|number| number.trim().parse().unwrap());
    (id.to_owned(), numbers.collect())
}

/// The worked steps of an indicator on a printed page.
fn worked(page: &str, indicator: &str) -> Vec<Step> {
    let heads = [format!("Worked cell: {indicator}"), format!("Worked total: {indicator}")];
    let mut lines = page.lines().skip_while(|line| !heads.iter().any(|head| line == head)).skip(1);
    let mut steps: Vec<Step> = Vec::new();
    for line in lines.by_ref().take_while(|line| !line.is_empty()) {
        if let Some(rest) = line.strip_prefix("    => ") {
            let (id, values) = assignment(rest);
            steps.last_mut().unwrap().result = (id, values[0]);
        } else if line.starts_with("      ") && line.contains(" = ") {
            let (id, values) = assignment(line);
            steps.last_mut().unwrap().inputs.insert(id, values);
        } else if let Some(rest) = line.strip_prefix("  (") {
            let equation = rest.split_once(") ").unwrap().1.to_owned();
            steps.push(Step { equation, ..Step::default() });
        }
    }
    assert!(!steps.is_empty(), "{page}");
    steps
}

fn making<'a>(steps: &'a [Step], result: &str) -> &'a Step {
    steps.iter().find(|step| step.result.0 == result).unwrap_or_else(|| panic!("{result} in {steps:?}"))
}

impl Step {
    fn of(&self, id: &str) -> f64 {
        self.inputs[id][0]
    }

    fn must_be(&self, by_hand: f64) {
        assert_relative_eq!(self.result.1, by_hand, max_relative = 1e-12);
    }
}

fn page(folder: &Folder, service: &str, zone: Option<&str>) -> String {
    let request = ExplainRequest {
        service: Some(service.to_owned()),
        zone: zone.map(str::to_owned),
        ..ExplainRequest::default()
    };
    let explanation =
        explain(&folder.path("run.toml"), &request, None).unwrap_or_else(|found| panic!("{found}"));
    assert!(explanation.adds_up);
    explanation.print(Language::English)
}

/// A = 541697.25 mu of mixed forest under 1098.65 mm.
#[test]
fn water_retention_of_beibei_by_hand() {
    let folder = Folder::example("beibei_2019");
    let page = page(&folder, "water_retention", None);
    assert!(page.contains("cells.csv, line 2, beibei, 13"), "{page}");
    water(&worked(&page, "retained_water"));
}

fn water(steps: &[Step]) {
    let temperature = making(steps, "temperature");
    assert!(temperature.equation.starts_with("T = Σ T_m / 12"));
    let months = &temperature.inputs["temperature_monthly"];
    temperature.must_be(months.iter().sum::<f64>() / 12.0);
    let runoff = making(steps, "surface_runoff");
    assert!(runoff.equation.starts_with("R = P · α"));
    runoff.must_be(runoff.of("precipitation") * runoff.of("runoff_coefficient"));
    let evaporation = making(steps, "actual_evapotranspiration");
    assert!(evaporation.equation.starts_with("ET = P / √(0.9 + (P/L)²), L = 300 + 25 T + 0.05 T³"));
    let (p, t) = (evaporation.of("precipitation"), evaporation.of("temperature"));
    assert_eq!(t, temperature.result.1);
    let l = 300.0 + 25.0 * t + 0.05 * t * t * t;
    evaporation.must_be(p / (0.9 + (p / l) * (p / l)).sqrt());
    let cell = making(steps, "cell");
    assert!(cell.equation.starts_with("Q = A · (P − R − ET) · 10⁻³"));
    let depth = cell.of("precipitation") - cell.of("surface_runoff") - cell.of("actual_evapotranspiration");
    cell.must_be(cell.of("area") * depth / 1000.0);
    let price = making(steps, "unit_price");
    price.must_be(price.of("reservoir_unit_cost"));
    let value = making(steps, "value");
    assert_eq!(value.of("quantity"), making(steps, "quantity").result.1);
    value.must_be(value.of("quantity") * value.of("unit_price"));
}

#[test]
fn a_cell_of_a_raster_by_hand() {
    let folder = Folder::example("sichuan_basin_2019");
    let page = page(&folder, "water_retention", Some("hill_500_1000m"));
    assert!(page.contains("landcover_igbp_2019.tif, row "), "{page}");
    water(&worked(&page, "retained_water"));
}

#[test]
fn carbon_of_beibei_by_hand() {
    let folder = Folder::example("beibei_2019");
    let steps = worked(&page(&folder, "carbon_sequestration", None), "sequestered_carbon_dioxide");
    let dry = making(&steps, "dry_matter_productivity");
    assert!(
        dry.equation.starts_with("D = min(3000 / (1 + exp(1.315 − 0.119 T)), 3000 (1 − exp(−0.000664 P)))")
    );
    let by_heat = 3000.0 / (1.0 + (1.315 - 0.119 * dry.of("temperature")).exp());
    let by_rain = 3000.0 * (1.0 - (-0.000_664 * dry.of("precipitation")).exp());
    dry.must_be(by_heat.min(by_rain));
    let npp = making(&steps, "net_primary_productivity");
    npp.must_be(npp.of("dry_matter_productivity") * npp.of("carbon_per_dry_matter"));
    let nep = making(&steps, "net_ecosystem_productivity");
    nep.must_be(nep.of("net_primary_productivity") * nep.of("nep_npp_ratio"));
    let cell = making(&steps, "cell");
    assert!(cell.equation.starts_with("Q = 44/12 · NEP · A · 10⁻⁶"));
    cell.must_be(44.0 / 12.0 * cell.of("net_ecosystem_productivity") * cell.of("area") * 1e-6);
    let value = making(&steps, "value");
    value.must_be(value.of("quantity") * making(&steps, "unit_price").of("co2_price"));
}

#[test]
fn tourism_of_beibei_by_hand() {
    let folder = Folder::example("beibei_2019");
    let page = page(&folder, "tourism", None);
    let value = &worked(&page, "travel_spend")[0];
    // 109.01 x 10⁸ CNY, all of it counted as ecological.
    assert_eq!(value.of("tourism_spend"), 109.01e8);
    value.must_be(value.of("tourism_spend") * value.of("tourism_ecosystem_share"));
}

/// Beibei with factors of soil loss and with emissions, which the example does not have.
fn with_soil_and_air() -> Folder {
    let folder = Folder::example("beibei_2019");
    let layer = |name: &str, value: f64, unit: &str| {
        format!("\n[[layer]]\nname = \"{name}\"\nvalue = {value}\nunit = \"{unit}\"\nsource = \"test\"\n")
    };
    let mut run = folder.text("run.toml");
    run.push_str(&layer("rainfall_erosivity", 5000.0, "MJ mm/(hm2 h a)"));
    run.push_str(&layer("soil_erodibility", 0.03, "t hm2 h/(hm2 MJ mm)"));
    run.push_str(&layer("slope_length_steepness", 4.5, "1"));
    run.push_str(&layer("cover_factor", 0.02, "1"));
    folder.put("run.toml", run);
    let mut statistics = folder.text("statistics.csv");
    statistics.push_str("emission_so2,,,2019,1200,t,,,,test,official,yes,\n");
    statistics.push_str("emission_nox,,,2019,900000,t,,,,test,official,yes,\n");
    folder.put("statistics.csv", statistics);
    folder
}

#[test]
fn soil_retention_by_hand() {
    let page = page(&with_soil_and_air(), "soil_retention", None);
    let steps = worked(&page, "retained_soil");
    let cell = making(&steps, "cell");
    assert!(cell.equation.starts_with("A_s = A · 10⁻⁴ · R · K · LS · (1 − C)"), "{}", cell.equation);
    let factors = ["rainfall_erosivity", "soil_erodibility", "slope_length_steepness"];
    let product: f64 = factors.iter().map(|id| cell.of(id)).product();
    cell.must_be(cell.of("area") * 1e-4 * product * (1.0 - cell.of("cover_factor")));
    assert_eq!(cell.of("rainfall_erosivity"), 5000.0);
}

#[test]
fn air_purification_with_its_cap_by_hand() {
    let page = page(&with_soil_and_air(), "air_purification", None);
    for (indicator, emission, rate, capped) in [
        ("removed_sulphur_dioxide", "emission_so2", "so2_purification_rate", true),
        ("removed_nitrogen_oxides", "emission_nox", "nox_purification_rate", false),
    ] {
        let steps = worked(&page, indicator);
        let cell = making(&steps, "cell");
        cell.must_be(cell.of("area") * cell.of(rate) * 1e-7);
        let capacity = making(&steps, "quantity").result.1;
        let bound = making(&steps, indicator);
        let emitted = bound.of(emission);
        assert_eq!(bound.of(indicator), capacity);
        assert_eq!(emitted < capacity, capped, "{capacity} {emitted}");
        bound.must_be(emitted.min(capacity));
        let value = making(&steps, "value");
        assert_eq!(value.of("quantity"), bound.result.1);
        value.must_be(value.of("quantity") * value.of("unit_price"));
    }
    assert!(page.contains("emission is below capacity: the emission counts"));
}

#[test]
fn a_total_given_by_type_by_hand() {
    let folder = Folder::example("ganzi_2010");
    let page = page(&folder, "water_retention", None);
    let steps = worked(&page, "retained_water");
    let value = making(&steps, "value");
    value.must_be(value.of("quantity") * value.of("unit_price"));
    assert_eq!(value.of("unit_price"), making(&steps, "unit_price").of("reservoir_unit_cost"));
}

#[test]
fn both_sides_of_an_index_make_it() {
    let folder = Folder::example("beibei_2019");
    for index in [
        "gep_per_area",
        "gep",
        "eco_product_share",
        "green_gold_index",
        "gep_per_capita",
        "primary_conversion",
    ] {
        let request = ExplainRequest { index: Some(index.to_owned()), ..ExplainRequest::default() };
        let explanation = explain(&folder.path("run.toml"), &request, None).unwrap();
        let valued: Vec<_> = explanation.readings.iter().filter(|reading| reading.value.is_some()).collect();
        assert!(!valued.is_empty(), "{index}");
        for reading in valued {
            let above = reading.above.unwrap_or_else(|| panic!("{reading:?}"));
            let below = reading.below.unwrap_or(1.0);
            assert_relative_eq!(reading.value.unwrap(), above / below * reading.scale, max_relative = 1e-14);
        }
        // Tourism is 109.01 of all the value that there is.
        let tourism = explanation.parts.iter().find(|part| part.service == "tourism").unwrap();
        assert_eq!(tourism.value, 109.01e8);
        assert_relative_eq!(
            explanation.parts.iter().map(|part| part.share).sum::<f64>(),
            1.0,
            max_relative = 1e-12
        );
    }
}

#[test]
fn a_folder_says_what_it_can_and_the_run_the_rest() {
    let folder = Folder::example("beibei_2019");
    let out = written(&folder, "out");
    let request = ExplainRequest { service: Some("water_retention".to_owned()), ..ExplainRequest::default() };
    // The log of the result says where its run is; without it the folder stands alone.
    let direct = explain(&folder.path("run.toml"), &request, None).unwrap();
    assert_eq!(explain(&out, &request, None).unwrap(), direct);
    std::fs::remove_file(out.join("run_log.json")).unwrap();
    let alone = explain(&out, &request, None).unwrap();
    assert!(alone.worked.is_empty() && alone.adds_up && !alone.equations.is_empty());
    assert!(alone.parameters.iter().any(|row| row.key == "reservoir_unit_cost" && row.value == 7.06));
    assert!(alone.notes.iter().any(|note| note.en.contains("--run RUN.toml")));
    assert_eq!(alone.inputs.len(), 3);
    let with_run = ExplainRequest { run: Some(folder.path("run.toml")), ..request.clone() };
    let explanation = explain(&out, &with_run, None).unwrap();
    assert_eq!(explanation, direct);
    assert_eq!(explanation.figure.value, alone.figure.value);
    assert_eq!(explanation.shares, alone.shares);
    assert!(!explanation.worked.is_empty());
    // Other inputs are no inputs of this result.
    folder.edit("cells.csv", "60000", "60001");
    let other = explain(&out, &with_run, None).unwrap();
    assert!(other.worked.is_empty());
    assert!(other.notes.iter().any(|note| note.en.contains("not those of the result any more: cells.csv")));
    // A table that was changed afterwards is no result.
    let account = std::fs::read_to_string(out.join("account.csv")).unwrap();
    std::fs::write(out.join("account.csv"), account.replace("beibei", "beibe1")).unwrap();
    assert!(explain(&out, &request, None).unwrap_err().to_string().contains("lock.json records"));
}

#[test]
fn ids_that_are_not_there_are_answered_with_those_that_are() {
    let folder = Folder::example("beibei_2019");
    let asked = |service: &str, zone: Option<&str>, indicator: Option<&str>, index: Option<&str>| {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let service = Some(service.to_owned()).filter(|id| !id.is_empty());
        let request = ExplainRequest {
            service,
            zone: owned(zone),
            indicator: owned(indicator),
            index: owned(index),
            ..ExplainRequest::default()
        };
        explain(&folder.path("run.toml"), &request, None).unwrap_err().to_string()
    };
    for (text, hint) in [
        (asked("water_retentoin", None, None, None), "did you mean `water_retention`?"),
        (asked("water_retention", Some("beibie"), None, None), "did you mean `beibei`?"),
        (asked("water_retention", None, Some("retaind_water"), None), "did you mean `retained_water`?"),
        (asked("", None, None, Some("gep_per_aera")), "did you mean `gep_per_area`?"),
        (asked("", None, None, None), "name a service with --service"),
    ] {
        assert!(text.contains(hint), "{hint}\n{text}");
    }
    let year =
        ExplainRequest { year: Some(2018), service: Some("tourism".to_owned()), ..ExplainRequest::default() };
    let text = explain(&folder.path("run.toml"), &year, None).unwrap_err().to_string();
    assert!(text.contains("there is no year 2018") && text.contains("known: 2019"), "{text}");
}

#[test]
fn a_year_and_a_kind_of_prices_are_chosen() {
    let folder = Folder::example(crate::EXAMPLE);
    let request = ExplainRequest {
        service: Some("tourism".to_owned()),
        zone: Some("east".to_owned()),
        year: Some(2020),
        price_basis: Some("constant 2019".to_owned()),
        ..ExplainRequest::default()
    };
    let out = written(&folder, "out");
    let explanation = explain(&folder.path("run.toml"), &request, None).unwrap();
    // 2150 x 10⁴ CNY of 2020, 60 % of it, in money of 2019.
    assert_relative_eq!(explanation.figure.value.unwrap(), 21.5e6 * 0.6 / 1.025, max_relative = 1e-14);
    assert!(explanation.grounds.iter().any(|ground| ground.kind.to_string() == "carried_forward"));
    assert!(explanation.reexpressed.iter().any(|price| (price.from, price.to) == (2020, 2019)));
    let recorded = explain(&out, &request, None).unwrap();
    assert_eq!(recorded.figure.value, explanation.figure.value);
    let text =
        explain(&out, &ExplainRequest { price_basis: Some("constant 2015".to_owned()), ..request }, None)
            .unwrap_err()
            .to_string();
    assert!(text.contains("no price basis `constant 2015`"), "{text}");
}

#[test]
fn the_page_is_bilingual_and_the_json_holds_all() {
    let folder = Folder::example("beibei_2019");
    let request = ExplainRequest { service: Some("water_retention".to_owned()), ..ExplainRequest::default() };
    let explanation = explain(&folder.path("run.toml"), &request, None).unwrap();
    let chinese = explanation.print(Language::Chinese);
    for part in [
        "方程",
        "参数取值",
        "按生态系统类型构成",
        "算例（单元）：水源涵养量",
        "cells.csv，第 2 行",
        "逐位一致",
    ] {
        assert!(chinese.contains(part), "{part}\n{chinese}");
    }
    let text = explanation.json();
    assert!(text.contains(&format!("\"value\": {}", explanation.figure.value.unwrap())), "{text}");
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let steps = json.pointer("/worked/0/steps").and_then(serde_json::Value::as_array).unwrap();
    assert_eq!(steps.len(), explanation.worked[0].steps.len());
}
