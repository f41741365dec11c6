//! Token buckets: how often an address or an account may do something.

use crate::settings::{Rate, Settings};
use jiff::Timestamp;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;

/// Buckets kept at most; a full map drops those that are full again, then all.
const BUCKETS_MAX: usize = 100_000;

/// What is counted.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Key {
    FailedLoginFrom(IpAddr),
    FailedLoginOf(String),
    AnonymousFrom(IpAddr),
    Account(i64),
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    tokens: f64,
    at: Timestamp,
}

/// The buckets of one server process.
#[derive(Debug, Default)]
pub struct Limiter {
    buckets: Mutex<HashMap<Key, Bucket>>,
}

impl Limiter {
    /// Takes a token; `Err` says how many whole seconds to wait for the next one.
    pub fn take(&self, key: Key, rate: Rate, now: Timestamp) -> Result<(), u64> {
        let mut buckets = self.buckets.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if buckets.len() >= BUCKETS_MAX {
            buckets.retain(|_, b| now.duration_since(b.at).as_secs() < 60);
            if buckets.len() >= BUCKETS_MAX {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(key).or_insert(Bucket { tokens: f64::from(rate.burst), at: now });
        // A clock set back gives no tokens and takes none.
        let elapsed_s = now.duration_since(bucket.at).as_secs_f64().max(0.0);
        let per_second = f64::from(rate.per_minute) / 60.0;
        bucket.tokens = (bucket.tokens + elapsed_s * per_second).min(f64::from(rate.burst));
        bucket.at = now;
        if bucket.tokens >= 1.0 {
            bucket.tokens -= 1.0;
            return Ok(());
        }
        let wait_s = if per_second > 0.0 { ((1.0 - bucket.tokens) / per_second).ceil() } else { 60.0 };
        Err((wait_s as u64).max(1))
    }

    /// Gives a token back (the attempt was a good one).
    pub fn give_back(&self, key: &Key, rate: Rate) {
        let mut buckets = self.buckets.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(bucket) = buckets.get_mut(key) {
            bucket.tokens = (bucket.tokens + 1.0).min(f64::from(rate.burst));
        }
    }
}

/// The rates that belong to keys.
impl Settings {
    pub fn rate(&self, key: &Key) -> Option<Rate> {
        match key {
            Key::FailedLoginFrom(_) => Some(self.failed_logins_per_address),
            Key::FailedLoginOf(_) => Some(self.failed_logins_per_login),
            Key::AnonymousFrom(_) => Some(self.anonymous_per_address),
            Key::Account(_) => self.requests_per_account,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_378_000_000 + second).unwrap()
    }

    #[test]
    fn a_burst_then_a_steady_rate() {
        let limiter = Limiter::default();
        let key = Key::FailedLoginFrom(IpAddr::V4(Ipv4Addr::LOCALHOST));
        let rate = Rate { burst: 2, per_minute: 6 };
        let check = |second: i64, expected: Result<(), u64>| {
            assert_eq!(limiter.take(key.clone(), rate, at(second)), expected, "{second}")
        };
        check(0, Ok(()));
        check(0, Ok(()));
        check(0, Err(10));
        check(4, Err(6));
        check(10, Ok(()));
        check(10, Err(10));
        check(5, Err(10));
        limiter.give_back(&key, rate);
        check(10, Ok(()));
    }

    #[test]
    fn other_keys_have_buckets_of_their_own() {
        let limiter = Limiter::default();
        let rate = Rate { burst: 1, per_minute: 1 };
        assert!(limiter.take(Key::Account(1), rate, at(0)).is_ok());
        assert!(limiter.take(Key::Account(2), rate, at(0)).is_ok());
        assert!(limiter.take(Key::Account(1), rate, at(0)).is_err());
    }
}
