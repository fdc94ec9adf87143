//! Error of a land-cover map, from the counts of its confusion matrix (混淆矩阵) and the design of the sample.
//!
//! A bare accuracy says nothing of how much of one class is mapped as another, nor how well that is known; it is no
//! input here.

use crate::error::{Code, Error, Findings, Place, did_you_mean};
use crate::math::{count, from_count};
use crate::regression::draws::Draws;
use crate::table::Table;
use crate::text;

use super::sampling::gamma;

/// How the sample units were chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Design {
    /// At random within each class of the map.
    Stratified,
    /// At random over the whole map.
    SimpleRandom,
    /// On a regular grid with a random start.
    Systematic,
}

impl Design {
    /// The design of that name in `run.toml`.
    ///
    /// # Errors
    ///
    /// `EV-I006` for another word.
    pub fn named(word: &str) -> Result<Self, Error> {
        let all = [Self::Stratified, Self::SimpleRandom, Self::Systematic];
        all.into_iter().find(|design| design.as_str() == word).ok_or_else(|| {
            let message = text!("unknown sampling design `{0}`", "未知的抽样设计 `{0}`", word);
            Error::new(Code::BadValue, message, did_you_mean(word, all.map(Self::as_str)))
        })
    }

    /// Its name in `run.toml`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stratified => "stratified",
            Self::SimpleRandom => "simple_random",
            Self::Systematic => "systematic",
        }
    }
}

/// Counts of sample units by class of the map (rows) and of the reference (columns).
///
/// # Examples
///
/// ```
/// use ecovalue::uncertainty::map_error::ConfusionMatrix;
///
/// // 100 units mapped as forest, of which 90 are; 50 mapped as other, of which 5 are forest.
/// let matrix = ConfusionMatrix::new(&["forest", "other"], &[&[90, 10], &[5, 45]])?;
/// let areas = matrix.areas(&[1000.0, 4000.0])?;
/// // 1000 · 0.9 + 4000 · 0.1 = 1300; √(1000²·0.9·0.1/99 + 4000²·0.1·0.9/49)
/// assert_eq!(areas[0].area, 1300.0);
/// assert!((areas[0].standard_error - (0.09e6 / 99.0 + 1.44e6 / 49.0_f64).sqrt()).abs() < 1e-9);
/// # Ok::<(), ecovalue::Findings>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfusionMatrix {
    classes: Vec<String>,
    counts: Vec<Vec<u64>>,
}

/// Area and accuracies of one class.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ClassArea {
    /// The class.
    pub class: String,
    /// Its area on the map.
    pub mapped: f64,
    /// Its area, adjusted for the errors of the map.
    pub area: f64,
    /// Standard error of that area.
    pub standard_error: f64,
    /// Share of the mapped class that is of the class (user's accuracy, 用户精度), and its standard error.
    pub users_accuracy: (f64, f64),
    /// Share of the class that is mapped as it (producer's accuracy, 生产者精度), and its standard error.
    pub producers_accuracy: (f64, f64),
}

impl ConfusionMatrix {
    /// A matrix of counts: a row for each class of the map, a column for each class of the reference, in one order.
    ///
    /// # Errors
    ///
    /// `EV-I006` for a matrix that is not square; `EV-S002` for a mapped class of fewer than three sample units.
    pub fn new(classes: &[&str], counts: &[&[u64]]) -> Result<Self, Findings> {
        let mut findings = Findings::new();
        let size = classes.len();
        if counts.len() != size || counts.iter().any(|row| row.len() != size) || size < 2 {
            let message = text!(
                "{0} {0|row|rows} of counts do not make a square over {1} {1|class|classes}",
                "{0} 行计数不能构成 {1} 个类别的方阵",
                counts.len(),
                size
            );
            let hint = text!("give a row and a column for each class", "每个类别给出一行和一列");
            findings.push(Error::new(Code::BadValue, message, hint));
        }
        for (class, row) in classes.iter().zip(counts) {
            let units: u64 = row.iter().sum();
            // A class that only the reference has was not mapped, and was not sampled either.
            if (1..3).contains(&units) {
                let message = text!(
                    "{0} sample {0|unit is|units are} mapped as `{1}`, a standard error takes at least 3",
                    "制图类别 `{1}` 有 {0} 个样本单元，计算标准误至少需要 3 个",
                    units,
                    *class
                );
                let hint =
                    text!("sample the class, or join it with another", "对该类别补充抽样，或与其他类别合并");
                findings.push(Error::new(Code::TooFewRows, message, hint));
            }
        }
        findings.into_result(Self {
            classes: classes.iter().map(ToString::to_string).collect(),
            counts: counts.iter().map(|row| row.to_vec()).collect(),
        })
    }

