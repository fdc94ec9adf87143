//! Equations over arrays: slices of numpy's own memory in, numpy's own memory out, the interpreter's lock released.

use std::panic::resume_unwind;
use std::time::Instant;

use ecovalue::equation::InputColumns;
use ecovalue::error::{Code, Error, Place};
use ecovalue::unit::{Conversion, Unit};
use numpy::{AsSliceError, PyArray1, PyArrayMethods, PyReadonlyArray1, PyReadwriteArray1};
use pyo3::prelude::*;

use crate::bounds::{self, Outside};
use crate::equation::{Argument, Equation, Formula, all};
use crate::failure::raised;

/// Cells that are widened, narrowed or gathered at a time; a block stays in the cache of a core.
const BLOCK: usize = 4096;

/// For each type of numbers: the column that Python hands over, and the numbers in it.
macro_rules! types {
    ($($name:ident, $number:ty;)+) => {
        /// A column that Python hands over.
        enum Handed<'py> {
            $($name(PyReadonlyArray1<'py, $number>),)+
        }

        /// The numbers of a column.
        #[derive(Clone, Copy)]
        enum Numbers<'a> {
            $($name(&'a [$number]),)+
        }

        impl<'py> Handed<'py> {
            fn of(array: &Bound<'py, PyAny>) -> PyResult<Self> {
                $(if let Ok(array) = array.cast::<PyArray1<$number>>() {
                    let held = array.try_readonly().map_err(|error| fault("columns", &error.to_string()))?;
                    return Ok(Self::$name(held));
                })+
                Err(fault("columns", "is no array of numbers of 8 to 64 bits"))
            }

            fn numbers(&self, name: &str) -> PyResult<Numbers<'_>> {
                let fault = |error: AsSliceError| fault(name, &error.to_string());
                Ok(match self {
                    $(Self::$name(array) => Numbers::$name(array.as_slice().map_err(fault)?),)+
                })
            }
        }

        impl Numbers<'_> {
            const fn len(self) -> usize {
                match self {
                    $(Self::$name(numbers) => numbers.len(),)+
                }
            }

            /// Some numbers in 64 bits, behind those that are there.
            fn widen(self, first: usize, count: usize, into: &mut Vec<f64>) {
                let own = first..first.saturating_add(count);
                match self {
                    $(Self::$name(numbers) => {
                        into.extend(numbers.get(own).unwrap_or_default().iter().copied().map(f64::from));
                    })+
                }
            }
        }
    };
}

types! {
    Double, f64;
    Single, f32;
    Byte, u8;
    Short, i16;
    UnsignedShort, u16;
    Long, i32;
}

/// A column with its bands, one behind the other; a constant has one number in each.
#[derive(Clone, Copy)]
struct Column<'a> {
    numbers: Numbers<'a>,
    bands: usize,
    constant: bool,
    /// From the unit of the numbers to that of the equation, where they differ.
    conversion: Option<Conversion>,
    /// Least and largest number, in the unit of the equation.
    bounds: (f64, f64),
}

impl<'a> Column<'a> {
    /// The cells themselves, where no copy is needed.
    fn borrowed(&self, first: usize, count: usize) -> Option<&'a [f64]> {
        match self.numbers {
            Numbers::Double(numbers) if self.bands == 1 && !self.constant && self.conversion.is_none() => {
                numbers.get(first..first.saturating_add(count))
            }
            _ => None,
        }
    }

    /// The cells of a block, band behind band.
    fn gather(&self, first: usize, count: usize, cells: usize, into: &mut Vec<f64>) {
        into.clear();
        for band in 0..self.bands {
            if self.constant {
                let mut one = Vec::new();
                self.numbers.widen(band, 1, &mut one);
                into.extend(one.iter().cycle().take(count));
            } else {
                self.numbers.widen(band.saturating_mul(cells).saturating_add(first), count, into);
            }
        }
        if let Some(conversion) = self.conversion {
            for value in into {
                *value = conversion.apply(*value);
            }
        }
    }
}

