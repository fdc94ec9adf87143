//! Coordinate reference system of a grid, as the `GeoKeys` of GeoTIFF or well-known text tell it.

mod by_keys;
mod by_wkt;
mod codes;
mod definition;
mod keys;
mod kind;
mod method;
mod wkt;

use super::plane::Measure;
use crate::error::{Code, Error};
use crate::text;
use crate::wording::Message;

pub use keys::GeoKeys;

use codes::Projected;
use definition::Definition;
use keys::key;
use kind::Kind;

pub(super) use definition::Likeness;

/// Value of a `GeoKey` that says "defined by further keys".
const USER_DEFINED: u16 = 32767;
const METRE: u16 = 9001;
/// Degree, and "degree (supplier to define representation)".
const DEGREES: [u16; 2] = [9102, 9122];
/// How GDAL writes in a citation what no key can say.
const ESRI_STRING: &str = "ESRI PE String = ";

/// Coordinate reference system of a grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Crs {
    kind: Kind,
    epsg: Option<u32>,
    name: String,
    keys: GeoKeys,
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
            (kind::projected(&keys, projected)?, projected)
        } else if is_geographic {
            (kind::geographic(&keys, geographic), geographic)
        } else if model.is_none() {
            // Keys that only tell where in a cell its coordinates lie.
            return Ok(Self { keys, ..Self::absent() });
        } else {
            (kind::in_citation(&keys)?.unwrap_or(Kind::Other), None)
        };
        let name = name(&keys, epsg, !is_geographic);
        Ok(Self { kind, epsg: epsg.map(u32::from), name, keys })
    }

    /// The system of a code of the EPSG dataset: longitude and latitude in degrees, or a plane in metres.
    ///
    /// # Errors
    ///
    /// `EV-G002` for a code that the crate does not know, and for a plane in another unit.
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
        let unknown = |message: Message| {
            let hint = text!(
                "give the system as well-known text, or read the grid from a GeoTIFF whose keys spell it out",
                "以 WKT 文本给出坐标参考系，或读取写明其参数的 GeoTIFF"
            );
            Error::new(Code::GridUnmeasurable, message, hint)
        };
        let absent =
            || unknown(text!("EPSG:{0} is not in the crate's table", "EPSG:{0} 不在本程序的代码表中", epsg));
        let code = u16::try_from(epsg).map_err(|_| absent())?;
        let projected = match codes::projected(epsg) {
            Some(Projected::Unit(unit)) => {
                return Err(unknown(text!(
                    "the lengths of EPSG:{0} are in {1}, not metres",
                    "EPSG:{0} 的长度单位为 {1}，不是米",
                    epsg,
                    unit
                )));
            }
            Some(_) => true,
            None if codes::datum_of_system(epsg).is_some() => false,
            None => return Err(absent()),
        };
        Self::from_geo_keys(by_keys::of_code(code, projected))
    }

    /// The system that well-known text describes: WKT 1 as OGC, GDAL and ESRI write it, or WKT 2 (2015, 2019). Of a
    /// compound system it is the horizontal part, of a bound one the source.
    ///
    /// The keys of the system spell out the same for GeoTIFF.
    ///
    /// # Errors
    ///
    /// `EV-I015` if the text is damaged. A system that is read, but on which no area can be told, is refused by
    /// [`Grid::cell_area`](super::Grid::cell_area).
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::input::grid::Crs;
    ///
    /// let text = r#"PROJCS["CGCS2000_3_Degree_GK_CM_108E",
    ///     GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",
    ///         DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],
    ///         PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],
    ///     PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],
    ///     PARAMETER["Central_Meridian",108.0],PARAMETER["Scale_Factor",1.0],
    ///     PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;
    /// assert!(Crs::from_wkt(text)?.is_same(&Crs::from_epsg(4545)?));
    /// assert!(!Crs::from_wkt(text)?.is_same(&Crs::from_epsg(4544)?));
    /// assert!(Crs::from_wkt("EPSG:4545").is_err());
    /// # Ok::<(), ecovalue::Error>(())
    /// ```
    pub fn from_wkt(text: &str) -> Result<Self, Error> {
        let (described, name, epsg) = by_wkt::describe(&wkt::Node::read(text)?);
        let kind = Kind::of(described);
        let epsg = epsg.filter(|code| agrees(*code, kind.definition()));
        let code = epsg.and_then(|code| u16::try_from(code).ok());
        let keys = match (code, kind.definition()) {
            (Some(code), definition) => {
                by_keys::of_code(code, !matches!(kind, Kind::Geographic(_)) && definition.is_some())
            }
            (None, Some(definition)) => by_keys::of_definition(definition, &name, text.trim()),
            (None, None) => GeoKeys::default(),
        };
        let name = epsg.map_or_else(|| name.clone(), |code| format!("EPSG:{code} ({name})"));
        Ok(Self { kind, epsg, name, keys })
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

    /// EPSG code, if the file or text names one.
    #[must_use]
    pub const fn epsg(&self) -> Option<u32> {
        self.epsg
    }

    /// Name for messages, such as `EPSG:4326 (WGS 84)`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name with the parameters of the projection, to tell systems of one name apart.
    pub(super) fn described(&self) -> Message {
        match self.kind.definition().and_then(Definition::words) {
            Some(parameters) => text!("{0} ({1})", "{0}（{1}）", &self.name, parameters),
            None => text!("{0}", "{0}", &self.name),
        }
    }

    /// The keys, as they stood in the file.
    #[must_use]
    pub const fn geo_keys(&self) -> &GeoKeys {
        &self.keys
    }

    /// Whether two systems are the same, however each is spelt: the same projection with the same parameters on the
    /// same ellipsoid, and the same datum where both name one.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        matches!(self.compare(other), Likeness::Same | Likeness::DatumUnnamed)
    }

    pub(super) fn compare(&self, other: &Self) -> Likeness {
        if self.epsg.is_some() && self.epsg == other.epsg {
            return Likeness::Same;
        }
        if let (Some(definition), Some(theirs)) = (self.kind.definition(), other.kind.definition()) {
            return definition.compare(theirs);
        }
        let both_without_code = self.epsg.is_none() && other.epsg.is_none();
        let same = both_without_code && self.kind == other.kind && self.keys.same_definition(&other.keys);
        if same { Likeness::Same } else { Likeness::Different }
    }

    /// The code of the system, from its file or from the tables.
    pub(super) fn code(&self) -> Option<u32> {
        self.epsg.or_else(|| self.kind.definition().and_then(codes::code_of))
    }

    /// The code of the like system in whose zone an x lies: with the number of a zone in its eastings where these
    /// have none, the reverse, or of another zone.
    pub(super) fn other_zone(&self, x: f64) -> Option<u32> {
        const MILLION: f64 = 1e6;
        let definition = self.kind.definition()?;
        let zone = (x / MILLION).floor();
        let meridian = definition.projection.as_ref()?.parameters.longitude;
        [meridian, 3.0 * zone, 6.0 * zone - 3.0].into_iter().find_map(|longitude| {
            let mut other = definition.clone();
            let parameters = &mut other.projection.as_mut()?.parameters;
            parameters.longitude = longitude;
            parameters.easting = (zone + 0.5) * MILLION;
            codes::code_of(&other)
        })
    }

    /// How a cell is measured on this system.
    pub(super) fn measure(&self) -> Result<Measure, Error> {
        let Some(definition) = self.kind.definition() else { return Err(self.undefined()) };
        let (message, hint) = match definition.measure() {
            Ok(Some(measure)) => return Ok(measure),
            Ok(None) => (
                text!("the ellipsoid of {0} is not known", "{0} 的椭球未知", &self.name),
                text!(
                    "assign a system that names it, e.g. with gdal_edit.py -a_srs EPSG:4326",
                    "指定写明椭球的坐标参考系，如 gdal_edit.py -a_srs EPSG:4326"
                ),
            ),
            Err(method) => (
                text!(
                    "cells of {0} are not true to area: {1}",
                    "{0} 的像元面积不真实：{1}",
                    &self.name,
                    method
                ),
                resample(),
            ),
        };
        Err(Error::new(Code::GridUnmeasurable, message, hint))
    }

    /// Why no cell can be measured on a system without a definition.
    fn undefined(&self) -> Error {
        let name = &self.name;
        let (message, hint) = match &self.kind {
            Kind::Absent => (
                text!(
                    "the grid has no coordinate reference system, so its cells have no area",
                    "格网没有坐标参考系，像元没有面积"
                ),
                text!(
                    "assign the system that the data are in, e.g. with gdal_edit.py -a_srs EPSG:4490",
                    "指定数据所属的坐标参考系，如 gdal_edit.py -a_srs EPSG:4490"
                ),
            ),
            Kind::OtherAngle(unit) => (
                text!(
                    "the angles of {0} are in {1}, not degrees",
                    "{0} 的角度单位为 {1}，不是度",
                    name,
                    unit.clone()
                ),
                resample(),
            ),
            Kind::OtherLength(unit) => (
                text!(
                    "the lengths of {0} are in {1}, not metres",
                    "{0} 的长度单位为 {1}，不是米",
                    name,
                    unit.clone()
                ),
                resample(),
            ),
            Kind::UnknownLength => {
                (text!("{0} does not tell the unit of its lengths", "{0} 未注明长度单位", name), spell_out())
            }
            Kind::UnknownCode(_) => (unlisted(name), spell_out()),
            Kind::InWords => (in_words(name), spell_out()),
            Kind::Geographic(_) | Kind::Projected(_) | Kind::Other => (
                text!(
                    "the coordinate reference system ({0}) is neither geographic nor projected",
                    "坐标参考系（{0}）既非地理坐标系，也非投影坐标系",
                    name
                ),
                resample(),
            ),
        };
        Error::new(Code::GridUnmeasurable, message, hint)
    }
}

