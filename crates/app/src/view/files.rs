//! Attachments of a record on the wire.

use super::words::FileKind;
use indexmap::IndexMap;
use luodi_model::AttachmentId;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::ToSchema;

/// Files by field.
pub type Attached = IndexMap<String, Vec<FileRef>>;

/// An entry of a `files` field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FileRef {
    /// What a `files` field refers to. `null`: a name only, nothing was uploaded (未上传).
    pub id: Option<String>,
    pub name: String,
    /// By its content.
    pub kind: Option<FileKind>,
    /// Bytes.
    pub size: Option<i64>,
}

/// The ids among the entries of a field.
pub fn ids(value: &Json) -> Vec<AttachmentId> {
    let list = value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice);
    list.iter().filter_map(|entry| entry.as_str()?.parse().ok()).collect()
}

/// The entries of a field; what is known of uploads is added later.
pub fn entries(value: &Json) -> Vec<FileRef> {
    let entry = |e: &Json| {
        let text = e.as_str().or_else(|| e.get("name")?.as_str()).unwrap_or_default().to_string();
        let is_id = text.parse::<AttachmentId>().is_ok();
        FileRef { id: is_id.then(|| text.clone()), name: if is_id { "附件".to_string() } else { text }, kind: None, size: None }
    };
    value.as_array().into_iter().flatten().map(entry).collect()
}
