//! The data sets of `tests/oracle/regression.py`, bit for bit: `SplitMix64`, `+ − × ÷` and comparisons.

use ecovalue::regression::Sample;

const TRIALS: u32 = 40;
const ROWS: usize = 120;

struct SplitMix64(u64);

impl SplitMix64 {
    #[allow(clippy::cast_precision_loss, reason = "53 bits are kept")]
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / 9_007_199_254_740_992.0
    }

    fn trials(&mut self, rate: f64) -> f64 {
        let chance = rate / f64::from(TRIALS);
        (0..TRIALS).map(|_| if self.uniform() < chance { 1.0 } else { 0.0 }).sum()
    }

    fn count(&mut self, family: &str, rate: f64) -> f64 {
        loop {
            let mut spread = 1.0;
            if family.contains("negative_binomial") {
                let u = self.uniform();
                spread = 3.0 * u * u;
            }
            let y = self.trials(rate * spread);
            if family.starts_with("truncated") && y == 0.0 {
                continue;
            }
            if family.starts_with("on_site") && self.uniform() >= y / f64::from(TRIALS) {
                continue;
            }
            return y;
        }
    }
}

/// A sample, and the upper bounds of payment cards.
pub(crate) fn sample(family: &str, seed: u64) -> (Sample, Vec<f64>) {
    let mut draws = SplitMix64(seed);
    let mut columns = vec![Vec::new(); 3];
    let (mut response, mut extra, mut high) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROWS {
        let (x1, x2) = (2.0 * draws.uniform(), 2.0 * draws.uniform() - 1.0);
        let x3 = if draws.uniform() < 0.4 { 1.0 } else { 0.0 };
        let other = 0.5 * draws.uniform();
        for (column, x) in columns.iter_mut().zip([x1, x2, x3]) {
            column.push(x);
        }
        extra.push(if family == "ols" { 0.5 + other } else { other });
        response.push(match family {
            "ols" => {
                let noise = draws.uniform() + draws.uniform() + draws.uniform() - 1.5;
                1.0 + 2.0 * x1 - x2 + noise * (1.0 + x1)
            }
            "logit" | "probit" => {
                let chance = 0.2 + 0.3 * x1 + 0.15 * x2;
                if draws.uniform() < chance { 1.0 } else { 0.0 }
            }
            "normal_cards" | "lognormal_cards" => {
                let noise = draws.uniform() + draws.uniform() + draws.uniform();
                let amount = (1.0 + x1 + 0.5 * x3) * (5.0 + 10.0 * noise);
                let mut card = 0.0;
                while card + 10.0 <= amount && card < 50.0 {
                    card += 10.0;
                }
                high.push(if card < 50.0 { card + 10.0 } else { f64::INFINITY });
                card
            }
            _ => {
                let of_x3 = if x3 > 0.0 { 1.5 } else { 1.0 };
                let rate = (1.0 + 0.8 * x1 + 0.3 * x1 * x1) * (1.0 + 0.4 * x2) * of_x3;
                draws.count(family, rate)
            }
        });
    }
    let mut sample = Sample::new("y", response).intercept();
    for (name, column) in ["x1", "x2", "x3"].into_iter().zip(columns) {
        sample = sample.regressor(name, column);
    }
    let with_offset = !["logit", "probit", "normal_cards", "lognormal_cards"].contains(&family);
    let sample = match (seed % 2, family) {
        (1, "ols") => sample.weights(extra),
        (1, _) if with_offset => sample.offset(extra),
        _ => sample,
    };
    (sample, high)
}
