//! A figure of the folder of a result: what its tables and its lock say, and more where the run is at hand.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde_json::Value;

use super::index::{explained, recorded};
use super::lines::{self, INDEX, ZONE, known};
use super::{ExplainRequest, PRICE_BASIS, choose_year, equations_of, of_folder};
use crate::error::{Error, Findings, Place, of_kind, of_system};
use crate::evidence::Verified;
use crate::input::files::sha256;
use crate::input::limits::Limits;
use crate::parameter::profile::Profile;
use crate::report::explain::{ExplainedFigure, Explanation, Name, ParameterRow, ReadFile};
use crate::run::Run;
use crate::run::origin::Origin;
use crate::run::record::{
    Record, check_complete, name_a_result, not_json, take_as_written, too_large, unreadable,
};
use crate::run::verify::unlike;
use crate::service;
use crate::table::Table;
use crate::text;
use crate::wording::Message;

pub(super) fn explain(
    folder: &Path,
    request: &ExplainRequest,
    input_root: Option<&Path>,
) -> Result<Explanation, Findings> {
    let lock: Value = serde_json::from_str(&read(folder, "lock.json")?)
        .map_err(|error| of_folder(folder, not_json("lock.json", &error), name_a_result()))?;
    let (account, indices) = (table(folder, "account.csv", &lock)?, table(folder, "indices.csv", &lock)?);
    let years: BTreeSet<i32> = account.rows().filter_map(|row| row.text("year").parse().ok()).collect();
    let year = choose_year(&years.into_iter().collect::<Vec<_>>(), request.year)?;
    let basis = choose_basis(&account, year, request)?;
    let request = &ExplainRequest { year: Some(year), price_basis: Some(basis.clone()), ..request.clone() };
    let printed = Printed { folder, lock: &lock, account: &account, indices: &indices, year, basis };
    let recorded = printed.explain(request)?;
    let record = Record::read(folder)?;
    let origin = Origin::of(&record.folder, record.log.as_ref(), request.run.as_deref(), input_root);
    let run = origin.map_err(Findings::from).and_then(|origin| {
        Run::open(&origin.run, origin.input_root.as_deref()).map_err(|findings| {
            findings
                .into_iter()
                .map(|error| error.at(Place::file(origin.run.display().to_string())))
                .collect()
        })
    });
    match run {
        Ok(run) => printed.recomputed(&run, &record, request, recorded),
        // Who names a run wants it.
        Err(findings) if request.run.is_some() => Err(findings),
        Err(findings) => {
            let why = findings.as_slice().first().map_or_else(Message::empty, Error::told);
            Ok(with_note(
                recorded,
                &text!(
                    "The statistics and the worked cell need the inputs: name the run.toml of the result with --run RUN.toml ({0}).",
                    "统计数据与算例需要输入数据：请用 --run RUN.toml 指定该结果的 run.toml（{0}）。",
                    why
                ),
            ))
        }
    }
}

fn with_note(mut explanation: Explanation, note: &Message) -> Explanation {
    explanation.notes.push(Name::told(note));
    explanation
}

/// The tables of a result, and what is looked for in them.
struct Printed<'a> {
    folder: &'a Path,
    lock: &'a Value,
    account: &'a Table,
    indices: &'a Table,
    year: i32,
    basis: String,
}

