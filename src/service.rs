//! Services: the equations of the standards, one file each, physical supply and value.
//!
//! `registry!` holds the one list of services. Everything else (the command, reports, tests) reads it from there.

use std::marker::PhantomData;

use crate::equation::{
    CellEquation, Gives, GivesNumber, GivesOfTotal, NumberEquation, PriceEquation, PricesOf, TotalEquation,
};
use crate::error::{Code, Error, did_you_mean};
use crate::math;
use crate::reason::Omission;
use crate::text;
use crate::unit::{BaseUnit, Cny};

pub use crate::equation::{Bound, Term};

/// Category of the standards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    /// 物质产品.
    Provisioning,
    /// 调节服务.
    Regulating,
    /// 文化服务.
    Cultural,
    /// 对照核算: figures to compare an account with; they are never added to the others.
    CrossCheck,
}

impl Category {
    /// The three that make up the gross ecosystem product, in the order of the standards.
    pub const ALL: [Self; 3] = [Self::Provisioning, Self::Regulating, Self::Cultural];

    /// Whether values of the category belong to the gross ecosystem product.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::service::Category;
    ///
    /// assert!(Category::ALL.iter().all(|category| category.is_in_gep()));
    /// assert!(!Category::CrossCheck.is_in_gep());
    /// ```
    #[must_use]
    pub const fn is_in_gep(self) -> bool {
        !matches!(self, Self::CrossCheck)
    }

    /// English and Chinese name.
    #[must_use]
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Provisioning => ("Material products", "物质产品"),
            Self::Regulating => ("Regulating services", "调节服务"),
            Self::Cultural => ("Cultural services", "文化服务"),
            Self::CrossCheck => ("Cross-checks, never part of GEP", "对照核算（不计入GEP）"),
        }
    }
}

/// An ecosystem service: what it supplies, by which equations, and what that is worth.
pub struct Service {
    /// Id, the term of the standard in English.
    pub id: &'static str,
    /// English name.
    pub name: &'static str,
    /// Chinese name.
    pub name_zh: &'static str,
    /// Category.
    pub category: Category,
    /// What is counted, in the order of the account.
    pub indicators: &'static [&'static Indicator],
    /// Equation variants of the physical supply.
    pub physical: &'static [Physical],
    /// Equation variants of the value.
    pub values: &'static [Valuation],
}

/// One line of the account.
#[derive(Debug, PartialEq)]
pub struct Indicator {
    /// Id.
    pub id: &'static str,
    /// English name.
    pub name: &'static str,
    /// Chinese name.
    pub name_zh: &'static str,
    /// Unit of the quantity; `CNY` for what is counted in money only.
    pub unit: &'static str,
}

/// A variant of the physical supply: the equation of each indicator that it gives.
pub struct Physical {
    /// Id, as profiles name it.
    pub id: &'static str,
    /// What it gives.
    pub supplies: &'static [Supply],
    /// Standard or paper, with clause.
    pub source: &'static str,
}

