//! Ecosystem accounts from land-use cells: the physical supply of each ecosystem service, its value, the gross
//! ecosystem product (GEP, 生态系统生产总值), and the figures that a Chinese district reports from it.
//!
//! ```text
//! run.toml ─▶ input ─▶ cells ─▶ driver ─▶ service ─▶ valuation ─▶ account ─▶ index ─▶ report
//! ```
//!
//! Data moves to the right only, and the modules below stand in that order. With the default features off the crate
//! reads no file and prints nothing: [`Landscape`] in, [`Account`] out. With feature `files` a [`run::Run`] reads a
//! `run.toml` and writes the folder of the result.
//!
//! # From clause to item
//!
//! | source | item |
//! |---|---|
//! | HJ 1166-2021 Table A.1, ecosystem types | [`extent::Ecosystem`] |
//! | HJ 1173-2021 Eq. (A.1), water retention | [`service::water_retention::water_balance`] |
//! | precipitation storage method (降水贮存法) | [`service::water_retention::precipitation_storage`] |
//! | shadow engineering (影子工程法) | [`service::water_retention::reservoir_cost`] |
//! | HJ 1173-2021 Eq. (A.2) to (A.4), soil retention | [`service::soil_retention::hj1173_2021`] |
//! | the same, Eq. (A.5), (A.6): rainfall erosivity | [`driver::rainfall_erosivity::hj1173_daily`] |
//! | the same, Eq. (A.7), (A.8): soil erodibility | [`driver::soil_erodibility::hj1173`] |
//! | the same, Eq. (A.9) to (A.12): slope length and steepness | [`driver::slope_length_steepness`] |
//! | the same, Table A.1: cover factor | [`driver::cover_factor`] |
//! | GB/T 46869-2025 A.7 (named, text not at hand): net ecosystem productivity | [`service::carbon_sequestration::net_ecosystem_productivity`] |
//! | the same: fixed rate | [`service::carbon_sequestration::fixed_rate`] |
//! | the same: biomass | [`service::carbon_sequestration::stock_change`] |
//! | photosynthesis equation (光合作用方程) | [`service::oxygen_release::photosynthesis`] |
//! | travel cost method (旅行费用法) | [`service::tourism`] |
//! | Turc 1954; Budyko 1974; Zhang 2001; Fu 1981 | [`driver::actual_evapotranspiration`] |
//! | Thornthwaite 1948; FAO-56 Eq. (52) | [`driver::potential_evapotranspiration`] |
//! | Lieth 1975; Lieth and Box 1972 | [`driver::net_primary_productivity`] |
//! | Horn 1981 | [`driver::horn_gradient`], [`driver::slope::horn`], [`driver::aspect::horn`] |
//! | Desmet and Govers 1996 | [`driver::slope_length_steepness::length_desmet_govers`] |
//!
//! The [glossary] has every term in English and Chinese, with symbol, unit and place.
//!
//! # Rules for numbers
//!
//! Missing is not zero: `NaN` inside a column, `not_accounted: reason` in an account. Sums over cells are exact and
//! rounded once, so they have the same bits for any order, threads and tiles ([`exact_sum`]). Transcendental functions
//! come from one place ([`math`]). Every coefficient is a dated row with a source and a mark of verification
//! ([`parameter`]); a run uses rows that are not verified only with leave, and its result lists them.
//!
//! # A district from arrays
//!
//! Cells, layers and statistics in memory; 万元/亩 and every index out. `examples/` holds this program, one equation by
//! itself, a price and a profile of the caller, and a service that the crate does not know.
//!
//! ```
#![doc = include_str!("../examples/district_from_arrays.rs")]
//! ```
//!
//! # Features
//!
//! * `files` (default): reads `run.toml`, CSV tables and `GeoTIFF`s, writes the folder of a run.
//! * `threads` (default): several threads. The figures have the same bits without it.
//! * `uncertainty` (default): draws, intervals, ranks and sensitivities; brings `regression`.
//! * `two_mountains` (default): the indicators of a practice base, judged by year.
//! * `regression`: travel cost, hedonic prices and contingent valuation.
//! * `zstd`: `GeoTIFF`s compressed with Zstandard; builds C code.
//! * `cli`: the `ecovalue` command, with the features above.
//!
//! Without default features only the pure core is built: equations, drivers, accounts and indices.
#![cfg_attr(test, allow(clippy::float_cmp, reason = "a test states the exact result it expects"))]

// Ground: knows nothing of ecosystems.
pub mod document;
pub mod error;
pub mod exact_sum;
pub mod math;
pub mod table;
pub mod unit;
pub mod wording;

// The vocabulary of the standards.
pub mod quantity;
#[cfg(feature = "regression")]
pub mod regression;

pub mod evidence;

pub mod extent;

pub mod reason;

pub mod parameter;

// Functions bound to what they read.
pub mod equation;

// From the outside to the result, in the order of data.
pub mod input;

pub mod driver;

pub mod service;

pub mod registry;

pub mod valuation;

pub mod account;

pub mod index;

#[cfg(feature = "two_mountains")]
pub mod two_mountains;

pub mod report;

#[cfg(feature = "uncertainty")]
pub mod uncertainty;

#[cfg(feature = "files")]
pub mod run;

pub use account::{Account, Filter};
pub use error::{Error, Findings};
pub use extent::Ecosystem;
pub use input::cells::Landscape;
pub use input::statistics::Statistics;
pub use parameter::Parameters;
pub use parameter::profile::Profile;
pub use registry::Registry;
#[cfg(feature = "files")]
pub use run::Run;
pub use service::Service;
pub use valuation::Setting;

/// Terms in English and Chinese, with symbol, unit and place in the crate.
#[allow(clippy::doc_markdown, reason = "symbols of the sources stand in tables")]
#[doc = include_str!("glossary.md")]
pub mod glossary {}

/// The examples of both READMEs run as tests.
#[cfg(all(doctest, feature = "files"))]
mod readme {
    #[doc = include_str!("../README.md")]
    struct English;
    #[doc = include_str!("../README.zh.md")]
    struct Chinese;
}
