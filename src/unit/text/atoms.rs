//! The units that texts may name, and how they are spelt.

/// Base dimensions. A year is not one of them: an account covers one year, so `a` is a label, and a flow per
/// year is the flow of the account; only a bare number of years is told from a bare number. Carbon, carbon
/// dioxide and oxygen are kept apart from plain mass, so that tC is never taken for tCO₂ or for tons of dry matter.
pub(super) const DIMENSIONS: usize = 15;
const LENGTH: usize = 0;
const MASS: usize = 1;
const CARBON: usize = 2;
const CARBON_DIOXIDE: usize = 3;
const OXYGEN: usize = 4;
pub(super) const MONEY: usize = 5;
const DAY: usize = 6;
const MONTH: usize = 7;
pub(super) const TEMPERATURE: usize = 8;
const ENERGY: usize = 9;
const ANGLE: usize = 10;
/// A logarithm of a number in a unit; it has no size of its own.
pub(super) const LOGARITHM: usize = 11;
/// Persons and visits, so that an amount per head is never taken for the amount.
const PERSON: usize = 12;
/// Rooms, so that a price of a room is never taken for a price.
const ROOM: usize = 13;
/// Standard equivalents of ecosystem service value, which are neither hectares nor money.
const EQUIVALENT: usize = 14;

/// A known unit: text, dimension, and its size in the base unit as a ratio.
pub(super) struct Atom {
    pub(super) text: &'static str,
    pub(super) dimension: Option<(usize, i8)>,
    pub(super) numerator: f64,
    pub(super) denominator: f64,
}

const fn atom(text: &'static str, dimension: usize, power: i8, numerator: f64, denominator: f64) -> Atom {
    Atom { text, dimension: Some((dimension, power)), numerator, denominator }
}

const fn number(text: &'static str, numerator: f64, denominator: f64) -> Atom {
    Atom { text, dimension: None, numerator, denominator }
}

/// Longer texts stand before their beginnings (`hm` before `h`).
pub(super) const ATOMS: &[Atom] = &[
    number("previous year = 100", 1.0, 100.0),
    number("上年=100", 1.0, 100.0),
    number("上年＝100", 1.0, 100.0),
    number("ions", 1.0, 1.0),
    number("ion", 1.0, 1.0),
    number("index", 1.0, 1.0),
    atom("千瓦时", ENERGY, 1, 3.6e6, 1.0),
    atom("平方公里", LENGTH, 2, 1e6, 1.0),
    atom("平方千米", LENGTH, 2, 1e6, 1.0),
    atom("平方厘米", LENGTH, 2, 1.0, 1e4),
    atom("平方米", LENGTH, 2, 1.0, 1.0),
    atom("平米", LENGTH, 2, 1.0, 1.0),
    atom("立方公里", LENGTH, 3, 1e9, 1.0),
    atom("立方千米", LENGTH, 3, 1e9, 1.0),
    atom("立方厘米", LENGTH, 3, 1.0, 1e6),
    atom("立方米", LENGTH, 3, 1.0, 1.0),
    atom("立方", LENGTH, 3, 1.0, 1.0),
    atom("公顷", LENGTH, 2, 1e4, 1.0),
    atom("毫米", LENGTH, 1, 1.0, 1000.0),
    atom("厘米", LENGTH, 1, 1.0, 100.0),
    atom("千米", LENGTH, 1, 1000.0, 1.0),
    atom("人次", PERSON, 1, 1.0, 1.0),
    atom("公斤", MASS, 1, 1000.0, 1.0),
    atom("千克", MASS, 1, 1000.0, 1.0),
    atom("公里", LENGTH, 1, 1000.0, 1.0),
    atom("小时", DAY, 1, 1.0, 24.0),
    atom("分钟", DAY, 1, 1.0, 1440.0),
    atom("兆焦", ENERGY, 1, 1e6, 1.0),
    atom("千焦", ENERGY, 1, 1e3, 1.0),
    atom("摄氏度", TEMPERATURE, 1, 1.0, 1.0),
    atom("米", LENGTH, 1, 1.0, 1.0),
    // Water and timber are counted in 方, which is a cubic metre; an area in 万方 does not fit and is refused.
    atom("方", LENGTH, 3, 1.0, 1.0),
    atom("亩", LENGTH, 2, 1e4, 15.0),
    atom("吨", MASS, 1, 1e6, 1.0),
    atom("克", MASS, 1, 1.0, 1.0),
    atom("元", MONEY, 1, 1.0, 1.0),
    atom("人", PERSON, 1, 1.0, 1.0),
    atom("间", ROOM, 1, 1.0, 1.0),
    atom("月", MONTH, 1, 1.0, 1.0),
    atom("天", DAY, 1, 1.0, 1.0),
    atom("日", DAY, 1, 1.0, 1.0),
    atom("夜", DAY, 1, 1.0, 1.0),
    atom("晚", DAY, 1, 1.0, 1.0),
    atom("秒", DAY, 1, 1.0, 86400.0),
    number("个", 1.0, 1.0),
    number("年", 1.0, 1.0),
    number("十", 1e1, 1.0),
    number("百", 1e2, 1.0),
    number("千", 1e3, 1.0),
    number("万", 1e4, 1.0),
    number("亿", 1e8, 1.0),
    atom("persons", PERSON, 1, 1.0, 1.0),
    atom("person", PERSON, 1, 1.0, 1.0),
    atom("visits", PERSON, 1, 1.0, 1.0),
    atom("visit", PERSON, 1, 1.0, 1.0),
    number("years", 1.0, 1.0),
    number("year", 1.0, 1.0),
    number("yr", 1.0, 1.0),
    atom("rooms", ROOM, 1, 1.0, 1.0),
    atom("room", ROOM, 1, 1.0, 1.0),
    atom("equivalents", EQUIVALENT, 1, 1.0, 1.0),
    atom("equivalent", EQUIVALENT, 1, 1.0, 1.0),
    atom("当量", EQUIVALENT, 1, 1.0, 1.0),
    atom("month", MONTH, 1, 1.0, 1.0),
    atom("gCO2", CARBON_DIOXIDE, 1, 1.0, 1.0),
    atom("kgCO2", CARBON_DIOXIDE, 1, 1000.0, 1.0),
    atom("tCO2", CARBON_DIOXIDE, 1, 1e6, 1.0),
    atom("tO2", OXYGEN, 1, 1e6, 1.0),
    atom("kgC", CARBON, 1, 1000.0, 1.0),
    atom("gC", CARBON, 1, 1.0, 1.0),
    atom("tC", CARBON, 1, 1e6, 1.0),
    atom("yuan", MONEY, 1, 1.0, 1.0),
    atom("CNY", MONEY, 1, 1.0, 1.0),
    atom("degC", TEMPERATURE, 1, 1.0, 1.0),
    atom("deg", ANGLE, 1, 1.0, 1.0),
    atom("K", TEMPERATURE, 1, 1.0, 1.0),
    atom("kWh", ENERGY, 1, 3.6e6, 1.0),
    atom("kJ", ENERGY, 1, 1000.0, 1.0),
    atom("MJ", ENERGY, 1, 1e6, 1.0),
    atom("J", ENERGY, 1, 1.0, 1.0),
    atom("day", DAY, 1, 1.0, 1.0),
    atom("kg", MASS, 1, 1000.0, 1.0),
    atom("min", DAY, 1, 1.0, 1440.0),
    atom("km", LENGTH, 1, 1000.0, 1.0),
    atom("hm", LENGTH, 1, 100.0, 1.0),
    atom("ha", LENGTH, 2, 1e4, 1.0),
    atom("cm", LENGTH, 1, 1.0, 100.0),
    atom("mm", LENGTH, 1, 1.0, 1000.0),
    atom("mu", LENGTH, 2, 1e4, 15.0),
    atom("m", LENGTH, 1, 1.0, 1.0),
    atom("g", MASS, 1, 1.0, 1.0),
    atom("t", MASS, 1, 1e6, 1.0),
    atom("d", DAY, 1, 1.0, 1.0),
    atom("h", DAY, 1, 1.0, 24.0),
    atom("s", DAY, 1, 1.0, 86400.0),
    number("a", 1.0, 1.0),
    number("%", 1.0, 100.0),
    number("‰", 1.0, 1000.0),
];

