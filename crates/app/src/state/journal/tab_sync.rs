//! Messages between the tabs of this browser, over a `BroadcastChannel`. They carry keys alone: the
//! records are read from the database.

use wasm_bindgen::prelude::*;

use super::repository::Change;

#[wasm_bindgen]
extern "C" {
    type BroadcastChannel;
    #[wasm_bindgen(constructor, catch)]
    fn new(name: &str) -> Result<BroadcastChannel, JsValue>;
    #[wasm_bindgen(method, catch, js_name = postMessage)]
    fn post(this: &BroadcastChannel, text: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, setter, js_name = onmessage)]
    fn set_listener(this: &BroadcastChannel, listener: &JsValue);

    type MessageEvent;
    #[wasm_bindgen(method, getter)]
    fn data(this: &MessageEvent) -> JsValue;
}

/// What one tab posts to the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// It has changed records.
    Records(Change),
    /// It polled until now, and nobody looks at it any more.
    Hidden,
}

const ANY_WRITTEN: &str = "all";
const ALL_DELETED: &str = "wiped";
/// Before the key of a deleted record. No key begins with it, and every key has a slash in it.
const DELETED: &str = "deleted ";
const HIDDEN: &str = "away";

impl Message {
    fn to_text(&self) -> String {
        match self {
            Self::Records(Change::Written(key)) => key.clone(),
            Self::Records(Change::Deleted(key)) => format!("{DELETED}{key}"),
            Self::Records(Change::AnyWritten) => ANY_WRITTEN.to_owned(),
            Self::Records(Change::AllDeleted) => ALL_DELETED.to_owned(),
            Self::Hidden => HIDDEN.to_owned(),
        }
    }

    fn from_text(text: String) -> Self {
        Self::Records(match text.as_str() {
            HIDDEN => return Self::Hidden,
            ANY_WRITTEN => Change::AnyWritten,
            ALL_DELETED => Change::AllDeleted,
            _ => match text.strip_prefix(DELETED) {
                Some(key) => Change::Deleted(key.to_owned()),
                None => Change::Written(text),
            },
        })
    }
}

/// The connection to the other tabs. It does nothing in browsers that have no such channel.
pub struct TabSync {
    channel: Option<BroadcastChannel>,
    _listener: Closure<dyn Fn(MessageEvent)>,
}

impl TabSync {
    /// Calls the listener for each message of another tab, until it is dropped.
    pub fn open(name: &str, listener: impl Fn(Message) + 'static) -> Self {
        let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                listener(Message::from_text(text));
            }
        });
        let channel = BroadcastChannel::new(name).ok();
        if let Some(channel) = &channel {
            channel.set_listener(listener.as_ref());
        }
        Self {
            channel,
            _listener: listener,
        }
    }

    /// Posts a message to all other tabs.
    pub fn post(&self, message: &Message) {
        if let Some(channel) = &self.channel {
            // It fails in a tab that is being closed, and then nothing is lost.
            let _ = channel.post(&message.to_text());
        }
    }
}
