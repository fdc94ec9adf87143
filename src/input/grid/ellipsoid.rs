//! Area of a band of latitude on an ellipsoid of revolution.

use crate::math;

/// An ellipsoid of revolution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ellipsoid {
    semi_major: f64,
    inverse_flattening: f64,
}

impl Ellipsoid {
    /// WGS 84 (EPSG ellipsoid 7030).
    pub const WGS84: Self = Self::fixed(6_378_137.0, 298.257_223_563);
    /// GRS 1980 (EPSG 7019).
    pub const GRS80: Self = Self::fixed(6_378_137.0, 298.257_222_101);
    /// CGCS2000 (EPSG 1024, 2000国家大地坐标系).
    pub const CGCS2000: Self = Self::fixed(6_378_137.0, 298.257_222_101);
    /// Krasovsky 1940 (EPSG 7024), of Beijing 1954 (1954北京坐标系).
    pub const KRASOVSKY: Self = Self::fixed(6_378_245.0, 298.3);
    /// IAG 1975 (EPSG 7049), of Xian 1980 (1980西安坐标系).
    pub const IAG75: Self = Self::fixed(6_378_140.0, 298.257);
    /// WGS 72 (EPSG 7043).
    pub const WGS72: Self = Self::fixed(6_378_135.0, 298.26);
    /// International 1924 (EPSG 7022).
    pub const INTERNATIONAL_1924: Self = Self::fixed(6_378_388.0, 297.0);
    /// Clarke 1866 (EPSG 7008); 1/f from a = 6378206.4 m and b = 6356583.8 m.
    pub const CLARKE_1866: Self = Self::fixed(6_378_206.4, 6_378_206.4 / (6_378_206.4 - 6_356_583.8));
    /// Bessel 1841 (EPSG 7004).
    pub const BESSEL_1841: Self = Self::fixed(6_377_397.155, 299.152_812_8);

    const fn fixed(semi_major: f64, inverse_flattening: f64) -> Self {
        Self { semi_major, inverse_flattening }
    }

    /// An ellipsoid from its semi-major axis \[m\] and inverse flattening; 0 stands for a sphere, as in
    /// `GeoKeys`.
    ///
    /// `None` unless the axis is that of the Earth (6 to 7 thousand km) and the flattening is at most 1/100.
    #[must_use]
    pub fn new(semi_major: f64, inverse_flattening: f64) -> Option<Self> {
        let earth = (6.0e6..=7.0e6).contains(&semi_major);
        let sphere = inverse_flattening.abs() < f64::MIN_POSITIVE;
        (earth && (sphere || inverse_flattening >= 100.0)).then_some(Self { semi_major, inverse_flattening })
    }

    /// Semi-major axis \[m\].
    #[must_use]
    pub const fn semi_major(self) -> f64 {
        self.semi_major
    }

    /// Inverse flattening; 0 for a sphere.
    #[must_use]
    pub const fn inverse_flattening(self) -> f64 {
        self.inverse_flattening
    }

    /// Whether another is the same but for the digits of a text; WGS 84 and GRS 80 are not.
    pub(super) fn is_nearly(self, other: Self) -> bool {
        /// As a share of the axis, and of a usual inverse flattening.
        const SAME: f64 = 1e-9;
        (self.semi_major - other.semi_major).abs() <= SAME * self.semi_major
            && (self.inverse_flattening - other.inverse_flattening).abs() <= SAME * 300.0
    }

    /// First eccentricity squared, e² = f (2 − f).
    pub(super) fn eccentricity_squared(self) -> f64 {
        if self.inverse_flattening < 1.0 || self.inverse_flattening.is_infinite() {
            return 0.0;
        }
        let flattening = 1.0 / self.inverse_flattening;
        flattening * (2.0 - flattening)
    }

    /// Radius \[m\] of the parallel at a latitude, and of curvature of the meridian there.
    ///
    /// # Equation
    ///
    /// ```text
    /// N = a / √(1 − e² sin² φ),  parallel = N cos φ,  meridian = N (1 − e²) / (1 − e² sin² φ)
    /// ```
    pub(super) fn radii(self, sine: f64, cosine: f64) -> (f64, f64) {
        let e2 = self.eccentricity_squared();
        let rest = 1.0 - e2 * sine * sine;
        let normal = self.semi_major / rest.sqrt();
        (normal * cosine, normal * (1.0 - e2) / rest)
    }

    /// Radius \[m\] of the sphere with the same surface.
    pub(super) fn authalic_radius(self) -> f64 {
        (self.band_area((-1.0, 1.0), 2.0, 360.0) / (4.0 * std::f64::consts::PI)).sqrt()
    }

    /// Area \[m²\] between two parallels and two meridians.
    ///
    /// The two sines and their difference come apart: subtracting the sines here would cancel for small cells.
    ///
    /// # Equation
    ///
    /// ```text
    /// A = a² (1 − e²)/2 · Δλ · [q(φ₂) − q(φ₁)],  q(φ) = sin φ/(1 − e² sin² φ) + atanh(e sin φ)/e
    /// with s = sin φ, d = s₂ − s₁:
    /// s₂/(1 − e²s₂²) − s₁/(1 − e²s₁²) = d (1 + e² s₁ s₂)/((1 − e²s₁²)(1 − e²s₂²))
    /// atanh(e s₂) − atanh(e s₁)       = atanh(e d/(1 − e² s₁ s₂))
    /// ```
    ///
    /// # References
    ///
    /// J. P. Snyder, *Map Projections: A Working Manual*, USGS Professional Paper 1395, 1987, equation 3-12.
    pub(super) fn band_area(self, sines: (f64, f64), sine_difference: f64, width_degrees: f64) -> f64 {
        let e2 = self.eccentricity_squared();
        let e = e2.sqrt();
        let (s1, s2) = sines;
        let d = sine_difference;
        let first = d * (1.0 + e2 * s1 * s2) / ((1.0 - e2 * s1 * s1) * (1.0 - e2 * s2 * s2));
        let ratio = d / (1.0 - e2 * s1 * s2);
        let second = if e > 0.0 { math::atanh(e * ratio) / e } else { ratio };
        let half = 0.5 * self.semi_major * self.semi_major * (1.0 - e2);
        half * math::radians(width_degrees) * (first + second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_earth_has_its_known_surface() {
        // WGS 84: 510 065 621 724 088.44 m² (Karney, Algorithms for geodesics, 2013, authalic radius 6371007.18 m).
        let surface = Ellipsoid::WGS84.band_area((-1.0, 1.0), 2.0, 360.0);
        assert!((surface / 510_065_621_724_088.44 - 1.0).abs() < 1e-14, "{surface}");
    }

    #[test]
    fn a_sphere_is_a_sphere() {
        let sphere = Ellipsoid::new(6_371_000.0, 0.0).unwrap();
        let surface = sphere.band_area((-1.0, 1.0), 2.0, 360.0);
        let expected = 4.0 * std::f64::consts::PI * 6_371_000.0 * 6_371_000.0;
        assert!((surface / expected - 1.0).abs() < 1e-15);
    }

    #[test]
    fn an_axis_in_kilometres_is_refused() {
        assert_eq!(Ellipsoid::new(6378.137, 298.257), None);
        assert_eq!(Ellipsoid::new(f64::NAN, 298.257), None);
        assert_eq!(Ellipsoid::new(6_378_137.0, 1.0), None);
    }
}
