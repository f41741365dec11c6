//! What differs between two plans (差异): a revised plan and the one that a programme runs by, or a lower unit's plan and its
//! superior's. A person says which differences are taken over; a draft of the programme's next version is made of them.

pub(crate) mod changes;
mod revise;
mod running;

use crate::App;
use crate::accounts::Caller;
use crate::live::Live;
use crate::plans::Opened;
use crate::problem::{Code, Outcome, Problem};
use crate::review::word;
use crate::view::difference::{DifferencePage, DifferenceView, PlanSide, Revised, RunningProgramme, RunningView, SaidView};
use crate::view::places::Places;
use crate::view::plan::UNDONE;
use crate::view::words::{Confirmed, RelationName};
use jiff::civil::Date;
use luodi_model::PlanId;
use luodi_model::beijing;
use luodi_reading::difference::{Clause, Difference, Relation, Side, between, lines::aligned};
use luodi_reading::{Options, Reading, read};
use luodi_store::PlanDecision;
use revise::{Wanted, revise};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use utoipa::ToSchema;

/// Which two plans, and how the second stands to the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compared {
    pub plan: PlanId,
    pub document: Option<usize>,
    /// The first one: the plan before, or the superior's.
    pub against: PlanId,
    pub against_document: Option<usize>,
    pub relation: RelationName,
}

/// A person takes differences over (`yes`), leaves them out (`no`), or reopens them (`null`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TakenDifferences {
    /// The plan that this one is held against.
    pub against: String,
    pub relation: RelationName,
    pub items: Vec<String>,
    pub taken: Option<Confirmed>,
}

/// The next version of the programme is drafted from the differences that were taken over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewRevision {
    pub against: String,
    /// First day of the new version: what was closed before it stays judged by the old one.
    pub from: String,
    /// Replaces a draft that is there.
    #[serde(default)]
    pub replace: bool,
}

/// One of two plans with everything that people decided on it.
struct Plan {
    reading: Reading,
    text: String,
    document: usize,
    side: PlanSide,
}

impl Plan {
    fn of(opened: &Opened) -> Plan {
        let document = opened.document();
        let side = PlanSide { id: opened.plan.summary.id.to_string(), title: opened.title(), document };
        Plan { reading: opened.settled(), text: opened.plan.text.clone(), document, side }
    }
    fn side(&self) -> Side<'_> {
        Side { reading: &self.reading, raw: &self.text, document: self.document }
    }
}

/// Two plans and what differs.
struct Found {
    before: Plan,
    after: Plan,
    differences: Vec<Difference>,
}

impl App {
    /// What differs between two plans.
    ///
    /// # Errors
    /// Not found; outside the jurisdiction; twice the same plan.
    pub async fn plan_difference(&self, caller: &Caller, of: Compared) -> Outcome<DifferencePage> {
        let live = self.running_by(caller, of.against, of.relation).await;
        let found = self.compare(caller, of).await?;
        let log = self.store().plan_decisions(of.plan).await?;
        let mut page = self.page(found, of.relation, live).await?;
        page.items.iter_mut().for_each(|item| note_taken(item, &log, of.against, of.relation));
        page.taken = page.items.iter().filter(|i| i.taken == Some(Confirmed::Yes)).count();
        page.undecided = page.items.iter().filter(|i| i.taken.is_none()).count();
        self.with_names(caller, page).await
    }

    /// What differs between a running programme's plan and a revised text that is not uploaded (the command line).
    ///
    /// # Errors
    /// Not found; the programme was not drafted from a plan.
    pub async fn text_difference(
        &self,
        caller: &Caller,
        programme: &str,
        (name, text): (&str, String),
        year: Option<i32>,
    ) -> Outcome<DifferencePage> {
        let live = self.programme_for(caller, programme).await?;
        let plan = live.plan.ok_or_else(|| Problem::say(Code::Step, "这个方案不是由文件起草的，没有原文可以对照。"))?;
        let before = Plan::of(&self.open_plan(caller, plan).await?);
        let after = move || {
            let reading = read(&text, &Options { year, ..Options::default() });
            (reading, text)
        };
        let (reading, text) = tokio::task::spawn_blocking(after).await.map_err(Problem::internal)?;
        let first = reading.documents.iter().find(|d| d.genre == luodi_reading::Genre::Plan).or(reading.documents.first());
        let document = first.map_or(0, |d| d.id);
        let title = first.map(|d| d.title.clone()).filter(|t| !t.is_empty()).unwrap_or_else(|| name.to_string());
        let after = Plan { reading, text, document, side: PlanSide { id: String::new(), title, document } };
        let found = find(before, after, RelationName::Revision).await?;
        self.page(found, RelationName::Revision, Some(live)).await
    }

