//! Parts that pages are made of.

mod country_picker;
mod failure;
mod header;
mod invoice;
mod service_list;

pub use country_picker::CountryPicker;
pub use failure::Failure;
pub use header::Header;
pub use invoice::{Findings, InvoicePanel};
pub use service_list::ServiceList;
