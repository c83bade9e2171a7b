use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use satline_core::country::Country;
use satline_core::error::Money;
use satline_core::http::Clock;
use satline_core::order::{Kind, Order, OrderId, SmsCode, State};
use satline_core::time::Time;

use crate::chunks::Outline;
use crate::components::{
    CancelButton, Facts, Number, Receipt, Received, ServiceWords, Stepper, StorageFailure,
    Timeline, ToPay, Waiting, bring_into_view, current_time, steps_done, top_up_words,
    unreadable_storage,
};
use crate::router::Route;
use crate::shell;
use crate::start::use_journal;
use crate::state::{
    Entry, Journal, Note, Settings, StorageError, StorageStatus, is_given_up, own_statistics,
    transport,
};
use crate::words::{self, common, order as texts, top_up};

/// The sentence about the order's status.
const SAYS: &str = "[data-testid=says]";

/// One order, followed to its end.
#[component]
pub fn OrderPage(id: OrderId) -> impl IntoView {
    let journal = use_journal();
    let found = Memo::new({
        let id = id.clone();
        move |_| (journal.entry(&id).is_some(), journal.status())
    });
    on_cleanup(|| shell::favicon(None));
    move || match found.get() {
        (true, _) => journal
            .peek(&id)
            .map(|entry| view! { <FollowedOrder entry /> })
            .into_any(),
        (false, StorageStatus::Opening) => view! {
            <main class="page" aria-busy="true">
                <Outline />
            </main>
        }
        .into_any(),
        (false, status) => match unreadable_storage(status) {
            Some(error) => view! { <NotRead error /> }.into_any(),
            None => view! { <NotHere /> }.into_any(),
        },
    }
}

/// For an order that may be here or not.
#[component]
fn NotRead(error: StorageError) -> impl IntoView {
    shell::title(texts::not_read());
    view! {
        <main class="page">
            <h1>{texts::not_read()}</h1>
            <StorageFailure error />
        </main>
    }
}

/// For an order that is not here.
#[component]
fn NotHere() -> impl IntoView {
    shell::title(texts::not_here());
    let facts = vec![
        (texts::other_device(), texts::other_device_hint()),
        (texts::paid_no_code(), texts::paid_no_code_hint()),
        (texts::deleted_here(), texts::deleted_here_hint()),
    ];
    view! {
        <main class="page">
            <div class="heading">
                <h1>{texts::not_here()}</h1>
                <p class="lead">{texts::not_here_lead()}</p>
            </div>
            <section class="panel">
                <Facts facts />
            </section>
            <div class="actions">
                <a class="button" href=Route::Orders.path()>{texts::all()}</a>
                <a class="button" href=Route::Catalogue.path()>{common::get_a_code()}</a>
            </div>
        </main>
    }
}

/// What an order's page shows, as it is known now.
#[derive(Clone, Copy)]
struct Following {
    journal: Journal,
    /// None as soon as it is deleted.
    entry: Memo<Option<Entry>>,
    now: RwSignal<Time>,
    /// This page is asking the browser's wallet to pay.
    asking: RwSignal<bool>,
}

