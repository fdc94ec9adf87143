//! Texts in English and Chinese. Meaning is typed everywhere else; what it is called is asked for here, at the edge.

use std::borrow::Cow;
use std::fmt;

mod template;

use template::Piece;

/// Language of a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// 中文.
    Chinese,
}

impl Language {
    /// The text in this language.
    #[must_use]
    pub const fn of<'a>(self, english: &'a str, chinese: &'a str) -> &'a str {
        match self {
            Self::English => english,
            Self::Chinese => chinese,
        }
    }
}

/// English and Chinese name of one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// English name.
    pub en: &'static str,
    /// Chinese name.
    pub zh: &'static str,
}

impl Name {
    /// The name in a language.
    #[must_use]
    pub const fn of(self, language: Language) -> &'static str {
        language.of(self.en, self.zh)
    }
}

/// A text with `N` arguments, in both languages.
///
/// `{0}` to `{N-1}` stand for the arguments; both languages use each of them. `{0|cell|cells}` is `cell` if
/// argument 0 is the count 1 and `cells` otherwise. A brace is written twice. Anything else does not compile.
///
/// # Examples
///
/// ```
/// use ecovalue::wording::{Language, Text};
///
/// const BELOW: Text<2> = Text::new("{0} {0|cell is|cells are} below 0 in `{1}`", "{1} 中 {0} 个单元为负");
/// let message = BELOW.with([1_usize.into(), "dem.tif".into()]);
/// assert_eq!(message.say(Language::English), "1 cell is below 0 in `dem.tif`");
/// assert_eq!(message.say(Language::Chinese), "dem.tif 中 1 个单元为负");
/// ```
///
/// A text that forgets an argument is refused by the compiler:
///
/// ```compile_fail
/// const FORGETS: ecovalue::wording::Text<1> = ecovalue::wording::Text::new("unknown zone `{0}`", "未知分区");
/// # let _ = FORGETS;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text<const N: usize>(Name);

impl<const N: usize> Text<N> {
    /// A text in English and Chinese.
    ///
    /// # Panics
    ///
    /// In a constant, and so while compiling, if a language does not use each of the `N` arguments.
    #[must_use]
    pub const fn new(en: &'static str, zh: &'static str) -> Self {
        assert!(
            matches!(template::arguments(en), Some(count) if count == N),
            "the English text must use each of its arguments"
        );
        assert!(
            matches!(template::arguments(zh), Some(count) if count == N),
            "the Chinese text must use each of its arguments"
        );
        Self(Name { en, zh })
    }

    /// The text with its arguments.
    #[must_use]
    pub fn with(self, arguments: [TextArgument; N]) -> Message {
        Message(Inner::Text { text: self.0, arguments: arguments.into() })
    }
}

/// A [`Message`] in English and Chinese, checked while compiling; see [`Text`].
///
/// # Examples
///
/// ```
/// use ecovalue::{text, wording::Language};
///
/// let message = text!("unknown zone `{0}`", "未知分区 `{0}`", "north");
/// assert_eq!(message.say(Language::Chinese), "未知分区 `north`");
/// ```
#[macro_export]
macro_rules! text {
    ($en:literal, $zh:literal $(, $argument:expr)* $(,)?) => {
        const { $crate::wording::Text::new($en, $zh) }.with([$(::core::convert::Into::into($argument)),*])
    };
}

/// What is put into a text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextArgument {
    /// What a user wrote, an id, a number: the same in both languages.
    Text(String),
    /// A count, which decides between singular and plural.
    Count(u64),
    /// A thing with a name.
    Name(Name),
    /// An id; its Chinese name stands before it in Chinese.
    Id {
        /// The id.
        id: String,
        /// Its Chinese name.
        zh: &'static str,
    },
    /// A text within a text.
    Message(Message),
    /// Several, with commas between them.
    List(Vec<TextArgument>),
}

impl TextArgument {
    /// Several arguments, with commas between them.
    pub fn list<A: Into<Self>>(items: impl IntoIterator<Item = A>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }

    /// The first of several arguments with commas between them, and `…` if there are more.
    pub fn first<A: Into<Self>>(items: impl IntoIterator<Item = A>, most: usize) -> Self {
        let mut items = items.into_iter().map(Into::into);
        let first = Self::List(items.by_ref().take(most).collect());
        if items.next().is_none() { first } else { Self::Message(text!("{0} …", "{0} ……", first)) }
    }

    fn write(&self, language: Language, out: &mut String) {
        match self {
            Self::Text(text) => out.push_str(text),
            Self::Count(count) => out.push_str(&count.to_string()),
            Self::Name(name) => out.push_str(name.of(language)),
            Self::Id { id, zh } if language == Language::Chinese && !zh.is_empty() => {
                out.extend([*zh, "（", id, "）"]);
            }
            Self::Id { id, .. } => out.push_str(id),
            Self::Message(message) => message.write(language, out),
            Self::List(items) => {
                for (place, item) in items.iter().enumerate() {
                    out.push_str(if place == 0 { "" } else { language.of(", ", "、") });
                    item.write(language, out);
                }
            }
        }
    }
}

