//! Parts that pages are made of.

mod account_choice;
mod account_login;
mod copy_button;
mod country_picker;
mod failure;
mod fundings;
mod icon;
mod invoice;
mod order_panel;
mod quick_countries;
mod rental_choice;
mod service_list;
mod steps;
mod top_up_form;
mod top_up_progress;

pub use account_choice::AccountChoice;
pub use account_login::{AccountLogin, WalletChoice};
pub use copy_button::CopyButton;
pub use country_picker::CountryPicker;
pub use failure::{Failure, field_sentence};
pub use fundings::Fundings;
pub use icon::{Icon, icon};
pub use invoice::{Findings, InvoicePanel};
pub use order_panel::{Draft, OrderPanel};
pub use quick_countries::QuickCountries;
pub use rental_choice::RentalChoice;
pub use service_list::ServiceList;
pub use steps::steps;
pub use top_up_form::TopUpForm;
pub use top_up_progress::TopUpProgress;
