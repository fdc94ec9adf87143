//! Partial accounts: any split merges to the same bytes, and bytes that were damaged on the way are told.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

mod points;

use ecovalue::account::compile;
use ecovalue::account::partial::Partial;
use ecovalue::account::plan::Plan;
use ecovalue::quantity::{PRECIPITATION, TEMPERATURE};
use ecovalue::valuation::Book;
use ecovalue::{Landscape, Parameters, Profile, Setting, Statistics};
use points::Points;

impl Points {
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.bits() % end as u64).unwrap()
    }
}

/// 600 cells in two zones and four ecosystem types, of which every seventh has no rain.
fn land(cells: std::ops::Range<u32>) -> Landscape {
    let mut land = Landscape::new();
    // Every part knows all names in one order, as the parts of one map do.
    for (zone, class) in [("north", "11e"), ("south", "13"), ("north", "51"), ("south", "32a")] {
        land.cell(zone, class.parse().unwrap(), 0.0).unwrap();
    }
    let mut rain = vec![f64::NAN; 4];
    for cell in cells.clone() {
        let class = ["11e", "13", "51", "32a"][cell as usize % 4];
        let zone = if cell % 3 == 0 { "north" } else { "south" };
        land.cell(zone, class.parse().unwrap(), 900.0 + f64::from(cell) / 7.0).unwrap();
        rain.push(if cell % 7 == 0 { f64::NAN } else { 100.0 + f64::from(cell) });
    }
    let temperature = [0; 4].into_iter().chain(cells).map(|cell| f64::from(cell) / 40.0).collect();
    land.column(PRECIPITATION, rain).unwrap();
    land.column(TEMPERATURE, temperature).unwrap();
    land
}

/// What is done with a plan for some land.
fn with_plan<T>(work: impl FnOnce(&Plan, &Setting<'_>, Book) -> T) -> T {
    let (profile, parameters) = (Profile::shipped("hj1173_2021").unwrap(), Parameters::shipped());
    let (statistics, land) = (Statistics::default(), land(0..0));
    let setting = Setting::new(&profile, &parameters, &statistics, land.zones(), 2019).with_unverified();
    let mut book = Book::default();
    let plan = Plan::new(&setting, land.legend(), &mut book).unwrap();
    work(&plan, &setting, book)
}

fn partial(plan: &Plan, land: &Landscape) -> Partial {
    let mut partial = Partial::new(plan);
    partial.add(plan, land.cells());
    partial
}

#[test]
fn any_split_travels_as_bytes_and_merges_to_the_same_bytes() {
    with_plan(|plan, _, _| {
        // The four names stand in every part, with no area; counts are compared for the same number of parts.
        let parts = |cuts: &[u32]| {
            let mut whole = Partial::new(plan);
            for pair in cuts.windows(2) {
                let bytes = partial(plan, &land(pair[0]..pair[1])).to_bytes();
                whole.merge(&Partial::from_bytes(&bytes).unwrap());
            }
            whole.to_bytes()
        };
        let one = parts(&[0, 1, 2, 600]);
        assert!(one.len() > 1000);
        for cuts in [[0, 200, 400, 600], [0, 599, 600, 600], [0, 0, 17, 600]] {
            assert!(parts(&cuts) == one, "{cuts:?}");
        }
        assert!(parts(&[0, 200, 400, 599]) != one);
    });
}

#[test]
fn bytes_that_were_cut_are_refused() {
    with_plan(|plan, _, _| {
        let bytes = partial(plan, &land(0..600)).to_bytes();
        for end in 0..bytes.len() {
            assert!(Partial::from_bytes(&bytes[..end]).is_err(), "{end}");
        }
        let longer = [&bytes[..], &[0]].concat();
        let error = Partial::from_bytes(&longer).unwrap_err().to_string();
        assert!(error.contains("go on behind the end") && error.contains("EV-A001"), "{error}");
    });
}

/// Damage that is not told reads as another partial account, which must be compiled without a panic.
///
/// `ECOVALUE_MUTATIONS` asks for more than the few that every test run makes.
#[test]
fn damaged_bytes_are_refused_or_are_another_partial_account() {
    #[allow(clippy::disallowed_methods, reason = "the length of a test is no figure")]
    let count = std::env::var("ECOVALUE_MUTATIONS").ok().and_then(|count| count.parse().ok());
    with_plan(|plan, setting, _| {
        let land = land(0..60);
        let bytes = partial(plan, &land).to_bytes();
        let mut points = Points(41);
        let mut read = 0;
        for _ in 0..count.unwrap_or(4000) {
            let mut damaged = bytes.clone();
            for _ in 0..=points.below(3) {
                let place = points.below(damaged.len());
                match points.below(4) {
                    0 => damaged[place] ^= 1 << points.below(8),
                    1 => damaged[place] = points.bits().to_le_bytes()[0],
                    2 => damaged.truncate(place.max(1)),
                    _ => damaged[place] = [0, 1, 0x7f, 0x80, 0xff][points.below(5)],
                }
            }
            let Ok(mut other) = Partial::from_bytes(&damaged) else { continue };
            read += 1;
            assert!(other.to_bytes() == damaged);
            other.merge(&partial(plan, &land));
            let _ = compile(setting, land.legend(), plan, &other, Book::default());
        }
        assert!(read > 0, "no damage was read as another account");
    });
}
