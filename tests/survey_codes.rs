//! Codes of the national land surveys, crosswalks and rules of one's own, types without a coefficient, and the ranges
//! of rain by months and days.
#![cfg(feature = "files")]
#![allow(clippy::disallowed_methods, reason = "numbers by hand come from another library than the crate's")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use std::collections::BTreeSet;

use common::Folder;
use ecovalue::account::LandState;
use ecovalue::extent::crosswalk::{Crosswalk, MappedTo, SHIPPED};
use ecovalue::parameter::profile;
use ecovalue::quantity;
use ecovalue::reason::Reason;
use ecovalue::run::RunResult;
use ecovalue::wording::Language;

/// Rain less runoff less evapotranspiration is 500 mm, so that water retention is 5000 m³ a hectare of forest.
const LAYERS: &str = "[[layer]]\nname = \"precipitation\"\nvalue = 1000.0\nunit = \"mm\"\n\
    [[layer]]\nname = \"surface_runoff\"\nvalue = 200.0\nunit = \"mm\"\n\
    [[layer]]\nname = \"actual_evapotranspiration\"\nvalue = 300.0\nunit = \"mm\"\n";

/// The second of them.
const RUNOFF: &str = "[[layer]]\nname = \"surface_runoff\"\nvalue = 200.0\nunit = \"mm\"\n";

/// A run over parcels: rows of `class,area` in hm², the crosswalk, and further lines of `[cells]`.
fn parcels(crosswalk: &str, more: &str, rows: &str) -> Folder {
    let folder = Folder::empty();
    let crosswalk =
        if crosswalk.is_empty() { String::new() } else { format!(", crosswalk = \"{crosswalk}\"") };
    let run = format!(
        "schema = 1\ntitle = \"codes\"\nyear = 2019\nprofile = \"hj1173_2021\"\nallow_unverified = true\n[cells]\n\
         kind = \"table\"\nfile = \"p.csv\"\n\
         columns = {{ ecosystem = \"class\", area = \"area\", unit = \"hm2\"{crosswalk} }}\n{more}\n{LAYERS}"
    );
    folder.put("run.toml", run);
    folder.put("p.csv", format!("class,area\n{rows}"));
    folder
}

fn retained(outcome: &RunResult) -> f64 {
    let rows = &outcome.years.first().unwrap().account.rows;
    let retained = rows.iter().filter(|row| row.indicator.id == "retained_water");
    retained.filter_map(|row| row.quantity).fold(0.0, |sum, quantity| sum + quantity)
}

fn type_of(folder: &Folder, class: &str) -> String {
    let outcome = folder.outcome();
    let found = outcome.coverage.classes().find(|row| row.class == class).unwrap();
    found.ecosystem.as_ref().unwrap().to_string()
}

fn refusal(folder: &Folder) -> String {
    folder.outcome_or_findings().map(|_| ()).unwrap_err().to_string()
}

fn warned(outcome: &RunResult) -> Vec<(String, String)> {
    let warnings = outcome.years.iter().flat_map(|year| &year.account.warnings);
    warnings.map(|warning| (warning.to_string(), warning.say(Language::Chinese))).collect()
}

#[test]
fn every_code_of_the_third_survey_has_a_row() {
    let survey = Crosswalk::shipped("gbt21010").unwrap();
    // The second-level classes by their number in each first-level class, and those with letters.
    let numbered =
        [(1, 3), (2, 4), (3, 7), (4, 4), (5, 8), (6, 4), (7, 2), (8, 10), (9, 6), (10, 9), (11, 10), (12, 8)];
    let mut codes: Vec<String> = numbered
        .iter()
        .flat_map(|(class, last)| (1..=*last).map(move |number| format!("{class:02}{number:02}")))
        .collect();
    codes.extend(
        [
            "0201K", "0202K", "0203K", "0204K", "0301K", "0302K", "0307K", "0403K", "05H1", "0810A", "08H1",
            "08H2", "08H2A", "09", "1104A", "1104K", "1107A",
        ]
        .map(str::to_owned),
    );
    assert_eq!(codes.len(), 92);
    for code in &codes {
        let class = survey.class(code).unwrap_or_else(|| panic!("{code} is absent"));
        assert_eq!(&class.code, code, "{code} is caught by a beginning");
        assert!(!class.name.is_empty() && !class.source.is_empty(), "{code}");
    }
}

