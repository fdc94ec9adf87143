//! What comes from outside: the settings of a run, tables, rasters, and the cells they become.

#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects, reason = "sizes come from files"))]

pub mod cells;
pub mod checks;
#[cfg(feature = "files")]
pub mod files;
#[cfg(feature = "files")]
mod foreign;
#[cfg(feature = "files")]
pub mod geotiff;
pub mod grid;
pub mod legend;
pub mod limits;
pub mod manifest;
pub mod nodata;
pub mod parcels;
#[cfg(feature = "files")]
pub mod path;
pub mod plausibility;
#[cfg(feature = "files")]
pub mod raster;
pub mod statistics;
