use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Promise;
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::client::{Account, Call, Client, ClientOptions, common_methods, not_of_this_service};
use super::error::{Failure, SatlineError};
use super::host::Host;
use super::input::Input;
use super::output::{Amount, Date, Extra, number, to_js};
use super::promise;
use super::turns::Turns;
use super::watch::{done, value};
use crate::lightning::UncheckedInvoice;
use crate::secret::Secret;
use crate::services::grid::{self, AccountFilter, GridWallet, LARGEST_PAGE};
use crate::topup::AnyProvider;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
export interface GridOptions extends ClientOptions {
  /** With `apiSecret`; through a relay, neither. */
  apiId?: string | undefined;
  apiSecret?: string | undefined;
  /** The internal account to top up. A resumed order keeps its own. */
  accountId?: string | undefined;
}

/** Which accounts to list. Default: all. */
export interface AccountFilter {
  /** Such as `USD`. */
  currency?: string | undefined;
  /** The service's own type, such as `INTERNAL_FIAT`. */
  type?: string | undefined;
}

export interface CustomerAccountFilter extends AccountFilter {
  customerId?: string | undefined;
}"#;

/// Lightspark Grid: internal accounts, topped up with play money in its sandbox. In a page, keep its secrets
/// in a relay.
///
/// @example
/// const grid = new Grid({ apiId, apiSecret, accountId });
/// await grid.topUp({ paymentMethodId: "sandbox", amount: "10.00" });
/// for await (const account of grid.walkCustomersAccounts({ currency: "USD" })) show(account);
#[wasm_bindgen]
pub struct Grid {
    client: Rc<Client>,
}

#[wasm_bindgen]
impl Grid {
    /// Creates a client. Nothing is sent.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_optional_param_type = "GridOptions")] options: &JsValue,
    ) -> Result<Self, SatlineError> {
        let client = create(options)?;
        Ok(Self { client })
    }

    /// Lists one page of the customers' accounts. `limit`: 1 to 100. Default: 100.
    #[wasm_bindgen(js_name = customersAccounts, unchecked_return_type = "Promise<AccountPage>")]
    pub fn customers_accounts(
        &self,
        #[wasm_bindgen(
            unchecked_optional_param_type = "CallOptions & CustomerAccountFilter & { cursor?: string | undefined; limit?: number | undefined }"
        )]
        options: &JsValue,
    ) -> Promise {
        self.client
            .call("customersAccounts", options, async |call| {
                let limit = call.input.whole_or_none("limit")?.unwrap_or(LARGEST_PAGE);
                let cursor = call.input.text_or_none("cursor")?;
                let filter = filter(&call.input)?;
                let wallet = provider(&call)?;
                let page = wallet
                    .grid()
                    .customers_accounts(&filter, cursor.as_deref(), limit);
                Ok(to_js(&AccountPage::from(page.await?)))
            })
    }

    /// Walks over all customers' accounts, page by page.
    #[wasm_bindgen(js_name = walkCustomersAccounts)]
    pub fn walk_customers_accounts(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions & CustomerAccountFilter")]
        options: &JsValue,
    ) -> Result<AccountWalk, SatlineError> {
        Ok(AccountWalk::of(&self.client, options)?)
    }

    /// Lists the platform's own accounts.
    #[wasm_bindgen(js_name = platformAccounts, unchecked_return_type = "Promise<AccountPage>")]
    pub fn platform_accounts(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions & AccountFilter")]
        options: &JsValue,
    ) -> Promise {
        self.client.call("platformAccounts", options, async |call| {
            let filter = AccountFilter {
                currency: call.input.text_or_none("currency")?,
                kind: call.input.text_or_none("type")?,
                customer_id: None,
            };
            let page = provider(&call)?.grid().platform_accounts(&filter).await?;
            Ok(to_js(&AccountPage::from(page)))
        })
    }
}

common_methods!(
    Grid,
    "Begins a top-up of the account. What moves money is sent once."
);

fn create(options: &JsValue) -> Result<Rc<Client>, Failure> {
    let options = ClientOptions::read(options)?;
    let account = match (options.base.clone(), options.token()?) {
        (Some(relay), None) => grid::Account::through(relay),
        // Without credentials the first call's error says that they are missing.
        (base, token) => {
            let (id, secret) = token.unwrap_or_else(|| (String::new(), Secret::new("")));
            grid::Account::at(base.unwrap_or_else(grid::base_url), id, secret)
        }
    };
    let id = options.input.text_or_none("accountId")?.unwrap_or_default();
    Client::new(Account::Grid(account, id), options)
}

fn provider(call: &Call) -> Result<GridWallet<Host>, Failure> {
    match call.provider()? {
        AnyProvider::Grid(wallet) => Ok(wallet),
        _ => Err(not_of_this_service()),
    }
}

fn filter(input: &Input) -> Result<AccountFilter, Failure> {
    Ok(AccountFilter {
        currency: input.text_or_none("currency")?,
        customer_id: input.text_or_none("customerId")?,
        kind: input.text_or_none("type")?,
    })
}

/// An iterator over accounts that fetches one page at a time.
#[wasm_bindgen]
pub struct AccountWalk(Rc<Walk>);

