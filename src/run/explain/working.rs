//! The worked numbers: one cell from its layers to its quantity, the sum of its type, the price, the value.

use super::ExplainedYear;
use crate::account::columns::{Columns, Workspace, single};
use crate::account::lines::{Amount, Line, Numbers};
use crate::account::plan::{CellSupply, PlannedService, Slot, Step};
use crate::account::{Row, Status};
use crate::error::Findings;
use crate::input::cells::Cells;
use crate::input::manifest::CellsSpec;
use crate::input::parcels;
use crate::input::statistics;
use crate::parameter::profile::NegativePolicy;
use crate::report::explain::{Name, Worked, WorkedNumber, WorkedStep};
use crate::run::CellSource;
use crate::service::{Indicator, Service, Term};
use crate::text;
use crate::wording::Message;

/// A cell that was found, with the number of its row and where it is.
type FoundCell = (Cells, Name);

impl ExplainedYear<'_> {
    /// The worked numbers of an indicator in the group of a row; none for rows that no equation makes.
    pub(super) fn worked(&self, row: &Row, lines: &[Line<'_>]) -> Result<Option<Worked>, Findings> {
        let Some((line, amount)) = line_of(row, lines) else { return Ok(None) };
        let mut worked = Worked {
            indicator: row.indicator.id.to_owned(),
            place: Name::default(),
            zone: row.zone.clone(),
            ecosystem: row.ecosystem.map(|own| own.to_string()).unwrap_or_default(),
            steps: Vec::new(),
        };
        if let Some(supply) = line.supply.and_then(|position| self.plan.supplies.get(position)) {
            let Some((cell, place)) = self.find(supply, row)? else { return Ok(None) };
            worked.place = place;
            self.cell_steps(line.planned, supply, row.indicator, &cell, &mut worked.steps);
        }
        let steps = &mut worked.steps;
        if line.is_of_parts() {
            let Some(part) = line.parts.iter().find(|part| Some(part.ecosystem) == row.ecosystem) else {
                return Ok(None);
            };
            steps.push(summed(row.indicator, part.sum, part.cells, &worked.zone, &worked.ecosystem));
            price_steps(line, part.sum, steps);
            return Ok(Some(worked));
        }
        if line.supply.is_some() {
            let cells = line.parts.iter().fold(0_u64, |cells, part| cells.saturating_add(part.cells));
            steps.push(summed(row.indicator, line.total, cells, line.territory.name, ""));
        }
        let result = line.evaluate(line.total);
        let total = line.supply.map(|_| number(row.indicator.id, line.total, row.indicator, ""));
        steps.push(WorkedStep {
            equation: Message::told(amount.formula, amount.formula),
            inputs: total.into_iter().chain(numbers(&amount.numbers)).collect(),
            result: match result.quantity {
                Some(quantity) => number(row.indicator.id, quantity, row.indicator, ""),
                None => {
                    WorkedNumber { id: "value".to_owned(), ..money(result.value.unwrap_or(f64::NAN), "CNY") }
                }
            },
            branch: Message::english(result.branch),
        });
        price_steps(line, line.total, steps);
        spread(row, row.indicator, steps);
        Ok(Some(worked))
    }

    pub(super) fn planned(&self, service: &Service) -> Option<(usize, &PlannedService)> {
        self.plan.services.iter().enumerate().find(|(_, planned)| planned.service.id == service.id)
    }

    pub(super) fn supply(&self, service: usize, indicator: &Indicator) -> Option<(usize, &CellSupply)> {
        let is_it = |own: &CellSupply| own.service == service && own.supply.indicator == indicator.id;
        self.plan.supplies.iter().enumerate().find(|(_, own)| is_it(own))
    }

    /// The driver equations of a cell in their order, then the equation of the indicator.
    fn cell_steps(
        &self,
        planned: &PlannedService,
        supply: &CellSupply,
        indicator: &Indicator,
        cell: &Cells,
        steps: &mut Vec<WorkedStep>,
    ) {
        let mut buffers = Workspace::default();
        let (columns, result) = buffers.columns(&self.plan, cell);
        for slot in self.plan.computed_before(&supply.inputs) {
            let Some(column) = self.plan.columns.get(slot) else { continue };
            let Step::Driver { driver, inputs } = &column.step else { continue };
            steps.push(WorkedStep {
                equation: cited(driver.formula, driver.id, driver.source),
                inputs: inputs.iter().filter_map(|input| self.column(*input, &columns, cell)).collect(),
                result: WorkedNumber {
                    id: column.quantity.id.to_owned(),
                    name: Name::new(column.quantity.name, column.quantity.name_zh),
                    values: columns.column(slot).to_vec(),
                    unit: column.quantity.unit.to_owned(),
                    from: String::new(),
                },
                branch: Message::empty(),
            });
        }
        columns.supply(supply, result);
        let value = result.first().copied().unwrap_or(f64::NAN);
        let clamped = value < 0.0 && supply.negative == NegativePolicy::Clamp;
        let quantity = if clamped { 0.0 } else { value };
        let branch = if clamped {
            text!("{0} is below 0 and counts as 0", "{0} 小于 0，按 0 计", value.to_string())
        } else {
            Message::empty()
        };
        steps.push(WorkedStep {
            equation: cited(supply.supply.formula, planned.physical.id, planned.physical.source),
            inputs: supply.inputs.iter().filter_map(|input| self.column(*input, &columns, cell)).collect(),
            result: WorkedNumber { id: "cell".to_owned(), ..number(indicator.id, quantity, indicator, "") },
            branch,
        });
    }

    /// A column of the cell, with where it comes from.
    fn column(&self, slot: Slot, columns: &Columns<'_>, cell: &Cells) -> Option<WorkedNumber> {
        let column = self.plan.columns.get(slot)?;
        let class = cell.class.first().and_then(|class| usize::try_from(*class).ok()).unwrap_or(usize::MAX);
        let from = match &column.step {
            Step::Area => "the cell".to_owned(),
            Step::Driver { .. } => String::new(),
            Step::Layer { .. } => {
                let layers = self.source().legend().layer_evidence.get(column.quantity.id);
                layers.into_iter().flatten().map(|own| own.ground.to_string()).collect::<Vec<_>>().join("; ")
            }
            Step::ByClass { evidence, .. } => {
                let rows = evidence.get(class).into_iter().flatten();
                let rows = rows.filter_map(|id| self.account.book.get(*id)).map(|own| own.ground.to_string());
                rows.collect::<Vec<_>>().join("; ")
            }
        };
        Some(WorkedNumber {
            id: column.quantity.id.to_owned(),
            name: Name::new(column.quantity.name, column.quantity.name_zh),
            values: columns.column(slot).to_vec(),
            unit: column.quantity.unit.to_owned(),
            from,
        })
    }

    /// The first cell of a row's zone and type that has a result.
    fn find(&self, supply: &CellSupply, row: &Row) -> Result<Option<FoundCell>, Findings> {
        match self.source() {
            CellSource::Table(land) => {
                let Some(index) = self.first(land.cells(), supply, row) else { return Ok(None) };
                let place = self.parcel(index)?;
                Ok(single(land.cells(), index).map(|cell| (cell, place)))
            }
            CellSource::Raster(cells) => {
                let needed = self.plan.needed(cells.legend());
                let (mut reader, mut block) = (cells.reader()?, Cells::default());
                for window in cells.rows() {
                    reader.read(window, &needed, &mut block)?;
                    let Some(index) = self.first(&block, supply, row) else { continue };
                    let width = usize::try_from(window.columns).unwrap_or(usize::MAX).max(1);
                    let [down, across] = [index.checked_div(width), index.checked_rem(width)]
                        .map(|own| crate::math::count(own.unwrap_or_default()));
                    let down = u64::from(window.row).saturating_add(down);
                    let across = u64::from(window.column).saturating_add(across);
                    let name = cells.name();
                    let place = Name::new(
                        format!("{name}, row {down}, column {across}, counted from 0"),
                        format!("{name}，第 {down} 行第 {across} 列（自 0 起）"),
                    );
                    return Ok(single(&block, index).map(|cell| (cell, place)));
                }
                Ok(None)
            }
        }
    }

    fn first(&self, cells: &Cells, supply: &CellSupply, row: &Row) -> Option<usize> {
        let legend = self.source().legend();
        let position = |index: u32| usize::try_from(index).unwrap_or(usize::MAX);
        let mut buffers = Workspace::default();
        let is_it = |index: &usize| {
            let zone = cells.zone.get(*index).and_then(|zone| legend.zones.get(position(*zone)));
            let class = cells.class.get(*index).map(|class| position(*class));
            let own = class.and_then(|class| legend.classes.get(class));
            let counted = class.and_then(|class| supply.counted.get(class)).copied().unwrap_or(false);
            let valued = cells.state.get(*index) == Some(&0);
            let here = row.zone.is_empty() || zone == Some(&row.zone);
            let typed = row.ecosystem.is_none() || own.map(|own| own.plain()) == row.ecosystem;
            if !(counted && valued && here && typed) {
                return false;
            }
            let Some(cell) = single(cells, *index) else { return false };
            let (columns, result) = buffers.columns(&self.plan, &cell);
            columns.supply(supply, result);
            result.first().is_some_and(|value| !value.is_nan())
        };
        (0..cells.len()).find(is_it)
    }

    /// The line of a parcel in its table.
    fn parcel(&self, index: usize) -> Result<Name, Findings> {
        let CellsSpec::Table { file, .. } = self.cells() else { return Ok(Name::default()) };
        let table = parcels::counted(parcels::open(&self.run.files, self.cells())?, self.cells())?.0;
        let line = table.rows().nth(index).map_or(0, |row| row.line());
        Ok(Name::new(format!("{file}, line {line}"), format!("{file}，第 {line} 行")))
    }
}

