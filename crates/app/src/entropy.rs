//! The one door to randomness.

use jiff::Timestamp;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use std::fmt::Debug;
use std::sync::Mutex;
use uuid::Uuid;

/// Gives unpredictable bytes.
pub trait Entropy: Send + Sync + Debug {
    fn fill(&self, bytes: &mut [u8]);

    /// A random 256-bit secret.
    fn secret(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        self.fill(&mut bytes);
        bytes
    }
    /// An id that sorts by the time it was made (UUID version 7).
    fn id(&self, now: Timestamp) -> Uuid {
        let mut random = [0; 10];
        self.fill(&mut random);
        let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

/// Randomness of the operating system.
#[derive(Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        // A machine without randomness can't keep secrets: stopping is the only safe answer.
        getrandom::fill(bytes).expect("the operating system gives random bytes");
    }
}

/// The same bytes for the same seed: for tests and for the demo. Never for a server that keeps secrets.
#[derive(Debug)]
pub struct SeededEntropy(Mutex<ChaCha20Rng>);

impl SeededEntropy {
    pub fn new(seed: u64) -> SeededEntropy {
        SeededEntropy(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).fill_bytes(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_bytes_again_and_the_system_does_not() {
        assert_eq!(SeededEntropy::new(7).secret(), SeededEntropy::new(7).secret());
        assert_ne!(SeededEntropy::new(7).secret(), SeededEntropy::new(8).secret());
        assert_ne!(SystemEntropy.secret(), SystemEntropy.secret());
    }

    #[test]
    fn ids_sort_by_time() {
        let entropy = SeededEntropy::new(1);
        let early = entropy.id("2013-09-01T00:00:00Z".parse().unwrap());
        let late = entropy.id("2013-09-01T00:00:01Z".parse().unwrap());
        assert!(early < late && early.get_version_num() == 7);
    }
}