#[component]
fn FollowedOrder(entry: Entry) -> impl IntoView {
    let journal = use_journal();
    let (name, what, id) = (entry.note.name.clone(), what(&entry), entry.order.id);
    let following = Following {
        journal,
        entry: Memo::new({
            let id = id.clone();
            move |_| journal.entry(&id)
        }),
        now: current_time(),
        asking: RwSignal::new(false),
    };
    let entry = following.entry;
    follow_in_the_tab(entry);
    let warning = Memo::new(move |_| entry.with(|entry| entry.as_ref()?.warning()));
    // The region is rendered again only when these change: a button that waits for the wallet must not be
    // replaced because of a response that says nothing new.
    let looks = Memo::new(move |_| following.order(|entry| looks(entry, following)));
    let sentence = Memo::new(move |_| {
        let looks = looks.get()?;
        untrack(|| following.order(|entry| sentence(entry, &looks)))
    });
    let region = NodeRef::new();
    show_changes(looks, region);
    let silent = Memo::new(move |_| following.order(|entry| entry.order.is_unreachable()));
    // Read, not only tracked: a memo that nobody reads follows nothing.
    let shown = move || Some((looks.get()?, entry.get_untracked()?));
    let order = move || Some(shown()?.1.order);
    view! {
        <main class="page page-wide">
            <div class="stack" data-testid="state">
                <div class="heading">
                    <h1>{name}</h1>
                    <p class="hint">{what}</p>
                    <p class="lead" role="status" data-testid="says">{sentence}</p>
                    {move || {
                        let order = order()?;
                        let (done, failed) = (steps_done(&order), order.state.is_failure());
                        Some(view! { <Stepper kind=order.kind done failed /> })
                    }}
                </div>
                {move || {
                    let warning = warning.get()?;
                    Some(
                        view! {
                            <p class="notice notice-bad" role="alert" data-testid="unkept">
                                {warning}
                            </p>
                        },
                    )
                }}
                <div class="stack" node_ref=region>
                    {move || {
                        let (looks, entry) = shown()?;
                        Some(match (looks.is_unpolled, looks.has_other_key) {
                            (true, true) if !looks.is_given_up => {
                                view! { <OtherKey entry following /> }.into_any()
                            }
                            (true, false) if !looks.is_given_up => view! { <ClosedAccount /> }.into_any(),
                            _ => view! { <Status entry looks following /> }.into_any(),
                        })
                    }}
                </div>
                <CancelButton id entry now=following.now />
                <p class="hint" role="status">{move || silent.get().and_then(|is| is.then_some(common::silent()))}</p>
            </div>
            <aside class="aside stack">
                <section class="panel">
                    <h2>{texts::progress()}</h2>
                    {move || order().map(|order| view! { <Timeline order /> })}
                </section>
                {move || shown().map(|(_, entry)| view! { <Receipt entry /> })}
            </aside>
        </main>
    }
}

impl Following {
    /// Returns something of the order, and follows it.
    fn order<T>(self, look: impl Fn(&Entry) -> T) -> Option<T> {
        self.entry.with(|entry| entry.as_ref().map(look))
    }
}

/// Brings the region into view when it changes: it may be far down the page.
fn show_changes(looks: Memo<Option<Looks>>, region: NodeRef<html::Div>) {
    Effect::new(move |before: Option<()>| {
        looks.track();
        if before.is_some() {
            // Once it is rendered.
            let show = move || {
                if let Some(region) = region.try_get_untracked().flatten() {
                    bring_into_view(&region, SAYS);
                }
            };
            set_timeout(show, Duration::ZERO);
        }
    });
}

/// Shows the status in the title and in the picture beside it.
fn follow_in_the_tab(entry: Memo<Option<Entry>>) {
    Effect::new(move |_| {
        entry.with(|entry| {
            if let Some(Entry { order, note, .. }) = entry {
                shell::title(&format!("{} · {}", words::status(order), note.name));
                shell::favicon(Some(picture(order)));
            }
        });
    });
}

fn picture(order: &Order) -> &'static str {
    match order.state {
        state if state.is_failure() => "ended",
        State::AwaitingPayment | State::NeedsConfirmation if order.paid_at.is_none() => "todo",
        State::CodeReceived => "done",
        _ if order.is_over() => "done",
        _ => "waiting",
    }
}

/// What decides how an order looks. That an invoice has too little time left is no change of the order.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Clone, PartialEq)]
struct Looks {
    state: State,
    is_paid: bool,
    /// A wallet may have paid it, and none is just being asked.
    is_in_doubt: bool,
    /// This tab cannot ask the service about it.
    is_unpolled: bool,
    has_other_key: bool,
    number: Option<String>,
    codes: Vec<SmsCode>,
    is_late: bool,
    is_given_up: bool,
}

fn looks(entry: &Entry, following: Following) -> Looks {
    let (order, now) = (&entry.order, following.now.get());
    Looks {
        state: order.state,
        is_paid: order.paid_at.is_some(),
        is_in_doubt: order.maybe_paid() && !following.asking.get(),
        is_unpolled: following.journal.is_unpolled(entry),
        has_other_key: following.journal.has_other_key(entry),
        number: order.number.clone(),
        codes: order.codes.clone(),
        is_late: order.payable_until().is_some_and(|end| end < now),
        is_given_up: is_given_up(order, now),
    }
}

fn sentence(entry: &Entry, looks: &Looks) -> &'static str {
    match entry.order.kind {
        _ if looks.is_given_up => texts::given_up(),
        _ if looks.is_unpolled && looks.has_other_key => top_up::other_key(),
        _ if looks.is_unpolled => top_up::unasked(),
        _ if looks.is_in_doubt => texts::wallet_asked(),
        _ if is_refused(&entry.order) => texts::nothing_to_pay(),
        Kind::Fund => top_up_words(&entry.order, &entry.note.next_step).1,
        _ => words::sentence(&entry.order),
    }
}

