//! A simulation of the services that satline talks to: the routes and responses of their documentation,
//! real invoices on regtest, and a wallet that pays them.
//!
//! The library does no I/O: a [`Sandbox`] is a state, and [`Sandbox::handle`] turns a request and the
//! time into a response. So it runs in a test, in a page as WebAssembly, and behind the server of this
//! package's binary.
//!
//! ```
//! use satline_sandbox::{Request, Sandbox};
//! use serde_json::{Value, json};
//!
//! let mut sandbox = Sandbox::new(1);
//! let order = json!({ "country": 43, "service": "tg" });
//! let answer = sandbox.handle(&Request::post("/sms4sats/createorder", &order), 1_700_000_000_000);
//!
//! let answer: Value = serde_json::from_slice(&answer.body)?;
//! assert_eq!(answer["status"], "OK");
//! assert!(answer["payreq"].as_str().is_some_and(|invoice| invoice.starts_with("lnbcrt")));
//! # Ok::<(), serde_json::Error>(())
//! ```

mod bitrefill;
pub mod bolt11;
mod clock;
mod control;
mod credentials;
mod faults;
mod grid;
mod http;
#[cfg(feature = "js")]
mod js;
mod lava;
mod money;
mod node;
mod quota;
mod random;
mod requests;
mod settings;
mod sms4sats;
mod table;
mod webhooks;

pub use bitrefill::{BITREFILL_ID, BITREFILL_PERSONAL_KEY, BITREFILL_SECRET};
pub use control::is_control;
pub use grid::{GRID_ID, GRID_PRODUCTION_ID, GRID_SECRET};
pub use http::{Delivery, Request, Response};
pub use lava::{LAVA_KEY, LAVA_LIVE_KEY};
pub use node::{NODE_ID, WALLET_SATS};
pub use sms4sats::{API_KEY, API_KEY_SATS};
pub use webhooks::Webhook;

use bitrefill::Bitrefill;
use clock::Clock;
use faults::Faults;
use grid::Grid;
use lava::Lava;
use node::Node;
use random::Random;
use requests::Requests;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use settings::Settings;
use sms4sats::Sms4sats;
use webhooks::Webhooks;

/// All services, the node that they are paid through, and their common clock.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Sandbox {
    seed: u64,
    world: World,
    faults: Faults,
    requests: Requests,
    services: Services,
}

/// A service of the sandbox.
trait Service {
    /// Answers a request whose path begins with the service's name.
    fn answer(&mut self, request: &Request, world: &mut World) -> Response;

    /// Lets everything happen that is due.
    fn catch_up(&mut self, _: &mut World) {}

    /// Returns its response to an injected failure with this status.
    fn failure(&self, status: u16, _: &World) -> Response {
        Response::json(status, &Value::Null)
    }
}

/// The services, each with its own state.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Services {
    sms4sats: Sms4sats,
    bitrefill: Bitrefill,
    lava: Lava,
    grid: Grid,
}

impl Services {
    /// In the order of [`SERVICES`].
    fn all(&mut self) -> [&mut dyn Service; SERVICES.len()] {
        [
            &mut self.sms4sats,
            &mut self.bitrefill,
            &mut self.lava,
            &mut self.grid,
        ]
    }
}

/// The state that the services share.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct World {
    clock: Clock,
    random: Random,
    settings: Settings,
    node: Node,
    webhooks: Webhooks,
}

/// The services, by the first segment of their paths.
pub const SERVICES: [&str; 4] = ["sms4sats", "bitrefill", "lava", "grid"];
/// Services that pages of other origins cannot call: Lava and Grid forbid it, Bitrefill sends no
/// headers.
const CLOSED_TO_PAGES: [&str; 3] = ["/bitrefill/v2", "/lava/v1", "/grid/2025-10-13"];

/// CORS headers for pages of any origin.
const CORS: [(&str, &str); 5] = [
    ("access-control-allow-origin", "*"),
    ("access-control-allow-methods", "GET, POST, OPTIONS"),
    (
        "access-control-allow-headers",
        "*, Authorization, Content-Type, X-API-Key",
    ),
    ("access-control-expose-headers", "*"),
    ("access-control-max-age", "600"),
];

