//! All words that a person reads, but for those about states and money, which are the core's.
//!
//! A language is a folder here, with a file for each page, and a page of its own beside `index.html`,
//! which is built for that language alone: whoever reads one language does not load another. To add
//! one, copy `en/`, translate it, and let this file choose it by a feature of the crate; a word that
//! is missing does not compile. `LANG` and `DIR` say what the page is written in.
//!
//! Words without values are constants, sentences with values are functions, plurals among them.
//! Beside a table of our own, `leptos_i18n` would make the app 41 kB larger.

mod en;

pub use en::*;
