//! The sandbox's Lightning node and the one wallet that pays it: invoices that are open, held, settled,
//! cancelled or expired, and money that is reserved, spent or returned.

use std::collections::BTreeMap;

use base16ct::lower::encode_string as hex;
use k256::ecdsa::SigningKey;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::bolt11;
use crate::random::Random;

/// The public key of the node that signs every invoice, compressed and in hexadecimal.
pub const NODE_ID: &str = "026163b3d16cb8bd10ec31844c1bed1c5229932c3f6b5fabf84368fa463b97f511";
/// The wallet's initial balance, in satoshis.
pub const WALLET_SATS: u64 = 10_000_000;
/// The CLTV expiry delta of the live service's example invoice.
const MIN_FINAL_CLTV: u64 = 40;
const NO_AMOUNT: &str = "This invoice names no amount: say in amountSats how much to pay.";

/// The state of an invoice.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) enum State {
    Open,
    Held,
    Settled,
    Cancelled,
    Expired,
}

impl State {
    fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Held => "held",
            Self::Settled => "settled",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }
}

/// A service's request for an invoice.
pub(crate) struct Order<'a> {
    /// With 0 the payer chooses the amount.
    pub(crate) amount_sats: u64,
    pub(crate) description: &'a str,
    pub(crate) expiry_s: u64,
    /// Whether it is a hold invoice, which the service has to settle.
    pub(crate) hold: bool,
}

/// An invoice of the node.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Invoice {
    pub(crate) text: String,
    pub(crate) payment_hash: String,
    pub(crate) paid_ms: Option<u64>,
    /// The amount paid; before that, the amount asked for.
    pub(crate) amount_sats: u64,
    preimage: String,
    expires_ms: u64,
    hold: bool,
    state: State,
}

impl Invoice {
    /// Returns the fields that the wallet may see: the preimage only after the payment is final.
    pub(crate) fn to_json(&self) -> Value {
        let mut shown = json!({
            "state": self.state.name(),
            "paymentHash": self.payment_hash,
            "amountSats": self.amount_sats,
        });
        if let (State::Settled, Some(fields)) = (self.state, shown.as_object_mut()) {
            fields.insert("preimage".to_owned(), json!(self.preimage));
        }
        shown
    }

    /// Returns whether it can still be paid.
    pub(crate) fn is_open(&self) -> bool {
        self.state == State::Open
    }

    /// Returns the fields that a service records.
    pub(crate) fn preimage(&self) -> &str {
        &self.preimage
    }
}

/// The node with its invoices, and the wallet.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Node {
    /// A constant, so it is not saved.
    #[serde(skip, default = "key")]
    key: SigningKey,
    invoices: BTreeMap<String, Invoice>,
    hashes: BTreeMap<String, String>,
    wallet_sats: u64,
}

impl Node {
    pub(crate) fn new() -> Self {
        Self {
            key: key(),
            invoices: BTreeMap::new(),
            hashes: BTreeMap::new(),
            wallet_sats: WALLET_SATS,
        }
    }

    /// Creates an invoice, to be paid from now until it expires.
    pub(crate) fn invoice(&mut self, order: &Order, random: &mut Random, now_ms: u64) -> &Invoice {
        let preimage = random.bytes();
        let payment_hash: [u8; 32] = Sha256::digest(preimage).into();
        let text = bolt11::Invoice {
            amount_msat: order.amount_sats.saturating_mul(1_000),
            timestamp_s: now_ms / 1_000,
            payment_hash,
            description: order.description,
            payment_secret: random.bytes(),
            expiry_s: order.expiry_s,
            min_final_cltv: MIN_FINAL_CLTV,
        }
        .sign(&self.key);
        let hash = hex(&payment_hash);
        self.hashes.insert(text.clone(), hash.clone());
        let expiry_ms = order.expiry_s.saturating_mul(1_000);
        let invoice = Invoice {
            text,
            payment_hash: hash.clone(),
            paid_ms: None,
            preimage: hex(&preimage),
            amount_sats: order.amount_sats,
            // Counted from the invoice's own timestamp, in whole seconds.
            expires_ms: (now_ms / 1_000 * 1_000).saturating_add(expiry_ms),
            hold: order.hold,
            state: State::Open,
        };
        self.invoices.entry(hash).or_insert(invoice)
    }

