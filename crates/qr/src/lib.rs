//! QR codes of Lightning invoices, and of any other text, as SVG or for a terminal.
//!
//! The crate [`qrcode`] encodes a text, adds the error correction and places the modules. The choice of the
//! mask and the drawing are ours: with the crate's own, an invoice takes forty times as long in
//! WebAssembly, which is several milliseconds, and more on a phone.

#![warn(missing_docs)]

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod mask;
mod matrix;
mod penalty;
mod svg;
mod terminal;

use std::error::Error;
use std::fmt;

use qrcode::bits::Bits;
use qrcode::canvas::Canvas;
use qrcode::ec;
use qrcode::types::{Mode, QrError, QrResult, Version};

use matrix::Matrix;
pub use qrcode::EcLevel;

/// The text does not fit into the largest QR code at this level of error correction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text is too long for a QR code")
    }
}

impl Error for TooLong {}

/// Draws an invoice as a QR code.
///
/// The text becomes `LIGHTNING:…` in upper case, which every wallet accepts and which takes a third less
/// space than lower case.
///
/// ```
/// use satline_qr::{EcLevel, invoice_svg};
///
/// let svg = invoice_svg("lnbcrt1example", EcLevel::M, "Invoice for 3,000 sats")?;
/// assert!(svg.starts_with("<svg"));
/// # Ok::<(), satline_qr::TooLong>(())
/// ```
///
/// # Errors
///
/// [`TooLong`] if the invoice does not fit.
pub fn invoice_svg(invoice: &str, level: EcLevel, title: &str) -> Result<String, TooLong> {
    svg(&in_capitals(invoice), level, title)
}

/// Draws an invoice as a QR code for a terminal, with the same text as [`invoice_svg`] and in the form of
/// [`terminal`].
///
/// ```
/// use satline_qr::{EcLevel, invoice_terminal};
///
/// let text = invoice_terminal("lnbcrt1example", EcLevel::L)?;
/// println!("{text}");
/// # Ok::<(), satline_qr::TooLong>(())
/// ```
///
/// # Errors
///
/// [`TooLong`] if the invoice does not fit.
pub fn invoice_terminal(invoice: &str, level: EcLevel) -> Result<String, TooLong> {
    terminal(&in_capitals(invoice), level)
}

fn in_capitals(invoice: &str) -> String {
    format!("LIGHTNING:{invoice}").to_ascii_uppercase()
}

/// Draws any text as a QR code: an SVG document, dark on white with a quiet zone.
///
/// The title is for people who cannot see the code.
///
/// ```
/// use satline_qr::{EcLevel, svg};
///
/// let svg = svg("https://example.com", EcLevel::L, "Our address")?;
/// assert!(svg.contains("<title>Our address</title>"));
/// # Ok::<(), satline_qr::TooLong>(())
/// ```
///
/// # Errors
///
/// [`TooLong`] if the text does not fit.
pub fn svg(text: &str, level: EcLevel, title: &str) -> Result<String, TooLong> {
    Ok(svg::draw(&draw_rows(text, level)?, title))
}

/// Draws any text as a QR code for a terminal: lines of half blocks, with a quiet zone.
///
/// The blocks are the dark modules. Many scanners read only dark on light, so print it in black on white,
/// whatever the colours of the terminal are.
///
/// ```
/// use satline_qr::{EcLevel, terminal};
///
/// let text = terminal("https://example.com", EcLevel::L)?;
/// // 25 modules and the quiet zone, two rows in each line.
/// assert_eq!(text.lines().count(), 17);
/// assert!(text.lines().all(|line| line.chars().count() == 33));
/// # Ok::<(), satline_qr::TooLong>(())
/// ```
///
/// # Errors
///
/// [`TooLong`] if the text does not fit.
pub fn terminal(text: &str, level: EcLevel) -> Result<String, TooLong> {
    Ok(terminal::draw(&draw_rows(text, level)?))
}

fn draw_rows(text: &str, level: EcLevel) -> Result<Matrix, TooLong> {
    let (canvas, version) = draw_canvas(text.as_bytes(), level).map_err(|_| TooLong)?;
    Ok(mask::apply_best(&canvas, version, level))
}

/// Draws a text and its error correction, without a mask.
fn draw_canvas(text: &[u8], level: EcLevel) -> QrResult<(Canvas, Version)> {
    let bits = encode(text, level)?;
    let version = bits.version();
    let (data, correction) = ec::construct_codewords(&bits.into_bytes(), version, level)?;
    let mut canvas = Canvas::new(version, level);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&data, &correction);
    Ok((canvas, version))
}

/// Encodes a text in the smallest version that fits, and in one mode: splitting into segments gains nothing
/// for invoices.
fn encode(text: &[u8], level: EcLevel) -> QrResult<Bits> {
    let is_alphanumeric = text.iter().all(|byte| ALPHANUMERIC.contains(byte));
    let mode = if is_alphanumeric {
        Mode::Alphanumeric
    } else {
        Mode::Byte
    };
    for version in (1..=40).map(Version::Normal) {
        let mut bits = Bits::new(version);
        let length = version.mode_bits_count()
            + mode.length_bits_count(version)
            + mode.data_bits_count(text.len());
        if length <= bits.max_len(level)? {
            match mode {
                Mode::Alphanumeric => bits.push_alphanumeric_data(text)?,
                _ => bits.push_byte_data(text)?,
            }
            bits.push_terminator(level)?;
            return Ok(bits);
        }
    }
    Err(QrError::DataTooLong)
}

/// The characters of the alphanumeric mode.
const ALPHANUMERIC: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
