//! What figures are made of fits: surplus, willingness to pay, premiums.

use ecovalue::regression::contingent::{
    Bid, LinkFunction, PayDistribution, WillingnessToPay, payment_card, single_bounded,
};
use ecovalue::regression::count::{Family, fit, negative_binomial, poisson};
use ecovalue::regression::travel_cost::{
    Choke, DemandForm, Rate, Zone, double_log_surplus, linear_surplus, semi_log_surplus, surplus_per_visit,
    zonal,
};
use ecovalue::regression::{Sample, Simulation, StandardErrors, least_squares};

use crate::digits;
use crate::generator::sample;

/// ∫ f from 0 to an end, by Simpson's rule.
fn area(end: f64, f: impl Fn(f64) -> f64) -> f64 {
    let n = 2000;
    let h = end / f64::from(n);
    let inner: f64 = (1..n).map(|k| f(f64::from(k) * h) * if k % 2 == 1 { 4.0 } else { 2.0 }).sum();
    (f(0.0) + inner + f(end)) * h / 3.0
}

#[test]
fn surplus_is_the_area_below_demand() {
    let choke = Choke::At(80.0);
    let linear = linear_surplus(3.0, -0.02, choke).unwrap();
    assert!(digits(linear, area(80.0, |x| 3.0 - 0.02 * x)) > 12.0);
    // Beyond the end of a straight line nobody comes.
    assert_eq!(linear_surplus(3.0, -0.02, Choke::At(1e6)).unwrap(), 9.0 / 0.04);
    assert_eq!(linear_surplus(-1.0, -0.02, choke).unwrap(), 0.0);
    let semi_log = semi_log_surplus(3.0, -0.02, choke).unwrap();
    assert!(digits(semi_log, area(80.0, |x| 3.0 * (-0.02 * x).exp())) > 12.0);
    for elasticity in [-0.4, -1.0, -2.5] {
        let double_log = double_log_surplus(3.0, elasticity, 40.0, choke).unwrap();
        assert!(digits(double_log, area(80.0, |x| 3.0 * ((40.0 + x) / 40.0).powf(elasticity))) > 11.0);
    }
    // Near −1 the form of the integral changes, its value does not.
    let near = double_log_surplus(1.0, -1.0 + 1e-12, 40.0, choke).unwrap();
    assert!(digits(near, double_log_surplus(1.0, -1.0, 40.0, choke).unwrap()) > 11.0);
    for value in [linear_surplus(f64::NAN, -1.0, choke), semi_log_surplus(1.0, f64::NAN, choke)] {
        assert!(value.unwrap().is_nan());
    }
}

fn zones() -> Vec<Zone> {
    let zone = |name: &str, population: f64, cost: f64, rate: f64| Zone {
        name: name.to_owned(),
        population,
        visits: population * rate,
        cost,
        others: vec![],
    };
    vec![
        zone("a", 5e4, 20.0, 0.5),
        zone("b", 2e5, 60.0, 0.3),
        zone("c", 9e5, 120.0, 0.06),
        zone("d", 3e6, 200.0, 0.02),
    ]
}

#[test]
fn zonal_surplus_is_the_integral_of_the_demand_of_the_site() {
    for form in [DemandForm::Linear, DemandForm::SemiLog, DemandForm::DoubleLog] {
        let demand = zonal(&zones(), &[], form).unwrap();
        for rate in [Rate::Fitted, Rate::Observed] {
            let surplus = demand.surplus(Choke::At(150.0), rate).unwrap();
            let by_rule = area(150.0, |x| demand.visits(x, rate).unwrap());
            assert!(digits(surplus, by_rule) > 5.0, "{form:?} {rate:?} {surplus} {by_rule}");
        }
        let visits: f64 = zones().iter().map(|zone| zone.visits).sum();
        assert!(digits(demand.visits(0.0, Rate::Observed).unwrap(), visits) > 14.0);
    }
    let demand = zonal(&zones(), &[], DemandForm::SemiLog).unwrap();
    let simulation = Simulation { draws: 2000, ..Simulation::default() };
    let interval = demand.simulate(Choke::Unbounded, Rate::Fitted, simulation).unwrap();
    let surplus = demand.surplus(Choke::Unbounded, Rate::Fitted).unwrap();
    assert!(interval.low < surplus && surplus < interval.high && interval.left_out < 0.5);
}

#[test]
fn surplus_per_visit_has_quantiles_of_its_coefficient() {
    let (data, _) = sample("poisson", 2);
    let negative: Vec<f64> = data.values("x1").unwrap().iter().map(|x| 100.0 - 40.0 * x).collect();
    let data = Sample::new("visits", data.response().to_vec()).intercept().regressor("cost", negative);
    let fit = poisson(&data).unwrap();
    let simulation = Simulation { draws: 20_000, seed: 7, level: 0.9 };
    let surplus = surplus_per_visit(fit.estimates(), "cost", Choke::Unbounded, simulation).unwrap();
    // −1/b is monotone, so its quantiles are those of b.
    let (low, high) = fit.estimates().interval("cost", 0.9).unwrap();
    assert!(
        digits(surplus.simulated.low, -1.0 / low) > 1.5 && digits(surplus.simulated.high, -1.0 / high) > 1.5
    );
    assert_eq!(surplus.simulated.left_out, 0.0);
    let again = surplus_per_visit(fit.estimates(), "cost", Choke::Unbounded, simulation).unwrap();
    assert_eq!(surplus, again);
    let capped = surplus_per_visit(fit.estimates(), "cost", Choke::At(30.0), simulation).unwrap();
    assert!(capped.estimate < 30.0 && capped.estimate < surplus.estimate);
}

