//! Numbers that look like no data: the fills that programs write, and a class that frames the map.

use super::survey::Survey;
use super::undeclared::declare;
use crate::error::{Code, Error, Place};
use crate::input::geotiff::GeoTiff;
use crate::input::plausibility::short;
use crate::math;
use crate::text;
use crate::wording::{Message, Name};

/// Numbers of no class in use that programs write where they have no data, beside all negative ones.
const FILLS: [i64; 4] = [32767, 65535, 2_147_483_647, 4_294_967_295];
/// Numbers that may be a class or a zone, and are the background of many exports.
const BACKGROUNDS: [i64; 3] = [0, 127, 255];
/// The share of the rim from which on a class may be a frame around the district.
const FRAME: f64 = 0.2;

/// Whether a number is what programs write where they have no data, and hardly a class or a zone.
#[must_use]
pub fn is_fill(number: i64) -> bool {
    number < 0 || FILLS.contains(&number)
}

/// Whether a number that has no meaning in the run is likely to stand for no data.
fn is_likely(number: i64, survey: &Survey) -> bool {
    is_fill(number) || BACKGROUNDS.contains(&number) || survey.share_of_rim(number) >= FRAME
}

/// What to do about a class without a type, if it is likely to be no data.
pub(super) fn unmapped(code: &str, is_known: bool, file: &str, survey: &Survey) -> Option<Message> {
    let number = code.parse().ok()?;
    let frames = survey.share_of_rim(number) > 0.0;
    let likely = if is_known { BACKGROUNDS.contains(&number) && frames } else { is_likely(number, survey) };
    likely.then(|| {
        let reason = match () {
            () if is_fill(number) => {
                text!("R, GDAL and others write it where there is no data", "R、GDAL 等软件以此数表示无数据")
            }
            () if frames => text!(
                "it lies on {0} % of the edge of the map, as a background does",
                "它占图幅边缘的 {0} %，似为背景值",
                percent(survey, number)
            ),
            () => text!("it is the background of many exports", "许多软件以此数作背景值"),
        };
        text!(
            "{0}: {1}; if it is a class, state rules = {{ \"{2}\" = \"…\" }} for it",
            "{0}：{1}；若确为类别，用 rules = {{ \"{2}\" = \"…\" }} 指定",
            reason,
            declare("landcover", file, code),
            code
        )
    })
}

/// A zone without a name that is no data, or is likely to be.
pub(super) fn zone(number: i64, has_names: bool, file: &str, survey: &Survey) -> Option<Error> {
    let cells = survey.counts.get(&number).copied().unwrap_or_default();
    let declare = declare("zones", file, &number.to_string());
    // Zones that are counted through pass by the ends of types: one with a neighbour is a zone.
    let counted = number > 0 && survey.counts.contains_key(&number.saturating_sub(1));
    let named = |message: Message, hint: Message| Error::new(Code::UnknownZone, message, hint);
    let error = match (has_names, is_fill(number) && !counted, is_likely(number, survey)) {
        (false, false, _) => return None,
        (false, true, _) => named(
            text!(
                "zone {0} on {1} {1|cell|cells}: R, GDAL and others write this number where there is no data",
                "分区 {0}（{1} 个像元）：R、GDAL 等软件以此数表示无数据",
                number,
                cells
            ),
            text!(
                "{0}; if it is a zone, name it in a table, names = \"zones.csv\"",
                "{0}；若确为分区，在分区名称表中命名，names = \"zones.csv\"",
                declare
            ),
        ),
        (true, _, true) => named(
            text!(
                "zone {0} on {1} {1|cell|cells} has no name, and may stand for no data",
                "分区 {0}（{1} 个像元）没有名称，可能表示无数据",
                number,
                cells
            ),
            text!(
                "{0}; if it is a zone, add it to the table of zone names",
                "{0}；若确为分区，加入分区名称表",
                declare
            ),
        ),
        (true, _, false) => named(
            text!("zone {0} has no name", "分区 {0} 没有名称", number),
            text!("add it to the table of zone names, or {0}", "加入分区名称表；或{0}", declare),
        ),
    };
    Some(error.at(Place::file(file)))
}

