//! The reader's settings on this device: one record of choices and one of keys.

use js_sys::{JSON, Object, Reflect};
use leptos::prelude::*;
use satline_core::country::Country;
use satline_core::error::Service;
use satline_core::lenient::{Lenient, parse};
use satline_core::lightning::bolt11::Network;
use web_sys::Storage;

use super::{Place, lasting};

/// The records' names. `www/start.js` reads the theme and the language too.
const CHOICES: &str = "settings";
const KEYS: &str = "keys";

/// The names of the networks are the prefixes of their invoices.
const NETWORKS: [(&str, Network); 4] = [
    ("bc", Network::Bitcoin),
    ("tb", Network::Testnet),
    ("tbs", Network::Signet),
    ("bcrt", Network::Regtest),
];

/// What can be chosen.
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// `light` or `dark`. Default: the system's.
    pub theme: String,
    /// The code of a language. Default: the browser's.
    pub language: String,
    /// Whether a sound is played when a code arrives.
    pub sound: bool,
    /// Whether a notification is shown when a code arrives.
    pub notifications: bool,
    /// Whether service icons are left out.
    pub no_icons: bool,
    /// The Lightning address of who referred the reader.
    pub referral: String,
    /// The network that invoices must be for. Default: the service's.
    pub network: Option<Network>,
    /// The node that must sign invoices. Default: the one that the service publishes.
    pub payee: String,
    /// Where sms4sats is, or a relay of it. Default: its own address.
    pub address: String,
    /// The country that was chosen last.
    pub last_country: Option<Country>,
    /// The countries that are shown first.
    pub favourites: Vec<Country>,
    /// The codes of the services that were ordered, the last one first.
    pub own_services: Vec<String>,
    /// Whether keys stay on the device, and not only as long as the tab.
    pub keep_keys: bool,
}

/// So many services that were ordered come first in the list.
const OWN_SERVICES: usize = 4;

impl Choices {
    /// Puts a service first among those that were ordered.
    pub fn remember_service(&mut self, id: &str) {
        self.own_services.retain(|own| own != id);
        self.own_services.insert(0, id.to_owned());
        self.own_services.truncate(OWN_SERVICES);
    }
}

/// The keys of services, or the addresses of relays that hold them: secrets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Keys([String; 4]);

/// A record: texts by name.
trait Record: Default {
    fn read(text: &dyn Fn(&str) -> String) -> Self;
    fn texts(&self) -> Vec<(&'static str, String)>;
}

/// The reader's choices. Where nothing can be stored they last as long as the page.
#[derive(Clone, Copy)]
pub struct Settings {
    choices: RwSignal<Choices>,
    keys: RwSignal<Keys>,
}

impl Settings {
    /// Reads the choices. Keys come later: the first page needs none of them, and a tab's session is slow
    /// to open.
    pub fn load() -> Self {
        Self {
            choices: lasting(stored(local(), CHOICES).unwrap_or_default()),
            keys: lasting(Keys::default()),
        }
    }

    /// Reads the keys.
    pub fn load_keys(self) {
        let keys = stored(local(), KEYS).or_else(|| stored(session(), KEYS));
        self.keys.set(keys.unwrap_or_default());
    }

    /// Returns something of the choices, and follows them.
    pub fn get<T>(self, look: impl FnOnce(&Choices) -> T) -> T {
        self.choices.with(look)
    }

    /// Returns something of the choices as they are now.
    pub fn peek<T>(self, look: impl FnOnce(&Choices) -> T) -> T {
        self.choices.with_untracked(look)
    }

    /// Changes the choices as they are stored now: another tab may have changed others of them.
    pub fn update(self, change: impl FnOnce(&mut Choices)) {
        let stored = stored(local(), CHOICES);
        let mut choices = stored.unwrap_or_else(|| self.choices.get_untracked());
        let kept_keys = choices.keep_keys;
        change(&mut choices);
        write(local(), CHOICES, choices.texts());
        let moves_keys = choices.keep_keys != kept_keys;
        self.choices.set(choices);
        if moves_keys {
            self.write_keys();
        }
    }

    /// Returns the key of a service, and follows it; empty if there is none.
    pub fn key(self, service: Service) -> String {
        self.keys
            .with(|keys| keys.0.get(service as usize).cloned().unwrap_or_default())
    }

    /// Changes the key of a service.
    pub fn set_key(self, service: Service, text: &str) {
        self.keys.update(|keys| {
            if let Some(key) = keys.0.get_mut(service as usize) {
                text.clone_into(key);
            }
        });
        self.write_keys();
    }

