use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Blob, HtmlAnchorElement, Url};

/// Downloads a text as a file. Nothing happens where that is impossible.
pub fn save(name: &str, text: &str) {
    let parts = Array::of1(&text.into());
    let address = Blob::new_with_str_sequence(&parts)
        .and_then(|blob| Url::create_object_url_with_blob(&blob));
    let link = document().create_element("a");
    if let (Ok(address), Ok(link)) = (address, link) {
        let link: HtmlAnchorElement = link.unchecked_into();
        link.set_href(&address);
        link.set_download(name);
        link.click();
        let _ = Url::revoke_object_url(&address);
    }
}
