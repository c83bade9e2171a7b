//! The countries that sms4sats offers, and their names.

pub(crate) mod dialing;
mod fold;
mod search;
mod table;

use std::fmt;

use table::Row;

/// A country that sms4sats offers.
///
/// Countries sort as in a list for people: "Auto-Select" first, then by English name.
///
/// ```
/// use satline_core::country::Country;
///
/// let country = Country::find("cote d'ivoire").unwrap();
/// assert_eq!(country.name(), "Côte d'Ivoire");
/// assert_eq!(country.wire_name(), "Ivory");
/// assert_eq!(country.code(), 27);
/// assert_eq!(country.iso(), Some("CI"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country(usize); // where its row begins in the table

impl Country {
    /// "Auto-Select": the service chooses the country.
    pub const AUTO: Self = Self(0);

    /// Returns every country, "Auto-Select" first, then by English name.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::rows().map(|(country, _)| country)
    }

    /// Returns the country with this wire code. 0 is a valid code.
    ///
    /// ```
    /// # use satline_core::country::Country;
    /// assert_eq!(Country::from_code(0).unwrap().name(), "Russia");
    /// assert_eq!(Country::from_code(17), None);
    /// ```
    pub fn from_code(code: u16) -> Option<Self> {
        let mut rows = Self::rows().filter(|(_, row)| row.code == code);
        rows.next().map(|(country, _)| country)
    }

    /// Returns the country with exactly this name: wire code, any spelling of the service, ISO
    /// code, English name or another common name. Ignores case, accents, spaces and punctuation.
    ///
    /// ```
    /// # use satline_core::country::Country;
    /// for text in ["16", "uk", "GB", "England", "united-kingdom"] {
    ///     assert_eq!(Country::find(text).unwrap().name(), "United Kingdom");
    /// }
    /// assert_eq!(Country::find("Unit"), None);
    /// ```
    pub fn find(text: &str) -> Option<Self> {
        search::find(text)
    }

    /// Returns the countries that match what was typed so far, best match first; all of them if
    /// nothing was typed.
    ///
    /// ```
    /// # use satline_core::country::Country;
    /// assert_eq!(Country::search("burk").first(), Country::find("Burkina Faso").as_ref());
    /// assert_eq!(Country::search("Gremany"), [Country::find("Germany").unwrap()]);
    /// ```
    pub fn search(text: &str) -> Vec<Self> {
        search::search(text)
    }

    /// Returns the country of an international phone number, even while it is being typed. The
    /// United States and Russia stand for countries that share their codes and cannot be
    /// distinguished.
    ///
    /// ```
    /// # use satline_core::country::Country;
    /// assert_eq!(Country::of_phone("+49 15"), Country::find("Germany"));
    /// assert_eq!(Country::of_phone("0151"), None);
    /// ```
    pub fn of_phone(typed: &str) -> Option<Self> {
        dialing::country(typed)
    }

    /// Returns the country's number on the wire.
    pub fn code(self) -> u16 {
        self.row().code
    }

    /// Returns the country's name on the wire: the service's first spelling.
    pub fn wire_name(self) -> &'static str {
        self.wire_names().next().unwrap_or(self.name())
    }

    /// Returns every spelling that the service accepts.
    pub fn wire_names(self) -> impl Iterator<Item = &'static str> {
        let Row { name, wire, .. } = self.row();
        if wire.is_empty() { name } else { wire }.split(',')
    }

    /// Returns the English name.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// Returns the ISO 3166-1 alpha-2 code. "Auto-Select" has none, and both entries of the United
    /// States share theirs.
    pub fn iso(self) -> Option<&'static str> {
        Some(self.row().iso).filter(|iso| !iso.is_empty())
    }

    /// Returns the flag, as an emoji.
    ///
    /// ```
    /// # use satline_core::country::Country;
    /// assert_eq!(Country::find("cz").unwrap().flag().as_deref(), Some("🇨🇿"));
    /// assert_eq!(Country::AUTO.flag(), None);
    /// ```
    pub fn flag(self) -> Option<String> {
        const FROM_LETTER: u32 = '🇦' as u32 - 'A' as u32;
        let letters = self.iso()?.chars();
        letters
            .map(|letter| char::from_u32(u32::from(letter) + FROM_LETTER))
            .collect()
    }

    fn rows() -> impl Iterator<Item = (Self, Row)> {
        Row::all().map(|(start, row)| (Self(start), row))
    }

    fn row(self) -> Row {
        Row::at(self.0)
    }
}

