//! What comes from outside: the settings of a run, tables, rasters, and the cells they become.

pub mod cells;
pub mod statistics;