/// An indicator that is counted in `U`.
#[derive(Debug)]
pub struct IndicatorOf<U>(pub &'static Indicator, PhantomData<fn() -> U>);

impl<U> Clone for IndicatorOf<U> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<U> Copy for IndicatorOf<U> {}

impl<U: BaseUnit> IndicatorOf<U> {
    /// An indicator whose unit is that of its type; [`indicator!`](crate::indicator) makes one.
    #[must_use]
    pub const fn new(indicator: &'static Indicator) -> Self {
        Self(indicator, PhantomData)
    }

    /// Supplied by an equation that is evaluated for every cell.
    #[must_use]
    pub const fn per_cell<E>(self, formula: &'static str, equation: &'static E) -> Supply
    where
        E: CellEquation + Gives<Output = U>,
    {
        Supply { indicator: self.0.id, scope: Scope::Cell(equation), formula }
    }

    /// Supplied by an equation that is evaluated once per zone.
    #[must_use]
    pub const fn per_zone<E>(self, formula: &'static str, equation: &'static E) -> Supply
    where
        E: NumberEquation + GivesNumber<Output = U>,
    {
        Supply { indicator: self.0.id, scope: Scope::Zone(equation), formula }
    }

    /// Supplied by a rule that is evaluated on the exact total of what an equation gives for the cells.
    #[must_use]
    pub const fn per_total<E, R>(self, formula: &'static str, cells: &'static E, rule: &'static R) -> Supply
    where
        R: TotalEquation + GivesOfTotal<Output = U>,
        E: CellEquation + Gives<Output = R::Total>,
    {
        Supply { indicator: self.0.id, scope: Scope::Total { cells, rule }, formula }
    }

    /// Worth its quantity times a unit price.
    #[must_use]
    pub const fn price<E: PriceEquation + PricesOf<U>>(
        self,
        formula: &'static str,
        price: &'static E,
    ) -> Rule {
        Rule::Price { indicator: self.0.id, price, formula }
    }

    /// Left out of the value by a variant.
    #[must_use]
    pub const fn left_out(self, reason: Omission) -> Rule {
        Rule::LeftOut { indicator: self.0.id, reason }
    }
}

impl IndicatorOf<Cny> {
    /// Worth an amount of money that statistics give.
    #[must_use]
    pub const fn money<E>(self, formula: &'static str, amount: &'static E) -> Rule
    where
        E: NumberEquation + GivesNumber<Output = Cny>,
    {
        Rule::Money { indicator: self.0.id, amount, formula }
    }
}

/// Constants of indicators: id, English and Chinese name, with the unit as their type.
///
/// # Examples
///
/// ```
/// use ecovalue::indicator;
/// use ecovalue::unit::Tonnes;
///
/// indicator! {
///     pub FIXED_SAND: Tonnes = ("fixed_sand", "sand fixed", "防风固沙量");
/// }
///
/// assert_eq!(FIXED_SAND.0.unit, "t");
/// ```
#[macro_export]
macro_rules! indicator {
    ($($(#[$doc:meta])* $vis:vis $name:ident: $unit:ident = ($id:literal, $en:literal, $zh:literal);)+) => {$(
        #[doc = concat!($en, " (", $zh, ").")]
        $(#[$doc])*
        $vis const $name: $crate::service::IndicatorOf<$crate::unit::$unit> =
            $crate::service::IndicatorOf::new(&$crate::service::Indicator {
                id: $id,
                name: $en,
                name_zh: $zh,
                unit: $crate::unit::$unit::SYMBOL,
            });
    )+};
}

/// How an indicator is computed.
pub struct Supply {
    /// Indicator.
    pub indicator: &'static str,
    /// Per cell, or once per zone.
    scope: Scope,
    /// The equation on one line.
    pub formula: &'static str,
}

impl Supply {
    /// Where its equation is evaluated.
    #[must_use]
    pub const fn scope(&self) -> Scope {
        self.scope
    }
}

/// Where an equation is evaluated.
#[derive(Clone, Copy)]
pub enum Scope {
    /// For every cell; the cells are added up exactly.
    Cell(&'static dyn CellEquation),
    /// Once per zone, from statistics and parameters.
    Zone(&'static dyn NumberEquation),
    /// Once per zone, from the exact total of its cells and from statistics: a rule that is not linear, such as the
    /// smaller of capacity and emission. The profile names the level; results go down to the cells by allotment only.
    Total {
        /// What a cell adds to the total.
        cells: &'static dyn CellEquation,
        /// The equation of the total and of numbers.
        rule: &'static dyn TotalEquation,
    },
}

impl Scope {
    /// What is evaluated for every cell, if anything is.
    #[must_use]
    pub const fn cells(self) -> Option<&'static dyn CellEquation> {
        match self {
            Self::Cell(cells) | Self::Total { cells, .. } => Some(cells),
            Self::Zone(_) => None,
        }
    }

    /// Statistics and parameters that are read once per zone.
    #[must_use]
    pub fn terms(self) -> Vec<Term> {
        match self {
            Self::Zone(equation) => equation.terms(),
            Self::Total { rule, .. } => rule.terms(),
            Self::Cell(_) => Vec::new(),
        }
    }
}

/// A variant of the value: a rule for each indicator that has one.
pub struct Valuation {
    /// Id, as profiles name it.
    pub id: &'static str,
    /// The rules.
    pub rules: &'static [Rule],
    /// Standard or paper, with clause.
    pub source: &'static str,
}

/// How an indicator becomes money. An indicator without a rule is physical only.
pub enum Rule {
    /// Quantity and unit price.
    Price {
        /// Indicator.
        indicator: &'static str,
        /// The unit price and the value at it.
        price: &'static dyn PriceEquation,
        /// The equation on one line.
        formula: &'static str,
    },
    /// An amount of money that statistics give.
    Money {
        /// Indicator.
        indicator: &'static str,
        /// The amount.
        amount: &'static dyn NumberEquation,
        /// The equation on one line.
        formula: &'static str,
    },
    /// An indicator that this variant leaves out of the value.
    LeftOut {
        /// Indicator.
        indicator: &'static str,
        /// Why.
        reason: Omission,
    },
}

impl Rule {
    /// Its unit price and the value at it, if it is quantity times price.
    #[must_use]
    pub const fn price(&self) -> Option<&'static dyn PriceEquation> {
        match self {
            Self::Price { price, .. } => Some(*price),
            Self::Money { .. } | Self::LeftOut { .. } => None,
        }
    }

    /// The amount, if statistics give it.
    #[must_use]
    pub const fn amount(&self) -> Option<&'static dyn NumberEquation> {
        match self {
            Self::Money { amount, .. } => Some(*amount),
            Self::Price { .. } | Self::LeftOut { .. } => None,
        }
    }

    /// What its price or amount is made of.
    #[must_use]
    pub fn terms(&self) -> Vec<Term> {
        let price = self.price().map(PriceEquation::price);
        price.or_else(|| self.amount()).map(NumberEquation::terms).unwrap_or_default()
    }

    /// The equation on one line; empty where the indicator is left out.
    #[must_use]
    pub const fn formula(&self) -> &'static str {
        match self {
            Self::Price { formula, .. } | Self::Money { formula, .. } => formula,
            Self::LeftOut { .. } => "",
        }
    }

    /// Its indicator.
    #[must_use]
    pub const fn indicator(&self) -> &'static str {
        match self {
            Self::Price { indicator, .. }
            | Self::Money { indicator, .. }
            | Self::LeftOut { indicator, .. } => indicator,
        }
    }
}

impl std::fmt::Debug for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Service").field(&self.id).finish()
    }
}

