//! What every service of the registry keeps to, whoever writes it.

use std::collections::BTreeSet;

use ecovalue::equation::{CellEquation, InputColumns, NumberEquation, PriceEquation, Single, in_single};
use ecovalue::input::statistics;
use ecovalue::parameter::Parameters;
use ecovalue::quantity::{AREA, Quantity};
use ecovalue::service::{Category, REGISTRY, Rule, Scope, Service, Supply, Term};
use ecovalue::unit::Unit;

/// Places in the range of a quantity.
const PLACES: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];
/// Drivers that are blocks.
const BLOCKS_OF_DRIVERS: usize = 2;
/// Supplies that are blocks.
const BLOCKS_OF_SERVICES: usize = 0;
/// Areas [m²]: a cell, a cut cell, a mu, a square kilometre, a country.
const AREAS: [f64; 5] = [900.0, 37.281, 10_000.0 / 15.0, 1e6, 9.6e12];

fn at(quantity: &Quantity, place: f64) -> Vec<f64> {
    let (low, high) = quantity.range;
    vec![low + (high - low) * place; quantity.bands]
}

/// An equation over one cell, every input at the same place of its range but for one that is replaced.
fn run(equation: &dyn CellEquation, place: f64, replace: impl Fn(&Quantity) -> Option<Vec<f64>>) -> f64 {
    let columns: Vec<Vec<f64>> =
        equation.inputs().iter().map(|input| replace(input).unwrap_or_else(|| at(input, place))).collect();
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    // Neither a number of any equation nor missing: what an equation leaves when it writes nothing.
    let mut out = [f64::INFINITY];
    equation.run(InputColumns::Wide(&columns), &mut out);
    out[0]
}

/// Every supply with a name to complain about.
fn supplies() -> impl Iterator<Item = (String, &'static Service, &'static Supply)> {
    REGISTRY.iter().flat_map(|service| {
        service.physical.iter().flat_map(move |physical| {
            physical.supplies.iter().map(move |supply| {
                (format!("{}/{}/{}", service.id, physical.id, supply.indicator), *service, supply)
            })
        })
    })
}

/// Every rule with a name to complain about.
fn rules() -> impl Iterator<Item = (String, &'static Service, &'static Rule)> {
    REGISTRY.iter().flat_map(|service| {
        service.values.iter().flat_map(move |valuation| {
            valuation.rules.iter().map(move |rule| {
                (format!("{}/{}/{}", service.id, valuation.id, rule.indicator()), *service, rule)
            })
        })
    })
}

/// The per-cell supplies.
fn of_cells() -> impl Iterator<Item = (String, &'static dyn CellEquation)> {
    supplies().filter_map(|(name, _, supply)| Some((name, supply.scope().cells()?)))
}

/// Equations of zones, prices and given money, with a name to complain about.
fn equations() -> impl Iterator<Item = (String, &'static dyn NumberEquation)> {
    let zones = supplies().filter_map(|(name, _, supply)| match supply.scope() {
        Scope::Zone(equation) => Some((name, equation)),
        Scope::Cell(_) | Scope::Total { .. } => None,
    });
    let prices = rules().filter_map(|(name, _, rule)| {
        let price = rule.price().map(PriceEquation::price);
        Some((name, price.or_else(|| rule.amount())?))
    });
    zones.chain(prices)
}

fn is_id(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn unique<'a>(ids: impl Iterator<Item = &'a str>, of: &str) {
    let mut known = BTreeSet::new();
    for id in ids {
        assert!(is_id(id), "`{id}` of {of} is no id");
        assert!(known.insert(id), "`{id}` of {of} stands twice");
    }
    assert!(!known.is_empty(), "{of} is empty");
}

