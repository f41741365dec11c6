//! Programmes (方案): drafts, asks, rehearsal, publication; who sees which.

use crate::App;
use crate::accounts::Caller;
use crate::live::Live;
use crate::problem::{Code, Outcome, Problem};
use crate::view::changes::ElementChange;
use crate::view::fanout::{self, FanoutView};
use crate::view::programme::{self as view, AskView, DiagnosticView, DraftView, ProgrammeItem, ProgrammePage, Standing};
use crate::view::words::ProgrammeState;
use luodi_engine::{Command, Context, GivenRow, PlanRows, fanout as fan_out, given_rows};
use luodi_language::{Compiled, Loaded, load};
use luodi_model::programme::Clause;
use luodi_model::{ProgrammeId, UnitId};
use luodi_store::{NewProgramme, ProgrammeVersion};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::sync::Arc;
use utoipa::ToSchema;

/// What publication came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Published {
    pub version: u32,
    pub fanout: FanoutView,
    /// Findings of the plan that nobody has settled; publication doesn't wait for them, but says so.
    pub unsettled: Vec<String>,
    pub given: GivenReport,
    /// What this version changed of the one before; the records, filed returns and closed duties of that one stay.
    pub changes: Vec<ElementChange>,
}

/// What became of the records that come with the programme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GivenReport {
    /// Stored now; those of an earlier version stay as they are.
    pub stored: usize,
    /// Rows that could not be stored, with the reason.
    pub refused: Vec<String>,
}

impl App {
    /// Puts the published programmes of the database to work. Called once after opening.
    ///
    /// # Errors
    /// As the store.
    pub(crate) async fn load_programmes(&self) -> Result<(), luodi_store::StoreError> {
        for version in self.store().programmes().await? {
            if let Some(live) = self.compile_version(version) {
                self.programmes().put(live);
            }
        }
        self.store().set_counting(Arc::new(self.programmes().counting())).await?;
        Ok(())
    }

    fn compile_version(&self, version: ProgrammeVersion) -> Option<Live> {
        let compiled = load(&version.yaml, &version.id.0).programme;
        if compiled.is_none() {
            tracing::error!(programme = %version.id, version = version.version, "a published programme no longer compiles");
        }
        let root = version.report.get("root").and_then(Json::as_str).and_then(|code| self.units().by_code(code).map(|u| u.id));
        Some(Live {
            compiled: Arc::new(compiled?),
            version: version.version,
            published_at: version.at,
            plan: version.plan,
            root: root.unwrap_or(UnitId(0)),
            kept: Default::default(),
        })
    }

    /// A published programme that concerns the caller: its tree holds the caller's unit, or lies under it.
    ///
    /// # Errors
    /// Not found; a draft only.
    pub async fn programme_for(&self, caller: &Caller, id: &str) -> Outcome<Arc<Live>> {
        match self.programmes().get(id) {
            Ok(live) if self.concerns(caller, &live) => Ok(live),
            Ok(_) => Err(Problem::not_found()),
            Err(missing) => match self.store().draft(id).await? {
                Some(_) if self.may_edit(caller, id).await.is_ok() => Err(Problem::new(Code::NotPublished)),
                _ => Err(missing),
            },
        }
    }

    /// All published programmes that concern the caller.
    pub fn programmes_for(&self, caller: &Caller) -> Vec<Arc<Live>> {
        self.programmes().all().values().filter(|live| self.concerns(caller, live)).cloned().collect()
    }

    fn concerns(&self, caller: &Caller, live: &Live) -> bool {
        let tree = caller.units();
        tree.within(caller.unit().id, live.root) || tree.within(live.root, caller.unit().id)
    }

