//! The indicators of a practice base (“绿水青山就是金山银山”实践创新基地): yearly targets, what became of them, projects.
//!
//! A plan sets a target for each indicator and year as a short text: `≥90%`, `稳定提高`, `≥95且不降低`, `丘陵区>40`,
//! `建立实施`. [`rule`] reads these texts; one that it does not know is refused. [`judge`] says for each indicator and
//! year `met`, `not met`, or `undecided` with the reason. What a plan leaves open is chosen in
//! [`JudgementOptions`] and said in the result.
//!
//! The official annex of the index (两山指数) publishes neither weights nor scores nor grades. A total is made only with
//! weights of the user's own, see [`weights`].
//!
//! # Examples
//!
//! ```
//! use ecovalue::table::Table;
//! use ecovalue::two_mountains::plan::Indicators;
//! use ecovalue::two_mountains::{Figures, JudgementOptions, TargetState, judge};
//!
//! let text = "no,indicator,unit,lead_unit,value_2019,value_2020,target_2020\n\
//!     1,环境空气质量优良天数比例,%,区生态环境局,87.67（320天）,88.2%,稳定增加\n";
//! let indicators = Indicators::from_table(&Table::parse("INDICATORS.csv", text)?)?;
//! let no_account = Figures::default();
//! let judged = judge(&indicators, &no_account, &JudgementOptions::default())?;
//! let of_2020 = judged.iter().find(|judged| judged.year == 2020);
//! assert_eq!(of_2020.map(|judged| judged.verdict.state), Some(TargetState::Met));
//! # Ok::<(), ecovalue::Findings>(())
//! ```

use crate::text;
use crate::wording::Message;

pub mod cell;
pub mod figures;
mod judgement;
mod options;
pub mod plan;
pub mod projects;
pub mod rule;
mod series;
mod verdict;
mod weather;
pub mod weights;

pub use figures::{Figures, IndexFigure, NormalGrowth};
pub use judgement::{Judgement, judge};
pub use options::{JudgementOptions, LandArea, NumberReading, ShareReading, Steady};
pub use verdict::{TargetState, Verdict};

/// Several texts, one behind the other; none of none.
fn joined(parts: impl IntoIterator<Item = Message>) -> Option<Message> {
    parts.into_iter().reduce(|before, next| text!("{0}; {1}", "{0}；{1}", before, next))
}

/// Text before the readings of a share in a remark.
const VARIANTS: &str = "variants, none official: ";

/// A number as a reason shows it: at most six decimals.
fn shown(value: f64) -> String {
    let exact = value.to_string();
    if exact.len() <= 9 {
        return exact;
    }
    let text = format!("{value:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
