//! Carbon sequestration (固碳): physical supply and value.
//!
//! GB/T 46869-2025 A.7 names three alternatives (biomass, fixed rate, net ecosystem productivity); its text was not
//! at hand, the equations are those of the papers named below.

mod growth;

pub use growth::{all_of_npp_credited, biomass_change, cropland_soil, forest_standard};

use super::{Category, Physical, Service, Valuation};
use crate::equation::{as_given, cell, numbers, parameter, priced, statistic};
use crate::quantity::{
    AREA, BIOMASS_CARBON_FRACTION, BIOMASS_CLOSING, BIOMASS_OPENING, CARBON_PER_CO2,
    CARBON_SEQUESTRATION_RATE, CARBON_STOCK_CLOSING, CARBON_STOCK_INTERVAL, CARBON_STOCK_OPENING,
    CO2_PER_DRY_MATTER, CROPLAND_SOIL_CARBON_RATE, DRY_MATTER_PRODUCTIVITY, FOREST_SOIL_CARBON_RATE,
    NET_ECOSYSTEM_PRODUCTIVITY, SOIL_TO_VEGETATION_SINK_RATIO,
};
use crate::unit::{
    AreaM2, CarbonDioxideT, CarbonGPerM2, CarbonRateTPerKm2, CarbonStockTPerHm2, Cny, CnyPerTC, CnyPerTCo2,
    Fraction, Years,
};

/// Mass of carbon dioxide per mass of carbon: 44 g/mol over 12 g/mol.
pub const CARBON_DIOXIDE_PER_CARBON: f64 = 44.0 / 12.0;

/// Carbon dioxide one cell sequesters in one year, by net ecosystem productivity (净生态系统生产力法).
///
/// # Equation
///
/// ```text
/// Q = 44/12 · NEP · A · 10⁻⁶
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | carbon dioxide sequestered | tCO₂ a⁻¹ |
/// | `NEP` | `productivity` | net ecosystem productivity, as carbon | gC m⁻² a⁻¹ |
/// | `A` | `area` | area of the cell | m² |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. A negative NEP is a source and gives a negative quantity.
///
/// # Examples
///
/// ```
/// use ecovalue::service::carbon_sequestration::net_ecosystem_productivity;
/// use ecovalue::unit::{AreaM2, CarbonGPerM2};
///
/// // 60 gC/m² on 1 km² are 60 tC, or 220 t of CO₂.
/// let q = net_ecosystem_productivity(AreaM2::from_square_kilometres(1.0), CarbonGPerM2::new(60.0));
/// assert_eq!(q.get(), 220.0);
/// ```
///
/// # References
///
/// * Bo W. et al. (2017), Acta Ecologica Sinica 37(12):4182.
#[inline]
#[must_use]
pub fn net_ecosystem_productivity(area: AreaM2, productivity: CarbonGPerM2) -> CarbonDioxideT {
    // 1 g m⁻² is 1 t km⁻²
    let carbon = productivity.get() * area.square_kilometres();

    CarbonDioxideT::new(carbon * CARBON_DIOXIDE_PER_CARBON)
}

/// Carbon dioxide one cell sequesters in one year, by a fixed rate per ecosystem type (固碳速率法).
///
/// # Equation
///
/// ```text
/// Q = 44/12 · r · (1 + β) · A
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | carbon dioxide sequestered | tCO₂ a⁻¹ |
/// | `r` | `rate` | carbon sequestration rate of the vegetation, or of the wetland or soil | tC km⁻² a⁻¹ |
/// | `β` | `soil_ratio` | soil sink over vegetation sink; 0 where the rate holds the soil already | 1 |
/// | `A` | `area` | area of the cell | m² |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::carbon_sequestration::fixed_rate;
/// use ecovalue::unit::{AreaM2, CarbonRateTPerKm2, Fraction};
///
/// let q = fixed_rate(AreaM2::from_square_kilometres(3.0), CarbonRateTPerKm2::new(100.0), Fraction::new(0.5));
/// assert_eq!(q.get(), 1650.0); // 3 · 100 · 1.5 · 44/12
/// ```
///
/// # References
///
/// * Unverified: from general knowledge of the fixed-rate method of the 2020 guide.
#[inline]
#[must_use]
pub fn fixed_rate(area: AreaM2, rate: CarbonRateTPerKm2, soil_ratio: Fraction) -> CarbonDioxideT {
    let carbon = area.square_kilometres() * rate.get() * (1.0 + soil_ratio.get());

    CarbonDioxideT::new(carbon * CARBON_DIOXIDE_PER_CARBON)
}

