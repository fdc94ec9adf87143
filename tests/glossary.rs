//! The glossary names everything that the registries hold, in both languages.
//!
//! Its tables below the mark are written from the registries; `ECOVALUE_UPDATE=1` writes them anew.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use ecovalue::driver;
use ecovalue::index::IndexId;
use ecovalue::input::statistics::STATISTICS;
use ecovalue::quantity::{QUANTITIES, Quantity};
use ecovalue::service::{Category, REGISTRY, STANDARD_SERVICES, Service};

/// Everything behind this line is written by the test.
const MARK: &str = "<!-- generated: ECOVALUE_UPDATE=1 cargo test --test glossary -->\n";

fn source(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file)
}

/// The symbol that an equation begins with: `Q` of `Q = A · F`, of `Q as given`, and of `Q`.
fn symbol(equation: &str) -> &str {
    let end = [" = ", " as ", " / "].iter().filter_map(|sign| equation.find(sign)).min();
    let symbol = equation.get(..end.unwrap_or(equation.len())).unwrap_or_default();
    if symbol.contains(' ') { "" } else { symbol }
}

fn head(page: &mut String, title: &str, text: &str, columns: &[&str]) {
    let _ = writeln!(page, "\n## {title}\n\n{text}\n\n| {} |", columns.join(" | "));
    let _ = writeln!(page, "|{}", "---|".repeat(columns.len()));
}

fn services(page: &mut String) {
    head(
        page,
        "Services",
        "Services of the standards and their category; those without a place have no equation here yet.",
        &["English", "Chinese", "category", "where"],
    );
    for (id, english, chinese) in STANDARD_SERVICES {
        let known = REGISTRY.iter().find(|service| service.id == *id);
        let (category, place) = known.map_or((String::new(), format!("`{id}`")), |service| {
            let (english, chinese) = service.category.names();
            (format!("{english}（{chinese}）"), format!("[`service::{id}`](crate::service::{id})"))
        });
        let _ = writeln!(page, "| {english} | {chinese} | {category} | {place} |");
    }
}

