//! Every problem that a user can see, in one catalogue: a stable code, an HTTP status, and in Chinese and English what
//! happened, what is safe and what to do. On the wire it is a problem document (RFC 9457).
//!
//! To add one: a variant of [`Code`], its entry in [`CATALOGUE`]. Codes are never renamed: clients and manuals name them.

use jiff::Timestamp;
use luodi_engine::Refusal;
use serde::Serialize;
use std::error::Error as StdError;
use std::fmt;

/// What a use case gives back.
pub type Outcome<T> = Result<T, Problem>;

/// Stable codes of problems.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Code {
    NotSignedIn,
    BadLogin,
    Locked,
    MustChangePassword,
    WeakPassword,
    WrongPassword,
    Csrf,
    NotAllowed,
    NotFound,
    NoSuchAddress,
    MethodNotAllowed,
    BadJson,
    BadParameter,
    BadUpload,
    UnsupportedMedia,
    TooLarge,
    UnreadableFile,
    Invalid,
    Step,
    Conflict,
    IdTaken,
    NameTaken,
    OpenAsks,
    NotPublished,
    FileInvalid,
    TooManyRequests,
    ModelFailed,
    Busy,
    Internal,
}

impl utoipa::PartialSchema for Code {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        let words = utoipa::openapi::ObjectBuilder::new().schema_type(utoipa::openapi::Type::String);
        words.enum_values(Some(CATALOGUE.iter().map(|e| e.name))).description(Some("错误代码，说明见 /problems。")).into()
    }
}
impl utoipa::ToSchema for Code {
    fn name() -> std::borrow::Cow<'static, str> {
        "ProblemCode".into()
    }
}

/// One entry of the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    pub code: Code,
    /// The code on the wire.
    pub name: &'static str,
    pub status: u16,
    /// What happened.
    pub title_zh: &'static str,
    pub title_en: &'static str,
    /// What is safe and what to do, where the problem says nothing more exact.
    pub detail_zh: &'static str,
    pub detail_en: &'static str,
}

const fn entry(
    code: Code,
    status: u16,
    name: &'static str,
    zh: (&'static str, &'static str),
    en: (&'static str, &'static str),
) -> Entry {
    Entry { code, name, status, title_zh: zh.0, title_en: en.0, detail_zh: zh.1, detail_en: en.1 }
}

