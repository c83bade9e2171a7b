//! IndexedDB, as much of it as a journal needs: texts by key, every write on the disk before it counts
//! as done.
//!
//! Bound by hand: a transaction commits by itself as soon as nothing is asked of it, so what is read
//! and what is written upon it must follow each other without a pause.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use js_sys::{Array, Object, Promise, Reflect};
use satline_core::http::{Clock, Fetch};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Raised when stores are added; then what an older page left must be taken over.
const VERSION: u32 = 1;
const ORDERS: &str = "orders";
/// Holds a text that means nothing, written to see whether something can be written; and what this
/// database was named when it was made.
const PROBES: &str = "probes";
const BORN: &str = "born";
/// More than an order needs.
const PROBE_SIZE: usize = 8_192;
/// Browsers have been seen that never answer until they are started again. Tests wait less.
const PATIENCE: Duration = Duration::from_secs(if cfg!(test) { 2 } else { 10 });
/// What an error is called that ends this patience.
const TOO_LATE: &str = "TimeoutError";

#[wasm_bindgen]
extern "C" {
    type Factory;
    #[wasm_bindgen(method, catch)]
    fn open(this: &Factory, name: &str, version: u32) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn databases(this: &Factory) -> Result<Promise, JsValue>;

    type Request;
    #[wasm_bindgen(method, getter, catch)]
    fn result(this: &Request) -> Result<JsValue, JsValue>;

    type Connection;
    #[wasm_bindgen(method, catch, js_name = createObjectStore)]
    fn create_store(this: &Connection, name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, setter, js_name = onclose)]
    fn on_close(this: &Connection, listener: &JsValue);
    #[wasm_bindgen(method, setter, js_name = onversionchange)]
    fn on_version_change(this: &Connection, listener: &JsValue);
    #[wasm_bindgen(method)]
    fn close(this: &Connection);
    #[wasm_bindgen(method, catch)]
    fn transaction(
        this: &Connection,
        store: &str,
        mode: &str,
        options: &Object,
    ) -> Result<Transaction, JsValue>;

    type Transaction;
    #[wasm_bindgen(method, catch, js_name = objectStore)]
    fn store(this: &Transaction, name: &str) -> Result<Store, JsValue>;

    type Store;
    #[wasm_bindgen(method, catch)]
    fn get(this: &Store, key: &str) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getAll)]
    fn get_all(this: &Store, key: Option<&str>) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn put(this: &Store, text: &str, key: &str) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn delete(this: &Store, key: &str) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn clear(this: &Store) -> Result<Request, JsValue>;
}

/// Why nothing can be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The browser allows no storage here.
    Blocked,
    /// There is no room.
    Full,
    /// The browser does not answer.
    Silent,
    /// A newer version of the page has changed what is kept, and this one cannot read it.
    Newer,
}

impl Trouble {
    fn of(reason: &JsValue) -> Self {
        let member = |object: &JsValue, name: &str| {
            Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
        };
        // An event of a request or a transaction, or what was thrown.
        let error = member(&member(reason, "target"), "error");
        let name = member(if error.is_object() { &error } else { reason }, "name");
        match name.as_string().as_deref() {
            Some("QuotaExceededError") => Self::Full,
            Some("VersionError") => Self::Newer,
            Some(TOO_LATE) => Self::Silent,
            _ => Self::Blocked,
        }
    }
}

/// The open database. Dropping it closes it.
pub struct Database {
    connection: Connection,
    /// What it was named when it was made: another name is another database, in the place of one
    /// that was cleared. Those of earlier versions have none.
    pub born: String,
    _on_lost: Closure<dyn Fn(JsValue)>,
}

impl Drop for Database {
    fn drop(&mut self) {
        self.connection.on_close(&JsValue::NULL);
        self.connection.on_version_change(&JsValue::NULL);
        self.connection.close();
    }
}

/// What becomes of one record: its text now, and its text from now on; none leaves it as it is.
pub type Change<'a> = &'a mut dyn FnMut(Option<String>) -> Option<String>;

impl Database {
    /// Opens the database of that name, and makes it where there is none. `on_lost` is called when
    /// the browser closes it, such as for a reader who clears the site's data.
    pub async fn open(name: &str, on_lost: impl Fn() + 'static) -> Result<Self, Trouble> {
        Self::try_open(name, on_lost)
            .await
            .map_err(|error| Trouble::of(&error))
    }

    async fn try_open(name: &str, on_lost: impl Fn() + 'static) -> Result<Self, JsValue> {
        let request = factory()?.open(name, VERSION)?;
        let upgrade = Closure::<dyn Fn(JsValue)>::new({
            let request = request.clone().unchecked_into::<Request>();
            move |_| {
                if let Ok(connection) = request.result() {
                    let connection: Connection = connection.unchecked_into();
                    let _ = connection.create_store(ORDERS);
                    let _ = connection.create_store(PROBES);
                }
            }
        });
        // It may come after nobody waits for it any more.
        let upgrade = upgrade.into_js_value();
        Reflect::set(&request, &"onupgradeneeded".into(), &upgrade)?;
        let connection: Connection = answer(&request).await?.unchecked_into();
        let on_lost = Closure::<dyn Fn(JsValue)>::new(move |_| on_lost());
        connection.on_close(on_lost.as_ref());
        // A newer version of the page waits for this connection to go.
        connection.on_version_change(on_lost.as_ref());
        let mut database = Self {
            connection,
            born: String::new(),
            _on_lost: on_lost,
        };
        database.born = database.name_once().await?;
        Ok(database)
    }

