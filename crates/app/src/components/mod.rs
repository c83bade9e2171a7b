//! Parts that pages are made of.

mod account_choice;
mod account_login;
mod copy_button;
mod country_picker;
mod failure;
mod fundings;
mod header;
mod invoice;
mod service_list;
mod top_up_form;
mod top_up_progress;

pub use account_choice::AccountChoice;
pub use account_login::{AccountLogin, WalletChoice};
pub use copy_button::CopyButton;
pub use country_picker::CountryPicker;
pub use failure::{Failure, field_sentence};
pub use fundings::Fundings;
pub use header::Header;
pub use invoice::{Findings, InvoicePanel};
pub use service_list::ServiceList;
pub use top_up_form::TopUpForm;
pub use top_up_progress::TopUpProgress;
