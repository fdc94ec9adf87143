//! What the operating system says of files, in both languages.

use std::io;

use crate::wording::Message;

/// What a system says that an operation failed by; in Chinese, where it is a usual case.
pub(crate) fn of_system(error: &io::Error) -> Message {
    let english = error.to_string();
    let chinese = chinese(error.kind()).map_or_else(|| english.clone(), str::to_owned);
    Message::told(english, chinese)
}

/// The kind of an operation that failed, without what the system adds.
pub(crate) fn of_kind(kind: io::ErrorKind) -> Message {
    let english = kind.to_string();
    let chinese = chinese(kind).map_or_else(|| english.clone(), str::to_owned);
    Message::told(english, chinese)
}

fn chinese(kind: io::ErrorKind) -> Option<&'static str> {
    Some(match kind {
        io::ErrorKind::NotFound => "文件或文件夹不存在",
        io::ErrorKind::PermissionDenied => "没有权限",
        io::ErrorKind::AlreadyExists => "已存在同名文件或文件夹",
        io::ErrorKind::NotADirectory => "路径中有一级不是文件夹",
        io::ErrorKind::IsADirectory => "是文件夹而不是文件",
        io::ErrorKind::DirectoryNotEmpty => "文件夹不为空",
        io::ErrorKind::ReadOnlyFilesystem => "文件系统只读",
        io::ErrorKind::StorageFull => "磁盘空间不足",
        io::ErrorKind::QuotaExceeded => "超出磁盘配额",
        io::ErrorKind::FileTooLarge => "文件过大",
        io::ErrorKind::ResourceBusy => "正被占用",
        io::ErrorKind::CrossesDevices => "跨磁盘",
        io::ErrorKind::InvalidFilename => "文件名无效",
        io::ErrorKind::InvalidData => "内容不是 UTF-8 文本",
        io::ErrorKind::UnexpectedEof => "文件不完整",
        io::ErrorKind::TimedOut => "超时",
        io::ErrorKind::Interrupted => "被中断",
        io::ErrorKind::OutOfMemory => "内存不足",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wording::Language;

    #[test]
    fn the_english_is_that_of_the_system() {
        let error = std::fs::File::open("nowhere/at/all").unwrap_err();
        assert_eq!(of_system(&error).to_string(), error.to_string());
        assert_eq!(of_system(&error).say(Language::Chinese), "文件或文件夹不存在");
        assert_eq!(of_kind(error.kind()).to_string(), "entity not found");
        let strange = io::Error::other("a strange fault");
        assert_eq!(of_system(&strange).say(Language::Chinese), "a strange fault");
    }
}
