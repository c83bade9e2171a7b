//! Reed–Solomon codes over the field of 256 elements, eight of which are in a word.

use super::version::Version;

/// Coefficients of a polynomial, the highest first. No code here needs more than 31.
type Polynomial = [u64; 4];

/// All codewords in the order they are drawn: those of the blocks in turns, then their correction.
pub(super) fn corrected(mut data: &[u8], version: Version) -> Vec<u8> {
    let Version { blocks, correction, .. } = version;
    let products = products(correction);
    let length = data.len();
    let mut codewords = vec![0; version.codewords()];
    let mut put = |place, codeword| {
        if let Some(place) = codewords.get_mut(place) {
            *place = codeword;
        }
    };
    for number in 0..blocks {
        let (block, others) = data.split_at_checked(data.len() / (blocks - number)).unwrap_or_default();
        data = others;
        // No block is longer than 123, and 32 are added to from where the last one stands.
        let mut rest = [0; 160];
        for (turn, codeword) in block.iter().enumerate() {
            if let Some(place) = rest.get_mut(turn) {
                *place = *codeword;
            }
            // The last blocks may have one codeword more, so in the last turn there are fewer.
            put((turn * blocks).min(length - blocks) + number, *codeword);
        }
        divide(&mut rest, block.len(), &products);
        for (turn, codeword) in rest.iter().skip(block.len()).take(correction).enumerate() {
            put(length + turn * blocks + number, *codeword);
        }
    }
    codewords
}

/// Makes the first coefficients zero by taking off what the generator divides.
fn divide(rest: &mut [u8], length: usize, products: &[Polynomial; 32]) {
    for turn in 0..length {
        if let Some([first, rest @ ..]) = rest.get_mut(turn..) {
            let first = usize::from(*first);
            for half in [first & 15, 16 + (first >> 4)] {
                if let Some(product) = products.get(half) {
                    add(rest, product);
                }
            }
        }
    }
}

/// The products of the generator, without its first coefficient, which is one, with every low and
/// every high half of an element.
fn products(degree: usize) -> [Polynomial; 32] {
    let mut generator = [0; 40];
    generator[0] = 1;
    let mut root = 1;
    for _ in 0..degree {
        let product = times(&generator, root);
        add(&mut generator[1..], &product);
        root = doubled(root);
    }
    let mut products = [[0; 4]; 32];
    for (half, product) in (0..).zip(&mut products) {
        *product = times(&generator[1..], (half & 15) << (half / 16 * 4));
    }
    products
}

fn add(sum: &mut [u8], polynomial: &Polynomial) {
    for (place, word) in sum.as_chunks_mut().0.iter_mut().zip(polynomial) {
        *place = (u64::from_le_bytes(*place) ^ word).to_le_bytes();
    }
}

fn times(coefficients: &[u8], factor: u64) -> Polynomial {
    let mut product = [0; 4];
    for (product, word) in product.iter_mut().zip(coefficients.as_chunks().0) {
        let mut word = u64::from_le_bytes(*word);
        let mut factor = factor;
        while factor > 0 {
            *product ^= word * (factor & 1);
            word = doubled(word);
            factor >>= 1;
        }
    }
    product
}

/// Each element twice, modulo x⁸ + x⁴ + x³ + x² + 1.
const fn doubled(elements: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let carried = elements >> 7 & ONES;
    (elements & (0x7f * ONES)) << 1 ^ carried * 0x1d
}
