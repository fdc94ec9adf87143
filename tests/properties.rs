//! What holds for every service and every equation variant of it, on land with random columns.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

mod points;

use ecovalue::account::partial::Partial;
use ecovalue::account::plan::Plan;
use ecovalue::input::statistics::STATISTICS;
use ecovalue::quantity::{AREA, QUANTITIES};
use ecovalue::service::{Physical, REGISTRY, Rule, Scope, Service};
use ecovalue::table::Table;
use ecovalue::valuation::Book;
use ecovalue::{Landscape, Parameters, Profile, Setting, Statistics};
use points::Points;

const CELLS: usize = 300;
const CLASSES: [&str; 6] = ["11e", "31", "41", "42", "51p", "61"];

/// Random land with a value for every quantity the crate knows; one in twenty is missing.
struct Land {
    zone: Vec<&'static str>,
    class: Vec<&'static str>,
    area: Vec<f64>,
    columns: Vec<Vec<f64>>,
}

impl Land {
    fn random(seed: u64) -> Self {
        let mut points = Points(seed);
        let mut pick = |count: usize| usize::try_from(points.bits() % count as u64).unwrap();
        let zone = (0..CELLS).map(|_| ["north", "south"][pick(2)]).collect();
        let class = (0..CELLS).map(|_| CLASSES[pick(CLASSES.len())]).collect();
        let mut points = Points(seed + 1);
        let mut unit = || f64::from(u32::try_from(points.bits() >> 32).unwrap()) / f64::from(u32::MAX);
        let area = (0..CELLS).map(|_| 1e6 * unit()).collect();
        let mut column = |low: f64, high: f64, count: usize| {
            let value = |_| if unit() < 0.05 { f64::NAN } else { low + (high - low) * unit() };
            (0..count).map(value).collect::<Vec<f64>>()
        };
        let mut columns: Vec<Vec<f64>> = QUANTITIES
            .iter()
            .map(|quantity| column(quantity.range.0, quantity.range.1, CELLS * quantity.bands))
            .collect();
        // Shares of one soil add up to 100 %.
        let of = |id: &str| QUANTITIES.iter().position(|quantity| quantity.id == id).unwrap();
        let halves = |column: &[f64]| column.iter().map(|share| share * 0.5).collect::<Vec<f64>>();
        let (sand, silt) = (halves(&columns[of("sand")]), halves(&columns[of("silt")]));
        columns[of("clay")] = sand.iter().zip(&silt).map(|(sand, silt)| 100.0 - sand - silt).collect();
        (columns[of("sand")], columns[of("silt")]) = (sand, silt);
        Self { zone, class, area, columns }
    }

    /// Some of the cells, with areas times a factor.
    fn part(&self, cells: std::ops::Range<usize>, factor: f64) -> Landscape {
        let mut land = Landscape::new();
        // Every part knows all names in one order, as the parts of one map do.
        for (zone, class) in ["north", "south"].iter().flat_map(|zone| CLASSES.map(|class| (zone, class))) {
            land.cell(zone, class.parse().unwrap(), 0.0).unwrap();
        }
        let names = 2 * CLASSES.len();
        for cell in cells.clone() {
            land.cell(self.zone[cell], self.class[cell].parse().unwrap(), factor * self.area[cell]).unwrap();
        }
        for (quantity, column) in
            QUANTITIES.iter().zip(&self.columns).filter(|(quantity, _)| quantity.id != AREA.id)
        {
            let band = |band: usize| {
                let values = cells.clone().map(move |cell| column[band * CELLS + cell]);
                std::iter::repeat_n(f64::NAN, names).chain(values)
            };
            land.column(*quantity, (0..quantity.bands).flat_map(band).collect()).unwrap();
        }
        land
    }
}

/// Every statistic as 1 of its unit, so that rules of totals have their terms.
fn statistics() -> Statistics {
    let rows = STATISTICS
        .iter()
        .map(|statistic| format!("{},,2019,1,{},2019,test,official,yes\n", statistic.key, statistic.unit));
    let header = "key,zone,year,value,unit,price_year,source,status,verified\n".to_owned();
    let table = Table::parse("statistics.csv", &rows.fold(header, |text, row| text + &row)).unwrap();
    Statistics::from_table(&table).unwrap()
}

/// For each key without a plain row, its first variant.
fn first_variants(parameters: &Parameters) -> String {
    let variant =
        |key: &str| parameters.variants(key).first().map(|variant| format!("{key} = \"{variant}\""));
    let lacking = parameters.keys().into_iter().filter(|key| parameters.variants(key).first() != Some(&""));
    lacking.filter_map(variant).collect::<Vec<_>>().join(", ")
}

