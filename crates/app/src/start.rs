//! Stores that are opened when they are first needed, and stay open as long as the app.

use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::spawn_local;
use satline_core::error::Service;
use wasm_bindgen::JsCast;

use crate::chunks::{Chunks, Part};
use crate::components::{WalletForm, alert};
use crate::state::{
    Accounts, Asker, Journal, OwnWallet, Place, SIGNS, Services, Settings, StorageStatus,
    may_have_orders,
};
use crate::words::order as words;

/// The app's owner.
#[derive(Clone)]
struct Root(Owner);

/// Loads the journal if this browser may have orders. On a first visit nothing is loaded.
pub fn follow_orders(chunks: Chunks) {
    let root = Owner::current().unwrap_or_default();
    provide_context(Root(root.clone()));
    let place = Place::of_page();
    let look = move || {
        let root = root.clone();
        if root.with(use_context::<Journal>).is_some() {
            return;
        }
        spawn_local(async move {
            if may_have_orders(place).await
                && let Ok(show) = chunks.load(&Part::Journal).await
            {
                root.with(|| drop(show(Part::Journal)));
            }
        });
    };
    look();
    // Orders may have been placed in another tab since.
    for sign in SIGNS {
        let look = look.clone();
        window_event_listener_untyped(sign, move |_| look());
    }
}

/// Shows the demo's ribbon in its place, which only the demo's pages have.
pub fn show_ribbon(chunks: Chunks) {
    let Some(place) = document().get_element_by_id("demo") else {
        return;
    };
    let root = expect_context::<Root>().0;
    spawn_local(async move {
        if let Ok(show) = chunks.load(&Part::Demo).await {
            place.set_text_content(None);
            root.with(|| mount_to(place.unchecked_into(), move || show(Part::Demo)).forget());
        }
    });
}

/// Returns the journal, which is opened at the first call and then polls for this browser's orders.
pub fn use_journal() -> Journal {
    use_context().unwrap_or_else(|| expect_context::<Root>().0.with(open_journal))
}

/// Returns the accounts that can be topped up.
pub fn use_accounts() -> Accounts {
    use_journal();
    expect_context()
}

/// Returns the reader's own wallet, connected or not.
pub fn use_wallet() -> OwnWallet {
    use_context().unwrap_or_else(|| {
        expect_context::<Root>().0.with(|| {
            let wallet = OwnWallet::new();
            provide_context(wallet);
            wallet
        })
    })
}

/// Returns what shows the form that a wallet is connected with.
pub fn use_wallet_form() -> impl Fn() + Clone {
    let (wallet, Root(root)) = (use_wallet(), expect_context());
    move || {
        let Some(body) = document().body() else {
            return;
        };
        // Beside the pages: it outlives the one that asks for it.
        let form = root.with(|| mount_to(body, move || view! { <WalletForm wallet /> }));
        wallet.open(Box::new(form));
    }
}

fn open_journal() -> Journal {
    let services = expect_context::<Services>();
    let settings = expect_context::<Settings>();
    settings.load_keys();
    let place = Place::of_page();
    let on_code = Callback::new(move |name: String| alert(settings, &words::notification(&name)));
    let journal = Journal::open(place, on_code);
    let sms4sats = services.sms4sats.clone();
    journal.follow(Service::Sms4Sats.name().to_owned(), Asker::new(sms4sats));
    provide_context(journal);
    provide_context(Accounts::new(&services, settings, journal));
    let has_key = |service| !untrack(|| settings.key(service)).is_empty();
    if place.is_played() || Service::ALL.into_iter().any(has_key) {
        follow_top_ups(journal);
    }
    journal
}

/// Polls for top-ups that were started before this page was loaded, once the journal is open.
fn follow_top_ups(journal: Journal) {
    let Root(root) = expect_context();
    let chunks = expect_context::<Chunks>();
    Effect::new(move |is_done: Option<bool>| {
        if is_done == Some(true) || journal.status() == StorageStatus::Opening {
            return is_done.unwrap_or_default();
        }
        if untrack(|| journal.has_unpolled()) {
            let root = root.clone();
            spawn_local(async move {
                if let Ok(show) = chunks.load(&Part::TopUps).await {
                    root.with(|| drop(show(Part::TopUps)));
                }
            });
        }
        true
    });
}
