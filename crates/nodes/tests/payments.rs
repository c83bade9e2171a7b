//! What a wallet sees of a hold invoice, beside what our order says: two nodes of rust-lightning with a channel.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::time::Duration;

use bitcoin::hashes::{Hash, sha256};
use lightning::events::{Event as NodeEvent, PaymentFailureReason};
use lightning::ln::channelmanager::{PaymentId, RecentPaymentDetails, Retry};
use lightning::ln::functional_test_utils::*;
use lightning::ln::msgs::ChannelMessageHandler;
use lightning::routing::router::RouteParametersConfig;
use lightning::types::payment::PaymentHash;
use lightning_invoice::Bolt11Invoice;
use satline_core::country::Country;
use satline_core::error::Money;
use satline_core::http::Clock;
use satline_core::lightning::{CheckedInvoice, UncheckedInvoice};
use satline_core::order::{Ask, Event, Kind, Order, State};
use satline_core::services::sms4sats::{Payment, ReceiveOrder};
use satline_nodes::{Service, run};

/// Runs a scenario with a payer and a service that have a channel with each other.
fn with_nodes(
    scenario: impl for<'b, 'c, 'd> FnOnce(
        &Node<'b, 'c, 'd>,
        &Service<'_, 'b, 'c, 'd>,
        &Node<'b, 'c, 'd>,
    ),
) {
    let monitors = create_chanmon_cfgs(2);
    let configs = create_node_cfgs(2, &monitors);
    let managers = create_node_chanmgrs(2, &configs, &[None, None]);
    let nodes = create_network(2, &configs, &managers);
    create_announced_chan_between_nodes_with_value(&nodes, 0, 1, 1_000_000, 0);
    let service = Service::new(&nodes[1]);
    scenario(&nodes[0], &service, &nodes[1]);
}

/// Orders a code, and returns the order with its checked invoice.
fn order(service: &Service<'_, '_, '_, '_>) -> (Order, CheckedInvoice) {
    let sms = service.client();
    let wanted = ReceiveOrder::code(Country::find("germany").unwrap(), "never");
    let created = run(sms.receive(&wanted)).unwrap();
    let order = sms
        .account()
        .order(Kind::Code, created, None, service.now());
    let invoice = order.payable(service.now()).unwrap().unwrap();
    (order, invoice)
}

/// Asks the service about the order.
fn refreshed(service: &Service<'_, '_, '_, '_>, order: Order) -> Order {
    let report = run(service.client().ask(&order)).unwrap();
    order.after(&Event::Report(report), service.now())
}

/// Pays an invoice, until its HTLC has arrived at the service's node, which holds it.
fn pay(payer: &Node<'_, '_, '_>, node: &Node<'_, '_, '_>, invoice: &CheckedInvoice) -> PaymentHash {
    let invoice: Bolt11Invoice = invoice.text().parse().unwrap();
    let hash = PaymentHash(invoice.payment_hash().to_byte_array());
    let config = RouteParametersConfig::default();
    let paid = payer.node.pay_for_bolt11_invoice(
        &invoice,
        PaymentId(hash.0),
        None,
        config,
        Retry::Attempts(0),
    );
    paid.unwrap();
    check_added_monitors(payer, 1);
    let sent = SendEvent::from_node(payer);
    node.node
        .handle_update_add_htlc(payer.node.get_our_node_id(), &sent.msgs[0]);
    do_commitment_signed_dance(node, payer, &sent.commitment_msg, false, false);
    expect_and_process_pending_htlcs(node, false);
    let events = node.node.get_and_clear_pending_events();
    let arrived = |event: &NodeEvent| matches!(event, NodeEvent::PaymentClaimable { payment_hash, .. } if *payment_hash == hash);
    assert!(events.iter().any(arrived), "{events:?}");
    hash
}

fn is_pending(payer: &Node<'_, '_, '_>, hash: PaymentHash) -> bool {
    let payments = payer.node.list_recent_payments();
    payments.iter().any(|payment| matches!(payment, RecentPaymentDetails::Pending { payment_hash, .. } if *payment_hash == hash))
}

/// Returns what the payer can spend, in millisatoshis.
fn balance(payer: &Node<'_, '_, '_>) -> u64 {
    payer.node.list_channels()[0].outbound_capacity_msat
}

