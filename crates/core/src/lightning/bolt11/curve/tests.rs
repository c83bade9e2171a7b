//! The curve beside another one: the crate `k256`.
#![expect(
    clippy::many_single_char_names,
    clippy::unwrap_used,
    reason = "tests, in the curve's own letters"
)]

use k256::ecdsa::signature::hazmat::PrehashVerifier;
use k256::ecdsa::{self, RecoveryId, SigningKey, VerifyingKey};
use k256::elliptic_curve::PrimeField;
use k256::elliptic_curve::bigint::{ArrayEncoding, NonZero};
use k256::{ProjectivePoint, U256};
use sha2::{Digest, Sha256};

use super::limbs::{carried, number};
use super::*;

/// By chance, but the same every time.
fn chance(turn: u32) -> [u8; 32] {
    Sha256::digest(turn.to_be_bytes()).into()
}

fn bytes(text: &str) -> [u8; 32] {
    *crate::lightning::hex::from_hex(text).unwrap()
}

/// Where arithmetic goes wrong if it does: near 0, p, n, their halves, 2¹²⁸ and 2²⁵⁶, and n's
/// distance to p, which coordinates above n have left when n is taken away.
fn edges() -> Vec<[u8; 32]> {
    let around = [
        "0000000000000000000000000000000000000000000000000000000000000002",
        "00000000000000000000000000000000ffffffffffffffffffffffffffffffff",
        "000000000000000000000000000000014551231950b75fc4402da1722fc9baee",
        "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0",
        "7fffffffffffffffffffffffffffffffffffffffffffffffffffffff7ffffe17",
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f",
        // The cube roots of 1: β modulo p and λ modulo n.
        "7ae96a2b657c07106e64479eac3434e99cf0497512f58995c1396c28719501ee",
        "5363ad4cc05c30e0a5261c028812645a122e22ea20816678df02967c1b23bd72",
    ];
    let near = |text: &str| {
        let number = from_bytes(&bytes(text));
        [-2, -1, 0, 1, 2].map(|step| {
            let mut near = number;
            near[0] += step;
            limbs::to_bytes(&carried(near))
        })
    };
    let mut edges: Vec<_> = around.into_iter().flat_map(near).collect();
    edges.push([0xff; 32]);
    edges
}

fn edges_and_chance(turns: u32) -> impl Iterator<Item = [u8; 32]> {
    edges().into_iter().chain((0..turns).map(chance))
}

const P: &str = "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f";

fn p() -> NonZero<U256> {
    NonZero::new(U256::from_be_byte_array(bytes(P).into())).unwrap()
}

/// The same coordinate in both.
fn coordinates(bytes: [u8; 32]) -> Option<(Field, U256)> {
    let theirs = U256::from_be_byte_array(bytes.into());
    let ours = Field::from_bytes(&bytes);
    assert_eq!(ours.is_some(), theirs < *p());
    ours.map(|ours| (ours, theirs))
}

/// The same scalar in both, if it is none of zero, n and more.
fn scalars(bytes: [u8; 32]) -> Option<(Scalar, k256::Scalar)> {
    let theirs = k256::Scalar::from_repr(bytes.into()).into_option();
    let theirs = theirs.filter(|theirs| *theirs != k256::Scalar::ZERO);
    let ours = Scalar::from_bytes(&bytes);
    assert_eq!(ours.is_some(), theirs.is_some());
    ours.zip(theirs)
}

fn same(ours: Field, theirs: U256) {
    assert_eq!(ours.to_bytes(), *theirs.to_be_byte_array());
    assert_eq!(ours.is_odd(), bool::from(theirs.is_odd()));
    assert_eq!(ours.is_zero(), theirs == U256::ZERO);
}

fn same_point(ours: Option<Point>, theirs: ProjectivePoint) {
    let theirs = VerifyingKey::from_affine(theirs.to_affine()).ok();
    assert_eq!(ours.map(Point::to_bytes), theirs.map(key_bytes));
}

fn key_bytes(key: VerifyingKey) -> [u8; 33] {
    key.to_sec1_point(true).as_bytes().try_into().unwrap()
}

#[test]
fn coordinates_calculate_alike() {
    let p = p();
    let others: Vec<_> = edges_and_chance(400).filter_map(coordinates).collect();
    for (a, their_a) in edges_and_chance(100).filter_map(coordinates) {
        for &(b, their_b) in &others {
            let (sum, difference) = (their_a.add_mod(&their_b, &p), their_a.sub_mod(&their_b, &p));
            same(a * b, their_a.mul_mod(&their_b, &p));
            same(a + b, sum);
            same(a - b, difference);
            same((a - b) * (a + b), difference.mul_mod(&sum, &p));
        }
    }
}