    /// The matrix of a table with the columns `map`, `reference` and `count`; pairs that have no row were not met.
    ///
    /// # Errors
    ///
    /// Every count that is no whole number, every pair that stands twice, and what [`ConfusionMatrix::new`] refuses.
    pub fn from_table(table: &Table) -> Result<Self, Findings> {
        table.expect_columns(&["map", "reference", "count"], &["mapped_m2", "source", "note"]).map_err(
            |findings| {
                let bare = table.header().iter().any(|name| name.to_lowercase().contains("accuracy"));
                if bare { bare_accuracy(Place::file(table.file())).into() } else { findings }
            },
        )?;
        let mut findings = Findings::new();
        let mut read: Vec<(String, String, u64)> = Vec::new();
        for row in table.rows() {
            let (map, reference) = (row.text("map").to_owned(), row.text("reference").to_owned());
            let text = row.text("count");
            let Ok(count) = text.parse::<u64>() else {
                let message = text!("`{0}` is not a count of sample units", "`{0}` 不是样本单元数", text);
                let hint = text!(
                    "write whole numbers as they were counted, no shares and no percentages",
                    "填写实际计数的整数，不写比例或百分数"
                );
                findings.push(Error::new(Code::BadValue, message, hint).at(row.place("count")));
                continue;
            };
            if read.iter().any(|(a, b, _)| *a == map && *b == reference) {
                let message = text!(
                    "duplicate pair of map class `{0}` and reference class `{1}`",
                    "制图类别 `{0}` 与参考类别 `{1}` 的组合重复",
                    &map,
                    &reference
                );
                let hint = text!("keep one of the two rows", "保留其中一行");
                let error = Error::new(Code::DuplicateKey, message, hint);
                findings.push(error.at(row.place("map")));
            }
            read.push((map, reference, count));
        }
        findings.into_result(())?;
        let mut classes: Vec<&str> = read.iter().flat_map(|(a, b, _)| [a.as_str(), b.as_str()]).collect();
        classes.sort_unstable();
        classes.dedup();
        let units = |map: &str, reference: &str| {
            read.iter().find(|(a, b, _)| a == map && b == reference).map_or(0, |(_, _, count)| *count)
        };
        let counts: Vec<Vec<u64>> = classes
            .iter()
            .map(|map| classes.iter().map(|reference| units(map, reference)).collect())
            .collect();
        let rows: Vec<&[u64]> = counts.iter().map(Vec::as_slice).collect();
        let at = |error: Error| error.at(Place::file(table.file()));
        Self::new(&classes, &rows).map_err(|findings| findings.into_iter().map(at).collect())
    }

    /// The classes.
    #[must_use]
    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    /// Sample units in all.
    #[must_use]
    pub fn units(&self) -> u64 {
        self.counts.iter().flatten().sum()
    }

    /// The areas on the map that a table states for its classes in the column `mapped_m2`; none where it states none.
    ///
    /// # Errors
    ///
    /// A class whose rows differ, and a class of the map without an area.
    pub fn stated_areas(&self, table: &Table) -> Result<Option<Vec<f64>>, Findings> {
        let mut findings = Findings::new();
        let mut areas: Vec<Option<f64>> = vec![None; self.classes.len()];
        for row in table.rows().filter(|row| !row.text("mapped_m2").is_empty()) {
            let place = self.classes.iter().position(|class| class == row.text("map"));
            let Some(area) = findings.take(row.required_number("mapped_m2")) else { continue };
            let Some(stated) = place.and_then(|place| areas.get_mut(place)) else { continue };
            if stated.is_some_and(|stated| stated.total_cmp(&area).is_ne()) {
                let message = text!("`{0}` has two areas", "`{0}` 有两个面积", row.text("map"));
                let hint = text!("state the mapped area of a class once", "每个类别的制图面积只填一次");
                let error = Error::new(Code::BadValue, message, hint);
                findings.push(error.at(row.place("mapped_m2")));
            }
            *stated = Some(area);
        }
        findings.into_result(())?;
        if areas.iter().all(Option::is_none) {
            return Ok(None);
        }
        let units = self.units_by_map();
        let area = |((class, area), units): ((&String, &Option<f64>), &u64)| match area {
            Some(area) => Ok(*area),
            None if *units == 0 => Ok(0.0),
            None => {
                let message = text!("`{0}` has no mapped area", "`{0}` 没有制图面积", class);
                let hint =
                    text!("state mapped_m2 in one row of each class", "在每个类别的一行中填写 mapped_m2");
                let error = Error::new(Code::MissingKey, message, hint);
                Err(error.at(Place::file(table.file()).column("mapped_m2")))
            }
        };
        let all: Result<Vec<f64>, Error> = self.classes.iter().zip(&areas).zip(&units).map(area).collect();
        Ok(Some(all?))
    }

