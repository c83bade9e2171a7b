//! A sandbox, in this process or behind HTTP.

use std::time::Duration;

use satline_core::http::{Clock, Request, Transport};
use satline_core::lightning::bolt11::Network;
use satline_core::secret::Secret;
use satline_core::services::sms4sats::{Account, CreatedOrder, Payment, Sms4Sats};
use satline_core::url::SecureUrl;
use serde_json::{Value, json};

use super::lab::{ADDRESS, Lab};

pub struct Site<W> {
    pub world: W,
    address: String,
}

impl Site<Lab> {
    pub async fn in_process(lab: &Lab) -> Self {
        Self::fresh(lab.clone(), ADDRESS).await
    }
}

#[cfg(target_arch = "wasm32")]
impl Site<satline_core::http::Fetch> {
    /// Returns the sandbox that serves real HTTP, at the address in `SATLINE_SANDBOX`, where there has to be
    /// one, else at the default address, where there may be none.
    pub async fn live() -> Option<Self> {
        let configured = option_env!("SATLINE_SANDBOX");
        let address = configured.unwrap_or(ADDRESS);
        let world = satline_core::http::Fetch;
        if configured.is_none()
            && world
                .send(&Request::get(format!("{address}/sandbox/")))
                .await
                .is_err()
        {
            return None;
        }
        Some(Self::fresh(world, address).await)
    }
}

impl<W: Transport + Clock + Clone> Site<W> {
    async fn fresh(world: W, address: &str) -> Self {
        let address = address.to_owned();
        let site = Self { world, address };
        site.control("reset", &json!({})).await;
        site
    }

    /// Creates a client without a key.
    pub fn sms4sats(&self) -> Sms4Sats<W> {
        Sms4Sats::new(self.account(), self.world.clone())
    }

    /// Creates a client with the sandbox's key.
    pub fn sms4sats_with_key(&self) -> Sms4Sats<W> {
        let key = Secret::new(satline_sandbox::API_KEY);
        Sms4Sats::new(self.account().with_key(key), self.world.clone())
    }

    /// Returns an account on the sandbox's network, with its node pinned.
    fn account(&self) -> Account {
        let node = satline_sandbox::NODE_ID.parse().unwrap();
        Account::at(self.base("sms4sats")).paid_on(Network::Regtest, Some(node))
    }

    /// Returns the address of a service.
    pub fn base(&self, path: &str) -> SecureUrl {
        SecureUrl::parse("baseUrl", &format!("{}/{path}", self.address)).unwrap()
    }

    /// Confirms a 3-D Secure payment.
    pub async fn confirm_3ds(&self, payment: &str) {
        let url = format!("{}/sandbox/lava/3ds/{payment}/confirm", self.address);
        let answer = self
            .world
            .send(&Request::post(url, &json!({})))
            .await
            .unwrap();
        assert!(answer.status < 400, "{}", answer.body);
    }

    /// `POST /sandbox/{name}`
    pub async fn control(&self, name: &str, body: &Value) {
        self.ask(&Request::post(
            format!("{}/sandbox/{name}", self.address),
            body,
        ))
        .await;
    }

    async fn ask(&self, request: &Request) -> String {
        let answer = self
            .world
            .send(request)
            .await
            .expect("the sandbox responds");
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body
    }

    pub async fn pay(&self, order: &CreatedOrder) {
        let Payment::Invoice(invoice) = &order.payment else {
            panic!("there is nothing to pay");
        };
        let body = json!({ "invoice": invoice.text() });
        self.control("pay", &body).await;
    }

    /// Advances the sandbox's clock.
    pub async fn pass(&self, time: Duration) {
        let milliseconds = u64::try_from(time.as_millis()).unwrap();
        let body = json!({ "advanceMs": milliseconds });
        self.control("clock", &body).await;
    }

    /// Injects a fault, given as JSON.
    pub async fn fault(&self, fault: &str) {
        self.control("faults", &serde_json::from_str::<Value>(fault).unwrap())
            .await;
    }

    /// Returns how many requests of that route have arrived.
    pub async fn count(&self, method: &str, path: &str) -> u64 {
        let url = format!("{}/sandbox/requests", self.address);
        let rows = self.ask(&Request::get(url)).await;
        let rows: Vec<Value> = serde_json::from_str(&rows).unwrap();
        let is_it = |row: &&Value| row["method"] == method && row["path"] == path;
        let row = rows.iter().find(is_it);
        row.map_or(0, |row| row["count"].as_u64().unwrap())
    }
}
