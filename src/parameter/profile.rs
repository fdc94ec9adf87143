//! Profiles (核算方案): an accounting standard as data.
//!
//! A profile names the services that count, the equation variant of each, and which parameter rows feed it. It
//! ships with the crate or is a file of the run; `extends` lays a file over a shipped profile.

use std::collections::BTreeMap;

use crate::document::{Document, Section};
use crate::error::{Code, Error, Findings, Place, did_you_mean};
use crate::extent::Ecosystem;
use crate::text;
use crate::wording::Message;

/// Profiles in the crate.
const SHIPPED: &[(&str, &str)] = &[
    ("hj1173_2021", include_str!("data/profiles/hj1173_2021.toml")),
    ("gbt46869_2025", include_str!("data/profiles/gbt46869_2025.toml")),
    ("ndrc2022", include_str!("data/profiles/ndrc2022.toml")),
    ("mee2020", include_str!("data/profiles/mee2020.toml")),
    ("ganzi2017", include_str!("data/profiles/ganzi2017.toml")),
    ("gbt38582_2020", include_str!("data/profiles/gbt38582_2020.toml")),
    ("invest_3_20", include_str!("data/profiles/invest_3_20.toml")),
    ("xie2015", include_str!("data/profiles/xie2015.toml")),
];

/// What happens to a cell whose quantity is below zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NegativePolicy {
    /// It stays in the total, which then closes on the basin.
    Keep,
    /// It counts as zero.
    Clamp,
}

/// How the total of a zone is spread over its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Weight {
    /// Not at all: the account row names no ecosystem.
    None,
    /// By the area of the cells that the service lists.
    Area,
    /// By what each cell adds to the total, where the equation has one.
    Supply,
    /// By a quantity of the cells times their area, such as net primary productivity.
    Quantity(String),
}

/// Where an equation that is not linear is evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TotalLevel {
    /// For every zone by itself.
    Zone,
    /// Once for all zones together.
    Run,
}

/// What the values of a profile add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Total {
    /// The gross ecosystem product.
    Gep,
    /// A satellite account beside it, such as that of the forest standard: its sum is no GEP.
    Satellite,
}

/// What a profile does about two services that hold some of the same benefit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverlapRule {
    /// The smaller of the two values is taken off once.
    Net,
    /// Both are counted, and the result says so.
    CountBoth,
}

/// The choices of a profile for one service.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceChoice {
    /// Id of the service.
    pub id: String,
    /// Where the profile says so.
    pub place: Place,
    /// Equation variant of the physical quantity.
    pub physical: String,
    /// Equation variant of the value.
    pub value: String,
    /// Where the profile says so.
    pub value_place: Place,
    /// Variant of each parameter key that has several; a key may end in `*` for all that begin like it.
    pub variants: BTreeMap<String, String>,
    /// What happens to negative cells.
    pub negative: NegativePolicy,
    /// Types of cells that the service counts; none means all.
    pub ecosystems: Vec<Ecosystem>,
    /// How a zone total is spread.
    pub weight: Weight,
    /// Where an equation that is not linear is evaluated.
    pub level: TotalLevel,
    /// Clause of the source, as the profile states it.
    pub clause: String,
    /// What the profile assumes here, said in the result.
    pub note: String,
    /// The same in Chinese.
    pub note_zh: String,
}

impl ServiceChoice {
    /// The variant of a parameter key: by its name, else by the longest pattern such as `equivalent_factor_*` that it
    /// begins with.
    #[must_use]
    pub fn variant(&self, key: &str) -> Option<&str> {
        let begins =
            |pattern: &String| pattern.strip_suffix('*').is_some_and(|beginning| key.starts_with(beginning));
        let patterns = self.variants.iter().filter(|(pattern, _)| begins(pattern));
        let longest = || patterns.max_by_key(|(pattern, _)| pattern.len()).map(|(_, variant)| variant);
        self.variants.get(key).or_else(longest).map(String::as_str)
    }
}

/// An accounting profile.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Id.
    pub id: String,
    /// English title.
    pub title: String,
    /// Chinese title.
    pub title_zh: String,
    /// `published`, or `reconstructed` where the text of the standard was not at hand.
    pub status: String,
    /// What it is made from.
    pub source: String,
    /// What its values add up to.
    pub total: Total,
    /// Services that the standard lists; the `m` of `partial: n of m services`.
    pub scope: Vec<String>,
    /// Key of the price index.
    pub price_index: String,
    /// Variant of each driver, by the quantity that it makes.
    pub drivers: BTreeMap<String, String>,
    /// Quantities whose means are reported beside the account.
    pub reported: Vec<String>,
    /// What is done about services that hold some of the same benefit, by pair (`first+second`).
    pub overlaps: BTreeMap<String, OverlapRule>,
    /// Services that are on.
    pub services: Vec<ServiceChoice>,
    /// File of the profile.
    pub file: String,
}

