//! What JavaScript sees: the surface under the npm package, and no logic of its own.
//!
//! Only texts and numbers cross the boundary. A call that is begun puts out effects (send this, wait
//! so long); the package's face (`npm/src`) does them with the engine's own means and tells what came
//! of it. Answers are JSON, which the engine makes objects of faster than calls from here could, and
//! in fewer bytes; the face gives them names, types, dates and errors.

mod config;
mod country;
mod host;
mod input;
mod invoice;
mod machine;
mod order;
mod output;
mod services;
mod topup;
mod wallet;
mod watcher;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

pub use country::{countries, find_country, search_countries};
pub use invoice::{check_invoice, decode_invoice, qr_svg, text_qr_svg};
pub use order::{merge_order, step_order, view_order};
pub use wallet::{pay_invoice, pay_order};
pub use watcher::{
    watch, watcher_attend, watcher_end, watcher_follow, watcher_leave, watcher_next,
};

use crate::error::Error;
use crate::topup::AnyProvider;
use input::Input;
use output::Failure;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// `{"ok":…}` or `{"error":…}`.
fn answer<E: Into<Failure>>(result: Result<String, E>) -> String {
    format!("{{{}}}", outcome(result.map_err(Into::into)))
}

fn outcome(result: Result<String, Failure>) -> String {
    match result {
        Ok(json) => format!("\"ok\":{json}"),
        Err(error) => format!("\"error\":{}", output::failure(&error)),
    }
}

/// Begins a call of a service, under the id of which it will be done.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn begin(
    id: u32,
    now: f64,
    random: u32,
    config: String,
    name: String,
    input: String,
) -> String {
    machine::at(now, random);
    let work = async move { outcome(made(config, &name, &input).await) };
    machine::begin(id, Box::pin(work));
    machine::effects()
}

/// Tells what came of an effect. A status of 0: nothing did.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn came(id: u32, now: f64, random: u32, status: u16, headers: String, body: String) -> String {
    machine::at(now, random);
    let came = machine::Came {
        status,
        headers,
        body,
    };
    machine::came(id, came);
    machine::effects()
}

/// Tells that nobody wants the answer to a call any more. It is done at once.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn give_up(id: u32, now: f64) -> String {
    machine::at(now, 0);
    machine::give_up(id);
    machine::effects()
}

/// Each call reads all of its options before anything is sent.
async fn made(config: String, name: &str, input: &str) -> Result<String, Failure> {
    let input = Input::read(input)?;
    let provider = config::last_provider(config)?;
    match name {
        "ask" => order::ask(&provider, &input).await,
        "cancel" => order::cancelled(&provider, &input).await,
        "methods" => topup::methods(&provider, &input).await,
        "topUp" => topup::top_up(&provider, &input).await,
        _ => match &*provider {
            AnyProvider::Sms4Sats(sms) => services::sms4sats::call(sms, name, &input).await,
            AnyProvider::Bitrefill(bitrefill) => {
                services::bitrefill::call(bitrefill, name, &input).await
            }
            AnyProvider::Lava(lava) => services::lava::call(lava, name, &input).await,
            AnyProvider::Grid(wallet) => services::grid::call(wallet.grid(), name, &input).await,
        },
    }
}

fn unknown_call() -> Failure {
    Error::invalid("call", "is none that this service knows.").into()
}

/// Reads what a webhook of sms4sats brought.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn read_webhook(body: &str) -> String {
    answer(services::sms4sats::webhook(body))
}
