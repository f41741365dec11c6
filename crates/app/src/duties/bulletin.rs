//! What is late below a unit, as a page and as a sheet (督办通报).

use super::{AHEAD_DAYS, BACK_DAYS};
use crate::App;
use crate::accounts::Caller;
use crate::problem::{Outcome, Problem};
use crate::view::UnitRef;
use crate::view::duties::{DutyItem, LightView, item};
use crate::view::words::LightColour;
use jiff::ToSpan;
use luodi_engine::{Owed, OwedState, bulletin};
use luodi_model::UnitId;
use luodi_report::{Cell, HeadCell, Sheet, to_xlsx};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Lines of a bulletin at most.
const LINES_MAX: usize = 2_000;

/// What is late below a unit on a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Bulletin {
    pub programme: String,
    pub title: String,
    /// The day in Beijing.
    pub day: String,
    pub unit: UnitRef,
    /// In the order of the tree.
    pub units: Vec<BulletinUnit>,
    /// Lines there are; those beyond the first ones are left out.
    pub total: usize,
}

/// One unit in a bulletin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BulletinUnit {
    pub unit: UnitRef,
    /// Its worst light, with the counts that it rests on.
    pub light: LightView,
    /// Not done, and late or over.
    pub open: usize,
    /// Done late, or moved after its day.
    pub was_late: usize,
    pub items: Vec<DutyItem>,
}

impl App {
    /// The bulletin of a programme for a unit (absent: the caller's own) and everything under it.
    ///
    /// # Errors
    /// The unit is outside the jurisdiction; the programme isn't published.
    pub async fn bulletin(&self, caller: &Caller, programme: &str, unit: Option<&str>) -> Outcome<Bulletin> {
        let live = self.programme_for(caller, programme).await?;
        let unit = caller.unit_or_own(unit)?.id;
        self.looking_at(live, move |ctx| {
            let today = ctx.today();
            let span = (today.saturating_sub(BACK_DAYS.days()), today.saturating_add(AHEAD_DAYS.days()));
            let (lines, total) = bulletin(ctx, unit, span, LINES_MAX);
            let tree = ctx.facts.units();
            let mut by_unit: BTreeMap<u32, (UnitId, Vec<Owed>)> = BTreeMap::new();
            for owed in lines {
                let place = tree.position(owed.unit).unwrap_or(u32::MAX);
                by_unit.entry(place).or_insert_with(|| (owed.unit, vec![])).1.push(owed);
            }
            let one = |(unit, lines): (UnitId, Vec<Owed>)| {
                let was_late =
                    lines.iter().filter(|o| matches!(o.state, OwedState::LateMet { .. } | OwedState::Met | OwedState::Open));
                let was_late = was_late.count();
                let open = lines.len() - was_late;
                let colour = if open > 0 { LightColour::Red } else { LightColour::Yellow };
                let why = format!("{open}项没有按时完成，{was_late}项曾经迟延");
                let items = lines.iter().map(|o| item(ctx, o)).collect();
                BulletinUnit { unit: UnitRef::of(tree, unit), light: LightView { colour, why }, open, was_late, items }
            };
            let model = &ctx.programme.model;
            Ok(Bulletin {
                programme: model.programme.0.clone(),
                title: model.title.clone(),
                day: today.to_string(),
                unit: UnitRef::of(tree, unit),
                units: by_unit.into_values().map(one).collect(),
                total,
            })
        })
        .await
    }

    /// The bulletin as a sheet.
    ///
    /// # Errors
    /// As [`App::bulletin`].
    pub async fn bulletin_xlsx(&self, caller: &Caller, programme: &str, unit: Option<&str>) -> Outcome<Vec<u8>> {
        let page = self.bulletin(caller, programme, unit).await?;
        to_xlsx(&[sheet(&page)]).map_err(Problem::internal)
    }
}

fn sheet(page: &Bulletin) -> Sheet {
    let heads = ["单位", "事项", "对象", "期间", "时限", "情况"];
    let row = |unit: &BulletinUnit, item: &DutyItem| {
        let text = |t: &Option<String>| t.as_ref().map_or(Cell::Blank, Cell::text);
        vec![
            Cell::text(&unit.unit.name),
            Cell::text(&item.title),
            text(&item.record_title),
            text(&item.period_title),
            item.due.as_str().map_or(Cell::Blank, Cell::text),
            Cell::text(&item.light.why),
        ]
    };
    let left_out = page.total - page.units.iter().map(|u| u.items.len()).sum::<usize>();
    Sheet {
        name: "通报".to_string(),
        title: format!("{}：逾期事项", page.title),
        subtitle: (format!("单位：{}", page.unit.name), page.day.clone()),
        header: vec![heads.map(HeadCell::new).to_vec()],
        rows: page.units.iter().flat_map(|u| u.items.iter().map(|i| row(u, i))).collect(),
        notes: if left_out > 0 { vec![format!("另有 {left_out} 项没有列出。")] } else { vec![] },
        frozen_columns: 1,
        ..Sheet::default()
    }
}