/// Carbon dioxide one cell sequesters per year between two dates, by the change of its carbon stock (生物量法).
///
/// # Equation
///
/// ```text
/// Q = 44/12 · (C₂ − C₁) / Δt · A
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | carbon dioxide sequestered per year | tCO₂ a⁻¹ |
/// | `C₁` | `opening` | carbon stock at the earlier date | tC hm⁻² |
/// | `C₂` | `closing` | carbon stock at the later date | tC hm⁻² |
/// | `Δt` | `interval` | years between the dates | a |
/// | `A` | `area` | area of the cell | m² |
///
/// # Missing and negative values
///
/// `NaN` in any argument, or an interval of 0 or below, gives `NaN`. A loss of stock gives a negative quantity.
///
/// # Examples
///
/// ```
/// use ecovalue::service::carbon_sequestration::stock_change;
/// use ecovalue::unit::{AreaM2, CarbonStockTPerHm2, Years};
///
/// let stock = CarbonStockTPerHm2::new;
/// let q = stock_change(AreaM2::from_hectares(6.0), stock(80.0), stock(90.0), Years::new(5.0));
/// assert_eq!(q.get(), 44.0); // 6 · 10 / 5 · 44/12
/// ```
///
/// # References
///
/// * IPCC 2006 Guidelines, Volume 4, Chapter 2, stock-difference method.
#[inline]
#[must_use]
pub fn stock_change(
    area: AreaM2,
    opening: CarbonStockTPerHm2,
    closing: CarbonStockTPerHm2,
    interval: Years,
) -> CarbonDioxideT {
    if interval.get() <= 0.0 {
        return CarbonDioxideT::new(f64::NAN);
    }
    let carbon = (closing.get() - opening.get()) / interval.get() * area.hectares();

    CarbonDioxideT::new(carbon * CARBON_DIOXIDE_PER_CARBON)
}

/// Value of sequestered carbon dioxide.
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
/// | `Q` | `sequestered` | carbon dioxide sequestered | tCO₂ a⁻¹ |
/// | `P` | `price` | price of a ton of carbon dioxide, not of carbon | CNY tCO₂⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::carbon_sequestration::carbon_value;
/// use ecovalue::unit::{CarbonDioxideT, CnyPerTCo2};
///
/// // Ganzi 2010 at 380 CNY per ton.
/// assert_eq!(carbon_value(CarbonDioxideT::new(0.31e8), CnyPerTCo2::new(380.0)).yi(), 117.8);
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302-6312.
#[inline]
#[must_use]
pub fn carbon_value(sequestered: CarbonDioxideT, price: CnyPerTCo2) -> Cny {
    sequestered * price
}

indicator! {
    pub SEQUESTERED_CARBON_DIOXIDE: CarbonDioxideT = ("sequestered_carbon_dioxide", "CO₂ sequestered", "固定二氧化碳量");
}

