//! Zonal travel cost: visit rates of zones around a site.

use super::super::krinsky_robb::{Simulated, Simulation};
use super::super::least_squares::{LinearFit, least_squares};
use super::super::sample::Sample;
use super::demand::{Choke, DemandForm, double_log_surplus, falls, linear_surplus, semi_log_surplus};
use crate::error::{Code, Error, Findings, Place};
use crate::math::{self, count};
use crate::text;
use crate::wording::Message;

/// A zone from which people come.
#[derive(Debug, Clone, PartialEq)]
pub struct Zone {
    /// Name.
    pub name: String,
    /// People who live there.
    pub population: f64,
    /// Visits from there in the year. Of a survey of n people: N · nⱼ / n.
    pub visits: f64,
    /// Cost of a trip from there \[CNY\].
    pub cost: f64,
    /// Other figures of the zone, such as income, in the order of their names.
    pub others: Vec<f64>,
}

/// The rate at no added price from which demand falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate {
    /// As the curve says. For logarithmic forms this is a median, and visits need not add up to those counted.
    Fitted,
    /// As counted: the curve of each zone is moved through its own point.
    Observed,
}

/// A fitted zonal model.
#[derive(Debug, Clone)]
pub struct ZonalDemand {
    form: DemandForm,
    zones: Vec<Zone>,
    fit: LinearFit,
}

/// Name of the regressor of cost.
const COST: &str = "cost";

/// Fits visit rates of zones to the cost of a trip.
///
/// # Equation
///
/// ```text
/// rⱼ = Nⱼ / Pⱼ
/// rⱼ = a + b cⱼ + Σ g zⱼ  (linear),   ln rⱼ = a + b cⱼ + …  (semi-log),   ln rⱼ = a + b ln cⱼ + …  (double-log)
/// ```
///
/// by least squares. `Pⱼ` population, `Nⱼ` visits, `cⱼ` cost of a trip, `zⱼ` other figures, named in order. Rates are
/// visits per person, not per 1000, so that P r is a number of visits.
///
/// # Errors
///
/// `EV-S004` for a population that is not above 0, visits below 0, and for logarithmic forms visits or a cost of 0, each
/// with the row of its zone; `EV-I006` for another number of figures than names; `EV-S010` if the rate does not fall
/// with the cost; as [`least_squares`] otherwise.
///
/// # Examples
///
/// ```
/// use ecovalue::regression::travel_cost::{Choke, DemandForm, Rate, Zone, zonal};
///
/// let zone = |name: &str, population, visits, cost| Zone {
///     name: name.to_owned(), population, visits, cost, others: vec![],
/// };
/// // r = 0.5 − 0.005 c
/// let zones = [zone("near", 1000.0, 400.0, 20.0), zone("mid", 2000.0, 500.0, 50.0), zone("far", 4000.0, 400.0, 80.0)];
/// let demand = zonal(&zones, &[], DemandForm::Linear)?;
/// assert!((demand.visits(10.0, Rate::Fitted)? - (350.0 + 400.0 + 200.0)).abs() < 1e-9);
/// // Σ P r²/(−2b) = (160 + 125 + 40)/0.01
/// assert!((demand.surplus(Choke::Unbounded, Rate::Fitted)? - 32_500.0).abs() < 1e-8);
/// # Ok::<(), ecovalue::Findings>(())
/// ```
///
/// # References
///
/// * Clawson, M., Knetsch, J. L. (1966): Economics of outdoor recreation (as recalled).
pub fn zonal(zones: &[Zone], others: &[&str], form: DemandForm) -> Result<ZonalDemand, Findings> {
    check(zones, others, form)?;
    let logarithmic = form != DemandForm::Linear;
    let rate = |zone: &Zone| zone.visits / zone.population;
    let response = zones.iter().map(|zone| if logarithmic { math::ln(rate(zone)) } else { rate(zone) });
    let cost = |zone: &Zone| if form == DemandForm::DoubleLog { math::ln(zone.cost) } else { zone.cost };
    let name = if logarithmic { "ln rate" } else { "rate" };
    let mut sample =
        Sample::new(name, response.collect()).intercept().regressor(COST, zones.iter().map(cost).collect());
    for (index, other) in others.iter().enumerate() {
        let values = zones.iter().map(|zone| zone.others.get(index).copied().unwrap_or(f64::NAN));
        sample = sample.regressor(*other, values.collect());
    }
    let demand = ZonalDemand { form, zones: zones.to_vec(), fit: least_squares(&sample)? };
    falls(demand.slope(demand.fit.estimates().values()))?;
    Ok(demand)
}

