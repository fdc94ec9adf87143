//! The native module behind the Python package `ecovalue`.

mod account;
mod bounds;
mod equation;
mod evaluate;
mod failure;
mod fills;
mod interrupt;
mod memory;
mod raster;
mod surroundings;
mod tables;

use pyo3::prelude::*;

/// Equations and accounts of the Rust crate.
#[pymodule(gil_used = false)]
fn _ecovalue(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<account::Account>()?;
    module.add_class::<memory::Accountant>()?;
    module.add_class::<surroundings::Holes>()?;
    module.add_function(wrap_pyfunction!(surroundings::is_fill, module)?)?;
    module.add_function(wrap_pyfunction!(account::run, module)?)?;
    module.add_function(wrap_pyfunction!(evaluate::evaluate, module)?)?;
    module.add_function(wrap_pyfunction!(evaluate::convert, module)?)?;
    module.add_function(wrap_pyfunction!(evaluate::kernel_seconds, module)?)?;
    module.add_function(wrap_pyfunction!(equation::equations, module)?)?;
    module.add_function(wrap_pyfunction!(failure::refuse, module)?)?;
    module.add_function(wrap_pyfunction!(failure::did_you_mean, module)?)?;
    module.add_function(wrap_pyfunction!(fills::suspected, module)?)?;
    module.add_function(wrap_pyfunction!(fills::named, module)?)?;
    module.add_function(wrap_pyfunction!(fills::judged, module)?)?;
    module.add_function(wrap_pyfunction!(memory::order_of_names, module)?)?;
    module.add_function(wrap_pyfunction!(memory::grid_rows, module)?)?;
    module.add_function(wrap_pyfunction!(raster::read_raster, module)?)?;
    module.add_function(wrap_pyfunction!(tables::quantities, module)?)?;
    module.add_function(wrap_pyfunction!(tables::quantity, module)?)?;
    module.add_function(wrap_pyfunction!(tables::ecosystems, module)?)?;
    module.add_function(wrap_pyfunction!(tables::services, module)?)?;
    module.add_function(wrap_pyfunction!(tables::parameters, module)?)?;
    module.add_function(wrap_pyfunction!(tables::profiles, module)?)?;
    Ok(())
}
