//! Why is this red, why this figure: one drawer for everything.

use crate::App;
use crate::accounts::Caller;
use crate::problem::{Outcome, Problem};
use crate::view::records::headline;
use crate::view::words::QuestionKind;
use crate::view::{Figure, FigureSchema};
use jiff::civil::Date;
use luodi_engine::{Context, Explained, explain_duty, explain_measure, explain_overview, explain_return, explain_target};
use luodi_model::programme::Clause;
use luodi_model::{Period, RecordId, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is to be explained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Question {
    #[param(inline)]
    pub kind: QuestionKind,
    pub name: String,
    /// Code of a unit; absent: the caller's own.
    pub unit: Option<String>,
    /// `2013-09`; absent: the whole window.
    pub period: Option<String>,
    /// For measures: from the begin of the window to the end of the period (累计).
    pub cumulative: Option<bool>,
    /// For measures: with all units below.
    pub subtree: Option<bool>,
}

/// A result that opens: sentence, rule, values, records, clause.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Explanation {
    #[schema(value_type = FigureSchema)]
    pub result: Figure,
    pub say: String,
    pub rule: RuleView,
    pub values: Vec<NamedValue>,
    pub records: Vec<RecordRef>,
    pub records_total: usize,
    pub clause: Option<ClauseView>,
    /// How the rule's expression came to its value, where there is one.
    pub parts: Option<ExplainedPart>,
}

/// A sub-expression with its value and what that rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ExplainedPart {
    /// As written.
    pub text: String,
    /// The same in words.
    pub said: String,
    #[schema(value_type = FigureSchema)]
    pub value: Figure,
    /// The value as a screen shows it.
    pub shown: String,
    /// What it is called, why it is unknown, how many records it rests on.
    pub note: Option<String>,
    #[schema(no_recursion)]
    pub parts: Vec<ExplainedPart>,
}

fn part(of: &luodi_language::Explanation) -> ExplainedPart {
    ExplainedPart {
        text: of.text.clone(),
        said: of.said.clone(),
        value: of.value.clone(),
        shown: of.shown.clone(),
        note: of.note.clone(),
        parts: of.parts.iter().map(part).collect(),
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RuleView {
    pub text: String,
    pub words: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NamedValue {
    pub title: String,
    #[schema(value_type = FigureSchema)]
    pub value: Figure,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RecordRef {
    pub id: String,
    pub title: String,
    pub day: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ClauseView {
    pub lines: String,
    /// The words of the plan, where its text is held.
    pub sentence: Option<String>,
}

impl App {
    /// Explains a figure, a mark or a verdict.
    ///
    /// # Errors
    /// Not found or outside the jurisdiction; a parameter that can't be read.
    pub async fn explain(&self, caller: &Caller, programme: &str, question: Question) -> Outcome<Explanation> {
        let live = self.programme_for(caller, programme).await?;
        let unit = caller.unit_or_own(question.unit.as_deref())?.id;
        let sentences = match live.plan {
            Some(plan) => Some(self.plan_sentences(plan).await?),
            None => None,
        };
        let period = question.period.as_deref().filter(|p| *p != "once").map(super::returns::period_of).transpose()?;
        self.looking_at(live, move |ctx| {
            let found = explained(ctx, &question, unit, period.as_ref())?;
            let sentence = |lines: &str| sentences.as_ref().and_then(|s| s(&Clause(lines.to_string())));
            Ok(view(ctx, found, &sentence))
        })
        .await
    }
}

fn explained(ctx: &Context<'_>, q: &Question, unit: UnitId, period: Option<&Period>) -> Outcome<Explained> {
    let found = match q.kind {
        QuestionKind::Target => {
            explain_target(ctx, &q.name, unit, period).or_else(|| explain_overview(ctx, &q.name, unit, period))
        }
        QuestionKind::Overview => explain_overview(ctx, &q.name, unit, period),
        QuestionKind::Duty => explain_duty(ctx, &q.name, unit, period),
        QuestionKind::Return => period.and_then(|p| explain_return(ctx, &q.name, unit, p)),
        QuestionKind::Measure => {
            let window = ctx.window().ok().flatten();
            let days = match period {
                Some(p) if q.cumulative == Some(true) => (window.map_or(Date::MIN, |w| w.0), p.last),
                Some(p) => (p.first, p.last),
                None => window.unwrap_or((Date::MIN, Date::MAX)),
            };
            explain_measure(ctx, &q.name, unit, q.subtree.unwrap_or(false), days)
        }
    };
    found.ok_or_else(Problem::not_found)
}

pub(crate) fn view(ctx: &Context<'_>, found: Explained, sentence: &dyn Fn(&str) -> Option<String>) -> Explanation {
    let record = |id: &RecordId| {
        let record = ctx.facts.record(*id)?;
        let title = headline(ctx.register(&record.register)?, &record);
        Some(RecordRef { id: id.to_string(), title, day: record.day.to_string() })
    };
    Explanation {
        result: found.result.to_json(),
        say: found.say,
        rule: RuleView { text: found.rule.text, words: found.rule.words },
        values: found.values.iter().map(|v| NamedValue { title: v.title.clone(), value: v.value.to_json() }).collect(),
        records: found.records.iter().filter_map(record).collect(),
        records_total: found.records_total,
        clause: found.clause.map(|lines| ClauseView { sentence: sentence(&lines), lines }),
        parts: found.parts.as_ref().map(part),
    }
}
