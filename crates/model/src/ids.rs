//! Every entity has an id type of its own, so that a unit can't be passed where a user is meant.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A record of a register; made by the client (UUID), so that a submission sent twice is one record.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecordId(pub uuid::Uuid);

/// A unit (单位) of a tree. The number is the store's key; the public name of a unit is its code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct UnitId(pub u32);

/// A plan document (工作方案) that was uploaded.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PlanId(pub uuid::Uuid);

/// A file that records refer to (附件): the SM3 of its content, so that the same photo is the same file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct AttachmentId(pub [u8; 32]);

/// A person's account.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserId(pub i64);

/// The short name of a programme, as its folder is called: lower-case letters, digits and hyphens.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ProgrammeId(pub String);

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl fmt::Display for AttachmentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
impl std::str::FromStr for AttachmentId {
    type Err = NoAttachmentId;
    fn from_str(text: &str) -> Result<AttachmentId, NoAttachmentId> {
        let mut bytes = [0; 32];
        let lower = text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        for (byte, at) in bytes.iter_mut().zip(0..).filter(|_| lower) {
            *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).map_err(|_| NoAttachmentId)?;
        }
        if lower { Ok(AttachmentId(bytes)) } else { Err(NoAttachmentId) }
    }
}

/// Not 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not the id of an attachment")]
pub struct NoAttachmentId;

impl fmt::Display for PlanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl fmt::Display for ProgrammeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