#[test]
fn willingness_to_pay_is_the_area_below_the_share_of_yes() {
    let bids: Vec<f64> = (0..60).map(|k| 5.0 + f64::from(k % 6) * 12.0).collect();
    let yes = |k: u32, bid: f64| f64::from(u8::from(f64::from((k * 37) % 60) / 60.0 < 1.05 - bid / 80.0));
    let answers: Vec<f64> = (0..60).zip(&bids).map(|(k, bid)| yes(k, *bid)).collect();
    let sample = Sample::new("yes", answers).intercept();
    for link in [LinkFunction::Logit, LinkFunction::Probit] {
        for bid in [Bid::Linear, Bid::Log] {
            let fit = single_bounded(&sample, &bids, bid, link, StandardErrors::Classical).unwrap();
            let &[a, b] = fit.estimates().values() else { panic!("two coefficients") };
            let share = |eta: f64| match link {
                LinkFunction::Logit => 1.0 / (1.0 + (-eta).exp()),
                LinkFunction::Probit => ecovalue::regression::distribution::normal_probability(eta),
            };
            let at = |price: f64| match bid {
                Bid::Linear => share(a + b * price),
                Bid::Log if price <= 0.0 => 1.0,
                Bid::Log => share(a + b * price.ln()),
            };
            let median = fit.willingness(WillingnessToPay::Median).unwrap();
            assert!((at(median) - 0.5).abs() < 1e-12);
            let mean = fit.willingness(WillingnessToPay::MeanAboveZero).unwrap();
            // The tail of the log-logit beyond the end is a power.
            let (end, tail) = match (bid, link) {
                (Bid::Log, LinkFunction::Logit) => (1e4, at(1e4) * 1e4 / (-b - 1.0)),
                _ => (2000.0, 0.0),
            };
            let by_rule = area(end, at) + tail;
            assert!(digits(mean, by_rule) > 2.5, "{link:?} {bid:?} {mean} {by_rule}");
            let interval = fit.simulate(WillingnessToPay::Median, Simulation::default()).unwrap();
            assert!(interval.low < median && median < interval.high);
        }
    }
}

#[test]
fn cards_with_one_amount_are_a_regression() {
    let values = [12.0, 15.0, 9.0, 30.0, 22.0, 18.0];
    let low = Sample::new("low", values.to_vec()).intercept();
    let fit = payment_card(&low, &values, PayDistribution::Normal, StandardErrors::Classical).unwrap();
    let linear = least_squares(&low).unwrap();
    assert!(digits(fit.willingness(WillingnessToPay::Mean).unwrap(), linear.estimates().values()[0]) > 12.0);
    let deviation = (linear.squared_residuals() / 6.0).sqrt();
    assert!(digits(fit.estimates().values()[1], deviation) > 12.0);
    assert!(digits(fit.log_likelihood(), linear.log_likelihood()) > 12.0);
}

#[test]
fn units_and_order_of_regressors_do_not_matter() {
    let (data, _) = sample("negative_binomial", 2);
    let column = |name: &str, factor: f64, shift: f64| -> Vec<f64> {
        data.values(name).unwrap().iter().map(|x| x * factor + shift).collect()
    };
    let plain = Sample::new("y", data.response().to_vec()).intercept();
    let plain = plain.regressor("a", column("x1", 1.0, 0.0)).regressor("b", column("x2", 1.0, 0.0));
    // A year and an income in cents.
    let scaled =
        Sample::new("y", data.response().to_vec()).regressor("b", column("x2", 1e9, 0.0)).intercept();
    let scaled = scaled.regressor("a", column("x1", 1.0, 2020.0));
    let (first, second) = (negative_binomial(&plain).unwrap(), negative_binomial(&scaled).unwrap());
    for (name, factor) in [("a", 1.0), ("b", 1e9), ("alpha", 1.0)] {
        let (found, wanted) =
            (second.estimates().coefficient(name).unwrap(), first.estimates().coefficient(name).unwrap());
        assert!(digits(found.estimate * factor, wanted.estimate) > 10.0, "{name}");
        assert!(digits(found.standard_error * factor, wanted.standard_error) > 10.0, "{name}");
    }
    assert!(digits(second.log_likelihood(), first.log_likelihood()) > 13.0);
}

#[test]
fn weights_are_rows_that_stand_so_many_times() {
    let (once, weights) = (vec![0.0, 1.0, 4.0, 9.0], vec![3.0, 2.0, 2.0, 1.0]);
    let repeated = vec![0.0, 0.0, 0.0, 1.0, 1.0, 4.0, 4.0, 9.0];
    for family in [Family::Poisson, Family::NegativeBinomial] {
        let by_weight = Sample::new("y", once.clone()).intercept().weights(weights.clone());
        let by_weight = fit(&by_weight, family, StandardErrors::Classical).unwrap();
        let by_row = Sample::new("y", repeated.clone()).intercept();
        let by_row = fit(&by_row, family, StandardErrors::Classical).unwrap();
        for (a, b) in by_weight.estimates().values().iter().zip(by_row.estimates().values()) {
            assert!(digits(*a, *b) > 10.0);
        }
        assert!(digits(by_weight.log_likelihood(), by_row.log_likelihood()) > 13.0);
        assert!(digits(by_weight.deviance().unwrap(), by_row.deviance().unwrap()) > 10.0);
    }
}

#[test]
fn a_perfect_fit_has_no_errors() {
    let fit =
        least_squares(&Sample::new("y", vec![1.0, 2.0, 3.0]).intercept().regressor("x", vec![0.0, 1.0, 2.0]));
    let fit = fit.unwrap();
    assert_eq!(fit.squared_residuals(), 0.0);
    assert_eq!(fit.r_squared(), 1.0);
    assert_eq!(fit.estimates().coefficient("x").unwrap().p_value, 0.0);
    assert!(fit.summary().to_string().contains("inf"));
}
