//! QR codes, as SVG.

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

/// How much of a code may be spoiled before it cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// About 7 percent.
    Low,
    /// About 15 percent.
    Medium,
    /// About 25 percent.
    Quartile,
    /// About 30 percent.
    High,
}

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
    let mut text = "LIGHTNING:".to_owned();
    text.push_str(invoice);
    text.make_ascii_uppercase();
    draw(&text, Level::Medium, title)
        .ok_or_else(|| Error::invalid("invoice", "is too long for a QR code. Copy it instead."))
}

/// The QR code of any text as an SVG document, drawn like an invoice's.
pub fn svg(text: &str, level: Level, title: &str) -> Result<String, Error> {
    draw(text, level, title).ok_or_else(|| {
        Error::invalid("text", "is too long for a QR code. Shorten it, or choose a lower level.")
    })
}

fn draw(text: &str, level: Level, title: &str) -> Option<String> {
    let content = Content::new(text);
    let version = Version::all(level).find(|version| content.fits(*version))?;
    let codewords = correction::corrected(&content.codewords(version), version);
    let code = mask::best(&Symbol::new(version, &codewords), level);
    Some(svg::draw(&code.rows, title))
}
