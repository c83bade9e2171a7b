//! What the reader has chosen, on this device.

use leptos::prelude::*;
use satline_core::country::Country;
use satline_core::error::Service;
use web_sys::Storage;

use super::lasting;

/// Something that can be chosen. Every choice is a text; an empty one is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// `light` or `dark`; as the device has it if none.
    Theme,
    /// A language of the app, by its code; the browser's if none.
    Language,
    /// A sound when a code comes.
    Sound,
    /// A notification when a code comes.
    Notifications,
    /// Service icons are not fetched.
    NoIcons,
    /// The lightning address of whoever brought the reader here.
    Referral,
    /// The network invoices are of, as their prefix names it: `bc`, `tb`, `tbs`, `bcrt`.
    Network,
    /// The node that invoices must be signed by.
    Payee,
    /// The country that was chosen last, by its code.
    LastCountry,
    /// The countries to be shown first, by their codes.
    Favourites,
    /// Keys stay on the device, and not only as long as the tab.
    KeepKeys,
    /// Where sms4sats is, or a relay of it; its usual address if none.
    Address,
    /// The key of a service, or the address of a relay that holds it. A secret.
    Key(Service),
}

/// All of them, with the names they are kept by.
const SETTINGS: [(Setting, &str); 16] = [
    (Setting::Theme, "theme"),
    (Setting::Language, "language"),
    (Setting::Sound, "sound"),
    (Setting::Notifications, "notifications"),
    (Setting::NoIcons, "no-icons"),
    (Setting::Referral, "referral"),
    (Setting::Network, "network"),
    (Setting::Payee, "payee"),
    (Setting::LastCountry, "last-country"),
    (Setting::Favourites, "favourites"),
    (Setting::KeepKeys, "keep-keys"),
    (Setting::Address, "address"),
    (Setting::Key(Service::Sms4Sats), "key.sms4sats"),
    (Setting::Key(Service::Bitrefill), "key.bitrefill"),
    (Setting::Key(Service::Lava), "key.lava"),
    (Setting::Key(Service::Grid), "key.grid"),
];

const ON: &str = "on";

/// The reader's choices, each kept by itself the moment it is made: two tabs do not undo each other's.
/// Where nothing can be kept they last as long as the page.
#[derive(Clone, Copy)]
pub struct Settings(StoredValue<Vec<(Setting, RwSignal<String>)>>);

impl Settings {
    /// What was chosen earlier. Of the keys it knows nothing yet.
    pub fn load() -> Self {
        let storage = local();
        let row = |(setting, name)| {
            let kept = match setting {
                Setting::Key(_) => None,
                _ => kept(storage.as_ref(), name),
            };
            (setting, lasting(kept.unwrap_or_default()))
        };
        Self(StoredValue::new(SETTINGS.into_iter().map(row).collect()))
    }

    /// Reads the keys. The first page needs none of them, and a tab's session is slow to open.
    pub fn load_keys(self) {
        let (local, session) = (local(), session());
        for (setting, name) in SETTINGS {
            if let Setting::Key(_) = setting
                && let Some(signal) = self.signal(setting)
                && let Some(key) =
                    kept(local.as_ref(), name).or_else(|| kept(session.as_ref(), name))
            {
                signal.set(key);
            }
        }
    }

    /// What was chosen, followed as it changes.
    pub fn get(self, setting: Setting) -> String {
        self.signal(setting)
            .map(|chosen| chosen.get())
            .unwrap_or_default()
    }

    /// Chooses; an empty text takes the choice back. A key stays in the tab's session unless the
    /// reader has asked to keep keys on the device.
    pub fn set(self, setting: Setting, text: &str) {
        if let Some(chosen) = self.signal(setting) {
            chosen.set(text.to_owned());
        }
        self.write(setting, text);
        if setting == Setting::KeepKeys {
            for service in Service::ALL {
                let key = self.peek(Setting::Key(service));
                self.write(Setting::Key(service), &key);
            }
        }
    }

    /// Whether it is switched on.
    pub fn is_on(self, setting: Setting) -> bool {
        self.get(setting) == ON
    }

    /// Switches it.
    pub fn switch(self, setting: Setting, on: bool) {
        self.set(setting, if on { ON } else { "" });
    }

    /// The countries to be shown first, as they were chosen.
    pub fn favourites(self) -> Vec<Country> {
        self.get(Setting::Favourites)
            .split(' ')
            .filter_map(country)
            .collect()
    }

