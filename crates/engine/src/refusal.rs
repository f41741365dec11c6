//! Refusals: nothing stored, the field named, the reason in words, the input kept for correction.

use serde::{Deserialize, Serialize};

/// One reason, with the field it concerns (its name in the register) where there is one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Problem {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// In Chinese, as the programme or the mechanism says it.
    pub say: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// Why a command was not carried out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// Values or conditions of the record.
    #[error("{}", .problems.iter().map(|p| p.say.as_str()).collect::<Vec<_>>().join("；"))]
    Invalid { problems: Vec<Problem> },
    /// The state can't be reached from here; `missing` names the steps that are open (titles).
    #[error("须先完成：{}", .missing.join("、"))]
    Step { missing: Vec<String> },
    /// Somebody stored another version meanwhile.
    #[error("记录已被他人更新到第{current}版，请核对后再提交")]
    Conflict { current: u32 },
    /// No such thing, or not in the actor's jurisdiction: the two are not told apart.
    #[error("找不到，或不在您的管辖范围")]
    NotFound,
    /// The role doesn't allow it.
    #[error("您的岗位不能做这项操作")]
    NotAllowed,
    /// The id stands for something else already.
    #[error("这个编号已用于另一条内容")]
    IdTaken,
}

impl Refusal {
    pub fn field(field: &str, say: impl Into<String>) -> Refusal {
        Refusal::Invalid { problems: vec![Problem { field: Some(field.to_string()), say: say.into(), clause: None }] }
    }
    pub fn say(say: impl Into<String>) -> Refusal {
        Refusal::Invalid { problems: vec![Problem { field: None, say: say.into(), clause: None }] }
    }
}