impl Sandbox {
    /// Creates a sandbox. The same seed gives the same numbers and codes.
    pub fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let services = Services {
            sms4sats: Sms4sats::new(&mut random),
            bitrefill: Bitrefill::default(),
            lava: Lava::default(),
            grid: Grid::new(),
        };
        let world = World {
            clock: Clock::default(),
            random,
            settings: Settings::default(),
            node: Node::new(),
            webhooks: Webhooks::default(),
        };
        Self {
            seed,
            world,
            faults: Faults::default(),
            requests: Requests::default(),
            services,
        }
    }

    /// Handles a request that arrives at `now_ms`, in milliseconds since 1970.
    ///
    /// Services respond under their own name and under `/sandbox/`; controls only there. Only
    /// services have CORS headers: the server decides which pages may use the controls.
    pub fn handle(&mut self, request: &Request, now_ms: u64) -> Response {
        self.advance(now_ms);
        let path = path_below_sandbox(&request.path).unwrap_or(&request.path);
        let answer = if request.method == "OPTIONS" {
            Response::empty()
        } else if is_control(&request.path) {
            control::answer(self, request, path)
        } else {
            self.serve(path, request)
        };
        self.with_cors(&request.path, answer)
    }

    /// Returns the response to a request whose body is too large.
    pub fn refuse_body(&self, path: &str) -> Response {
        let sentence = "The sandbox takes bodies of up to one megabyte.";
        let answer = Response::typed(413, "text/plain; charset=utf-8", sentence);
        self.with_cors(path, answer)
    }

    /// Lets everything happen that is due: numbers, codes, automatic cancels, expiries, webhooks.
    pub fn advance(&mut self, now_ms: u64) {
        self.world.clock.set(now_ms);
        self.catch_up();
    }

    /// Returns how far the clock was advanced beyond the caller's time, in milliseconds.
    pub fn advanced_ms(&self) -> u64 {
        self.world.clock.advanced_ms()
    }

    /// Returns the whole state as text, for [`Sandbox::restore`].
    pub fn save(&self) -> String {
        serde_json::to_value(self).unwrap_or_default().to_string()
    }

    /// Restores a saved sandbox, which continues as the saved one would have.
    ///
    /// # Errors
    /// If the text is no state of this version.
    pub fn restore(state: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_value(serde_json::from_str(state)?)
    }

    /// Returns the webhooks that became due since the last call.
    pub fn take_webhooks(&mut self) -> Vec<Webhook> {
        self.world.webhooks.take()
    }

    /// Records the outcome of a webhook from [`Sandbox::take_webhooks`], for `GET /sandbox/webhooks`.
    pub fn report_webhook(&mut self, webhook: &Webhook, outcome: String) {
        self.world.webhooks.report(webhook, outcome);
    }

    /// Adds CORS headers to the responses of services that allow it.
    fn with_cors(&self, path: &str, mut answer: Response) -> Response {
        let service_path = path_below_sandbox(path).unwrap_or(path);
        let is_service = SERVICES.contains(&service_in(service_path)) && !is_control(path);
        let is_closed = CLOSED_TO_PAGES
            .iter()
            .any(|api| service_path.starts_with(api));
        if is_service && (!is_closed || self.world.settings.cors_everywhere) {
            let cors = CORS
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            answer.headers.extend(cors);
        }
        answer
    }

    fn catch_up(&mut self) {
        self.world.node.expire(self.world.clock.now_ms());
        for service in self.services.all() {
            service.catch_up(&mut self.world);
        }
    }

    /// Handles a request to a service: counts it, and applies the fault that is injected for it.
    fn serve(&mut self, path: &str, request: &Request) -> Response {
        let name = service_in(path);
        let mut named = SERVICES.iter().zip(self.services.all());
        let Some((_, service)) = named.find(|(known, _)| **known == name) else {
            return control::not_found();
        };
        let request = Request {
            path: path.to_owned(),
            ..request.clone()
        };
        self.requests.count(&request);
        let fault = self.faults.strike(&request);
        let answer = match &fault {
            Some(fault) if !fault.acts() => service.failure(fault.failure_status(), &self.world),
            _ => service.answer(&request, &mut self.world),
        };
        match fault {
            Some(fault) => fault.spoil(answer),
            None => answer,
        }
    }
}

/// Returns the rest of a path after `/sandbox`, if it begins with that.
fn path_below_sandbox(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("/sandbox")?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}

/// Returns the first segment of a path, which names a service.
fn service_in(path: &str) -> &str {
    path.split('/').nth(1).unwrap_or_default()
}