macro_rules! as_text {
    ($($kind:ty),+) => {$(
        impl From<$kind> for TextArgument {
            fn from(value: $kind) -> Self {
                Self::Text(value.to_string())
            }
        }
    )+};
}
as_text!(&str, &String, Cow<'_, str>, char, i32, i64, f64);

macro_rules! as_count {
    ($($kind:ty),+) => {$(
        impl From<$kind> for TextArgument {
            fn from(value: $kind) -> Self {
                u64::try_from(value).map_or_else(|_| Self::Text(value.to_string()), Self::Count)
            }
        }
    )+};
}
as_count!(u8, u16, u32, u64, u128, usize);

impl From<String> for TextArgument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Name> for TextArgument {
    fn from(name: Name) -> Self {
        Self::Name(name)
    }
}

impl From<Message> for TextArgument {
    fn from(message: Message) -> Self {
        Self::Message(message)
    }
}

impl From<&Message> for TextArgument {
    fn from(message: &Message) -> Self {
        Self::Message(message.clone())
    }
}

impl<A: Into<Self>> From<Vec<A>> for TextArgument {
    fn from(items: Vec<A>) -> Self {
        Self::list(items)
    }
}

/// A text with its arguments, not yet in any language. `Display` writes it in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message(Inner);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Inner {
    Text { text: Name, arguments: Vec<TextArgument> },
    English(String),
    Told { english: String, chinese: String },
}

impl Message {
    /// A text that is not translated yet, and stays English in Chinese.
    #[must_use]
    pub fn english(text: impl Into<String>) -> Self {
        Self(Inner::English(text.into()))
    }

    /// A text that was told in both languages already, such as that of an error.
    #[must_use]
    pub fn told(english: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self(Inner::Told { english: english.into(), chinese: chinese.into() })
    }

    /// No text.
    #[must_use]
    pub fn empty() -> Self {
        Self::english("")
    }

    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.say(Language::English).is_empty()
    }

    /// The text in a language.
    #[must_use]
    pub fn say(&self, language: Language) -> String {
        let mut out = String::new();
        self.write(language, &mut out);
        out
    }

    fn write(&self, language: Language, out: &mut String) {
        let (text, arguments) = match &self.0 {
            Inner::English(text) => return out.push_str(text),
            Inner::Told { english, chinese } => return out.push_str(language.of(english, chinese)),
            Inner::Text { text, arguments } => (text.of(language), arguments),
        };
        for piece in template::pieces(text) {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Argument(place) => {
                    if let Some(argument) = arguments.get(place) {
                        argument.write(language, out);
                    }
                }
                Piece::Plural { place, one, many } => {
                    let single = matches!(arguments.get(place), Some(TextArgument::Count(1)));
                    out.push_str(if single { one } else { many });
                }
            }
        }
    }
}

impl serde::Serialize for Message {
    /// In English, as files have it.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Language::English))
    }
}

impl From<String> for Message {
    fn from(text: String) -> Self {
        Self::english(text)
    }
}

impl From<Cow<'_, str>> for Message {
    fn from(text: Cow<'_, str>) -> Self {
        Self::english(text)
    }
}

impl From<Name> for Message {
    fn from(name: Name) -> Self {
        Self(Inner::Text { text: Name { en: "{0}", zh: "{0}" }, arguments: vec![name.into()] })
    }
}

impl Default for Message {
    fn default() -> Self {
        Self::empty()
    }
}

impl From<&Self> for Message {
    fn from(message: &Self) -> Self {
        message.clone()
    }
}

impl From<&str> for Message {
    fn from(text: &str) -> Self {
        Self::english(text)
    }
}

/// What can be told to a reader.
pub trait Say {
    /// What it is called, in both languages.
    fn message(&self) -> Message;

    /// What it is called in one language.
    fn say(&self, language: Language) -> String {
        self.message().say(language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_told_in_the_language_of_the_reader() {
        let inner = text!(
            "no statistic {0}",
            "缺统计量 {0}",
            TextArgument::Id { id: "gdp".into(), zh: "地区生产总值" }
        );
        let outer = text!("{1}: {0} ({{{2}}})", "{1}：{0}（{{{2}}}）", inner, "a.csv", vec!["x", "y"]);
        assert_eq!(outer.say(Language::English), "a.csv: no statistic gdp ({x, y})");
        assert_eq!(outer.say(Language::Chinese), "a.csv：缺统计量 地区生产总值（gdp）（{x、y}）");
    }

    #[test]
    fn a_count_of_one_is_singular() {
        let cells = |count: usize| text!("{0} {0|cell|cells}", "{0} 个单元", count).say(Language::English);
        assert_eq!([cells(0), cells(1), cells(2)], ["0 cells", "1 cell", "2 cells"]);
    }
}
