//! The one door to the time of day.

use jiff::{Timestamp, civil::Date};
use luodi_model::beijing;
use std::fmt::Debug;
use std::sync::Mutex;

/// Tells the instant. Civil days are those of Beijing.
pub trait Clock: Send + Sync + Debug {
    fn now(&self) -> Timestamp;
    /// The civil day in Beijing.
    fn today(&self) -> Date {
        beijing(self.now()).date()
    }
}

/// The clock of the machine, in whole microseconds (what both databases keep).
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for the time")]
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }
}

/// A clock that stands still until it is set: for tests and for the demo's simulated months.
#[derive(Debug)]
pub struct ManualClock(Mutex<Timestamp>);

impl ManualClock {
    pub fn new(at: Timestamp) -> ManualClock {
        ManualClock(Mutex::new(at))
    }
    /// Sets the clock, forwards or backwards.
    pub fn set(&self, at: Timestamp) {
        *self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = at;
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_stands_still_and_its_day_is_that_of_beijing() {
        let clock = ManualClock::new("2013-10-05T15:59:59Z".parse().unwrap());
        assert_eq!(clock.today().to_string(), "2013-10-05");
        clock.set("2013-10-05T16:00:00Z".parse().unwrap());
        assert_eq!((clock.now(), clock.today().to_string()), ("2013-10-05T16:00:00Z".parse().unwrap(), "2013-10-06".to_string()));
    }
}
