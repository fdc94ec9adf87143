//! What is refused, where, and with which remedy.

use ecovalue::Findings;
use ecovalue::run::{Options, UncertaintyOptions};
use ecovalue::wording::Language;

use crate::common::Folder;
use crate::runs::folder;

fn found(folder: &Folder) -> Findings {
    let refused = folder
        .open()
        .and_then(|run| run.uncertainty(&Options::default(), UncertaintyOptions::default()).map(|_| ()));
    refused.unwrap_err()
}

fn findings(folder: &Folder) -> String {
    found(folder).to_string()
}

fn refused(inputs: &str, parts: &[&str]) {
    let text = findings(&folder(inputs));
    for part in parts {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

const COST: &str = "cost,price,reservoir_unit_cost,factor,,,,lognormal,,,1,0.2,,,,,test,\n";

#[test]
fn targets_that_nothing_reads_are_named_with_what_was_meant() {
    refused(
        "a,price,reservoir_unit_cots,factor,,,,lognormal,,,1,0.2,,,,,test,\n",
        &["`reservoir_unit_cost`", "line 2"],
    );
    refused("a,statistic,tourism_spent,factor,,,,lognormal,,,1,0.2,,,,,test,\n", &["`tourism_spend`"]);
    refused("a,layer,precipitaton,factor,,,,lognormal,,,1,0.02,,,,,test,\n", &["`precipitation`"]);
    // GDP of a zone that the statistics do not have.
    refused("a,statistic,gdp,factor,,,east,lognormal,,,1,0.2,,,,,test,\n", &["no row `gdp`"]);
    // Two zones differ, so that one value cannot stand for both.
    refused(
        "a,statistic,gdp,value,亿元,,,lognormal,,,2,0.2,,,,,test,\n",
        &["one value cannot stand for 2 rows", "draw a factor"],
    );
    refused(
        &format!("{COST}{}", COST.replace("cost,price", "again,price")),
        &["another input moves as well"],
    );
}

#[test]
fn distributions_that_reach_beyond_what_is_possible() {
    refused(
        "a,parameter,runoff_coefficient,factor,,,,normal,1,0.5,,,,,,,test,\n",
        &["outside 0 to 1", "cut it off with low and high"],
    );
    refused(
        "a,statistic,tourism_ecosystem_share,factor,,,,lognormal,,,1,0.3,,,,,test,\n",
        &["a share is at most 1"],
    );
    refused(
        "a,price,reservoir_unit_cost,value,CNY/m3,,,normal,8,4,,,,,,,test,\n",
        &["price `reservoir_unit_cost`"],
    );
    refused("a,price,reservoir_unit_cost,value,mm,,,normal,8,1,,,,,,,test,\n", &["EV-U002"]);
}

#[test]
fn correlations_that_cannot_hold_together_come_with_the_nearest_that_can() {
    let folder = folder(&format!(
        "{COST}spend,statistic,tourism_spend,factor,,,,lognormal,,,1,0.1,,,,,test,\n\
         heads,statistic,population_resident,factor,,,,uniform,,,,,0.9,1.1,,,test,\n"
    ));
    folder.edit("run.toml", "seed = 3", "seed = 3\ncorrelations = \"pairs.csv\"");
    folder.put("pairs.csv", "first,second,correlation\ncost,spend,1\nspend,heads,1\ncost,heads,0\n");
    let text = findings(&folder);
    assert!(
        text.contains("not positive semi-definite") && text.contains("1-2 0.7607, 2-3 0.7607, 1-3 0.1573"),
        "{text}"
    );
    folder.put("pairs.csv", "first,second,correlation\ncost,spent,0.5\ncost,heads,1.5\n");
    assert!(findings(&folder).contains("did you mean `spend`"), "{}", findings(&folder));
}

#[test]
fn an_accuracy_alone_is_no_input() {
    let folder = folder(COST);
    folder.edit("run.toml", "sensitivity = 0", "sensitivity = 0\n[[uncertainty.map]]\naccuracy = 0.85");
    let text = findings(&folder);
    assert!(
        text.contains("does not say which class is mapped as which") && text.contains("confusion"),
        "{text}"
    );
}

#[test]
fn a_change_has_no_interval_from_two_matrices_of_single_dates() {
    let folder = folder(COST);
    folder.edit("run.toml", "year = 2019", "years = [2019, 2020]");
    folder.edit(
        "run.toml",
        "sensitivity = 0",
        "sensitivity = 0\n[[uncertainty.map]]\nfile = \"m.csv\"\ndesign = \"stratified\"\nyear = 2019\n\
         [[uncertainty.map]]\nfile = \"m.csv\"\ndesign = \"stratified\"\nyear = 2020",
    );
    folder.put("m.csv", "map,reference,count\n1,1,90\n1,5,10\n5,5,95\n5,1,5\n6,6,60\n");
    let text = findings(&folder);
    assert!(text.contains("the change from 2019 to 2020 has no interval"), "{text}");
    folder.put("m.csv", "map,reference,count\n1,1,90\n1,5,10\n5,5,95\n5,1,5\n");
    assert!(
        findings(&folder).contains("no class of the matrix holds the ecosystem type"),
        "{}",
        findings(&folder)
    );
}

#[test]
fn a_run_without_the_section_says_how_to_add_it() {
    assert!(findings(&Folder::new()).contains("add [uncertainty]"));
}

#[test]
fn refusals_are_said_in_chinese_too() {
    for (inputs, part) in [
        ("a,price,reservoir_unit_cots,factor,,,,lognormal,,,1,0.2,,,,,test,\n", "没有方程用到参数"),
        (
            "a,statistic,gdp,factor,,,east,lognormal,,,1,0.2,,,,,test,\n",
            "统计表中没有与该输入相符的 `gdp` 行",
        ),
        ("a,statistic,gdp,value,亿元,,,lognormal,,,2,0.2,,,,,test,\n", "2 行数值不同"),
        ("a,price,reservoir_unit_cost,value,CNY/m3,,,normal,8,4,,,,,,,test,\n", "超出可能的范围：单价"),
        (
            "a,price,reservoir_unit_cost,factor,,,,lognormal,,,1,0,,,,,test,\n",
            "不能构成 lognormal 分布；提示：给出 median",
        ),
        ("a,layer,precipitation,value,mm,,,normal,900,9,,,,,,,test,\n", "图层不能用单个数值代替"),
        (
            "a,price,reservoir_unit_cost,factor,,,,norml,1,1,,,,,,,test,\n",
            "未知的分布 `norml`；提示：是否应为 `normal`",
        ),
    ] {
        let text = found(&folder(inputs)).say(Language::Chinese);
        assert!(text.contains(part), "{part}\n{text}");
    }
}
