//! Exact sums against two other algorithms for correctly rounded sums, bit by bit.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::float_cmp,
    reason = "a test that cannot go on has failed"
)]

mod points;

use accurate::sum::OnlineExactSum;
use accurate::traits::SumAccumulator;
use ecovalue::exact_sum::ExactSum;
use points::Points;
use statrs::distribution::{ContinuousCDF, LogNormal};

/// Vectors of each kind.
const OF_EACH: u64 = 270;
/// Longest vector.
const LONGEST: u64 = 96;

impl Points {
    fn below(&mut self, end: u64) -> u64 {
        self.bits() % end
    }

    fn index(&mut self, end: usize) -> usize {
        usize::try_from(self.below(end as u64)).unwrap_or(0)
    }

    /// Within 0..1.
    fn unit(&mut self) -> f64 {
        f64::from_bits(0x3ff0_0000_0000_0000 | (self.bits() >> 12)) - 1.0
    }

    /// A number of any mantissa and sign with an exponent field within a range.
    fn with_exponent(&mut self, low: u64, high: u64) -> f64 {
        let exponent = low + self.below(high - low + 1);
        let sign = self.bits() & (1 << 63);
        f64::from_bits(sign | (exponent << 52) | (self.bits() >> 12))
    }

    fn shuffle(&mut self, values: &mut [f64]) {
        for last in (1..values.len()).rev() {
            values.swap(last, self.index(last + 1));
        }
    }

    fn many(&mut self, value: impl Fn(&mut Self) -> f64) -> Vec<f64> {
        let count = self.below(LONGEST);
        (0..count).map(|_| value(self)).collect()
    }
}

fn exact(values: &[f64]) -> ExactSum {
    values.iter().copied().collect()
}

/// Zhu and Hayes 2010, ACM Transactions on Mathematical Software 37(3), algorithm 908.
///
/// The sum must not be zero: `accurate` 0.4.1 writes outside its list when nothing is left in it.
fn zhu_hayes(values: &[f64]) -> f64 {
    let mut sum = OnlineExactSum::zero();
    for value in values {
        sum += *value;
    }
    sum.sum()
}

/// Shewchuk 1997 as in Python's `math.fsum`; no partial sum may overflow.
fn fsum(values: &[f64]) -> f64 {
    let mut partials: Vec<f64> = Vec::new();
    for value in values {
        let (mut x, mut kept) = (*value, Vec::new());
        for partial in partials {
            let (large, small) = if x.abs() < partial.abs() { (partial, x) } else { (x, partial) };
            let high = large + small;
            let low = small - (high - large);
            kept.extend((low != 0.0).then_some(low));
            x = high;
        }
        kept.push(x);
        partials = kept;
    }
    let mut high = partials.pop().unwrap_or(0.0);
    while let Some(next) = partials.pop() {
        let sum = high + next;
        let low = next - (sum - high);
        high = sum;
        if low != 0.0 {
            // Half-way: the next partial says to which side.
            let doubled = high + 2.0 * low;
            let beyond = partials.last().is_some_and(|rest| (low < 0.0) == (*rest < 0.0));
            if beyond && doubled - high == 2.0 * low {
                high = doubled;
            }
            break;
        }
    }
    high + 0.0
}

