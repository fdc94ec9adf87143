//! Damaged texts: bytes are changed, cut, doubled and exchanged; nothing may panic or take long.
//!
//! `ECOVALUE_MUTATIONS` is the number of texts for each reader.

use std::time::{Duration, Instant};

use ecovalue::extent::crosswalk::Crosswalk;
use ecovalue::input::manifest::Manifest;
use ecovalue::input::parcels;
use ecovalue::parameter::profile::{Profile, shipped_text};
use ecovalue::table::Table;
use ecovalue::{Findings, Parameters, Statistics};

use crate::common::{CELLS, PARAMETERS, RUN, STATISTICS};

/// Texts for each reader when nothing is said.
const FEW: u64 = 350;
/// A hang is what takes longer.
const HANG: Duration = Duration::from_secs(1);

/// Texts that often matter, to be put anywhere.
const PIECES: [&str; 40] = [
    "\"",
    "\"\"",
    ",",
    "\n",
    "\r",
    "\r\n",
    "=",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "'",
    "'''",
    "\"\"\"",
    "#",
    ".",
    "-",
    "nan",
    "inf",
    "1e309",
    "-1e308",
    "9223372036854775808",
    "0x1p",
    "\0",
    "\u{feff}",
    "\u{1b}[0m",
    "亿元",
    "万",
    "10^12",
    "ln(",
    "/",
    "%",
    "11e",
    "99",
    "\\u0000",
    "=1+1",
    "key",
    "\u{202e}",
];

/// Numbers of a fixed sequence (splitmix64).
struct Sequence(u64);

impl Sequence {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }
}

/// A seed with one to eight changes.
fn damaged(seed: &[u8], random: &mut Sequence) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=random.below(8) {
        let at = random.below(bytes.len() + 1);
        let length = random.below(24).min(bytes.len() - at);
        match random.below(7) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            1 if at < bytes.len() => bytes[at] = u8::try_from(random.below(256)).unwrap(),
            2 => drop(bytes.drain(at..at + length)),
            3 => {
                let part = bytes[at..at + length].to_vec();
                let to = random.below(bytes.len() + 1);
                bytes.splice(to..to, part);
            }
            4 => bytes.truncate(at),
            _ => {
                let piece = PIECES[random.below(PIECES.len())].bytes();
                bytes.splice(at..at, piece);
            }
        }
    }
    bytes
}

fn count() -> u64 {
    #[allow(clippy::disallowed_methods, reason = "a test may be asked for more")]
    let said = std::env::var("ECOVALUE_MUTATIONS").ok();
    said.and_then(|said| said.parse().ok()).unwrap_or(FEW)
}

/// Reads so many damaged texts; every finding must have a text with a place and a hint.
fn torture(what: &str, seeds: &[&str], read: impl Fn(&str) -> Result<(), Findings>) {
    let mut random = Sequence(2019);
    let (mut good, mut slowest) = (0_u64, (Duration::ZERO, String::new()));
    for round in 0..count() {
        let seed = seeds[usize::try_from(round).unwrap() % seeds.len()];
        let bytes = damaged(seed.as_bytes(), &mut random);
        // Readers of files refuse bytes that are no text; here they become one.
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let start = Instant::now();
        let result = read(&text);
        let taken = start.elapsed();
        if taken > slowest.0 {
            slowest = (taken, text.clone());
        }
        match result {
            Ok(()) => good += 1,
            Err(findings) => {
                assert!(!findings.as_slice().is_empty(), "{text:?}");
                for error in findings.as_slice() {
                    assert!(
                        !error.hint().to_string().is_empty() && !error.message().to_string().is_empty(),
                        "{error}\n{text:?}"
                    );
                    assert!(error.place().file.is_some(), "{error}\n{text:?}");
                    assert!(!error.to_string().chars().any(char::is_control), "{error:?}");
                }
            }
        }
    }
    println!("{what}: {} damaged texts, {good} still good, no panic, longest {:?}", count(), slowest.0);
    assert!(slowest.0 < HANG, "{what}: {:?} for {:?}", slowest.0, slowest.1);
}

#[test]
fn damaged_tables_of_parcels() {
    let manifest = Manifest::parse("run.toml", RUN).unwrap();
    let crosswalk = Crosswalk::identity();
    torture("parcels", &[CELLS], |text| {
        let table = Table::parse("cells.csv", text)?;
        parcels::read(table, &manifest.cells, &crosswalk, &manifest.layers, &manifest.excludes).map(drop)
    });
}

#[test]
fn damaged_statistics() {
    let example = include_str!("../../examples/beibei_2019/statistics.csv");
    torture("statistics", &[STATISTICS, example], |text| {
        Statistics::from_table(&Table::parse("statistics.csv", text)?).map(drop)
    });
}

#[test]
fn damaged_parameters() {
    let shipped = include_str!("../../src/parameter/data/water_retention.csv");
    let base = Parameters::shipped();
    torture("parameters", &[PARAMETERS, shipped], |text| {
        base.clone().with_local(&Table::parse("parameters.csv", text)?).map(drop)
    });
}

#[test]
fn damaged_crosswalks() {
    let seeds = [
        include_str!("../../src/extent/data/crosswalks/igbp.csv"),
        include_str!("../../src/extent/data/crosswalks/gbt21010.csv"),
    ];
    torture("crosswalk", &seeds, |text| {
        let crosswalk = Crosswalk::from_table("own.csv", &Table::parse("own.csv", text)?)?;
        for code in ["1", "0701", "", "*", "十"] {
            let _ = crosswalk.ecosystem(code);
        }
        Ok(())
    });
}

#[test]
fn damaged_runs() {
    let seeds = [
        RUN,
        include_str!("../../examples/beibei_2019/run.toml"),
        include_str!("../../examples/sichuan_basin_2019/run.toml"),
    ];
    torture("run.toml", &seeds, |text| Manifest::parse("run.toml", text).map(drop));
}

#[test]
fn damaged_profiles() {
    let derived = "id = 'own'\nextends = 'hj1173_2021'\n[service.water_retention]\nvalue = 'reservoir_cost_annualised'\n";
    let seeds = [shipped_text("hj1173_2021").unwrap(), shipped_text("ganzi2017").unwrap(), derived];
    torture("profile", &seeds, |text| Profile::parse("own.toml", text).map(drop));
}

#[test]
fn damaged_units() {
    let seeds =
        ["10^4 CNY/mu", "tC/(km2 a)", "万元/亩", "previous year = 100", "g C m-2 yr-1", "ln(10^4 m3)"];
    torture("unit", &seeds, |text| {
        let unit = text.parse::<ecovalue::unit::Unit>();
        // Half of the findings of a unit have their place only from the table around it.
        let unit = unit.map_err(|error| error.at(ecovalue::error::Place::file("units.csv")))?;
        for other in ["m2", "CNY", "1", "degC"] {
            if let Ok(conversion) = unit.to(&other.parse().unwrap()) {
                assert!(conversion.apply(1.0).is_finite(), "{text}");
            }
        }
        Ok(())
    });
}
