//! How a text with arguments is written.

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// As it is.
    Text(&'a str),
    /// The argument at a place.
    Argument(usize),
    /// One of two words, by the count at a place.
    Plural { place: usize, one: &'a str, many: &'a str },
}

/// How many arguments a text uses; none if one of them is left out, or if a brace stands around anything else without
/// being written twice.
pub(super) const fn arguments(text: &str) -> Option<usize> {
    let (mut rest, mut seen) = (text.as_bytes(), 0_u32);
    loop {
        rest = match rest {
            [] => break,
            [b'{', b'{', tail @ ..] | [b'}', b'}', tail @ ..] => tail,
            [b'{', digit @ b'0'..=b'9', b'}', tail @ ..] => {
                seen |= 1 << (*digit - b'0');
                tail
            }
            [b'{', b'0'..=b'9', b'|', tail @ ..] => match after_plural(tail) {
                Some(tail) => tail,
                None => return None,
            },
            [b'{' | b'}', ..] => return None,
            [_, tail @ ..] => tail,
        };
    }
    if (seen + 1).is_power_of_two() { Some(seen.count_ones() as usize) } else { None }
}

/// What follows the two words of a plural.
const fn after_plural(mut rest: &[u8]) -> Option<&[u8]> {
    loop {
        rest = match rest {
            [b'}', tail @ ..] => return Some(tail),
            [] | [b'{', ..] => return None,
            [_, tail @ ..] => tail,
        };
    }
}

/// The parts of a text in their order.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (piece, tail) = next(rest)?;
        rest = tail;
        Some(piece)
    })
}

fn next(text: &str) -> Option<(Piece<'_>, &str)> {
    let brace = text.find(['{', '}']).unwrap_or(text.len());
    if brace > 0 {
        let (before, rest) = text.split_at_checked(brace)?;
        return Some((Piece::Text(before), rest));
    }
    if let Some(rest) = text.strip_prefix("{{").or_else(|| text.strip_prefix("}}")) {
        return Some((Piece::Text(text.get(..1)?), rest));
    }
    let (inside, rest) = text.strip_prefix('{')?.split_once('}')?;
    let mut words = inside.split('|');
    let place = words.next()?.parse().ok()?;
    let piece = match (words.next(), words.next()) {
        (Some(one), Some(many)) => Piece::Plural { place, one, many },
        _ => Piece::Argument(place),
    };
    Some((piece, rest))
}

#[cfg(test)]
mod tests {
    use super::arguments;

    #[test]
    fn a_text_that_forgets_an_argument_or_a_brace_counts_none() {
        for (text, count) in [("", 0), ("{{}}", 0), ("{0}", 1), ("{1} {0} {0|is|are} {0}", 2)] {
            assert_eq!(arguments(text), Some(count), "{text}");
        }
        for text in ["{1}", "{", "}", "{x}", "{10}", "{0|is|are", "{0|{0}|}"] {
            assert_eq!(arguments(text), None, "{text}");
        }
    }
}
