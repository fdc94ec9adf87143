//! What a code of the EPSG dataset stands for. The tables are made by `tests/oracle/reference_systems.py`.

use super::super::Ellipsoid;
use super::definition::{Definition, Likeness, Parameters, Projection};
use super::method::{Method, plain};
use crate::text;
use crate::wording::{Name, TextArgument};

/// Ellipsoid, prime meridian, names, codes and geographic systems of each datum.
const DATUMS: &str = include_str!("datums.csv");
/// Runs of projected systems.
const PROJECTED: &str = include_str!("projected.csv");

/// A geodetic datum.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Datum {
    pub(super) ellipsoid: Option<Ellipsoid>,
    pub(super) meridian: f64,
    /// `None` for "not specified (based on …)".
    pub(super) name: Option<String>,
    /// Its code, where a key can hold it.
    pub(super) code: Option<u16>,
    /// Whether the system that was asked for is in degrees.
    pub(super) degrees: bool,
}

/// What a code of a projected system stands for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Projected {
    Metres(Definition),
    /// A plane whose unit is not the metre.
    Unit(String),
    /// A plane that is not true to area: the method.
    Distorting(String),
}

/// The datum of a geographic system, by its code.
pub(super) fn datum_of_system(code: u32) -> Option<Datum> {
    find_datum(|_, _, systems| {
        let mut systems = systems.split(' ');
        systems
            .find(|system| system.trim_end_matches('!').parse() == Ok(code))
            .map(|system| !system.ends_with('!'))
    })
}

/// The datum of a code of the key `GeodeticDatumGeoKey`.
pub(super) fn datum(code: u16) -> Option<Datum> {
    find_datum(|_, datums, _| datums.split(' ').any(|known| known.parse() == Ok(code)).then_some(true))
}

/// The datum of a name, as WKT of OGC, ESRI and EPSG spell it.
pub(super) fn datum_named(name: &str) -> Option<Datum> {
    let name = plain_datum(name);
    find_datum(|names, _, _| names.split('|').any(|known| known == name).then_some(true))
}

/// The code of a datum by its name, for the key `GeodeticDatumGeoKey`.
pub(super) fn datum_code(name: &str) -> Option<u16> {
    datum_named(name)?.code
}

/// One spelling of the name of a datum; `None` if the name only says that none is known.
pub(super) fn datum_name(name: &str) -> Option<String> {
    let known = datum_named(name);
    let name = known.map_or_else(|| Some(plain_datum(name)), |datum| datum.name)?;
    (!is_unnamed(&name)).then_some(name)
}

fn is_unnamed(name: &str) -> bool {
    name.is_empty()
        || ["unknown", "notspecified", "unnamed", "userdefined"].iter().any(|no| name.starts_with(no))
}

fn plain_datum(name: &str) -> String {
    let name = name.to_lowercase().replace("ensemble", "");
    plain(name.strip_prefix("d_").unwrap_or(&name))
}

fn find_datum(wanted: impl Fn(&str, &str, &str) -> Option<bool>) -> Option<Datum> {
    DATUMS.lines().skip(1).find_map(|line| {
        let mut fields = line.split(',');
        let (semi_major, flattening) = (number(fields.next()?)?, number(fields.next()?)?);
        let meridian = number(fields.next()?)?;
        let names = fields.next()?;
        let datums = fields.next()?;
        let degrees = wanted(names, datums, fields.next()?)?;
        let code = datums.split(' ').find_map(|code| code.parse().ok());
        let name = names.split('|').next().filter(|name| !is_unnamed(name)).map(str::to_owned);
        Some(Datum { ellipsoid: Ellipsoid::new(semi_major, flattening), meridian, name, code, degrees })
    })
}

/// A projected system, by its code.
pub(super) fn projected(code: u32) -> Option<Projected> {
    if let Some(known) = of_esri(code) {
        return Some(known);
    }
    PROJECTED.lines().skip(1).find_map(|line| {
        let fields: Vec<&str> = line.split(',').collect();
        let &[first, last, method, ref rest @ ..] = fields.as_slice() else { return None };
        let (first, last): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
        (first..=last).contains(&code).then(|| of_run(method, rest, code.saturating_sub(first))).flatten()
    })
}