#[test]
fn a_payment_is_pending_in_the_wallet_while_the_order_says_held_and_sent_once_it_says_spent() {
    with_nodes(|payer, service, node| {
        let before = balance(payer);
        let (order, invoice) = order(service);
        assert_eq!(refreshed(service, order.clone()).money(), Money::Untouched);

        let hash = pay(payer, node, &invoice);
        service.payment_arrived(order.id.as_str());
        service.advance(Duration::from_secs(3));
        let held = refreshed(service, order);
        assert_eq!(
            (held.state, held.money()),
            (State::NumberGiven, Money::Held)
        );
        assert!(is_pending(payer, hash));
        assert!(balance(payer) < before, "the wallet cannot spend it");

        // Seventeen minutes: the wallet still shows a payment that does not end.
        service.advance(Duration::from_mins(17));
        let held = refreshed(service, held);
        assert_eq!(held.money(), Money::Held);
        assert!(is_pending(payer, hash));

        service.deliver(held.id.as_str());
        assert_eq!(service.decided(held.id.as_str()), "settled");
        // Asserts that the payer is given this preimage.
        let preimage = service.preimage(held.id.as_str());
        claim_payment(payer, &[node], preimage);
        let spent = refreshed(service, held);
        assert_eq!(
            (spent.state, spent.money()),
            (State::CodeReceived, Money::Spent)
        );
        assert_eq!(
            sha256::Hash::hash(&preimage.0).to_string(),
            spent.id.as_str()
        );
        assert!(!is_pending(payer, hash));
        assert_eq!(balance(payer), before - invoice.amount().0 * 1_000);
    });
}

#[test]
fn a_cancelled_order_says_returned_and_the_wallet_has_its_money_back() {
    with_nodes(|payer, service, node| {
        let before = balance(payer);
        let (order, invoice) = order(service);
        let hash = pay(payer, node, &invoice);
        service.payment_arrived(order.id.as_str());
        service.advance(Duration::from_mins(3));
        let held = refreshed(service, order);

        let (cancelled, outcome) = run(service.client().cancel_order(held));
        outcome.unwrap();
        assert_eq!(
            (cancelled.state, cancelled.money()),
            (State::Cancelled, Money::Returned)
        );
        assert_eq!(service.decided(cancelled.id.as_str()), "cancelled");
        // Asserts that the payer's payment fails.
        fail_payment_along_route(payer, &[&[node]], false, hash);
        assert_eq!(balance(payer), before);
    });
}

#[test]
fn an_order_without_a_code_says_returned_after_twenty_minutes_and_the_wallet_has_its_money_back() {
    with_nodes(|payer, service, node| {
        let before = balance(payer);
        let (order, invoice) = order(service);
        let hash = pay(payer, node, &invoice);
        service.payment_arrived(order.id.as_str());
        let held = refreshed(service, order);
        service.advance(Duration::from_mins(21));
        let refunded = refreshed(service, held);
        assert_eq!(
            (refunded.state, refunded.money()),
            (State::Refunded, Money::Returned)
        );
        assert_eq!(service.decided(refunded.id.as_str()), "cancelled");
        fail_payment_along_route(payer, &[&[node]], false, hash);
        assert_eq!(balance(payer), before);
    });
}

#[test]
fn a_payment_that_the_service_forgets_expires_by_blocks_and_the_order_never_says_spent() {
    with_nodes(|payer, service, node| {
        let before = balance(payer);
        let (order, invoice) = order(service);
        let hash = pay(payer, node, &invoice);
        service.payment_arrived(order.id.as_str());
        let held = refreshed(service, order);
        assert_eq!(held.money(), Money::Held);

        // Its node has to fail the HTLC some blocks before the channel would be closed over it.
        let mut blocks = 0;
        while node.node.get_and_clear_pending_events().is_empty() && blocks < 400 {
            connect_blocks(node, 1);
            connect_blocks(payer, 1);
            blocks += 1;
        }
        assert!(blocks < 400, "it is held for ever");
        expect_and_process_pending_htlcs(node, false);
        pass_failed_payment_back(
            payer,
            &[&[node]],
            false,
            hash,
            PaymentFailureReason::RecipientRejected,
        );
        assert_eq!(
            balance(payer),
            before,
            "the wallet has its money back, by itself"
        );

        // Each block takes ten minutes. The service's own books say so, too, once it is asked.
        service.advance(Duration::from_mins(10) * blocks);
        let known = refreshed(service, held);
        assert_eq!(known.money(), Money::Returned);
    });
}

#[test]
fn an_invoice_of_another_node_is_refused() {
    with_nodes(|payer, service, _| {
        let sms = service.client();
        let wanted = ReceiveOrder::code(Country::find("germany").unwrap(), "never");
        let mut created = run(sms.receive(&wanted)).unwrap();
        let thief = Service::new(payer);
        let (stolen, theirs) = order(&thief);
        // Everything else is as it should be: amount, time, network, and the order's id is its payment hash.
        created.id = stolen.id;
        created.payment = Payment::Invoice(UncheckedInvoice::new(theirs.text()));
        let order = sms
            .account()
            .order(Kind::Code, created, None, service.now());
        assert!(order.payable(service.now()).unwrap().is_err());
    });
}
