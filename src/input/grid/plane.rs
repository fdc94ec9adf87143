//! True areas of cells on planes: by the areal scale of a projection, at the latitude of a row or over a map.

use super::Ellipsoid;
use crate::math;

const QUARTER: f64 = std::f64::consts::FRAC_PI_2;
/// Steps of the fixed-point iteration of Mercator's latitude, each of which gains a factor of e² < 1/140.
const ITERATIONS: u32 = 9;
/// Nodes and weights of Gauss and Legendre's rule of three points on 0 to 1.
const RULE: [(f64, f64); 3] =
    [(0.112_701_665_379_258_31, 5.0 / 18.0), (0.5, 8.0 / 18.0), (0.887_298_334_620_741_7, 5.0 / 18.0)];

/// How a cell is measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Measure {
    /// Bands of latitude on an ellipsoid.
    Ellipsoid(Ellipsoid),
    /// A plane that keeps areas.
    Plane,
    /// A plane whose areal scale grows with the distance from a meridian, and is left in the areas.
    Transverse(Transverse),
    /// A plane whose areal scale is that of a row, and is taken out of the areas.
    Rows(Rows),
}

/// A plane of a transverse Mercator projection, or of Cassini and Soldner's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Transverse {
    pub(super) ellipsoid: Ellipsoid,
    /// Transverse Mercator.
    pub(super) conformal: bool,
    /// Scale on the meridian.
    pub(super) scale: f64,
    /// Latitude \[degree\] and coordinates \[m\] of the origin.
    pub(super) latitude: f64,
    pub(super) easting: f64,
    pub(super) northing: f64,
}

impl Transverse {
    /// Distance \[m\] from the meridian.
    pub(super) const fn distance(&self, x: f64) -> f64 {
        (x - self.easting).abs()
    }

    /// Area on the plane over area on the ellipsoid.
    ///
    /// # Equation
    ///
    /// ```text
    /// k = k₀ cosh(x/(k₀ R)) ≈ k₀ (1 + x²/(2 k₀² R²) + …),  R² = M N,  areal scale k² (Cassini–Soldner: cosh alone)
    /// ```
    ///
    /// # References
    ///
    /// J. P. Snyder, *Map Projections: A Working Manual*, 1987, equations 8-4 and 8-11.
    pub(super) fn areal_scale(&self, x: f64, y: f64) -> f64 {
        let arc = (y - self.northing) / (self.scale * self.ellipsoid.semi_major());
        let latitude = (math::radians(self.latitude) + arc).clamp(-QUARTER, QUARTER);
        let sine = math::sin(latitude);
        let (normal, meridian) = self.ellipsoid.radii(sine, 1.0);
        let radius = (normal * meridian).sqrt();
        let sinh = math::sinh(self.distance(x) / (self.scale * radius));
        let cosh_squared = 1.0 + sinh * sinh;
        if self.conformal { self.scale * self.scale * cosh_squared } else { cosh_squared.sqrt() }
    }
}

/// A plane on which the areal scale depends on the latitude, and the latitude on y alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rows {
    pub(super) shape: Shape,
    pub(super) ellipsoid: Ellipsoid,
    /// Scale at the equator, west to east.
    pub(super) scale: f64,
    /// Latitude \[degree\] and y \[m\] of the origin.
    pub(super) latitude: f64,
    pub(super) northing: f64,
}

/// A projection of [`Rows`]. All but Mercator's take the latitude of the ellipsoid for that of a sphere whose radius
/// is the semi-major axis, as PROJ and GDAL do; for Miller's it has the surface of the ellipsoid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Mercator,
    WebMercator,
    Equidistant,
    Miller,
    Mollweide,
    EckertIv,
    EckertVi,
}

