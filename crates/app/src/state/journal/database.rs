//! IndexedDB, as far as it is needed here: texts by key, and a write is done when it is on the disk.
//!
//! A transaction commits by itself as soon as nothing is asked of it, so nothing else must be awaited
//! between reading a record and writing it.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use js_sys::{Array, Object, Promise, Reflect};
use satline_core::http::{Clock, Fetch};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Raised when stores are added; then the records of an older page must be taken over.
const VERSION: u32 = 1;
const ORDERS: &str = "orders";
/// Holds a text without a meaning, written to see whether something can be written, and the identity of
/// the database.
const PROBES: &str = "probes";
const IDENTITY: &str = "born";
/// More than an order needs.
const PROBE_SIZE: usize = 8_192;
/// Some browsers never answer until they are started again.
const PATIENCE: Duration = Duration::from_secs(10);
/// The name of the error that ends this patience.
const TIMEOUT: &str = "TimeoutError";

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

/// Why nothing can be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// The browser allows no storage here.
    Blocked,
    /// There is no room.
    Full,
    /// The browser does not answer.
    Silent,
    /// A newer version of the page has changed the database, and this one cannot read it.
    Newer,
}

impl From<JsValue> for StorageError {
    fn from(reason: JsValue) -> Self {
        let member = |object: &JsValue, name: &str| {
            Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
        };
        // An event of a request or a transaction, or what was thrown.
        let error = member(&member(&reason, "target"), "error");
        let name = member(if error.is_object() { &error } else { &reason }, "name");
        match name.as_string().as_deref() {
            Some("QuotaExceededError") => Self::Full,
            Some("VersionError") => Self::Newer,
            Some(TIMEOUT) => Self::Silent,
            _ => Self::Blocked,
        }
    }
}

/// The open database. Dropping it closes it.
pub struct Database {
    connection: Connection,
    /// A random text, written when the database was created: another identity is another database, in
    /// the place of one that was cleared. Those of earlier versions have none.
    pub identity: String,
    _on_lost: Closure<dyn Fn(JsValue)>,
}

impl Drop for Database {
    fn drop(&mut self) {
        self.connection.on_close(&JsValue::NULL);
        self.connection.on_version_change(&JsValue::NULL);
        self.connection.close();
    }
}

/// Changes one record: takes its text and returns a new one; none leaves it as it is.
type Change<'a> = &'a mut dyn FnMut(Option<String>) -> Option<String>;

impl Database {
    /// Opens the database of this name, and creates it if there is none. Calls `on_lost` when the browser
    /// closes it, for instance because the reader clears the site's data.
    pub async fn open(name: &str, on_lost: impl Fn() + 'static) -> Result<Self, StorageError> {
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
        let connection: Connection = response(&request).await?.unchecked_into();
        let on_lost = Closure::<dyn Fn(JsValue)>::new(move |_| on_lost());
        connection.on_close(on_lost.as_ref());
        // A newer version of the page waits for this connection to be closed.
        connection.on_version_change(on_lost.as_ref());
        let mut database = Self {
            connection,
            identity: String::new(),
            _on_lost: on_lost,
        };
        database.identity = database.identify().await?;
        Ok(database)
    }

    /// Returns the identity of this database, and gives it one if it has none. Where there is no room for
    /// one, the database can be read all the same.
    async fn identify(&self) -> Result<String, StorageError> {
        let mut found = None;
        let new = js_sys::Math::random().to_string();
        let identify = &mut |stored: Option<String>| {
            found = Some(stored.clone());
            stored.is_none().then(|| new.clone())
        };
        let written = self.rewrite(PROBES, &[IDENTITY.to_owned()], identify).await;
        match (found, written) {
            (Some(Some(stored)), _) => Ok(stored),
            (Some(None), Err(_)) => Ok(String::new()),
            (_, written) => written.map(|()| new),
        }
    }

    /// Returns whether there may be a database of this name. Some browsers don't say.
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
    pub async fn probe(&self) -> Result<(), StorageError> {
        let probe = &mut |_| Some("-".repeat(PROBE_SIZE));
        self.rewrite(PROBES, &["probe".to_owned()], probe).await
    }

    /// Returns the record of this key, or all.
    pub async fn read(&self, key: Option<&str>) -> Result<Vec<String>, StorageError> {
        let store = self.begin(ORDERS, "readonly")?.store(ORDERS)?;
        let texts: Array = response(&store.get_all(key)?).await?.unchecked_into();
        Ok(texts.iter().filter_map(|text| text.as_string()).collect())
    }

    /// Changes records in one transaction: nobody else writes in between, and all are written or none.
    pub async fn change(&self, keys: &[String], change: Change<'_>) -> Result<(), StorageError> {
        self.rewrite(ORDERS, keys, change).await
    }

    async fn rewrite(
        &self,
        store: &str,
        keys: &[String],
        change: Change<'_>,
    ) -> Result<(), StorageError> {
        let transaction = self.begin(store, "readwrite")?;
        let store = transaction.store(store)?;
        let complete = settled(&transaction, "oncomplete");
        for key in keys {
            let text = response(&store.get(key)?).await?.as_string();
            if let Some(text) = change(text) {
                store.put(&text, key)?;
            }
        }
        complete.await?;
        Ok(())
    }

    /// Deletes the record of this key, or all.
    pub async fn delete(&self, key: Option<&str>) -> Result<(), StorageError> {
        let transaction = self.begin(ORDERS, "readwrite")?;
        let store = transaction.store(ORDERS)?;
        match key {
            Some(key) => store.delete(key)?,
            None => store.clear()?,
        };
        settled(&transaction, "oncomplete").await?;
        Ok(())
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

async fn response(request: &Request) -> Result<JsValue, JsValue> {
    settled(request, "onsuccess").await?;
    request.result()
}

/// Waits for this event; an error if it cannot come any more, or takes too long. Listens from the call on.
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
            error.set_name(TIMEOUT);
            Err(error.into())
        })
    })
    .await
}
