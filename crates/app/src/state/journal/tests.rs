use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Object, Reflect};
use leptos::prelude::*;
use satline_core::country::Country;
use satline_core::error::Error;
use satline_core::http::{Clock, Fetch};
use satline_core::lightning::bolt11::Network;
use satline_core::lightning::{Expectation, UncheckedInvoice};
use satline_core::money::Sats;
use satline_core::order::{Event, Kind, Order, OrderId, Report, SmsCode, Start, State};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::state::Place;

use super::{Entry, Journal, Note, OrderError, StorageError, StorageStatus, old_records};

/// A journal as another tab would have it. It lives as long as the page, as in the app.
fn tab() -> Journal {
    open(Place::Server)
}

fn open(place: Place) -> Journal {
    let owner = Owner::new();
    let journal = owner.with(|| Journal::open(place, Callback::new(|_| ())));
    std::mem::forget(owner);
    journal
}

/// A journal of real money, which no other test uses.
async fn real_journal() -> Journal {
    let journal = open(Place::Real);
    until(|| untrack(|| journal.status()) == StorageStatus::Ready).await;
    journal.wipe().await.unwrap();
    journal
}

async fn empty_journal() -> Journal {
    let journal = tab();
    journal.wipe().await.unwrap();
    until(|| untrack(|| journal.status()) == StorageStatus::Ready).await;
    journal
}

fn is_open(journal: Journal) -> bool {
    let state = journal.repository.state.get_value();
    state.database.borrow().is_some()
}

async fn until(mut holds: impl FnMut() -> bool) {
    for _ in 0..3_000 {
        if holds() {
            return;
        }
        Fetch.sleep(Duration::from_millis(10)).await;
    }
    panic!("what was waited for did not come");
}

fn id(text: &str) -> OrderId {
    OrderId::parse(text).unwrap()
}

fn entry(name: &str) -> Entry {
    entry_on(Network::Regtest, name)
}

fn entry_on(network: Network, name: &str) -> Entry {
    let order = Order::new(
        &satline_core::services::sms4sats::TERMS,
        Kind::Code,
        id(name),
        Start::Pay(UncheckedInvoice::new("lnbcrt1")),
        Expectation::new(network),
        Fetch.now(),
    );
    let note = Note {
        country: Country::find("Germany"),
        item: "wa".to_owned(),
        name: "WhatsApp".to_owned(),
        price: Some(Sats(4_400)),
        // Apps of other tests in this page ask about the orders of the usual account.
        account: Some("of a test".to_owned()),
        ..Note::default()
    };
    Entry::new(order, note)
}

async fn make(journal: Journal, name: &str) -> Result<OrderId, OrderError> {
    let entry = entry(name);
    journal.make(async { Ok(entry) }).await
}

fn report(number: Option<&str>, codes: &[&str]) -> Event {
    let code = |text: &&str| SmsCode {
        text: (*text).to_owned(),
        may_lack_zeros: false,
    };
    Event::Report(Report {
        paid: Some(true),
        number: number.map(str::to_owned),
        codes: codes.iter().map(code).collect(),
        ..Report::default()
    })
}

fn state(journal: Journal, name: &str) -> Option<State> {
    journal.peek(&id(name)).map(|entry| entry.order.state)
}

