//! Codes of classes as they are written: other writings of one code, and zeros that a spreadsheet has cut.

/// How a code may be meant, the text itself first: full-width signs as plain ones, without blanks and a mark of text
/// around it, without the `.0` of a column of numbers, in capitals.
///
/// No form is another code: where a crosswalk has the text itself, the forms behind it are not asked for.
pub(super) fn forms(text: &str) -> Vec<String> {
    let mut forms = vec![text.to_owned()];
    let plain: String = text.chars().filter(|sign| !is_invisible(*sign)).map(half_width).collect();
    let plain = plain.trim().trim_start_matches(['\'', '‘', '’']).trim().to_owned();
    let number = without_fraction(&plain).unwrap_or(&plain).to_owned();
    let capitals = number.to_uppercase();
    for form in [plain, number, capitals] {
        if !form.is_empty() && !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

/// The code that a spreadsheet would have cut to a text: with one zero more in front.
pub(super) fn with_zero(text: &str) -> String {
    format!("0{text}")
}

/// The whole number of a text such as `301.0`, as programs write a column of whole numbers in which a value is missing.
#[must_use]
pub fn without_fraction(text: &str) -> Option<&str> {
    let (whole, fraction) = text.split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(whole) && digits(fraction) && fraction.bytes().all(|byte| byte == b'0')).then_some(whole)
}

/// Signs that take no place on a screen.
const fn is_invisible(sign: char) -> bool {
    matches!(sign, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// The plain sign of a full-width one, which Chinese input methods write.
fn half_width(sign: char) -> char {
    let code = u32::from(sign);
    match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(code.saturating_sub(0xfee0)).unwrap_or(sign),
        _ => sign,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_writings_of_a_code_are_found() {
        for (text, form) in [
            ("０１０１", "0101"),
            ("0101k", "0101K"),
            ("０８１０ａ", "0810A"),
            ("'0101", "0101"),
            ("0301\u{200b}", "0301"),
            ("\u{a0}0301\u{3000}", "0301"),
            ("301.0", "301"),
            ("1.00", "1"),
        ] {
            assert!(forms(text).iter().any(|known| known == form), "{text}: {:?}", forms(text));
        }
        for text in ["1.5", "1.", ".0", "a.0"] {
            assert!(forms(text).iter().all(|known| known.contains('.')), "{text}");
        }
        assert_eq!(forms("0101"), ["0101"]);
    }
}
