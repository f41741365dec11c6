//! Intake: what a form, a phone or a spreadsheet sends, read by the type of its field. Refuses with the field's name and a
//! plain reason; never rounds, never fills in.

use crate::{Context, Problem, entered};
use jiff::civil::Date;
use luodi_language::{Misread, read_measured};
use luodi_model::programme::{Field, FieldType};
use luodi_model::{Number, RecordId, Unknown, Value};
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

/// The stored JSON of a field, `None` for blank; or why it is refused.
pub(crate) fn read(ctx: &Context<'_>, name: &str, field: &Field, json: &Json) -> Result<Option<Json>, Problem> {
    let refuse = |say: String| Problem { field: Some(name.to_string()), say, clause: field.clause.as_ref().map(|c| c.0.clone()) };
    if is_blank(json) {
        return Ok(None);
    }
    if let Some(unknown) = Unknown::from_json(json) {
        return match unknown {
            Unknown::Missing => Ok(None),
            Unknown::Masked | Unknown::NotApplicable => Ok(Some(luodi_model::Value::Unknown(unknown).to_json())),
            _ => Err(refuse(format!("{}不能填写为待定", field.title))),
        };
    }
    let title = &field.title;
    let converted = match loosely(field, json).map_err(refuse)? {
        Some(Value::Unknown(unknown)) => return Ok(Some(Value::Unknown(unknown).to_json())),
        Some(value) => Some(value.to_json()),
        None => in_own_unit(field, json).map_err(|say| refuse(format!("{title}{say}")))?,
    };
    let json = converted.as_ref().unwrap_or(json);
    if matches!(field.type_, FieldType::Whole | FieldType::Decimal | FieldType::Percent | FieldType::Money) {
        limits(json).map_err(|say| refuse(format!("{title}{say}")))?;
    }
    match field.type_ {
        FieldType::Whole => whole(json).map(Some).map_err(|say| refuse(format!("{title}{say}"))),
        FieldType::Decimal | FieldType::Percent => match Number::from_json(json) {
            Some(n) => Ok(Some(n.to_json())),
            None => Err(refuse(format!("{title}应为数字"))),
        },
        FieldType::Money => match Number::from_json(json) {
            Some(n) if n.shown.scale() <= 2 || n.shown.normalize().scale() <= 2 => Ok(Some(n.to_json())),
            Some(_) => Err(refuse(format!("{title}最多两位小数（元、角、分）"))),
            None => Err(refuse(format!("{title}应为金额"))),
        },
        FieldType::Date => match json.as_str().and_then(civil_date) {
            Some(d) => Ok(Some(json!(d.to_string()))),
            None => Err(refuse(format!("{title}应为日期，如 2013-10-05"))),
        },
        FieldType::Time => match json.as_str().and_then(minute_of_day) {
            Some(t) => Ok(Some(json!(t))),
            None => Err(refuse(format!("{title}应为时间，如 09:30"))),
        },
        FieldType::Bool => match json {
            Json::Bool(_) => Ok(Some(json.clone())),
            Json::String(s) if matches!(s.trim(), "是" | "true" | "有" | "√") => Ok(Some(json!(true))),
            Json::String(s) if matches!(s.trim(), "否" | "false" | "无" | "×") => Ok(Some(json!(false))),
            _ => Err(refuse(format!("{title}应为“是”或“否”"))),
        },
        FieldType::Choice => choice(field, json).map(Some).map_err(refuse),
        FieldType::Choices => choices(field, json).map(Some).map_err(refuse),
        FieldType::Unit => unit(ctx, field, json).map(Some).map_err(refuse),
        FieldType::Record => match json.as_str().and_then(|s| s.parse().ok()).map(RecordId) {
            Some(id) => Ok(Some(json!(id.to_string()))),
            None => Err(refuse(format!("请从{title}的列表中选择"))),
        },
        FieldType::Files => match json {
            Json::Array(files) if files.len() > ITEMS_MAX => Err(refuse(format!("{title}最多{ITEMS_MAX}个附件"))),
            Json::Array(files) if files.iter().all(|f| f.is_string() || f.is_object()) => Ok(Some(json.clone())),
            Json::String(s) => Ok(Some(json!([s]))),
            _ => Err(refuse(format!("{title}应为附件"))),
        },
        FieldType::Text | FieldType::LongText => match json {
            Json::String(s) => {
                let (most, text) = match field.type_ {
                    FieldType::Text => (TEXT_MAX, s.trim()),
                    _ => (LONG_TEXT_MAX, s.trim_end()),
                };
                if text.chars().count() > most {
                    return Err(refuse(format!("{title}太长，最多{most}字")));
                }
                Ok(Some(json!(text)))
            }
            Json::Number(n) => Ok(Some(json!(n.to_string()))),
            _ => Err(refuse(format!("{title}应为文字"))),
        },
        FieldType::Mark => Err(refuse(format!("{title}由专门的按钮确认，不能填写"))),
        FieldType::Computed => Err(refuse(format!("{title}由系统计算，不能填写"))),
    }
}

