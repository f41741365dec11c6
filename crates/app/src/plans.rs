//! Plans (工作方案): upload, read, review beside the source, decide on findings, draft a programme.

use crate::App;
use crate::accounts::Caller;
use crate::drafting;
use crate::problem::{Code, Outcome, Problem};
use crate::review::{
    edits::{self, Review, Shift},
    is_element, parts,
};
use crate::view::places::Places;
use crate::view::plan::{self as view, DecisionView, Element, PlanItem, PlanPage, Progress, Reviewed, UNDONE};
use crate::view::review::Rebase;
use crate::view::words::PlanState;
use luodi_engine::PlanRows;
use luodi_model::programme::Clause;
use luodi_model::{PlanId, ProgrammeId, UnitId};
use luodi_reading::{Options, Reading, read};
use luodi_source::Limits;
use luodi_store::{NewPlan, Plan, PlanDecision};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use utoipa::ToSchema;

/// What a person says of a plan beside its text; kept with the plan.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Standing {
    /// Code of the unit that the plan belongs to.
    unit: String,
    /// As a person entered it.
    year: Option<i32>,
    /// Which document of the file is reviewed; absent: the first plan in it.
    document: Option<usize>,
    /// What the reader of the file noticed.
    notes: Vec<String>,
    /// The programme drafted from it.
    pub programme: Option<String>,
    /// All dates are moved.
    #[serde(default)]
    pub rebase: Option<Rebase>,
}

/// Readings kept at most.
const READINGS_KEPT: usize = 8;

/// The last readings: a page that is opened again is not read again.
#[derive(Debug, Default)]
pub(crate) struct Readings(Mutex<VecDeque<(ReadingKey, Arc<Reading>)>>);

type ReadingKey = (PlanId, Option<i32>);

impl Readings {
    fn find(&self, key: ReadingKey) -> Option<Arc<Reading>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(known, _)| *known == key)?;
        let found = kept.remove(at)?;
        kept.push_back(found.clone());
        Some(found.1)
    }
    fn keep(&self, key: ReadingKey, reading: Reading) -> Arc<Reading> {
        let reading = Arc::new(reading);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back((key, Arc::clone(&reading)));
        while kept.len() > READINGS_KEPT {
            kept.pop_front();
        }
        reading
    }
}

/// A plan as pasted text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PastedPlan {
    pub name: String,
    pub text: String,
    #[serde(default)]
    pub year: Option<i32>,
}

/// A decision on a finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NewDecision {
    pub choice: String,
    #[serde(default)]
    pub value: Option<String>,
    #[serde(default)]
    pub note: Option<String>,
}

/// A plan with everything that was said of it, read anew (reading is quick and always the same).
pub(crate) struct Opened {
    pub plan: Plan,
    pub standing: Standing,
    /// As it was read.
    pub read: Arc<Reading>,
    /// As people changed it.
    pub reading: Reading,
    pub decisions: Vec<PlanDecision>,
    pub review: Review,
}

