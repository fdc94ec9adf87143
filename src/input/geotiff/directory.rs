//! The image directories of a TIFF file: bounds are checked before anything is allocated.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use crate::error::{Code, Error};
use crate::input::foreign;
use crate::math::count;
use crate::text;
use crate::wording::Message;

/// Most entries of a directory; GDAL writes about twenty.
const MOST_ENTRIES: u64 = 4096;
/// Most directories of a file; overviews and masks take some tens.
const MOST_DIRECTORIES: usize = 1024;

/// A file of known length.
#[derive(Debug)]
pub(super) struct Source {
    file: File,
    length: u64,
}

/// Order of the bytes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ByteOrder {
    Little,
    Big,
}

/// Entries of a directory by tag.
#[derive(Debug)]
pub(super) struct Directory {
    order: ByteOrder,
    big: bool,
    entries: BTreeMap<u16, Entry>,
}

#[derive(Debug)]
struct Entry {
    kind: u16,
    count: u64,
    /// The value itself if it fits, else its offset.
    field: Vec<u8>,
}

/// A raster that is damaged or of a form that is not read.
pub(super) fn damaged(message: impl Into<Message>) -> Error {
    let hint = text!(
        "write the file again, e.g. with gdal_translate -co COMPRESS=DEFLATE",
        "重新生成该文件，例如用 gdal_translate -co COMPRESS=DEFLATE"
    );
    Error::new(Code::Raster, message, hint)
}

/// A raster of a form that is not read.
pub(super) fn unread(what: Message, hint: Message) -> Error {
    Error::new(Code::Raster, text!("{0} cannot be read", "不能读取{0}", what), hint)
}

impl Source {
    pub(super) const fn new(file: File, length: u64) -> Self {
        Self { file, length }
    }

    pub(super) const fn length(&self) -> u64 {
        self.length
    }

    /// Appends bytes of the file to a buffer.
    pub(super) fn append(&mut self, offset: u64, length: u64, buffer: &mut Vec<u8>) -> Result<(), Error> {
        let outside = || {
            let end = u128::from(offset).saturating_add(u128::from(length));
            damaged(text!(
                "byte {0} is needed, but the file ends at byte {1}",
                "需要读到第 {0} 字节，而文件只有 {1} 字节",
                end,
                self.length
            ))
        };
        if offset.checked_add(length).is_none_or(|end| end > self.length) {
            return Err(outside());
        }
        buffer.reserve_exact(usize::try_from(length).map_err(|_| outside())?);
        let read = || -> io::Result<u64> {
            self.file.seek(SeekFrom::Start(offset))?;
            (&mut self.file).take(length).read_to_end(buffer).map(count)
        };
        match { read }() {
            Ok(read) if read == length => Ok(()),
            Ok(_) => Err(outside()),
            Err(error) => Err(Error::new(
                Code::FileUnreadable,
                text!("the file cannot be read: {0}", "无法读取文件：{0}", error.to_string()),
                text!("check the disk or the connection", "检查磁盘或网络连接"),
            )),
        }
    }

    fn bytes(&mut self, offset: u64, length: u64) -> Result<Vec<u8>, Error> {
        let mut buffer = Vec::new();
        self.append(offset, length, &mut buffer)?;
        Ok(buffer)
    }
}

impl ByteOrder {
    pub(super) fn unsigned(self, bytes: &[u8]) -> u64 {
        let push = |value: u64, byte: &u8| (value << 8) | u64::from(*byte);
        match self {
            Self::Little => bytes.iter().rev().fold(0, push),
            Self::Big => bytes.iter().fold(0, push),
        }
    }
}

impl Directory {
    /// The first directory of the file, and those behind it.
    pub(super) fn read_all(source: &mut Source) -> Result<(Self, Vec<Self>), Error> {
        let not_tiff = |start: &[u8]| {
            if let Some((what, hint)) = foreign::no_raster(start) {
                let message = text!("the file is not a TIFF file but {0}", "该文件不是 TIFF，而是{0}", what);
                return Error::new(Code::Raster, message, hint);
            }
            let message = text!("the file is not a TIFF file", "该文件不是 TIFF");
            Error::new(Code::Raster, message, foreign::translate())
        };
        let start = source.bytes(0, 8).map_err(|error| match error.code() {
            Code::Raster => not_tiff(&[]),
            _ => error,
        })?;
        let order = match start.get(..2) {
            Some(b"II") => ByteOrder::Little,
            Some(b"MM") => ByteOrder::Big,
            _ => return Err(not_tiff(&start)),
        };
        let part = |range| order.unsigned(start.get(range).unwrap_or_default());
        let (big, offset) = match part(2..4) {
            42 => (false, part(4..8)),
            43 if part(4..6) == 8 && part(6..8) == 0 => (true, order.unsigned(&source.bytes(8, 8)?)),
            _ => return Err(not_tiff(&start)),
        };
        let (first, mut next) = Self::read(source, (order, big), offset)?;
        let (mut behind, mut known) = (Vec::new(), BTreeSet::from([offset]));
        while next != 0 {
            if !known.insert(next) {
                break; // a ring has no further directory
            }
            if known.len() > MOST_DIRECTORIES {
                return Err(damaged(text!(
                    "the file has more than {0} directories",
                    "文件的图像目录超过 {0} 个",
                    MOST_DIRECTORIES
                )));
            }
            let (directory, following) = Self::read(source, (order, big), next)?;
            behind.push(directory);
            next = following;
        }
        Ok((first, behind))
    }

