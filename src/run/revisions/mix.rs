//! A run whose parts are of two publications.

use super::super::{CellSource, Run, sources};
use crate::error::Findings;
use crate::input::files::Files;
use crate::input::manifest::{CellsSpec, Classes, LayerSource, Manifest, Zones};
use crate::input::parcels;
use crate::report::revisions::RevisedPart;
use crate::table::Table;

/// Names under which the files of the two publications are found.
const FIRST: &str = "1";
const SECOND: &str = "2";

/// What is taken from the later publication already.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each part is taken or not, whatever the others are")]
pub(super) struct Take {
    boundary: bool,
    layers: bool,
    statistics: bool,
    parameters: bool,
}

impl Take {
    /// The steps between two publications, before the last one, which is the later publication itself; none for a
    /// step that the inputs do not allow.
    pub(super) fn steps(first: &Run, second: &Run) -> Vec<(RevisedPart, Option<Self>)> {
        let boundary = Self { boundary: true, ..Self::default() };
        let layers = Self { layers: true, ..boundary };
        let statistics = Self { statistics: true, ..layers };
        let parameters = Self { parameters: true, ..statistics };
        let first_step = match moved(first, second) {
            // The cells stand still, so that the table as a whole is data.
            Some((false, _)) => None,
            Some((true, true)) => Some((RevisedPart::Boundary, None)),
            Some((true, false)) | None => Some((RevisedPart::Boundary, Some(boundary))),
        };
        let rest = [
            (RevisedPart::Data, layers),
            (RevisedPart::Data, statistics),
            (RevisedPart::Parameter, parameters),
        ];
        first_step.into_iter().chain(rest.map(|(part, take)| (part, Some(take)))).collect()
    }
}

/// Whether the cells moved and whether their columns moved, of two tables of parcels; none of anything else.
fn moved(first: &Run, second: &Run) -> Option<(bool, bool)> {
    let tables = matches!((&first.source, &second.source), (CellSource::Table(_), CellSource::Table(_)));
    let (Some(one), Some(two)) = (parcels_of(first), parcels_of(second)) else {
        // A table for each year is not looked into.
        return tables.then_some((true, true));
    };
    let same = |a: &str, b: &str| {
        one.1.len() == two.1.len() && one.1.rows().zip(two.1.rows()).all(|(x, y)| x.text(a) == y.text(b))
    };
    let cells = one.0.iter().zip(&two.0).all(|(a, b)| same(a, b));
    let classes = |run: &Run| match &run.manifest.cells {
        CellsSpec::Table { unit, classes, .. } => {
            let file = classes.crosswalk.clone();
            let seen = run.files.seen().into_iter().find(|seen| Some(&seen.name) == file.as_ref());
            Some((unit.clone(), file, classes.rules.clone(), seen.map(|seen| seen.sha256)))
        }
        CellsSpec::Raster { .. } => None,
    };
    let excludes = |run: &Run| {
        let own = run.manifest.excludes.iter();
        own.map(|own| (own.zone.clone(), own.ecosystem, own.reason.clone())).collect::<Vec<_>>()
    };
    let boundary = !cells || classes(first) != classes(second) || excludes(first) != excludes(second);
    let columns = |run: &Run| {
        let of = |source: &LayerSource| match source {
            LayerSource::Columns(columns) => columns.clone(),
            _ => Vec::new(),
        };
        let own = run.manifest.layers.iter().map(|layer| (layer.quantity.id, of(&layer.source)));
        own.filter(|(_, columns)| !columns.is_empty()).collect::<Vec<_>>()
    };
    let (own, other) = (columns(first), columns(second));
    let alike = own.len() == other.len()
        && own.iter().zip(&other).all(|((a, first), (b, second))| {
            a == b && first.len() == second.len() && first.iter().zip(second).all(|(a, b)| same(a, b))
        });
    Some((boundary, !alike))
}

/// The table of parcels of a run, and its columns of zone, class and area.
fn parcels_of(run: &Run) -> Option<([String; 3], Table)> {
    let (CellSource::Table(_), CellsSpec::Table { zone, ecosystem, area, .. }) =
        (&run.source, &run.manifest.cells)
    else {
        return None;
    };
    let table = parcels::open(&run.files, &run.manifest.cells).ok()?;
    let (table, _) = parcels::counted(table, &run.manifest.cells).ok()?;
    Some(([zone.clone().unwrap_or_default(), ecosystem.clone(), area.clone()], table))
}

/// The run of the first publication with what is taken from the second.
pub(super) fn mixed(first: &Run, second: &Run, take: Take) -> Result<Run, Findings> {
    let of = |taken: bool| if taken { (second, SECOND) } else { (first, FIRST) };
    let (boundary, layers) = (of(take.boundary), of(take.layers));
    let (statistics, parameters) = (of(take.statistics).0, of(take.parameters).0);
    let mut manifest = Manifest {
        cells: cells(&boundary.0.manifest.cells, boundary.1),
        cells_missing_year: boundary.0.manifest.cells_missing_year,
        excludes: boundary.0.manifest.excludes.clone(),
        layers: layers.0.manifest.layers.clone(),
        parameters_missing_year: parameters.manifest.parameters_missing_year,
        regions: parameters.manifest.regions.clone(),
        conditions: parameters.manifest.conditions.clone(),
        // A row that either publication allows is allowed on the way.
        allow_unverified: first.manifest.allow_unverified || second.manifest.allow_unverified,
        ..first.manifest.clone()
    };
    for layer in &mut manifest.layers {
        if let LayerSource::Raster { file, .. } = &mut layer.source {
            *file = below(layers.1, file);
        }
    }
    let roots = |run: &Run| run.files.roots().to_vec();
    let mounts = vec![(FIRST.to_owned(), roots(first)), (SECOND.to_owned(), roots(second))];
    let files = Files::mounted(mounts, manifest.limits);
    let (source, later) = sources::open(&manifest, &files)?;
    Ok(Run {
        manifest,
        text: first.text.clone(),
        files,
        profile: first.profile.clone(),
        profile_sha256: first.profile_sha256.clone(),
        parameters: parameters.parameters.clone(),
        statistics: statistics.statistics.clone(),
        source,
        later,
        notices: parameters.notices.clone(),
        origin: first.origin.clone(),
    })
}

fn below(mount: &str, name: &str) -> String {
    format!("{mount}/{name}")
}

/// Where the cells come from, with the names of files below a mount.
fn cells(spec: &CellsSpec, mount: &str) -> CellsSpec {
    let named = |classes: &Classes| {
        let file = |name: &String| if name.contains('.') { below(mount, name) } else { name.clone() };
        Classes { crosswalk: classes.crosswalk.as_ref().map(file), ..classes.clone() }
    };
    let mut spec = spec.clone();
    match &mut spec {
        CellsSpec::Raster { landcover, classes, zones } => {
            landcover.file = below(mount, &landcover.file);
            *classes = named(classes);
            if let Zones::Raster { raster, names } = zones {
                raster.file = below(mount, &raster.file);
                *names = names.as_ref().map(|names| below(mount, names));
            }
        }
        CellsSpec::Table { file, classes, .. } => {
            *file = below(mount, file);
            *classes = named(classes);
        }
    }
    spec
}
