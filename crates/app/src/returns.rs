//! Returns (报表): the table of a unit and period, filing it, and the receiver's compiled table.

use crate::App;
use crate::accounts::Caller;
use crate::live::Live;
use crate::problem::{Code, Outcome, Problem};
use crate::sheets;
use crate::view::returns::{CompiledPage, Filed, ReturnPage, Shows, compiled_page, page};
use crate::view::words::EveryName;
use luodi_engine::{Command, Context, Event, begun, compiled, period_from};
use luodi_model::programme::Return;
use luodi_model::{Period, ProgrammeId, RecordId, UnitId};
use luodi_report::to_xlsx;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// A return in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReturnItem {
    pub programme: String,
    pub programme_title: String,
    pub name: String,
    pub title: String,
    pub every: EveryName,
    pub who: String,
    pub to: String,
    /// Does the caller's unit file it?
    pub mine: bool,
    /// Do units under the caller file it (so that there is a compiled table)?
    pub receives: bool,
    pub clause: Option<String>,
}

/// Reads a period in its text form.
pub(crate) fn period_of(text: &str) -> Outcome<Period> {
    text.parse()
        .map_err(|_| Problem::say(Code::BadParameter, format!("“{text}”不是一期，应如 2013-09、2013-Q3、2013-H2 或 2013")))
}

/// The period asked for, or the latest that is over (its table is the one being worked on), else the one under way.
fn choose(ctx: &Context<'_>, name: &str, wanted: Option<&str>) -> Outcome<Period> {
    let form = ctx.programme.model.returns.get(name).ok_or_else(Problem::not_found)?;
    if let Some(text) = wanted.filter(|t| *t != "once") {
        let first = period_of(text)?.first;
        return period_from(ctx, form, first)
            .ok_or_else(|| Problem::say(Code::BadParameter, format!("《{}》没有 {text} 这一期", form.title)));
    }
    let begun = begun(ctx, form.every);
    let over = begun.iter().rev().find(|p| p.last < ctx.today()).copied();
    over.or(begun.last().copied())
        .ok_or_else(|| Problem::say(Code::OpenAsks, format!("《{}》的起止时间待定，还没有可报的一期", form.title)))
}

/// The returns of one programme that the unit files, or that units under it file.
fn concerning(ctx: &Context<'_>, viewer: UnitId) -> Vec<ReturnItem> {
    let model = &ctx.programme.model;
    let item = |(name, form): (&String, &Return)| {
        let filers = ctx.members(&form.who, Some(viewer));
        let mine = filers.contains(&viewer);
        let receives = filers.iter().any(|&f| f != viewer);
        (mine || receives).then(|| ReturnItem {
            programme: model.programme.0.clone(),
            programme_title: model.title.clone(),
            name: name.clone(),
            title: form.title.clone(),
            every: form.every.into(),
            who: form.who.clone(),
            to: form.to.clone(),
            mine,
            receives,
            clause: form.clause.as_ref().map(|c| c.0.clone()),
        })
    };
    model.returns.iter().filter_map(item).collect()
}

impl App {
    /// Returns that concern the caller, over all programmes or of one.
    ///
    /// # Errors
    /// The programme isn't published.
    pub async fn return_list(&self, caller: &Caller, programme: Option<&str>) -> Outcome<Vec<ReturnItem>> {
        let lives = match programme {
            Some(id) => vec![self.programme_for(caller, id).await?],
            None => self.programmes_for(caller),
        };
        let viewer = caller.unit().id;
        self.with_facts(move |moment| {
            let concerning = |live: &Arc<Live>| moment.at(live, |ctx| concerning(ctx, viewer));
            Ok(lives.iter().flat_map(concerning).collect())
        })
        .await
    }

    /// One unit's table, live or as filed.
    ///
    /// # Errors
    /// Not found, outside the jurisdiction, or no such period or version.
    pub async fn return_page(
        &self,
        caller: &Caller,
        programme: &str,
        name: &str,
        unit: Option<&str>,
        period: Option<&str>,
        version: Option<u32>,
    ) -> Outcome<ReturnPage> {
        let live = self.programme_for(caller, programme).await?;
        let unit = caller.unit_or_own(unit)?.id;
        let (name, period) = (name.to_string(), period.map(str::to_string));
        let page = self.looking_at(live, move |ctx| {
            let period = choose(ctx, &name, period.as_deref())?;
            let shows = version.map_or(Shows::Live, Shows::Version);
            page(ctx, &name, unit, &period, shows).ok_or_else(Problem::not_found)
        });
        self.with_names(caller, page.await?).await
    }

    /// What the caller's unit (or one under it) holds from those who file to it.
    ///
    /// # Errors
    /// Not found, outside the jurisdiction, or no such period.
    pub async fn compiled_page(
        &self,
        caller: &Caller,
        programme: &str,
        name: &str,
        unit: Option<&str>,
        period: Option<&str>,
    ) -> Outcome<CompiledPage> {
        let live = self.programme_for(caller, programme).await?;
        let unit = caller.unit_or_own(unit)?.id;
        let (name, period) = (name.to_string(), period.map(str::to_string));
        self.looking_at(live, move |ctx| {
            let period = choose(ctx, &name, period.as_deref())?;
            let table = compiled(ctx, &name, unit, &period).ok_or_else(Problem::not_found)?;
            compiled_page(ctx, &name, unit, &period, &table).ok_or_else(Problem::not_found)
        })
        .await
    }

    /// Files the table as it stands now; the answer is the version made.
    ///
    /// # Errors
    /// The engine's refusal.
    pub async fn file_return(
        &self,
        caller: &Caller,
        programme: &str,
        name: &str,
        unit: UnitId,
        period: &str,
        id: RecordId,
    ) -> Outcome<Filed> {
        let live = self.programme_for(caller, programme).await?;
        let first = period_of(period)?.first;
        let command = Command::File { programme: ProgrammeId(programme.to_string()), form: name.to_string(), unit, first, id };
        let done = self.carry_out(caller, &live, command).await?;
        let made = done.events.iter().find_map(|e| match e {
            Event::ReturnFiled(f) => Some(f.version),
            _ => None,
        });
        let form = name.to_string();
        let filed = self.looking_at(live, move |ctx| {
            let filings = ctx.facts.filings(&ctx.programme.model.programme, &form, unit, first);
            let filing = filings.iter().find(|f| made.map_or(f.id == id, |v| f.version == v)).ok_or_else(Problem::not_found)?;
            let model = ctx.programme.model.returns.get(&form).ok_or_else(Problem::not_found)?;
            let period = period_from(ctx, model, first).ok_or_else(Problem::not_found)?;
            let due = luodi_engine::return_in(ctx, &form, model, unit, period).due;
            Ok(Filed {
                version: filing.version,
                at: filing.at.to_string(),
                by: filing.by.into(),
                zero: filing.zero,
                days_late: due.days_late(filing.at),
            })
        });
        self.with_names(caller, filed.await?).await
    }
}

/// The XLSX of one unit's table.
///
/// # Errors
/// The file can't be written.
pub fn return_xlsx(page: &ReturnPage) -> Outcome<Vec<u8>> {
    to_xlsx(&[sheets::of_return(page)]).map_err(Problem::internal)
}

/// The XLSX of a compiled table.
///
/// # Errors
/// The file can't be written.
pub fn compiled_xlsx(page: &CompiledPage) -> Outcome<Vec<u8>> {
    to_xlsx(&[sheets::of_compiled(page)]).map_err(Problem::internal)
}