/// The way to open the account, before anything is paid, or paid again.
#[component]
fn ClosedAccount() -> impl IntoView {
    view! {
        <div class="actions">
            <a class="button primary" data-testid="unasked" href=Route::TopUp.path()>{top_up::open()}</a>
        </div>
    }
}

/// The order's key may be gone: then only this page leads to the order's end.
#[component]
fn OtherKey(entry: Entry, following: Following) -> impl IntoView {
    let Entry { order, note, .. } = entry;
    let is_open = matches!(
        order.state,
        State::AwaitingPayment | State::NeedsConfirmation
    );
    let Note {
        next_step,
        is_imported,
        ..
    } = note;
    let anyway = (is_open && order.paid_at.is_none()).then(|| {
        view! {
            <details data-testid="other-key">
                <summary>{top_up::show_anyway()}</summary>
                <ToPay order next_step is_imported asking=following.asking />
            </details>
        }
    });
    view! {
        <ClosedAccount />
        {anyway}
    }
}

/// Returns whether there is an unpaid invoice that must not be paid, or no longer.
fn is_refused(order: &Order) -> bool {
    !order.maybe_paid() && matches!(order.payable(transport().now()), Some(Err(_)))
}

fn what(entry: &Entry) -> String {
    let (country, price) = (entry.note.country, entry.note.price);
    let parts = [
        Some(words::kind(entry.order.kind).to_owned()),
        country.map(words::country),
        price.map(words::sats),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[component]
fn Status(entry: Entry, looks: Looks, following: Following) -> impl IntoView {
    let Entry { order, note, .. } = entry;
    let is_refused = is_refused(&order);
    let is_waiting = !(order.is_over() || is_refused || looks.is_given_up);
    // The number of an order that ended without a code is of no use to anyone.
    let has_number = !order.state.is_failure() || order.has_late_code();
    view! {
        <Received order=order.clone() />
        <ToPay
            order=order.clone()
            next_step=note.next_step.clone()
            is_imported=note.is_imported
            asking=following.asking
        />
        {has_number.then(|| view! { <Number order=order.clone() /> })}
        {is_waiting.then(|| view! { <Waiting order=order.clone() now=following.now /> })}
        <ServiceWords order=order.clone() />
        {(order.state.is_failure() || is_refused).then(|| view! { <Again order note /> })}
    }
}

/// The way to order again after an order that failed: the same in another country.
#[component]
fn Again(order: Order, note: Note) -> impl IntoView {
    let (address, label) = match order.kind {
        Kind::Sms | Kind::Email => (Route::Send.path(), texts::write_another().to_owned()),
        Kind::Fund => (Route::TopUp.path(), texts::again().to_owned()),
        _ if order.money() == Money::Untouched => {
            (order_again(note.country, &note), texts::again().to_owned())
        }
        _ => {
            let next = next_country(&note);
            let label = if next == Country::AUTO {
                texts::let_service_choose().to_owned()
            } else {
                texts::try_country(&words::country(next))
            };
            (order_again(Some(next), &note), label)
        }
    };
    view! {
        <div class="actions">
            <a class="button primary" data-testid="again" href=address>{label}</a>
        </div>
    }
}

/// Returns the next of the reader's favourites, or else where the reader's own orders of this service
/// went best; or else the service chooses.
fn next_country(note: &Note) -> Country {
    let tried = note.country;
    let settings = expect_context::<Settings>();
    let favourites = settings.peek(|choices| choices.favourites.clone());
    let place = favourites
        .iter()
        .position(|country| Some(*country) == tried);
    let next = favourites.iter().skip(place.map_or(0, |place| place + 1));
    let favourite = next.copied().find(|country| Some(*country) != tried);
    let best = || {
        let statistics = use_journal().with_entries(own_statistics);
        let others = statistics.into_iter().filter(|group| {
            group.name == note.name && group.country != tried && group.received > 0
        });
        let best = others
            .min_by(|one, other| (other.received * one.orders).cmp(&(one.received * other.orders)));
        best?.country
    };
    favourite.or_else(best).unwrap_or(Country::AUTO)
}

fn order_again(country: Option<Country>, note: &Note) -> String {
    let code = country.unwrap_or(Country::AUTO).code();
    let service = String::from(js_sys::encode_uri_component(&note.item));
    format!("?country={code}&service={service}")
}