/// A number of the result.
trait Result64: Copy + Send {
    fn of(value: f64) -> Self;
    /// The memory itself where it holds 64 bits.
    fn direct(out: &mut [Self]) -> Option<&mut [f64]>;
}

impl Result64 for f64 {
    fn of(value: f64) -> Self {
        value
    }

    fn direct(out: &mut [Self]) -> Option<&mut [f64]> {
        Some(out)
    }
}

impl Result64 for f32 {
    #[expect(clippy::cast_possible_truncation, reason = "the caller asked for a result in 32 bits")]
    fn of(value: f64) -> Self {
        value as Self
    }

    fn direct(_: &mut [Self]) -> Option<&mut [f64]> {
        None
    }
}

/// The part of the result that one thread writes: its cells of every band.
struct Part<'a, T> {
    first: usize,
    bands: Vec<&'a mut [T]>,
}

fn part<T: Result64>(
    equation: &Equation,
    columns: &[Column<'_>],
    cells: usize,
    mut part: Part<'_, T>,
) -> Result<(), Outside> {
    let count = part.bands.first().map_or(0, |band| band.len());
    let mut gathered: Vec<Vec<f64>> = vec![Vec::new(); columns.len()];
    let mut result = Vec::new();
    let mut done = 0;
    let mut kept = 0;
    while done < count {
        let size = BLOCK.min(count.saturating_sub(done));
        let first = part.first.saturating_add(done);
        for (column, into) in columns.iter().zip(&mut gathered) {
            // A constant is gathered once for all blocks of a size.
            if !(column.constant && kept == size) && column.borrowed(first, size).is_none() {
                column.gather(first, size, cells, into);
            }
        }
        kept = size;
        // Whole columns of 64 bits need no copy: the equation runs over the caller's own memory.
        let inputs: Vec<&[f64]> = columns
            .iter()
            .zip(&gathered)
            .map(|(column, gathered)| column.borrowed(first, size).unwrap_or(gathered))
            .collect();
        for (index, (column, block)) in columns.iter().zip(&inputs).enumerate() {
            if !column.constant || done == 0 {
                let first = (!column.constant).then_some(first);
                bounds::check(index, column.bounds, block, size, first)?;
            }
        }
        write(equation.formula, &inputs, &mut part.bands, done, size, &mut result);
        done = done.saturating_add(size);
    }
    Ok(())
}

/// Computes a block into its place in the result: at once where that holds 64 bits of one band, else by way of `scratch`.
fn write<T: Result64>(
    formula: Formula,
    inputs: &[&[f64]],
    bands: &mut [&mut [T]],
    first: usize,
    size: usize,
    scratch: &mut Vec<f64>,
) {
    if let [out] = bands
        && let Some(out) = T::direct(out).and_then(|out| out.get_mut(first..first.saturating_add(size)))
    {
        compute(formula, inputs, out);
        return;
    }
    // Every number is written below, so those of the block before may stay until then.
    scratch.resize(size.saturating_mul(bands.len()), f64::NAN);
    compute(formula, inputs, scratch);
    for (band, values) in bands.iter_mut().zip(scratch.chunks(size)) {
        let own = band.get_mut(first..first.saturating_add(size)).unwrap_or_default();
        for (out, value) in own.iter_mut().zip(values) {
            *out = T::of(*value);
        }
    }
}

fn compute(formula: Formula, inputs: &[&[f64]], out: &mut [f64]) {
    let each = |out: &mut [f64], of: &dyn Fn(&[f64]) -> f64| {
        let mut terms = Vec::with_capacity(inputs.len());
        for (cell, out) in out.iter_mut().enumerate() {
            terms.clear();
            terms.extend(inputs.iter().map(|column| column.get(cell).copied().unwrap_or(f64::NAN)));
            *out = of(&terms);
        }
    };
    let first = |terms: &[f64], of: &dyn Fn(f64, &[f64]) -> f64| match terms {
        [first, rest @ ..] => of(*first, rest),
        [] => f64::NAN,
    };
    match formula {
        Formula::Cells(cells) => cells.run(InputColumns::Wide(inputs), out),
        Formula::Terms(of) => each(out, &|terms| of.value(terms)),
        Formula::Total(of) => each(out, &|terms| first(terms, &|total, rest| of.bound(total, rest).quantity)),
        Formula::Price(of) => {
            let value = |quantity, rest: &[f64]| of.value(quantity, of.price().value(rest));
            each(out, &|terms| first(terms, &value));
        }
    }
}

/// Shares the cells among some threads. Of the numbers that cannot be, the one of the first cell is told.
fn spread<T: Result64>(
    equation: &Equation,
    columns: &[Column<'_>],
    cells: usize,
    out: &mut [T],
    threads: usize,
) -> Result<(), Outside> {
    let threads = threads.clamp(1, cells.div_ceil(BLOCK).max(1));
    let size = cells.div_ceil(threads).max(1);
    let mut parts: Vec<Part<'_, T>> = Vec::new();
    for band in out.chunks_mut(cells.max(1)) {
        for (index, own) in band.chunks_mut(size).enumerate() {
            match parts.get_mut(index) {
                Some(part) => part.bands.push(own),
                None => parts.push(Part { first: index.saturating_mul(size), bands: vec![own] }),
            }
        }
    }
    let mut parts = parts.into_iter();
    let own = parts.next();
    std::thread::scope(|scope| {
        let others: Vec<_> =
            parts.map(|other| scope.spawn(|| part(equation, columns, cells, other))).collect();
        let first = own.map_or(Ok(()), |own| part(equation, columns, cells, own));
        let others =
            others.into_iter().map(|other| other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        // Every thread is waited for, and the parts stand in the order of the cells.
        others.fold(first, Result::and)
    })
}

/// Evaluates an equation over columns that lie in memory in the order of the cells, band behind band.
///
/// A column of one number for each band stands for every cell. A number that an argument cannot be is refused with its place. A column with a unit is converted from it, as a run converts
/// its layers. `out` is written and must not share memory with an input.
#[pyfunction]
pub(crate) fn evaluate(
    py: Python<'_>,
    index: usize,
    columns: Vec<Bound<'_, PyAny>>,
    units: Vec<Option<String>>,
    shape: Vec<usize>,
    out: &Bound<'_, PyAny>,
    threads: usize,
) -> PyResult<()> {
    let cells = shape.iter().fold(1, |cells: usize, length| cells.saturating_mul(*length));
    let equation = all().get(index).ok_or_else(|| fault("index", "no equation has this number"))?;
    let wanted = equation.arguments.len();
    if columns.len() != wanted || units.len() != wanted {
        return Err(fault("columns", "an equation takes one column and one unit for each argument"));
    }
    let handed: Vec<Handed<'_>> = columns.iter().map(Handed::of).collect::<PyResult<_>>()?;
    let columns: Vec<Column<'_>> = handed
        .iter()
        .zip(&units)
        .zip(&equation.arguments)
        .map(|((handed, unit), argument)| column(handed, unit.as_deref(), argument, cells))
        .collect::<PyResult<_>>()?;
    let wanted = cells.saturating_mul(equation.result.bands);
    let outcome = if let Ok(array) = out.cast::<PyArray1<f64>>() {
        let mut borrowed = array.try_readwrite().map_err(|error| fault("out", &error.to_string()))?;
        let out = borrowed.as_slice_mut().map_err(|error| fault("out", &error.to_string()))?;
        check_length("out", out.len(), wanted)?;
        py.detach(|| spread(equation, &columns, cells, out, threads))
    } else if let Ok(array) = out.cast::<PyArray1<f32>>() {
        let mut borrowed = array.try_readwrite().map_err(|error| fault("out", &error.to_string()))?;
        let out = borrowed.as_slice_mut().map_err(|error| fault("out", &error.to_string()))?;
        check_length("out", out.len(), wanted)?;
        py.detach(|| spread(equation, &columns, cells, out, threads))
    } else {
        return Err(fault("out", "is no array of 64-bit or 32-bit numbers"));
    };
    outcome.map_err(|outside| match equation.arguments.get(outside.argument) {
        Some(argument) => raised(outside.error(argument, &shape)),
        None => fault("columns", "holds a number that cannot be"),
    })
}

/// Seconds of an equation's kernel alone, over columns of 64 bits: what a call is measured against.
#[pyfunction]
pub(crate) fn kernel_seconds(
    index: usize,
    columns: Vec<PyReadonlyArray1<'_, f64>>,
    mut out: PyReadwriteArray1<'_, f64>,
) -> PyResult<f64> {
    let equation = all().get(index).ok_or_else(|| fault("index", "no equation has this number"))?;
    let mut slices = Vec::new();
    for column in &columns {
        slices.push(column.as_slice().map_err(|error| fault("columns", &error.to_string()))?);
    }
    let out = out.as_slice_mut().map_err(|error| fault("out", &error.to_string()))?;
    let begin = Instant::now();
    compute(equation.formula, &slices, out);
    Ok(begin.elapsed().as_secs_f64())
}

fn column<'a>(
    handed: &'a Handed<'_>,
    unit: Option<&str>,
    argument: &Argument,
    cells: usize,
) -> PyResult<Column<'a>> {
    let name = &argument.name;
    let numbers = handed.numbers(name)?;
    let conversion = unit.map(|unit| conversion(unit, &argument.unit, Some(name))).transpose()?.flatten();
    let bands = argument.bands;
    let full = numbers.len() == cells.saturating_mul(bands);
    let constant = numbers.len() == bands && !(full && cells == 1);
    if !full && !constant {
        check_length(name, numbers.len(), cells.saturating_mul(bands))?;
    }
    Ok(Column { numbers, bands, constant: constant && !full, conversion, bounds: argument.bounds() })
}

fn check_length(name: &str, found: usize, wanted: usize) -> PyResult<()> {
    if found == wanted {
        return Ok(());
    }
    Err(fault(name, &format!("has {found} values, the cells need {wanted}")))
}

fn fault(name: &str, what: &str) -> PyErr {
    let error = Error::new(Code::Column, format!("`{name}`: {what}"), "give one value per cell and month");
    raised(error.at(Place::column_only(name)))
}

/// The conversion of a unit into another; none where they are the same.
fn conversion(from: &str, to: &str, name: Option<&str>) -> PyResult<Option<Conversion>> {
    let found = from.parse::<Unit>().and_then(|from| from.to(&to.parse()?));
    let place = || Place { column: name.map(str::to_owned), ..Place::default() };
    let found = found.map_err(|error| raised(error.at(place())))?;
    Ok((!found.is_identity()).then_some(found))
}

/// Numbers of one unit in another, as a run converts its layers; none where the units are the same.
#[pyfunction]
#[pyo3(signature = (values, from, to, name=None))]
pub(crate) fn convert<'py>(
    py: Python<'py>,
    values: PyReadonlyArray1<'py, f64>,
    from: &str,
    to: &str,
    name: Option<&str>,
) -> PyResult<Option<Bound<'py, PyArray1<f64>>>> {
    let Some(conversion) = conversion(from, to, name)? else { return Ok(None) };
    let values = values.as_slice().map_err(|error| fault("values", &error.to_string()))?;
    let converted: Vec<f64> = values.iter().map(|value| conversion.apply(*value)).collect();
    Ok(Some(PyArray1::from_vec(py, converted)))
}
