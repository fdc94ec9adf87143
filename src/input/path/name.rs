//! Which texts are plain relative paths, on every system: a run that is good here is good there.

/// Device names of Windows, with or without an ending.
const DEVICES: [&str; 7] = ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"];

/// Device names that end in one digit, which may be a raised one.
const PORTS: [&str; 2] = ["com", "lpt"];

/// Longest path \[byte\].
const LONGEST: usize = 1024;

/// Why a text is no plain relative path.
pub(super) fn fault(text: &str) -> Option<&'static str> {
    let parts = || text.split('/');
    match () {
        () if text.trim().is_empty() => Some("is empty"),
        () if text.len() > LONGEST => Some("is too long"),
        () if text.chars().any(char::is_control) => Some("holds a control character"),
        () if text.chars().any(is_invisible) => Some("holds a character that cannot be seen"),
        () if text.contains("://") => Some("is an address, not a file"),
        () if text.contains('\\') => Some("holds a backslash; write /"),
        () if text.starts_with('/') => Some("is absolute"),
        () if text.starts_with('~') => Some("begins with ~"),
        () if text.contains(':') => Some("holds a colon, as drives and streams do"),
        () if is_percent_encoded(text) => Some("is percent-encoded"),
        () if text.chars().any(looks_like_another) => Some("holds a look-alike of . or / or \\"),
        () if parts().any(climbs) => Some("has a part .. that climbs out"),
        () if parts().any(str::is_empty) => Some("has an empty part"),
        () if parts().any(|part| part != "." && part.ends_with('.')) => {
            Some("has a part that ends in a dot, which some systems drop")
        }
        () if parts().any(|part| part.trim() != part) => {
            Some("has a part that begins or ends with a space, which some systems drop")
        }
        () if parts().any(is_device) => Some("names a device"),
        () => None,
    }
}

/// `..`, also between spaces or with more dots.
fn climbs(part: &str) -> bool {
    let part = part.trim();
    part.len() > 1 && part.chars().all(|c| c == '.' || c == ' ')
}

fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let is_port = |name: &str| {
        let mut rest = stem.strip_prefix(name).unwrap_or_default().chars();
        let digit = rest.next().is_some_and(|c| c.is_ascii_digit() || matches!(c, '¹' | '²' | '³'));
        digit && rest.next().is_none()
    };
    DEVICES.contains(&stem.as_str()) || PORTS.into_iter().any(is_port)
}

/// `%` with two hexadecimal digits or with `u`; `50%.csv` is a name.
fn is_percent_encoded(text: &str) -> bool {
    text.split('%').skip(1).any(|rest| {
        let mut next = rest.chars();
        let hex = |c: Option<char>| c.is_some_and(|c| c.is_ascii_hexdigit());
        rest.starts_with(['u', 'U']) || hex(next.next()) && hex(next.next())
    })
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Signs that a reader, or a system that brings texts to one form, takes for `.`, `/` or `\`.
fn looks_like_another(c: char) -> bool {
    const DOTS: [char; 8] =
        ['\u{2024}', '\u{2025}', '\u{2026}', '\u{fe19}', '\u{fe30}', '\u{fe52}', '\u{ff0e}', '\u{ff61}'];
    const STROKES: [char; 12] = [
        '\u{2044}', '\u{2215}', '\u{2216}', '\u{2571}', '\u{29f5}', '\u{29f6}', '\u{29f8}', '\u{29f9}',
        '\u{fe68}', '\u{ff0f}', '\u{ff3c}', '\u{338}',
    ];
    DOTS.contains(&c)
        || STROKES.contains(&c)
        || matches!(c, '\u{2100}' | '\u{2101}' | '\u{2105}' | '\u{2106}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_are_good() {
        for text in [
            "a.csv",
            "./a.csv",
            "data/2019/rain mm.tif",
            "北碚/统计.csv",
            ".hidden/a",
            "a..b.csv",
            "50%.csv",
            "console.csv",
            "aux1.csv",
            "com10.csv",
            "computer.csv",
            "nullity",
        ] {
            assert_eq!(fault(text), None, "{text}");
        }
    }
}
