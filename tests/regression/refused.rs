//! What no model is fitted to.

use ecovalue::Findings;
use ecovalue::error::Code;
use ecovalue::regression::contingent::{
    Bid, LinkFunction, PayDistribution, interval_midpoints, payment_card, single_bounded,
};
use ecovalue::regression::count::{self, Family, negative_binomial, poisson, truncated_poisson};
use ecovalue::regression::hedonic::hedonic;
use ecovalue::regression::travel_cost::{Choke, double_log_surplus, linear_surplus};
use ecovalue::regression::{Sample, Simulation, StandardErrors, least_squares};
use ecovalue::table::Table;
use ecovalue::wording::Language;

#[track_caller]
fn refused<T>(result: Result<T, impl Into<Findings>>, code: Code, says: &str) {
    let Err(findings) = result.map_err(Into::into) else { panic!("nothing is refused, expected {code:?}") };
    let text = findings.to_string();
    assert_eq!(findings.as_slice()[0].code(), code, "{text}");
    assert!(text.contains(says), "{says}: {text}");
    for error in findings.as_slice() {
        assert!(error.hint().to_string().len() > 8, "{text}");
        for message in [error.message(), error.hint()] {
            let chinese = message.say(Language::Chinese);
            assert!(chinese.chars().any(|c| ('一'..='鿿').contains(&c)), "{chinese}");
        }
    }
}

fn counts(y: &[f64]) -> Sample {
    Sample::new("visits", y.to_vec()).intercept()
}

#[test]
fn collinear_regressors_are_named() {
    let (a, b) = (vec![1.0, 2.0, 4.0, 8.0, 5.0], vec![3.0, 1.0, 0.5, 7.0, 2.0]);
    let c: Vec<f64> = a.iter().zip(&b).map(|(a, b)| 0.1 * a - 1e6 * b + 3.0).collect();
    let y = counts(&[1.0, 0.0, 2.0, 5.0, 1.0]);
    let sample = y.regressor("income", a).regressor("cost", b).regressor("budget", c);
    for says in ["`income`", "`cost`", "`budget`", "EV-S001"] {
        refused(least_squares(&sample), Code::Collinear, says);
        refused(poisson(&sample), Code::Collinear, says);
    }
    let zeros = counts(&[1.0, 2.0, 3.0]).regressor("never", vec![0.0; 3]);
    refused(least_squares(&zeros), Code::Collinear, "`never` is 0 in every row");
}

#[test]
fn rows_and_columns() {
    refused(least_squares(&counts(&[1.0]).regressor("x", vec![2.0])), Code::TooFewRows, "1 row for 2");
    refused(negative_binomial(&counts(&[3.0])), Code::TooFewRows, "1 row for 2");
    refused(poisson(&counts(&[])), Code::TooFewRows, "0 rows");
    refused(poisson(&Sample::new("y", vec![1.0])), Code::BadValue, "no regressor");
    refused(
        poisson(&counts(&[1.0, 2.0]).regressor("x", vec![1.0])),
        Code::BadValue,
        "1 value, the response has 2",
    );
    let twice = counts(&[1.0, 2.0, 3.0]).intercept();
    refused(least_squares(&twice), Code::Column, "duplicate regressor `intercept`");
}

#[test]
fn values_that_are_no_numbers_are_named_with_their_rows() {
    let sample = counts(&[1.0, f64::NAN, 2.0]).regressor("cost", vec![1.0, 2.0, f64::INFINITY]);
    refused(least_squares(&sample), Code::NotFinite, "line 2, `visits`");
    refused(poisson(&sample), Code::NotFinite, "line 3, `cost`");
    refused(poisson(&counts(&[1.0, 2.0]).offset(vec![0.0, f64::NAN])), Code::NotFinite, "line 2, `offset`");
    let table = Table::parse("trips.csv", "visits,cost\n4,10\n,40\n3,far\n").unwrap();
    let findings = Sample::from_table(&table, "visits", &["cost"]).unwrap_err();
    assert_eq!(findings.as_slice().len(), 2);
    assert!(findings.to_string().contains("trips.csv, line 4, `cost`"), "{findings}");
}

#[test]
fn weights() {
    let sample = counts(&[1.0, 2.0, 3.0]);
    refused(least_squares(&sample.clone().weights(vec![0.0; 3])), Code::Weight, "line 1, `weights`");
    refused(poisson(&sample.clone().weights(vec![1.0, -1.0, 1.0])), Code::Weight, "line 2");
    refused(poisson(&sample.weights(vec![1.0, f64::NAN, 1.0])), Code::NotFinite, "line 2");
}

#[test]
fn responses_that_are_no_counts() {
    refused(poisson(&counts(&[1.0, -2.0, 0.0])), Code::Response, "line 2, `visits`: -2 is not a count");
    refused(poisson(&counts(&[1.0, 2.5])), Code::Response, "2.5 is not a count");
    refused(truncated_poisson(&counts(&[1.0, 0.0, 3.0])), Code::Response, "visitors only");
    refused(negative_binomial(&counts(&[1.0, 1e8])), Code::Limit, "10^7");
    assert!(poisson(&counts(&[1.0, 1e12])).is_ok());
    for family in Family::ALL {
        let floor = counts(&[family.floor(); 5]);
        refused(count::fit(&floor, family, StandardErrors::Classical), Code::AllZero, "every count is");
    }
    let prices = Sample::new("price", vec![3.0, 0.0]).intercept();
    refused(hedonic(&prices, StandardErrors::Classical), Code::Response, "line 2, `price`");
}