#[test]
fn a_judgement_is_marked_and_a_class_with_k_is_the_one_without() {
    let survey = Crosswalk::shipped("gbt21010").unwrap();
    for code in ["1201", "1202", "1203", "0501", "0801", "0904"] {
        assert_eq!(survey.class(code).unwrap().verified.as_str(), "no", "{code}");
    }
    for code in ["0201", "0202", "0203", "0204", "0301", "0302", "0307", "0403", "1104"] {
        let with = survey.class(&format!("{code}K")).unwrap();
        assert_eq!(with.target, survey.class(code).unwrap().target, "{code}");
    }
}

#[test]
fn codes_without_their_zero_are_refused_with_the_code_and_the_lines() {
    for (rows, parts) in [
        ("101,1\n102,2\n1001,3\n", &["`101` on 1 row (line 2)", "0101", "`102`", "rules = { \"101\""][..]),
        ("301,1\n0301,2\n301,3\n301,1\n301,1\n", &["`301` on 4 rows (line 2, 4, 5 …)", "0301"]),
        ("701.0,1\n1101.0,2\n", &["`701.0`", "0701"]),
        ("5H1,1\n1101,2\n", &["`5H1`", "05H1"]),
        ("9,1\n1101,2\n", &["`9`", "has 09"]),
        ("２０１,1\n1101,2\n", &["0201"]),
    ] {
        for more in ["", "unmapped = \"report\"\n"] {
            let rules = format!("rules = {{ \"0301\" = \"13\" }}\n{more}");
            let found = refusal(&parcels("gbt21010", &rules, rows));
            for part in parts {
                assert!(found.contains(part), "{rows:?} {more:?} lacks {part}: {found}");
            }
        }
    }
    // Railway land of the second survey, stated: nothing of it is arable.
    let stated = parcels("gbt21010", "rules = { \"101\" = \"63\", \"0301\" = \"13\" }", "101,60\n0301,40\n");
    assert_eq!(type_of(&stated, "101"), "63");
    assert!((retained(&stated.outcome()) - 200_000.0).abs() < 1e-6);
}

#[test]
fn a_table_of_three_digits_is_asked_for_its_standard() {
    // 104 and 117 are codes of the second survey only.
    for rows in ["011,1\n111,2\n", "104,1\n117,2\n203,4\n"] {
        let found = refusal(&parcels("gbt21010", "unmapped = \"report\"", rows));
        assert!(found.contains("another standard") && found.contains("铁路用地"), "{found}");
    }
    let second = "class_code,class_name,ecosystem\n101,铁路用地,63\n011,水田,51p\n031,有林地,13\n";
    let folder = parcels("second.csv", "", "101,60\n011,5\n031,40\n");
    folder.put("second.csv", second);
    assert!((retained(&folder.outcome()) - 200_000.0).abs() < 1e-6);
    // Its own zeros can be lost too, and those of the crosswalk.
    folder.put("p.csv", "class,area\n101,60\n11,5\n031,40\n");
    assert!(refusal(&folder).contains("has 011"), "{}", refusal(&folder));
    folder.put("p.csv", "class,area\n101,60\n011,5\n");
    folder.put("second.csv", second.replace("011", "11"));
    assert!(refusal(&folder).contains("class_code of the crosswalk as text"), "{}", refusal(&folder));
}

#[test]
fn codes_of_numbers_are_as_they_were() {
    for (crosswalk, rows, class, ecosystem) in [
        ("clcd", "1.0,1\n6,2\n", "1.0", "51"),
        ("cnlucc", "11,1\n12,1\n", "11", "51p"),
        ("globeland30", "10,1\n", "10", "51"),
        ("", "11e,1\n51,2\n", "11e", "11e"),
        ("", "61.0,1\n", "61.0", "61"),
    ] {
        assert_eq!(type_of(&parcels(crosswalk, "", rows), class), ecosystem, "{crosswalk} {class}");
    }
}