    /// Sample units of each class of the map.
    #[must_use]
    pub fn units_by_map(&self) -> Vec<u64> {
        self.counts.iter().map(|row| row.iter().sum()).collect()
    }

    /// Share of the units mapped as a class that the reference has as another.
    fn share(&self, map: usize, reference: usize) -> f64 {
        let row = self.counts.get(map).map_or(&[][..], Vec::as_slice);
        let units: u64 = row.iter().sum();
        let agreeing = row.get(reference).copied().unwrap_or(0);
        if units == 0 { 0.0 } else { from_count(agreeing) / from_count(units) }
    }

    fn units_mapped(&self, map: usize) -> f64 {
        from_count(self.counts.get(map).map_or(0, |row| row.iter().sum()))
    }

    fn check_areas(&self, mapped: &[f64]) -> Result<(), Error> {
        let sound = mapped.iter().all(|area| area.is_finite() && *area >= 0.0);
        let unsampled =
            (0..mapped.len()).zip(mapped).find(|(map, area)| **area > 0.0 && self.units_mapped(*map) <= 0.0);
        if let Some(class) = unsampled.and_then(|(map, _)| self.classes.get(map)) {
            let message = text!(
                "`{0}` is mapped, and no sample unit lies on it",
                "图上有 `{0}`，但没有样本单元落在其中",
                class
            );
            let hint =
                text!("sample the class, or join it with another", "对该类别补充抽样，或与其他类别合并");
            return Err(Error::new(Code::TooFewRows, message, hint));
        }
        if mapped.len() == self.classes.len() && sound && mapped.iter().any(|area| *area > 0.0) {
            return Ok(());
        }
        let message = text!(
            "{0} {0|area does|areas do} not fit {1} {1|class|classes}",
            "{0} 个面积与 {1} 个类别不符",
            mapped.len(),
            self.classes.len()
        );
        let hint = text!("give the mapped area of each class, 0 or more", "给出每个类别的制图面积，不小于 0");
        Err(Error::new(Code::BadValue, message, hint))
    }

    /// Areas of the classes, adjusted for the errors of the map, with their standard errors; `mapped` has the area of
    /// each class on the map.
    ///
    /// # Equation
    ///
    /// ```text
    /// p̂_ik = W_i n_ik/n_i,   Â_k = A Σ_i p̂_ik,   S(Â_k) = A √(Σ_i (W_i p̂_ik − p̂_ik²)/(n_i − 1))
    /// ```
    ///
    /// with `W_i` the share of mapped class i in the whole area A. For simple random and systematic samples the same
    /// equations hold with the classes of the map as strata after the fact.
    ///
    /// # Errors
    ///
    /// `EV-I006` for areas that do not fit the classes.
    ///
    /// # References
    ///
    /// * Olofsson, P., Foody, G. M., Herold, M., Stehman, S. V., Woodcock, C. E., Wulder, M. A. (2014): Good practices for
    ///   estimating area and assessing accuracy of land change, Remote Sensing of Environment 148, 42-57, equations 4 to
    ///   11.
    pub fn areas(&self, mapped: &[f64]) -> Result<Vec<ClassArea>, Error> {
        self.check_areas(mapped)?;
        let rows = 0..self.classes.len();
        let mut all = Vec::new();
        for ((k, class), of_class) in self.classes.iter().enumerate().zip(mapped) {
            let (mut area, mut variance) = (0.0, 0.0);
            for (i, mapped) in rows.clone().zip(mapped) {
                let share = self.share(i, k);
                area += mapped * share;
                variance += mapped * mapped * share * (1.0 - share) / (self.units_mapped(i) - 1.0);
            }
            let users = self.share(k, k);
            let of_users = users * (1.0 - users) / (self.units_mapped(k) - 1.0);
            let producers = of_class * users / area;
            let others = rows.clone().zip(mapped).filter(|(i, _)| *i != k).map(|(i, mapped)| {
                let share = self.share(i, k);
                mapped * mapped * share * (1.0 - share) / (self.units_mapped(i) - 1.0)
            });
            let others: f64 = others.fold(0.0, |sum, variance| sum + variance);
            let kept = of_class * (1.0 - producers);
            let of_producers = (kept * kept * of_users + producers * producers * others) / (area * area);
            all.push(ClassArea {
                class: class.clone(),
                mapped: *of_class,
                area,
                standard_error: variance.sqrt(),
                users_accuracy: (users, of_users.sqrt()),
                producers_accuracy: (producers, of_producers.sqrt()),
            });
        }
        Ok(all)
    }