    pub(crate) fn find(&self, payment_hash: &str) -> Option<&Invoice> {
        self.invoices.get(payment_hash)
    }

    /// Pays from the wallet, and returns the payment hash. Paying again changes nothing.
    /// `named_sats` is the amount if the invoice has none.
    pub(crate) fn pay(
        &mut self,
        text: &str,
        named_sats: Option<u64>,
        now_ms: u64,
    ) -> Result<String, String> {
        let text = text.trim().to_lowercase();
        let text = text.strip_prefix("lightning:").unwrap_or(&text);
        let found = self
            .hashes
            .get(text)
            .and_then(|hash| self.invoices.get_mut(hash));
        let Some(invoice) = found else {
            return Err(
                "The sandbox did not make this invoice, so its wallet cannot pay it.".to_owned(),
            );
        };
        match invoice.state {
            State::Held | State::Settled => return Ok(invoice.payment_hash.clone()),
            State::Cancelled => {
                return Err("This invoice was cancelled and cannot be paid.".to_owned());
            }
            State::Expired => return Err("This invoice has expired and cannot be paid.".to_owned()),
            State::Open => {}
        }
        let needs = match invoice.amount_sats {
            0 => named_sats.filter(|sats| *sats > 0).ok_or(NO_AMOUNT)?,
            asked => asked,
        };
        let Some(left) = self.wallet_sats.checked_sub(needs) else {
            let has = self.wallet_sats;
            return Err(format!(
                "The sandbox's wallet has {has} sat left; this invoice asks for {needs}. \
                 POST /sandbox/wallet adds more."
            ));
        };
        self.wallet_sats = left;
        invoice.amount_sats = needs;
        invoice.paid_ms = Some(now_ms);
        invoice.state = if invoice.hold {
            State::Held
        } else {
            State::Settled
        };
        Ok(invoice.payment_hash.clone())
    }

    /// Makes a held payment final.
    pub(crate) fn settle(&mut self, payment_hash: &str) {
        if let Some(invoice) = self.invoices.get_mut(payment_hash)
            && invoice.state == State::Held
        {
            invoice.state = State::Settled;
        }
    }

    /// Returns a held payment, or cancels an open invoice.
    pub(crate) fn cancel(&mut self, payment_hash: &str) {
        if let Some(invoice) = self.invoices.get_mut(payment_hash)
            && matches!(invoice.state, State::Open | State::Held)
        {
            if invoice.state == State::Held {
                self.wallet_sats += invoice.amount_sats;
            }
            invoice.state = State::Cancelled;
        }
    }

    /// Expires open invoices whose time is over.
    pub(crate) fn expire(&mut self, now_ms: u64) {
        for invoice in self.invoices.values_mut() {
            if invoice.state == State::Open && invoice.expires_ms <= now_ms {
                invoice.state = State::Expired;
            }
        }
    }

    /// Adds to the wallet's balance.
    pub(crate) fn fill_wallet(&mut self, sats: u64) {
        self.wallet_sats = self.wallet_sats.saturating_add(sats);
    }

    /// Returns the wallet's balance: spendable, and reserved by held payments.
    pub(crate) fn wallet_json(&self) -> Value {
        let held = self
            .invoices
            .values()
            .filter(|invoice| invoice.state == State::Held);
        let reserved: u64 = held.map(|invoice| invoice.amount_sats).sum();
        json!({ "availableSats": self.wallet_sats, "heldSats": reserved })
    }
}