#[test]
fn other_writings_of_a_code_are_the_code() {
    for (class, ecosystem) in [
        ("０１０１", "51p"),
        ("0201k", "52"),
        ("\u{a0}0302", "11b"),
        ("0302\u{200b}", "11b"),
        ("０８１０ａ", "61"),
        ("'0103", "51"),
    ] {
        assert_eq!(
            type_of(&parcels("gbt21010", "", &format!("{class},1\n")), class.trim()),
            ecosystem,
            "{class}"
        );
    }
    for class in ["01 01", "0101X", "O101", "01-01"] {
        let found = refusal(&parcels("gbt21010", "", &format!("{class},1\n")));
        assert!(found.contains("has no ecosystem type"), "{class}: {found}");
    }
}

#[test]
fn a_rule_may_add_a_class_and_the_message_says_where_it_stands() {
    let absent = parcels("gbt21010", "rules = { \"0301\" = \"13\" }", "0301,60\n0399,40\n");
    let found = refusal(&absent);
    assert!(found.contains("rules = { \"0399\" = \"…\" } under [cells]"), "{found}");
    absent.edit("run.toml", "\"0301\" = \"13\"", "\"0301\" = \"13\", \"0399\" = \"13\"");
    assert!((retained(&absent.outcome()) - 500_000.0).abs() < 1e-6);
    // One list for all towns.
    let more = parcels(
        "gbt21010",
        "rules = { \"0301\" = \"13\", \"0401\" = \"31t\", \"77\" = \"82\" }",
        "0301,100\n",
    );
    assert!((retained(&more.outcome()) - 500_000.0).abs() < 1e-6);
    // A rule holds for the class with K and for codes that a beginning stood for, unless these have their own.
    let rules = "rules = { \"0301\" = \"13\", \"05*\" = \"63\", \"0507\" = \"61\", \"0810a\" = \"62\" }";
    let folder = parcels("gbt21010", rules, "0301K,100\n0501,1\n05H1,1\n0507,1\n0810A,1\n");
    assert!((retained(&folder.outcome()) - 500_000.0).abs() < 1e-6);
    for (class, ecosystem) in
        [("0301K", "13"), ("0501", "63"), ("05H1", "63"), ("0507", "61"), ("0810A", "62")]
    {
        assert_eq!(type_of(&folder, class), ecosystem, "{class}");
    }
    for key in ["rules = { \"0101\" = \"51\" }", "unmapped = \"report\""] {
        let folder = parcels("gbt21010", "", "0101,1\n");
        folder.edit("run.toml", "\"gbt21010\"", &format!("\"gbt21010\", {key}"));
        assert!(refusal(&folder).contains("of a table belongs beside `columns`"), "{}", refusal(&folder));
    }
}

#[test]
fn rules_of_a_raster_belong_to_its_land_cover() {
    let folder = Folder::example("beibei_2019");
    folder.put(
        "run.toml",
        "schema = 1\ntitle = \"x\"\nyear = 2019\nprofile = \"hj1173_2021\"\n[cells]\nkind = \"raster\"\n\
         landcover = { file = \"l.tif\", crosswalk = \"clcd\" }\nrules = { \"2\" = \"13\" }\n",
    );
    let found = refusal(&folder);
    assert!(found.contains("write it into landcover = { file"), "{found}");
}

#[test]
fn report_hides_no_other_fault() {
    for (rows, part) in [
        ("0301,60\n合计,60\n", "rows of totals"),
        ("0301,60\n小 计：,60\n", "rows of totals"),
        ("0301,60\nTotal,60\n", "rows of totals"),
        ("0301,60\n301,40\n", "has 0301"),
        ("0301,60\n0399,四十\n", "四十"),
        ("0301,60\n0399,-3\n", "below 0"),
    ] {
        let found =
            refusal(&parcels("gbt21010", "rules = { \"0301\" = \"13\" }\nunmapped = \"report\"", rows));
        assert!(found.contains(part), "{rows:?}: {found}");
    }
    // What truly has no type is reported, also where a beginning would hold with a zero in front.
    let outcome = parcels(
        "gbt21010",
        "rules = { \"0301\" = \"13\" }\nunmapped = \"report\"",
        "0301,60\n9999,5\n99,5\n",
    )
    .outcome();
    assert!((retained(&outcome) - 300_000.0).abs() < 1e-6);
    let rules = "rules = { \"0301\" = \"13\" }\nunmapped = \"report\"";
    let outcome = parcels("gbt21010", rules, "0301,60\n0399,40\n0401,5\n").outcome();
    assert!((retained(&outcome) - 300_000.0).abs() < 1e-6);
    assert_eq!(outcome.coverage.classes().filter(|class| class.ecosystem.is_err()).count(), 2);
}

