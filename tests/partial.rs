//! Partial accounts: any split merges to the same bytes, and bytes that were damaged on the way are told.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

mod points;

use ecovalue::account::columns::{Dependents, Replaced, ReplacedColumns, Workspace};
use ecovalue::account::compile;
use ecovalue::account::lines::FinishedPass;
use ecovalue::account::partial::{Partial, RedrawnSums, add_redrawn};
use ecovalue::account::plan::Plan;
use ecovalue::input::cells::Cells;
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

/// The sums of a draw, in buffers that another draw has used.
fn redrawn(plan: &Plan, cells: &Cells, dependents: &Dependents, replaced: &Replaced) -> Vec<RedrawnSums> {
    let (mut workspace, mut buffers) = (Workspace::default(), ReplacedColumns::default());
    let (columns, _) = workspace.columns(plan, cells);
    let mut sums = Vec::new();
    for replaced in [&Replaced::Scaled(0.5), replaced] {
        sums = vec![RedrawnSums::new(); dependents.supplies().len()];
        add_redrawn(&columns, dependents, std::slice::from_ref(replaced), &mut buffers, &mut sums);
    }
    sums
}

fn slot(plan: &Plan, id: &str) -> usize {
    plan.columns.iter().position(|column| column.quantity.id == id).unwrap()
}

#[test]
fn replaced_columns_give_what_other_cells_would() {
    let wetter: fn(f64) -> f64 = |value| value * 1.25;
    let warmer: fn(f64) -> f64 = |value| value + 2.5;
    let cases = [
        ("precipitation", 0, Replaced::Scaled(1.25), wetter),
        ("temperature", 1, Replaced::Shifted(2.5), warmer),
    ];
    for (id, column, replaced, change) in &cases {
        for alike in [false, true] {
            with_plan(|plan, _, _| {
                let mut cells = land(0..600).cells().clone();
                if alike {
                    cells.columns[1].fill(12.5);
                    cells.alike = vec![false, true];
                }
                let mut other = cells.clone();
                other.columns[*column].iter_mut().for_each(|value| *value = change(*value));
                let mut wanted = Partial::new(plan);
                wanted.add(plan, &other);
                let dependents = Dependents::new(plan, &[slot(plan, id)], &[]);
                assert_eq!(dependents.replaced(), [slot(plan, id)]);
                let sums = redrawn(plan, &cells, &dependents, replaced);
                assert!(!sums.is_empty() && sums.iter().all(|sums| !sums.is_empty()));
                for (supply, sums) in dependents.supplies().iter().zip(&sums) {
                    assert_eq!(sums.len(), wanted.supplies[*supply].len());
                    for (key, (sum, absent)) in sums {
                        assert_eq!(*sum, wanted.supplies[*supply][key].quantity, "{id} {key:?}");
                        let missing = wanted.missing[*supply].iter();
                        let missing = missing.filter(|((zone, _, class), _)| (*zone, *class) == *key);
                        assert_eq!(
                            *absent,
                            missing.map(|(_, tally)| tally.cells).sum::<u64>(),
                            "{id} {key:?}"
                        );
                    }
                }
            });
        }
    }
}

/// 1 km² of mixed forest at 0 °C with 1100 mm: L = 300 mm, ET = 1100/√(0.9 + (11/3)²) = 290.436 mm, R = 38.72 mm;
/// 770.844 mm.
#[test]
fn a_draw_of_rain_is_that_of_the_equation() {
    let mut land = Landscape::new();
    land.cell("north", "13".parse().unwrap(), 1e6).unwrap();
    land.column(PRECIPITATION, vec![1000.0]).unwrap();
    land.column(TEMPERATURE, vec![0.0]).unwrap();
    let (profile, parameters) = (Profile::shipped("hj1173_2021").unwrap(), Parameters::shipped());
    let statistics = Statistics::default();
    let setting = Setting::new(&profile, &parameters, &statistics, land.zones(), 2019).with_unverified();
    let plan = Plan::new(&setting, land.legend(), &mut Book::default()).unwrap();
    let dependents = Dependents::new(&plan, &[slot(&plan, "precipitation")], &[]);
    let water = dependents
        .supplies()
        .iter()
        .position(|supply| plan.supplies[*supply].supply.indicator == "retained_water");
    let sums = redrawn(&plan, land.cells(), &dependents, &Replaced::Scaled(1.1));
    assert_eq!(sums[water.unwrap()][&(0, 0)].0.total().round(), 770_844.0);
    // What does not depend on a column is left alone.
    assert!(
        Dependents::new(&plan, &[slot(&plan, "precipitation")], dependents.supplies()).replaced().is_empty()
    );
}

#[test]
fn lines_come_to_the_rows_of_the_account() {
    with_plan(|plan, setting, book| {
        let land = land(0..600);
        let partial = partial(plan, &land);
        let pass = FinishedPass { setting, legend: land.legend(), plan, partial: &partial };
        let mut lines = Vec::new();
        assert!(pass.lines(None, &mut book.clone(), &mut |line| lines.push(line)).as_slice().is_empty());
        let account = compile(setting, land.legend(), plan, &partial, book).unwrap();
        let mut valued = 0;
        for line in lines.iter().filter(|line| line.is_of_parts()) {
            for part in line.parts.iter().filter(|part| part.cells > 0) {
                let mut rows = account.rows.iter().filter(|row| {
                    row.indicator.id == line.indicator.id
                        && row.zone == line.territory.name
                        && row.ecosystem == Some(part.ecosystem)
                });
                let (row, result) = (rows.next().unwrap(), line.evaluate(part.sum));
                assert!(rows.next().is_none());
                assert_eq!(
                    (row.quantity, row.price, row.value),
                    (result.quantity, result.price, result.value)
                );
                valued += usize::from(row.value.is_some());
            }
            // The same rows give the same numbers.
            if let Ok(Some(price)) = &line.price {
                let again = price.numbers.again(setting, Some(&line.planned.choice)).unwrap();
                assert_eq!(again.as_ref(), Some(&price.numbers.values));
            }
        }
        assert_eq!(valued, account.rows.iter().filter(|row| row.value.is_some()).count());
        assert!(valued >= 4);
        // An indicator without its layers is a line with a reason, and a row with the same.
        let absent = lines.iter().filter(|line| line.amount.is_err()).count();
        assert!(absent > 0 && absent <= account.rows.iter().filter(|row| row.quantity.is_none()).count());
    });
}
