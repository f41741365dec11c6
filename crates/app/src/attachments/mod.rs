//! Attachments (附件): kept by their content, shown with the record that refers to them. An entry of a `files` field is the
//! id of an upload, or the name of something kept elsewhere (a paper, a disk), which reads as not uploaded.

mod sniff;

use crate::App;
use crate::accounts::Caller;
use crate::problem::{Code, Outcome, Problem};
use crate::view::files::{Attached, FileRef, entries, ids};
use crate::view::records::visible;
use crate::view::words::FileKind;
use indexmap::IndexMap;
use luodi_model::programme::{Access, FieldType, Register};
use luodi_model::{AttachmentId, RecordId, UnitId, UnitTree};
use luodi_store::{AttachmentUpload, NewAttachment};
use serde_json::Value as Json;
use std::collections::HashMap;

/// Largest file, in bytes.
pub const ATTACHMENT_BYTES_MAX: usize = 20 << 20;
const NAME_CHARS_MAX: usize = 120;

/// What an upload came to.
#[derive(Debug)]
pub struct Kept {
    pub file: FileRef,
    /// The same person had sent it before.
    pub repeated: bool,
}

/// A file as it is handed out.
#[derive(Debug)]
pub struct Download {
    pub name: String,
    pub kind: FileKind,
    pub content: Vec<u8>,
}

impl App {
    /// Keeps a file for the caller's unit. The same content sent twice is the same file.
    ///
    /// # Errors
    /// Leaders only read; an empty file, one that is too large or of a kind that isn't taken.
    pub async fn attach(&self, caller: &Caller, name: &str, content: Vec<u8>) -> Outcome<Kept> {
        caller.check_writes(caller.unit().id)?;
        if content.len() > ATTACHMENT_BYTES_MAX {
            let say = format!("附件最多 {} MB，没有保存任何内容，请压缩后再上传。", ATTACHMENT_BYTES_MAX >> 20);
            return Err(Problem::say(Code::TooLarge, say));
        }
        let kind = sniff::kind(&content).ok_or_else(|| {
            let say = if content.is_empty() { "文件是空的，请重新选择。" } else { UNSUPPORTED };
            Problem::say(Code::UnreadableFile, say)
        })?;
        let name: String = name.chars().filter(|c| !c.is_control()).take(NAME_CHARS_MAX).collect();
        let name = if name.trim().is_empty() { format!("附件.{}", kind.name()) } else { name };
        let size = content.len() as i64;
        let new = NewAttachment { name: name.clone(), kind: kind.name(), content };
        let (id, is_new) = self.store().put_attachment(&self.stamp(&caller.actor()), new).await?;
        let file = FileRef { id: Some(id.to_string()), name, kind: Some(kind), size: Some(size) };
        Ok(Kept { file, repeated: !is_new })
    }

    /// Entries of `files` fields that are ids must be uploads of a unit that the caller works with.
    ///
    /// # Errors
    /// The field with the unknown id.
    pub(crate) async fn check_files(&self, caller: &Caller, register: &Register, fields: &IndexMap<String, Json>) -> Outcome<()> {
        for (name, value) in fields {
            if register.fields.get(name).is_none_or(|f| f.type_ != FieldType::Files) {
                continue;
            }
            let wanted = ids(value);
            let held = self.store().attachments(&wanted).await?;
            let fits = |id: &AttachmentId| {
                let uploads = held.iter().filter(|a| a.id == *id).flat_map(|a| &a.uploads);
                uploads.into_iter().any(|u| in_line(caller.units(), u.unit, caller.unit().id))
            };
            if !wanted.iter().all(fits) {
                return Err(Problem::field(name, "有附件没有上传成功，请重新上传"));
            }
        }
        Ok(())
    }

    /// Adds names, kinds and sizes to the files of a record.
    ///
    /// # Errors
    /// As the store.
    pub(crate) async fn with_file_facts(&self, units: &UnitTree, owner: UnitId, mut files: Attached) -> Outcome<Attached> {
        let wanted: Vec<AttachmentId> = files.values().flatten().filter_map(|f| f.id.as_deref()?.parse().ok()).collect();
        let held = self.store().attachments(&wanted).await?;
        let held: HashMap<String, luodi_store::Attachment> = held.into_iter().map(|a| (a.id.to_string(), a)).collect();
        for file in files.values_mut().flatten() {
            let Some(found) = file.id.as_ref().and_then(|id| held.get(id)) else { continue };
            let Some(upload) = upload_for(units, owner, &found.uploads) else {
                file.id = None;
                continue;
            };
            file.kind = FileKind::named(&found.kind);
            file.size = Some(found.size);
            file.name.clone_from(&upload.name);
        }
        Ok(files)
    }

    /// A file of a record, for those who see the record and the field.
    ///
    /// # Errors
    /// Not found or outside the jurisdiction; the field is not shown to the caller.
    pub async fn attachment(&self, caller: &Caller, record: RecordId, id: AttachmentId) -> Outcome<Download> {
        let (live, stored) = self.record_for(caller, record).await?;
        let register = live.compiled.model.registers.get(&stored.register).ok_or_else(Problem::not_found)?;
        let refers = |name: &str| stored.fields.get(name).is_some_and(|v| ids(v).contains(&id));
        let fields = register.fields.iter().filter(|(name, f)| f.type_ == FieldType::Files && refers(name));
        let fields: Vec<_> = fields.collect();
        if fields.is_empty() {
            return Err(Problem::not_found());
        }
        if !fields.iter().any(|(_, f)| visible(f, caller.unit().id, stored.unit)) {
            let opened = self.opened_lately(caller, record).await?;
            if !fields.iter().any(|(name, f)| f.access == Access::Masked && opened.contains(*name)) {
                return Err(Problem::say(Code::NotAllowed, "这个附件不直接显示。有权查看的，请先在记录上说明理由打开。"));
            }
        }
        let held = self.store().attachments(&[id]).await?.into_iter().next().ok_or_else(Problem::not_found)?;
        // Naming a file in a record doesn't open what another unit uploaded.
        let upload = upload_for(caller.units(), stored.unit, &held.uploads).ok_or_else(Problem::not_found)?;
        let content = self.store().attachment_content(id).await?.ok_or_else(Problem::not_found)?;
        let kind = FileKind::named(&held.kind).ok_or_else(Problem::not_found)?;
        Ok(Download { name: upload.name.clone(), kind, content })
    }
}

const UNSUPPORTED: &str = "可以上传照片、PDF、办公文档、文本、录音和录像；网页、程序和压缩包不行。没有保存任何内容。";

/// One of them stands above the other, or they are the same.
fn in_line(units: &UnitTree, a: UnitId, b: UnitId) -> bool {
    units.within(a, b) || units.within(b, a)
}

pub(crate) fn upload_for<'a>(units: &UnitTree, owner: UnitId, uploads: &'a [AttachmentUpload]) -> Option<&'a AttachmentUpload> {
    uploads.iter().find(|u| in_line(units, u.unit, owner))
}

/// The files of the fields that are shown.
pub(crate) fn attached(
    register: &Register,
    fields: &IndexMap<String, Json>,
    shown: impl Fn(&luodi_model::programme::Field) -> bool,
) -> Attached {
    let files = register.fields.iter().filter(|(_, f)| f.type_ == FieldType::Files && shown(f));
    files.filter_map(|(name, _)| Some((name.clone(), entries(fields.get(name)?)))).collect()
}
