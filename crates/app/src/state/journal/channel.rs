//! What the tabs tell each other. Only keys: what stands under them is read from the database.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type BroadcastChannel;
    #[wasm_bindgen(constructor, catch)]
    fn new(name: &str) -> Result<BroadcastChannel, JsValue>;
    #[wasm_bindgen(method, catch, js_name = postMessage)]
    fn post(this: &BroadcastChannel, text: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, setter, js_name = onmessage)]
    fn listen(this: &BroadcastChannel, listener: &JsValue);

    type Message;
    #[wasm_bindgen(method, getter)]
    fn data(this: &Message) -> JsValue;
}

/// What happened in a tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// The record of that key is another one, or is gone.
    Changed(String),
    /// The record of that key was deleted by the reader.
    Deleted(String),
    /// All records may be others.
    All,
    /// All records were deleted by the reader.
    Wiped,
    /// Nobody looks at this tab any more.
    Away,
}

const ALL: &str = "all";
const WIPED: &str = "wiped";
/// What stands before the key of a deleted record. No key begins with it.
const DELETED: &str = "deleted ";
const AWAY: &str = "away";

impl News {
    fn text(&self) -> String {
        match self {
            // A key has a slash in it, and so is none of the words.
            Self::Changed(key) => key.clone(),
            Self::Deleted(key) => [DELETED, key].concat(),
            Self::All => ALL.to_owned(),
            Self::Wiped => WIPED.to_owned(),
            Self::Away => AWAY.to_owned(),
        }
    }

    fn from_text(text: String) -> Self {
        match text.as_str() {
            ALL => Self::All,
            WIPED => Self::Wiped,
            AWAY => Self::Away,
            _ => match text.strip_prefix(DELETED) {
                Some(key) => Self::Deleted(key.to_owned()),
                None => Self::Changed(text),
            },
        }
    }
}

/// To and from the other tabs; of no effect where browsers have none.
pub struct Channel {
    channel: Option<BroadcastChannel>,
    _listener: Closure<dyn Fn(Message)>,
}

impl Channel {
    /// Listens for as long as it lives.
    pub fn open(name: &str, hear: impl Fn(News) + 'static) -> Self {
        let listener = Closure::<dyn Fn(Message)>::new(move |message: Message| {
            if let Some(text) = message.data().as_string() {
                hear(News::from_text(text));
            }
        });
        let channel = BroadcastChannel::new(name).ok();
        if let Some(channel) = &channel {
            channel.listen(listener.as_ref());
        }
        Self {
            channel,
            _listener: listener,
        }
    }

    /// Tells all other tabs.
    pub fn tell(&self, news: &News) {
        if let Some(channel) = &self.channel {
            // A tab that is being closed has nobody to tell.
            let _ = channel.post(&news.text());
        }
    }
}
