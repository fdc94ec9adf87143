//! Uncertainty (不确定性) of an account: draws of what it rests on, intervals, ranks and sensitivity.
//!
//! | question | item |
//! |---|---|
//! | what is known of a number | [`distribution::Distribution`], [`input::Input`] |
//! | inputs that go together | [`copula::Copula`] |
//! | how good the land cover is | [`map_error::ConfusionMatrix`] |
//! | which points are drawn | [`sampling::Points`] |
//! | what an account is in a draw | [`model::Model`] |
//! | intervals and ranks | [`summary::Interval`], [`summary::Ranks`] |
//! | what makes a figure uncertain | [`sensitivity::sobol_index`] |
//! | consumer surplus of a survey | [`recreation::consumer_surplus`] |
//!
//! With feature `files`, `Run::uncertainty` does all of it for a run.
//!
//! # How figures come about
//!
//! Draw i of input j is a function of the seed, i and j. An input is one number for all rows that it names, in all years and
//! zones, so that what is common to two figures cancels in their difference. Rows that are drawn are moved once through the
//! look-up of the account; everything behind is numbers. Intervals hold what was drawn and nothing else: the equations of
//! the profile are taken as they are, and other profiles stand beside the intervals, never in them.

pub mod copula;
pub mod distribution;
pub mod input;
pub mod map_error;
pub mod model;
mod page;
pub mod recreation;
pub mod results;
pub mod sampling;
pub mod sensitivity;
pub mod sobol_points;
pub mod summary;
pub mod target;
