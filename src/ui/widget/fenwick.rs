//! A Fenwick tree (binary indexed tree): prefix sums of row heights that may change.

/// Row heights and their prefix sums. Everything but [`FenwickTree::new`] takes O(log n).
#[derive(Clone, Debug, Default)]
pub struct FenwickTree {
    heights: Vec<f32>,
    /// `sums[i]` is the sum of the heights of the `i & -i` rows before row `i`; `sums[0]` is
    /// unused.
    sums: Vec<f64>,
}

impl FenwickTree {
    pub fn new(heights: Vec<f32>) -> Self {
        let mut sums = vec![0.0; heights.len() + 1];
        for (index, height) in heights.iter().enumerate() {
            let at = index + 1;
            sums[at] += f64::from(*height);
            let above = at + (at & at.wrapping_neg());
            if above < sums.len() {
                sums[above] += sums[at];
            }
        }
        Self { heights, sums }
    }

    pub fn len(&self) -> usize {
        self.heights.len()
    }

    pub fn height(&self, row: usize) -> f32 {
        self.heights.get(row).copied().unwrap_or(0.0)
    }

    /// Sets the height of a row and returns by how much it grew.
    pub fn set(&mut self, row: usize, height: f32) -> f32 {
        let Some(old) = self.heights.get_mut(row) else {
            return 0.0;
        };
        let grown = f64::from(height) - f64::from(*old);
        let by = height - *old;
        *old = height;
        let mut at = row + 1;
        while let Some(sum) = self.sums.get_mut(at) {
            *sum += grown;
            at += at & at.wrapping_neg();
        }
        by
    }

    /// The top of a row: the sum of all heights before it.
    pub fn top(&self, row: usize) -> f64 {
        let mut at = row.min(self.len());
        let mut sum = 0.0;
        while at > 0 {
            sum += self.sums[at];
            at -= at & at.wrapping_neg();
        }
        sum
    }

    /// The sum of all heights.
    pub fn total(&self) -> f64 {
        self.top(self.len())
    }

    /// The row at a distance from the top: the last one that starts at or before it; 0 without
    /// rows.
    pub fn row_at(&self, distance: f64) -> usize {
        let mut at = 0;
        let mut left = distance;
        let mut step = self.sums.len().next_power_of_two();
        while step > 0 {
            let next = at + step;
            if next < self.sums.len() && self.sums[next] <= left {
                at = next;
                left -= self.sums[next];
            }
            step /= 2;
        }
        at.min(self.len().saturating_sub(1))
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "halves add up exactly")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn empty_tree_has_no_height() {
        let rows = FenwickTree::default();
        assert_eq!((rows.len(), rows.row_at(10.0)), (0, 0));
        assert!(rows.total().abs() < f64::EPSILON);
    }

    #[test]
    fn row_at_covers_its_top_up_to_the_next_row() {
        let rows = FenwickTree::new(vec![10.0, 20.0, 30.0]);
        for (distance, row) in [(-5.0, 0), (0.0, 0), (9.9, 0), (10.0, 1), (29.9, 1), (30.0, 2), (60.0, 2), (900.0, 2)] {
            assert_eq!(rows.row_at(distance), row, "{distance}");
        }
    }

    /// Multiples of ½ add up exactly, so sums can be compared without a tolerance.
    fn halves() -> impl Strategy<Value = f32> {
        (1_u16..2000).prop_map(|half| f32::from(half) / 2.0)
    }

    proptest! {
        #[test]
        fn sums_are_those_of_a_plain_list(
            start in proptest::collection::vec(halves(), 1..80),
            changes in proptest::collection::vec((0_usize..80, halves()), 0..40),
            at in 0.0_f64..20_000.0,
        ) {
            let mut plain = start.clone();
            let mut rows = FenwickTree::new(start);
            for (row, height) in changes {
                let before = plain.get(row).copied();
                let grown = rows.set(row, height);
                if let Some(before) = before {
                    prop_assert_eq!(grown, height - before);
                    plain[row] = height;
                }
            }
            let mut top = 0.0;
            let mut found = 0;
            for (row, height) in plain.iter().enumerate() {
                prop_assert_eq!(rows.top(row), top);
                prop_assert_eq!(rows.height(row), *height);
                if top <= at {
                    found = row;
                }
                top += f64::from(*height);
            }
            prop_assert_eq!(rows.total(), top);
            prop_assert_eq!(rows.row_at(at), found);
        }
    }
}
