//! Statistics of the reader's own orders: how often a code arrived, and how soon.

use std::time::Duration;

use satline_core::country::Country;
use satline_core::order::{Kind, State};

use super::Entry;

/// Fewer orders say nothing.
const FEWEST: usize = 3;

/// How orders of one service in one country went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statistics {
    /// The service, as people name it.
    pub name: String,
    pub country: Option<Country>,
    /// How many were paid and are over.
    pub orders: usize,
    /// How many of them received a code in time.
    pub received: usize,
    /// The median time from payment to code.
    pub usual: Option<Duration>,
}

/// Returns the statistics of each service and country with enough orders; the most used first.
pub fn own_statistics(entries: &[Entry]) -> Vec<Statistics> {
    let mut groups: Vec<(Statistics, Vec<Duration>)> = Vec::new();
    for entry in entries {
        let (order, note) = (&entry.order, &entry.note);
        let counts = matches!(order.kind, Kind::Code | Kind::RealPhone) && order.is_over();
        let Some(paid) = order.paid_at.filter(|_| counts) else {
            continue;
        };
        let is_its = |(group, _): &&mut (Statistics, _)| {
            group.name == note.name && group.country == note.country
        };
        let wait = (order.state == State::CodeReceived).then(|| order.changed_at.since(paid));
        if let Some((group, waits)) = groups.iter_mut().find(is_its) {
            group.orders += 1;
            waits.extend(wait);
        } else {
            let group = Statistics {
                name: note.name.clone(),
                country: note.country,
                orders: 1,
                received: 0,
                usual: None,
            };
            groups.push((group, wait.into_iter().collect()));
        }
    }
    let mut all: Vec<Statistics> = groups
        .into_iter()
        .filter(|(group, _)| group.orders >= FEWEST)
        .map(|(group, waits)| Statistics {
            received: waits.len(),
            usual: median(waits),
            ..group
        })
        .collect();
    all.sort_by_key(|group| std::cmp::Reverse(group.orders));
    all
}

fn median(mut times: Vec<Duration>) -> Option<Duration> {
    times.sort_unstable();
    times.get(times.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Note;
    use satline_core::lightning::Expectation;
    use satline_core::lightning::bolt11::Network;
    use satline_core::order::{Order, OrderId, Start};
    use satline_core::time::Time;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn entry(name: &str, state: State, seconds: u64) -> Entry {
        let mut order = Order::new(
            &satline_core::services::sms4sats::TERMS,
            Kind::Code,
            OrderId::parse("7dc6").unwrap(),
            Start::Transfer,
            Expectation::new(Network::Regtest),
            Time(0),
        );
        order.state = state;
        order.paid_at = Some(Time(1_000));
        order.changed_at = Time(1_000 + seconds * 1_000);
        let note = Note {
            name: name.to_owned(),
            ..Note::default()
        };
        Entry::new(order, note)
    }

    #[wasm_bindgen_test]
    fn three_orders_that_are_over_tell_how_often_and_how_soon_a_code_came() {
        let mut entries = vec![
            entry("WhatsApp", State::CodeReceived, 90),
            entry("WhatsApp", State::Refunded, 1_200),
            entry("WhatsApp", State::CodeReceived, 30),
            entry("Telegram", State::CodeReceived, 5),
            entry("Telegram", State::NumberGiven, 5),
            entry("Telegram", State::CodeReceived, 5),
        ];
        let mut unpaid = entry("Telegram", State::Expired, 5);
        unpaid.order.paid_at = None;
        entries.push(unpaid);
        let [group] = own_statistics(&entries).try_into().unwrap();
        assert_eq!((group.orders, group.received), (3, 2));
        assert_eq!(group.name, "WhatsApp");
        assert_eq!(group.usual, Some(Duration::from_secs(90)));
    }
}
