use js_sys::Function;
use wasm_bindgen::JsValue;

use super::{Outcome, UserClicked, Wallet, js, pay};
use crate::http::Clock;
use crate::lightning::CheckedInvoice;

/// A wallet's provider.
#[derive(Clone)]
pub struct Provider(pub(super) JsValue);

impl Provider {
    /// Asks to pay, on the user's own click: see [`pay`].
    pub async fn pay(
        &self,
        invoice: &CheckedInvoice,
        clock: &impl Clock,
        clicked: UserClicked,
    ) -> Outcome {
        pay(self, invoice, clock, clicked).await
    }

    /// Returns how to pay, and whether that method answers as soon as the payment is on its way.
    fn method(&self) -> Option<(Function, bool)> {
        METHODS
            .iter()
            .find_map(|(name, sends_off)| Some((js::method(&self.0, name)?, *sends_off)))
    }
}

/// The preferred one first: `sendPayment` keeps a hold invoice waiting until wallets give up.
const METHODS: [(&str, bool); 2] = [("sendPaymentAsync", true), ("sendPayment", false)];

impl Wallet for Provider {
    async fn enable(&self) -> bool {
        let Some(enable) = js::method(&self.0, "enable") else {
            return false;
        };
        let answer = js::call(&enable, &self.0, &JsValue::UNDEFINED).await;
        // Some answer a "no" instead of rejecting.
        answer.is_ok_and(|answer| js::get(&answer, "enabled") != Some(JsValue::FALSE))
    }

    fn sends_off(&self) -> Option<bool> {
        self.method().map(|(_, sends_off)| sends_off)
    }

    async fn pay(&self, invoice: &str) -> Result<Option<String>, String> {
        let Some((method, _)) = self.method() else {
            return Err(String::new());
        };
        match js::call(&method, &self.0, &invoice.into()).await {
            Ok(answer) => Ok(js::get(&answer, "preimage").and_then(|text| text.as_string())),
            Err(reason) => Err(js::words(&reason)),
        }
    }
}