impl Opened {
    /// The document under review.
    pub fn document(&self) -> usize {
        use luodi_reading::Genre;
        // What binds: a plan, or rules.
        let first_plan = self.reading.documents.iter().position(|d| matches!(d.genre, Genre::Plan | Genre::Rules));
        self.standing.document.or(first_plan).unwrap_or(0)
    }
    /// Looks at another document of the file.
    pub fn look_at(&mut self, document: Option<usize>) {
        if document.is_some() {
            self.standing.document = document;
        }
    }
    pub fn title(&self) -> String {
        title(self, self.document())
    }
    /// The reading as people left it: nothing that was rejected, dates moved.
    pub fn settled(&self) -> Reading {
        let mut reading = self.reading.clone();
        edits::without_rejected(&mut reading, &self.review);
        if let Some(shift) = self.shift() {
            reading.time_limits.iter_mut().for_each(|t| t.limit = shift.limit(&t.limit));
        }
        reading
    }
    fn shift(&self) -> Option<Shift> {
        let rebase = self.standing.rebase.as_ref()?;
        Some(Shift { from: rebase.from.parse().ok()?, to: rebase.to.parse().ok()?, year: self.standing.year })
    }
    /// Ids of everything that a person can look at, in all documents of the file.
    pub fn element_ids(&self, places: &Places<'_>) -> HashSet<String> {
        let reviewed = self.reviewed();
        let documents = 0..self.reading.documents.len();
        documents.flat_map(|d| self.elements(places, d, &reviewed)).map(|e| e.id).collect()
    }
    fn elements(&self, places: &Places<'_>, document: usize, reviewed: &Reviewed) -> Vec<Element> {
        let parts = parts::edited(&self.reading, places, document, &self.review);
        view::elements(&self.reading, &parts, places, document, reviewed)
    }
    fn dropped(&self, places: &Places<'_>, document: usize, reviewed: &Reviewed) -> Vec<Element> {
        view::dropped(&self.read, &parts::read(&self.read, places, document), places, document, reviewed)
    }
    /// What the document proposes for a programme, as people left it.
    pub fn draft(&self, document: usize) -> luodi_reading::draft::Draft {
        let reviewed = self.reviewed();
        let settled = |f: &luodi_reading::Finding| reviewed.decision(&view::finding_id(f)).is_some();
        let places = Places::new(&self.plan.text);
        parts::draft_of(&self.reading, &places, document, (&self.review, self.shift()), settled)
    }
    pub fn reviewed(&self) -> Reviewed {
        let mut reviewed = Reviewed { review: self.review.clone(), shift: self.shift(), ..Reviewed::default() };
        for d in self.decisions.iter().filter(|d| !is_element(&d.finding)) {
            reviewed.decisions.entry(d.finding.clone()).or_default().push(DecisionView {
                choice: d.choice.clone(),
                value: d.value_b.clone(),
                before: d.value_a.clone(),
                note: d.note.clone(),
                by: d.by.into(),
                at: d.at.to_string(),
            });
        }
        reviewed
    }
}

impl App {
    /// Uploads a file (txt, html, docx, xlsx, pdf; doc and wps where LibreOffice is there).
    ///
    /// # Errors
    /// The file can't be read; not a manager.
    pub async fn upload_plan(&self, caller: &Caller, name: &str, bytes: Vec<u8>, year: Option<i32>) -> Outcome<String> {
        caller.check_manager()?;
        let file = name.to_string();
        let read = move || luodi_source::read(&bytes, Some(&file), &Limits::default()).map(|source| (source, bytes));
        let (source, bytes) = tokio::task::spawn_blocking(read).await.map_err(Problem::internal)??;
        let notes = source.notes.iter().map(|n| n.message.clone()).collect();
        let kind = serde_json::to_value(source.kind).ok().and_then(|v| v.as_str().map(str::to_string)).unwrap_or_default();
        self.keep_plan(caller, (name, &kind), source.text, bytes, year, notes).await
    }

    /// Takes a plan as pasted text.
    ///
    /// # Errors
    /// Empty text; not a manager.
    pub async fn paste_plan(&self, caller: &Caller, pasted: PastedPlan) -> Outcome<String> {
        caller.check_manager()?;
        if pasted.text.trim().is_empty() {
            return Err(Problem::field("text", "请粘贴方案的文字"));
        }
        let name = if pasted.name.trim().is_empty() { "粘贴的方案" } else { pasted.name.trim() };
        let bytes = pasted.text.clone().into_bytes();
        self.keep_plan(caller, (name, "txt"), pasted.text.clone(), bytes, pasted.year, vec![]).await
    }

    async fn keep_plan(
        &self,
        caller: &Caller,
        (name, kind): (&str, &str),
        text: String,
        original: Vec<u8>,
        year: Option<i32>,
        notes: Vec<String>,
    ) -> Outcome<String> {
        let id = PlanId(self.entropy().id(self.clock().now()));
        let standing = Standing { unit: caller.unit().code.clone(), year, notes, ..Standing::default() };
        let reading = serde_json::to_value(&standing).map_err(Problem::internal)?;
        let plan = NewPlan { id, name: name.to_string(), kind: kind.to_string(), text, original, reading };
        self.store().put_plan(&self.stamp(&caller.actor()), plan).await?;
        Ok(id.to_string())
    }

