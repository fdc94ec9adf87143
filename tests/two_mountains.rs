//! The indicators of a practice base: every form of target, baselines, accounts, projects, weights.
#![cfg(feature = "two_mountains")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::float_cmp,
    clippy::indexing_slicing,
    reason = "a test states the exact result it expects"
)]

#[cfg(feature = "cli")]
#[path = "two_mountains/command.rs"]
mod command;
#[cfg(feature = "cli")]
mod common;

use ecovalue::error::{Code, Findings};
use ecovalue::report::indicators::Report;
use ecovalue::table::Table;
use ecovalue::two_mountains::cell::Value;
use ecovalue::two_mountains::plan::Indicators;
use ecovalue::two_mountains::projects::{self, Project};
use ecovalue::two_mountains::rule::{Relation, TargetRule, Terrain};
use ecovalue::two_mountains::weights::Weights;
use ecovalue::two_mountains::{
    Figures, Judgement, JudgementOptions, NumberReading, ShareReading, Steady, TargetState, judge,
};
use ecovalue::unit::AreaM2;
use ecovalue::wording::Language;

const PLAN: &str = include_str!("../examples/beibei_2019_2025/INDICATORS.csv");
const PROJECTS: &str = include_str!("../examples/beibei_2019_2025/PROJECTS.csv");

fn indicators(text: &str) -> Result<Indicators, Findings> {
    Indicators::from_table(&Table::parse("INDICATORS.csv", text)?)
}

/// A plan of one indicator: unit, values of 2019 and 2020, target of 2020.
fn one(unit: &str, last: &str, value: &str, target: &str) -> Indicators {
    let head = "no,indicator,unit,lead_unit,value_2019,value_2020,target_2020";
    indicators(&format!("{head}\n1,某指标,{unit},某局,\"{last}\",\"{value}\",\"{target}\"\n")).unwrap()
}

fn has_han(text: &str) -> bool {
    text.chars().any(|c| ('一'..='鿿').contains(&c))
}

/// State and reason of 2020.
fn state(plan: &Indicators, options: &JudgementOptions) -> (TargetState, String) {
    let figures = Figures::default();
    let judged = judge(plan, &figures, options).unwrap();
    let of_2020 = judged.iter().find(|judgement| judgement.year == 2020).unwrap();
    let chinese = of_2020.verdict.reason.say(Language::Chinese);
    assert!(has_han(&chinese), "{chinese}");
    (of_2020.verdict.state, of_2020.verdict.reason.to_string())
}

fn expect(cases: &[(&str, &str, &str, &str, TargetState)], options: &JudgementOptions) {
    for (unit, last, value, target, wanted) in cases {
        let (found, reason) = state(&one(unit, last, value, target), options);
        assert_eq!(found, *wanted, "{target}: {value} after {last}: {reason}");
        assert!(!reason.is_empty(), "{target}: {value} after {last}");
    }
}

use TargetState::{Met, NotMet, Undecided};

