//! An account that can be topped up: how it is opened, what is in it, what is chosen.

mod top_up;

use leptos::prelude::*;
use leptos::task::spawn_local;
use satline_core::error::{Error, Service};
use satline_core::money::{Amount, Currency};
use satline_core::services::grid::Grid;
use satline_core::services::lava::KeyKind;
use satline_core::services::sms4sats::History;
use satline_core::topup::{AnyProvider, Method, TopUp, TopUpProvider};

use crate::state::credentials::{self, Client};
use crate::state::{Answer, Journal, PageTransport, Services, Setting, Settings, Wallets, lasting};

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
    pub provider: AnyProvider<PageTransport>,
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
        self.services
            .with_value(|services| services.sandbox.is_none())
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
            Ok(Client::Provider(provider)) => self.open(provider, self.name("")),
            Ok(Client::Grid(grid)) => self.list(grid),
            Err(error) => self.opened.set(Some(Answer::Failed(error))),
        }
    }

    fn client(self) -> Result<Client, Error> {
        let typed = self.typed.get_untracked();
        self.services
            .with_value(|services| credentials::client(self.service, services, &typed))
    }

    /// Opens one of the listed accounts.
    pub fn choose_wallet(self, id: String) {
        let Some(Answer::Here(wallets)) = self.wallets.get_untracked() else {
            return;
        };
        self.wallet.set(id.clone());
        let (provider, name) = wallets.provider(id);
        self.open(provider, name);
    }

    fn list(self, grid: Grid<PageTransport>) {
        let turn = self.next_turn();
        let name = self.name("");
        self.wallets.set(Some(Answer::Waiting));
        spawn_local(async move {
            let wallets = Wallets::of(grid, name).await;
            if self.is_turn(turn) {
                self.wallet.set(String::new());
                self.wallets.set(Some(wallets.into()));
            }
        });
    }

    fn open(self, provider: AnyProvider<PageTransport>, name: String) {
        let turn = self.next_turn();
        self.opened.set(Some(Answer::Waiting));
        self.balance.set(None);
        spawn_local(async move {
            let balance = provider.balance().await;
            let methods = provider.methods().await;
            if !self.is_turn(turn) {
                return;
            }
            let opened = balance.and_then(|balance| {
                let methods = methods?;
                self.balance.set(Some(Answer::Here(balance)));
                self.keep_choice(&methods);
                // What was begun there earlier is asked about again.
                self.follow(&name, &provider);
                Ok(Opened {
                    key: key_of(&provider),
                    provider: provider.clone(),
                    name,
                    methods,
                })
            });
            self.opened.set(Some(opened.into()));
            self.ask_history(provider).await;
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

    /// The account, once it is open.
    fn here(self) -> Option<Opened> {
        match self.opened.get_untracked() {
            Some(Answer::Here(opened)) => Some(opened),
            _ => None,
        }
    }

    /// Asks what is in it now.
    pub fn ask_balance(self) {
        let Some(Opened { provider, .. }) = self.here() else {
            return;
        };
        self.balance.set(Some(Answer::Waiting));
        let turn = self.turn.get_value();
        let wallet = self.wallet.get_untracked();
        spawn_local(async move {
            let balance = provider.balance().await;
            if let Ok(balance) = &balance {
                self.list_balance(&wallet, balance);
            }
            // Another account may have been opened meanwhile.
            if self.is_turn(turn) {
                self.balance.set(Some(balance.into()));
                self.ask_history(provider).await;
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

    async fn ask_history(self, provider: AnyProvider<PageTransport>) {
        if let AnyProvider::Sms4Sats(sms4sats) = provider {
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

fn key_of(provider: &AnyProvider<PageTransport>) -> Option<KeyKind> {
    match provider {
        AnyProvider::Lava(lava) => lava.account().key_kind(),
        _ => None,
    }
}