    /// A directory, and where the next one begins; 0 behind the last.
    fn read(source: &mut Source, (order, big): (ByteOrder, bool), offset: u64) -> Result<(Self, u64), Error> {
        let (head, entry) = if big { (8, 20) } else { (2, 12) };
        let entries = order.unsigned(&source.bytes(offset, head)?);
        if entries > MOST_ENTRIES {
            return Err(damaged(text!(
                "the directory has {0} {0|entry|entries}, at most {1} are read",
                "图像目录有 {0} 项，最多读取 {1} 项",
                entries,
                MOST_ENTRIES
            )));
        }
        let size = entries.saturating_mul(entry);
        let table = source.bytes(offset.saturating_add(head), size)?;
        // Where the number of entries is wrong, something else stands in the place of the next directory.
        let behind = offset.saturating_add(head).saturating_add(size);
        let next = order.unsigned(&source.bytes(behind, if big { 8 } else { 4 })?);
        if next >= source.length() {
            return Err(damaged(text!(
                "the next directory would begin at byte {0}, behind the end of the file",
                "下一图像目录起于第 {0} 字节，超出文件末尾",
                next
            )));
        }
        let entries = table
            .chunks_exact(if big { 20 } else { 12 })
            .map(|bytes| {
                let part = |range: std::ops::Range<usize>| bytes.get(range).unwrap_or_default();
                let number = |range| order.unsigned(part(range));
                let small = |range| u16::try_from(number(range)).unwrap_or_default();
                let (count, field) = if big { (4..12, 12..20) } else { (4..8, 8..12) };
                (small(0..2), Entry { kind: small(2..4), count: number(count), field: part(field).to_vec() })
            })
            .collect();
        Ok((Self { order, big, entries }, next))
    }

    pub(super) const fn order(&self) -> ByteOrder {
        self.order
    }

    pub(super) fn contains(&self, tag: u16) -> bool {
        self.entries.contains_key(&tag)
    }

    /// How many values a tag has.
    pub(super) fn count(&self, tag: u16) -> u64 {
        self.entries.get(&tag).map_or(0, |entry| entry.count)
    }

    /// First value of an integer tag.
    pub(super) fn unsigned(&self, source: &mut Source, tag: u16) -> Result<Option<u64>, Error> {
        Ok(self.unsigned_list(source, tag, u64::MAX)?.and_then(|list| list.first().copied()))
    }

    /// All values of an integer tag.
    pub(super) fn unsigned_list(
        &self,
        source: &mut Source,
        tag: u16,
        most_bytes: u64,
    ) -> Result<Option<Vec<u64>>, Error> {
        let Some((kind, bytes)) = self.value(source, tag, most_bytes)? else { return Ok(None) };
        let size = match kind {
            1 => 1,
            3 => 2,
            4 | 13 => 4,
            16 | 18 => 8,
            _ => {
                return Err(damaged(text!(
                    "tag {0} is of type {1}, not an unsigned integer",
                    "标签 {0} 的类型为 {1}，应为无符号整数",
                    tag,
                    kind
                )));
            }
        };
        Ok(Some(bytes.chunks_exact(size).map(|bytes| self.order.unsigned(bytes)).collect()))
    }

    /// All values of a tag of floating-point numbers.
    pub(super) fn doubles(&self, source: &mut Source, tag: u16) -> Result<Option<Vec<f64>>, Error> {
        let Some((kind, bytes)) = self.value(source, tag, 1 << 20)? else { return Ok(None) };
        if kind != 12 {
            return Err(damaged(text!(
                "tag {0} is of type {1}, not double",
                "标签 {0} 的类型为 {1}，应为双精度数",
                tag,
                kind
            )));
        }
        let double = |bytes: &[u8]| f64::from_bits(self.order.unsigned(bytes));
        Ok(Some(bytes.chunks_exact(8).map(double).collect()))
    }

    /// Bytes of a text tag, without the closing zeros.
    pub(super) fn text(&self, source: &mut Source, tag: u16) -> Result<Option<Vec<u8>>, Error> {
        let Some((_, mut bytes)) = self.value(source, tag, 16 << 20)? else { return Ok(None) };
        while bytes.last() == Some(&0) {
            bytes.pop();
        }
        Ok(Some(bytes))
    }

    fn value(&self, source: &mut Source, tag: u16, most_bytes: u64) -> Result<Option<(u16, Vec<u8>)>, Error> {
        let Some(entry) = self.entries.get(&tag) else { return Ok(None) };
        let size: u64 = match entry.kind {
            1 | 2 | 6 | 7 => 1,
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 | 16..=18 => 8,
            other => {
                return Err(damaged(text!(
                    "tag {0} is of the unknown type {1}",
                    "标签 {0} 的类型 {1} 未知",
                    tag,
                    other
                )));
            }
        };
        let bytes =
            entry.count.checked_mul(size).filter(|bytes| *bytes <= source.length().max(8)).ok_or_else(
                || {
                    damaged(text!(
                        "tag {0} has {1} values, more than the file has bytes",
                        "标签 {0} 有 {1} 个数，超过文件的字节数",
                        tag,
                        entry.count
                    ))
                },
            )?;
        if bytes > most_bytes {
            return Err(Error::new(
                Code::Limit,
                text!(
                    "tag {0} takes {1} bytes, at most {2} are allowed",
                    "标签 {0} 占 {1} 字节，上限 {2} 字节",
                    tag,
                    bytes,
                    most_bytes
                ),
                text!(
                    "raise [limits] memory_mib, or write the file with larger tiles",
                    "调大 [limits] memory_mib，或用更大的瓦片重写该文件"
                ),
            ));
        }
        let inline = if self.big { 8 } else { 4 };
        let value = if bytes <= inline {
            entry.field.iter().copied().take(usize::try_from(bytes).unwrap_or_default()).collect()
        } else {
            source.bytes(self.order.unsigned(&entry.field), bytes)?
        };
        Ok(Some((entry.kind, value)))
    }
}
