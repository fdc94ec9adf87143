//! What decides whether two accounts of the same land can stand beside each other, and what they come to: sums of the
//! values of each service, and the land that it values.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::closure::valued_cells;
use super::partial::Partial;
use super::plan::Plan;
use super::{Row, lines};
use crate::exact_sum::ExactSum;
use crate::input::legend::Legend;

/// One service of an account.
#[derive(Debug, Default)]
struct OfService {
    /// Its values; none if no row has one.
    sum: Option<ExactSum>,
    /// Number of rows that have a value.
    rows: usize,
    /// Valued cells of each zone.
    cells: Vec<u64>,
}

/// The services of an account, by id.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outline {
    services: BTreeMap<&'static str, Rc<OfService>>,
}

impl Outline {
    /// The outline of rows that a plan gave; `of` names the services, all of them where it is none.
    pub(crate) fn new(
        legend: &Legend,
        plan: &Plan,
        partial: &Partial,
        rows: &[Row],
        of: Option<&[&str]>,
    ) -> Self {
        let mut services: BTreeMap<&'static str, OfService> = BTreeMap::new();
        for (index, planned) in plan.services.iter().enumerate() {
            let id = planned.service.id;
            if lines::is_one_of(id, of) {
                services.entry(id).or_default().cells = valued_cells(legend, plan, partial, rows, index);
            }
        }
        for row in rows {
            if let Some((own, value)) = services.get_mut(row.service.id).zip(row.value) {
                own.sum.get_or_insert_default().add(value);
                own.rows = own.rows.saturating_add(1);
            }
        }
        Self { services: services.into_iter().map(|(id, own)| (id, Rc::new(own))).collect() }
    }

    /// The same with some services as another outline has them.
    pub(crate) fn with(&self, other: Self) -> Self {
        let mut services = self.services.clone();
        services.extend(other.services);
        Self { services }
    }

    /// The sum of all values, rounded once; none if no row has one.
    pub(crate) fn total(&self) -> Option<f64> {
        let mut whole: Option<ExactSum> = None;
        for sum in self.services.values().filter_map(|own| own.sum.as_ref()) {
            whole.get_or_insert_default().merge(sum);
        }
        whole.map(|sum| sum.total())
    }

    /// Whether every service is valued on the same land, in as many rows.
    pub(crate) fn is_on_the_land_of(&self, other: &Self) -> bool {
        let rows = |own: &Self| own.services.values().fold(0_usize, |sum, own| sum.saturating_add(own.rows));
        let same = |(own, other): (&Rc<OfService>, &Rc<OfService>)| {
            Rc::ptr_eq(own, other) || own.cells == other.cells
        };
        self.services.keys().eq(other.services.keys())
            && self.services.values().zip(other.services.values()).all(same)
            && rows(self) == rows(other)
    }

    /// Whether a service that has a value is below 0 here and not in another account.
    pub(crate) fn turns_negative(&self, other: &Self) -> bool {
        let below = |own: &OfService| own.sum.as_ref().is_some_and(|sum| sum.total() < 0.0);
        other.services.iter().any(|(id, before)| {
            before.sum.is_some() && !below(before) && self.services.get(id).is_some_and(|own| below(own))
        })
    }
}
