//! What a draft changes of the published programme, said before it is published.

use super::words::ProgrammeState;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How an element of the file differs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileChange {
    Added,
    Changed,
    Dropped,
}

/// A part of a programme file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FilePart {
    Asks,
    Groups,
    Registers,
    Given,
    Measures,
    Targets,
    Bundles,
    Agreements,
    Duties,
    Returns,
    Lists,
    Tables,
}

/// One element that the draft adds, changes or drops.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ElementChange {
    pub part: FilePart,
    pub name: String,
    pub title: String,
    pub change: FileChange,
    /// Which properties differ, with both values.
    pub properties: Vec<PropertyChange>,
    /// What is kept of it: records, filed returns, what was done.
    pub kept: Option<String>,
    /// Why it cannot be published so: something that was kept would be lost.
    pub loses: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PropertyChange {
    pub property: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// What a draft changes; nothing changes before it is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DraftChanges {
    pub state: ProgrammeState,
    /// The version that runs; `null`: none.
    pub version: Option<u32>,
    pub items: Vec<ElementChange>,
}
