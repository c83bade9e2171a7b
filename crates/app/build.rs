//! Makes a function of each text in `words/en.json`, so that a missing text or place does not compile,
//! and compares the other languages with it. For releases it also tells the linker to keep what the app
//! is split into chunks by.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use std::{env, fs};

use serde_json::{Map, Value};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Texts by their sections and keys.
type Texts = Vec<(String, String, Value)>;

fn main() -> Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=words");
    println!("cargo::rustc-check-cfg=cfg(split)");
    let is = |name, value| env::var(name).is_ok_and(|is| is == value);
    if is("PROFILE", "release") && is("CARGO_CFG_TARGET_FAMILY", "wasm") {
        println!("cargo::rustc-cfg=split");
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    let english = read(Path::new("words/en.json"))?;
    for file in fs::read_dir("words")? {
        let path = file?.path();
        compare(&english, &read(&path)?).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    fs::write(
        Path::new(&env::var("OUT_DIR")?).join("words.rs"),
        modules(&english),
    )?;
    Ok(())
}

fn read(path: &Path) -> Result<Texts> {
    let sections: Map<String, Value> = serde_json::from_str(&fs::read_to_string(path)?)?;
    let mut all = Texts::new();
    for (section, texts) in sections {
        for (key, text) in texts.as_object().into_iter().flatten() {
            all.push((section.clone(), key.clone(), text.clone()));
        }
    }
    Ok(all)
}

/// Fails unless a translation has the same texts with the same places.
fn compare(english: &Texts, translation: &Texts) -> Result<()> {
    let names = |texts: &Texts| -> BTreeSet<_> {
        let name = |(section, key, text): &_| {
            let places: BTreeSet<_> = places(text).into_iter().collect();
            format!("{section}.{key} with {places:?}")
        };
        texts.iter().map(name).collect()
    };
    let (english, translation) = (names(english), names(translation));
    match english.symmetric_difference(&translation).next() {
        Some(name) if english.contains(name) => Err(format!("{name} is missing").into()),
        Some(name) => Err(format!("{name} is not in words/en.json").into()),
        None => Ok(()),
    }
}

/// Returns a module for each section, with a function for each of its texts.
fn modules(texts: &Texts) -> String {
    let sections = texts.chunk_by(|(one, ..), (other, ..)| one == other);
    let module = |texts: &[(String, String, Value)]| {
        let functions: String = texts.iter().map(function).collect();
        let section = texts.first().map_or("", |(section, ..)| section);
        format!("pub mod {section} {{\n{functions}}}\n")
    };
    sections.map(module).collect()
}

/// Returns a function that returns the text: with a parameter for each place, and with a count where the
/// text depends on one.
fn function((section, key, text): &(String, String, Value)) -> String {
    let doc = forms(text).join("`, `");
    let places = places(text);
    let parameter = |place: &String| match place.as_str() {
        "count" => "count: u64, ".to_owned(),
        place => format!("{place}: &str, "),
    };
    let value = |place: &String| match place.as_str() {
        "count" => "(\"count\", &super::number(count)), ".to_owned(),
        place => format!("(\"{place}\", {place}), "),
    };
    let parameters: String = places.iter().map(parameter).collect();
    let values: String = places.iter().map(value).collect();
    let text = match text {
        Value::String(text) => format!("super::text({section:?}, {key:?}, {text:?})"),
        forms => {
            let [one, other] = ["one", "other"].map(|form| forms.get(form).and_then(Value::as_str));
            let forms = [one.unwrap_or_default(), other.unwrap_or_default()];
            format!("super::plural({section:?}, {key:?}, {forms:?}, count)")
        }
    };
    let (result, body) = if places.is_empty() {
        ("&'static str", text)
    } else {
        ("String", format!("super::fill({text}, &[{values}])"))
    };
    format!("/// `{doc}`\npub fn {key}({parameters}) -> {result} {{ {body} }}\n")
}

/// Returns a text, or its forms for the plural categories: `one`, `few`, `other`.
fn forms(text: &Value) -> Vec<&str> {
    match text {
        Value::Object(forms) => forms.values().filter_map(Value::as_str).collect(),
        _ => text.as_str().into_iter().collect(),
    }
}

/// Returns the places of a text, the count first. Not every form has to name the count.
fn places(text: &Value) -> Vec<String> {
    let mut places: Vec<String> = text
        .is_object()
        .then(|| "count".to_owned())
        .into_iter()
        .collect();
    for form in forms(text) {
        for part in form.split('{').skip(1) {
            let place = part.split('}').next().unwrap_or_default().to_owned();
            if !places.contains(&place) {
                places.push(place);
            }
        }
    }
    places
}