/// Puts something else in a global's place for as long as it lives.
struct Replaced(Object, &'static str, JsValue);

impl Replaced {
    fn with(object: &JsValue, name: &'static str, value: &JsValue) -> Self {
        let object: Object = object.clone().unchecked_into();
        let before = Object::get_own_property_descriptor(&object, &name.into());
        let descriptor = Object::new();
        for (member, value) in [("value", value), ("configurable", &true.into())] {
            Reflect::set(&descriptor, &member.into(), value).unwrap();
        }
        Object::define_property(&object, &name.into(), &descriptor);
        Self(object, name, before)
    }
}

impl Drop for Replaced {
    fn drop(&mut self) {
        if self.2.is_undefined() {
            // What was there is its class's.
            Reflect::delete_property(&self.0, &self.1.into()).unwrap();
        } else {
            Object::define_property(&self.0, &self.1.into(), self.2.unchecked_ref());
        }
    }
}

#[wasm_bindgen_test]
async fn what_was_made_is_there_when_the_journal_is_opened_again() {
    let journal = empty_journal().await;
    let made = make(journal, "a").await.unwrap();
    let reopened = tab();
    until(|| reopened.peek(&made).is_some()).await;
    let entry = reopened.peek(&made).unwrap();
    assert_eq!(Some(&entry), journal.peek(&made).as_ref());
    assert_eq!(entry.note.price, Some(Sats(4_400)));
    assert_eq!(entry.warning(), None);
}

#[wasm_bindgen_test]
async fn two_journals_that_write_at_once_overwrite_nothing() {
    let one = empty_journal().await;
    let made = make(one, "a").await.unwrap();
    let other = tab();
    until(|| other.peek(&made).is_some()).await;
    // Each changes the order as it knows it, and neither waits for the other.
    let learned = entry("a")
        .order
        .after(&report(Some("12345678901"), &[]), Fetch.now());
    let done = Rc::new(Cell::new(0));
    let ready = |done: &Rc<Cell<u32>>| done.set(done.get() + 1);
    let (first, second) = (done.clone(), done.clone());
    spawn_local(async move {
        one.apply(&id("a"), Event::CancelSent).await;
        ready(&first);
    });
    spawn_local(async move {
        other.apply_report(&learned).await;
        ready(&second);
    });
    until(|| done.get() == 2).await;
    one.repository.read_all().await;
    let record = one.export_json();
    assert!(record.contains("\"cancelling\":true"), "{record}");
    assert!(record.contains("12345678901"), "{record}");
    // And both show it.
    until(|| state(one, "a") == Some(State::NumberGiven)).await;
    until(|| other.export_json() == record).await;
}

#[wasm_bindgen_test]
async fn what_one_tab_forgets_no_other_brings_back() {
    let one = empty_journal().await;
    let made = make(one, "a").await.unwrap();
    let other = tab();
    until(|| other.peek(&made).is_some()).await;
    let learned = other.peek(&made).unwrap().order;
    one.forget(&made).await.unwrap();
    other.apply_report(&learned).await;
    until(|| other.peek(&made).is_none()).await;
    one.repository.read_all().await;
    assert!(untrack(|| one.entries()).is_empty());
}

#[wasm_bindgen_test]
async fn a_backup_adds_what_it_knows_and_takes_nothing_back() {
    let journal = empty_journal().await;
    for name in ["further", "behind", "gone"] {
        make(journal, name).await.unwrap();
    }
    journal
        .apply(&id("behind"), report(Some("1"), &["48010"]))
        .await;
    journal.apply(&id("gone"), report(Some("3"), &[])).await;
    let backup = journal.export_json();
    journal.wipe().await.unwrap();
    for name in ["further", "behind"] {
        make(journal, name).await.unwrap();
    }
    journal
        .apply(&id("further"), report(Some("2"), &["77"]))
        .await;
    assert_eq!(journal.import(&backup).await, Ok((3, 0)));
    assert_eq!(state(journal, "further"), Some(State::CodeReceived));
    assert_eq!(state(journal, "behind"), Some(State::CodeReceived));
    assert_eq!(state(journal, "gone"), Some(State::NumberGiven));
    let behind = journal.peek(&id("behind")).unwrap();
    assert_eq!(behind.order.code().unwrap().text, "48010");
}

#[wasm_bindgen_test]
async fn a_file_cannot_bring_in_what_is_to_be_paid() {
    let journal = empty_journal().await;
    for name in ["known", "strange"] {
        make(journal, name).await.unwrap();
    }
    let backup = journal.export_json();
    journal.wipe().await.unwrap();
    make(journal, "known").await.unwrap();
    assert_eq!(journal.import(&backup).await, Ok((1, 1)));
    assert_eq!(state(journal, "known"), Some(State::AwaitingPayment));
    assert!(journal.peek(&id("strange")).is_none());
}

#[wasm_bindgen_test]
async fn what_is_no_backup_is_refused_whole() {
    let journal = empty_journal().await;
    make(journal, "a").await.unwrap();
    let newer = journal
        .export_json()
        .replace("awaiting_payment", "beyond_us");
    for text in ["", "{}", "[1]", &newer] {
        assert!(journal.import(text).await.is_err(), "{text}");
    }
    assert_eq!(untrack(|| journal.entries()).len(), 1);
}

#[wasm_bindgen_test]
async fn a_table_has_a_line_for_each_order_and_no_formulas() {
    let journal = empty_journal().await;
    let mut hostile = entry("a");
    hostile.note.name = "=HYPERLINK(\"x\")".to_owned();
    journal.make(async { Ok(hostile) }).await.unwrap();
    journal
        .apply(&id("a"), report(Some("123"), &["01", "02"]))
        .await;
    let table = journal.export_csv();
    let line = table.lines().nth(1).unwrap();
    let end = r#""sms4sats","a","code","code_received","Germany","wa","'=HYPERLINK(""x"")","4400","123","01 02","""#;
    assert!(line.ends_with(end), "{line}");
    assert_eq!(table.lines().count(), 2);
}

#[wasm_bindgen_test]
async fn the_second_click_of_two_orders_nothing() {
    let journal = empty_journal().await;
    let begun = Rc::new(Cell::new(0));
    let answered = Rc::new(Cell::new(false));
    let making = |name: &str| {
        let (begun, answered, entry) = (begun.clone(), answered.clone(), entry(name));
        async move {
            begun.set(begun.get() + 1);
            until(|| answered.get()).await;
            Ok::<_, Error>(entry)
        }
    };
    let first = making("a");
    spawn_local(async move {
        assert_eq!(journal.make(first).await, Ok(id("a")));
    });
    until(|| begun.get() == 1).await;
    assert_eq!(journal.make(making("b")).await, Err(OrderError::Busy));
    answered.set(true);
    until(|| journal.peek(&id("a")).is_some_and(|entry| entry.is_stored)).await;
    assert_eq!(begun.get(), 1);
    assert_eq!(journal.make(making("b")).await, Ok(id("b")));
}

#[wasm_bindgen_test]
async fn where_nothing_can_be_kept_nothing_is_ordered() {
    let _blocked = Replaced::with(&js_sys::global(), "indexedDB", &JsValue::UNDEFINED);
    let journal = tab();
    until(|| untrack(|| journal.status()) == StorageStatus::Failed(StorageError::Blocked)).await;
    let ordered = Cell::new(false);
    let making = async {
        ordered.set(true);
        Ok(entry("a"))
    };
    let refused = journal.make(making).await;
    assert_eq!(refused, Err(OrderError::Storage(StorageError::Blocked)));
    assert!(!ordered.get());
}

/// There is no room on the disk for as long as it lives.
fn full_disk() -> Replaced {
    let stores = Reflect::get(&js_sys::global(), &"IDBObjectStore".into()).unwrap();
    let prototype = Reflect::get(&stores, &"prototype".into()).unwrap();
    let full = Closure::<dyn Fn() -> Result<JsValue, JsValue>>::new(|| {
        let error = js_sys::Error::new("no room");
        error.set_name("QuotaExceededError");
        Err(error.into())
    });
    Replaced::with(&prototype, "put", &full.into_js_value())
}

#[wasm_bindgen_test]
async fn an_order_that_could_not_be_written_says_so_until_it_is() {
    let journal = empty_journal().await;
    let mut disk = None;
    let made = journal.make(async {
        disk = Some(full_disk());
        Ok(entry("a"))
    });
    let made = made.await.unwrap();
    let warning = journal.peek(&made).unwrap().warning().unwrap();
    assert!(warning.ends_with(made.as_str()), "{warning}");
    assert_eq!(
        make(journal, "b").await,
        Err(OrderError::Storage(StorageError::Full))
    );
    drop(disk);
    journal.apply(&made, Event::WalletIsPaying).await;
    assert_eq!(journal.peek(&made).unwrap().warning(), None);
    journal.repository.read_all().await;
    assert!(journal.peek(&made).is_some());
}

#[wasm_bindgen_test]
async fn what_was_learned_while_the_disk_was_full_stays_shown_and_is_written_later() {
    let journal = empty_journal().await;
    for name in ["a", "b"] {
        make(journal, name).await.unwrap();
        journal.apply(&id(name), report(Some("1"), &[])).await;
    }
    let disk = full_disk();
    journal.apply(&id("a"), report(None, &["48010"])).await;
    assert!(journal.peek(&id("a")).unwrap().warning().is_some());
    // News of another order has the records read again, the older one of this too.
    journal.apply(&id("b"), Event::CancelSent).await;
    journal.repository.read("sms4sats/a").await;
    assert_eq!(state(journal, "a"), Some(State::CodeReceived));
    drop(disk);
    journal.apply(&id("a"), Event::CancelRefused).await;
    assert_eq!(journal.peek(&id("a")).unwrap().warning(), None);
    journal.repository.read_all().await;
    assert_eq!(state(journal, "a"), Some(State::CodeReceived));
    assert_eq!(untrack(|| journal.entries()).len(), 2);
}

#[wasm_bindgen_test]
async fn two_changes_at_once_that_cannot_be_written_are_both_shown() {
    let journal = empty_journal().await;
    let disk = full_disk();
    journal.add(entry("a")).await;
    // The service says that the number is there while the wallet still says that it pays.
    spawn_local(async move { journal.apply(&id("a"), report(Some("1"), &[])).await });
    spawn_local(async move { journal.apply(&id("a"), Event::WalletIsPaying).await });
    until(|| state(journal, "a") == Some(State::NumberGiven)).await;
    Fetch.sleep(Duration::from_millis(500)).await;
    assert_eq!(state(journal, "a"), Some(State::NumberGiven));
    drop(disk);
    until(|| journal.peek(&id("a")).unwrap().is_stored).await;
    assert_eq!(state(journal, "a"), Some(State::NumberGiven));
}

#[wasm_bindgen_test]
async fn a_tab_that_could_not_write_keeps_the_mark_of_one_that_asked_a_wallet() {
    let one = empty_journal().await;
    let made = make(one, "a").await.unwrap();
    let other = tab();
    until(|| other.peek(&made).is_some()).await;
    let disk = full_disk();
    one.apply(&made, Event::CancelSent).await;
    assert!(one.peek(&made).unwrap().warning().is_some());
    drop(disk);
    assert!(other.hand_over(&made).await);
    until(|| one.peek(&made).unwrap().order.maybe_paid()).await;
    assert!(!one.hand_over(&made).await);
    other.repository.read_all().await;
    assert!(other.peek(&made).unwrap().order.maybe_paid());
}

#[wasm_bindgen_test]
async fn what_a_newer_version_wrote_is_told_and_left_as_it_is() {
    let journal = empty_journal().await;
    make(journal, "a").await.unwrap();
    journal.apply(&id("a"), report(Some("1"), &["2"])).await;
    let backup = journal.export_json();
    let record = entry("a").to_json();
    let database = journal.repository.database().await.unwrap();
    for newer in [
        record.replace("awaiting_payment", "beyond_us"),
        record.replace("\"version\":1", "\"version\":2"),
    ] {
        assert_ne!(newer, record);
        write_raw(journal, "sms4sats/a", &newer).await;
        assert_eq!(untrack(|| journal.newer()), 1);
        assert!(untrack(|| journal.damaged()).is_empty());
        assert!(journal.import(&backup).await.is_ok());
        assert_eq!(database.read(None).await.unwrap(), [newer]);
    }
    journal.wipe().await.unwrap();
    assert_eq!(untrack(|| journal.newer()), 0);
}

/// Puts a text in a record's place, as something else than this page would.
async fn write_raw(journal: Journal, key: &str, text: &str) {
    let database = journal.repository.database().await.unwrap();
    let change = &mut |_| Some(text.to_owned());
    database.change(&[key.to_owned()], change).await.unwrap();
    journal.repository.read_all().await;
}

#[wasm_bindgen_test]
async fn a_damaged_record_is_called_that_and_its_text_can_be_saved() {
    let journal = empty_journal().await;
    let record = entry("a").to_json();
    for damaged in [
        &record[..record.len() / 2],
        "null",
        &record.replace("createdAt", "created"),
        &record.replace("\"version\":1,", ""),
        &record.replace("\"state\":\"awaiting_payment\",", ""),
    ] {
        write_raw(journal, "sms4sats/a", damaged).await;
        assert_eq!(untrack(|| journal.damaged()), [damaged]);
        assert_eq!(untrack(|| journal.newer()), 0);
    }
}

#[wasm_bindgen_test]
async fn play_money_and_real_money_are_kept_apart() {
    let (real, played) = (real_journal().await, empty_journal().await);
    let order = async { Ok(entry_on(Network::Bitcoin, "real")) };
    real.make(order).await.unwrap();
    make(played, "played").await.unwrap();
    for (journal, own) in [
        (real, "real"),
        (played, "played"),
        (open(Place::Real), "real"),
        (tab(), "played"),
    ] {
        until(|| !untrack(|| journal.entries()).is_empty()).await;
        journal.repository.read_all().await;
        let ids = untrack(|| journal.entries()).into_iter();
        assert_eq!(
            ids.map(|entry| entry.order.id).collect::<Vec<_>>(),
            [id(own)]
        );
    }
}

#[wasm_bindgen_test]
async fn a_backup_of_the_other_money_is_refused_whole() {
    let (real, played) = (real_journal().await, empty_journal().await);
    let order = async { Ok(entry_on(Network::Bitcoin, "real")) };
    real.make(order).await.unwrap();
    real.apply(&id("real"), report(Some("1"), &["2"])).await;
    make(played, "played").await.unwrap();
    played.apply(&id("played"), report(Some("1"), &["2"])).await;
    let (of_real, of_played) = (real.export_json(), played.export_json());
    // As earlier versions wrote it.
    let unmarked = of_played.replace(",\"sandbox\":true", "");
    assert_ne!(unmarked, of_played);
    for backup in [&of_played, &unmarked] {
        assert!(
            real.import(backup)
                .await
                .unwrap_err()
                .contains("play money")
        );
        assert_eq!(played.import(backup).await, Ok((1, 0)));
    }
    assert!(
        played
            .import(&of_real)
            .await
            .unwrap_err()
            .contains("real money")
    );
    assert_eq!(real.import(&of_real).await, Ok((1, 0)));
    for journal in [real, played] {
        assert_eq!(untrack(|| journal.entries()).len(), 1);
    }
}

#[wasm_bindgen_test]
async fn what_came_from_a_backup_says_so_and_what_was_made_here_does_not() {
    let journal = empty_journal().await;
    for name in ["known", "strange"] {
        make(journal, name).await.unwrap();
        journal.apply(&id(name), report(Some("1"), &[])).await;
    }
    let backup = journal.export_json();
    journal.forget(&id("strange")).await.unwrap();
    assert_eq!(journal.import(&backup).await, Ok((2, 0)));
    let reopened = tab();
    until(|| reopened.peek(&id("strange")).is_some()).await;
    for (name, is_imported) in [("known", false), ("strange", true)] {
        let note = reopened.peek(&id(name)).unwrap().note;
        assert_eq!(note.is_imported, is_imported, "{name}");
    }
}

#[wasm_bindgen_test]
async fn what_could_not_be_written_is_written_again_by_itself() {
    let journal = empty_journal().await;
    let disk = full_disk();
    let entry = entry("a");
    journal.add(entry).await;
    assert!(journal.peek(&id("a")).unwrap().warning().is_some());
    drop(disk);
    until(|| journal.peek(&id("a")).unwrap().is_stored).await;
    let reopened = tab();
    until(|| reopened.peek(&id("a")).is_some()).await;
}

#[wasm_bindgen_test]
async fn what_could_not_be_written_in_one_tab_is_gone_when_another_deletes_it() {
    for wipes in [false, true] {
        let one = empty_journal().await;
        let made = make(one, "a").await.unwrap();
        let other = tab();
        until(|| other.peek(&made).is_some()).await;
        let disk = full_disk();
        other.apply(&made, Event::CancelSent).await;
        assert!(!other.peek(&made).unwrap().is_stored);
        drop(disk);
        if wipes {
            one.wipe().await.unwrap();
        } else {
            one.forget(&made).await.unwrap();
        }
        until(|| other.peek(&made).is_none()).await;
        Fetch.sleep(Duration::from_millis(1_500)).await;
        one.repository.read_all().await;
        assert!(untrack(|| one.entries()).is_empty(), "wipes: {wipes}");
    }
}

#[wasm_bindgen_test]
async fn what_could_not_be_written_is_written_when_the_reader_comes_back() {
    let journal = empty_journal().await;
    let disk = full_disk();
    let entry = entry("a");
    journal.add(entry).await;
    // Nothing is tried by itself.
    journal.repository.state.get_value().is_retrying.set(true);
    drop(disk);
    let event = web_sys::Event::new("visibilitychange").unwrap();
    window().dispatch_event(&event).unwrap();
    until(|| journal.peek(&id("a")).unwrap().is_stored).await;
}

#[wasm_bindgen_test]
async fn orders_outlive_the_storage_while_a_tab_shows_them() {
    let journal = real_journal().await;
    let order = async { Ok(entry_on(Network::Bitcoin, "a")) };
    journal.make(order).await.unwrap();
    journal.apply(&id("a"), report(Some("1"), &[])).await;
    delete_database("satline").await;
    // It is shown all the time, and soon it is in the new database too.
    until(|| {
        assert!(journal.peek(&id("a")).is_some());
        is_open(journal)
    })
    .await;
    until(|| journal.peek(&id("a")).unwrap().is_stored).await;
    let reopened = open(Place::Real);
    until(|| state(reopened, "a") == Some(State::NumberGiven)).await;
    // What is deleted by the reader stays deleted.
    journal.forget(&id("a")).await.unwrap();
    until(|| reopened.peek(&id("a")).is_none()).await;
    delete_database("satline").await;
    until(|| is_open(journal)).await;
    assert!(
        journal
            .repository
            .database()
            .await
            .unwrap()
            .read(None)
            .await
            .unwrap()
            .is_empty()
    );
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = indexedDB, js_name = deleteDatabase)]
    fn delete(name: &str) -> JsValue;
    #[wasm_bindgen(js_namespace = indexedDB, js_name = open)]
    fn open_version(name: &str, version: u32) -> JsValue;
}

