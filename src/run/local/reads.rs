//! What the services of a profile read: keys of parameters with the variants that are asked for.

use std::collections::{BTreeMap, BTreeSet};

use crate::account::plan::Plan;
use crate::driver::{self, Driver};
use crate::equation::CellEquation;
use crate::input::legend::Legend;
use crate::parameter::profile::{Profile, ServiceChoice, Weight};
use crate::quantity::{self, Quantity};
use crate::service::{Rule, Term};

/// Where a quantity comes from, if not from parameter rows.
#[derive(Clone, PartialEq)]
pub(super) enum Source {
    /// A layer of the run.
    Layer,
    /// A driver of the profile, by its variant.
    Driver(String),
}

/// Keys with the variants that are read, and quantities that come from elsewhere.
#[derive(Default)]
pub(super) struct Reads {
    variants: BTreeMap<String, BTreeSet<String>>,
    sources: BTreeMap<&'static str, Source>,
}

impl Reads {
    pub(super) fn new(profile: &Profile, plan: &Plan, legend: &Legend) -> Self {
        let mut reads = Self::default();
        for planned in &plan.services {
            let choice = &planned.choice;
            let supplies = || planned.physical.supplies.iter();
            let terms = supplies().flat_map(|supply| supply.scope().terms());
            let money = planned.valuation.rules.iter().flat_map(Rule::terms);
            for term in terms.chain(money) {
                if let Term::Parameter(key, _) = term {
                    reads.key(key, Some(choice));
                }
            }
            let cells = supplies().filter_map(|supply| supply.scope().cells());
            let mut open: Vec<&'static Quantity> = cells.flat_map(CellEquation::inputs).collect();
            if let Weight::Quantity(id) = &choice.weight {
                open.extend(quantity::named(id));
            }
            reads.quantities(open, Some(choice), profile, legend);
        }
        let reported = profile.reported.iter().filter_map(|id| quantity::named(id).ok()).collect();
        reads.quantities(reported, None, profile, legend);
        reads
    }

    /// Variants that are asked for; none where nothing reads the key.
    pub(super) fn variants(&self, key: &str) -> Option<&BTreeSet<String>> {
        self.variants.get(key)
    }

    pub(super) fn source(&self, key: &str) -> Option<&Source> {
        self.sources.get(key)
    }

    fn key(&mut self, key: &str, choice: Option<&ServiceChoice>) {
        let variant = choice.and_then(|choice| choice.variant(key)).unwrap_or_default();
        self.variants.entry(key.to_owned()).or_default().insert(variant.to_owned());
    }

    fn quantities(
        &mut self,
        mut open: Vec<&'static Quantity>,
        choice: Option<&ServiceChoice>,
        profile: &Profile,
        legend: &Legend,
    ) {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        while let Some(quantity) = open.pop() {
            if !seen.insert(quantity.id) {
                continue;
            }
            if legend.columns.iter().any(|known| known.id == quantity.id) {
                self.sources.insert(quantity.id, Source::Layer);
            } else if let Some(variant) = profile.drivers.get(quantity.id) {
                self.sources.insert(quantity.id, Source::Driver(variant.clone()));
                open.extend(driver::named(quantity, variant).into_iter().flat_map(Driver::inputs));
            } else {
                self.key(quantity.id, choice);
            }
        }
    }
}
