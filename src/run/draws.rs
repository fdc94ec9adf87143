//! Intervals of a run: the account in many draws of what it rests on.
//!
//! Prices, statistics and everything behind the sums over cells are a `Model`, evaluated in numbers alone. Where an
//! input changes columns of the cells, the sums are made again in one pass, all draws of a block while it is at hand.

mod check;
mod column;
mod draw;
mod drawn;
mod group;
mod level;
mod list;
mod maps;
mod profiles;
mod ranks;
mod redraw;
mod rows;
mod sampler;
mod straight;
mod targets;
mod work;
mod write;
mod year;

use super::{Options, Run};
use crate::error::{Code, Error, Findings};
use crate::input::manifest::UncertaintySpec;
use crate::text;
use crate::uncertainty::copula::Copula;
use crate::uncertainty::input::Input;
use crate::uncertainty::results::Uncertainty;
use crate::uncertainty::sampling::{Points, SamplingMethod};

use check::{check_models, check_use};
use drawn::Drawn;
use maps::MapErrors;
use sampler::Sampler;
use straight::Straight;
use work::Work;

pub use write::UncertaintyOptions;

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
            let message = text!("the run has no section [uncertainty]", "运行配置没有 [uncertainty] 一节");
            let hint = text!(
                "add [uncertainty] file = \"uncertainty_inputs.csv\", draws = 10000, seed = 42",
                "加上 [uncertainty] file = \"uncertainty_inputs.csv\"，draws = 10000，seed = 42"
            );
            Error::new(Code::MissingKey, message, hint)
        })?;
        let at = |error: Error| error.at(spec.place.clone());
        let asked_method = SamplingMethod::named(&spec.method).map_err(at)?;
        let (inputs, copula) = self.drawn_inputs(spec)?;
        let years = self.manifest.years.iter().map(|year| self.base_year(*year, options));
        let years = years.collect::<Result<Vec<_>, _>>()?;
        let targets = self.targets(&inputs, &years)?;
        let maps = MapErrors::read(self, spec, &years)?;
        let tables = self.moved_tables(&targets);
        let drawn = years.iter().map(|year| Drawn::new(self, year, (&inputs, &targets), &tables));
        let drawn = drawn.collect::<Result<Vec<_>, _>>()?;
        check_models(&drawn)?;
        check_use(&inputs, &targets, &drawn)?;
        let draws = asked.draws.unwrap_or(spec.draws);
        let (method, remark) = Points::method_for(asked_method, inputs.len());
        let points = Points::new(method, draws, asked.seed.unwrap_or(spec.seed));
        let sampler = Sampler { points, inputs: &inputs, targets: &targets, copula: &copula, maps: &maps };
        let straight = drawn.iter().map(|drawn| Straight::find(self, drawn, &sampler, options));
        let straight = straight.collect::<Result<Vec<_>, _>>()?;
        let work = Work { run: self, options, drawn: &drawn, sampler: &sampler, straight };
        let mut result = work.all(draws, asked.sensitivity.unwrap_or(spec.sensitivity))?;
        self.files.check_unchanged()?;
        result.notes.extend(remark);
        result.notes.extend(maps.notes.iter().cloned());
        result.maps = maps.rows();
        result.profiles = self.other_profiles(spec, &years, options)?;
        Ok(result)
    }

    /// What is drawn, and how it goes together.
    fn drawn_inputs(&self, spec: &UncertaintySpec) -> Result<(Vec<Input>, Copula), Findings> {
        let inputs = Input::read(&self.files.table(&spec.file, None)?)?;
        let pairs = match &spec.correlations {
            Some(file) => Input::correlations(&inputs, &self.files.table(file, None)?)?,
            None => Vec::new(),
        };
        let copula = Copula::new(inputs.len(), &pairs).map_err(|error| error.at(spec.place.clone()))?;
        Ok((inputs, copula))
    }
}