    /// Takes differences over, leaves them out, or reopens them; who and when stay in the log of the plan.
    ///
    /// # Errors
    /// Not found: no such plan, or no such difference.
    pub async fn take_differences(&self, caller: &Caller, plan: PlanId, taken: TakenDifferences) -> Outcome<()> {
        let against = plan_id(&taken.against)?;
        let of = Compared { plan, document: None, against, against_document: None, relation: taken.relation };
        let found = self.compare(caller, of).await?;
        let ids: Vec<String> = found.differences.iter().map(id_of).collect();
        if taken.items.is_empty() || !taken.items.iter().all(|i| ids.contains(i)) {
            return Err(Problem::not_found());
        }
        let at = self.clock().now();
        let entry = |item: &String| PlanDecision {
            finding: key_of(against, taken.relation, item),
            choice: word(taken.taken).to_string(),
            value_a: None,
            value_b: None,
            note: None,
            by: caller.user(),
            at,
        };
        let entries = taken.items.iter().map(entry).collect();
        self.store().review_plan(&self.stamp(&caller.actor()), plan, entries, BTreeMap::new()).await?;
        Ok(())
    }

    /// Drafts the next version of the programme that runs by `against` from the differences taken over.
    ///
    /// # Errors
    /// Nothing runs; nothing was taken over; a day that is past; a draft is there already.
    pub async fn revise_programme(&self, caller: &Caller, plan: PlanId, wanted: NewRevision) -> Outcome<Revised> {
        let against = plan_id(&wanted.against)?;
        let relation = RelationName::Revision;
        let of = Compared { plan, document: None, against, against_document: None, relation };
        let live = self.running_by(caller, against, relation).await;
        let live = live.ok_or_else(|| Problem::say(Code::Step, "没有按原方案运行的方案，请先发布。"))?;
        let from: Date = wanted.from.parse().map_err(|_| Problem::field("from", "日期应如 2026-07-01"))?;
        if from <= beijing(self.clock().now()).date() {
            return Err(Problem::field("from", "新方案最早从明天起执行，以前的不改"));
        }
        let id = live.compiled.model.programme.0.clone();
        let draft = self.store().draft(&id).await?;
        if draft.is_some() && !wanted.replace {
            return Err(Problem::say(Code::Conflict, "这个方案已有修改中的草稿。请先看草稿，确定要用新的草稿替换时再选“替换”。"));
        }
        let opened = self.open_plan(caller, plan).await?;
        let found = self.compare(caller, of).await?;
        let log = self.store().plan_decisions(plan).await?;
        let yes = |d: &&Difference| taken(&log, &key_of(against, relation, &id_of(d))).is_some_and(|d| d.choice == "yes");
        let chosen: Vec<&Difference> = found.differences.iter().filter(yes).collect();
        if chosen.is_empty() {
            return Err(Problem::say(Code::Step, "还没有采用任何一处差异。"));
        }
        let lines = aligned(&found.before.text, &found.after.text);
        let line = |n: u32| lines.get(n.checked_sub(1)? as usize).copied().flatten().and_then(|l| u32::try_from(l + 1).ok());
        let model = &live.compiled.model;
        let taken = chosen.into_iter().map(|d| (d, running::linked(model, d))).collect();
        let proposals = opened.draft(opened.document());
        let (next, outcome) = revise(model, &Wanted { taken, draft: &proposals, from, line: &line });
        let yaml = luodi_language::to_yaml(&next);
        let seen = draft.map_or(0, |d| d.version);
        let saved = self.store().put_draft(&self.stamp(&caller.actor()), &id, &yaml, Some(plan), seen).await?;
        let saved = saved.ok_or_else(|| Problem::new(Code::Conflict))?;
        self.change_standing(caller, plan, |s| s.programme = Some(id.clone())).await?;
        Ok(Revised { programme: id, draft: saved, done: outcome.done, notes: outcome.notes })
    }

    async fn compare(&self, caller: &Caller, of: Compared) -> Outcome<Found> {
        if of.plan == of.against && of.document == of.against_document {
            return Err(Problem::field("against", "请选择另一份文件来对照"));
        }
        let opened = |id: PlanId, document: Option<usize>| async move {
            let mut opened = self.open_plan(caller, id).await?;
            opened.look_at(document);
            Ok::<_, Problem>(Plan::of(&opened))
        };
        let before = opened(of.against, of.against_document).await?;
        let after = opened(of.plan, of.document).await?;
        find(before, after, of.relation).await
    }

