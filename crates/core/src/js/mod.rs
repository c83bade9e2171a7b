//! The npm package's JavaScript API: `#[wasm_bindgen]` classes over the client, without logic of
//! their own. TypeScript's declarations are generated from here too: a class's Rust documentation is what
//! an editor shows.
//!
//! A call goes from its class through [`client::Client::call`], which reads the options and returns a
//! promise, to the service's client in [`services`](crate::services), and out by [`host::Host`], which
//! sends with the caller's `fetch`.
//!
//! No export borrows anything over an `await`: JavaScript may call any of them at any time.

#![expect(
    clippy::doc_markdown,
    clippy::return_self_not_must_use,
    reason = "the docs and the callers are JavaScript's"
)]

mod bitrefill;
mod client;
mod country;
mod error;
mod grid;
mod host;
mod input;
mod invoice;
mod lava;
mod order;
mod output;
mod promise;
mod sms4sats;
mod step;
mod topup;
mod turns;
mod wallet;
mod watch;

use rlsf::SmallGlobalTlsf;
use zeroizing_alloc::ZeroAlloc;

pub use bitrefill::Bitrefill;
pub use country::{countries, find_country, search_countries};
pub use grid::{AccountWalk, Grid};
pub use invoice::{check_invoice, decode_invoice, qr_svg, qr_text, text_qr_svg};
pub use lava::Lava;
pub use order::Order;
pub use sms4sats::{Sms4Sats, read_webhook};
pub use step::step_order;
pub use wallet::{pay_with, pay_with_webln};
pub use watch::{OrderWatch, Watch};

/// Memory is wiped when it is freed: keys, numbers, codes and messages pass through much of it.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<SmallGlobalTlsf> = ZeroAlloc(SmallGlobalTlsf::new());