async fn delete_database(name: &str) {
    let request = delete(name);
    let is_done = || Reflect::get(&request, &"readyState".into()).unwrap() == "done";
    until(is_done).await;
}

#[wasm_bindgen_test]
async fn a_database_of_a_newer_version_is_called_that_and_not_an_empty_one() {
    let journal = real_journal().await;
    let order = async { Ok(entry_on(Network::Bitcoin, "a")) };
    journal.make(order).await.unwrap();
    // A newer version of the page is opened in another tab.
    let request = open_version("satline", 99);
    let newer = StorageStatus::Failed(StorageError::Newer);
    until(|| untrack(|| journal.status()) == newer).await;
    assert!(journal.peek(&id("a")).is_some());
    let reopened = open(Place::Real);
    until(|| untrack(|| reopened.status()) == newer).await;
    assert_eq!(
        make(reopened, "b").await,
        Err(OrderError::Storage(StorageError::Newer))
    );
    let connection = Reflect::get(&request, &"result".into()).unwrap();
    let close: js_sys::Function = Reflect::get(&connection, &"close".into())
        .unwrap()
        .unchecked_into();
    close.call0(&connection).unwrap();
    delete_database("satline").await;
}

/// Timers end in a fifth of their time for as long as it lives.
fn fast_timers() -> Replaced {
    let make = "const real = setTimeout; return (run, time) => real(run, time / 5);";
    let fast = js_sys::Function::new_no_args(make).call0(&JsValue::NULL);
    Replaced::with(&js_sys::global(), "setTimeout", &fast.unwrap())
}

