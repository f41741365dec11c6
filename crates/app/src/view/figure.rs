//! Figures and names of units on the wire.

use luodi_engine::{Context, shown_ratio};
use luodi_model::programme::{Measure, MeasureKind};
use luodi_model::{Number, UnitId, UnitTree, Value};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use utoipa::openapi::schema::{ArrayBuilder, Object, OneOfBuilder, Schema, Type};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

/// A value on the wire: text, bool, array, a number as a decimal string; unknown as `null` or an object. Described by
/// [`FigureSchema`].
pub type Figure = serde_json::Value;

/// How a [`Figure`] is described: `null` (missing, not zero), text (also days, and numbers as decimal strings), yes or no,
/// a list, an unknown with its kind and reason, or an approximate number.
#[derive(Clone, Copy, Debug)]
pub struct FigureSchema;

impl PartialSchema for FigureSchema {
    fn schema() -> RefOr<Schema> {
        let plain = |type_| Object::with_type(type_);
        let one = OneOfBuilder::new()
            .description(Some(
                "值：null 为缺；文字、日期和数（十进制文本）为字符串；是否为布尔；多项为数组；未知带种类和原因；约数带范围。 \
                 A value: null is missing and not zero; text, days and numbers (decimal text) are strings.",
            ))
            .item(plain(Type::Null))
            .item(plain(Type::String))
            .item(plain(Type::Boolean))
            .item(plain(Type::Number))
            .item(ArrayBuilder::new().items(Ref::from_schema_name("Figure")))
            .item(Ref::from_schema_name("UnknownFigure"))
            .item(Ref::from_schema_name("AboutFigure"));
        RefOr::T(Schema::OneOf(one.build()))
    }
}

impl ToSchema for FigureSchema {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Figure")
    }
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push(("UnknownFigure".to_string(), UnknownFigure::schema()));
        schemas.push(("AboutFigure".to_string(), AboutFigure::schema()));
        UnknownFigure::schemas(schemas);
    }
}

/// A value that nobody has, or that may not be shown. Never zero.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct UnknownFigure {
    pub unknown: UnknownKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub why: Option<String>,
}

/// Kinds of not knowing (a missing value reads `null`).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnknownKind {
    /// Rests on something that is still open (待定).
    Pending,
    /// Held, and not shown to this viewer (＊).
    Masked,
    NotApplicable,
    /// For example 0 of 0.
    NotComputable,
}

/// An approximate number (约 50): the shown one, and bounds where they are known.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AboutFigure {
    pub about: String,
    pub low: Option<String>,
    pub high: Option<String>,
}

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
