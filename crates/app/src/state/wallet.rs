//! The browser's wallet, if there is one: WebLN.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// What became of asking the wallet to pay. It never decides what the page shows of the order: that
/// is told by the service alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WalletAnswer {
    /// Paid for good.
    Paid,
    /// It ended in some other way, and whether the money is on its way is not known.
    Unknown,
}

/// A WebLN provider.
#[derive(Clone)]
pub struct Wallet(JsValue);

impl Wallet {
    /// The provider, if one has arrived in this page.
    pub fn find() -> Option<Self> {
        let provider = Reflect::get(&window(), &"webln".into()).ok()?;
        provider.is_object().then_some(Self(provider))
    }

    /// Asks to pay, on the user's own click. Returns when the wallet does: with a hold invoice that
    /// takes until the order is settled.
    pub async fn pay(&self, invoice: &str) -> WalletAnswer {
        let paid = async {
            self.call("enable", &JsValue::UNDEFINED).await?;
            self.call("sendPayment", &invoice.into()).await
        };
        match paid.await {
            Ok(_) => WalletAnswer::Paid,
            Err(_) => WalletAnswer::Unknown,
        }
    }

    async fn call(&self, name: &str, argument: &JsValue) -> Result<JsValue, JsValue> {
        let method: Function = Reflect::get(&self.0, &name.into())?.dyn_into()?;
        let answer = method.call1(&self.0, argument)?;
        JsFuture::from(Promise::resolve(&answer)).await
    }
}
