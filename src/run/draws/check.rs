//! The short way is held against the long one: what a model gives without any move is the account.

use super::super::Run;
use super::Drawn;
use crate::account::Filter;
use crate::error::{Code, Error, Findings};

/// Relative difference that rounding may leave.
const ROUNDING: f64 = 1e-9;

impl Run {
    /// Every figure of every model against the account that was compiled.
    #[expect(clippy::unused_self, reason = "a check of a run, as the others")]
    pub(super) fn check_models(&self, drawn: &[Drawn<'_>]) -> Result<(), Findings> {
        let mut findings = Findings::new();
        for own in drawn {
            let account = &own.year.account;
            let values = own.model.evaluate(crate::uncertainty::model::Point::default(), &own.year.sums.base);
            for (figure, value) in own.model.figures().iter().zip(values) {
                let zone = Some(figure.zone.as_str()).filter(|zone| !zone.is_empty());
                let service = Some(figure.figure.as_str()).filter(|_| figure.variant == "value");
                let total = service.is_some() || figure.figure == account.kind.names().0;
                let wanted = if total {
                    account.value(Filter { zone, service, ..Filter::default() }).unwrap_or(f64::NAN)
                } else {
                    figure.account
                };
                let differs = (value - wanted).abs() > ROUNDING * wanted.abs();
                // An account row of 0 leaves no index to scale by.
                if (differs || value.is_nan() != wanted.is_nan()) && wanted != 0.0 {
                    let message = format!(
                        "{} {} {}: {value} by the short way, {wanted} in the account",
                        account.year, figure.zone, figure.figure
                    );
                    let hint = "report this as a fault of the program; run without [uncertainty] meanwhile";
                    findings.push(Error::new(Code::Incomparable, message, hint));
                }
            }
        }
        findings.into_result(())
    }
}
