//! What a browser has stored, read and written without the app.

use leptos::prelude::window;
use serde_json::Value;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Storage;

#[wasm_bindgen(inline_js = r#"
const result = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const open = (name) => {
  const request = indexedDB.open(name);
  request.onupgradeneeded = () => {
    for (const store of ["orders", "probes"]) request.result.createObjectStore(store);
  };
  return result(request);
};

export const read_records = async (name) => {
  const database = await open(name);
  const store = database.transaction("orders").objectStore("orders");
  const [keys, texts] = await Promise.all([result(store.getAllKeys()), result(store.getAll())]);
  database.close();
  return JSON.stringify(keys.map((key, at) => [key, texts[at]]));
};

export const write_records = async (name, records) => {
  const database = await open(name);
  const store = database.transaction("orders", "readwrite").objectStore("orders");
  await result(store.clear());
  await Promise.all(JSON.parse(records).map(([key, text]) => result(store.put(text, key))));
  database.close();
};
"#)]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn read_records(database: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn write_records(database: &str, records: &str) -> Result<JsValue, JsValue>;
}

/// Returns the keys and the texts of a database.
pub async fn stored(database: &str) -> Vec<(String, String)> {
    let records = read_records(database).await.unwrap();
    serde_json::from_str(&records.as_string().unwrap()).unwrap()
}

/// Puts these records in the place of all that is in a database.
pub async fn store(database: &str, orders: &[(&str, &str)]) {
    let records = orders.iter().map(|(record, _)| record.trim_end());
    let pairs: Vec<_> = records.map(|record| (key_of(record), record)).collect();
    let pairs = serde_json::to_string(&pairs).unwrap();
    write_records(database, &pairs).await.unwrap();
}

pub fn storage(which: &str) -> Storage {
    let storage = match which {
        "local" => window().local_storage(),
        _ => window().session_storage(),
    };
    storage.unwrap().unwrap()
}

/// Stores what is in a fixture.
pub fn fill_storage(which: &str, fixture: &str) {
    let pairs: Value = serde_json::from_str(fixture).unwrap();
    for (key, text) in pairs.as_object().unwrap() {
        storage(which)
            .set_item(key, text.as_str().unwrap())
            .unwrap();
    }
}

/// Returns the key under which a record was stored.
pub fn key_of(record: &str) -> String {
    let record: Value = serde_json::from_str(record).unwrap();
    let order = &record["order"];
    format!(
        "{}/{}",
        order["service"].as_str().unwrap(),
        order["id"].as_str().unwrap()
    )
}
