//! Methods of projection: their names in files, and what each does to areas.

/// A method of projection.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Method {
    TransverseMercator,
    CassiniSoldner,
    Albers,
    LambertAzimuthal,
    CylindricalEqualArea,
    Sinusoidal,
    EqualEarth,
    Bonne,
    Mollweide,
    EckertIv,
    EckertVi,
    Mercator,
    WebMercator,
    EquidistantCylindrical,
    Miller,
    /// Not true to area, or not known; the name as it is told.
    Other(String),
}

/// A name of [`Method`], as `projected.csv`, WKT (OGC, ESRI, EPSG) and citations spell it, letters and digits only.
const NAMES: &[(&str, Method)] = &[
    ("transversemercator", Method::TransverseMercator),
    ("transversemercator3d", Method::TransverseMercator),
    ("transversemercatorsouthorientated", Method::TransverseMercator),
    ("transversemercatorsouthoriented", Method::TransverseMercator),
    ("transversemercatorcomplex", Method::TransverseMercator),
    ("gausskruger", Method::TransverseMercator),
    ("gausskrueger", Method::TransverseMercator),
    ("cassinisoldner", Method::CassiniSoldner),
    ("cassini", Method::CassiniSoldner),
    ("albers", Method::Albers),
    ("albersequalarea", Method::Albers),
    ("albersconicequalarea", Method::Albers),
    ("lambertazimuthalequalarea", Method::LambertAzimuthal),
    ("lambertazimuthalequalareaspherical", Method::LambertAzimuthal),
    ("cylindricalequalarea", Method::CylindricalEqualArea),
    ("lambertcylindricalequalarea", Method::CylindricalEqualArea),
    ("lambertcylindricalequalareaellipsoidalcase", Method::CylindricalEqualArea),
    ("lambertcylindricalequalareaspherical", Method::CylindricalEqualArea),
    ("behrmann", Method::CylindricalEqualArea),
    ("sinusoidal", Method::Sinusoidal),
    ("equalearth", Method::EqualEarth),
    ("bonne", Method::Bonne),
    ("bonnesouthorientated", Method::Bonne),
    ("mollweide", Method::Mollweide),
    ("eckertiv", Method::EckertIv),
    ("eckertvi", Method::EckertVi),
    ("mercator", Method::Mercator),
    ("mercator1sp", Method::Mercator),
    ("mercator2sp", Method::Mercator),
    ("mercatorvarianta", Method::Mercator),
    ("mercatorvariantb", Method::Mercator),
    ("mercator1spspherical", Method::Mercator),
    ("mercatorspherical", Method::Mercator),
    ("webmercator", Method::WebMercator),
    ("mercatorauxiliarysphere", Method::WebMercator),
    ("popularvisualisationpseudomercator", Method::WebMercator),
    ("equirectangular", Method::EquidistantCylindrical),
    ("equidistantcylindrical", Method::EquidistantCylindrical),
    ("equidistantcylindricalspherical", Method::EquidistantCylindrical),
    ("equidistantcylindricalellipsoidal", Method::EquidistantCylindrical),
    ("platecarree", Method::EquidistantCylindrical),
    ("millercylindrical", Method::Miller),
];

impl Method {
    /// The method of a name.
    pub(super) fn named(name: &str) -> Self {
        let plain = plain(name);
        let known = NAMES.iter().find(|(known, _)| *known == plain);
        known.map_or_else(|| Self::Other(name.replace('_', " ")), |(_, method)| method.clone())
    }

    /// The method of a value of the key `ProjMethodGeoKey`.
    pub(super) fn of_key(code: u16) -> Self {
        let name = match code {
            1 | 27 => return Self::TransverseMercator,
            7 => return Self::Mercator,
            10 => return Self::LambertAzimuthal,
            11 => return Self::Albers,
            17 => return Self::EquidistantCylindrical,
            18 => return Self::CassiniSoldner,
            20 => return Self::Miller,
            24 => return Self::Sinusoidal,
            28 => return Self::CylindricalEqualArea,
            2 => "Transverse Mercator (modified Alaska)",
            3 | 5 | 6 => "Oblique Mercator",
            4 => "Laborde Oblique Mercator",
            8 | 9 => "Lambert Conformal Conic",
            12 => "Azimuthal Equidistant",
            13 => "Equidistant Conic",
            14 => "Stereographic",
            15 => "Polar Stereographic",
            16 => "Oblique Stereographic",
            19 => "Gnomonic",
            21 => "Orthographic",
            22 => "Polyconic",
            23 => "Robinson",
            25 => "Van der Grinten",
            26 => "New Zealand Map Grid",
            other => return Self::Other(format!("method {other} of the GeoKeys")),
        };
        Self::Other(name.to_owned())
    }

    /// Its value of the key `ProjMethodGeoKey`, where it has one.
    pub(super) const fn key(&self) -> Option<u16> {
        Some(match self {
            Self::TransverseMercator => 1,
            Self::Mercator => 7,
            Self::LambertAzimuthal => 10,
            Self::Albers => 11,
            Self::EquidistantCylindrical => 17,
            Self::CassiniSoldner => 18,
            Self::Miller => 20,
            Self::Sinusoidal => 24,
            Self::CylindricalEqualArea => 28,
            _ => return None,
        })
    }
}

/// Letters and digits of a name in lower case, so that spellings of one name are one.
pub(super) fn plain(name: &str) -> String {
    let lower = name.to_lowercase().replace('ü', "u");
    lower.chars().filter(char::is_ascii_alphanumeric).collect()
}