fn check(zones: &[Zone], others: &[&str], form: DemandForm) -> Result<(), Findings> {
    let mut findings = Findings::new();
    for (row, zone) in zones.iter().enumerate() {
        let mut refuse = |code, message: Message, hint: Message, column: &str| {
            let place = Place::column_only(column).row(count(row) + 1);
            let message = text!("zone `{0}`: {1}", "分区 `{0}`：{1}", &zone.name, message);
            findings.push(Error::new(code, message, hint).at(place));
        };
        let logarithmic = form != DemandForm::Linear;
        if zone.population <= 0.0 {
            let message = text!("a population of {0}", "人口为 {0}", zone.population);
            let hint = text!("leave zones without people out", "去掉没有人口的分区");
            refuse(Code::Response, message, hint, "population");
        }
        if zone.visits < 0.0 || zone.visits <= 0.0 && logarithmic {
            let message = text!("{0} visits", "到访 {0} 次", zone.visits);
            let hint = text!("join zones until each has visits", "合并分区，使每个分区都有到访");
            refuse(Code::Response, message, hint, "visits");
        }
        if zone.cost <= 0.0 && form == DemandForm::DoubleLog {
            let message = text!("a cost of {0} CNY has no logarithm", "旅行费用 {0} 元没有对数", zone.cost);
            refuse(Code::Response, message, text!("take the semi-log form", "改用半对数形式"), COST);
        }
        if zone.others.len() != others.len() {
            let message = text!(
                "{0} {0|figure|figures} for {1} {1|name|names}",
                "有 {0} 个数值，{1} 个名称",
                zone.others.len(),
                others.len()
            );
            let hint = text!("give every zone one figure for each name", "每个分区按每个名称给出一个数值");
            refuse(Code::BadValue, message, hint, "others");
        }
    }
    findings.into_result(())
}

impl ZonalDemand {
    /// The regression behind the curve.
    #[must_use]
    pub fn fit(&self) -> &LinearFit {
        &self.fit
    }

    /// The form of the curve.
    #[must_use]
    pub fn form(&self) -> DemandForm {
        self.form
    }

    fn slope(&self, parameters: &[f64]) -> f64 {
        let position = self.fit.estimates().position(COST).unwrap_or(usize::MAX);
        parameters.get(position).copied().unwrap_or(f64::NAN)
    }

    /// Visits of one person of a zone at no added price.
    fn rate(&self, zone: &Zone, rate: Rate, parameters: &[f64]) -> f64 {
        if rate == Rate::Observed {
            return zone.visits / zone.population;
        }
        let cost = if self.form == DemandForm::DoubleLog { math::ln(zone.cost) } else { zone.cost };
        let regressors = [1.0, cost].into_iter().chain(zone.others.iter().copied());
        let fitted = regressors.zip(parameters).fold(0.0, |sum, (x, b)| sum + x * b);
        if self.form == DemandForm::Linear { fitted } else { math::exp(fitted) }
    }

    /// Visits in the year if a price were added to the cost of every trip: the demand curve of the site.
    ///
    /// ```text
    /// V(x) = Σ Pⱼ rⱼ(cⱼ + x)
    /// ```
    ///
    /// # Errors
    ///
    /// `EV-I006` for an added price below 0.
    pub fn visits(&self, added_price: f64, rate: Rate) -> Result<f64, Error> {
        if added_price < 0.0 {
            let message = text!("an added price of {0} CNY is below 0", "追加费用 {0} 元为负", added_price);
            let hint = text!("state what is added to the cost of a trip", "给出在旅行费用上追加的数额");
            return Err(Error::new(Code::BadValue, message, hint));
        }
        let parameters = self.fit.estimates().values();
        let slope = self.slope(parameters);
        let of_zone = |zone: &Zone| {
            let start = self.rate(zone, rate, parameters);
            let rate = match self.form {
                DemandForm::Linear => start + slope * added_price,
                DemandForm::SemiLog => start * math::exp(slope * added_price),
                DemandForm::DoubleLog => start * math::exp(slope * math::ln_1p(added_price / zone.cost)),
            };
            zone.population * if rate < 0.0 { 0.0 } else { rate }
        };
        Ok(self.zones.iter().fold(0.0, |sum, zone| sum + of_zone(zone)))
    }

    /// Consumer surplus of all zones in the year \[CNY\], the integral of [`ZonalDemand::visits`] by the added price.
    ///
    /// ```text
    /// CS = Σ Pⱼ ∫₀ˣ rⱼ(cⱼ + t) dt
    /// ```
    ///
    /// # Errors
    ///
    /// As [`linear_surplus`], [`semi_log_surplus`] and [`double_log_surplus`].
    pub fn surplus(&self, choke: Choke, rate: Rate) -> Result<f64, Error> {
        self.surplus_at(choke, rate, self.fit.estimates().values())
    }

    fn surplus_at(&self, choke: Choke, rate: Rate, parameters: &[f64]) -> Result<f64, Error> {
        let slope = self.slope(parameters);
        self.zones.iter().try_fold(0.0, |sum, zone| {
            let start = self.rate(zone, rate, parameters);
            let of_person = match self.form {
                DemandForm::Linear => linear_surplus(start, slope, choke)?,
                DemandForm::SemiLog => semi_log_surplus(start, slope, choke)?,
                DemandForm::DoubleLog => double_log_surplus(start, slope, zone.cost, choke)?,
            };
            Ok(sum + zone.population * of_person)
        })
    }

    /// Median and interval of [`ZonalDemand::surplus`] over draws of the coefficients; draws without a surplus are left
    /// out and counted.
    ///
    /// # Errors
    ///
    /// As [`crate::regression::Estimates::simulate`].
    pub fn simulate(&self, choke: Choke, rate: Rate, simulation: Simulation) -> Result<Simulated, Error> {
        self.fit.estimates().simulate(simulation, |parameters| self.surplus_at(choke, rate, parameters).ok())
    }
}
