//! Rules of totals: the smaller of capacity and emission, at the level that the profile names, spread again to the bit.
#![cfg(feature = "files")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(clippy::float_cmp, reason = "allotted parts add up exactly")]

mod common;

use approx::assert_relative_eq;
use common::{Folder, STATISTICS};
use ecovalue::Filter;
use ecovalue::account::{Account, Status};

/// The small run with air purification; the south has 50 hm² of broadleaf forest, the north 100 hm² of mixed forest.
fn account(choice: &str, north: f64, south: f64) -> Account {
    let folder = Folder::new();
    let profile = "id = \"own\"\nextends = \"hj1173_2021\"\n[service.air_purification]\nvalue = \"treatment_cost\"\necosystems = [\"1\"]\n";
    folder.put("profiles/own.toml", format!("{profile}{choice}"));
    folder.edit("run.toml", "profile = \"hj1173_2021\"", "profile = \"own\"");
    let row =
        |zone: &str, tonnes: f64| format!("emission_so2,{zone},,2019,{tonnes},t,,,,bureau,official,yes,\n");
    folder.put("statistics.csv", format!("{STATISTICS}{}{}", row("north", north), row("south", south)));
    folder.outcome().years.first().unwrap().account.clone()
}

const SMALLER: &str = "physical = \"smaller_of_capacity_and_emission\"\n";
const BY_ZONE: &str = "physical = \"smaller_of_capacity_and_emission\"\nlevel = \"zone\"\n";

fn removed(account: &Account, zone: Option<&str>) -> f64 {
    account
        .quantity(Filter { zone, indicator: Some("removed_sulphur_dioxide"), ..Filter::default() })
        .unwrap()
}

/// Capacities by hand: 100 hm² × 152.13 kg and 50 hm² × 88.65 kg (evergreen broadleaf falls back to broadleaf).
const NORTH: f64 = 15.213;
const SOUTH: f64 = 4.4325;

#[test]
fn each_zone_has_its_own_smaller_side_and_says_which() {
    let account = account(BY_ZONE, 10.0, 100.0);
    assert_relative_eq!(removed(&account, Some("north")), 10.0, max_relative = 1e-15);
    assert_relative_eq!(removed(&account, Some("south")), SOUTH, max_relative = 1e-12);
    let said = |zone: &str, side: &str| {
        account.notes.iter().map(ToString::to_string).any(|note| {
            note.contains("removed_sulphur_dioxide") && note.contains(zone) && note.contains(side)
        })
    };
    assert!(said("north", "the emission counts") && said("south", "the capacity counts"));
    assert!(account.closes());
}

#[test]
fn the_level_of_the_run_is_another_figure_than_the_sum_of_its_zones() {
    // (capacity, emission): north (15.2, 0), south (4.4, 100). By zone 0 + 4.4, together min(19.6, 100).
    let by_zone = account(BY_ZONE, 0.0, 100.0);
    let together = account(&format!("{SMALLER}level = \"run\"\nweight = \"supply\"\n"), 0.0, 100.0);
    assert_relative_eq!(removed(&by_zone, None), SOUTH, max_relative = 1e-12);
    assert_relative_eq!(removed(&together, None), NORTH + SOUTH, max_relative = 1e-12);
    assert!(
        together
            .notes
            .iter()
            .map(ToString::to_string)
            .any(|note| note.contains("the whole run: capacity is not above emission"))
    );
    // Allotted by what each part can take, and marked so.
    assert_relative_eq!(removed(&together, Some("north")), NORTH, max_relative = 1e-12);
    let rows: Vec<_> =
        together.rows.iter().filter(|row| row.indicator.id == "removed_sulphur_dioxide").collect();
    assert!(
        rows.len() == 2 && rows.iter().all(|row| row.status == Status::Allotted && row.ecosystem.is_some())
    );
}

#[test]
fn allotted_parts_add_up_to_the_bit() {
    let account = account(&format!("{SMALLER}level = \"run\"\nweight = \"supply\"\n"), 3.7, 1.1);
    assert_eq!(removed(&account, None), 3.7 + 1.1);
    // 1200 CNY/t of 2010 in the money of 2019.
    let value = account.value(Filter { service: Some("air_purification"), ..Filter::default() }).unwrap();
    let price = account
        .rows
        .iter()
        .find_map(|row| row.price.filter(|_| row.indicator.id == "removed_sulphur_dioxide"));
    assert_relative_eq!(value, (3.7 + 1.1) * price.unwrap(), max_relative = 1e-14);
}

#[test]
fn an_emission_that_is_not_given_is_not_zero() {
    let account = account(SMALLER, 10.0, 100.0);
    let row = account.rows.iter().find(|row| row.indicator.id == "retained_dust").unwrap();
    assert!(
        row.quantity.is_none()
            && matches!(&row.status, Status::NotAccounted(why) if why.to_string().contains("emission_dust"))
    );
}

#[test]
fn a_total_is_spread_by_a_quantity_of_the_cells() {
    let choice = format!("{SMALLER}level = \"run\"\nweight = \"precipitation\"\n");
    let account = account(&choice, 100.0, 100.0);
    // Rain on forest: 100 hm² of 1100 mm in the north, 50 hm² of 1200 mm in the south.
    let share = 100.0 * 1100.0 / (100.0 * 1100.0 + 50.0 * 1200.0);
    assert_relative_eq!(removed(&account, Some("north")), (NORTH + SOUTH) * share, max_relative = 1e-14);
    assert_relative_eq!(removed(&account, None), NORTH + SOUTH, max_relative = 1e-15);
    let rows = account.rows.iter().filter(|row| row.indicator.id == "removed_sulphur_dioxide");
    assert!(rows.into_iter().all(|row| row.status == Status::Allotted && row.ecosystem.is_some()));
}

#[test]
fn a_weight_that_is_no_quantity_is_named() {
    let folder = Folder::new();
    let profile = "id = \"own\"\nextends = \"hj1173_2021\"\n[service.tourism]\nweight = \"precipitaton\"\n";
    folder.put("profiles/own.toml", profile);
    folder.edit("run.toml", "profile = \"hj1173_2021\"", "profile = \"own\"");
    let findings = folder.outcome_or_findings().unwrap_err();
    assert!(findings.to_string().contains("did you mean `precipitation`?"), "{findings}");
}

#[test]
fn what_was_spread_over_the_cells_is_no_yield_of_theirs() {
    let account = account(&format!("{SMALLER}level = \"run\"\nweight = \"supply\"\n"), 3.7, 1.1);
    let yields = account.rows.iter().filter(|row| row.per_area().is_some());
    let services: Vec<&str> = yields.map(|row| row.service.id).collect();
    assert!(services.contains(&"water_retention") && !services.contains(&"air_purification"));
    // Mixed forest of the north: 100 hm², all of it with a result.
    let row = account.rows.iter().find(|row| row.service.id == "water_retention").unwrap();
    assert_eq!(row.area, Some(1e6));
    assert_eq!(row.per_area().unwrap().0, row.quantity.map(|quantity| quantity / 1e6));
}
