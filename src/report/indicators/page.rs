//! The page of the indicators: states by year, reasons, projects, total.

use std::collections::BTreeMap;

use super::{OWN_METHOD, Report};
use crate::report::layout::{Align, Layout, decimals};
use crate::report::page::Page;
use crate::two_mountains::plan::Indicator;
use crate::two_mountains::{Judgement, State, Text, VARIANTS};
use crate::wording::Language;

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
    fn text<'b>(&self, text: &'b Text) -> &'b str {
        self.language.of(&text.english, &text.chinese)
    }

    fn state(&self, state: State) -> &'static str {
        self.language.of(state.as_str(), state.chinese())
    }

    fn name<'b>(&self, own: &'b Indicator) -> &'b str {
        match self.language {
            Language::English if !own.name_en.is_empty() => &own.name_en,
            _ => &own.name,
        }
    }

    fn head(&mut self) {
        self.line(self.language.of(
            "Indicators of a practice base (“绿水青山就是金山银山”实践创新基地)",
            "“绿水青山就是金山银山”实践创新基地建设指标",
        ));
        let accounts = match self.own.accounts {
            [] => self.language.of("none", "无").to_owned(),
            accounts => accounts.join(", "),
        };
        self.line(&format!("{}: {accounts}", self.language.of("Accounts", "核算结果")));
        let readings: Vec<String> =
            self.own.options.list().into_iter().map(|(name, value)| format!("{name} = {value}")).collect();
        self.line(&format!(
            "{}: {}",
            self.language.of("What the plan leaves open was read as", "规划未明确之处按下列选项理解"),
            readings.join(", ")
        ));
        for warning in self.own.warnings {
            let label = self.language.of("Warning", "注意");
            self.line(&format!("{label}: {}", self.text(warning)));
        }
    }

    fn of_zone(&self, zone: &str) -> impl Iterator<Item = &'a Judgement<'a>> {
        let zone = zone.to_owned();
        self.own.judged.iter().filter(move |own| own.indicator.zone == zone)
    }

    fn zone(&mut self, zone: &str) {
        let label = if zone.is_empty() { String::new() } else { format!(": {zone}") };
        self.title(&format!("States by year{label}"), &format!("逐年判定{label}"));
        let mut years: Vec<i32> = self.of_zone(zone).map(|own| own.year).collect();
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
        for row in self.own.indicators.rows.iter().filter(|row| row.zone == zone) {
            let mut cells = vec![row.no.to_string(), self.name(row).to_owned(), row.unit.clone()];
            cells.extend(years.iter().map(|year| {
                let own = self.of_zone(zone).find(|own| own.indicator.no == row.no && own.year == *year);
                own.map(|own| self.cell(own)).unwrap_or_default()
            }));
            table.cells(cells);
        }
        table.print(&mut self.out);
        self.counts(zone, &years);
        self.reasons(zone);
        self.readings(zone);
    }

    /// The state of a year with a target, the value of one without.
    fn cell(&self, own: &Judgement<'_>) -> String {
        match (own.target, own.number) {
            (Some(_), _) => self.state(own.verdict.state).to_owned(),
            (None, Some(number)) => {
                let text = number.to_string();
                if text.len() > 8 { decimals(number, 4) } else { text }
            }
            (None, None) => own.value.clone(),
        }
    }

    fn counts(&mut self, zone: &str, years: &[i32]) {
        self.title("Count of indicators with a target", "有目标的指标数");
        let mut table = Layout::new(&[Align::Right, Align::Right, Align::Right, Align::Right]);
        let states = [State::Met, State::NotMet, State::Undecided];
        let head: Vec<String> = std::iter::once(self.language.of("year", "年份").to_owned())
            .chain(states.iter().map(|state| self.state(*state).to_owned()))
            .collect();
        table.cells(head);
        for year in years {
            let of = |state: State| {
                let own = self.of_zone(zone).filter(|own| own.year == *year && own.target.is_some());
                own.filter(|own| own.verdict.state == state).count()
            };
            let counts = states.map(of);
            if counts.iter().sum::<usize>() > 0 {
                table.cells(std::iter::once(year.to_string()).chain(counts.map(|count| count.to_string())));
            }
        }
        table.print(&mut self.out);
    }

    /// Why targets are not met or undecided; one line for each reason and its years, with the indicators.
    fn reasons(&mut self, zone: &str) {
        for (state, english, chinese) in
            [(State::NotMet, "Not met", "未达到"), (State::Undecided, "Undecided, and why", "未判定及原因")]
        {
            let mut years: BTreeMap<(u32, &Text), Vec<i32>> = BTreeMap::new();
            let own = self.of_zone(zone).filter(|own| own.target.is_some() && own.verdict.state == state);
            for own in own {
                years.entry((own.indicator.no, &own.verdict.reason)).or_default().push(own.year);
            }
            let mut lines: BTreeMap<(String, &Text), Vec<String>> = BTreeMap::new();
            for ((no, reason), years) in years {
                lines.entry((spans(&years), reason)).or_default().push(format!("#{no}"));
            }
            if lines.is_empty() {
                continue;
            }
            self.title(english, chinese);
            let mut table = Layout::new(&[Align::Left, Align::Left, Align::Left]);
            for ((years, reason), indicators) in lines {
                table.row([years, self.text(reason).to_owned(), indicators.join(" ")]);
            }
            table.print(&mut self.out);
        }
    }

    /// Values from accounts, with their prices and the reading at current ones.
    fn readings(&mut self, zone: &str) {
        let own: Vec<&Judgement<'_>> = self.of_zone(zone).filter(|own| !own.account.is_empty()).collect();
        if !own.is_empty() {
            self.title("Values from accounts", "取自核算结果的数值");
            let mut table =
                Layout::new(&[Align::Right, Align::Right, Align::Right, Align::Left, Align::Left]);
            for own in own {
                let value = own.number.map_or_else(|| own.value.clone(), |number| decimals(number, 4));
                let (prices, reading) = (self.text(&own.prices), self.text(&own.reading));
                let beside = if reading.starts_with(prices) { "" } else { reading };
                let tail = [beside, own.basis.as_str()].into_iter().filter(|part| !part.is_empty());
                table.row([
                    own.indicator.no.to_string(),
                    own.year.to_string(),
                    value,
                    prices.to_owned(),
                    tail.collect::<Vec<_>>().join("; "),
                ]);
            }
            table.print(&mut self.out);
        }
        let lists = self.of_zone(zone).filter_map(|own| own.note.split_once(VARIANTS));
        let lines: Vec<String> = lines_of(lists.map(|(_, list)| list));
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
        let Some(projects) = self.own.projects else { return };
        self.title("Projects by indicator", "各指标对应项目数");
        let mut table = Layout::new(&[Align::Right, Align::Left, Align::Right, Align::Left]);
        for own in self.own.indicators.each() {
            let linked = projects.iter().filter(|project| project.indicators.contains(&own.no));
            let linked: Vec<String> = linked.map(|project| project.no.to_string()).collect();
            if !linked.is_empty() {
                let name = self.name(own).to_owned();
                table.row([own.no.to_string(), name, linked.len().to_string(), linked.join(", ")]);
            }
        }
        table.print(&mut self.out);
        let none: Vec<String> = self
            .own
            .without_project()
            .into_iter()
            .map(|own| format!("#{} {}", own.no, self.name(own)))
            .collect();
        if !none.is_empty() {
            self.title("Indicators that no project serves", "没有项目对应的指标");
            for line in none {
                self.line(&format!("  {line}"));
            }
        }
    }

    fn composites(&mut self) {
        let Some(composites) = self.own.composites else { return };
        self.title("Total with the user's own weights", "用户自定权重合计");
        self.line(&format!("  {}", self.language.of(OWN_METHOD.0, OWN_METHOD.1)));
        let mut table = Layout::new(&[Align::Right, Align::Left, Align::Right, Align::Right, Align::Right]);
        table.row(match self.language {
            Language::English => ["year", "zone", "met %", "not met %", "undecided %"],
            Language::Chinese => ["年份", "分区", "达到 %", "未达到 %", "未判定 %"],
        });
        for own in composites {
            let percent = |share: f64| decimals(share * 100.0, 2);
            table.row([
                own.year.to_string(),
                own.zone.clone(),
                percent(own.met),
                percent(own.not_met),
                percent(own.undecided),
            ]);
        }
        table.print(&mut self.out);
    }
}

fn lines_of<'a>(lists: impl Iterator<Item = &'a str>) -> Vec<String> {
    lists.flat_map(|list| list.split("; ")).map(|line| line.trim().to_owned()).collect()
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
