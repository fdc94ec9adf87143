//! Carbon sequestration (固碳): physical supply and value.
//!
//! GB/T 46869-2025 A.7 names three alternatives (biomass, fixed rate, net ecosystem productivity); its text was not
//! at hand, the equations are those of the papers named below.

mod growth;

pub use growth::{cropland_soil, biomass_change, all_of_npp_credited, forest_standard};

use super::{Category, Indicator, Physical, Rule, Service, Supply, Term, Valuation, as_given, unbound_price, unbound_numbers, unbound, ScopeEntry};
use crate::quantity::{
    AREA, BIOMASS_CARBON_FRACTION, BIOMASS_CLOSING, BIOMASS_OPENING, CARBON_PER_CO2,
    CARBON_SEQUESTRATION_RATE, CARBON_STOCK_CLOSING, CARBON_STOCK_INTERVAL, CARBON_STOCK_OPENING,
    CO2_PER_DRY_MATTER, CROPLAND_SOIL_CARBON_RATE, DRY_MATTER_PRODUCTIVITY, FOREST_SOIL_CARBON_RATE,
    NET_ECOSYSTEM_PRODUCTIVITY, SOIL_TO_VEGETATION_SINK_RATIO,
};
use crate::unit::{
    AreaM2, CarbonDioxideT, CarbonGPerM2, CarbonRateTPerHm2, CarbonRateTPerKm2, CarbonStockTPerHm2, Cny,
    CnyPerTCo2, DryMatterGPerM2, Fraction, TonnesPerHm2, Years,
};

/// Mass of carbon dioxide per mass of carbon: 44 g/mol over 12 g/mol.
pub const CARBON_DIOXIDE_PER_CARBON: f64 = 44.0 / 12.0;