/// A figure that came with its unit, in the unit of the field; `None`: it came without one, where that is allowed.
fn in_own_unit(field: &Field, json: &Json) -> Result<Option<Json>, String> {
    let own = match field.type_ {
        FieldType::Whole | FieldType::Decimal => field.measured_in.as_deref(),
        FieldType::Money => Some("元"),
        FieldType::Percent => Some("%"),
        _ => None,
    };
    let Some(own) = own else { return Ok(None) };
    let read = json.as_str().map_or(Err(Misread::NoUnit), |text| read_measured(text, own));
    match read {
        Ok(number) => Ok(Some(Number::exact(number).to_json())),
        Err(Misread::OtherUnit) => Err(format!("的单位应能换算成{own}")),
        Err(_) if field.with_unit => Err(format!("要连同单位填写，例如 30{own}")),
        Err(_) => Ok(None),
    }
}

/// A figure that is masked or approximate as it is written (28*0, 50余人, 1.4亿); `None`: it isn't.
fn loosely(field: &Field, json: &Json) -> Result<Option<Value>, String> {
    if !matches!(field.type_, FieldType::Whole | FieldType::Decimal | FieldType::Percent | FieldType::Money) {
        return Ok(None);
    }
    let Some(text) = json.as_str().filter(|t| entered::is_loose(t)) else { return Ok(None) };
    let unit = match field.type_ {
        FieldType::Percent => Some(field.measured_in.as_deref().unwrap_or("%")),
        FieldType::Money => Some("元"),
        _ => field.measured_in.as_deref(),
    };
    if field.with_unit && !entered::has_unit(text) {
        return Ok(None);
    }
    entered::read(text, unit).map_err(|written| match unit {
        Some(unit) => format!("{}的单位是{unit}，不是{written}", field.title),
        None => format!("{}没有单位，不能写{written}", field.title),
    })
}

fn is_blank(json: &Json) -> bool {
    match json {
        Json::Null => true,
        Json::String(s) => s.trim().is_empty(),
        Json::Array(a) => a.is_empty(),
        _ => false,
    }
}

/// Most characters of a text and of a long text.
const TEXT_MAX: usize = 1_000;
const LONG_TEXT_MAX: usize = 50_000;
/// Most attachments or choices in one field.
const ITEMS_MAX: usize = 200;

/// No figure of an office is larger (a thousand million million), and sums of this many digits never overflow or round.
const NUMBER_MAX: i64 = 1_000_000_000_000_000;
/// Most decimals of a number.
const DECIMALS_MAX: u32 = 6;

/// Numbers so large or so long that sums over them would round are refused; so are bounds that contradict each other.
fn limits(json: &Json) -> Result<(), String> {
    let Some(number) = Number::from_json(json) else { return Ok(()) };
    let parts = [Some(number.shown), number.low(), number.high()];
    let max = Decimal::from(NUMBER_MAX);
    if parts.iter().flatten().any(|n| n.abs() > max) {
        return Err("太大，请核对单位".to_string());
    }
    if parts.iter().flatten().any(|n| n.normalize().scale() > DECIMALS_MAX) {
        return Err(format!("最多{DECIMALS_MAX}位小数"));
    }
    let inside = number.low().is_none_or(|l| l <= number.shown) && number.high().is_none_or(|h| number.shown <= h);
    if inside { Ok(()) } else { Err("的上下限与数值不符".to_string()) }
}