    /// Share of the whole area that is mapped rightly, and its standard error.
    ///
    /// # Errors
    ///
    /// As [`ConfusionMatrix::areas`].
    pub fn overall_accuracy(&self, mapped: &[f64]) -> Result<(f64, f64), Error> {
        self.check_areas(mapped)?;
        let whole = mapped.iter().fold(0.0, |sum, area| sum + area);
        let (mut accuracy, mut variance) = (0.0, 0.0);
        for (k, mapped) in mapped.iter().enumerate() {
            let (weight, share) = (mapped / whole, self.share(k, k));
            accuracy += weight * share;
            variance += weight * weight * share * (1.0 - share) / (self.units_mapped(k) - 1.0);
        }
        Ok((accuracy, variance.sqrt()))
    }

    /// Areas of the classes in a draw: the shares of every mapped class are drawn from a Dirichlet distribution, and sum
    /// to 1, so that the areas sum to the map.
    ///
    /// # Equation
    ///
    /// ```text
    /// q_i ~ Dirichlet((n_i − 2) n_ik/n_i),   A_k = Σ_i A_i q_ik
    /// ```
    ///
    /// With `n_i − 2` units the mean and the variance are those of [`ConfusionMatrix::areas`]: `n_ik/n_i` and
    /// `p (1 − p)/(n_i − 1)`.
    #[must_use]
    pub fn drawn(&self, mapped: &[f64], seed: u64, stream: u64, draw: u32) -> Vec<f64> {
        let mut areas = vec![0.0; self.classes.len()];
        for (i, mapped) in mapped.iter().enumerate().filter(|(_, mapped)| **mapped > 0.0) {
            let units = self.units_mapped(i) - 2.0;
            let number = |k: usize| {
                let shape = units * self.share(i, k);
                let place = count(i * self.classes.len() + k);
                let draws = Draws::new(seed, (stream << 32) | u64::from(draw));
                if shape > 0.0 { gamma(shape, &draws, place << 16) } else { 0.0 }
            };
            let numbers: Vec<f64> = (0..self.classes.len()).map(number).collect();
            let sum = numbers.iter().fold(0.0, |sum, number| sum + number);
            for (area, number) in areas.iter_mut().zip(numbers) {
                *area += mapped * number / sum;
            }
        }
        areas
    }
}