    /// Plans of the caller's subtree, newest first.
    ///
    /// # Errors
    /// Not a manager.
    pub async fn plan_list(&self, caller: &Caller) -> Outcome<Vec<PlanItem>> {
        caller.check_manager()?;
        let mut out = vec![];
        for summary in self.store().plans().await? {
            let Ok(opened) = self.open_plan(caller, summary.id).await else { continue };
            let reviewed = opened.reviewed();
            let document = opened.document();
            let open = open_findings(&opened.reading, document, &reviewed);
            let published = match &opened.standing.programme {
                Some(p) => self.is_published_by(p, summary.id).await?,
                None => false,
            };
            let state = match (&opened.standing.programme, published) {
                (_, true) => PlanState::Published,
                (Some(_), false) => PlanState::Drafted,
                (None, _) => PlanState::Read,
            };
            out.push(PlanItem {
                id: summary.id.to_string(),
                title: title(&opened, document),
                name: summary.name.clone(),
                uploaded_at: summary.at.to_string(),
                uploaded_by: summary.by.into(),
                state,
                open_findings: open,
                programme: opened.standing.programme.clone(),
            });
        }
        self.with_names(caller, out).await
    }

    /// Does a programme run by this plan? A draft of its next version may still wait for publication.
    async fn is_published_by(&self, programme: &str, plan: PlanId) -> Outcome<bool> {
        let Ok(live) = self.programmes().get(programme) else { return Ok(false) };
        let waits = self.store().draft(programme).await?.is_some_and(|d| d.plan == Some(plan));
        Ok(live.plan == Some(plan) || !waits)
    }

    /// The review page. `document` chooses another document of the file.
    ///
    /// # Errors
    /// Not found or outside the jurisdiction.
    pub async fn plan_page(&self, caller: &Caller, id: PlanId, document: Option<usize>) -> Outcome<PlanPage> {
        let mut opened = self.open_plan(caller, id).await?;
        opened.look_at(document);
        self.with_names(caller, plan_page(&opened)?).await
    }

    pub(crate) async fn open_plan(&self, caller: &Caller, id: PlanId) -> Outcome<Opened> {
        caller.check_manager()?;
        let opened = self.open_plan_unchecked(id).await?;
        caller.unit_by_code(&opened.standing.unit)?;
        Ok(opened)
    }

    async fn open_plan_unchecked(&self, id: PlanId) -> Outcome<Opened> {
        let plan = self.store().plan(id).await?.ok_or_else(Problem::not_found)?;
        let standing: Standing = serde_json::from_value(plan.reading.clone()).map_err(Problem::internal)?;
        let decisions = self.store().plan_decisions(id).await?;
        let read = self.reading_of(&plan, standing.year).await?;
        let mut reading = Reading::clone(&read);
        let review = Review::replay(decisions.iter().filter(|d| is_element(&d.finding)));
        edits::apply(&mut reading, &review, &Places::new(&plan.text));
        Ok(Opened { plan, standing, read, reading, decisions, review })
    }

    /// What the reader finds in a plan. The text of a plan never changes and reading is always the same: the last few are kept.
    async fn reading_of(&self, plan: &Plan, year: Option<i32>) -> Outcome<Arc<Reading>> {
        let key = (plan.summary.id, year);
        if let Some(kept) = self.readings().find(key) {
            return Ok(kept);
        }
        let options = Options { year, ..Options::default() };
        let text = plan.text.clone();
        let reading = tokio::task::spawn_blocking(move || read(&text, &options)).await.map_err(Problem::internal)?;
        Ok(self.readings().keep(key, reading))
    }

    pub(crate) async fn change_standing(&self, caller: &Caller, id: PlanId, change: impl FnOnce(&mut Standing)) -> Outcome<()> {
        let mut opened = self.open_plan(caller, id).await?;
        change(&mut opened.standing);
        let json = serde_json::to_value(&opened.standing).map_err(Problem::internal)?;
        self.store().replace_reading(&self.stamp(&caller.actor()), id, json).await?;
        Ok(())
    }

    /// Enters the year of a plan that names none; `None` takes it back.
    ///
    /// # Errors
    /// Not found; a year out of reach.
    pub async fn set_plan_year(&self, caller: &Caller, id: PlanId, year: Option<i32>) -> Outcome<()> {
        if year.is_some_and(|y| !(1949..=2100).contains(&y)) {
            return Err(Problem::field("year", "年份应在1949至2100之间"));
        }
        self.change_standing(caller, id, |s| s.year = year).await
    }