/// Registry entry.
pub const SERVICE: Service = Service {
    id: "carbon_sequestration",
    name: "Carbon sequestration",
    name_zh: "固碳",
    category: Category::Regulating,
    indicators: &[&Indicator {
        id: "sequestered_carbon_dioxide",
        name: "CO₂ sequestered",
        name_zh: "固定二氧化碳量",
        unit: CarbonDioxideT::SYMBOL,
    }],
    physical: &[
        Physical {
            id: "net_ecosystem_productivity",
            supplies: &[Supply { indicator: "sequestered_carbon_dioxide", scope: ScopeEntry::Cell(unbound(&[AREA.0, NET_ECOSYSTEM_PRODUCTIVITY.0], |x, out| {
                        x.map2(out, |a, nep| {
                            net_ecosystem_productivity(AreaM2::new(a), CarbonGPerM2::new(nep)).get()
                        });
                    })), formula: "Q = 44/12 · NEP · A · 10⁻⁶" }],
            source: "Bo et al. 2017, Acta Ecologica Sinica 37(12):4182; named by GB/T 46869-2025 A.7",
        },
        Physical {
            id: "fixed_rate",
            supplies: &[Supply { indicator: "sequestered_carbon_dioxide", scope: ScopeEntry::Cell(unbound(&[AREA.0, CARBON_SEQUESTRATION_RATE.0, SOIL_TO_VEGETATION_SINK_RATIO.0], |x, out| {
                        x.map3(out, |a, rate, beta| {
                            let rate = CarbonRateTPerKm2::new(rate);
                            fixed_rate(AreaM2::new(a), rate, Fraction::new(beta)).get()
                        });
                    })), formula: "Q = 44/12 · r · (1 + β) · A" }],
            source: "fixed-rate method, unverified: from general knowledge; named by GB/T 46869-2025 A.7",
        },
        Physical {
            id: "fixed_rate_with_cropland_soil",
            supplies: &[Supply { indicator: "sequestered_carbon_dioxide", scope: ScopeEntry::Cell(unbound(&[
                        AREA.0,
                        CARBON_SEQUESTRATION_RATE.0,
                        SOIL_TO_VEGETATION_SINK_RATIO.0,
                        CROPLAND_SOIL_CARBON_RATE.0,
                    ], |x, out| {
                        x.map4(out, |a, rate, beta, soil| {
                            let (area, beta) = (AreaM2::new(a), Fraction::new(beta));
                            let vegetation = fixed_rate(area, CarbonRateTPerKm2::new(rate), beta);
                            vegetation.get() + cropland_soil(area, CarbonRateTPerHm2::new(soil)).get()
                        });
                    })), formula: "Q = 44/12 · (r · (1 + β) + r_soil) · A, r_soil of cropland" }],
            source: "fixed-rate method, unverified: from general knowledge; named by GB/T 46869-2025 A.7",
        },
        Physical {
            id: "biomass_change",
            supplies: &[Supply { indicator: "sequestered_carbon_dioxide", scope: ScopeEntry::Cell(unbound(&[
                        AREA.0,
                        BIOMASS_OPENING.0,
                        BIOMASS_CLOSING.0,
                        BIOMASS_CARBON_FRACTION.0,
                        CARBON_STOCK_INTERVAL.0,
                    ], |x, out| {
                        x.map5(out, |a, opening, closing, carbon, years| {
                            let biomass = |value| TonnesPerHm2::new(value);
                            let (carbon, years) = (Fraction::new(carbon), Years::new(years));
                            biomass_change(AreaM2::new(a), biomass(opening), biomass(closing), carbon, years)
                                .get()
                        });
                    })), formula: "Q = 44/12 · (B₂ − B₁) / Δt · CF · A" }],
            source: "biomass method, unverified: from general knowledge; named by GB/T 46869-2025 A.7",
        },
        Physical {
            id: "all_of_npp_credited",
            supplies: &[Supply { indicator: "sequestered_carbon_dioxide", scope: ScopeEntry::Cell(unbound(&[AREA.0, DRY_MATTER_PRODUCTIVITY.0, CO2_PER_DRY_MATTER.0], |x, out| {
                        x.map3(out, |a, npp, ratio| {
                            let npp = DryMatterGPerM2::new(npp);
                            all_of_npp_credited(AreaM2::new(a), npp, Fraction::new(ratio)).get()
                        });
                    })), formula: "Q = 1.63 · NPP · A · 10⁻⁶, all of NPP counted as a sink" }],
            source: "Miao et al. 2017, Acta Ecologica Sinica 37(19):6422; ChinaXiv-201704.00322",
        },
        Physical {
            id: "forest_standard",
            supplies: &[Supply { indicator: "sequestered_carbon_dioxide", scope: ScopeEntry::Cell(unbound(&[
                        AREA.0,
                        DRY_MATTER_PRODUCTIVITY.0,
                        CO2_PER_DRY_MATTER.0,
                        CARBON_PER_CO2.0,
                        FOREST_SOIL_CARBON_RATE.0,
                    ], |x, out| {
                        x.map5(out, |a, npp, ratio, carbon, soil| {
                            let npp = DryMatterGPerM2::new(npp);
                            let (ratio, carbon) = (Fraction::new(ratio), Fraction::new(carbon));
                            let soil = CarbonRateTPerHm2::new(soil);
                            forest_standard(AreaM2::new(a), npp, ratio, carbon, soil).get()
                        });
                    })), formula: "Q = 44/12 · A · (1.63 · R_C · B + F_soil)" }],
            source: "LY/T 1721-2008 as applied by a calculator; algebra unverified: from general knowledge",
        },
        Physical {
            id: "stock_change",
            supplies: &[Supply { indicator: "sequestered_carbon_dioxide", scope: ScopeEntry::Cell(unbound(&[AREA.0, CARBON_STOCK_OPENING.0, CARBON_STOCK_CLOSING.0, CARBON_STOCK_INTERVAL.0], |x, out| {
                        x.map4(out, |a, opening, closing, years| {
                            let stock = |value| CarbonStockTPerHm2::new(value);
                            stock_change(AreaM2::new(a), stock(opening), stock(closing), Years::new(years)).get()
                        });
                    })), formula: "Q = 44/12 · (C₂ − C₁) / Δt · A" }],
            source: "IPCC stock-difference form of the biomass method; named by GB/T 46869-2025 A.7",
        },
        Physical {
            id: "given_quantity",
            supplies: &[Supply { indicator: "sequestered_carbon_dioxide", scope: ScopeEntry::Zone(unbound_numbers(&[Term::Statistic("carbon_sequestration_quantity")], as_given)), formula: "Q as given" }],
            source: "statistics of the run",
        },
    ],
    values: &[
        Valuation {
            id: "carbon_price",
            rules: &[Rule::UnboundPrice { indicator: "sequestered_carbon_dioxide", price: unbound_price(&[Term::Parameter("co2_price", CnyPerTCo2::SYMBOL)], as_given, CnyPerTCo2::SYMBOL, |quantity, price| {
                    carbon_value(CarbonDioxideT::new(quantity), CnyPerTCo2::new(price)).get()
                }), formula: "V = Q · P, P per ton of CO₂" }],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302",
        },
        Valuation {
            id: "carbon_price_per_carbon",
            rules: &[Rule::UnboundPrice { indicator: "sequestered_carbon_dioxide", price: unbound_price(&[Term::Parameter("carbon_price", "CNY/tC")], |terms| as_given(terms) / CARBON_DIOXIDE_PER_CARBON, CnyPerTCo2::SYMBOL, |quantity, price| {
                    carbon_value(CarbonDioxideT::new(quantity), CnyPerTCo2::new(price)).get()
                }), formula: "V = Q · P, P = 12/44 · price per ton of carbon" }],
            source: "LY/T 1721-2008 as applied in ChinaXiv-201704.00322",
        },
    ],
};

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
    // NEP · A · 10⁻⁶                                              [tC a⁻¹]
    let carbon = productivity.get() * area.square_kilometres();

    // Q = 44/12 · NEP · A · 10⁻⁶                                  [tCO₂ a⁻¹]
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
    // r · (1 + β) · A                                             [tC a⁻¹]
    let carbon = area.square_kilometres() * rate.get() * (1.0 + soil_ratio.get());

    // Q = 44/12 · r · (1 + β) · A                                 [tCO₂ a⁻¹]
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
    // (C₂ − C₁) / Δt · A                                          [tC a⁻¹]
    let carbon = (closing.get() - opening.get()) / interval.get() * area.hectares();

    // Q = 44/12 · (C₂ − C₁) / Δt · A                              [tCO₂ a⁻¹]
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
    // V = Q · P                                                   [CNY a⁻¹]
    Cny::new(sequestered.get() * price.get())
}
