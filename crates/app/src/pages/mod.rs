//! One page per route.

mod catalogue;
mod not_found;
mod order;
mod top_up;

pub use catalogue::CataloguePage;
pub use not_found::NotFoundPage;
pub use order::OrderPage;
pub use top_up::TopUpPage;
