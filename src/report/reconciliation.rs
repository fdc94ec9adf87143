//! Two profiles on the same data: which clause moves which service by how much.

use super::layout::{Align, Layout};
use crate::unit::YI;

/// One choice of the first profile, exchanged for that of the second.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What was exchanged.
    pub what: String,
    /// The choice before; empty for nothing.
    pub from: String,
    /// The choice behind; empty for nothing.
    pub to: String,
    /// The clause of the profile that makes the choice.
    pub clause: String,
    /// Services whose value moves, and by how much.
    pub changes: Vec<(String, f64)>,
    /// What the step does to the total.
    pub change: f64,
}

/// The way from the total of one profile to that of another.
#[derive(Debug, Clone, PartialEq)]
pub struct Reconciliation {
    /// Id and total of the first.
    pub first: (String, Option<f64>),
    /// Id and total of the second.
    pub second: (String, Option<f64>),
    /// The choices that differ, in the order in which they were exchanged.
    pub steps: Vec<Step>,
    /// What is left between the sum of the steps and the difference of the totals: rounding of the last places.
    pub rest: f64,
}

impl Reconciliation {
    /// The table, in 10⁸ of the currency.
    #[must_use]
    pub fn print(&self) -> String {
        use Align::{Left, Right};
        let money = |value: f64| format!("{:.4}", value / YI);
        let total = |value: Option<f64>| value.map_or_else(|| "no service has a value".to_owned(), money);
        let mut table = Layout::new(&[Left, Left, Left, Right, Left]);
        table.row(["choice", "from", "to", "10^8 CNY", "services and clause"]);
        table.rule();
        table.row(["total under", &self.first.0, "", &total(self.first.1), ""]);
        for step in self.steps.iter().filter(|step| !step.changes.is_empty()) {
            let moved = step.changes.iter().map(|(service, change)| format!("{service} {}", money(*change)));
            let mut told = moved.collect::<Vec<_>>().join(", ");
            if !step.clause.is_empty() {
                told = format!("{told} [{}]", step.clause);
            }
            table.row([&step.what, or_none(&step.from), or_none(&step.to), &money(step.change), &told]);
        }
        table.rule();
        table.row(["total under", "", &self.second.0, &total(self.second.1), ""]);
        let mut out = String::new();
        table.print(&mut out);
        let still = self.steps.iter().filter(|step| step.changes.is_empty());
        let still: Vec<&str> = still.map(|step| step.what.as_str()).collect();
        if !still.is_empty() {
            out.push_str("Choices that differ and move no value on this data: ");
            out.push_str(&still.join(", "));
            out.push_str(".\n");
        }
        out.push_str("The choices are exchanged one after another in this order; another order shares the difference otherwise.\n");
        let difference = self.second.1.unwrap_or(0.0) - self.first.1.unwrap_or(0.0);
        let (difference, rest) = (money(difference), self.rest.abs());
        out + &format!(
            "The steps add up to the difference of the totals, {difference} 10^8 CNY, within {rest:e} CNY.\n"
        )
    }
}

fn or_none(text: &str) -> &str {
    if text.is_empty() { "-" } else { text }
}