/// The refusal of a bare accuracy.
#[must_use]
pub fn bare_accuracy(place: Place) -> Error {
    let message = text!(
        "an accuracy alone does not say which class is mapped as which, nor how well that is known",
        "仅有精度不能说明哪一类被误分为哪一类，也不能说明精度本身的可靠程度"
    );
    let hint = text!(
        "give the counts of the confusion matrix (columns map, reference, count) and the sampling design",
        "给出误差矩阵的计数（列 map、reference、count）和抽样设计"
    );
    Error::new(Code::BadValue, message, hint).at(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Olofsson et al. 2014, table 8: deforestation, forest gain, stable forest, stable non-forest.
    fn published() -> (ConfusionMatrix, [f64; 4]) {
        let counts: [&[u64]; 4] = [&[66, 0, 5, 4], &[0, 55, 8, 12], &[1, 0, 153, 11], &[2, 1, 9, 313]];
        let classes = ["deforestation", "forest gain", "stable forest", "stable non-forest"];
        // Pixels of 30 m, in hectares.
        let mapped = [200_000.0, 150_000.0, 3_200_000.0, 6_450_000.0].map(|pixels: f64| pixels * 0.09);
        (ConfusionMatrix::new(&classes, &counts).unwrap(), mapped)
    }

    #[test]
    fn the_published_example_is_met() {
        let (matrix, mapped) = published();
        let areas = matrix.areas(&mapped).unwrap();
        // Areas and half intervals of 95 % in hectares, user's accuracies with theirs, producer's accuracies: section 5.
        let wanted = [
            (21_158.0, 6_158.0, (0.88, 0.07), 0.75),
            (11_686.0, 3_756.0, (0.73, 0.10), 0.85),
            (285_770.0, 15_510.0, (0.93, 0.04), 0.93),
            (581_386.0, 16_282.0, (0.96, 0.02), 0.96),
        ];
        for (class, (area, half, users, producers)) in areas.iter().zip(wanted) {
            assert!((class.area - area).abs() < 0.5, "{class:?}");
            // The paper multiplies the rounded standard error.
            assert!(
                (1.96 * class.standard_error - half).abs() < 2.0,
                "{class:?} {}",
                1.96 * class.standard_error
            );
            let found = class.users_accuracy;
            assert!(
                (found.0 - users.0).abs() < 0.005 && (1.96 * found.1 - users.1).abs() < 0.005,
                "{class:?}"
            );
            assert!((class.producers_accuracy.0 - producers).abs() < 0.005, "{class:?}");
        }
        // By hand for forest gain: √((13500·0.1528)²·0.7333·0.2667/74 + 0.8472²·580500²·(1/325)(324/325)/324) / 11686.
        assert!((areas[1].producers_accuracy.1 - 0.1298).abs() < 5e-5);
        let (accuracy, error) = matrix.overall_accuracy(&mapped).unwrap();
        assert!((accuracy - 0.95).abs() < 0.005 && (1.96 * error - 0.02).abs() < 0.005);
    }

    #[test]
    fn draws_have_the_mean_and_the_error_of_the_estimator() {
        let (matrix, mapped) = published();
        let areas = matrix.areas(&mapped).unwrap();
        let n = 20_000_u32;
        let draws: Vec<Vec<f64>> = (0..n).map(|draw| matrix.drawn(&mapped, 1, 9, draw)).collect();
        let whole: f64 = mapped.iter().sum();
        assert!(draws.iter().all(|class| (class.iter().sum::<f64>() / whole - 1.0).abs() < 1e-12));
        for (k, class) in areas.iter().enumerate() {
            let mean = draws.iter().map(|draw| draw[k]).sum::<f64>() / f64::from(n);
            let square = draws.iter().map(|draw| (draw[k] - mean) * (draw[k] - mean)).sum::<f64>();
            let sd = (square / f64::from(n)).sqrt();
            assert!(
                (mean - class.area).abs() < 4.0 * class.standard_error / f64::from(n).sqrt(),
                "{class:?} {mean}"
            );
            assert!((sd / class.standard_error - 1.0).abs() < 0.03, "{class:?} {sd}");
        }
    }

    #[test]
    fn shares_and_bare_accuracies_are_refused() {
        let table = |text: &str| Table::parse("matrix.csv", text).unwrap();
        let shares = table("map,reference,count\n1,1,0.9\n1,4,0.1\n4,4,1\n");
        let findings = ConfusionMatrix::from_table(&shares).unwrap_err().to_string();
        assert!(findings.contains("`0.9` is not a count"), "{findings}");
        let bare = table("class,accuracy\n1,0.9\n");
        assert!(ConfusionMatrix::from_table(&bare).unwrap_err().to_string().contains("accuracy alone"));
        let classes = ConfusionMatrix::new(&["1", "6"], &[&[9, 1], &[0, 0]]).unwrap();
        assert_eq!(classes.areas(&[100.0, 0.0]).unwrap()[1].area, 10.0);
        assert!((classes.drawn(&[100.0, 0.0], 1, 1, 1).iter().sum::<f64>() - 100.0).abs() < 1e-12);
        assert!(classes.areas(&[100.0, 1.0]).unwrap_err().message().to_string().contains("no sample unit"));
        let few = table("map,reference,count\n1,1,2\n4,4,30\n");
        assert!(ConfusionMatrix::from_table(&few).unwrap_err().to_string().contains("mapped as `1`"));
    }
}