/// The vectors by kind. None of them overflows on the way.
fn vectors() -> Vec<(&'static str, Vec<f64>)> {
    let mut all = Vec::new();
    let mut points = Points(20_100_706);
    let lognormal = LogNormal::new(3.0, 4.0).unwrap();
    for _ in 0..OF_EACH {
        all.push(("uniform", points.many(Points::unit)));
        all.push(("lognormal", points.many(|points| lognormal.inverse_cdf(points.unit()))));
        all.push(("mixed sign", points.many(|points| (points.unit() - 0.5) * 1e6)));
        all.push(("1e-300 to 1e300", points.many(|points| points.with_exponent(27, 2019))));
        all.push(("near one", points.many(|points| points.with_exponent(1000, 1046))));

        let mut cancelling = points.many(|points| points.with_exponent(900, 1150));
        let negated: Vec<f64> = cancelling.iter().map(|value| -value).collect();
        cancelling.extend(negated);
        cancelling.extend(points.many(|points| points.with_exponent(850, 900)));
        points.shuffle(&mut cancelling);
        all.push(("cancelling", cancelling));

        let one = points.with_exponent(1000, 1040);
        let half = half_unit(one) * if points.below(2) == 0 { 1.0 } else { -1.0 };
        all.push(("tie", vec![one, half]));
        let speck = points.with_exponent(1, 600);
        all.push(("tie and a speck", vec![speck, one, half]));
        let parts = [half / 4.0, half / 2.0, half / 8.0, half / 8.0, -speck, one, speck];
        all.push(("tie in parts", parts.to_vec()));

        let subnormal = points.many(|points| points.with_exponent(0, 0));
        all.push(("subnormal", subnormal));
        let mut small = points.many(|points| points.with_exponent(0, 3));
        let rest = -fsum(&small);
        small.extend([rest, f64::from_bits(points.below(1 << 52))]);
        points.shuffle(&mut small);
        all.push(("subnormal total", small));
    }
    all
}

/// Half of the last place of a normal number.
fn half_unit(value: f64) -> f64 {
    let bits = value.abs().to_bits();
    (f64::from_bits(bits + 1) - f64::from_bits(bits)) / 2.0
}

#[test]
fn every_vector_has_the_bits_of_two_other_algorithms() {
    let vectors = vectors();
    let mut compared = 0;
    for (kind, values) in &vectors {
        let found = exact(values).total();
        assert_eq!(found.to_bits(), fsum(values).to_bits(), "{kind}, fsum: {values:?}");
        if found != 0.0 {
            assert_eq!(found.to_bits(), zhu_hayes(values).to_bits(), "{kind}, Zhu and Hayes: {values:?}");
            compared += 1;
        }
    }
    assert!(compared >= 2000, "{compared} of {}", vectors.len());
}

#[test]
fn the_vectors_are_of_the_kinds_that_their_names_say() {
    let vectors = vectors();
    let of =
        |kind: &'static str| vectors.iter().filter(move |(name, _)| *name == kind).map(|(_, values)| values);
    let plain = |values: &[f64]| {
        let mut sum = 0.0;
        for value in values {
            sum += value;
        }
        sum
    };
    let share = |test: &dyn Fn(&Vec<f64>) -> bool, kind: &'static str| {
        let all = of(kind).count();
        of(kind).filter(|values| test(values)).count() * 100 / all
    };
    let is_off = |values: &Vec<f64>| plain(values) != exact(values).total();
    assert!(share(&is_off, "cancelling") > 90);
    assert!(share(&is_off, "tie and a speck") > 20);
    assert!(share(&is_off, "tie") == 0);
    assert!(share(&|values| exact(values).total().is_subnormal(), "subnormal total") > 90);
    let specials = |values: &Vec<f64>| values.iter().any(|value| !value.is_finite());
    assert!(vectors.iter().all(|(_, values)| !specials(values)));
}

#[test]
fn order_and_splits_do_not_change_the_bits() {
    let mut points = Points(7);
    for (kind, values) in vectors() {
        let whole = exact(&values).total().to_bits();
        let mut other = values.clone();
        other.reverse();
        assert_eq!(exact(&other).total().to_bits(), whole, "{kind} in reverse");
        points.shuffle(&mut other);
        assert_eq!(exact(&other).total().to_bits(), whole, "{kind} shuffled");

        // Parts of any size, some of them empty, merged by pairs in any order.
        let mut parts = vec![ExactSum::new(); 1 + points.index(7)];
        let count = parts.len();
        for value in &other {
            parts[points.index(count)].add(*value);
        }
        while parts.len() > 1 {
            let part = parts.swap_remove(points.index(parts.len()));
            let into = points.index(parts.len());
            parts[into].merge(&part);
        }
        assert_eq!(parts[0].total().to_bits(), whole, "{kind} in {count} parts");
    }
}