/// The symbol of an indicator: of its quantity, or of its value where it has none.
fn of_indicator(service: &'static Service, id: &str) -> &'static str {
    let supplies = service.physical.iter().flat_map(|physical| physical.supplies);
    let quantity = supplies.filter(|supply| supply.indicator == id).map(|supply| symbol(supply.formula));
    let rules = service.values.iter().flat_map(|valuation| valuation.rules);
    let value = rules.filter(|rule| rule.indicator() == id).map(|rule| symbol(rule.formula()));
    quantity.chain(value).find(|symbol| !symbol.is_empty()).unwrap_or_default()
}

fn indicators(page: &mut String) {
    head(
        page,
        "Indicators",
        "What services count; `CNY` for what is counted in money alone.",
        &["English", "Chinese", "symbol", "unit", "where"],
    );
    for service in REGISTRY {
        for indicator in service.indicators {
            let symbol = of_indicator(service, indicator.id);
            let _ = writeln!(
                page,
                "| {} | {} | {} | `{}` | [`{}`](crate::service::{4})`.{}` |",
                indicator.name, indicator.name_zh, symbol, indicator.unit, service.id, indicator.id
            );
        }
    }
}

/// The name of a quantity in Rust.
fn constant(quantity: &Quantity) -> String {
    let text = fs::read_to_string(source("quantity.rs")).unwrap();
    let opening = format!(" = (\"{}\",", quantity.id);
    let line = text.lines().find(|line| line.contains(&opening)).unwrap();
    line.split(": ").next().unwrap().trim().to_owned()
}

fn quantities(page: &mut String) {
    head(
        page,
        "Columns of cells and drivers",
        "What a cell can carry: layers of a run, coefficients by ecosystem type, and what drivers make.",
        &["English", "Chinese", "symbol", "unit", "where", "drivers"],
    );
    for quantity in QUANTITIES {
        let drivers: Vec<_> = driver::registry().filter(|driver| driver.output.id == quantity.id).collect();
        let links: Vec<String> = drivers.iter().map(|driver| format!("`{}`", driver.id)).collect();
        let _ = writeln!(
            page,
            "| {} | {} | {} | `{}` | [`{}`](crate::quantity::{}) | {} |",
            quantity.name,
            quantity.name_zh,
            drivers.first().map_or("", |driver| symbol(driver.formula)),
            quantity.unit,
            quantity.id,
            constant(quantity),
            links.join(", ")
        );
    }
}

fn statistics(page: &mut String) {
    head(
        page,
        "Statistics",
        "Keys of [`statistics.csv`](crate::input::statistics::STATISTICS).",
        &["English", "Chinese", "unit", "key"],
    );
    for known in STATISTICS {
        let _ = writeln!(page, "| {} | {} | `{}` | `{}` |", known.name, known.name_zh, known.unit, known.key);
    }
}

fn generated() -> String {
    let mut page = String::new();
    services(&mut page);
    indicators(&mut page);
    quantities(&mut page);
    statistics(&mut page);
    page
}

/// Rows of tables; every column of each.
fn rows(page: &str) -> Vec<Vec<&str>> {
    let lines = page.lines().filter(|line| line.starts_with("| "));
    lines.map(|line| line.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

/// The page as it stands, and as it should; written anew first where that is asked for.
static PAGE: LazyLock<(String, String)> = LazyLock::new(|| {
    let file = source("glossary.md");
    let page = fs::read_to_string(&file).unwrap();
    let by_hand = page.split(MARK).next().unwrap();
    let expected = format!("{by_hand}{MARK}{}", generated());
    #[allow(clippy::disallowed_methods, reason = "a test may be asked to write anew")]
    if std::env::var("ECOVALUE_UPDATE").is_ok() {
        fs::write(&file, &expected).unwrap();
        return (expected.clone(), expected);
    }
    (page, expected)
});

#[test]
fn the_tables_are_those_of_the_registries() {
    let (page, expected) = &*PAGE;
    for (line, agreed) in expected.lines().zip(page.lines()) {
        assert_eq!(line, agreed, "ECOVALUE_UPDATE=1 writes the tables anew");
    }
    assert_eq!(expected.lines().count(), page.lines().count(), "ECOVALUE_UPDATE=1 writes the tables anew");
}

#[test]
fn everything_has_a_row_with_both_names_and_its_unit() {
    let page = &PAGE.0;
    let rows = rows(page);
    let has = |english: &str, chinese: &str, place: &str| {
        let fits = |row: &&Vec<&str>| {
            row.first() == Some(&english)
                && row.get(1) == Some(&chinese)
                && row.iter().any(|cell| cell.contains(place))
        };
        assert!(rows.iter().any(|row| fits(&row)), "{english} ({chinese}), {place}");
    };
    for (id, english, chinese) in STANDARD_SERVICES {
        has(english, chinese, id);
    }
    for service in REGISTRY {
        assert!(STANDARD_SERVICES.iter().any(|(id, ..)| *id == service.id), "{}", service.id);
        assert!(page.contains(service.name_zh), "{}", service.name_zh);
        for indicator in service.indicators {
            has(indicator.name, indicator.name_zh, &format!(".{}`", indicator.id));
        }
    }
    for quantity in QUANTITIES {
        has(quantity.name, quantity.name_zh, &format!("[`{}`]", quantity.id));
    }
    for known in STATISTICS {
        has(known.name, known.name_zh, &format!("`{}`", known.key));
    }
    for driver in driver::registry() {
        assert!(page.contains(&format!("`{}`", driver.id)), "{}", driver.id);
    }
    for category in [Category::Provisioning, Category::Regulating, Category::Cultural, Category::CrossCheck] {
        assert!(page.contains(category.names().1), "{category:?}");
    }
}

#[test]
fn every_index_and_every_term_of_money_has_a_row() {
    let by_hand = PAGE.0.split(MARK).next().unwrap();
    // Totals of satellite accounts and cross-checks are those of GEP by another name.
    let of_gep = |id: &IndexId| !id.code().starts_with("satellite") && !id.code().starts_with("cross_check");
    for index in IndexId::ALL.into_iter().filter(of_gep).map(IndexId::code) {
        assert!(by_hand.contains(&format!("`{index}`")), "{index}");
    }
    for term in ["现价", "可比价", "实物量", "价值量", "核算方案", "基准年", "单价", "价格指数"]
    {
        assert!(by_hand.contains(term), "{term}");
    }
    for row in rows(by_hand) {
        assert_eq!(row.len(), 5, "{row:?}");
    }
}
