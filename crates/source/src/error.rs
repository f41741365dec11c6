//! Why a file gave no text. Each error has a stable code and says what happened, what is safe and what to do.

use crate::Kind;

/// Bytes that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    #[error("{}", self.english())]
    Empty,
    #[error("{}", self.english())]
    Blank { kind: Kind },
    #[error("{}", self.english())]
    TooLarge { bytes: usize, bytes_max: usize },
    #[error("{}", self.english())]
    Expands { what: Expansion },
    #[error("{}", self.english())]
    Encrypted { what: &'static str },
    #[error("{}", self.english())]
    Unsupported {
        /// What the file is, in Chinese.
        what_zh: &'static str,
        /// What the file is, in English.
        what_en: &'static str,
        /// What to do, in Chinese.
        todo_zh: &'static str,
        /// What to do, in English.
        todo_en: &'static str,
    },
    #[error("{}", self.english())]
    NotText,
    #[error("{}", self.english())]
    Damaged {
        kind: Kind,
        /// For a technician: where reading stopped.
        detail: String,
    },
    #[error("{}", self.english())]
    NoTextLayer,
    #[error("{}", self.english())]
    ProgramMissing { kind: Kind, program: &'static str, package: &'static str },
    #[error("{}", self.english())]
    ProgramFailed { program: &'static str, detail: String },
    #[error("{}", self.english())]
    ProgramTimedOut { program: &'static str, seconds: u64 },
    #[error("{}", self.english())]
    NotASheet { kind: Kind },
}

/// Which limit an archive, a table or a tree of elements went over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expansion {
    Bytes { bytes_max: u64 },
    Ratio { ratio_max: u64 },
    Entries { entries: usize, entries_max: usize },
    Cells { cells_max: usize },
    Depth { depth_max: usize },
    Nodes { nodes_max: usize },
}

impl SourceError {
    /// Stable code for problem documents and logs.
    pub fn code(&self) -> &'static str {
        match self {
            SourceError::Empty => "source_empty",
            SourceError::Blank { .. } => "source_blank",
            SourceError::TooLarge { .. } => "source_too_large",
            SourceError::Expands { .. } => "source_expands",
            SourceError::Encrypted { .. } => "source_encrypted",
            SourceError::Unsupported { .. } => "source_unsupported",
            SourceError::NotText => "source_not_text",
            SourceError::Damaged { .. } => "source_damaged",
            SourceError::NoTextLayer => "source_no_text_layer",
            SourceError::ProgramMissing { .. } => "source_program_missing",
            SourceError::ProgramFailed { .. } => "source_program_failed",
            SourceError::ProgramTimedOut { .. } => "source_program_timed_out",
            SourceError::NotASheet { .. } => "source_not_a_sheet",
        }
    }

    /// The Chinese sentences: what happened, what is safe, what to do.
    pub fn chinese(&self) -> String {
        let (happened, todo) = self.parts_zh();
        format!("{happened}。没有存入任何内容，原文件未改动。{todo}。")
    }

    /// The English sentences: what happened, what is safe, what to do.
    pub fn english(&self) -> String {
        let (happened, todo) = self.parts_en();
        format!("{happened}. Nothing was stored and your file is unchanged. {todo}.")
    }

    fn parts_zh(&self) -> (String, String) {
        let text = |happened: &str, todo: &str| (happened.to_owned(), todo.to_owned());
        match self {
            SourceError::Empty => text("文件是空的（0 字节）", "请检查文件后重新选择"),
            SourceError::Blank { kind } => {
                (format!("这个{}里没有文字，只有空白", kind.name_zh()), "请打开文件看一看，确认内容后重新选择".to_owned())
            }
            SourceError::TooLarge { bytes, bytes_max } => (
                format!("文件有 {}，超过上限 {}", megabytes(*bytes as u64), megabytes(*bytes_max as u64)),
                "请去掉图片或拆成几个文件，也可以请管理员调高上限".to_owned(),
            ),
            SourceError::Expands { what } => (what.chinese(), "请用办公软件打开，确认是正常文件后另存一份再试".to_owned()),
            SourceError::Encrypted { what } => {
                (format!("这个{what}设了密码，打不开"), "请在办公软件里去掉密码，另存一份再试".to_owned())
            }
            SourceError::Unsupported { what_zh, todo_zh, .. } => (format!("这是{what_zh}，不能直接读取"), (*todo_zh).to_owned()),
            SourceError::NotText => text(
                "文件内容不是文字，也不是认识的格式",
                "请确认选对了文件；可以读取的有 docx、doc、wps、pdf、xlsx、xls、html、txt",
            ),
            SourceError::Damaged { kind, .. } => {
                (format!("这个{}已损坏，读不完整", kind.name_zh()), "请重新下载，或在办公软件里打开后另存一份再试".to_owned())
            }
            SourceError::NoTextLayer => text("这个 PDF 里没有文字，可能是扫描件", "请先做文字识别，或换成 Word 文件再试"),
            SourceError::ProgramMissing { kind, program, package } => (
                format!("读取{}要用 {program}，这台服务器上没有", kind.name_zh()),
                format!("请管理员安装 {package}，或把文件另存为 docx 再试"),
            ),
            SourceError::ProgramFailed { program, .. } => {
                (format!("{program} 没能读出这个文件"), "请在办公软件里打开后另存为 docx 再试".to_owned())
            }
            SourceError::ProgramTimedOut { program, seconds } => {
                (format!("{program} 用了 {seconds} 秒还没读完，已停止"), "请拆成几个文件，或另存为 docx 再试".to_owned())
            }
            SourceError::NotASheet { kind } => {
                (format!("这里要的是表格，选中的文件是{}", kind.name_zh()), "请选择 xlsx、xls 或 csv 文件".to_owned())
            }
        }
    }

    fn parts_en(&self) -> (String, String) {
        let text = |happened: &str, todo: &str| (happened.to_owned(), todo.to_owned());
        match self {
            SourceError::Empty => text("The file is empty (0 bytes)", "Check it and choose again"),
            SourceError::Blank { kind } => (
                format!("The file ({kind:?}) holds nothing but white space"),
                "Open it, check its content and choose again".to_owned(),
            ),
            SourceError::TooLarge { bytes, bytes_max } => (
                format!("The file has {}, above the limit of {}", megabytes(*bytes as u64), megabytes(*bytes_max as u64)),
                "Remove pictures or split it, or ask an administrator to raise the limit".to_owned(),
            ),
            SourceError::Expands { what } => {
                (what.english(), "Open it in an office program, make sure that it is sound, save a copy and try that".to_owned())
            }
            SourceError::Encrypted { .. } => {
                text("The file is protected by a password", "Remove the password in an office program, save a copy and try that")
            }
            SourceError::Unsupported { what_en, todo_en, .. } => {
                (format!("This is {what_en}, which is not read directly"), (*todo_en).to_owned())
            }
            SourceError::NotText => text(
                "The content is neither text nor a known format",
                "Choose a docx, doc, wps, pdf, xlsx, xls, html or txt file",
            ),
            SourceError::Damaged { kind, detail } => (
                format!("The file ({kind:?}) is damaged ({detail})"),
                "Download it again, or open it in an office program and save a copy".to_owned(),
            ),
            SourceError::NoTextLayer => {
                text("The PDF holds no text; it may be a scan", "Run text recognition first, or use a Word file")
            }
            SourceError::ProgramMissing { kind, program, package } => (
                format!("Reading this file ({kind:?}) needs {program}, which this server lacks"),
                format!("Ask an administrator to install {package}, or save the file as docx"),
            ),
            SourceError::ProgramFailed { program, detail } => (
                format!("{program} could not read the file ({detail})"),
                "Open it in an office program and save it as docx".to_owned(),
            ),
            SourceError::ProgramTimedOut { program, seconds } => {
                (format!("{program} was stopped after {seconds} seconds"), "Split the file, or save it as docx".to_owned())
            }
            SourceError::NotASheet { kind } => {
                (format!("A table is wanted here, but the file is {kind:?}"), "Choose an xlsx, xls or csv file".to_owned())
            }
        }
    }
}

