use leptos::html;
use leptos::prelude::*;
use satline_core::order::State;
use satline_core::time::Time;
use satline_core::topup::{NextStep, TopUp};

use super::{Failure, ServiceWords, ToPay, current_time, top_up_words};
use crate::state::{Account, Answer, is_given_up};
use crate::words::{self, common, top_up as texts};

/// A top-up that was started, followed to its end.
#[component]
pub fn TopUpProgress(account: Account) -> impl IntoView {
    follow_journal(account);
    // What to do is rendered again only when these change: a response that says nothing new must not take
    // away what the reader is about to press.
    let asking = RwSignal::new(false);
    let now = current_time();
    let looks = move |top_up: &TopUp| looks(top_up, asking.get(), now.get());
    let shown = Memo::new(move |_| account.top_up().as_ref().map(looks));
    // Read, not only tracked: a memo that nobody reads follows nothing.
    let top_up = move || shown.get().and(untrack(|| account.top_up()));
    let words = move || top_up().map(|top_up| top_up_words(&top_up.order, &top_up.next_step));
    let heading = NodeRef::<html::H2>::new();
    // A reader who cannot see the page learns that there is something new, and reads on there.
    Effect::new(move |_| {
        if let (Some(_), Some(heading)) = (shown.get(), heading.get()) {
            let _ = heading.focus();
        }
    });
    view! {
        <section class="standing" aria-label=texts::your_top_up() data-testid="top-up">
            <h2 node_ref=heading tabindex="-1" data-testid="top-up-title">
                {move || words().map(|(title, _)| title)}
            </h2>
            <div class="standing" role="status" data-testid="top-up-state">
                <p class="lead">{move || words().map(|(_, sentence)| sentence)}</p>
                {move || has_arrived(&top_up()?).then(|| view! { <NewBalance account /> })}
                <p class="hint">{move || silence(account)}</p>
            </div>
            {move || top_up().map(|top_up| view! { <ToDo account top_up asking /> })}
            <div class="actions">
                <button
                    type="button"
                    data-testid="another"
                    on:click=move |_| account.start_another()
                >
                    {texts::another()}
                </button>
            </div>
        </section>
    }
}

/// Returns what decides how a top-up looks.
fn looks(top_up: &TopUp, asking: bool, now: Time) -> (State, bool, bool, bool, bool) {
    let order = &top_up.order;
    let is_late = matches!(order.payable(now), Some(Err(_)));
    let in_doubt = order.maybe_paid() && !asking;
    let given_up = is_given_up(order, now);
    let is_paid = order.paid_at.is_some();
    (order.state, is_paid, in_doubt, given_up, is_late)
}

fn has_arrived(top_up: &TopUp) -> bool {
    matches!(top_up.order.state, State::Credited | State::Charged)
}

fn silence(account: Account) -> Option<&'static str> {
    let top_up = account.top_up()?;
    top_up.order.is_unreachable().then(common::silent)
}

/// Updates the top-up when its order in the journal changes.
fn follow_journal(account: Account) {
    let Some(TopUp { order, .. }) = untrack(|| account.top_up()) else {
        return;
    };
    Effect::new(move |_| {
        if let Some(entry) = account.journal.entry(&order.id) {
            account.update(entry.order);
        }
    });
}

/// What the reader has to do next.
#[component]
fn ToDo(account: Account, top_up: TopUp, asking: RwSignal<bool>) -> impl IntoView {
    let TopUp {
        order,
        mut next_step,
    } = top_up;
    if let NextStep::PayAddress { by, .. } = &mut next_step
        && let Some(method) = account.chosen_method().filter(|method| method.id == *by)
    {
        *by = method.name;
    }
    view! {
        <ToPay order=order.clone() next_step is_imported=false asking />
        <ServiceWords order />
    }
}

#[component]
fn NewBalance(account: Account) -> impl IntoView {
    move || match account.balance.get()? {
        Answer::Waiting => Some(view! { <p class="hint">{texts::asking_balance()}</p> }.into_any()),
        Answer::Failed(error) => {
            Some(view! { <Failure error retry=move |()| account.load_balance() /> }.into_any())
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
        let top_up = TopUp {
            order,
            next_step: NextStep::PayInvoice,
        };
        let first = looks(&top_up, false, MADE);
        // A wallet must not be asked any more, so what is shown has to change.
        let later = looks(&top_up, false, MADE.after(Duration::from_secs(1)));
        assert_ne!(first, later);
    }
}