impl Rows {
    /// Latitude \[radian\] of a y; NaN beyond the plane.
    ///
    /// # Equation
    ///
    /// ```text
    /// Y = (y − y₀)/a (Miller: over the authalic radius)
    /// Mercator:    φ = atan sinh(Y/k₀ + e atanh(e sin φ)), iterated;  Web Mercator: e = 0, k₀ = 1
    /// equidistant: φ = φ₀ + Y;  Miller: φ = 5/4 atan sinh(4/5 Y)
    /// Mollweide:   sin θ = Y/√2, π sin φ = 2θ + sin 2θ
    /// Eckert IV:   sin θ = Y/(2 √(π/(4 + π))), (2 + π/2) sin φ = θ + sin θ cos θ + 2 sin θ
    /// Eckert VI:   θ = Y √(2 + π)/2, (1 + π/2) sin φ = θ + sin θ
    /// ```
    ///
    /// # References
    ///
    /// J. P. Snyder, *Map Projections: A Working Manual*, 1987, chapters 7, 11, 12, 31 and 32.
    pub(super) fn latitude(&self, y: f64) -> f64 {
        let y = (y - self.northing) / self.radius();
        match self.shape {
            Shape::Mercator => self.mercator(y / self.scale),
            Shape::WebMercator => math::atan(math::sinh(y)),
            Shape::Equidistant => math::radians(self.latitude) + y,
            Shape::Miller => 1.25 * math::atan(math::sinh(0.8 * y)),
            Shape::Mollweide => {
                let theta = math::asin(y / std::f64::consts::SQRT_2);
                math::asin((2.0 * theta + math::sin(2.0 * theta)) / std::f64::consts::PI)
            }
            Shape::EckertIv => {
                let sine = y / (2.0 * (QUARTER * 2.0 / (4.0 + QUARTER * 2.0)).sqrt());
                let theta = math::asin(sine);
                math::asin((theta + sine * math::cos(theta) + 2.0 * sine) / (2.0 + QUARTER))
            }
            Shape::EckertVi => {
                let theta = y * (2.0 + QUARTER * 2.0).sqrt() / 2.0;
                math::asin((theta + math::sin(theta)) / (1.0 + QUARTER))
            }
        }
    }

    /// Radius \[m\] that the plane is drawn with.
    fn radius(&self) -> f64 {
        match self.shape {
            Shape::Miller => self.ellipsoid.authalic_radius(),
            _ => self.ellipsoid.semi_major(),
        }
    }

    fn mercator(&self, isometric: f64) -> f64 {
        let e = self.ellipsoid.eccentricity_squared().sqrt();
        let mut latitude = math::atan(math::sinh(isometric));
        for _ in 0..ITERATIONS {
            latitude = math::atan(math::sinh(isometric + e * math::atanh(e * math::sin(latitude))));
        }
        latitude
    }

    /// Length on the ground over length on the plane, west to east and south to north, at a latitude \[radian\].
    ///
    /// For Mollweide's and Eckert's, whose meridians are curved, only their product has a meaning.
    pub(super) fn ground(&self, latitude: f64) -> (f64, f64) {
        let (sine, cosine) = (math::sin(latitude), math::cos(latitude));
        let (parallel, meridian) = self.ellipsoid.radii(sine, cosine);
        let (normal, _) = self.ellipsoid.radii(sine, 1.0);
        let radius = self.radius();
        match self.shape {
            Shape::Mercator => (parallel / (radius * self.scale), parallel / (radius * self.scale)),
            Shape::WebMercator => (parallel / radius, meridian * cosine / radius),
            Shape::Equidistant => (parallel / (radius * self.scale), meridian / radius),
            Shape::Miller => (parallel / radius, meridian * math::cos(0.8 * latitude) / radius),
            Shape::Mollweide | Shape::EckertIv | Shape::EckertVi => (normal / radius, meridian / radius),
        }
    }

    /// Area \[m²\] of a cell between two y; NaN beyond the plane.
    ///
    /// The areal scale is integrated over the height of the cell, which loses no digits for small cells.
    pub(super) fn area(&self, (first, second): (f64, f64), width: f64) -> f64 {
        let height = second - first;
        let at = |position: f64| {
            let latitude = self.latitude(first + position * height);
            if latitude.abs() > QUARTER {
                return f64::NAN;
            }
            let (east, north) = self.ground(latitude);
            east * north
        };
        let scale: f64 = RULE.iter().map(|(position, weight)| weight * at(*position)).sum();
        width * height.abs() * scale
    }

    /// Whether lengths on the ground are told by [`Rows::ground`].
    pub(super) const fn is_cylindrical(&self) -> bool {
        !matches!(self.shape, Shape::Mollweide | Shape::EckertIv | Shape::EckertVi)
    }
}
