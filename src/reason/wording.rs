//! What a reason is called in English and Chinese: one text for each case.

use super::{Omission, Reason};
use crate::quantity;
use crate::text;
use crate::wording::{Language, Message, Say, TextArgument};

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
            Self::LeftOut(omission) => omission.message(),
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

impl Say for Omission {
    fn message(&self) -> Message {
        match self {
            Self::ConsumerSurplus => {
                text!("exchange values leave consumer surplus out", "交换价值不含消费者剩余")
            }
            Self::TimeAlone => text!("the variant counts time alone", "该计算方法只计时间价值"),
        }
    }
}
