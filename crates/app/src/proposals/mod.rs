//! Proposals of a language model (语言模型提议): further elements of a plan, off unless the server was started with a model.
//!
//! The text of a document goes out only after a person allowed it for that document; who, when, and each sending stay in
//! the log of the plan. What comes back is held against the text ([`hold`]) and is a proposal until a person confirms it.
//! Everything here stands in the log of decisions of the plan, beside the decisions on its findings.

mod hold;
mod model;
mod question;
mod views;

pub use model::{LanguageModel, ModelFault, Question};
pub use views::{DroppedCount, ModelView, Permission, ProposalPage, ProposalRun, ProposalView};

use crate::App;
use crate::accounts::Caller;
use crate::problem::{Code, Outcome, Problem};
use crate::review::word;
use crate::view::places::Places;
use crate::view::plan::PlanPage;
use crate::view::review::{ElementValues, PutElement, ReviewEdit};
use crate::view::words::Confirmed;
use hold::{Dropped, Held, hold};
use luodi_model::PlanId;
use luodi_reading::Span;
use luodi_store::PlanDecision;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use views::Log;

/// Longer texts are not sent: models cut them off silently.
const TEXT_CHARS_MAX: usize = 60_000;
/// Proposals of one answer at most; the rest is counted as unusable.
const PROPOSALS_MAX: usize = 200;

const YES: &str = "yes";
const ALLOWED: &str = "allowed";
const WITHDRAWN: &str = "withdrawn";
const SENT: &str = "sent";
const RECEIVED: &str = "received";
const PROPOSED: &str = "proposed";

/// A proposal as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Kept {
    document: usize,
    start: usize,
    end: usize,
    quote: String,
    values: ElementValues,
    model: String,
}

/// What a run came to, as it is kept.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct RunResult {
    kept: usize,
    dropped: Vec<DroppedCount>,
}

/// A document of a plan, with its text and everything that was said of it.
struct Document {
    plan: PlanId,
    page: PlanPage,
    text: String,
    /// Bytes of the document in the text.
    span: (usize, usize),
    log: Log,
}

impl Document {
    fn permission(&self) -> String {
        format!("model-permission-{}", self.page.document)
    }
    fn run(&self) -> String {
        format!("model-run-{}", self.page.document)
    }
    fn sent(&self) -> &str {
        self.text.get(self.span.0..self.span.1).unwrap_or_default()
    }
}

impl App {
    /// The proposals for a document of a plan, and whether its text may be sent. `model`: `None` where none is set up.
    ///
    /// # Errors
    /// Not found; not a manager.
    pub async fn proposals(
        &self,
        caller: &Caller,
        id: PlanId,
        document: Option<usize>,
        model: Option<&dyn LanguageModel>,
    ) -> Outcome<ProposalPage> {
        let opened = self.document(caller, id, document).await?;
        self.with_names(caller, views::page(&opened, model)).await
    }

    /// Allows the text of a document to be sent to the model, or withdraws it.
    ///
    /// # Errors
    /// Not found; not a manager; no model is set up.
    pub async fn allow_model(
        &self,
        caller: &Caller,
        id: PlanId,
        document: Option<usize>,
        allowed: bool,
        model: Option<&dyn LanguageModel>,
    ) -> Outcome<ProposalPage> {
        let opened = self.document(caller, id, document).await?;
        // Withdrawing is always possible.
        if allowed {
            let model = set_up(model)?;
            // What was allowed: this model at this address.
            let to = format!("{} {}", model.name(), model.address());
            self.note(caller, id, opened.permission(), ALLOWED, Some(to)).await?;
        } else {
            self.note(caller, id, opened.permission(), WITHDRAWN, None).await?;
        }
        self.proposals(caller, id, document, model).await
    }

    /// Sends the text of a document to the model and keeps what its text bears out. A fault leaves everything as it was.
    ///
    /// # Errors
    /// Not found; no model is set up; nobody allowed it; the text is too long; the model gives no usable answer.
    pub async fn ask_model(
        &self,
        caller: &Caller,
        id: PlanId,
        document: Option<usize>,
        model: Option<Arc<dyn LanguageModel>>,
    ) -> Outcome<ProposalPage> {
        let opened = self.document(caller, id, document).await?;
        let asked = Arc::clone(model.as_ref().ok_or_else(no_model)?);
        let to = format!("{} {}", asked.name(), asked.address());
        let allowed = opened.log.last(&opened.permission()).filter(|d| d.choice == ALLOWED);
        if allowed.is_none_or(|d| d.value_b.as_deref() != Some(&to)) {
            let say = "还没有人同意把这份文件的文字发给这个语言模型，没有发送。请先由管理员同意。";
            return Err(Problem::say(Code::Step, say));
        }
        if opened.sent().chars().count() > TEXT_CHARS_MAX {
            let say = format!("正文超过 {TEXT_CHARS_MAX} 字，语言模型读不全，没有发送。");
            return Err(Problem::say(Code::TooLarge, say));
        }
        self.note(caller, id, opened.run(), SENT, Some(to)).await?;
        let question = question::question(opened.sent());
        let answered = tokio::task::spawn_blocking(move || asked.answer(&question)).await.map_err(Problem::internal)?;
        let raws = answered.and_then(|answer| question::read(&answer)).map_err(failed)?;
        // Read again: people go on working while the model thinks.
        let opened = self.document(caller, id, document).await?;
        let (held, dropped) = sift(&opened, &raws);
        self.keep(caller, &opened, &held, dropped, model.as_deref()).await?;
        self.proposals(caller, id, document, model.as_deref()).await
    }

