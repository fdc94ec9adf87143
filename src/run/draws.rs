//! Intervals of a run: the account in many draws of what it rests on.
//!
//! Prices, statistics and everything behind the sums over cells are a [`Model`], evaluated in numbers alone. Where an
//! input changes columns of the cells, the sums are made again in one pass, all draws of a block while it is at hand.

mod check;
mod maps;
mod redraw;
mod straight;
mod write;

use std::collections::BTreeMap;

use super::{Options, Run, parallel, pass};
use crate::account::partial::{Altered, Partial, Redrawn};
use crate::account::plan::{Plan, Slot, Step};
use crate::account::{Account, Filter, Kind as AccountKind, compile};
use crate::error::{Code, Error, Findings};
use crate::index::{self, Index};
use crate::input::manifest::UncertaintySpec;
use crate::input::statistics::Statistics;
use crate::parameter::Parameters;
use crate::uncertainty::copula::Copula;
use crate::uncertainty::input::{Applied, Input, Kind};
use crate::uncertainty::model::{Figure, Model, Point, Probes, Sums};
use crate::uncertainty::results::{
    Drawing, FigureRow, InputRow, ProfileRow, RankRow, SensitivityRow, TornadoRow, Uncertainty,
};
use crate::uncertainty::sampling::{Method, Points};
use crate::uncertainty::sensitivity::sobol_index;
use crate::uncertainty::summary::{Interval, Ranks, quantile};
use crate::uncertainty::target::Target;
use crate::valuation::{Book, Setting};

use maps::MapErrors;
use redraw::Redraw;
use straight::Straight;

pub use write::UncertaintyOptions;

/// The account of a year and what it was made of.
struct Year<'a> {
    setting: Setting<'a>,
    plan: Plan,
    partial: Partial,
    account: Account,
    indices: Vec<Index>,
    sums: Sums,
}

/// How a column of the plan moves with the inputs.
enum ColumnMove {
    /// Parameters by type, and what one unit of the move of an input adds to each.
    ByClass(Vec<f64>, Vec<(usize, Vec<f64>)>),
    /// A layer and its input, whether it is a factor.
    Layer(usize, bool),
}

/// A year as a function of what is drawn.
struct Drawn<'a> {
    year: &'a Year<'a>,
    model: Model,
    columns: Vec<(Slot, ColumnMove)>,
}

/// A draw: the move of every input, and the areas of every map by ecosystem type.
#[derive(Debug, Clone, Default)]
struct Draw {
    moves: Vec<f64>,
    factors: Vec<Vec<f64>>,
}

/// A figure of one year, or its change from one year to another.
struct Level {
    /// Position of the year and of the figure.
    at: (usize, usize),
    /// Position in the year before, and whether the change is relative.
    from: Option<((usize, usize), bool)>,
}

