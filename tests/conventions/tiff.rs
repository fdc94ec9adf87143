//! `GeoTIFF`s of few cells, with whatever tags a test asks for.

/// Columns and rows of every raster here.
pub(crate) const SIDE: u32 = 10;

/// An image of a file: its samples as they are stored, and further tags with type and value.
#[derive(Clone)]
pub(crate) struct Image {
    size: (u32, u32),
    bands: u16,
    bits: u16,
    format: u16,
    photometric: u16,
    samples: Vec<u8>,
    tags: Vec<(u16, u16, Vec<u8>)>,
    unwritten: bool,
}

/// A type of samples: bits, TIFF's number for unsigned, signed or floating point, and a number as its bytes.
pub(crate) trait Sample: Copy {
    const FORM: (u16, u16);
    fn bytes(self) -> Vec<u8>;
}

macro_rules! samples {
    ($($type:ty: $bits:literal, $format:literal;)+) => {
        $(impl Sample for $type {
            const FORM: (u16, u16) = ($bits, $format);
            fn bytes(self) -> Vec<u8> {
                self.to_le_bytes().to_vec()
            }
        })+
    };
}

samples! { u8: 8, 1; i16: 16, 2; u16: 16, 1; i32: 32, 2; f32: 32, 3; f64: 64, 3; }

impl Image {
    /// Bands side by side; `cell` is asked for band and place of each cell, counted from 0.
    pub(crate) fn new<T: Sample>(bands: u16, cell: impl Fn(u16, u32) -> T) -> Self {
        let cells = (0..SIDE * SIDE).flat_map(|place| (0..bands).map(move |band| (band, place)));
        let samples = cells.flat_map(|(band, place)| cell(band, place).bytes()).collect();
        let (bits, format) = T::FORM;
        let size = (SIDE, SIDE);
        Self { size, bands, bits, format, photometric: 1, samples, tags: Vec::new(), unwritten: false }
    }

    /// A mask of bits, eight in a byte, as GDAL writes it into a file.
    pub(crate) fn bits(valid: impl Fn(u32) -> bool) -> Self {
        let mut samples = Vec::new();
        for row in 0..SIDE {
            let mut line = [0_u8; SIDE.div_ceil(8) as usize];
            for column in (0..SIDE).filter(|column| valid(row * SIDE + column)) {
                line[column as usize / 8] |= 0x80 >> (column % 8);
            }
            samples.extend(line);
        }
        let mask = Self { bits: 1, format: 1, samples, photometric: 4, ..Self::new(1, |_, _| 0_u8) };
        mask.subfile(4)
    }

    pub(crate) fn subfile(self, kind: u32) -> Self {
        self.tag(254, 4, &kind.to_le_bytes())
    }

    pub(crate) fn size(self, size: (u32, u32)) -> Self {
        Self { size, ..self }
    }

    pub(crate) fn unwritten(self) -> Self {
        Self { unwritten: true, ..self }
    }

    pub(crate) fn tag(mut self, tag: u16, kind: u16, value: &[u8]) -> Self {
        self.tags.push((tag, kind, value.to_vec()));
        self
    }

    pub(crate) fn nodata(self, text: &str) -> Self {
        self.tag(42113, 2, format!("{text}\0").as_bytes())
    }

    /// Items of GDAL's metadata.
    pub(crate) fn metadata(self, items: &str) -> Self {
        self.tag(42112, 2, format!("<GDALMetadata>{items}</GDALMetadata>\0").as_bytes())
    }

    pub(crate) fn scale(self, scale: f64, offset: f64) -> Self {
        let item =
            |role: &str, value| format!("<Item name=\"X\" sample=\"0\" role=\"{role}\">{value}</Item>");
        self.metadata(&(item("scale", scale) + &item("offset", offset)))
    }

    /// Which of the last bands are alpha: 2 for alpha, 0 for data.
    pub(crate) fn extra(self, kinds: &[u16]) -> Self {
        let value: Vec<u8> = kinds.iter().flat_map(|kind| kind.to_le_bytes()).collect();
        self.tag(338, 3, &value)
    }
}

/// A file of some images, the first of which lies on the grid of all tests: cells of 1 ha.
pub(crate) fn tiff(images: &[Image]) -> Vec<u8> {
    let mut file = b"II\x2a\0\0\0\0\0".to_vec();
    let mut link = 4;
    for (index, image) in images.iter().enumerate() {
        let strip = file.len() as u32;
        file.extend(&image.samples);
        let mut tags = image.tags.clone();
        let short = |value: u16| value.to_le_bytes().to_vec();
        let long = |value: u32| value.to_le_bytes().to_vec();
        let each = |value: u16| value.to_le_bytes().repeat(usize::from(image.bands));
        let doubles =
            |values: &[f64]| values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>();
        let length = if image.unwritten { 0 } else { image.samples.len() as u32 };
        tags.extend([
            (256, 4, long(image.size.0)),
            (257, 4, long(image.size.1)),
            (258, 3, each(image.bits)),
            (259, 3, short(1)),
            (262, 3, short(image.photometric)),
            (273, 4, long(if image.unwritten { 0 } else { strip })),
            (277, 3, short(image.bands)),
            (278, 4, long(image.size.1)),
            (279, 4, long(length)),
            (339, 3, each(image.format)),
        ]);
        if index == 0 {
            let keys: [u16; 16] = [1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, 4545];
            tags.push((33550, 12, doubles(&[100.0, 100.0, 0.0])));
            tags.push((33922, 12, doubles(&[0.0, 0.0, 0.0, 5e5, 3.3e6, 0.0])));
            tags.push((34735, 3, keys.iter().flat_map(|key| key.to_le_bytes()).collect()));
        }
        tags.sort_by_key(|(tag, ..)| *tag);
        let mut entries = (tags.len() as u16).to_le_bytes().to_vec();
        for (tag, kind, mut value) in tags {
            let size = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8][usize::from(kind)];
            entries.extend(tag.to_le_bytes());
            entries.extend(kind.to_le_bytes());
            entries.extend((value.len() as u32 / size).to_le_bytes());
            if value.len() > 4 {
                entries.extend((file.len() as u32).to_le_bytes());
                file.extend(value);
            } else {
                value.resize(4, 0);
                entries.extend(value);
            }
        }
        let place = file.len() as u32;
        file[link..link + 4].copy_from_slice(&place.to_le_bytes());
        file.extend(entries);
        link = file.len();
        file.extend([0; 4]);
    }
    file
}