    /// Confirms (`yes`), rejects (`no`) or reopens (`None`) a proposal. Confirmed, it is an element of the plan that a
    /// person put there, and is changed or dropped as such.
    ///
    /// # Errors
    /// Not found; it is an element already; an element of its kind stands at its place.
    pub async fn confirm_proposal(
        &self,
        caller: &Caller,
        id: PlanId,
        proposal: &str,
        confirmed: Option<Confirmed>,
    ) -> Outcome<()> {
        let opened = self.document(caller, id, None).await?;
        let kept = opened.log.proposal(proposal).ok_or_else(Problem::not_found)?;
        match (opened.log.last(proposal).is_some_and(|d| d.choice == YES), confirmed) {
            (true, Some(Confirmed::Yes)) => return Ok(()),
            (true, _) => return Err(Problem::say(Code::Step, "已成为方案的要素，请在原文对照中修改或删除那一处。")),
            (false, Some(Confirmed::Yes)) => {
                let place = Places::new(&opened.text).view(Span::new(kept.start, kept.end));
                let put = PutElement { place, values: kept.values };
                self.edit_review(caller, id, ReviewEdit { of: vec![], put: vec![put] }).await?;
            }
            (false, _) => {}
        }
        self.note(caller, id, proposal.to_string(), word(confirmed), None).await
    }

    async fn document(&self, caller: &Caller, id: PlanId, document: Option<usize>) -> Outcome<Document> {
        // Who may review the plan may see its proposals.
        let page = self.plan_page(caller, id, document).await?;
        let text = self.store().plan(id).await?.ok_or_else(Problem::not_found)?.text;
        let shown = page.documents.iter().find(|d| d.index == page.document);
        let span = shown.map_or((0, text.len()), |d| bytes_of(&text, d.first_line, d.last_line));
        let log = Log::new(self.store().plan_decisions(id).await?);
        Ok(Document { plan: id, page, text, span, log })
    }

    async fn keep(
        &self,
        caller: &Caller,
        opened: &Document,
        held: &[Held],
        dropped: Vec<DroppedCount>,
        model: Option<&dyn LanguageModel>,
    ) -> Outcome<()> {
        for h in held {
            let kept = Kept {
                document: opened.page.document,
                start: h.start,
                end: h.end,
                quote: h.quote.clone(),
                values: h.values.clone(),
                model: model.map(|m| m.name().to_string()).unwrap_or_default(),
            };
            let json = serde_json::to_string(&kept).map_err(Problem::internal)?;
            self.note(caller, opened.plan, views::proposal_id(h), PROPOSED, Some(json)).await?;
        }
        let json = serde_json::to_string(&RunResult { kept: held.len(), dropped }).map_err(Problem::internal)?;
        self.note(caller, opened.plan, opened.run(), RECEIVED, Some(json)).await
    }

    async fn note(&self, caller: &Caller, plan: PlanId, of: String, choice: &str, value: Option<String>) -> Outcome<()> {
        let decision = PlanDecision {
            finding: of,
            choice: choice.to_string(),
            value_a: None,
            value_b: value,
            note: None,
            by: caller.user(),
            at: self.clock().now(),
        };
        self.store().decide_finding(&self.stamp(&caller.actor()), plan, decision).await?;
        Ok(())
    }
}

fn no_model() -> Problem {
    Problem::say(Code::Step, "没有设置语言模型。需要时请在启动服务时写明 --model-url 和 --model-name。")
}

fn set_up(model: Option<&dyn LanguageModel>) -> Outcome<&dyn LanguageModel> {
    model.ok_or_else(no_model)
}

fn failed(fault: ModelFault) -> Problem {
    Problem::say(Code::ModelFailed, format!("{fault}。没有做任何修改，可稍后再试，或不用语言模型继续。")).because(fault)
}

/// What the text bears out and nobody has yet, and how many were dropped for which reason.
fn sift(opened: &Document, raws: &[question::Raw]) -> (Vec<Held>, Vec<DroppedCount>) {
    let mut held: Vec<Held> = vec![];
    let mut dropped: BTreeMap<Dropped, usize> = BTreeMap::new();
    for (at, raw) in raws.iter().enumerate() {
        let outcome = if at < PROPOSALS_MAX { hold(raw, &opened.text, opened.span) } else { Err(Dropped::Unusable) };
        let outcome = outcome.and_then(|h| {
            let again = held.iter().any(|known| views::proposal_id(known) == views::proposal_id(&h));
            if again || views::is_known(opened, &h) { Err(Dropped::Known) } else { Ok(h) }
        });
        match outcome {
            Ok(h) => held.push(h),
            Err(why) => *dropped.entry(why).or_default() += 1,
        }
    }
    let counted = |(why, count): (Dropped, usize)| DroppedCount { reason: why.say().to_string(), count };
    (held, dropped.into_iter().map(counted).collect())
}

/// Bytes of lines (1-based, both included), without the end of the last one.
fn bytes_of(text: &str, first: usize, last: usize) -> (usize, usize) {
    let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
    let start = starts.get(first.saturating_sub(1)).copied().unwrap_or(text.len());
    let end = starts.get(last).map_or(text.len(), |next| next - 1);
    (start, end.max(start))
}
