//! Reed–Solomon codes over the field of 256 elements, eight of which are in a word.

use super::version::Version;

/// Thirty-two coefficients, that of the highest power first.
type Polynomial = [u64; 4];

/// The codewords of data, and those that correct them, in the order they are drawn: one of each block
/// in turns.
pub(super) fn corrected(mut data: &[u8], version: Version) -> Vec<u8> {
    let Version {
        blocks, correction, ..
    } = version;
    let products = products(correction);
    let length = data.len();
    let mut codewords = vec![0; version.codewords()];
    let mut put = |place, codeword| {
        if let Some(place) = codewords.get_mut(place) {
            *place = codeword;
        }
    };
    for number in 0..blocks {
        // The last blocks may have one codeword more.
        let size = data.len() / (blocks - number);
        let (block, others) = data.split_at_checked(size).unwrap_or_default();
        data = others;
        // The largest block has 123, and a product reaches 32 further.
        let mut rest = [0; 160];
        for (turn, (place, codeword)) in rest.iter_mut().zip(block).enumerate() {
            *place = *codeword;
            // In the last turn only the last blocks have one.
            put((turn * blocks).min(length - blocks) + number, *codeword);
        }
        divide(&mut rest, size, &products);
        for turn in 0..correction {
            let codeword = rest.get(size + turn).copied().unwrap_or_default();
            put(length + turn * blocks + number, codeword);
        }
    }
    codewords
}

/// Takes multiples of the generator off, so that so many zeros come first. After them stands the
/// remainder.
fn divide(rest: &mut [u8], zeros: usize, products: &[Polynomial; 32]) {
    for turn in 0..zeros {
        if let Some([first, rest @ ..]) = rest.get_mut(turn..) {
            let (high, low) = (usize::from(*first >> 4), usize::from(*first & 15));
            if let (Some(low), Some(high)) = (products.get(low), products.get(16 + high)) {
                add(rest, low);
                add(rest, high);
            }
        }
    }
}

/// The products of the generator with 0 to 15, and then with 0 to 240 in steps of 16: two of them
/// make its product with any element. Its first coefficient, always one, is left out.
fn products(degree: usize) -> [Polynomial; 32] {
    let mut generator = [0; 40];
    let mut root = 1;
    for _ in 0..degree {
        let product = times(&generator, root);
        add(&mut generator[1..], &product);
        generator[0] ^= root.to_le_bytes()[0];
        root = doubled(root);
    }
    let mut products = [[0; 4]; 32];
    for (half, product) in (0..).zip(&mut products) {
        *product = times(&generator, (half & 15) << (half / 16 * 4));
    }
    products
}

fn add(sum: &mut [u8], polynomial: &Polynomial) {
    for (place, word) in sum.as_chunks_mut().0.iter_mut().zip(polynomial) {
        *place = (u64::from_le_bytes(*place) ^ word).to_le_bytes();
    }
}

fn times(coefficients: &[u8; 40], factor: u64) -> Polynomial {
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
    let carried = (elements >> 7) & ONES;
    ((elements & (0x7f * ONES)) << 1) ^ (carried * 0x1d)
}
