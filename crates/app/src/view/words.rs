//! The fixed words of the wire: each is an enum, so that the interface description lists what can come.

use luodi_engine::{Colour, OwedKind, OwedState, RedKind};
use luodi_model::programme::{Access, ColumnShows, Comparator, FieldType, Strength};
use luodi_model::{Every, Value};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Declares an enum of words in snake case.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$about:meta])* $word:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$about])* $word),+ }
    };
}

/// The same, for an enum of the model or the engine with the same names: nothing can be forgotten.
macro_rules! words_of {
    ($(#[$meta:meta])* $from:ty => $name:ident { $($word:ident),+ $(,)? }) => {
        words!($(#[$meta])* $name { $($word),+ });
        impl From<$from> for $name {
            fn from(from: $from) -> $name {
                type From = $from;
                match from { $(From::$word => $name::$word),+ }
            }
        }
    };
}

words!(
    /// How something owed stands.
    DutyState {
        /// Not yet done, and still time.
        Open,
        /// No day is known: never late.
        Pending,
        Met,
        LateMet,
        /// Not done, can still be done, late.
        Overdue,
        /// The period is over, nothing more can be done for it.
        Unmet,
        /// The period is over and the unit said nothing.
        NoReport,
        /// The unit said that nothing happened (零报告).
        Zero,
    }
);

impl From<&OwedState> for DutyState {
    fn from(state: &OwedState) -> DutyState {
        match state {
            OwedState::Open => DutyState::Open,
            OwedState::Pending => DutyState::Pending,
            OwedState::Met => DutyState::Met,
            OwedState::LateMet { .. } => DutyState::LateMet,
            OwedState::Overdue { .. } => DutyState::Overdue,
            OwedState::Unmet => DutyState::Unmet,
            OwedState::NoReport => DutyState::NoReport,
            OwedState::Zero => DutyState::Zero,
        }
    }
}

words!(
    /// What is owed: a duty of a period, a return, a duty for one record, or a target to be reached.
    DutyKind { Duty, Return, Record, Target }
);

impl From<&OwedKind> for DutyKind {
    fn from(kind: &OwedKind) -> DutyKind {
        match kind {
            OwedKind::Duty => DutyKind::Duty,
            OwedKind::Return => DutyKind::Return,
            OwedKind::ForRecord(_) => DutyKind::Record,
        }
    }
}

words_of!(
    /// The colour of a traffic light.
    Colour => LightColour { Grey, Green, Yellow, Red }
);

words_of!(
    /// Why something is red.
    RedKind => RedName { ReturnMissing, DutyOverdue, TargetShort }
);

words_of!(
    /// How a target compares.
    Comparator => OpName { AtLeast, AtMost, Equals, MoreThan, LessThan, About, Between, Rise, Fall }
);

words_of!(
    /// How binding a target is: 约束性, 预期性.
    Strength => StrengthName { Plain, Expected, Binding }
);

words_of!(
    /// What a column of a return shows.
    ColumnShows => ShowsName { Period, Cumulative, Target, Gap }
);

words_of!(
    /// Type of a field of a register.
    FieldType => FieldTypeName {
        Text, LongText, Whole, Decimal, Money, Percent, Date, Time, Bool, Choice, Choices, Unit, Record, Files, Mark, Computed,
    }
);

words_of!(
    /// Who sees a field, the most open first. Masked: shown as `＊`; opening leaves a trace.
    Access => AccessName { Public, Internal, Restricted, Masked }
);

words!(
    /// Length of a period. Days: so many days each.
    EveryName { Day, Week, TenDays, Month, Quarter, HalfYear, Year, Once, Days }
);

impl From<Every> for EveryName {
    fn from(every: Every) -> EveryName {
        match every {
            Every::Day => EveryName::Day,
            Every::Week => EveryName::Week,
            Every::TenDays => EveryName::TenDays,
            Every::Month => EveryName::Month,
            Every::Quarter => EveryName::Quarter,
            Every::HalfYear => EveryName::HalfYear,
            Every::Year => EveryName::Year,
            Every::Once => EveryName::Once,
            Every::Days(_) => EveryName::Days,
        }
    }
}

words!(
    /// A unit's subtree under a target.
    CellState {
        Met,
        Short,
        /// The known part doesn't decide it yet.
        Undecided,
        /// Nobody below holds the target.
        None,
    }
);

impl From<&Value> for CellState {
    fn from(complete: &Value) -> CellState {
        match complete {
            Value::Bool(true) => CellState::Met,
            Value::Bool(false) => CellState::Short,
            _ => CellState::Undecided,
        }
    }
}

words!(
    /// Where a plan stands.
    PlanState { Read, Drafted, Published }
);

words!(
    /// Where a programme stands; both: published, with a newer draft.
    ProgrammeState { Draft, Published, Both }
);

words_of!(
    /// Genre of a document.
    luodi_reading::Genre => GenreName { Plan, Report, Speech, Article, Rules }
);

words_of!(
    /// Why a line is no part of its document.
    luodi_reading::NoiseReason => NoiseName { PageHeader, Advert, Tag, LinkList, Contents, Separator }
);

words!(
    /// What was read: headings, units, limits and quantities; and what is composed of them: tasks (任务), duties (责任事项),
    /// registers and forms (台账、表), phases (阶段), open questions (待定).
    ElementKind { Heading, Task, Phase, Duty, Responsibility, TimeLimit, Target, Register, Ask }
);

words_of!(
    /// What a unit has to do with a task: 牵头, 配合, 落实.
    luodi_reading::Role => UnitRole { Lead, Support, Executor }
);
impl From<UnitRole> for luodi_reading::Role {
    fn from(role: UnitRole) -> luodi_reading::Role {
        match role {
            UnitRole::Lead => luodi_reading::Role::Lead,
            UnitRole::Support => luodi_reading::Role::Support,
            UnitRole::Executor => luodi_reading::Role::Executor,
        }
    }
}

words_of!(
    /// How a quantity of the text is compared.
    luodi_reading::Op => ReadOp { AtLeast, AtMost, Equal, About, RiseBy, FallBy, Within }
);
impl From<ReadOp> for luodi_reading::Op {
    fn from(op: ReadOp) -> luodi_reading::Op {
        match op {
            ReadOp::AtLeast => luodi_reading::Op::AtLeast,
            ReadOp::AtMost => luodi_reading::Op::AtMost,
            ReadOp::Equal => luodi_reading::Op::Equal,
            ReadOp::About => luodi_reading::Op::About,
            ReadOp::RiseBy => luodi_reading::Op::RiseBy,
            ReadOp::FallBy => luodi_reading::Op::FallBy,
            ReadOp::Within => luodi_reading::Op::Within,
        }
    }
}

words!(
    /// Kind of a limit of time.
    LimitKind { By, On, Between, Every, Within, Standing }
);

words!(
    /// Where an element comes from: the reader, or a person.
    Origin { Read, Edited }
);

words_of!(
    /// How a second plan stands to a first: it replaces it (修订), or carries it out at a lower level (下级方案).
    luodi_reading::difference::Relation => RelationName { Revision, Lower }
);

words_of!(
    /// What differs between two plans: 责任事项, 指标, 时限, 责任单位.
    luodi_reading::difference::Element => DifferenceElement { Duty, Target, Limit, Owner }
);

words_of!(
    /// How it differs; undecided: which asks for more cannot be told.
    luodi_reading::difference::Change => ChangeName { Added, Dropped, Changed, Weaker, Stronger, Later, Earlier, Undecided }
);

words!(
    /// What a person said of something read.
    Confirmed { Yes, No }
);

words!(
    /// A finding must be settled; a remark is worth knowing.
    FindingSeverity { Finding, Remark }
);

impl From<luodi_reading::Severity> for FindingSeverity {
    fn from(severity: luodi_reading::Severity) -> FindingSeverity {
        match severity {
            luodi_reading::Severity::ToBeSettled => FindingSeverity::Finding,
            luodi_reading::Severity::Remark => FindingSeverity::Remark,
        }
    }
}

words_of!(
    /// An error keeps a programme from being published.
    luodi_language::Severity => DiagnosticSeverity { Error, Warning }
);

words!(
    /// What a record counts in.
    FeedKind { Measure }
);

words!(
    /// What an attachment is, by its content; office97: doc, xls, ppt, wps.
    FileKind { Jpeg, Png, Gif, Webp, Heic, Pdf, Docx, Xlsx, Pptx, Ofd, Office97, Mp4, Mov, M4a, Mp3, Wav, Amr, Txt }
);

words!(
    /// A stage of a duty's clock.
    StageName { Begins, Done, Zero, Due, Late }
);

words!(
    /// Where a stage stands today; unknown: no day is known.
    StageState { Passed, Now, Ahead, Unknown }
);

words!(
    /// What is to be explained; overview: a target over all units below.
    QuestionKind { Target, Overview, Duty, Return, Measure }
);