/// The line that a row was made of, with its amount: of the zone of the row, else of the whole run.
fn line_of<'l, 'a>(row: &Row, lines: &'l [Line<'a>]) -> Option<(&'l Line<'a>, &'l Amount<'a>)> {
    let amounts = lines.iter().filter_map(|line| Some((line, line.amount.as_ref().ok()?)));
    let of_row = |(line, amount): &(&Line<'_>, &Amount<'_>)| {
        line.indicator.id == row.indicator.id
            && amount.ecosystem.is_none_or(|ecosystem| Some(ecosystem) == row.ecosystem)
    };
    let fitting: Vec<_> = amounts.filter(of_row).collect();
    let in_zone = fitting.iter().find(|(line, _)| line.territory.name == row.zone);
    in_zone.or_else(|| fitting.iter().find(|(line, _)| line.territory.zone.is_none())).copied()
}

/// From a quantity to its value; nothing for what has no price.
fn price_steps(line: &Line<'_>, total: f64, steps: &mut Vec<WorkedStep>) {
    let result = line.evaluate(total);
    let (Ok(Some(price)), Some(quantity), Some(unit_price)) = (&line.price, result.quantity, result.price)
    else {
        return;
    };
    let valuation = line.planned.valuation;
    let unit_price =
        WorkedNumber { id: "unit_price".to_owned(), ..money(unit_price, price.rule.equation.price().unit()) };
    steps.push(WorkedStep {
        equation: cited(price.rule.formula, valuation.id, valuation.source),
        inputs: numbers(&price.numbers).collect(),
        result: unit_price.clone(),
        branch: Message::empty(),
    });
    let value = money(result.value.unwrap_or(f64::NAN), "CNY");
    steps.push(WorkedStep {
        equation: text!(
            "value = quantity x unit_price",
            "value = quantity x unit_price（价值量 = 实物量 × 单价）"
        ),
        inputs: vec![number("quantity", quantity, line.indicator, ""), unit_price],
        result: WorkedNumber { id: "value".to_owned(), ..value },
        branch: Message::empty(),
    });
}

