//! Codes of classes that a program turned into numbers or dates.

use std::collections::BTreeMap;

use crate::error::{Code, Error, Findings};
use crate::extent::crosswalk::{Crosswalk, Untyped, without_fraction};
use crate::text;
use crate::wording::Message;

/// Classes that were codes before: the error at the first row, and the number of rows.
#[derive(Debug, Default)]
pub(super) struct Converted {
    classes: BTreeMap<String, (Error, u64)>,
    /// The last good code; neighbours are often equal.
    good: String,
}

impl Converted {
    /// Whether a class is a code that was turned into a number or a date; notes it. `at` gives the first its place.
    pub(super) fn notes(
        &mut self,
        class: &str,
        crosswalk: &Crosswalk,
        at: impl FnOnce(Error) -> Error,
    ) -> bool {
        if class == self.good {
            return false;
        }
        // Most codes are digits, with a letter at most.
        if !class.contains(['.', '/', '-', '月', '+']) {
            class.clone_into(&mut self.good);
            return false;
        }
        if let Some((_, rows)) = self.classes.get_mut(class) {
            *rows = rows.saturating_add(1);
            return true;
        }
        let Some(error) = converted(class, crosswalk) else { return false };
        self.classes.insert(class.to_owned(), (at(error), 1));
        true
    }

    /// The findings, one for each class.
    pub(super) fn findings(self) -> Findings {
        let with_rows = |(error, rows): (Error, u64)| {
            let message = text!("{0} ({1} {1|row|rows})", "{0}（{1} 行）", error.message(), rows);
            Error::new(error.code(), message, error.hint()).at(error.place().clone())
        };
        self.classes.into_values().map(with_rows).collect()
    }
}

fn converted(class: &str, crosswalk: &Crosswalk) -> Option<Error> {
    let has = |code: &str| crosswalk.class(code).is_some_and(|known| known.code == code);
    if has(class) {
        return None;
    }
    let refused = |message: Message, hint: Message| Some(Error::new(Code::UnmappedClass, message, hint));
    if let Some(digits) = without_fraction(class) {
        // A number that is a code itself has lost nothing.
        if matches!(crosswalk.ecosystem(digits), Ok(_) | Err(Untyped::Split(_))) {
            return None;
        }
        let forms = [digits.to_owned(), format!("0{digits}")];
        let quoted = |code: &String| text!("`{0}`", "`{0}`", code);
        let known: Vec<Message> = forms.iter().filter(|code| has(code)).map(quoted).collect();
        let forms = if known.is_empty() { forms.iter().map(quoted).collect() } else { known };
        let forms =
            forms.into_iter().reduce(|first, second| text!("{0} or {1}", "{0} 或 {1}", first, second));
        let message = text!(
            "class `{0}` is a code that a program wrote as a number",
            "地类 `{0}` 是被程序写成数值的编码",
            class
        );
        let hint = text!(
            "write {0}: read the column of codes as text before the table is saved (dtype=str in pandas, the format Text in a spreadsheet)",
            "写 {0}：保存表之前将编码列按文本读取（pandas 用 dtype=str，电子表格用文本格式）",
            forms.unwrap_or_else(Message::empty)
        );
        return refused(message, hint);
    }
    let power = class.split_once(['E', 'e']).is_some_and(|(number, power)| {
        power.starts_with('+') && number.parse::<f64>().is_ok() && power.parse::<i32>().is_ok()
    });
    if power || is_date(class) {
        let what = if power { text!("a power of ten", "科学计数") } else { text!("a date", "日期") };
        let message = text!(
            "class `{0}` is a code that a spreadsheet turned into {1}",
            "地类 `{0}` 是被电子表格变成{1}的编码",
            class,
            what
        );
        let hint = text!(
            "give the column of codes the format Text in the spreadsheet, fill in the codes again, and save it",
            "在电子表格中将编码列设为文本格式，重新填写编码后保存"
        );
        return refused(message, hint);
    }
    None
}

/// Whether a text is a date as spreadsheets write it: `2019-3-1`, `2019/3/1`, `3月1日`, `1-Mar`, `Mar-01`.
fn is_date(text: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let number =
        |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let chinese =
        text.split_once('月').is_some_and(|(month, day)| number(month) && number(day.trim_end_matches('日')));
    let parts: Vec<&str> = text.split(['-', '/']).collect();
    let month = |text: &str| MONTHS.contains(&text.to_ascii_lowercase().as_str());
    chinese
        || match parts.as_slice() {
            [year, month, day] => year.len() == 4 && number(year) && number(month) && number(day),
            [first, second] => month(first) && number(second) || number(first) && month(second),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_from_numbers_and_dates() {
        for text in ["2019-3-1", "2019/03/01", "3月1日", "1-Mar", "Mar-01", "3/Mar"] {
            assert!(is_date(text), "{text}");
        }
        for text in ["03-1", "1-2", "11-e", "a-b", "0301/1", "Marsh-1"] {
            assert!(!is_date(text), "{text}");
        }
    }

    #[test]
    fn the_code_that_the_crosswalk_has_is_named() {
        let crosswalk = Crosswalk::shipped("gbt21010").unwrap();
        let error = converted("301.0", &crosswalk).unwrap();
        assert!(error.hint().to_string().starts_with("write `0301`:"), "{}", error.hint());
        assert!(converted("3.01E+02", &crosswalk).unwrap().message().to_string().contains("power of ten"));
        assert!(converted("0301", &crosswalk).is_none());
        // 1104 is a code as it stands, and so is 1 where codes are numbers.
        assert!(converted("1104.0", &crosswalk).is_none() && converted("103.0", &crosswalk).is_some());
        assert!(converted("1.0", &Crosswalk::shipped("clcd").unwrap()).is_none());
    }
}
