//! Names of zones: their order, and names that print as one.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::error::{Code, Error, printable};
use crate::text;

/// The order of names: numbers within them by their size, all else by its characters.
///
/// # Examples
///
/// ```
/// use ecovalue::input::cells::order_of_names;
///
/// let mut names = ["z10", "z9", "北", "z9a"];
/// names.sort_by(|one, other| order_of_names(one, other));
/// assert_eq!(names, ["z9", "z9a", "z10", "北"]);
/// ```
#[must_use]
pub fn order_of_names(one: &str, other: &str) -> Ordering {
    let (mut left, mut right) = (one, other);
    loop {
        let (a, b) = (digits(left), digits(right));
        if !a.is_empty() && !b.is_empty() {
            let (x, y) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
            let order = x.len().cmp(&y.len()).then_with(|| x.cmp(y));
            if order != Ordering::Equal {
                return order;
            }
            (left, right) =
                (left.get(a.len()..).unwrap_or_default(), right.get(b.len()..).unwrap_or_default());
            continue;
        }
        let (mut a, mut b) = (left.chars(), right.chars());
        match (a.next(), b.next()) {
            (Some(x), Some(y)) if x == y => (left, right) = (a.as_str(), b.as_str()),
            // Zeros in front of a number are all that may differ.
            (None, None) => return one.cmp(other),
            (x, y) => return x.cmp(&y),
        }
    }
}

fn digits(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// Two names of a list that are not the same and print alike.
///
/// # Errors
///
/// `EV-I012` with both names as they are written.
pub fn check_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<(), Error> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for name in names {
        let before = *seen.entry(as_seen(name)).or_insert(name);
        if before != name {
            let message = text!(
                "the zones {0} and {1} look alike",
                "分区 {0} 与 {1} 看起来相同",
                written(before),
                written(name)
            );
            let hint = text!(
                "they would stand in the tables as one name: write both in one way if they are one zone, or give them other names",
                "二者在表中会显示为同一名称：若为同一分区，统一写法；否则改名"
            );
            return Err(Error::new(Code::UnknownZone, message, hint));
        }
    }
    Ok(())
}

/// A name in which everything that does not show, or shows otherwise, is written by its number.
fn written(name: &str) -> String {
    let plain = |c: char| {
        let shows = printable(c.encode_utf8(&mut [0; 4])) == c.to_string() && is_seen(c);
        shows && !is_mark(c) && of_half_width(c) == c && (!c.is_whitespace() || c == ' ')
    };
    let number = |c: char| if plain(c) { c.to_string() } else { format!("<U+{:04X}>", u32::from(c)) };
    format!("`{}`", name.chars().map(number).collect::<String>())
}

/// A name as a reader sees it: without what does not show, in half width, letters with their marks in one.
fn as_seen(name: &str) -> String {
    if name.bytes().all(|byte| byte.is_ascii_graphic()) {
        return name.to_owned();
    }
    let mut seen = String::with_capacity(name.len());
    for c in name.chars().filter(|c| is_seen(*c)).map(of_half_width) {
        if c.is_whitespace() {
            // Spaces at the ends and several in a row do not show.
            if !seen.is_empty() && !seen.ends_with(' ') {
                seen.push(' ');
            }
            continue;
        }
        let (base, marks) = apart(c);
        seen.push(base);
        seen.extend(marks);
    }
    seen.truncate(seen.trim_end().len());
    seen
}

/// Whether a character shows. What acts on a screen is replaced by one sign, whatever it is.
fn is_seen(c: char) -> bool {
    let hidden = matches!(c, '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}'
        | '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}');
    !hidden && printable(c.encode_utf8(&mut [0; 4])) == c.to_string()
}

