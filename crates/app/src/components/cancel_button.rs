use leptos::prelude::*;
use satline_core::order::{CancelRule, OrderId};
use satline_core::time::Time;

use super::Failure;
use crate::start::use_journal;
use crate::state::{Entry, Services, is_offline};
use crate::words::{self, common, order as texts};

/// Cancels an order as soon as that is allowed, and says before when it will be. Nothing if it never is.
#[component]
pub fn CancelButton(id: OrderId, entry: Memo<Option<Entry>>, now: RwSignal<Time>) -> impl IntoView {
    let journal = use_journal();
    let sms4sats = StoredValue::new(expect_context::<Services>().sms4sats);
    let cancel = Action::new_unsync(move |id: &OrderId| {
        let (sms4sats, id) = (sms4sats.get_value(), id.clone());
        async move { journal.cancel(&sms4sats, &id).await }
    });
    let is_cancelling = cancel.pending();
    let is_unsent = RwSignal::new(false);
    let on_click = move |_| {
        // Not disabled while it is cancelling: that would take the focus away.
        if is_cancelling.get_untracked() {
            return;
        }
        is_unsent.set(is_offline());
        if !is_unsent.get_untracked() {
            cancel.clear();
            cancel.dispatch_local(id.clone());
        }
    };
    let rule =
        Memo::new(move |_| entry.with(|entry| Some(entry.as_ref()?.order.cancel_rule(now.get()))));
    let is_paid = Memo::new(move |_| {
        entry.with(|entry| matches!(entry, Some(entry) if entry.order.paid_at.is_some()))
    });
    let is_possible =
        Memo::new(move |_| matches!(rule.get(), Some(CancelRule::Allowed | CancelRule::From(_))));
    let wait = move || match rule.get() {
        Some(CancelRule::From(moment)) => texts::cancel_in(&words::clock(moment.since(now.get()))),
        _ => String::new(),
    };
    let label = move || {
        if is_paid.get() {
            texts::cancel_paid()
        } else {
            texts::cancel_unpaid()
        }
    };
    view! {
        <Show when=move || is_possible.get()>
            <div class="cancel">
                <button
                    type="button"
                    data-testid="cancel"
                    disabled=move || rule.get() != Some(CancelRule::Allowed)
                    aria-disabled=move || is_cancelling.get().then_some("true")
                    on:click=on_click.clone()
                >
                    {label}
                </button>
                <p class="hint">{wait}</p>
            </div>
        </Show>
        <Show when=move || is_unsent.get()>
            <p class="notice" role="alert" data-testid="unsent">{common::offline_uncancelled()}</p>
        </Show>
        {move || cancel.value().get()?.err().map(|error| view! { <Failure error /> })}
    }
}