    /// Published programmes that concern the caller, and the drafts that the caller may edit.
    ///
    /// # Errors
    /// As the store.
    pub async fn programme_list(&self, caller: &Caller) -> Outcome<Vec<ProgrammeItem>> {
        let lives = self.programmes_for(caller);
        let mut drafts = vec![];
        for draft in self.store().drafts().await? {
            if self.may_edit(caller, &draft.id).await.is_ok() {
                drafts.push(draft);
            }
        }
        let with_draft: Vec<String> = drafts.iter().map(|d| d.id.clone()).collect();
        let mut items = self
            .with_facts(move |moment| {
                let item = |live: &Arc<Live>| {
                    let ctx = Context::new(&live.compiled, moment.facts, moment.now);
                    let model = &live.compiled.model;
                    let id = model.programme.0.clone();
                    ProgrammeItem {
                        state: if with_draft.contains(&id) { ProgrammeState::Both } else { ProgrammeState::Published },
                        id,
                        title: model.title.clone(),
                        summary: model.summary.clone(),
                        version: Some(live.version),
                        published_at: Some(live.published_at.to_string()),
                        plan: live.plan.map(|p| p.to_string()),
                        open_asks: model.asks.keys().filter(|a| !ctx.answer(a).is_known()).count(),
                    }
                };
                Ok(lives.iter().map(item).collect::<Vec<_>>())
            })
            .await?;
        for draft in drafts {
            if items.iter().any(|i| i.id == draft.id) {
                continue;
            }
            let model = load(&draft.yaml, &draft.id).model;
            items.push(ProgrammeItem {
                id: draft.id.clone(),
                title: model.as_ref().map_or(draft.id.clone(), |m| m.title.clone()),
                summary: model.as_ref().map_or(String::new(), |m| m.summary.clone()),
                state: ProgrammeState::Draft,
                version: None,
                published_at: None,
                plan: draft.plan.map(|p| p.to_string()),
                open_asks: model.map_or(0, |m| m.asks.len()),
            });
        }
        Ok(items)
    }

    /// A programme as a page. A draft that compiles is shown in the same way.
    ///
    /// # Errors
    /// Not found; a draft with errors ([`Code::FileInvalid`]).
    pub async fn programme_page(&self, caller: &Caller, id: &str) -> Outcome<ProgrammePage> {
        let (compiled, standing, plan) = match self.programme_for(caller, id).await {
            Ok(live) => {
                let standing = Standing {
                    version: Some(live.version),
                    published_at: Some(live.published_at.to_string()),
                    plan: live.plan.map(|p| p.to_string()),
                };
                (Arc::clone(&live.compiled), standing, live.plan)
            }
            Err(problem) if problem.code == Code::NotPublished => {
                let draft = self.store().draft(id).await?.ok_or_else(Problem::not_found)?;
                let compiled = compile(&draft.yaml, id)?;
                (Arc::new(compiled), Standing { plan: draft.plan.map(|p| p.to_string()), ..Standing::default() }, draft.plan)
            }
            Err(problem) => return Err(problem),
        };
        let sentences = match plan {
            Some(plan) => Some(self.plan_sentences(plan).await?),
            None => None,
        };
        let (viewer, role) = (caller.unit().id, caller.role());
        let answers = self.store().answers(&compiled.model.programme).await?;
        let page = self.with_facts(move |moment| {
            let ctx = Context::new(&compiled, moment.facts, moment.now);
            let sentence = |clause: &Clause| sentences.as_ref().and_then(|s| s(clause));
            let mut page = view::page(&ctx, standing, viewer, role, &sentence);
            page.asks.iter_mut().for_each(|ask| ask.note_answered(&answers));
            Ok(page)
        });
        self.with_names(caller, page.await?).await
    }

    /// May the caller edit this draft? Managers whose subtree holds the draft's unit.
    async fn may_edit(&self, caller: &Caller, id: &str) -> Outcome<UnitId> {
        caller.check_manager()?;
        let root = self.root_of(id).await?;
        caller.check_sees(root)?;
        Ok(root)
    }

    /// The unit that a programme starts from: where it was published, else where its plan belongs, else of its editor.
    async fn root_of(&self, id: &str) -> Outcome<UnitId> {
        if let Ok(live) = self.programmes().get(id) {
            return Ok(live.root);
        }
        let draft = self.store().draft(id).await?.ok_or_else(Problem::not_found)?;
        if let Some(plan) = draft.plan {
            return self.plan_unit(plan).await?.ok_or_else(Problem::not_found);
        }
        let editor = self.store().account(draft.by).await?;
        let first = || self.units().all().first().map(|u| u.id);
        editor.map(|a| a.unit).or_else(first).ok_or_else(Problem::not_found)
    }