impl Printed<'_> {
    /// What the folder alone says of a figure.
    fn explain(&self, request: &ExplainRequest) -> Result<Explanation, Findings> {
        let lines = lines::of_table(self.account, self.year, &self.basis)?;
        let mut explanation = match &request.index {
            Some(index) => self.index(index, request, &lines)?,
            None => self.service(request, &lines)?,
        };
        explanation.inputs = self.list("inputs").filter_map(input).collect();
        Ok(explanation)
    }

    fn subject(&self) -> ExplainedFigure {
        let year = self.year.to_string();
        let row =
            self.account.rows().find(|row| row.text("year") == year && row.text("price_basis") == self.basis);
        ExplainedFigure {
            year: self.year,
            currency: row.as_ref().map(|row| row.text("currency").to_owned()).unwrap_or_default(),
            price_year: row.and_then(|row| row.text("price_year").parse().ok()).unwrap_or_default(),
            price_basis: self.basis.clone(),
            profile: self.profile().to_owned(),
            ..ExplainedFigure::default()
        }
    }

    fn profile(&self) -> &str {
        self.lock.pointer("/profile/id").and_then(Value::as_str).unwrap_or_default()
    }

    fn list(&self, key: &str) -> impl Iterator<Item = &Value> {
        self.lock.get(key).and_then(Value::as_array).into_iter().flatten()
    }

    fn service(&self, request: &ExplainRequest, lines: &[lines::Line]) -> Result<Explanation, Findings> {
        let chosen = lines::chosen(lines, &[], request)?;
        let figure = lines::figure(&chosen, request, self.subject());
        let (shares, adds_up) = lines::shares(&chosen, &figure);
        let mut explanation = Explanation { figure, shares, adds_up, ..Explanation::default() };
        let own = service::named(request.service.as_deref().unwrap_or_default())?;
        let profile = Profile::shipped(self.profile()).ok();
        let choice =
            profile.as_ref().and_then(|profile| profile.services.iter().find(|choice| choice.id == own.id));
        if let Some(choice) = choice {
            explanation.equations =
                equations_of(own, choice, |id| chosen.iter().any(|line| line.indicator == id))?;
        } else {
            explanation.notes.push(Name::told(&text!(
                "The profile {0} does not ship with the program: equations need --run.",
                "核算方案 {0} 未随程序提供：方程需用 --run 指定。",
                self.profile()
            )));
        }
        let rests = |row: &&Value| {
            let mut services = row.get("services").and_then(Value::as_array).into_iter().flatten();
            services.any(|service| service.as_str() == Some(own.id))
        };
        explanation.parameters = self.list("parameters").filter(rests).filter_map(parameter).collect();
        Ok(explanation)
    }

    fn index(
        &self,
        index: &str,
        request: &ExplainRequest,
        lines: &[lines::Line],
    ) -> Result<Explanation, Findings> {
        known(INDEX, index, self.indices.rows().map(|row| row.text("index")))?;
        let zone = request.zone.as_deref().unwrap_or_default();
        if !zone.is_empty() {
            known(ZONE, zone, self.indices.rows().map(|row| row.text("zone")))?;
        }
        let year = self.year.to_string();
        let rows = self.indices.rows().filter(|row| {
            row.text("index") == index
                && row.text("zone") == zone
                && row.text("year") == year
                && row.text("price_basis") == self.basis
        });
        let readings = rows.map(|row| recorded(&row)).collect::<Result<_, Error>>()?;
        let mut explanation = explained(index, zone, readings, lines);
        let subject = self.subject();
        explanation.figure = ExplainedFigure { index: index.to_owned(), zone: zone.to_owned(), ..subject };
        Ok(explanation)
    }

    /// The same from the run, if it is the one of the folder and its inputs are the same.
    fn recomputed(
        &self,
        run: &Run,
        record: &Record,
        request: &ExplainRequest,
        recorded: Explanation,
    ) -> Result<Explanation, Findings> {
        let changed: Vec<String> = unlike(record, run).into_iter().map(|fault| fault.name).collect();
        if !changed.is_empty() {
            return Ok(with_note(
                recorded,
                &text!(
                    "No worked cell: these files are not those of the result any more: {0}.",
                    "无算例：以下文件已不是该结果所用文件：{0}。",
                    changed
                ),
            ));
        }
        let own = run.explain(request)?;
        let bits = |explanation: &Explanation| {
            let figure = &explanation.figure;
            (figure.value.map(f64::to_bits), figure.quantity.map(f64::to_bits))
        };
        if bits(&own) == bits(&recorded) {
            return Ok(own);
        }
        let message = text!("the recomputed figure is not the printed one", "重算所得与结果中的数值不一致");
        let hint =
            text!("run `ecovalue verify` to see where they differ", "运行 `ecovalue verify` 查看差异所在");
        Err(of_folder(self.folder, message, hint).into())
    }
}

fn choose_basis(account: &Table, year: i32, request: &ExplainRequest) -> Result<String, Error> {
    let text = year.to_string();
    let rows = account.rows().filter(|row| row.text("year") == text);
    let mut all: Vec<String> = Vec::new();
    for row in rows {
        if !all.iter().any(|known| known == row.text("price_basis")) {
            all.push(row.text("price_basis").to_owned());
        }
    }
    match &request.price_basis {
        Some(asked) => {
            known(PRICE_BASIS, asked, all.iter().map(String::as_str))?;
            Ok(asked.clone())
        }
        None => Ok(all.into_iter().next().unwrap_or_default()),
    }
}

fn input(value: &Value) -> Option<ReadFile> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    Some(ReadFile { name: text("name")?, size: value.get("size")?.as_u64()?, sha256: text("sha256")? })
}

fn parameter(value: &Value) -> Option<ParameterRow> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let year = |key: &str| value.get(key).and_then(Value::as_i64).and_then(|year| i32::try_from(year).ok());
    Some(ParameterRow {
        key: text("key"),
        variant: text("variant"),
        value: value.get("value")?.as_f64()?,
        unit: text("unit"),
        ecosystem: text("ecosystem"),
        region: text("region"),
        price_year: year("price_year"),
        valid_from: year("valid_from"),
        source: text("source"),
        clause: text("clause"),
        verified: verified(&text("verified")),
        local: value.get("local").and_then(Value::as_bool).unwrap_or(false),
    })
}

/// A mark of verification as the lock has it.
fn verified(mark: &str) -> Message {
    mark.parse::<Verified>().map_or_else(|_| Message::english(mark), |known| known.name().into())
}

fn read(folder: &Path, name: &str) -> Result<String, Error> {
    check_complete(folder, name)?;
    let path = folder.join(name);
    let at = |message: Message| of_folder(&path, message, name_a_result());
    let largest = Limits::default().max_table_bytes;
    let mut text = String::new();
    let file = File::open(&path).map_err(|error| at(unreadable(of_kind(error.kind()))))?;
    let size = file.take(largest.saturating_add(1)).read_to_string(&mut text);
    let size = size.map_err(|error| at(unreadable(of_system(&error))))?;
    if crate::math::count(size) > largest {
        return Err(at(too_large(largest)));
    }
    Ok(text)
}

/// A table of the result, which must be the one that the lock records.
fn table(folder: &Path, name: &str, lock: &Value) -> Result<Table, Findings> {
    let text = read(folder, name)?;
    let outputs = lock.get("outputs").and_then(Value::as_array).into_iter().flatten();
    let of_name = |own: &&Value| own.get("name").and_then(Value::as_str) == Some(name);
    let recorded = outputs.filter(of_name).find_map(|own| own.get("sha256").and_then(Value::as_str));
    if recorded != Some(sha256(text.as_bytes()).as_str()) {
        let message =
            text!("{0} is not the file that lock.json records", "{0} 不是 lock.json 所记录的文件", name);
        return Err(of_folder(folder, message, take_as_written()).into());
    }
    Table::parse(&folder.join(name).display().to_string(), &text)
}