    /// What this database is named; it gets a name if it has none. Where there is no room for one it
    /// can be read all the same.
    async fn name_once(&self) -> Result<String, JsValue> {
        let probes = self.begin(PROBES, "readonly")?.store(PROBES)?;
        let mut born = answer(&probes.get(BORN)?).await?.as_string();
        if born.is_none() {
            let name = js_sys::Math::random().to_string();
            let keys = [BORN.to_owned()];
            // Another tab may be first.
            let mut name_it = |there: Option<String>| {
                born = there.or_else(|| Some(name.clone()));
                born.clone()
            };
            let named = self.change_in(PROBES, &keys, &mut name_it).await;
            if named.is_err() {
                born = None;
            }
        }
        Ok(born.unwrap_or_default())
    }

    /// Whether there may be one of that name. A browser that does not tell may have it.
    pub async fn may_exist(name: &str) -> bool {
        let name_of = |database| Reflect::get(&database, &"name".into());
        let exists: Result<bool, JsValue> = async {
            let all = in_time(JsFuture::from(factory()?.databases()?)).await?;
            let all: Array = all.unchecked_into();
            let mut names = all.iter().filter_map(|database| name_of(database).ok());
            Ok(names.any(|found| found == name))
        }
        .await;
        exists.unwrap_or(true)
    }

    /// Writes something and waits for the disk.
    pub fn probe(&self) -> impl Future<Output = Result<(), Trouble>> + use<> {
        let text = "-".repeat(PROBE_SIZE);
        self.write(PROBES, &|store| store.put(&text, "probe"))
    }

    /// The record of that key, or all.
    pub async fn read(&self, key: Option<&str>) -> Result<Vec<String>, Trouble> {
        let read = async {
            let store = self.begin(ORDERS, "readonly")?.store(ORDERS)?;
            let texts: Array = answer(&store.get_all(key)?).await?.unchecked_into();
            Ok(texts.iter().filter_map(|text| text.as_string()).collect())
        };
        read.await.map_err(|error: JsValue| Trouble::of(&error))
    }

    /// Reads records and writes what becomes of them, all in one transaction: nobody else writes in
    /// between, and all of them are written or none.
    pub async fn change(&self, keys: &[String], change: Change<'_>) -> Result<(), Trouble> {
        let changed = self.change_in(ORDERS, keys, change).await;
        changed.map_err(|error| Trouble::of(&error))
    }

    async fn change_in(
        &self,
        store: &str,
        keys: &[String],
        change: Change<'_>,
    ) -> Result<(), JsValue> {
        let transaction = self.begin(store, "readwrite")?;
        let store = transaction.store(store)?;
        let complete = settled(&transaction, "oncomplete");
        for key in keys {
            let text = answer(&store.get(key)?).await?.as_string();
            if let Some(text) = change(text) {
                store.put(&text, key)?;
            }
        }
        complete.await.map(drop)
    }

    /// Forgets one record.
    pub fn delete(&self, key: &str) -> impl Future<Output = Result<(), Trouble>> + use<> {
        self.write(ORDERS, &|store| store.delete(key))
    }

    /// Forgets all records.
    pub fn clear(&self) -> impl Future<Output = Result<(), Trouble>> + use<> {
        self.write(ORDERS, &Store::clear)
    }

    fn write(
        &self,
        name: &str,
        write: &dyn Fn(&Store) -> Result<Request, JsValue>,
    ) -> impl Future<Output = Result<(), Trouble>> + use<> {
        let written = self.begin(name, "readwrite").and_then(|transaction| {
            write(&transaction.store(name)?)?;
            Ok(settled(&transaction, "oncomplete"))
        });
        async move {
            let done = match written {
                Ok(complete) => complete.await,
                Err(error) => Err(error),
            };
            done.map(drop).map_err(|error| Trouble::of(&error))
        }
    }

    fn begin(&self, store: &str, mode: &str) -> Result<Transaction, JsValue> {
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &"strict".into())?;
        self.connection.transaction(store, mode, &options)
    }
}

fn factory() -> Result<Factory, JsValue> {
    let factory = Reflect::get(&js_sys::global(), &"indexedDB".into())?;
    if factory.is_object() {
        Ok(factory.unchecked_into())
    } else {
        Err(factory)
    }
}

async fn answer(request: &Request) -> Result<JsValue, JsValue> {
    settled(request, "onsuccess").await?;
    request.result()
}

/// When that event has come; an error if it can come no more, or takes too long. Listens from the
/// call on.
fn settled(target: &JsValue, good: &str) -> impl Future<Output = Result<JsValue, JsValue>> + use<> {
    let listen = |name: &str, listener: &JsValue| {
        let _ = Reflect::set(target, &name.into(), listener);
    };
    in_time(JsFuture::from(Promise::new(&mut |resolve, reject| {
        listen(good, &resolve);
        listen("onerror", &reject);
        listen("onabort", &reject);
    })))
}

async fn in_time(answer: JsFuture) -> Result<JsValue, JsValue> {
    let mut late = pin!(Fetch.sleep(PATIENCE));
    let mut answer = pin!(answer);
    poll_fn(|context| {
        if let Poll::Ready(answer) = answer.as_mut().poll(context) {
            return Poll::Ready(answer);
        }
        late.as_mut().poll(context).map(|()| {
            let error = js_sys::Error::new("The browser's storage does not answer.");
            error.set_name(TOO_LATE);
            Err(error.into())
        })
    })
    .await
}
