//! Compares our parser with the crate `lightning-invoice`.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests"
)]

mod dice;
#[allow(dead_code, reason = "used in part")]
mod draft;
mod mutate;
mod random;
mod same;

use std::collections::{BTreeMap, HashSet};

use k256::ecdsa::{Signature, SigningKey};
use k256::elliptic_curve::bigint::ArrayEncoding;
use k256::elliptic_curve::ops::Reduce;
use k256::{Scalar, U256};
use lightning_invoice::{Bolt11Invoice, Currency, RawTaggedField, TaggedField};
use satline_core::lightning::bolt11::{Invoice, Refusal};

use dice::Dice;
use draft::{Draft, to_bytes};
use random::node_hex;
use same::assert_same;

/// What our parser refuses and the other accepts: why, and a check for that reason. The other way round
/// there is nothing.
///
/// For the first two kinds, the other parser hashes the invoice as it would encode it itself, and so
/// recovers a payee who never signed.
type Difference = (Refusal, &'static str, fn(&Bolt11Invoice, &str) -> bool);
const DIFFERENCES: [Difference; 6] = [
    (
        Refusal::NotCanonical,
        "BOLT #11 pads with zeros, and has x, c and 9 refused that begin with one",
        is_rewritten,
    ),
    (
        Refusal::BadAmount,
        "BOLT #11 writes amounts without leading zeros, and above zero",
        |theirs, text| is_rewritten(theirs, text) || theirs.amount_milli_satoshis() == Some(0),
    ),
    (
        Refusal::WrongFieldLength,
        "BOLT #11 has p, h, s and n refused that have a wrong length; it used to have them skipped",
        |theirs, _| skips_a_field(theirs),
    ),
    (
        Refusal::RepeatedField,
        "of two n, x, c, m or 9 one is believed, and readers do not agree which",
        |theirs, _| repeats_a_field(theirs),
    ),
    (
        Refusal::AmountTooLarge,
        "more than 18 million bitcoin, written without a multiplier, are read as no amount",
        |theirs, _| theirs.amount_milli_satoshis().is_none(),
    ),
    (
        Refusal::UnknownNetwork,
        "simnet (lnsb) is none of BOLT #11's networks",
        |theirs, _| theirs.currency() == Currency::Simnet,
    ),
];

fn is_rewritten(theirs: &Bolt11Invoice, text: &str) -> bool {
    theirs.to_string() != text.trim().to_lowercase()
}

fn skips_a_field(theirs: &Bolt11Invoice) -> bool {
    let signed = theirs.clone().into_signed_raw();
    let mut fields = signed.raw_invoice().data.tagged_fields.iter();
    fields.any(|field| match field {
        RawTaggedField::UnknownSemantics(words) => [1, 16, 19, 23].contains(&words[0].to_u8()),
        RawTaggedField::KnownSemantics(_) => false,
    })
}

fn repeats_a_field(theirs: &Bolt11Invoice) -> bool {
    let may_repeat = |field: &&TaggedField| {
        matches!(
            field,
            TaggedField::Fallback(_) | TaggedField::PrivateRoute(_)
        )
    };
    let mut seen = HashSet::new();
    let mut single = theirs.tagged_fields().filter(|field| !may_repeat(field));
    single.any(|field| !seen.insert(std::mem::discriminant(field)))
}

/// Parses the text with both. `None` if both refuse it, else our refusal if only ours does.
fn compare(text: &str) -> Option<Result<(), Refusal>> {
    let ours = Invoice::parse(text).and_then(|invoice| Ok((invoice.payee()?, invoice)));
    // Only our parser removes the scheme and white space, before anything else.
    let theirs = text.trim().parse::<Bolt11Invoice>();
    match (ours, theirs) {
        (Err(_), Err(_)) => None,
        (Ok((payee, ours)), Ok(theirs)) => {
            assert_same(&ours, payee, &theirs);
            Some(Ok(()))
        }
        (Ok(_), Err(refusal)) => panic!("only the other refuses {text}: {refusal}"),
        (Err(refusal), Ok(theirs)) => {
            let explains = |row: &Difference| row.0 == refusal && (row.2)(&theirs, text);
            assert!(DIFFERENCES.iter().any(explains), "{refusal:?}: {text}");
            Some(Err(refusal))
        }
    }
}

/// Runs the work on all processors, each with its own random generator.
fn shared(times: u64, work: impl Fn(&mut Dice) + Sync) {
    let workers = std::thread::available_parallelism().map_or(1, |count| count.get() as u64);
    std::thread::scope(|scope| {
        for worker in 0..workers {
            let work = &work;
            scope.spawn(move || {
                for turn in (worker..times).step_by(usize::try_from(workers).unwrap()) {
                    work(&mut Dice(turn));
                }
            });
        }
    });
}

#[test]
fn both_read_the_same_from_10_000_random_invoices() {
    shared(10_000, |dice| {
        let key = random::key(dice);
        let draft = random::invoice(dice, &key);
        assert_eq!(compare(&draft.text()), Some(Ok(())));
        let invoice = Invoice::parse(&draft.text()).unwrap();
        assert_eq!(invoice.payee().unwrap().to_string(), node_hex(&key));
    });
}

#[test]
fn both_judge_100_000_spoiled_invoices_alike() {
    let counts = std::sync::Mutex::new(BTreeMap::<String, u32>::new());
    shared(2_000, |dice| {
        let key = random::key(dice);
        let draft = random::invoice(dice, &key);
        for _ in 0..50 {
            let verdict = compare(&mutate::spoil(dice, &draft, &key));
            *counts
                .lock()
                .unwrap()
                .entry(format!("{verdict:?}"))
                .or_default() += 1;
        }
    });
    let counts = counts.into_inner().unwrap();
    // Enough of each, or the test would prove nothing.
    assert!(counts["None"] > 20_000, "{counts:?}");
    assert!(counts["Some(Ok(()))"] > 10_000, "{counts:?}");
    for (refusal, reason, _) in DIFFERENCES {
        assert!(
            counts.contains_key(&format!("Some(Err({refusal:?}))")),
            "{reason}: {counts:?}"
        );
    }
    println!("{counts:#?}");
}

#[test]
fn both_judge_the_specifications_examples_alike() {
    let file = include_str!("../data/bolt11/specification.txt");
    for text in file
        .lines()
        .filter_map(|line| line.strip_prefix("invoice: "))
    {
        compare(text);
    }
}

#[test]
fn the_high_form_of_a_signature_is_valid_only_where_the_payee_is_not_named() {
    let key = SigningKey::from_slice(&[7; 32]).unwrap();
    for seed in 0..100 {
        let mut draft: Draft = random::invoice(&mut Dice(seed), &key);
        let named = Invoice::parse(&draft.text())
            .unwrap()
            .named_payee()
            .is_some();
        let bytes = to_bytes(&draft.signature);
        let signature = Signature::from_slice(&bytes[..64]).unwrap();
        let (r, s) = signature.split_scalars();
        let high = Signature::from_scalars(r, -*s).unwrap();
        draft.set_signature(&high.to_bytes(), bytes[64] ^ 1);
        let payee = Invoice::parse(&draft.text()).unwrap().payee();
        let expected = if named {
            Err(Refusal::BadSignature)
        } else {
            node_hex(&key).parse()
        };
        assert_eq!(payee, expected);
        compare(&draft.text());
    }
}

/// Returns a number and its neighbours up to two away.
fn around(hex: &str) -> impl Iterator<Item = [u8; 32]> {
    let number = U256::from_be_hex(hex).wrapping_sub(&U256::from(2_u8));
    (0..5_u8).map(move |more| {
        number
            .wrapping_add(&U256::from(more))
            .to_be_byte_array()
            .into()
    })
}

/// Returns numbers near zero, the curve's order, its half, the field's prime, and their difference. A small
/// r with the id 2 or 3 means that x was larger than the order.
#[test]
fn both_judge_signatures_at_the_limits_alike() {
    const LIMITS: [&str; 5] = [
        "0000000000000000000000000000000000000000000000000000000000000002",
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
        "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0",
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f",
        "000000000000000000000000000000014551231950b75fc4402da1722fc9baee",
    ];
    let limits: Vec<_> = LIMITS.into_iter().flat_map(around).collect();
    let mut draft = unnamed(&random::key(&mut Dice(1)));
    let mut recovered = [0; 4];
    for (r, s) in limits
        .iter()
        .flat_map(|r| limits.iter().map(move |s| (r, s)))
    {
        for id in 0..4 {
            draft.set_signature(&[*r, *s].concat(), id);
            let verdict = compare(&draft.text());
            recovered[usize::from(id)] += u32::from(verdict == Some(Ok(())));
        }
    }
    assert!(recovered.iter().all(|count| *count > 20), "{recovered:?}");
}

/// Returns an invoice that does not name its payee.
fn unnamed(key: &SigningKey) -> Draft {
    let drafts = (0..).map(|seed| random::invoice(&mut Dice(seed), key));
    let is_unnamed = |draft: &Draft| {
        let invoice = Invoice::parse(&draft.text()).unwrap();
        invoice.named_payee().is_none()
    };
    let mut unnamed = drafts.filter(is_unnamed);
    unnamed.next().unwrap()
}

/// With s·R = digest·G the key would be the point at infinity.
#[test]
fn no_payee_is_recovered_that_is_no_point() {
    for seed in 0..50 {
        let key = random::key(&mut Dice(seed));
        let mut draft = unnamed(&key);
        let point = key.verifying_key().to_sec1_point(true);
        let (parity, r) = point.as_bytes().split_first().unwrap();
        let digest = Scalar::reduce(&U256::from_be_slice(&draft.digest()));
        let s = digest * key.as_nonzero_scalar().invert().unwrap();
        let signature = [r, &s.to_bytes()[..]].concat();
        draft.set_signature(&signature, parity & 1);
        assert_eq!(compare(&draft.text()), None);
        draft.set_signature(&signature, !parity & 1);
        assert_eq!(compare(&draft.text()), Some(Ok(())));
    }
}
