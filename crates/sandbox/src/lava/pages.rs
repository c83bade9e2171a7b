//! The page to confirm a payment on. The live service sends people to their bank instead.

use super::Lava;
use crate::http::{Request, Response};
use crate::money;
use crate::settings::Settings;

/// The page's policy: it needs only its own form, and an icon that is empty. Firefox would look for one
/// that the policy forbids.
const CSP: &str = "default-src 'none'; img-src data:; base-uri 'none'; form-action 'self'; \
                   frame-ancestors 'none'";

/// Returns the URL of a payment's page. In process there is no host, and the URL has a reserved one.
pub(super) fn url(request: &Request, settings: &Settings, payment_id: &str) -> String {
    if let Some(address) = &settings.lava_confirmation {
        return format!("{address}{payment_id}");
    }
    let origin = match request.header("host") {
        Some(host) => format!("http://{host}"),
        None => "https://sandbox.invalid".to_owned(),
    };
    format!("{origin}/sandbox/lava/3ds/{payment_id}")
}

impl Lava {
    /// `GET /sandbox/lava/3ds/{payment_id}`
    pub(crate) fn page(&self, payment_id: &str) -> Response {
        let Some(payment) = self.payments.get(payment_id) else {
            return page(404, "<p>The sandbox has no payment with this id.</p>");
        };
        if payment.is_confirmed {
            return page(
                200,
                "<p>Confirmed: the money is in the wallet. You can close this page.</p>",
            );
        }
        let dollars = money::text(payment.cents, 2);
        // The sandbox created the id, so it contains no markup.
        page(
            200,
            &format!(
                "<p>Your card shall be charged ${dollars}. It is the sandbox's, and so is the money.</p>\
                 <form method=\"post\" action=\"{payment_id}/confirm\"><button>Confirm</button></form>"
            ),
        )
    }

    /// `POST /sandbox/lava/3ds/{payment_id}/confirm`. Repeating it changes nothing.
    pub(crate) fn confirm(&mut self, payment_id: &str) -> Response {
        if let Some(payment) = self.payments.get_mut(payment_id)
            && !payment.is_confirmed
        {
            payment.is_confirmed = true;
            let (key, cents) = (payment.key.clone(), payment.cents);
            self.credit(&key, cents);
        }
        self.page(payment_id)
    }
}

fn page(status: u16, content: &str) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>3-D Secure, played by the sandbox</title>\
         <link rel=\"icon\" href=\"data:,\"></head><body><main><h1>3-D Secure</h1>{content}</main></body></html>"
    );
    Response::typed(status, "text/html; charset=utf-8", html)
        .with_header("content-security-policy", CSP)
}