fn numbers(numbers: &Numbers<'_>) -> impl Iterator<Item = WorkedNumber> {
    numbers.terms.iter().zip(&numbers.values).map(|(term, value)| term_number(term, *value))
}

fn number(id: &str, value: f64, indicator: &Indicator, from: &str) -> WorkedNumber {
    WorkedNumber {
        id: id.to_owned(),
        name: Name::new(indicator.name, indicator.name_zh),
        values: vec![value],
        unit: indicator.unit.to_owned(),
        from: from.to_owned(),
    }
}

fn money(value: f64, unit: &str) -> WorkedNumber {
    WorkedNumber {
        id: String::new(),
        name: Name::new("in the money of the account", "按核算价格"),
        values: vec![value],
        unit: unit.to_owned(),
        from: String::new(),
    }
}

fn term_number(term: &Term, value: f64) -> WorkedNumber {
    let (unit, name) = match term {
        Term::Parameter(_, unit) => {
            (*unit, Name::new("parameter row, in the money of the account", "参数取值，按核算价格"))
        }
        Term::Statistic(key) | Term::StatisticOr(key, _) => {
            let known = statistics::known(key).ok();
            let name = known.map(|known| Name::new(known.name, known.name_zh)).unwrap_or_default();
            (known.map_or("", |known| known.unit), name)
        }
    };
    WorkedNumber {
        id: term.key().to_owned(),
        name,
        values: vec![value],
        unit: unit.to_owned(),
        from: String::new(),
    }
}

/// An equation with its id and its source; symbols and sources are the same in both languages.
fn cited(formula: &str, id: &str, source: &str) -> Message {
    text!("{0} [{1}; {2}]", "{0} [{1}; {2}]", formula, id, source)
}

fn summed(indicator: &Indicator, total: f64, cells: u64, zone: &str, ecosystem: &str) -> WorkedStep {
    let parts = [zone, ecosystem].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let whole =
        if parts.is_empty() { text!("the whole run", "全区域") } else { Message::told(&parts, &parts) };
    WorkedStep {
        equation: text!(
            "exact sum over the {0} cells of {1}, rounded once",
            "{1} 的 {0} 个单元的精确和，只舍入一次",
            cells.to_string(),
            whole
        ),
        inputs: Vec::new(),
        result: number("quantity", total, indicator, ""),
        branch: Message::empty(),
    }
}

/// What a row has of a total that was spread.
fn spread(row: &Row, indicator: &Indicator, steps: &mut Vec<WorkedStep>) {
    if row.status != Status::Allotted {
        return;
    }
    let result = match (row.value, row.quantity) {
        (Some(value), _) => WorkedNumber { id: "value_of_row".to_owned(), ..money(value, "CNY") },
        (None, Some(quantity)) => number("quantity_of_row", quantity, indicator, ""),
        (None, None) => return,
    };
    steps.push(WorkedStep {
        equation: text!(
            "the total is spread over zones and types by the weight of the profile; this row has",
            "总量按核算方案的权重分摊到分区和类型；本行为"
        ),
        inputs: Vec::new(),
        result,
        branch: Message::empty(),
    });
}
