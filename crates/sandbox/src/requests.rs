//! Counts the requests of each route, so that a test sees what really arrived. Keeps only the
//! method and the path: no query, header or body, and so no secret.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::http::Request;

/// The most paths that are counted, so that a stranger cannot fill the memory.
const MOST_ROUTES: usize = 1_000;

/// By method and path, with a space between them.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Requests(BTreeMap<String, u64>);

impl Requests {
    pub(crate) fn count(&mut self, request: &Request) {
        let route = format!("{} {}", request.method, request.path);
        if self.0.len() < MOST_ROUTES || self.0.contains_key(&route) {
            *self.0.entry(route).or_default() += 1;
        }
    }

    pub(crate) fn to_json(&self) -> Value {
        let rows = self.0.iter();
        rows.map(|(route, count)| {
            let (method, path) = route.split_once(' ').unwrap_or_default();
            json!({ "method": method, "path": path, "count": count })
        })
        .collect()
    }
}
