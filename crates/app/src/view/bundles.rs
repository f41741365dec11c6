//! Targets counted together, and figures that should be equal.

use super::{Figure, FigureSchema, UnitRef};
use luodi_engine::{Context, Part, agreed, bundled};
use luodi_model::UnitId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// "13 of 14": how many of several targets are met, and which are not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BundleCard {
    pub name: String,
    pub title: String,
    pub met: usize,
    pub expected: usize,
    pub short: Vec<BundlePart>,
    pub undecided: Vec<BundlePart>,
    /// Bool, or unknown with its reason.
    #[schema(value_type = FigureSchema)]
    pub complete: Figure,
    pub clause: Option<String>,
}

/// One target of a bundle, at the unit that holds it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BundlePart {
    pub target: String,
    pub title: String,
    pub unit: UnitRef,
}

/// Two figures that should be equal, with their difference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AgreementCard {
    pub name: String,
    pub title: String,
    #[schema(value_type = FigureSchema)]
    pub left: Figure,
    #[schema(value_type = FigureSchema)]
    pub right: Figure,
    #[schema(value_type = FigureSchema)]
    pub difference: Figure,
    #[schema(value_type = FigureSchema)]
    pub agrees: Figure,
    pub clause: Option<String>,
}

/// The bundles of a programme as a unit reads them.
pub fn bundles(ctx: &Context<'_>, unit: UnitId) -> Vec<BundleCard> {
    let model = &ctx.programme.model;
    let part = |p: &Part| BundlePart {
        target: p.target.clone(),
        title: model.targets.get(&p.target).map(|t| t.title.clone()).unwrap_or_default(),
        unit: UnitRef::of(ctx.facts.units(), p.unit),
    };
    let card = |(name, bundle): (&String, &luodi_model::programme::Bundle)| {
        let found = bundled(ctx, name, unit)?;
        Some(BundleCard {
            name: name.clone(),
            title: bundle.title.clone(),
            met: found.met,
            expected: found.expected,
            short: found.short.iter().map(part).collect(),
            undecided: found.undecided.iter().map(part).collect(),
            complete: found.complete.to_json(),
            clause: bundle.clause.as_ref().map(|c| c.0.clone()),
        })
    };
    model.bundles.iter().filter_map(card).collect()
}

/// The agreements of a programme as a unit reads them.
pub fn agreements(ctx: &Context<'_>, unit: UnitId) -> Vec<AgreementCard> {
    let card = |(name, agreement): (&String, &luodi_model::programme::Agreement)| {
        let found = agreed(ctx, name, unit)?;
        Some(AgreementCard {
            name: name.clone(),
            title: agreement.title.clone(),
            left: found.left.to_json(),
            right: found.right.to_json(),
            difference: found.difference.to_json(),
            agrees: found.agrees.to_json(),
            clause: agreement.clause.as_ref().map(|c| c.0.clone()),
        })
    };
    ctx.programme.model.agreements.iter().filter_map(card).collect()
}
