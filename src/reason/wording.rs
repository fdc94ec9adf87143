//! What a reason is called in English and Chinese: one text for each case.

use super::{Omission, Reason};
use crate::quantity;
use crate::text;
use crate::wording::{Language, Message, Name, Say, TextArgument};

/// The key of a parameter, which is often that of a quantity.
pub(super) fn quantity_id(key: &str) -> TextArgument {
    quantity::named(key).map_or_else(|_| TextArgument::Text(key.to_owned()), Into::into)
}

impl Say for Reason {
    fn message(&self) -> Message {
        match self {
            Self::NoLayer(quantity) => text!(
                "no layer {0} and no driver for it in the profile",
                "缺少图层 {0}，核算方案中也没有计算它的驱动方程",
                *quantity
            ),
            Self::NeedsItself(quantity) => text!(
                "the drivers of the profile need {0} to make {0}",
                "核算方案的驱动方程循环引用 {0}",
                *quantity
            ),
            Self::SeveralBands(quantity) => {
                text!("{0} has several numbers for a cell", "{0} 的每个单元有多个数值", *quantity)
            }
            Self::NoStatistic(statistic) => statistic.message(),
            Self::NoRow(row) => row.message(),
            Self::NoRowOfType { quantity, ecosystem } => text!(
                "no row of {0} for ecosystem {1}",
                "参数 {0} 没有生态系统类型 {1} 的行",
                *quantity,
                ecosystem.to_string()
            ),
            Self::NoData(quantity) => text!("{0}: no data", "{0}：无数据", *quantity),
            Self::OutsideDriver { quantity, driver } => {
                text!("{0}: outside the range of {1}", "{0}：超出驱动方程 {1} 的适用范围", *quantity, *driver)
            }
            Self::OutsideEquation => text!("outside the range of the equation", "超出方程的适用范围"),
            Self::NoCompleteCell => text!(
                "no cell has all inputs; closure.csv names them",
                "没有输入齐全的单元，所缺输入见 closure.csv"
            ),
            Self::NoCompleteCellOfType => text!(
                "no cell of the type has all inputs; closure.csv names them",
                "该类型没有输入齐全的单元，所缺输入见 closure.csv"
            ),
            Self::NotOfZone => text!("not given for the zone", "没有该分区的数据"),
            Self::NotCounted => {
                text!("ecosystem type not counted by the profile", "核算方案不计该生态系统类型")
            }
            Self::LeftOut(omission) => omission.name().into(),
            Self::NoValue => text!("no service has a value", "没有服务有价值量"),
            Self::NothingConverted => text!(
                "neither material products nor cultural services have a value",
                "物质产品与文化服务均无价值量"
            ),
            Self::NoArea => text!("the map has no area", "核算区域没有面积"),
            Self::ZeroBelow(below) => text!("{0} is 0", "{0}为 0", *below),
            Self::NoLandCover => text!("no land cover", "无土地覆盖数据"),
            Self::NoClass => text!("no class", "未填类别"),
            Self::OutsideZones => text!("outside every zone", "不在任何分区内"),
            Self::Untyped { class, why } => text!("class {0}: {1}", "类别 {0}：{1}", class, why.message()),
            Self::Refused(error) => Message::told(error.say(Language::English), error.say(Language::Chinese)),
            Self::Stated(text) => text!("{0}", "{0}", text),
        }
    }
}

/// How tables mark a row without a number.
pub(super) const NOT_ACCOUNTED: &str = "not_accounted: ";

impl Reason {
    /// That there is no number, and why: `not_accounted: reason` in tables.
    #[must_use]
    pub fn not_accounted(&self) -> Message {
        text!("{0}{1}", "{0}{1}", Name { en: NOT_ACCOUNTED, zh: "未核算：" }, self.message())
    }
}

impl Omission {
    /// What it is called.
    #[must_use]
    pub const fn name(self) -> Name {
        let (en, zh) = match self {
            Self::ConsumerSurplus => ("exchange values leave consumer surplus out", "交换价值不含消费者剩余"),
            Self::TimeAlone => ("the variant counts time alone", "该计算方法只计时间价值"),
            Self::Other(name) => return name,
        };
        Name { en, zh }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Code, Error};
    use crate::extent::Ecosystem;
    use crate::extent::crosswalk::Untyped;
    use crate::quantity::Quantity;
    use crate::reason::{GivenStatistic, NoRow, NoStatistic, RowRemedy};

