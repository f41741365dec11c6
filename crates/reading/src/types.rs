//! What a reading is made of. Every element has its place in the raw text.

use crate::numeral::Exactness;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A half-open range of bytes of the raw text; both ends are character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The smallest span that holds both.
    pub fn join(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// A place in the raw text: the bytes, and the 1-based line of the first of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct At {
    pub line: usize,
    pub span: Span,
}

/// What to read, and what the caller knows that the text does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// First line to read, 1-based; the first line of the text where absent.
    pub first_line: Option<usize>,
    /// Last line to read, inclusive.
    pub last_line: Option<usize>,
    /// The year of the plan as a person entered it. It is never guessed from the text.
    pub year: Option<i32>,
}

/// Everything that was read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    pub documents: Vec<Document>,
    /// Lines and parts of lines that belong to the web page, not to a document.
    pub noise: Vec<Noise>,
    pub outline: Vec<Heading>,
    /// Items of rows inside paragraphs (一是 … 二是 …), with their numbers as printed.
    #[serde(default)]
    pub items: Vec<Item>,
    /// Sentences that the source broke over lines.
    pub joined_sentences: Vec<JoinedSentence>,
    pub responsibilities: Vec<Responsibility>,
    /// Units that a statement of the document gives to all items behind it.
    #[serde(default)]
    pub inherited: Vec<Inherited>,
    /// Lists of units that the text leaves open (等).
    #[serde(default)]
    pub open_lists: Vec<OpenList>,
    pub time_limits: Vec<TimeLimit>,
    pub targets: Vec<Target>,
    pub tables: Vec<Table>,
    pub groups: Vec<LeadingGroup>,
    #[serde(default)]
    pub citations: Vec<Citation>,
    pub findings: Vec<Finding>,
}

/// Kind of text (文种).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Genre {
    Plan,
    Report,
    Speech,
    Article,
    /// Rules that hold until they are repealed (制度, 办法, 规定, 细则).
    Rules,
}

/// One document of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Position in [`Reading::documents`].
    pub id: usize,
    /// The document of the collection that this one is a part of.
    pub parent: Option<usize>,
    /// The title; empty where the text has none.
    pub title: String,
    /// The lines that the title stands on.
    pub title_at: Option<At>,
    pub title_lines: Vec<usize>,
    pub first_line: usize,
    pub last_line: usize,
    pub genre: Genre,
    /// The date under the signature, as `2015-10-19`.
    pub date: Option<jiff::civil::Date>,
    pub date_at: Option<At>,
    /// Who signed (落款).
    pub signature: Option<String>,
    pub signature_at: Option<At>,
    /// Who issues the text (主办单位, 发文机关), where a label says so.
    #[serde(default)]
    pub issuers: Vec<Member>,
    /// Whom the text is addressed to (主送机关), where a line below the title says so.
    #[serde(default)]
    pub addressees: Vec<Member>,
    /// Years that the title or the date name; offered to nobody as *the* year, only shown.
    pub years_named: Vec<i32>,
}

/// Why a line is not part of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoiseReason {
    /// Breadcrumbs, date of posting, number of views.
    PageHeader,
    /// Advertisements, copyright notes, addresses for sharing.
    Advert,
    /// A tag that the page repeats inside the text.
    Tag,
    /// Lists of other pages.
    LinkList,
    /// The table of contents of a collection.
    Contents,
    /// The line that numbers the parts of a collection.
    Separator,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noise {
    pub at: At,
    pub reason: NoiseReason,
}

/// How a heading is numbered. The order of forms in a document, not their kind, makes the level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberForm {
    /// 第一章, 第二节, 第三部分
    Chapter,
    Section,
    Part,
    /// 第三条
    Article,
    /// 一、
    Chinese,
    /// (一)
    ChineseInBrackets,
    /// 1. or 1、
    Arabic,
    /// 1.2
    Dotted,
    /// 1.2.3
    DottedTwice,
    /// (1)
    ArabicInBrackets,
    /// 1)
    ArabicHalfBracket,
    /// ①
    Circled,
    /// no number
    None,
}

