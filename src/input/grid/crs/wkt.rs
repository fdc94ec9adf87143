//! Well-known text of a coordinate reference system, as a tree of nodes (ISO 19162, OGC 01-009).

use std::iter::Peekable;
use std::str::Chars;

use crate::error::{Code, Error};
use crate::text;
use crate::wording::Message;

/// Longest text that is read, in bytes; the longest in the EPSG dataset has some 20 000.
const LONGEST: usize = 1 << 18;
/// Deepest nesting that is read; systems need about ten.
const DEEPEST: usize = 40;

/// `NAME["text", 1.5, word, NODE[…]]`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    /// In upper case.
    pub(super) keyword: String,
    items: Vec<Item>,
}

#[derive(Debug, Clone, PartialEq)]
enum Item {
    Text(String),
    Number(f64),
    Node(Node),
}

impl Node {
    /// Reads a text that holds one node.
    pub(super) fn read(text: &str) -> Result<Self, Error> {
        if text.len() > LONGEST {
            return Err(damaged(text!(
                "it has {0} bytes, at most {1} are read",
                "有 {0} 字节，最多读取 {1} 字节",
                text.len(),
                LONGEST
            )));
        }
        let mut characters = text.trim_matches(['\0', '\u{feff}']).chars().peekable();
        let node = match item(&mut characters, 0)? {
            Item::Node(node) => node,
            Item::Text(text) => {
                return Err(damaged(text!("`{0}` has no brackets", "`{0}` 没有括号", shortened(&text))));
            }
            Item::Number(number) => {
                return Err(damaged(text!("it starts with the number {0}", "以数 {0} 开头", number)));
            }
        };
        skip_space(&mut characters);
        match characters.next() {
            None | Some('|') => Ok(node),
            Some(other) => {
                Err(damaged(text!("`{0}` follows the last bracket", "最后的括号之后有 `{0}`", other)))
            }
        }
    }

    /// The first child of one of these names.
    pub(super) fn child(&self, keywords: &[&str]) -> Option<&Self> {
        self.children().find(|child| keywords.contains(&child.keyword.as_str()))
    }

    pub(super) fn children(&self) -> impl Iterator<Item = &Self> {
        self.items.iter().filter_map(|item| match item {
            Item::Node(node) => Some(node),
            _ => None,
        })
    }

