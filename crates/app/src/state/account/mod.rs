//! An account that can be topped up: how far it is open, its balance, and the form.

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
use crate::state::{
    Answer, Journal, OrderError, PageTransport, Services, Settings, Wallets, lasting,
};

/// One service's account, as the page about it knows it.
#[derive(Clone, Copy)]
pub struct Account {
    pub service: Service,
    services: StoredValue<Services>,
    pub journal: Journal,
    /// The key or the relay's address. What is typed here is never stored.
    pub typed: RwSignal<String>,
    pub stage: RwSignal<Stage>,
    /// The accounts that the key opens, where there are several.
    pub wallets: RwSignal<Option<Wallets>>,
    /// None if it was not requested.
    pub balance: RwSignal<Option<Answer<Amount>>>,
    pub history: RwSignal<Option<Answer<History>>>,
    pub form: RwSignal<Form>,
    pub progress: RwSignal<Progress>,
    /// Counts the requests: a response to an earlier one than the last is dropped.
    turn: StoredValue<u32>,
}

/// How far the account is open.
#[derive(Clone, Debug, Default)]
pub enum Stage {
    /// It was not requested.
    #[default]
    Closed,
    /// The service is being asked.
    Opening,
    /// The service did not open it.
    Failed(Error),
    /// One of several accounts has to be chosen.
    Choosing,
    /// It can be topped up.
    Open(Opened),
}

/// An account that is open.
#[derive(Clone, Debug)]
pub struct Opened {
    provider: AnyProvider<PageTransport>,
    /// Its name in the journal.
    name: String,
    pub methods: Vec<Method>,
    /// Whether the key is for tests or for real money, if it says so.
    pub key: Option<KeyKind>,
}

/// A top-up as it is being put together.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// The method's id.
    pub method: String,
    /// The currency's code.
    pub currency: String,
    /// As it was typed.
    pub amount: String,
}

/// How far a top-up is.
#[expect(clippy::large_enum_variant, reason = "there is one for each account")]
#[derive(Clone, Debug)]
pub enum Progress {
    /// It is being put together. The error is that of the last try.
    Form(Option<OrderError>),
    /// It is being sent.
    Sending,
    /// It was sent.
    Started(TopUp),
}

impl Account {
    pub fn new(
        service: Service,
        services: StoredValue<Services>,
        settings: Settings,
        journal: Journal,
    ) -> Self {
        let key = Memo::new(move |_| settings.key(service));
        let typed = lasting(key.get_untracked());
        // What is typed in the settings is used here too.
        let follow = move |key: &String, _: Option<&String>, _| typed.set(key.clone());
        Effect::watch(move || key.get(), follow, false);
        Self {
            service,
            services,
            journal,
            typed,
            stage: lasting(Stage::Closed),
            wallets: lasting(None),
            balance: lasting(None),
            history: lasting(None),
            form: lasting(Form::default()),
            progress: lasting(Progress::Form(None)),
            turn: StoredValue::new(0),
        }
    }

    /// Forgets what was typed, chosen and received.
    pub fn reset(self) {
        self.next_turn();
        self.typed.set(String::new());
        self.stage.set(Stage::Closed);
        self.wallets.set(None);
        self.balance.set(None);
        self.history.set(None);
        self.form.set(Form::default());
        self.progress.set(Progress::Form(None));
    }

    /// Returns whether a key or a relay is needed.
    pub fn needs_login(self) -> bool {
        self.services
            .with_value(|services| services.sandbox.is_none())
    }

    /// Opens it when it is first shown, if nothing has to be typed.
    pub fn on_shown(self) {
        let is_closed = self
            .stage
            .with_untracked(|stage| matches!(stage, Stage::Closed));
        if is_closed && !self.needs_login() {
            self.log_in();
        }
    }

    /// Opens it with the prepared credentials or with what was typed.
    pub fn log_in(self) {
        self.wallets.set(None);
        match self.client() {
            Ok(Client::Provider(provider)) => self.open(provider, self.name("")),
            Ok(Client::Grid(grid)) => self.list_wallets(grid),
            Err(error) => self.stage.set(Stage::Failed(error)),
        }
    }

    fn client(self) -> Result<Client, Error> {
        let typed = self.typed.get_untracked();
        self.services
            .with_value(|services| credentials::client(self.service, services, &typed))
    }

