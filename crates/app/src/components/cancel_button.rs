use leptos::prelude::*;
use leptos::task::spawn_local;
use satline_core::error::Error;
use satline_core::order::{CancelRule, OrderId};
use satline_core::time::Time;

use super::Failure;
use crate::start::use_journal;
use crate::state::{Entry, Services, is_offline};
use crate::words::{self, common, order as texts};

/// Cancels an order, as soon as that is allowed; before, it says when. Nothing where it never is.
#[component]
pub fn CancelButton(id: OrderId, entry: Memo<Option<Entry>>, now: RwSignal<Time>) -> impl IntoView {
    let journal = use_journal();
    let sms4sats = StoredValue::new(expect_context::<Services>().sms4sats);
    let rule =
        Memo::new(move |_| entry.with(|entry| Some(entry.as_ref()?.order.cancel_rule(now.get()))));
    let cancelling = RwSignal::new(false);
    let failure = RwSignal::new(None::<Error>);
    let id = StoredValue::new(id);
    let is_unsent = RwSignal::new(false);
    let on_click = move |_| {
        is_unsent.set(is_offline());
        // Not disabled meanwhile: that would take the focus away.
        if is_unsent.get_untracked() || cancelling.get_untracked() {
            return;
        }
        cancelling.set(true);
        failure.set(None);
        spawn_local(async move {
            let (sms4sats, id) = (sms4sats.get_value(), id.get_value());
            let outcome = journal.cancel(&sms4sats, &id).await;
            cancelling.try_set(false);
            failure.try_set(outcome.err());
        });
    };
    let is_possible =
        Memo::new(move |_| matches!(rule.get(), Some(CancelRule::Allowed | CancelRule::From(_))));
    let wait = move || match rule.get() {
        Some(CancelRule::From(moment)) => texts::cancel_in(&words::clock(moment.since(now.get()))),
        _ => String::new(),
    };
    let is_paid = Memo::new(move |_| {
        entry.with(|entry| {
            entry
                .as_ref()
                .is_some_and(|entry| entry.order.paid_at.is_some())
        })
    });
    let label = move || {
        if is_paid.get() {
            texts::cancel_paid()
        } else {
            texts::cancel_unpaid()
        }
    };
    let button = move || {
        view! {
            <div class="cancel">
                <button
                    type="button"
                    data-testid="cancel"
                    disabled=move || rule.get() != Some(CancelRule::Allowed)
                    aria-disabled=move || cancelling.get().then_some("true")
                    on:click=on_click
                >
                    {label}
                </button>
                <p class="hint">{wait}</p>
            </div>
        }
    };
    view! {
        {move || is_possible.get().then(button)}
        {move || is_unsent.get().then(|| view! { <p class="notice" role="alert" data-testid="unsent">{common::offline_uncancelled()}</p> })}
        {move || failure.get().map(|error| view! { <Failure error /> })}
    }
}