    /// The first text: the name of what the node describes.
    pub(super) fn text(&self) -> Option<&str> {
        self.texts().next()
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.items.iter().filter_map(|item| match item {
            Item::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// A number, counted from 0.
    pub(super) fn number(&self, index: usize) -> Option<f64> {
        let numbers = self.items.iter().filter_map(|item| match item {
            Item::Number(number) => Some(*number),
            _ => None,
        });
        numbers.filter(|number| number.is_finite()).nth(index)
    }

    /// Code of the EPSG dataset that the node itself names.
    pub(super) fn epsg(&self) -> Option<u32> {
        let id = self.children().find(|child| matches!(child.keyword.as_str(), "AUTHORITY" | "ID"))?;
        if !id.text()?.eq_ignore_ascii_case("EPSG") {
            return None;
        }
        // `AUTHORITY["EPSG","4326"]`, `ID["EPSG",4326]`.
        let code = id.items.get(1).and_then(|item| match item {
            Item::Text(text) => text.trim().parse().ok(),
            Item::Number(number) => number.to_string().parse().ok(),
            Item::Node(_) => None,
        });
        code.filter(|code| *code > 0)
    }
}

fn item(characters: &mut Peekable<Chars<'_>>, depth: usize) -> Result<Item, Error> {
    if depth > DEEPEST {
        return Err(damaged(text!("its brackets are nested too deeply", "括号嵌套过深")));
    }
    skip_space(characters);
    match characters.peek() {
        Some('"' | '“') => quoted(characters).map(Item::Text),
        Some(first) if first.is_ascii_digit() || matches!(first, '+' | '-' | '.') => Ok(number(characters)),
        Some(_) => word_or_node(characters, depth),
        None => Err(damaged(text!("it ends too early", "文本不完整"))),
    }
}

fn word_or_node(characters: &mut Peekable<Chars<'_>>, depth: usize) -> Result<Item, Error> {
    let mut word = String::new();
    while let Some(next) = characters.next_if(|next| next.is_alphanumeric() || *next == '_') {
        word.push(next);
    }
    if word.is_empty() {
        let found = characters.peek().copied().unwrap_or(' ');
        return Err(damaged(text!(
            "`{0}` where a name or a number is expected",
            "`{0}` 处应为名称或数",
            found
        )));
    }
    skip_space(characters);
    let Some(opening) = characters.next_if(|next| matches!(next, '[' | '(')) else {
        return Ok(Item::Text(word));
    };
    let closing = if opening == '[' { ']' } else { ')' };
    let mut items = Vec::new();
    skip_space(characters);
    if characters.next_if_eq(&closing).is_none() {
        loop {
            items.push(item(characters, depth.saturating_add(1))?);
            skip_space(characters);
            match characters.next() {
                Some(',') => {}
                Some(next) if next == closing => break,
                Some(next) => {
                    return Err(damaged(text!(
                        "`{0}` in {1} where `,` or `{2}` is expected",
                        "{1} 中 `{0}` 处应为 `,` 或 `{2}`",
                        next,
                        word,
                        closing
                    )));
                }
                None => {
                    return Err(damaged(text!(
                        "the brackets of {0} are not closed",
                        "{0} 的括号未闭合",
                        word
                    )));
                }
            }
        }
    }
    Ok(Item::Node(Node { keyword: word.to_uppercase(), items }))
}

/// A text in quotes; a doubled quote stands for one.
fn quoted(characters: &mut Peekable<Chars<'_>>) -> Result<String, Error> {
    let closing = if characters.next() == Some('“') { '”' } else { '"' };
    let mut text = String::new();
    while let Some(next) = characters.next() {
        if next != closing {
            text.push(next);
        } else if characters.next_if_eq(&closing).is_some() {
            text.push(closing);
        } else {
            return Ok(text);
        }
    }
    Err(damaged(text!("the text `{0}` is not closed", "文本 `{0}` 的引号未闭合", shortened(&text))))
}

fn number(characters: &mut Peekable<Chars<'_>>) -> Item {
    let mut text = String::new();
    let part = |next: &char| next.is_ascii_alphanumeric() || matches!(next, '+' | '-' | '.' | ':');
    while let Some(next) = characters.next_if(part) {
        text.push(next);
    }
    // Dates and versions stand without quotes in some places.
    text.parse().map_or(Item::Text(text), Item::Number)
}

fn skip_space(characters: &mut Peekable<Chars<'_>>) {
    while characters.next_if(|next| next.is_whitespace()).is_some() {}
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

pub(super) fn damaged(what: Message) -> Error {
    let message = text!(
        "the well-known text of the coordinate reference system is damaged: {0}",
        "坐标参考系的 WKT 文本已损坏：{0}",
        what
    );
    let hint = text!(
        "write the system again, e.g. with gdal_edit.py -a_srs or pyproj.CRS.to_wkt()",
        "重新写入坐标参考系，如用 gdal_edit.py -a_srs 或 pyproj.CRS.to_wkt()"
    );
    Error::new(Code::Raster, message, hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_becomes_a_tree() {
        let node =
            Node::read(r#" projcs ( "a ""b""", UNIT["metre", 1.0], ID["EPSG", 4545], axis["E", east])"#)
                .unwrap();
        assert_eq!((node.keyword.as_str(), node.text()), ("PROJCS", Some("a \"b\"")));
        assert_eq!(node.child(&["UNIT"]).unwrap().number(0), Some(1.0));
        assert_eq!(node.epsg(), Some(4545));
        assert_eq!(node.child(&["AXIS"]).unwrap().texts().nth(1), Some("east"));
        assert_eq!(Node::read(r#"GEOGCS["x",AUTHORITY["EPSG","4490"]]"#).unwrap().epsg(), Some(4490));
        assert_eq!(Node::read(r#"GEOGCS["x",AUTHORITY["ESRI","4490"]]"#).unwrap().epsg(), None);
    }

    #[test]
    fn damage_is_an_error_and_never_a_loop() {
        let deep = "A[".repeat(100_000);
        let long = format!("A[\"{}\"]", "x".repeat(LONGEST));
        for text in ["", "A", "1", "A[", "A[1", "A[1;2]", "A[\"x]", "A[1)", "A[]]", "A[,]", &deep, &long] {
            assert_eq!(Node::read(text).unwrap_err().code(), Code::Raster, "{}", shortened(text));
        }
        assert!(Node::read("A[]").is_ok());
    }
}
