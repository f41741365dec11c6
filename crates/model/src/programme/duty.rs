//! Duties (责任事项), returns (报表), lists (清单) and tables (汇总表): what is owed, and what is said.

use super::{Clause, Expression};
use crate::Every;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A duty: each unit of a group owes something in each period, by a day, satisfied when. Computed, never stored.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    pub title: String,
    /// Group of units that owe it.
    pub who: String,
    /// Absent with `for_each` absent: once in the window.
    #[serde(default)]
    pub every: Option<Every>,
    /// Owed for each record of this register that meets `where` (a delivery, a repair), instead of for each period.
    #[serde(default)]
    pub for_each: Option<String>,
    /// With `for_each`: every unit of `who` owes it for each of these records, whosever they are (落实到各单位); `owner` is the
    /// unit that owes. Without: the unit whose record it is.
    #[serde(default)]
    pub by_each: bool,
    /// With `for_each`: owed in every period of `every` between two days that the record gives (重点时段, 随访期). Until both days are
    /// known it is owed without a day.
    #[serde(default)]
    pub during: Option<During>,
    /// Owed where this holds: over the record with `for_each`, else over the unit in its period (a season, one month of the
    /// year, a unit that is exempt). Unknown counts as owed.
    #[serde(default, rename = "where")]
    pub where_: Option<Expression>,
    /// Satisfied when (over the unit's own records and measures of the period; with `for_each`: over the record).
    pub done: Expression,
    pub due: Due,
    /// Due days of earlier versions, in the order in which they held.
    #[serde(default)]
    pub earlier: Vec<Earlier>,
    /// May a unit say "nothing happened" (零报告)? Then zero and no report are told apart.
    #[serde(default)]
    pub zero_report: bool,
    /// To whom something is delivered.
    #[serde(default)]
    pub to: Option<String>,
    /// The register in whose form the duty is done; the button of "my duties".
    #[serde(default)]
    pub form: Option<String>,
    /// Who is told before the due day, and after it while it isn't done (提醒、催办、上报).
    #[serde(default)]
    pub notices: Vec<Notice>,
    #[serde(default)]
    pub clause: Option<Clause>,
}

/// From one day of a record to another, both included.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct During {
    pub from: Expression,
    pub to: Expression,
}

/// Somebody is told of a duty that isn't done. Computed on the day it is looked at, like the duty itself.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// From this day on, counted from the due day: negative before it, positive after it.
    pub days: i16,
    /// Absent: the unit that owes. Else the nearest unit of this group above it.
    #[serde(default)]
    pub to: Option<String>,
    /// What is said beside the title and the days.
    #[serde(default)]
    pub say: Option<String>,
}

/// By when. Always the end of a civil day in Beijing.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// Last day of the period (or of the window).
    EndOfPeriod,
    /// This day of the month after the period's last day; a month too short takes its last day.
    DayAfter(i8),
    /// An expression that gives a date (with `for_each`: over the record).
    On(Expression),
    /// The text gives no day: never late.
    Pending,
}

/// A due day that held until a later version changed it (此前的时限). What was closed by then stays judged by it: periods that
/// had ended, and of what is owed once, what had been done.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Earlier {
    /// The last day on which it held, as an expression (`2025-06-30`).
    pub until: Expression,
    pub due: Due,
}

/// A periodic return: units file a table to another unit; a filed table is a version that stays readable.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Return {
    pub title: String,
    /// Group of units that file it.
    pub who: String,
    /// Group whose members receive and compile it (the filer's superior of that group).
    pub to: String,
    pub every: Every,
    pub due: Due,
    /// Due days of earlier versions, in the order in which they held.
    #[serde(default)]
    pub earlier: Vec<Earlier>,
    /// Rows: the filing unit and the units under it, of this group; absent: the filing unit alone.
    #[serde(default)]
    pub rows: Option<String>,
    pub columns: Vec<Column>,
    #[serde(default)]
    pub clause: Option<Clause>,
}

/// A column of a table.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    pub title: String,
    pub measure: String,
    #[serde(default)]
    pub shows: ColumnShows,
    /// For `target` and `gap`: which target.
    #[serde(default)]
    pub target: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ColumnShows {
    /// The measure in the period.
    #[default]
    Period,
    /// From the begin of the window to the end of the period.
    Cumulative,
    /// The quota.
    Target,
    /// What is still missing to the quota (never below zero).
    Gap,
}

/// A saved selection of records that need somebody.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct List {
    pub title: String,
    pub register: String,
    #[serde(rename = "where")]
    pub where_: Expression,
    pub columns: Vec<String>,
    #[serde(default)]
    pub clause: Option<Clause>,
}

/// A table laid out from measures: units across or down, rows of figures, blanks kept blank.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Table {
    pub title: String,
    /// Group of units along one side (with the total last).
    pub units: String,
    /// The figures, in order: title → what it shows.
    pub rows: IndexMap<String, TableRow>,
    /// Units as columns (true) or as rows.
    #[serde(default)]
    pub units_across: bool,
    #[serde(default)]
    pub every: Option<Every>,
    #[serde(default)]
    pub clause: Option<Clause>,
}

/// One line of figures in a [`Table`]: over the units of `of` in the subtree of the column's unit (the unit itself included).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableRow {
    /// Group whose members are counted or summed; a column's unit without any member is blank, not zero.
    pub of: String,
    /// Measure summed; absent: the number of units.
    #[serde(default)]
    pub measure: Option<String>,
    /// Show plan (sum of quotas) beside the actual figure.
    #[serde(default)]
    pub target: Option<String>,
    /// Only the unit itself, without those below it.
    #[serde(default)]
    pub own_only: bool,
    /// The text leaves the total of this row blank.
    #[serde(default)]
    pub no_total: bool,
}
