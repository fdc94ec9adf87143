//! How large an input may be.

use crate::table::TableLimits;

/// Sizes beyond which an input is refused before anything is allocated for it.
///
/// The defaults hold a country at 10 m; a run on files from strangers may want them lower.
///
/// # Examples
///
/// ```
/// use ecovalue::input::limits::Limits;
///
/// let small = Limits { max_cells: 1_000_000, ..Limits::default() };
/// assert_eq!(small.max_file_bytes, 64 << 30);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest file \[byte\]; 64 GiB.
    pub max_file_bytes: u64,
    /// Most cells of one band; 2³⁶, a square of 262 144 cells.
    pub max_cells: u64,
    /// Most memory that one open raster may take for its table of chunks, and for the chunks it holds
    /// decoded \[byte\]; 256 MiB each.
    pub memory_bytes: u64,
    /// Most memory that the pre-step over a whole elevation raster may take \[byte\]; 2 GiB. It has a limit of its own,
    /// since it alone grows with the map.
    pub basin_memory_bytes: u64,
    /// Largest table \[byte\], which is held in memory as a whole; 1 GiB.
    pub max_table_bytes: u64,
    /// Longest row and most columns of a table; 1 MiB, 4096.
    pub tables: TableLimits,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_file_bytes: 64 << 30,
            max_cells: 1 << 36,
            memory_bytes: 256 << 20,
            basin_memory_bytes: 2 << 30,
            max_table_bytes: 1 << 30,
            tables: TableLimits::default(),
        }
    }
}
