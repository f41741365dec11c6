//! The one source of randomness of a run.

use luodi_model::RecordId;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(ChaCha8Rng::seed_from_u64(seed))
    }
    /// A number below `n`; 0 where `n` is 0. The bias of the remainder doesn't matter here.
    pub fn below(&mut self, n: u64) -> u64 {
        let random = self.0.next_u64();
        if n == 0 { 0 } else { random % n }
    }
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below(high.abs_diff(low) + 1) as i64
    }
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let at = self.below(items.len() as u64);
        items.get(at as usize)
    }
    pub fn id(&mut self) -> RecordId {
        let (high, low) = (self.0.next_u64(), self.0.next_u64());
        RecordId(uuid::Builder::from_random_bytes((u128::from(high) << 64 | u128::from(low)).to_be_bytes()).into_uuid())
    }
}
