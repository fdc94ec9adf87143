//! What a system is, however it is spelt: projection, parameters, ellipsoid and datum.

use super::super::Ellipsoid;
use super::super::plane::{Measure, Rows, Shape, Transverse};
use super::method::Method;
use crate::math;
use crate::text;
use crate::wording::Message;

/// Differences of spelling, below a millimetre on the ground.
const SAME_ANGLE: f64 = 1e-8;
const SAME_LENGTH: f64 = 1e-3;
const SAME_RATIO: f64 = 1e-9;

/// A horizontal system.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Definition {
    /// `None` for longitude and latitude.
    pub(super) projection: Option<Projection>,
    pub(super) ellipsoid: Option<Ellipsoid>,
    /// One name for each datum of `datums.csv`; `None` if it is not named.
    pub(super) datum: Option<String>,
    /// Longitude \[degree\] of the prime meridian.
    pub(super) prime_meridian: f64,
}

/// A projection to a plane in metres.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Projection {
    pub(super) method: Method,
    pub(super) parameters: Parameters,
}

/// Parameters of a projection, in degrees and metres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Parameters {
    pub(super) longitude: f64,
    pub(super) latitude: f64,
    pub(super) parallels: [Option<f64>; 2],
    pub(super) scale: f64,
    pub(super) easting: f64,
    pub(super) northing: f64,
}

impl Default for Parameters {
    fn default() -> Self {
        Self { longitude: 0.0, latitude: 0.0, parallels: [None; 2], scale: 1.0, easting: 0.0, northing: 0.0 }
    }
}

/// How two definitions compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Likeness {
    Same,
    /// All is the same, but only one names its datum.
    DatumUnnamed,
    /// Only the datum differs (or the ellipsoid by less than a metre), so that the coordinates nearly agree.
    OtherDatum,
    Different,
}

impl Definition {
    /// The same with one name for what has two: a Mercator on the sphere of WGS 84's axis is Web Mercator, whose
    /// latitudes are those of WGS 84.
    pub(super) fn settled(mut self) -> Self {
        let is_web = |ellipsoid: &Ellipsoid| {
            near(ellipsoid.semi_major(), Ellipsoid::WGS84.semi_major(), SAME_LENGTH)
                && ellipsoid.inverse_flattening() < 1.0
        };
        if let Some(projection) = &mut self.projection
            && matches!(projection.method, Method::Mercator | Method::WebMercator)
            && self.ellipsoid.as_ref().is_some_and(is_web)
        {
            projection.method = Method::WebMercator;
            self.ellipsoid = Some(Ellipsoid::WGS84);
            self.datum = None;
        }
        self
    }

    pub(super) fn compare(&self, other: &Self) -> Likeness {
        let meridian = |system: &Self| system.prime_meridian + system.longitude();
        let projections = match (&self.projection, &other.projection) {
            (None, None) => true,
            (Some(a), Some(b)) => a.is_same(b),
            _ => false,
        };
        if !projections || !same_longitude(meridian(self), meridian(other)) {
            return Likeness::Different;
        }
        let datums = match (&self.datum, &other.datum) {
            (Some(a), Some(b)) => Some(a == b),
            (None, None) => Some(true),
            _ => None,
        };
        match (self.same_ellipsoid(other), datums) {
            (true, Some(true)) => Likeness::Same,
            (true, None) => Likeness::DatumUnnamed,
            _ => Likeness::OtherDatum,
        }
    }

    fn longitude(&self) -> f64 {
        self.projection.as_ref().map_or(0.0, |projection| projection.parameters.longitude)
    }

    fn same_ellipsoid(&self, other: &Self) -> bool {
        match (self.ellipsoid, other.ellipsoid) {
            (Some(a), Some(b)) => a.is_nearly(b),
            // Named by its datum alone.
            _ => self.datum.is_some() && self.datum == other.datum,
        }
    }

    /// The projection and the ellipsoid in words; none of a system that names neither.
    pub(super) fn words(&self) -> Option<Message> {
        let mut words = Vec::new();
        if let Some(Projection { method, parameters }) = &self.projection {
            let Parameters { longitude, latitude, parallels, scale, easting, northing } = *parameters;
            let method = match method {
                Method::Other(name) => name.clone(),
                known => format!("{known:?}"),
            };
            words.push(text!(
                "{0}, meridian {1}°, origin {2}°",
                "{0}，中央经线 {1}°，原点纬度 {2}°",
                method,
                longitude,
                latitude
            ));
            let parallels: Vec<String> =
                parallels.iter().flatten().map(|parallel| format!("{parallel}°")).collect();
            if !parallels.is_empty() {
                words.push(text!("parallels {0}", "标准纬线 {0}", parallels.join(" ")));
            }
            words.push(text!(
                "scale {0}, false origin {1} {2} m",
                "比例因子 {0}，东、北偏移 {1} {2} m",
                scale,
                easting,
                northing
            ));
        }
        words.extend(self.datum.as_ref().map(|datum| text!("datum {0}", "基准 {0}", datum)));
        let axes = |ellipsoid: Ellipsoid| {
            text!(
                "ellipsoid {0} m 1/{1}",
                "椭球 {0} m 1/{1}",
                ellipsoid.semi_major(),
                ellipsoid.inverse_flattening()
            )
        };
        words.extend(self.ellipsoid.map(axes));
        (!words.is_empty()).then(|| text!("{0}", "{0}", words))
    }

