//! IndexedDB, as much of it as a journal needs: texts by key, every write on the disk before it counts
//! as done.
//!
//! Bound by hand: a transaction commits by itself as soon as nothing is asked of it, so what is read
//! and what is written upon it must follow each other without a pause.

use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

const NAME: &str = "satline";
/// Raised when stores are added; then what an older page left must be taken over.
const VERSION: u32 = 1;
const ORDERS: &str = "orders";
/// Holds one text that means nothing: written to see whether something can be written.
const PROBES: &str = "probes";
/// More than an order needs.
const PROBE_SIZE: usize = 8_192;

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
}

impl Trouble {
    /// What that means, and what to do.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Blocked => {
                "This browser lets the page keep nothing, so an order would be lost with the tab. \
                 Allow this page to store data, or leave private browsing. Nothing was ordered."
            }
            Self::Full => {
                "There is no room left to keep an order in this browser, so it would be lost with \
                 the tab. Free some space on this device. Nothing was ordered."
            }
        }
    }

    fn of(reason: &JsValue) -> Self {
        let member = |object: &JsValue, name: &str| {
            Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
        };
        // An event of a request or a transaction, or what was thrown.
        let error = member(&member(reason, "target"), "error");
        let name = member(if error.is_object() { &error } else { reason }, "name");
        if name.as_string().as_deref() == Some("QuotaExceededError") {
            Self::Full
        } else {
            Self::Blocked
        }
    }
}

/// The open database.
pub struct Database(Connection);

/// What becomes of one record: its text now, and its text from now on; none leaves it as it is.
pub type Change<'a> = &'a mut dyn FnMut(Option<String>) -> Option<String>;

impl Database {
    /// Opens it, and makes it where there is none.
    pub async fn open() -> Result<Self, Trouble> {
        Self::try_open().await.map_err(|error| Trouble::of(&error))
    }

    async fn try_open() -> Result<Self, JsValue> {
        let request = factory()?.open(NAME, VERSION)?;
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
        Reflect::set(&request, &"onupgradeneeded".into(), upgrade.as_ref())?;
        Ok(Self(answer(&request).await?.unchecked_into()))
    }

    /// Whether there may be one. A browser that does not tell may have it.
    pub async fn may_exist() -> bool {
        let name_of = |database| Reflect::get(&database, &"name".into());
        let exists: Result<bool, JsValue> = async {
            let all: Array = JsFuture::from(factory()?.databases()?)
                .await?
                .unchecked_into();
            let mut names = all.iter().filter_map(|database| name_of(database).ok());
            Ok(names.any(|name| name == NAME))
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
        let write = async {
            let transaction = self.begin(ORDERS, "readwrite")?;
            let store = transaction.store(ORDERS)?;
            let complete = settled(&transaction, "oncomplete");
            for key in keys {
                let text = answer(&store.get(key)?).await?.as_string();
                if let Some(text) = change(text) {
                    store.put(&text, key)?;
                }
            }
            complete.await
        };
        write.await.map(drop).map_err(|error| Trouble::of(&error))
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
        self.0.transaction(store, mode, &options)
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

/// When that event has come; an error if it can come no more. Listens from the call on.
fn settled(target: &JsValue, good: &str) -> JsFuture {
    let listen = |name: &str, listener: &JsValue| {
        let _ = Reflect::set(target, &name.into(), listener);
    };
    JsFuture::from(Promise::new(&mut |resolve, reject| {
        listen(good, &resolve);
        listen("onerror", &reject);
        listen("onabort", &reject);
    }))
}
