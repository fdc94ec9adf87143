//! The definition that `GeoKeys` spell out with parameters, and the keys of a definition.

use super::super::Ellipsoid;
use super::codes;
use super::definition::{Definition, Parameters, Projection};
use super::keys::{GeoKeys, key};
use super::method::Method;
use super::{DEGREES, METRE, USER_DEFINED};

/// Keys that hold one parameter, depending on the method and the writer.
const LONGITUDE: [u16; 4] = [3080, 3084, 3088, 3095];
const LATITUDE: [u16; 3] = [3081, 3085, 3089];
const EASTING: [u16; 3] = [3082, 3086, 3090];
const NORTHING: [u16; 3] = [3083, 3087, 3091];
const SCALE: [u16; 2] = [3092, 3093];
const FIRST_PARALLEL: u16 = 3078;
const SECOND_PARALLEL: u16 = 3079;
/// `ProjCoordTransGeoKey`.
const METHOD: u16 = key::PROJECTION_METHOD;
const MAJOR: u16 = key::SEMI_MAJOR;

/// The ellipsoid and datum that the keys describe.
pub(super) fn geodetic(keys: &GeoKeys) -> Definition {
    let code = |id| keys.short(id).filter(|code| *code != 0 && *code != USER_DEFINED);
    let by_system = || code(key::GEOGRAPHIC_TYPE).and_then(|code| codes::datum_of_system(u32::from(code)));
    let by_name = || {
        let citation = keys.text(key::GEOGRAPHIC_CITATION)?;
        codes::datum_named(citation.split('|').find_map(|part| part.trim().strip_prefix("Datum = "))?)
    };
    let datum = by_system().or_else(|| code(key::DATUM).and_then(codes::datum)).or_else(by_name);
    let mut definition = codes::definition(datum, None);
    // Axes that are told win: writers give them beside the code of a datum. Where they are those of the code but for the
    // digits of a text, the code's stay, so that two writings of one system have cells of the same bits.
    let told = ellipsoid_by_axes(keys).or_else(|| code(key::ELLIPSOID).and_then(codes::ellipsoid));
    let coded = definition.ellipsoid.filter(|coded| told.is_none_or(|told| coded.is_nearly(told)));
    definition.ellipsoid = coded.or(told).or(definition.ellipsoid);
    definition.prime_meridian = keys.double(key::PRIME_MERIDIAN).unwrap_or(definition.prime_meridian);
    definition
}

fn ellipsoid_by_axes(keys: &GeoKeys) -> Option<Ellipsoid> {
    if keys.short(key::GEOGRAPHIC_LINEAR_UNIT).is_some_and(|unit| unit != METRE) {
        return None;
    }
    let major = keys.double(MAJOR)?;
    let by_minor = || {
        let minor = keys.double(key::SEMI_MINOR)?;
        if major > minor { Some(major / (major - minor)) } else { (major <= minor).then_some(0.0) }
    };
    Ellipsoid::new(major, keys.double(key::INVERSE_FLATTENING).or_else(by_minor)?)
}

/// The projection that the keys describe by a zone, or by method and parameters.
pub(super) fn projected(keys: &GeoKeys) -> Option<Definition> {
    let projection = keys.short(key::PROJECTION).and_then(zone).or_else(|| by_parameters(keys))?;
    Some(Definition { projection: Some(projection), ..geodetic(keys) }.settled())
}

/// A zone of UTM or of Gauss and Krüger, by a code of the EPSG dataset for the projection alone.
fn zone(code: u16) -> Option<Projection> {
    let zone = |first: u16| f64::from(code) - f64::from(first) + 1.0;
    let six = |zone: f64| 6.0 * zone - 183.0;
    let (longitude, scale, easting, northing) = match code {
        16001..=16060 => (six(zone(16001)), 0.9996, 5e5, 0.0),
        16101..=16160 => (six(zone(16101)), 0.9996, 5e5, 1e7),
        16201..=16260 => (six(zone(16201)) + 180.0, 1.0, zone(16201) * 1e6 + 5e5, 0.0),
        16301..=16360 => (six(zone(16301)) + 180.0, 1.0, 5e5, 0.0),
        16261..=16299 => (3.0 * zone(16261), 1.0, zone(16261) * 1e6 + 5e5, 0.0),
        16070..=16075 => (3.0 * (zone(16070) + 39.0), 1.0, (zone(16070) + 39.0) * 1e6 + 5e5, 0.0),
        _ => return None,
    };
    let parameters = Parameters { longitude, scale, easting, northing, ..Parameters::default() };
    Some(Projection { method: Method::TransverseMercator, parameters })
}

fn by_parameters(keys: &GeoKeys) -> Option<Projection> {
    let method = keys.short(METHOD).filter(|code| *code != 0 && *code != USER_DEFINED)?;
    let angle = angle(keys.short(key::ANGULAR_UNIT));
    let first = |ids: &[u16]| ids.iter().find_map(|id| keys.double(*id));
    let degrees = |ids: &[u16]| first(ids).map(|value| value * angle);
    let parameters = Parameters {
        longitude: degrees(&LONGITUDE).unwrap_or(0.0),
        latitude: degrees(&LATITUDE).unwrap_or(0.0),
        parallels: [degrees(&[FIRST_PARALLEL]), degrees(&[SECOND_PARALLEL])],
        scale: first(&SCALE).unwrap_or(1.0),
        easting: first(&EASTING).unwrap_or(0.0),
        northing: first(&NORTHING).unwrap_or(0.0),
    };
    Some(Projection { method: Method::of_key(method), parameters })
}

