//! Names of regions: one place in another spelling, and places that no row is of.
//!
//! A region is compared without regard to case, spaces and hyphens; `重庆市`, `重庆` and `Chongqing` are one place, and a
//! shipped name in two languages (`云贵高原 Yunnan-Guizhou`) is met by either half. `吉林省` and `吉林市` are two places.

use super::Parameters;
use crate::error::{Code, Error, did_you_mean, question};
use crate::text;

/// Names of one place, folded: provinces, and places that shipped rows are of.
const PLACES: &[&[&str]] = &[
    &["china", "中国", "全国", "中华人民共和国"],
    &["south", "南方", "南方地区"],
    &["north", "北方", "北方地区"],
    &["altai", "altay", "阿勒泰", "阿勒泰地区", "阿尔泰"],
    &["ganzi", "garze", "甘孜", "甘孜州", "甘孜藏族自治州"],
    &["beijing", "北京", "北京市"],
    &["tianjin", "天津", "天津市"],
    &["hebei", "河北", "河北省"],
    &["shanxi", "山西", "山西省"],
    &["innermongolia", "neimenggu", "内蒙古", "内蒙古自治区"],
    &["liaoning", "辽宁", "辽宁省"],
    &["jilin", "吉林", "吉林省"],
    &["heilongjiang", "黑龙江", "黑龙江省"],
    &["shanghai", "上海", "上海市"],
    &["jiangsu", "江苏", "江苏省"],
    &["zhejiang", "浙江", "浙江省"],
    &["anhui", "安徽", "安徽省"],
    &["fujian", "福建", "福建省"],
    &["jiangxi", "江西", "江西省"],
    &["shandong", "山东", "山东省"],
    &["henan", "河南", "河南省"],
    &["hubei", "湖北", "湖北省"],
    &["hunan", "湖南", "湖南省"],
    &["guangdong", "广东", "广东省"],
    &["guangxi", "广西", "广西省", "广西自治区", "广西壮族自治区"],
    &["hainan", "海南", "海南省"],
    &["chongqing", "重庆", "重庆市"],
    &["sichuan", "四川", "四川省"],
    &["guizhou", "贵州", "贵州省"],
    &["yunnan", "云南", "云南省"],
    &["tibet", "xizang", "西藏", "西藏自治区"],
    &["shaanxi", "陕西", "陕西省"],
    &["gansu", "甘肃", "甘肃省"],
    &["qinghai", "青海", "青海省"],
    &["ningxia", "宁夏", "宁夏自治区", "宁夏回族自治区"],
    &["xinjiang", "新疆", "新疆自治区", "新疆维吾尔自治区"],
    &["taiwan", "台湾", "台湾省"],
    &["hongkong", "香港", "香港特别行政区"],
    &["macao", "macau", "澳门", "澳门特别行政区"],
];

/// What kind of place a name ends in; the longer ending first.
const KINDS: &[&str] = &[
    "autonomousprefecture",
    "autonomousregion",
    "autonomouscounty",
    "municipality",
    "prefecture",
    "province",
    "district",
    "county",
    "city",
    "自治区",
    "自治州",
    "自治县",
    "地区",
    "新区",
    "省",
    "市",
    "县",
    "区",
    "州",
    "盟",
    "旗",
];

/// A name without case, spaces, hyphens and apostrophes.
fn folded(name: &str) -> String {
    let kept = name.chars().filter(|c| !c.is_whitespace() && !['-', '_', '\'', '’', '·'].contains(c));
    kept.flat_map(char::to_lowercase).collect()
}

/// The whole of a name, and its two halves where it is in two languages.
fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![folded(name)];
    if let Some((first, second)) = name.trim().split_once(' ')
        && first.is_ascii() != second.is_ascii()
    {
        parts.extend([folded(first), folded(second)]);
    }
    parts
}