struct Walk {
    call: Call,
    filter: AccountFilter,
    turns: Rc<Turns>,
    state: RefCell<Walked>,
}

#[derive(Default)]
struct Walked {
    /// The remaining accounts of the fetched page, in reverse order.
    accounts: Vec<InternalAccount>,
    /// The cursor of the next page; absent before the first.
    cursor: Option<String>,
    has_ended: bool,
}

#[wasm_bindgen]
impl AccountWalk {
    /// Returns the next account.
    #[wasm_bindgen(unchecked_return_type = "Promise<IteratorResult<InternalAccount, undefined>>")]
    pub fn next(&self) -> Promise {
        let walk = self.0.clone();
        let turn = walk.turns.take();
        promise::promise(Box::pin(async move {
            let _turn = turn.await;
            loop {
                let account = walk.state.borrow_mut().accounts.pop();
                if let Some(account) = account {
                    return Ok(value(&to_js(&account)));
                }
                if walk.state.borrow().has_ended {
                    return Ok(done());
                }
                walk.fetch_page().await?;
            }
        }))
    }

    /// Returns itself.
    #[wasm_bindgen(js_name = "[Symbol.asyncIterator]")]
    pub fn iterator(&self) -> Self {
        Self(self.0.clone())
    }
}

impl AccountWalk {
    fn of(client: &Rc<Client>, options: &JsValue) -> Result<Self, Failure> {
        let call = Call::read(client.clone(), "customersAccounts", options)?;
        let filter = filter(&call.input)?;
        call.input.refuse_others()?;
        Ok(Self(Rc::new(Walk {
            call,
            filter,
            turns: Rc::default(),
            state: RefCell::default(),
        })))
    }
}

impl Walk {
    async fn fetch_page(&self) -> Result<(), Failure> {
        let cursor = self.state.borrow().cursor.clone();
        let wallet = provider(&self.call)?;
        let accounts = wallet.grid();
        let page = accounts.customers_accounts(&self.filter, cursor.as_deref(), LARGEST_PAGE);
        let page = page.await.map_err(|error| self.call.failed(error))?;
        let mut state = self.state.borrow_mut();
        state.accounts = page.accounts.into_iter().rev().map(Into::into).collect();
        // The same cursor again would loop forever.
        state.has_ended = page.next.is_none() || page.next == state.cursor;
        state.cursor = page.next;
        Ok(())
    }
}

/// A page of a list of accounts.
#[derive(Serialize, Tsify)]
pub struct AccountPage {
    accounts: Vec<InternalAccount>,
    /// The cursor of the next page.
    next: Option<String>,
    total: Option<f64>,
    extra: Option<Extra>,
}

impl From<grid::Page> for AccountPage {
    fn from(page: grid::Page) -> Self {
        Self {
            extra: Extra::of(&page.extra),
            accounts: page.accounts.into_iter().map(Into::into).collect(),
            next: page.next,
            total: page.total.map(number),
        }
    }
}

/// An internal account.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct InternalAccount {
    id: String,
    customer_id: Option<String>,
    /// The service's own type, such as `INTERNAL_FIAT`.
    kind: Option<String>,
    status: Option<String>,
    balance: Option<Amount>,
    total_balance: Option<Amount>,
    instructions: Vec<FundingInstruction>,
    created_at: Option<Date>,
    updated_at: Option<Date>,
    extra: Option<Extra>,
}

impl From<grid::InternalAccount> for InternalAccount {
    fn from(account: grid::InternalAccount) -> Self {
        Self {
            extra: Extra::of(&account.extra),
            balance: account.balance.as_ref().map(Amount::from),
            total_balance: account.total_balance.as_ref().map(Amount::from),
            created_at: account.created_at.as_deref().and_then(Date::parse),
            updated_at: account.updated_at.as_deref().and_then(Date::parse),
            instructions: account.instructions.into_iter().map(Into::into).collect(),
            id: account.id,
            customer_id: account.customer_id,
            kind: account.kind,
            status: account.status,
        }
    }
}

/// A way to pay into an account, with the service's own field names.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct FundingInstruction {
    account_type: Option<String>,
    fields: Vec<InstructionField>,
    /// Not checked: {@link checkInvoice} does that.
    unchecked_invoices: Vec<String>,
    notes: Option<String>,
    is_platform_account: Option<bool>,
    extra: Option<Extra>,
}

/// One line of a funding instruction.
#[derive(Serialize, Tsify)]
pub struct InstructionField {
    label: String,
    value: String,
}

impl From<grid::FundingInstruction> for FundingInstruction {
    fn from(instruction: grid::FundingInstruction) -> Self {
        let invoice = |invoice: &UncheckedInvoice| invoice.text().to_owned();
        let field = |field: grid::Field| InstructionField {
            label: field.label,
            value: field.value,
        };
        Self {
            extra: Extra::of(&instruction.extra),
            unchecked_invoices: instruction.invoices.iter().map(invoice).collect(),
            fields: instruction.fields.into_iter().map(field).collect(),
            account_type: instruction.account_type,
            notes: instruction.notes,
            is_platform_account: instruction.is_platform_account,
        }
    }
}