impl Run {
    /// Intervals, ranks and sensitivities of the run, as `[uncertainty]` asks for them.
    ///
    /// # Errors
    ///
    /// As [`Run::compute`]; `EV-I005` for a run without `[uncertainty]`; everything that is wrong in its tables: inputs that
    /// nothing reads, distributions that reach beyond what is possible, correlations that cannot hold together, matrices
    /// that are not counts.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::run::{Options, Run, UncertaintyOptions};
    ///
    /// let run = Run::open("examples/beibei_2019/run.toml".as_ref(), None)?;
    /// let asked = UncertaintyOptions { draws: Some(200), sensitivity: Some(0), ..UncertaintyOptions::default() };
    /// let uncertainty = run.uncertainty(&Options::default(), asked)?;
    /// let gep = uncertainty.figures.iter().find(|row| row.figure == "gep" && row.zone.is_empty()).unwrap();
    /// let [low, _, _, high] = gep.interval.unwrap().percentiles;
    /// assert!(low < gep.account && gep.account < high);
    /// # Ok::<(), ecovalue::Findings>(())
    /// ```
    pub fn uncertainty(
        &self,
        options: &Options<'_>,
        asked: UncertaintyOptions,
    ) -> Result<Uncertainty, Findings> {
        let spec = self.manifest.uncertainty.as_ref().ok_or_else(|| {
            let hint = "add [uncertainty] file = \"uncertainty_inputs.csv\", draws = 10000, seed = 42";
            Error::new(Code::MissingKey, "the run says nothing of its uncertainty", hint)
        })?;
        let at = |error: Error| error.at(spec.place.clone());
        let asked_method = Method::named(&spec.method).map_err(at)?;
        let inputs = Input::read(&self.files.table(&spec.file, None)?)?;
        let pairs = match &spec.correlations {
            Some(file) => Input::correlations(&inputs, &self.files.table(file, None)?)?,
            None => Vec::new(),
        };
        let copula = Copula::new(inputs.len(), &pairs).map_err(at)?;
        let mut years = Vec::new();
        for year in &self.manifest.years {
            years.push(self.base_year(*year, options)?);
        }
        let targets = self.targets(&inputs, &years)?;
        let maps = MapErrors::read(self, spec, &years)?;
        let tables = moved_tables(&self.parameters, &self.statistics, &targets);
        let mut drawn = Vec::new();
        for year in &years {
            drawn.push(draw_year(self, year, &inputs, &targets, &tables)?);
        }
        self.check_models(&drawn)?;
        check_use(&inputs, &targets, &drawn)?;
        let draws = asked.draws.unwrap_or(spec.draws);
        let (method, remark) = Points::method_for(asked_method, inputs.len());
        let points = Points::new(method, draws, asked.seed.unwrap_or(spec.seed));
        let sampler = Sampler { points, inputs: &inputs, targets: &targets, copula: &copula, maps: &maps };
        let sensitivity = asked.sensitivity.unwrap_or(spec.sensitivity);
        let mut straight = Vec::new();
        for drawn in &drawn {
            straight.push(Straight::find(self, drawn, &sampler, options)?);
        }
        let work = Work { run: self, options, drawn: &drawn, sampler: &sampler, straight };
        let mut result = work.all(draws, sensitivity)?;
        self.files.check_unchanged()?;
        result.notes.extend(remark);
        result.notes.extend(maps.notes.iter().cloned());
        result.maps = maps.rows();
        result.profiles = self.other_profiles(spec, &years, options)?;
        Ok(result)
    }

