//! The way from one profile to another on the same data.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]
#![allow(clippy::float_cmp, reason = "totals are compared to the bit")]

mod common;

use approx::assert_relative_eq;
use common::{Folder, quiet};
use ecovalue::wording::Language;

const OWN: &str = "id = \"own\"\nextends = \"hj1173_2021\"\n\
    [drivers]\ndry_matter_productivity = \"thornthwaite_memorial\"\n\
    [service.water_retention]\nvalue = \"reservoir_cost_annualised\"\nclause = \"clause 7\"\n\
    [service.tourism]\non = false\n\
    [service.oxygen_release]\nphysical = \"photosynthesis\"\nvalue = \"oxygen_price\"\nvariants = { oxygen_price = \"industrial\" }\n";

#[test]
fn the_steps_lead_from_one_total_to_the_other() {
    let folder = Folder::new();
    folder.put("profiles/own.toml", OWN);
    let run = folder.open().unwrap_or_else(|findings| panic!("{findings}"));
    let (first, second) = (run.profile_named("hj1173_2021").unwrap(), run.profile_named("own").unwrap());
    let way = run.reconcile(&first, &second, &quiet()).unwrap_or_else(|findings| panic!("{findings}"));
    let whats: Vec<String> = way.steps.iter().map(|step| step.what.to_string()).collect();
    assert_eq!(whats, ["tourism", "dry_matter_productivity", "water_retention: value", "oxygen_release"]);
    assert_eq!(way.first.1, Some(folder.gep()));
    let sum = way.steps.iter().fold(way.first.1.unwrap(), |sum, step| sum + step.change);
    assert_relative_eq!(sum, way.second.1.unwrap(), max_relative = 1e-14);
    assert!(way.rest.abs() < 1e-6, "{}", way.rest);
    // Each step moves the service that it names, by what it says.
    for (step, service) in
        way.steps.iter().zip(["tourism", "carbon_sequestration", "water_retention", "oxygen_release"])
    {
        let [(moved, change)] = step.changes.as_slice() else { panic!("{step:?}") };
        assert_eq!(moved, service);
        assert_relative_eq!(*change, step.change, max_relative = 1e-9);
    }
    // Half of 5000 × 10⁴ CNY is what tourism gave.
    assert_eq!(way.steps[0].change, -25_000_000.0);
    let text = way.print(Language::English);
    assert!(text.contains("[clause 7]") && text.contains("add up to the difference"), "{text}");
    folder.edit("run.toml", "profile = \"hj1173_2021\"", "profile = \"own\"");
    assert_eq!(way.second.1, Some(folder.gep()));
}

#[test]
fn a_profile_leads_to_itself_without_a_step() {
    let run = Folder::new().open().unwrap();
    let profile = run.profile_named("hj1173_2021").unwrap();
    assert!(run.reconcile(&profile, &profile, &quiet()).unwrap().steps.is_empty());
    let unknown = run.profile_named("hj1173").unwrap_err().to_string();
    assert!(unknown.contains("did you mean `hj1173_2021`?"), "{unknown}");
}