/// A name without its kind, and whether it has one.
fn stem(name: &str) -> (&str, bool) {
    let stem = KINDS.iter().find_map(|kind| name.strip_suffix(kind));
    match stem.filter(|stem| stem.chars().count() > 1) {
        Some(stem) => (stem, true),
        None => (name, false),
    }
}

/// The place of the list that a folded name is of; an English name may say what kind of place it is.
fn listed(name: &str) -> Option<usize> {
    let of = |name: &str| PLACES.iter().position(|names| names.contains(&name));
    of(name).or_else(|| of(stem(name).0).filter(|_| name.is_ascii()))
}

/// Whether two names are of one place.
///
/// # Examples
///
/// ```
/// use ecovalue::parameter::region::same_place;
///
/// assert!(same_place("重庆市", "Chongqing") && same_place("chongqing", "重庆"));
/// assert!(same_place("云贵高原", "云贵高原 Yunnan-Guizhou") && same_place("北碚区", "北碚"));
/// assert!(!same_place("吉林市", "吉林省") && !same_place("西南", "云贵高原 Yunnan-Guizhou"));
/// ```
#[must_use]
pub fn same_place(first: &str, second: &str) -> bool {
    let (first, second) = (parts(first), parts(second));
    first.iter().any(|first| second.iter().any(|second| same_name(first, second)))
}

fn same_name(first: &str, second: &str) -> bool {
    if first == second {
        return true;
    }
    match (listed(first), listed(second)) {
        (Some(first), Some(second)) => first == second,
        (None, None) => {
            let ((first, has_kind), (second, second_has)) = (stem(first), stem(second));
            has_kind != second_has && first == second
        }
        _ => false,
    }
}

/// Whether a place is a province or another that needs no row to be known.
#[must_use]
pub fn is_listed(name: &str) -> bool {
    parts(name).iter().any(|part| listed(part).is_some())
}

/// A known name that a name seems to be a slip of. Chinese names that differ in one character are two places as a rule.
#[must_use]
pub fn near<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let found = folded(name);
    known.iter().copied().find(|known| {
        let names = parts(known);
        let listed = names.iter().find_map(|name| PLACES.get(listed(name)?));
        let others = listed.into_iter().flat_map(|names| names.iter().copied());
        names.iter().map(String::as_str).chain(others).any(|known| is_slip(&found, known))
    })
}

/// Whether a folded name is another with a letter changed, lost or doubled, or with a character behind it.
fn is_slip(found: &str, known: &str) -> bool {
    /// Letters for each of which a slip more is allowed.
    const LETTERS: usize = 10;
    let (short, long) = if found.len() < known.len() { (found, known) } else { (known, found) };
    match (found.is_ascii(), known.is_ascii()) {
        (true, true) => found.len() > 3 && strsim::osa_distance(found, known) <= 1 + found.len() / LETTERS,
        (false, false) => {
            // A kind of place behind a name makes another place of it.
            let more = long.strip_prefix(short).filter(|more| !KINDS.contains(more));
            more.is_some_and(|more| more.chars().count() == 1) && short.chars().count() > 1
        }
        _ => false,
    }
}

impl Parameters {
    /// The regions that shipped rows are of, sorted, each once.
    #[must_use]
    pub fn shipped_regions(&self) -> Vec<&str> {
        self.regions_of(false)
    }

    fn regions_of(&self, local: bool) -> Vec<&str> {
        let rows = self.rows.iter().filter(|row| row.local == local && !row.region.is_empty());
        let mut regions: Vec<&str> = rows.map(|row| row.region.as_str()).collect();
        regions.sort_unstable();
        regions.dedup();
        regions
    }