/// Registry entry.
pub static SERVICE: Service = Service {
    id: "carbon_sequestration",
    name: "Carbon sequestration",
    name_zh: "固碳",
    category: Category::Regulating,
    indicators: &[SEQUESTERED_CARBON_DIOXIDE.0],
    physical: &[
        Physical {
            id: "net_ecosystem_productivity",
            supplies: &[SEQUESTERED_CARBON_DIOXIDE.per_cell(
                "Q = 44/12 · NEP · A · 10⁻⁶",
                &cell(net_ecosystem_productivity, (AREA, NET_ECOSYSTEM_PRODUCTIVITY)),
            )],
            source: "Bo et al. 2017, Acta Ecologica Sinica 37(12):4182; named by GB/T 46869-2025 A.7",
        },
        Physical {
            id: "fixed_rate",
            supplies: &[SEQUESTERED_CARBON_DIOXIDE.per_cell(
                "Q = 44/12 · r · (1 + β) · A",
                &cell(fixed_rate, (AREA, CARBON_SEQUESTRATION_RATE, SOIL_TO_VEGETATION_SINK_RATIO)),
            )],
            source: "fixed-rate method, unverified: from general knowledge; named by GB/T 46869-2025 A.7",
        },
        Physical {
            id: "fixed_rate_with_cropland_soil",
            supplies: &[SEQUESTERED_CARBON_DIOXIDE.per_cell(
                "Q = 44/12 · (r · (1 + β) + r_soil) · A, r_soil of cropland",
                &cell(
                    |area, rate, ratio, soil| fixed_rate(area, rate, ratio) + cropland_soil(area, soil),
                    (
                        AREA,
                        CARBON_SEQUESTRATION_RATE,
                        SOIL_TO_VEGETATION_SINK_RATIO,
                        CROPLAND_SOIL_CARBON_RATE,
                    ),
                ),
            )],
            source: "fixed-rate method, unverified: from general knowledge; named by GB/T 46869-2025 A.7",
        },
        Physical {
            id: "biomass_change",
            supplies: &[SEQUESTERED_CARBON_DIOXIDE.per_cell(
                "Q = 44/12 · (B₂ − B₁) / Δt · CF · A",
                &cell(
                    biomass_change,
                    (AREA, BIOMASS_OPENING, BIOMASS_CLOSING, BIOMASS_CARBON_FRACTION, CARBON_STOCK_INTERVAL),
                ),
            )],
            source: "biomass method, unverified: from general knowledge; named by GB/T 46869-2025 A.7",
        },
        Physical {
            id: "all_of_npp_credited",
            supplies: &[SEQUESTERED_CARBON_DIOXIDE.per_cell(
                "Q = 1.63 · NPP · A · 10⁻⁶, all of NPP counted as a sink",
                &cell(all_of_npp_credited, (AREA, DRY_MATTER_PRODUCTIVITY, CO2_PER_DRY_MATTER)),
            )],
            source: "Miao et al. 2017, Acta Ecologica Sinica 37(19):6422; ChinaXiv-201704.00322",
        },
        Physical {
            id: "forest_standard",
            supplies: &[SEQUESTERED_CARBON_DIOXIDE.per_cell(
                "Q = 44/12 · A · (1.63 · R_C · B + F_soil)",
                &cell(
                    forest_standard,
                    (
                        AREA,
                        DRY_MATTER_PRODUCTIVITY,
                        CO2_PER_DRY_MATTER,
                        CARBON_PER_CO2,
                        FOREST_SOIL_CARBON_RATE,
                    ),
                ),
            )],
            source: "LY/T 1721-2008 as applied by a calculator; algebra unverified: from general knowledge",
        },
        Physical {
            id: "stock_change",
            supplies: &[SEQUESTERED_CARBON_DIOXIDE.per_cell(
                "Q = 44/12 · (C₂ − C₁) / Δt · A",
                &cell(
                    stock_change,
                    (AREA, CARBON_STOCK_OPENING, CARBON_STOCK_CLOSING, CARBON_STOCK_INTERVAL),
                ),
            )],
            source: "IPCC stock-difference form of the biomass method; named by GB/T 46869-2025 A.7",
        },
        Physical {
            id: "given_quantity",
            supplies: &[SEQUESTERED_CARBON_DIOXIDE
                .per_zone("Q as given", &as_given(statistic("carbon_sequestration_quantity")))],
            source: "statistics of the run",
        },
    ],
    values: &[
        Valuation {
            id: "carbon_price",
            rules: &[SEQUESTERED_CARBON_DIOXIDE.price(
                "V = Q · P, P per ton of CO₂",
                &priced(carbon_value, as_given(parameter("co2_price"))),
            )],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302",
        },
        Valuation {
            id: "carbon_price_per_carbon",
            rules: &[SEQUESTERED_CARBON_DIOXIDE.price(
                "V = Q · P, P = 12/44 · price per ton of carbon",
                &priced(
                    carbon_value,
                    numbers(
                        |price: CnyPerTC| CnyPerTCo2::new(price.get() / CARBON_DIOXIDE_PER_CARBON),
                        (parameter("carbon_price"),),
                    ),
                ),
            )],
            source: "LY/T 1721-2008 as applied in ChinaXiv-201704.00322",
        },
    ],
};
