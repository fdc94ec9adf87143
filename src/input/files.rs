//! Files of a run: found inside its folder, read once, and remembered by their SHA-256.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use crate::error::{Code, Error, Place};
use crate::input::limits::Limits;
use crate::input::path;

/// A file as it was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct InputFile {
    /// Name, relative to the folder of the run.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// Encoding, where it was a text and not UTF-8.
    pub encoding: Option<String>,
}

/// The files that a run may read.
#[derive(Debug)]
pub struct Files {
    roots: Vec<PathBuf>,
    limits: Limits,
    seen: RefCell<BTreeMap<String, InputFile>>,
}

impl Files {
    /// Files below the folder of the run, or below those that the operator adds.
    #[must_use]
    pub fn new(roots: Vec<PathBuf>, limits: Limits) -> Self {
        Self { roots, limits, seen: RefCell::default() }
    }

    /// The limits.
    #[must_use]
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Every file that was read, by name.
    #[must_use]
    pub fn seen(&self) -> Vec<InputFile> {
        self.seen.borrow().values().cloned().collect()
    }

    /// The place of a file on disk; its bytes are hashed.
    ///
    /// # Errors
    ///
    /// As [`path::resolve`]; `EV-L001` for a file over the limit; `EV-I001` if it cannot be read.
    pub fn locate(&self, name: &str) -> Result<PathBuf, Error> {
        let path = path::resolve(&self.roots, name)?;
        if !self.seen.borrow().contains_key(name) {
            let (size, sha256) = self.digest(name, &path)?;
            let file = InputFile { name: name.to_owned(), size, sha256, encoding: None };
            self.seen.borrow_mut().insert(name.to_owned(), file);
        }
        Ok(path)
    }

    /// The text of a file: UTF-8, or GB18030 where it is declared or the bytes are no UTF-8.
    ///
    /// # Errors
    ///
    /// As [`Files::locate`]; `EV-I002` if the bytes are no text in that encoding.
    pub fn text(&self, name: &str, encoding: Option<&str>) -> Result<String, Error> {
        let at = |error: Error| error.at(Place::file(name));
        let path = path::resolve(&self.roots, name)?;
        let mut file = File::open(&path).map_err(|error| at(unreadable(&error)))?;
        let size = file.metadata().map_err(|error| at(unreadable(&error)))?.len();
        self.check_size(name, size)?;
        let mut bytes = Vec::new();
        let limit = self.limits.max_file_bytes.min(self.limits.memory_bytes.saturating_mul(4));
        file.by_ref().take(limit).read_to_end(&mut bytes).map_err(|error| at(unreadable(&error)))?;
        if crate::math::count(bytes.len()) < size {
            let message = format!("the table has {size} bytes, {limit} are allowed");
            return Err(at(Error::new(
                Code::Limit,
                message,
                "raise [limits] memory_mib, or split the table",
            )));
        }
        let (text, used) = decode(&bytes, encoding).map_err(at)?;
        let file = InputFile {
            name: name.to_owned(),
            size,
            sha256: sha256(&bytes),
            encoding: used.map(str::to_owned),
        };
        self.seen.borrow_mut().insert(name.to_owned(), file);
        Ok(text)
    }

    fn check_size(&self, name: &str, size: u64) -> Result<(), Error> {
        let limit = self.limits.max_file_bytes;
        if size <= limit {
            return Ok(());
        }
        let message = format!("the file has {size} bytes, {limit} are allowed");
        Err(Error::new(Code::Limit, message, "raise [limits] max_file_mib").at(Place::file(name)))
    }

    fn digest(&self, name: &str, path: &PathBuf) -> Result<(u64, String), Error> {
        let at = |error: std::io::Error| unreadable(&error).at(Place::file(name));
        let mut file = File::open(path).map_err(at)?;
        self.check_size(name, file.metadata().map_err(at)?.len())?;
        let (mut hash, mut size) = (Sha256::new(), 0_u64);
        let mut buffer = vec![0; 1 << 16];
        loop {
            let read = file.read(&mut buffer).map_err(at)?;
            if read == 0 {
                return Ok((size, hex(&hash.finalize())));
            }
            hash.update(buffer.get(..read).unwrap_or_default());
            size = size.saturating_add(crate::math::count(read));
        }
    }
}

fn unreadable(error: &std::io::Error) -> Error {
    Error::new(Code::FileUnreadable, format!("cannot be read: {error}"), "check that the file can be read")
}

/// SHA-256 of some bytes, in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal.
#[must_use]
pub fn hex(digest: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    digest.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The text of some bytes, and its encoding if that is not UTF-8.
fn decode(bytes: &[u8], declared: Option<&str>) -> Result<(String, Option<&'static str>), Error> {
    let gb18030 = || {
        let (text, _, damaged) = encoding_rs::GB18030.decode(bytes);
        (!damaged).then(|| (text.into_owned(), Some("GB18030")))
    };
    let neither = |what: &str| {
        let message = format!("the bytes are no {what} text");
        Error::new(Code::Encoding, message, "save the table as CSV in UTF-8")
    };
    match declared.map(str::to_ascii_lowercase).as_deref() {
        Some("gb18030" | "gbk" | "gb2312") => gb18030().ok_or_else(|| neither("GB18030")),
        Some("utf-8" | "utf8") => {
            String::from_utf8(bytes.to_vec()).map(|text| (text, None)).map_err(|_| neither("UTF-8"))
        }
        None => String::from_utf8(bytes.to_vec())
            .map(|text| (text, None))
            .or_else(|_| gb18030().ok_or_else(|| neither("UTF-8 or GB18030"))),
        Some(other) => {
            let message = format!("encoding `{other}` is not known");
            Err(Error::new(Code::Encoding, message, "write \"utf-8\" or \"gb18030\""))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_texts_are_read_in_both_encodings() {
        let (bytes, _, _) = encoding_rs::GB18030.encode("水源涵养");
        assert_eq!(decode(&bytes, None).unwrap(), ("水源涵养".to_owned(), Some("GB18030")));
        assert_eq!(decode("水源涵养".as_bytes(), None).unwrap(), ("水源涵养".to_owned(), None));
        assert_eq!(decode(&bytes, Some("utf-8")).unwrap_err().code(), Code::Encoding);
        assert_eq!(decode(&[0xff, 0xff], None).unwrap_err().code(), Code::Encoding);
    }

    #[test]
    fn the_digest_is_sha_256() {
        assert!(sha256(b"abc").starts_with("ba7816bf8f01cfea"));
    }
}