    fn base_year(&self, year: i32, options: &Options<'_>) -> Result<Year<'_>, Findings> {
        let setting = self.setting(&self.profile, year);
        let source = self.source_of(year);
        let legend = source.legend();
        let mut book = Book::default();
        let plan = Plan::new(&setting, legend, &mut book)?;
        let quiet = Options { progress: None, ..*options };
        let partial = pass::pass(source, &plan, &quiet, Vec::new())?;
        let mut account = compile(&setting, legend, &plan, &partial, book)?;
        let indices = index::indices(&setting, &mut account)?;
        let sums = Sums::new(legend, &partial);
        Ok(Year { setting, plan, partial, account, indices, sums })
    }

    fn targets(&self, inputs: &[Input], years: &[Year<'_>]) -> Result<Vec<Target>, Findings> {
        let mut findings = Findings::new();
        let books = years.iter().map(|year| &year.account.book);
        let mut targets: Vec<Target> = Vec::new();
        for input in inputs {
            let found =
                Target::find(input, books.clone(), &self.parameters, &self.statistics, &self.manifest.years);
            let Some(target) = findings.take(found) else { continue };
            let twice = targets.iter().any(|known| known.shares_rows_with(&target));
            if twice {
                let message = format!("`{}` moves a row that another input moves as well", input.id);
                let hint = "name the variant, ecosystem type, zone or year of each, or keep one of them";
                findings.push(Error::new(Code::DuplicateKey, message, hint).at(input.place.clone()));
            }
            targets.push(target);
        }
        if inputs.iter().any(|input| input.key == self.profile.price_index) {
            let message = format!("the price index `{}` cannot be drawn", self.profile.price_index);
            let hint = "draw the prices that it brings to another year";
            findings.push(Error::new(Code::BadValue, message, hint));
        }
        findings.into_result(targets)
    }

    /// The figures under other profiles: what stands between authorities, and is no part of any interval.
    fn other_profiles(
        &self,
        spec: &UncertaintySpec,
        years: &[Year<'_>],
        options: &Options<'_>,
    ) -> Result<Vec<ProfileRow>, Findings> {
        let mut rows = Vec::new();
        for id in &spec.profiles {
            let profile = self.profile_named(id).map_err(|findings| {
                findings.into_iter().map(|error| error.at(spec.place.clone())).collect::<Findings>()
            })?;
            for year in years {
                let account = self.account_under(&profile, year.account.year, options);
                rows.extend(profile_rows(id, &year.account, account));
            }
        }
        Ok(rows)
    }
}

/// Total and services of another profile, by zone.
fn profile_rows(profile: &str, own: &Account, other: Result<Account, Findings>) -> Vec<ProfileRow> {
    let row = |zone: &str, figure: &str, value: Option<f64>, base: Option<f64>, status: String| ProfileRow {
        year: own.year,
        profile: profile.to_owned(),
        zone: zone.to_owned(),
        figure: figure.to_owned(),
        value,
        difference: value.zip(base).map(|(value, base)| value - base),
        status,
    };
    let other = match other {
        Ok(other) if other.kind == AccountKind::Gep => other,
        Ok(_) => return vec![row("", "gep", None, None, "no account of GEP".to_owned())],
        Err(findings) => {
            let first = findings.as_slice().first().map(ToString::to_string).unwrap_or_default();
            return vec![row("", "gep", None, None, format!("not_accounted: {first}"))];
        }
    };
    let zones: Vec<Option<&str>> =
        std::iter::once(None).chain(own.zones.iter().map(|zone| Some(zone.as_str()))).collect();
    let mut services: Vec<&str> = own.accounted_services(None).into_iter().collect();
    services.extend(other.accounted_services(None));
    services.sort_unstable();
    services.dedup();
    let mut rows = Vec::new();
    for zone in zones {
        let name = zone.unwrap_or_default();
        rows.push(row(name, "gep", other.total(zone), own.total(zone), "accounted".to_owned()));
        for service in &services {
            let filter = Filter { zone, service: Some(service), ..Filter::default() };
            let (value, base) = (other.value(filter), own.value(filter));
            let status = if value.is_some() { "accounted" } else { "not_accounted" };
            if value.is_some() || base.is_some() {
                rows.push(row(name, service, value, base, status.to_owned()));
            }
        }
    }
    rows
}

/// The rows of the run with each input moved once.
fn moved_tables(
    parameters: &Parameters,
    statistics: &Statistics,
    targets: &[Target],
) -> Vec<(Parameters, Statistics)> {
    let moved = |target: &Target| {
        let probe = target.probe();
        (
            parameters.altered(|row| target.parameter(row, probe)),
            statistics.altered(|row| target.statistic(row, probe)),
        )
    };
    targets.iter().map(moved).collect()
}

fn draw_year<'a>(
    run: &'a Run,
    year: &'a Year<'a>,
    inputs: &'a [Input],
    targets: &'a [Target],
    tables: &'a [(Parameters, Statistics)],
) -> Result<Drawn<'a>, Findings> {
    let legend = run.source_of(year.account.year).legend();
    let moved = tables.iter().map(|(parameters, statistics)| Setting {
        parameters,
        statistics,
        ..year.setting.clone()
    });
    let probes = Probes { setting: &year.setting, moved: moved.collect(), inputs, targets };
    let mut columns: BTreeMap<Slot, ColumnMove> = BTreeMap::new();
    for (input, (own, target)) in inputs.iter().zip(targets).enumerate() {
        match own.kind {
            Kind::Statistic => {}
            Kind::Layer => {
                let is_it = |(_, column): &(Slot, &crate::account::plan::Column)| {
                    matches!(column.step, Step::Layer { .. }) && column.quantity.id == own.key
                };
                let slot = year.plan.columns.iter().enumerate().find(is_it).map(|(slot, _)| slot);
                let slot = slot.ok_or_else(|| {
                    let known =
                        year.plan.columns.iter().filter(|column| matches!(column.step, Step::Layer { .. }));
                    let hint = crate::error::did_you_mean(&own.key, known.map(|column| column.quantity.id));
                    let message = format!("no equation of the run reads the layer `{}`", own.key);
                    Error::new(Code::UnknownLayer, message, hint).at(own.place.clone())
                })?;
                columns.insert(slot, ColumnMove::Layer(input, own.applied == Applied::Factor));
            }
            Kind::Parameter | Kind::Price => {
                let reads = |column: &crate::account::plan::Column| column.quantity.id == own.key;
                if !year.plan.columns.iter().any(reads) {
                    continue;
                }
                let Some(setting) = probes.moved.get(input) else { continue };
                let plan = Plan::new(setting, legend, &mut Book::default())?;
                let both = year.plan.columns.iter().zip(&plan.columns).enumerate();
                for (slot, (before, after)) in both {
                    if let (Step::ByClass { values, .. }, Step::ByClass { values: after, .. }) =
                        (&before.step, &after.step)
                    {
                        let slopes = slopes(values, after, target.probe());
                        if slopes.iter().all(|slope| *slope == 0.0) {
                            continue;
                        }
                        let entry = columns.entry(slot);
                        let own = entry.or_insert_with(|| ColumnMove::ByClass(values.clone(), Vec::new()));
                        if let ColumnMove::ByClass(_, moves) = own {
                            moves.push((input, slopes));
                        }
                    }
                }
            }
        }
    }
    let model = Model::new(&probes, legend, &year.plan, &year.partial, &year.sums, &year.indices);
    Ok(Drawn { year, model, columns: columns.into_iter().collect() })
}

fn slopes(before: &[f64], after: &[f64], probe: f64) -> Vec<f64> {
    let slope = |(before, after): (&f64, &f64)| {
        let slope = (after - before) / probe;
        if slope.is_nan() { 0.0 } else { slope }
    };
    before.iter().zip(after).map(slope).collect()
}

impl ColumnMove {
    fn at(&self, moves: &[f64]) -> Altered {
        let of = |input: usize| moves.get(input).copied().unwrap_or(0.0);
        match self {
            Self::ByClass(base, slopes) => {
                let mut values = base.clone();
                for (input, slopes) in slopes {
                    for (value, slope) in values.iter_mut().zip(slopes) {
                        *value += slope * of(*input);
                    }
                }
                Altered::ByClass(values)
            }
            Self::Layer(input, true) => Altered::Scaled(1.0 + of(*input)),
            Self::Layer(input, false) => Altered::Shifted(of(*input)),
        }
    }

