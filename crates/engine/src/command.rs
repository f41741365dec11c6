//! Commands: what a person or a device asks for.

use indexmap::IndexMap;
use jiff::civil::Date;
use luodi_model::{ProgrammeId, RecordId, UnitId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// What an account may do in its subtree of units.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Enters, corrects, files (经办).
    Clerk,
    /// Reads (领导).
    Leader,
    /// Reads plans, confirms drafts, publishes, manages accounts of the subtree (管理员).
    Manager,
}

/// Who acts, for which unit. Jurisdiction is the unit's subtree.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Actor {
    pub user: UserId,
    pub name: String,
    pub unit: UnitId,
    pub role: Role,
    /// Device or channel, for the trace (网页, 手机, 导入, 命令行).
    #[serde(default)]
    pub device: Option<String>,
}

/// What is asked for. Ids are made by the client; a command whose id is known already is answered with what it did then.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Command {
    /// A new record.
    Submit {
        programme: ProgrammeId,
        register: String,
        id: RecordId,
        /// The first state; absent: the register's first.
        #[serde(default)]
        state: Option<String>,
        /// Units by code (text), records by id, everything else as [`luodi_model::Value`].
        fields: IndexMap<String, Json>,
    },
    /// A record that comes with the programme.
    Give { programme: ProgrammeId, row: crate::GivenRow },
    /// Other values for some fields of a record (更正); `null` clears.
    Correct {
        id: RecordId,
        /// The version the person saw; another one stored meanwhile is a conflict, and nothing is lost.
        seen: u32,
        fields: IndexMap<String, Json>,
        #[serde(default)]
        reason: Option<String>,
    },
    /// Next state, with the fields that it asks for.
    Move {
        id: RecordId,
        seen: u32,
        to: String,
        #[serde(default)]
        fields: IndexMap<String, Json>,
        #[serde(default)]
        reason: Option<String>,
    },
    /// Sets a mark (存档, 签收) in the name of the actor's unit.
    Mark { id: RecordId, field: String },
    /// Files a return for a period; filing again makes the next version.
    File { programme: ProgrammeId, form: String, unit: UnitId, first: Date, id: RecordId },
    /// Says that nothing happened in a period (零报告).
    ReportZero { programme: ProgrammeId, duty: String, unit: UnitId, first: Date },
    /// Answers an ask.
    Answer { programme: ProgrammeId, ask: String, value: Json },
}

impl Command {
    /// The programme named by the command; changes of a record belong to that of the record.
    pub fn programme(&self) -> Option<&ProgrammeId> {
        match self {
            Command::Submit { programme, .. }
            | Command::Give { programme, .. }
            | Command::File { programme, .. }
            | Command::ReportZero { programme, .. }
            | Command::Answer { programme, .. } => Some(programme),
            Command::Correct { .. } | Command::Move { .. } | Command::Mark { .. } => None,
        }
    }
}