/// The code of a system, if the tables have it.
pub(super) fn code_of(wanted: &Definition) -> Option<u32> {
    let Some(projection) = &wanted.projection else {
        let codes = DATUMS
            .lines()
            .skip(1)
            .filter_map(|line| line.split(',').nth(5))
            .flat_map(|codes| codes.split(' '));
        let mut codes = codes.filter_map(|code| code.parse().ok());
        return codes.find(|code| {
            let datum = datum_of_system(*code);
            datum.as_ref().is_some_and(|datum| datum.name == wanted.datum)
                && definition(datum, None).compare(wanted) == Likeness::Same
        });
    };
    PROJECTED.lines().skip(1).find_map(|line| {
        let fields: Vec<&str> = line.split(',').collect();
        let &[first, last, method, ref rest @ ..] = fields.as_slice() else { return None };
        if Method::named(method) != projection.method {
            return None;
        }
        let (first, last): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
        (first..=last).find(|code| match of_run(method, rest, code.saturating_sub(first)) {
            Some(Projected::Metres(known)) => known.compare(wanted) == Likeness::Same,
            _ => false,
        })
    })
}

fn of_run(method: &str, rest: &[&str], place: u32) -> Option<Projected> {
    if let Some(unit) = method.strip_prefix("unit ") {
        return Some(Projected::Unit(unit.to_owned()));
    }
    if let Some(name) = method.strip_prefix("not ") {
        return Some(Projected::Distorting(name.to_owned()));
    }
    let value = |index: usize| rest.get(index).map_or(Some(0.0), |text| number(text));
    let geographic = datum_of_system(rest.first()?.parse().ok()?);
    let step = f64::from(place);
    let parameters = Parameters {
        longitude: value(1)? + step * value(2)?,
        easting: value(3)? + step * value(4)?,
        latitude: value(5)?,
        scale: value(6)?,
        northing: value(7)?,
        parallels: [value(8), value(9)],
    };
    let projection = Projection { method: Method::named(method), parameters };
    Some(Projected::Metres(definition(geographic, Some(projection)).settled()))
}

/// A definition on a datum.
pub(super) fn definition(datum: Option<Datum>, projection: Option<Projection>) -> Definition {
    let (ellipsoid, name, prime_meridian) =
        datum.map_or((None, None, 0.0), |datum| (datum.ellipsoid, datum.name, datum.meridian));
    Definition { projection, ellipsoid, datum: name, prime_meridian }
}

/// Systems of the world that ESRI numbered, on a sphere (53…) and on WGS 84 (54…).
fn of_esri(code: u32) -> Option<Projected> {
    let (system, sphere) = match code {
        53_001..=53_099 => (code % 1000, true),
        54_001..=54_099 => (code % 1000, false),
        _ => return None,
    };
    let (name, parallel) = match system {
        1 => ("Plate_Carree", 0.0),
        2 => ("Equidistant_Cylindrical", 60.0),
        3 => ("Miller_Cylindrical", 0.0),
        4 => ("Mercator", 0.0),
        8 => ("Sinusoidal", 0.0),
        9 => ("Mollweide", 0.0),
        10 => ("Eckert_VI", 0.0),
        12 => ("Eckert_IV", 0.0),
        17 => ("Behrmann", 30.0),
        34 => ("Cylindrical_Equal_Area", 0.0),
        11 => return Some(Projected::Distorting("Eckert V".to_owned())),
        13 => return Some(Projected::Distorting("Eckert III".to_owned())),
        16 => return Some(Projected::Distorting("Gall Stereographic".to_owned())),
        21 => return Some(Projected::Distorting("Polyconic".to_owned())),
        27 => return Some(Projected::Distorting("Equidistant Conic".to_owned())),
        30 => return Some(Projected::Distorting("Robinson".to_owned())),
        32 => return Some(Projected::Distorting("Azimuthal Equidistant".to_owned())),
        _ => return None,
    };
    let parameters = Parameters { parallels: [Some(parallel), None], ..Parameters::default() };
    let projection = Projection { method: Method::named(name), parameters };
    let mut definition = definition(datum_of_system(4326), Some(projection));
    if sphere {
        definition.ellipsoid = Ellipsoid::new(6_371_000.0, 0.0);
        definition.datum = None;
    }
    Some(Projected::Metres(definition))
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok()
}

