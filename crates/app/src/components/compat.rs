//! Components as functions, for pages that still call them so.

use leptos::prelude::*;
use satline_core::lightning::Check;

use super::{Facts, Findings, Receipt, Steps, StorageFailure};
use crate::state::{Entry, Journal, StorageError};

pub fn receipt(entry: Entry) -> AnyView {
    view! { <Receipt entry /> }.into_any()
}

pub fn steps(steps: Vec<(&'static str, &'static str)>) -> AnyView {
    view! { <Steps steps /> }.into_any()
}

pub fn facts(facts: Vec<(&'static str, &'static str)>) -> AnyView {
    view! { <Facts facts /> }.into_any()
}

pub fn findings(checks: &[Check]) -> AnyView {
    view! { <Findings checks=checks.to_vec() /> }.into_any()
}

pub fn storage_trouble(_: Journal, error: StorageError) -> AnyView {
    view! { <StorageFailure error /> }.into_any()
}
