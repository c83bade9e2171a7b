//! Reed–Solomon codes over the field of 256 elements. Polynomials are kept as bytes in words, so
//! that one operation works on eight coefficients.

use super::version::Version;

/// The coefficients of a polynomial, the highest first and that of the highest power left out, since
/// it is always one. No code here needs more than 30.
type Polynomial = [u64; 4];

/// All codewords in the order they are drawn: those of the blocks in turns, then their correction.
pub(super) fn corrected(data: &[u8], version: Version) -> Vec<u8> {
    let divisor = Multiples::of(generator(version.correction));
    let blocks: Vec<&[u8]> = blocks(data, version.blocks).collect();
    let corrections: Vec<[u8; 32]> = blocks.iter().map(|block| divisor.remainder(block)).collect();
    let mut codewords = Vec::with_capacity(version.codewords());
    for turn in 0..=data.len() / version.blocks {
        codewords.extend(blocks.iter().filter_map(|block| block.get(turn)));
    }
    for turn in 0..version.correction {
        codewords.extend(corrections.iter().filter_map(|correction| correction.get(turn)));
    }
    codewords
}

/// The data in blocks of the same length, but that the last ones may have one codeword more.
fn blocks(mut data: &[u8], count: usize) -> impl Iterator<Item = &[u8]> {
    (1..=count).rev().map(move |left| {
        let (block, rest) = data.split_at_checked(data.len() / left).unwrap_or((data, &[]));
        data = rest;
        block
    })
}

/// The polynomial with the roots 1, 2, 4, … of that many.
fn generator(degree: usize) -> Polynomial {
    let mut product = [0; 4];
    let mut root = 1;
    for _ in 0..degree {
        let mut whole = shifted_right(product);
        whole[0] |= 1 << 56;
        product = sum(product, times(whole, root));
        root = doubled(root);
    }
    product
}

/// The products of a polynomial with every half of a byte.
struct Multiples {
    low: [Polynomial; 16],
    high: [Polynomial; 16],
}

impl Multiples {
    fn of(polynomial: Polynomial) -> Self {
        let product = |factor| times(polynomial, factor);
        Self {
            low: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15].map(product),
            high: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15].map(|half| product(half << 4)),
        }
    }

    /// What is left of the data, and zeros after it, divided by the polynomial.
    fn remainder(&self, data: &[u8]) -> [u8; 32] {
        let mut rest = [0; 4];
        for byte in data {
            let factor = usize::from(*byte) ^ (rest[0] >> 56) as usize;
            rest = shifted_left(rest);
            rest = sum(rest, self.low.get(factor & 15).copied().unwrap_or_default());
            rest = sum(rest, self.high.get(factor >> 4).copied().unwrap_or_default());
        }
        let mut bytes = [0; 32];
        for (place, word) in bytes.as_chunks_mut().0.iter_mut().zip(rest) {
            *place = word.to_be_bytes();
        }
        bytes
    }
}

fn times(mut polynomial: Polynomial, mut factor: u64) -> Polynomial {
    let mut product = [0; 4];
    while factor > 0 {
        if factor & 1 == 1 {
            product = sum(product, polynomial);
        }
        polynomial = polynomial.map(doubled);
        factor >>= 1;
    }
    product
}

/// Each of the eight elements twice, modulo x⁸ + x⁴ + x³ + x² + 1.
const fn doubled(elements: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let carried = elements >> 7 & ONES;
    (elements & (0x7f * ONES)) << 1 ^ carried * 0x1d
}

const fn sum([a, b, c, d]: Polynomial, [e, f, g, h]: Polynomial) -> Polynomial {
    [a ^ e, b ^ f, c ^ g, d ^ h]
}

const fn shifted_left([a, b, c, d]: Polynomial) -> Polynomial {
    [a << 8 | b >> 56, b << 8 | c >> 56, c << 8 | d >> 56, d << 8]
}

const fn shifted_right([a, b, c, d]: Polynomial) -> Polynomial {
    [a >> 8, a << 56 | b >> 8, b << 56 | c >> 8, c << 56 | d >> 8]
}
