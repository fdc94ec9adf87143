//! Ecological energy (生态能源): hydropower and fuels from biomass.
//!
//! Wind and solar power are left out: a GEP counts what living ecosystems produce. Lists differ on hydropower, which is a
//! physical variant of its own.

use super::{Category, Physical, Service, Valuation};
use crate::equation::{as_given, parameter, priced, statistic};
use crate::unit::{Cny, CnyPerKwh, CnyPerM3, CnyPerTonne, KilowattHours, Tonnes, VolumeM3};

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
    energy * price
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
    fuel * price
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
    biogas * price
}

indicator! {
    pub HYDROPOWER: KilowattHours = ("hydropower", "hydropower", "水力发电量");
    pub STRAW: Tonnes = ("straw", "straw as fuel", "秸秆能源");
    pub FIREWOOD: Tonnes = ("firewood", "firewood", "薪柴");
    pub BIOGAS: VolumeM3 = ("biogas", "biogas", "沼气");
}

/// Registry entry.
pub static SERVICE: Service = Service {
    id: "ecological_energy",
    name: "Ecological energy",
    name_zh: "生态能源",
    category: Category::Provisioning,
    indicators: &[HYDROPOWER.0, STRAW.0, FIREWOOD.0, BIOGAS.0],
    physical: &[
        Physical {
            id: "hydropower",
            supplies: &[HYDROPOWER.per_zone("Q as given", &as_given(statistic("hydropower_generation")))],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302, Table 3",
        },
        Physical {
            id: "biomass",
            supplies: &[
                STRAW.per_zone("Q as given", &as_given(statistic("straw_energy_use"))),
                FIREWOOD.per_zone("Q as given", &as_given(statistic("firewood_use"))),
                BIOGAS.per_zone("Q as given", &as_given(statistic("biogas_use"))),
            ],
            source: "biomass energy alone, as recalled of the 2022 trial rule; unverified",
        },
        Physical {
            id: "hydropower_and_biomass",
            supplies: &[
                HYDROPOWER.per_zone("Q as given", &as_given(statistic("hydropower_generation"))),
                STRAW.per_zone("Q as given", &as_given(statistic("straw_energy_use"))),
                FIREWOOD.per_zone("Q as given", &as_given(statistic("firewood_use"))),
                BIOGAS.per_zone("Q as given", &as_given(statistic("biogas_use"))),
            ],
            source: "ecological energy, as recalled of the 2020 GEP guideline; unverified",
        },
    ],
    values: &[Valuation {
        id: "market_price",
        rules: &[
            HYDROPOWER
                .price("V = E · P", &priced(electricity_value, as_given(parameter("electricity_price")))),
            STRAW.price("V = Q · P", &priced(fuel_value, as_given(statistic("straw_price")))),
            FIREWOOD.price("V = Q · P", &priced(fuel_value, as_given(statistic("firewood_price")))),
            BIOGAS.price("V = Q · P", &priced(biogas_value, as_given(statistic("biogas_price")))),
        ],
        source: "hydropower: Pema Dolkar et al. 2017, Table 3; biomass: quantity and price, unverified",
    }],
};
