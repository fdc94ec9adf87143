//! Units as texts: `mm`, `10^4 CNY/mu`, `tC/(km2 a)`, `万亩`, `元/m³`.

mod atoms;

use std::fmt;
use std::str::FromStr;

use crate::error::{Code, Error, meant};
use crate::text;
use crate::wording::Name;

use atoms::{ATOMS, Atom, DIMENSIONS, LOGARITHM, MONEY, MULTIPLIERS, SPELLINGS, TEMPERATURE, YEARS};

/// Longest text [byte] that is read as a unit.
const LONGEST: usize = 96;

/// A unit: its dimension and its size, kept as a ratio so that 亩 and percent convert without rounding twice.
///
/// # Examples
///
/// ```
/// use ecovalue::unit::Unit;
///
/// let mu: Unit = "万亩".parse()?;
/// let km2: Unit = "km2".parse()?;
/// assert_eq!(mu.to(&km2)?.apply(15.0), 100.0);
/// assert!(mu.to(&"mm".parse()?).is_err());
/// # Ok::<(), ecovalue::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    text: String,
    dimensions: [i8; DIMENSIONS],
    numerator: f64,
    denominator: f64,
    kelvin: bool,
    /// Power of the label `a`.
    years: i8,
}

/// How to go from one unit to another: multiply, divide, then add.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Conversion {
    multiply: f64,
    divide: f64,
    add: f64,
}

impl Conversion {
    /// Leaves a number as it is.
    pub const IDENTITY: Self = Self { multiply: 1.0, divide: 1.0, add: 0.0 };

    /// The number in the other unit.
    #[must_use]
    pub fn apply(self, value: f64) -> f64 {
        value * self.multiply / self.divide + self.add
    }

    /// Whether the two units are the same.
    #[must_use]
    pub fn is_identity(self) -> bool {
        self == Self::IDENTITY
    }
}

impl Unit {
    /// The text as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it is a share of a hundred (`%`).
    #[must_use]
    pub fn is_percent(&self) -> bool {
        self.text.contains(['%', '％'])
    }

    /// Whether it counts money.
    #[must_use]
    pub fn is_money(&self) -> bool {
        self.dimensions.get(MONEY).is_some_and(|power| *power != 0)
    }

    /// The conversion from this unit to another of the same kind.
    ///
    /// # Errors
    ///
    /// `EV-U002` when the two measure different things.
    pub fn to(&self, other: &Self) -> Result<Conversion, Error> {
        if self.dimensions != other.dimensions || self.is_duration() != other.is_duration() {
            let message = text!(
                "unit `{0}` cannot be converted to `{1}`",
                "单位 `{0}` 不能换算为 `{1}`",
                &self.text,
                &other.text
            );
            let hint = text!(
                "give the values in `{0}` or a unit of the same kind",
                "数值使用 `{0}` 或同类单位",
                &other.text
            );
            return Err(Error::new(Code::IncompatibleUnit, message, hint));
        }
        let (multiply, divide) =
            reduced(self.numerator * other.denominator, self.denominator * other.numerator);
        let logarithm = self.dimensions.get(LOGARITHM).is_some_and(|power| *power != 0);
        if logarithm && multiply.to_bits() != divide.to_bits() {
            let message = text!(
                "a logarithm in `{0}` is not converted to `{1}`",
                "`{0}` 的对数不能换算为 `{1}`",
                &self.text,
                &other.text
            );
            let hint = text!("give it in `{0}`", "改用 `{0}`", &other.text);
            return Err(Error::new(Code::IncompatibleUnit, message, hint));
        }
        let zero = match (self.kelvin, other.kelvin) {
            (true, false) => -273.15,
            (false, true) => 273.15,
            _ => return Ok(Conversion { multiply, divide, add: 0.0 }),
        };
        // The zero point in degrees, in the size of the other unit (`0.1 degC`).
        Ok(Conversion { multiply, divide, add: zero * other.denominator / other.numerator })
    }

    /// Whether it is a number of years and nothing else.
    fn is_duration(&self) -> bool {
        self.years == 1 && self.dimensions.iter().all(|power| *power == 0)
    }

