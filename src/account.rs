//! The account: zone x ecosystem type x service x indicator, in quantity and in money.

mod allot;
mod by_zone;
pub mod change;
mod closure;
pub mod columns;
mod corrections;
mod finish;
mod gaps;
pub mod lines;
mod matrix;
#[cfg(feature = "files")]
mod outline;
pub mod overlap;
pub mod partial;
pub mod plan;
mod query;
mod rows;
mod spread;
mod tables;
mod uncovered;

use std::collections::BTreeSet;
use std::fmt;

use crate::error::{Code, Error, Findings};
use crate::exact_sum::ExactSum;
use crate::extent::Ecosystem;
use crate::input::cells::{Cells, Landscape};
use crate::input::legend::{Land, Legend};
use crate::reason::Reason;
use crate::service::{Category, Indicator, Service};
use crate::text;
use crate::valuation::{Book, EvidenceId, PriceBasis, Setting};
use crate::wording::{Language, Message, Name, Say};

use partial::Partial;
use plan::Plan;

pub use allot::allot;
pub(crate) use by_zone::ByZone;
pub use closure::{ClosureRow, LandState, MAP};
pub use finish::compile;
#[cfg(feature = "files")]
pub(crate) use finish::rows;
pub use matrix::Matrix;
#[cfg(feature = "files")]
pub(crate) use outline::Outline;
pub use query::Rows;
pub use spread::Spread;

use corrections::is_correction;

/// What stands behind a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Computed where it is.
    Accounted,
    /// A part of a larger total, spread by a weight.
    Allotted,
    /// Not there, for a reason. It is never zero.
    NotAccounted(Reason),
}

impl Say for Status {
    fn message(&self) -> Message {
        match self {
            Self::Accounted => text!("accounted", "已核算"),
            Self::Allotted => text!("allotted", "已分摊"),
            Self::NotAccounted(reason) => reason.not_accounted(),
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Language::English))
    }
}

/// One row of the account.
#[derive(Debug, Clone)]
pub struct Row {
    /// Zone; empty for what belongs to the whole run only.
    pub zone: String,
    /// Ecosystem type; none where a total is not allotted.
    pub ecosystem: Option<Ecosystem>,
    /// Service.
    pub service: &'static Service,
    /// Indicator.
    pub indicator: &'static Indicator,
    /// Quantity in the unit of the indicator; none where it is counted in money only.
    pub quantity: Option<f64>,
    /// Unit price in the money of the account.
    pub price: Option<f64>,
    /// Unit of the price.
    pub price_unit: &'static str,
    /// Value in the money of the account; none where it is physical only.
    pub value: Option<f64>,
    /// Area of the cells that have a result \[m²\]; none where the row is not computed from cells.
    pub area: Option<f64>,
    /// Status.
    pub status: Status,
    /// What it rests on.
    pub evidence: Vec<EvidenceId>,
}

impl Row {
    /// Quantity and value of a square metre. What was spread over the cells is no yield of theirs, and has none.
    #[must_use]
    pub fn per_area(&self) -> Option<(Option<f64>, Option<f64>)> {
        let area = self.area.filter(|area| *area > 0.0 && self.status == Status::Accounted)?;
        Some((self.quantity.map(|quantity| quantity / area), self.value.map(|value| value / area)))
    }
}

/// Area of an ecosystem type in a zone.
#[derive(Debug, Clone, PartialEq)]
pub struct ExtentRow {
    /// Zone.
    pub zone: String,
    /// Ecosystem type.
    pub ecosystem: Ecosystem,
    /// Area \[m²\].
    pub area: f64,
    /// Share of the valued area of the zone.
    pub share: f64,
}

/// Mean of a driver over the area that has it.
#[derive(Debug, Clone, PartialEq)]
pub struct MeanRow {
    /// Zone.
    pub zone: String,
    /// The driver.
    pub quantity: &'static crate::quantity::Quantity,
    /// Mean over area, in the base unit.
    pub mean: f64,
    /// Area that has a value \[m²\].
    pub area: f64,
}

