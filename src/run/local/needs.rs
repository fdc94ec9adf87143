//! Keys of parameters that any equation reads: the units that they are read in, and the variants that are known.

use std::collections::{BTreeMap, BTreeSet};

use crate::parameter::Parameters;
use crate::parameter::profile::Profile;
use crate::quantity;
use crate::service::{REGISTRY, Rule, Term};

/// Unit of a price index; any plain number will do.
const INDEX: &str = "1";

/// What is known of a key.
#[derive(Default)]
struct Need {
    units: BTreeSet<String>,
    variants: BTreeSet<String>,
    signed: bool,
}

/// Keys with the units that equations read them in, and those of the shipped rows.
pub(super) struct Needs {
    keys: BTreeMap<String, Need>,
    index: String,
}

impl Needs {
    pub(super) fn new(parameters: &Parameters, profile: &Profile) -> Self {
        let mut needs = Self { keys: BTreeMap::new(), index: profile.price_index.clone() };
        needs.need(&profile.price_index, INDEX);
        for quantity in quantity::QUANTITIES {
            needs.need(quantity.id, quantity.unit);
        }
        for term in REGISTRY.iter().flat_map(|service| {
            let supplies = service.physical.iter().flat_map(|physical| physical.supplies);
            let zone = supplies.map(|supply| supply.scope().terms());
            let money = service.values.iter().flat_map(|value| value.rules).map(Rule::terms);
            zone.chain(money).flatten()
        }) {
            if let Term::Parameter(key, unit) = term {
                needs.need(key, unit);
            }
        }
        for row in parameters.rows().iter().filter(|row| !row.local) {
            let need = needs.need(&row.key, row.unit.text());
            need.variants.insert(row.variant.clone());
            need.signed |= row.value < 0.0;
        }
        for (key, need) in &mut needs.keys {
            let asked = profile.services.iter().filter_map(|choice| choice.variant(key));
            need.variants.extend(asked.map(str::to_owned));
        }
        needs
    }

    fn need(&mut self, key: &str, unit: &str) -> &mut Need {
        let need = self.keys.entry(key.to_owned()).or_default();
        need.units.insert(unit.to_owned());
        need
    }

    /// Units that a key is read or shipped in; none for a key that nothing reads.
    pub(super) fn units(&self, key: &str) -> Vec<&str> {
        self.keys.get(key).map(|need| need.units.iter().map(String::as_str).collect()).unwrap_or_default()
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.keys().map(String::as_str)
    }

    /// Variants of a key that the profile asks for or the crate has rows of.
    pub(super) fn variants(&self, key: &str) -> BTreeSet<&str> {
        self.keys.get(key).map(|need| need.variants.iter().map(String::as_str).collect()).unwrap_or_default()
    }

    /// Whether the crate has rows of a key that are below 0.
    pub(super) fn is_signed(&self, key: &str) -> bool {
        self.keys.get(key).is_some_and(|need| need.signed)
    }

    /// Whether a key is the index that brings prices to other years.
    pub(super) fn is_index(&self, key: &str) -> bool {
        self.index == key || crate::parameter::price_index::CONSUMER_PRICE_INDEX == key
    }
}
