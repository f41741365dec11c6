//! The nouns of Luodi: values with unknowns, units (单位), periods, and the model of a programme (方案).
//!
//! What it does: types, their JSON and YAML shapes, and arithmetic that needs nothing but its arguments.
//! What it must never do: read files, a clock or a random source; know SQL, HTTP or a document.
//! How to add the usual new thing: a new element of a programme is a struct in `programme/`, with a doc comment that
//! says what it is, its Chinese term and what it defaults to; the JSON Schema for editors follows from it.

mod ids;
mod number;
mod period;
pub mod programme;
mod unit;
mod value;

pub use ids::{AttachmentId, NoAttachmentId, PlanId, ProgrammeId, RecordId, UnitId, UserId};
pub use number::Number;
pub use period::{Every, Period, PeriodError};
pub use unit::{Unit, UnitTree, UnitTreeError};
pub use value::{Unknown, Value};

/// Every deadline is a civil day of this zone (北京时间); facts are UTC instants.
pub const TIME_ZONE: &str = "Asia/Shanghai";

/// UTC offset of Beijing time in hours; mainland China has kept it without daylight saving since 1991-09-15.
pub const BEIJING_OFFSET_HOURS: i8 = 8;

/// The civil day and time in Beijing of an instant.
pub fn beijing(at: jiff::Timestamp) -> jiff::civil::DateTime {
    jiff::tz::Offset::constant(BEIJING_OFFSET_HOURS).to_datetime(at)
}

/// The instant at which a civil day begins in Beijing.
pub fn beijing_midnight(day: jiff::civil::Date) -> Option<jiff::Timestamp> {
    jiff::tz::Offset::constant(BEIJING_OFFSET_HOURS).to_timestamp(day.at(0, 0, 0, 0)).ok()
}