    /// Decides on a finding. Both values, the person and the time are kept; a later decision doesn't erase an earlier one.
    ///
    /// # Errors
    /// Not found; a choice that the finding doesn't offer; a choice that needs a value.
    pub async fn decide_on_finding(&self, caller: &Caller, id: PlanId, finding: &str, new: NewDecision) -> Outcome<()> {
        let opened = self.open_plan(caller, id).await?;
        let found = opened.reading.findings.iter().find(|f| view::finding_id(f) == finding).ok_or_else(Problem::not_found)?;
        let choice = found.choices.iter().find(|c| c.code == new.choice);
        if choice.is_none() && new.choice != UNDONE {
            return Err(Problem::field("choice", "这个问题没有这个选项"));
        }
        let value = new.value.clone().or_else(|| choice.and_then(|c| c.value.clone()));
        let before = found.at.get(1).or(found.at.first()).and_then(|at| opened.plan.text.get(at.span.start..at.span.end));
        let decision = PlanDecision {
            finding: finding.to_string(),
            choice: new.choice.clone(),
            value_a: before.map(|b| b.chars().take(200).collect()),
            value_b: value.clone(),
            note: new.note,
            by: caller.user(),
            at: self.clock().now(),
        };
        self.store().decide_finding(&self.stamp(&caller.actor()), id, decision).await?;
        let year = (found.code.contains("year")).then(|| value.as_deref().and_then(|v| v.parse::<i32>().ok())).flatten();
        if year.is_some() {
            self.set_plan_year(caller, id, year).await?;
        }
        Ok(())
    }

    /// Drafts a programme from what was read and not rejected.
    ///
    /// # Errors
    /// Not found; the name is taken or no name.
    pub async fn draft_from_plan(&self, caller: &Caller, id: PlanId, programme: &str) -> Outcome<String> {
        let slug_ok =
            !programme.is_empty() && programme.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if !slug_ok {
            return Err(Problem::field("programme", "方案的短名只能用小写字母、数字和连字符，如 health-tours"));
        }
        let opened = self.open_plan(caller, id).await?;
        if self.store().draft(programme).await?.is_some() || self.programmes().get(programme).is_ok() {
            return Err(Problem::new(Code::NameTaken));
        }
        let document = opened.document();
        let draft = opened.draft(document);
        let model =
            drafting::programme(&ProgrammeId(programme.to_string()), &title(&opened, document), &opened.standing.unit, &draft);
        let yaml = luodi_language::to_yaml(&model);
        self.store().put_draft(&self.stamp(&caller.actor()), programme, &yaml, Some(id), 0).await?;
        self.change_standing(caller, id, |s| s.programme = Some(programme.to_string())).await?;
        Ok(programme.to_string())
    }

    /// The words of a plan at a clause; `None`: no such lines.
    pub(crate) async fn plan_sentences(&self, id: PlanId) -> Outcome<impl Fn(&Clause) -> Option<String> + Send + use<>> {
        let plan = self.store().plan(id).await?.ok_or_else(Problem::not_found)?;
        Ok(move |clause: &Clause| {
            let (first, last) = clause.lines()?;
            let text = Places::new(&plan.text).lines_text(first as usize, last as usize);
            (!text.trim().is_empty()).then_some(text)
        })
    }

    /// Figures of the plan's tables as decided on, for the reconciliation of quotas.
    pub(crate) async fn plan_rows(&self, id: PlanId) -> Outcome<PlanRows> {
        let opened = self.open_plan_unchecked(id).await?;
        Ok(rows(&opened))
    }

    /// Findings of a plan that must be settled and are not, for the publication page.
    pub(crate) async fn unsettled(&self, id: PlanId) -> Outcome<Vec<String>> {
        let opened = self.open_plan_unchecked(id).await?;
        let reviewed = opened.reviewed();
        let document = opened.document();
        let open = opened.reading.findings.iter().filter(|f| is_open(f, document, &reviewed));
        Ok(open.map(|f| f.message.clone()).collect())
    }