/// A code of which nothing is known.
fn unlisted(name: &str) -> Message {
    text!(
        "whether cells of {0} are true to area is not known: the code is not in the crate's table",
        "无法判断 {0} 的像元面积是否真实：该代码不在本程序的代码表中",
        name
    )
}

/// A projection that no key defines.
fn in_words(name: &str) -> Message {
    text!(
        "whether cells of {0} are true to area is not known: its projection is told in words only",
        "无法判断 {0} 的像元面积是否真实：投影仅有文字说明",
        name
    )
}

/// The hint that leads to a grid whose cells are true to area.
pub(super) fn resample() -> Message {
    text!(
        "bring the land cover and every layer onto one grid that keeps areas, e.g. with gdalwarp -t_srs EPSG:4490 -te WEST SOUTH EAST NORTH -tr 0.0025 0.0025 -r near for classes and -r average for quantities",
        "把土地覆盖和各图层重采样到同一可准确量算面积的格网，如 gdalwarp -t_srs EPSG:4490 -te WEST SOUTH EAST NORTH -tr 0.0025 0.0025，类别用 -r near，数量用 -r average"
    )
}

fn spell_out() -> Message {
    text!(
        "write the parameters into the file, e.g. with gdal_edit.py -a_srs \"+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +datum=WGS84\" for Albers' projection, or with an EPSG code",
        "把投影参数写入文件，如 Albers 投影用 gdal_edit.py -a_srs \"+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +datum=WGS84\"，或写 EPSG 代码"
    )
}

