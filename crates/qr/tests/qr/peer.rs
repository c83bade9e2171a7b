//! The same code with a given mode, version and mask, as the crate `qrcode` masks it.

use qrcode::bits::Bits;
use qrcode::canvas::{Canvas, MaskPattern};
use qrcode::{Color, Version, ec, types};
use satline_qr::EcLevel;

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
    /// Returns the code before its mask, if the text fits.
    pub fn new(text: &str, mode: Mode, version: i16, level: EcLevel) -> Option<Self> {
        let version = Version::Normal(version);
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

/// Returns how many characters the longest text has that fits.
pub fn capacity(mode: Mode, version: i16, level: EcLevel) -> usize {
    let version = Version::Normal(version);
    let bits = Bits::new(version).max_len(level).unwrap() - 4;
    match mode {
        Mode::Alphanumeric => {
            let bits = bits - types::Mode::Alphanumeric.length_bits_count(version);
            bits / 11 * 2 + usize::from(bits % 11 >= 6)
        }
        Mode::Byte => (bits - types::Mode::Byte.length_bits_count(version)) / 8,
    }
}
