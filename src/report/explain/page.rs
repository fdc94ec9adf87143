//! The explanation as a page of text.

use super::{Explanation, Worked, WorkedNumber};
use crate::report::layout::{Align, Layout, decimals};
use crate::report::page::Page;
use crate::report::words;
use crate::wording::{Language, Message};

/// Most rows of a list that the page shows; JSON holds all.
const LISTED: usize = 40;

pub(super) fn print(explanation: &Explanation, language: Language) -> String {
    let mut page = Page::new(explanation, language);
    page.figure();
    page.readings();
    page.parts();
    page.equations();
    page.parameters();
    page.reexpressed();
    page.statistics();
    page.grounds();
    page.shares();
    page.worked();
    page.inputs();
    page.notes();
    page.out
}

impl Page<'_, Explanation> {
    fn figure(&mut self) {
        let figure = &self.report.figure;
        let ids = [&figure.service, &figure.indicator, &figure.index].map(String::as_str);
        let id = ids.into_iter().filter(|id| !id.is_empty()).collect::<Vec<_>>().join(" · ");
        let all = self.language.of("all", "全部");
        let or_all = |text: &str| if text.is_empty() { all.to_owned() } else { text.to_owned() };
        let place = match self.language {
            Language::English => {
                format!(
                    "{} · zone {} · ecosystem {}",
                    figure.year,
                    or_all(&figure.zone),
                    or_all(&figure.ecosystem)
                )
            }
            Language::Chinese => {
                format!(
                    "{} 年 · 分区 {} · 生态系统 {}",
                    figure.year,
                    or_all(&figure.zone),
                    or_all(&figure.ecosystem)
                )
            }
        };
        self.line(&format!("{id}  {}  {place}", figure.name.of(self.language)));
        let money = match self.language {
            Language::English => {
                format!(
                    "{}, {}, prices of {}; profile {}",
                    figure.currency, figure.price_basis, figure.price_year, figure.profile
                )
            }
            Language::Chinese => {
                format!(
                    "{}，{}，{} 年价格；核算方案 {}",
                    figure.currency,
                    words::price_basis(&figure.price_basis, self.language),
                    figure.price_year,
                    figure.profile
                )
            }
        };
        if let Some(quantity) = figure.quantity {
            self.line(&format!("  {} = {quantity} {}", self.language.of("quantity", "实物量"), figure.unit));
        }
        if let Some(value) = figure.value {
            self.line(&format!(
                "  {} = {value} {} ({money})",
                self.language.of("value", "价值量"),
                figure.currency
            ));
        }
    }

    fn readings(&mut self) {
        if self.report.readings.is_empty() {
            return;
        }
        self.title("Readings: numerator / denominator x scale", "各口径：分子 / 分母 × 系数");
        for reading in &self.report.readings {
            let none = self.language.of("not accounted", "未核算");
            let value = reading.value.map_or_else(|| none.to_owned(), |value| value.to_string());
            let unit = match self.language {
                Language::English => &reading.unit,
                Language::Chinese => words::index_unit(&reading.unit, self.language),
            };
            self.line(&format!("  {value} {unit}  [{}]", reading.variant.say(self.language)));
            if reading.value.is_none() {
                self.line(&format!("    {}", reading.status.say(self.language)));
            }
            let shown = |name: &Message, number: Option<f64>| match number {
                Some(number) => format!("{} = {number}", name.say(self.language)),
                None => name.say(self.language),
            };
            let above = shown(&reading.numerator, reading.above);
            let below = shown(&reading.denominator, reading.below);
            if reading.denominator.is_empty() {
                self.line(&format!("    {above}"));
            } else {
                let times = self.language.of("x", "×");
                self.line(&format!("    ({above}) / ({below}) {times} {}", reading.scale));
            }
        }
    }

    fn parts(&mut self) {
        if self.report.parts.is_empty() {
            return;
        }
        self.title("Services in it", "构成服务");
        let mut table = Layout::new(&[Align::Left, Align::Left, Align::Right, Align::Right]);
        for part in &self.report.parts {
            table.row([
                part.service.clone(),
                part.name.of(self.language).to_owned(),
                part.value.to_string(),
                format!("{} %", decimals(part.share * 100.0, 2)),
            ]);
        }
        table.print(&mut self.out);
    }

    fn equations(&mut self) {
        if self.report.equations.is_empty() {
            return;
        }
        self.title("Equations", "方程");
        for equation in &self.report.equations {
            let (name, unit) = (equation.name.of(self.language), &equation.unit);
            self.line(&format!("  {} ({name}) [{unit}], {}:", equation.makes, equation.variant));
            self.line(&format!("    {}", equation.equation));
            let source = self.language.of(&equation.source, &equation.source_zh).to_owned();
            self.line(&format!("    {source}"));
        }
    }

    fn parameters(&mut self) {
        let rows = &self.report.parameters;
        if rows.is_empty() {
            return;
        }
        self.title("Parameter rows", "参数取值");
        for row in rows.iter().take(LISTED) {
            let mut what = vec![row.key.clone()];
            what.extend([&row.variant, &row.ecosystem, &row.region].map(Clone::clone));
            let year = row.price_year.or(row.valid_from).map(|year| year.to_string()).unwrap_or_default();
            what.push(year);
            what.retain(|part| !part.is_empty());
            let origin =
                if row.local { self.language.of(", of the run", "，本次核算提供") } else { "" };
            let verified = row.verified.say(self.language);
            self.line(&format!("  {} = {} {} [{verified}{origin}]", what.join(" "), row.value, row.unit));
            let clause = if row.clause.is_empty() { String::new() } else { format!(", {}", row.clause) };
            self.line(&format!("    {}{clause}", row.source));
        }
        self.more(rows.len());
    }

    fn more(&mut self, count: usize) {
        if count > LISTED {
            let rest = count.saturating_sub(LISTED);
            let text = self.language.of("more, with --format json", "条，见 --format json");
            self.line(&format!("  … {rest} {text}"));
        }
    }

    fn reexpressed(&mut self) {
        if self.report.reexpressed.is_empty() {
            return;
        }
        self.title("Prices of other years, by the price index", "按价格指数换算的其他年份价格");
        for price in &self.report.reexpressed {
            self.line(&format!(
                "  {}: {} {} ({}) x {} = {} ({})",
                price.key,
                price.amount,
                price.unit,
                price.from,
                price.factor,
                price.amount * price.factor,
                price.to
            ));
        }
    }

    fn statistics(&mut self) {
        if self.report.statistics.is_empty() {
            return;
        }
        self.title("Statistics", "统计数据");
        for row in &self.report.statistics {
            let zone = if row.zone.is_empty() { String::new() } else { format!(" {}", row.zone) };
            let name = row.name.of(self.language);
            let [status, verified] = [&row.status, &row.verified].map(|text| text.say(self.language));
            let status = format!("{status}{}", self.language.of(", ", "，"));
            self.line(&format!(
                "  {}{zone} {} = {} {} ({name}) [{status}{verified}]",
                row.key, row.year, row.value, row.unit
            ));
            self.line(&format!("    {}", row.source));
        }
    }

    fn grounds(&mut self) {
        let rows = &self.report.grounds;
        if rows.is_empty() {
            return;
        }
        self.title("Layers and classes", "图层与分类");
        for row in rows.iter().take(LISTED) {
            let texts = [&row.kind, &row.what, &row.verified].map(|text| text.say(self.language));
            let [kind, what, verified] = texts;
            self.line(&format!("  {kind} {what} [{verified}] {}", row.source));
        }
        self.more(rows.len());
    }

    fn shares(&mut self) {
        if self.report.shares.is_empty() {
            return;
        }
        self.title("TypeShare by ecosystem type", "按生态系统类型构成");
        let mut table = Layout::new(&[Align::Left, Align::Right, Align::Right, Align::Right]);
        let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        let heads = ["ecosystem", "quantity", "value", "share"];
        let chinese = ["生态系统", "实物量", "价值量", "比例"];
        let mut heads = heads.into_iter().zip(chinese).map(|(en, zh)| self.language.of(en, zh).to_owned());
        table.cells(heads.by_ref());
        for share in &self.report.shares {
            let none = self.language.of("(not spread)", "（未分摊）");
            let name = if share.ecosystem.is_empty() { none } else { &share.ecosystem };
            let percent = share.share.map(|share| format!("{} %", decimals(share * 100.0, 2)));
            table.row([
                name.to_owned(),
                number(share.quantity),
                number(share.value),
                percent.unwrap_or_default(),
            ]);
        }
        table.print(&mut self.out);
        let text = if self.report.adds_up {
            self.language.of("the shares add up to the figure, to the bit", "各类型之和与该数值逐位一致")
        } else {
            self.language.of("the shares do NOT add up to the figure", "各类型之和与该数值不一致")
        };
        self.line(&format!("  {text}"));
    }

    fn worked(&mut self) {
        for worked in &self.report.worked {
            self.work(worked);
        }
    }

    fn work(&mut self, worked: &Worked) {
        let (english, chinese) = if worked.place.en.is_empty() {
            ("Worked total", "算例（合计）")
        } else {
            ("Worked cell", "算例（单元）")
        };
        let name = words::service_id(&worked.indicator, self.language);
        self.title(&format!("{english}: {name}"), &format!("{chinese}：{name}"));
        let place = worked.place.of(self.language);
        let parts = [place, worked.zone.as_str(), worked.ecosystem.as_str()];
        let place = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        if !place.is_empty() {
            self.line(&format!("  {place}"));
        }
        for (index, step) in worked.steps.iter().enumerate() {
            self.line(&format!("  ({}) {}", index.saturating_add(1), step.equation.say(self.language)));
            for input in &step.inputs {
                let from = if input.from.is_empty() { String::new() } else { format!("  <- {}", input.from) };
                let name = input.name.of(self.language);
                self.line(&format!("      {} = {}  ({name}){from}", input.id, shown(input)));
            }
            if !step.branch.is_empty() {
                self.line(&format!("      {}", step.branch.say(self.language)));
            }
            self.line(&format!("    => {} = {}", step.result.id, shown(&step.result)));
        }
    }

    fn inputs(&mut self) {
        if self.report.inputs.is_empty() {
            return;
        }
        self.title("Files of the run", "输入文件");
        for input in &self.report.inputs {
            let bytes = self.language.of("bytes", "字节");
            self.line(&format!("  {} ({} {bytes}) sha256 {}", input.name, input.size, input.sha256));
        }
    }

    fn notes(&mut self) {
        if self.report.notes.is_empty() {
            return;
        }
        self.title("Remarks", "说明");
        for note in &self.report.notes {
            self.line(&format!("  {}", note.of(self.language)));
        }
    }
}

fn shown(number: &WorkedNumber) -> String {
    let values: Vec<String> = number.values.iter().map(ToString::to_string).collect();
    let unit = if number.unit == "1" { String::new() } else { format!(" {}", number.unit) };
    match values.as_slice() {
        [only] => format!("{only}{unit}"),
        _ => format!("[{}]{unit}", values.join(", ")),
    }
}