    /// The published programme that was drafted from a plan.
    async fn running_by(&self, caller: &Caller, plan: PlanId, relation: RelationName) -> Option<Arc<Live>> {
        let mine = |live: &&Arc<Live>| live.plan == Some(plan);
        self.programmes_for(caller).iter().find(mine).filter(|_| relation == RelationName::Revision).cloned()
    }

    async fn page(&self, found: Found, relation: RelationName, live: Option<Arc<Live>>) -> Outcome<DifferencePage> {
        let programme = match &live {
            Some(live) => Some(self.running_programme(live).await?),
            None => None,
        };
        let Found { before, after, differences } = found;
        let running = match live {
            Some(live) => {
                let of = differences.clone();
                self.looking_at(Arc::clone(&live), move |ctx| Ok(all_running(ctx, &of))).await?
            }
            None => vec![vec![]; differences.len()],
        };
        let (first, second) = (Places::new(&before.text), Places::new(&after.text));
        let items: Vec<DifferenceView> =
            differences.iter().zip(running).map(|(d, running)| view(d, running, &first, &second)).collect();
        let undecided = items.len();
        Ok(DifferencePage { relation, before: before.side, after: after.side, programme, items, taken: 0, undecided })
    }

    async fn running_programme(&self, live: &Live) -> Outcome<RunningProgramme> {
        let model = &live.compiled.model;
        let tomorrow = beijing(self.clock().now()).date().tomorrow().map_err(Problem::internal)?;
        Ok(RunningProgramme {
            id: model.programme.0.clone(),
            title: model.title.clone(),
            version: live.version,
            has_draft: self.store().draft(&model.programme.0).await?.is_some(),
            from: tomorrow.to_string(),
        })
    }
}

/// What runs because of each difference; the same element is counted once.
fn all_running(ctx: &luodi_engine::Context<'_>, differences: &[Difference]) -> Vec<Vec<RunningView>> {
    let mut known: HashMap<String, RunningView> = HashMap::new();
    let mut one = |linked: &running::Linked| {
        let key = format!("{:?} {}", linked.0, linked.1);
        known.entry(key).or_insert_with(|| running::view(ctx, linked)).clone()
    };
    let of = |d: &Difference| running::linked(&ctx.programme.model, d);
    differences.iter().map(|d| of(d).iter().map(&mut one).collect()).collect()
}

async fn find(before: Plan, after: Plan, relation: RelationName) -> Outcome<Found> {
    let run = move || {
        let relation = match relation {
            RelationName::Revision => Relation::Revision,
            RelationName::Lower => Relation::Lower,
        };
        let differences = between(before.side(), after.side(), relation);
        Found { before, after, differences }
    };
    tokio::task::spawn_blocking(run).await.map_err(Problem::internal)
}

/// # Errors
/// No id.
pub fn plan_id(text: &str) -> Outcome<PlanId> {
    text.parse().map(PlanId).map_err(|_| Problem::not_found())
}

/// A difference is known by what it is and where both sides stand, so that it keeps its answer when it is found anew.
fn id_of(d: &Difference) -> String {
    let place = |c: &Option<Clause>| c.as_ref().map_or("x".to_string(), |c| format!("{}.{}", c.at.span.start, c.at.span.end));
    format!("{:?}-{}-{}", d.element, place(&d.before), place(&d.after)).to_lowercase()
}

fn key_of(against: PlanId, relation: RelationName, item: &str) -> String {
    let relation = match relation {
        RelationName::Revision => "revision",
        RelationName::Lower => "lower",
    };
    format!("difference-{relation}-{against}-{item}")
}

fn taken<'a>(log: &'a [PlanDecision], key: &str) -> Option<&'a PlanDecision> {
    log.iter().rev().find(|d| d.finding == key).filter(|d| d.choice != UNDONE)
}

fn note_taken(item: &mut DifferenceView, log: &[PlanDecision], against: PlanId, relation: RelationName) {
    let Some(decision) = taken(log, &key_of(against, relation, &item.id)) else { return };
    item.taken = Some(if decision.choice == "yes" { Confirmed::Yes } else { Confirmed::No });
    item.taken_by = Some(decision.by.into());
    item.taken_at = Some(decision.at.to_string());
}

fn view(d: &Difference, running: Vec<RunningView>, first: &Places<'_>, second: &Places<'_>) -> DifferenceView {
    let said = |clause: &Option<Clause>, places: &Places<'_>| {
        clause.as_ref().map(|c| SaidView { place: places.view(c.at.span), sentence: c.sentence.clone(), words: c.words.clone() })
    };
    DifferenceView {
        id: id_of(d),
        element: d.element.into(),
        change: d.change.into(),
        say: d.message.clone(),
        before: said(&d.before, first),
        after: said(&d.after, second),
        running,
        taken: None,
        taken_by: None,
        taken_at: None,
    }
}