#[test]
fn every_form_of_target_is_met_not_met_and_undecided() {
    expect(
        &[
            ("%", "", "90", "≥90%", Met),
            ("%", "", "89.99", "≥90%", NotMet),
            ("%", "", "", "≥90%", Undecided),
            ("%", "", "95.1", ">95%", Met),
            ("%", "", "95", ">95", NotMet),
            ("%", "", "待确定", ">95", Undecided),
            ("%", "", "35", "≤35", Met),
            ("%", "", "35.1", "<=35", NotMet),
            ("%", "", "34", "<35", Met),
            ("%", "", "35", "<35", NotMet),
            ("%", "", "100", "=100", Met),
            ("%", "", "99.9", "＝１００％", NotMet),
            ("%", "", "", "=100", Undecided),
            ("%", "", "94.2", "94", Met),
            ("%", "", "93.9", "94", NotMet),
            ("%", "", "不详", "94", Undecided),
            ("%", "75", "76", "稳定提高", Met),
            ("%", "75", "74", "稳定增加", NotMet),
            ("%", "75", "75", "稳定提升", NotMet),
            ("%", "", "76", "稳定提高", Undecided),
            ("%", "未统计", "76", "稳定提高", Undecided),
            ("%", "保持稳定", "76", "稳定提高", Undecided),
            ("%", "75", "稳定提高", "稳定提高", Undecided),
            ("%", "75", "75", "保持稳定", Met),
            ("%", "75", "74.9", "保持稳定", Undecided),
            ("%", "", "75", "保持稳定", Undecided),
            ("km²", "200", "200", "不减少", Met),
            ("km²", "200", "199.9km2", "不减少", NotMet),
            ("km²", "待确定", "200", "不减少", Undecided),
            ("%", "96", "96", "≥95且不降低", Met),
            ("%", "97", "96", "≥95且不降低", NotMet),
            ("%", "94", "94.5", "≥95且不降低", NotMet),
            ("%", "", "94", "≥95且不降低", NotMet),
            ("%", "", "96", "≥95且不降低", Undecided),
            ("%", "", "53.13", "丘陵区>40", Undecided),
            ("-", "", "建立实施", "建立实施", Met),
            ("-", "", "已建立实施", "建立实施", Met),
            ("-", "", "未建立实施", "建立实施", Undecided),
            ("-", "", "", "建立实施", Undecided),
            ("-", "", "获得多个（国家园林城区）", "获得", Met),
            ("-", "", "保持", "获得", Undecided),
            ("-", "", "保持", "保持", Met),
            ("-", "", "保持稳定", "保持", Undecided),
            ("-", "", "逐步建立", "逐步建立", Met),
            ("-", "", "3", "逐步建立", Undecided),
            ("%", "1", "2", "待确定", Undecided),
            ("%", "1", "2", "未统计", Undecided),
        ],
        &JudgementOptions::default(),
    );
}

#[test]
fn what_a_plan_leaves_open_is_an_option() {
    let weak = JudgementOptions { steady: Steady::Weak, ..JudgementOptions::default() };
    expect(&[("%", "75", "75", "稳定提升", Met), ("%", "75", "74", "稳定提升", NotMet)], &weak);
    let exact = JudgementOptions { number: NumberReading::Exact, ..JudgementOptions::default() };
    expect(&[("%", "", "94.2", "94", NotMet), ("%", "", "94", "94", Met)], &exact);
    let within = JudgementOptions { stable_within: Some(1.0), ..JudgementOptions::default() };
    expect(&[("%", "75", "74.5", "保持稳定", Met), ("%", "75", "74", "保持稳定", NotMet)], &within);
    for (terrain, wanted) in [(Terrain::Hills, Met), (Terrain::Plains, Undecided)] {
        let options = JudgementOptions { terrain: Some(terrain), ..JudgementOptions::default() };
        expect(&[("%", "", "53.13", "丘陵区>40", wanted)], &options);
    }
    let hills = JudgementOptions { terrain: Some(Terrain::Hills), ..JudgementOptions::default() };
    expect(&[("%", "", "53.13", "山区≥60；丘陵区≥40", Met), ("%", "", "40", "丘陵区>40", NotMet)], &hills);
    for percent in [-1.0, f64::NAN, 101.0] {
        let options = JudgementOptions { stable_within: Some(percent), ..JudgementOptions::default() };
        let plan = one("%", "", "1", "1");
        assert_eq!(
            judge(&plan, &Figures::default(), &options).unwrap_err().as_slice()[0].code(),
            Code::OutOfRange
        );
    }
}

#[test]
fn a_reason_says_what_is_missing() {
    let options = JudgementOptions::default();
    for (last, value, target, part) in [
        ("", "76", "稳定提高", "no baseline in 2019: no value"),
        ("75", "", "稳定提高", "no value"),
        ("未统计", "76", "稳定提高", "no baseline in 2019: the value is left open (未统计)"),
        ("保持稳定", "76", "稳定提高", "no baseline in 2019: stated as “保持稳定”, without a figure"),
        ("75", "75", "稳定提高", "steady = weak"),
        ("75", "74.9", "保持稳定", "no tolerance"),
        ("", "53", "丘陵区>40", "the terrain is not stated"),
        ("", "进行中", "建立实施", "“进行中” does not state “建立实施”"),
    ] {
        let (_, reason) = state(&one("%", last, value, target), &options);
        assert!(reason.contains(part), "{target}: {reason}");
    }
    let text = "no,indicator,unit,lead_unit,value_2019,value_2020,basis_2019,basis_2020,target_2020\n\
        1,某指标,%,某局,38.97,39,增加值,总产值,稳定提高\n";
    let (found, reason) = state(&indicators(text).unwrap(), &options);
    assert!(found == Undecided && reason.contains("unlike bases"), "{reason}");
}

