//! The EPSG codes that the crate judges by itself.

use super::super::Ellipsoid;

/// Ellipsoid of a geographic system.
pub(super) fn ellipsoid_of_system(code: u16) -> Option<Ellipsoid> {
    Some(match code {
        // WGS 84 in two and three dimensions.
        4326 | 4979 => Ellipsoid::WGS84,
        // CGCS2000 in two and three dimensions.
        4490 | 4480 => Ellipsoid::CGCS2000,
        // Beijing 1954, New Beijing, Pulkovo 1942.
        4214 | 4555 | 4284 => Ellipsoid::KRASOVSKY,
        // Xian 1980.
        4610 => Ellipsoid::IAG75,
        // ETRS89 (2D, 3D), NAD83, JGD2000, JGD2011, GDA94, GDA2020, Korea 2000, NZGD2000, SIRGAS 2000.
        4258 | 4937 | 4269 | 4612 | 6668 | 4283 | 7844 | 4737 | 4167 | 4674 => Ellipsoid::GRS80,
        // WGS 72.
        4322 => Ellipsoid::WGS72,
        // NAD27.
        4267 => Ellipsoid::CLARKE_1866,
        // ED50.
        4230 => Ellipsoid::INTERNATIONAL_1924,
        // Tokyo.
        4301 => Ellipsoid::BESSEL_1841,
        _ => return None,
    })
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

/// Projected systems known to be in metres though the file does not say so.
pub(super) const fn is_metric(code: u16) -> bool {
    matches!(
        code,
        // UTM on WGS 84.
        32601..=32660 | 32701..=32760
        // Gauss-Krüger on CGCS2000, Xian 1980 and Beijing 1954, in zones of 6 and 3 degrees.
        | 4491..=4554 | 2327..=2390 | 2401..=2442 | 21413..=21423 | 21453..=21463
        // UTM on ETRS89; LAEA Europe; EASE-Grid 2.0 North, South, Global.
        | 25828..=25838 | 3035 | 6931..=6933
    )
}

/// The projection, if cells of the system are not true to area anywhere but at one latitude.
pub(super) const fn distorting(code: u16) -> Option<&'static str> {
    match code {
        3857 | 3785 => Some("Web Mercator"),
        3395 | 3832 | 3994 | 54004 | 41001 => Some("Mercator"),
        4087 | 4088 | 32662 | 32663 | 54001 | 54002 => Some("equidistant cylindrical"),
        54003 => Some("Miller cylindrical"),
        _ => None,
    }
}

/// The same by the projection method of a user-defined system.
pub(super) const fn distorting_method(method: u16) -> Option<&'static str> {
    match method {
        7 => Some("Mercator"),
        17 => Some("equidistant cylindrical"),
        20 => Some("Miller cylindrical"),
        _ => None,
    }
}

/// Name of an EPSG unit of length or angle.
pub(super) fn unit(code: u16) -> String {
    let name = match code {
        9002 => "feet",
        9003 => "US survey feet",
        9030 => "nautical miles",
        9036 => "kilometres",
        9101 => "radians",
        9103 => "arc minutes",
        9104 => "arc seconds",
        9105 => "grads",
        9106 => "gons",
        super::USER_DEFINED => "a unit of its own",
        other => return format!("EPSG unit {other}"),
    };
    name.to_owned()
}
