//! Posts (岗位): who holds which responsibility of a unit, from a day to a day.

use super::{event, next_id};
use crate::db::args;
use crate::error::Result;
use crate::job::Stamp;
use crate::store::Store;
use jiff::civil::Date;
use luodi_model::{UnitId, UserId};
use serde_json::json;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Post {
    /// 0 for a new one.
    pub id: i64,
    pub unit: UnitId,
    /// 村医, 分管领导 ….
    pub name: String,
    /// `None`: vacant.
    pub holder: Option<UserId>,
    pub from: Option<Date>,
    pub to: Option<Date>,
}

impl Store {
    /// Adds a post (id 0) or replaces one; answers its id.
    pub async fn put_post(&self, stamp: &Stamp, post: Post) -> Result<i64> {
        self.table(stamp, move |link| {
            let id = if post.id == 0 { next_id(link, "SELECT MAX(id) FROM post")? } else { post.id };
            let sql = "INSERT INTO post (id, unit, name, account, from_day, to_day) VALUES ($1, $2, $3, $4, $5, $6) \
                       ON CONFLICT (id) DO UPDATE SET unit = excluded.unit, name = excluded.name, account = excluded.account, \
                       from_day = excluded.from_day, to_day = excluded.to_day";
            let day = |d: Option<Date>| d.map(crate::time::day_number);
            link.execute(sql, args![id, post.unit, &post.name, post.holder.map(|h| h.0), day(post.from), day(post.to)])?;
            let data = json!({
                "unit": post.unit.0, "name": post.name, "holder": post.holder.map(|h| h.0), "from": post.from, "to": post.to,
            });
            Ok((id, event("post_changed", id.to_string(), data)))
        })
        .await
    }

    /// The posts of a unit, past and present.
    pub async fn posts(&self, unit: UnitId) -> Result<Vec<Post>> {
        let sql = "SELECT id, unit, name, account, from_day, to_day FROM post WHERE unit = $1 ORDER BY id";
        let rows = self.readers().acquire().await?.rows(sql, args![unit]).await?;
        let day = |n: Option<i64>| n.map(crate::time::date).transpose();
        rows.iter()
            .map(|r| {
                Ok(Post {
                    id: r.int(0)?,
                    unit: r.unit(1)?,
                    name: r.text(2)?,
                    holder: r.int_or_null(3)?.map(UserId),
                    from: day(r.int_or_null(4)?)?,
                    to: day(r.int_or_null(5)?)?,
                })
            })
            .collect()
    }
}