/// Where a heading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeadingPlace {
    /// The line holds nothing else.
    OwnLine,
    /// The text goes on behind it (一、目标。全年……).
    RunIn,
    /// It stands inside a line, behind the end of something else.
    Buried,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    pub document: usize,
    /// The heading above it, as index of [`Reading::outline`].
    pub parent: Option<usize>,
    /// Depth in the document, from 1.
    pub level: usize,
    pub form: NumberForm,
    /// The number without its brackets and points: `一`, `3`; empty where there is none.
    pub number: String,
    /// The number as a whole number; `None` where there is none.
    pub ordinal: Option<u32>,
    /// Without number and closing punctuation; empty where the item is a sentence of its own.
    pub title: String,
    pub place: HeadingPlace,
    /// Number and title.
    pub at: At,
    /// The whole item up to the next heading of the same or a higher level.
    pub extent: Span,
    /// No text and no lower heading stands under it.
    pub empty: bool,
}

/// An item of a row inside a paragraph: 一是, 第二, (3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub document: usize,
    /// The heading it stands under, as index of [`Reading::outline`].
    pub heading: Option<usize>,
    /// One below the heading.
    pub level: usize,
    pub form: NumberForm,
    /// As printed: `一是`, `(1)`.
    pub number: String,
    pub ordinal: u32,
    pub at: At,
    /// Up to the next item of the row, or the end of the paragraph.
    pub extent: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinedSentence {
    pub lines: Vec<usize>,
    pub at: At,
    /// The sentence with its parts put together.
    pub text: String,
    /// Byte of `text` at which the second part begins.
    pub seam: usize,
    /// A title, not a sentence.
    pub is_title: bool,
}

/// What a unit has to do with a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 牵头, 负责
    Lead,
    /// 配合, 参与, 协助
    Support,
    /// 落实: carries the work out
    Executor,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Responsibility {
    pub document: usize,
    pub at: At,
    /// The sentence or bracket that says so.
    pub sentence: Span,
    pub role: Role,
    /// The unit as written.
    pub unit: String,
    /// Said by a bracket, by a line of its own or by 由…负责; else the unit is only the subject of a sentence.
    pub explicit: bool,
    /// Index of the heading it stands under.
    pub heading: Option<usize>,
}

/// A unit that owes an item because the document said so once for all that follows (以下均需…落实,不再列出).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inherited {
    pub unit: String,
    pub role: Role,
    /// The item, as index of [`Reading::outline`].
    pub heading: usize,
    /// The bracket of the task that inherits; a heading can hold several.
    #[serde(default)]
    pub to: Option<At>,
    /// The statement.
    pub from: At,
}

/// A list of units that ends in 等: others may belong to it, and nobody is added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenList {
    pub document: usize,
    /// The word 等 with what it ends.
    pub at: At,
    pub role: Role,
    /// The bracket or sentence of the list.
    pub sentence: Span,
}

/// A document that the text cites (引用文件).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    pub document: usize,
    pub at: At,
    /// Without 《》.
    pub name: String,
    /// 某发〔2022〕3号, where the text gives it.
    pub number: Option<String>,
}

/// A period or day that binds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Limit {
    By {
        day: Day,
    },
    Between {
        from: Option<Day>,
        to: Option<Day>,
    },
    Every {
        rhythm: String,
        due: Option<String>,
    },
    /// ISO 8601 duration; `WD` counts working days.
    Within {
        duration: String,
    },
    Standing,
    On {
        day: Day,
    },
}

