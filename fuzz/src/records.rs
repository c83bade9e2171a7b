//! Two records of one order, or of two, as a device or a backup has them.

use satline_core::http::Effect;
use satline_core::order::{Attention, Order};

use super::answers::can_be_kept;
use super::order::{BEGINNING, MOST_CODES, is_its_record};

/// Each line is a record: it is refused by the name of a field, or survives being written. What both know,
/// their merger knows.
pub fn holds(text: &str) {
    let (one, other) = text.split_once('\n').unwrap_or((text, ""));
    let (Some(one), other) = (read(one), read(other)) else {
        return;
    };
    answers_everything(&one);
    is_merged(&one, &one);
    assert!(one.clone().merged(&one) == one);
    if let Some(other) = other {
        is_merged(&one, &other);
        is_merged(&other, &one);
        is_merged(&one.without_future_times(BEGINNING), &other);
    }
}

fn read(text: &str) -> Option<Order> {
    match Order::from_json(text) {
        Ok(order) => {
            is_its_record(&order);
            Some(order)
        }
        Err(error) => {
            assert!(error.field.is_some());
            can_be_kept(&error, Effect::Read);
            None
        }
    }
}

/// No question about an order depends on what its record says.
fn answers_everything(order: &Order) {
    for attention in [Attention::Looking, Attention::Away, Attention::Waking] {
        for random in [0, u32::MAX] {
            let next = order.next_ask(BEGINNING, attention, random);
            assert!(next.is_none() || !order.is_over() || order.state.is_failure());
        }
    }
    if let Some(Ok(checked)) = order.payable(BEGINNING) {
        assert!(order.is_unpaid());
        assert!(checked.payable(BEGINNING).is_ok());
        assert!(checked.payable_until() >= BEGINNING);
    }
    let _ = (order.cancel_rule(BEGINNING), order.returns_by_itself());
    let _ = (order.payable_until(), order.money(), order.has_late_code());
    assert!(!format!("{order:?}").contains("lnbc"));
}

fn is_merged(one: &Order, other: &Order) {
    let both = one.clone().merged(other);
    is_its_record(&both);
    assert_eq!(both.id, one.id);
    if one.is_over() {
        assert_eq!(both.state, one.state);
    }
    if one.codes.len() + other.codes.len() <= MOST_CODES {
        for code in one.codes.iter().chain(&other.codes) {
            assert!(both.codes.iter().any(|kept| kept.text == code.text));
        }
    }
    assert!(both.clone().merged(other).codes.len() == both.codes.len());
}