/// What the values of an account add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The gross ecosystem product.
    Gep,
    /// A satellite account beside it.
    Satellite,
    /// Another method on the same land, to compare with.
    CrossCheck,
}

impl Kind {
    /// What its total is called.
    #[must_use]
    pub const fn name(self) -> Name {
        let (en, zh) = match self {
            Self::Gep => ("GEP", "GEP"),
            Self::Satellite => ("sum of the satellite account, no GEP", "卫星账户合计（非GEP）"),
            Self::CrossCheck => ("sum of the cross-check, no GEP", "对照核算合计（非GEP）"),
        };
        Name { en, zh }
    }
}

/// An ecosystem account of one year.
#[derive(Debug, Clone)]
pub struct Account {
    /// Accounting year.
    pub year: i32,
    /// Money of the account.
    pub basis: PriceBasis,
    /// Zones in the order of the input.
    pub zones: Vec<String>,
    /// Which cells are land, so that their area counts.
    pub land: Land,
    /// Services that the profile lists.
    pub scope: Vec<String>,
    /// What the values add up to.
    pub kind: Kind,
    /// The rows.
    pub rows: Vec<Row>,
    /// Extent of the ecosystem types.
    pub extent: Vec<ExtentRow>,
    /// Closure of the map and of every service.
    pub closure: Vec<ClosureRow>,
    /// Means of the drivers.
    pub means: Vec<MeanRow>,
    /// What the rows rest on.
    pub book: Book,
    /// Remarks for the reader.
    pub notes: Vec<Message>,
    /// Layers that the run brings and the profile does not read; a remark each.
    pub unread: Vec<Message>,
    /// Numbers that look like usual slips.
    pub warnings: Vec<Error>,
}

/// Which rows a total covers; an empty choice covers all.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'a> {
    /// A zone, or none for the whole run.
    pub zone: Option<&'a str>,
    /// A service.
    pub service: Option<&'a str>,
    /// An indicator.
    pub indicator: Option<&'a str>,
    /// A category.
    pub category: Option<Category>,
    /// An ecosystem type.
    pub ecosystem: Option<Ecosystem>,
}

impl Filter<'_> {
    fn covers(&self, row: &Row) -> bool {
        self.zone.is_none_or(|zone| row.zone == zone)
            && self.service.is_none_or(|service| row.service.id == service)
            && self.indicator.is_none_or(|indicator| row.indicator.id == indicator)
            && self.category.is_none_or(|category| row.service.category == category)
            && self.ecosystem.is_none_or(|ecosystem| row.ecosystem == Some(ecosystem))
    }
}

impl Partial {
    /// The account that the sums of all cells come to. `book` is the one that the plan was made with.
    ///
    /// # Errors
    ///
    /// `EV-A001` if the sums are those of another plan; every statistic, row and price that may not be used.
    pub fn finish(
        &self,
        setting: &Setting<'_>,
        legend: &Legend,
        plan: &Plan,
        book: Book,
    ) -> Result<Account, Findings> {
        if !self.fits(plan) {
            let message = text!("the partial account is that of another plan", "部分账户属于另一核算计划");
            let hint = text!(
                "make all parts with the same profile, zones, types and columns",
                "各部分应使用相同的核算方案、分区、类型和图层"
            );
            return Err(Error::new(Code::PartialBytes, message, hint).into());
        }
        compile(setting, legend, plan, self, book)
    }
}

impl Account {
    /// The account of land that is held in memory.
    ///
    /// # Errors
    ///
    /// Every service, equation or row that is not known or may not be used.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::quantity::{PRECIPITATION, TEMPERATURE};
    /// use ecovalue::{Account, Filter, Landscape, Parameters, Profile, Setting, Statistics};
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
    /// // L = 300 mm, P/L = 10/3, ET = 1000/√12.0111 = 288.54 mm; R = 35.2 mm; 676.26 mm on 1 km².
    /// let water = account.quantity(Filter { indicator: Some("retained_water"), ..Filter::default() });
    /// assert_eq!(water.map(f64::round), Some(676_258.0));
    /// # Ok::<(), ecovalue::Findings>(())
    /// ```
    pub fn of(setting: &Setting<'_>, land: &Landscape) -> Result<Self, Findings> {
        let mut book = Book::default();
        let plan = Plan::new(setting, land.legend(), &mut book)?;
        Self::partial(&plan, land.cells()).finish(setting, land.legend(), &plan, book)
    }

