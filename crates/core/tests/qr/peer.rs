//! The same code by the crate `qrcode`, with the mode, the version and the mask it is told.

use qrcode::bits::Bits;
use qrcode::canvas::{Canvas, MaskPattern};
use qrcode::{Color, EcLevel, Version, ec};
use satline_core::qr::Level;

use crate::picture::Picture;

const MASKS: [MaskPattern; 8] = [
    MaskPattern::Checkerboard,
    MaskPattern::HorizontalLines,
    MaskPattern::VerticalLines,
    MaskPattern::DiagonalLines,
    MaskPattern::LargeCheckerboard,
    MaskPattern::Fields,
    MaskPattern::Diamonds,
    MaskPattern::Meadow,
];

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mode {
    Alphanumeric,
    Byte,
}

pub struct Peer {
    canvas: Canvas,
    size: usize,
}

impl Peer {
    /// The code before its mask, if the text fits.
    pub fn new(text: &str, mode: Mode, version: i16, level: Level) -> Option<Self> {
        let (version, level) = (Version::Normal(version), level_of(level));
        let mut bits = Bits::new(version);
        match mode {
            Mode::Alphanumeric => bits.push_alphanumeric_data(text.as_bytes()),
            Mode::Byte => bits.push_byte_data(text.as_bytes()),
        }
        .ok()?;
        bits.push_terminator(level).ok()?;
        let (data, correction) =
            ec::construct_codewords(&bits.into_bytes(), version, level).ok()?;
        let mut canvas = Canvas::new(version, level);
        canvas.draw_all_functional_patterns();
        canvas.draw_data(&data, &correction);
        let size = usize::try_from(version.width()).ok()?;
        Some(Self { canvas, size })
    }

    pub fn masked(&self, mask: usize) -> Picture {
        let mut canvas = self.canvas.clone();
        canvas.apply_mask(MASKS[mask]);
        let colors = canvas.into_colors();
        Picture::of(
            self.size,
            colors.iter().map(|color| *color == Color::Dark).collect(),
        )
    }
}

/// How many characters the largest text has that fits.
pub fn capacity(mode: Mode, version: i16, level: Level) -> usize {
    let bits = Bits::new(Version::Normal(version));
    let bits = bits.max_len(level_of(level)).unwrap();
    let kind = match mode {
        Mode::Alphanumeric => qrcode::types::Mode::Alphanumeric,
        Mode::Byte => qrcode::types::Mode::Byte,
    };
    let bits = bits - 4 - kind.length_bits_count(Version::Normal(version));
    match mode {
        Mode::Alphanumeric => bits / 11 * 2 + usize::from(bits % 11 >= 6),
        Mode::Byte => bits / 8,
    }
}

fn level_of(level: Level) -> EcLevel {
    match level {
        Level::Low => EcLevel::L,
        Level::Medium => EcLevel::M,
        Level::Quartile => EcLevel::Q,
        Level::High => EcLevel::H,
    }
}