    /// Writes the regions of a run, and those of its rows, as the rows of the crate write them; a place of the run
    /// that the crate has no row of is written in its rows as the run writes it.
    ///
    /// # Errors
    ///
    /// In the result: `EV-P007` for every region of the run that neither the crate nor a row of the run knows, at no place.
    pub fn settle_regions(&mut self, asked: &mut Vec<String>) -> Settled {
        let shipped: Vec<String> = self.regions_of(false).into_iter().map(str::to_owned).collect();
        let known = |name: &str, names: &[String]| {
            let exact = names.iter().find(|known| *known == name);
            exact.or_else(|| names.iter().find(|known| same_place(known, name))).cloned()
        };
        let mut settled: Vec<String> = Vec::new();
        let mut taken = Vec::new();
        for asked in asked.drain(..) {
            let name = known(&asked, &shipped).unwrap_or_else(|| asked.clone());
            if is_half(&asked, &name) {
                taken.push((asked, name.clone()));
            }
            if !settled.contains(&name) {
                settled.push(name);
            }
        }
        for row in self.rows.iter_mut().filter(|row| row.local && !row.region.is_empty()) {
            if let Some(name) = known(&row.region, &shipped).or_else(|| known(&row.region, &settled)) {
                row.region = name;
            }
        }
        let local = self.regions_of(true);
        let is_known =
            |name: &String| shipped.contains(name) || local.contains(&name.as_str()) || is_listed(name);
        let mut names: Vec<&str> = shipped.iter().map(String::as_str).chain(local.iter().copied()).collect();
        names.sort_unstable();
        names.dedup();
        let unknown = settled.iter().filter(|name| !is_known(name));
        let unknown = unknown.map(|name| unknown_region(name, &names)).collect();
        *asked = settled;
        Settled { unknown, taken }
    }
}

/// The regions of a run that nobody knows, and those that were completed.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled {
    /// Refusals of those that nobody knows, at no place.
    pub unknown: Vec<Error>,
    /// Halves of names that stand for a region of the crate, and its whole name.
    pub taken: Vec<(String, String)>,
}

/// Whether a name is one half of a name in two languages.
fn is_half(name: &str, whole: &str) -> bool {
    parts(whole).len() > 1 && parts(name).len() == 1 && folded(name) != folded(whole)
}

/// The refusal of a region that nobody knows.
#[must_use]
pub fn unknown_region(name: &str, known: &[&str]) -> Error {
    let found = folded(name);
    let listed = || PLACES.iter().copied().flatten().copied().find(|place| is_slip(&found, place));
    let hint = match near(name, known).or_else(listed) {
        Some(near) => question(near),
        None => text!(
            "{0}; add a row for any other region",
            "{0}；其他地区须在参数表中有自己的行",
            did_you_mean(name, known.iter().copied())
        ),
    };
    let message = text!("no row is of the region `{0}`", "没有地区 `{0}` 的行", name);
    Error::new(Code::UnknownRegion, message, hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_place_in_another_spelling_and_two_places_alike() {
        for (one, other) in [
            ("Inner Mongolia", "内蒙古自治区"),
            ("Guangxi Province", "广西壮族自治区"),
            ("hong kong", "香港"),
            ("Yunnan Guizhou", "云贵高原 Yunnan-Guizhou"),
            ("阿勒泰地区", "Altai"),
            ("Beibei District", "beibei"),
            ("南方", "south"),
        ] {
            assert!(same_place(one, other), "{one} and {other}");
        }
        for (one, other) in [
            ("朝阳市", "朝阳区"),
            ("吉林市", "吉林"),
            ("陕西", "山西"),
            ("Shanxi", "Shaanxi"),
            ("渝中区", "渝北区"),
            ("云贵湖泊", "云贵高原 Yunnan-Guizhou"),
            ("西南", "south"),
        ] {
            assert!(!same_place(one, other), "{one} and {other}");
        }
    }

    #[test]
    fn a_slip_is_near_and_another_district_is_not() {
        assert_eq!(near("Chongqin", &["China", "Chongqing"]), Some("Chongqing"));
        assert_eq!(near("重庆氏", &["重庆"]), Some("重庆"));
        assert_eq!(near("渝中区", &["渝北区", "江北区"]), None);
        assert_eq!(near("西南", &["south", "云贵高原 Yunnan-Guizhou"]), None);
    }
}
