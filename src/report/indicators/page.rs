//! The page of the indicators: states by year, reasons, projects, total.

use std::collections::BTreeMap;

use super::{METHOD, Report};
use crate::report::layout::{Align, Layout, decimals};
use crate::report::page::Page;
use crate::two_mountains::plan::PlanIndicator;
use crate::two_mountains::{Judgement, TargetState};
use crate::wording::{Language, Message};

pub(super) fn print(report: &Report<'_>, language: Language) -> String {
    let mut page = Page::new(report, language);
    page.head();
    let mut zones: Vec<&str> = Vec::new();
    for row in &report.indicators.rows {
        if !zones.contains(&row.zone.as_str()) {
            zones.push(&row.zone);
        }
    }
    for zone in zones {
        page.zone(zone);
    }
    page.projects();
    page.composites();
    page.out
}

impl<'a> Page<'a, Report<'a>> {
    fn text(&self, text: Option<&Message>) -> String {
        text.map(|text| text.say(self.language)).unwrap_or_default()
    }

    fn state(&self, state: TargetState) -> &'static str {
        state.name().of(self.language)
    }

    fn name<'b>(&self, row: &'b PlanIndicator) -> &'b str {
        match self.language {
            Language::English if !row.name_en.is_empty() => &row.name_en,
            _ => &row.name,
        }
    }

    fn head(&mut self) {
        self.line(self.language.of(
            "Indicators of a practice base (“绿水青山就是金山银山”实践创新基地)",
            "“绿水青山就是金山银山”实践创新基地建设指标",
        ));
        let accounts = match self.report.accounts {
            [] => self.language.of("none", "无").to_owned(),
            accounts => accounts.join(", "),
        };
        self.line(&format!("{}{accounts}", self.language.of("Accounts: ", "核算结果: ")));
        let readings: Vec<String> =
            self.report.options.list().into_iter().map(|(name, value)| format!("{name} = {value}")).collect();
        let heading =
            self.language.of("What the plan leaves open was read as: ", "规划未明确之处按下列选项理解: ");
        self.line(&format!("{heading}{}", readings.join(", ")));
        for warning in self.report.warnings {
            let label = self.language.of("Warning: ", "注意: ");
            self.line(&format!("{label}{}", warning.say(self.language)));
        }
    }

    fn of_zone(&self, zone: &str) -> impl Iterator<Item = &'a Judgement<'a>> {
        let zone = zone.to_owned();
        self.report.judged.iter().filter(move |judgement| judgement.indicator.zone == zone)
    }

    fn zone(&mut self, zone: &str) {
        let of = |between: &str| if zone.is_empty() { String::new() } else { format!("{between}{zone}") };
        self.title(&format!("States by year{}", of(": ")), &format!("逐年判定{}", of(": ")));
        let mut years: Vec<i32> = self.of_zone(zone).map(|judgement| judgement.year).collect();
        years.sort_unstable();
        years.dedup();
        let mut aligns = vec![Align::Right, Align::Left, Align::Left];
        aligns.extend(years.iter().map(|_| Align::Right));
        let mut table = Layout::new(&aligns);
        let mut head = vec![
            self.language.of("no", "序号").to_owned(),
            self.language.of("indicator", "指标").to_owned(),
            self.language.of("unit", "单位").to_owned(),
        ];
        head.extend(years.iter().map(i32::to_string));
        table.cells(head);
        table.rule();
        for row in self.report.indicators.rows.iter().filter(|row| row.zone == zone) {
            let mut cells = vec![row.no.to_string(), self.name(row).to_owned(), row.unit.clone()];
            cells.extend(years.iter().map(|year| {
                let mut of_year = self.of_zone(zone).filter(|judgement| judgement.year == *year);
                let found = of_year.find(|judgement| judgement.indicator.no == row.no);
                found.map(|judgement| self.cell(judgement)).unwrap_or_default()
            }));
            table.cells(cells);
        }
        table.print(&mut self.out);
        self.counts(zone, &years);
        self.reasons(zone);
        self.readings(zone);
    }

    /// The state of a year with a target, the value of one without.
    fn cell(&self, judgement: &Judgement<'_>) -> String {
        match (judgement.target, judgement.number) {
            (Some(_), _) => self.state(judgement.verdict.state).to_owned(),
            (None, Some(number)) => {
                let text = number.to_string();
                if text.len() > 8 { decimals(number, 4) } else { text }
            }
            (None, None) => judgement.value.clone(),
        }
    }

    fn counts(&mut self, zone: &str, years: &[i32]) {
        self.title("Count of indicators with a target", "有目标的指标数");
        let mut table = Layout::new(&[Align::Right, Align::Right, Align::Right, Align::Right]);
        let states = [TargetState::Met, TargetState::NotMet, TargetState::Undecided];
        let head: Vec<String> = std::iter::once(self.language.of("year", "年份").to_owned())
            .chain(states.iter().map(|state| self.state(*state).to_owned()))
            .collect();
        table.cells(head);
        for year in years {
            let of = |state: TargetState| {
                let of_year = self.of_zone(zone).filter(|judgement| judgement.year == *year);
                let with_target = of_year.filter(|judgement| judgement.target.is_some());
                with_target.filter(|judgement| judgement.verdict.state == state).count()
            };
            let counts = states.map(of);
            if counts.iter().sum::<usize>() > 0 {
                table.cells(std::iter::once(year.to_string()).chain(counts.map(|count| count.to_string())));
            }
        }
        table.print(&mut self.out);
    }

    /// Reasons why targets are not met or undecided; one line for each reason and its years, with the indicators.
    fn reasons(&mut self, zone: &str) {
        for (state, english, chinese) in [
            (TargetState::NotMet, "Not met", "未达到"),
            (TargetState::Undecided, "Undecided, and why", "未判定及原因"),
        ] {
            // Sorted by the English text in both languages.
            let mut years: BTreeMap<(u32, String), (&Message, Vec<i32>)> = BTreeMap::new();
            let targets = self.of_zone(zone).filter(|judgement| judgement.target.is_some());
            for judgement in targets.filter(|judgement| judgement.verdict.state == state) {
                let reason = &judgement.verdict.reason;
                let key = (judgement.indicator.no, reason.to_string());
                years.entry(key).or_insert_with(|| (reason, Vec::new())).1.push(judgement.year);
            }
            let mut lines: BTreeMap<(String, String), (&Message, Vec<String>)> = BTreeMap::new();
            for ((no, english), (reason, years)) in years {
                let key = (spans(&years), english);
                lines.entry(key).or_insert_with(|| (reason, Vec::new())).1.push(format!("#{no}"));
            }
            if lines.is_empty() {
                continue;
            }
            self.title(english, chinese);
            let mut table = Layout::new(&[Align::Left, Align::Left, Align::Left]);
            for ((years, _), (reason, indicators)) in lines {
                table.row([years, reason.say(self.language), indicators.join(" ")]);
            }
            table.print(&mut self.out);
        }
    }

    /// Values from accounts, with their prices and the reading at current ones.
    fn readings(&mut self, zone: &str) {
        let from_accounts: Vec<&Judgement<'_>> =
            self.of_zone(zone).filter(|judgement| !judgement.account.is_empty()).collect();
        if !from_accounts.is_empty() {
            self.title("Values from accounts", "取自核算结果的数值");
            let mut table =
                Layout::new(&[Align::Right, Align::Right, Align::Right, Align::Left, Align::Left]);
            for judgement in from_accounts {
                let value =
                    judgement.number.map_or_else(|| judgement.value.clone(), |number| decimals(number, 4));
                let repeats = judgement.is_current && judgement.at_current_prices.is_some();
                let beside = judgement.reading().filter(|_| !repeats);
                let tail = [self.text(beside.as_ref()), judgement.basis.clone()];
                table.row([
                    judgement.indicator.no.to_string(),
                    judgement.year.to_string(),
                    value,
                    self.text(judgement.prices.as_ref()),
                    tail.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; "),
                ]);
            }
            table.print(&mut self.out);
        }
        let lines: Vec<String> =
            self.of_zone(zone).flat_map(|judgement| judgement.variants.iter().cloned()).collect();
        if !lines.is_empty() {
            self.title(
                "Variants of the share of ecological products; none is official, choose one with --share",
                "居民人均生态产品产值占比的各口径（均非官方口径），用 --share 选定",
            );
            for line in lines {
                self.line(&format!("  {line}"));
            }
        }
    }

    fn projects(&mut self) {
        let Some(projects) = self.report.projects else { return };
        self.title("Projects by indicator", "各指标对应项目数");
        let mut table = Layout::new(&[Align::Right, Align::Left, Align::Right, Align::Left]);
        for row in self.report.indicators.each() {
            let linked = projects.iter().filter(|project| project.indicators.contains(&row.no));
            let linked: Vec<String> = linked.map(|project| project.no.to_string()).collect();
            if !linked.is_empty() {
                let name = self.name(row).to_owned();
                table.row([row.no.to_string(), name, linked.len().to_string(), linked.join(", ")]);
            }
        }
        table.print(&mut self.out);
        let none: Vec<String> = self
            .report
            .without_project()
            .into_iter()
            .map(|row| format!("#{} {}", row.no, self.name(row)))
            .collect();
        if !none.is_empty() {
            self.title("Indicators that no project serves", "没有项目对应的指标");
            for line in none {
                self.line(&format!("  {line}"));
            }
        }
    }

    fn composites(&mut self) {
        let Some(composites) = self.report.composites else { return };
        self.title("Total with the user's own weights", "用户自定权重合计");
        self.line(&format!("  {}", METHOD.of(self.language)));
        let mut table = Layout::new(&[Align::Right, Align::Left, Align::Right, Align::Right, Align::Right]);
        table.row(match self.language {
            Language::English => ["year", "zone", "met %", "not met %", "undecided %"],
            Language::Chinese => ["年份", "分区", "达到 %", "未达到 %", "未判定 %"],
        });
        for composite in composites {
            let percent = |share: f64| decimals(share * 100.0, 2);
            table.row([
                composite.year.to_string(),
                composite.zone.clone(),
                percent(composite.met),
                percent(composite.not_met),
                percent(composite.undecided),
            ]);
        }
        table.print(&mut self.out);
    }
}

/// Years as spans: `2020-2022, 2024`.
fn spans(years: &[i32]) -> String {
    let mut spans: Vec<(i32, i32)> = Vec::new();
    for year in years {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == *year => *last = *year,
            _ => spans.push((*year, *year)),
        }
    }
    let text = spans.iter().map(
        |(first, last)| {
            if first == last { first.to_string() } else { format!("{first}-{last}") }
        },
    );
    text.collect::<Vec<_>>().join(", ")
}
