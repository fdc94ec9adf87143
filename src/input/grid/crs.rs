//! Coordinate reference system of a grid, as the `GeoKeys` of GeoTIFF tell it.

mod codes;
mod keys;

use super::Ellipsoid;
use crate::error::{Code, Error};

pub use keys::GeoKeys;
use keys::key;

/// Value of a `GeoKey` that says "defined by further keys".
const USER_DEFINED: u16 = 32767;
const METRE: u16 = 9001;
/// Degree, and "degree (supplier to define representation)".
const DEGREES: [u16; 2] = [9102, 9122];

/// Coordinate reference system of a grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Crs {
    kind: Kind,
    epsg: Option<u32>,
    name: String,
    keys: GeoKeys,
}

/// What the coordinates are, as far as an area needs to know.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    /// None is given.
    Absent,
    /// Longitude and latitude in degrees. Without an ellipsoid there is no area.
    Geographic(Option<Ellipsoid>),
    /// Longitude and latitude in another unit.
    OtherAngle(u16),
    /// A plane in metres.
    Projected,
    /// A plane in a unit that is named but is not the metre.
    OtherLength(u16),
    /// A plane whose unit is not told.
    UnknownLength,
    /// A plane on which a cell's area is not that of the ground.
    Distorting(&'static str),
    /// Geocentric, or a local system.
    Other,
}

impl Crs {
    /// No coordinate reference system.
    #[must_use]
    pub fn absent() -> Self {
        Self { kind: Kind::Absent, epsg: None, name: "none".to_owned(), keys: GeoKeys::default() }
    }

    /// The system that a set of `GeoKeys` describes; no keys at all describe none.
    ///
    /// # Errors
    ///
    /// `EV-I015` if the directory of the keys is damaged.
    pub fn from_geo_keys(keys: GeoKeys) -> Result<Self, Error> {
        if keys.is_empty() {
            return Ok(Self::absent());
        }
        keys.check()?;
        let code = |id| keys.short(id).filter(|code| *code != 0 && *code != USER_DEFINED);
        let (geographic, projected) = (code(key::GEOGRAPHIC_TYPE), code(key::PROJECTED_TYPE));
        let model = keys.short(key::MODEL_TYPE);
        let is_projected = model == Some(1)
            || (model.is_none() && keys.short(key::PROJECTED_TYPE).is_some_and(|code| code != 0));
        let is_geographic = !is_projected && (model == Some(2) || (model.is_none() && geographic.is_some()));
        let (kind, epsg) = if is_projected {
            (projected_kind(&keys, projected), projected)
        } else if is_geographic {
            (geographic_kind(&keys, geographic), geographic)
        } else if model.is_none() {
            // Keys that only tell where in a cell its coordinates lie.
            return Ok(Self { keys, ..Self::absent() });
        } else {
            (Kind::Other, None)
        };
        let name = name(&keys, epsg, is_projected);
        Ok(Self { kind, epsg: epsg.map(u32::from), name, keys })
    }

    /// The system of an EPSG code that the crate knows: longitude and latitude on an ellipsoid of its table, or
    /// a plane in metres (UTM, the Chinese Gauss–Krüger zones, some equal-area grids).
    ///
    /// # Errors
    ///
    /// `EV-G002` for any other code.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::input::grid::Crs;
    ///
    /// assert!(Crs::from_epsg(4326)?.is_geographic());
    /// assert!(!Crs::from_epsg(32648)?.is_geographic());
    /// assert!(Crs::from_epsg(1).is_err());
    /// # Ok::<(), ecovalue::Error>(())
    /// ```
    pub fn from_epsg(epsg: u32) -> Result<Self, Error> {
        let unknown = || {
            Error::new(
                Code::GridUnmeasurable,
                format!("EPSG:{epsg} is not in the crate's table"),
                "read the grid from a GeoTIFF, whose keys describe its system",
            )
        };
        let code = u16::try_from(epsg).map_err(|_| unknown())?;
        let directory = if codes::ellipsoid_of_system(code).is_some() {
            vec![1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, code]
        } else if codes::is_metric(code) {
            vec![1, 1, 0, 4, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, code, 3076, 0, 1, METRE]
        } else {
            return Err(unknown());
        };
        Self::from_geo_keys(GeoKeys::new(directory, Vec::new(), Vec::new()))
    }