    fn quantity() -> &'static Quantity {
        quantity::named("precipitation").unwrap()
    }

    fn no_statistic(zone: &str, given: GivenStatistic) -> Reason {
        let name_zh = "地区生产总值";
        NoStatistic { key: "gdp".into(), name_zh, zone: zone.into(), year: 2019, given }.into()
    }

    fn no_row(ecosystem: Option<Ecosystem>, remedy: RowRemedy) -> Reason {
        let key = "runoff_coefficient".to_owned();
        NoRow { key, variant: String::new(), ecosystem, year: 2019, remedy }.into()
    }

    /// One reason of each case, and of each case within it.
    fn all() -> Vec<Reason> {
        let ecosystem: Ecosystem = "11e".parse().unwrap();
        let two = || vec!["a".to_owned(), "b".to_owned()];
        let dates = Message::told("from 2020 on", "自2020年起");
        let refused = Error::new(Code::BadValue, text!("bad", "不正确"), text!("mend it", "更正"));
        let untyped = |why| Reason::Untyped { class: "7".into(), why };
        let places = || vec![(String::new(), 2019), ("south".to_owned(), 2018)];
        let elsewhere = |more| GivenStatistic::Elsewhere { places: places(), more };
        let mut all = vec![
            Reason::NoLayer(quantity()),
            Reason::NeedsItself(quantity()),
            Reason::SeveralBands(quantity()),
            no_statistic("", GivenStatistic::Nothing),
            no_statistic("north", GivenStatistic::Nothing),
            no_statistic("north", GivenStatistic::Years(vec![2017, 2018])),
            no_statistic("", elsewhere(false)),
            no_statistic("north", elsewhere(true)),
            no_row(None, RowRemedy::AddKey),
            no_row(Some(ecosystem), RowRemedy::AddRow),
            no_row(None, RowRemedy::NameVariant(two())),
            no_row(None, RowRemedy::AddRegion(two())),
            no_row(Some(ecosystem), RowRemedy::StateCondition(two())),
            no_row(None, RowRemedy::CorrectDates { file: "p.csv".into(), line: 3, dates }),
            Reason::NoRowOfType { quantity: quantity(), ecosystem },
            Reason::NoData(quantity()),
            Reason::OutsideDriver { quantity: quantity(), driver: "turc" },
            Reason::ZeroBelow(Name { en: "gdp", zh: "地区生产总值" }),
            untyped(Untyped::Absent { crosswalk: "igbp".into() }),
            untyped(Untyped::Split(vec![ecosystem])),
            untyped(Untyped::NoType),
            untyped(Untyped::LostZero { crosswalk: "own".into(), whole: "07".into() }),
            untyped(Untyped::ZeroLostInCrosswalk { crosswalk: "own".into(), cut: "7".into() }),
            untyped(Untyped::Total),
            Reason::Refused(Box::new(refused)),
            Reason::Stated("仅供试算".into()),
        ];
        all.extend(Reason::PLAIN.iter().cloned());
        all
    }

    /// The number of a case; a new case does not compile without one.
    const fn case(reason: &Reason) -> usize {
        match reason {
            Reason::NoLayer(_) => 0,
            Reason::NeedsItself(_) => 1,
            Reason::SeveralBands(_) => 2,
            Reason::NoStatistic(_) => 3,
            Reason::NoRow(_) => 4,
            Reason::NoRowOfType { .. } => 5,
            Reason::NoData(_) => 6,
            Reason::OutsideDriver { .. } => 7,
            Reason::OutsideEquation => 8,
            Reason::NoCompleteCell => 9,
            Reason::NoCompleteCellOfType => 10,
            Reason::NotOfZone => 11,
            Reason::NotCounted => 12,
            Reason::LeftOut(Omission::ConsumerSurplus) => 13,
            Reason::LeftOut(Omission::TimeAlone | Omission::Other(_)) => 14,
            Reason::NoValue => 15,
            Reason::NothingConverted => 16,
            Reason::NoArea => 17,
            Reason::ZeroBelow(_) => 18,
            Reason::NoLandCover => 19,
            Reason::NoClass => 20,
            Reason::OutsideZones => 21,
            Reason::Untyped { .. } => 22,
            Reason::Refused(_) => 23,
            Reason::Stated(_) => 24,
        }
    }

    #[test]
    fn every_reason_is_told_in_chinese() {
        let cases: std::collections::BTreeSet<usize> = all().iter().map(case).collect();
        assert_eq!(cases, (0..25).collect());
        for reason in all() {
            let chinese = reason.say(Language::Chinese);
            assert!(chinese.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{reason}: {chinese}");
            assert_ne!(reason.to_string(), "", "{chinese}");
        }
    }

    #[test]
    fn reasons_keep_their_words() {
        let all: Vec<String> = all().iter().map(ToString::to_string).collect();
        for words in [
            "no layer precipitation and no driver for it in the profile",
            "the drivers of the profile need precipitation to make precipitation",
            "no statistic gdp",
            "no statistic gdp for zone north in 2019 (there is one of 2017, 2018)",
            "no statistic gdp for the whole run (there is one of the whole run, zone south in 2018)",
            "no statistic gdp for zone north (there is one of the whole run, zone south in 2018, others)",
            "no row of `runoff_coefficient` for ecosystem 11e holds in 2019 (state one of its conditions in the run (a, b), or add a row of your own)",
            "no row of `runoff_coefficient` holds in 2019 (the row of line 3 of p.csv holds from 2020 on: correct its dates, or add a row)",
            "no row of precipitation for ecosystem 11e",
            "precipitation: outside the range of turc",
            "class 7: crosswalk igbp does not have it",
        ] {
            assert!(all.iter().any(|own| own == words), "{words}: {all:#?}");
        }
        let chinese = no_statistic("北碚", GivenStatistic::Years(vec![2018])).say(Language::Chinese);
        assert_eq!(chinese, "缺少分区 北碚 的 2019 年的统计量 地区生产总值（gdp）（已有 2018 年的）");
    }

    #[test]
    fn a_status_that_was_written_is_read_again() {
        for reason in Reason::PLAIN {
            assert_eq!(Reason::of_status(&reason.not_accounted().to_string()), *reason);
        }
        assert_eq!(Reason::of_status("not_accounted: no statistic gdp"), "no statistic gdp".into());
    }
}
