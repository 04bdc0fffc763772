//! Random numbers that are reproducible for a seed on every machine.

use rand::{Rng as _, RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use crate::domain::{id::Uid, moment::Moment};

/// A generator with a specified algorithm, unlike the default one of `rand`.
pub(super) struct SampleRng(ChaCha8Rng);

impl SampleRng {
    pub(super) fn from_seed(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// A number from `from` to `to`, both included.
    pub(super) fn between(&mut self, from: i32, to: i32) -> i32 {
        self.0.random_range(from..=to)
    }

    /// A number below `end`.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.0.random_range(0..end)
    }

    /// True with this probability in percent.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.0.random_range(0..100) < percent
    }

    /// A random item of a slice that is not empty.
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        let index: usize = self.0.random_range(0..items.len());
        &items[index]
    }

    /// The numbers below `end`, shuffled (Fisher–Yates).
    pub(super) fn shuffled_indices(&mut self, end: usize) -> Vec<usize> {
        let mut indices: Vec<usize> = (0..end).collect();
        for last in (1..end).rev() {
            let other: usize = self.0.random_range(0..=last);
            indices.swap(last, other);
        }
        indices
    }

    /// A uid with the timestamp `at`.
    pub(super) fn uid(&mut self, at: &Moment) -> Uid {
        let random = (u128::from(self.0.next_u64()) << 64) | u128::from(self.0.next_u64());
        Uid::new(u64::try_from(at.at_ms()).unwrap_or(0), random)
    }
}

/// A random choice among weighted items.
pub(super) struct WeightedChoice<T> {
    items: Vec<T>,
    /// For each item the sum of its weight and of those before it.
    cumulative_weights: Vec<u64>,
}

impl<T: Copy> WeightedChoice<T> {
    pub(super) fn new(weighted_items: impl IntoIterator<Item = (T, u64)>) -> Self {
        let mut sum = 0;
        let (items, cumulative_weights) = weighted_items
            .into_iter()
            .map(|(item, weight)| {
                sum += weight;
                (item, sum)
            })
            .unzip();
        Self { items, cumulative_weights }
    }

    /// A random item; `None` without items that have a weight.
    pub(super) fn pick(&self, rng: &mut SampleRng) -> Option<T> {
        let total = *self.cumulative_weights.last().filter(|sum| **sum > 0)?;
        let drawn = rng.below(total);
        let index = self.cumulative_weights.partition_point(|sum| *sum <= drawn);
        self.items.get(index).copied()
    }
}