    /// Whether the coordinates are longitude and latitude in degrees.
    #[must_use]
    pub const fn is_geographic(&self) -> bool {
        matches!(self.kind, Kind::Geographic(_))
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self.kind, Kind::Absent)
    }

    /// EPSG code, if the keys name one.
    #[must_use]
    pub const fn epsg(&self) -> Option<u32> {
        self.epsg
    }

    /// Name for messages, such as `EPSG:4326 (WGS 84)`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The keys, as they stood in the file.
    #[must_use]
    pub const fn geo_keys(&self) -> &GeoKeys {
        &self.keys
    }

    /// Whether two systems are the same: the same code, or without codes the same keys but for citations.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (self.epsg, other.epsg) {
            (Some(own), Some(theirs)) => own == theirs && self.is_geographic() == other.is_geographic(),
            (None, None) => self.kind == other.kind && self.keys.same_definition(&other.keys),
            _ => false,
        }
    }

    /// How a cell is measured on this system.
    pub(super) fn measure(&self) -> Result<Measure, Error> {
        const REPROJECT: &str =
            "reproject to an equal-area or UTM grid in metres, or keep geographic coordinates";
        let (message, hint) = match self.kind {
            Kind::Geographic(Some(ellipsoid)) => return Ok(Measure::Ellipsoid(ellipsoid)),
            Kind::Projected => return Ok(Measure::Plane),
            Kind::Geographic(None) => (
                format!("the ellipsoid of {} is not known", self.name),
                "reproject to EPSG:4326 or EPSG:4490",
            ),
            Kind::Absent => (
                "the grid has no coordinate reference system, so its cells have no area".to_owned(),
                "assign the system that the data are in, e.g. with gdal_edit.py -a_srs",
            ),
            Kind::Distorting(projection) => {
                (format!("cells of {} are not true to area: {projection}", self.name), REPROJECT)
            }
            Kind::OtherAngle(unit) => {
                (format!("the angles of {} are in {}, not degrees", self.name, codes::unit(unit)), REPROJECT)
            }
            Kind::OtherLength(unit) => {
                (format!("the lengths of {} are in {}, not metres", self.name, codes::unit(unit)), REPROJECT)
            }
            Kind::UnknownLength => {
                (format!("{} does not tell the unit of its lengths", self.name), REPROJECT)
            }
            Kind::Other => (
                format!(
                    "the coordinate reference system ({}) is neither geographic nor projected",
                    self.name
                ),
                REPROJECT,
            ),
        };
        Err(Error::new(Code::GridUnmeasurable, message, hint))
    }
}

/// How a cell is measured.
pub(super) enum Measure {
    /// Bands of latitude on an ellipsoid.
    Ellipsoid(Ellipsoid),
    /// A plane in metres.
    Plane,
}

fn geographic_kind(keys: &GeoKeys, code: Option<u16>) -> Kind {
    let unit = keys.short(key::ANGULAR_UNIT).filter(|unit| !DEGREES.contains(unit));
    if let Some(unit) = unit {
        return Kind::OtherAngle(unit);
    }
    let named = code.and_then(codes::ellipsoid_of_system);
    let by_code = || keys.short(key::ELLIPSOID).and_then(codes::ellipsoid);
    Kind::Geographic(named.or_else(by_code).or_else(|| ellipsoid_by_axes(keys)))
}

fn ellipsoid_by_axes(keys: &GeoKeys) -> Option<Ellipsoid> {
    if keys.short(key::GEOGRAPHIC_LINEAR_UNIT).is_some_and(|unit| unit != METRE) {
        return None;
    }
    let major = keys.double(key::SEMI_MAJOR)?;
    let by_minor = || {
        let minor = keys.double(key::SEMI_MINOR)?;
        if major > minor { Some(major / (major - minor)) } else { (major <= minor).then_some(0.0) }
    };
    Ellipsoid::new(major, keys.double(key::INVERSE_FLATTENING).or_else(by_minor)?)
}

fn projected_kind(keys: &GeoKeys, code: Option<u16>) -> Kind {
    let by_code = code.and_then(codes::distorting);
    let by_method = || keys.short(key::PROJECTION_METHOD).and_then(codes::distorting_method);
    let by_name = || {
        let name = keys.text(key::PROJECTED_CITATION).or_else(|| keys.text(key::CITATION))?.to_lowercase();
        let mercator = ["web_mercator", "web mercator", "pseudo-mercator"];
        mercator.iter().any(|part| name.contains(part)).then_some("Web Mercator")
    };
    if let Some(projection) = by_code.or_else(by_method).or_else(by_name) {
        return Kind::Distorting(projection);
    }
    let metre_by_size = || keys.double(key::LENGTH_UNIT_SIZE).is_some_and(|size| (size - 1.0).abs() < 1e-15);
    match keys.short(key::LENGTH_UNIT) {
        Some(METRE) => Kind::Projected,
        Some(USER_DEFINED) if metre_by_size() => Kind::Projected,
        Some(unit) => Kind::OtherLength(unit),
        None if code.is_some_and(codes::is_metric) => Kind::Projected,
        None => Kind::UnknownLength,
    }
}