    /// The partial account of some cells, for callers that split the work themselves: threads, processes, machines of a
    /// cluster. Partial accounts travel as bytes ([`Partial::to_bytes`], [`Partial::from_bytes`]), merge in any order
    /// ([`Partial::merge`]) and are finished once ([`Partial::finish`]): the figures have the same bits for any split.
    ///
    /// All who work on one account must have the same plan, which they do with the same profile, rows and names of
    /// zones, types and columns in the same order.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::account::partial::Partial;
    /// use ecovalue::account::plan::Plan;
    /// use ecovalue::quantity::{PRECIPITATION, TEMPERATURE};
    /// use ecovalue::valuation::Book;
    /// use ecovalue::{Account, Landscape, Parameters, Profile, Setting, Statistics};
    ///
    /// let mut land = Landscape::new();
    /// for area in [1e6, 2e6, 3e6] {
    ///     land.cell("north", "13".parse()?, area)?;
    /// }
    /// land.column(PRECIPITATION, vec![1000.0, 1100.0, 900.0])?;
    /// land.column(TEMPERATURE, vec![0.0, 5.0, 10.0])?;
    /// let (profile, rows) = (Profile::shipped("hj1173_2021")?, Parameters::shipped());
    /// let statistics = Statistics::default();
    /// let setting = Setting::new(&profile, &rows, &statistics, land.zones(), 2019).with_unverified();
    /// let mut book = Book::default();
    /// let plan = Plan::new(&setting, land.legend(), &mut book)?;
    ///
    /// // Two workers take two cells and one cell, and send bytes.
    /// let sent = [(0, 2), (2, 1)].map(|(first, size)| Account::partial(&plan, &land.block(first, size)).to_bytes());
    /// let mut whole = Partial::new(&plan);
    /// for bytes in &sent {
    ///     whole.merge(&Partial::from_bytes(bytes)?);
    /// }
    /// let account = whole.finish(&setting, land.legend(), &plan, book)?;
    /// assert_eq!(account.area(None), 6e6);
    /// let at_once = Account::of(&setting, &land)?;
    /// assert_eq!(account.gross_ecosystem_product(None), at_once.gross_ecosystem_product(None));
    /// # Ok::<(), ecovalue::Findings>(())
    /// ```
    #[must_use]
    pub fn partial(plan: &Plan, cells: &Cells) -> Partial {
        let mut partial = Partial::new(plan);
        partial.add(plan, cells);
        partial
    }

    /// The rows of a choice.
    pub fn select<'a>(&'a self, filter: Filter<'a>) -> impl Iterator<Item = &'a Row> {
        self.rows.iter().filter(move |row| filter.covers(row))
    }

    /// The value of some rows: their exact sum, rounded once; none if none of them has a value.
    #[must_use]
    pub fn value(&self, filter: Filter<'_>) -> Option<f64> {
        exact(self.select(filter).filter_map(|row| row.value))
    }

    /// The quantity of some rows of one indicator.
    #[must_use]
    pub fn quantity(&self, filter: Filter<'_>) -> Option<f64> {
        exact(self.select(filter).filter_map(|row| row.quantity))
    }

    /// The gross ecosystem product of a zone, or of the whole run; satellite accounts and cross-checks have none.
    #[must_use]
    pub fn gross_ecosystem_product(&self, zone: Option<&str>) -> Option<f64> {
        self.total(zone).filter(|_| self.kind == Kind::Gep)
    }

    /// The sum of all values of a zone, or of the whole run: the gross ecosystem product, or the total of
    /// another [`Kind`].
    #[must_use]
    pub fn total(&self, zone: Option<&str>) -> Option<f64> {
        self.value(Filter { zone, ..Filter::default() })
    }