#[test]
fn the_whole_plan_is_read() {
    let plan = indicators(PLAN).unwrap();
    assert_eq!(plan.rows.len(), 21);
    let targets = plan.rows.iter().flat_map(|row| row.years.values()).filter(|year| year.target.is_some());
    assert_eq!(targets.count(), 21 * 6);
    let rule = |no: u32, year: i32| {
        let row = plan.rows.iter().find(|row| row.no == no).unwrap();
        row.years[&year].target.clone().unwrap().rule
    };
    assert_eq!(rule(1, 2025), TargetRule::Bound(Relation::AtLeast, 90.0));
    assert_eq!(rule(5, 2020), TargetRule::Plain(95.0));
    assert_eq!(
        rule(6, 2021),
        TargetRule::All(vec![TargetRule::Bound(Relation::AtLeast, 95.0), TargetRule::NotBelow])
    );
    assert_eq!(
        rule(7, 2022),
        TargetRule::ByTerrain(vec![(Terrain::Hills, TargetRule::Bound(Relation::Above, 40.0))])
    );
    assert_eq!(rule(9, 2023), TargetRule::NotBelow);
    assert_eq!(rule(17, 2024), TargetRule::Statement("保持".to_owned()));
    assert_eq!(rule(21, 2020), TargetRule::Plain(3.0));
    let value = |no: usize| plan.rows[no - 1].years[&2019].value.clone().unwrap();
    assert_eq!(value(1), Value::Number(87.67, "320天".to_owned()));
    assert_eq!(value(10), Value::Open("未统计".to_owned()));

    let figures = Figures::default();
    let judged = judge(&plan, &figures, &JudgementOptions::default()).unwrap();
    assert_eq!(judged.len(), 21 * 7);
    assert!(
        judged.iter().all(|judgement| judgement.verdict.state == Undecided),
        "the plan has no value after 2019"
    );
}

fn plan_and_projects() -> (Indicators, Vec<Project>) {
    let plan = indicators(PLAN).unwrap();
    let projects = projects::from_table(&Table::parse("PROJECTS.csv", PROJECTS).unwrap(), &plan).unwrap();
    (plan, projects)
}

#[test]
fn the_links_of_the_47_projects_are_counted() {
    let (plan, projects) = plan_and_projects();
    assert_eq!(projects.len(), 47);
    let count = |no: u32| projects.iter().filter(|project| project.indicators.contains(&no)).count();
    let counts: Vec<usize> = (1..=21).map(count).collect();
    assert_eq!(counts, [1, 3, 8, 0, 1, 1, 1, 1, 3, 4, 0, 2, 3, 13, 0, 0, 0, 4, 0, 0, 10]);
    let report = report(&plan, &[], &projects);
    let none: Vec<u32> = report.without_project().iter().map(|indicator| indicator.no).collect();
    assert_eq!(none, [4, 11, 15, 16, 17, 19, 20]);
    let rows = |bytes: &[u8]| Table::parse("x", std::str::from_utf8(bytes).unwrap()).unwrap().len();
    assert_eq!(rows(report.projects_by_indicator().unwrap().bytes()), counts.iter().sum::<usize>() + 7);
    assert_eq!(rows(report.indicators_by_project().unwrap().bytes()), counts.iter().sum::<usize>());
}

fn report<'a>(plan: &'a Indicators, judged: &'a [Judgement<'a>], projects: &'a [Project]) -> Report<'a> {
    static OPTIONS: JudgementOptions = JudgementOptions {
        steady: Steady::Strict,
        number: NumberReading::Reach,
        stable_within: None,
        terrain: None,
        share: None,
        zone: None,
        land_area: None,
        price_year: None,
    };
    Report {
        indicators: plan,
        judged,
        options: &OPTIONS,
        accounts: &[],
        projects: Some(projects),
        composites: None,
        warnings: &[],
    }
}