    /// Forgets all choices and keys.
    pub fn wipe(self) {
        self.update(|choices| *choices = Choices::default());
        self.keys.set(Keys::default());
        self.write_keys();
    }

    /// Writes the keys where the reader wants them, and nowhere else.
    fn write_keys(self) {
        let (keys, none) = (self.keys.get_untracked(), Keys::default());
        let (local_keys, session_keys) = if self.peek(|choices| choices.keep_keys) {
            (&keys, &none)
        } else {
            (&none, &keys)
        };
        write(local(), KEYS, local_keys.texts());
        write(session(), KEYS, session_keys.texts());
    }
}

impl Record for Choices {
    fn read(text: &dyn Fn(&str) -> String) -> Self {
        let is_on = |name| text(name) == "on";
        let country = |code: &str| Country::from_code(code.parse().ok()?);
        Self {
            theme: text("theme"),
            language: text("language"),
            sound: is_on("sound"),
            notifications: is_on("notifications"),
            no_icons: is_on("no-icons"),
            referral: text("referral"),
            network: network_named(&text("network")),
            payee: text("payee"),
            address: text("address"),
            last_country: country(&text("last-country")),
            favourites: text("favourites").split(' ').filter_map(country).collect(),
            own_services: lines(&text("own-services")),
            keep_keys: is_on("keep-keys"),
        }
    }