/// Whether the tables hold nothing else under a code than what is told beside it.
fn agrees(code: u32, told: Option<&Definition>) -> bool {
    let known = match codes::projected(code) {
        Some(Projected::Metres(definition)) => Some(definition),
        Some(_) => None,
        None => codes::datum_of_system(code).map(|datum| codes::definition(Some(datum), None)),
    };
    match (known, told) {
        (Some(known), Some(told)) => known.compare(told) != Likeness::Different,
        _ => true,
    }
}

fn name(keys: &GeoKeys, epsg: Option<u16>, projected: bool) -> String {
    let ids = if projected {
        [key::PROJECTED_CITATION, key::CITATION, key::GEOGRAPHIC_CITATION]
    } else {
        [key::GEOGRAPHIC_CITATION, key::CITATION, key::PROJECTED_CITATION]
    };
    let usable = |text: &String| !text.is_empty() && !text.starts_with(ESRI_STRING);
    let citation = ids.iter().filter_map(|id| keys.text(*id)).find(usable);
    match (epsg, citation) {
        (Some(code), Some(citation)) => format!("EPSG:{code} ({citation})"),
        (Some(code), None) => format!("EPSG:{code}"),
        (None, Some(citation)) => citation,
        (None, None) => "a system without name".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::plane::Shape;
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
    fn mercator_is_known_by_code_method_and_name() {
        let shape = |crs: &Crs| match crs.measure() {
            Ok(Measure::Rows(rows)) => rows.shape,
            other => panic!("{other:?}"),
        };
        assert_eq!(shape(&projected(3857, &[3076, 0, 1, 9001])), Shape::WebMercator);
        assert_eq!(shape(&projected(3395, &[3076, 0, 1, 9001])), Shape::Mercator);
        assert_eq!(shape(&projected(32767, &[3075, 0, 1, 7, 3076, 0, 1, 9001])), Shape::Mercator);
        let name = b"WGS 84 / Pseudo-Mercator|".to_vec();
        let directory =
            vec![1, 1, 0, 4, 1024, 0, 1, 1, 1026, 34737, 25, 0, 3072, 0, 1, 32767, 3076, 0, 1, 9001];
        let named = Crs::from_geo_keys(GeoKeys::new(directory, vec![], name)).unwrap();
        assert_eq!(shape(&named), Shape::WebMercator);
    }

    #[test]
    fn a_unit_other_than_the_metre_is_named() {
        assert!(refusal(&projected(2263, &[3076, 0, 1, 9003])).contains("US survey feet"));
        assert!(refusal(&projected(2263, &[])).contains("US survey foot"));
        assert!(refusal(&projected(32767, &[3076, 0, 1, 9036])).contains("kilometres"));
        assert!(refusal(&projected(32767, &[])).contains("does not tell the unit"));
        assert!(refusal(&projected(32767, &[3076, 0, 1, 32767, 3077, 34736, 1, 1])).contains("not metres"));
    }

    #[test]
    fn metres_are_measured_where_the_method_is_known() {
        let albers = |unit: &[u16]| projected(32767, &[&[3075, 0, 1, 11], unit].concat());
        for crs in [
            projected(3035, &[]),
            albers(&[3076, 0, 1, 9001]),
            albers(&[3076, 0, 1, 32767, 3077, 34736, 1, 0]),
        ] {
            assert_eq!(crs.measure().unwrap(), Measure::Plane, "{crs:?}");
        }
        for code in [32648, 4513, 4545, 2334, 21460] {
            assert!(matches!(projected(code, &[]).measure(), Ok(Measure::Transverse(_))), "{code}");
        }
    }

    #[test]
    fn a_method_that_is_not_known_is_refused_with_a_remedy() {
        assert!(refusal(&projected(32767, &[3076, 0, 1, 9001])).contains("in words only"));
        assert!(refusal(&projected(32799, &[3076, 0, 1, 9001])).contains("not in the crate's table"));
        assert!(refusal(&projected(32767, &[3075, 0, 1, 8, 3076, 0, 1, 9001])).contains("not true to area"));
        assert!(refusal(&projected(2154, &[3076, 0, 1, 9001])).contains("not true to area: Lambert Conic"));
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
        let Ok(Measure::Ellipsoid(ellipsoid)) = crs.measure() else { panic!("{crs:?}") };
        assert!((ellipsoid.inverse_flattening() - 298.257_223_563).abs() < 1e-6);
    }

    #[test]
    fn nothing_known_is_refused_with_a_hint() {
        assert!(refusal(&Crs::absent()).contains("hint: assign"));
        let directory = vec![1, 1, 0, 2, 1024, 0, 1, 2, 2048, 0, 1, 4400];
        let unknown = Crs::from_geo_keys(GeoKeys::new(directory, vec![], vec![])).unwrap();
        assert!(refusal(&unknown).contains("ellipsoid of EPSG:4400"));
    }

    #[test]
    fn systems_are_compared_by_code_or_by_definition() {
        let named = |name: &[u8], zone: u16| {
            let directory =
                vec![1, 1, 0, 4, 1024, 0, 1, 1, 1026, 34737, 2, 0, 3072, 0, 1, 32767, 3074, 0, 1, zone];
            Crs::from_geo_keys(GeoKeys::new(directory, vec![], name.to_vec())).unwrap()
        };
        assert!(named(b"a|", 1).is_same(&named(b"b|", 1)));
        assert!(!named(b"a|", 1).is_same(&named(b"a|", 2)));
        assert!(!named(b"a|", 1).is_same(&projected(32648, &[])));
        assert!(projected(32648, &[]).is_same(&projected(32648, &[3076, 0, 1, 9001])));
        assert!(Crs::absent().is_same(&Crs::absent()));
        assert!(!Crs::absent().is_same(&projected(32648, &[])));
        let point = GeoKeys::new(vec![1, 1, 0, 1, 1025, 0, 1, 2], vec![], vec![]);
        let point = Crs::from_geo_keys(point).unwrap();
        assert!(point.is_absent() && point.geo_keys().pixel_is_point() && point.is_same(&Crs::absent()));
    }
}