/// All problems, in the order of [`Code`].
#[rustfmt::skip]
pub const CATALOGUE: &[Entry] = &[
    entry(Code::NotSignedIn, 401, "not_signed_in",
        ("尚未登录，或登录已过期", "已提交的内容都在，请重新登录后继续。"),
        ("You are not signed in, or your session has ended", "What you submitted is safe. Sign in again to go on.")),
    entry(Code::BadLogin, 401, "bad_login",
        ("账号或密码不对", "请核对后再试；忘记密码请找本单位或上级单位的管理员重置。"),
        ("Wrong login or password", "Check both and try again; a manager of your unit or above can reset the password.")),
    entry(Code::Locked, 423, "locked",
        ("账号已暂时锁定", "连续输错密码次数过多，请稍后再试，或请管理员重置密码。"),
        ("This account is locked for a while", "Too many wrong passwords in a row. Try again later, or ask a manager to reset the password.")),
    entry(Code::MustChangePassword, 403, "must_change_password",
        ("请先修改初始密码", "修改密码后即可使用，其他内容不受影响。"),
        ("Change the first password before anything else", "Everything else is available as soon as the password is changed.")),
    entry(Code::WeakPassword, 422, "weak_password",
        ("新密码不符合要求", "密码至少8个字符，不能与账号相同。密码没有修改。"),
        ("The new password is not acceptable", "At least 8 characters, and not the login. The password was not changed.")),
    entry(Code::WrongPassword, 422, "wrong_password",
        ("原密码不对", "密码没有修改，请重新输入原密码。"),
        ("The old password is wrong", "The password was not changed. Enter the old password again.")),
    entry(Code::Csrf, 403, "csrf",
        ("页面的校验信息不对或已过期", "没有做任何修改，请刷新页面后重试。"),
        ("The page's check value is missing or out of date", "Nothing was changed. Reload the page and try again.")),
    entry(Code::NotAllowed, 403, "not_allowed",
        ("您的岗位不能做这项操作", "没有做任何修改。需要时请本单位管理员调整岗位。"),
        ("Your role does not allow this", "Nothing was changed. A manager of your unit can change roles.")),
    entry(Code::NotFound, 404, "not_found",
        ("找不到，或不在您的管辖范围", "请核对编号；属于其他单位的内容请联系该单位。"),
        ("Not found, or not in your jurisdiction", "Check the code; ask the other unit for what belongs to it.")),
    entry(Code::NoSuchAddress, 404, "no_such_address",
        ("没有这个地址", "接口地址见 /api/docs。"),
        ("There is no such address", "The addresses are listed at /api/docs.")),
    entry(Code::MethodNotAllowed, 405, "method_not_allowed",
        ("这个地址不支持这种操作", "没有做任何修改。接口说明见 /api/docs。"),
        ("This address does not support this method", "Nothing was changed. See /api/docs.")),
    entry(Code::BadJson, 400, "bad_json",
        ("提交的内容格式不对", "没有做任何修改，请按接口说明更正后再提交。"),
        ("The content could not be understood", "Nothing was changed. Correct it as the interface description says and send it again.")),
    entry(Code::BadParameter, 400, "bad_parameter",
        ("地址中的参数不对", "没有做任何修改，请更正参数后重试。"),
        ("A parameter of the address is wrong", "Nothing was changed. Correct the parameter and try again.")),
    entry(Code::BadUpload, 400, "bad_upload",
        ("上传没有完成", "没有保存任何内容，请重新选择文件上传。"),
        ("The upload is incomplete", "Nothing was stored. Choose the file and upload it again.")),
    entry(Code::UnsupportedMedia, 415, "unsupported_media",
        ("不支持这种内容类型", "没有做任何修改，请使用 application/json 或 multipart/form-data。"),
        ("This content type is not supported", "Nothing was changed. Use application/json or multipart/form-data.")),
    entry(Code::TooLarge, 413, "too_large",
        ("提交的内容太大", "没有保存任何内容，请拆分或压缩后再提交。"),
        ("The content is too large", "Nothing was stored. Split or shrink it and send it again.")),
    entry(Code::UnreadableFile, 422, "unreadable_file",
        ("文件无法读取", "没有保存任何内容，请换一个文件或另存为其他格式后再上传。"),
        ("The file cannot be read", "Nothing was stored. Choose another file or save it in another format and upload it again.")),
    entry(Code::Invalid, 422, "invalid",
        ("有内容需要更正", "没有保存，请按提示更正后再提交。"),
        ("Some of it must be corrected", "Nothing was stored. Correct what is named and submit again.")),
    entry(Code::Step, 422, "step",
        ("还有前面的步骤没有完成", "状态没有改变，请先完成列出的步骤。"),
        ("Earlier steps are still open", "The state was not changed. Finish the steps named first.")),
    entry(Code::Conflict, 409, "conflict",
        ("内容已被他人更新", "您的修改没有保存，请核对最新内容后再提交。"),
        ("Somebody else has changed it meanwhile", "Your change was not stored. Look at the newest version and submit again.")),
    entry(Code::IdTaken, 409, "id_taken",
        ("这个编号已用于另一条内容", "没有保存，请换一个新编号再提交。"),
        ("This id stands for something else already", "Nothing was stored. Submit again with a new id.")),
    entry(Code::NameTaken, 409, "name_taken",
        ("这个名称已有人使用", "没有保存，请换一个名称。"),
        ("This name is in use", "Nothing was stored. Choose another name.")),
    entry(Code::OpenAsks, 409, "open_asks",
        ("还有待定事项没有答复", "没有发布，请先答复列出的事项。"),
        ("Questions are still open", "Nothing was published. Answer the questions named first.")),
    entry(Code::NotPublished, 409, "not_published",
        ("方案还没有发布", "请先发布方案，再登记或报送。"),
        ("The programme is not published", "Publish it before recording or filing.")),
    entry(Code::FileInvalid, 422, "file_invalid",
        ("方案文件有错误", "没有发布，请按列出的位置更正。"),
        ("The programme file has errors", "Nothing was published. Correct the places named.")),
    entry(Code::TooManyRequests, 429, "too_many_requests",
        ("请求过于频繁", "没有做任何修改，请稍等片刻再试。"),
        ("Too many requests", "Nothing was changed. Wait a moment and try again.")),
    entry(Code::ModelFailed, 502, "model_failed",
        ("语言模型没有给出可用的答复", "没有做任何修改，可稍后再试，或不用语言模型继续。"),
        ("The language model gave no usable answer", "Nothing was changed. Try again later, or go on without the model.")),
    entry(Code::Busy, 503, "busy",
        ("系统暂时无法保存", "这次提交没有确认；稍后重试即可，同一编号重复提交只算一次。"),
        ("The system cannot store anything at the moment", "This submission was not confirmed. Try again later: the same id sent twice counts once.")),
    entry(Code::Internal, 500, "internal",
        ("系统出错", "这次操作没有确认，已有内容不受影响。请稍后再试；若仍出错，请把错误编号告诉管理员。"),
        ("Something went wrong inside", "This operation was not confirmed; what was stored before is safe. Try again later, or give the error number to an administrator.")),
];

