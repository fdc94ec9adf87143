//! Two profiles on the same data: which clause moves which service by how much.

use super::layout::{Align, Layout};
use crate::service;
use crate::text;
use crate::unit::YI;
use crate::wording::{Language, Message};

/// One choice of the first profile, exchanged for that of the second.
#[derive(Debug, Clone, PartialEq)]
pub struct ExchangedChoice {
    /// What was exchanged.
    pub what: Message,
    /// The choice before.
    pub from: Option<Message>,
    /// The choice behind.
    pub to: Option<Message>,
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
    pub steps: Vec<ExchangedChoice>,
    /// What is left between the sum of the steps and the difference of the totals: rounding of the last places.
    pub rest: f64,
}

impl Reconciliation {
    /// The table, in 10⁸ of the currency.
    #[must_use]
    pub fn print(&self, language: Language) -> String {
        use Align::{Left, Right};
        let none = language.of("no service has a value", "没有服务有价值量");
        let total = |value: Option<f64>| value.map_or_else(|| none.to_owned(), money);
        let under = language.of("total under", "总值，核算方案");
        let mut table = Layout::new(&[Left, Left, Left, Right, Left]);
        table.row(match language {
            Language::English => ["choice", "from", "to", "10^8 CNY", "services and clause"],
            Language::Chinese => ["选择", "由", "改为", "亿元", "服务与条款"],
        });
        table.rule();
        table.row([under, &self.first.0, "", &total(self.first.1), ""]);
        for step in self.steps.iter().filter(|step| !step.changes.is_empty()) {
            let told =
                |choice: &Option<Message>| choice.as_ref().map_or("-".to_owned(), |text| text.say(language));
            table.row([
                step.what.say(language),
                told(&step.from),
                told(&step.to),
                money(step.change),
                step.moved(language),
            ]);
        }
        table.rule();
        table.row([under, "", &self.second.0, &total(self.second.1), ""]);
        let mut out = String::new();
        table.print(&mut out);
        out.push_str(&self.remarks().say(language));
        out
    }

    /// What moves nothing, what the order does, and whether the steps add up.
    fn remarks(&self) -> Message {
        let still = self.steps.iter().filter(|step| step.changes.is_empty());
        let still: Vec<&Message> = still.map(|step| &step.what).collect();
        let still = match still.len() {
            0 => Message::empty(),
            _ => text!(
                "Choices that differ and move no value on this data: {0}.\n",
                "不同但在本数据上不改变价值量的选择：{0}。\n",
                still
            ),
        };
        let difference = self.second.1.unwrap_or(0.0) - self.first.1.unwrap_or(0.0);
        text!(
            "{0}The choices are exchanged one after another in this order; another order shares the difference otherwise.\n\
             The steps add up to the difference of the totals, {1} 10^8 CNY, within {2} CNY.\n",
            "{0}各项选择按此顺序逐一替换；顺序不同，差额的分配也不同。\n\
             各步之和等于两个总值之差 {1} 亿元，误差不超过 {2} 元。\n",
            still,
            money(difference),
            format!("{:e}", self.rest.abs())
        )
    }
}

impl ExchangedChoice {
    /// Services whose value moves, and the clause.
    fn moved(&self, language: Language) -> String {
        let moved = self.changes.iter().map(|(id, change)| {
            let name = service::named(id).map_or(id.as_str(), |known| language.of(id, known.name_zh));
            format!("{name} {}", money(*change))
        });
        let moved = moved.collect::<Vec<_>>().join(language.of(", ", "，"));
        if self.clause.is_empty() { moved } else { format!("{moved} [{}]", self.clause) }
    }
}

fn money(value: f64) -> String {
    format!("{:.4}", value / YI)
}