    /// How cells are measured, or the method that does not keep areas.
    pub(super) fn measure(&self) -> Result<Option<Measure>, &str> {
        let Some(projection) = &self.projection else {
            return Ok(self.ellipsoid.map(Measure::Ellipsoid));
        };
        // The plane of a method that keeps areas needs no ellipsoid.
        let ellipsoid = self.ellipsoid.unwrap_or(Ellipsoid::WGS84);
        let rows = |shape, scale| {
            let Parameters { latitude, northing, .. } = projection.parameters;
            Ok(Some(Measure::Rows(Rows { shape, ellipsoid, scale, latitude, northing })))
        };
        match &projection.method {
            Method::Albers
            | Method::LambertAzimuthal
            | Method::CylindricalEqualArea
            | Method::Sinusoidal
            | Method::EqualEarth
            | Method::Bonne => Ok(Some(Measure::Plane)),
            Method::TransverseMercator => Ok(Some(transverse(projection, ellipsoid, true))),
            Method::CassiniSoldner => Ok(Some(transverse(projection, ellipsoid, false))),
            Method::Mollweide => rows(Shape::Mollweide, 1.0),
            Method::EckertIv => rows(Shape::EckertIv, 1.0),
            Method::EckertVi => rows(Shape::EckertVi, 1.0),
            Method::Mercator => rows(Shape::Mercator, projection.mercator_scale(ellipsoid)),
            Method::WebMercator => rows(Shape::WebMercator, 1.0),
            Method::EquidistantCylindrical => rows(Shape::Equidistant, projection.cosine()),
            Method::Miller => rows(Shape::Miller, 1.0),
            Method::Other(name) => Err(name),
        }
    }
}

const fn transverse(projection: &Projection, ellipsoid: Ellipsoid, conformal: bool) -> Measure {
    let Parameters { latitude, scale, easting, northing, .. } = projection.parameters;
    Measure::Transverse(Transverse { ellipsoid, conformal, scale, latitude, easting, northing })
}

impl Projection {
    fn is_same(&self, other: &Self) -> bool {
        let (a, b) = (&self.parameters, &other.parameters);
        let scales = near(self.scale(), other.scale(), SAME_RATIO);
        self.method == other.method
            && near(a.latitude, b.latitude, SAME_ANGLE)
            && self.parallels().iter().zip(other.parallels()).all(|(a, b)| near(*a, b, SAME_ANGLE))
            && scales
            && near(a.easting, b.easting, SAME_LENGTH)
            && near(a.northing, b.northing, SAME_LENGTH)
    }

    /// Standard parallels from south to north, where the method has some.
    fn parallels(&self) -> [f64; 2] {
        let [first, second] = self.parameters.parallels;
        let first = first.unwrap_or(0.0);
        match self.method {
            Method::Albers => {
                let second = second.unwrap_or(first);
                [first.min(second), first.max(second)]
            }
            Method::CylindricalEqualArea | Method::EquidistantCylindrical | Method::Mercator => {
                [first.abs(), 0.0]
            }
            Method::Bonne => [first, 0.0],
            _ => [0.0, 0.0],
        }
    }

    const fn scale(&self) -> f64 {
        match self.method {
            Method::TransverseMercator | Method::Mercator => self.parameters.scale,
            _ => 1.0,
        }
    }

    fn cosine(&self) -> f64 {
        math::cos(math::radians(self.parallels()[0]))
    }

    /// Scale at the equator: as it is told, or that of a standard parallel.
    fn mercator_scale(&self, ellipsoid: Ellipsoid) -> f64 {
        let parallel = math::radians(self.parallels()[0]);
        let (radius, _) = ellipsoid.radii(math::sin(parallel), math::cos(parallel));
        self.parameters.scale * radius / ellipsoid.semi_major()
    }
}

/// Written so that NaN is far.
fn near(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance
}

fn same_longitude(a: f64, b: f64) -> bool {
    let turn = (a - b).abs() % 360.0;
    near(turn, 0.0, SAME_ANGLE) || near(turn, 360.0, SAME_ANGLE)
}