#[test]
fn separation() {
    // Nobody came by boat.
    let boat = vec![0.0, 0.0, 0.0, 1.0, 1.0, 0.0];
    let sample = counts(&[3.0, 1.0, 0.0, 0.0, 0.0, 2.0]).regressor("boat", boat);
    refused(poisson(&sample), Code::Separation, "`boat`");
    refused(negative_binomial(&sample), Code::Separation, "`boat`");
    let ones = Sample::new("visits", sample.response().iter().map(|y| y + 1.0).collect())
        .intercept()
        .regressor("boat", sample.values("boat").unwrap().to_vec());
    refused(truncated_poisson(&ones), Code::Separation, "`boat`");
    // A regressor that those who came do not have, but that has both signs among the others, has an estimate.
    let mixed = vec![0.0, 0.0, 1.0, -1.0, 2.0, 0.0];
    let sample = counts(&[3.0, 1.0, 0.0, 0.0, 0.0, 2.0]).regressor("mixed", mixed);
    assert!(poisson(&sample).is_ok());
    // Two such regressors of which only a difference tells.
    let (a, b) = (vec![0.0, 0.0, 2.0, 1.0, 0.0, 0.0], vec![0.0, 0.0, 1.0, -1.0, -2.0, 0.0]);
    let sample = counts(&[3.0, 1.0, 0.0, 0.0, 0.0, 2.0]).regressor("a", a).regressor("b", b);
    refused(poisson(&sample), Code::Separation, "`a`, `b`");
    // Everyone says yes below 30 and no above.
    let answers = Sample::new("yes", vec![1.0, 1.0, 0.0, 0.0]).intercept();
    for link in [LinkFunction::Logit, LinkFunction::Probit] {
        let bids = [10.0, 20.0, 40.0, 50.0];
        let fit = single_bounded(&answers, &bids, Bid::Linear, link, StandardErrors::Classical);
        refused(fit, Code::Separation, "`bid`");
    }
}

#[test]
fn counts_that_vary_less_than_poisson() {
    let sample = counts(&[3.0, 3.0, 4.0, 3.0, 4.0, 3.0]);
    refused(negative_binomial(&sample), Code::Boundary, "`alpha` goes to 0");
    assert!(poisson(&sample).is_ok());
}

#[test]
fn bounds_and_answers() {
    let answers = Sample::new("yes", vec![1.0, 0.5]).intercept();
    let fit = |sample: &Sample, bids: &[f64], bid| {
        single_bounded(sample, bids, bid, LinkFunction::Logit, StandardErrors::Classical)
    };
    refused(fit(&answers, &[1.0, 2.0], Bid::Linear), Code::Response, "0.5 is neither 0 nor 1");
    let answers = Sample::new("yes", vec![1.0, 0.0]).intercept();
    refused(fit(&answers, &[1.0, 0.0], Bid::Log), Code::Response, "line 2, `bid`");
    refused(fit(&answers, &[1.0], Bid::Linear), Code::BadValue, "1 bid for 2");
    let alike = Sample::new("yes", vec![1.0, 1.0]).intercept();
    refused(fit(&alike, &[1.0, 2.0], Bid::Linear), Code::AllZero, "alike");

    let low = Sample::new("low", vec![0.0, 10.0]).intercept();
    let cards = |high: &[f64], spread| payment_card(&low, high, spread, StandardErrors::Classical);
    refused(cards(&[5.0, 5.0], PayDistribution::Normal), Code::Response, "below the lower");
    refused(cards(&[0.0, 20.0], PayDistribution::Lognormal), Code::Response, "lognormal");
    refused(cards(&[5.0, f64::NAN], PayDistribution::Normal), Code::NotFinite, "line 2, `high`");
    refused(interval_midpoints(&[0.0, 1.0], &[1.0, f64::INFINITY], 0.95), Code::NotFinite, "line 2");
}

#[test]
fn figures_without_a_value() {
    refused(linear_surplus(1.0, 0.1, Choke::Unbounded), Code::NoSurplus, "does not fall");
    refused(double_log_surplus(1.0, -1.0, 5.0, Choke::Unbounded), Code::NoSurplus, "infinite");
    refused(linear_surplus(1.0, -0.1, Choke::At(-1.0)), Code::BadValue, "choke price");
    let fit = least_squares(&counts(&[1.0, 2.0, 4.0])).unwrap();
    refused(fit.predict(&[1.0, 2.0], 0.95), Code::BadValue, "2 regressors");
    refused(fit.predict(&[1.0], 95.0), Code::BadValue, "level 95");
    refused(fit.estimates().coefficient("intercpt"), Code::Column, "did you mean `intercept`");
    refused(fit.estimates().simulate(Simulation::default(), |_| None), Code::NoSurplus, "none of 10000");
    refused(
        count::fit(&counts(&[1.0, 2.0]), Family::Poisson, StandardErrors::Hc3),
        Code::BadValue,
        "HC3 is not defined",
    );
}
