//! One history: what a seed makes of a device, its user, a wallet, four services and the network.

use std::task::{Context, Waker};

use satline_core::country::Country;
use satline_core::error::Service;
use satline_core::http::Clock;
use satline_core::money::{Amount, Currency};
use satline_core::order::{Attention, CancelRule, Event, Kind, Order, State};
use satline_core::phone::Phone;
use satline_core::services::sms4sats::{Message, NumberKind, ReceiveOrder, SmsOrder};
use satline_core::topup::Request;
use serde_json::json;

use crate::books;
use crate::device::{Device, Wanted};
use crate::dice::Dice;
use crate::faults::Weather;
use crate::records::short;
use crate::world::World;

/// How long the services answer at the end: longer than an order without a code, and than any pause that
/// a service may demand.
const PEACE_MS: u64 = 45 * 60_000;

const MINUTE: u64 = 60_000;

/// What became of a history.
pub struct Outcome {
    /// The promises that were broken.
    pub failures: Vec<String>,
    /// What happened, line by line.
    pub log: Vec<String>,
    pub orders: u64,
    /// The time that all orders were followed for, together.
    pub followed_ms: u64,
    /// How often statuses were asked for.
    pub asked: u64,
}

/// Runs the history of a seed.
pub fn run(seed: u64, is_logged: bool) -> Outcome {
    let mut dice = Dice::new(seed);
    let world = World::new(dice.fork(), is_logged);
    let mut history = History {
        device: Device::new(&world),
        weather: Weather::default(),
        world,
        dice,
        charged: [false; 2],
    };
    history.set_up();
    let actions = history.dice.between(3, 30);
    for _ in 0..actions {
        let pause = match history.dice.between(0, 4) {
            0 => history.dice.between(50, 2_000),
            1 | 2 => history.dice.between(2_000, 30_000),
            _ => history.dice.between(30_000, 5 * MINUTE),
        };
        history.pass(pause);
        history.act();
    }
    history.end()
}

struct History {
    world: World,
    device: Device,
    dice: Dice,
    weather: Weather,
    /// Whether Lava and Grid were charged: two charges of one account at once cannot be told apart.
    charged: [bool; 2],
}

impl History {
    fn set_up(&mut self) {
        self.weather.faults = self.dice.pick(&[0, 5, 20, 50, 80]);
        self.world.set_weather(self.weather);
        if self.dice.chance(30) {
            self.change_clock();
        }
        let settings = json!({
            "codeAfterMs": self.dice.between(1_000, 90_000),
            "sentAfterMs": self.dice.between(1_000, 60_000),
            "deliveredAfterMs": self.dice.between(1_000, 60_000),
            "invoiceExpiryS": self.dice.pick(&[600, 3_600, 86_400]),
            "bitrefillInvoiceAt": self.dice.pick(&["payment.address", "payment.uri", "data.lightning_invoice"]),
            "bitrefillCallsPerTenMinutes": self.dice.pick(&[60, 1_000]),
            "inventedServices": false,
        });
        self.world.control("settings", &settings);
        let faults = self.weather.faults;
        self.world
            .log(|| format!("{faults} of 100 requests go wrong; {settings}"));
    }

    /// Lets time pass, and everything happen that is due.
    fn pass(&mut self, milliseconds: u64) {
        let end = self.world.true_time() + milliseconds;
        let mut context = Context::from_waker(Waker::noop());
        loop {
            self.device.poll(&mut context);
            match self.world.next_timer().filter(|timer| *timer < end) {
                Some(timer) => self.world.advance_to(timer),
                None => break,
            }
        }
        self.world.advance_to(end);
    }

