//! Compares two parsed invoices, field by field.

use lightning_invoice::{
    Bolt11Invoice, Bolt11InvoiceDescriptionRef, Currency, Fallback as TheirFallback,
    RawTaggedField, RouteHintHop,
};
use satline_core::lightning::bolt11::{Fallback, Hop, Invoice, Network, NodeId};

use crate::random::hex;

/// Asserts that both have read the same.
pub fn assert_same(ours: &Invoice, payee: NodeId, theirs: &Bolt11Invoice) {
    assert_eq!(ours.text(), theirs.to_string());
    let text = ours.text();
    assert_eq!(
        payee.to_string(),
        theirs.get_payee_pub_key().to_string(),
        "{text}"
    );
    assert_eq!(ours.amount_msat(), theirs.amount_milli_satoshis(), "{text}");
    let network = match theirs.currency() {
        Currency::Bitcoin => Network::Bitcoin,
        Currency::BitcoinTestnet => Network::Testnet,
        Currency::Signet => Network::Signet,
        Currency::Regtest => Network::Regtest,
        Currency::Simnet => panic!("{text}"),
    };
    assert_eq!(ours.network(), network, "{text}");
    assert_eq!(
        ours.created_at(),
        theirs.duration_since_epoch().as_secs(),
        "{text}"
    );
    let expiry = theirs.expiry_time().as_secs();
    assert_eq!(
        ours.expires_at(),
        ours.created_at().saturating_add(expiry),
        "{text}"
    );
    assert_eq!(
        hex(ours.payment_hash()),
        theirs.payment_hash().to_string(),
        "{text}"
    );
    assert_eq!(ours.payment_secret(), &theirs.payment_secret().0, "{text}");
    match theirs.description() {
        Bolt11InvoiceDescriptionRef::Direct(description) => {
            assert_eq!(
                ours.description(),
                Some(description.as_inner().0.as_str()),
                "{text}"
            );
        }
        Bolt11InvoiceDescriptionRef::Hash(hash) => {
            assert_eq!(
                ours.description_hash().map(|h| hex(h)),
                Some(hash.0.to_string())
            );
        }
    }
    let named = theirs.payee_pub_key().map(ToString::to_string);
    assert_eq!(
        ours.named_payee().map(|node| node.to_string()),
        named,
        "{text}"
    );
    assert_eq!(
        ours.min_final_cltv_expiry(),
        theirs.min_final_cltv_expiry_delta(),
        "{text}"
    );
    assert_eq!(
        ours.metadata(),
        theirs.payment_metadata().map(Vec::as_slice),
        "{text}"
    );
    let flags = theirs.features().unwrap().le_flags();
    let is_set = |bit: &u16| flags[usize::from(bit / 8)] >> (bit % 8) & 1 == 1;
    let bits: Vec<u16> = (0..u16::try_from(flags.len() * 8).unwrap())
        .filter(is_set)
        .collect();
    assert_eq!(ours.features(), bits, "{text}");
    assert_same_ways(ours, theirs);
}

/// Asserts the same routes, fallback addresses and unknown fields.
fn assert_same_ways(ours: &Invoice, theirs: &Bolt11Invoice) {
    let text = ours.text();
    let our_hops = ours.route_hints().iter().map(|hint| {
        let hop = |hop: &Hop| {
            let fees = (hop.fee_base_msat, hop.fee_proportional_millionths);
            (
                hop.node.to_string(),
                hop.short_channel_id,
                fees,
                hop.cltv_expiry_delta,
            )
        };
        hint.iter().map(hop).collect::<Vec<_>>()
    });
    let routes = theirs.route_hints();
    let their_hops = routes.iter().map(|hint| {
        let hop = |hop: &RouteHintHop| {
            let fees = (hop.fees.base_msat, hop.fees.proportional_millionths);
            (
                hop.src_node_id.to_string(),
                hop.short_channel_id,
                fees,
                hop.cltv_expiry_delta,
            )
        };
        hint.0.iter().map(hop).collect::<Vec<_>>()
    });
    assert!(our_hops.eq(their_hops), "{text}");

    let our_fallbacks = ours.fallbacks().iter().map(|fallback| match fallback {
        Fallback::Witness { version, program } => (*version, hex(program)),
        Fallback::PubKeyHash(hash) => (17, hex(hash)),
        Fallback::ScriptHash(hash) => (18, hex(hash)),
    });
    let fallbacks = theirs.fallbacks();
    let their_fallbacks = fallbacks.iter().map(|fallback| match fallback {
        TheirFallback::SegWitProgram { version, program } => (version.to_num(), hex(program)),
        TheirFallback::PubKeyHash(hash) => (17, hash.to_string()),
        TheirFallback::ScriptHash(hash) => (18, hash.to_string()),
    });
    assert!(our_fallbacks.eq(their_fallbacks), "{text}");

    let raw = theirs.clone().into_signed_raw();
    let their_unknown = raw
        .raw_invoice()
        .data
        .tagged_fields
        .iter()
        .filter_map(|field| {
            let RawTaggedField::UnknownSemantics(words) = field else {
                return None;
            };
            let words: Vec<u8> = words.iter().map(|word| word.to_u8()).collect();
            Some((words[0], words[3..].to_vec()))
        });
    let our_unknown = ours
        .unknown_fields()
        .iter()
        .map(|field| (field.tag, field.words.clone()));
    assert!(our_unknown.eq(their_unknown), "{text}");
}