/// Multipliers that are written before a unit.
pub(super) const MULTIPLIERS: [&str; 5] = ["十", "百", "千", "万", "亿"];

/// Spellings of the label of a year.
pub(super) const YEARS: [&str; 5] = ["a", "yr", "year", "years", "年"];

/// Spellings that are brought to one form before reading.
pub(super) const SPELLINGS: &[(&str, &str)] = &[
    ("（", "("),
    ("）", ")"),
    ("／", "/"),
    ("％", "%"),
    ("　", " "),
    ("㎡", "m2"),
    ("㎥", "m3"),
    ("㎢", "km2"),
    ("㎞", "km"),
    ("㎝", "cm"),
    ("㎜", "mm"),
    ("㎏", "kg"),
    ("㏊", "ha"),
    ("頃", "顷"),
    ("畝", "亩"),
    ("萬", "万"),
    ("億", "亿"),
    ("噸", "吨"),
    ("間", "间"),
    ("個", "个"),
    ("當量", "当量"),
    ("釐米", "厘米"),
    ("小時", "小时"),
    ("千瓦時", "千瓦时"),
    ("千瓦·时", "千瓦时"),
    ("千瓦小时", "千瓦时"),
    // A night of a room is one thing to divide by.
    ("/间·夜", "/间夜"),
    ("/间·天", "/间夜"),
    ("/间·日", "/间夜"),
    ("/间天", "/间夜"),
    ("/间晚", "/间夜"),
    ("/间夜", "/(room d)"),
    ("间夜", "room d"),
    ("²", "2"),
    ("³", "3"),
    ("₂", "2"),
    ("⁻", "-"),
    ("¹", "1"),
    (" dry matter", ""),
    (" at 2 m", ""),
    ("t CO2", "tCO2"),
    ("g CO2", "gCO2"),
    ("t C/", "tC/"),
    ("t C ", "tC "),
    ("g C/", "gC/"),
    ("g C ", "gC "),
    ("degrees", "deg"),
    ("degree", "deg"),
    ("deg C", "degC"),
    ("°C", "degC"),
    ("℃", "degC"),
    ("·", " "),
    ("×", " "),
    ("*", " "),
];