impl Service {
    /// An equation variant of the physical supply.
    ///
    /// # Errors
    ///
    /// `EV-R002` with the variants that are known.
    pub fn physical(&self, id: &str) -> Result<&'static Physical, Error> {
        self.physical.iter().find(|known| known.id == id).ok_or_else(|| {
            let message =
                text!("unknown physical equation `{0}` of {1}", "{1} 没有实物量核算方法 `{0}`", id, self.id);
            Error::new(
                Code::UnknownVariant,
                message,
                did_you_mean(id, self.physical.iter().map(|known| known.id)),
            )
        })
    }

    /// An equation variant of the value.
    ///
    /// # Errors
    ///
    /// `EV-R002` with the variants that are known.
    pub fn value(&self, id: &str) -> Result<&'static Valuation, Error> {
        self.values.iter().find(|known| known.id == id).ok_or_else(|| {
            let message =
                text!("unknown value equation `{0}` of {1}", "{1} 没有价值量核算方法 `{0}`", id, self.id);
            Error::new(
                Code::UnknownVariant,
                message,
                did_you_mean(id, self.values.iter().map(|known| known.id)),
            )
        })
    }

    /// The supply of an indicator under a physical variant, if the variant gives it.
    #[must_use]
    pub fn supply(physical: &'static Physical, indicator: &str) -> Option<&'static Supply> {
        physical.supplies.iter().find(|supply| supply.indicator == indicator)
    }

    /// An indicator by its id.
    #[must_use]
    pub fn indicator(&self, id: &str) -> Option<&'static Indicator> {
        self.indicators.iter().copied().find(|known| known.id == id)
    }
}

