//! The rows of an account, as it was computed or as its table says, and the choice of those of a figure.

use std::collections::{BTreeMap, BTreeSet};

use super::ExplainRequest;
use crate::account::Account;
use crate::error::{Code, Error, did_you_mean};
use crate::exact_sum::ExactSum;
use crate::report::explain::{ExplainedFigure, Name, TypeShare};
use crate::service::{self, REGISTRY};
use crate::table::Table;
use crate::text;
use crate::wording::{Name as Word, TextArgument};

const SERVICE: Word = Word { en: "service", zh: "服务" };
pub(super) const INDEX: Word = Word { en: "index", zh: "指标" };
pub(super) const ZONE: Word = Word { en: "zone", zh: "分区" };
const INDICATOR: Word = Word { en: "indicator", zh: "核算指标" };
const ECOSYSTEM: Word = Word { en: "ecosystem", zh: "生态系统类型" };

/// A row of an account.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) zone: String,
    pub(super) ecosystem: String,
    pub(super) service: String,
    pub(super) indicator: String,
    pub(super) quantity: Option<f64>,
    pub(super) unit: String,
    pub(super) value: Option<f64>,
    pub(super) status: String,
}

/// The rows of an account as it was computed.
pub(super) fn of_account(account: &Account) -> Vec<Line> {
    let line = |row: &crate::account::Row| Line {
        zone: row.zone.clone(),
        ecosystem: row.ecosystem.map(|own| own.to_string()).unwrap_or_default(),
        service: row.service.id.to_owned(),
        indicator: row.indicator.id.to_owned(),
        quantity: row.quantity,
        unit: row.indicator.unit.to_owned(),
        value: row.value,
        status: row.status.to_string(),
    };
    account.rows.iter().map(line).collect()
}

/// The rows of a table `account.csv` of one year and one kind of prices.
pub(super) fn of_table(table: &Table, year: i32, basis: &str) -> Result<Vec<Line>, Error> {
    let year = year.to_string();
    let rows = table.rows().filter(|row| row.text("year") == year && row.text("price_basis") == basis);
    let line = |row: crate::table::TableRow<'_>| {
        let text = |column: &str| row.text(column).to_owned();
        Ok(Line {
            zone: text("zone"),
            ecosystem: text("ecosystem"),
            service: text("service"),
            indicator: text("indicator"),
            quantity: row.number("quantity")?,
            unit: text("unit"),
            value: row.number("value")?,
            status: text("status"),
        })
    };
    rows.map(line).collect()
}

/// An id that must be one of some known ones.
pub(super) fn known<'a>(what: Word, id: &str, all: impl IntoIterator<Item = &'a str>) -> Result<(), Error> {
    let all: BTreeSet<&str> = all.into_iter().filter(|known| !known.is_empty()).collect();
    if all.contains(id) {
        return Ok(());
    }
    let hint = did_you_mean(id, all);
    let message = text!("the result has no {0} `{1}`", "结果中没有{0} `{1}`", what, id);
    Err(Error::new(Code::UnknownVariant, message, hint))
}

/// The rows that a request chooses.
///
/// # Errors
///
/// `EV-R002` for an id that the result does not have, with the nearest one.
pub(super) fn chosen(lines: &[Line], zones: &[String], request: &ExplainRequest) -> Result<Vec<Line>, Error> {
    let Some(service) = request.service.as_deref() else {
        let message = text!("neither a service nor an index is named", "未指定服务或指标");
        let hint = text!(
            "name a service with --service, or an index with --index",
            "用 --service 指定服务，或用 --index 指定指标"
        );
        return Err(Error::new(Code::MissingKey, message, hint));
    };
    known(SERVICE, service, lines.iter().map(|line| line.service.as_str()))?;
    if let Some(zone) = &request.zone {
        let stated = lines.iter().map(|line| line.zone.as_str());
        known(ZONE, zone, stated.chain(zones.iter().map(String::as_str)))?;
    }
    let of_service = || lines.iter().filter(|line| line.service == service);
    if let Some(indicator) = &request.indicator {
        known(INDICATOR, indicator, of_service().map(|line| line.indicator.as_str()))?;
    }
    if let Some(ecosystem) = &request.ecosystem {
        known(ECOSYSTEM, ecosystem, of_service().map(|line| line.ecosystem.as_str()))?;
    }
    let is = |asked: &Option<String>, own: &str| asked.as_deref().is_none_or(|asked| asked == own);
    let fits = |line: &&Line| {
        is(&request.zone, &line.zone)
            && is(&request.indicator, &line.indicator)
            && is(&request.ecosystem, &line.ecosystem)
    };
    let rows: Vec<Line> = of_service().filter(fits).cloned().collect();
    if rows.is_empty() {
        let places: BTreeSet<&str> = of_service().map(|line| line.zone.as_str()).collect();
        let whole = || TextArgument::Name(Word { en: "the whole run", zh: "全区" });
        let places = places.into_iter().map(|zone| if zone.is_empty() { whole() } else { zone.into() });
        let message = text!("`{0}` has no row there", "`{0}` 在此没有数据行", service);
        let hint = text!(
            "it has rows for: {0}; leave --zone out for the whole run",
            "有数据行的分区：{0}；去掉 --zone 即为全区",
            TextArgument::list(places)
        );
        return Err(Error::new(Code::UnknownVariant, message, hint));
    }
    Ok(rows)
}