#[test]
fn zones_are_judged_each_for_itself() {
    let text = "no,zone,indicator,unit,lead_unit,terrain,value_2019,value_2020,target_2020\n\
        1,缙云山,覆盖率,%,某局,山区,60,61,稳定提高\n\
        1,江东,覆盖率,%,某局,丘陵区,40,39,稳定提高\n\
        7,缙云山,林草,%,某局,山区,,70,山区≥60；丘陵区≥40\n\
        7,江东,林草,%,某局,丘陵区,,39,山区≥60；丘陵区≥40\n";
    let plan = indicators(text).unwrap();
    let figures = Figures::default();
    let judged = judge(&plan, &figures, &JudgementOptions::default()).unwrap();
    let states: Vec<TargetState> = judged
        .iter()
        .filter(|judgement| judgement.year == 2020)
        .map(|judgement| judgement.verdict.state)
        .collect();
    assert_eq!(states, [Met, NotMet, Met, NotMet]);
    let page = report(&plan, &judged, &[]).print(Language::Chinese);
    assert!(page.contains("逐年判定: 缙云山") && page.contains("逐年判定: 江东"), "{page}");
}

#[test]
fn a_total_needs_complete_weights_and_keeps_the_undecided_apart() {
    let text = "no,indicator,unit,lead_unit,value_2020,target_2020\n\
        1,甲,%,某局,91,≥90\n2,乙,%,某局,80,≥90\n3,丙,%,某局,,≥90\n";
    let plan = indicators(text).unwrap();
    let weights = |text: &str| Weights::from_table(&Table::parse("WEIGHTS.csv", text).unwrap(), &plan);
    let figures = Figures::default();
    let judged = judge(&plan, &figures, &JudgementOptions::default()).unwrap();
    for scale in ["no,weight\n1,0.5\n2,0.25\n3,0.25\n", "no,weight\n1,50\n2,25\n3,25\n"] {
        let [total] = &weights(scale).unwrap().composites(&judged)[..] else { panic!("one year") };
        assert_eq!((total.met, total.not_met, total.undecided, total.total), (0.5, 0.25, 0.25, None));
    }
    let [total] = &weights("no,weight\n1,0.5\n2,0.5\n3,0\n").unwrap().composites(&judged)[..] else {
        panic!("one year")
    };
    assert_eq!(total.total, Some(0.5));
    for (text, code, part) in [
        ("no,weight\n1,0.5\n2,0.25\n3,0.2\n", Code::BadValue, "add up to 0.95"),
        ("no,weight\n1,0.5\n2,0.5\n", Code::BadValue, "no weight for the indicators 3"),
        ("no,weight\n1,0.5\n2,0.75\n3,-0.25\n", Code::OutOfRange, "-0.25"),
        ("no,weight\n1,0.5\n1,0.25\n2,0.25\n3,0\n", Code::DuplicateKey, "two weights"),
        ("no,weight\n1,0.5\n2,0.25\n3,0.25\n4,0\n", Code::BadValue, "no indicator `4`"),
        ("no,weight\n1,\n2,0.25\n3,0.25\n", Code::NotANumber, "empty"),
    ] {
        let findings = weights(text).unwrap_err();
        assert_eq!(findings.as_slice()[0].code(), code, "{findings}");
        assert!(findings.to_string().contains(part), "{findings}");
    }
}

