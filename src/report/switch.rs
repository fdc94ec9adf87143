//! What another equation or price would have given.

/// A choice of the profile, exchanged.
#[derive(Debug, Clone, PartialEq)]
pub struct Switch {
    /// What was exchanged.
    pub what: String,
    /// What the profile takes.
    pub from: String,
    /// What was tried.
    pub to: String,
    /// GEP with it.
    pub gep: f64,
    /// Change of GEP.
    pub change: f64,
    /// Whether a service falls below 0 with it: its equations do not go together.
    pub turns_negative: bool,
}
