//! What anybody may see without signing in: the pages that a programme opens, with the fields it names and no others; the files
//! of those fields; and figures, as long as enough stand behind them.

use crate::App;
use crate::attachments::{Download, attached, upload_for};
use crate::live::Live;
use crate::problem::{Outcome, Problem};
use crate::view::files::{Attached, ids};
use crate::view::records::ColumnRef;
use crate::view::words::FileKind;
use crate::view::{Figure, FigureSchema};
use indexmap::IndexMap;
use luodi_engine::{Context, RecordQuery, StoredRecord, eval_on_record, public_figure};
use luodi_model::programme::{Access, FieldType, PublicPage as Model, Register};
use luodi_model::{AttachmentId, ProgrammeId, UnitId};
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
    pub figures: Vec<PublicFigure>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PublicPage {
    pub title: String,
    pub columns: Vec<ColumnRef>,
    #[schema(value_type = Vec<IndexMap<String, FigureSchema>>)]
    pub items: Vec<IndexMap<String, Figure>>,
    /// Files of each item by field, in the order of the items; empty where the page names no files.
    #[schema(value_type = Vec<IndexMap<String, Vec<PublicFile>>>)]
    pub files: Vec<IndexMap<String, Vec<PublicFile>>>,
}

/// A file that anybody may take.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PublicFile {
    /// SM3 of the content, in hexadecimal: whoever took the file can check it.
    pub id: String,
    pub name: String,
    pub kind: Option<FileKind>,
    /// Bytes.
    pub size: Option<i64>,
    pub downloads: i64,
}

/// A figure that anybody may see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PublicFigure {
    pub title: String,
    /// Masked where fewer stand behind it than the programme asks for.
    #[schema(value_type = FigureSchema)]
    pub value: Figure,
}

/// A page with the files that its items refer to, and whose record each is.
type Found = (PublicPage, Vec<(UnitId, Attached)>);

