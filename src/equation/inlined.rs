//! Long functions with loops of their own.

/// Binds a function that is too long for the compiler to take it into the loops by itself: it gets a loop of its own,
/// which a function marked `#[inline(always)]` is always taken into. As [`cell`](super::cell), without arrays.
macro_rules! inlined {
    (|$first:ident $(, $rest:ident)*| $equation:expr, $inputs:expr $(,)?) => {{
        #[multiversion::multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2"))]
        fn column<T: $crate::unit::Stored>(columns: &[&[T]], out: &mut [f64]) {
            let [$first $(, $rest)*] = *columns else { return out.fill(f64::NAN) };
            let cells = out.iter_mut().zip($first);
            $(let cells = cells.zip($rest);)*
            for $crate::equation::pattern!((out, $first) $($rest)*) in cells {
                let ($first, $($rest,)*) =
                    ($crate::equation::quantity_of(*$first), $($crate::equation::quantity_of(*$rest),)*);
                *out = $crate::equation::number_of($equation);
            }
        }
        $crate::equation::with_loops(|$first $(, $rest)*| $equation, $inputs, column, column)
    }};
}
pub(crate) use inlined;
