//! The definition that well-known text spells out: WKT 1 of OGC, GDAL and ESRI, WKT 2 of 2015 and 2019.

use super::super::Ellipsoid;
use super::codes;
use super::definition::{Definition, Parameters, Projection};
use super::method::{Method, plain};
use super::wkt::Node;
use crate::math;

const LONGITUDE: &[&str] = &[
    "centralmeridian",
    "longitudeofcenter",
    "longitudeofcentre",
    "longitudeoforigin",
    "longitudeofnaturalorigin",
    "longitudeoffalseorigin",
    "longitudeofprojectioncentre",
];
const LATITUDE: &[&str] = &[
    "latitudeoforigin",
    "latitudeofcenter",
    "latitudeofcentre",
    "latitudeofnaturalorigin",
    "latitudeoffalseorigin",
    "latitudeofprojectioncentre",
    "centralparallel",
];
const FIRST_PARALLEL: &[&str] =
    &["standardparallel1", "latitudeof1ststandardparallel", "latitudeofstandardparallel"];
const SECOND_PARALLEL: &[&str] = &["standardparallel2", "latitudeof2ndstandardparallel"];
const SCALE: &[&str] = &["scalefactor", "scalefactoratnaturalorigin"];
const EASTING: &[&str] = &["falseeasting", "eastingatfalseorigin"];
const NORTHING: &[&str] = &["falsenorthing", "northingatfalseorigin"];

/// What a text describes.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Described {
    Geographic(Definition),
    /// Longitude and latitude in another unit than degrees, by name.
    OtherAngle(String),
    Projected(Definition),
    /// A plane in another unit than metres.
    OtherLength(String),
    /// Geocentric, local, derived.
    Other,
}

/// The horizontal system of a tree, its name, and its code if it has one.
pub(super) fn describe(root: &Node) -> (Described, String, Option<u32>) {
    let node = horizontal(root);
    let name = node.text().unwrap_or("a system without name").to_owned();
    let described = match node.keyword.as_str() {
        "PROJCS" | "PROJCRS" | "PROJECTEDCRS" => projected(node),
        "GEOGCS" | "GEOGCRS" | "GEOGRAPHICCRS" | "GEODCRS" | "GEODETICCRS" => geographic(node),
        _ => Described::Other,
    };
    (described, name, node.epsg())
}

/// The horizontal part of a compound or bound system.
fn horizontal(root: &Node) -> &Node {
    let mut node = root;
    loop {
        let inner = match node.keyword.as_str() {
            "COMPD_CS" | "COMPOUNDCRS" => {
                node.children().find(|child| child.keyword.contains("CRS") || child.keyword.ends_with("CS"))
            }
            "BOUNDCRS" => node.child(&["SOURCECRS"]).and_then(|source| source.children().next()),
            _ => None,
        };
        match inner {
            Some(inner) => node = inner,
            None => return node,
        }
    }
}

fn geographic(node: &Node) -> Described {
    let system = node.child(&["CS"]).and_then(Node::text).map(str::to_lowercase);
    let derived = node.child(&["DERIVINGCONVERSION", "BASEGEOGCRS", "BASEGEODCRS"]).is_some();
    if derived || system.is_some_and(|system| system != "ellipsoidal") {
        return Described::Other;
    }
    match angle_unit(node) {
        Some((name, unit)) if !is_near(unit, 1.0) => Described::OtherAngle(name),
        _ => Described::Geographic(geodetic(node)),
    }
}

