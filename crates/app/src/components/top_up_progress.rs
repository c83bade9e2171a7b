use leptos::html;
use leptos::prelude::*;
use satline_core::funding::{Todo, TopUp, for_people};
use satline_core::order::State;
use satline_core::time::Time;

use super::{Failure, service_words, ticking, to_pay, top_up_words};
use crate::state::{Account, Answer, is_given_up};
use crate::words::top_up as words;

/// A top-up that was begun, followed to its end.
#[component]
pub fn TopUpProgress(account: Account) -> impl IntoView {
    watch(account);
    // What is to be done is made anew only when these change: an answer that says nothing new must
    // not take away what the reader is about to press.
    let asking = RwSignal::new(false);
    let now = ticking();
    let standing = move |begun: &TopUp| standing(begun, asking.get(), now.get());
    let shown = Memo::new(move |_| account.begun.with(|begun| begun.as_ref().map(standing)));
    // Read, not only tracked: a memo that nobody reads follows nothing.
    let begun = move || shown.get().and(account.begun.get_untracked());
    let heading = NodeRef::<html::H2>::new();
    // Who cannot see the page learns that there is something new, and goes on reading there.
    Effect::new(move |_| {
        if let (Some(_), Some(heading)) = (shown.get(), heading.get()) {
            let _ = heading.focus();
        }
    });
    view! {
        <section class="standing" aria-label=words::YOUR_TOP_UP data-testid="top-up">
            <h2 node_ref=heading tabindex="-1" data-testid="top-up-title">
                {move || begun().map(|begun| top_up_words(&begun.order, &begun.todo).0)}
            </h2>
            <div class="standing" role="status" data-testid="top-up-state">
                <p class="lead">{move || begun().map(|begun| top_up_words(&begun.order, &begun.todo).1)}</p>
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
                    {words::ANOTHER}
                </button>
            </div>
        </section>
    }
}

/// What decides how it looks.
fn standing(begun: &TopUp, asking: bool, now: Time) -> (State, bool, bool, bool) {
    let order = &begun.order;
    let in_doubt = order.maybe_paid() && !asking;
    let given_up = is_given_up(order, now);
    (order.state, order.paid_at.is_some(), in_doubt, given_up)
}

fn has_arrived(begun: &TopUp) -> bool {
    matches!(begun.order.state, State::Credited | State::Charged)
}

fn silence(account: Account) -> Option<&'static str> {
    let silent = account.begun.with(|begun| {
        begun
            .as_ref()
            .is_some_and(|begun| begun.order.is_out_of_touch())
    });
    silent.then_some(words::SILENT)
}

/// Follows what the journal learns of it.
fn watch(account: Account) {
    let Some(begun) = account.begun.get_untracked() else {
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
    let mut todo = begun.todo.clone();
    if let Todo::PayAddress { by, .. } = &mut todo
        && let Some(method) = account.chosen_method().filter(|method| method.id == *by)
    {
        *by = method.name;
    }
    view! {
        {to_pay(&begun.order, &todo, asking)}
        {service_words(&begun.order)}
    }
    .into_any()
}

#[component]
fn NewBalance(account: Account) -> impl IntoView {
    move || match account.balance.get()? {
        Answer::Waiting => Some(view! { <p class="hint">{words::ASKING_BALANCE}</p> }.into_any()),
        Answer::Failed(error) => {
            Some(view! { <Failure error retry=move |()| account.ask_balance() /> }.into_any())
        }
        Answer::Here(balance) => Some(
            view! {
                <p class="label">{words::BALANCE}</p>
                <p class="amount" data-testid="balance">{for_people(&balance)}</p>
            }
            .into_any(),
        ),
    }
}
