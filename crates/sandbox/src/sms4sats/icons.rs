//! The services' pictures: a coloured disc with two letters, drawn by the sandbox.

use super::catalogue;
use crate::http::Response;

/// `/assets/saimages/{value}0.png`. The path is documented, but the picture is SVG.
pub(super) fn answer(file: &str) -> Response {
    let file = crate::http::percent_decoded(file);
    let service = file.strip_suffix("0.png").and_then(catalogue::service);
    match service {
        Some(service) => {
            Response::typed(200, "image/svg+xml", drawing(&service.value, &service.text))
        }
        None => Response::typed(404, "text/plain; charset=utf-8", "no such picture"),
    }
}

fn drawing(value: &str, text: &str) -> String {
    let hue = catalogue::mix(&["icon", value]) % 360;
    // Letters and digits only, so that no name becomes markup.
    let letters: String = text
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(2)
        .collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 64 64\">\
         <circle cx=\"32\" cy=\"32\" r=\"32\" fill=\"hsl({hue} 55% 42%)\"/>\
         <text x=\"32\" y=\"42\" text-anchor=\"middle\" font-family=\"sans-serif\" font-size=\"28\" fill=\"#fff\">{}</text>\
         </svg>",
        letters.to_uppercase()
    )
}
