//! Figures and names of units on the wire.

use luodi_engine::{Context, shown_ratio};
use luodi_model::programme::{Measure, MeasureKind};
use luodi_model::{Number, UnitId, UnitTree, Value};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A value on the wire: text, bool, array, a number as a decimal string; unknown as `null` or an object.
pub type Figure = serde_json::Value;

/// A unit as tables name it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct UnitRef {
    pub code: String,
    pub name: String,
    pub level: String,
}

impl UnitRef {
    pub fn of(tree: &UnitTree, id: UnitId) -> UnitRef {
        match tree.get(id) {
            Some(u) => UnitRef { code: u.code.clone(), name: u.name.clone(), level: u.level.clone() },
            None => UnitRef { code: String::new(), name: "（已撤销的单位）".to_string(), level: String::new() },
        }
    }
    pub fn all(tree: &UnitTree, ids: &[UnitId]) -> Vec<UnitRef> {
        ids.iter().map(|&id| UnitRef::of(tree, id)).collect()
    }
}

/// A measure's value as people read it: ratios are rounded, but never rounded up to the quota.
pub fn measured(ctx: &Context<'_>, measure: &str, value: &Value, quota: Option<&Value>) -> Value {
    let Some(model) = ctx.programme.model.measures.get(measure) else { return value.clone() };
    match value {
        Value::Number(n) if is_ratio(model) => match n.value() {
            Some(exact) => {
                let quota = quota.and_then(Value::as_number).and_then(Number::value);
                Value::number(shown_ratio(exact, quota))
            }
            None => Value::Number(Number::about(n.shown.round_dp(1), n.low(), n.high())),
        },
        other => other.clone(),
    }
}

fn is_ratio(measure: &Measure) -> bool {
    matches!(measure.kind, MeasureKind::Ratio { .. })
}