    /// # Errors
    /// Not found or outside the jurisdiction.
    pub async fn draft(&self, caller: &Caller, id: &str) -> Outcome<DraftView> {
        let found = self.store().draft(id).await?;
        let (yaml, version, plan, at, by) = match found {
            Some(d) => {
                self.may_edit(caller, id).await?;
                (d.yaml, d.version, d.plan, d.at, d.by)
            }
            // No draft: editing starts from what is published.
            None => {
                self.may_edit(caller, id).await?;
                let p = self.store().programme(&ProgrammeId(id.to_string()), None).await?.ok_or_else(Problem::not_found)?;
                (p.yaml, 0, p.plan, p.at, p.by)
            }
        };
        let view = DraftView {
            programme: id.to_string(),
            diagnostics: diagnostics(&load(&yaml, id)),
            yaml,
            version,
            plan: plan.map(|p| p.to_string()),
            edited_at: at.to_string(),
            edited_by: by.into(),
        };
        self.with_names(caller, view).await
    }

    /// Saves a draft, right or wrong; what is wrong comes back as diagnostics. `seen` is the version that the person edited.
    ///
    /// # Errors
    /// A conflict where somebody saved meanwhile; not a manager; a name that isn't the file's.
    pub async fn save_draft(&self, caller: &Caller, id: &str, yaml: &str, seen: u32) -> Outcome<DraftView> {
        caller.check_manager()?;
        let known = self.store().draft(id).await?;
        let plan = match (&known, self.programmes().get(id)) {
            (Some(draft), _) => {
                self.may_edit(caller, id).await?;
                draft.plan
            }
            (None, Ok(live)) => {
                self.may_edit(caller, id).await?;
                live.plan
            }
            (None, Err(_)) => None,
        };
        let loaded = load(yaml, id);
        if loaded.model.as_ref().is_some_and(|m| m.programme.0 != id) {
            return Err(Problem::field("yaml", format!("文件里的 programme 应为“{id}”")));
        }
        let saved = self.store().put_draft(&self.stamp(&caller.actor()), id, yaml, plan, seen).await?;
        if saved.is_none() {
            let current = self.store().draft(id).await?.map(|d| d.version);
            return Err(Problem { current, ..Problem::new(Code::Conflict) });
        }
        self.draft(caller, id).await
    }

    /// Answers an ask, or takes the answer back with `null`.
    ///
    /// # Errors
    /// Not a manager; an answer of another type.
    pub async fn answer(&self, caller: &Caller, id: &str, ask: &str, value: Json) -> Outcome<AskView> {
        let live = self.editable(caller, id).await?;
        let command = Command::Answer { programme: ProgrammeId(id.to_string()), ask: ask.to_string(), value };
        self.carry_out(caller, &live, command).await?;
        let name = ask.to_string();
        let answers = self.store().answers(&live.compiled.model.programme).await?;
        let view = self.looking_at(live, move |ctx| {
            let model = ctx.programme.model.asks.get(&name).ok_or_else(Problem::not_found)?;
            let mut view = view::ask(ctx, &name, model);
            view.note_answered(&answers);
            Ok(view)
        });
        self.with_names(caller, view.await?).await
    }

    /// The draft where there is one, else the published programme, compiled; for those who may edit it.
    pub(crate) async fn editable(&self, caller: &Caller, id: &str) -> Outcome<Arc<Live>> {
        let root = self.may_edit(caller, id).await?;
        match self.store().draft(id).await? {
            None => self.programmes().get(id),
            Some(draft) => Ok(Arc::new(Live {
                compiled: Arc::new(compile(&draft.yaml, id)?),
                version: 0,
                published_at: draft.at,
                plan: draft.plan,
                root,
                kept: Default::default(),
            })),
        }
    }

    /// How the draft (or the published programme) would fall on the units.
    ///
    /// # Errors
    /// Not found; the file has errors.
    pub async fn rehearse(&self, caller: &Caller, id: &str) -> Outcome<FanoutView> {
        let live = self.editable(caller, id).await?;
        let rows = self.rows_of(&live).await?;
        let root = live.root;
        self.looking_at(live, move |ctx| Ok(fanout::view(ctx, &fan_out(ctx, root, &rows)))).await
    }

    async fn rows_of(&self, live: &Live) -> Outcome<PlanRows> {
        match live.plan {
            Some(plan) => self.plan_rows(plan).await,
            None => Ok(PlanRows::new()),
        }
    }

