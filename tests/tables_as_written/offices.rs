//! Tables with what offices write around the numbers: units, names of totals, parts of rows, long ids.

use super::*;

#[test]
fn a_unit_that_the_table_states_is_that_of_the_run() {
    let named = |name: &'static str| ("area = \"area\"", name);
    for (column, edit, unit) in [
        ("面积（亩）", named("area = \"面积（亩）\""), "亩"),
        ("TBMJ(m²)", named("area = \"TBMJ(m²)\""), "m²"),
        ("面积/平方公里", named("area = \"面积/平方公里\""), "平方公里"),
        ("area_mu", named("area = \"area_mu\""), "mu"),
        ("面积（单位：亩）", named("area = \"面积（单位：亩）\""), "亩"),
    ] {
        let table = format!("town,class,{column}\na,0301,60\nb,0301,40\n");
        refused(&table, &[edit], &["line 1", column, "hm2", &format!("unit = \"{unit}\"")]);
        // The remedy works.
        let declared = format!("unit = \"{unit}\"");
        run(&table, &[edit, ("unit = \"hm2\"", &declared)]).unwrap();
    }
    // 10 000 mu are 10 000 / 15 hm2.
    let edits = [named("area = \"面积（亩）\""), ("unit = \"hm2\"", "unit = \"mu\"")];
    silent("town,class,面积（亩）\na,0301,900\nb,0301,600\n", &edits);
    for same in ["面积（公顷）", "area_ha", "面积/hm²", "面积(2019)", "面积_1", "area"] {
        let edit = format!("area = \"{same}\"");
        silent(format!("town,class,{same}\na,0301,60\nb,0301,40\n"), &[("area = \"area\"", &edit)]);
    }
    for title in ["单位：亩", "土地利用现状汇总表（计量单位：亩）", "Unit: km2"] {
        refused(format!("{title},,\n{GOOD}"), &[], &["line 1", "above the header", "hm2"]);
        good(GOOD, &[]);
    }
    for title in ["单位：公顷", "单位：公顷、万元", "填报单位：某局", "单位：人"] {
        warned(format!("{title},,\n{GOOD}"), &[], &["taken for a title"]);
    }
}

#[test]
fn the_unit_of_a_layer_is_that_of_its_column() {
    let table =
        |name: &str, rain: u32| format!("town,class,area,{name}\na,0301,60,{rain}\nb,0301,40,{rain}\n");
    let rain = |name: &'static str| ("value = 1000.0", name);
    refused(table("降水(cm)", 100), &[rain("column = \"降水(cm)\"")], &["降水(cm)", "`mm`", "unit = \"cm\""]);
    silent(table("降水(mm)", 1000), &[rain("column = \"降水(mm)\"")]);
    // A letter alone, a year and the number of a month say nothing.
    for name in ["rain_m", "rain_2019", "rain_01"] {
        let edit = format!("column = \"{name}\"");
        silent(table(name, 1000), &[("value = 1000.0", &edit)]);
    }
}

#[test]
fn totals_of_other_names_are_totals() {
    for label in [
        "（合计）",
        "【总计】",
        "合计（公顷）",
        "合计数",
        "总数",
        "累计",
        "总面积",
        "北镇（小计）",
        "全县总面积",
        "Total area",
        "TOTAL.",
    ] {
        refused(format!("{GOOD}{label},0301,100\n"), &[], &["line 4", label, "total_rows = \"skip\""]);
        warned(format!("{GOOD}{label},0301,100\n"), &[SKIP], &["line 4", label, "left out"]);
    }
    // In a column that the run does not read; a part of another row counts twice as a total does.
    for label in ["合计", "小计", "Total", "其中：天然林", "其中: 竹林", "of which planted"] {
        let table = format!("town,class,name,area\na,0301,forest,60\nb,0301,{label},40\nb,0301,forest,40\n");
        refused(&table, &[], &["line 3", label]);
        let left_out = good(&table, &[SKIP]);
        assert_eq!(left_out.len(), 1, "{left_out:#?}");
    }
    silent("town,class,name,area\na,0301,合计村林场,60\nb,0301,其中村,40\n", &[]);
    silent("town,class,note,area\na,0301,含小计以外的部分,60\nb,0301,summed up,40\n", &[]);
}

#[test]
fn a_row_as_large_as_all_others_is_told() {
    for table in ["a,0301,60\nb,0301,40\n全区,0301,100\n", "District,0301,100\na,0301,60\nb,0301,40\n"] {
        let (water, warnings) = run(format!("town,class,area\n{table}"), &[]).unwrap();
        assert!((water - 1e6).abs() < 1e-6, "{water}");
        assert_eq!(warnings.len(), 1, "{warnings:#?}");
        assert!(
            warnings[0].contains("sum of all other rows") && warnings[0].contains("100 hm2"),
            "{warnings:#?}"
        );
    }
    // Two towns of one size, a row in the middle, a town with other rows: nothing to say.
    silent("town,class,area\na,0301,50\nb,0301,50\n", &[]);
    silent("town,class,area\na,0301,20\nb,0301,50\nc,0301,30\n", &[]);
    silent("town,class,area\nb,0301,20\na,0301,30\nb,0301,50\n", &[]);
}

#[test]
fn long_ids_that_a_spreadsheet_rounded_are_told() {
    let id = [("zone = \"town\"", "id = \"BSM\", zone = \"town\"")];
    let table = "BSM,town,class,area\n5.00109E+14,a,0301,60\n5.00109E+14,b,0301,40\n";
    let findings = refused(table, &id, &["line 3, `BSM`", "5.00109E+14", "rounded", "format Text"]);
    assert!(!findings.contains("keep one"), "{findings}");
    silent("BSM,town,class,area\n500109000000001,a,0301,60\n500109000000002,b,0301,40\n", &id);
    silent("BSM,town,class,area\nE1,a,0301,60\n1E,b,0301,40\n", &id);
}
