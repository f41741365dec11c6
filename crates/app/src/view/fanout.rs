//! Fan-out and rehearsal as a page: does what the units hold add up to what the text says?

use super::{Figure, FigureSchema, UnitRef};
use luodi_engine::{Context, Fanout, Reconciled};
use luodi_model::UnitTree;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FanoutView {
    pub units_total: usize,
    pub groups: Vec<GroupView>,
    pub targets: Vec<TargetView>,
    /// Printed figures of the plan's own tables beside what units and quotas give, cell by cell.
    pub tables: Vec<StatedView>,
    /// Duties and returns falling due, per level and month.
    pub load: Vec<LoadView>,
    pub open_asks: Vec<AskRef>,
    /// Differences in plain sentences; empty: everything agrees.
    pub differences: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GroupView {
    pub name: String,
    pub count: usize,
    pub stated: Option<u32>,
    pub agrees: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TargetView {
    pub name: String,
    pub title: String,
    pub units: usize,
    #[schema(value_type = FigureSchema)]
    pub sum_of_quotas: Figure,
    pub stated: Vec<StatedView>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StatedView {
    pub at: UnitRef,
    #[schema(value_type = FigureSchema)]
    pub sum_of_quotas: Figure,
    #[schema(value_type = FigureSchema)]
    pub stated: Figure,
    pub source: String,
    pub agrees: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LoadView {
    pub level: String,
    pub month: String,
    pub duties: usize,
    pub units: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AskRef {
    pub name: String,
    pub title: String,
    pub needed_before_publication: bool,
}

fn stated(tree: &UnitTree, s: &Reconciled) -> StatedView {
    StatedView {
        at: UnitRef::of(tree, s.at),
        sum_of_quotas: s.quota_sum.to_json(),
        stated: s.stated.to_json(),
        source: s.source.clone(),
        agrees: s.agrees.as_bool(),
    }
}

pub fn view(ctx: &Context<'_>, fanout: &Fanout) -> FanoutView {
    let model = &ctx.programme.model;
    let tree = ctx.facts.units();
    let mut differences = vec![];
    for g in &fanout.groups {
        if let Some(stated) = g.stated.filter(|s| *s as usize != g.count) {
            differences.push(format!("“{}”在单位名录中有{}个，文中写明{}个", g.name, g.count, stated));
        }
    }
    let targets = fanout.targets.iter().map(|t| {
        let title = model.targets.get(&t.name).map_or(t.name.clone(), |m| m.title.clone());
        let beside = t.stated.iter().map(|s| {
            let at = UnitRef::of(tree, s.at);
            if s.agrees.as_bool() == Some(false) {
                let (name, sum, said, from) = (&at.name, &s.quota_sum, &s.stated, &s.source);
                differences.push(format!("{name}的{title}：分解合计{sum}，{from}为{said}"));
            }
            stated(tree, s)
        });
        TargetView {
            stated: beside.collect(),
            name: t.name.clone(),
            title: title.clone(),
            units: t.units,
            sum_of_quotas: t.quota_sum.to_json(),
        }
    });
    let targets: Vec<TargetView> = targets.collect();
    let tables: Vec<StatedView> = fanout.tables.iter().map(|t| stated(tree, t)).collect();
    let said = |t: &StatedView| targets.iter().flat_map(|g| &g.stated).any(|s| s.at == t.at && s.source == t.source);
    for t in tables.iter().filter(|t| t.agrees == Some(false) && !said(t)) {
        let plain = luodi_engine::figure_from_json;
        differences.push(format!(
            "{}的{}：单位名录和任务合计{}，文中为{}",
            t.at.name,
            t.source,
            plain(&t.sum_of_quotas),
            plain(&t.stated)
        ));
    }
    FanoutView {
        units_total: fanout.units,
        groups: fanout
            .groups
            .iter()
            .map(|g| GroupView {
                name: g.name.clone(),
                count: g.count,
                stated: g.stated,
                agrees: g.stated.map(|s| s as usize == g.count),
            })
            .collect(),
        targets,
        tables,
        load: fanout
            .load
            .iter()
            .map(|l| LoadView { level: l.level.clone(), month: l.month.to_string(), duties: l.duties, units: l.units })
            .collect(),
        open_asks: fanout
            .open_asks
            .iter()
            .filter_map(|name| {
                let ask = model.asks.get(name)?;
                Some(AskRef { name: name.clone(), title: ask.title.clone(), needed_before_publication: ask.before_publication })
            })
            .collect(),
        differences,
    }
}
