//! Indicators of a practice base.

use ecovalue::error::Findings;
use ecovalue::run::WriteOptions;
use ecovalue::run::indicators::JudgementRequest;
use ecovalue::two_mountains::rule::Terrain;
use ecovalue::two_mountains::{JudgementOptions, LandArea, ShareReading};

use crate::arguments::IndicatorArguments;
use crate::printed::Printed;

pub(crate) fn indicators(arguments: &IndicatorArguments, out: &mut Printed) -> Result<(), Findings> {
    let options = JudgementOptions {
        steady: arguments.steady.into(),
        number: arguments.plain_number.into(),
        stable_within: arguments.stable_within,
        terrain: arguments.terrain.as_deref().map(Terrain::named).transpose()?,
        share: arguments.share.as_deref().map(ShareReading::named).transpose()?,
        zone: arguments.zone.clone(),
        land_area: arguments.land_area.map(LandArea::from),
        price_year: arguments.price_year,
    };
    let opened = JudgementRequest {
        table: arguments.table.clone(),
        accounts: arguments.accounts.clone(),
        projects: arguments.projects.clone(),
        weights: arguments.weights.clone(),
        options,
    }
    .open()?;
    let outcome = opened.judge()?;
    outcome.write(&arguments.out, WriteOptions { force: arguments.force })?;
    out.line(&outcome.report().print(out.language));
    out.written(&arguments.out);
    Ok(())
}
