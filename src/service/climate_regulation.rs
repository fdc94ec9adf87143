//! Local climate regulation (局部气候调节): energy that transpiration and evaporation take up on hot days.
//!
//! What moves the result most is the number of days on which air is conditioned, and whether the evaporation is that of
//! those days (a year's evaporation is 10 to 15 times as much).

mod measured;

pub use measured::measured_difference;

use super::{Category, Physical, Service, Valuation};
use crate::equation::{as_given, cell, parameter, priced, statistic};
use crate::quantity::{
    AIR_CONDITIONER_COP, AIR_CONDITIONING_DAYS, AIR_DENSITY, AIR_HEAT_CAPACITY, AREA, COOLED_AIR_HEIGHT,
    EVAPORATING_WATER_SHARE, EVAPORATION_OF_HOT_DAYS, HUMIDIFIER_ENERGY, LATENT_HEAT_OF_VAPORISATION,
    TEMPERATURE_DIFFERENCE, TRANSPIRATION_HEAT, WATER_DENSITY,
};
use crate::unit::{
    AreaM2, Cny, CnyPerKwh, Days, DensityKgPerM3, DepthMm, Fraction, HeatJPerG, HeatKjPerM2Day,
    KilowattHours, KwhPerM3, VolumeM3,
};

/// One kilowatt hour [kJ].
const KJ_PER_KWH: f64 = 3600.0;

/// Electricity that would cool as the transpiration of a cell does (植被蒸腾降温).
///
/// # Equation
///
/// ```text
/// E = EPP · A · D / (3600 r)
/// ```
///
/// The source prints `EPP · S · D · 10⁶ / (3600 r)` with `S` in km², which is the same.
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `E` | returned | electricity spared | kWh a⁻¹ |
/// | `A` | `area` | area of the cell | m² |
/// | `EPP` | `heat` | heat that transpiration of the type takes up in a day; 0 where the method counts none | kJ m⁻² d⁻¹ |
/// | `D` | `days` | days of the year on which air is conditioned | d a⁻¹ |
/// | `r` | `cop` | cooling of an air conditioner per electricity (能效比) | 1 |
///
/// # Assumptions
///
/// `D` moves the result most: it is a local number, such as the days with a maximum above 26 °C. A published account
/// fixes the product `EPP · D / r` only; the heat of the types as recalled gives it at 15 days and a ratio of 3.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::climate_regulation::transpiration_energy;
/// use ecovalue::unit::{AreaM2, Days, Fraction, HeatKjPerM2Day};
///
/// // A square metre of forest in 15 days: 2837.27 · 15 / 10800 kWh.
/// let heat = HeatKjPerM2Day::new(2837.27);
/// let energy = transpiration_energy(AreaM2::new(1.0), heat, Days::new(15.0), Fraction::new(3.0));
/// assert!((energy.get() - 3.9407).abs() < 5e-5);
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302, whose numbers it gives; Bo W. et al. (2017), Acta
///   Ecologica Sinica 37(12):4182, for the ratio of 3.
#[inline]
#[must_use]
pub fn transpiration_energy(area: AreaM2, heat: HeatKjPerM2Day, days: Days, cop: Fraction) -> KilowattHours {
    let per_area = heat.get() * days.get() / (KJ_PER_KWH * cop.get());
    KilowattHours::new(area.get() * per_area)
}

/// Energy that evaporating water takes up (水面蒸发降温), without the efficiency of an air conditioner.
///
/// # Equation
///
/// ```text
/// E = E_w · ρ · q / 3600
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `E` | returned | energy | kWh a⁻¹ |
/// | `E_w` | `water` | water that evaporates on the days on which air is conditioned | m³ a⁻¹ |
/// | `ρ` | `density` | density of water | kg m⁻³ |
/// | `q` | `latent_heat` | latent heat of vaporisation; J g⁻¹ is kJ kg⁻¹ | J g⁻¹ |
///
/// # Assumptions
///
/// `E_w` is the evaporation of the hot days only: a published account has 55.5 mm, 15 days of 3.7 mm. A year's
/// evaporation gives 10 to 15 times too much. That account does not divide by the ratio of an air conditioner; other texts
/// divide the cooling by it (unverified), which the variants with `cop_on_evaporation` do.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::climate_regulation::cooling_by_evaporation;
/// use ecovalue::unit::{DensityKgPerM3, HeatJPerG, VolumeM3};
///
/// // A cubic metre takes up 2.45 · 10⁶ kJ.
/// let energy = cooling_by_evaporation(VolumeM3::new(1.0), DensityKgPerM3::new(1000.0), HeatJPerG::new(2450.0));
/// assert!((energy.get() - 680.56).abs() < 0.01);
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302-6312.
#[inline]
#[must_use]
pub fn cooling_by_evaporation(
    water: VolumeM3,
    density: DensityKgPerM3,
    latent_heat: HeatJPerG,
) -> KilowattHours {
    KilowattHours::new(water.get() * (density.get() * latent_heat.get() / KJ_PER_KWH))
}

