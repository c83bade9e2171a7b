use leptos::html;
use leptos::prelude::*;
use satline_core::order::State;
use satline_core::time::Time;
use satline_core::topup::{NextStep, TopUp};

use super::{Failure, service_words, ticking, to_pay, top_up_words};
use crate::state::{Account, Answer, is_given_up};
use crate::words::{self, common, top_up as texts};

/// A top-up that was begun, followed to its end.
#[component]
pub fn TopUpProgress(account: Account) -> impl IntoView {
    watch(account);
    // What is to be done is made anew only when these change: an answer that says nothing new must
    // not take away what the reader is about to press.
    let asking = RwSignal::new(false);
    let now = ticking();
    let standing = move |begun: &TopUp| standing(begun, asking.get(), now.get());
    let shown = Memo::new(move |_| account.begun().as_ref().map(standing));
    // Read, not only tracked: a memo that nobody reads follows nothing.
    let begun = move || shown.get().and(untrack(|| account.begun()));
    let heading = NodeRef::<html::H2>::new();
    // Who cannot see the page learns that there is something new, and goes on reading there.
    Effect::new(move |_| {
        if let (Some(_), Some(heading)) = (shown.get(), heading.get()) {
            let _ = heading.focus();
        }
    });
    view! {
        <section class="standing" aria-label=texts::your_top_up() data-testid="top-up">
            <h2 node_ref=heading tabindex="-1" data-testid="top-up-title">
                {move || begun().map(|begun| top_up_words(&begun.order, &begun.next_step).0)}
            </h2>
            <div class="standing" role="status" data-testid="top-up-state">
                <p class="lead">{move || begun().map(|begun| top_up_words(&begun.order, &begun.next_step).1)}</p>
                {move || has_arrived(&begun()?).then(|| view! { <NewBalance account /> })}
                <p class="hint">{move || silence(account)}</p>
            </div>
            {move || Some(what_to_do(account, &begun()?, asking))}
            <div class="actions">
                <button
                    type="button"
                    data-testid="another"
                    on:click=move |_| account.begin_another()
                >
                    {texts::another()}
                </button>
            </div>
        </section>
    }
}

/// What decides how it looks.
fn standing(begun: &TopUp, asking: bool, now: Time) -> (State, bool, bool, bool, bool) {
    let order = &begun.order;
    let is_late = matches!(order.payable(now), Some(Err(_)));
    let in_doubt = order.maybe_paid() && !asking;
    let given_up = is_given_up(order, now);
    let is_paid = order.paid_at.is_some();
    (order.state, is_paid, in_doubt, given_up, is_late)
}

fn has_arrived(begun: &TopUp) -> bool {
    matches!(begun.order.state, State::Credited | State::Charged)
}

fn silence(account: Account) -> Option<&'static str> {
    let begun = account.begun()?;
    begun.order.is_unreachable().then(common::silent)
}

/// Follows what the journal learns of it.
fn watch(account: Account) {
    let Some(begun) = untrack(|| account.begun()) else {
        return;
    };
    let id = begun.order.id;
    Effect::new(move |_| {
        if let Some(entry) = account.journal.entry(&id) {
            account.take(entry.order);
        }
    });
}

fn what_to_do(account: Account, begun: &TopUp, asking: RwSignal<bool>) -> AnyView {
    let mut next_step = begun.next_step.clone();
    if let NextStep::PayAddress { by, .. } = &mut next_step
        && let Some(method) = account.chosen_method().filter(|method| method.id == *by)
    {
        *by = method.name;
    }
    view! {
        {to_pay(&begun.order, &next_step, false, asking)}
        {service_words(&begun.order)}
    }
    .into_any()
}

#[component]
fn NewBalance(account: Account) -> impl IntoView {
    move || match account.balance.get()? {
        Answer::Waiting => Some(view! { <p class="hint">{texts::asking_balance()}</p> }.into_any()),
        Answer::Failed(error) => {
            Some(view! { <Failure error retry=move |()| account.ask_balance() /> }.into_any())
        }
        Answer::Here(balance) => Some(
            view! {
                <p class="label">{texts::balance()}</p>
                <p class="amount" data-testid="balance">{words::amount(&balance)}</p>
            }
            .into_any(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    use satline_core::lightning::bolt11::Network;
    use satline_core::lightning::{Expectation, UncheckedInvoice};
    use satline_core::order::{Kind, Order, OrderId, Start};
    use wasm_bindgen_test::wasm_bindgen_test;

    /// BOLT #11's example that lives for a minute, and when it was made.
    const INVOICE: &str = "lnbc2500u1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsxqzpu9qrsgquk0rl77nj30yxdy8j9vdx85fkpmdla2087ne0xh8nhedh8w27kyke0lp53ut353s06fv3qfegext0eh0ymjpf39tuven09sam30g4vgpfna3rh";
    const MADE: Time = Time(1_496_314_658_000);

    #[wasm_bindgen_test]
    fn an_invoice_is_taken_away_as_soon_as_it_has_less_than_a_minute_left() {
        let order = Order::new(
            &satline_core::services::sms4sats::TERMS,
            Kind::Fund,
            OrderId::parse("7dc6").unwrap(),
            Start::Pay(UncheckedInvoice::new(INVOICE)),
            Expectation::new(Network::Bitcoin),
            MADE,
        );
        let begun = TopUp {
            order,
            next_step: NextStep::PayInvoice,
        };
        let first = standing(&begun, false, MADE);
        // A wallet must not be asked any more, so what is shown has to change.
        let later = standing(&begun, false, MADE.after(Duration::from_secs(1)));
        assert_ne!(first, later);
    }
}