/// Services that the standards name, whether or not the crate has their equations: id, English and Chinese term.
pub const STANDARD_SERVICES: &[(&str, &str, &str)] = &[
    ("biomass_provisioning", "biomass provisioning", "生物质供给"),
    ("water_supply", "water supply", "水资源"),
    ("ecological_energy", "ecological energy", "生态能源"),
    ("water_retention", "water retention", "水源涵养"),
    ("soil_retention", "soil retention", "土壤保持"),
    ("sand_fixation", "sand fixation", "防风固沙"),
    ("coastal_protection", "coastal protection", "海岸带防护"),
    ("flood_mitigation", "flood mitigation", "洪水调蓄"),
    ("air_purification", "air purification", "空气净化"),
    ("water_purification", "water purification", "水质净化"),
    ("carbon_sequestration", "carbon sequestration", "固碳"),
    ("oxygen_release", "oxygen release", "释氧"),
    ("climate_regulation", "local climate regulation", "局部气候调节"),
    ("noise_attenuation", "noise attenuation", "噪声消减"),
    ("pest_control", "pest control", "病虫害控制"),
    ("negative_ions", "negative ions", "负离子"),
    ("species_conservation", "species conservation", "物种保育"),
    ("forest_nutrient_retention", "forest nutrient retention", "林木养分固持与保肥"),
    ("tourism", "tourism", "旅游康养"),
    ("leisure_recreation", "leisure recreation", "休闲游憩"),
    ("landscape_premium", "landscape premium", "景观增值"),
    // No service of a GEP standard, and never added to those above.
    ("equivalent_factor", "equivalent factors (cross-check)", "生态系统服务价值当量（对照）"),
];

macro_rules! registry {
    ($($module:ident),+ $(,)?) => {
        $(pub mod $module;)+

        /// Every service the crate knows, in the order of the standards' table.
        pub static REGISTRY: &[&Service] = &[$(&$module::SERVICE),+];
    };
}

registry! {
    biomass_provisioning,
    water_supply,
    ecological_energy,
    water_retention,
    soil_retention,
    sand_fixation,
    coastal_protection,
    flood_mitigation,
    air_purification,
    water_purification,
    carbon_sequestration,
    oxygen_release,
    climate_regulation,
    noise_attenuation,
    pest_control,
    negative_ions,
    species_conservation,
    forest_nutrient_retention,
    tourism,
    leisure_recreation,
    landscape_premium,
    equivalent_factor,
}

mod purification;

use purification::{BY_COST, BY_TAX, TAX};
pub use purification::{equivalent_price, smaller_of, smaller_where_attained, treatment_cost};

/// The service of an id.
///
/// # Errors
///
/// `EV-R002` with the nearest id.
pub fn named(id: &str) -> Result<&'static Service, Error> {
    let known = REGISTRY.iter().copied().find(|service| service.id == id);
    known.ok_or_else(|| {
        let message = text!("unknown service `{0}`", "未知的服务 `{0}`", id);
        Error::new(Code::UnknownVariant, message, did_you_mean(id, REGISTRY.iter().map(|service| service.id)))
    })
}

/// Cost per year of what is built for some years: C₀ · r / (1 − (1 + r)⁻ⁿ), or C₀ / n without interest. `NaN` in any
/// argument, a rate of −1 or below, or a life of 0 or below gives `NaN`.
pub(crate) fn annuity(cost: f64, rate: f64, years: f64) -> f64 {
    if rate <= -1.0 || years <= 0.0 {
        return f64::NAN;
    }
    if rate == 0.0 {
        return cost / years;
    }
    // 1 − (1 + r)⁻ⁿ, without cancellation at small r                [1]
    let repaid = -math::expm1(-years * math::ln_1p(rate));
    cost * rate / repaid
}
