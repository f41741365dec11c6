//! A plan's way through the API: upload, look, decide, draft, save, answer, publish.

use crate::client::Client;
use crate::desk::find;
use serde_json::{Value as Json, json};

impl Client {
    /// Uploads a plan; its id.
    ///
    /// # Panics
    /// When it is refused.
    pub fn upload_plan(&self, name: &str, bytes: &[u8]) -> String {
        let (status, said) = self.upload("/api/plans/upload", name, bytes);
        assert_eq!(status, 201, "{said}");
        said["id"].as_str().unwrap_or_default().to_string()
    }
    /// The review page of a plan; `document`: another document of the file.
    ///
    /// # Panics
    /// When it isn't there.
    #[must_use]
    pub fn plan(&self, id: &str, document: Option<usize>) -> Json {
        let chosen = document.map_or(String::new(), |d| format!("?document={d}"));
        let (status, said) = self.get(&format!("/api/plans/{id}{chosen}"));
        assert_eq!(status, 200, "{said}");
        said
    }
    /// The document of a plan that begins in a line.
    ///
    /// # Panics
    /// When none does.
    #[must_use]
    pub fn plan_from(&self, id: &str, first_line: u64) -> Json {
        let page = self.plan(id, None);
        let documents = page["documents"].as_array().cloned().unwrap_or_default();
        let found = documents.iter().find(|d| d["first_line"] == first_line);
        let index = found
            .and_then(|d| d["index"].as_u64())
            .unwrap_or_else(|| panic!("no document begins in {first_line}: {documents:?}"));
        self.plan(id, Some(index as usize))
    }
    /// Decides on a finding by one of its choices.
    ///
    /// # Panics
    /// When it is refused.
    pub fn decide(&self, plan: &str, finding: &Json, choice: &str) {
        let id = finding["id"].as_str().unwrap_or_default();
        let (status, said) =
            self.post(&format!("/api/plans/{plan}/findings/{id}/decision"), &json!({"choice": choice, "note": "核对过"}));
        assert_eq!(status, 204, "{said}");
    }

    /// Saves a programme file as a draft, answers its asks, and publishes it.
    ///
    /// # Panics
    /// When a step is refused or the file has a fault.
    pub fn publish(&self, programme: &str, yaml: &str, answers: &[(&str, Json)]) -> Json {
        let (_, draft) = self.get(&format!("/api/programmes/{programme}/draft"));
        let version = draft["version"].as_u64().unwrap_or(0);
        self.save(programme, yaml, version);
        for (ask, value) in answers {
            let (status, said) = self.put(&format!("/api/programmes/{programme}/asks/{ask}"), &json!({"value": value}));
            assert_eq!(status, 200, "{ask}: {said}");
        }
        let (status, said) = self.post(&format!("/api/programmes/{programme}/publish"), &json!({}));
        assert_eq!(status, 200, "{said}");
        said
    }
    /// Saves a programme file as a draft; it must have no error.
    ///
    /// # Panics
    /// When it is refused or the file has a fault.
    pub fn save(&self, programme: &str, yaml: &str, version: u64) {
        let (status, said) = self.put(&format!("/api/programmes/{programme}/draft"), &json!({"yaml": yaml, "version": version}));
        assert_eq!(status, 200, "{said}");
        assert_eq!(find(&said["diagnostics"], "severity", "error"), None, "{said}");
    }
}

/// Elements of a kind on a review page.
#[must_use]
pub fn elements<'a>(page: &'a Json, kind: &str) -> Vec<&'a Json> {
    page["elements"].as_array().into_iter().flatten().filter(|e| e["kind"] == kind).collect()
}

/// Findings of a code on a review page.
#[must_use]
pub fn findings<'a>(page: &'a Json, code: &str) -> Vec<&'a Json> {
    page["findings"].as_array().into_iter().flatten().filter(|f| f["code"] == code).collect()
}

/// Labels of the headings of one level, in order.
#[must_use]
pub fn headings(page: &Json, level: u32) -> Vec<String> {
    let detail = format!("第{level}级");
    let found = elements(page, "heading").into_iter().filter(|e| e["detail"] == detail.as_str());
    found.filter_map(|e| e["label"].as_str().map(str::to_string)).collect()
}

/// A cell of a table on a review page; `None`: blank in the text.
///
/// # Panics
/// When the table has no such row or column.
#[must_use]
pub fn cell(table: &Json, row: &str, column: &str) -> Option<String> {
    let columns = table["columns"].as_array().cloned().unwrap_or_default();
    let at = columns.iter().position(|c| c == column).unwrap_or_else(|| panic!("no column {column}: {columns:?}"));
    let row = find(&table["rows"], "label", row).unwrap_or_else(|| panic!("no row {row}: {table}"));
    row["cells"][at].as_str().map(str::to_string)
}
