//! An account that can be topped up, and its top-up.

use leptos::prelude::*;
use leptos::task::spawn_local;
use satline_core::error::{Error, Money, Service};
use satline_core::funding::{AnyPlace, Method, Place, Request, TopUp};
use satline_core::http::Fetch;
use satline_core::money::{Amount, Currency};
use satline_core::order::{Order, OrderId, State};
use satline_core::services::grid::{Grid, GridWallet};
use satline_core::services::lava::KeyKind;
use satline_core::services::sms4sats::History;

use super::credentials::{Client, prepared, typed};
use super::{
    Answer, Asker, Entry, Journal, NotMade, Note, Services, Setting, Settings, Wallets, lasting,
};
use crate::words::common;

/// What was asked for and how far that has come; none if it was not asked for.
type Asked<T> = RwSignal<Option<Answer<T>>>;

/// Signals alone, so that it can be handed to whoever needs it.
#[derive(Clone, Copy)]
pub struct Account {
    pub service: Service,
    services: StoredValue<Services>,
    settings: Settings,
    pub journal: Journal,
    /// What the settings last told of what is typed.
    kept: StoredValue<String>,
    /// The key or the relay's address. What is typed here is never stored.
    pub typed: RwSignal<String>,
    pub wallets: Asked<Wallets>,
    pub wallet: RwSignal<String>,
    pub opened: Asked<Opened>,
    pub balance: Asked<Amount>,
    pub history: Asked<History>,
    pub method: RwSignal<String>,
    /// The currency's code.
    pub currency: RwSignal<String>,
    pub amount: RwSignal<String>,
    /// The top-up is being sent.
    pub beginning: RwSignal<bool>,
    pub failure: RwSignal<Option<Error>>,
    pub begun: RwSignal<Option<TopUp>>,
    /// Why the top-up was not begun, where that lies in this browser.
    pub unkept: RwSignal<Option<&'static str>>,
    /// An answer to an earlier question than the last is of no use.
    turn: StoredValue<u32>,
}

/// An account that has answered.
#[derive(Clone, Debug)]
pub struct Opened {
    pub place: AnyPlace<Fetch>,
    /// What the journal calls it.
    name: String,
    pub methods: Vec<Method>,
    /// Whether the key is for tests or for real money, where it tells.
    pub key: Option<KeyKind>,
}

impl Account {
    pub fn new(
        service: Service,
        services: StoredValue<Services>,
        settings: Settings,
        journal: Journal,
    ) -> Self {
        let key = settings.peek(Setting::Key(service));
        Self {
            service,
            services,
            settings,
            journal,
            kept: StoredValue::new(key.clone()),
            typed: lasting(key),
            wallets: lasting(None),
            wallet: lasting(String::new()),
            opened: lasting(None),
            balance: lasting(None),
            history: lasting(None),
            method: lasting(String::new()),
            currency: lasting(String::new()),
            amount: lasting(String::new()),
            beginning: lasting(false),
            failure: lasting(None),
            begun: lasting(None),
            unkept: lasting(None),
            turn: StoredValue::new(0),
        }
    }

    /// The same one, of which nothing is known yet.
    pub fn anew(self) -> Self {
        self.typed.set(String::new());
        Self::new(self.service, self.services, self.settings, self.journal)
    }

    /// Whether the reader has to say who is asking.
    pub fn needs_login(self) -> bool {
        self.services.with_value(|services| !services.is_sandbox())
    }

    /// Opens it when it is first shown, if nothing has to be typed for that. What was typed in the
    /// settings since stands here too.
    pub fn greet(self) {
        let kept = self.settings.peek(Setting::Key(self.service));
        if self.kept.get_value() != kept {
            self.kept.set_value(kept.clone());
            self.typed.set(kept);
        }
        let asked = self.wallets.with_untracked(Option::is_some)
            || self.opened.with_untracked(Option::is_some);
        if !self.needs_login() && !asked {
            self.log_in();
        }
    }

    /// Opens it with the prepared credentials or with what was typed.
    pub fn log_in(self) {
        self.next_turn();
        self.wallets.set(None);
        self.opened.set(None);
        match self.client() {
            Ok(Client::Place(place)) => self.open(place),
            Ok(Client::Grid(grid)) => self.list(grid),
            Err(error) => self.opened.set(Some(Answer::Failed(error))),
        }
    }

    fn client(self) -> Result<Client, Error> {
        let services = self.services.get_value();
        match prepared(self.service, &services) {
            Some(client) => Ok(client),
            None => typed(self.service, &services, &self.typed.get_untracked()),
        }
    }

