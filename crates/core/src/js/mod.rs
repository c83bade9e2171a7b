//! What JavaScript sees: the surface under the npm package, and no logic of its own.
//!
//! Everything crosses the boundary as JSON text, once each way: the engine's own `JSON` makes plain
//! objects of it faster than calls from here could, and in fewer bytes. The package's face
//! (`npm/src`) gives it names and types, makes dates and errors of it, and loads the wasm.

mod config;
mod country;
mod funding;
mod host;
mod input;
mod invoice;
mod order;
mod output;
mod planned;
mod services;
mod wallet;
mod watcher;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use crate::error::Error;
use crate::funding::AnyPlace;
use config::Config;
use host::Host;
use input::Input;

/// An answer, or an error, as JSON text.
type Answer = Result<String, JsValue>;

fn answer(result: Result<String, Error>) -> Answer {
    result.map_err(|error| thrown(&error))
}

fn thrown(error: &Error) -> JsValue {
    error.to_json().to_string().into()
}

/// Makes a call of a service. `fetch` sends; a call is given up when `abandoned` is kept.
#[wasm_bindgen]
pub async fn call(
    config: String,
    name: String,
    input: String,
    fetch: Function,
    abandoned: Promise,
) -> Answer {
    let host = Host::new(fetch, Some(abandoned));
    answer(made(&config, &name, &input, host).await)
}

async fn made(config: &str, name: &str, input: &str, host: Host) -> Result<String, Error> {
    let input = Input::read(input)?;
    let place = Config::read(config)?.place(host);
    match name {
        "ask" => order::ask(&place, &input).await,
        "cancel" => order::cancelled(&place, &input).await,
        "methods" => funding::methods(&place, &input).await,
        "topUp" => funding::top_up(&place, &input).await,
        _ => {
            let (client, planned) = match &place {
                AnyPlace::Sms4Sats(sms) => (
                    sms.client(),
                    services::sms4sats::plan(sms.account(), name, &input)?,
                ),
                AnyPlace::Bitrefill(bitrefill) => (
                    bitrefill.client(),
                    services::bitrefill::plan(bitrefill.account(), name, &input)?,
                ),
                AnyPlace::Lava(lava) => (
                    lava.client(),
                    services::lava::plan(lava.account(), name, &input)?,
                ),
                AnyPlace::Grid(wallet) => (
                    wallet.grid().client(),
                    services::grid::plan(wallet.grid().account(), name, &input)?,
                ),
            };
            planned.make(client).await
        }
    }
}

fn unknown_call() -> Error {
    Error::invalid("call", "is none that this service knows.")
}

/// Reads what a webhook of sms4sats brought.
#[wasm_bindgen]
pub fn read_webhook(body: &str) -> Answer {
    answer(services::sms4sats::webhook(body))
}
