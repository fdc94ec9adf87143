//! A small reader of XML, for the metadata files that GDAL and its users write beside rasters.
//!
//! Elements, attributes, texts and the five named entities. Document types are refused, so that no entity leads anywhere.

use crate::text;
use crate::wording::{Message, Name};

/// How deep elements may stand inside each other.
const DEEPEST: usize = 64;

/// Most tags of a file; tables of attributes have some hundred thousand.
const MOST: usize = 1 << 20;

const COMMENT: Name = Name { en: "a comment", zh: "注释" };
const CDATA: Name = Name { en: "a CDATA section", zh: "CDATA 段" };
const INSTRUCTION: Name = Name { en: "an instruction", zh: "处理指令" };
const TAG: Name = Name { en: "a tag", zh: "标签" };

/// An element with its attributes, its text without that of its children, and its children.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) text: String,
    pub(super) children: Vec<Element>,
}

impl Element {
    /// The root element of a text.
    ///
    /// # Errors
    ///
    /// What is wrong with the text, in a few words.
    pub(super) fn parse(text: &str) -> Result<Self, Message> {
        let mut rest = text.trim_start_matches('\u{feff}');
        let mut open: Vec<Self> = Vec::new();
        let mut root = None;
        let mut tags = 0_usize;
        let endless = |what: Name| move || text!("{0} has no end", "{0}没有结束", what);
        while let Some((before, at)) = rest.split_once('<') {
            place_text(&mut open, before)?;
            if let Some(behind) = at.strip_prefix("!--") {
                rest = behind.split_once("-->").ok_or_else(endless(COMMENT))?.1;
            } else if let Some(behind) = at.strip_prefix("![CDATA[") {
                let (plain, behind) = behind.split_once("]]>").ok_or_else(endless(CDATA))?;
                open.last_mut().ok_or_else(outside)?.text.push_str(plain);
                rest = behind;
            } else if let Some(behind) = at.strip_prefix('?') {
                rest = behind.split_once("?>").ok_or_else(endless(INSTRUCTION))?.1;
            } else if at.starts_with('!') {
                return Err(text!("it has a document type, which is not read", "含文档类型定义，不予读取"));
            } else {
                let (tag, behind) = tag(at)?;
                rest = behind;
                tags = tags.saturating_add(1);
                if tags > MOST {
                    return Err(text!("it has more than {0} tags", "标签超过 {0} 个", MOST));
                }
                step(tag, &mut open, &mut root)?;
            }
        }
        place_text(&mut open, rest)?;
        match open.last() {
            Some(element) => Err(text!("the element `{0}` has no end", "元素 `{0}` 没有结束", &element.name)),
            None => root.ok_or_else(|| text!("it has no element", "没有元素")),
        }
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The first child of a name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of the first child of a name, if it is not empty.
    pub(super) fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.trim()).filter(|text| !text.is_empty())
    }
}

/// What stands between `<` and `>`, and what follows; a quoted `>` does not end it.
fn tag(text: &str) -> Result<(&str, &str), Message> {
    let mut quote = None;
    for (index, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None, b'>') => {
                let (tag, rest) =
                    text.split_at_checked(index).ok_or_else(|| text!("a tag is cut", "标签不完整"))?;
                return Ok((tag, rest.get(1..).unwrap_or_default()));
            }
            _ => {}
        }
    }
    Err(text!("{0} has no end", "{0}没有结束", TAG))
}

/// Opens or closes the element of a tag.
fn step(tag: &str, open: &mut Vec<Element>, root: &mut Option<Element>) -> Result<(), Message> {
    let mut close = |open: &mut Vec<Element>| {
        let Some(done) = open.pop() else { return };
        match open.last_mut() {
            Some(parent) => parent.children.push(done),
            None => *root = Some(done),
        }
    };
    if let Some(name) = tag.strip_prefix('/') {
        if open.last().is_none_or(|element| element.name != name.trim()) {
            return Err(text!(
                "the end of `{0}` has no beginning",
                "`{0}` 只有结束，没有开始",
                shortened(name.trim())
            ));
        }
        close(open);
        return Ok(());
    }
    if open.len() >= DEEPEST {
        return Err(text!("its elements are nested more than {0} deep", "元素嵌套超过 {0} 层", DEEPEST));
    }
    let empty = tag.ends_with('/');
    let element = element(tag.trim_end_matches('/'))?;
    open.push(element);
    if empty {
        close(open);
    }
    Ok(())
}

fn element(tag: &str) -> Result<Element, Message> {
    let (name, mut rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    if name.is_empty() {
        return Err(text!("a tag has no name", "标签没有名称"));
    }
    let mut attributes = Vec::new();
    while let Some((key, value)) = rest.split_once('=') {
        let fault = || text!("an attribute of `{0}` has no quotes", "`{0}` 的属性缺少引号", shortened(name));
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\'')).ok_or_else(fault)?;
        let (value, behind) = value.get(1..).and_then(|text| text.split_once(quote)).ok_or_else(fault)?;
        attributes.push((key.trim().to_owned(), plain(value)?));
        rest = behind;
    }
    Ok(Element { name: name.to_owned(), attributes, ..Element::default() })
}

/// Text of the element that is open.
fn place_text(open: &mut [Element], text: &str) -> Result<(), Message> {
    match open.last_mut() {
        Some(element) => element.text.push_str(&plain(text)?),
        None if text.trim().is_empty() => {}
        None => return Err(outside()),
    }
    Ok(())
}

/// A text with its entities replaced.
fn plain(text: &str) -> Result<String, Message> {
    let mut parts = text.split('&');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let fault = || text!("unknown entity `&{0}`", "未知的实体 `&{0}`", shortened(part));
        let (entity, rest) = part.split_once(';').ok_or_else(fault)?;
        let coded = |text: &str, radix| u32::from_str_radix(text, radix).ok().and_then(char::from_u32);
        plain.push(match entity {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            _ => match (entity.strip_prefix("#x"), entity.strip_prefix('#')) {
                (Some(code), _) => coded(code, 16).ok_or_else(fault)?,
                (None, Some(code)) => coded(code, 10).ok_or_else(fault)?,
                _ => return Err(fault()),
            },
        });
        plain.push_str(rest);
    }
    Ok(plain)
}

fn outside() -> Message {
    text!("text stands outside of the root element", "根元素之外有文字")
}

fn shortened(text: &str) -> String {
    text.chars().take(24).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_attributes_and_texts_are_read() {
        let text = "\u{feff}<?xml version='1.0'?><!-- x > y --><a>\n <b k=\"1 > 0\" l='&lt;&#65;'>t&amp;u</b><c/><![CDATA[<raw>]]></a>\n";
        let root = Element::parse(text).unwrap();
        let child = root.child("b").unwrap();
        assert_eq!((child.attribute("k"), child.attribute("l")), (Some("1 > 0"), Some("<A")));
        assert_eq!((root.text_of("b"), root.text_of("c"), root.text.trim()), (Some("t&u"), None, "<raw>"));
    }

    #[test]
    fn what_is_damaged_or_hostile_is_refused() {
        let deep = "<a>".repeat(100_000);
        for text in [
            "",
            "x",
            "<a>",
            "<a></b>",
            "</a>",
            "<a",
            "<a b=c/>",
            "<a>&x;</a>",
            "<a>&#xd800;</a>",
            "<a/>x",
            "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
            "<!-- ",
            "< >",
            deep.as_str(),
        ] {
            assert!(Element::parse(text).is_err(), "{}", shortened(text));
        }
    }
}