#[wasm_bindgen_test]
async fn a_storage_that_never_answers_is_given_up_and_asked_again() {
    let _fast = fast_timers();
    let silent = Object::new();
    let never = js_sys::Function::new_no_args("return {}");
    Reflect::set(&silent, &"open".into(), &never).unwrap();
    let replaced = Replaced::with(&js_sys::global(), "indexedDB", &silent);
    let journal = tab();
    until(|| untrack(|| journal.status()) == StorageStatus::Failed(StorageError::Silent)).await;
    assert_eq!(
        make(journal, "a").await,
        Err(OrderError::Storage(StorageError::Silent))
    );
    drop(replaced);
    journal.try_again();
    until(|| untrack(|| journal.status()) == StorageStatus::Ready).await;
}

#[wasm_bindgen_test]
async fn without_a_connection_nothing_is_sent() {
    let journal = empty_journal().await;
    let navigator: JsValue = window().navigator().into();
    let offline = Replaced::with(&navigator, "onLine", &JsValue::FALSE);
    let ordered = Cell::new(false);
    let making = async {
        ordered.set(true);
        Ok(entry("a"))
    };
    assert_eq!(journal.make(making).await, Err(OrderError::Offline));
    assert!(!ordered.get());
    drop(offline);
    assert!(make(journal, "a").await.is_ok());
}

