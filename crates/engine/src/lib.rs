//! The engine: registers with states and guards, duties, clocks, measures, targets, returns, fan-out.
//!
//! What it does: `(programme, facts, actor, command, now) → events`, and the views computed from facts (what is owed, what
//! a cell holds, whether a target is met and why).
//! What it must never do: know a clock, a random source, a file, a socket or SQL. The same engine runs the server, the
//! rehearsal before publication and the simulation.
//! How to add the usual new thing: a mechanism is one file here, driven by an element of the programme model; a programme
//! never gets code of its own.

mod access;
mod agreement;
mod as_of;
mod ask;
mod board;
mod bulletin;
mod bundle;
mod cell;
mod change;
mod command;
mod context;
mod decide;
mod due;
mod entered;
mod env;
mod event;
mod explain;
mod facts;
mod fanout;
mod file;
mod for_record;
mod given;
mod groups;
mod guard;
mod intake;
mod light;
mod list;
mod measure;
mod memory;
mod missed;
mod notice;
mod otherwise;
mod owed;
mod record;
mod refusal;
mod remembering;
mod stage;
mod table;
mod target;
mod target_day;
mod units_alone;

pub use access::{is_partner, may_open};
pub use agreement::{Agreed, agreed};
pub use as_of::AsOf;
pub use ask::{Consequence, check as check_answer, consequences as ask_consequences, read as read_answer};
pub use board::{Board, OnceDuty, Red, RedKind, begun, board};
pub use bulletin::bulletin;
pub use bundle::{Bundled, Part, bundled};
pub use cell::{Cell, Contribution};
pub use command::{Actor, Command, Role};
pub use context::Context;
pub use decide::decide;
pub use due::DueDay;
pub use env::current as current_value;
pub use env::{eval_on_record, record_title};
pub use event::{Event, Filing, FilingCell};
pub use explain::{
    Explained, Named, RECORDS_MAX, Rule, explain_duty, explain_duty_for, explain_measure, explain_overview, explain_owed_for,
    explain_return, explain_target,
};
pub use facts::{Facts, RecordQuery};
pub use fanout::{Fanout, GroupCount, Load, PlanRows, Reconciled, TargetFanout, fanout};
pub use file::{
    CompiledReturn, CompiledRow, Partial, ReturnRow, ReturnTable, add_up, aligned_table, compiled, figure_from_json, filed_table,
    live, period_from,
};
pub use for_record::owed_for;
pub use given::{GivenRow, given_id, given_rows};
pub use groups::Groups;
pub use light::{Colour, Light, light};
pub use list::{Listed, listed, presets, public_figure, public_page};
pub use luodi_language::is_working_day;
pub use measure::{contributions, scale as measure_scale, value as measure_value};
pub use memory::Memory;
pub use missed::Missed;
pub use notice::{Told, told};
pub use otherwise::{Home, Otherwise};
pub use owed::{Owed, OwedKind, OwedState, PeriodsMet, duty_of, has_begun, owed_by, periods_met, return_in, return_of};
pub use record::{Earlier, Finding, Mark, StoredRecord};
pub use refusal::{Problem, Refusal};
pub use remembering::Remembering;
pub use stage::{StageJudged, Twin};
pub use table::{LaidOut, LaidOutRow, Layout, TableCell, TableColumn, lay_out};
pub use target::{Forecast, Judged, Overview, judge, overview, shown as shown_ratio};
pub use target_day::{TargetDay, target_days};
pub use units_alone::UnitsAlone;
