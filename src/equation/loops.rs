//! Loops over the cells of a block, compiled for the vector instructions of several processors and chosen when the program
//! runs. The results have the same bits on all of them.
#![allow(clippy::many_single_char_names, clippy::too_many_arguments, reason = "the columns of an equation")]

use std::marker::PhantomData;

use multiversion::multiversion;

use crate::unit::{Argument, BaseUnit, Stored};

/// The pattern of some columns that were put side by side.
macro_rules! pattern {
    ($inner:tt) => { $inner };
    ($inner:tt $next:ident $($rest:ident)*) => { $crate::equation::pattern!(($inner, $next) $($rest)*) };
}
pub(crate) use pattern;

/// A number of a column with its unit.
#[expect(clippy::inline_always, reason = "a call would keep a column from becoming vector instructions")]
#[inline(always)]
pub(crate) fn quantity_of<T: Stored, U: BaseUnit>(number: T) -> U {
    U::new(number.into())
}

/// The number of a quantity.
#[expect(clippy::inline_always, reason = "a call would keep a column from becoming vector instructions")]
#[inline(always)]
pub(crate) fn number_of<U: BaseUnit>(quantity: U) -> f64 {
    quantity.get()
}

/// For each number of arguments the loop over the cells, to the end of the shortest column.
macro_rules! loops {
    ($($name:ident: $first:ident $First:ident $(, $rest:ident $Rest:ident)*;)+) => {$(
        #[multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2"))]
        #[inline]
        pub(super) fn $name<T: Stored, F: Fn($First $(, $Rest)*) -> R, R: BaseUnit, $First: Argument $(, $Rest: Argument)*>(
            equation: F,
            $first: &[T],
            $($rest: &[T],)*
            out: &mut [f64],
            _arguments: PhantomData<($First, $($Rest,)*)>,
        ) {
            let count = out.len();
            let cells = out.iter_mut().zip($First::cells($first, count));
            $(let cells = cells.zip($Rest::cells($rest, count));)*
            for $crate::equation::pattern!((out, $first) $($rest)*) in cells {
                *out = equation($first $(, $rest)*).get();
            }
        }
    )+};
}

loops! {
    cells1: a A;
    cells2: a A, b B;
    cells3: a A, b B, c C;
    cells4: a A, b B, c C, d D;
    cells5: a A, b B, c C, d D, e E;
    cells6: a A, b B, c C, d D, e E, g G;
    cells7: a A, b B, c C, d D, e E, g G, h H;
    cells8: a A, b B, c C, d D, e E, g G, h H, i I;
}

/// Places of a table: one for every number of eight bits, and a last one that holds nothing.
const CLASSES: usize = 257;

/// The number that a table holds for each cell's class; `absent` where it holds none.
///
/// # Examples
///
/// ```
/// use ecovalue::equation::by_class;
///
/// let mut stocks = [0.0; 3];
/// by_class(&[1_u8, 0, 7], &[12.0, 80.0], -1.0, &mut stocks);
/// assert_eq!(stocks, [80.0, 12.0, -1.0]);
/// ```
pub fn by_class<C: Copy + Into<u32>, V: Copy>(classes: &[C], table: &[V], absent: V, out: &mut [V]) {
    let place = |class: &C| usize::try_from((*class).into()).unwrap_or(usize::MAX);
    if table.len() >= CLASSES {
        for (out, class) in out.iter_mut().zip(classes) {
            *out = table.get(place(class)).copied().unwrap_or(absent);
        }
        return;
    }
    // A table of a fixed length, whose last places hold nothing, needs no check of a place that is brought into it.
    let mut whole = [absent; CLASSES];
    whole.iter_mut().zip(table).for_each(|(place, value)| *place = *value);
    look_up(classes, &whole, absent, out);
}

#[multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2"))]
fn look_up<C: Copy + Into<u32>, V: Copy>(classes: &[C], table: &[V; CLASSES], absent: V, out: &mut [V]) {
    for (out, class) in out.iter_mut().zip(classes) {
        let place = usize::try_from((*class).into()).unwrap_or(usize::MAX);
        *out = table.get(place.min(CLASSES - 1)).copied().unwrap_or(absent);
    }
}
