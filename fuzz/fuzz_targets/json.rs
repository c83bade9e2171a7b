#![no_main]

libfuzzer_sys::fuzz_target!(
    |bytes: &[u8]| satline_fuzz::json::holds(&String::from_utf8_lossy(bytes))
);
