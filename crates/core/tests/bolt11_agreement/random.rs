//! Random invoices, created by the crate `lightning-invoice`.

use std::time::Duration;

use k256::ecdsa::SigningKey;
use lightning_invoice::{
    Currency, Description, Fallback, InvoiceBuilder, PaymentSecret, RouteHint, RouteHintHop,
    RoutingFees,
};

use crate::dice::Dice;
use crate::draft::Draft;

pub fn key(dice: &mut Dice) -> SigningKey {
    loop {
        if let Ok(key) = SigningKey::from_slice(&dice.bytes::<32>()) {
            return key;
        }
    }
}

pub fn node_hex(key: &SigningKey) -> String {
    hex(key.verifying_key().to_sec1_point(true).as_bytes())
}

pub fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
    digits.collect::<Vec<_>>().concat()
}

/// Creates an invoice signed with that key.
pub fn invoice(dice: &mut Dice, key: &SigningKey) -> Draft {
    let currencies = [
        Currency::Bitcoin,
        Currency::BitcoinTestnet,
        Currency::Signet,
        Currency::Regtest,
    ];
    let mut builder = InvoiceBuilder::new(dice.pick(&currencies))
        .invoice_description(description(dice))
        .payment_hash(hex(&dice.bytes::<32>()).parse().unwrap())
        .duration_since_epoch(Duration::from_secs(dice.roll() >> 29))
        .min_final_cltv_expiry_delta(dice.roll() >> (8 + dice.below(56)))
        .payment_secret(PaymentSecret(dice.bytes()));
    if dice.once_in(2) {
        builder = builder.basic_mpp();
    }
    if !dice.once_in(5) {
        builder = builder.amount_milli_satoshis(amount(dice));
    }
    if dice.once_in(2) {
        builder = builder.expiry_time(Duration::from_secs(dice.roll() >> dice.below(64)));
    }
    if dice.once_in(3) {
        builder = builder.payee_pub_key(node_hex(key).parse().unwrap());
    }
    for _ in 0..dice.below(3) {
        builder = builder.fallback(fallback(dice));
    }
    for _ in 0..dice.below(3) {
        builder = builder.private_route(route(dice));
    }
    let raw = if dice.once_in(3) {
        builder.payment_metadata(dice.some_bytes(40)).build_raw()
    } else {
        builder.build_raw()
    };
    let (prefix, words) = raw.unwrap().to_raw();
    let content = words.iter().map(|word| word.to_u8()).collect();
    let mut draft = Draft {
        prefix,
        content,
        signature: Vec::new(),
    };
    draft.sign(key);
    draft
}

fn description(dice: &mut Dice) -> lightning_invoice::Bolt11InvoiceDescription {
    if dice.once_in(3) {
        let hash = lightning_invoice::Sha256(hex(&dice.bytes::<32>()).parse().unwrap());
        return lightning_invoice::Bolt11InvoiceDescription::Hash(hash);
    }
    let letters: Vec<char> = "abc <>&\"'äß₿ナ杯🙂\u{0}\u{202e}".chars().collect();
    let text = (0..dice.below(40)).map(|_| dice.pick(&letters)).collect();
    lightning_invoice::Bolt11InvoiceDescription::Direct(Description::new(text).unwrap())
}

/// Returns at least one millisatoshi, of any magnitude up to 18 million bitcoin.
fn amount(dice: &mut Dice) -> u64 {
    let most = u64::MAX / 10;
    (dice.roll() >> dice.below(64)).clamp(1, most)
}

fn fallback(dice: &mut Dice) -> Fallback {
    match dice.below(3) {
        0 => Fallback::PubKeyHash(hex(&dice.bytes::<20>()).parse().unwrap()),
        1 => Fallback::ScriptHash(hex(&dice.bytes::<20>()).parse().unwrap()),
        _ => Fallback::SegWitProgram {
            version: u8::try_from(dice.below(17)).unwrap().try_into().unwrap(),
            program: (0..2 + dice.below(39)).map(|_| dice.word()).collect(),
        },
    }
}

fn route(dice: &mut Dice) -> RouteHint {
    let hop = |dice: &mut Dice| RouteHintHop {
        src_node_id: node_hex(&key(dice)).parse().unwrap(),
        short_channel_id: dice.roll(),
        fees: RoutingFees {
            base_msat: u32::from_le_bytes(dice.bytes()),
            proportional_millionths: u32::from_le_bytes(dice.bytes()),
        },
        cltv_expiry_delta: u16::from_le_bytes(dice.bytes()),
        htlc_minimum_msat: None,
        htlc_maximum_msat: None,
    };
    RouteHint((0..=dice.below(2)).map(|_| hop(dice)).collect())
}