impl Expansion {
    fn chinese(self) -> String {
        match self {
            Expansion::Bytes { bytes_max } => {
                format!("文件展开后超过 {}，可能是压缩炸弹", megabytes(bytes_max))
            }
            Expansion::Ratio { ratio_max } => {
                format!("文件里有内容压缩到 {ratio_max} 分之一以下，可能是压缩炸弹")
            }
            Expansion::Entries { entries, entries_max } => format!("文件里有 {entries} 个部件，超过上限 {entries_max}"),
            Expansion::Cells { cells_max } => format!("表格超过 {cells_max} 个单元格"),
            Expansion::Depth { depth_max } => format!("内容嵌套超过 {depth_max} 层"),
            Expansion::Nodes { nodes_max } => format!("内容超过 {nodes_max} 个元素"),
        }
    }

    fn english(self) -> String {
        match self {
            Expansion::Bytes { bytes_max } => {
                format!("The file expands to more than {} and may be a zip bomb", megabytes(bytes_max))
            }
            Expansion::Ratio { ratio_max } => {
                format!("A part of the file is packed to less than 1/{ratio_max} and may be a zip bomb")
            }
            Expansion::Entries { entries, entries_max } => {
                format!("The file has {entries} parts, above the limit of {entries_max}")
            }
            Expansion::Cells { cells_max } => {
                format!("The tables have more than {cells_max} cells")
            }
            Expansion::Depth { depth_max } => {
                format!("The content is nested more than {depth_max} deep")
            }
            Expansion::Nodes { nodes_max } => {
                format!("The content has more than {nodes_max} elements")
            }
        }
    }
}

/// Bytes in a unit that a person reads.
fn megabytes(bytes: u64) -> String {
    let tenths = |unit: u64| {
        let tenths = bytes * 10 / unit;
        if tenths.is_multiple_of(10) { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
    };
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..0x10_0000 => format!("{} KB", tenths(1 << 10)),
        _ => format!("{} MB", tenths(1 << 20)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sizes_are_named() {
        let error = SourceError::TooLarge { bytes: 200 << 20, bytes_max: 64 << 20 };
        assert_eq!(error.code(), "source_too_large");
        assert_eq!(
            error.chinese(),
            "文件有 200 MB，超过上限 64 MB。没有存入任何内容，原文件未改动。请去掉图片或拆成几个文件，也可以请管理员调高上限。"
        );
        assert!(error.to_string().contains("200 MB, above the limit of 64 MB"));
    }

    #[test]
    fn sizes_read_well() {
        assert_eq!(megabytes(900), "900 B");
        assert_eq!(megabytes(1536), "1.5 KB");
        assert_eq!(megabytes(3 << 20), "3 MB");
    }
}