/// Ids of the profiles in the crate.
#[must_use]
pub fn shipped_ids() -> Vec<&'static str> {
    SHIPPED.iter().map(|(id, _)| *id).collect()
}

/// The text of a profile in the crate.
#[must_use]
pub fn shipped_text(id: &str) -> Option<&'static str> {
    SHIPPED.iter().find(|(known, _)| *known == id).map(|(_, text)| *text)
}

impl Profile {
    /// A profile of the crate.
    ///
    /// # Errors
    ///
    /// `EV-R001` with the ids that are known.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::parameter::profile::Profile;
    ///
    /// let profile = Profile::shipped("hj1173_2021")?;
    /// assert!(profile.services.iter().any(|service| service.id == "water_retention"));
    /// assert!(Profile::shipped("hj1173").unwrap_err().to_string().contains("did you mean `hj1173_2021`?"));
    /// # Ok::<(), ecovalue::Findings>(())
    /// ```
    pub fn shipped(id: &str) -> Result<Self, Findings> {
        let text = shipped_text(id).ok_or_else(|| unknown(id))?;
        Self::parse(&format!("{id}.toml"), text)
    }

    /// A profile of the run.
    ///
    /// # Errors
    ///
    /// Every key that is missing, unknown or wrong. Whether the named services and equations exist is checked when
    /// the run is planned.
    pub fn parse(file: &str, text: &str) -> Result<Self, Findings> {
        let mut document = Document::parse(file, text)?;
        // The first look only asks for the base; unknown keys are reported by the second.
        if let Some(base) = document.peek_text("extends") {
            let text = shipped_text(&base).ok_or_else(|| unknown(&base).at(Place::file(file)))?;
            document = document.over(&Document::parse(&format!("{base}.toml"), text)?);
        }
        let profile = document.read(|root| read(file, root))?;
        profile.ok_or_else(|| {
            let message = text!("the profile has no id", "核算方案缺少 id");
            let hint = text!("begin it with id = \"…\"", "在开头写 id = \"…\"");
            Error::new(Code::MissingKey, message, hint).at(Place::file(file)).into()
        })
    }

    /// The choices for a service, if it is on.
    #[must_use]
    pub fn service(&self, id: &str) -> Option<&ServiceChoice> {
        self.services.iter().find(|service| service.id == id)
    }
}

fn unknown(id: &str) -> Error {
    let hint = text!(
        "{0} or name a file such as profiles/{1}.toml",
        "{0}；也可写文件名，如 profiles/{1}.toml",
        did_you_mean(id, shipped_ids()),
        id
    );
    Error::new(Code::UnknownProfile, text!("profile `{0}` is not known", "未知的核算方案 `{0}`", id), hint)
}

fn read(file: &str, root: &Section<'_>) -> Option<Profile> {
    root.text("extends");
    let hint = text!("state it, or extend a shipped profile", "写明该键，或用 extends 沿用自带的核算方案");
    let status = read_status(root, &hint);
    let drivers = root.section("drivers", read_texts).unwrap_or_default();
    let services = root.section("service", |services| {
        let ids = services.keys().into_iter();
        ids.filter_map(|id| services.section(id, |choice| read_service(id, choice)).flatten()).collect()
    });
    let services: Vec<ServiceChoice> = services.unwrap_or_default();
    // A service that is on belongs to the list, also if a profile of the run adds it to a shipped one.
    let mut scope = root.texts("scope").unwrap_or_default();
    for service in &services {
        if !scope.contains(&service.id) {
            scope.push(service.id.clone());
        }
    }
    Some(Profile {
        overlaps: root.section("overlaps", read_overlaps).unwrap_or_default(),
        total: if word(root, "total", &["gep", "satellite"]) == Some(1) {
            Total::Satellite
        } else {
            Total::Gep
        },
        id: root.required_text("id", &hint)?,
        title: root.required_text("title", &hint).unwrap_or_default(),
        title_zh: root.text("title_zh").unwrap_or_default(),
        status,
        source: root.required_text("source", &hint).unwrap_or_default(),
        scope,
        price_index: root
            .text("price_index")
            .unwrap_or_else(|| super::price_index::CONSUMER_PRICE_INDEX.to_owned()),
        drivers,
        reported: root.texts("reported").unwrap_or_default(),
        services,
        file: file.to_owned(),
    })
}

fn read_status(root: &Section<'_>, hint: &Message) -> String {
    let status = root.required_text("status", hint).unwrap_or_default();
    if !["published", "reconstructed"].contains(&status.as_str()) && root.has("status") {
        let message = text!("status `{0}` is not known", "未知的 status `{0}`", &status);
        let hint = text!("write published or reconstructed", "写 published 或 reconstructed");
        root.report("status", Error::new(Code::BadValue, message, hint));
    }
    status
}