impl App {
    /// Programmes that open at least one page.
    ///
    /// # Errors
    /// As the store.
    pub async fn public_programmes(&self) -> Outcome<Vec<PublicProgramme>> {
        let mut out = vec![];
        let open: Vec<String> =
            self.programmes().all().values().filter(|l| is_open(l)).map(|l| l.compiled.model.programme.0.clone()).collect();
        for id in open {
            let mut programme = self.public_programme(&id).await?;
            programme.pages.iter_mut().for_each(|p| {
                p.items.clear();
                p.files.clear();
            });
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
        if !is_open(&live) {
            return Err(Problem::not_found());
        }
        let root = live.root;
        let (mut programme, found): (PublicProgramme, Vec<Found>) = self
            .looking_at(live, move |ctx| {
                let model = &ctx.programme.model;
                let pages = model.public.iter().enumerate().filter_map(|(i, page)| public_page(ctx, i, page));
                let figure = |(i, f): (usize, &luodi_model::programme::PublicFigure)| {
                    Some(PublicFigure { title: f.title.clone(), value: public_figure(ctx, i, root)?.to_json() })
                };
                let programme = PublicProgramme {
                    id: model.programme.0.clone(),
                    title: model.title.clone(),
                    summary: model.summary.clone(),
                    pages: vec![],
                    figures: model.public_figures.iter().enumerate().filter_map(figure).collect(),
                };
                Ok((programme, pages.collect()))
            })
            .await?;
        for (mut page, files) in found {
            page.files = self.public_files(id, files).await?;
            programme.pages.push(page);
        }
        Ok(programme)
    }

    async fn public_files(
        &self,
        programme: &str,
        found: Vec<(UnitId, Attached)>,
    ) -> Outcome<Vec<IndexMap<String, Vec<PublicFile>>>> {
        let programme = ProgrammeId(programme.to_string());
        let units = self.units();
        let mut out = vec![];
        for (owner, files) in found {
            let mut item = IndexMap::new();
            for (field, files) in self.with_file_facts(&units, owner, files).await? {
                let mut shown = vec![];
                for file in files {
                    // A name without an upload is nothing that could be taken.
                    let Some(id) = file.id.as_deref().and_then(|id| id.parse::<AttachmentId>().ok()) else { continue };
                    let downloads = self.store().downloads(&programme, id).await?;
                    shown.push(PublicFile { id: id.to_string(), name: file.name, kind: file.kind, size: file.size, downloads });
                }
                item.insert(field, shown);
            }
            out.push(item);
        }
        Ok(out)
    }

    /// A file of a public page, and one more download counted.
    ///
    /// # Errors
    /// Not found: no page that is open refers to it.
    pub async fn public_file(&self, programme: &str, id: AttachmentId) -> Outcome<Download> {
        let live = self.programmes().get(programme)?;
        let owner = self.looking_at(live, move |ctx| Ok(owner_of(ctx, id))).await?.ok_or_else(Problem::not_found)?;
        let held = self.store().attachments(&[id]).await?.into_iter().next().ok_or_else(Problem::not_found)?;
        let upload = upload_for(&self.units(), owner, &held.uploads).ok_or_else(Problem::not_found)?;
        let content = self.store().attachment_content(id).await?.ok_or_else(Problem::not_found)?;
        let kind = FileKind::named(&held.kind).ok_or_else(Problem::not_found)?;
        self.store().count_download(&self.system_stamp("公开页"), &ProgrammeId(programme.to_string()), id).await?;
        Ok(Download { name: upload.name.clone(), kind, content })
    }
}

fn is_open(live: &Live) -> bool {
    let model = &live.compiled.model;
    !model.public.is_empty() || !model.public_figures.is_empty()
}

/// Whose record refers to the file on a page that is open; `None`: none does.
fn owner_of(ctx: &Context<'_>, id: AttachmentId) -> Option<UnitId> {
    let pages = ctx.programme.model.public.iter().enumerate();
    pages.into_iter().find_map(|(i, page)| {
        let register = ctx.register(&page.register)?;
        let files: Vec<&String> = open_fields(register, page).filter(|f| is_files(register, f)).collect();
        if files.is_empty() {
            return None;
        }
        let refers = |r: &&Arc<StoredRecord>| files.iter().any(|f| r.fields.get(*f).is_some_and(|v| ids(v).contains(&id)));
        shown(ctx, i, page, register).iter().find(refers).map(|r| r.unit)
    })
}

/// A field that is restricted or masked is never public, whatever the page names.
fn open_fields<'a>(register: &'a Register, page: &'a Model) -> impl Iterator<Item = &'a String> {
    page.fields.iter().filter(|f| register.fields.get(*f).is_some_and(|f| f.access <= Access::Internal))
}

fn is_files(register: &Register, field: &str) -> bool {
    register.fields.get(field).is_some_and(|f| f.type_ == FieldType::Files)
}

fn shown(ctx: &Context<'_>, at: usize, page: &Model, register: &Register) -> Vec<Arc<StoredRecord>> {
    let condition = ctx.programme.public.get(at).and_then(Option::as_ref);
    let query = RecordQuery { programme: &ctx.programme.model.programme, register: &page.register, within: None, days: None };
    let mut items = vec![];
    ctx.facts.records(&query, &mut |r: &Arc<StoredRecord>| {
        let shown = condition.is_none_or(|c| eval_on_record(ctx, register, r, c).as_bool() == Some(true));
        if shown && items.len() < ITEMS_MAX {
            items.push(r.clone());
        }
    });
    items
}

fn public_page(ctx: &Context<'_>, at: usize, page: &Model) -> Option<Found> {
    let register = ctx.register(&page.register)?;
    let open: Vec<&String> = open_fields(register, page).collect();
    let items = shown(ctx, at, page, register);
    let viewer = UnitId(u32::MAX);
    let item = |r: &Arc<StoredRecord>| {
        let view = crate::view::records::record(ctx, register, r, viewer);
        let value = |f: &&String| {
            let shown = view.labels.get(*f).map(|l| Figure::String(l.clone()));
            ((*f).clone(), shown.or_else(|| view.fields.get(*f).cloned()).unwrap_or(Figure::Null))
        };
        open.iter().map(value).collect()
    };
    let files = |r: &Arc<StoredRecord>| {
        let mut files = attached(register, &r.fields, |_| true);
        files.retain(|name, _| open.contains(&name));
        (r.unit, files)
    };
    let has_files = open.iter().any(|f| is_files(register, f));
    let files = if has_files { items.iter().map(files).collect() } else { vec![] };
    let column = |f: &&String| {
        let field = register.fields.get(*f)?;
        Some(ColumnRef { name: (*f).clone(), title: field.title.clone(), type_: field.type_.into() })
    };
    let page = PublicPage {
        title: page.title.clone(),
        columns: open.iter().filter_map(column).collect(),
        items: items.iter().map(item).collect(),
        files: vec![],
    };
    Some((page, files))
}