#[test]
fn a_part_that_is_taken_away_leaves_the_rest() {
    let mut points = Points(11);
    for (kind, values) in vectors() {
        let (part, rest) = values.split_at(points.index(values.len() + 1));
        let mut sum = exact(&values);
        sum.subtract(&exact(part));
        assert_eq!(sum.total().to_bits(), exact(rest).total().to_bits(), "{kind}");
        sum.subtract(&exact(rest));
        assert_eq!(sum.total().to_bits(), 0, "{kind}");
        sum.merge(&exact(rest));
        sum.add_slice(part);
        assert_eq!(sum.total().to_bits(), exact(&values).total().to_bits(), "{kind}");
    }
}

/// Vectors long enough for the window of slices, of exponents between a lowest and a highest field.
fn long_vectors() -> Vec<(&'static str, Vec<f64>)> {
    let mut points = Points(20_261_124);
    let mut all = Vec::new();
    for (kind, low, high) in [
        ("one exponent", 1030, 1030),
        ("within the grids", 1000, 1040),
        ("at the edge of the grids", 997, 1039),
        ("beyond the grids", 950, 1040),
        ("whole range", 0, 2040),
        ("near overflow", 2030, 2038),
        ("above the window", 2036, 2037),
        ("below the window", 90, 97),
        ("near underflow", 0, 60),
        ("subnormal", 0, 0),
    ] {
        for _ in 0..40 {
            let count = 1000 + points.below(4000);
            all.push((kind, (0..count).map(|_| points.with_exponent(low, high)).collect()));
        }
    }
    for _ in 0..40 {
        let mut sparse = points.with_exponent(1020, 1030);
        let mut values = vec![0.0; 3000];
        for _ in 0..points.below(40) {
            let place = points.index(values.len());
            values[place] = if points.below(4) == 0 { -0.0 } else { sparse };
            sparse = -sparse * 0.7;
        }
        all.push(("mostly zero", values));
        // All heads at their largest: the sums of the lanes have all the bits that they may have.
        let largest = f64::from_bits(((1023 + points.below(900)) << 52) - 1 - points.below(2));
        all.push(("largest of its exponent", vec![largest; 2048]));
    }
    all
}

#[test]
fn slices_have_the_bits_of_single_values_and_of_fsum() {
    let vectors = long_vectors();
    for (kind, values) in &vectors {
        let mut sum = ExactSum::new();
        sum.add_slice(values);
        assert!(sum == exact(values), "{kind}");
        assert_eq!(sum.total().to_bits(), fsum(values).to_bits(), "{kind}");
    }
    assert!(vectors.len() >= 480);
}

#[test]
fn a_slice_with_missing_or_infinite_values_says_so() {
    for (place, special) in
        [(0, f64::NAN), (1023, f64::INFINITY), (1024, f64::NEG_INFINITY), (2047, -f64::NAN)]
    {
        for rest in [0.0, 1.5] {
            let mut values = vec![rest; 2048];
            values[place] = special;
            let mut sum = ExactSum::new();
            sum.add_slice(&values);
            assert!(sum == exact(&values), "{special}");
            assert_eq!(sum.total().to_string(), special.to_string());
        }
    }
    let mut sum = ExactSum::new();
    sum.add_slice(&[f64::NAN; 1024]);
    assert!(sum.total().is_nan());
}

#[test]
fn bytes_are_the_same_for_the_same_number_and_come_back() {
    let mut points = Points(5);
    for (kind, mut values) in vectors().into_iter().chain(long_vectors()) {
        let sum = exact(&values);
        let bytes = sum.to_bytes();
        points.shuffle(&mut values);
        let (left, right) = values.split_at(points.index(values.len() + 1));
        let mut other = exact(right);
        other.add_slice(left);
        assert_eq!(other.to_bytes(), bytes, "{kind}");
        let two = [&bytes[..], &[7, 8]].concat();
        let (read, rest) = ExactSum::from_bytes(&two).unwrap();
        assert!(read == sum && rest == [7, 8], "{kind}");
    }
    let specials = exact(&[f64::INFINITY, f64::NAN, 0.5, f64::NAN]);
    assert!(ExactSum::from_bytes(&specials.to_bytes()).unwrap().0 == specials);
    assert_eq!(ExactSum::new().to_bytes(), [[1].as_slice(), &[0; 27]].concat());
}

