//! QR codes: masked by the standard's rules, drawn as the crate `qrcode` draws them, and read by another
//! crate, `rqrr`.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests"
)]

mod peer;
mod picture;
mod rules;

use std::collections::HashSet;

use proptest::prelude::*;
use proptest::sample::select;
use rqrr::{Grid, PreparedImage, SimpleGrid};
use satline_qr::{EcLevel, TooLong, invoice_svg, invoice_terminal, svg, terminal};

use peer::{Mode, Peer, capacity};
use picture::Picture;

const LEVELS: [EcLevel; 4] = [EcLevel::L, EcLevel::M, EcLevel::Q, EcLevel::H];

/// An example of BOLT #11.
const INVOICE: &str = "lnbc2500u1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsy\
    qcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsxqzpu9qrsgquk0rl77nj30yxdy\
    8j9vdx85fkpmdla2087ne0xh8nhedh8w27kyke0lp53ut353s06fv3qfegext0eh0ymjpf39tuven09sam30g4vgpfna3rh";

/// Returns every version, level and mode.
fn kinds() -> impl Iterator<Item = (i16, EcLevel, Mode)> {
    let levels = (1..=40).flat_map(|version| LEVELS.map(|level| (version, level)));
    levels.flat_map(|(version, level)| {
        [
            (version, level, Mode::Alphanumeric),
            (version, level, Mode::Byte),
        ]
    })
}

/// Returns a text that is encoded in this mode.
fn text(mode: Mode, length: usize) -> String {
    let characters = match mode {
        Mode::Alphanumeric => "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:",
        Mode::Byte => "bytes, 0 TO 9;",
    };
    characters.chars().cycle().take(length).collect()
}

fn drawn(text: &str, level: EcLevel) -> Picture {
    Picture::painted(&svg(text, level, "").unwrap())
}

/// Reads a code with `rqrr`.
fn read(picture: &Picture) -> String {
    let grid = SimpleGrid::from_func(picture.size, |x, y| picture.dark(x, y));
    Grid::new(grid).decode().unwrap().1
}

/// Any text, and the mode it is encoded in.
fn any_text() -> impl Strategy<Value = (String, Mode)> {
    prop_oneof![
        "[0-9A-Z $%*+./:-]{0,500}".prop_map(|text| (text, Mode::Alphanumeric)),
        "\\PC{0,300}[a-zä€😀]".prop_map(|text| (text, Mode::Byte)),
    ]
}

#[test]
fn full_codes_of_every_version_and_level_are_what_the_crate_qrcode_draws() {
    let mut masks = HashSet::new();
    for (version, level, mode) in kinds() {
        let text = text(mode, capacity(mode, version, level));
        let ours = drawn(&text, level);
        let theirs = Peer::new(&text, mode, version, level).unwrap();
        assert!(
            ours == theirs.masked(ours.mask()),
            "{version} {level:?} {mode:?}\n{ours:?}"
        );
        masks.insert(ours.mask());
    }
    assert_eq!(masks.len(), 8);
}

#[test]
fn one_character_more_takes_the_next_version_and_after_the_last_there_is_none() {
    for (version, level, mode) in kinds() {
        let text = text(mode, capacity(mode, version, level) + 1);
        match svg(&text, level, "") {
            Ok(svg) => assert_eq!(Picture::painted(&svg).version(), version + 1),
            Err(TooLong) => assert_eq!(version, 40),
        }
    }
}

#[test]
fn full_codes_of_every_version_and_level_can_be_read() {
    for (version, level, mode) in kinds() {
        let text = text(mode, capacity(mode, version, level));
        assert_eq!(
            read(&drawn(&text, level)),
            text,
            "{version} {level:?} {mode:?}"
        );
    }
}

#[test]
fn an_invoice_is_read_from_a_picture_in_upper_case() {
    let svg = invoice_svg(INVOICE, EcLevel::M, "Invoice").unwrap();
    let picture = Picture::painted(&svg);
    let (scale, border) = (5, 4);
    let side = (picture.size + 2 * border) * scale;
    let mut photo = PreparedImage::prepare_from_bitmap(side, side, |x, y| {
        let [x, y] = [x, y].map(|at| (at / scale).wrapping_sub(border));
        x.max(y) < picture.size && picture.dark(x, y)
    });
    let found = photo.detect_grids();
    let text = found[0].decode().unwrap().1;
    assert_eq!(text, format!("LIGHTNING:{}", INVOICE.to_uppercase()));
}

#[test]
fn a_terminal_shows_the_same_code() {
    for (version, level, mode) in kinds() {
        let text = text(mode, capacity(mode, version, level));
        let printed = Picture::printed(&terminal(&text, level).unwrap());
        assert!(printed == drawn(&text, level), "{version} {level:?}");
    }
    let printed = Picture::printed(&invoice_terminal(INVOICE, EcLevel::L).unwrap());
    assert_eq!(
        read(&printed),
        format!("LIGHTNING:{}", INVOICE.to_uppercase())
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_code_is_the_smallest_with_the_first_of_the_masks_that_have_the_fewest_points(
        (text, mode) in any_text(),
        level in select(LEVELS.to_vec()),
    ) {
        let ours = drawn(&text, level);
        let version = ours.version();
        prop_assert!(version == 1 || Peer::new(&text, mode, version - 1, level).is_none());
        let peer = Peer::new(&text, mode, version, level).unwrap();
        let theirs = (0..8).map(|mask| peer.masked(mask)).min_by_key(|code| {
            rules::penalty(code.size, |x, y| code.dark(x, y))
        });
        prop_assert_eq!(Some(ours), theirs);
    }

    #[test]
    fn what_is_drawn_can_be_read((text, _) in any_text(), level in select(LEVELS.to_vec())) {
        prop_assert_eq!(read(&drawn(&text, level)), text);
    }
}

#[test]
fn what_no_code_can_hold_is_refused() {
    let endless = "a".repeat(10_000_000);
    for level in LEVELS {
        assert_eq!(invoice_svg(&endless, level, ""), Err(TooLong));
        assert_eq!(svg(&endless, level, ""), Err(TooLong));
        assert_eq!(terminal(&endless, level), Err(TooLong));
    }
}

#[test]
fn a_title_is_only_ever_text() {
    let svg = invoice_svg("lnbcrt1", EcLevel::M, "<script>&\u{1f600}]]></script>").unwrap();
    let title = "<title>&#60;script&#62;&#38;\u{1f600}]]&#62;&#60;/script&#62;</title>";
    assert!(svg.contains(title));
}

#[test]
fn a_title_may_be_long() {
    let title = "<&>".repeat(5_000);
    let svg = invoice_svg(INVOICE, EcLevel::M, &title).unwrap();
    assert!(svg.contains(&"&#60;&#38;&#62;".repeat(5_000)));
    assert_eq!(
        Picture::painted(&svg),
        Picture::painted(&invoice_svg(INVOICE, EcLevel::M, "").unwrap())
    );
}