    fn multiply(&mut self, atom: &Atom, power: i8) {
        if let Some((dimension, exponent)) = atom.dimension
            && let Some(slot) = self.dimensions.get_mut(dimension)
        {
            *slot = slot.saturating_add(exponent.saturating_mul(power));
        }
        if YEARS.contains(&atom.text) {
            self.years = self.years.saturating_add(power);
        }
        for _ in 0..power.unsigned_abs() {
            let (over, under) = if power > 0 {
                (atom.numerator, atom.denominator)
            } else {
                (atom.denominator, atom.numerator)
            };
            self.numerator *= over;
            self.denominator *= under;
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Unit {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let mut clean = text.trim().to_owned();
        if clean.is_empty() {
            let hint = text!(
                "state the unit of the number: mm, m3, hm2, mu, t, tCO2, CNY, CNY/m3, or 1 for a share",
                "写明数值的单位：mm、m3、hm2、mu、t、tCO2、CNY、CNY/m3，比例写 1"
            );
            return Err(Error::new(Code::UnknownUnit, text!("the unit is missing", "缺少单位"), hint));
        }
        if clean.len() > LONGEST {
            return Err(unknown(text));
        }
        // Most units are plain ASCII, which few of the spellings are.
        let plain = clean.is_ascii();
        for (from, to) in SPELLINGS.iter().filter(|(from, _)| !plain || from.is_ascii()) {
            if clean.contains(from) {
                clean = clean.replace(from, to);
            }
        }
        let inner = clean.strip_prefix("ln(").and_then(|rest| rest.strip_suffix(')'));
        if let Some(inner) = inner {
            let mut unit: Self = inner.parse()?;
            text.trim().clone_into(&mut unit.text);
            if let Some(power) = unit.dimensions.get_mut(LOGARITHM) {
                *power = 1;
            }
            return Ok(unit);
        }
        let mut unit = Self {
            text: text.trim().to_owned(),
            dimensions: [0; DIMENSIONS],
            numerator: 1.0,
            denominator: 1.0,
            kelvin: false,
            years: 0,
        };
        let mut reader = Reader { rest: &clean, sign: 1, group: 1, empty: true, multiplied: false };
        while reader.step(&mut unit).ok_or_else(|| unknown(text))? {}
        let sized = |size: f64| size.is_finite() && size > 0.0;
        if reader.empty || !sized(unit.numerator) || !sized(unit.denominator) {
            return Err(unknown(text));
        }
        // A temperature has a zero point; a price or a rate per kelvin has none.
        unit.kelvin = clean.ends_with('K') && unit.dimensions == temperature();
        Ok(unit)
    }
}

/// The dimension of a temperature and nothing else.
fn temperature() -> [i8; DIMENSIONS] {
    std::array::from_fn(|dimension| i8::from(dimension == TEMPERATURE))
}

/// What to write instead of words that are not units here, or could be several.
const MEANT: &[(&str, &str, &str)] = &[
    (
        "度",
        "write kWh for electricity, degC for a temperature, deg for an angle",
        "电量写 kWh，温度写 degC，角度写 deg",
    ),
    ("床", "write the number of rooms, in `间`", "改写客房数，单位 `间`"),
    ("户", "write the number of persons, in `人`", "改写人数，单位 `人`"),
    (
        "次",
        "write visits in `人次`, and a number of anything else in `1`",
        "旅游人次写 `人次`，其他计数写 `1`",
    ),
    ("斤", "write it in 公斤 (kg), which is two 斤", "改用公斤（kg），1 公斤为 2 斤"),
    ("顷", "write it in 公顷 (hm2)", "改用公顷（hm2）"),
    ("美元", "write the amount in CNY", "金额以 CNY 表示"),
    ("USD", "write the amount in CNY", "金额以 CNY 表示"),
];

fn unknown(text: &str) -> Error {
    let lower = text.to_lowercase();
    // A name that has no letter in common is another unit, however short the way to it.
    let known = ATOMS.iter().map(|atom| atom.text);
    let shares = |name: &&str| name.to_lowercase().chars().any(|c| c.is_alphabetic() && lower.contains(c));
    let other_word = MEANT.iter().find(|(word, _, _)| text.contains(word));
    let other_word = other_word.map(|(_, en, zh)| text!("{0}", "{0}", Name { en, zh }));
    let hint = other_word.or_else(|| meant(text, known.filter(shares)));
    let hint = hint.unwrap_or_else(|| {
        text!(
            "write it as mm, m3, hm2, mu, t, tCO2, CNY, 10^4 CNY, CNY/m3, tC/(km2 a) …",
            "写成 mm、m3、hm2、mu、t、tCO2、CNY、10^4 CNY、CNY/m3、tC/(km2 a) 等形式"
        )
    });
    Error::new(Code::UnknownUnit, text!("unit `{0}` is not known", "未知的单位 `{0}`", text), hint)
}

/// Reads factors from left to right. `/` divides by what follows it, a bracket or one factor.
struct Reader<'a> {
    rest: &'a str,
    sign: i8,
    group: i8,
    empty: bool,
    /// Whether a multiplier follows the stroke; it divides together with what follows it (`元/万m3`).
    multiplied: bool,
}

impl<'a> Reader<'a> {
    /// Reads one factor; `Some(false)` at the end, `None` if the text is not a unit.
    fn step(&mut self, unit: &mut Unit) -> Option<bool> {
        self.rest = self.rest.trim_start();
        let Some(first) = self.rest.chars().next() else {
            return (self.group == 1 && self.is_closed()).then_some(false);
        };
        match first {
            '/' if self.is_closed() => (self.sign, self.multiplied) = (-1, false),
            '(' if self.group == 1 && !self.is_closed() => (self.group, self.sign) = (-1, 1),
            ')' if self.group == -1 && self.is_closed() => (self.group, self.sign) = (1, 1),
            '0'..='9' => return self.number(unit),
            _ => return self.atom(unit),
        }
        self.rest = self.rest.get(1..)?;
        Some(true)
    }

