//! Questions to an account by name: a zone or a service that the account does not know is refused, not empty.

use super::{Account, Filter, Row, Status};
use crate::error::{Code, Error, did_you_mean};
use crate::extent::Ecosystem;
use crate::reason::Reason;
use crate::service::{Category, IndicatorOf};
use crate::text;
use crate::unit::{BaseUnit, Cny};

/// Some rows of an account, narrowed step by step.
///
/// # Examples
///
/// ```
/// use ecovalue::error::Code;
/// use ecovalue::quantity::{PRECIPITATION, TEMPERATURE};
/// use ecovalue::service::water_retention::RETAINED_WATER;
/// use ecovalue::{Account, Landscape, Parameters, Profile, Setting, Statistics};
///
/// let mut land = Landscape::new();
/// land.cell("north", "13".parse()?, 1e6)?; // 1 km² of mixed forest
/// land.column(PRECIPITATION, vec![1000.0])?;
/// land.column(TEMPERATURE, vec![0.0])?;
/// let (profile, rows) = (Profile::shipped("hj1173_2021")?, Parameters::shipped());
/// let statistics = Statistics::default();
/// let setting = Setting::new(&profile, &rows, &statistics, land.zones(), 2019).with_unverified();
/// let account = Account::of(&setting, &land)?;
///
/// let water = account.rows().zone("north")?.service("water_retention")?.quantity(RETAINED_WATER);
/// assert_eq!(water.map(|water| water.get().round()), Ok(676_258.0)); // m³
/// let carbon = account.rows().service("carbon_sequestration")?.value();
/// assert!(carbon.is_err()); // the reason: missing is not zero
/// assert!(account.rows().not_accounted().any(|row| row.service.id == "carbon_sequestration"));
/// assert_eq!(account.rows().zone("nroth").unwrap_err().code(), Code::UnknownZone);
/// # Ok::<(), ecovalue::Findings>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Rows<'a> {
    account: &'a Account,
    filter: Filter<'a>,
}

impl Account {
    /// All rows, to be narrowed by zone, service, category or ecosystem type.
    #[must_use]
    pub fn rows(&self) -> Rows<'_> {
        Rows { account: self, filter: Filter::default() }
    }
}

impl<'a> Rows<'a> {
    /// The rows of a zone.
    ///
    /// # Errors
    ///
    /// `EV-I012` for a zone that the account does not have.
    pub fn zone(mut self, name: &'a str) -> Result<Self, Error> {
        if !self.account.zones.iter().any(|zone| zone == name) {
            let known = did_you_mean(name, self.account.zones.iter().map(String::as_str));
            return Err(Error::new(
                Code::UnknownZone,
                text!("unknown zone `{0}`", "未知的分区 `{0}`", name),
                known,
            ));
        }
        self.filter.zone = Some(name);
        Ok(self)
    }

    /// The rows of a service that the profile lists.
    ///
    /// # Errors
    ///
    /// `EV-R002` for a service that is not in the account.
    pub fn service(mut self, id: &'a str) -> Result<Self, Error> {
        let scope = || self.account.scope.iter().map(String::as_str);
        if !scope().any(|service| service == id) {
            let message = text!("unknown service `{0}`", "未知的服务 `{0}`", id);
            return Err(Error::new(Code::UnknownVariant, message, did_you_mean(id, scope())));
        }
        self.filter.service = Some(id);
        Ok(self)
    }

    /// The rows of the services of a category.
    #[must_use]
    pub const fn category(mut self, category: Category) -> Self {
        self.filter.category = Some(category);
        self
    }

    /// The rows of an ecosystem type.
    #[must_use]
    pub const fn ecosystem(mut self, ecosystem: Ecosystem) -> Self {
        self.filter.ecosystem = Some(ecosystem);
        self
    }

    /// The rows themselves.
    pub fn iter(self) -> impl Iterator<Item = &'a Row> {
        self.account.select(self.filter)
    }

    /// The rows that have no number, with the reason in their status: what a sum over the others does not cover. Land whose
    /// type lacks a coefficient, or that a layer leaves out, is in [`Account::closure`] and in [`Account::warnings`].
    pub fn not_accounted(self) -> impl Iterator<Item = &'a Row> {
        self.iter().filter(|row| matches!(row.status, Status::NotAccounted(_)))
    }

    /// What an indicator comes to: the exact sum of the rows that have it, rounded once. [`Rows::not_accounted`] tells which
    /// have not.
    ///
    /// # Errors
    ///
    /// The reason why no row has a quantity of it.
    pub fn quantity<U: BaseUnit>(mut self, indicator: IndicatorOf<U>) -> Result<U, Reason> {
        self.filter.indicator = Some(indicator.0.id);
        self.account.quantity(self.filter).map(U::new).ok_or_else(|| self.absence())
    }

    /// The value in the money of the account: the exact sum of the rows that have one, rounded once.
    /// [`Rows::not_accounted`] tells which have not.
    ///
    /// # Errors
    ///
    /// The reason why no row has a value.
    pub fn value(self) -> Result<Cny, Reason> {
        self.account.value(self.filter).map(Cny::new).ok_or_else(|| self.absence())
    }

    /// What the first row without a number says; what is absent from the whole run stands in a row without zone and type.
    fn absence(self) -> Reason {
        let of_run = Filter { zone: None, ecosystem: None, ..self.filter };
        let rows = self.iter().chain(self.account.select(of_run).filter(|row| row.zone.is_empty()));
        let mut reasons = rows.filter_map(|row| match &row.status {
            Status::NotAccounted(reason) => Some(reason.clone()),
            Status::Accounted | Status::Allotted => None,
        });
        reasons.next().unwrap_or(Reason::NoValue)
    }
}