#[test]
fn land_without_a_coefficient_is_told_with_service_type_and_area() {
    for (rows, parts) in [
        (
            "11d,60\n11,40\n",
            &["water_retention: 40 hm2, 40 %", "runoff_coefficient", "11 (40 hm2, 40 %)", "11e, 11d"][..],
        ),
        (
            "11d,30\n11b,10\n21,10\n61,50\n",
            &["20 hm2, 40 %", "11b (10 hm2, 20 %)", "21 (10 hm2, 20 %)", "21e"],
        ),
        ("31,10\n32,5\n33,5\n61,100\n", &["20 hm2, 100 %", "31 (10 hm2, 50 %)", "32 (5 hm2, 25 %)"]),
    ] {
        let folder = parcels("", "", rows);
        folder.edit("run.toml", RUNOFF, "");
        let all = warned(&folder.outcome());
        let (english, chinese) = all.iter().find(|warning| warning.0.contains("runoff_coefficient")).unwrap();
        for part in parts {
            assert!(english.contains(part), "{rows:?} lacks {part}: {english}");
        }
        assert!(chinese.contains("水源涵养") && chinese.contains("地表径流系数"), "{chinese}");
    }
    // What the hint says: a row of one's own, or a type with flags.
    let folder = parcels("", "", "11d,60\n11be,40\n");
    folder.edit("run.toml", RUNOFF, "");
    assert_eq!(warned(&folder.outcome()), []);
    folder.put("p.csv", "class,area\n11d,60\n11,40\n");
    folder.edit("run.toml", "[cells]", "[parameters]\nfile = \"own.csv\"\n[cells]");
    folder.put(
        "own.csv",
        "key,variant,value,unit,ecosystem,condition,region,price_year,valid_from,valid_to,source,clause,published,verified,note\n\
         runoff_coefficient,,0.03,1,11,,,,,,survey,,,yes,\n",
    );
    assert_eq!(warned(&folder.outcome()), []);
}

/// All types that a shipped crosswalk gives.
fn shipped_types() -> BTreeSet<String> {
    let mut types = BTreeSet::new();
    for (id, _) in SHIPPED {
        for class in Crosswalk::shipped(id).unwrap().classes() {
            match &class.target {
                MappedTo::Type(ecosystem) => _ = types.insert(ecosystem.to_string()),
                MappedTo::Split(ecosystems) => types.extend(ecosystems.iter().map(ToString::to_string)),
            }
        }
    }
    types
}

/// A number that each band of a quantity may have.
fn plausible(id: &str) -> f64 {
    let (low, high) = quantity::named(id).unwrap().range;
    match id {
        "sand" | "silt" => 40.0,
        "clay" => 20.0,
        "precipitation" => 1000.0,
        _ if low <= 0.5 && high >= 0.5 => 0.5,
        _ => low / 2.0 + high / 2.0,
    }
}

/// A run of a profile over one hectare of each type, with a number for every layer that it asks for.
fn walk(profile: &str, types: &BTreeSet<String>) -> RunResult {
    let folder = Folder::empty();
    let rows: String = types.iter().flat_map(|code| [code.clone(), ",1\n".to_owned()]).collect();
    folder.put("p.csv", format!("class,area\n{rows}"));
    let mut layers = BTreeSet::new();
    loop {
        let given = layers.iter().map(|id: &String| {
            let known = quantity::named(id).unwrap();
            let values = vec![format!("{:?}", plausible(id)); known.bands].join(", ");
            format!("[[layer]]\nname = \"{id}\"\nvalue = [{values}]\nunit = \"{}\"\n", known.unit)
        });
        folder.put(
            "run.toml",
            format!(
                "schema = 1\ntitle = \"walk\"\nyear = 2019\nprofile = \"{profile}\"\nallow_unverified = true\n[cells]\n\
                 kind = \"table\"\nfile = \"p.csv\"\ncolumns = {{ ecosystem = \"class\", area = \"area\", unit = \"hm2\" }}\n{}",
                given.collect::<String>()
            ),
        );
        let outcome = folder.outcome();
        let account = &outcome.years.first().unwrap().account;
        let reasons = account.closure.iter().map(|row| &row.reason);
        let wanted = |reason: &Reason| {
            // Of what no type has a row the service itself says so; the number is then given as a layer.
            let id = match reason {
                Reason::NoLayer(quantity) => quantity.id.to_owned(),
                Reason::NoRow(row) => row.key.clone(),
                _ => return None,
            };
            Some(id).filter(|id| !layers.contains(id))
        };
        let new: Vec<String> = reasons.filter_map(wanted).collect();
        if new.is_empty() {
            return outcome;
        }
        layers.extend(new);
    }
}

