//! What products fill their gaps with, from their user's guides.

/// Smallest and largest number of a type of samples.
pub(super) type Kind = (f64, f64);
pub(super) const U8: Kind = (0.0, 255.0);
const I16: Kind = (-32_768.0, 32_767.0);
const U16: Kind = (0.0, 65_535.0);

/// What a product fills its gaps with.
pub(super) struct Product {
    pub(super) name: &'static str,
    pub(super) quantities: &'static [&'static str],
    kind: Kind,
    /// The stored numbers, from the first to the last.
    pub(super) fills: (f64, f64),
    /// What a step of the stored number is in the base unit of the quantity.
    pub(super) step: f64,
}

const EVAPORATION: &[&str] =
    &["actual_evapotranspiration", "potential_evapotranspiration", "reference_evapotranspiration"];
const GREENNESS: &[&str] = &["ndvi", "ndvi_monthly"];
const ABSORPTION: &[&str] = &["fapar", "fpar_monthly", "fractional_cover"];

/// From the users' guides of the products, collection 6.1 of MODIS, and of the Copernicus Global Land Service.
pub(super) const PRODUCTS: &[Product] = &[
    // MOD17 user's guide (2021), tables of the data sets: NPP x 0.0001 kgC/m2, fills 32761 to 32767.
    Product {
        name: "MOD17A3",
        quantities: &["net_primary_productivity", "net_ecosystem_productivity"],
        kind: I16,
        fills: (32_761.0, 32_767.0),
        step: 0.1,
    },
    // MOD16 user's guide (2019): ET and PET x 0.1 mm; eight days 32761 to 32767, a year 65529 to 65535.
    Product { name: "MOD16A2", quantities: EVAPORATION, kind: I16, fills: (32_761.0, 32_767.0), step: 0.1 },
    Product { name: "MOD16A3", quantities: EVAPORATION, kind: U16, fills: (65_529.0, 65_535.0), step: 0.1 },
    // MOD13 user's guide (2015): NDVI x 0.0001, fill -3000, valid from -2000.
    Product { name: "MOD13", quantities: GREENNESS, kind: I16, fills: (-3000.0, -3000.0), step: 1e-4 },
    // MOD15 user's guide (2015): FPAR x 0.01, fills 249 to 255.
    Product { name: "MOD15A2H", quantities: ABSORPTION, kind: U8, fills: (249.0, 255.0), step: 0.01 },
    // Copernicus Global Land Service, product user manuals of NDVI, FAPAR and FCOVER: flags 251 to 255.
    Product { name: "PROBA-V", quantities: GREENNESS, kind: U8, fills: (251.0, 255.0), step: 0.004 },
    Product { name: "PROBA-V", quantities: ABSORPTION, kind: U8, fills: (251.0, 255.0), step: 0.004 },
    // MOD11 user's guide (2013): land surface temperature x 0.02 K, fill 0.
    Product {
        name: "MOD11",
        quantities: &["temperature", "temperature_monthly"],
        kind: U16,
        fills: (0.0, 0.0),
        step: 0.02,
    },
];

impl Product {
    /// Whether its fills are more than the flags of a byte, which are values elsewhere.
    pub(super) fn is_wide(&self) -> bool {
        self.kind != U8
    }

    /// Whether samples of a type may hold its numbers as they were published: in their type, or in one that holds it.
    pub(super) fn fits(&self, (least, most): (f64, f64)) -> bool {
        let (low, high) = self.fills;
        self.kind == (least, most) || (self.is_wide() && least <= low && high <= most)
    }
}
