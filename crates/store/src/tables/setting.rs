//! Settings of the installation: name and text.

use super::event;
use crate::db::args;
use crate::error::Result;
use crate::job::Stamp;
use crate::store::Store;
use serde_json::json;

impl Store {
    /// Sets a text. Not for secrets: the event tells it.
    pub async fn put_setting(&self, stamp: &Stamp, name: &str, text: &str) -> Result<()> {
        let (name, text) = (format!("app:{name}"), text.to_string());
        self.table(stamp, move |link| {
            let sql =
                "INSERT INTO setting (name, content) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET content = excluded.content";
            link.execute(sql, args![&name, &text])?;
            Ok(((), event("setting_changed", name.trim_start_matches("app:"), json!({ "text": text }))))
        })
        .await
    }
    pub async fn setting(&self, name: &str) -> Result<Option<String>> {
        let sql = "SELECT content FROM setting WHERE name = $1";
        let row = self.readers().acquire().await?.row(sql, args![format!("app:{name}")]).await?;
        Ok(row.map(|r| r.text_or_null(0)).transpose()?.flatten())
    }
}
