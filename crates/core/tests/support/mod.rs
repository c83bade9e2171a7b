//! Scenarios against a sandbox.
//!
//! The same scenarios run natively against a sandbox in the same process, where waiting takes no time,
//! and in Chrome by `fetch` against a sandbox that serves real HTTP.

#![allow(dead_code, reason = "each test file uses a part of it")]

pub mod canned;
pub mod invoice;
pub mod lab;
pub mod providers;
pub mod site;

/// Declares a test that runs in both: `scenario!(name, |site| { … })`. The body is asynchronous.
#[macro_export]
macro_rules! scenario {
    ($name:ident, |$site:ident| $body:block) => {
        #[cfg_attr(not(target_arch = "wasm32"), test)]
        #[cfg(not(target_arch = "wasm32"))]
        fn $name() {
            let lab = $crate::support::lab::Lab::new();
            lab.run(async {
                let $site = &$crate::support::site::Site::in_process(&lab).await;
                $body
            });
        }

        #[cfg(target_arch = "wasm32")]
        #[wasm_bindgen_test::wasm_bindgen_test]
        async fn $name() {
            if let Some(site) = $crate::support::site::Site::live().await {
                let $site = &site;
                $body
            } else {
                let lab = $crate::support::lab::Lab::new();
                lab.run(async {
                    let $site = &$crate::support::site::Site::in_process(&lab).await;
                    $body
                });
            }
        }
    };
}
