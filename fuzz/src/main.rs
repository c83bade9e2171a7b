//! Fuzzes the target that `TARGET` names: `cargo xtask fuzz` starts it once for each.
#![no_main]

use std::env;
use std::sync::LazyLock;

use satline_fuzz::TARGETS;

static HOLDS: LazyLock<fn(&str)> = LazyLock::new(|| {
    let name = env::var("TARGET").expect("TARGET names the target");
    let target = TARGETS.iter().find(|target| target.0 == name);
    target.expect("there is such a target").1
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| HOLDS(&String::from_utf8_lossy(bytes)));