impl Code {
    /// The entry of the catalogue.
    pub fn entry(self) -> &'static Entry {
        &CATALOGUE[self as usize]
    }
    /// The entry with this name on the wire.
    pub fn named(name: &str) -> Option<&'static Entry> {
        CATALOGUE.iter().find(|e| e.name == name)
    }
}

/// One reason, with the field it concerns where there is one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct FieldProblem {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub field: Option<String>,
    /// The reason in Chinese, as the programme or the mechanism says it.
    pub say: String,
    /// The clause of the plan that it rests on (`L36`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub clause: Option<String>,
}

/// A problem on its way to the user. What went wrong inside stays in `source`, for the log.
#[derive(Debug)]
pub struct Problem {
    pub code: Code,
    /// More exact than the catalogue's sentence.
    pub detail: Option<String>,
    pub problems: Vec<FieldProblem>,
    /// The version that is stored now (conflict).
    pub current: Option<u32>,
    /// Until when it lasts (lock).
    pub until: Option<Timestamp>,
    /// Whole seconds to wait.
    pub retry_after_s: Option<u64>,
    /// What lies behind it, for the log only.
    pub source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Problem {
    pub fn new(code: Code) -> Problem {
        Problem { code, detail: None, problems: vec![], current: None, until: None, retry_after_s: None, source: None }
    }
    /// With a sentence of its own (Chinese, plain, says what to do).
    pub fn say(code: Code, detail: impl Into<String>) -> Problem {
        Problem { detail: Some(detail.into()), ..Problem::new(code) }
    }
    pub fn not_found() -> Problem {
        Problem::new(Code::NotFound)
    }
    /// One field of what was sent is wrong.
    pub fn field(field: &str, say: impl Into<String>) -> Problem {
        Problem::new(Code::Invalid).and_field(field, say)
    }
    pub fn and_field(mut self, field: &str, say: impl Into<String>) -> Problem {
        self.problems.push(FieldProblem { field: Some(field.to_string()), say: say.into(), clause: None });
        self
    }
    /// Something failed that no user can mend. The error is logged with an id; the user sees the id only.
    pub fn internal(error: impl Into<Box<dyn StdError + Send + Sync>>) -> Problem {
        Problem { source: Some(error.into()), ..Problem::new(Code::Internal) }
    }
    /// With the error that lies behind it.
    pub fn because(mut self, error: impl Into<Box<dyn StdError + Send + Sync>>) -> Problem {
        self.source = Some(error.into());
        self
    }
    pub fn status(&self) -> u16 {
        self.code.entry().status
    }

    /// The document of RFC 9457. `incident` is the id under which an internal error was logged.
    pub fn document(&self, incident: Option<String>) -> ProblemDocument {
        let entry = self.code.entry();
        ProblemDocument {
            type_: format!("/problems/{}", entry.name),
            code: entry.name.to_string(),
            title: entry.title_zh.to_string(),
            title_en: entry.title_en.to_string(),
            status: entry.status,
            detail: self.detail.clone().unwrap_or_else(|| entry.detail_zh.to_string()),
            detail_en: self.detail.is_none().then(|| entry.detail_en.to_string()),
            problems: self.problems.clone(),
            current: self.current,
            until: self.until.map(|t| t.to_string()),
            retry_after_s: self.retry_after_s,
            incident,
        }
    }
}

/// The problem document (RFC 9457) on the wire.
#[derive(Clone, PartialEq, Debug, Serialize, utoipa::ToSchema)]
pub struct ProblemDocument {
    /// `/problems/<code>`, an address that explains the problem.
    #[serde(rename = "type")]
    pub type_: String,
    #[schema(value_type = Code)]
    pub code: String,
    /// What happened, in Chinese.
    pub title: String,
    pub title_en: String,
    pub status: u16,
    /// What is safe and what to do, in Chinese.
    pub detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub detail_en: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<FieldProblem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub current: Option<u32>,
    /// Instant (RFC 3339, UTC) until which it lasts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub retry_after_s: Option<u64>,
    /// Number under which an internal error was logged.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub incident: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entry = self.code.entry();
        write!(f, "{}。{}", entry.title_zh, self.detail.as_deref().unwrap_or(entry.detail_zh))?;
        for p in &self.problems {
            write!(f, "\n  {}{}", p.field.as_ref().map_or_else(String::new, |field| format!("{field}：")), p.say)?;
        }
        Ok(())
    }
}