fn projected(node: &Node) -> Described {
    if let Some((name, _)) = length_unit(node).filter(|(_, metres)| !is_near(*metres, 1.0)) {
        return Described::OtherLength(name);
    }
    let base = node.child(&["GEOGCS", "BASEGEOGCRS", "BASEGEODCRS", "GEOGCRS", "GEODCRS"]);
    let Some(base) = base else { return Described::Other };
    let conversion = node.child(&["CONVERSION"]).unwrap_or(node);
    let method = conversion.child(&["PROJECTION", "METHOD"]).and_then(Node::text).unwrap_or("no projection");
    let angle = angle_unit(base).map_or(1.0, |(_, unit)| unit);
    let parameter = |names: &[&str]| {
        let mut parameters = conversion.children().filter(|child| child.keyword == "PARAMETER");
        parameters.find(|node| node.text().is_some_and(|name| names.contains(&plain(name).as_str())))
    };
    let degrees = |names| {
        let node = parameter(names)?;
        Some(node.number(0)? * angle_unit(node).map_or(angle, |(_, unit)| unit))
    };
    let metres = |names| {
        let node = parameter(names)?;
        Some(node.number(0)? * length_unit(node).map_or(1.0, |(_, unit)| unit))
    };
    let parameters = Parameters {
        longitude: degrees(LONGITUDE).unwrap_or(0.0),
        latitude: degrees(LATITUDE).unwrap_or(0.0),
        parallels: [degrees(FIRST_PARALLEL), degrees(SECOND_PARALLEL)],
        scale: parameter(SCALE).and_then(|scale| scale.number(0)).unwrap_or(1.0),
        easting: metres(EASTING).unwrap_or(0.0),
        northing: metres(NORTHING).unwrap_or(0.0),
    };
    let projection = Projection { method: told_method(node, method), parameters };
    Described::Projected(Definition { projection: Some(projection), ..geodetic(base) }.settled())
}

fn told_method(node: &Node, name: &str) -> Method {
    let method = Method::named(name);
    // GDAL's WKT 1 calls Web Mercator a Mercator of one parallel, and says what it is in PROJ's words.
    let mut words = node.children().filter(|child| child.keyword == "EXTENSION").flat_map(Node::texts);
    let web = words.any(|text| text.contains("+nadgrids=@null") && text.contains("+proj=merc"));
    if method == Method::Mercator && web { Method::WebMercator } else { method }
}

fn geodetic(node: &Node) -> Definition {
    let datum = node.child(&["DATUM", "GEODETICDATUM", "TRF", "ENSEMBLE"]);
    let name = datum.and_then(Node::text).and_then(codes::datum_name);
    let axes = datum.and_then(|datum| datum.child(&["SPHEROID", "ELLIPSOID"]));
    let told = axes.and_then(|spheroid| {
        let metre = length_unit(spheroid).map_or(1.0, |(_, metres)| metres);
        Ellipsoid::new(spheroid.number(0)? * metre, spheroid.number(1)?)
    });
    let meridian = node.child(&["PRIMEM", "PRIMEMERIDIAN"]);
    let prime_meridian = meridian.and_then(|meridian| {
        let unit = angle_unit(meridian).or_else(|| angle_unit(node));
        Some(meridian.number(0)? * unit.map_or(1.0, |(_, unit)| unit))
    });
    let by_name = || datum.and_then(Node::text).and_then(codes::datum_named)?.ellipsoid;
    let ellipsoid = told.or_else(by_name);
    Definition { projection: None, ellipsoid, datum: name, prime_meridian: prime_meridian.unwrap_or(0.0) }
}

/// Name and size \[degree\] of the unit of a node's angles.
fn angle_unit(node: &Node) -> Option<(String, f64)> {
    let (name, radians) = unit(node, &["ANGLEUNIT", "UNIT"])?;
    let degrees = math::degrees(radians);
    Some((name, if is_near(degrees, 1.0) { 1.0 } else { degrees }))
}

/// Name and size \[m\] of the unit of a node's lengths.
fn length_unit(node: &Node) -> Option<(String, f64)> {
    unit(node, &["LENGTHUNIT", "UNIT"])
}

/// The unit of a node, or of its first axis.
fn unit(node: &Node, keywords: &[&str]) -> Option<(String, f64)> {
    let unit =
        node.child(keywords).or_else(|| node.child(&["AXIS"]).and_then(|axis| axis.child(keywords)))?;
    Some((unit.text().unwrap_or("an unnamed unit").to_owned(), unit.number(0)?))
}

/// Texts give a degree to some ten digits.
fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}
