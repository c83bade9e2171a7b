//! QR codes of invoices, as SVG.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

use crate::error::Error;

/// The empty border that readers need, in modules.
const QUIET_ZONE: usize = 4;

/// The QR code of an invoice as an SVG document: dark on white with a quiet zone, drawn as one path,
/// with a title for those who cannot see it.
///
/// The text becomes `LIGHTNING:…` in upper case, which takes a third less room than lower case and
/// which every wallet reads.
///
/// ```
/// let svg = satline_core::qr::invoice_svg("lnbcrt1example", "Invoice for 3,000 sats")?;
/// assert!(svg.starts_with("<svg"));
/// # Ok::<(), satline_core::error::Error>(())
/// ```
pub fn invoice_svg(invoice: &str, title: &str) -> Result<String, Error> {
    let text = format!("LIGHTNING:{}", invoice.to_ascii_uppercase());
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|_| Error::invalid("invoice", "is too long for a QR code. Copy it instead."))?;
    let width = code.width();
    let side = width + 2 * QUIET_ZONE;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" role=\"img\" \
         shape-rendering=\"crispEdges\"><title>{}</title>\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"",
        escaped(title)
    );
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        draw_row(&mut svg, row, y + QUIET_ZONE);
    }
    svg.push_str("\"/></svg>");
    Ok(svg)
}

/// Each run of dark modules as one rectangle.
fn draw_row(path: &mut String, row: &[Color], y: usize) {
    let mut x = QUIET_ZONE;
    for run in row.chunk_by(|a, b| a == b) {
        let length = run.len();
        if run.first() == Some(&Color::Dark) {
            // Writing to a String cannot fail.
            let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
        }
        x += length;
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_only_ever_text() {
        let svg = invoice_svg("lnbcrt1", "<script>&</script>").unwrap();
        assert!(svg.contains("<title>&lt;script>&amp;&lt;/script></title>"));
    }

    #[test]
    fn what_no_code_can_hold_is_refused() {
        let error = invoice_svg(&"a".repeat(10_000), "").unwrap_err();
        assert_eq!(error.field.as_deref(), Some("invoice"));
    }

    #[test]
    fn upper_case_keeps_the_code_small() {
        // 271 characters and the prefix: 49 modules at level L, and at M not above 57.
        let svg = invoice_svg(&"lnbc1".repeat(54), "").unwrap();
        assert!(svg.contains("viewBox=\"0 0 65 65\"") || svg.contains("viewBox=\"0 0 61 61\""));
    }
}