    /// Opens one of the listed accounts.
    pub fn choose_wallet(self, id: String) {
        let Some(Answer::Here(wallets)) = self.wallets.get_untracked() else {
            return;
        };
        self.wallet.set(id.clone());
        self.open(wallets.place(id));
    }

    fn list(self, grid: Grid<Fetch>) {
        let turn = self.next_turn();
        self.wallets.set(Some(Answer::Waiting));
        spawn_local(async move {
            let wallets = Wallets::of(grid).await;
            if self.is_turn(turn) {
                self.wallet.set(String::new());
                self.wallets.set(Some(wallets.into()));
            }
        });
    }

    fn open(self, place: AnyPlace<Fetch>) {
        let turn = self.next_turn();
        let name = self.name(&self.wallet.get_untracked());
        self.opened.set(Some(Answer::Waiting));
        self.balance.set(None);
        spawn_local(async move {
            let balance = place.balance().await;
            let methods = place.methods().await;
            if !self.is_turn(turn) {
                return;
            }
            let opened = balance.and_then(|balance| {
                let methods = methods?;
                self.balance.set(Some(Answer::Here(balance)));
                self.keep_choice(&methods);
                // What was begun there earlier is asked about again.
                self.follow(&name, &place);
                Ok(Opened {
                    key: key_of(&place),
                    place: place.clone(),
                    name,
                    methods,
                })
            });
            self.opened.set(Some(opened.into()));
            self.ask_history(place).await;
        });
    }

    /// Method and currency stay as they were chosen, as long as there are such.
    fn keep_choice(self, methods: &[Method]) {
        let chosen = self.method.get_untracked();
        let usable = |method: &&Method| method.problem.is_none();
        let same = methods.iter().find(|method| method.id == chosen);
        let method = same.filter(usable).or_else(|| methods.iter().find(usable));
        if let Some(method) = method {
            self.choose_method(method.id.clone(), &method.currencies);
        }
    }

    /// Chooses a way to pay, and keeps the currency if that way has it.
    pub fn choose_method(self, id: String, currencies: &[Currency]) {
        self.method.set(id);
        let chosen = self.currency.get_untracked();
        if let Some(first) = currencies.first()
            && !currencies.iter().any(|currency| currency.code() == chosen)
        {
            self.currency.set(first.code().to_owned());
        }
    }

    /// The chosen method.
    pub fn chosen_method(self) -> Option<Method> {
        let chosen = self.method.get();
        match self.opened.get() {
            Some(Answer::Here(opened)) => opened
                .methods
                .into_iter()
                .find(|method| method.id == chosen),
            _ => None,
        }
    }

    /// What was typed as the amount; an error if it cannot be topped up by the chosen method.
    pub fn chosen_amount(self) -> Option<Result<Option<Amount>, Error>> {
        let method = self.chosen_method()?;
        let code = self.currency.get();
        let currency = method
            .currencies
            .iter()
            .find(|currency| currency.code() == code)?;
        Some(method.amount(&self.amount.get(), currency))
    }

    /// Tops it up. A second call while the first is under way does nothing.
    pub fn begin(self, amount: Option<Amount>) {
        let (Some(opened), false) = (self.here(), self.beginning.get_untracked()) else {
            return;
        };
        self.beginning.set(true);
        self.failure.set(None);
        let request = Request {
            amount,
            method: self.method.get_untracked(),
            cap: None,
        };
        self.unkept.set(None);
        spawn_local(async move {
            let making = self.make(opened, request);
            match self.journal.alone(Box::pin(making)).await {
                Ok(id) => self.show(&id),
                Err(NotMade::Service(error)) => self.failure.set(Some(error)),
                Err(NotMade::Storage(trouble)) => self.unkept.set(Some(trouble.sentence())),
                Err(NotMade::Busy) => self.unkept.set(Some(common::IN_LINE)),
            }
            self.beginning.set(false);
        });
    }

    /// A charge is written down before it is sent: if the tab goes meanwhile, the record stays.
    async fn make(
        self,
        Opened { place, name, .. }: Opened,
        request: Request,
    ) -> Result<OrderId, NotMade> {
        let entry = |TopUp { order, todo }| {
            let note = Note {
                name: self.service.name().to_owned(),
                account: Some(name.clone()),
                todo,
                ..Note::default()
            };
            Entry::new(order, note)
        };
        let journal = self.journal;
        let begun = place.begin(request).await.map_err(NotMade::Service)?;
        let first = entry(begun.top_up.clone());
        if !begun.is_held_back() {
            return Ok(journal.add(first).await);
        }
        let id = journal.write_down(first).await.map_err(NotMade::Storage)?;
        match place.finish(begun).await {
            Ok(top_up) => Ok(journal.replace(&id, entry(top_up)).await),
            Err(error) => {
                if error.money == Money::Untouched {
                    // If it stays, its balance tells that nothing came.
                    let _ = journal.forget(&id).await;
                }
                Err(NotMade::Service(error))
            }
        }
    }