/// The closure says for each service why a cell has no figure, by a way of its own: each coefficient that it misses
/// must be told as a warning in both languages, and nothing else.
#[test]
fn every_missing_coefficient_of_shipped_types_and_profiles_is_told() {
    let types = shipped_types();
    assert!(
        ["11b", "14", "21", "41c", "51p", "52", "62", "81"].iter().all(|code| types.contains(*code)),
        "{types:?}"
    );
    let (mut missing, mut accounted) = (0, 0);
    for id in profile::shipped_ids() {
        let outcome = walk(id, &types);
        let account = &outcome.years.first().unwrap().account;
        let told = warned(&outcome);
        for row in &account.closure {
            accounted += usize::from(row.state == LandState::Valued);
            let Reason::NoRowOfType { quantity, ecosystem: of } = &row.reason else { continue };
            let quantity = quantity.id;
            missing += 1;
            let listed = format!(" {of} (1 hm2");
            let is_told = |warning: &&(String, String)| {
                let start = format!("{}: ", row.service);
                warning.0.contains(&start) && warning.0.contains(quantity) && warning.0.contains(&listed)
            };
            let (_, chinese) = told
                .iter()
                .find(is_told)
                .unwrap_or_else(|| panic!("{id}: {} misses {quantity} for {of}: {told:#?}", row.service));
            assert!(chinese.contains(quantity) && chinese.contains(&of.to_string()), "{chinese}");
        }
    }
    assert!(missing > 20 && accounted > 20, "{missing} missing, {accounted} valued");
}

fn with_layer(name: &str, values: &str, unit: &str) -> Folder {
    let folder = parcels("", "", "61,100\n");
    folder.edit(
        "run.toml",
        LAYERS,
        &format!("[[layer]]\nname = \"{name}\"\nvalue = {values}\nunit = \"{unit}\"\n"),
    );
    folder
}

#[test]
fn rain_of_months_is_looked_at_as_a_year() {
    let wet = "[200,250,450,950,1500,1800,1900,1600,1100,850,450,250]";
    for (values, unit, part) in [
        (wet, "mm", "11300 mm a year"),
        ("[1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000]", "mm", "12000 mm a year"),
        ("[0.01,0.02,0.05,0.1,0.15,0.18,0.19,0.16,0.1,0.09,0.05,0.02]", "mm", "1.12 mm a year"),
        ("[10,10,10,10,10,2500,10,10,10,10,10,10]", "mm", "2500"),
    ] {
        let all = warned(&with_layer("precipitation_monthly", values, unit).outcome());
        assert!(
            all.iter().any(|warning| warning.0.contains(part) && warning.1.contains("月降水量")),
            "{part}: {all:?}"
        );
    }
    for (values, unit) in [
        (wet, "0.1 mm"),
        ("[20,25,45,95,150,180,190,160,110,85,45,25]", "mm"),
        // The wettest and the driest places of China.
        ("[300,300,300,300,300,300,300,300,300,300,300,300]", "mm"),
        ("[1,1,1,1,2,3,3,2,1,1,1,1]", "mm"),
    ] {
        let all = warned(&with_layer("precipitation_monthly", values, unit).outcome());
        assert!(all.iter().all(|warning| !warning.0.contains("precipitation_monthly")), "{values}: {all:?}");
    }
    let evaporation = "[300,350,600,900,1200,1400,1500,1300,1000,700,400,300]";
    let found = refusal(&with_layer("potential_evapotranspiration_monthly", evaporation, "mm"));
    assert!(found.contains("0.1 mm"), "{found}");
}

