//! Regressions behind values: travel cost (旅行费用法), hedonic prices (享乐价格法) and contingent valuation (条件价值法).
//!
//! | question | item |
//! |---|---|
//! | a continuous response | [`least_squares()`] |
//! | numbers of visits from a survey of households | [`count::poisson`], [`count::negative_binomial`] |
//! | the same, only those who came | [`count::truncated_poisson`], [`count::truncated_negative_binomial`] |
//! | the same, asked at the site | [`count::on_site_poisson`], [`count::on_site_negative_binomial`] |
//! | consumer surplus of a site | [`travel_cost`] |
//! | what a view or a distance adds to a price | [`hedonic`] |
//! | willingness to pay | [`contingent`] |
//!
//! # How figures come about
//!
//! A [`Sample`] holds the data and is checked when a model is fitted: every value that is not a finite number is named
//! with its row. Least squares is a Householder QR with columns scaled and pivoted, whose residuals are then computed
//! in twice the precision until the coefficients no longer change; normal equations are not used. Likelihoods are
//! maximised by Newton's method with halved steps, in an orthonormal basis of the regressors, so that incomes and years
//! in one table do no harm. Sums run over blocks of rows in a fixed order on one thread: the same bits come out
//! each time. Random numbers are numbered ([`draws`]), so that they do not depend on who draws first.

pub mod contingent;
pub mod count;
pub mod distribution;
pub mod draws;
mod estimates;
pub mod hedonic;
mod krinsky_robb;
mod least_squares;
mod matrix;
mod maximum;
mod qr;
mod refine;
mod sample;
mod separation;
mod summary;
pub mod travel_cost;

pub use estimates::{Coefficient, Estimates, StandardErrors};
pub use krinsky_robb::{Simulated, Simulation};
pub use least_squares::{LinearFit, Prediction, least_squares, least_squares_with};
pub use sample::{INTERCEPT, Sample};
pub use summary::Summary;
#[cfg(feature = "uncertainty")]
pub(crate) use summary::number;
