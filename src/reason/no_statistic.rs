//! A statistic that is not there, and what there is in its place.

use crate::text;
use crate::wording::{Message, Say, TextArgument};

/// No statistic of a zone, or of the whole run, in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoStatistic {
    /// Key of the statistic.
    pub key: String,
    /// Its Chinese name; empty for a key that is not known.
    pub name_zh: &'static str,
    /// Zone; empty for the whole run.
    pub zone: String,
    /// Accounting year.
    pub year: i32,
    /// What the statistics of the run have of the key.
    pub given: GivenStatistic,
}

/// What the statistics of a run have of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GivenStatistic {
    /// Nothing.
    Nothing,
    /// Numbers of other years.
    Years(Vec<i32>),
    /// Numbers of other zones.
    Elsewhere {
        /// Zone, empty for the whole run, and year of the first of them.
        places: Vec<(String, i32)>,
        /// Whether there are more.
        more: bool,
    },
}

impl NoStatistic {
    fn id(&self) -> TextArgument {
        TextArgument::Id { id: self.key.clone(), zh: self.name_zh }
    }

    fn of_zone(&self) -> Message {
        if self.zone.is_empty() {
            text!("", "")
        } else {
            text!(" for zone {0}", "分区 {0} 的", &self.zone)
        }
    }

    /// A place with a number, and its year if it is another.
    fn place(&self, (zone, year): &(String, i32)) -> Message {
        let place = if zone.is_empty() {
            text!("the whole run", "整个核算区域")
        } else {
            text!("zone {0}", "分区 {0}", zone)
        };
        if *year == self.year { place } else { text!("{0} in {1}", "{0}（{1} 年）", place, *year) }
    }
}

impl Say for NoStatistic {
    fn message(&self) -> Message {
        let (id, zone) = (self.id(), self.of_zone());
        match &self.given {
            GivenStatistic::Nothing => text!("no statistic {0}{1}", "缺少{1}统计量 {0}", id, zone),
            GivenStatistic::Years(years) => text!(
                "no statistic {0}{1} in {2} (there is one of {3})",
                "缺少{1} {2} 年的统计量 {0}（已有 {3} 年的）",
                id,
                zone,
                self.year,
                TextArgument::list(years.iter().copied())
            ),
            GivenStatistic::Elsewhere { places, more } => {
                let rest = more.then(|| text!("others", "其他分区"));
                let places = TextArgument::list(places.iter().map(|place| self.place(place)).chain(rest));
                if self.zone.is_empty() {
                    text!(
                        "no statistic {0} for the whole run (there is one of {1})",
                        "缺少整个核算区域的统计量 {0}（已有{1}的）",
                        id,
                        places
                    )
                } else {
                    text!(
                        "no statistic {0}{1} (there is one of {2})",
                        "缺少{1}统计量 {0}（已有{2}的）",
                        id,
                        zone,
                        places
                    )
                }
            }
        }
    }
}
