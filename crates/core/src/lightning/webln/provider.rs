use js_sys::Function;
use wasm_bindgen::JsValue;

use super::{Outcome, PayError, UserClicked, Wallet, pay};
use crate::foreign;
use crate::http::Clock;
use crate::lightning::CheckedInvoice;

/// The provider of a wallet.
#[derive(Clone)]
pub struct Provider(pub(super) JsValue);

impl Provider {
    /// Wraps an object; `None` if it has no method `enable`.
    #[cfg(feature = "js")]
    pub(crate) fn of(object: JsValue) -> Option<Self> {
        foreign::method(&object, "enable").map(|_| Self(object))
    }

    /// Asks the wallet to pay, as [`pay`] does.
    pub async fn pay(
        &self,
        invoice: &CheckedInvoice,
        clock: &impl Clock,
        clicked: UserClicked,
    ) -> Outcome {
        pay(self, invoice, clock, clicked).await
    }

    /// Returns the method to pay with, and whether it returns as soon as the payment is on its way.
    fn method(&self) -> Option<(Function, bool)> {
        METHODS
            .iter()
            .find_map(|(name, sends_off)| Some((foreign::method(&self.0, name)?, *sends_off)))
    }
}

/// The preferred method first: with a hold invoice, `sendPayment` blocks until the wallet times out.
const METHODS: [(&str, bool); 2] = [("sendPaymentAsync", true), ("sendPayment", false)];

impl Wallet for Provider {
    async fn enable(&self) -> bool {
        let Some(enable) = foreign::method(&self.0, "enable") else {
            return false;
        };
        let answer = foreign::call(&enable, &self.0, &JsValue::UNDEFINED).await;
        // Some wallets resolve with a refusal instead of rejecting.
        answer.is_ok_and(|answer| foreign::get(&answer, "enabled") != Some(JsValue::FALSE))
    }

    fn sends_off(&self) -> Option<bool> {
        self.method().map(|(_, sends_off)| sends_off)
    }

    async fn pay(&self, invoice: &str) -> Result<Option<String>, PayError> {
        let Some((method, _)) = self.method() else {
            return Err(PayError::NotSent);
        };
        match foreign::call(&method, &self.0, &invoice.into()).await {
            Ok(answer) => Ok(foreign::get(&answer, "preimage").and_then(|text| text.as_string())),
            Err(reason) => Err(PayError::Message(foreign::message(&reason))),
        }
    }
}
