//! Each rule, passed and failed.

use std::time::Duration;

use satline_core::lenient::Extra;
use satline_core::lightning::bolt11::Network;
use satline_core::lightning::{Expectation, Rule, UncheckedInvoice};
use satline_core::money::Sats;
use satline_core::order::{Kind, OrderId};
use satline_core::services::sms4sats::{Account, CreatedOrder, Payment, base_url};
use satline_core::time::Time;

use crate::PAGE_ORDER;
use crate::draft::Draft;
use crate::invoices::*;

#[test]
fn an_invoice_for_another_network_is_refused() {
    let text = signed_with_prefix("lntb30u");
    let mainnet = Expectation {
        network: Network::Bitcoin,
        ..expected()
    };
    assert_eq!(refused(&text, &mainnet), [Rule::Network]);
    let check = check_of(&text, &mainnet, Rule::Network);
    assert_eq!((&*check.expected, &*check.found), ("bitcoin", "testnet"));
}

#[test]
fn whoever_expects_one_network_pays_on_no_other() {
    let networks = [
        ("lnbc30u", Network::Bitcoin),
        ("lntb30u", Network::Testnet),
        ("lntbs30u", Network::Signet),
        ("lnbcrt30u", Network::Regtest),
    ];
    for (prefix, there) in networks {
        let text = signed_with_prefix(prefix);
        for (_, network) in networks {
            let expectation = Expectation {
                network,
                ..expected()
            };
            let result = check_at(&text, &expectation, begin());
            assert_eq!(result.is_ok(), network == there, "{prefix} on {network:?}");
            // The order that an account creates refuses it.
            let created = CreatedOrder {
                id: OrderId::parse("7dc6").unwrap(),
                payment: Payment::Invoice(UncheckedInvoice::new(&text)),
                answered_at: None,
                extra: Extra::default(),
            };
            let account = Account::at(base_url()).paid_on(network, None);
            let order = account.order(Kind::Code, created, None, begin());
            let payable = order.payable(begin()).unwrap();
            assert_eq!(payable.is_ok(), network == there, "{prefix} on {network:?}");
        }
    }
}

#[test]
fn an_amount_must_be_there_in_whole_satoshis() {
    let open = Expectation::new(Network::Regtest);
    for (prefix, found) in [
        ("lnbcrt", "no amount"),
        ("lnbcrt30000010p", "3000001 millisats"),
        ("lnbcrt10p", "1 millisats"),
    ] {
        let text = signed_with_prefix(prefix);
        assert_eq!(refused(&text, &open), [Rule::Amount], "{prefix}");
        assert_eq!(check_of(&text, &open, Rule::Amount).found, found);
    }
    // An expected price fails too, and an invoice without an amount does not meet a limit.
    let text = signed_with_prefix("lnbcrt");
    let rules = [Rule::Amount, Rule::Price, Rule::Cap];
    assert_eq!(refused(&text, &expected()), rules);
}

#[test]
fn the_price_must_fit_within_the_tolerance() {
    for (sats, tolerance, passes) in [
        (2_999, 0, false),
        (3_000, 0, true),
        (3_001, 0, false),
        (2_989, 10, false),
        (2_990, 10, true),
        (3_010, 10, true),
        (3_011, 10, false),
        (1, u64::MAX, true),
    ] {
        let expectation = Expectation {
            tolerance: Sats(tolerance),
            ..expected()
        };
        let text = signed(sats * 1_000, "an order");
        let check = check_of(&text, &expectation, Rule::Price);
        assert_eq!(check.passed, passes, "{check}");
        let result = check_at(&text, &expectation, begin());
        assert_eq!(result.is_ok(), passes, "{check}");
    }
}

#[test]
fn a_price_says_what_it_may_be() {
    let expectation = Expectation {
        tolerance: Sats(10),
        ..expected()
    };
    let line = check_of(&signed(6_000_000, ""), &expectation, Rule::Price).to_string();
    assert_eq!(
        line,
        "price: expected 3,000 sats, give or take 10 sats, found: 6,000 sats"
    );
}

