//! Finds countries by what a person typed.

use super::Country;
use super::fold::fold;
use super::table::{self, Row};
use crate::typo::is_typo;

/// The longest text that is searched for; no name is half as long.
const LONGEST: usize = 100;

/// How well a name matches what was typed, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Exact,
    Start,
    WordStart,
    Inside,
    Typo,
}

/// Returns the first country with exactly this name, so that "us" is not the virtual one.
pub(super) fn find(text: &str) -> Option<Country> {
    let query = Query::new(text)?;
    let mut rows = Country::rows();
    let found = rows.find(|(_, row)| matches!(query.fit(*row), Some((Fit::Exact, _))));
    found.map(|(country, _)| country)
}

/// Returns all matches, best first.
pub(super) fn search(text: &str) -> Vec<Country> {
    let Some(query) = Query::new(text) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (country, row) in Country::rows() {
        if let Some(fit) = query.fit(row) {
            // Inserted in order: a sort would add 1.3 kB (brotli).
            let place = found.partition_point(|(other, _)| *other <= fit);
            found.insert(place, (fit, country));
        }
    }
    found.into_iter().map(|(_, country)| country).collect()
}

/// What was typed, prepared for comparison.
struct Query {
    letters: String,
    code: Option<u16>,
}

impl Query {
    /// Returns `None` if the text is longer than any name.
    fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        // "+43" and "0043" are calling codes, not codes of the table: 43 is another country there.
        let code = table::code(text);
        (text.len() <= LONGEST).then(|| Self {
            letters: fold(text).to_ascii_lowercase(),
            code: code.filter(|code: &u16| (*code).to_string() == text),
        })
    }

    /// Returns how well the country matches, and whether only by an alternative name.
    fn fit(&self, row: Row) -> Option<(Fit, bool)> {
        if self.code == Some(row.code)
            || row.iso.eq_ignore_ascii_case(&self.letters) && !row.iso.is_empty()
        {
            return Some((Fit::Exact, false));
        }
        let mut best = None;
        for (place, name) in row.names().enumerate() {
            let fit = self.fit_name(&fold(name)).map(|fit| (fit, place > 0));
            best = match (best, fit) {
                (Some(best), Some(fit)) if best <= fit => Some(best),
                (best, fit) => fit.or(best),
            };
        }
        best
    }

    fn fit_name(&self, name: &str) -> Option<Fit> {
        let typed = self.letters.as_bytes();
        let mut ends = (0..name.len()).filter_map(|at| name.as_bytes().get(at..));
        let fit = |end: &[u8]| {
            let same = end.get(..typed.len())?.eq_ignore_ascii_case(typed);
            same.then(|| match end.first() {
                _ if typed.len() == name.len() => Fit::Exact,
                _ if end.len() == name.len() => Fit::Start,
                Some(b'A'..=b'Z') => Fit::WordStart,
                _ => Fit::Inside,
            })
        };
        let typo = || is_typo(typed, name.to_ascii_lowercase().as_bytes());
        ends.find_map(fit).or_else(|| typo().then_some(Fit::Typo))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&'static str> {
        search(text).into_iter().map(Country::name).collect()
    }

    #[test]
    fn what_people_call_a_country_finds_it() {
        for (text, name) in [
            ("43", "Germany"),
            (" 0 ", "Russia"),
            ("cz", "Czechia"),
            ("Czech Republic", "Czechia"),
            ("uk", "United Kingdom"),
            ("U.K.", "United Kingdom"),
            ("gb", "United Kingdom"),
            ("us", "United States"),
            ("USA", "United States"),
            ("usa (virtual)", "United States (virtual)"),
            ("cote d'ivoire", "Côte d'Ivoire"),
            ("COTE DIVOIRE", "Côte d'Ivoire"),
            ("CÔTE D’IVOIRE", "Côte d'Ivoire"),
            ("co\u{302}te d\u{2019}ivoire", "Côte d'Ivoire"),
            ("Ivory Coast", "Côte d'Ivoire"),
            ("Burkina", "Burkina Faso"),
            ("Holland", "Netherlands"),
            ("Turkiye", "Turkey"),
            ("TÜRKİYE", "Turkey"),
            ("Burma", "Myanmar"),
            ("Swaziland", "Eswatini"),
            ("hong kong", "Hong Kong"),
            ("Macau", "Macao"),
            ("Trinidad & Tobago", "Trinidad and Tobago"),
            ("SAO TOME AND PRINCIPE", "São Tomé and Príncipe"),
            ("dominica", "Dominica"),
            ("Dominican", "Dominican Republic"),
            ("congo", "Congo"),
            ("DRC", "DR Congo"),
            ("auto select", "Auto-Select"),
        ] {
            assert_eq!(find(text).map(Country::name), Some(name), "{text}");
            assert_eq!(names(text).first(), Some(&name), "{text}");
        }
    }

    #[test]
    fn only_a_whole_name_is_found() {
        for text in [
            "", " ", "Unit", "Gremany", "+43", "0043", "043", "4 3", "17", "65579", "-1", "日本",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }

    #[test]
    fn better_fits_come_first_and_equal_ones_in_order() {
        assert_eq!(
            names("guinea"),
            [
                "Guinea",
                "Guinea-Bissau",
                "Equatorial Guinea",
                "Papua New Guinea"
            ]
        );
        assert_eq!(names("niger"), ["Niger", "Nigeria"]);
        assert_eq!(
            names("us").get(..2).unwrap(),
            ["United States", "United States (virtual)"]
        );
        // A first name before another name, a word before the middle of one.
        assert_eq!(
            names("sw"),
            ["Sweden", "Switzerland", "Eswatini", "Botswana"]
        );
        assert_eq!(names("lan").first(), Some(&"Sri Lanka"));
        assert_eq!(names("oman"), ["Oman", "Romania"]);
        assert_eq!(names("mali"), ["Mali", "Somalia"]);
        assert_eq!(
            names("states"),
            ["United States", "United States (virtual)"]
        );
        assert_eq!(names("states of am"), ["United States"]);
    }

    #[test]
    fn nothing_typed_means_every_country_in_order() {
        for text in ["", "  ", "\0", "\u{301}"] {
            assert!(search(text).into_iter().eq(Country::all()), "{text:?}");
        }
    }

    #[test]
    fn one_slip_in_a_longer_name_is_forgiven() {
        assert_eq!(names("Gremany"), ["Germany"], "swapped");
        assert_eq!(names("phillippines"), ["Philippines"], "too many");
        assert_eq!(names("kazahstan"), ["Kazakhstan"], "too few");
        assert_eq!(names("Brasil"), ["Brazil"], "wrong");
        assert_eq!(names("Grmeany"), [""; 0], "two slips");
        assert_eq!(names("Gerxxmany"), [""; 0], "two too many");
        assert_eq!(names("Iran"), [""; 0], "Iraq is another country");
    }

    #[test]
    fn hostile_text_finds_nothing_and_harms_nothing() {
        let long = "a".repeat(1 << 20);
        let accents = "\u{301}".repeat(1 << 20);
        for text in [
            &*long,
            &accents,
            "🦀",
            "🇩🇪",
            "日本",
            "ger\u{1F1E9}many and more",
            "\u{10FFFF}x",
        ] {
            assert_eq!(find(text), None);
            assert_eq!(search(text), []);
        }
        let odd = ["\0", "é", "🦀", "\u{301}", "ß", "|", ","];
        for (name, odd) in Country::all()
            .flat_map(|country| country.row().names())
            .zip(odd.into_iter().cycle())
        {
            let cut = name.floor_char_boundary(name.len() / 2);
            let text = format!("{}{odd}{}", &name[..cut], &name[cut..]);
            assert!(
                find(&text).is_none_or(|found| search(&text)[0] == found),
                "{text}"
            );
        }
        assert_eq!(find("Ger\0ma\u{301}ny").map(Country::name), Some("Germany"));
    }
}
