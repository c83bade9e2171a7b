//! Removes invisible characters.

/// Characters that are invisible or change the direction of text: Unicode's
/// `Default_Ignorable_Code_Point`, and the annotation characters. The first and the last of each
/// range.
const INVISIBLE: [(u32, u32); 17] = [
    (0xad, 0xad),
    (0x34f, 0x34f),
    (0x61c, 0x61c),
    (0x115f, 0x1160),
    (0x17b4, 0x17b5),
    (0x180b, 0x180f),
    (0x200b, 0x200f),
    (0x202a, 0x202e),
    (0x2060, 0x206f),
    (0x3164, 0x3164),
    (0xfe00, 0xfe0f),
    (0xfeff, 0xfeff),
    (0xffa0, 0xffa0),
    (0xfff0, 0xfffb),
    (0x1_bca0, 0x1_bca3),
    (0x1_d173, 0x1_d17a),
    (0xe_0000, 0xe_0fff),
];

/// Returns the text as people see it, to be copied: without invisible characters and surrounding
/// spaces. Keeps line breaks.
pub(crate) fn visible(text: &str) -> String {
    let is_visible = |c: &char| {
        let point = u32::from(*c);
        let is_hidden = INVISIBLE
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&point));
        !is_hidden && (!c.is_control() || c.is_whitespace())
    };
    let seen: String = text.chars().filter(is_visible).collect();
    seen.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_taken_out() {
        for (text, seen) in [
            ("48010", "48010"),
            (" 48\u{a0}010\n", "48\u{a0}010"),
            ("\u{202e}01084\u{202c}", "01084"),
            ("4\u{200b}8\u{2060}0\u{feff}1\u{ad}0\u{200f}", "48010"),
            ("\u{2066}G-48\u{2069}\u{61c}", "G-48"),
            ("4\u{0}8\u{7f}\u{85}", "48"),
            ("one\ntwo", "one\ntwo"),
            ("קוד 48", "קוד 48"),
            ("\u{200b}\u{3164}\u{e0041}", ""),
        ] {
            assert_eq!(visible(text), seen, "{text:?}");
        }
    }
}
