//! What all orders have in common: the payer, the schedule and the money.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::accounts::{Accounts, Funding};
use super::placing::Wish;
use super::receive::Receive;
use super::send::Send;
use crate::settings::Settings;
use crate::{Webhook, World};

/// The kind of an order, with its own data.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) enum Job {
    Receive(Receive),
    Send(Send),
    /// Tops up the account of this key.
    Fund(String),
}

/// Where the money comes from.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) enum Payer {
    Invoice,
    /// The account of this key, immediately.
    Account(String),
}

/// A scheduled change of an order.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    NumberGiven,
    NoNumber,
    CodeArrives,
    TimeIsUp,
    MessageSent,
    MessageFails,
    MessageDelivered,
    AccountCredited,
}

/// What a step does with the money.
pub(super) enum Money {
    Stays,
    Settles,
    /// With the reason for the customer.
    GoesBack(String),
}

/// How the money ended.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) enum End {
    Settled,
    /// Paid, and refunded for this reason.
    Returned {
        at_ms: u64,
        reason: String,
    },
    /// Cancelled before it was paid.
    Withdrawn,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Order {
    pub(super) created_ms: u64,
    pub(super) paid_ms: Option<u64>,
    pub(super) changed_ms: u64,
    pub(super) end: Option<End>,
    id: String,
    price_sats: u64,
    payer: Payer,
    webhook_url: Option<String>,
    job: Job,
}

impl Order {
    pub(super) fn new(wish: Wish, id: String, payer: Payer, now_ms: u64) -> Self {
        Self {
            created_ms: now_ms,
            paid_ms: None,
            changed_ms: now_ms,
            end: None,
            id,
            price_sats: wish.price_sats,
            payer,
            webhook_url: wish.webhook_url,
            job: wish.job,
        }
    }

    /// Lets everything happen that is due, in order.
    pub(super) fn catch_up(&mut self, accounts: &mut Accounts, world: &mut World) {
        self.notice_payment(world);
        while let Some((due_ms, step)) = self.next_step(&world.settings)
            && due_ms <= world.clock.now_ms()
        {
            self.take(step, due_ms, accounts, world);
        }
    }

    /// Returns the response of `/orderstatus`, also sent to webhooks.
    pub(super) fn status(&self) -> Value {
        if self.paid_ms.is_none() {
            return match self.end {
                // A guess: cancelling an unpaid order is undocumented.
                Some(End::Withdrawn) => {
                    json!({ "status": "OK", "paid": false, "error": "Order is canceled." })
                }
                _ => json!({ "status": "OK", "paid": false }),
            };
        }
        let mut status = json!({ "status": "OK", "paid": true });
        match &self.job {
            Job::Receive(receive) => receive.describe(self, &mut status),
            Job::Send(send) => send.describe(self, &mut status),
            Job::Fund(_) => {}
        }
        status
    }

    /// `/cancelorder`. The errors are guesses: none are documented.
    pub(super) fn cancel(
        &mut self,
        accounts: &mut Accounts,
        world: &mut World,
    ) -> Result<(), &'static str> {
        let Job::Receive(receive) = &self.job else {
            return Err("only receive orders can be canceled");
        };
        if receive.has_code() {
            return Err("order already received a code and can not be canceled");
        }
        if self.end.is_some() {
            return Err("order is already canceled");
        }
        let now = world.clock.now_ms();
        let allowed_ms = self
            .created_ms
            .saturating_add(world.settings.cancel_after_ms);
        if now < allowed_ms {
            return Err("order can only be canceled after 2 minutes");
        }
        if self.paid_ms.is_some() {
            self.give_back(super::receive::CANCELED.to_owned(), now, accounts, world);
        } else {
            world.node.cancel(&self.id);
            self.end = Some(End::Withdrawn);
        }
        Ok(())
    }

    /// Lets a code of the test arrive now.
    pub(super) fn deliver_code(
        &mut self,
        code: Option<String>,
        accounts: &mut Accounts,
        world: &mut World,
    ) -> Result<(), String> {
        if self.paid_ms.is_none() {
            return Err(
                "This order is not paid yet, so it has no number to receive a code.".to_owned(),
            );
        }
        let Job::Receive(receive) = &mut self.job else {
            return Err("Only an order that receives can be sent a code.".to_owned());
        };
        receive.expect(code)?;
        self.take(Step::CodeArrives, world.clock.now_ms(), accounts, world);
        Ok(())
    }

    /// Lets the order fail now.
    pub(super) fn fail(
        &mut self,
        reason: String,
        accounts: &mut Accounts,
        world: &mut World,
    ) -> Result<(), String> {
        if self.paid_ms.is_none() {
            return Err(
                "This order is not paid yet, so there is no money to give back.".to_owned(),
            );
        }
        if self.end.is_some() {
            return Err(
                "This order is at its end already: its money was spent or went back.".to_owned(),
            );
        }
        if let Job::Send(send) = &mut self.job {
            send.fail();
        }
        self.give_back(reason, world.clock.now_ms(), accounts, world);
        self.tell(world);
        Ok(())
    }

    fn notice_payment(&mut self, world: &mut World) {
        if self.paid_ms.is_some() {
            return;
        }
        let paid_ms = match self.payer {
            Payer::Account(_) => Some(self.created_ms),
            Payer::Invoice => world
                .node
                .find(&self.id)
                .and_then(|invoice| invoice.paid_ms),
        };
        if let Some(at_ms) = paid_ms {
            self.paid_ms = paid_ms;
            self.changed_ms = at_ms;
            self.tell(world);
        }
    }

    fn next_step(&self, settings: &Settings) -> Option<(u64, Step)> {
        let paid_ms = self.paid_ms?;
        match &self.job {
            Job::Receive(receive) => receive.next_step(paid_ms, self.end.as_ref(), settings),
            Job::Send(send) => send.next_step(paid_ms, self.end.as_ref(), settings),
            Job::Fund(_) => self
                .end
                .is_none()
                .then_some((paid_ms, Step::AccountCredited)),
        }
    }

    fn take(&mut self, step: Step, at_ms: u64, accounts: &mut Accounts, world: &mut World) {
        self.changed_ms = at_ms;
        let money = match &mut self.job {
            Job::Receive(receive) => receive.take(step, at_ms),
            Job::Send(send) => send.take(step, at_ms),
            Job::Fund(key) => {
                if let Some(invoice) = world.node.find(&self.id) {
                    let funding = Funding {
                        amount_sats: self.price_sats,
                        created_ms: self.created_ms,
                        preimage: invoice.preimage().to_owned(),
                        payment_hash: self.id.clone(),
                    };
                    accounts.fund(key, funding);
                }
                Money::Settles
            }
        };
        match money {
            Money::Settles if self.end.is_none() => {
                world.node.settle(&self.id);
                self.end = Some(End::Settled);
            }
            Money::GoesBack(reason) => self.give_back(reason, at_ms, accounts, world),
            Money::Stays | Money::Settles => {}
        }
        self.tell(world);
    }

    fn give_back(
        &mut self,
        reason: String,
        at_ms: u64,
        accounts: &mut Accounts,
        world: &mut World,
    ) {
        match &self.payer {
            Payer::Invoice => world.node.cancel(&self.id),
            Payer::Account(key) => accounts.give_back(key, self.price_sats),
        }
        self.changed_ms = at_ms;
        self.end = Some(End::Returned { at_ms, reason });
    }

    fn tell(&self, world: &mut World) {
        if let Some(url) = &self.webhook_url {
            let body = self.status().to_string().into_bytes();
            world.webhooks.push(Webhook {
                url: url.clone(),
                body,
            });
        }
    }
}