#[test]
fn damaged_bytes_are_refused_or_are_another_number_in_its_one_form() {
    let bytes = exact(&[-1e30, 0.1, 1e-20]).to_bytes();
    for end in 0..bytes.len() {
        assert!(ExactSum::from_bytes(&bytes[..end]).is_err(), "{end}");
    }
    for bit in 0..bytes.len() * 8 {
        let mut damaged = bytes.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        if let Ok((mut sum, rest)) = ExactSum::from_bytes(&damaged) {
            assert_eq!(sum.to_bytes(), damaged[..damaged.len() - rest.len()]);
            sum.merge(&sum.clone());
            let _ = sum.total();
        }
    }
    let newer = [&[2], &bytes[1..]].concat();
    let error = ExactSum::from_bytes(&newer).unwrap_err();
    assert!(error.to_string().contains("version 2, this is version 1"), "{error}");
    let beyond = [&[1, 0, 67, 2], &[0; 24][..], &[1; 8]].concat();
    assert!(ExactSum::from_bytes(&beyond).is_err());
}

#[test]
fn what_overflows_is_infinite_and_what_comes_back_is_not() {
    let max = f64::MAX;
    let half = half_unit(f64::from_bits(max.to_bits() - 1));
    let below = f64::from_bits(half.to_bits() - 1);
    let mut points = Points(3);
    for (values, total) in [
        (vec![max, max], f64::INFINITY),
        (vec![-max, -max], f64::NEG_INFINITY),
        (vec![max; 1000], f64::INFINITY),
        // Half a unit above the largest number rounds to infinity, less does not.
        (vec![max, half], f64::INFINITY),
        (vec![max, below], max),
        (vec![max, half, -5e-324], max),
        (vec![-max, -half], f64::NEG_INFINITY),
        (vec![-max, -half, 5e-324], -max),
        (vec![1e308; 17], f64::INFINITY),
        ([vec![1e308; 17], vec![-1e308; 16]].concat(), 1e308),
        ([vec![max; 500], vec![-max; 499], vec![-1.0, 1.0]].concat(), max),
        ([vec![max; 500], vec![-max; 500], vec![5e-324]].concat(), 5e-324),
        ([vec![max; 3], vec![-max; 5]].concat(), f64::NEG_INFINITY),
    ] {
        let mut shuffled = values.clone();
        points.shuffle(&mut shuffled);
        let (left, right) = shuffled.split_at(points.index(shuffled.len()));
        let mut merged = exact(left);
        merged.merge(&exact(right));
        for found in [exact(&values), exact(&shuffled), merged] {
            assert_eq!(found.total().to_bits(), total.to_bits(), "{values:?}");
        }
    }
}

#[test]
fn infinities_and_missing_values_outlast_everything_and_leave_when_taken_away() {
    for (specials, total) in [
        (vec![f64::INFINITY], f64::INFINITY),
        (vec![f64::NEG_INFINITY; 3], f64::NEG_INFINITY),
        (vec![f64::INFINITY, f64::NEG_INFINITY], f64::NAN),
        (vec![f64::NAN], f64::NAN),
        (vec![f64::NAN, f64::INFINITY], f64::NAN),
    ] {
        let mut sum = exact(&[1.5, -f64::MAX]);
        sum.add_slice(&specials);
        assert_eq!(sum.total().is_nan(), total.is_nan(), "{specials:?}");
        assert!(total.is_nan() || sum.total() == total, "{specials:?}");
        sum.subtract(&exact(&specials));
        assert_eq!(sum.total(), -f64::MAX + 1.5, "{specials:?}");
    }
}
