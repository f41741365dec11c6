//! Values of a field's type, as people type them: mostly right, now and then wrong.

use crate::client::Desk;
use crate::dice::Dice;
use jiff::ToSpan;
use luodi_engine::{Actor, Context, Facts};
use luodi_model::programme::{Field, FieldType};
use luodi_model::{UnitId, beijing};
use serde_json::{Value as Json, json};

const WORDS: [&str; 6] = ["文化广场", "卫生室", "社区中心", "已完成", "见附件", "无"];

/// A value for a field; `None` where nobody types one.
pub(crate) fn value(desk: &Desk<'_>, actor: &Actor, field: &Field, dice: &mut Dice) -> Option<Json> {
    let bad = dice.chance(desk.faults.bad_values);
    Some(match field.type_ {
        FieldType::Mark | FieldType::Computed => return None,
        FieldType::Text | FieldType::LongText => json!(*dice.pick(&WORDS)?),
        FieldType::Whole if bad => dice.pick(&[json!(-1), json!(3.5), json!("很多"), json!("9".repeat(24))])?.clone(),
        FieldType::Whole if dice.chance(4) => json!({"about": "50", "low": "50", "high": null}),
        FieldType::Whole => json!(dice.below(160)),
        FieldType::Decimal | FieldType::Percent if bad => json!("约"),
        FieldType::Decimal | FieldType::Percent => json!(format!("{}.{}", dice.below(100), dice.below(100))),
        FieldType::Money => json!(format!("{}.{:02}", dice.below(100_000), dice.below(if bad { 1000 } else { 100 }))),
        FieldType::Date => {
            let ahead = if bad { 60 } else { 0 };
            json!(beijing(desk.now).date().saturating_sub(dice.between(-ahead, 40).days()).to_string())
        }
        FieldType::Time => json!(format!("{:02}:{:02}", dice.below(if bad { 30 } else { 24 }), dice.below(60))),
        FieldType::Bool => json!(dice.chance(50)),
        FieldType::Choice if bad => json!("没有的选项"),
        FieldType::Choice => json!(dice.pick(&field.options)?),
        FieldType::Choices => {
            let chosen: Vec<&String> = field.options.iter().filter(|_| dice.chance(30)).collect();
            json!(chosen)
        }
        FieldType::Unit => {
            let group = field.of.as_deref().filter(|_| !bad);
            let unit = if bad { anybody(desk, dice) } else { member(desk, actor, group, dice) }?;
            json!(desk.memory.units().get(unit)?.code)
        }
        FieldType::Record => {
            let wanted = field.of.as_deref().unwrap_or_default();
            let mut ids: Vec<_> = desk.memory.all_records().filter(|r| bad || r.register == wanted).map(|r| r.id).collect();
            ids.sort();
            json!(dice.pick(&ids)?.to_string())
        }
        FieldType::Files => json!(["附件.pdf"]),
    })
}

/// A unit of a group in the actor's jurisdiction; now and then one outside it.
pub(crate) fn member(desk: &Desk<'_>, actor: &Actor, group: Option<&str>, dice: &mut Dice) -> Option<UnitId> {
    if dice.chance(desk.faults.bad_values) {
        return anybody(desk, dice);
    }
    let ctx = Context::new(desk.programme, desk.memory, desk.now);
    let tree = desk.memory.units();
    let members = match group {
        Some(group) => ctx.members(group, Some(actor.unit)),
        None => tree.subtree(actor.unit).map(|p| tree.at(p).id).collect(),
    };
    // People work for their own unit more often than for those below it.
    if members.contains(&actor.unit) && dice.chance(60) {
        return Some(actor.unit);
    }
    dice.pick(&members).copied()
}

fn anybody(desk: &Desk<'_>, dice: &mut Dice) -> Option<UnitId> {
    dice.pick(desk.memory.units().all()).map(|u| u.id)
}
