//! Tables as dictionaries of columns: numbers as numpy arrays, texts as lists.

use ecovalue::Parameters;
use ecovalue::extent::ecosystem_types;
use ecovalue::parameter::profile::{self, Profile};
use ecovalue::quantity::QUANTITIES;
use ecovalue::report::tables::harmless;
use ecovalue::service::REGISTRY;
use numpy::PyArray1;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use crate::failure::raised;

/// A table in the making.
pub(crate) struct Columns<'py> {
    py: Python<'py>,
    pub(crate) dict: Bound<'py, PyDict>,
}

impl<'py> Columns<'py> {
    pub(crate) fn new(py: Python<'py>) -> Self {
        Self { py, dict: PyDict::new(py) }
    }

    /// A column of texts.
    pub(crate) fn texts<T: AsRef<str>>(&self, name: &str, texts: impl Iterator<Item = T>) -> PyResult<()> {
        let list = PyList::empty(self.py);
        for text in texts {
            list.append(text.as_ref())?;
        }
        self.dict.set_item(name, list)
    }

    /// A column of numbers; `NaN` where there is none.
    pub(crate) fn numbers(&self, name: &str, numbers: impl Iterator<Item = Option<f64>>) -> PyResult<()> {
        let numbers = numbers.map(|number| number.unwrap_or(f64::NAN)).collect();
        self.dict.set_item(name, PyArray1::from_vec(self.py, numbers))
    }

    /// A column of whole numbers.
    pub(crate) fn whole(&self, name: &str, numbers: impl Iterator<Item = i64>) -> PyResult<()> {
        self.dict.set_item(name, PyArray1::from_vec(self.py, numbers.collect()))
    }
}

/// Every quantity that a cell can carry.
#[pyfunction]
pub(crate) fn quantities(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let columns = Columns::new(py);
    columns.texts("quantity", QUANTITIES.iter().map(|own| own.id))?;
    columns.texts("unit", QUANTITIES.iter().map(|own| own.unit))?;
    columns.whole("bands", QUANTITIES.iter().map(|own| i64::try_from(own.bands).unwrap_or(i64::MAX)))?;
    columns.numbers("low", QUANTITIES.iter().map(|own| Some(own.range.0)))?;
    columns.numbers("high", QUANTITIES.iter().map(|own| Some(own.range.1)))?;
    columns.texts("name", QUANTITIES.iter().map(|own| own.name))?;
    columns.texts("name_zh", QUANTITIES.iter().map(|own| own.name_zh))?;
    Ok(columns.dict)
}

/// Every ecosystem type, with its class of level I.
#[pyfunction]
pub(crate) fn ecosystems(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let types = ecosystem_types();
    let columns = Columns::new(py);
    columns.texts("ecosystem", types.iter().map(|own| own.code.to_string()))?;
    columns.texts("name", types.iter().map(|own| &own.name))?;
    columns.texts("name_zh", types.iter().map(|own| &own.name_zh))?;
    columns.texts("group", types.iter().map(|own| (own.code / 10).to_string()))?;
    columns.texts("group_name", types.iter().map(|own| &own.group))?;
    columns.texts("group_name_zh", types.iter().map(|own| &own.group_zh))?;
    Ok(columns.dict)
}