fn name(keys: &GeoKeys, epsg: Option<u16>, projected: bool) -> String {
    let ids = if projected {
        [key::PROJECTED_CITATION, key::CITATION, key::GEOGRAPHIC_CITATION]
    } else {
        [key::GEOGRAPHIC_CITATION, key::CITATION, key::PROJECTED_CITATION]
    };
    let citation = ids.iter().find_map(|id| keys.text(*id)).filter(|text| !text.is_empty());
    match (epsg, citation) {
        (Some(code), Some(citation)) => format!("EPSG:{code} ({citation})"),
        (Some(code), None) => format!("EPSG:{code}"),
        (None, Some(citation)) => citation,
        (None, None) => "a system without name".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn projected(code: u16, further: &[u16]) -> Crs {
        let count = u16::try_from(2 + further.len() / 4).unwrap();
        let mut directory = vec![1, 1, 0, count, 1024, 0, 1, 1, 3072, 0, 1, code];
        directory.extend(further);
        Crs::from_geo_keys(GeoKeys::new(directory, vec![1.0, 0.3048], b"My plane|".to_vec())).unwrap()
    }

    fn refusal(crs: &Crs) -> String {
        let error = crs.measure().err().unwrap();
        assert_eq!(error.code(), Code::GridUnmeasurable);
        error.to_string()
    }

    #[test]
    fn mercator_is_refused_by_code_method_and_name() {
        assert!(refusal(&projected(3857, &[3076, 0, 1, 9001])).contains("Web Mercator"));
        assert!(refusal(&projected(3395, &[3076, 0, 1, 9001])).contains("Mercator"));
        assert!(refusal(&projected(32767, &[3075, 0, 1, 7, 3076, 0, 1, 9001])).contains("Mercator"));
    }

    #[test]
    fn a_unit_other_than_the_metre_is_named() {
        assert!(refusal(&projected(2263, &[3076, 0, 1, 9003])).contains("US survey feet"));
        assert!(refusal(&projected(32767, &[3076, 0, 1, 9036])).contains("kilometres"));
        assert!(refusal(&projected(2263, &[])).contains("does not tell the unit"));
        assert!(refusal(&projected(32767, &[3076, 0, 1, 32767, 3077, 34736, 1, 1])).contains("not metres"));
    }

    #[test]
    fn metres_are_measured() {
        for crs in [
            projected(32648, &[]),
            projected(4513, &[3076, 0, 1, 9001]),
            projected(32767, &[3076, 0, 1, 9001]),
            projected(32767, &[3076, 0, 1, 32767, 3077, 34736, 1, 0]),
        ] {
            assert!(matches!(crs.measure(), Ok(Measure::Plane)), "{crs:?}");
        }
    }

    #[test]
    fn an_angle_other_than_the_degree_is_refused() {
        let grads = vec![1, 1, 0, 3, 1024, 0, 1, 2, 2048, 0, 1, 4807, 2054, 0, 1, 9105];
        let crs = Crs::from_geo_keys(GeoKeys::new(grads, vec![], vec![])).unwrap();
        assert!(refusal(&crs).contains("grads"));
    }

    #[test]
    fn axes_make_an_ellipsoid() {
        let directory =
            vec![1, 1, 0, 4, 1024, 0, 1, 2, 2048, 0, 1, 32767, 2057, 34736, 1, 0, 2058, 34736, 1, 1];
        let axes = vec![6_378_137.0, 6_356_752.314_245_179];
        let crs = Crs::from_geo_keys(GeoKeys::new(directory, axes, vec![])).unwrap();
        let Kind::Geographic(Some(ellipsoid)) = crs.kind else { panic!("{crs:?}") };
        assert!((ellipsoid.inverse_flattening() - 298.257_223_563).abs() < 1e-6);
    }

    #[test]
    fn nothing_known_is_refused_with_a_hint() {
        assert!(refusal(&Crs::absent()).contains("hint: assign"));
        let directory = vec![1, 1, 0, 2, 1024, 0, 1, 2, 2048, 0, 1, 4999];
        let unknown = Crs::from_geo_keys(GeoKeys::new(directory, vec![], vec![])).unwrap();
        assert!(refusal(&unknown).contains("ellipsoid of EPSG:4999"));
    }

    #[test]
    fn systems_are_compared_by_code_or_by_definition() {
        let own = |name: &[u8], zone: u16| {
            let directory =
                vec![1, 1, 0, 4, 1024, 0, 1, 1, 1026, 34737, 2, 0, 3072, 0, 1, 32767, 3074, 0, 1, zone];
            Crs::from_geo_keys(GeoKeys::new(directory, vec![], name.to_vec())).unwrap()
        };
        assert!(own(b"a|", 1).is_same(&own(b"b|", 1)));
        assert!(!own(b"a|", 1).is_same(&own(b"a|", 2)));
        assert!(!own(b"a|", 1).is_same(&projected(32648, &[])));
        assert!(projected(32648, &[]).is_same(&projected(32648, &[3076, 0, 1, 9001])));
        assert!(Crs::absent().is_same(&Crs::absent()));
        assert!(!Crs::absent().is_same(&projected(32648, &[])));
        let point = GeoKeys::new(vec![1, 1, 0, 1, 1025, 0, 1, 2], vec![], vec![]);
        let point = Crs::from_geo_keys(point).unwrap();
        assert!(point.is_absent() && point.geo_keys().pixel_is_point() && point.is_same(&Crs::absent()));
    }
}