#[test]
fn coordinates_have_inverses_and_half_of_them_roots() {
    let p = p();
    for (a, theirs) in edges_and_chance(10_000).filter_map(coordinates) {
        let zero = theirs == U256::ZERO;
        same(a.square(), theirs.mul_mod(&theirs, &p));
        same(a * a.inverse(), U256::from(u8::from(!zero)));
        // −1 has no root, so of each number and its opposite one has.
        let roots = [a, a.times(-1)].map(|square| {
            let root = square.root();
            if let Some(root) = root {
                assert!((root.square() - square).is_zero());
            }
            root.is_some()
        });
        assert_eq!(roots[0] ^ roots[1], !zero);
    }
}

#[test]
fn numbers_of_p_and_more_are_what_is_left_of_them() {
    let p = from_bytes(&bytes(P));
    for times in -60..60 {
        for (rest, theirs) in edges_and_chance(20).filter_map(coordinates) {
            same(Field::constant(p.map(|limb| limb * times)) + rest, theirs);
        }
    }
}

#[test]
fn the_largest_limbs_that_may_be_multiplied_do_not_overflow() {
    let p = p();
    let largest = (1 << 28) + (1 << 21);
    let b = Field::constant([largest; 9]);
    for signs in 0..1 << 9 {
        let signed = |i| {
            if signs >> i & 1 == 0 {
                largest
            } else {
                -largest
            }
        };
        let a = Field::constant(std::array::from_fn(signed));
        let [x, y] = [a, b].map(|field| U256::from_be_byte_array(field.to_bytes().into()));
        let times =
            |x: &U256, y: &U256, small: u8| x.mul_mod(y, &p).mul_mod(&U256::from(small), &p);
        same(a.times(3) * b.times(4), times(&x, &y, 12));
        same(a.times(3).square(), times(&x, &x, 9));
        same(a.times(16).settled(), times(&x, &U256::ONE, 16));
    }
}

#[test]
fn scalars_divide_alike() {
    let others: Vec<_> = edges_and_chance(50).filter_map(scalars).collect();
    for (a, their_a) in edges_and_chance(50).filter_map(scalars) {
        for &(b, their_b) in &others {
            let quotient = limbs::to_bytes(&a.over(b).number());
            assert_eq!(quotient, *(their_a * their_b.invert().unwrap()).to_bytes());
            let quotient = limbs::to_bytes(&a.negated().over(b).number());
            assert_eq!(quotient, *(-their_a * their_b.invert().unwrap()).to_bytes());
        }
    }
}

#[test]
fn the_halves_of_a_scalar_make_the_scalar() {
    let lambda = scalars(bytes(
        "5363ad4cc05c30e0a5261c028812645a122e22ea20816678df02967c1b23bd72",
    ));
    let (_, lambda) = lambda.unwrap();
    let two = k256::Scalar::from(2_u32);
    for (scalar, theirs) in edges_and_chance(20_000).filter_map(scalars) {
        let [first, second] = scalar.split().map(|digits| {
            digits.iter().rev().fold(k256::Scalar::ZERO, |sum, &digit| {
                let size = k256::Scalar::from(u32::from(digit.unsigned_abs()));
                sum * two + if digit < 0 { -size } else { size }
            })
        });
        assert_eq!(first + lambda * second, theirs);
    }
}

/// Sums on the way are equal, opposite or nothing where the point is a small multiple of G.
#[test]
fn points_add_alike_also_to_infinity() {
    let (one, _) = scalars(limbs::to_bytes(&number(0, 1))).unwrap();
    let zero = (Scalar::reduced(&[0; 9]), k256::Scalar::ZERO);
    let scalars: Vec<_> = edges_and_chance(8).filter_map(scalars).collect();
    let factors: Vec<_> = scalars.iter().copied().chain([zero]).collect();
    let mut infinite = 0;
    for (_, k) in scalars.iter().step_by(4) {
        let their_point = ProjectivePoint::GENERATOR * k;
        let key = VerifyingKey::from_affine(their_point.to_affine()).unwrap();
        let point = Point::from_bytes(&key_bytes(key)).unwrap();
        for (a, their_a) in &factors {
            // One that fits, so that the sum is infinity, and some others.
            let fitting = -their_a * k.invert().unwrap();
            let fitting = Scalar::reduced(&from_bytes(&fitting.to_repr().into()));
            assert!(point.combine(*a, fitting, one).is_none());
            for (b, their_b) in factors.iter().step_by(3) {
                let ours = point.combine(*a, *b, one);
                infinite += u32::from(ours.is_none());
                let theirs = ProjectivePoint::GENERATOR * their_a + their_point * their_b;
                same_point(ours, theirs);
            }
        }
    }
    assert!(infinite > 10, "{infinite}");
}