/// A run of one year with daily rain of so many days, whose day at a place of the year has 100 mm.
fn daily(year: i32, days: usize, wet: usize) -> Folder {
    let mut rain = vec!["1.0".to_owned(); days];
    "100.0".clone_into(rain.get_mut(wet).unwrap());
    let folder = parcels("", "", "13,100\n");
    folder.edit("run.toml", "year = 2019", &format!("year = {year}"));
    folder.edit("run.toml", "profile = \"hj1173_2021\"", "profile = \"own.toml\"");
    folder.edit(
        "run.toml",
        LAYERS,
        &format!("[[layer]]\nname = \"precipitation_daily\"\nvalue = [{}]\nunit = \"mm\"\n", rain.join(", ")),
    );
    folder.put(
        "own.toml",
        "extends = \"hj1173_2021\"\nid = \"own\"\ntitle = \"own\"\nreported = [\"rainfall_erosivity\"]\n[drivers]\n\
         rainfall_erosivity = \"zhang_half_month_one_year\"\n",
    );
    folder
}

fn erosivity(outcome: &RunResult) -> f64 {
    let means = &outcome.years.first().unwrap().account.means;
    means.iter().find(|row| row.quantity.id == "rainfall_erosivity").unwrap().mean
}

#[test]
fn daily_rain_has_as_many_days_as_the_year() {
    // One day of 100 mm: β = 0.8363 + 18.144/100 + 24.455/100 = 1.26229, λ = 21.586 β^−7.1891, R = λ 100^β.
    let beta: f64 = 1.26229;
    let expected = 21.586 * beta.powf(-7.1891) * 100.0_f64.powf(beta);
    for (year, days, wet) in [(2019, 365, 59), (2020, 366, 59), (2024, 366, 365), (2000, 366, 0)] {
        let outcome = daily(year, days, wet).outcome();
        assert!((erosivity(&outcome) / expected - 1.0).abs() < 1e-9, "{year} {days}");
        assert!(warned(&outcome).iter().all(|warning| !warning.0.contains("daily rain")), "{year} {days}");
    }
    let outcome = daily(2020, 365, 59).outcome();
    assert!((erosivity(&outcome) / expected - 1.0).abs() < 1e-9);
    let all = warned(&outcome);
    assert!(
        all.iter().any(|warning| warning.0.contains("365 days, the year 2020 has 366")
            && warning.1.contains("2 月 29 日")),
        "{all:?}"
    );
    for (year, days, part) in [
        (2019, 366, "2019 has 365 days"),
        (1900, 366, "1900 has 365 days"),
        (2019, 364, "365 or 366"),
        (2020, 367, "365 or 366"),
    ] {
        let found = refusal(&daily(year, days, 0));
        assert!(found.contains(part), "{year} {days}: {found}");
    }
}

#[test]
fn layers_that_nothing_reads_are_named_and_checked() {
    for (name, value, unit, part) in [
        ("ndvi", "5200", "1", "scale = 0.0001"),
        ("ndvi", "-3000", "1", "nodata = -3000"),
        ("elevation", "-32768", "m", "nodata"),
        ("fapar", "2.55", "1", "nodata"),
        ("fractional_cover", "60", "1", "unit %"),
    ] {
        let found = refusal(&with_layer(name, value, unit));
        assert!(found.contains(name) && found.contains(part), "{name}: {found}");
    }
    let outcome = with_layer("ndvi_soil", "0.1", "1").outcome();
    let account = &outcome.years.first().unwrap().account;
    let unread: Vec<String> = account.unread.iter().map(ToString::to_string).collect();
    assert_eq!(unread, ["layer ndvi_soil is not read by the profile"]);
    assert!(account.notes.contains(&account.unread[0]));
    // A water surface has a negative index, and a right number is not questioned.
    for value in ["-0.25", "-0.4", "0.85"] {
        assert_eq!(warned(&with_layer("ndvi_soil", value, "1").outcome()), [], "{value}");
    }
    assert_eq!(warned(&with_layer("ndvi_soil", "-0.3", "1").outcome()).len(), 1);
}
