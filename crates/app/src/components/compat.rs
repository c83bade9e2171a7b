//! Components as functions, for pages that still call them so.

use leptos::prelude::*;
use satline_core::lightning::Check;

use super::Findings;

pub fn findings(checks: &[Check]) -> AnyView {
    view! { <Findings checks=checks.to_vec() /> }.into_any()
}