fn both_name(bytes: [u8; 33]) -> Option<(Point, VerifyingKey)> {
    let theirs = VerifyingKey::from_sec1_bytes(&bytes).ok();
    let ours = Point::from_bytes(&bytes);
    assert_eq!(ours.map(Point::to_bytes), theirs.map(key_bytes));
    ours.zip(theirs)
}

#[test]
fn the_same_bytes_name_points() {
    let named = edges_and_chance(10_000).flat_map(|x| [2, 3].map(|parity| named(parity, x)));
    let found = named.filter_map(both_name).count();
    assert!((9_000..11_000).contains(&found), "{found}");
}

fn named(parity: u8, x: [u8; 32]) -> [u8; 33] {
    let mut bytes = [parity; 33];
    bytes[1..].copy_from_slice(&x);
    bytes
}

/// Whom both recover with each id, and whether both believe them. Gives how many there are, and
/// how many of them are believed.
fn judge(digest: [u8; 32], r: [u8; 32], s: [u8; 32]) -> [u32; 2] {
    let whole: [u8; 64] = [r, s].concat().try_into().unwrap();
    let theirs = ecdsa::Signature::from_slice(&whole).ok();
    let ours = Signature::from_bytes(&whole);
    assert_eq!(ours.is_some(), theirs.is_some());
    let Some((ours, theirs)) = ours.zip(theirs) else {
        return [0, 0];
    };
    let mut counts = [0, 0];
    for id in 0..=3 {
        let their_id = RecoveryId::from_byte(id).unwrap();
        let their_key = VerifyingKey::recover_from_prehash(&digest, &theirs, their_id).ok();
        let key = ours.recover(&digest, id);
        assert_eq!(key.map(Point::to_bytes), their_key.map(key_bytes));
        if let Some((key, their_key)) = key.zip(their_key) {
            let believed = ours.verifies(key, &digest);
            assert_eq!(believed, their_key.verify_prehash(&digest, &theirs).is_ok());
            let [rest @ .., last] = digest;
            let other = [&rest[..], &[last ^ 1]].concat().try_into().unwrap();
            assert!(!ours.verifies(key, &other));
            counts = [counts[0] + 1, counts[1] + u32::from(believed)];
        }
    }
    counts
}

#[test]
fn real_signatures_are_judged_alike_in_both_forms() {
    for turn in 0..1_000 {
        let key = SigningKey::from_slice(&chance(2 * turn)).unwrap();
        let digest = chance(2 * turn + 1);
        let (signature, id) = key.sign_prehash_recoverable(&digest);
        let (r, s) = signature.split_bytes();
        let high = (-*signature.s()).to_repr();
        let whole = signature.to_bytes().into();
        let ours = Signature::from_bytes(&whole).unwrap();
        let recovered = ours.recover(&digest, id.to_byte()).unwrap();
        assert_eq!(recovered.to_bytes(), key_bytes(*key.verifying_key()));
        assert_eq!(judge(digest, r.into(), s.into()), [2, 2]);
        assert_eq!(judge(digest, r.into(), high.into()), [2, 0]);
    }
}

/// Both numbers at the limits of what is allowed, small r with the ids 2 and 3 among them: there x
/// was n or more.
#[test]
fn signatures_at_the_limits_are_judged_alike() {
    let small = (1..30).map(|r| limbs::to_bytes(&number(0, r)));
    let all: Vec<_> = edges().into_iter().chain(small).collect();
    let digests = [all[25], all[26], all[27], [0; 32], [0xff; 32], chance(7)];
    let mut counts = [0, 0];
    for (turn, r) in all.iter().enumerate() {
        for s in all.iter().skip(turn % 3).step_by(3) {
            let judged = judge(digests[turn % 6], *r, *s);
            counts = [counts[0] + judged[0], counts[1] + judged[1]];
        }
    }
    assert!(counts[0] > 1_000 && counts[1] > 400, "{counts:?}");
}

/// With s·R = digest·G the key would be infinity.
#[test]
fn no_key_is_recovered_where_it_would_be_infinity() {
    for turn in 0..200 {
        let (_, k) = scalars(chance(turn)).unwrap();
        let point = VerifyingKey::from_affine((ProjectivePoint::GENERATOR * k).to_affine());
        let [parity, r @ ..] = key_bytes(point.unwrap());
        let (_, s) = scalars(chance(turn + 1_000)).unwrap();
        let digest: [u8; 32] = (s * k).to_repr().into();
        let whole = [r, s.to_repr().into()].concat().try_into().unwrap();
        let ours = Signature::from_bytes(&whole).unwrap();
        assert!(ours.recover(&digest, parity & 1).is_none());
        assert!(ours.recover(&digest, !parity & 1).is_some());
        judge(digest, r, s.to_repr().into());
    }
}
