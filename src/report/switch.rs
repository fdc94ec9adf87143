//! What another equation or price would have given.

use crate::wording::Message;

/// A choice of the profile, exchanged.
#[derive(Debug, Clone, PartialEq)]
pub struct Switch {
    /// What was exchanged.
    pub what: Message,
    /// What the profile takes.
    pub from: Message,
    /// What was tried.
    pub to: String,
    /// GEP with it.
    pub gep: f64,
    /// Change of GEP.
    pub change: f64,
    /// Whether a service falls below 0 with it: its equations do not go together.
    pub turns_negative: bool,
}
