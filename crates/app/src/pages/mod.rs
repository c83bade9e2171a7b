//! One page per route.

mod catalogue;
mod not_found;
mod order;

pub use catalogue::CataloguePage;
pub use not_found::NotFoundPage;
pub use order::OrderPage;
