//! sms4sats as the sandbox plays it, with a real Lightning node behind it.
//!
//! The sandbox decides what happens to an order, and when. The invoice is a node's own: it is returned in place of the
//! sandbox's, and the sandbox learns that its own was paid when the payment has arrived at the node.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::pending;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bitcoin::hashes::{Hash, sha256};
use lightning::ln::channelmanager::Bolt11InvoiceParameters;
use lightning::ln::functional_test_utils::Node;
use lightning::types::payment::{PaymentHash, PaymentPreimage};
use satline_core::http::{Clock, Request, Response, Transport, TransportError};
use satline_core::lightning::bolt11::{Invoice, Network};
use satline_core::services::sms4sats::{Account, Sms4Sats};
use satline_core::time::Time;
use satline_core::url::SecureUrl;
use satline_sandbox::Sandbox;
use serde_json::{Value, json};

const ADDRESS: &str = "http://127.0.0.1:8787";

/// An invoice of the node, and the sandbox's that it replaces.
struct Sold {
    preimage: PaymentPreimage,
    sandbox_id: String,
    sandbox_invoice: String,
}

/// The service: the sandbox and its node.
pub struct Service<'a, 'b, 'c, 'd> {
    node: &'a Node<'b, 'c, 'd>,
    sandbox: RefCell<Sandbox>,
    /// How far the time was advanced.
    advanced: Cell<Duration>,
    /// By the order's id, which is its invoice's payment hash.
    sold: RefCell<BTreeMap<String, Sold>>,
}

impl<'a, 'b, 'c, 'd> Service<'a, 'b, 'c, 'd> {
    /// Creates a service that sells over this node.
    pub fn new(node: &'a Node<'b, 'c, 'd>) -> Self {
        Self {
            node,
            sandbox: RefCell::new(Sandbox::new(1)),
            advanced: Cell::default(),
            sold: RefCell::default(),
        }
    }

    /// Returns a client that expects invoices of this node.
    pub fn client(&self) -> Sms4Sats<&Self> {
        let base = SecureUrl::parse("baseUrl", &format!("{ADDRESS}/sms4sats"));
        let payee = self.node.node.get_our_node_id().to_string();
        let account = Account::at(base.expect("an address"))
            .paid_on(Network::Testnet, Some(payee.parse().expect("a node's id")));
        Sms4Sats::new(account, self)
    }

    /// Lets time pass.
    pub fn advance(&self, duration: Duration) {
        self.advanced.set(self.advanced.get() + duration);
    }

    /// Reports to the sandbox that the order's payment has arrived at the node.
    pub fn payment_arrived(&self, id: &str) {
        let invoice = self.sold.borrow()[id].sandbox_invoice.clone();
        self.control("pay", &json!({ "invoice": invoice }));
    }

    /// Has the order's code arrive.
    pub fn deliver(&self, id: &str) {
        let sandbox_id = self.sold.borrow()[id].sandbox_id.clone();
        self.control("code", &json!({ "orderId": sandbox_id, "code": "63915" }));
    }

    /// Returns what the sandbox has done with the payment: `held`, `settled` or `cancelled`.
    pub fn decided(&self, id: &str) -> String {
        let path = format!("/sandbox/invoices/{}", self.sold.borrow()[id].sandbox_id);
        let answer = self.handle(&satline_sandbox::Request::get(&path));
        answer["state"].as_str().unwrap_or_default().to_owned()
    }

    /// Returns the preimage that settles the order's payment.
    pub fn preimage(&self, id: &str) -> PaymentPreimage {
        self.sold.borrow()[id].preimage
    }

    fn control(&self, name: &str, body: &Value) {
        let path = format!("/sandbox/{name}");
        self.handle(&satline_sandbox::Request::post(&path, body));
    }

    fn handle(&self, request: &satline_sandbox::Request) -> Value {
        let answer = self.sandbox.borrow_mut().handle(request, self.now().0);
        serde_json::from_slice(&answer.body).expect("JSON")
    }

    /// Replaces the sandbox's invoice in a new order by one of the node, for the same amount.
    fn sell(&self, created: &mut Value) {
        let Some(sandbox_invoice) = created["payreq"].as_str().map(str::to_owned) else {
            return;
        };
        let sats = Invoice::parse(&sandbox_invoice)
            .expect("an invoice")
            .amount_sat();
        let count = u8::try_from(self.sold.borrow().len()).expect("few orders");
        let preimage = PaymentPreimage([count + 1; 32]);
        let hash = sha256::Hash::hash(&preimage.0);
        let parameters = Bolt11InvoiceParameters {
            amount_msats: sats.map(|sats| sats * 1_000),
            invoice_expiry_delta_secs: Some(3_600),
            payment_hash: Some(PaymentHash(hash.to_byte_array())),
            ..Bolt11InvoiceParameters::default()
        };
        let invoice = self.node.node.create_bolt11_invoice(parameters);
        let sandbox_id = created["orderId"].as_str().unwrap_or_default().to_owned();
        let sold = Sold {
            preimage,
            sandbox_id,
            sandbox_invoice,
        };
        self.sold.borrow_mut().insert(hash.to_string(), sold);
        created["payreq"] = json!(invoice.expect("an invoice").to_string());
        created["orderId"] = json!(hash.to_string());
    }
}

impl Transport for Service<'_, '_, '_, '_> {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        let mut target = request.url().trim_start_matches(ADDRESS).to_owned();
        for (id, sold) in self.sold.borrow().iter() {
            target = target.replace(id, &sold.sandbox_id);
        }
        let arriving = satline_sandbox::Request::new(
            request.method().as_str(),
            &target,
            request.headers(),
            request.body().unwrap_or_default(),
        );
        let answer = self.sandbox.borrow_mut().handle(&arriving, self.now().0);
        let mut body: Value = serde_json::from_slice(&answer.body).expect("JSON");
        self.sell(&mut body);
        Ok(Response {
            status: answer.status,
            headers: answer.headers,
            body: body.to_string(),
        })
    }
}

impl Clock for Service<'_, '_, '_, '_> {
    fn now(&self) -> Time {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            + self.advanced.get();
        Time(u64::try_from(now.as_millis()).unwrap_or_default())
    }

    /// Nothing here takes so long that it would time out.
    fn sleep(&self, _: Duration) -> impl Future<Output = ()> {
        pending()
    }

    fn random(&self) -> u32 {
        0
    }
}

/// Runs a future that never waits.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits"),
    }
}