/// Ellipsoid of an EPSG ellipsoid code.
pub(super) fn ellipsoid(code: u16) -> Option<Ellipsoid> {
    Some(match code {
        1024 => Ellipsoid::CGCS2000,
        7004 => Ellipsoid::BESSEL_1841,
        7008 => Ellipsoid::CLARKE_1866,
        7019 => Ellipsoid::GRS80,
        7022 => Ellipsoid::INTERNATIONAL_1924,
        7024 => Ellipsoid::KRASOVSKY,
        7030 => Ellipsoid::WGS84,
        7043 => Ellipsoid::WGS72,
        7049 => Ellipsoid::IAG75,
        _ => return None,
    })
}

/// Name of an EPSG unit of length or angle.
pub(super) fn unit(code: u16) -> TextArgument {
    let (en, zh) = match code {
        9002 => ("feet", "英尺"),
        9003 => ("US survey feet", "美制测量英尺"),
        9030 => ("nautical miles", "海里"),
        9036 => ("kilometres", "千米"),
        9101 => ("radians", "弧度"),
        9103 => ("arc minutes", "角分"),
        9104 => ("arc seconds", "角秒"),
        9105 => ("grads", "百分度"),
        9106 => ("gons", "冈"),
        super::USER_DEFINED => ("a unit of its own", "自定义单位"),
        other => return text!("EPSG unit {0}", "EPSG 单位 {0}", other).into(),
    };
    Name { en, zh }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_tables_is_read() {
        for line in DATUMS.lines().skip(1) {
            let systems = line.split(',').nth(5).unwrap();
            for code in systems.split(' ') {
                assert!(datum_of_system(code.trim_end_matches('!').parse().unwrap()).is_some(), "{line}");
            }
        }
        let mut before = 0;
        for line in PROJECTED.lines().skip(1) {
            let mut codes = line.split(',').map(str::parse::<u32>);
            let (first, last) = (codes.next().unwrap().unwrap(), codes.next().unwrap().unwrap());
            assert!(before < first && first <= last, "{line}");
            before = last;
            let fields: Vec<&str> = line.split(',').collect();
            match of_run(fields[2], &fields[3..], last - first).unwrap() {
                Projected::Metres(definition) => assert!(definition.measure().unwrap().is_some(), "{line}"),
                Projected::Unit(name) | Projected::Distorting(name) => assert!(!name.is_empty()),
            }
        }
    }

    #[test]
    fn a_zone_of_three_degrees_has_its_meridian_and_easting() {
        let Some(Projected::Metres(definition)) = projected(4523) else { panic!() };
        let parameters = definition.projection.unwrap().parameters;
        assert_eq!((parameters.longitude, parameters.easting, parameters.scale), (105.0, 35_500_000.0, 1.0));
        assert_eq!(
            (definition.datum.as_deref(), definition.ellipsoid),
            (Some("china2000"), Some(Ellipsoid::CGCS2000))
        );
    }

    #[test]
    fn names_of_one_datum_are_one() {
        for name in
            ["WGS_1984", "D_WGS_1984", "World Geodetic System 1984 ensemble", "World Geodetic System 1984"]
        {
            assert_eq!(datum_name(name).as_deref(), Some("worldgeodeticsystem1984"), "{name}");
        }
        assert_eq!(datum_name("D_China_2000"), datum_name("China 2000"));
        assert_eq!(datum_name("Unknown based on GRS 1980 ellipsoid"), None);
        assert_eq!(datum_name("D_Krasovsky_1940"), None);
        assert_eq!(datum_name("My datum").as_deref(), Some("mydatum"));
    }
}