impl StdError for Problem {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|e| e as &(dyn StdError + 'static))
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        let said = refusal.to_string();
        match refusal {
            Refusal::Invalid { problems } => Problem {
                problems: problems.into_iter().map(|p| FieldProblem { field: p.field, say: p.say, clause: p.clause }).collect(),
                ..Problem::new(Code::Invalid)
            },
            Refusal::Step { missing } => Problem {
                problems: missing.into_iter().map(|say| FieldProblem { field: None, say, clause: None }).collect(),
                ..Problem::say(Code::Step, said)
            },
            Refusal::Conflict { current } => Problem { current: Some(current), ..Problem::say(Code::Conflict, said) },
            Refusal::NotFound => Problem::not_found(),
            Refusal::NotAllowed => Problem::new(Code::NotAllowed),
            Refusal::IdTaken => Problem::new(Code::IdTaken),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_catalogue_is_in_the_order_of_the_codes_and_names_are_unique() {
        for (i, e) in CATALOGUE.iter().enumerate() {
            assert_eq!(e.code as usize, i, "{}", e.name);
            assert_eq!(Code::named(e.name).map(|e| e.code), Some(e.code));
        }
        assert_eq!(CATALOGUE.len(), Code::Internal as usize + 1);
        assert_eq!(CATALOGUE.iter().map(|e| e.name).collect::<HashSet<_>>().len(), CATALOGUE.len());
    }

    #[test]
    fn sentences_are_plain() {
        for e in CATALOGUE {
            for text in [e.title_zh, e.title_en, e.detail_zh, e.detail_en] {
                assert!(!text.is_empty() && !text.contains(['!', '！']), "{}: {text}", e.name);
            }
        }
    }

    #[test]
    fn an_internal_error_shows_nothing_of_the_inside() {
        let problem = Problem::internal(std::io::Error::other("secret path"));
        let json = serde_json::to_string(&problem.document(Some("E1".into()))).unwrap();
        assert!(!json.contains("secret") && json.contains("\"incident\":\"E1\""), "{json}");
        assert!(problem.source().is_some());
    }

    #[test]
    fn a_refusal_keeps_its_fields_and_its_version() {
        let doc = Problem::from(Refusal::field("people", "不能是负数")).document(None);
        assert_eq!((doc.status, doc.problems[0].field.as_deref()), (422, Some("people")));
        let doc = Problem::from(Refusal::Conflict { current: 3 }).document(None);
        assert_eq!((doc.status, doc.current, doc.type_.as_str()), (409, Some(3), "/problems/conflict"));
    }
}