    fn number(&mut self, unit: &mut Unit) -> Option<bool> {
        let digits = self.take_while(|c| c.is_ascii_digit() || c == '.');
        let power = match self.rest.strip_prefix('^') {
            Some(rest) => {
                self.rest = rest;
                self.take_while(|c| c.is_ascii_digit()).parse().ok().filter(|power| *power <= 12)?
            }
            None => 1,
        };
        let tens = match self.rest.strip_prefix(['e', 'E']) {
            Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => {
                self.rest = rest;
                self.take_while(|c| c.is_ascii_digit()).parse().ok().filter(|tens| *tens <= 12)?
            }
            _ => 0,
        };
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let numerator: f64 = format!("{whole}{decimals}e{tens}").parse().ok()?;
        let denominator = decimals.chars().fold(1.0, |size, _| size * 10.0);
        let usable = numerator > 0.0 && digits.len() <= 9;
        let atom = Atom { text: "", dimension: None, numerator, denominator };
        unit.multiply(&atom, self.multiplier(power));
        usable.then_some(true)
    }

    fn atom(&mut self, unit: &mut Unit) -> Option<bool> {
        let atom = ATOMS.iter().find(|atom| self.rest.starts_with(atom.text))?;
        self.rest = self.rest.get(atom.text.len()..)?;
        let raised = self.rest.starts_with('^');
        self.rest = self.rest.strip_prefix('^').unwrap_or(self.rest);
        let negative = self.rest.starts_with('-');
        self.rest = self.rest.strip_prefix('-').unwrap_or(self.rest);
        let power = match self.take_while(|c| c.is_ascii_digit()) {
            "" if negative || raised => return None,
            "" => 1,
            digits => digits.parse().ok().filter(|power| (1..=3).contains(power))?,
        };
        // Latin letters that follow at once would be another unit's name: `mmm` is not m·mm.
        let latin = atom.text.ends_with(|c: char| c.is_ascii_alphabetic());
        if latin && self.rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let power = if negative { -power } else { power };
        let power = if MULTIPLIERS.contains(&atom.text) { self.multiplier(power) } else { self.used(power) };
        unit.multiply(atom, power);
        Some(true)
    }

    /// Whether nothing is open behind a stroke.
    fn is_closed(&self) -> bool {
        self.sign == 1 || self.multiplied
    }

    /// The power of a multiplier, which leaves the stroke open for the unit behind it.
    fn multiplier(&mut self, power: i8) -> i8 {
        let power = power * self.sign * self.group;
        (self.multiplied, self.empty) = (true, false);
        power
    }