fn whole(json: &Json) -> Result<Json, &'static str> {
    let number = Number::from_json(json).ok_or("应为整数")?;
    if number.shown < Decimal::ZERO {
        return Err("不能小于0");
    }
    if !number.is_whole() {
        return Err("应为整数，不能有小数");
    }
    Ok(number.to_json())
}

/// `2013-10-05`, `2013/10/5`, `2013.10.5`, `2013年10月5日`.
pub(crate) fn civil_date(text: &str) -> Option<Date> {
    let cleaned: String =
        text.trim().chars().map(|c| if "年月/.".contains(c) { '-' } else { c }).filter(|c| *c != '日').collect();
    let mut parts = cleaned.split('-').map(str::trim);
    let (y, m, d) = (parts.next()?, parts.next()?, parts.next()?);
    if y.len() != 4 || parts.next().is_some() {
        return None;
    }
    Date::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?).ok()
}

/// `9:30`, `09：30`, `09:30:00` → `09:30`.
fn minute_of_day(text: &str) -> Option<String> {
    let mut parts = text.trim().split([':', '：']);
    let mut part = |below: u8| {
        let digits = parts.next()?;
        let number: u8 = (1..=2).contains(&digits.len()).then(|| digits.parse().ok())??;
        (number < below).then_some(number)
    };
    let (h, m) = (part(24)?, part(60)?);
    let seconds = parts.next();
    let whole = seconds.is_none_or(|s| s.len() == 2 && s.parse::<u8>().is_ok_and(|s| s < 60)) && parts.next().is_none();
    whole.then(|| format!("{h:02}:{m:02}"))
}

fn choice(field: &Field, json: &Json) -> Result<Json, String> {
    let text = json.as_str().map(str::trim).ok_or_else(|| format!("{}应从选项中选择", field.title))?;
    if field.options.iter().any(|o| o == text) || field.open_with_reason.is_some() {
        return Ok(json!(text));
    }
    Err(format!("{}只能是：{}", field.title, field.options.join("、")))
}

/// An array of options, or a text of options joined by 、 or commas.
fn choices(field: &Field, json: &Json) -> Result<Json, String> {
    let items: Vec<String> = match json {
        Json::Array(a) => a.iter().filter_map(|i| i.as_str().map(|s| s.trim().to_string())).collect(),
        Json::String(s) => {
            s.split(['、', '，', ',', ';', '；']).map(|p| p.trim().to_string()).filter(|p| !p.is_empty()).collect()
        }
        _ => return Err(format!("{}应从选项中选择", field.title)),
    };
    if items.len() > ITEMS_MAX {
        return Err(format!("{}最多选{ITEMS_MAX}项", field.title));
    }
    let strange: Vec<&str> = items.iter().map(String::as_str).filter(|i| !field.options.iter().any(|o| o == i)).collect();
    if !field.options.is_empty() && !strange.is_empty() && field.open_with_reason.is_none() {
        return Err(format!("{}没有这个选项：{}", field.title, strange.join("、")));
    }
    Ok(json!(items))
}

/// By code; a name, with or without the word for its kind, or an alias that only one unit bears is understood too.
fn unit(ctx: &Context<'_>, field: &Field, json: &Json) -> Result<Json, String> {
    let text = json.as_str().map(str::trim).unwrap_or_default();
    let tree = ctx.facts.units();
    let only = |bears: &dyn Fn(&luodi_model::Unit) -> bool| {
        let mut bearers = tree.all().iter().filter(|u| bears(u));
        bearers.next().filter(|_| bearers.next().is_none())
    };
    let named = |text: &str| only(&|u| u.name == text || u.aliases.iter().any(|a| a == text));
    // Scans leave blanks inside names (市自然 资源局).
    let whole = || text.split_whitespace().collect::<String>();
    let found = tree.by_code(text).or_else(|| named(text)).or_else(|| named(&whole()));
    // 尼木 for 尼木县, where only one unit is called so.
    let found = found.or_else(|| only(&|u| crate::fanout::stem(&u.name) == Some(text)));
    let found = found.ok_or_else(|| format!("{}“{text}”不在单位名录中", field.title))?;
    match &field.of {
        Some(group) if !ctx.in_group(group, found) => Err(format!("{}应属于“{group}”，{}不是", field.title, found.name)),
        _ => Ok(json!(found.code)),
    }
}
