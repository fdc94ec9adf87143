//! Contingent valuation (条件价值法): willingness to pay (支付意愿) from answers to questions.

mod interval;
mod single_bounded;

pub use interval::{Cards, IntervalFit, PayDistribution, interval_midpoints, payment_card};
pub use single_bounded::{AnswerFit, Bid, LinkFunction, WillingnessToPay, single_bounded};