/// A civil day; the year is absent where neither the text nor the caller names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day {
    pub year: Option<i32>,
    pub month: i8,
    pub day: i8,
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.year {
            Some(year) => write!(f, "{year:04}-{:02}-{:02}", self.month, self.day),
            None => write!(f, "--{:02}-{:02}", self.month, self.day),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TimeLimit {
    pub document: usize,
    pub at: At,
    pub sentence: Span,
    /// The words of the text.
    pub text: String,
    pub limit: Limit,
    /// The period whose due day this is, where the words leave out the period (每年…，3月底前).
    pub heading: Option<usize>,
}

/// How a quantity is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Op {
    #[serde(rename = ">=")]
    AtLeast,
    #[serde(rename = "<=")]
    AtMost,
    #[serde(rename = "=")]
    Equal,
    #[serde(rename = "~")]
    About,
    #[serde(rename = "+")]
    RiseBy,
    #[serde(rename = "-")]
    FallBy,
    #[serde(rename = "in")]
    Within,
}

impl Op {
    pub fn symbol(self) -> &'static str {
        match self {
            Op::AtLeast => ">=",
            Op::AtMost => "<=",
            Op::Equal => "=",
            Op::About => "~",
            Op::RiseBy => "+",
            Op::FallBy => "-",
            Op::Within => "in",
        }
    }
}

/// The number of a target, which may be open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Amount {
    Known {
        value: Decimal,
        exactness: Exactness,
    },
    Range {
        from: Decimal,
        to: Decimal,
    },
    /// The text hides it (`*`).
    Masked,
    /// The text sets a direction without an amount (得到提高).
    Pending,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    pub document: usize,
    pub at: At,
    pub sentence: Span,
    /// The words of the text.
    pub text: String,
    pub op: Op,
    pub amount: Amount,
    pub unit: String,
    /// What is counted, as far as the words before and behind the number say it.
    pub what: String,
    /// 力争, 争取: missed, it reads "not reached (aspired)".
    pub aspired: bool,
    pub heading: Option<usize>,
}

/// One cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Cell {
    Blank,
    Number { value: Decimal, at: At },
    Text { text: String, at: At },
}

impl Cell {
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Cell::Number { value, .. } => Some(*value),
            _ => None,
        }
    }
}

/// A table that was rebuilt from loose numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    pub document: usize,
    pub title: String,
    pub at: At,
    pub columns: Vec<String>,
    pub rows: Vec<TableRow>,
    /// How often a blank could have stood elsewhere: 1 means that the sums leave one placement only.
    pub placements: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableRow {
    pub label: String,
    pub cells: Vec<Cell>,
}

impl Table {
    pub fn number_count(&self) -> usize {
        self.rows.iter().flat_map(|r| &r.cells).filter(|c| c.number().is_some()).count()
    }

    pub fn blank_count(&self) -> usize {
        self.rows.iter().flat_map(|r| &r.cells).filter(|c| matches!(c, Cell::Blank)).count()
    }
}

/// A leading group (领导小组) as the text sets it up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LeadingGroup {
    pub document: usize,
    pub at: At,
    pub leaders: Vec<Member>,
    pub deputies: Vec<Member>,
    pub members: Vec<Member>,
    /// The words where members are posts and not names (各科室负责人).
    pub member_posts: Option<String>,
    /// An office (办公室) is set up.
    pub has_office: bool,
    /// Where the office stands, as written.
    pub office_at: Option<String>,
    pub office_heads: Vec<Member>,
    pub office_staff: Vec<Member>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub name: String,
    pub post: Option<String>,
    pub at: At,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A person must decide before the plan is published.
    ToBeSettled,
    /// Worth knowing; nothing waits for it.
    Remark,
}

/// Something in the text that does not fit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    pub document: usize,
    /// Stable name of the check: `table_sum_differs`.
    pub code: String,
    pub severity: Severity,
    /// The sentence a person reads, in Chinese.
    pub message: String,
    pub at: Vec<At>,
    pub compared: Option<Comparison>,
    /// What a person can decide; never decided here.
    pub choices: Vec<Choice>,
}

/// Two numbers that should be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    pub parts: String,
    pub computed: Decimal,
    pub printed: Decimal,
    pub difference: Decimal,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub code: String,
    pub label: String,
    /// The value that the choice would set, where it sets one.
    pub value: Option<String>,
}
