//! Making a plan: which column of a quantity serves a service, and what is missing for it.

use super::{CellSupply, Column, Plan, PlannedService, Slot, Step};
use crate::account::overlap;
use crate::driver::Driver;
use crate::equation::CellEquation;
use crate::error::{Code, Error, Findings, Place, did_you_mean};
use crate::extent::Ecosystem;
use crate::input::cells::check_names;
use crate::input::checks::is_area;
use crate::input::legend::Legend;
use crate::input::plausibility::watched;
use crate::parameter::profile::{ServiceChoice, Weight};
use crate::quantity::{self, ELEVATION, ELEVATION_WINDOW, OF_THE_GRID, Quantity, UPSLOPE_AREA};
use crate::reason::Reason;
use crate::service::{Physical, Service, Supply, Valuation};
use crate::text;
use crate::valuation::{Absence, Book, EvidenceId, Setting};

struct Planner<'a> {
    setting: &'a Setting<'a>,
    legend: &'a Legend,
    book: &'a mut Book,
    findings: Findings,
    columns: Vec<Column>,
    /// Quantities that are being resolved, to see a driver that needs itself.
    open: Vec<&'static str>,
    /// Why the inputs of an indicator cannot be had: coefficients with the counted types, none for any other reason.
    failures: Vec<Option<(&'static Quantity, Vec<usize>)>>,
}

impl Plan {
    /// Makes the plan of a profile for the columns that the cells bring.
    ///
    /// # Errors
    ///
    /// Every service, driver or equation that is not known, and every row that may not be used.
    pub fn new(setting: &Setting<'_>, legend: &Legend, book: &mut Book) -> Result<Self, Findings> {
        let (plan, findings) = Self::with_findings(setting, legend, book);
        findings.into_result(plan)
    }

    /// The plan as far as it can be made, and what stands against it.
    pub fn with_findings(setting: &Setting<'_>, legend: &Legend, book: &mut Book) -> (Self, Findings) {
        let mut planner = Planner {
            setting,
            legend,
            book,
            findings: Findings::new(),
            columns: Vec::new(),
            open: Vec::new(),
            failures: Vec::new(),
        };
        planner.check_names();
        planner.findings.take(check_names(legend.zones.iter().map(String::as_str)));
        let mut plan = Self {
            columns: Vec::new(),
            services: Vec::new(),
            supplies: Vec::new(),
            weighted: Vec::new(),
            reported: Vec::new(),
            size: (legend.zones.len(), legend.classes.len()),
            net: Vec::new(),
            overlaps: Vec::new(),
            watched: legend.columns.iter().map(|quantity| watched(quantity)).collect(),
            unread: Vec::new(),
        };
        for service in setting.registry.services() {
            if let Some(choice) = setting.profile.service(service.id) {
                planner.service(service, choice, &mut plan);
            }
        }
        plan.reported = planner.reported();
        plan.weighted.clone_from(&plan.reported);
        plan.weighted.extend(planner.floors());
        let weights = plan.services.iter().filter_map(|planned| planned.weight.clone()?.ok());
        for slot in weights.collect::<Vec<_>>() {
            if !plan.weighted.contains(&slot) {
                plan.weighted.push(slot);
            }
        }
        plan.unread = planner.unread_layers();
        let physical = |id: &str| {
            let mut services = plan.services.iter();
            services.find(|planned| planned.service.id == id).map(|planned| planned.physical)
        };
        let (net, notes, findings) = overlap::check(setting.profile, physical);
        (plan.net, plan.overlaps) = (net, notes);
        planner.findings.extend(findings);
        plan.columns = planner.columns;
        (plan, planner.findings)
    }
}