/// The node's private key. Constant, so that a client can pin `NODE_ID`: regtest money is worth
/// nothing.
fn key() -> SigningKey {
    let bytes = Sha256::digest(b"the node of the satline sandbox");
    SigningKey::from_slice(&bytes).expect("this hash is a valid secret key")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open_invoice(node: &mut Node, hold: bool) -> Invoice {
        let order = Order {
            amount_sats: 3_000,
            description: "a test",
            expiry_s: 60,
            hold,
        };
        node.invoice(&order, &mut Random::new(1), 5_500).clone()
    }

    #[test]
    fn the_published_node_id_is_that_of_the_key() {
        let point = key().verifying_key().to_sec1_point(true);
        assert_eq!(hex(point.as_bytes()), NODE_ID);
    }

    #[test]
    fn held_money_is_reserved_and_comes_back_when_cancelled() {
        let mut node = Node::new();
        let invoice = open_invoice(&mut node, true);
        for spelling in [
            invoice.text.to_uppercase(),
            format!("lightning:{}", invoice.text),
        ] {
            assert_eq!(
                node.pay(&spelling, None, 6_000).unwrap(),
                invoice.payment_hash
            );
        }
        assert_eq!(
            node.wallet_json(),
            json!({ "availableSats": WALLET_SATS - 3_000, "heldSats": 3_000 })
        );
        assert_eq!(
            node.find(&invoice.payment_hash).unwrap().to_json()["preimage"],
            Value::Null
        );
        node.cancel(&invoice.payment_hash);
        node.settle(&invoice.payment_hash);
        assert_eq!(
            node.wallet_json(),
            json!({ "availableSats": WALLET_SATS, "heldSats": 0 })
        );
        assert_eq!(
            node.find(&invoice.payment_hash).unwrap().to_json()["state"],
            "cancelled"
        );
        assert!(
            node.pay(&invoice.text, None, 6_000)
                .unwrap_err()
                .contains("cancelled")
        );
    }

    #[test]
    fn a_settled_invoice_shows_the_preimage_of_its_hash() {
        let mut node = Node::new();
        let invoice = open_invoice(&mut node, false);
        node.pay(&invoice.text, None, 6_000).unwrap();
        let shown = node.find(&invoice.payment_hash).unwrap().to_json();
        let preimage = shown["preimage"].as_str().unwrap();
        let bytes: Vec<u8> = (0..64)
            .step_by(2)
            .map(|at| u8::from_str_radix(&preimage[at..at + 2], 16).unwrap())
            .collect();
        assert_eq!(hex(&Sha256::digest(bytes)), invoice.payment_hash);
    }

    #[test]
    fn what_cannot_be_paid_says_why() {
        let mut node = Node::new();
        let invoice = open_invoice(&mut node, true);
        assert!(
            node.pay("lnbcrt1unknown", None, 0)
                .unwrap_err()
                .contains("did not make")
        );
        node.expire(64_999);
        node.expire(65_000);
        assert!(
            node.pay(&invoice.text, None, 65_000)
                .unwrap_err()
                .contains("expired")
        );
        let dear = Order {
            amount_sats: WALLET_SATS + 1,
            description: "",
            expiry_s: 60,
            hold: true,
        };
        let dear = node.invoice(&dear, &mut Random::new(2), 0).text.clone();
        assert!(node.pay(&dear, None, 0).unwrap_err().contains("wallet has"));
    }

    #[test]
    fn where_the_invoice_names_no_amount_the_payer_does() {
        let mut node = Node::new();
        let order = Order {
            amount_sats: 0,
            description: "",
            expiry_s: 60,
            hold: false,
        };
        let invoice = node.invoice(&order, &mut Random::new(1), 0).clone();
        for missing in [None, Some(0)] {
            assert_eq!(node.pay(&invoice.text, missing, 0).unwrap_err(), NO_AMOUNT);
        }
        node.pay(&invoice.text, Some(700), 0).unwrap();
        node.pay(&invoice.text, Some(700), 0).unwrap();
        assert_eq!(node.wallet_json()["availableSats"], WALLET_SATS - 700);
        assert_eq!(
            node.find(&invoice.payment_hash).unwrap().to_json()["amountSats"],
            700
        );
    }
}