#[wasm_bindgen_test]
async fn the_browser_is_asked_to_keep_orders_with_the_first_one_and_once() {
    let journal = empty_journal().await;
    let asked = Rc::new(Cell::new(0));
    let count = asked.clone();
    let persist = Closure::<dyn Fn() -> js_sys::Promise>::new(move || {
        count.set(count.get() + 1);
        js_sys::Promise::resolve(&JsValue::TRUE)
    });
    let storage: JsValue = window().navigator().storage().into();
    let _persist = Replaced::with(&storage, "persist", persist.as_ref());
    for name in ["a", "b"] {
        make(journal, name).await.unwrap();
    }
    until(|| asked.get() > 0).await;
    assert_eq!(asked.get(), 1);
}

#[wasm_bindgen_test]
async fn what_an_earlier_version_kept_is_taken_over_once() {
    let journal = empty_journal().await;
    let order = entry("a").order.to_json();
    let old = format!(r#"[{{"order":{order},"country":43,"service":"WhatsApp"}}]"#);
    let storage = window().local_storage().unwrap().unwrap();
    storage.set_item("satline.orders", &old).unwrap();
    let reopened = tab();
    until(|| reopened.peek(&id("a")).is_some()).await;
    assert_eq!(reopened.peek(&id("a")).unwrap().note.name, "WhatsApp");
    until(|| storage.get_item("satline.orders").unwrap().is_none()).await;
    until(|| journal.peek(&id("a")).is_some()).await;
}

#[wasm_bindgen_test]
async fn what_of_an_earlier_version_cannot_be_read_stays_where_it_was() {
    let journal = empty_journal().await;
    let storage = window().local_storage().unwrap().unwrap();
    let order = entry("a").order.to_json();
    let some = format!(r#"[{{"order":{order}}},{{"order":{{}}}}]"#);
    for (old, left) in [(some.as_str(), r#"[{"order":{}}]"#), ("{", "{")] {
        storage.set_item("satline.orders", old).unwrap();
        old_records::take_over(journal.repository, Place::Server).await;
        let stays = storage.get_item("satline.orders").unwrap();
        assert_eq!(stays.as_deref(), Some(left));
    }
    assert!(journal.peek(&id("a")).is_some());
    journal.wipe().await.unwrap();
    assert_eq!(storage.get_item("satline.orders").unwrap(), None);
}