    fn used(&mut self, power: i8) -> i8 {
        let power = power * self.sign * self.group;
        (self.sign, self.empty, self.multiplied) = (1, false, false);
        power
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !keep(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }
}

/// The ratio in lowest terms, so that equal units convert by 1/1 and leave every bit as it is.
fn reduced(over: f64, under: f64) -> (f64, f64) {
    let whole = |x: f64| x.fract() == 0.0 && x < 9e15;
    let (mut a, mut b) = (over, under);
    if !(whole(a) && whole(b)) {
        return if over.to_bits() == under.to_bits() { (1.0, 1.0) } else { (over, under) };
    }
    while b > 0.0 {
        (a, b) = (b, a % b);
    }
    (over / a, under / a)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn convert(value: f64, from: &str, to: &str) -> Result<f64, Error> {
        Ok(from.parse::<Unit>()?.to(&to.parse()?)?.apply(value))
    }

    #[test]
    fn field_units_convert_exactly() {
        let cases: [(f64, &str, &str, f64); 24] = [
            (2.0, "10^3 t", "t", 2000.0),
            (3.0, "亿元/万m3", "CNY/m3", 30_000.0),
            (300.0, "CNY/(100 m2)", "CNY/m2", 3.0),
            (300.0, "CNY/100", "CNY", 3.0),
            (2.0, "10^2 m^3", "m3", 200.0),
            (2.0, "千吨", "t", 2000.0),
            (2.0, "亿千瓦时", "kWh", 2e8),
            (3.0, "kg hm⁻² a⁻¹", "kg/hm2", 3.0),
            (5.0, "‰", "1", 0.005),
            (2.0, "1e8 CNY", "亿元", 2.0),
            (2.0, "100 CNY", "CNY", 200.0),
            (7.0, "g C m-2 yr-1", "gC/m2", 7.0),
            (7.0, "t CO2", "tCO2", 7.0),
            (755.0, "km2", "mu", 1_132_500.0),
            (605.5, "亿元", "CNY", 605.5e8),
            (345.5, "万人次", "person", 3_455_000.0),
            (0.5, "km3", "m3", 5e8),
            (1.0, "10^4 CNY/mu", "CNY/hm2", 150_000.0),
            (180.0, "0.1 degC", "degC", 18.0),
            (56.67, "tC/(km2 a)", "gC/m2", 56.67),
            (46.23, "%", "1", 0.4623),
            (2.5, "元/m³", "CNY/m3", 2.5),
            (3.0, "kg hm-2 a-1", "kg/(hm2 a)", 3.0),
            (1.0, "m/s", "m/d", 86400.0),
        ];
        for (value, from, to, expected) in cases {
            assert_eq!(convert(value, from, to).unwrap().to_bits(), expected.to_bits(), "{from} -> {to}");
        }
        assert_eq!(convert(291.15, "K", "degC").unwrap(), 18.0);
        approx::assert_relative_eq!(convert(3000.0, "0.1 K", "degC").unwrap(), 26.85, max_relative = 1e-14);
        approx::assert_relative_eq!(convert(10.0, "degC", "0.1 K").unwrap(), 2831.5, max_relative = 1e-14);
    }

    #[test]
    fn unlike_kinds_are_refused() {
        for (from, to) in [
            ("tC", "tCO2"),
            ("t", "tC"),
            ("mm", "m2"),
            ("CNY/t", "CNY/tC"),
            ("mm/month", "mm"),
            ("CNY/person", "CNY"),
            ("person", "1"),
            ("a", "1"),
            ("%", "a"),
            ("deg", "degC"),
            ("ln(10^4 m3)", "10^4 m3"),
            ("ln(10^4 m3)", "ln(m3)"),
        ] {
            assert_eq!(convert(1.0, from, to).unwrap_err().code(), Code::IncompatibleUnit, "{from} -> {to}");
        }
    }

    #[test]
    fn texts_that_are_no_units_are_refused() {
        for text in [
            "",
            "  ",
            "millimetre",
            "mmm",
            "m2/",
            "(m",
            "m4",
            "10^99",
            "m//s",
            "kg)",
            "m-",
            "m/100/",
            "m/(100",
            "m^",
            "m^2^3",
            "0",
            &"万".repeat(33),
            &"999999999^12 ".repeat(4),
        ] {
            assert!(text.parse::<Unit>().is_err(), "{text}");
        }
    }
}