fn bilingual(name: &str, name_zh: &str, of: &str) {
    assert!(name.chars().any(char::is_alphabetic), "{of} has no English name");
    assert!(name_zh.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{of} has no Chinese name");
}

#[test]
fn ids_are_unique_and_every_equation_names_an_indicator() {
    unique(REGISTRY.iter().map(|service| service.id), "services");
    for service in REGISTRY {
        let known = |indicator: &str, of: &str| {
            assert!(service.indicator(indicator).is_some(), "{of} of {} names `{indicator}`", service.id);
        };
        unique(service.indicators.iter().map(|indicator| indicator.id), service.id);
        unique(service.physical.iter().map(|physical| physical.id), service.id);
        unique(service.values.iter().map(|valuation| valuation.id), service.id);
        for physical in service.physical {
            // What is given in money alone has no quantity.
            if !(physical.id == "given_value" && physical.supplies.is_empty()) {
                unique(physical.supplies.iter().map(|supply| supply.indicator), physical.id);
            }
            physical.supplies.iter().for_each(|supply| known(supply.indicator, physical.id));
        }
        for valuation in service.values {
            if valuation.id != "physical_only" {
                unique(valuation.rules.iter().map(Rule::indicator), valuation.id);
            }
            valuation.rules.iter().for_each(|rule| known(rule.indicator(), valuation.id));
        }
        for indicator in service.indicators {
            let supplied = supplies()
                .any(|(_, owner, supply)| owner.id == service.id && supply.indicator == indicator.id);
            let ruled =
                rules().any(|(_, owner, rule)| owner.id == service.id && rule.indicator() == indicator.id);
            assert!(supplied || ruled, "nothing gives {} of {}", indicator.id, service.id);
        }
    }
}

#[test]
fn names_are_in_both_languages_and_equations_have_a_source() {
    for category in Category::ALL {
        bilingual(category.names().0, category.names().1, "category");
    }
    for service in REGISTRY {
        bilingual(service.name, service.name_zh, service.id);
        service
            .indicators
            .iter()
            .for_each(|indicator| bilingual(indicator.name, indicator.name_zh, indicator.id));
        service.physical.iter().for_each(|physical| assert!(!physical.source.is_empty(), "{}", physical.id));
        service.values.iter().for_each(|valuation| assert!(!valuation.source.is_empty(), "{}", valuation.id));
    }
    for (name, _, supply) in supplies() {
        assert!(!supply.formula.is_empty(), "{name}");
    }
    for (name, _, rule) in rules() {
        match rule {
            Rule::LeftOut { reason, .. } => assert!(!reason.name().zh.is_empty(), "{name}"),
            _ => assert!(!rule.formula().is_empty(), "{name}"),
        }
    }
}

#[test]
fn units_are_read_and_a_price_is_per_unit_of_its_indicator() {
    let unit = |text: &str| text.parse::<Unit>().unwrap();
    for service in REGISTRY {
        service.indicators.iter().for_each(|indicator| drop(unit(indicator.unit)));
    }
    for (name, service, rule) in rules() {
        let indicator = service.indicator(rule.indicator()).unwrap();
        if let Some(priced) = rule.price() {
            let expected = unit(&format!("CNY/({})", indicator.unit));
            let found = priced.price().unit();
            let conversion = unit(found).to(&expected).unwrap();
            assert!(conversion.is_identity(), "{name}: {found} per {}", indicator.unit);
        } else if rule.amount().is_some() {
            assert_eq!(indicator.unit, "CNY", "{name}");
        }
    }
}

#[test]
fn every_term_is_a_known_statistic_or_has_a_row_in_its_unit() {
    let shipped = Parameters::shipped();
    for (name, equation) in equations() {
        let terms = equation.terms();
        unique(terms.iter().map(Term::key), &name);
        for term in terms {
            match term {
                Term::Statistic(key) => assert!(statistics::known(key).is_ok(), "{name}: {key}"),
                Term::StatisticOr(key, default) => {
                    assert!(default.is_finite(), "{name}");
                    assert!(statistics::known(key).is_ok(), "{name}: {key}");
                }
                Term::Parameter(key, unit) => {
                    let unit: Unit = unit.parse().unwrap();
                    let mut rows = shipped.rows().iter().filter(|row| row.key == key).peekable();
                    assert!(rows.peek().is_some(), "{name}: no row of {key}");
                    assert!(rows.all(|row| row.unit.to(&unit).is_ok()), "{name}: {key}");
                }
            }
        }
    }
}

/// A term's unit is that of its function's argument; a statistic is read in the unit of its table.
#[test]
fn a_statistic_is_bound_in_its_unit() {
    let rules = supplies().filter_map(|(name, _, supply)| match supply.scope() {
        Scope::Total { rule, .. } => Some((name, rule.terms(), rule.units())),
        Scope::Cell(_) | Scope::Zone(_) => None,
    });
    let numbers = equations().map(|(name, equation)| (name, equation.terms(), equation.units()));
    let mut bound = 0;
    for (name, terms, units) in rules.chain(numbers) {
        for (term, unit) in terms.iter().zip(units) {
            match *term {
                Term::Parameter(_, declared) => assert_eq!(declared, unit, "{name}"),
                Term::Statistic(key) | Term::StatisticOr(key, _) => {
                    assert_eq!(statistics::known(key).unwrap().unit, unit, "{name}: {key}");
                }
            }
            bound += 1;
        }
    }
    assert!(bound > 15, "{bound}");
}

/// Equations that take their columns as they are: nothing holds their units against their inputs.
#[test]
fn few_equations_are_blocks() {
    let drivers = ecovalue::driver::registry().filter(|driver| driver.equation.is_block());
    let drivers: Vec<String> = drivers.map(|driver| format!("{}/{}", driver.output.id, driver.id)).collect();
    assert_eq!(drivers.len(), BLOCKS_OF_DRIVERS, "{drivers:?}");
    let supplies: Vec<String> =
        of_cells().filter(|(_, equation)| equation.is_block()).map(|(name, _)| name).collect();
    assert_eq!(supplies.len(), BLOCKS_OF_SERVICES, "{supplies:?}");
}

#[test]
fn a_missing_input_makes_the_cell_missing() {
    for (name, equation) in of_cells() {
        let inputs = equation.inputs();
        for (missing, place) in inputs.iter().flat_map(|input| PLACES.map(|place| (input, place))) {
            for band in 0..missing.bands {
                let found = run(equation, place, |input| {
                    let mut column = at(input, place);
                    column[band % input.bands] = f64::NAN;
                    (input.id == missing.id).then_some(column)
                });
                assert!(found.is_nan(), "{name} without {} at {place}: {found}", missing.id);
            }
        }
    }
}

/// A pass hands an equation the columns of the last block as they are.
#[test]
fn an_equation_writes_every_cell_of_every_band() {
    const CELLS: usize = 37;
    let untouched = f64::from_bits(0x7ff8_0000_dead_beef);
    let drivers = ecovalue::driver::registry();
    let drivers = drivers.map(|driver| (driver.id.to_owned(), driver.equation, driver.output.bands));
    let supplies = of_cells().map(|(name, equation)| (name, equation, 1));
    for (name, equation, bands) in drivers.chain(supplies) {
        let inputs = equation.inputs();
        let place = |cell: usize| PLACES[cell % PLACES.len()];
        let column = |input: &&Quantity| -> Vec<f64> {
            let cells = (0..input.bands).flat_map(|_| 0..CELLS);
            cells.map(|cell| at(input, place(cell))[0]).collect()
        };
        let columns: Vec<Vec<f64>> = inputs.iter().map(column).collect();
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let mut out = vec![untouched; CELLS * bands];
        equation.run(InputColumns::Wide(&columns), &mut out);
        assert!(out.iter().all(|value| value.to_bits() != untouched.to_bits()), "{name}");
    }
}

/// Equations over columns of 32 bits give what they give over the same numbers in 64 bits, rounded once.
#[test]
#[expect(clippy::cast_possible_truncation, reason = "columns of 32 bits are what is tested")]
fn columns_of_32_bits_give_the_same_numbers() {
    const CELLS: usize = 1234;
    let drivers = ecovalue::driver::registry().filter(|driver| driver.output.bands == 1);
    let drivers = drivers.map(|driver| (driver.id.to_owned(), driver.equation));
    for (name, equation) in drivers.chain(of_cells()) {
        let inputs = equation.inputs();
        if inputs.iter().any(|input| input.bands > 1) {
            continue;
        }
        let place = |cell: usize| PLACES[cell % PLACES.len()];
        let column = |input: &&Quantity| -> Vec<f32> {
            (0..CELLS)
                .map(|cell| if cell == 700 { f32::NAN } else { at(input, place(cell))[0] as f32 })
                .collect()
        };
        let stored: Vec<Vec<f32>> = inputs.iter().map(column).collect();
        // The first column may be one number: one that 32 bits hold, and one that they do not.
        for number in [None, Some(0.5), Some(0.1)] {
            let wide = |(index, column): (usize, &Vec<f32>)| -> Vec<f64> {
                let number = number.filter(|_| index == 0);
                column.iter().map(|value| number.unwrap_or(f64::from(*value))).collect()
            };
            let wide: Vec<Vec<f64>> = stored.iter().enumerate().map(wide).collect();
            let wide: Vec<&[f64]> = wide.iter().map(Vec::as_slice).collect();
            let mut expected = vec![0.0; CELLS];
            equation.run(InputColumns::Wide(&wide), &mut expected);
            let mut columns: Vec<Single<'_>> = stored.iter().map(|column| Single::Column(column)).collect();
            if let (Some(number), Some(first)) = (number, columns.first_mut()) {
                *first = Single::All(number);
            }
            let mut found = vec![7.0_f32; CELLS];
            in_single(equation, &columns, &mut found);
            for (cell, (found, expected)) in found.iter().zip(&expected).enumerate() {
                let same =
                    found.to_bits() == (*expected as f32).to_bits() || found.is_nan() && expected.is_nan();
                assert!(same, "{name}, cell {cell}: {found} {expected}");
            }
        }
    }
}

#[test]
fn a_cell_in_the_middle_of_all_ranges_has_a_finite_supply() {
    for (name, equation) in of_cells() {
        let found = run(equation, 0.5, |_| None);
        assert!(found.is_finite(), "{name}: {found}");
    }
}

#[test]
fn a_supply_is_linear_in_area_to_the_bit() {
    for (name, equation) in of_cells() {
        assert!(equation.inputs().iter().any(|input| input.id == AREA.id), "{name} does not read the area");
        let of =
            |area: f64, place: f64| run(equation, place, |input| (input.id == AREA.id).then(|| vec![area]));
        for (area, place) in AREAS.into_iter().flat_map(|area| PLACES.map(|place| (area, place))) {
            let (once, twice) = (of(area, place), of(2.0 * area, place));
            assert!(once.is_finite(), "{name} at {place}");
            assert_eq!(twice.to_bits(), (2.0 * once).to_bits(), "{name} of {area} m2 at {place}");
            assert_eq!(of(0.0, place).abs().to_bits(), 0, "{name} at {place} without area");
        }
    }
}

#[test]
fn a_missing_term_makes_the_number_missing() {
    for (name, equation) in equations() {
        let terms = equation.terms();
        let good = vec![0.5; terms.len()];
        assert!(equation.value(&good).is_finite(), "{name}");
        for value in [0.0, 0.5, 2.0] {
            for index in 0..terms.len() {
                let mut values = vec![value; terms.len()];
                values[index] = f64::NAN;
                assert!(equation.value(&values).is_nan(), "{name} without {} at {value}", terms[index].key());
            }
        }
        let more = vec![0.5; terms.len() + 1];
        assert!(
            equation.value(&more).is_nan() && equation.value(&more[..terms.len() - 1]).is_nan(),
            "{name}"
        );
    }
}

#[test]
fn a_value_is_linear_in_the_quantity_and_missing_with_either() {
    for (name, _, rule) in rules() {
        let Some(priced) = rule.price() else { continue };
        let value = |quantity, price| priced.value(quantity, price);
        for (quantity, price) in [(321.49e8, 7.06), (-4400.0, 380.0), (0.198, 29.57)] {
            let once = value(quantity, price);
            assert!(once.is_finite() && (once < 0.0) == (quantity < 0.0), "{name}");
            assert_eq!(value(2.0 * quantity, price).to_bits(), (2.0 * once).to_bits(), "{name}");
        }
        for price in [0.0, 7.06] {
            assert!(value(f64::NAN, price).is_nan() && value(price, f64::NAN).is_nan(), "{name}");
            assert_eq!(value(0.0, price).to_bits(), 0, "{name}");
        }
    }
}

#[test]
fn every_shipped_profile_plans_and_says_what_its_total_is() {
    use ecovalue::account::plan::Plan;
    use ecovalue::parameter::profile::{Profile, shipped_ids};
    use ecovalue::{Landscape, Setting, Statistics};
    let mut land = Landscape::new();
    for class in ["11e", "21", "33", "41", "42", "51p", "51", "52", "61", "82"] {
        land.cell("north", class.parse().unwrap(), 1e6).unwrap();
    }
    let (parameters, statistics) = (Parameters::shipped(), Statistics::default());
    for id in shipped_ids() {
        let profile = Profile::shipped(id).unwrap();
        assert!(["published", "reconstructed"].contains(&profile.status.as_str()), "{id}");
        assert!(!profile.title_zh.is_empty() && !profile.source.is_empty(), "{id}");
        let setting = Setting::new(&profile, &parameters, &statistics, land.zones(), 2019).with_unverified();
        let plan = Plan::new(&setting, land.legend(), &mut ecovalue::valuation::Book::default());
        let plan = plan.unwrap_or_else(|findings| panic!("{id}: {findings}"));
        assert_eq!(plan.services.len(), profile.services.len(), "{id}");
    }
}

#[test]
fn a_cross_check_stands_beside_no_service_of_gep() {
    use ecovalue::account::plan::Plan;
    use ecovalue::{Landscape, Profile, Setting, Statistics};
    let mut land = Landscape::new();
    land.cell("north", "11e".parse().unwrap(), 1e6).unwrap();
    let text = "extends = \"xie2015\"\nid = \"own\"\n[service.tourism]\nphysical = \"given_value\"\nvalue = \"given_value\"\n";
    let profile = Profile::parse("own.toml", text).unwrap();
    let (parameters, statistics) = (Parameters::shipped(), Statistics::default());
    let setting = Setting::new(&profile, &parameters, &statistics, land.zones(), 2019).with_unverified();
    let findings =
        Plan::new(&setting, land.legend(), &mut ecovalue::valuation::Book::default()).err().unwrap();
    assert!(findings.to_string().contains("equivalent_factor is a cross-check"), "{findings}");

    let profile = Profile::shipped("xie2015").unwrap();
    let setting = Setting::new(&profile, &parameters, &statistics, land.zones(), 2010).with_unverified();
    let account = ecovalue::Account::of(&setting, &land).unwrap();
    // 100 hm² of broadleaf forest at 3406.5 CNY an equivalent: a total, and no GEP.
    assert!(account.gross_ecosystem_product(None).is_none());
    assert!(account.total(None).is_some_and(|total| total > 1e6));
}