/// Every indicator of every service.
#[pyfunction]
pub(crate) fn services(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let rows: Vec<_> = REGISTRY
        .iter()
        .flat_map(|service| service.indicators.iter().map(move |indicator| (*service, indicator)))
        .collect();
    let columns = Columns::new(py);
    columns.texts("service", rows.iter().map(|(service, _)| service.id))?;
    columns.texts("name", rows.iter().map(|(service, _)| service.name))?;
    columns.texts("name_zh", rows.iter().map(|(service, _)| service.name_zh))?;
    columns.texts("category", rows.iter().map(|(service, _)| service.category.names().0))?;
    columns.texts("category_zh", rows.iter().map(|(service, _)| service.category.names().1))?;
    columns.texts("indicator", rows.iter().map(|(_, indicator)| indicator.id))?;
    columns.texts("indicator_name", rows.iter().map(|(_, indicator)| indicator.name))?;
    columns.texts("indicator_name_zh", rows.iter().map(|(_, indicator)| indicator.name_zh))?;
    columns.texts("unit", rows.iter().map(|(_, indicator)| indicator.unit))?;
    let join = |ids: Vec<&str>| ids.join(" ");
    columns
        .texts("physical", rows.iter().map(|(own, _)| join(own.physical.iter().map(|v| v.id).collect())))?;
    columns.texts("values", rows.iter().map(|(own, _)| join(own.values.iter().map(|v| v.id).collect())))?;
    Ok(columns.dict)
}

/// Every parameter row of the crate.
#[pyfunction]
pub(crate) fn parameters(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let shipped = Parameters::shipped();
    let rows = shipped.rows();
    let columns = Columns::new(py);
    let year = |year: Option<i32>| year.map(f64::from);
    columns.texts("key", rows.iter().map(|row| &row.key))?;
    columns.texts("variant", rows.iter().map(|row| &row.variant))?;
    columns.numbers("value", rows.iter().map(|row| Some(row.value)))?;
    columns.texts("unit", rows.iter().map(|row| row.unit.text()))?;
    let types = |row: &ecovalue::parameter::Parameter| {
        row.ecosystems.iter().map(ToString::to_string).collect::<Vec<_>>().join("/")
    };
    columns.texts("ecosystem", rows.iter().map(types))?;
    columns.texts("condition", rows.iter().map(|row| &row.condition))?;
    columns.texts("region", rows.iter().map(|row| &row.region))?;
    columns.numbers("price_year", rows.iter().map(|row| year(row.price_year)))?;
    columns.numbers("valid_from", rows.iter().map(|row| year(row.valid_from)))?;
    columns.numbers("valid_to", rows.iter().map(|row| year(row.valid_to)))?;
    columns.texts("source", rows.iter().map(|row| &row.source))?;
    columns.texts("clause", rows.iter().map(|row| &row.clause))?;
    columns.texts("verified", rows.iter().map(|row| row.verified.as_str()))?;
    columns.texts("note", rows.iter().map(|row| &row.note))?;
    columns.texts("file", rows.iter().map(|row| &row.file))?;
    columns.whole("line", rows.iter().map(|row| i64::try_from(row.line).unwrap_or(i64::MAX)))?;
    Ok(columns.dict)
}

/// Every profile of the crate with the services that it has on.
#[pyfunction]
pub(crate) fn profiles(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let ids = profile::shipped_ids();
    let profiles: Vec<Profile> =
        ids.into_iter().map(Profile::shipped).collect::<Result<_, _>>().map_err(raised)?;
    let columns = Columns::new(py);
    columns.texts("profile", profiles.iter().map(|own| &own.id))?;
    columns.texts("title", profiles.iter().map(|own| &own.title))?;
    columns.texts("title_zh", profiles.iter().map(|own| &own.title_zh))?;
    columns.texts("status", profiles.iter().map(|own| &own.status))?;
    columns.texts("source", profiles.iter().map(|own| harmless(&own.source)))?;
    columns.texts(
        "services",
        profiles
            .iter()
            .map(|own| own.services.iter().map(|service| service.id.as_str()).collect::<Vec<_>>().join(" ")),
    )?;
    Ok(columns.dict)
}

/// Base unit and number of bands of a quantity.
#[pyfunction]
pub(crate) fn quantity(name: &str) -> PyResult<(&'static str, usize)> {
    let place = || ecovalue::error::Place::column_only(name);
    let known = ecovalue::quantity::named(name).map_err(|error| raised(error.at(place())))?;
    Ok((known.unit, known.bands))
}
