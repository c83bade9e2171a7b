//! Whole numbers of up to 261 bits, signed, and division modulo a prime.

/// Bits to a limb.
pub const BITS: u32 = 29;

/// The bits of a limb.
pub const MASK: i64 = (1 << BITS) - 1;

/// The sum of `limbs[i] << (29 * i)`. 32-bit numbers would be fuller, but these leave room: sums
/// and differences need no carry, and products are summed in 64 bits.
pub type Limbs = [i64; 9];

/// An odd prime of just under 2²⁵⁶.
pub struct Modulus {
    prime: Limbs,
    /// What the prime's lowest limb is to be multiplied with to make −1, modulo 2²⁹.
    inverse: i64,
}

impl Modulus {
    pub const fn new(high: u128, low: u128) -> Self {
        let prime = number(high, low);
        // Newton's iteration: each turn doubles the bits that are right, three to begin with.
        let mut inverse = -prime[0];
        let mut turn = 0;
        while turn < 4 {
            inverse = (inverse * (2 + ((prime[0] * inverse) & MASK))) & MASK;
            turn += 1;
        }
        Self { prime, inverse }
    }

    pub const fn prime(&self) -> &Limbs {
        &self.prime
    }

    pub fn contains(&self, number: &Limbs) -> bool {
        carried(subtract(number, &self.prime))[8] < 0
    }

    /// The one number from zero to the prime that is the same modulo it.
    pub fn reduce(&self, number: &Limbs) -> Limbs {
        let mut number = carried(*number);
        // The prime is so close to 2²⁵⁶ that what stands above tells how often to take it away.
        for _ in 0..2 {
            let above = number[8] >> (256 - 8 * BITS);
            number = carried(subtract(&number, &self.prime.map(|limb| limb * above)));
        }
        let less = carried(subtract(&number, &self.prime));
        if less[8] < 0 { number } else { less }
    }

    /// The numerator through the denominator. Through zero it is zero.
    ///
    /// Bernstein and Yang, “Fast constant-time gcd computation and modular inversion” (2019), in
    /// time that varies: 29 steps of a greatest common divisor are found from the lowest limbs
    /// alone and then done on the whole numbers at once.
    pub fn divide(&self, numerator: &Limbs, denominator: &Limbs) -> Limbs {
        let (mut f, mut g) = (self.prime, self.reduce(denominator));
        // Times the denominator, these are f and g times the numerator.
        let (mut d, mut e) = ([0; 9], carried(*numerator));
        let mut delta = 1;
        while g != [0; 9] {
            let [upper, lower] = steps(&mut delta, f[0], g[0]);
            (f, g) = (self.mix(&f, &g, upper), self.mix(&f, &g, lower));
            (d, e) = (self.mix(&d, &e, upper), self.mix(&d, &e, lower));
        }
        // What is left in f is 1 or −1.
        self.reduce(&if f[8] < 0 { d.map(|limb| -limb) } else { d })
    }

    /// `(a·u + b·v) / 2²⁹`, modulo the prime, whose multiple makes the lowest limb zero. For f and
    /// g it is zero already.
    fn mix(&self, a: &Limbs, b: &Limbs, [u, v]: [i64; 2]) -> Limbs {
        let times = (((a[0] * u + b[0] * v) & MASK) * self.inverse) & MASK;
        let mut carry = 0;
        let mut mixed = [0; 9];
        for i in 0..9 {
            carry += a[i] * u + b[i] * v + self.prime[i] * times;
            if i > 0 {
                mixed[i - 1] = carry & MASK;
            }
            carry >>= BITS;
        }
        mixed[8] = carry;
        mixed
    }
}

/// 29 steps, as the matrix that does them at once, times 2²⁹.
#[expect(clippy::many_single_char_names, reason = "the paper's letters")]
fn steps(delta: &mut i64, mut f: i64, mut g: i64) -> [[i64; 2]; 2] {
    let ([mut u, mut v], [mut q, mut r]) = ([1, 0], [0, 1]);
    let mut left = BITS;
    loop {
        let zeros = g.trailing_zeros().min(left);
        g >>= zeros;
        (u, v) = (u << zeros, v << zeros);
        *delta += i64::from(zeros);
        left -= zeros;
        if left == 0 {
            return [[u, v], [q, r]];
        }
        if *delta > 0 {
            *delta = -*delta;
            (f, u, v, g, q, r) = (g, q, r, -f, -u, -v);
        }
        (g, q, r) = (g + f, q + u, r + v);
    }
}

pub const fn number(high: u128, low: u128) -> Limbs {
    let (high, low) = (high.to_be_bytes(), low.to_be_bytes());
    let mut bytes = [0; 32];
    let mut i = 0;
    while i < 16 {
        (bytes[i], bytes[i + 16]) = (high[i], low[i]);
        i += 1;
    }
    from_bytes(&bytes)
}

/// From 32 bytes, the highest first.
pub const fn from_bytes(bytes: &[u8; 32]) -> Limbs {
    let mut limbs = [0; 9];
    let mut i = 0;
    while i < 32 {
        let bit = 8 * i;
        limbs[bit / 29] += (bytes[31 - i] as i64) << (bit % 29);
        i += 1;
    }
    carried(limbs)
}

/// As 32 bytes, the highest first, of a number from zero to 2²⁵⁶ that is carried.
pub fn to_bytes(limbs: &Limbs) -> [u8; 32] {
    let mut bytes = [0; 32];
    for (i, byte) in bytes.iter_mut().rev().enumerate() {
        let bit = 8 * i;
        let next = limbs.get(bit / 29 + 1).unwrap_or(&0);
        [*byte, ..] = ((limbs[bit / 29] | next << BITS) >> (bit % 29)).to_le_bytes();
    }
    bytes
}

/// The same number in its one form: all limbs from 0 to 2²⁹, but the last, which has the sign.
pub const fn carried(mut limbs: Limbs) -> Limbs {
    let mut i = 0;
    while i < 8 {
        limbs[i + 1] += limbs[i] >> BITS;
        limbs[i] &= MASK;
        i += 1;
    }
    limbs
}

pub fn subtract(a: &Limbs, b: &Limbs) -> Limbs {
    std::array::from_fn(|i| a[i] - b[i])
}