/// Degrees in a unit of angle; NaN if the unit is not known.
fn angle(unit: Option<u16>) -> f64 {
    match unit {
        None => 1.0,
        Some(unit) if DEGREES.contains(&unit) => 1.0,
        Some(9101) => 180.0 / std::f64::consts::PI,
        Some(9103) => 1.0 / 60.0,
        Some(9104) => 1.0 / 3600.0,
        Some(9105 | 9106) => 0.9,
        Some(_) => f64::NAN,
    }
}

/// What the keys of a file are written from.
#[derive(Default)]
struct Writer {
    entries: Vec<[u16; 4]>,
    doubles: Vec<f64>,
    ascii: Vec<u8>,
}

impl Writer {
    fn short(&mut self, id: u16, value: u16) {
        self.entries.push([id, 0, 1, value]);
    }

    fn double(&mut self, id: u16, value: f64) {
        let place = u16::try_from(self.doubles.len()).unwrap_or(u16::MAX);
        self.entries.push([id, 34736, 1, place]);
        self.doubles.push(value);
    }

    fn text(&mut self, id: u16, text: &str) {
        let text: String = text.chars().filter(|letter| *letter != '|' && *letter != '\0').collect();
        let (place, count) = (self.ascii.len(), text.len().saturating_add(1));
        if let (Ok(place), Ok(count)) = (u16::try_from(place), u16::try_from(count)) {
            self.entries.push([id, 34737, count, place]);
            self.ascii.extend(text.bytes().chain([b'|']));
        }
    }

    fn keys(self) -> GeoKeys {
        let count = u16::try_from(self.entries.len()).unwrap_or(u16::MAX);
        let directory = [1, 1, 0, count].into_iter().chain(self.entries.into_iter().flatten()).collect();
        GeoKeys::new(directory, self.doubles, self.ascii)
    }
}

/// Keys of a code that the tables know.
pub(super) fn of_code(code: u16, projected: bool) -> GeoKeys {
    let mut writer = Writer::default();
    writer.short(key::MODEL_TYPE, if projected { 1 } else { 2 });
    writer.short(key::RASTER_TYPE, 1);
    if projected {
        writer.short(key::PROJECTED_TYPE, code);
        writer.short(key::LENGTH_UNIT, METRE);
    } else {
        writer.short(key::GEOGRAPHIC_TYPE, code);
    }
    writer.keys()
}

/// Keys that spell a definition out; `text` is its well-known text, for methods that no key has.
pub(super) fn of_definition(definition: &Definition, name: &str, text: &str) -> GeoKeys {
    let mut writer = Writer::default();
    let method = definition.projection.as_ref().and_then(|projection| projection.method.key());
    let model = match (&definition.projection, method) {
        (None, _) => 2,
        (Some(_), Some(_)) => 1,
        (Some(_), None) => USER_DEFINED,
    };
    writer.short(key::MODEL_TYPE, model);
    writer.short(key::RASTER_TYPE, 1);
    writer.text(key::CITATION, name);
    writer.short(key::GEOGRAPHIC_TYPE, USER_DEFINED);
    let datum = definition.datum.as_ref().map(|datum| format!("Datum = {datum}"));
    writer.text(key::GEOGRAPHIC_CITATION, datum.as_deref().unwrap_or("unknown"));
    writer.short(key::DATUM, definition.datum.as_deref().and_then(codes::datum_code).unwrap_or(USER_DEFINED));
    writer.short(key::ANGULAR_UNIT, DEGREES[0]);
    if let Some(ellipsoid) = definition.ellipsoid {
        writer.double(MAJOR, ellipsoid.semi_major());
        writer.double(key::INVERSE_FLATTENING, ellipsoid.inverse_flattening());
    }
    writer.double(key::PRIME_MERIDIAN, definition.prime_meridian);
    match (&definition.projection, method) {
        (Some(projection), Some(method)) => write_projection(&mut writer, projection, method),
        (Some(_), None) => {
            // As GDAL writes and reads what no key has.
            writer.text(key::PROJECTED_CITATION, &format!("ESRI PE String = {text}"));
            writer.short(key::LENGTH_UNIT, METRE);
        }
        (None, _) => {}
    }
    writer.keys()
}

fn write_projection(writer: &mut Writer, projection: &Projection, method: u16) {
    let Parameters { longitude, latitude, parallels, scale, easting, northing } = projection.parameters;
    writer.short(key::PROJECTED_TYPE, USER_DEFINED);
    writer.short(key::PROJECTION, USER_DEFINED);
    writer.short(METHOD, method);
    writer.short(key::LENGTH_UNIT, METRE);
    for (id, parallel) in [(FIRST_PARALLEL, parallels[0]), (SECOND_PARALLEL, parallels[1])] {
        if let Some(parallel) = parallel {
            writer.double(id, parallel);
        }
    }
    // GDAL looks for the centre of these two methods under other keys.
    let centred = matches!(projection.method, Method::LambertAzimuthal | Method::Sinusoidal);
    let [x, y] = if centred || method == 17 { [3088, 3089] } else { [3080, 3081] };
    writer.double(x, longitude);
    writer.double(y, latitude);
    writer.double(3082, easting);
    writer.double(3083, northing);
    if matches!(projection.method, Method::TransverseMercator | Method::Mercator | Method::CassiniSoldner) {
        writer.double(3092, scale);
    }
}