#[test]
fn no_more_than_the_cap_may_be_spent() {
    for (cap, passes) in [(2_999, false), (3_000, true), (u64::MAX, true)] {
        let expectation = Expectation {
            cap: Some(Sats(cap)),
            ..expected()
        };
        let check = check_of(&invoice(), &expectation, Rule::Cap);
        assert_eq!(check.passed, passes, "{check}");
        let result = check_at(&invoice(), &expectation, begin());
        assert_eq!(result.is_ok(), passes);
    }
}

#[test]
fn enough_time_must_be_left_at_the_check_and_when_it_is_paid() {
    let before = |duration: Duration| Time(end().0 - u64::try_from(duration.as_millis()).unwrap());
    let minute = Duration::from_mins(1);
    let almost_a_minute = Duration::from_millis(59_999);
    let millisecond = Duration::from_millis(1);
    let early = checked(&invoice(), &expected());
    let hurried = Expectation {
        min_time_left: Duration::ZERO,
        ..expected()
    };
    let hurried_early = checked(&invoice(), &hurried);
    for (expectation, early, now, found) in [
        (&expected(), &early, before(minute), Ok(())),
        (
            &expected(),
            &early,
            before(almost_a_minute),
            Err("59 s left"),
        ),
        (&expected(), &early, end(), Err("expired")),
        (&hurried, &hurried_early, before(millisecond), Ok(())),
        (&hurried, &hurried_early, end(), Err("expired")),
        (
            &hurried,
            &hurried_early,
            end().after(EXPIRY),
            Err("expired"),
        ),
    ] {
        let at_the_check = check_at(&invoice(), expectation, now).map(drop);
        let when_paid = early.payable(now);
        match found {
            Ok(()) => {
                assert_eq!(at_the_check, Ok(()));
                assert_eq!(when_paid, Ok(&*invoice()));
            }
            Err(found) => {
                assert_eq!(failed(at_the_check.unwrap_err().checks()), [Rule::Time]);
                let check = when_paid.unwrap_err();
                assert_eq!((check.rule, &*check.found), (Rule::Time, found));
            }
        }
    }
}

#[test]
fn a_changed_amount_is_found_by_who_signed() {
    let mut draft = Draft::parse(&invoice()).unwrap();
    assert_eq!(draft.text(), invoice());
    draft.prefix = "lnbcrt60u".to_owned();
    let unpinned = Expectation::new(Network::Regtest);
    let swapped = checked(&draft.text(), &unpinned);
    assert_eq!(swapped.amount(), Sats(6_000));
    assert_ne!(swapped.payee(), node_id());

    let pinned = Expectation {
        payee: Some(node_id()),
        ..unpinned
    };
    assert_eq!(refused(&draft.text(), &pinned), [Rule::Payee]);
    let check = check_of(&draft.text(), &pinned, Rule::Payee);
    assert_eq!(check.expected, node_id().to_string());
}

#[test]
fn a_signature_nobody_can_have_made_is_refused() {
    let mut draft = Draft::parse(&invoice()).unwrap();
    draft.set_signature(&[0; 64], 0);
    let rules = [Rule::Signature, Rule::Payee];
    assert_eq!(refused(&draft.text(), &expected()), rules);
    let unpinned = Expectation::new(Network::Regtest);
    assert_eq!(refused(&draft.text(), &unpinned), [Rule::Signature]);
}

#[test]
fn another_order_id_is_a_warning_only() {
    let other = Expectation {
        payment_hash: Some(PAGE_ORDER.to_owned()),
        ..expected()
    };
    let checked = checked(&invoice(), &other);
    assert_eq!(failed(checked.checks()), [Rule::OrderId]);
    assert!(checked.checks().iter().all(|f| f.passed != f.warning));
    assert_eq!(checked.payable(begin()), Ok(&*invoice()));

    let upper = Expectation {
        payment_hash: expected().payment_hash.map(|id| id.to_uppercase()),
        ..expected()
    };
    assert!(check_of(&invoice(), &upper, Rule::OrderId).passed);
}
