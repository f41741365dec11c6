//! Instants as people write them: in Beijing time.

use jiff::Timestamp;
use jiff::civil::DateTime;
use luodi_app::clock::ManualClock;
use std::sync::Arc;

/// `2013-10-05 23:59` or `2013-10-05 23:59:30`, Beijing time.
///
/// # Panics
/// On any other text: a test that says no time says nothing.
#[must_use]
pub fn at(beijing: &str) -> Timestamp {
    let padded = if beijing.len() == "2013-10-05 23:59".len() { format!("{beijing}:00") } else { beijing.to_string() };
    let civil: DateTime = padded.replace(' ', "T").parse().unwrap_or_else(|e| panic!("“{beijing}” is no time: {e}"));
    jiff::tz::Offset::constant(8).to_timestamp(civil).unwrap_or_else(|e| panic!("“{beijing}” is no time: {e}"))
}

/// The server's clock, set in Beijing time.
#[derive(Clone, Debug)]
pub struct SetClock(pub(crate) Arc<ManualClock>);

impl SetClock {
    /// Sets the clock, forwards or backwards.
    pub fn set(&self, beijing: &str) {
        self.0.set(at(beijing));
    }
}
