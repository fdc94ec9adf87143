//! The parts of the summary, in the order in which they are read.

mod evidence;
mod indices;
mod services;

use std::collections::{BTreeMap, BTreeSet};

use super::super::layout::{Align, Layout, decimals};
use super::super::page::Page;
use super::super::words;
use super::YearSummary;
use crate::account::{Filter, LandState, MAP, Status};
use crate::exact_sum::ExactSum;
use crate::reason::Reason;
use crate::service::{REGISTRY, STANDARD_SERVICES};
use crate::text;
use crate::unit::{AreaM2, WAN, YI};
use crate::wording::{Language, Say};

/// Most lines of a list that may be long.
const LISTED: usize = 12;
/// Most remarks, of which a rule on totals makes one for each zone.
const NOTES: usize = 60;

impl Page<'_, YearSummary<'_>> {
    pub(super) fn head(&mut self) {
        let YearSummary { titles, remarks, profile, account, .. } = *self.report;
        let title = self.language.of(titles.0, titles.1);
        let title = if title.is_empty() { titles.0 } else { title };
        let year = account.year.to_string();
        let dated = if title.contains(&year) { title.to_owned() } else { format!("{title} · {year}") };
        self.line(&dated);
        let remark = self.language.of(remarks.0, remarks.1);
        let remark = if remark.is_empty() { remarks.0 } else { remark };
        if !remark.is_empty() {
            self.line(remark);
        }
        let name = self.language.of(&profile.title, &profile.title_zh);
        let status = match profile.status.as_str() {
            "reconstructed" => self.language.of(
                "reconstructed, no claim of compliance",
                "据公开资料整理，未见标准正文，不代表符合该标准",
            ),
            _ => self.language.of("published account", "已发表的核算"),
        };
        self.say_line(&text!(
            "Profile: {0} ({1}; {2})",
            "核算方案：{0}（{1}；{2}）",
            &profile.id,
            name,
            status
        ));
        let (year, currency) = (account.basis.price_year, &account.basis.currency);
        let current = account.basis.label == "current";
        let prices = match (self.language, current) {
            (Language::English, true) => format!("Prices: current prices of {year}, {currency}"),
            (Language::English, false) => format!("Prices: constant prices of {year}, {currency}"),
            (Language::Chinese, true) => format!("价格：{year} 年现价，{currency}"),
            (Language::Chinese, false) => format!("价格：{year} 年可比价，{currency}"),
        };
        self.line(&prices);
    }

    /// What the reader should look at before using the figures.
    pub(super) fn warnings(&mut self) {
        let account = self.report.account;
        if account.warnings.is_empty() {
            return;
        }
        self.title("Warnings: look at these before the figures are used", "警告：使用结果前请核对以下各项");
        for warning in &account.warnings {
            let text = warning.say(self.language);
            self.line(&format!("  {text}"));
        }
    }

    pub(super) fn basis(&mut self) {
        self.title("Area, population and output, with their basis", "面积、人口与经济总量及口径");
        let account = self.report.account;
        let area = AreaM2::new(account.area(None));
        let mut table = Layout::new(&[Align::Left, Align::Right, Align::Left, Align::Left]);
        let km2 = decimals(area.square_kilometres(), 2);
        let mu = decimals(area.mu() / WAN, 4);
        let map = self.language.of("map", "图上").to_owned();
        let name = self.language.of("land area", "国土面积").to_owned();
        table.row([name, km2, format!("km2 = {mu} {}", self.language.of("10^4 mu", "万亩")), map]);
        let classes = self.report.coverage.classes();
        let (mapped, unmapped): (Vec<_>, Vec<_>) = classes.partition(|class| class.ecosystem.is_ok());
        let text = text!(
            "{0} classes have a type, {1} have none (coverage.csv)",
            "{0} 个类别有对应类型，{1} 个没有（coverage.csv）",
            mapped.len(),
            unmapped.len()
        );
        let text = text.say(self.language);
        table.row([self.language.of("land cover", "土地覆盖"), "", "", &text]);
        self.not_valued(&mut table);
        for key in
            ["land_area", "population_resident", "population_registered", "gdp", "disposable_income_per_head"]
        {
            self.statistic(&mut table, key);
        }
        table.print(&mut self.out);
    }