/// The half-width form of letters, digits, signs and spaces.
fn of_half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c).saturating_sub(0xfee0)).unwrap_or(c),
        '\u{3000}' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => ' ',
        _ => c,
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Letters of Latin scripts with one mark: the letter and the mark.
const MARKED: &[(char, &str, &str)] = &[
    ('\u{300}', "AEIOUaeiouNnWwYyÜü", "ÀÈÌÒÙàèìòùǸǹẀẁỲỳǛǜ"),
    ('\u{301}', "AEIOUYaeiouyCcLlNnRrSsZzGgKkMmPpWwÜü", "ÁÉÍÓÚÝáéíóúýĆćĹĺŃńŔŕŚśŹźǴǵḰḱḾḿṔṕẂẃǗǘ"),
    ('\u{302}', "AEIOUaeiouCcGgHhJjSsWwYyZz", "ÂÊÎÔÛâêîôûĈĉĜĝĤĥĴĵŜŝŴŵŶŷẐẑ"),
    ('\u{303}', "ANOanoIiUuEeYyVv", "ÃÑÕãñõĨĩŨũẼẽỸỹṼṽ"),
    ('\u{304}', "AEIOUaeiouÜüYyGg", "ĀĒĪŌŪāēīōūǕǖȲȳḠḡ"),
    ('\u{306}', "AEGIOUaegiou", "ĂĔĞĬŎŬăĕğĭŏŭ"),
    ('\u{307}', "CcEeGgIZzAaOo", "ĊċĖėĠġİŻżȦȧȮȯ"),
    ('\u{308}', "AEIOUaeiouyY", "ÄËÏÖÜäëïöüÿŸ"),
    ('\u{30a}', "AaUu", "ÅåŮů"),
    ('\u{30b}', "OoUu", "ŐőŰű"),
    ('\u{30c}', "CcDdEeNnRrSsTtZzAaIiOoUuGgKkjHhÜü", "ČčĎďĚěŇňŘřŠšŤťŽžǍǎǏǐǑǒǓǔǦǧǨǩǰȞȟǙǚ"),
    ('\u{327}', "CcSsTtGgKkLlNnRr", "ÇçŞşŢţĢģĶķĻļŅņŖŗ"),
    ('\u{328}', "AaEeIiUuOo", "ĄąĘęĮįŲųǪǫ"),
];

/// A letter and its marks, apart.
fn apart(c: char) -> (char, Vec<char>) {
    if !matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') {
        return (c, Vec::new());
    }
    for (mark, letters, marked) in MARKED {
        if let Some((letter, _)) =
            letters.chars().zip(marked.chars()).find(|(_, marked_letter)| *marked_letter == c)
        {
            let (letter, mut marks) = if letter.is_ascii() { (letter, Vec::new()) } else { apart(letter) };
            marks.push(*mark);
            return (letter, marks);
        }
    }
    (c, Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_print_alike_are_refused() {
        for (one, other) in [
            ("x\u{1b}", "x\u{7}"),
            ("x", "x\u{200b}"),
            ("北碚", "北\u{200d}碚"),
            ("北碚", "北碚\u{feff}"),
            ("caf\u{e9}", "cafe\u{301}"),
            ("l\u{fc}", "lu\u{308}"),
            ("l\u{1d8}", "lu\u{308}\u{301}"),
            ("A1", "\u{ff21}\u{ff11}"),
            ("a b", "a\u{3000}b"),
            ("a b", "a  b"),
            ("a", "a\u{a0}"),
            ("a", "a\u{ad}"),
            ("ab", "a\u{202e}b"),
        ] {
            let error = check_names([one, "another", other]).unwrap_err().to_string();
            assert!(error.contains("look alike"), "{error}");
            // Two spaces show as they are.
            assert!(other.contains("  ") || error.contains("<U+"), "{one:?} {other:?}: {error}");
        }
        check_names(["a", "b", "ab", "a b", "A", "é", "e", "北", "比", "1", "10", "01"]).unwrap();
    }

    #[test]
    fn tables_of_marks_are_as_long_as_their_letters() {
        for (mark, letters, marked) in MARKED {
            assert_eq!(letters.chars().count(), marked.chars().count(), "{mark:?}");
            assert_eq!(apart(marked.chars().next().unwrap()).1.last(), Some(mark));
        }
    }
}
