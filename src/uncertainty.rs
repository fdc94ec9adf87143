//! Uncertainty (不确定性) of an account: draws of what it rests on, intervals, ranks and sensitivity.

pub mod copula;
pub mod distribution;
pub mod input;
pub mod map_error;
pub mod model;
mod page;
pub mod results;
pub mod sampling;
pub mod sensitivity;
pub mod sobol_points;
pub mod summary;
pub mod target;