    /// The unit that a plan belongs to.
    pub(crate) async fn plan_unit(&self, id: PlanId) -> Outcome<Option<UnitId>> {
        let opened = self.store().plan(id).await?.ok_or_else(Problem::not_found)?;
        let standing: Standing = serde_json::from_value(opened.reading).map_err(Problem::internal)?;
        Ok(self.units().by_code(&standing.unit).map(|u| u.id))
    }
}

fn title(opened: &Opened, document: usize) -> String {
    let found = opened.reading.documents.get(document).map(|d| d.title.clone()).filter(|t| !t.is_empty());
    found.unwrap_or_else(|| opened.plan.summary.name.clone())
}

fn is_open(f: &luodi_reading::Finding, document: usize, reviewed: &Reviewed) -> bool {
    f.document == document
        && f.severity == luodi_reading::Severity::ToBeSettled
        && reviewed.decision(&view::finding_id(f)).is_none()
}

fn open_findings(reading: &Reading, document: usize, reviewed: &Reviewed) -> usize {
    reading.findings.iter().filter(|f| is_open(f, document, reviewed)).count()
}

fn plan_page(opened: &Opened) -> Outcome<PlanPage> {
    let document = opened.document();
    let shown = opened.reading.documents.get(document);
    let places = Places::new(&opened.plan.text);
    let (first, last) = shown.map_or((1, places.lines()), |d| (d.first_line, d.last_line));
    let reviewed = opened.reviewed();
    let elements = opened.elements(&places, document, &reviewed);
    let dropped = opened.dropped(&places, document, &reviewed);
    let findings: Vec<_> =
        opened.reading.findings.iter().filter(|f| f.document == document).map(|f| view::finding(f, &reviewed)).collect();
    Ok(PlanPage {
        id: opened.plan.summary.id.to_string(),
        name: opened.plan.summary.name.clone(),
        title: title(opened, document),
        year: opened.standing.year,
        uploaded_at: opened.plan.summary.at.to_string(),
        uploaded_by: opened.plan.summary.by.into(),
        documents: view::documents(&opened.reading),
        document,
        lines: view::lines(&opened.reading, &places, first, last),
        joined: view::joined(&opened.reading, first, last),
        groups: view::groups(&opened.reading, document),
        tables: opened.reading.tables.iter().filter(|t| t.document == document).map(|t| view::table(t, &places)).collect(),
        progress: Progress {
            confirmed: elements.iter().filter(|e| e.confirmed.is_some()).count() + dropped.len(),
            total: elements.len() + dropped.len(),
            open_findings: open_findings(&opened.reading, document, &reviewed),
        },
        dropped,
        elements,
        rebase: opened.standing.rebase.clone(),
        findings,
        notes: opened.standing.notes.clone(),
        programme: opened.standing.programme.clone(),
    })
}

/// Rows of all tables of the document, with the values that people decided on.
fn rows(opened: &Opened) -> PlanRows {
    let document = opened.document();
    let decided = decided_cells(opened);
    let mut out = PlanRows::new();
    for table in opened.reading.tables.iter().filter(|t| t.document == document) {
        let short = table.title.split_whitespace().next().unwrap_or("表").to_string();
        for row in &table.rows {
            let mut figures = BTreeMap::new();
            for (column, cell) in table.columns.iter().zip(&row.cells) {
                if let luodi_reading::Cell::Number { value, at } = cell {
                    let value = decided.get(&at.span.start).copied().unwrap_or(*value);
                    figures.insert(column.clone(), value);
                }
            }
            out.insert(format!("{short}/{}", row.label.replace(' ', "")), figures);
        }
    }
    out
}

/// Byte of a cell → the value decided for it.
fn decided_cells(opened: &Opened) -> BTreeMap<usize, rust_decimal::Decimal> {
    let reviewed = opened.reviewed();
    let mut out = BTreeMap::new();
    for finding in &opened.reading.findings {
        let Some(decision) = reviewed.decision(&view::finding_id(finding)) else { continue };
        let Some(value) = decision.value.as_deref().and_then(|v| v.parse().ok()) else { continue };
        // The first place is the printed total, the second the cell that is held to be wrong.
        let at = match decision.choice.as_str() {
            "set_cell" => finding.at.get(1),
            "set_total" => finding.at.first(),
            _ => None,
        };
        if let Some(at) = at {
            out.insert(at.span.start, value);
        }
    }
    out
}
