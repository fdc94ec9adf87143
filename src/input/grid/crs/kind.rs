//! What kind of coordinates a set of keys or a text describes.

use super::by_wkt::{self, Described};
use super::codes::{self, Projected};
use super::definition::{Definition, Parameters, Projection};
use super::keys::{GeoKeys, key};
use super::method::Method;
use super::{DEGREES, ESRI_STRING, METRE, USER_DEFINED, by_keys, wkt};
use crate::error::Error;
use crate::wording::{Name, TextArgument};

/// What the coordinates are, as far as an area needs to know.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// None is given.
    Absent,
    /// Longitude and latitude in degrees. Without an ellipsoid there is no area.
    Geographic(Box<Definition>),
    /// Longitude and latitude in another unit.
    OtherAngle(TextArgument),
    /// A plane in metres.
    Projected(Box<Definition>),
    /// A plane in a unit that is named but is not the metre.
    OtherLength(TextArgument),
    /// A plane whose unit is not told.
    UnknownLength,
    /// A plane whose code is not in the tables, and whose method is not told.
    UnknownCode(u16),
    /// A plane whose projection is told in words only.
    InWords,
    /// Geocentric, derived, or a local system.
    Other,
}

impl Kind {
    pub(super) fn definition(&self) -> Option<&Definition> {
        match self {
            Self::Geographic(definition) | Self::Projected(definition) => Some(definition),
            _ => None,
        }
    }

    /// What well-known text describes.
    pub(super) fn of(described: Described) -> Self {
        match described {
            Described::Geographic(definition) => Self::Geographic(Box::new(definition)),
            Described::OtherAngle(unit) => Self::OtherAngle(unit.into()),
            Described::Projected(definition) => Self::Projected(Box::new(definition)),
            Described::OtherLength(unit) => Self::OtherLength(unit.into()),
            Described::Other => Self::Other,
        }
    }
}

pub(super) fn geographic(keys: &GeoKeys, code: Option<u16>) -> Kind {
    let unit = keys.short(key::ANGULAR_UNIT);
    if let Some(unit) = unit.filter(|unit| !DEGREES.contains(unit)) {
        return Kind::OtherAngle(codes::unit(unit));
    }
    let by_code = code.and_then(|code| codes::datum_of_system(u32::from(code)));
    if unit.is_none() && by_code.is_some_and(|datum| !datum.degrees) {
        return Kind::OtherAngle(Name { en: "another unit", zh: "其他单位" }.into());
    }
    Kind::Geographic(Box::new(by_keys::geodetic(keys)))
}

pub(super) fn projected(keys: &GeoKeys, code: Option<u16>) -> Result<Kind, Error> {
    let known = code.and_then(|code| codes::projected(u32::from(code)));
    let metre_by_size = || keys.double(key::LENGTH_UNIT_SIZE).is_some_and(|size| (size - 1.0).abs() < 1e-15);
    match keys.short(key::LENGTH_UNIT) {
        Some(METRE) => {}
        Some(USER_DEFINED) if metre_by_size() => {}
        Some(unit) => return Ok(Kind::OtherLength(codes::unit(unit))),
        None => match &known {
            Some(Projected::Metres(_)) => {}
            Some(Projected::Unit(unit)) => return Ok(Kind::OtherLength(unit.into())),
            _ => match in_citation(keys)? {
                Some(kind) => return Ok(kind),
                None => return Ok(Kind::UnknownLength),
            },
        },
    }
    let plane = |definition| Ok(Kind::Projected(Box::new(definition)));
    match known {
        Some(Projected::Metres(definition)) => return plane(definition),
        Some(Projected::Distorting(name)) => return plane(by_method(keys, Method::Other(name))),
        Some(Projected::Unit(unit)) => return Ok(Kind::OtherLength(unit.into())),
        None => {}
    }
    if let Some(definition) = by_keys::projected(keys) {
        return plane(definition);
    }
    if let Some(kind) = in_citation(keys)? {
        return Ok(kind);
    }
    let words = keys.text(key::PROJECTED_CITATION).or_else(|| keys.text(key::CITATION)).unwrap_or_default();
    let words = words.to_lowercase();
    if ["web_mercator", "web mercator", "pseudo-mercator"].iter().any(|part| words.contains(part)) {
        return plane(by_method(keys, Method::WebMercator));
    }
    Ok(code.map_or(Kind::InWords, Kind::UnknownCode))
}

fn by_method(keys: &GeoKeys, method: Method) -> Definition {
    let projection = Projection { method, parameters: Parameters::default() };
    Definition { projection: Some(projection), ..by_keys::geodetic(keys) }
}

/// The system of a citation that holds well-known text.
pub(super) fn in_citation(keys: &GeoKeys) -> Result<Option<Kind>, Error> {
    let ids = [key::PROJECTED_CITATION, key::CITATION, key::GEOGRAPHIC_CITATION];
    let texts = ids.iter().filter_map(|id| keys.text(*id));
    for text in texts {
        if let Some(text) = text.strip_prefix(ESRI_STRING) {
            return Ok(Some(Kind::of(by_wkt::describe(&wkt::Node::read(text)?).0)));
        }
    }
    Ok(None)
}