/// The figure of some rows.
pub(super) fn figure(rows: &[Line], request: &ExplainRequest, subject: ExplainedFigure) -> ExplainedFigure {
    let text = |asked: &Option<String>| asked.clone().unwrap_or_default();
    let service = text(&request.service);
    let known = service::named(&service).ok();
    let indicators: BTreeSet<&str> = rows.iter().map(|row| row.indicator.as_str()).collect();
    let only = match indicators.iter().collect::<Vec<_>>().as_slice() {
        [only] => (**only).to_owned(),
        _ => text(&request.indicator),
    };
    let of_indicator = known.and_then(|known| known.indicator(&only)).map(|own| (own.name, own.name_zh));
    let name = of_indicator.or_else(|| known.map(|known| (known.name, known.name_zh))).unwrap_or_default();
    let is_one = !only.is_empty();
    let unit = rows.first().filter(|_| is_one).map(|row| row.unit.clone()).unwrap_or_default();
    ExplainedFigure {
        zone: text(&request.zone),
        ecosystem: text(&request.ecosystem),
        service,
        indicator: only,
        name: Name::new(name.0, name.1),
        quantity: if is_one { sum(rows.iter().filter_map(|row| row.quantity)) } else { None },
        unit,
        value: sum(rows.iter().filter_map(|row| row.value)),
        ..subject
    }
}

/// An exact sum, rounded once; none of nothing.
pub(super) fn sum(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut total: Option<ExactSum> = None;
    values.for_each(|value| total.get_or_insert_with(ExactSum::new).add(value));
    total.map(|total| total.total())
}

/// What each ecosystem type has of a figure, the order that of the codes, and whether all of it is the figure.
pub(super) fn shares(rows: &[Line], figure: &ExplainedFigure) -> (Vec<TypeShare>, bool) {
    let mut types: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.value.is_some() || row.quantity.is_some()) {
        types.entry(row.ecosystem.as_str()).or_default().push(row);
    }
    let exact = |lines: &[&Line]| lines.iter().filter_map(|line| line.value).collect::<ExactSum>();
    let mut all = ExactSum::new();
    let share = |(ecosystem, lines): (&str, Vec<&Line>)| {
        all.merge(&exact(&lines));
        let value = sum(lines.iter().filter_map(|line| line.value));
        let is_one = !figure.indicator.is_empty();
        let quantity = if is_one { sum(lines.iter().filter_map(|line| line.quantity)) } else { None };
        let of_quantity = || quantity.zip(figure.quantity);
        let share = value.zip(figure.value).or_else(of_quantity).map(|(part, whole)| part / whole);
        TypeShare {
            ecosystem: ecosystem.to_owned(),
            quantity,
            value,
            share: share.filter(|share| share.is_finite()),
        }
    };
    let shares: Vec<TypeShare> = types.into_iter().map(share).collect();
    let adds_up = figure.value.is_none_or(|value| value.to_bits() == all.total().to_bits());
    (shares, adds_up)
}

/// Values of the services of a zone or of the whole run, in the order of the standards.
pub(super) fn by_service(lines: &[Line], zone: Option<&str>) -> Vec<(&'static service::Service, f64)> {
    let value = |id: &str| {
        let own = lines.iter().filter(|line| line.service == id && zone.is_none_or(|zone| line.zone == zone));
        sum(own.filter_map(|line| line.value))
    };
    REGISTRY.iter().filter_map(|service| Some((*service, value(service.id)?))).collect()
}