    /// Lets the user, the wallet, the browser or the service do something.
    fn act(&mut self) {
        let tabs = self.device.tabs.len() as u64;
        let tab = usize::try_from(self.dice.between(0, tabs)).unwrap_or_default();
        match self.dice.between(0, 100) {
            0..22 => self.order(tab),
            22..32 => self.top_up(tab),
            32..58 => self.pay(),
            58..66 => self.cancel(tab),
            66..72 => self.confirm(),
            72..75 => self.look_into_wallet(),
            75..80 => {
                self.world
                    .log(|| "everything restarts from the records".to_owned());
                self.device.restart();
            }
            80..84 if tabs < 3 => {
                self.world.log(|| "another tab".to_owned());
                self.device.open_tab();
            }
            80..84 => drop(self.device.tabs.remove(tab)),
            84..88 => {
                let attention =
                    self.dice
                        .pick(&[Attention::Away, Attention::Looking, Attention::Waking]);
                self.world.log(|| format!("tab {}: {attention:?}", tab + 1));
                self.device.tabs[tab].attend(attention);
            }
            88..91 => self.change_clock(),
            91..95 => {
                self.weather.away_until = self.world.true_time() + 10 * MINUTE;
                self.world.set_weather(self.weather);
                self.world
                    .log(|| "the services are away for ten minutes".to_owned());
            }
            95..97 => {
                self.weather.faults = self.dice.pick(&[0, 5, 20, 50, 80]);
                self.world.set_weather(self.weather);
            }
            _ => self.meddle(),
        }
    }

    fn change_clock(&mut self) {
        let hours = i64::try_from(self.dice.between(0, 9)).unwrap_or_default() - 4;
        let minutes = i64::try_from(self.dice.between(0, 60)).unwrap_or_default();
        let ahead = (hours * 60 + minutes) * 60_000;
        self.world.set_ahead(ahead);
        self.world
            .log(|| format!("the device's clock is {} minutes ahead", ahead / 60_000));
    }

    fn order(&mut self, tab: usize) {
        let immediate = self.dice.chance(25);
        let wanted = if self.dice.chance(25) {
            let phone = self.dice.pick(&["+4915112345678", "+4915112340000"]);
            let message = Message {
                immediate,
                ..Message::new("Hello")
            };
            let phone = phone.parse::<Phone>().expect("a valid number");
            Wanted::Message(SmsOrder { phone, message })
        } else {
            let service = self.dice.pick(&[
                "wa", "wa", "tg", "never", "slow", "late", "soldout", "lead0", "lost0",
            ]);
            let (kind, number) = self.dice.pick(&[
                (Kind::Code, NumberKind::Code),
                (Kind::Code, NumberKind::Code),
                (Kind::Rental, NumberKind::Rental),
                (Kind::RealPhone, NumberKind::RealPhone),
            ]);
            let germany = Country::find("germany").expect("a country");
            let order = ReceiveOrder {
                kind: number,
                immediate,
                ..ReceiveOrder::code(germany, service)
            };
            Wanted::Number(kind, order)
        };
        self.device.order(tab, wanted);
    }

    fn top_up(&mut self, tab: usize) {
        let service = self.dice.pick(&Service::ALL);
        let dollars = |cents| Amount::new(cents, Currency::USD);
        let (amount, method) = match service {
            Service::Sms4Sats => (Amount::new(5_000, Currency::BTC), "lightning"),
            Service::Bitrefill if self.dice.chance(50) => (dollars(2_500), "lightning"),
            Service::Bitrefill => (dollars(2_500), self.dice.pick(&["bitcoin", "usdc_polygon"])),
            Service::Lava if !std::mem::replace(&mut self.charged[0], true) => {
                let method =
                    self.dice
                        .pick(&["pm_sandbox_visa", "pm_sandbox_3ds", "pm_sandbox_declined"]);
                (dollars(2_500), method)
            }
            Service::Grid if !std::mem::replace(&mut self.charged[1], true) => {
                (dollars(777), "sandbox")
            }
            Service::Lava | Service::Grid => return,
        };
        let request = Request {
            amount: Some(amount),
            method: method.to_owned(),
            cap: None,
        };
        self.device.top_up(tab, service, request);
    }

    fn some_order(&mut self, is_it: impl Fn(&Order) -> bool) -> Option<Order> {
        let mut orders = self.device.records.all();
        orders.retain(is_it);
        if orders.is_empty() {
            return None;
        }
        let index = self.dice.between(0, orders.len() as u64);
        Some(orders.swap_remove(usize::try_from(index).unwrap_or_default()))
    }

