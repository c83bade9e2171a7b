use js_sys::{Function, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AudioContext, Notification};

use crate::state::Settings;

/// Two notes, in hertz, and how long each lasts, in seconds.
const NOTES: [f32; 2] = [659.3, 987.8];
const NOTE: f64 = 0.16;
const LOUDNESS: f32 = 0.2;
/// How long a phone vibrates, in milliseconds.
const BUZZ: f64 = 200.0;

/// Alerts the reader as the settings say: with a sound, with a notification; with either, a phone vibrates.
/// The code is not shown, since others may see it.
pub fn alert(settings: Settings, sentence: &str) {
    let (sound, notification) = settings.peek(|choices| (choices.sound, choices.notifications));
    // Where a browser has no such thing, the page itself has to do.
    if sound {
        let _ = chime();
    }
    if notification {
        let _ = Notification::new(sentence);
    }
    if sound || notification {
        let _ = buzz();
    }
}

/// Safari and Firefox have no such function.
fn buzz() -> Result<JsValue, JsValue> {
    let navigator = window().navigator();
    let vibrate: Function = Reflect::get(&navigator, &"vibrate".into())?.dyn_into()?;
    vibrate.call1(&navigator, &BUZZ.into())
}

fn chime() -> Result<(), JsValue> {
    let audio = AudioContext::new()?;
    let volume = audio.create_gain()?;
    volume.gain().set_value(LOUDNESS);
    volume.connect_with_audio_node(&audio.destination())?;
    let mut begin = audio.current_time();
    for note in NOTES {
        let tone = audio.create_oscillator()?;
        tone.frequency().set_value(note);
        tone.connect_with_audio_node(&volume)?;
        tone.start_with_when(begin)?;
        begin += NOTE;
        tone.stop_with_when(begin)?;
    }
    Ok(())
}
