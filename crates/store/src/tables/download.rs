//! How often a public file was taken (下载次数).

use crate::db::args;
use crate::error::Result;
use crate::job::Stamp;
use crate::store::Store;
use luodi_model::{AttachmentId, ProgrammeId};

impl Store {
    /// Counts one more download of a file of a programme.
    pub async fn count_download(&self, stamp: &Stamp, programme: &ProgrammeId, id: AttachmentId) -> Result<()> {
        let programme = programme.0.clone();
        self.table(stamp, move |link| {
            let sql = "INSERT INTO download (programme, id, times) VALUES ($1, $2, 1) \
                       ON CONFLICT (programme, id) DO UPDATE SET times = download.times + 1";
            link.execute(sql, args![&programme, id])?;
            Ok(((), None))
        })
        .await
    }

    /// How often a file of a programme was taken.
    pub async fn downloads(&self, programme: &ProgrammeId, id: AttachmentId) -> Result<i64> {
        let sql = "SELECT times FROM download WHERE programme = $1 AND id = $2";
        let row = self.readers().acquire().await?.row(sql, args![&programme.0, id]).await?;
        Ok(row.map(|r| r.int(0)).transpose()?.unwrap_or(0))
    }
}
