//! Numbers of twice the precision: an unevaluated sum of two `f64` (Dekker 1971).

/// `high + low`, where `low` is at most half a unit in the last place of `high`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Double {
    pub(crate) high: f64,
    pub(crate) low: f64,
}

impl Double {
    /// A sum without loss, whichever number is larger (Knuth's two-sum).
    #[inline(always)]
    pub(crate) fn sum(a: f64, b: f64) -> Self {
        let high = a + b;
        let of_b = high - a;
        let low = (a - (high - of_b)) + (b - of_b);
        Self { high, low }
    }

    /// A sum without loss if |a| ≥ |b| or a = 0.
    #[inline(always)]
    pub(crate) fn sum_ordered(a: f64, b: f64) -> Self {
        let high = a + b;
        Self { high, low: b - (high - a) }
    }

    /// A product without loss below 2⁹⁹⁶: both factors are cut in halves of 26 bits whose products are exact.
    #[inline(always)]
    pub(crate) fn product(a: f64, b: f64) -> Self {
        let high = a * b;
        let ([a1, a2], [b1, b2]) = (halves(a), halves(b));
        let low = ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2;
        Self { high, low }
    }

    /// The product with another number, to about 2⁻¹⁰².
    #[inline(always)]
    pub(crate) fn times(self, other: Self) -> Self {
        let main = Self::product(self.high, other.high);
        Self::sum_ordered(main.high, main.low + (self.high * other.low + self.low * other.high))
    }

    /// The sum with another number, to about 2⁻¹⁰² of the larger.
    #[inline(always)]
    pub(crate) fn plus(self, other: Self) -> Self {
        let main = Self::sum(self.high, other.high);
        Self::sum_ordered(main.high, main.low + (self.low + other.low))
    }
}

/// The upper 26 bits of a number, and the rest (Veltkamp).
#[inline(always)]
fn halves(a: f64) -> [f64; 2] {
    let wide = a * 134_217_729.0; // 2²⁷ + 1
    let upper = wide - (wide - a);
    [upper, a - upper]
}