#[test]
fn faults_name_file_row_column_text_and_what_is_known() {
    let head = "no,indicator,unit,lead_unit,value_2019,target_2020";
    for (row, code, place, part) in [
        (
            "1,甲,%,乙,1,大幅提高",
            Code::BadValue,
            "INDICATORS.csv, line 2, `target_2020`: unknown target `大幅提高`",
            "稳定提高",
        ),
        ("1,甲,%,乙,1,≥", Code::BadValue, "`target_2020`: unknown target `≥`", "≥x"),
        ("1,甲,%,乙,1,≥90万", Code::BadValue, "`target_2020`: unknown target `≥90万`", "unit `%`"),
        ("1,甲,%,乙,1,丘陵区", Code::BadValue, "`target_2020`: unknown target `丘陵区`", "丘陵区>x"),
        ("1,甲,%,乙,1,=SUM(A1)", Code::BadValue, "`target_2020`: unknown target `=SUM(A1)`", "=x"),
        ("1,甲,%,乙,1,且", Code::BadValue, "`target_2020`: unknown target `且`", "…且…"),
        ("1,甲,km²,乙,90%,1", Code::NotANumber, "line 2, `value_2019`: `90%`", "unit column"),
        ("1,甲,%,乙,\"1,234\",1", Code::NotANumber, "`value_2019`: `1,234`", "thousands"),
        ("1,甲,%,乙,约90,1", Code::NotANumber, "`value_2019`: `约90`", "one number"),
        ("1,甲,%,乙,187,1", Code::OutOfRange, "`value_2019`: 187 %", "0 to 100"),
        ("1,甲,%,乙,=1+1,1", Code::NotANumber, "`value_2019`: `=1+1`", "formula"),
        ("1,甲,%,乙,@A1,1", Code::NotANumber, "`value_2019`: `@A1`", "formula"),
        ("1,=甲,%,乙,1,1", Code::Formula, "`indicator`: `=甲`", "formula"),
        ("0,甲,%,乙,1,1", Code::BadValue, "`no`: `0`", "1 or more"),
        ("1,,%,乙,1,1", Code::BadValue, "`indicator`: the field is empty", "fill"),
    ] {
        let findings = indicators(&format!("{head}\n{row}\n")).unwrap_err();
        let text = findings.to_string();
        assert_eq!(findings.as_slice()[0].code(), code, "{text}");
        assert!(text.contains(place) && text.contains(part), "{row}: {text}");
        if [Code::BadValue, Code::OutOfRange].contains(&code) {
            let chinese = findings.as_slice()[0].message().say(Language::Chinese);
            assert!(
                has_han(&chinese) && chinese != findings.as_slice()[0].message().to_string(),
                "{chinese}"
            );
        }
    }
    let twice = indicators(&format!("{head}\n1,甲,%,乙,1,1\n1,甲,%,乙,1,1\n")).unwrap_err();
    assert!(twice.to_string().contains("line 3, `no`: indicator 1 stands in line 2 already"), "{twice}");
    let column = indicators("no,indicator,unit,lead_unit,wert\n1,甲,%,乙,1\n").unwrap_err();
    assert!(column.to_string().contains("target_2020"), "{column}");
    assert!(indicators("no,indicator,unit,lead_unit\n").is_err());
    assert!(ShareReading::named("P1-N4").is_err() && ShareReading::named("P1-N1/registered").is_err());
    assert_eq!(ShareReading::named("P2-N2/registered").unwrap().name(), "P2-N2/registered");
}

#[test]
fn hostile_texts_do_nothing_in_a_spreadsheet_and_on_a_screen() {
    let text = "no,indicator,unit,lead_unit,value_2020,target_2020\n\
        1,\"甲\u{1b}[31m\",%,某局,100,=100\n";
    let plan = indicators(text).unwrap();
    let figures = Figures::default();
    let judged = judge(&plan, &figures, &JudgementOptions::default()).unwrap();
    let report = report(&plan, &judged, &[]);
    let csv = String::from_utf8(report.indicators().bytes().to_vec()).unwrap();
    assert!(csv.contains(",'=100,"), "{csv}");
    for text in [csv, report.print(Language::English), report.print(Language::Chinese)] {
        assert!(!text.contains('\u{1b}'), "{text}");
    }
}

/// An account of a year as tables: prices, value of GEP per area, services with a value.
fn account(year: i32, prices: (i32, &str), value: &str, services: &[&str]) -> Figures {
    let head = "year,zone,index,variant,value,unit,currency,price_year,price_basis,numerator,denominator,population_basis,status";
    let (price_year, basis) = prices;
    let row = format!(
        "{year},,gep_per_area,partial: 2 of 14 services,{value},10^4 CNY/mu,CNY,{price_year},{basis},GEP,land_area,,accounted"
    );
    let rows: Vec<String> = services.iter().map(|service| format!("{year},north,{service},1\n")).collect();
    let rows = rows.concat();
    let table = |text: String| Table::parse("t.csv", &text).unwrap();
    let (indices, account) =
        (table(format!("{head}\n{row}\n")), table(format!("year,zone,service,value\n{rows}")));
    Figures::from_tables(&format!("a{year}"), "own", &indices, &account).unwrap()
}

