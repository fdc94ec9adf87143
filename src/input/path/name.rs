//! Which texts are plain relative paths, on every system: a run that is good here is good there.

use crate::text;
use crate::wording::{Message, Say};

/// Device names of Windows, with or without an ending.
const DEVICES: [&str; 7] = ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"];

/// Device names that end in one digit, which may be a raised one.
const PORTS: [&str; 2] = ["com", "lpt"];

/// Longest path \[byte\].
const LONGEST: usize = 1024;

/// Why a text is not a plain relative path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    Empty,
    TooLong,
    Control,
    Invisible,
    Address,
    Backslash,
    Absolute,
    Home,
    Colon,
    PercentEncoded,
    LookAlike,
    Climbs,
    EmptyPart,
    FinalDot,
    OuterSpace,
    Device,
}

impl Say for Fault {
    fn message(&self) -> Message {
        match self {
            Self::Empty => text!("is empty", "为空"),
            Self::TooLong => text!("is longer than {0} bytes", "超过 {0} 字节", LONGEST),
            Self::Control => text!("holds a control character", "含控制字符"),
            Self::Invisible => text!("holds an invisible character", "含不可见字符"),
            Self::Address => text!("is an address, not a file", "是网址，不是文件"),
            Self::Backslash => text!("holds a backslash", "含反斜杠"),
            Self::Absolute => text!("is absolute", "是绝对路径"),
            Self::Home => text!("begins with ~", "以 ~ 开头"),
            Self::Colon => text!("holds a colon, as drives and streams do", "含冒号（盘符或数据流）"),
            Self::PercentEncoded => text!("is percent-encoded", "含百分号编码"),
            Self::LookAlike => {
                text!("holds a look-alike of . or / or \\", "含形似 .、/ 或 \\ 的字符")
            }
            Self::Climbs => text!("has a part .. that climbs out", "含向上一级的 .."),
            Self::EmptyPart => text!("has an empty part", "含空的部分"),
            Self::FinalDot => text!(
                "has a part that ends in a dot, which some systems drop",
                "有部分以点结尾，某些系统会去掉该点"
            ),
            Self::OuterSpace => text!(
                "has a part that begins or ends with a space, which some systems drop",
                "有部分首尾带空格，某些系统会去掉空格"
            ),
            Self::Device => text!("names a device", "是设备名"),
        }
    }
}

/// Why a text is not a plain relative path, if it is not.
pub(super) fn fault(text: &str) -> Option<Fault> {
    let parts = || text.split('/');
    match () {
        () if text.trim().is_empty() => Some(Fault::Empty),
        () if text.len() > LONGEST => Some(Fault::TooLong),
        () if text.chars().any(char::is_control) => Some(Fault::Control),
        () if text.chars().any(is_invisible) => Some(Fault::Invisible),
        () if text.contains("://") => Some(Fault::Address),
        () if text.contains('\\') => Some(Fault::Backslash),
        () if text.starts_with('/') => Some(Fault::Absolute),
        () if text.starts_with('~') => Some(Fault::Home),
        () if text.contains(':') => Some(Fault::Colon),
        () if is_percent_encoded(text) => Some(Fault::PercentEncoded),
        () if text.chars().any(looks_like_another) => Some(Fault::LookAlike),
        () if parts().any(climbs) => Some(Fault::Climbs),
        () if parts().any(str::is_empty) => Some(Fault::EmptyPart),
        () if parts().any(|part| part != "." && part.ends_with('.')) => Some(Fault::FinalDot),
        () if parts().any(|part| part.trim() != part) => Some(Fault::OuterSpace),
        () if parts().any(is_device) => Some(Fault::Device),
        () => None,
    }
}

/// The plain relative paths that a path of Windows, or another absolute one, may mean: with `/`, and with fewer and fewer
/// folders in front. In double quotes TOML reads the `\r` of `data\rain.tif` as a line break; it is turned back.
pub(super) fn relative(text: &str) -> Vec<String> {
    let mut slashed = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{8}' => slashed.push_str("/b"),
            '\t' => slashed.push_str("/t"),
            '\n' => slashed.push_str("/n"),
            '\u{c}' => slashed.push_str("/f"),
            '\r' => slashed.push_str("/r"),
            '\\' => slashed.push('/'),
            other => slashed.push(other),
        }
    }
    let text = match slashed.split_once(':') {
        Some((drive, rest)) if drive.len() == 1 => rest,
        _ => &slashed,
    };
    let parts: Vec<&str> = text.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let tails = (0..parts.len()).map(|first| parts.get(first..).unwrap_or_default().join("/"));
    tails.filter(|tail| fault(tail).is_none()).collect()
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
    #[test]
    fn paths_of_windows_have_a_relative_one_in_them() {
        for (text, relative_ones) in [
            ("data\\rain.tif", vec!["data/rain.tif", "rain.tif"]),
            ("data\rain.tif", vec!["data/rain.tif", "rain.tif"]),
            ("C:\\run\\data\\rain.tif", vec!["run/data/rain.tif", "data/rain.tif", "rain.tif"]),
            ("/home/x/rain.tif", vec!["home/x/rain.tif", "x/rain.tif", "rain.tif"]),
            ("\\\\server\\share\\降水.tif", vec!["server/share/降水.tif", "share/降水.tif", "降水.tif"]),
            ("..\\rain.tif", vec!["rain.tif"]),
        ] {
            assert_eq!(relative(text), relative_ones, "{text:?}");
        }
    }
}