/// A text for every key.
fn read_texts(section: &Section<'_>) -> BTreeMap<String, String> {
    let keys = section.keys().into_iter();
    keys.filter_map(|key| section.text(key).map(|text| (key.to_owned(), text))).collect()
}

fn read_overlaps(overlaps: &Section<'_>) -> BTreeMap<String, OverlapRule> {
    let rule = |id: &str| match word(overlaps, id, &["net", "count_both"])? {
        0 => Some(OverlapRule::Net),
        _ => Some(OverlapRule::CountBoth),
    };
    let ids = overlaps.keys().into_iter();
    ids.filter_map(|id| rule(id).map(|rule| (id.to_owned(), rule))).collect()
}

/// The position of the word of a key among those that it may have.
fn word(section: &Section<'_>, key: &str, known: &[&str]) -> Option<usize> {
    let text = section.text(key)?;
    let index = known.iter().position(|word| *word == text);
    if index.is_none() {
        let message = text!("`{0}` is not known", "未知的取值 `{0}`", &text);
        section.report(key, Error::new(Code::BadValue, message, did_you_mean(&text, known.iter().copied())));
    }
    index
}

/// The choices for a service, or `None` if it is off.
fn read_service(id: &str, choice: &Section<'_>) -> Option<ServiceChoice> {
    let on = choice.flag("on").unwrap_or(true);
    let clamps = word(choice, "negative", &["keep", "clamp"]) == Some(1);
    // Whether the quantity of another word is known is checked when the run is planned.
    let weight = match choice.text("weight").as_deref() {
        None | Some("none") => Weight::None,
        Some("area") => Weight::Area,
        Some("supply") => Weight::Supply,
        Some(quantity) => Weight::Quantity(quantity.to_owned()),
    };
    let is_run = word(choice, "level", &["zone", "run"]) == Some(1);
    let types = choice.texts("ecosystems").unwrap_or_default();
    let types = types.iter().filter_map(|text| choice.take("ecosystems", text.parse()));
    let variants = choice.section("variants", read_texts);
    let hint = text!(
        "name an equation variant; `ecovalue services` lists them",
        "写明计算方法；用 `ecovalue services` 查看"
    );
    let read = ServiceChoice {
        id: id.to_owned(),
        place: choice.place("physical"),
        value_place: choice.place("value"),
        ecosystems: types.collect(),
        physical: choice.required_text("physical", &hint).unwrap_or_default(),
        value: choice.required_text("value", &hint).unwrap_or_default(),
        variants: variants.unwrap_or_default(),
        negative: if clamps { NegativePolicy::Clamp } else { NegativePolicy::Keep },
        weight,
        level: if is_run { TotalLevel::Run } else { TotalLevel::Zone },
        clause: choice.text("clause").unwrap_or_default(),
        note: choice.text("note").unwrap_or_default(),
        note_zh: choice.text("note_zh").unwrap_or_default(),
    };
    on.then_some(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_profile_is_read() {
        for id in shipped_ids() {
            let profile = Profile::shipped(id).map_err(|findings| findings.to_string()).unwrap();
            assert_eq!(profile.id, id);
            assert!(profile.services.iter().all(|service| profile.scope.contains(&service.id)), "{id}");
        }
    }

    #[test]
    fn a_file_is_laid_over_a_shipped_profile() {
        let text = "id = 'own'\nextends = 'hj1173_2021'\n[service.water_retention]\nvalue = 'reservoir_cost_annualised'\n";
        let profile = Profile::parse("own.toml", text).unwrap();
        let service = profile.service("water_retention").unwrap();
        assert_eq!(service.physical, "water_balance");
        assert_eq!(service.value, "reservoir_cost_annualised");
        assert_eq!(profile.services.len(), Profile::shipped("hj1173_2021").unwrap().services.len());
    }

    #[test]
    fn a_service_that_is_switched_on_joins_the_list() {
        let text = "id = 'own'\nextends = 'hj1173_2021'\n[service.oxygen_release]\nphysical = 'photosynthesis'\nvalue = 'oxygen_price'\n[service.tourism]\non = false\n";
        let profile = Profile::parse("own.toml", text).unwrap();
        assert_eq!(profile.scope.len(), Profile::shipped("hj1173_2021").unwrap().scope.len() + 1);
        assert!(profile.service("tourism").is_none() && profile.service("oxygen_release").is_some());
    }

    #[test]
    fn a_wrong_key_is_named() {
        let text = "id = 'own'\nextends = 'hj1173_2021'\n[service.water_retention]\nphysicle = 'x'\n";
        let findings = Profile::parse("own.toml", text).unwrap_err();
        assert!(findings.to_string().contains("did you mean `physical`?"), "{findings}");
    }
}
