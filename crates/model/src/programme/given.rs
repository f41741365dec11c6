//! Given records (方案自带记录): rows of the plan itself, stored as records when it is published.

use super::Clause;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A table of records that come with the programme. Each is stored once, under an id made from its name, its key and its
/// unit; publishing again adds what is new and changes nothing that people have worked on.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Given {
    pub register: String,
    /// State of the records; absent: the register's first.
    #[serde(default)]
    pub state: Option<String>,
    /// Group of units: each gets the rows as its own. Absent: the rows name their unit, or are those of the unit that publishes.
    #[serde(default, rename = "for")]
    pub for_: Option<String>,
    /// Fields of the register, in the order of the rows. The first one is the key: no two rows (of one unit) share it.
    pub columns: Vec<String>,
    /// Values as a person would type them; blank stays blank. A field of type `record` takes `table/key` of another given row.
    pub rows: Vec<Vec<Entry>>,
    #[serde(default)]
    pub clause: Option<Clause>,
}

/// One value of a given row, as text.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Entry(pub String);