    fn list_wallets(self, grid: Grid<PageTransport>) {
        let (turn, name) = (self.next_turn(), self.name(""));
        self.stage.set(Stage::Opening);
        spawn_local(async move {
            let wallets = Wallets::of(grid, name).await;
            if !self.is_turn(turn) {
                return;
            }
            match wallets {
                Ok(wallets) => {
                    self.wallets.set(Some(wallets));
                    self.stage.set(Stage::Choosing);
                }
                Err(error) => self.stage.set(Stage::Failed(error)),
            }
        });
    }

    /// Opens one of the listed accounts.
    pub fn choose_wallet(self, id: String) {
        let Some(mut wallets) = self.wallets.get_untracked() else {
            return;
        };
        wallets.chosen.clone_from(&id);
        self.wallets.set(Some(wallets.clone()));
        let (provider, name) = wallets.provider(id);
        self.open(provider, name);
    }

    fn open(self, provider: AnyProvider<PageTransport>, name: String) {
        let turn = self.next_turn();
        self.stage.set(Stage::Opening);
        self.balance.set(None);
        spawn_local(async move {
            let balance = provider.balance().await;
            let methods = provider.methods().await;
            if !self.is_turn(turn) {
                return;
            }
            match balance.and_then(|balance| Ok((balance, methods?))) {
                Ok((balance, methods)) => {
                    self.balance.set(Some(Answer::Here(balance)));
                    self.keep_choice(&methods);
                    // Earlier top-ups are polled for again.
                    self.follow(&name, &provider);
                    self.stage.set(Stage::Open(Opened {
                        key: key_of(&provider),
                        provider: provider.clone(),
                        name,
                        methods,
                    }));
                }
                Err(error) => self.stage.set(Stage::Failed(error)),
            }
            self.load_history(provider).await;
        });
    }

    /// Keeps the chosen method and currency if there still are such.
    fn keep_choice(self, methods: &[Method]) {
        let chosen = self.form.with_untracked(|form| form.method.clone());
        let usable = |method: &&Method| method.problem.is_none();
        let same = methods.iter().find(|method| method.id == chosen);
        let method = same.filter(usable).or_else(|| methods.iter().find(usable));
        if let Some(method) = method {
            self.choose_method(method.id.clone(), &method.currencies);
        }
    }

    /// Chooses a way to pay, and keeps the currency if that way has it.
    pub fn choose_method(self, id: String, currencies: &[Currency]) {
        self.form.update(|form| {
            form.method = id;
            let mut codes = currencies.iter().map(Currency::code);
            if !codes.any(|code| code == form.currency)
                && let Some(first) = currencies.first()
            {
                first.code().clone_into(&mut form.currency);
            }
        });
    }

    /// Returns the chosen method, and follows it.
    pub fn chosen_method(self) -> Option<Method> {
        let chosen = self.form.with(|form| form.method.clone());
        self.stage.with(|stage| match stage {
            Stage::Open(opened) => {
                let mut methods = opened.methods.iter();
                methods.find(|method| method.id == chosen).cloned()
            }
            _ => None,
        })
    }

    /// Returns the typed amount, or why it cannot be topped up by the chosen method; follows both.
    pub fn chosen_amount(self) -> Option<Result<Option<Amount>, Error>> {
        let (method, form) = (self.chosen_method()?, self.form.get());
        let mut currencies = method.currencies.iter();
        let currency = currencies.find(|currency| currency.code() == form.currency)?;
        Some(method.amount(&form.amount, currency))
    }

    fn opened(self) -> Option<Opened> {
        match self.stage.get_untracked() {
            Stage::Open(opened) => Some(opened),
            _ => None,
        }
    }

    /// Requests the balance.
    pub fn load_balance(self) {
        let Some(Opened { provider, .. }) = self.opened() else {
            return;
        };
        self.balance.set(Some(Answer::Waiting));
        let turn = self.turn.get_value();
        let wallets = self.wallets.get_untracked();
        let wallet = wallets.map(|wallets| wallets.chosen);
        spawn_local(async move {
            let balance = provider.balance().await;
            // The list of accounts shows the new balance too.
            if let (Ok(balance), Some(id)) = (&balance, wallet) {
                self.wallets.update(|wallets| {
                    if let Some(wallets) = wallets {
                        wallets.set_balance(&id, balance);
                    }
                });
            }
            // Another account may have been opened meanwhile.
            if self.is_turn(turn) {
                self.balance.set(Some(balance.into()));
                self.load_history(provider).await;
            }
        });
    }

    async fn load_history(self, provider: AnyProvider<PageTransport>) {
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