impl Row {
    /// Returns all names, the English one first.
    fn names(self) -> impl Iterator<Item = &'static str> {
        let others = self.wire.split(',').chain(self.also.split(','));
        std::iter::once(self.name).chain(others.filter(|name| !name.is_empty()))
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Country({} {})", self.code(), self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashSet};

    use super::*;

    /// Returns the rows as the service's page lists them: a code and a spelling each.
    fn page() -> Vec<(u16, &'static str)> {
        let rows = include_str!("../../tests/data/countries.json").lines();
        rows.filter_map(|row| {
            let (code, name) = row.split_once(",\"country\":\"")?;
            let code = code.trim_start_matches(|sign: char| !sign.is_ascii_digit());
            Some((code.parse().unwrap(), name.split('"').next()?))
        })
        .collect()
    }

    #[test]
    fn every_row_of_the_page_is_found_by_code_and_by_name() {
        assert_eq!(page().len(), 189);
        for (code, name) in page() {
            let country = Country::from_code(code).unwrap();
            assert_eq!(country.code(), code);
            assert_eq!(Country::find(&code.to_string()), Some(country));
            assert_eq!(Country::find(name), Some(country), "{name}");
            assert_eq!(Country::find(&name.to_uppercase()), Some(country), "{name}");
        }
    }

    #[test]
    fn the_spellings_are_those_of_the_page_in_its_order() {
        let mut spellings = BTreeMap::<u16, Vec<&str>>::new();
        for (code, name) in page() {
            spellings.entry(code).or_default().push(name);
        }
        assert_eq!(spellings.len(), 185);
        assert_eq!(Country::all().count(), 185);
        for (code, names) in spellings {
            let country = Country::from_code(code).unwrap();
            assert_eq!(country.wire_name(), names[0]);
            assert_eq!(country.wire_names().collect::<Vec<_>>(), names);
        }
    }

    #[test]
    fn a_name_belongs_to_one_country() {
        for country in Country::all() {
            assert_eq!(Country::from_code(country.code()), Some(country));
            for name in country.row().names() {
                assert_eq!(Country::find(name), Some(country), "{name}");
            }
        }
    }

    #[test]
    fn iso_codes_are_two_capitals_and_only_the_united_states_share_one() {
        let mut seen = HashSet::new();
        for country in Country::all().filter(|country| *country != Country::AUTO) {
            let iso = country.iso().unwrap();
            assert!(iso.len() == 2 && iso.bytes().all(|letter| letter.is_ascii_uppercase()));
            assert!(seen.insert(iso) || country.code() == 12, "{iso}");
            assert_eq!(Country::find(iso).unwrap().iso(), Some(iso));
        }
        assert_eq!(Country::find("US").unwrap().code(), 187);
        assert_eq!(Country::AUTO.iso(), None);
    }

    #[test]
    fn countries_order_by_their_english_names() {
        assert_eq!(Country::all().next(), Some(Country::AUTO));
        assert_eq!(Country::AUTO.code(), 999);
        let names: Vec<_> = Country::all()
            .skip(1)
            .map(|it| fold::fold(it.name()))
            .collect();
        assert!(names.is_sorted_by_key(|name| name.to_lowercase()));
        assert!(Country::all().is_sorted());
    }

    #[test]
    fn zero_is_russia_and_unknown_codes_are_no_country() {
        let russia = Country::from_code(0).unwrap();
        assert_eq!((russia.code(), russia.iso()), (0, Some("RU")));
        for code in [17, 35, 998, u16::MAX] {
            assert_eq!(Country::from_code(code), None);
        }
    }

    #[test]
    fn a_country_shows_its_name_and_flag_and_to_programmers_its_code() {
        let ivory = Country::from_code(27).unwrap();
        assert_eq!(ivory.to_string(), "Côte d'Ivoire");
        assert_eq!(ivory.flag().as_deref(), Some("🇨🇮"));
        assert_eq!(format!("{ivory:?}"), "Country(27 Côte d'Ivoire)");
    }
}