/// Electricity of a humidifier that would give the same water to the air (水面蒸发增湿).
///
/// # Equation
///
/// ```text
/// E = E_w · y
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `E` | returned | electricity spared | kWh a⁻¹ |
/// | `E_w` | `water` | water that evaporates on the days on which air is conditioned | m³ a⁻¹ |
/// | `y` | `humidifier` | electricity of a humidifier, 120; some texts have 125 | kWh m⁻³ |
///
/// # Assumptions
///
/// It belongs to dry days; in a humid district nobody moistens the air of a hot day. Variants without it exist.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::climate_regulation::moistening;
/// use ecovalue::unit::{KwhPerM3, VolumeM3};
///
/// assert_eq!(moistening(VolumeM3::new(10.0), KwhPerM3::new(120.0)).get(), 1200.0);
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302-6312, for the form.
#[inline]
#[must_use]
pub fn moistening(water: VolumeM3, humidifier: KwhPerM3) -> KilowattHours {
    KilowattHours::new(water.get() * humidifier.get())
}

/// Value of the electricity that was spared (替代成本).
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
/// | `E` | `energy` | electricity spared | kWh a⁻¹ |
/// | `P` | `price` | price of electricity for households | CNY kWh⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::climate_regulation::electricity_cost;
/// use ecovalue::unit::{CnyPerKwh, KilowattHours};
///
/// // Transpiration of Ganzi in 2010, printed as 1483.5208 · 10⁸ CNY.
/// let value = electricity_cost(KilowattHours::new(2799.1e8), CnyPerKwh::new(0.53));
/// assert!((value.yi() - 1483.52).abs() < 0.03);
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302, Table 3.
#[inline]
#[must_use]
pub fn electricity_cost(energy: KilowattHours, price: CnyPerKwh) -> Cny {
    energy * price
}

indicator! {
    pub TRANSPIRATION_ENERGY: KilowattHours = ("transpiration_energy", "energy of cooling by transpiration", "植被蒸腾降温增湿能量");
    pub EVAPORATION_ENERGY: KilowattHours = ("evaporation_energy", "energy of cooling and moistening by evaporation", "水面蒸发降温增湿能量");
    pub MEASURED_COOLING_ENERGY: KilowattHours = ("measured_cooling_energy", "energy of the cooling that was measured", "实测降温能量");
}

/// Source of the variants by heat.
const HEAT_BY_TYPE: &str = "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302; heat of transpiration as recalled from the 2020 guide";

/// Water that evaporates from the water surface of a cell, `E_w = s · A · e` [m³ a⁻¹].
#[inline]
fn evaporated(area: AreaM2, share: Fraction, depth: DepthMm) -> VolumeM3 {
    area * (depth * share.get())
}

/// Electricity of an air conditioner that takes up as much heat.
#[inline]
fn by_conditioner(heat: KilowattHours, cop: Fraction) -> KilowattHours {
    KilowattHours::new(heat.get() / cop.get())
}

