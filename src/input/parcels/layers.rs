//! Layers of parcels: columns of the table, or one number for every parcel.

use super::marks::Marks;
use super::stated_units;
use crate::error::{Code, Error, Findings, did_you_mean};
use crate::input::cells::Landscape;
use crate::input::checks::check_range;
use crate::input::manifest::years::on_the_line;
use crate::input::manifest::{LayerSource, LayerSpec};
use crate::table::Table;
use crate::text;
use crate::unit::{Conversion, Unit};

/// Adds a layer to the cells of a table. If they are not `complete`, the numbers of the layer are only checked.
///
/// # Errors
///
/// Every value that is not a number or cannot be, and a column that the table does not have.
pub(super) fn add(
    land: &mut Landscape,
    table: &Table,
    layer: &LayerSpec,
    complete: bool,
) -> Result<(), Findings> {
    let mut warnings = Vec::new();
    let values = values_of(land.cells().len(), table, layer, &mut warnings)?;
    if !complete {
        return Ok(());
    }
    land.legend_mut().warnings.extend(warnings);
    let of_count = layer.source.count().map(|count| layer.quantity.of_count(count));
    let quantity = of_count.flatten().unwrap_or(layer.quantity);
    land.column(quantity, values).map_err(|error| error.at(layer.place.clone()))?;
    let declared = (layer.unit.text().to_owned(), layer.place.clone());
    for ground in layer.grounds() {
        land.note_layer(quantity.id, ground, declared.clone());
    }
    Ok(())
}

/// The numbers of a layer, in the base unit of its quantity, with warnings of marks of missing values.
fn values_of(
    cells: usize,
    table: &Table,
    layer: &LayerSpec,
    warnings: &mut Vec<Error>,
) -> Result<Vec<f64>, Findings> {
    let conversion = layer.unit.to(&layer.quantity.unit.parse::<Unit>()?)?;
    match &layer.source {
        LayerSource::Constant(constants) => constant(cells, constants, layer, conversion),
        LayerSource::Columns(columns) => of_columns(table, columns, layer, conversion, warnings),
        LayerSource::Between { earlier, later, weight } => {
            let mut of_year = |source: &LayerSource| {
                let layer = LayerSpec { source: source.clone(), ..layer.clone() };
                values_of(cells, table, &layer, warnings)
            };
            let (from, to) = (of_year(earlier)?, of_year(later)?);
            if from.len() != to.len() {
                return Err(unlike_years(layer).into());
            }
            Ok(from.into_iter().zip(to).map(|(from, to)| on_the_line(from, to, *weight)).collect())
        }
        // The table named as a file: its column of the name of the quantity.
        LayerSource::Raster { file, .. }
            if file == table.file() && table.column(layer.quantity.id).is_ok() =>
        {
            of_columns(table, &[layer.quantity.id.to_owned()], layer, conversion, warnings)
        }
        LayerSource::Raster { file, .. } => Err(raster_beside_table(file, table, layer).into()),
    }
}

fn constant(
    cells: usize,
    constants: &[f64],
    layer: &LayerSpec,
    conversion: Conversion,
) -> Result<Vec<f64>, Findings> {
    let mut findings = Findings::new();
    let mut values = Vec::with_capacity(cells.saturating_mul(layer.quantity.bands));
    for constant in constants {
        let value = conversion.apply(*constant);
        findings.take(check_range(layer.quantity, value, || layer.source_place.clone()));
        values.extend(std::iter::repeat_n(value, cells));
    }
    findings.into_result(values)
}

fn of_columns(
    table: &Table,
    columns: &[String],
    layer: &LayerSpec,
    conversion: Conversion,
    warnings: &mut Vec<Error>,
) -> Result<Vec<f64>, Findings> {
    let mut findings = Findings::new();
    let mut values = Vec::with_capacity(table.len().saturating_mul(layer.quantity.bands));
    for column in columns {
        findings.take(table.column(column));
        findings.take(stated_units::check(table, column, &layer.unit));
        let mut marks = Marks::default();
        for row in table.rows() {
            let physical = |value| conversion.apply(layer.stored.physical(value));
            let value = marks.number(&row, column).map(physical);
            let value = value
                .and_then(|value| check_range(layer.quantity, value, || row.place(column)).map(|()| value));
            values.push(findings.take(value).unwrap_or(f64::NAN));
        }
        warnings.extend(marks.warning(table, column));
    }
    findings.into_result(values)
}

fn unlike_years(layer: &LayerSpec) -> Error {
    let message = text!(
        "the two years between which the line is drawn have not the same number of columns",
        "用于插值的两个年份列数不同"
    );
    let hint = text!(
        "give the year itself, or missing_year = \"carry_forward\"",
        "补充该年数据，或写 missing_year = \"carry_forward\""
    );
    Error::new(Code::Band, message, hint).at(layer.place.clone())
}

fn raster_beside_table(file: &str, table: &Table, layer: &LayerSpec) -> Error {
    let message =
        text!("a table of parcels cannot read the raster `{0}`", "图斑表不能与栅格 `{0}` 同用", file);
    let hint = text!(
        "name a column of the table, or give a value for every cell; {0}",
        "写明表中的列，或写适用于所有单元的 value；{0}",
        did_you_mean(layer.quantity.id, table.header().iter().map(String::as_str))
    );
    Error::new(Code::BadValue, message, hint).at(layer.source_place.clone())
}
