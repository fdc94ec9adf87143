//! Drivers: physics that several services share, and no money.
//!
//! A driver computes one quantity from others. The profile names the variant; a layer of the quantity itself takes
//! precedence over every variant.

mod window;

use crate::equation::{CellEquation, Gives};
use crate::error::{Code, Error, did_you_mean};
use crate::quantity::{Of, Quantity};
use crate::text;

pub use crate::equation::{DAYS_OF_MONTHS, Single, by_class, in_single};
pub use window::{Gradient, horn_gradient};

/// One published equation that computes a quantity for every cell of a block.
pub struct Driver {
    /// Name of the variant, after the author or the standard.
    pub id: &'static str,
    /// The quantity that it computes.
    pub output: &'static Quantity,
    /// The equation, with what it reads.
    pub equation: &'static dyn CellEquation,
    /// The equation on one line.
    pub formula: &'static str,
    /// Where the equation is printed.
    pub source: &'static str,
}

impl Driver {
    /// The quantities that it reads, in the order of the equation's arguments.
    #[must_use]
    pub fn inputs(&self) -> Vec<&'static Quantity> {
        self.equation.inputs()
    }
}

/// A variant. Unit and bands of what its equation gives are those of its quantity, or it does not compile.
#[must_use]
pub const fn driver<A, E: CellEquation + Gives<Output = A>>(
    output: Of<A>,
    id: &'static str,
    formula: &'static str,
    equation: &'static E,
    source: &'static str,
) -> Driver {
    Driver { id, output: output.0, equation, formula, source }
}

macro_rules! registry {
    ($($module:ident),+ $(,)?) => {
        $(pub mod $module;)+

        /// Every driver variant the crate knows, by file.
        pub fn registry() -> impl Iterator<Item = &'static Driver> {
            [$($module::DRIVERS),+].into_iter().flatten()
        }

        /// The same variants under the name of their file.
        pub fn modules() -> impl Iterator<Item = (&'static str, &'static [Driver])> {
            [$((stringify!($module), $module::DRIVERS)),+].into_iter()
        }
    };
}

registry! {
    temperature,
    precipitation,
    runoff,
    storm_runoff,
    potential_evapotranspiration,
    plant_available_water,
    catchment_parameter,
    actual_evapotranspiration,
    evaporation_of_hot_days,
    latent_heat,
    topographic_index,
    water_stress,
    fpar,
    optimum_temperature,
    net_primary_productivity,
    rainfall_erosivity,
    soil_erodibility,
    slope,
    aspect,
    slope_length,
    slope_length_steepness,
    fractional_cover,
    cover_factor,
    soil_erodible_fraction,
    soil_crust_factor,
    roughness_factor,
    vegetation_factor,
    air_density,
    relative_evapotranspiration,
    soil_wetness,
    snow_factor,
    weather_factor,
    wind_erosion,
    ratio_to_mean,
    heterotrophic_respiration,
    biomass,
    cropland_soil_carbon,
}

/// Suffix of a quantity that marks where 0 stands for a negative result of another.
const AT_FLOOR: &str = "_at_floor";

/// The driver that marks where 0 stands for a negative result of another driver, if there is one.
#[must_use]
pub fn floor_of(driver: &Driver) -> Option<&'static Driver> {
    registry().find(|marker| {
        marker.id == driver.id && marks_floor_of(marker.output).is_some_and(|of| of == driver.output.id)
    })
}

/// The quantity of which a quantity marks the floor.
#[must_use]
pub fn marks_floor_of(quantity: &Quantity) -> Option<&'static str> {
    quantity.id.strip_suffix(AT_FLOOR)
}

/// The variant of a quantity with a given name.
///
/// # Errors
///
/// `EV-R002` with the variants that are known for the quantity.
pub fn named(output: &Quantity, id: &str) -> Result<&'static Driver, Error> {
    let variants = || registry().filter(|driver| driver.output.id == output.id);
    variants().find(|driver| driver.id == id).ok_or_else(|| {
        Error::new(
            Code::UnknownVariant,
            text!(
                "unknown variant `{0}` of the driver `{1}`",
                "驱动方程 `{1}` 没有计算方法 `{0}`",
                id,
                output.id
            ),
            did_you_mean(id, variants().map(|driver| driver.id)),
        )
    })
}
