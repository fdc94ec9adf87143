//! 50 random data sets for each model, against statsmodels 0.15 (Newton, 1e-12) and mpmath.

use std::collections::BTreeMap;

use ecovalue::regression::contingent::{Bid, LinkFunction, PayDistribution, payment_card, single_bounded};
use ecovalue::regression::count::{self, Family};
use ecovalue::regression::{Estimates, Sample, StandardErrors, least_squares, least_squares_with};

use crate::generator::sample;
use crate::{data, digits};

struct Answer {
    seed: u64,
    log_likelihood: f64,
    estimates: Vec<f64>,
    standard_errors: Vec<f64>,
    others: Vec<f64>,
}

fn answers(family: &str) -> Vec<Answer> {
    let list = |text: &str| text.split_whitespace().map(|x| x.parse().unwrap()).collect();
    let text = data(&format!("regression/{family}.csv"));
    let rows = text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    let rows = rows.map(|fields| Answer {
        seed: fields[0].parse().unwrap(),
        log_likelihood: fields[1].parse().unwrap(),
        estimates: list(fields[2]),
        standard_errors: list(fields[3]),
        others: list(fields[4]),
    });
    rows.collect()
}

/// The fewest digits of each kind of figure.
#[derive(Default)]
struct Fewest(BTreeMap<&'static str, f64>);

impl Fewest {
    fn note(&mut self, what: &'static str, found: f64, wanted: f64) {
        let fewest = self.0.entry(what).or_insert(99.0);
        *fewest = fewest.min(digits(found, wanted));
    }

    fn all(&mut self, what: &'static str, found: &[f64], wanted: &[f64]) {
        assert_eq!(found.len(), wanted.len(), "{what}");
        for (found, wanted) in found.iter().zip(wanted) {
            self.note(what, *found, *wanted);
        }
    }

    fn estimates(&mut self, estimates: &Estimates, log_likelihood: f64, answer: &Answer) {
        self.all("estimates", estimates.values(), &answer.estimates);
        self.all("standard errors", &estimates.standard_errors(), &answer.standard_errors);
        self.note("log-likelihood", log_likelihood, answer.log_likelihood);
    }

    /// At least 8 digits, 6 of standard errors.
    fn judge(&self, family: &str, sets: usize) {
        println!("{family}: {sets} sets, fewest digits {:.1?}", self.0);
        for (what, fewest) in &self.0 {
            let wanted = if what.contains("errors") { 6.0 } else { 8.0 };
            assert!(*fewest > wanted, "{family}: {what} {fewest}");
        }
    }
}

#[test]
fn least_squares_agrees_with_statsmodels() {
    let answers = answers("ols");
    let mut fewest = Fewest::default();
    for answer in &answers {
        let (sample, _) = sample("ols", answer.seed);
        let fit = least_squares(&sample).unwrap();
        fewest.estimates(fit.estimates(), fit.log_likelihood(), answer);
        let (figures, rest) = answer.others.split_at(5);
        let computed = [fit.r_squared(), fit.adjusted_r_squared(), fit.f_statistic().0, fit.aic(), fit.bic()];
        fewest.all("figures", &computed, figures);
        let (robust, prediction) = rest.split_at(16);
        let kinds = [StandardErrors::Hc0, StandardErrors::Hc1, StandardErrors::Hc2, StandardErrors::Hc3];
        for (kind, errors) in kinds.into_iter().zip(robust.chunks(4)) {
            let fit = least_squares_with(&sample, kind).unwrap();
            fewest.all("robust errors", &fit.estimates().standard_errors(), errors);
        }
        let found = fit.predict(&[1.0, 1.0, 0.5, 1.0], 0.9).unwrap();
        let (mean, new) = (found.mean_interval, found.interval);
        fewest.all(
            "prediction",
            &[found.mean, found.standard_error, mean.0, mean.1, new.0, new.1],
            prediction,
        );
    }
    fewest.judge("ols", answers.len());
    assert_eq!(answers.len(), 50);
}

fn check_counts(name: &str, family: Family, sets: usize) {
    let answers = answers(name);
    let mut fewest = Fewest::default();
    for answer in &answers {
        let (sample, _) = sample(name, answer.seed);
        let fit = count::fit(&sample, family, StandardErrors::Classical)
            .unwrap_or_else(|error| panic!("{name} {}: {error}", answer.seed));
        fewest.estimates(fit.estimates(), fit.log_likelihood(), answer);
        if let [aic, bic, robust @ ..] = &answer.others[..] {
            fewest.all("figures", &[fit.aic(), fit.bic()], &[*aic, *bic]);
            let fit = count::fit(&sample, family, StandardErrors::Hc0).unwrap();
            fewest.all("robust errors", &fit.estimates().standard_errors(), robust);
        }
    }
    fewest.judge(name, answers.len());
    assert_eq!(answers.len(), sets);
}

#[test]
fn poisson_agrees_with_statsmodels() {
    check_counts("poisson", Family::Poisson, 50);
}

#[test]
fn negative_binomial_agrees_with_statsmodels() {
    check_counts("negative_binomial", Family::NegativeBinomial, 50);
}

#[test]
fn truncated_models_agree_with_statsmodels() {
    check_counts("truncated_poisson", Family::TruncatedPoisson, 50);
    check_counts("truncated_negative_binomial", Family::TruncatedNegativeBinomial, 50);
}

#[test]
fn on_site_models_agree_with_statsmodels_and_mpmath() {
    check_counts("on_site_poisson", Family::OnSitePoisson, 10);
    check_counts("on_site_negative_binomial", Family::OnSiteNegativeBinomial, 20);
}

#[test]
fn answers_to_bids_agree_with_statsmodels() {
    for (name, link) in [("logit", LinkFunction::Logit), ("probit", LinkFunction::Probit)] {
        let answers = answers(name);
        let mut fewest = Fewest::default();
        for answer in &answers {
            let (full, _) = sample(name, answer.seed);
            // x3 takes the place of the bid.
            let mut without = Sample::new("y", full.response().to_vec()).intercept();
            for name in ["x1", "x2"] {
                without = without.regressor(name, full.values(name).unwrap().to_vec());
            }
            let fit = |errors| {
                single_bounded(&without, full.values("x3").unwrap(), Bid::Linear, link, errors).unwrap()
            };
            let classical = fit(StandardErrors::Classical);
            fewest.estimates(classical.estimates(), classical.log_likelihood(), answer);
            let robust = fit(StandardErrors::Hc0).estimates().standard_errors();
            fewest.all("robust errors", &robust, &answer.others[2..]);
        }
        fewest.judge(name, answers.len());
        assert_eq!(answers.len(), 10);
    }
}

#[test]
fn payment_cards_agree_with_mpmath() {
    for (name, spread) in
        [("normal_cards", PayDistribution::Normal), ("lognormal_cards", PayDistribution::Lognormal)]
    {
        let answers = answers(name);
        let mut fewest = Fewest::default();
        for answer in &answers {
            let (low, high) = sample(name, answer.seed);
            let fit = payment_card(&low, &high, spread, StandardErrors::Classical).unwrap();
            fewest.estimates(fit.estimates(), fit.log_likelihood(), answer);
        }
        fewest.judge(name, answers.len());
        assert_eq!(answers.len(), 4);
    }
}
