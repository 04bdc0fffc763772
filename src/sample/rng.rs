//! Chance that falls the same way for the same seed, on every machine.

use rand::{Rng as _, RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use crate::domain::{id::Uid, moment::Moment};

/// A generator whose numbers are part of its definition, unlike the default one of `rand`.
pub(super) struct SampleRng(ChaCha8Rng);

impl SampleRng {
    pub(super) fn from_seed(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// From `from` to `to`, both of them too.
    pub(super) fn between(&mut self, from: i32, to: i32) -> i32 {
        self.0.random_range(from..=to)
    }

    /// Less than `end`.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.0.random_range(0..end)
    }

    /// True so many times out of a hundred.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.0.random_range(0..100) < percent
    }

    /// One of them; there must be one.
    pub(super) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let nth: usize = self.0.random_range(0..all.len());
        &all[nth]
    }

    /// The numbers below `end`, in any order.
    pub(super) fn shuffled_indices(&mut self, end: usize) -> Vec<usize> {
        let mut all: Vec<usize> = (0..end).collect();
        for last in (1..end).rev() {
            let other: usize = self.0.random_range(0..=last);
            all.swap(last, other);
        }
        all
    }

    /// A lasting name given at that moment.
    pub(super) fn uid(&mut self, at: &Moment) -> Uid {
        let chance = (u128::from(self.0.next_u64()) << 64) | u128::from(self.0.next_u64());
        Uid::new(u64::try_from(at.at_ms()).unwrap_or(0), chance)
    }
}

/// Things of which some come up more often than others.
pub(super) struct WeightedChoice<T> {
    items: Vec<T>,
    /// For every thing the sum of its weight and of all before it.
    cumulative_weights: Vec<u64>,
}

impl<T: Copy> WeightedChoice<T> {
    pub(super) fn new(all: impl IntoIterator<Item = (T, u64)>) -> Self {
        let mut sum = 0;
        let (items, cumulative_weights) = all
            .into_iter()
            .map(|(thing, weight)| {
                sum += weight;
                (thing, sum)
            })
            .unzip();
        Self { items, cumulative_weights }
    }

    /// One of them; nothing where there is none with a weight.
    pub(super) fn pick(&self, rng: &mut SampleRng) -> Option<T> {
        let all = *self.cumulative_weights.last().filter(|sum| **sum > 0)?;
        let drawn = rng.below(all);
        let nth = self.cumulative_weights.partition_point(|sum| *sum <= drawn);
        self.items.get(nth).copied()
    }
}
