//! What is taken off a sum: products from outside, and what two services would count twice.
#![cfg(feature = "files")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(clippy::float_cmp, reason = "taking off is exact")]

mod common;

use approx::assert_relative_eq;
use common::{Folder, STATISTICS};
use ecovalue::account::{Account, overlap};
use ecovalue::{Filter, service};

/// The profile of the small run, with oxygen beside carbon, and a last part.
fn with_oxygen(rest: &str) -> Folder {
    let folder = Folder::new();
    let profile = "id = \"own\"\nextends = \"hj1173_2021\"\n[service.oxygen_release]\nphysical = \"photosynthesis\"\n\
        value = \"oxygen_price\"\nvariants = { oxygen_price = \"industrial\" }\n";
    folder.put("profiles/own.toml", format!("{profile}{rest}"));
    folder.edit("run.toml", "profile = \"hj1173_2021\"", "profile = \"own\"");
    folder
}

fn account(folder: &Folder) -> Account {
    folder.outcome().years.first().unwrap().account.clone()
}

fn value(account: &Account, service: &str, zone: Option<&str>) -> f64 {
    account.value(Filter { service: Some(service), zone, ..Filter::default() }).unwrap()
}

#[test]
fn what_came_from_outside_is_taken_off_its_service() {
    let before = account(&Folder::new());
    let folder = Folder::new();
    let row = "external_inflow_water_retention,south,,2019,30,万元,2019,current,,bureau,official,yes,\n";
    folder.put("statistics.csv", format!("{STATISTICS}{row}"));
    let after = account(&folder);
    let water = |account: &Account, zone| value(account, "water_retention", Some(zone));
    assert_eq!(water(&after, "north"), water(&before, "north"));
    assert_relative_eq!(water(&after, "south"), water(&before, "south") - 300_000.0, max_relative = 1e-12);
    let row = after.rows.iter().find(|row| Account::is_correction(row)).unwrap();
    assert_eq!((row.indicator.id, row.value, row.quantity), ("external_inflow", Some(-300_000.0), None));
    assert!(after.closes());
}

#[test]
fn services_that_overlap_are_named_and_the_smaller_is_taken_off_on_request() {
    let pair = "carbon_sequestration+oxygen_release";
    let both = account(&with_oxygen(""));
    assert!(
        both.notes
            .iter()
            .map(ToString::to_string)
            .any(|note| note.contains(pair) && note.contains("both are counted"))
    );
    let kept = account(&with_oxygen(&format!("[overlaps]\n\"{pair}\" = \"count_both\"\n")));
    assert!(
        kept.notes
            .iter()
            .map(ToString::to_string)
            .any(|note| note.contains(pair) && note.contains("the profile counts both"))
    );
    let net = account(&with_oxygen(&format!("[overlaps]\n\"{pair}\" = \"net\"\n")));
    let gep = |account: &Account| account.gross_ecosystem_product(None).unwrap();
    assert_eq!(gep(&both), gep(&kept));
    let smaller = ["north", "south"].map(|zone| {
        let of = |service| value(&both, service, Some(zone));
        of("carbon_sequestration").min(of("oxygen_release"))
    });
    let [north, south] = smaller;
    assert!(north > 0.0);
    assert_relative_eq!(gep(&net), gep(&both) - (north + south), max_relative = 1e-12);
}

#[test]
fn a_pair_that_is_not_known_is_refused() {
    let folder = with_oxygen("[overlaps]\n\"carbon_sequestration+oxygen_releases\" = \"net\"\n");
    let findings = folder.outcome_or_findings().unwrap_err().to_string();
    assert!(findings.contains("did you mean `carbon_sequestration+oxygen_release`?"), "{findings}");
}

#[test]
fn every_pair_names_services_of_the_standards() {
    let pairs = overlap::all();
    assert!(pairs.len() >= 7 && pairs.iter().any(|pair| pair.refused));
    for side in pairs.iter().flat_map(|pair| [&pair.first, &pair.second]) {
        let named = service::STANDARD_SERVICES.iter().any(|(id, ..)| *id == side.service);
        assert!(named, "{side}");
        if let (Ok(service), Some(indicator)) = (service::named(&side.service), &side.indicator) {
            assert!(service.indicator(indicator).is_some(), "{side}");
        }
    }
}
