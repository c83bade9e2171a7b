//! One page per route.

mod catalogue;
mod not_found;
mod order;
mod orders;
mod send;
mod settings;
mod top_up;

pub use catalogue::CataloguePage;
pub use not_found::NotFoundPage;
pub use order::OrderPage;
pub use orders::OrdersPage;
pub use send::SendPage;
pub use settings::SettingsPage;
pub use top_up::TopUpPage;