    fn inputs(&self) -> Vec<usize> {
        match self {
            Self::ByClass(_, slopes) => slopes.iter().map(|(input, _)| *input).collect(),
            Self::Layer(input, _) => vec![*input],
        }
    }
}

/// An input that moves no figure is a slip of the table.
fn check_use(inputs: &[Input], targets: &[Target], drawn: &[Drawn<'_>]) -> Result<(), Findings> {
    let mut findings = Findings::new();
    for (input, (own, target)) in inputs.iter().zip(targets).enumerate() {
        let by_cell =
            |drawn: &Drawn<'_>| drawn.columns.iter().any(|(_, column)| column.inputs().contains(&input));
        let mut moves = vec![0.0; inputs.len()];
        if let Some(own) = moves.get_mut(input) {
            *own = target.probe();
        }
        let moves_figures = |drawn: &Drawn<'_>| {
            let sums = &drawn.year.sums.base;
            let before = drawn.model.evaluate(Point::default(), sums);
            let after = drawn.model.evaluate(Point { moves: &moves, factors: &[] }, sums);
            before.iter().zip(&after).any(|(before, after)| before.total_cmp(after).is_ne())
        };
        if !drawn.iter().any(by_cell) && !drawn.iter().any(moves_figures) {
            let message = format!("`{}` moves no figure of the run", own.id);
            let hint = "take it out, or look at the equations that the profile takes: another row may win";
            findings.push(Error::new(Code::UnknownParameter, message, hint).at(own.place.clone()));
        }
    }
    findings.into_result(())
}

/// Makes draws.
struct Sampler<'a> {
    points: Points,
    inputs: &'a [Input],
    targets: &'a [Target],
    copula: &'a Copula,
    maps: &'a MapErrors,
}

/// Where the inputs of the two sets of a sensitivity begin in the numbering of streams.
const SETS: [u32; 2] = [1 << 24, 1 << 25];