    /// Services that have a value in a zone, or anywhere.
    #[must_use]
    pub fn accounted_services(&self, zone: Option<&str>) -> BTreeSet<&'static str> {
        let rows = self.select(Filter { zone, ..Filter::default() });
        rows.filter(|row| row.value.is_some()).map(|row| row.service.id).collect()
    }

    /// Area \[m²\] of the land of a zone or of the whole map: the cells of a zone in every state, or, on a map without
    /// zones, those that have a land cover.
    #[must_use]
    pub fn area(&self, zone: Option<&str>) -> f64 {
        let mut sum = ExactSum::new();
        for row in self.closure.iter().filter(|row| self.is_land(row)) {
            if zone.is_none_or(|zone| row.zone == zone) {
                sum.merge(&row.tally.area);
            }
        }
        sum.total()
    }

    /// Whether a row of the closure is of the map and counts as land.
    #[must_use]
    pub fn is_land(&self, row: &ClosureRow) -> bool {
        let frame = self.land == Land::Covered && row.state == LandState::Nodata;
        row.service == MAP && !row.zone.is_empty() && !frame
    }

    /// The value of the rows of which some evidence is of a kind, and its share of all value.
    #[must_use]
    pub fn value_resting_on(&self, test: impl Fn(&Self, &Row) -> bool) -> (f64, f64) {
        let part = exact(self.rows.iter().filter(|row| test(self, row)).filter_map(|row| row.value));
        let part = part.unwrap_or(0.0);
        (part, part / self.total(None).unwrap_or(f64::NAN))
    }

    /// Whether any evidence of a row passes a test.
    #[must_use]
    pub fn rests_on(&self, row: &Row, test: impl Fn(&crate::evidence::Evidence) -> bool) -> bool {
        row.evidence.iter().filter_map(|id| self.book.get(*id)).any(test)
    }

    /// Whether the states of every service add up to the map, to the bit.
    #[must_use]
    pub fn closes(&self) -> bool {
        closure::closes(&self.closure)
    }

    /// The values by service (rows) and ecosystem type (columns), as reports hand them in. `column` puts types together:
    /// [`Ecosystem::plain`] keeps every type, [`Ecosystem::level_one`] makes the eight classes.
    #[must_use]
    pub fn matrix(&self, column: fn(Ecosystem) -> Ecosystem) -> ValueMatrix {
        let accounted = self.accounted_services(None);
        let mut services: Vec<&'static Service> = Vec::new();
        for row in self.rows.iter().filter(|row| accounted.contains(row.service.id)) {
            if services.iter().all(|known| known.id != row.service.id) {
                services.push(row.service);
            }
        }
        // Those of the crate in their order, others behind them.
        let shipped = crate::service::REGISTRY;
        services.sort_by_key(|service| {
            shipped.iter().position(|known| known.id == service.id).unwrap_or(usize::MAX)
        });
        let rows = || self.rows.iter().filter(|row| row.value.is_some());
        let types: BTreeSet<Option<Ecosystem>> = rows().map(|row| row.ecosystem.map(column)).collect();
        // What is not allotted stands last.
        let last = types.get(&None);
        let types: Vec<_> = types.iter().filter(|own| own.is_some()).chain(last).copied().collect();
        let values = Matrix::from_fn(services.len(), types.len(), |row, index| {
            let (service, own) = (services.get(row), types.get(index));
            let cells = rows().filter(|row| {
                service.is_some_and(|service| row.service.id == service.id)
                    && own.is_some_and(|own| row.ecosystem.map(column) == *own)
            });
            exact(cells.filter_map(|row| row.value)).unwrap_or(f64::NAN)
        });
        ValueMatrix { services, types, values }
    }
}

/// Values by service and ecosystem type.
#[derive(Debug, Clone)]
pub struct ValueMatrix {
    /// Services that have a value: the rows.
    pub services: Vec<&'static Service>,
    /// Ecosystem types: the columns; `None` for values that are not allotted.
    pub types: Vec<Option<Ecosystem>>,
    /// The values in the money of the account; `NaN` where a service has none in a type.
    pub values: Matrix<f64>,
}

fn exact(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut sum = None;
    for value in values {
        sum.get_or_insert_with(ExactSum::new).add(value);
    }
    sum.map(|sum| sum.total())
}
