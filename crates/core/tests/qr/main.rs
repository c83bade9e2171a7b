//! QR codes: held against another encoder's, and read by another's reader.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests"
)]

mod peer;
mod picture;
mod rules;

use proptest::prelude::*;
use proptest::sample::select;
use rqrr::{Grid, PreparedImage, SimpleGrid};
use satline_core::qr::{Level, invoice_svg, svg};

use peer::{Mode, Peer, capacity};
use picture::Picture;

const LEVELS: [Level; 4] = [Level::Low, Level::Medium, Level::Quartile, Level::High];
const MODES: [Mode; 2] = [Mode::Alphanumeric, Mode::Byte];

/// Forty-five characters that fit into alphanumeric mode, and more that do not.
const CHARACTERS: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:abcdefghijklmnopqrstuvwxyz";

/// A text of this mode and length.
fn text(mode: Mode, length: usize) -> String {
    let (first, characters) = match mode {
        Mode::Alphanumeric => ("", &CHARACTERS[..45]),
        Mode::Byte => ("b", CHARACTERS),
    };
    first.chars().chain(characters.chars().cycle()).take(length).collect()
}

fn drawn(text: &str, level: Level) -> Picture {
    Picture::painted(&svg(text, level, "").unwrap())
}

/// What a reader finds, and at which version.
fn read(picture: &Picture) -> (usize, String) {
    let grid = SimpleGrid::from_func(picture.size, |x, y| picture.dark(x, y));
    let (meta, text) = Grid::new(grid).decode().unwrap();
    (meta.version.0, text)
}

#[test]
fn full_codes_of_every_version_and_level_are_module_for_module_what_a_peer_draws() {
    for version in 1..=40 {
        for (level, mode) in LEVELS.iter().flat_map(|level| MODES.map(|mode| (*level, mode))) {
            let text = text(mode, capacity(mode, version, level));
            let ours = drawn(&text, level);
            let theirs = Peer::new(&text, mode, version, level).unwrap();
            assert!(ours == theirs.masked(ours.mask()), "{version} {level:?} {mode:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_mask_is_the_first_of_those_with_the_fewest_points(
        text in "[A-Z0-9 ]{0,400}",
        level in select(LEVELS.to_vec()),
    ) {
        let ours = drawn(&text, level);
        let version = i16::try_from((ours.size - 17) / 4).unwrap();
        let peer = Peer::new(&text, Mode::Alphanumeric, version, level).unwrap();
        let points = |mask: &usize| {
            let code = peer.masked(*mask);
            rules::penalty(code.size, |x, y| code.dark(x, y))
        };
        prop_assert_eq!(Some(ours.mask()), (0..8).min_by_key(points));
    }
}