    fn texts(&self) -> Vec<(&'static str, String)> {
        let on = |is_on| {
            if is_on {
                "on".to_owned()
            } else {
                String::new()
            }
        };
        let code = |country: &Country| country.code().to_string();
        let favourites: Vec<String> = self.favourites.iter().map(code).collect();
        vec![
            ("theme", self.theme.clone()),
            ("language", self.language.clone()),
            ("sound", on(self.sound)),
            ("notifications", on(self.notifications)),
            ("no-icons", on(self.no_icons)),
            ("referral", self.referral.clone()),
            ("network", self.network.map_or("", network_name).to_owned()),
            ("payee", self.payee.clone()),
            ("address", self.address.clone()),
            (
                "last-country",
                self.last_country.as_ref().map(code).unwrap_or_default(),
            ),
            ("favourites", favourites.join(" ")),
            ("own-services", self.own_services.join("\n")),
            ("keep-keys", on(self.keep_keys)),
        ]
    }
}

fn lines(text: &str) -> Vec<String> {
    let lines = text.split('\n').filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

/// In the order of [`Service::ALL`].
const KEY_NAMES: [&str; 4] = ["key.sms4sats", "key.bitrefill", "key.lava", "key.grid"];

impl Record for Keys {
    fn read(text: &dyn Fn(&str) -> String) -> Self {
        Self(KEY_NAMES.map(text))
    }

    fn texts(&self) -> Vec<(&'static str, String)> {
        KEY_NAMES.into_iter().zip(self.0.iter().cloned()).collect()
    }
}

/// Returns the network of this name.
pub fn network_named(name: &str) -> Option<Network> {
    let mut networks = NETWORKS.into_iter();
    networks.find_map(|(known, network)| (known == name).then_some(network))
}

/// Returns the name of a network.
pub fn network_name(network: Network) -> &'static str {
    let mut networks = NETWORKS.into_iter();
    networks
        .find_map(|(name, known)| (known == network).then_some(name))
        .unwrap_or_default()
}

/// Reads a record, or takes over the texts of an earlier version.
fn stored<R: Record>(storage: Option<Storage>, name: &str) -> Option<R> {
    let storage = storage?;
    let place = Place::of_page();
    if let Some(record) = storage.get_item(&place.stored(name)).ok()? {
        let record = parse(&record).unwrap_or_default();
        return Some(R::read(&|name| record.owned(name).unwrap_or_default()));
    }
    // Earlier versions kept each text by itself.
    let old = |name: &str| storage.get_item(&place.stored(name)).ok().flatten();
    let record = R::read(&|name| old(name).unwrap_or_default());
    let texts = record.texts();
    if texts.iter().all(|(_, text)| text.is_empty()) {
        return None;
    }
    write(Some(storage), name, texts);
    Some(record)
}

/// Writes a record, or removes it if all of it is empty. Only then removes the texts of an earlier version:
/// where there is no room for the record, they are all there is.
fn write(storage: Option<Storage>, name: &str, texts: Vec<(&'static str, String)>) {
    // Without storage a choice lasts as long as the page.
    let Some(storage) = storage else { return };
    let record = Object::new();
    for (name, text) in texts.iter().filter(|(_, text)| !text.is_empty()) {
        // A plain object takes any member.
        let _ = Reflect::set(&record, &(*name).into(), &text.into());
    }
    let place = Place::of_page();
    let name = place.stored(name);
    let written = match JSON::stringify(&record).map(String::from) {
        Ok(record) if record != "{}" => storage.set_item(&name, &record),
        _ => storage.remove_item(&name),
    };
    if written.is_ok() {
        for (name, _) in texts {
            let _ = storage.remove_item(&place.stored(name));
        }
    }
}

fn local() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn session() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn kept(storage: Option<Storage>, name: &str) -> String {
        let name = Place::of_page().stored(name);
        storage
            .unwrap()
            .get_item(&name)
            .unwrap()
            .unwrap_or_default()
    }

    /// Runs a test without the settings that another one has left.
    fn with_empty_storage(test: impl FnOnce()) {
        Owner::new().with(|| {
            Settings::load().wipe();
            test();
        });
    }

    #[wasm_bindgen_test]
    fn a_choice_is_there_after_a_reload_and_gone_after_wiping() {
        with_empty_storage(|| {
            let settings = Settings::load();
            let choices = Choices {
                theme: "dark".to_owned(),
                sound: true,
                network: Some(Network::Signet),
                last_country: Country::find("Peru"),
                favourites: ["Peru", "Germany"]
                    .map(|name| Country::find(name).unwrap())
                    .into(),
                ..Choices::default()
            };
            settings.update(|now| *now = choices.clone());
            assert_eq!(Settings::load().peek(Choices::clone), choices);
            settings.wipe();
            assert_eq!(Settings::load().peek(Choices::clone), Choices::default());
        });
    }

    /// Takes up all the room there is. Returns the names of what takes it.
    fn fill(storage: &Storage) -> Vec<String> {
        let mut names = Vec::new();
        let mut size = 1 << 22;
        while size > 0 {
            let name = format!("filler-{}", names.len());
            match storage.set_item(&name, &"x".repeat(size)) {
                Ok(()) => names.push(name),
                Err(_) => size /= 2,
            }
        }
        names
    }

    #[wasm_bindgen_test]
    fn without_room_for_the_record_the_texts_of_an_earlier_version_stay_until_they_are_deleted() {
        with_empty_storage(|| {
            let storage = local().unwrap();
            let theme = || Settings::load().peek(|choices| choices.theme.clone());
            for is_wiped in [false, true] {
                storage.set_item("satline.theme", "dark").unwrap();
                let fillers = fill(&storage);
                assert_eq!(theme(), "dark");
                assert_eq!(kept(local(), CHOICES), "");
                if is_wiped {
                    Settings::load().wipe();
                }
                for name in fillers {
                    storage.remove_item(&name).unwrap();
                }
                assert_eq!(theme(), if is_wiped { "" } else { "dark" });
                assert_eq!(kept(local(), "theme"), "");
                Settings::load().wipe();
            }
        });
    }

    #[wasm_bindgen_test]
    fn two_tabs_do_not_undo_each_others_choices() {
        with_empty_storage(|| {
            let (one, other) = (Settings::load(), Settings::load());
            one.update(|choices| choices.sound = true);
            other.update(|choices| choices.no_icons = true);
            let both = Settings::load().peek(|choices| (choices.sound, choices.no_icons));
            assert_eq!(both, (true, true));
            one.wipe();
        });
    }

    #[wasm_bindgen_test]
    fn keys_stay_in_the_session_unless_the_reader_asks_for_more() {
        with_empty_storage(|| {
            let settings = Settings::load();
            settings.set_key(Service::Lava, "secret");
            assert_eq!(kept(local(), KEYS), "");
            assert!(kept(session(), KEYS).contains("secret"));
            let again = Settings::load();
            assert_eq!(again.key(Service::Lava), "");
            again.load_keys();
            assert_eq!(again.key(Service::Lava), "secret");
            settings.update(|choices| choices.keep_keys = true);
            assert!(kept(local(), KEYS).contains("secret"));
            assert_eq!(kept(session(), KEYS), "");
            settings.update(|choices| choices.keep_keys = false);
            assert_eq!(kept(local(), KEYS), "");
            settings.wipe();
            assert_eq!(kept(session(), KEYS), "");
        });
    }
}
