//! The services, drivers and quantities that a caller works with: those of the crate, and those that it adds.

use std::fmt;
use std::sync::LazyLock;

use crate::driver::{self, Driver};
use crate::error::{Code, Error, did_you_mean};
use crate::quantity::{QUANTITIES, Quantity};
use crate::service::{REGISTRY, STANDARD_SERVICES, Service};
use crate::text;
use crate::wording::Name;

/// What an account may be made of. Its order of services is that of every account and report.
///
/// # Examples
///
/// ```
/// use ecovalue::Registry;
///
/// let registry = Registry::shipped();
/// assert_eq!(registry.service("sand_fixation")?.name_zh, "防风固沙");
/// let error = registry.service("sand_fixtion").unwrap_err();
/// assert_eq!(error.hint().to_string(), "did you mean `sand_fixation`?");
/// # Ok::<(), ecovalue::Error>(())
/// ```
#[derive(Clone)]
pub struct Registry {
    services: Vec<&'static Service>,
    drivers: Vec<&'static Driver>,
    quantities: Vec<&'static Quantity>,
}

static SHIPPED: LazyLock<Registry> = LazyLock::new(|| Registry {
    services: REGISTRY.to_vec(),
    drivers: driver::registry().collect(),
    quantities: QUANTITIES.to_vec(),
});

impl Registry {
    /// Everything that the crate ships.
    #[must_use]
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// The registry with one more service, behind the others. Quantities that only its equations read are known from
    /// then on; a profile names it like any other service, and parameter rows may have the keys that it reads.
    ///
    /// # Errors
    ///
    /// `EV-I009` if another service has its id, or another quantity the id of one that it reads.
    pub fn with_service(&self, service: &'static Service) -> Result<Self, Error> {
        let mut registry = self.clone();
        if registry.services.iter().any(|known| known.id == service.id) {
            return Err(duplicate(Name { en: "service", zh: "服务" }, service.id));
        }
        let supplies = service.physical.iter().flat_map(|physical| physical.supplies);
        for equation in supplies.filter_map(|supply| supply.scope().cells()) {
            registry.learn(&equation.inputs())?;
        }
        registry.services.push(service);
        Ok(registry)
    }

    /// The registry with one more driver. Quantities that it reads or gives are known from then on.
    ///
    /// # Errors
    ///
    /// `EV-I009` if its quantity has a driver of that id, or another quantity the id of one that it names.
    pub fn with_driver(&self, driver: &'static Driver) -> Result<Self, Error> {
        let mut registry = self.clone();
        if registry.drivers_of(driver.output.id).any(|known| known.id == driver.id) {
            return Err(duplicate(Name { en: "driver", zh: "驱动方程" }, driver.id));
        }
        registry.learn(&driver.inputs())?;
        registry.learn(&[driver.output])?;
        registry.drivers.push(driver);
        Ok(registry)
    }

    fn learn(&mut self, quantities: &[&'static Quantity]) -> Result<(), Error> {
        for quantity in quantities {
            match self.quantities.iter().find(|known| known.id == quantity.id) {
                None => self.quantities.push(quantity),
                Some(known) if known == quantity => {}
                Some(_) => return Err(duplicate(Name { en: "quantity", zh: "量" }, quantity.id)),
            }
        }
        Ok(())
    }

    /// Every service, in the order of the account.
    #[must_use]
    pub fn services(&self) -> &[&'static Service] {
        &self.services
    }

    /// Every driver.
    #[must_use]
    pub fn drivers(&self) -> &[&'static Driver] {
        &self.drivers
    }

    /// Every quantity that cells can carry.
    #[must_use]
    pub fn quantities(&self) -> &[&'static Quantity] {
        &self.quantities
    }

    /// The service of an id.
    ///
    /// # Errors
    ///
    /// `EV-R002` with the nearest id.
    pub fn service(&self, id: &str) -> Result<&'static Service, Error> {
        let known = self.services.iter().copied().find(|service| service.id == id);
        let ids = self.services.iter().map(|known| known.id);
        known.ok_or_else(|| unknown(Code::UnknownVariant, Name { en: "service", zh: "服务" }, id, ids))
    }

    /// The driver of a quantity by its id.
    ///
    /// # Errors
    ///
    /// `EV-R002` with the drivers of the quantity.
    pub fn driver(&self, output: &Quantity, id: &str) -> Result<&'static Driver, Error> {
        let known = self.drivers_of(output.id).find(|driver| driver.id == id);
        known.ok_or_else(|| {
            let message = text!("unknown driver `{0}` of `{1}`", "{1} 没有名为 `{0}` 的驱动方程", id, output);
            let ids = self.drivers_of(output.id).map(|known| known.id);
            Error::new(Code::UnknownVariant, message, did_you_mean(id, ids))
        })
    }

    /// The quantity of an id.
    ///
    /// # Errors
    ///
    /// `EV-I014` with the nearest id.
    pub fn quantity(&self, id: &str) -> Result<&'static Quantity, Error> {
        let known = self.quantities.iter().copied().find(|quantity| quantity.id == id);
        let ids = self.quantities.iter().map(|known| known.id);
        known.ok_or_else(|| unknown(Code::UnknownLayer, Name { en: "quantity", zh: "量" }, id, ids))
    }

    /// The drivers that give a quantity.
    pub fn drivers_of<'a>(&'a self, output: &'a str) -> impl Iterator<Item = &'static Driver> + 'a {
        self.drivers.iter().copied().filter(move |driver| driver.output.id == output)
    }

    /// The driver that marks where 0 stands for a negative result of another driver, if that can be.
    #[must_use]
    pub fn floor_of(&self, driver: &Driver) -> Option<&'static Driver> {
        let marks =
            |other: &&Driver| driver::marks_floor_of(other.output).is_some_and(|of| of == driver.output.id);
        self.drivers.iter().copied().filter(marks).find(|other| other.id == driver.id)
    }

    /// Refuses an id that is neither a service of the standards nor one of the registry.
    pub(crate) fn check_scope(&self, id: &str) -> Result<(), Error> {
        let standard = || STANDARD_SERVICES.iter().map(|(known, _, _)| *known);
        if standard().any(|known| known == id) || self.service(id).is_ok() {
            return Ok(());
        }
        let message = text!("unknown service `{0}`", "未知的服务 `{0}`", id);
        Err(Error::new(Code::UnknownVariant, message, did_you_mean(id, standard())))
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids = |services: &[&Service]| services.iter().map(|service| service.id).collect::<Vec<_>>();
        f.debug_struct("Registry").field("services", &ids(&self.services)).finish_non_exhaustive()
    }
}

fn unknown<'a>(code: Code, what: Name, id: &str, known: impl Iterator<Item = &'a str>) -> Error {
    let message = text!("unknown {0} `{1}`", "未知的{0} `{1}`", what, id);
    Error::new(code, message, did_you_mean(id, known))
}

fn duplicate(what: Name, id: &str) -> Error {
    let message = text!("{0} `{1}` is already registered", "{0} `{1}` 已登记", what, id);
    Error::new(Code::DuplicateKey, message, text!("choose another id", "改用另一个标识"))
}