    /// Publishes the draft as the next version. From now on it is an obligation; the text of the version never changes.
    ///
    /// # Errors
    /// The file has errors; asks that must be answered first are open (each is named); not found.
    pub async fn publish(&self, caller: &Caller, id: &str) -> Outcome<Published> {
        self.may_edit(caller, id).await?;
        let draft = self.store().draft(id).await?.ok_or_else(|| Problem::say(Code::NotFound, "没有待发布的草稿。"))?;
        let live = self.editable(caller, id).await?;
        let rows = self.rows_of(&live).await?;
        let root = live.root;
        let view = self.looking_at(Arc::clone(&live), move |ctx| Ok(fanout::view(ctx, &fan_out(ctx, root, &rows)))).await?;
        let open: Vec<_> = view.open_asks.iter().filter(|a| a.needed_before_publication).collect();
        if !open.is_empty() {
            let mut problem = Problem::new(Code::OpenAsks);
            for ask in open {
                problem = problem.and_field(&ask.name, format!("请先答复：{}", ask.title));
            }
            return Err(problem);
        }
        let changes = self.publishable(id, &live).await?;
        let rows_given = self.rows_given(&live).await?;
        let unsettled = match live.plan {
            Some(plan) => self.unsettled(plan).await?,
            None => vec![],
        };
        let code = self.units().get(root).map(|u| u.code.clone()).unwrap_or_default();
        let report = json!({"root": code, "fanout": view, "unsettled": unsettled, "changes": changes});
        let stamp = self.stamp(&caller.actor());
        let new = NewProgramme { id: ProgrammeId(id.to_string()), yaml: draft.yaml.clone(), plan: draft.plan, report };
        let version = self.store().publish(&stamp, new).await?;
        self.programmes().put(Live {
            compiled: Arc::clone(&live.compiled),
            version,
            published_at: stamp.at,
            plan: draft.plan,
            root,
            kept: Default::default(),
        });
        self.store().set_counting(Arc::new(self.programmes().counting())).await?;
        self.store().drop_draft(&stamp, id).await?;
        let live = self.programmes().get(id)?;
        let given = self.give(caller, &live, rows_given).await?;
        Ok(Published { version, fanout: view, unsettled, given, changes })
    }

    /// The records that come with a programme, over the units of now.
    async fn rows_given(&self, live: &Arc<Live>) -> Outcome<Vec<GivenRow>> {
        self.looking_at(Arc::clone(live), |ctx| {
            given_rows(ctx).map_err(|problems| {
                problems.into_iter().fold(Problem::new(Code::FileInvalid), |p, found| p.and_field("given", found.say))
            })
        })
        .await
    }

    /// Stores the records that come with the programme; those that are there already stay as they are.
    async fn give(&self, caller: &Caller, live: &Arc<Live>, rows: Vec<GivenRow>) -> Outcome<GivenReport> {
        let mut report = GivenReport::default();
        for row in rows {
            let key = row.fields.values().next().map(ToString::to_string).unwrap_or_default();
            let command = Command::Give { programme: live.compiled.model.programme.clone(), row };
            match self.carry_out(caller, live, command).await {
                Ok(done) => report.stored += usize::from(!done.events.is_empty()),
                Err(problem) => report.refused.push(format!("{key}：{problem}")),
            }
        }
        Ok(report)
    }
}

/// Checks a programme file without storing it.
pub fn check_yaml(yaml: &str, name: &str) -> Vec<DiagnosticView> {
    diagnostics(&load(yaml, name))
}

fn diagnostics(loaded: &Loaded) -> Vec<DiagnosticView> {
    loaded.diagnostics.iter().map(DiagnosticView::of).collect()
}

fn compile(yaml: &str, id: &str) -> Outcome<Compiled> {
    let loaded = load(yaml, id);
    let errors = || loaded.diagnostics.iter().filter(|d| d.severity == luodi_language::Severity::Error);
    match &loaded.programme {
        Some(compiled) => Ok(compiled.clone()),
        None => {
            let mut problem = Problem::new(Code::FileInvalid);
            for d in errors().take(50) {
                problem = problem.and_field(&format!("{}:{}", d.line, d.column), d.message.clone());
            }
            Err(problem)
        }
    }
}