impl Sampler<'_> {
    /// A draw of the main set.
    fn main(&self, draw: u32) -> Draw {
        let inputs = (0..).take(self.inputs.len());
        let uniforms: Vec<f64> = inputs.map(|input| self.points.uniform(draw, input)).collect();
        Draw { moves: self.moves(uniforms), factors: self.maps.factors(self.points.seed(), 1, draw) }
    }

    /// A draw of a set for sensitivity, whose draws are independent.
    fn independent(&self, set: usize, draw: u32) -> Draw {
        let points = Points::new(Method::Random, 1, self.points.seed());
        let first = SETS.get(set).copied().unwrap_or(0);
        let inputs = (0..).take(self.inputs.len());
        let uniforms: Vec<f64> = inputs.map(|input: u32| points.uniform(draw, first + input)).collect();
        let stream = 1000 * (crate::math::count(set) + 1);
        Draw { moves: self.moves(uniforms), factors: self.maps.factors(self.points.seed(), stream, draw) }
    }

    /// Some moves by themselves, everything else as in the account.
    fn with(&self, moved: &[(usize, f64)]) -> Draw {
        let mut moves = vec![0.0; self.inputs.len()];
        for (input, value) in moved {
            if let Some(own) = moves.get_mut(*input) {
                *own = *value;
            }
        }
        Draw { moves, factors: Vec::new() }
    }

    /// The moves of an input at both ends of what is drawn, and in the middle.
    fn reach(&self, input: usize) -> [f64; 3] {
        let (Some(own), Some(target)) = (self.inputs.get(input), self.targets.get(input)) else {
            return [0.0; 3];
        };
        let (low, high) = own.distribution.support();
        [low, own.distribution.quantile(0.5), high].map(|draw| target.moved(draw))
    }

    fn moves(&self, mut uniforms: Vec<f64>) -> Vec<f64> {
        self.copula.apply(&mut uniforms);
        let both = self.inputs.iter().zip(self.targets).zip(uniforms);
        both.map(|((input, target), u)| target.moved(input.distribution.quantile(u))).collect()
    }

    /// Inputs that go together, then the maps.
    fn groups(&self) -> Vec<Group> {
        let inputs = self.copula.groups().iter().map(|own| Group::Inputs(own.clone()));
        inputs.chain((0..self.maps.count()).map(Group::Map)).collect()
    }
}

enum Group {
    Inputs(Vec<usize>),
    Map(usize),
}

impl Group {
    fn name(&self, sampler: &Sampler<'_>) -> String {
        match self {
            Self::Inputs(own) => {
                let names = own.iter().filter_map(|input| sampler.inputs.get(*input));
                names.map(|input| input.id.as_str()).collect::<Vec<_>>().join(" + ")
            }
            Self::Map(map) => sampler.maps.name(*map),
        }
    }

    /// The draws of one set with those of the group from another.
    fn exchange(&self, a: &Draw, b: &Draw) -> Draw {
        let mut draw = a.clone();
        match self {
            Self::Inputs(own) => {
                for input in own {
                    if let (Some(mine), Some(other)) = (draw.moves.get_mut(*input), b.moves.get(*input)) {
                        *mine = *other;
                    }
                }
            }
            Self::Map(map) => {
                if let (Some(mine), Some(other)) = (draw.factors.get_mut(*map), b.factors.get(*map)) {
                    mine.clone_from(other);
                }
            }
        }
        draw
    }
}

struct Work<'a> {
    run: &'a Run,
    options: &'a Options<'a>,
    drawn: &'a [Drawn<'a>],
    sampler: &'a Sampler<'a>,
    /// Sums of each year that need no cells in a draw.
    straight: Vec<Straight>,
}

/// Figures of draws: by draw, then by year and figure in one row.
type Table = Vec<Vec<f64>>;

