//! What anybody may see without signing in: the pages that a programme opens, with the fields it names and no others.

use crate::App;
use crate::problem::{Outcome, Problem};
use crate::view::records::ColumnRef;
use crate::view::{Figure, FigureSchema};
use indexmap::IndexMap;
use luodi_engine::{Context, RecordQuery, StoredRecord, eval_on_record};
use luodi_model::programme::{Access, PublicPage as Model};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// Records shown on a public page at most.
const ITEMS_MAX: usize = 500;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PublicProgramme {
    pub id: String,
    pub title: String,
    pub summary: String,
    pub pages: Vec<PublicPage>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PublicPage {
    pub title: String,
    pub columns: Vec<ColumnRef>,
    #[schema(value_type = Vec<IndexMap<String, FigureSchema>>)]
    pub items: Vec<IndexMap<String, Figure>>,
}

impl App {
    /// Programmes that open at least one page.
    ///
    /// # Errors
    /// As the store.
    pub async fn public_programmes(&self) -> Outcome<Vec<PublicProgramme>> {
        let mut out = vec![];
        let open: Vec<String> = self
            .programmes()
            .all()
            .values()
            .filter(|l| !l.compiled.model.public.is_empty())
            .map(|l| l.compiled.model.programme.0.clone())
            .collect();
        for id in open {
            let mut programme = self.public_programme(&id).await?;
            programme.pages.iter_mut().for_each(|p| p.items.clear());
            out.push(programme);
        }
        Ok(out)
    }

    /// The public pages of a programme.
    ///
    /// # Errors
    /// Not found: nothing of it is public.
    pub async fn public_programme(&self, id: &str) -> Outcome<PublicProgramme> {
        let live = self.programmes().get(id)?;
        if live.compiled.model.public.is_empty() {
            return Err(Problem::not_found());
        }
        self.looking_at(live, move |ctx| {
            let model = &ctx.programme.model;
            let pages = model.public.iter().enumerate().filter_map(|(i, page)| public_page(ctx, i, page));
            Ok(PublicProgramme {
                id: model.programme.0.clone(),
                title: model.title.clone(),
                summary: model.summary.clone(),
                pages: pages.collect(),
            })
        })
        .await
    }
}

fn public_page(ctx: &Context<'_>, at: usize, page: &Model) -> Option<PublicPage> {
    let register = ctx.register(&page.register)?;
    // A field that is restricted or masked is never public, whatever the page names.
    let open: Vec<&String> =
        page.fields.iter().filter(|f| register.fields.get(*f).is_some_and(|f| f.access <= Access::Internal)).collect();
    let condition = ctx.programme.public.get(at).and_then(Option::as_ref);
    let query = RecordQuery { programme: &ctx.programme.model.programme, register: &page.register, within: None, days: None };
    let mut items = vec![];
    ctx.facts.records(&query, &mut |r: &Arc<StoredRecord>| {
        let shown = condition.is_none_or(|c| eval_on_record(ctx, register, r, c).as_bool() == Some(true));
        if shown && items.len() < ITEMS_MAX {
            items.push(r.clone());
        }
    });
    let viewer = luodi_model::UnitId(u32::MAX);
    let item = |r: &Arc<StoredRecord>| {
        let view = crate::view::records::record(ctx, register, r, viewer);
        let value = |f: &&String| {
            let shown = view.labels.get(*f).map(|l| Figure::String(l.clone()));
            ((*f).clone(), shown.or_else(|| view.fields.get(*f).cloned()).unwrap_or(Figure::Null))
        };
        open.iter().map(value).collect()
    };
    let column = |f: &&String| {
        let field = register.fields.get(*f)?;
        Some(ColumnRef { name: (*f).clone(), title: field.title.clone(), type_: field.type_.into() })
    };
    Some(PublicPage {
        title: page.title.clone(),
        columns: open.iter().filter_map(column).collect(),
        items: items.iter().map(item).collect(),
    })
}
