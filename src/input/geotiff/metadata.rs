//! Scale, offset and description of the bands, from the metadata text of GDAL (tag 42112).

use super::directory::damaged;
use crate::error::Error;
use crate::text;

/// Scale and offset of every band; 1 and 0 where none is given.
///
/// # Errors
///
/// `EV-I015` for a scale or offset that is not a finite number, or a scale of 0.
pub(super) fn scales(text: &[u8], bands: u16) -> Result<Vec<(f64, f64)>, Error> {
    let text = String::from_utf8_lossy(text);
    let mut scales = vec![(1.0, 0.0); usize::from(bands)];
    for item in text.split("<Item").skip(1) {
        let Some((head, rest)) = item.split_once('>') else { continue };
        let role = attribute(head, "role").unwrap_or_default();
        if role != "scale" && role != "offset" {
            continue;
        }
        let band = attribute(head, "sample").and_then(|sample| sample.parse::<usize>().ok());
        let Some(entry) = band.and_then(|band| scales.get_mut(band)) else { continue };
        let value = rest.split('<').next().unwrap_or_default().trim();
        let number: Option<f64> = value.parse().ok().filter(|number: &f64| number.is_finite());
        match (role, number) {
            ("offset", Some(number)) => entry.1 = number,
            ("scale", Some(number)) if number.abs() > 0.0 => entry.0 = number,
            _ => {
                return Err(damaged(text!(
                    "the {0} `{1}` of a band is not possible",
                    "波段的 {0} `{1}` 不可能",
                    role,
                    value
                )));
            }
        }
    }
    Ok(scales)
}

/// The description of every band; empty where none is given.
pub(super) fn descriptions(text: &[u8], bands: u16) -> Vec<String> {
    let text = String::from_utf8_lossy(text);
    let mut descriptions = vec![String::new(); usize::from(bands)];
    for item in text.split("<Item").skip(1) {
        let Some((head, rest)) = item.split_once('>') else { continue };
        if attribute(head, "role") != Some("description") {
            continue;
        }
        let band = attribute(head, "sample").and_then(|sample| sample.parse::<usize>().ok());
        // GDAL escapes a description twice.
        let plain = ["&amp;", "&lt;", "&gt;", "&quot;", "&amp;"].iter().zip(["&", "<", ">", "\"", "&"]);
        let plain = plain
            .fold(rest.split('<').next().unwrap_or_default().trim().to_owned(), |text, (from, to)| {
                text.replace(from, to)
            });
        if let Some(entry) = band.and_then(|band| descriptions.get_mut(band)) {
            *entry = plain;
        }
    }
    descriptions
}

/// The value of an item of the whole file.
pub(super) fn item<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.split("<Item").skip(1).find_map(|item| {
        let (head, rest) = item.split_once('>')?;
        (attribute(head, "name") == Some(name)).then(|| rest.split('<').next().unwrap_or_default().trim())
    })
}

/// Value of an attribute in `name="value"`, with either quote.
fn attribute<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = head.split_once(&format!(" {name}="))?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest.get(1..)?.split(quote).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scale_and_offset_belong_to_their_band() {
        let text = r#"<GDALMetadata>
            <Item name="OFFSET" sample="1" role="offset">-273.15</Item>
            <Item name="SCALE" sample="1" role="scale">0.1</Item>
            <Item name="TITLE">scale 7</Item>
            <Item name="SCALE" sample="9" role="scale">3</Item>
        </GDALMetadata>"#;
        assert_eq!(scales(text.as_bytes(), 2).unwrap(), [(1.0, 0.0), (0.1, -273.15)]);
    }

    #[test]
    fn descriptions_and_items_are_found() {
        let text = r#"<Item name="DESCRIPTION" sample="1" role="description">a&amp;lt;b</Item>
            <Item name="INTERNAL_MASK_FLAGS_1">2</Item>"#;
        assert_eq!(descriptions(text.as_bytes(), 2), ["", "a<b"]);
        assert_eq!((item(text, "INTERNAL_MASK_FLAGS_1"), item(text, "NODATA_VALUES")), (Some("2"), None));
    }

    #[test]
    fn a_scale_that_cannot_be_is_refused() {
        for value in ["0", "nan", "x", ""] {
            let text = format!("<Item name='SCALE' sample='0' role='scale'>{value}</Item>");
            assert!(scales(text.as_bytes(), 1).is_err(), "{value}");
        }
        assert_eq!(scales(b"<Item role='scale' sample='0'", 1).unwrap(), [(1.0, 0.0)]);
    }
}