#[test]
fn figures_of_accounts_are_compared_only_if_they_are_alike() {
    let plan = indicators(
        "no,indicator,unit,account_index,lead_unit,target_2020\n10,GEP,万元/亩,gep_per_area,某局,稳定提高\n",
    )
    .unwrap();
    let (base, water) = ((2019, "constant 2019"), ["water_retention", "tourism"]);
    let last = || account(2019, (2019, "current"), "1.5", &water);
    let said = |of_2020: Figures, options: &JudgementOptions| {
        let figures = Figures::join([last(), of_2020]).unwrap();
        let judged = judge(&plan, &figures, options).unwrap();
        let judgement = judged.iter().find(|judgement| judgement.year == 2020).unwrap();
        (judgement.verdict.state, judgement.verdict.reason.to_string())
    };
    let options = JudgementOptions::default();
    assert_eq!(said(account(2020, base, "1.6", &water), &options).0, Met);
    assert_eq!(said(account(2020, base, "1.4", &water), &options).0, NotMet);
    // As many services, but others.
    let (found, reason) = said(account(2020, base, "1.6", &["water_retention", "oxygen_release"]), &options);
    assert_eq!(found, Undecided);
    assert_eq!(reason, "unlike services: only in 2020: oxygen_release; only in 2019: tourism");
    let (found, reason) = said(account(2020, (2015, "constant 2015"), "1.6", &water), &options);
    assert!(found == Undecided && reason.starts_with("unlike prices"), "{reason}");
    let (found, reason) = said(account(2020, base, "", &water), &options);
    assert!(found == Undecided && reason.starts_with("not accounted"), "{reason}");

    let twice = Figures::join([last(), last()]).unwrap_err();
    assert!(twice.to_string().contains("is in two accounts"), "{twice}");
    let bases = [account(2020, base, "1", &water), account(2020, (2015, "constant 2015"), "1", &water)];
    let several = Figures::join(bases).unwrap();
    let findings = judge(&plan, &several, &options).unwrap_err();
    assert!(findings.to_string().contains("--price-year"), "{findings}");
    let chosen = JudgementOptions { price_year: Some(2015), ..JudgementOptions::default() };
    assert_eq!(
        judge(&plan, &several, &chosen).unwrap()[0].prices.as_ref().unwrap().to_string(),
        "constant prices of 2015"
    );
    let stated = JudgementOptions { price_year: Some(2010), ..JudgementOptions::default() };
    assert!(judge(&plan, &several, &stated).is_err());
}

/// 0.006 percentage points: half a unit of the last printed digit, and the rounding of the inputs.
const PRINTED: f64 = 0.006;

#[test]
fn the_ratios_of_the_plan_are_computed_again() {
    let table = |name: &str, text: &str| Table::parse(name, text).unwrap();
    let inputs = table("inputs.csv", include_str!("data/beibei_plan_ratios_2019/inputs.csv"));
    let expected = table("expected.csv", include_str!("data/beibei_plan_ratios_2019/expected.csv"));
    let of = |table: &Table, column: &str, key: &str| {
        let row = table.rows().find(|row| row.text(column).starts_with(key)).unwrap();
        row.required_number("value").unwrap()
    };
    let (input, printed) = (|key: &str| of(&inputs, "key", key), |key: &str| of(&expected, "indicator", key));

    let days = input("good_air_days") / input("days") * 100.0;
    assert!((days - printed("#1")).abs() < PRINTED, "{days}");
    // The plan prints 38.97; its own figures give 38.91. The difference is kept in sight.
    let tourism = input("tourism_income") / (input("GDP") * input("tertiary_share") / 100.0) * 100.0;
    assert!((tourism - 38.91).abs() < PRINTED, "{tourism}");
    assert!((tourism - printed("#14")).abs() > PRINTED, "{tourism}");
    let sectors = input("primary_share") + input("secondary_share") + input("tertiary_share");
    assert!((sectors - printed("三次产业合计")).abs() < 1e-9);
    let area = AreaM2::from_square_kilometres(input("area"));
    assert!((area.mu() - printed("area_mu")).abs() < 1e-6, "{}", area.mu());
    // The example holds what the plan prints.
    let plan = indicators(PLAN).unwrap();
    for no in [1, 14] {
        let row = plan.rows.iter().find(|row| row.no == no).unwrap();
        let Some(Value::Number(value, _)) = &row.years[&2019].value else { panic!("no figure for {no}") };
        assert_eq!(*value, printed(&format!("#{no} ")));
    }
}
