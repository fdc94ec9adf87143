//! Travel cost method (旅行费用法): what a site is worth to its visitors, from what they spend to come.
//!
//! Two demand curves are not to be taken for each other. The travel demand curve has the cost of a trip on its axis
//! and one point for each zone or person; the demand curve of the site has the price that could be *added* to the cost,
//! and consumer surplus is the area below that one, from no added price up to the choke price.
//!
//! Consumer surplus is no exchange value: accounts by SEEA EA leave it out, and it is never to be added to spending that
//! is in GDP already.

mod demand;
mod individual;
mod trip;
mod zonal;

pub use demand::{Choke, DemandForm, double_log_surplus, linear_surplus, semi_log_surplus};
pub use individual::{SurplusPerVisit, surplus_per_visit, surplus_quantiles};
pub use trip::{attributed_cost, destination_share, time_cost, trip_cost};
pub use zonal::{Rate, ZonalDemand, Zone, zonal};
