//! Ecological energy (生态能源): hydropower and fuels from biomass.
//!
//! Wind and solar power are left out: a GEP counts what living ecosystems produce. Lists differ on hydropower, which is a
//! physical variant of its own.

use super::{Category, Indicator, Physical, Rule, Service, Supply, Term, Valuation, as_given, unbound_price, unbound_numbers, ScopeEntry};
use crate::unit::{Cny, CnyPerKwh, CnyPerM3, CnyPerTonne, KilowattHours, Tonnes, VolumeM3};

/// Registry entry.
pub const SERVICE: Service = Service {
    id: "ecological_energy",
    name: "Ecological energy",
    name_zh: "生态能源",
    category: Category::Provisioning,
    indicators: &[&Indicator { id: "hydropower", name: "hydropower", name_zh: "水力发电量", unit: KilowattHours::SYMBOL }, &Indicator { id: "straw", name: "straw as fuel", name_zh: "秸秆能源", unit: Tonnes::SYMBOL }, &Indicator { id: "firewood", name: "firewood", name_zh: "薪柴", unit: Tonnes::SYMBOL }, &Indicator { id: "biogas", name: "biogas", name_zh: "沼气", unit: VolumeM3::SYMBOL }],
    physical: &[
        Physical {
            id: "hydropower",
            supplies: &[HYDROPOWER],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302, Table 3",
        },
        Physical {
            id: "biomass",
            supplies: &[STRAW, FIREWOOD, BIOGAS],
            source: "biomass energy alone, as recalled of the 2022 trial rule; unverified",
        },
        Physical {
            id: "hydropower_and_biomass",
            supplies: &[HYDROPOWER, STRAW, FIREWOOD, BIOGAS],
            source: "ecological energy, as recalled of the 2020 GEP guideline; unverified",
        },
    ],
    values: &[Valuation {
        id: "market_price",
        rules: &[
            Rule::UnboundPrice { indicator: "hydropower", price: unbound_price(&[Term::Parameter("electricity_price", CnyPerKwh::SYMBOL)], as_given, CnyPerKwh::SYMBOL, |quantity, price| {
                    electricity_value(KilowattHours::new(quantity), CnyPerKwh::new(price)).get()
                }), formula: "V = E · P" },
            fuel("straw", &[Term::Statistic("straw_price")]),
            fuel("firewood", &[Term::Statistic("firewood_price")]),
            Rule::UnboundPrice { indicator: "biogas", price: unbound_price(&[Term::Statistic("biogas_price")], as_given, CnyPerM3::SYMBOL, |quantity, price| biogas_value(VolumeM3::new(quantity), CnyPerM3::new(price)).get()), formula: "V = Q · P" },
        ],
        source: "hydropower: Pema Dolkar et al. 2017, Table 3; biomass: quantity and price, unverified",
    }],
};

const HYDROPOWER: Supply = given("hydropower", &[Term::Statistic("hydropower_generation")]);
const STRAW: Supply = given("straw", &[Term::Statistic("straw_energy_use")]);
const FIREWOOD: Supply = given("firewood", &[Term::Statistic("firewood_use")]);
const BIOGAS: Supply = given("biogas", &[Term::Statistic("biogas_use")]);

const fn given(indicator: &'static str, terms: &'static [Term]) -> Supply {
    Supply { indicator, scope: ScopeEntry::Zone(unbound_numbers(terms, as_given)), formula: "Q as given" }
}

const fn fuel(indicator: &'static str, terms: &'static [Term]) -> Rule {
    Rule::UnboundPrice { indicator, price: unbound_price(terms, as_given, CnyPerTonne::SYMBOL, |quantity, price| fuel_value(Tonnes::new(quantity), CnyPerTonne::new(price)).get()), formula: "V = Q · P" }
}

/// Value of electricity at its price (市场价值法).
///
/// # Equation
///
/// ```text
/// V = E · P
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `V` | returned | value | CNY a⁻¹ |
/// | `E` | `energy` | electricity of hydropower stations | kWh a⁻¹ |
/// | `P` | `price` | price of electricity | CNY kWh⁻¹ |
///
/// # Assumptions
///
/// The whole price is credited to ecosystems, dams and turbines with it.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::ecological_energy::electricity_value;
/// use ecovalue::unit::{CnyPerKwh, KilowattHours};
///
/// // Ganzi 2010: 95.3 · 10⁸ kWh at 0.53 CNY/kWh.
/// let value = electricity_value(KilowattHours::new(95.3e8), CnyPerKwh::new(0.53));
/// assert_eq!((value.yi() * 1000.0).round(), 50_509.0); // 50.509 · 10⁸ CNY
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302, Table 3.
#[must_use]
pub fn electricity_value(energy: KilowattHours, price: CnyPerKwh) -> Cny {
    // V = E · P                                                   [CNY a⁻¹]
    Cny::new(energy.get() * price.get())
}

/// Value of straw or firewood as fuel at its price (市场价值法).
///
/// # Equation
///
/// ```text
/// V = Q · P
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `V` | returned | value | CNY a⁻¹ |
/// | `Q` | `fuel` | straw or firewood that is burnt | t a⁻¹ |
/// | `P` | `price` | price of the fuel | CNY t⁻¹ |
///
/// # Assumptions
///
/// Straw and wood that are sold are in the output of farming and forestry already and are not given here.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::ecological_energy::fuel_value;
/// use ecovalue::unit::{CnyPerTonne, Tonnes};
///
/// assert_eq!(fuel_value(Tonnes::new(500.0), CnyPerTonne::new(300.0)).get(), 150_000.0);
/// ```
///
/// # References
///
/// * Quantity and price, as recalled of GEP guidelines; unverified.
#[must_use]
pub fn fuel_value(fuel: Tonnes, price: CnyPerTonne) -> Cny {
    // V = Q · P                                                   [CNY a⁻¹]
    Cny::new(fuel.get() * price.get())
}

/// Value of biogas at its price (市场价值法).
///
/// # Equation
///
/// ```text
/// V = Q · P
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `V` | returned | value | CNY a⁻¹ |
/// | `Q` | `biogas` | biogas that is burnt | m³ a⁻¹ |
/// | `P` | `price` | price of biogas, or of the gas that it replaces | CNY m⁻³ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::ecological_energy::biogas_value;
/// use ecovalue::unit::{CnyPerM3, VolumeM3};
///
/// assert_eq!(biogas_value(VolumeM3::new(2000.0), CnyPerM3::new(1.5)).get(), 3000.0);
/// ```
///
/// # References
///
/// * Quantity and price, as recalled of GEP guidelines; unverified.
#[must_use]
pub fn biogas_value(biogas: VolumeM3, price: CnyPerM3) -> Cny {
    // V = Q · P                                                   [CNY a⁻¹]
    Cny::new(biogas.get() * price.get())
}
