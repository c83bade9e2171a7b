//! QR codes, as SVG: ISO/IEC 18004 in versions 1 to 40, at all levels, in alphanumeric and byte mode.
//!
//! Made to be small and fast in WebAssembly: 64 modules are one word, and numbers are written by hand.

mod content;
mod correction;
mod lines;
mod marks;
mod mask;
mod penalty;
mod svg;
mod symbol;
mod version;

use crate::error::Error;
use content::Content;
use symbol::Symbol;
use version::Version;

/// How much of a code may be spoiled before it cannot be read. More takes more room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// L: about 7 percent.
    Low,
    /// M: about 15 percent.
    Medium,
    /// Q: about 25 percent.
    Quartile,
    /// H: about 30 percent.
    High,
}

/// The QR code of an invoice as an SVG document: dark on white with a quiet zone, drawn as one path,
/// with a title for those who cannot see it.
///
/// The text becomes `LIGHTNING:…` in upper case, which takes a third less room than lower case and
/// which every wallet reads.
///
/// ```
/// use satline_core::qr::{Level, invoice_svg};
///
/// let svg = invoice_svg("lnbcrt1example", Level::Medium, "Invoice for 3,000 sats")?;
/// assert!(svg.starts_with("<svg"));
/// # Ok::<(), satline_core::error::Error>(())
/// ```
pub fn invoice_svg(invoice: &str, level: Level, title: &str) -> Result<String, Error> {
    let mut text = "LIGHTNING:".to_owned();
    text.push_str(invoice);
    text.make_ascii_uppercase();
    draw(&text, level, title)
        .ok_or_else(|| Error::invalid("invoice", "is too long for a QR code. Copy it instead."))
}

/// The QR code of any text as an SVG document that looks like an invoice's.
///
/// ```
/// use satline_core::qr::{Level, svg};
///
/// let svg = svg("https://example.com", Level::Low, "Our address")?;
/// assert!(svg.contains("<title>Our address</title>"));
/// # Ok::<(), satline_core::error::Error>(())
/// ```
pub fn svg(text: &str, level: Level, title: &str) -> Result<String, Error> {
    draw(text, level, title).ok_or_else(|| {
        let allowed = "is too long for a QR code. Shorten it, or choose a lower level.";
        Error::invalid("text", allowed)
    })
}

fn draw(text: &str, level: Level, title: &str) -> Option<String> {
    let content = Content::new(text);
    let version = Version::smallest(level, |version| content.fits(version))?;
    let codewords = correction::corrected(&content.codewords(version), version);
    let rows = mask::best(&Symbol::new(version, &codewords), level)?;
    Some(svg::draw(&rows, title))
}
