//! The services satline talks to, played on one machine: the same routes and answers as on their
//! pages, real invoices on regtest, and a wallet that pays them.
//!
//! Nothing here does I/O: a [`Sandbox`] is a state, [`Sandbox::handle`] turns a request and the time
//! into an answer. So it runs in a test, in a page as WebAssembly, and behind the server of this
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

pub mod bolt11;
mod clock;
mod control;
mod faults;
mod http;
mod node;
mod random;
mod requests;
mod settings;
mod sms4sats;

pub use http::{Delivery, Request, Response};
pub use node::{NODE_ID, WALLET_SATS};
pub use sms4sats::{API_KEY, API_KEY_SATS};

use clock::Clock;
use faults::Faults;
use node::Node;
use random::Random;
use requests::Requests;
use settings::Settings;
use sms4sats::Sms4sats;

/// A request the sandbox wants to send: what a service posts to a client's webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Where the client asked to be told.
    pub url: String,
    /// JSON, the same as the order's status.
    pub body: Vec<u8>,
}

/// All the services, the node they are paid by, and their common clock.
#[derive(Clone, Debug)]
pub struct Sandbox {
    seed: u64,
    world: World,
    faults: Faults,
    requests: Requests,
    sms4sats: Sms4sats,
}

/// What the services share.
#[derive(Clone, Debug)]
struct World {
    clock: Clock,
    random: Random,
    settings: Settings,
    node: Node,
    webhooks: Vec<Webhook>,
}

/// The services, each by the first part of its paths.
pub const SERVICES: [&str; 1] = ["sms4sats"];

/// As browsers want them for a page of any origin.
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
    /// A sandbox in which nothing has happened; the same seed gives the same numbers and codes.
    pub fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let sms4sats = Sms4sats::new(&mut random);
        let world = World {
            clock: Clock::default(),
            random,
            settings: Settings::default(),
            node: Node::new(),
            webhooks: Vec::new(),
        };
        Self {
            seed,
            world,
            faults: Faults::default(),
            requests: Requests::default(),
            sms4sats,
        }
    }

    /// Answers a request that comes in `now_ms`, in milliseconds since 1970.
    ///
    /// Services answer under their own name and under `/sandbox/` too; control routes only there.
    pub fn handle(&mut self, request: &Request, now_ms: u64) -> Response {
        self.advance(now_ms);
        let mut answer = self.route(request);
        let cors = CORS
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        answer.headers.extend(cors);
        answer
    }

    /// Lets everything happen that is due: numbers, codes, automatic cancels, expiries, webhooks.
    pub fn advance(&mut self, now_ms: u64) {
        self.world.clock.set(now_ms);
        self.catch_up();
    }

    /// The webhooks that became due since the last time this was asked.
    pub fn take_webhooks(&mut self) -> Vec<Webhook> {
        std::mem::take(&mut self.world.webhooks)
    }

    fn catch_up(&mut self) {
        self.world.node.expire(self.world.clock.now_ms());
        self.sms4sats.catch_up(&mut self.world);
    }

    fn route(&mut self, request: &Request) -> Response {
        if request.method == "OPTIONS" {
            return Response {
                status: 204,
                ..Response::default()
            };
        }
        let below_sandbox = request
            .path
            .strip_prefix("/sandbox")
            .filter(|rest| rest.is_empty() || rest.starts_with('/'));
        let path = below_sandbox.unwrap_or(&request.path);
        let first = path.split('/').nth(1).unwrap_or_default();
        if SERVICES.contains(&first) {
            let path = path.to_owned();
            return self.serve(&Request {
                path,
                ..request.clone()
            });
        }
        match below_sandbox {
            Some(path) => control::answer(self, request, path),
            None => control::not_found(),
        }
    }

    /// A request to one of the services: counted, and struck by the fault that waits for it.
    fn serve(&mut self, request: &Request) -> Response {
        self.requests.count(request);
        match self.faults.strike(request) {
            None => self.sms4sats.answer(request, &mut self.world),
            Some(fault) => {
                let acts = fault.acts();
                let answer = acts.then(|| self.sms4sats.answer(request, &mut self.world));
                fault.spoil(answer)
            }
        }
    }
}
