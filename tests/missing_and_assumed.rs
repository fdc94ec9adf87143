//! What is assumed says so, and what is missing leaves nothing behind.
#![cfg(feature = "files")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(clippy::float_cmp, reason = "a test states the exact result it expects")]

mod common;

use common::{Folder, STATISTICS};
use ecovalue::evidence::Verified;
use ecovalue::service::Term;
use ecovalue::table::Table;
use ecovalue::valuation::{Absence, Book, PriceBasis};
use ecovalue::{Parameters, Profile, Setting, Statistics};

/// What is done in a setting of one zone with the spending of tourists, in prices of 2015.
fn in_setting(work: impl FnOnce(&Setting<'_>)) {
    let (profile, parameters) = (Profile::shipped("hj1173_2021").unwrap(), Parameters::shipped());
    let statistics = Statistics::from_table(&Table::parse("statistics.csv", STATISTICS).unwrap()).unwrap();
    let zones = ["north".to_owned()];
    let mut setting = Setting::new(&profile, &parameters, &statistics, &zones, 2019).with_unverified();
    setting.basis = PriceBasis::constant(2015);
    work(&setting);
}

#[test]
fn a_default_in_place_of_a_statistic_is_marked_as_assumed() {
    in_setting(|setting| {
        let mut book = Book::default();
        let terms = [Term::StatisticOr("tourism_visits", 0.25)];
        let read = setting.terms(&terms, None, "north", &mut book).unwrap();
        assert_eq!(read.values, [0.25]);
        let evidence: Vec<_> = read.evidence.iter().map(|id| book.get(*id).unwrap()).collect();
        let [only] = evidence.as_slice() else { panic!("{evidence:?}") };
        assert!(only.assumed && only.verified == Verified::No, "{only:?}");
        let notes: Vec<String> = read.notes.iter().map(ToString::to_string).collect();
        assert_eq!(notes, ["no statistic tourism_visits in 2019: 0.25 was taken"]);
    });
}

#[test]
fn an_amount_read_beside_a_missing_statistic_is_not_listed_as_re_expressed() {
    in_setting(|setting| {
        let mut book = Book::default();
        let (spend, missing) = (Term::Statistic("tourism_spend"), Term::Statistic("tourism_visits"));
        let read = setting.terms(&[spend, missing], None, "north", &mut book);
        assert!(matches!(read, Err(Absence::NotAccounted(_))), "{read:?}");
        assert!(book.list().is_empty() && book.rows().next().is_none());
        assert_eq!(book.reexpressed(), [], "amounts of a number that is not there");
        // Read again for a number that is there, it is listed.
        setting.terms(&[spend], None, "north", &mut book).unwrap();
        let [only] = book.reexpressed() else { panic!("{:?}", book.reexpressed()) };
        assert_eq!((only.key.as_str(), only.amount, only.from, only.to), ("tourism_spend", 5e7, 2019, 2015));
    });
}

#[test]
fn a_share_of_nothing_is_no_number() {
    let folder = Folder::new();
    folder.put("statistics.csv", STATISTICS.replace("gdp,north,,2019,3,", "gdp,north,,2019,0,"));
    let result = folder.outcome();
    let indices = &result.years.first().unwrap().indices;
    let zero: Vec<_> =
        indices.iter().filter(|index| index.above.is_some() && index.below == Some(0.0)).collect();
    assert!(!zero.is_empty() && zero.iter().all(|index| index.zone == "north"));
    for index in zero {
        let reason = index.value.as_ref().map_err(ToString::to_string);
        assert!(reason.as_ref().is_err_and(|reason| reason.ends_with("is 0")), "{reason:?}");
    }
}

#[test]
fn cells_below_zero_are_told_as_they_are_counted() {
    for (policy, said) in [("keep", "they stay in the total"), ("clamp", "they count as 0")] {
        let folder = Folder::new();
        let service = format!("[service.water_retention]\nnegative = \"{policy}\"\n");
        folder.put("profiles/own.toml", format!("id = \"own\"\nextends = \"hj1173_2021\"\n{service}"));
        folder.edit("run.toml", "profile = \"hj1173_2021\"", "profile = \"own\"");
        let layer =
            "[[layer]]\nname = \"actual_evapotranspiration\"\nvalue = 2000.0\nunit = \"mm\"\n\n[statistics]";
        folder.edit("run.toml", "[statistics]", layer);
        let result = folder.outcome();
        let notes: Vec<String> =
            result.years.first().unwrap().account.notes.iter().map(ToString::to_string).collect();
        let below: Vec<_> = notes.iter().filter(|note| note.contains("cells are below 0")).collect();
        assert!(!below.is_empty() && below.iter().all(|note| note.ends_with(said)), "{policy}: {notes:?}");
    }
}

#[test]
fn what_is_given_by_ecosystem_for_the_run_is_given_for_its_only_zone() {
    let folder = Folder::new();
    folder.put("cells.csv", "zone,class,area,rain\nnorth,13,100,1100\nnorth,51,200,1000\n");
    let given = "tourism_visits,,13,2019,10,person,,,,survey,official,yes,\n";
    let north: String = STATISTICS.split_inclusive('\n').filter(|line| !line.contains(",south,")).collect();
    folder.put("statistics.csv", format!("{north}{given}"));
    let result = folder.outcome();
    let rows = &result.years.first().unwrap().account.rows;
    let rows: Vec<_> = rows.iter().filter(|row| row.quantity == Some(10.0)).collect();
    assert!(!rows.is_empty() && rows.iter().all(|row| row.zone == "north"), "{rows:?}");
}
