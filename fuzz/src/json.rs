//! Any text as JSON.

use satline_core::lenient::parse;
use serde_json::Value;

/// What is JSON is read as `serde_json` does, and the same again after writing it. Only what has escapes is
/// read where `serde_json` refuses.
pub fn holds(text: &str) {
    let strict: Option<Value> =
        serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(text)).ok();
    let read = parse(text);
    if strict.is_some() {
        assert_eq!(read, strict);
    }
    let Some(value) = read else { return };
    assert!(strict.is_some() || text.contains("\\u"));
    assert_eq!(parse(&value.to_string()), Some(value));
}
