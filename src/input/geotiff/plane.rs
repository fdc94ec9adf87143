//! An image of a file: the raster itself, or a mask.

use std::sync::atomic::AtomicU64;

use super::layout::Layout;
use crate::input::limits::Limits;

/// An image of a file, and how much of it was decoded.
#[derive(Debug)]
pub(super) struct Plane {
    pub(super) layout: Layout,
    pub(super) memory_bytes: u64,
    /// Chunks that were decoded, by all handles.
    pub(super) decoded: AtomicU64,
}

impl Plane {
    pub(super) const fn new(layout: Layout, limits: &Limits) -> Self {
        Self { layout, memory_bytes: limits.memory_bytes, decoded: AtomicU64::new(0) }
    }
}