    /// Puts a country among the first ones, or takes it away.
    pub fn set_favourite(self, chosen: Country, is_favourite: bool) {
        let kept = self.peek(Setting::Favourites);
        let mut countries: Vec<Country> = kept.split(' ').filter_map(country).collect();
        countries.retain(|country| *country != chosen);
        countries.extend(is_favourite.then_some(chosen));
        let codes: Vec<String> = countries.into_iter().map(code).collect();
        self.set(Setting::Favourites, &codes.join(" "));
    }

    /// The country that was chosen last.
    pub fn last_country(self) -> Option<Country> {
        country(&self.get(Setting::LastCountry))
    }

    /// Remembers it.
    pub fn set_last_country(self, chosen: Country) {
        self.set(Setting::LastCountry, &code(chosen));
    }

    /// Forgets all choices and keys.
    pub fn wipe(self) {
        for (setting, _) in SETTINGS {
            self.set(setting, "");
        }
    }

    /// What was chosen just now.
    pub fn peek(self, setting: Setting) -> String {
        untrack(|| self.get(setting))
    }

    fn signal(self, setting: Setting) -> Option<RwSignal<String>> {
        self.0.with_value(|all| {
            let row = all.iter().find(|(known, _)| *known == setting);
            row.map(|(_, chosen)| *chosen)
        })
    }

    /// In its one place, and in no other.
    fn write(self, setting: Setting, text: &str) {
        let name = SETTINGS.iter().find(|(known, _)| *known == setting);
        let name = place(name.map_or("", |(_, name)| name));
        let is_secret = matches!(setting, Setting::Key(_));
        let on_device = !is_secret || self.peek(Setting::KeepKeys) == ON;
        for (storage, is_its_place) in [(local(), on_device), (session(), !on_device)] {
            // Without storage the choice lasts as long as the page.
            let _ = storage.map(|storage| {
                if is_its_place && !text.is_empty() {
                    storage.set_item(&name, text)
                } else {
                    storage.remove_item(&name)
                }
            });
        }
    }
}

fn kept(storage: Option<&Storage>, name: &str) -> Option<String> {
    storage?.get_item(&place(name)).ok()?
}

fn place(name: &str) -> String {
    ["satline.", name].concat()
}

fn local() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn session() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

fn code(country: Country) -> String {
    country.code().to_string()
}

fn country(code: &str) -> Option<Country> {
    Country::from_code(code.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn kept(storage: Option<Storage>, name: &str) -> Option<String> {
        storage.unwrap().get_item(name).unwrap()
    }

    #[wasm_bindgen_test]
    fn a_choice_is_there_after_a_reload_and_gone_after_wiping() {
        Owner::new().with(|| {
            let settings = Settings::load();
            let (germany, peru) = (Country::find("Germany"), Country::find("Peru"));
            settings.set(Setting::Theme, "dark");
            settings.switch(Setting::Sound, true);
            for country in [germany, peru, germany].into_iter().flatten() {
                settings.set_favourite(country, true);
            }
            settings.set_last_country(peru.unwrap());
            let again = Settings::load();
            assert_eq!(again.get(Setting::Theme), "dark");
            assert!(again.is_on(Setting::Sound));
            assert_eq!(again.favourites(), [peru.unwrap(), germany.unwrap()]);
            assert_eq!(again.last_country(), peru);
            again.wipe();
            let wiped = Settings::load();
            assert!(
                SETTINGS
                    .iter()
                    .all(|(setting, _)| wiped.peek(*setting).is_empty())
            );
        });
    }

    #[wasm_bindgen_test]
    fn keys_stay_in_the_session_unless_the_reader_asks_for_more() {
        Owner::new().with(|| {
            let settings = Settings::load();
            let name = "satline.key.sms4sats";
            settings.set(Setting::Key(Service::Sms4Sats), "secret");
            assert_eq!(kept(local(), name), None);
            assert_eq!(kept(session(), name).as_deref(), Some("secret"));
            let again = Settings::load();
            let key = Setting::Key(Service::Sms4Sats);
            assert_eq!(again.peek(key), "");
            again.load_keys();
            assert_eq!(again.peek(key), "secret");
            settings.switch(Setting::KeepKeys, true);
            assert_eq!(kept(local(), name).as_deref(), Some("secret"));
            assert_eq!(kept(session(), name), None);
            settings.switch(Setting::KeepKeys, false);
            assert_eq!(kept(local(), name), None);
            settings.wipe();
            assert_eq!(kept(session(), name), None);
        });
    }
}