/// What is done with the plan of each variant of each service, all of whose inputs are layers.
fn for_every_variant(mut work: impl FnMut(&str, &Plan)) {
    let (parameters, statistics) = (Parameters::shipped(), statistics());
    let chosen = first_variants(&parameters);
    let land = Land::random(1).part(0..0, 1.0);
    for (service, physical) in variants() {
        let text = format!(
            "id = \"own\"\ntitle = \"t\"\nstatus = \"published\"\nsource = \"test\"\n[service.{}]\nphysical = \"{}\"\nvalue = \"{}\"\nvariants = {{ {chosen} }}\n",
            service.id,
            physical.id,
            value_of(service, physical)
        );
        let profile = Profile::parse("own.toml", &text).unwrap();
        let mut setting =
            Setting::new(&profile, &parameters, &statistics, land.zones(), 2019).with_unverified();
        // Rows of lakes hold for a region of lakes only.
        let lakes = parameters.rows().iter().find(|row| row.key == "lake_storage_intercept");
        setting.regions.extend(lakes.map(|row| row.region.clone()));
        let plan = Plan::new(&setting, land.legend(), &mut Book::default()).unwrap();
        assert!(
            plan.services[0].unavailable.is_empty(),
            "{}: {:?}",
            service.id,
            plan.services[0].unavailable
        );
        work(&format!("{}/{}", service.id, physical.id), &plan);
    }
}

/// A value variant that makes money of something that the physical variant gives.
fn value_of(service: &'static Service, physical: &'static Physical) -> &'static str {
    let prices =
        |rule: &Rule| rule.price().is_none() || Service::supply(physical, rule.indicator()).is_some();
    service.values.iter().find(|valuation| valuation.rules.iter().any(prices)).unwrap().id
}

fn variants() -> impl Iterator<Item = (&'static Service, &'static Physical)> {
    let all =
        REGISTRY.iter().flat_map(|service| service.physical.iter().map(move |physical| (*service, physical)));
    all.filter(|(_, physical)| {
        physical.supplies.iter().any(|supply| !matches!(supply.scope(), Scope::Zone(_)))
    })
}

fn partial(plan: &Plan, land: &Landscape) -> Partial {
    let mut partial = Partial::new(plan);
    partial.add(plan, land.cells());
    partial
}

#[test]
fn every_service_splits_and_merges_to_the_same_bytes() {
    let land = Land::random(7);
    for_every_variant(|name, plan| {
        // Empty parts carry the names, so that counts are those of the same number of parts.
        let merged = |cuts: &[usize]| {
            let mut whole = Partial::new(plan);
            for pair in cuts.windows(2).rev() {
                whole.merge(&partial(plan, &land.part(pair[0]..pair[1], 1.0)));
            }
            whole.to_bytes()
        };
        let halves = merged(&[0, 150, 300, 300, 300]);
        assert!(halves == merged(&[0, 1, 7, 299, 300]) && halves == merged(&[0, 0, 0, 0, 300]), "{name}");
    });
}

#[test]
fn every_service_of_cells_doubles_with_the_area_to_the_bit() {
    let land = Land::random(11);
    for_every_variant(|name, plan| {
        let (once, twice) =
            (partial(plan, &land.part(0..CELLS, 1.0)), partial(plan, &land.part(0..CELLS, 2.0)));
        let mut counted = 0;
        for (single, double) in once.supplies.iter().zip(&twice.supplies) {
            for (key, supplied) in single {
                let total = supplied.quantity.total();
                assert_eq!((2.0 * total).to_bits(), double[key].quantity.total().to_bits(), "{name}");
                counted += u32::from(total != 0.0);
            }
        }
        assert!(counted > 0, "{name} supplies nothing on random land");
    });
}

#[test]
fn a_higher_price_never_lowers_the_value_of_what_is_not_negative() {
    let rules = REGISTRY.iter().flat_map(|service| {
        service.values.iter().flat_map(move |valuation| {
            valuation.rules.iter().map(move |rule| (service.id, valuation.id, rule))
        })
    });
    for (service, variant, rule) in rules {
        let Some(priced) = rule.price() else { continue };
        for quantity in [0.0, 1e-3, 7.5, 321.49e8] {
            let mut before = f64::NEG_INFINITY;
            for price in [0.0, 0.53, 7.06, 379.87, 1e6] {
                let now = priced.value(quantity, price);
                assert!(now >= before, "{service}/{variant} of {quantity} at {price}");
                before = now;
            }
        }
    }
}