    /// Shows a top-up of the journal.
    fn show(self, id: &OrderId) {
        if let Some(Entry { order, note, .. }) = self.journal.peek(id) {
            let todo = note.todo;
            self.begun.set(Some(TopUp {
                order: order.clone(),
                todo,
            }));
            self.take(order);
        }
    }

    /// What the journal calls it, or that one of the accounts which a credential names. Another key may
    /// be another account, and its balance another one: so there is a trace of the key in it, too faint
    /// to tell anything else.
    fn name(self, wallet: &str) -> String {
        let trace = |text: &str| {
            text.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
                (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
            })
        };
        let service = self.service.name();
        // sms4sats tells of every order to whoever knows its id.
        if self.service == Service::Sms4Sats {
            return service.to_owned();
        }
        let key = trace(self.typed.get_untracked().trim()).to_string();
        [service, &key, wallet].join("/")
    }

    /// From now on this tab asks about what was begun there. sms4sats is asked about every order
    /// anyway, and without a key.
    fn follow(self, name: &str, place: &AnyPlace<Fetch>) {
        if self.service != Service::Sms4Sats {
            let asker = Asker::new(place.clone());
            self.journal.follow(name.to_owned(), asker);
        }
    }

    /// Asks about what was begun earlier, as far as the key is known.
    pub fn resume(self) {
        let Ok(client) = self.client() else {
            return;
        };
        let prefix = self.name("");
        for entry in untrack(|| self.journal.entries()) {
            let Some(wallet) = entry.account().strip_prefix(&prefix) else {
                continue;
            };
            let place = match &client {
                Client::Place(place) => place.clone(),
                Client::Grid(grid) => AnyPlace::Grid(GridWallet::new(grid.clone(), wallet)),
            };
            if untrack(|| self.journal.is_unasked(&entry)) {
                self.follow(entry.account(), &place);
            }
        }
    }

    /// The account, once it is open.
    fn here(self) -> Option<Opened> {
        match self.opened.get_untracked() {
            Some(Answer::Here(opened)) => Some(opened),
            _ => None,
        }
    }

    /// Takes in what has become of the top-up.
    pub fn take(self, order: Order) {
        let arrived = matches!(order.state, State::Credited | State::Charged);
        self.begun.update(|begun| {
            if let Some(begun) = begun {
                begun.order = order;
            }
        });
        if arrived {
            self.ask_balance();
        }
    }

    /// Back to the form.
    pub fn begin_another(self) {
        self.amount.set(String::new());
        self.begun.set(None);
    }

    /// Asks what is in it now.
    pub fn ask_balance(self) {
        let Some(Opened { place, .. }) = self.here() else {
            return;
        };
        self.balance.set(Some(Answer::Waiting));
        let turn = self.turn.get_value();
        let wallet = self.wallet.get_untracked();
        spawn_local(async move {
            let balance = place.balance().await;
            if let Ok(balance) = &balance {
                self.list_balance(&wallet, balance);
            }
            // Another account may have been opened meanwhile.
            if self.is_turn(turn) {
                self.balance.set(Some(balance.into()));
                self.ask_history(place).await;
            }
        });
    }

    /// The list of accounts tells the new balance too.
    fn list_balance(self, wallet: &str, balance: &Amount) {
        self.wallets.update(|wallets| {
            if let Some(Answer::Here(wallets)) = wallets {
                wallets.set_balance(wallet, balance);
            }
        });
    }

    async fn ask_history(self, place: AnyPlace<Fetch>) {
        if let AnyPlace::Sms4Sats(sms4sats) = place {
            let turn = self.turn.get_value();
            let history = sms4sats.history().await;
            if self.is_turn(turn) {
                self.history.set(Some(history.into()));
            }
        }
    }

    fn next_turn(self) -> u32 {
        self.turn.update_value(|turn| *turn += 1);
        self.turn.get_value()
    }

    fn is_turn(self, turn: u32) -> bool {
        self.turn.get_value() == turn
    }
}

fn key_of(place: &AnyPlace<Fetch>) -> Option<KeyKind> {
    match place {
        AnyPlace::Lava(lava) => lava.account().key_kind(),
        _ => None,
    }
}