/// Registry entry.
pub static SERVICE: Service = Service {
    id: "climate_regulation",
    name: "Local climate regulation",
    name_zh: "局部气候调节",
    category: Category::Regulating,
    indicators: &[TRANSPIRATION_ENERGY.0, EVAPORATION_ENERGY.0, MEASURED_COOLING_ENERGY.0],
    physical: &[
        Physical {
            id: "heat_by_type",
            supplies: &[
                TRANSPIRATION_ENERGY.per_cell(
                    "E = EPP · A · D / (3600 r)",
                    &cell(
                        transpiration_energy,
                        (AREA, TRANSPIRATION_HEAT, AIR_CONDITIONING_DAYS, AIR_CONDITIONER_COP),
                    ),
                ),
                EVAPORATION_ENERGY.per_cell(
                    "E = E_w ρ q / 3600 + E_w y, E_w = s · A · e of the hot days",
                    &cell(
                        |area, share, depth, density, heat, humidifier| {
                            cooling_by_evaporation(evaporated(area, share, depth), density, heat)
                                + moistening(evaporated(area, share, depth), humidifier)
                        },
                        (
                            AREA,
                            EVAPORATING_WATER_SHARE,
                            EVAPORATION_OF_HOT_DAYS,
                            WATER_DENSITY,
                            LATENT_HEAT_OF_VAPORISATION,
                            HUMIDIFIER_ENERGY,
                        ),
                    ),
                ),
            ],
            source: HEAT_BY_TYPE,
        },
        Physical {
            id: "heat_by_type_without_humidifier",
            supplies: &[
                TRANSPIRATION_ENERGY.per_cell(
                    "E = EPP · A · D / (3600 r)",
                    &cell(
                        transpiration_energy,
                        (AREA, TRANSPIRATION_HEAT, AIR_CONDITIONING_DAYS, AIR_CONDITIONER_COP),
                    ),
                ),
                EVAPORATION_ENERGY.per_cell(
                    "E = E_w ρ q / 3600, E_w = s · A · e of the hot days",
                    &cell(
                        |area, share, depth, density, heat| {
                            cooling_by_evaporation(evaporated(area, share, depth), density, heat)
                        },
                        (
                            AREA,
                            EVAPORATING_WATER_SHARE,
                            EVAPORATION_OF_HOT_DAYS,
                            WATER_DENSITY,
                            LATENT_HEAT_OF_VAPORISATION,
                        ),
                    ),
                ),
            ],
            source: HEAT_BY_TYPE,
        },
        Physical {
            id: "heat_by_type_cop_on_evaporation",
            supplies: &[
                TRANSPIRATION_ENERGY.per_cell(
                    "E = EPP · A · D / (3600 r)",
                    &cell(
                        transpiration_energy,
                        (AREA, TRANSPIRATION_HEAT, AIR_CONDITIONING_DAYS, AIR_CONDITIONER_COP),
                    ),
                ),
                EVAPORATION_ENERGY.per_cell(
                    "E = E_w ρ q / (3600 r) + E_w y, E_w = s · A · e of the hot days",
                    &cell(
                        |area, share, depth, density, heat, cop, humidifier| {
                            by_conditioner(
                                cooling_by_evaporation(evaporated(area, share, depth), density, heat),
                                cop,
                            ) + moistening(evaporated(area, share, depth), humidifier)
                        },
                        (
                            AREA,
                            EVAPORATING_WATER_SHARE,
                            EVAPORATION_OF_HOT_DAYS,
                            WATER_DENSITY,
                            LATENT_HEAT_OF_VAPORISATION,
                            AIR_CONDITIONER_COP,
                            HUMIDIFIER_ENERGY,
                        ),
                    ),
                ),
            ],
            source: HEAT_BY_TYPE,
        },
        Physical {
            id: "heat_by_type_cop_on_evaporation_without_humidifier",
            supplies: &[
                TRANSPIRATION_ENERGY.per_cell(
                    "E = EPP · A · D / (3600 r)",
                    &cell(
                        transpiration_energy,
                        (AREA, TRANSPIRATION_HEAT, AIR_CONDITIONING_DAYS, AIR_CONDITIONER_COP),
                    ),
                ),
                EVAPORATION_ENERGY.per_cell(
                    "E = E_w ρ q / (3600 r), E_w = s · A · e of the hot days",
                    &cell(
                        |area, share, depth, density, heat, cop| {
                            by_conditioner(
                                cooling_by_evaporation(evaporated(area, share, depth), density, heat),
                                cop,
                            )
                        },
                        (
                            AREA,
                            EVAPORATING_WATER_SHARE,
                            EVAPORATION_OF_HOT_DAYS,
                            WATER_DENSITY,
                            LATENT_HEAT_OF_VAPORISATION,
                            AIR_CONDITIONER_COP,
                        ),
                    ),
                ),
            ],
            source: HEAT_BY_TYPE,
        },
        Physical {
            id: "measured_temperature_difference",
            supplies: &[MEASURED_COOLING_ENERGY.per_cell(
                "E = ΔT · c_p · ρ · A · h / (3600 r)",
                &cell(
                    |area, height, difference, capacity, density, cop| {
                        measured_difference((area, height), difference, (capacity, density), cop)
                    },
                    (
                        AREA,
                        COOLED_AIR_HEIGHT,
                        TEMPERATURE_DIFFERENCE,
                        AIR_HEAT_CAPACITY,
                        AIR_DENSITY,
                        AIR_CONDITIONER_COP,
                    ),
                ),
            )],
            source: "GB/T 46869-2025 A.11 names measured temperature difference; the form is generic and unverified",
        },
        Physical {
            id: "given_quantity",
            supplies: &[
                TRANSPIRATION_ENERGY
                    .per_zone("E as given", &as_given(statistic("transpiration_energy_quantity"))),
                EVAPORATION_ENERGY
                    .per_zone("E as given", &as_given(statistic("evaporation_energy_quantity"))),
            ],
            source: "statistics of the run",
        },
    ],
    values: &[Valuation {
        id: "electricity_price",
        rules: &[
            TRANSPIRATION_ENERGY
                .price("V = E · P", &priced(electricity_cost, as_given(parameter("electricity_price")))),
            EVAPORATION_ENERGY
                .price("V = E · P", &priced(electricity_cost, as_given(parameter("electricity_price")))),
            MEASURED_COOLING_ENERGY
                .price("V = E · P", &priced(electricity_cost, as_given(parameter("electricity_price")))),
        ],
        source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302",
    }],
};