impl Work<'_> {
    fn all(&self, draws: u32, sensitivity: u32) -> Result<Uncertainty, Findings> {
        let levels = self.levels()?;
        // Main draws, then two for each input, then the sets of the sensitivity: one pass for all of them.
        let mut list: Vec<Draw> = (0..draws).map(|draw| self.sampler.main(draw)).collect();
        let ends: Vec<(f64, f64)> = self
            .sampler
            .inputs
            .iter()
            .map(|input| (input.distribution.quantile(0.05), input.distribution.quantile(0.95)))
            .collect();
        let one = |input: usize, value: f64| {
            let moved = self.sampler.targets.get(input).map_or(0.0, |target| target.moved(value));
            self.sampler.with(&[(input, moved)])
        };
        for (input, (low, high)) in ends.iter().enumerate() {
            list.extend([one(input, *low), one(input, *high)]);
        }
        let groups = self.sampler.groups();
        let (a, b): (Vec<Draw>, Vec<Draw>) = (0..sensitivity)
            .map(|draw| (self.sampler.independent(0, draw), self.sampler.independent(1, draw)))
            .unzip();
        list.extend(a.iter().cloned());
        list.extend(b.iter().cloned());
        for group in &groups {
            list.extend(a.iter().zip(&b).map(|(a, b)| group.exchange(a, b)));
        }
        let maps_alone = list.len();
        for map in 0..self.sampler.maps.count() {
            list.extend(
                (0..draws.min(2000))
                    .map(|draw| self.sampler.maps.alone(self.sampler.points.seed(), map, draw)),
            );
        }
        self.check_size(list.len())?;
        let table = self.evaluate(&list)?;
        let part = |first: usize, count: usize| table.get(first..first + count).unwrap_or_default();
        let n = usize::try_from(draws).unwrap_or(usize::MAX);
        let size = usize::try_from(sensitivity).unwrap_or(usize::MAX);
        let main = part(0, n);
        let first = n + 2 * ends.len();
        let set = |place: usize| part(first + place * size, size);
        let led = |level: &&Level| self.leads(level);
        Ok(Uncertainty {
            titles: (self.run.manifest.title.clone(), self.run.manifest.title_zh.clone()),
            drawing: Drawing {
                draws,
                method: self.sampler.points.method().as_str(),
                seed: self.sampler.points.seed(),
            },
            inputs: self.input_rows(),
            figures: levels.iter().map(|level| self.figure_row(level, main)).collect(),
            ranks: self.ranks(main),
            sensitivity: levels
                .iter()
                .filter(led)
                .flat_map(|level| self.sensitivity(level, &groups, set, sensitivity))
                .collect(),
            tornado: levels
                .iter()
                .filter(led)
                .flat_map(|level| {
                    let maps = part(maps_alone, table.len() - maps_alone);
                    self.tornado(level, &ends, part(n, 2 * ends.len()), maps)
                })
                .collect(),
            profiles: Vec::new(),
            maps: Vec::new(),
            notes: Vec::new(),
        })
    }

    /// Every figure, and its change from the year before.
    fn levels(&self) -> Result<Vec<Level>, Findings> {
        let mut levels = Vec::new();
        for (year, drawn) in self.drawn.iter().enumerate() {
            levels.extend(
                (0..drawn.model.figures().len()).map(|figure| Level { at: (year, figure), from: None }),
            );
        }
        for (year, (before, after)) in self.drawn.iter().zip(self.drawn.iter().skip(1)).enumerate() {
            self.sampler.maps.allows_change(before.model.year(), after.model.year())?;
            for (figure, own) in after.model.figures().iter().enumerate() {
                let same = |other: &Figure| {
                    (&other.zone, &other.figure, &other.variant, &other.unit)
                        == (&own.zone, &own.figure, &own.variant, &own.unit)
                };
                if let Some(place) = before.model.figures().iter().position(same) {
                    for relative in [false, true] {
                        levels.push(Level { at: (year + 1, figure), from: Some(((year, place), relative)) });
                    }
                }
            }
        }
        Ok(levels)
    }

    fn check_size(&self, draws: usize) -> Result<(), Findings> {
        let figures: usize = self.drawn.iter().map(|drawn| drawn.model.figures().len()).sum();
        let bytes = crate::math::count(figures).saturating_mul(crate::math::count(draws)).saturating_mul(8);
        let limit = self.run.manifest.limits.memory_bytes;
        if bytes <= limit {
            return Ok(());
        }
        let message = format!("{draws} draws of {figures} figures take {bytes} bytes, {limit} are allowed");
        let hint = "ask for fewer draws or a smaller sensitivity, or raise [limits] memory_mib";
        Err(Error::new(Code::Limit, message, hint).into())
    }

    /// The figures of some draws, all years behind each other.
    fn evaluate(&self, list: &[Draw]) -> Result<Table, Findings> {
        let mut sums = Vec::new();
        for (drawn, straight) in self.drawn.iter().zip(&self.straight) {
            let redraw = Redraw::new(self.run, drawn, list, &straight.supplies);
            sums.push((redraw.sums(self.options)?, straight));
        }
        let threads = parallel::threads(self.options);
        let share = list.len().div_ceil(threads.saturating_mul(4)).max(1);
        let (drawn, maps) = (self.drawn, self.sampler.maps);
        let work = |(): &mut (), part: usize| {
            let range = part * share..((part + 1) * share).min(list.len());
            let rows = range.filter_map(|place| Some((place, list.get(place)?)));
            Ok(rows.map(|(place, draw)| figures(drawn, maps, &sums, (place, draw))).collect::<Table>())
        };
        let mut table = Table::new();
        let parts = 0..list.len().div_ceil(share);
        parallel::in_order(
            threads,
            parts,
            || Ok(()),
            work,
            |_, rows| {
                table.extend(rows);
                Ok(())
            },
        )?;
        Ok(table)
    }

    fn place(&self, (year, figure): (usize, usize)) -> usize {
        self.drawn.iter().take(year).map(|drawn| drawn.model.figures().len()).sum::<usize>() + figure
    }

    fn value(&self, level: &Level, row: &[f64]) -> f64 {
        let at = |place| row.get(self.place(place)).copied().unwrap_or(f64::NAN);
        change(at(level.at), level.from.map(|(from, relative)| (at(from), relative)))
    }

    fn figure(&self, (year, figure): (usize, usize)) -> Option<&Figure> {
        self.drawn.get(year)?.model.figures().get(figure)
    }

    fn year_of(&self, level: &Level) -> (i32, Option<i32>) {
        let year = |place: usize| self.drawn.get(place).map_or(0, |drawn| drawn.model.year());
        (year(level.at.0), level.from.map(|((place, _), _)| year(place)))
    }

    /// Figures whose sensitivity is told: the total of the run, and its change.
    fn leads(&self, level: &Level) -> bool {
        let total = self.figure(level.at).is_some_and(|figure| {
            let ids = [AccountKind::Gep, AccountKind::Satellite, AccountKind::CrossCheck]
                .map(|kind| kind.names().0);
            figure.zone.is_empty() && ids.contains(&figure.figure.as_str())
        });
        total && level.from.is_none_or(|(_, relative)| !relative)
    }

    fn figure_row(&self, level: &Level, main: &[Vec<f64>]) -> FigureRow {
        let (year, from) = self.year_of(level);
        let figure = self.figure(level.at);
        let text = |of: fn(&Figure) -> &String| figure.map(of).cloned().unwrap_or_default();
        let account = |place| self.figure(place).map_or(f64::NAN, |figure| figure.account);
        let relative = level.from.is_some_and(|(_, relative)| relative);
        FigureRow {
            year,
            from,
            zone: text(|own| &own.zone),
            figure: text(|own| &own.figure),
            variant: text(|own| &own.variant),
            unit: if relative { "%".to_owned() } else { text(|own| &own.unit) },
            account: change(account(level.at), level.from.map(|(from, relative)| (account(from), relative))),
            interval: Interval::of(main.iter().map(|row| self.value(level, row))),
        }
    }

    fn ranks(&self, main: &[Vec<f64>]) -> Vec<RankRow> {
        let mut rows = Vec::new();
        for (year, drawn) in self.drawn.iter().enumerate() {
            let figures = drawn.model.figures();
            let mut known: Vec<(&str, &str, &str)> = Vec::new();
            for figure in figures.iter().filter(|figure| figure.zone.is_empty()) {
                let ranked =
                    figure.figure == "gep" || figure.figure == "gep_per_area" && figure.unit == "10^4 CNY/mu";
                if ranked {
                    known.push((&figure.figure, &figure.unit, below(&figure.variant)));
                }
            }
            for (id, unit, line) in known {
                let places: Vec<(usize, &str)> = figures
                    .iter()
                    .enumerate()
                    .filter(|(_, own)| !own.zone.is_empty() && own.figure == id && own.unit == unit)
                    .filter(|(_, own)| below(&own.variant) == line)
                    .map(|(place, own)| (self.place((year, place)), own.zone.as_str()))
                    .collect();
                if places.len() < 2 {
                    continue;
                }
                let value = |zone: usize, draw: usize| {
                    let place = places.get(zone).map_or(usize::MAX, |own| own.0);
                    main.get(draw).and_then(|row| row.get(place)).copied().unwrap_or(f64::NAN)
                };
                rows.push(RankRow {
                    year: drawn.model.year(),
                    figure: (id.to_owned(), unit.to_owned()),
                    zones: places.iter().map(|(_, zone)| (*zone).to_owned()).collect(),
                    ranks: Ranks::of(places.len(), main.len(), value),
                });
            }
        }
        rows
    }

    fn sensitivity<'t>(
        &self,
        level: &Level,
        groups: &[Group],
        set: impl Fn(usize) -> &'t [Vec<f64>],
        draws: u32,
    ) -> Vec<SensitivityRow> {
        if draws == 0 {
            return Vec::new();
        }
        let values = |place: usize| set(place).iter().map(|row| self.value(level, row)).collect::<Vec<f64>>();
        let (a, b) = (values(0), values(1));
        let row = |(place, group): (usize, &Group)| SensitivityRow {
            year: self.year_of(level),
            figure: self.figure(level.at).map(|figure| figure.figure.clone()).unwrap_or_default(),
            input: group.name(self.sampler),
            index: sobol_index(&a, &b, &values(place + 2)),
            draws,
        };
        let mut rows: Vec<SensitivityRow> = groups.iter().enumerate().map(row).collect();
        let size = |row: &SensitivityRow| row.index.map_or(0.0, |index| index.total.0);
        rows.sort_by(|a, b| size(b).total_cmp(&size(a)));
        rows
    }

    fn tornado(
        &self,
        level: &Level,
        ends: &[(f64, f64)],
        inputs: &[Vec<f64>],
        maps: &[Vec<f64>],
    ) -> Vec<TornadoRow> {
        let row = |input: String, input_at, figure_at| TornadoRow {
            year: self.year_of(level),
            figure: self.figure(level.at).map(|figure| figure.figure.clone()).unwrap_or_default(),
            input,
            input_at,
            figure_at,
        };
        let mut rows = Vec::new();
        for ((input, ends), pair) in self.sampler.inputs.iter().zip(ends).zip(inputs.chunks(2)) {
            if let [low, high] = pair {
                rows.push(row(
                    input.id.clone(),
                    Some(*ends),
                    (self.value(level, low), self.value(level, high)),
                ));
            }
        }
        let share = maps.len().checked_div(self.sampler.maps.count()).unwrap_or(0).max(1);
        for (map, draws) in maps.chunks(share).enumerate() {
            let mut values: Vec<f64> = draws.iter().map(|row| self.value(level, row)).collect();
            values.sort_by(f64::total_cmp);
            rows.push(row(
                self.sampler.maps.name(map),
                None,
                (quantile(&values, 0.05), quantile(&values, 0.95)),
            ));
        }
        let swing = |row: &TornadoRow| (row.figure_at.1 - row.figure_at.0).abs();
        rows.sort_by(|a, b| swing(b).total_cmp(&swing(a)));
        rows
    }

    fn input_rows(&self) -> Vec<InputRow> {
        // An input whose columns feed straight sums only is carried through like a price.
        let by_cell = |input: usize| {
            self.drawn.iter().zip(&self.straight).any(|(drawn, straight)| {
                let slots: Vec<Slot> = drawn.columns.iter().map(|(slot, _)| *slot).collect();
                let work = Redrawn::new(&drawn.year.plan, &slots, &straight.supplies);
                let mut own = drawn.columns.iter().filter(|(slot, _)| work.changed().contains(slot));
                own.any(|(_, column)| column.inputs().contains(&input))
            })
        };
        let rows = self.sampler.inputs.iter().enumerate();
        rows.map(|(place, input)| InputRow {
            id: input.id.clone(),
            target: format!("{} {} as {}", input.kind.as_str(), input.key, input.applied.as_str()),
            distribution: input.distribution.to_string(),
            status: input.status.clone(),
            source: input.source.clone(),
            by_cell: by_cell(place),
        })
        .collect()
    }
}