/// A number on the rim of a map without a declared missing value: a class or a zone, or the background of an export.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// `landcover` or `zones`.
    pub key: &'a str,
    /// The number.
    pub number: i64,
    /// What it is called; empty where it has no name.
    pub name: &'a str,
    /// The share of the rim that it has.
    pub share: f64,
    /// The area \[m²\] that it has in all.
    pub area: f64,
    /// Where it stands.
    pub place: &'a Place,
    /// What declares it as missing.
    pub declaration: &'a Message,
}

impl Frame<'_> {
    /// The warning where the number frames the map as a background does, and counts as land.
    #[must_use]
    pub fn warning(&self) -> Option<Error> {
        let Self { key, number, share, area, place, declaration, .. } = *self;
        if !(BACKGROUNDS.contains(&number) || is_fill(number)) || share < FRAME {
            return None;
        }
        let what = match key {
            "zones" => Name { en: "zone", zh: "分区" },
            _ => Name { en: "class", zh: "类别" },
        };
        let name = match self.name {
            "" => Message::empty(),
            name => text!(" ({0})", "（{0}）", name),
        };
        let message = text!(
            "{0} `{1}`{2} lies on {3} % of the edge of the map, {4} hm2 in all, and counts as land; {1} is the background of many exports, and no nodata is declared there",
            "{0} {1}{2}占图幅边缘的 {3} %，共 {4} hm2，已计入国土面积；许多软件以 {1} 作背景值，而该处未声明 nodata",
            what,
            number,
            name,
            short(100.0 * share),
            short(area / 1e4)
        );
        let hint = text!("if it is the background, {0}", "如为背景值，{0}", declaration);
        Some(Error::new(Code::Implausible, message, hint).at(place.clone()))
    }
}

/// A number that frames the map, and counts as land.
pub(super) fn frame(
    survey: &Survey,
    number: i64,
    (key, file): (&str, &str),
    name: &str,
    cell_area: f64,
) -> Option<Error> {
    let counted = key == "zones" && number > 0 && survey.counts.contains_key(&number.saturating_sub(1));
    if counted || survey.rim_is_open() {
        return None;
    }
    let cells = survey.counts.get(&number).copied().unwrap_or_default();
    let frame = Frame {
        key,
        number,
        name,
        share: survey.share_of_rim(number),
        area: math::from_count(cells) * cell_area,
        place: &Place::file(file),
        declaration: &declare(key, file, &number.to_string()),
    };
    frame.warning()
}

fn percent(survey: &Survey, number: i64) -> String {
    short(100.0 * survey.share_of_rim(number))
}

/// What to say of a land cover without any class.
pub(super) fn nothing(landcover: &GeoTiff) -> Error {
    let cells = landcover.grid().cells();
    let message = text!(
        "none of the {0} cells has a class: nodata, masks or an alpha band leave all of them out",
        "{0} 个像元均无类别：全部被无数据值、掩膜或 alpha 波段排除",
        cells
    );
    let hint = text!(
        "check what makes its cells missing: nodata in run.toml, in the file and in `.aux.xml`, and its masks",
        "检查像元缺失的原因：run.toml、文件和 `.aux.xml` 中的 nodata，以及掩膜"
    );
    Error::new(Code::Raster, message, hint).at(Place::file(landcover.name()))
}

/// Land cover that is missing inside of a map without zones.
pub(super) fn holes(survey: &Survey, file: &str) -> Option<Error> {
    let covered = survey.counts.values().fold(0_u64, |sum, cells| sum.saturating_add(*cells));
    enclosed((survey.holes.cells, survey.holes.area), covered, Place::file(file))
}

/// The warning of land cover that is missing on some cells and an area \[m²\] inside of a map without zones, beside the
/// cells that have one.
#[must_use]
pub fn enclosed((cells, area): (u64, f64), covered: u64, place: Place) -> Option<Error> {
    if cells == 0 {
        return None;
    }
    let land = covered.saturating_add(cells);
    let share = short(100.0 * math::from_count(cells) / math::from_count(land));
    let hectares = short(area / 1e4);
    let message = text!(
        "the land cover is missing on {0} hm2 that land encloses, {1} % of the land with them in it: they are neither valued nor counted as land",
        "图内有 {0} hm2 被土地包围而无土地覆盖，占（含该部分的）土地面积的 {1} %，既未核算也未计入面积",
        hectares,
        share
    );
    let hint = text!(
        "fill them in the land cover, or give zones: every cell of a zone counts as land",
        "请补全土地覆盖，或给出分区（分区内的单元均计入面积）"
    );
    Some(Error::new(Code::Implausible, message, hint).at(place))
}