    /// What of the map is not valued: by zone, or by reason where zones are many.
    fn not_valued(&self, table: &mut Layout) {
        let account = self.report.account;
        let rows = account.closure.iter().filter(|row| row.service == MAP && row.state != LandState::Valued);
        let mut lines: Vec<(LandState, &Reason, bool, ExactSum)> =
            rows.map(|row| (row.state, &row.reason, account.is_land(row), row.tally.area.clone())).collect();
        if lines.len() > LISTED {
            let mut together: BTreeMap<(&str, String, bool), (LandState, &Reason, ExactSum)> =
                BTreeMap::new();
            for (state, reason, is_land, area) in lines.drain(..) {
                let key = (state.as_str(), reason.to_string(), is_land);
                let (_, _, sum) = together.entry(key).or_insert_with(|| (state, reason, ExactSum::new()));
                sum.merge(&area);
            }
            let rows = together.into_iter();
            lines.extend(rows.map(|((_, _, land), (state, reason, area))| (state, reason, land, area)));
        }
        for (state, reason, is_land, area) in lines.iter().take(LISTED) {
            let size = decimals(AreaM2::new(area.total()).square_kilometres(), 2);
            let beside = self.language.of("; no part of the land area", "；不计入国土面积");
            let reason = format!("{}{}", reason.say(self.language), if *is_land { "" } else { beside });
            table.row([format!("  {}", state.name().of(self.language)), size, "km2".to_owned(), reason]);
        }
        if lines.len() > LISTED {
            let more = self.language.of("more, in closure.csv", "条，见 closure.csv");
            table.row([
                format!("  … {} {more}", lines.len() - LISTED),
                String::new(),
                String::new(),
                String::new(),
            ]);
        }
    }

    fn statistic(&self, table: &mut Layout, key: &str) {
        let YearSummary { statistics, account, .. } = *self.report;
        let Some(figure) = statistics.figure(key, "", &account.zones, account.year) else { return };
        let Some(row) = figure.rows.first() else { return };
        let name = self.language.of(row.statistic.name, row.statistic.name_zh).to_owned();
        let (value, unit) = readable(figure.value, row.statistic.unit, self.language);
        let unit = if key.starts_with("population") { unit.replace("人次", "人") } else { unit };
        let mut basis = vec![row.status.name().of(self.language).to_owned()];
        if !row.population_basis.is_empty() {
            basis.push(row.population_basis.clone());
        }
        if row.statistic.is_money() {
            basis.push(format!("{} {}", self.language.of("prices of", "价格年份"), row.price_year));
        }
        basis.push(row.source.clone());
        table.row([name, decimals(value, 4), unit, basis.join(self.language.of("; ", "；"))]);
    }

    pub(super) fn not_accounted(&mut self) {
        let YearSummary { account, choices, .. } = *self.report;
        self.title("Not accounted, and why", "未核算项及原因");
        let accounted = account.accounted_services(None);
        let mut lines = Vec::new();
        for service in REGISTRY {
            let filter = Filter { service: Some(service.id), ..Filter::default() };
            let absences = self.absences(filter);
            if accounted.contains(service.id) {
                let colon = self.language.of(": ", "：");
                let name = words::service_id(service.id, self.language);
                let told = |(what, why)| format!("  {name}{colon}{what}{colon}{why}");
                lines.extend(absences.into_iter().map(told));
            } else if !absences.is_empty() {
                let mut told = BTreeSet::new();
                let reasons = absences.into_iter().map(|(_, why)| why).filter(|why| told.insert(why.clone()));
                let reasons = reasons.collect::<Vec<_>>().join(self.language.of("; ", "；"));
                let colon = self.language.of(": ", "：");
                lines.push(format!("  {}{colon}{reasons}", words::service_id(service.id, self.language)));
            }
        }
        let missing =
            account.closure.iter().filter(|row| row.state == LandState::Missing && row.service != MAP);
        for row in missing.filter(|row| accounted.contains(row.service)) {
            let size = decimals(AreaM2::new(row.tally.area.total()).square_kilometres(), 2);
            let zone = if account.zones.len() > 1 { format!(" {}", row.zone) } else { String::new() };
            let (name, colon) = (words::service_id(row.service, self.language), self.language.of(": ", "："));
            lines.push(format!("  {name}{zone}{colon}{size} km2{colon}{}", row.reason.say(self.language)));
        }
        self.list(&lines);
        let known = |id: &&String| REGISTRY.iter().any(|service| service.id == id.as_str());
        let off = account.scope.iter().filter(|id| choices.iter().all(|choice| choice.id != **id));
        let (built, unbuilt): (Vec<&String>, Vec<&String>) = off.partition(known);
        for (ids, english, chinese) in [
            (built, "switched off by the profile", "核算方案未启用"),
            (unbuilt, "listed by the profile, no equation in this version", "核算方案所列、本版本尚无方程"),
        ] {
            let names: Vec<&str> = ids.into_iter().map(|id| self.term(id)).collect();
            if !names.is_empty() {
                let label = self.language.of(english, chinese);
                let colon = self.language.of(": ", "：");
                self.line(&format!("  {label}{colon}{}", names.join(self.language.of(", ", "、"))));
            }
        }
    }