    /// Has a wallet pay, which may lie about it, or say nothing.
    fn pay(&mut self) {
        let now = self.world.now();
        let Some(order) = self.some_order(|order| order.is_unpaid() && !order.maybe_paid()) else {
            return;
        };
        let Some(Ok(invoice)) = order.payable(now) else {
            return;
        };
        let records = self.device.records.clone();
        records.apply(&order.id, &Event::PaymentAsked);
        let (pays, says) = match self.dice.between(0, 10) {
            0..6 => (true, Some(Event::WalletIsPaying)),
            6 => (false, Some(Event::PaymentRefused)),
            7 => (false, Some(Event::WalletIsPaying)),
            8 => (self.dice.chance(50), None),
            _ => (true, Some(Event::PaymentRefused)),
        };
        let id = short(&order.id);
        self.world
            .log(|| format!("a wallet is asked to pay {id}: pays {pays}, says {says:?}"));
        if self.dice.chance(10) {
            self.device.restart();
        }
        if pays {
            self.world
                .control("pay", &json!({ "invoice": invoice.text() }));
        }
        if let Some(event) = says {
            records.apply(&order.id, &event);
        }
    }

    /// The user sees in the wallet that it has sent nothing.
    fn look_into_wallet(&mut self) {
        if let Some(order) = self.some_order(Order::maybe_paid) {
            let path = format!("/sandbox/invoices/{}", order.id.as_str());
            let (_, invoice) = self.world.ask(&satline_sandbox::Request::get(&path));
            if invoice["state"] == "open" {
                self.device.records.apply(&order.id, &Event::PaymentRefused);
            }
        }
    }

    fn cancel(&mut self, tab: usize) {
        let now = self.world.now();
        let can = |order: &Order| matches!(order.cancel_rule(now), CancelRule::Allowed);
        if let Some(order) = self.some_order(can) {
            self.device.cancel(tab, order.id);
        }
    }

    /// Confirms a charge, or a transfer.
    fn confirm(&mut self) {
        let link = self.device.links.borrow_mut().pop();
        if let Some((_, payment)) = link.as_deref().and_then(|link| link.split_once("/3ds/")) {
            self.world
                .control(&format!("lava/3ds/{payment}/confirm"), &json!({}));
            self.world.log(|| "the charge is confirmed".to_owned());
            return;
        }
        let is_it = |order: &Order| {
            order.service == Service::Bitrefill && order.state == State::AwaitingPayment
        };
        if let Some(order) = self.some_order(is_it) {
            let mut click = json!({ "invoiceId": order.id.as_str() });
            if self.dice.chance(20) {
                click["failure"] = json!("denied");
            }
            self.world.control("bitrefill/confirm", &click);
        }
    }

    /// Lets a code arrive, or an order fail, whatever was planned.
    fn meddle(&mut self) {
        // A code that comes long after a refund is not waited for.
        let is_it = |order: &Order| order.service == Service::Sms4Sats && !order.is_over();
        if let Some(order) = self.some_order(is_it) {
            let body = json!({ "orderId": order.id.as_str() });
            let name = self.dice.pick(&["code", "fail"]);
            let is_done = self.world.control(name, &body);
            self.world
                .log(|| format!("{name} {}: {is_done}", short(&order.id)));
        }
    }

    /// Ends it: the services answer again, everything restarts from the records, and what is known is
    /// compared with the books.
    fn end(mut self) -> Outcome {
        self.world
            .log(|| "from here on the services answer".to_owned());
        self.world.set_weather(Weather::default());
        self.world
            .control("settings", &json!({ "bitrefillCallsPerTenMinutes": 1_000 }));
        self.device.restart();
        self.device.tabs[0].attend(Attention::Waking);
        self.pass(PEACE_MS);
        self.device.check_sent();
        let orders = self.device.records.all();
        for order in &orders {
            books::check_end(order, &self.world);
        }
        let asked = self.device.asked.borrow().values().sum();
        Outcome {
            failures: self.world.take_failures(),
            log: self.world.take_log(),
            orders: orders.len() as u64,
            followed_ms: self.device.records.followed_ms(),
            asked,
        }
    }
}
