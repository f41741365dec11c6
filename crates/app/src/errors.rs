//! What the store and the reader of files refuse, as problems that a user can see.

use crate::problem::{Code, Problem};
use luodi_source::SourceError;
use luodi_store::{StoreError, WriteError};

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Problem {
        match error {
            StoreError::Closed | StoreError::Unavailable(_) => Problem::new(Code::Busy).because(error),
            StoreError::Taken(_) => Problem::new(Code::NameTaken).because(error),
            StoreError::TooMany(count) => {
                Problem::say(Code::BadParameter, format!("符合条件的有 {count} 条，太多了，请缩小范围。"))
            }
            StoreError::UnitInUse(code) => Problem::field("unit", format!("单位 {code} 已有下级或记录，不能去掉")),
            StoreError::Units(error) => Problem::field("unit", units_say(&error)),
            other => Problem::internal(other),
        }
    }
}

fn units_say(error: &luodi_model::UnitTreeError) -> String {
    use luodi_model::UnitTreeError;
    match error {
        UnitTreeError::NoParent { code, .. } => format!("单位 {code} 的上级不存在"),
        UnitTreeError::CodeTwice(code) => format!("单位编码 {code} 出现了两次"),
        UnitTreeError::Cycle(code) => format!("单位 {code} 成了自己的上级，请检查上级编码"),
    }
}

impl From<WriteError> for Problem {
    fn from(error: WriteError) -> Problem {
        match error {
            WriteError::Refused(refusal) => refusal.into(),
            WriteError::Store(error) => error.into(),
        }
    }
}

impl From<SourceError> for Problem {
    fn from(error: SourceError) -> Problem {
        match error {
            SourceError::TooLarge { .. } => Problem::say(Code::TooLarge, error.chinese()),
            other => Problem::say(Code::UnreadableFile, other.chinese()),
        }
    }
}