    /// The name of a service of the standards.
    fn term<'t>(&self, id: &'t str) -> &'t str {
        let known = STANDARD_SERVICES.iter().find(|(known, _, _)| *known == id);
        known.map_or(id, |(_, english, chinese)| self.language.of(english, chinese))
    }

    /// What of a service is not accounted, and why; each line once.
    fn absences(&self, filter: Filter<'_>) -> Vec<(String, String)> {
        let mut told = BTreeSet::new();
        let mut all = Vec::new();
        for row in self.report.account.select(filter) {
            if let Status::NotAccounted(reason) = &row.status {
                let name = self.language.of(row.indicator.name, row.indicator.name_zh);
                let ecosystem = row.ecosystem.map(|ecosystem| format!(" {ecosystem}")).unwrap_or_default();
                let line = (format!("{name}{ecosystem}"), reason.say(self.language));
                if told.insert(line.clone()) {
                    all.push(line);
                }
            }
        }
        all
    }

    fn list(&mut self, lines: &[String]) {
        for line in lines.iter().take(LISTED) {
            self.line(line);
        }
        if lines.len() > LISTED {
            let more =
                self.language.of("more, in account.csv and closure.csv", "条，见 account.csv 与 closure.csv");
            self.line(&format!("  … {} {more}", lines.len() - LISTED));
        }
    }

    fn list_all(&mut self, lines: &[String]) {
        for line in lines {
            self.line(line);
        }
    }

    pub(super) fn switches(&mut self) {
        let YearSummary { switches, account, .. } = *self.report;
        let gep = account.total(None).unwrap_or(f64::NAN);
        if switches.is_empty() {
            return;
        }
        self.title(
            "Switches that move the total most (one at a time, same land)",
            "改用其他核算口径的影响（逐一替换、同一范围，影响最大者）",
        );
        let mut table = Layout::new(&[Align::Left, Align::Left, Align::Right, Align::Right, Align::Left]);
        for switch in switches.iter().take(5) {
            let unit = self.language.of("10^8 CNY", "亿元");
            let below = self
                .language
                .of("a service falls below 0: do not go together", "某项服务变为负值：口径不相容");
            table.row([
                switch.what.say(self.language),
                format!("{} -> {}", switch.from.say(self.language), switch.to),
                format!("{} {unit}", decimals(switch.change / YI, 4)),
                format!("{} %", decimals(switch.change / gep * 100.0, 2)),
                if switch.turns_negative { below.to_owned() } else { String::new() },
            ]);
        }
        table.print(&mut self.out);
    }

    pub(super) fn drivers(&mut self) {
        let YearSummary { account, drivers, statistics, .. } = *self.report;
        let whole =
            if account.zones.len() > 1 { "" } else { account.zones.first().map_or("", String::as_str) };
        let means: Vec<_> = account.means.iter().filter(|row| row.zone == whole).collect();
        if means.is_empty() {
            return;
        }
        self.title("Drivers: means over the area that has them", "驱动因子：有值面积上的平均");
        let mut table = Layout::new(&[Align::Left, Align::Right, Align::Left, Align::Left, Align::Left]);
        for row in &means {
            let name = self.language.of(row.quantity.name, row.quantity.name_zh).to_owned();
            let used = drivers.iter().find(|(quantity, _, _)| quantity.id == row.quantity.id);
            let given = self.language.of("given", "输入图层").to_owned();
            let equation = used.map_or(given, |(_, id, equation)| format!("{id}: {equation}"));
            let area = format!("{} km2", decimals(AreaM2::new(row.area).square_kilometres(), 2));
            table.row([name, decimals(row.mean, 1), row.quantity.unit.to_owned(), area, equation]);
        }
        table.print(&mut self.out);
        let yielded = means.iter().find(|row| row.quantity.id == "water_yield");
        let stated = statistics.figure("own_water_resources", "", &account.zones, account.year);
        if let (Some(row), Some(stated)) = (yielded, stated) {
            let modelled = row.mean / 1000.0 * row.area;
            let depth = stated.value / row.area * 1000.0;
            self.say_line(&text!(
                "  cross-check: modelled P − ET {0} 10^8 m3 ({1} mm) beside own water resources {2} 10^8 m3 ({3} mm); both hold quick runoff, retention does not",
                "  核对：模型 P − ET 为 {0} 亿m3（{1} mm），当地水资源量 {2} 亿m3（{3} mm）；二者均含快速径流，水源涵养量不含",
                decimals(modelled / YI, 3),
                decimals(row.mean, 0),
                decimals(stated.value / YI, 3),
                decimals(depth, 0)
            ));
        }
    }

    pub(super) fn notes(&mut self) {
        let YearSummary { account, choices, .. } = *self.report;
        self.title("Choices of the profile, and remarks", "核算方法选择与说明");
        for choice in choices {
            let (id, colon) = (words::service_id(&choice.id, self.language), self.language.of(": ", "："));
            self.line(&format!("  {id}{colon}{} | {} [{}]", choice.physical, choice.value, choice.clause));
            let note = self.language.of(&choice.note, &choice.note_zh);
            let note = if note.is_empty() { &choice.note } else { note };
            if !note.is_empty() {
                self.line(&format!("    {note}"));
            }
        }
        let notes: Vec<String> =
            account.notes.iter().map(|note| format!("  {}", note.say(self.language))).collect();
        self.list_all(notes.get(..NOTES).unwrap_or(&notes));
        if let Some(more) = notes.len().checked_sub(NOTES).filter(|more| *more > 0) {
            self.line(&match self.language {
                Language::English => format!("  … and {more} more of the kind"),
                Language::Chinese => format!("  … 另有 {more} 条同类说明"),
            });
        }
        let closes = if account.closes() {
            self.language.of("yes, to the bit", "是，逐位一致")
        } else {
            self.language.of("NO", "否")
        };
        let cells = self.report.cells;
        self.say_line(&text!(
            "  {0} cells; the states of every service add up to the map: {1}",
            "  {0} 个单元；各服务已核算与未核算面积之和等于总面积：{1}",
            cells,
            closes
        ));
    }
}

/// A quantity in a size that is easily read, with its unit.
fn readable(value: f64, unit: &str, language: Language) -> (f64, String) {
    let (large, small) = match language {
        Language::English => ("10^8 ", "10^4 "),
        Language::Chinese => ("亿", "万"),
    };
    let unit = match (language, unit) {
        (Language::Chinese, "person") => "人次",
        (Language::Chinese, "CNY") => "元",
        (Language::Chinese, "CNY/person") => "元/人",
        (_, unit) => unit,
    };
    if unit == "m2" {
        return (AreaM2::new(value).square_kilometres(), "km2".to_owned());
    }
    match value.abs() {
        size if size >= YI => (value / YI, format!("{large}{unit}")),
        size if size >= 10.0 * WAN => (value / WAN, format!("{small}{unit}")),
        _ => (value, unit.to_owned()),
    }
}
