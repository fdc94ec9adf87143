//! The worked numbers: one cell from its layers to its quantity, the sum of its type, the price, the value.

use super::Computed;
use crate::account::plan::{CellSupply, PlannedService, Slot, Step};
use crate::account::trace::{Trace, single};
use crate::account::{Row, Status};
use crate::error::{Error, Findings};
use crate::exact_sum::ExactSum;
use crate::extent::Ecosystem;
use crate::input::cells::Cells;
use crate::input::manifest::CellsSpec;
use crate::input::parcels;
use crate::input::statistics;
use crate::parameter::profile::{Level, NegativePolicy};
use crate::report::explain::{Name, Worked, WorkedNumber, WorkedStep};
use crate::run::CellSource;
use crate::service::{Indicator, Rule, Scope, Service, Term};
use crate::valuation::{Absence, Book};

/// A cell that was found, with the number of its row and where it is.
type FoundCell = (Cells, Name);

impl Computed<'_> {
    /// The worked numbers of an indicator in the group of a row; none for rows that no equation makes.
    pub(super) fn worked(&self, row: &Row) -> Result<Option<Worked>, Findings> {
        let Some((index, planned)) = self.planned(row.service) else { return Ok(None) };
        let indicator = row.indicator;
        let supply = Service::supply(planned.physical, indicator.id);
        let rule = planned.valuation.rules.iter().find(|rule| rule.indicator() == indicator.id);
        let mut worked = Worked {
            indicator: indicator.id.to_owned(),
            place: Name::default(),
            zone: row.zone.clone(),
            ecosystem: row.ecosystem.map(|own| own.to_string()).unwrap_or_default(),
            steps: Vec::new(),
        };
        match supply.map(|supply| &supply.scope) {
            Some(Scope::Cell { .. }) => {
                let Some((position, planned_supply)) = self.supply(index, indicator) else { return Ok(None) };
                let Some((cell, place)) = self.find(planned_supply, row)? else { return Ok(None) };
                worked.place = place;
                self.cell_steps(planned, planned_supply, indicator, &cell, &mut worked.steps);
                let (sum, cells) = self.group(position, row);
                worked.steps.push(summed(indicator, sum.total(), cells, &worked.zone, &worked.ecosystem));
                self.price_steps(planned, rule, row, sum.total(), &mut worked.steps)?;
            }
            Some(Scope::Total { terms, equation, .. }) => {
                let Some((position, planned_supply)) = self.supply(index, indicator) else { return Ok(None) };
                let Some((cell, place)) = self.find(planned_supply, row)? else { return Ok(None) };
                worked.place = place;
                self.cell_steps(planned, planned_supply, indicator, &cell, &mut worked.steps);
                let zone = if planned.choice.level == Level::Zone { row.zone.as_str() } else { "" };
                let (sum, cells) = self.level(position, zone);
                worked.steps.push(summed(indicator, sum.total(), cells, zone, ""));
                let numbers = self.terms(planned, terms, zone, row)?;
                let values: Vec<f64> = numbers.iter().flat_map(|own| own.values.clone()).collect();
                let bound = equation(sum.total(), &values);
                let total = number(indicator.id, sum.total(), indicator, "");
                worked.steps.push(WorkedStep {
                    equation: planned_supply.supply.equation.to_owned(),
                    inputs: std::iter::once(total).chain(numbers).collect(),
                    result: number(indicator.id, bound.quantity, indicator, ""),
                    branch: bound.branch.to_owned(),
                });
                self.price_steps(planned, rule, row, bound.quantity, &mut worked.steps)?;
                spread(row, indicator, &mut worked.steps);
            }
            Some(Scope::Zone { terms, equation }) => {
                let numbers = self.terms(planned, terms, &row.zone, row)?;
                let values: Vec<f64> = numbers.iter().flat_map(|own| own.values.clone()).collect();
                let quantity = equation(&values);
                worked.steps.push(WorkedStep {
                    equation: supply.map_or("", |supply| supply.equation).to_owned(),
                    inputs: numbers,
                    result: number(indicator.id, quantity, indicator, ""),
                    branch: String::new(),
                });
                self.price_steps(planned, rule, row, quantity, &mut worked.steps)?;
                spread(row, indicator, &mut worked.steps);
            }
            None => {
                let Some(Rule::Money { terms, amount, equation, .. }) = rule else { return Ok(None) };
                let numbers = self.terms(planned, terms, &row.zone, row)?;
                let values: Vec<f64> = numbers.iter().flat_map(|own| own.values.clone()).collect();
                let value = WorkedNumber { id: "value".to_owned(), ..money(amount(&values), "CNY") };
                worked.steps.push(WorkedStep {
                    equation: (*equation).to_owned(),
                    inputs: numbers,
                    result: value,
                    branch: String::new(),
                });
                spread(row, indicator, &mut worked.steps);
            }
        }
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
        let trace = Trace::of(&self.plan, cell);
        for slot in self.plan.made_before(&supply.inputs) {
            let Some(column) = self.plan.columns.get(slot) else { continue };
            let Step::Driver { driver, inputs } = &column.step else { continue };
            steps.push(WorkedStep {
                equation: format!("{} [{}; {}]", driver.equation, driver.id, driver.source),
                inputs: inputs.iter().filter_map(|input| self.column(*input, &trace, cell)).collect(),
                result: WorkedNumber {
                    id: column.quantity.id.to_owned(),
                    name: Name::new(column.quantity.name, column.quantity.name_zh),
                    values: trace.column(slot).to_vec(),
                    unit: column.quantity.unit.to_owned(),
                    from: String::new(),
                },
                branch: String::new(),
            });
        }
        let Some((_, kernel)) = supply.supply.scope.cells() else { return };
        let result = trace.run(kernel, &supply.inputs, 1);
        let value = result.first().copied().unwrap_or(f64::NAN);
        let clamped = value < 0.0 && supply.negative == NegativePolicy::Clamp;
        let quantity = if clamped { 0.0 } else { value };
        let branch = if clamped { format!("{value} is below 0 and counts as 0") } else { String::new() };
        steps.push(WorkedStep {
            equation: format!(
                "{} [{}; {}]",
                supply.supply.equation, planned.physical.id, planned.physical.source
            ),
            inputs: supply.inputs.iter().filter_map(|input| self.column(*input, &trace, cell)).collect(),
            result: WorkedNumber { id: "cell".to_owned(), ..number(indicator.id, quantity, indicator, "") },
            branch,
        });
    }

    /// A column of the cell, with where it comes from.
    fn column(&self, slot: Slot, trace: &Trace, cell: &Cells) -> Option<WorkedNumber> {
        let column = self.plan.columns.get(slot)?;
        let class = cell.class.first().and_then(|class| usize::try_from(*class).ok()).unwrap_or(usize::MAX);
        let from = match &column.step {
            Step::Area => "the cell".to_owned(),
            Step::Driver { .. } => String::new(),
            Step::Layer { .. } => {
                let layers = self.source().legend().layer_evidence.get(column.quantity.id);
                layers.into_iter().flatten().map(|own| own.what.clone()).collect::<Vec<_>>().join("; ")
            }
            Step::ByClass { evidence, .. } => {
                let rows = evidence.get(class).into_iter().flatten();
                let rows = rows.filter_map(|id| self.account.book.get(*id)).map(|own| own.what.clone());
                rows.collect::<Vec<_>>().join("; ")
            }
        };
        Some(WorkedNumber {
            id: column.quantity.id.to_owned(),
            name: Name::new(column.quantity.name, column.quantity.name_zh),
            values: trace.column(slot).to_vec(),
            unit: column.quantity.unit.to_owned(),
            from,
        })
    }

    /// The numbers of an equation of a zone: of the row's zone, else of the whole run.
    fn terms(
        &self,
        planned: &PlannedService,
        terms: &[Term],
        zone: &str,
        row: &Row,
    ) -> Result<Vec<WorkedNumber>, Error> {
        if let (Some(ecosystem), [Term::Statistic(key)]) = (row.ecosystem, terms)
            && let Some(number) = self.given(key, zone, ecosystem)?
        {
            return Ok(vec![number]);
        }
        let mut book = Book::default();
        let own = self.setting.terms(terms, Some(&planned.choice), zone, &mut book);
        let read = match own {
            Err(Absence::NotAccounted(_)) => self.setting.terms(terms, Some(&planned.choice), "", &mut book),
            other => other,
        };
        let read = match read {
            Ok(read) => read,
            Err(Absence::Refused(error)) => return Err(error),
            Err(Absence::NotAccounted(_)) => return Ok(Vec::new()),
        };
        Ok(terms.iter().zip(read.values).map(|(term, value)| term_number(term, value)).collect())
    }

    /// What statistics give for an ecosystem type itself.
    fn given(&self, key: &str, zone: &str, ecosystem: Ecosystem) -> Result<Option<WorkedNumber>, Error> {
        for place in [zone, ""] {
            let mut rows = self.setting.statistics.by_ecosystem(key, place, self.setting.year);
            let row = rows.find(|row| row.ecosystem.map(Ecosystem::plain) == Some(ecosystem));
            if let Some(row) = row {
                return match self.setting.observed(row, &mut Book::default()) {
                    Ok((value, _)) => Ok(Some(term_number(&Term::Statistic(row.statistic.key), value))),
                    Err(Absence::Refused(error)) => Err(error),
                    Err(Absence::NotAccounted(_)) => Ok(None),
                };
            }
        }
        Ok(None)
    }

    fn price_steps(
        &self,
        planned: &PlannedService,
        rule: Option<&Rule>,
        row: &Row,
        quantity: f64,
        steps: &mut Vec<WorkedStep>,
    ) -> Result<(), Error> {
        let Some(Rule::Price { terms, unit_price, unit, value, equation, .. }) = rule else { return Ok(()) };
        let numbers = self.terms(planned, terms, &row.zone, row)?;
        let values: Vec<f64> = numbers.iter().flat_map(|own| own.values.clone()).collect();
        let price = unit_price(&values);
        let price = WorkedNumber { id: "unit_price".to_owned(), ..money(price, unit) };
        steps.push(WorkedStep {
            equation: format!("{equation} [{}; {}]", planned.valuation.id, planned.valuation.source),
            inputs: numbers,
            result: price.clone(),
            branch: String::new(),
        });
        let unit_value = price.values.first().copied().unwrap_or(f64::NAN);
        steps.push(WorkedStep {
            equation: "value = quantity x unit_price".to_owned(),
            inputs: vec![number("quantity", quantity, row.indicator, ""), price],
            result: WorkedNumber { id: "value".to_owned(), ..money(value(quantity, unit_value), "CNY") },
            branch: String::new(),
        });
        Ok(())
    }

    /// The sum of the cells of a row's zone and type, and their number.
    fn group(&self, position: usize, row: &Row) -> (ExactSum, u64) {
        self.added(position, |zone, class| zone == row.zone && Some(class.plain()) == row.ecosystem)
    }

    /// The sum of the cells of a zone, or of the whole run.
    fn level(&self, position: usize, zone: &str) -> (ExactSum, u64) {
        self.added(position, |own, _| zone.is_empty() || own == zone)
    }

    fn added(&self, position: usize, counts: impl Fn(&str, Ecosystem) -> bool) -> (ExactSum, u64) {
        let legend = self.source().legend();
        let (mut sum, mut cells) = (ExactSum::new(), 0_u64);
        let is_counted = |zone: usize, class: usize| {
            let named = legend.zones.get(zone).zip(legend.classes.get(class));
            named.is_some_and(|(zone, class)| counts(zone, *class))
        };
        for ((zone, class), supplied) in self.partial.supplies.get(position).into_iter().flatten() {
            if is_counted(*zone, *class) {
                sum.merge(&supplied.quantity);
                cells = cells
                    .saturating_add(self.partial.extent.get(&(*zone, *class)).map_or(0, |tally| tally.cells));
            }
        }
        for ((zone, _, class), tally) in self.partial.missing.get(position).into_iter().flatten() {
            if is_counted(*zone, *class) {
                cells = cells.saturating_sub(tally.cells);
            }
        }
        (sum, cells)
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
            let Some((_, kernel)) = supply.supply.scope.cells() else { return false };
            let trace = single(cells, *index).map(|cell| Trace::of(&self.plan, &cell));
            let result = trace.map(|trace| trace.run(kernel, &supply.inputs, 1));
            result.and_then(|result| result.first().copied()).is_some_and(|value| !value.is_nan())
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

fn summed(indicator: &Indicator, total: f64, cells: u64, zone: &str, ecosystem: &str) -> WorkedStep {
    let parts = [zone, ecosystem].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let whole = if parts.is_empty() { "the whole run".to_owned() } else { parts };
    WorkedStep {
        equation: format!("exact sum over the {cells} cells of {whole}, rounded once"),
        inputs: Vec::new(),
        result: number("quantity", total, indicator, ""),
        branch: String::new(),
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
        equation: "the total is spread over zones and types by the weight of the profile; this row has"
            .to_owned(),
        inputs: Vec::new(),
        result,
        branch: String::new(),
    });
}
