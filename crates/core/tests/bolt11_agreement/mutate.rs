//! Mutations of invoices.

use k256::ecdsa::{Signature, SigningKey};

use crate::dice::Dice;
use crate::draft::{Draft, to_bytes};

/// Returns the invoice with one or two mutations: half of the time validly signed again, as its payee could,
/// else only with a valid checksum, as anyone could, or not even that.
pub fn spoil(dice: &mut Dice, draft: &Draft, key: &SigningKey) -> String {
    let mut draft = draft.clone();
    for _ in 0..=dice.below(2) {
        let spoilers = [prefix, word, field, field, field, field];
        dice.pick(&spoilers)(dice, &mut draft);
    }
    if dice.once_in(2) {
        draft.sign(key);
    }
    if dice.once_in(4) {
        signature(dice, &mut draft);
    }
    if dice.once_in(5) {
        return text(dice, draft.text());
    }
    draft.text()
}

/// Mutates the network, amount or multiplier.
fn prefix(dice: &mut Dice, draft: &mut Draft) {
    let network = dice.pick(&["bc", "tb", "tbs", "bcrt", "sb", "xx"]);
    let amount = match dice.below(6) {
        0 => String::new(),
        1 => format!("0{}", dice.below(3)),
        2 => dice.roll().to_string(),
        3 => format!("{}{}", dice.roll(), dice.roll()),
        4 => (dice.below(1_000) * 10).to_string(),
        _ => dice.below(30_000_000).to_string(),
    };
    let multiplier = dice.pick(&["", "m", "u", "n", "p", "p", "x"]);
    draft.prefix = format!("ln{network}{amount}{multiplier}");
}

/// Mutates any word of the content, or their number.
fn word(dice: &mut Dice, draft: &mut Draft) {
    let place = dice.below(draft.content.len());
    match dice.below(4) {
        0 => draft.content.truncate(place),
        1 => draft.content.insert(place, dice.word()),
        2 => drop(draft.content.remove(place)),
        _ => draft.content[place] = dice.word(),
    }
    if draft.content.is_empty() {
        draft.content.push(dice.word());
    }
}

/// Mutates the fields, keeping their lengths consistent.
fn field(dice: &mut Dice, draft: &mut Draft) {
    const TAGS: [u8; 13] = [1, 3, 5, 6, 9, 13, 16, 19, 23, 24, 27, 2, 31];
    if draft.content.len() < 7 {
        return;
    }
    let Some(mut fields) = draft.fields().filter(|fields| !fields.is_empty()) else {
        return;
    };
    let place = dice.below(fields.len());
    let other = dice.below(fields.len());
    match dice.below(9) {
        0 => drop(fields.remove(place)),
        1 => fields.insert(place, fields[other].clone()),
        2 => fields.swap(place, other),
        3 => fields[place].0 = dice.pick(&TAGS),
        4 => fields[place].1.insert(0, 0),
        5 => fields[place].1.push(dice.word()),
        6 => drop(fields[place].1.pop()),
        7 => {
            let data = (0..dice.below(60)).map(|_| dice.word()).collect();
            fields.insert(place, (dice.pick(&TAGS), data));
        }
        _ => {
            let data = &mut fields[place].1;
            if !data.is_empty() {
                let place = dice.below(data.len());
                data[place] = dice.word();
            }
        }
    }
    if fields.iter().all(|(_, data)| data.len() < 1_024) {
        draft.set_fields(&fields);
    }
}

/// Mutates the signature: its other form, its recovery id, or one word.
fn signature(dice: &mut Dice, draft: &mut Draft) {
    let bytes = to_bytes(&draft.signature);
    match dice.below(3) {
        0 => {
            let signature = Signature::from_slice(&bytes[..64]).unwrap();
            let (r, s) = signature.split_scalars();
            let other = Signature::from_scalars(r, -*s).unwrap();
            draft.set_signature(&other.to_bytes(), bytes[64] ^ 1);
        }
        1 => draft.set_signature(&bytes[..64], u8::try_from(dice.below(6)).unwrap()),
        _ => {
            let place = dice.below(draft.signature.len());
            draft.signature[place] = dice.word();
        }
    }
}

/// Mutates the text itself, so that its checksum is wrong.
fn text(dice: &mut Dice, mut text: String) -> String {
    let place = dice.below(text.len());
    match dice.below(6) {
        0 => return text.to_uppercase(),
        1 => text.truncate(place),
        2 => text.insert(place, dice.pick(&['B', '1', 'é', ' ', '\u{0}', 'l'])),
        3 => text[place..=place].make_ascii_uppercase(),
        4 => drop(text.remove(place)),
        _ => text.replace_range(place..=place, dice.pick(&["q", "p", "7", "o"])),
    }
    text
}
