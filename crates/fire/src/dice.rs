//! A deterministic random generator: everything that a seed decides is drawn from it.

/// `SplitMix64`, a generator of 64 bits.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Creates dice; the same seed gives the same numbers.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns the next number.
    pub const fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number from `low` up to, but not including, `high`.
    pub const fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.roll() % (high - low)
    }

    /// Returns true in so many of a hundred cases.
    pub const fn chance(&mut self, percent: u64) -> bool {
        self.between(0, 100) < percent
    }

    /// Returns one of the items.
    pub fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        let index = self.between(0, items.len() as u64);
        items[usize::try_from(index).unwrap_or_default()]
    }

    /// Returns independent dice.
    pub const fn fork(&mut self) -> Self {
        Self(self.roll())
    }
}