/// The figures of a draw, all years behind each other.
fn figures(
    drawn: &[Drawn<'_>],
    maps: &MapErrors,
    sums: &[(redraw::DrawnSums, &Straight)],
    (place, draw): (usize, &Draw),
) -> Vec<f64> {
    let of_year = |(drawn, (sums, straight)): (&Drawn<'_>, &(redraw::DrawnSums, &Straight))| {
        let sums = sums.of(place, &drawn.year.sums.base, &straight.slopes, &draw.moves);
        let map = maps.of_year(drawn.model.year());
        let factors = map.and_then(|map| draw.factors.get(map)).map_or(&[][..], Vec::as_slice);
        drawn.model.evaluate(Point { moves: &draw.moves, factors }, &sums)
    };
    drawn.iter().zip(sums).flat_map(of_year).collect()
}

/// What stands below the line of a figure per area, where the variant tells it.
fn below(variant: &str) -> &str {
    variant.rsplit_once("; ").map_or("", |(_, below)| below)
}

/// A figure, or its change from another, in its unit or in percent.
fn change(value: f64, from: Option<(f64, bool)>) -> f64 {
    match from {
        None => value,
        Some((before, false)) => value - before,
        Some((before, true)) => (value / before - 1.0) * 100.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_differences_or_percent() {
        assert_eq!(change(110.0, Some((100.0, false))), 10.0);
        assert!((change(110.0, Some((100.0, true))) - 10.0).abs() < 1e-12);
        assert_eq!(below("full: 3 of 3 services; land_area"), "land_area");
    }
}
