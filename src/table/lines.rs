//! Lines as an editor counts them: CRLF, LF and CR each end one, also inside quotes.

/// Finds the line of places in a text that come in rising order, in one pass over the text.
pub(super) struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
    /// Whether a carriage return ends a line by itself, which the reader of records does not count.
    lone_returns: bool,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let lone_returns = text.contains('\r') && text.matches('\r').count() > text.matches("\r\n").count();
        Self { bytes: text.as_bytes(), at: 0, line: 1, lone_returns }
    }

    /// The line on which a record begins. The reader of records gives the place where it began to look for it: the ends of
    /// lines before the record, those of empty lines among them, still stand there.
    pub(super) fn of_record(&mut self, position: &csv::Position) -> u64 {
        let from = usize::try_from(position.byte()).unwrap_or(usize::MAX);
        let rest = self.bytes.get(from..).unwrap_or_default();
        let ends = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        if self.lone_returns {
            return self.of(from.saturating_add(ends));
        }
        let passed = rest.get(..ends).unwrap_or_default();
        // The record after an empty line or a carriage return begins behind the line feeds that are passed here.
        let feeds = passed.split(|byte| *byte == b'\n').count().saturating_sub(1);
        position.line().saturating_add(crate::math::count(feeds))
    }

    /// The line of a byte.
    pub(super) fn of(&mut self, offset: usize) -> u64 {
        let passed = self.bytes.get(self.at..offset).unwrap_or_default();
        let mut before = self.at.checked_sub(1).and_then(|at| self.bytes.get(at)).copied();
        for byte in passed {
            let ends = *byte == b'\r' || *byte == b'\n' && before != Some(b'\r');
            self.line = self.line.saturating_add(u64::from(ends));
            before = Some(*byte);
        }
        self.at = self.at.max(offset);
        self.line
    }
}

/// The line of a quote that opens a field and is not closed before the end of the text.
pub(super) fn unclosed_quote(text: &str, separator: u8) -> Option<u64> {
    // Most tables have no quote at all.
    if !text.contains('"') {
        return None;
    }
    let (mut begins, mut opened) = (true, None);
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        match (byte, opened) {
            (b'"', Some(_)) if bytes.peek().is_some_and(|(_, next)| *next == b'"') => {
                bytes.next();
            }
            (b'"', Some(_)) => opened = None,
            (b'"', None) if begins => opened = Some(at),
            _ => {}
        }
        begins = opened.is_none() && (byte == separator || matches!(byte, b'\n' | b'\r'));
    }
    opened.map(|at| Lines::new(text).of(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_counts_once() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a", "b", "", "c"].join(end);
            let mut lines = Lines::new(&text);
            let at = |letter: char| text.find(letter).unwrap();
            assert_eq!((lines.of(at('a')), lines.of(at('b')), lines.of(at('c'))), (1, 2, 4), "{end:?}");
            let quote = ["a,b", "1,2", "3,\"x"].join(end);
            assert_eq!(unclosed_quote(&quote, b','), Some(3), "{end:?}");
        }
    }
}
