//! Codes of classes that a program read as numbers or dates before it wrote the table.

use std::collections::BTreeMap;

use crate::error::{Code, Error, Findings};
use crate::extent::crosswalk::{Crosswalk, Untyped, without_fraction};

/// Classes that are no codes any more: what is wrong, at the first row, and the number of rows.
#[derive(Debug, Default)]
pub(super) struct Converted {
    classes: BTreeMap<String, (Error, u64)>,
    /// The code that was good before; neighbours are often alike.
    good: String,
}

impl Converted {
    /// Whether a class is a code that was turned into a number or a date; notes it. `at` places the first.
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
        let one = |(error, rows): (Error, u64)| {
            let message = format!("{} ({rows} rows)", error.message());
            Error::new(error.code(), message, error.hint()).at(error.place().clone())
        };
        self.classes.into_values().map(one).collect()
    }
}

fn converted(class: &str, crosswalk: &Crosswalk) -> Option<Error> {
    let has = |code: &str| crosswalk.class(code).is_some_and(|known| known.code == code);
    if has(class) {
        return None;
    }
    let refused = |message: String, hint: String| Some(Error::new(Code::UnmappedClass, message, hint));
    if let Some(digits) = without_fraction(class) {
        // A number that is a code as it stands has lost nothing.
        if matches!(crosswalk.ecosystem(digits), Ok(_) | Err(Untyped::Split(_))) {
            return None;
        }
        let forms = [digits.to_owned(), format!("0{digits}")];
        let known: Vec<String> =
            forms.iter().filter(|code| has(code)).map(|code| format!("`{code}`")).collect();
        let forms = if known.is_empty() { forms.map(|code| format!("`{code}`")).to_vec() } else { known };
        return refused(
            format!("class `{class}` is a code that a program wrote as a number"),
            format!(
                "write {}: read the column of codes as text before the table is saved (dtype=str in pandas, the format Text in a spreadsheet)",
                forms.join(" or ")
            ),
        );
    }
    let power = class.split_once(['E', 'e']).is_some_and(|(number, power)| {
        power.starts_with('+') && number.parse::<f64>().is_ok() && power.parse::<i32>().is_ok()
    });
    if power || is_date(class) {
        let what = if power { "a power of ten" } else { "a date" };
        return refused(
            format!("class `{class}` is a code that a spreadsheet turned into {what}"),
            "give the column of codes the format Text in the spreadsheet, fill in the codes again, and save it".to_owned(),
        );
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
            [one, two] => month(one) && number(two) || number(one) && month(two),
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
