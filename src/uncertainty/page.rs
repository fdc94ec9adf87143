//! The result as a page of text, in English and in Chinese.

use std::fmt::Write;

use crate::text;
use crate::unit::YI;
use crate::wording::Language;

use super::results::{FigureRow, Uncertainty};

/// Rows of a list that a reader looks at.
const SHOWN: usize = 10;

impl Uncertainty {
    /// The page: intervals of the totals, what makes them uncertain, ranks that are not told apart, other profiles.
    #[must_use]
    pub fn print(&self, language: Language) -> String {
        let mut out = String::new();
        self.head(language, &mut out);
        self.intervals(language, &mut out);
        self.causes(language, &mut out);
        self.ties(language, &mut out);
        self.others(language, &mut out);
        self.remarks(language, &mut out);
        out
    }

    fn head(&self, language: Language, out: &mut String) {
        let chinese = if self.titles.1.is_empty() { &self.titles.0 } else { &self.titles.1 };
        let title = language.of(&self.titles.0, chinese);
        let drawn = &self.drawing;
        let _ = writeln!(out, "{title}{}", language.of(": uncertainty", ": 不确定性"));
        let drawing = text!(
            "{0} draws, method {1}, seed {2}",
            "{0} 次抽样, 方法 {1}, 种子 {2}",
            drawn.draws,
            drawn.method,
            drawn.seed
        );
        let _ = writeln!(out, "{}", drawing.say(language));
        let assumed = self.inputs.iter().filter(|input| input.status == "assumption").count();
        if assumed > 0 {
            let all = self.inputs.len();
            let remark = text!(
                "{0} of {1} inputs have an assumed distribution: the intervals are no better.",
                "{1}项输入中有{0}项的分布为假定，区间的可靠性以此为限。",
                assumed,
                all
            );
            let _ = writeln!(out, "{}", remark.say(language));
        }
    }

    fn intervals(&self, language: Language, out: &mut String) {
        let heading = language.of(
            "\nWhole run: account, median, 5 to 95 %, 2.5 to 97.5 %",
            "\n全区：核算值，中位数，5%～95%，2.5%～97.5%",
        );
        let _ = writeln!(out, "{heading}");
        for row in self.figures.iter().filter(|row| row.zone.is_empty()) {
            if let Some(line) = line(row, language) {
                let _ = writeln!(out, "  {line}");
            }
        }
    }

    fn causes(&self, language: Language, out: &mut String) {
        let Some(first) = self.sensitivity.first() else { return };
        let _ = writeln!(
            out,
            "\n{}",
            language.of(
                "What makes the total uncertain: share of variance alone, with all it does together (± Monte Carlo error)",
                "总量不确定性的来源：一阶指数、总指数（±蒙特卡洛误差）",
            )
        );
        let same = |year: (i32, Option<i32>)| year == first.year;
        for row in self.sensitivity.iter().filter(|row| same(row.year)).take(SHOWN) {
            let Some(index) = row.index else { continue };
            let ((first, first_error), (total, total_error)) = (index.first_order, index.total);
            let _ = writeln!(
                out,
                "  {}: {first:.3} ± {first_error:.3}, {total:.3} ± {total_error:.3}",
                crate::error::printable(&row.input)
            );
        }
    }

    fn ties(&self, language: Language, out: &mut String) {
        for row in &self.ranks {
            let name = |zone: usize| {
                row.zones.get(zone).map(|zone| crate::error::printable(zone)).unwrap_or_default()
            };
            let is_tied = |p: f64| p > 0.05 && p < 0.95;
            let tied: Vec<String> = row
                .ranks
                .pairs
                .iter()
                .filter(|(_, _, above, equal)| is_tied(above + 0.5 * equal))
                .map(|(a, b, above, _)| format!("{} / {} ({above:.2})", name(*a), name(*b)))
                .collect();
            let list = match tied.len() {
                0 => language.of("none", "无").to_owned(),
                n if n > SHOWN => format!("{}, … ({n})", tied.get(..SHOWN).unwrap_or_default().join(", ")),
                _ => tied.join(", "),
            };
            let heading = language.of("Zones that are tied in", "名次不可区分的分区，指标");
            let meaning = language
                .of("P(first above second) between 0.05 and 0.95", "前者大于后者的概率在0.05至0.95之间");
            let _ = writeln!(out, "\n{heading} {} {} ({meaning}): {list}", row.figure.0, row.year);
        }
    }

    fn others(&self, language: Language, out: &mut String) {
        let whole: Vec<_> =
            self.profiles.iter().filter(|row| row.zone.is_empty() && row.figure == "gep").collect();
        if whole.is_empty() {
            return;
        }
        let heading = language.of(
            "Other profiles on the same data (beside the intervals, never part of them)",
            "同一数据在其他核算方案下的结果（与区间并列，不并入区间）",
        );
        let _ = writeln!(out, "\n{heading}");
        for row in whole {
            let value = row.value.map_or_else(
                || row.status.clone(),
                |value| {
                    format!(
                        "{:.4} {} ({:+.4})",
                        value / YI,
                        language.of("10^8 CNY", "亿元"),
                        row.difference.unwrap_or(0.0) / YI
                    )
                },
            );
            let _ = writeln!(out, "  {} {}: {value}", row.year, crate::error::printable(&row.profile));
        }
    }

    fn remarks(&self, language: Language, out: &mut String) {
        let meaning = language.of(
            "\nThe intervals hold what was drawn and nothing else: the equations of the profile are taken as they are.",
            "\n区间仅反映所抽样的输入，核算方案的方程视为既定。",
        );
        let _ = writeln!(out, "{meaning}");
        for note in &self.notes {
            let _ = writeln!(out, "  {}", crate::error::printable(&note.say(language)));
        }
    }
}

/// The indices that a page has; services and other readings are in the table.
const INDICES: [&str; 4] = ["gep", "gep_per_area", "gep_per_capita", "green_gold_index"];

fn line(row: &FigureRow, language: Language) -> Option<String> {
    let per_area = row.figure != "gep_per_area" || row.unit == "10^4 CNY/mu" || row.from.is_some();
    if !INDICES.contains(&row.figure.as_str()) && row.variant != "value" || !per_area || row.unit == "%" {
        return None;
    }
    let interval = row.interval?;
    let (unit, scale) = match row.unit.as_str() {
        "CNY" => (language.of("10^8 CNY", "亿元"), 1.0 / YI),
        "10^4 CNY/mu" => (language.of("10^4 CNY/mu", "万元/亩"), 1.0),
        other => (other, 1.0),
    };
    let [low, p5, p95, high] = interval.percentiles.map(|value| value * scale);
    let year = row.from.map_or_else(|| row.year.to_string(), |from| format!("{from}-{}", row.year));
    Some(format!(
        "{year} {} [{unit}]: {:.4}, {:.4}, {p5:.4} .. {p95:.4}, {low:.4} .. {high:.4}",
        row.figure,
        row.account * scale,
        interval.median * scale,
    ))
}