impl Planner<'_> {
    /// Names that nothing will look up must be right as well.
    fn check_names(&mut self) {
        let Setting { profile, registry, .. } = *self.setting;
        let place = || Place::file(&profile.file);
        for choice in &profile.services {
            let known = registry.service(&choice.id).map_err(|error| error.at(choice.place.clone()));
            self.findings.take(known.map(|_| ()));
        }
        for (quantity, variant) in &profile.drivers {
            let known = registry.quantity(quantity).and_then(|quantity| registry.driver(quantity, variant));
            self.findings.take(known.map(|_| ()).map_err(|error| error.at(place().column("drivers"))));
        }
        for id in &profile.reported {
            let known = registry.quantity(id).map(|_| ());
            self.findings.take(known.map_err(|error| error.at(place().column("reported"))));
        }
        for id in &profile.scope {
            let known = registry.check_scope(id);
            self.findings.take(known.map_err(|error| error.at(place().column("scope"))));
        }
    }

    fn service(&mut self, service: &'static Service, choice: &ServiceChoice, plan: &mut Plan) {
        let at = |error: Error| error.at(choice.place.clone());
        let physical = self.findings.take(service.physical(&choice.physical).map_err(at));
        let at_value = |error: Error| error.at(choice.value_place.clone());
        let valuation = self.findings.take(service.value(&choice.value).map_err(at_value));
        let (Some(physical), Some(valuation)) = (physical, valuation) else { return };
        if !gives_rows(physical, valuation) {
            let fitting = service.values.iter().filter(|own| gives_rows(physical, own)).map(|own| own.id);
            let message = text!(
                "`{0}` values nothing that `{1}` of {2} gives",
                "`{0}` 不能核算 {2} 的 `{1}` 所得实物量的价值",
                valuation.id,
                physical.id,
                service.id
            );
            let hint = text!("take one of: {0}", "可选：{0}", fitting.collect::<Vec<_>>().join(", "));
            self.findings.push(at_value(Error::new(Code::UnknownVariant, message, hint)));
            return;
        }
        let mut planned = PlannedService {
            service,
            choice: choice.clone(),
            physical,
            valuation,
            unavailable: Vec::new(),
            without_rows: Vec::new(),
            weight: self.weight(choice),
        };
        for supply in physical.supplies {
            let Some(inputs) = supply.scope().cells().map(CellEquation::inputs) else { continue };
            let (columns, mark) = (self.columns.len(), self.book.mark());
            let findings = std::mem::take(&mut self.findings);
            self.failures.clear();
            let resolved =
                self.terms_at_hand(supply, choice).and_then(|()| self.resolve_all(&inputs, Some(choice)));
            let found = std::mem::replace(&mut self.findings, findings);
            // A row that may not be used stops the run only where it would be used.
            let stops = |error: &Error| resolved.is_ok() || error.code() != Code::Unverified;
            self.findings.extend(found.into_iter().filter(stops));
            if resolved.is_err() {
                self.columns.truncate(columns);
                self.book.back_to(mark);
            }
            match resolved {
                Ok(inputs) => plan.supplies.push(CellSupply {
                    service: plan.services.len(),
                    supply,
                    inputs,
                    counted: self.legend.classes.iter().map(|class| counts(choice, *class)).collect(),
                    negative: choice.negative,
                }),
                Err(reason) => {
                    planned.unavailable.push((supply.indicator, reason));
                    let rows: Option<Vec<_>> = std::mem::take(&mut self.failures).into_iter().collect();
                    planned.without_rows.extend(rows.into_iter().flatten());
                }
            }
        }
        plan.services.push(planned);
    }

    /// Why the statistics of a rule of totals are not there, if none of the zones has them.
    fn terms_at_hand(&mut self, supply: &'static Supply, choice: &ServiceChoice) -> Result<(), Reason> {
        let mut reason = None;
        let setting = self.setting;
        let terms = supply.scope().terms();
        for zone in setting.zones_apart(&terms) {
            match self.setting.terms(&terms, Some(choice), zone, self.book) {
                Err(Absence::NotAccounted(own)) => reason = Some(own),
                Ok(_) | Err(Absence::Refused(_)) => return Ok(()),
            }
        }
        reason.map_or(Ok(()), Err)
    }

    /// The column by which the profile spreads totals of a service.
    fn weight(&mut self, choice: &ServiceChoice) -> Option<Result<Slot, Reason>> {
        let Weight::Quantity(id) = &choice.weight else { return None };
        match self.setting.registry.quantity(id) {
            Ok(quantity) if quantity.bands == 1 => Some(self.resolve(quantity, Some(choice))),
            Ok(quantity) => Some(Err(Reason::SeveralBands(quantity))),
            Err(_) => {
                let words = ["none", "area", "supply"];
                let known =
                    words.into_iter().chain(self.setting.registry.quantities().iter().map(|known| known.id));
                let error = Error::new(
                    Code::BadValue,
                    text!(
                        "weight `{0}` is neither a word nor a quantity",
                        "权重 `{0}` 既不是关键词也不是量",
                        id
                    ),
                    did_you_mean(id, known),
                );
                self.findings.push(error.at(choice.place.clone().column("weight")));
                None
            }
        }
    }

    fn resolve_all(
        &mut self,
        inputs: &[&'static Quantity],
        choice: Option<&ServiceChoice>,
    ) -> Result<Vec<Slot>, Reason> {
        let slots: Vec<_> = inputs.iter().map(|quantity| self.resolve(quantity, choice)).collect();
        slots.into_iter().collect()
    }

    /// The column of a quantity: the area, a layer of the run, a driver of the profile, or parameters by type.
    fn resolve(
        &mut self,
        quantity: &'static Quantity,
        choice: Option<&ServiceChoice>,
    ) -> Result<Slot, Reason> {
        let service = choice.map(|choice| choice.id.as_str());
        let reusable = |column: &Column| {
            column.quantity.stands_for(quantity)
                && (column.owner.is_none() || column.owner.as_deref() == service)
        };
        if let Some(slot) = self.columns.iter().position(reusable) {
            return Ok(slot);
        }
        if is_area(quantity) {
            return Ok(self.push(quantity, Step::Area, None));
        }
        let mut brought = self.legend.columns.iter().enumerate();
        if let Some((column, own)) = brought.find(|(_, known)| known.stands_for(quantity)) {
            return Ok(self.push(own, Step::Layer { column }, None));
        }
        if let Some(variant) = self.setting.profile.drivers.get(quantity.id) {
            return self.resolve_driver(quantity, variant, choice);
        }
        if self.setting.parameters.rows().iter().any(|row| row.key == quantity.id) {
            return self.resolve_parameter(quantity, choice);
        }
        self.failures.push(None);
        Err(Reason::NoLayer(quantity))
    }

    fn resolve_driver(
        &mut self,
        quantity: &'static Quantity,
        variant: &str,
        choice: Option<&ServiceChoice>,
    ) -> Result<Slot, Reason> {
        if self.open.contains(&quantity.id) {
            self.failures.push(None);
            return Err(Reason::NeedsItself(quantity));
        }
        let driver = self.setting.registry.driver(quantity, variant).map_err(|error| {
            self.failures.push(None);
            Reason::from(error)
        })?;
        self.open.push(quantity.id);
        let inputs = self.resolve_all(&driver.inputs(), choice);
        self.open.pop();
        let inputs = inputs?;
        let owner = inputs.iter().find_map(|slot| self.columns.get(*slot)?.owner.clone());
        Ok(self.push(quantity, Step::Driver { driver, inputs }, owner))
    }

    fn resolve_parameter(
        &mut self,
        quantity: &'static Quantity,
        choice: Option<&ServiceChoice>,
    ) -> Result<Slot, Reason> {
        let classes: Vec<Ecosystem> = self.legend.classes.clone();
        let (mut values, mut evidence) = (Vec::new(), vec![Vec::new(); classes.len()]);
        let mut last_reason = None;
        let graded = quantity::grades(quantity).iter().flat_map(|grade| {
            classes.iter().enumerate().map(move |(position, class)| (*grade, position, *class))
        });
        for (grade, position, class) in graded {
            let counted = choice.is_none_or(|choice| counts(choice, class));
            let key = (quantity.id, grade);
            let found = self.setting.graded_parameter(key, quantity.unit, choice, Some(class), self.book);
            let (value, rows): (f64, Vec<EvidenceId>) = match found {
                Ok(found) if counted => found,
                Err(Absence::Refused(error)) if counted => {
                    self.findings.push(error);
                    (f64::NAN, Vec::new())
                }
                Err(Absence::NotAccounted(reason)) if counted => {
                    last_reason = Some(reason);
                    (f64::NAN, Vec::new())
                }
                _ => (f64::NAN, Vec::new()),
            };
            values.push(value);
            if let Some(own) = evidence.get_mut(position) {
                own.extend(rows);
            }
        }
        match last_reason {
            Some(reason) if values.iter().all(|value| value.is_nan()) => {
                let counted = classes.iter().enumerate();
                let counted =
                    counted.filter(|(_, class)| choice.is_none_or(|choice| counts(choice, **class)));
                let counted = counted.map(|(position, _)| position).collect();
                self.failures.push(Some((quantity, counted)));
                Err(reason)
            }
            _ => {
                let owner = choice.map(|choice| choice.id.clone());
                Ok(self.push(quantity, Step::ByClass { values, evidence }, owner))
            }
        }
    }

    fn push(&mut self, quantity: &'static Quantity, step: Step, owner: Option<String>) -> Slot {
        self.columns.push(Column { quantity, step, owner });
        self.columns.len() - 1
    }

    /// Columns whose means stand beside the account; those that cannot be had are left out.
    fn reported(&mut self) -> Vec<Slot> {
        let ids: Vec<String> = self.setting.profile.reported.clone();
        let wanted = ids.iter().filter_map(|id| self.setting.registry.quantity(id).ok());
        let mut slots = Vec::new();
        for quantity in wanted.filter(|quantity| quantity.bands == 1) {
            let known = self.columns.iter().position(|column| column.quantity.id == quantity.id);
            slots.extend(known.or_else(|| self.resolve(quantity, None).ok()));
        }
        slots
    }

    /// Columns that mark where 0 stands for a negative result of a driver that was used.
    fn floors(&mut self) -> Vec<Slot> {
        let used = self.columns.iter().filter_map(|column| match &column.step {
            Step::Driver { driver, inputs } => {
                Some((self.setting.registry.floor_of(driver)?, inputs.clone(), column.owner.clone()))
            }
            _ => None,
        });
        let floors: Vec<_> = used.collect();
        let push = |(driver, inputs, owner): (&'static Driver, _, _)| {
            self.push(driver.output, Step::Driver { driver, inputs }, owner)
        };
        floors.into_iter().map(push).collect()
    }

    fn unread_layers(&self) -> Vec<&'static str> {
        let used = |id: &str| {
            let layer =
                |column: &Column| matches!(column.step, Step::Layer { .. }) && column.quantity.id == id;
            self.columns.iter().any(layer)
        };
        let zones = self.legend.zone_layer;
        let unused = self.legend.columns.iter().filter(|quantity| {
            let by_itself = OF_THE_GRID.iter().any(|own| own.id == quantity.id);
            // Who reads the neighbours, or the land above, reads the layer.
            let as_window =
                quantity.id == ELEVATION.id && (used(ELEVATION_WINDOW.id) || used(UPSLOPE_AREA.id));
            !used(quantity.id) && zones != Some(quantity.id) && !by_itself && !as_window
        });
        unused.map(|quantity| quantity.id).collect()
    }
}

/// Whether a value variant makes money of anything that a physical variant gives, or of statistics alone.
fn gives_rows(physical: &'static Physical, valuation: &Valuation) -> bool {
    valuation.rules.is_empty()
        || valuation
            .rules
            .iter()
            .any(|rule| rule.price().is_none() || Service::supply(physical, rule.indicator()).is_some())
}

/// Whether a service counts a type of cell.
fn counts(choice: &ServiceChoice, class: Ecosystem) -> bool {
    choice.ecosystems.is_empty() || choice.ecosystems.iter().any(|listed| class.is_within(*listed))
}
