//! The country of a phone number, by its prefix (ITU-T E.164, national plans of zone 1).

use super::Country;

/// Prefixes of numbers, without the plus sign, and the ISO code of their country. The longest match
/// wins; a prefix shared by several countries names the largest one. Two question marks mean a
/// country that sms4sats does not offer.
const BEGINNINGS: &str = "\
    1204CA 1226CA 1236CA 1242BS 1246BB 1249CA 1250CA 1257CA 1263CA 1264AI 1268AG 1284?? 1289CA \
    1306CA 1340?? 1343CA 1345KY 1354CA 1365CA 1367CA 1368CA 1382CA 1387CA 1403CA 1416CA 1418CA \
    1428CA 1431CA 1437CA 1438CA 1441BM 1450CA 1460CA 1468CA 1473GD 1474CA 1506CA 1514CA 1519CA \
    1537CA 1548CA 1557CA 1568CA 1579CA 1581CA 1584CA 1587CA 1604CA 1613CA 1639CA 1647CA 1649?? \
    1658JM 1664MS 1670?? 1671?? 1672CA 1683CA 1684?? 1705CA 1709CA 1721?? 1742CA 1753CA 1758LC \
    1767DM 1778CA 1780CA 1782CA 1784VC 1787PR 1807CA 1809DO 1819CA 1825CA 1829DO 1849DO 1851CA \
    1867CA 1868TT 1869KN 1873CA 1876JM 1879CA 1902CA 1905CA 1939PR 1942CA 1US 20EG 211SS 212MA \
    213DZ 216TN 218LY 220GM 221SN 222MR 223ML 224GN 225CI 226BF 227NE 228TG 229BJ 230MU 231LR \
    232SL 233GH 234NG 235TD 236CF 237CM 238CV 239ST 240GQ 241GA 242CG 243CD 244AO 245GW 248SC \
    250RW 251ET 252SO 253DJ 254KE 255TZ 256UG 257BI 258MZ 260ZM 262RE 263ZW 264NA 265MW 266LS \
    267BW 268SZ 269KM 27ZA 291ER 297AW 30GR 31NL 32BE 33FR 34ES 351PT 352LU 353IE 354IS 355AL \
    357CY 358FI 359BG 36HU 370LT 371LV 372EE 373MD 374AM 375BY 377MC 380UA 381RS 382ME 385HR \
    386SI 387BA 389MK 39IT 40RO 41CH 420CZ 421SK 43AT 44GB 46SE 47NO 48PL 49DE 501BZ 502GT 503SV \
    504HN 505NI 506CR 507PA 509HT 51PE 52MX 54AR 55BR 56CL 57CO 58VE 590GP 591BO 592GY 593EC \
    594GF 595PY 597SR 598UY 60MY 61AU 62ID 63PH 64NZ 65SG 66TH 670TL 673BN 675PG 679FJ 687NC \
    76KZ 77KZ 7997KZ 7RU 82KR 84VN 852HK 853MO 855KH 856LA 86CN 880BD 886TW 90TR 91IN 92PK 93AF \
    94LK 95MM 960MV 961LB 962JO 964IQ 965KW 966SA 967YE 968OM 971AE 972IL 973BH 974QA 975BT \
    976MN 977NP 992TJ 993TM 995GE 996KG 998UZ";

/// Returns the country of a number that begins with a plus sign, even while it is being typed.
pub(super) fn country(typed: &str) -> Option<Country> {
    let digits: String = typed
        .trim()
        .strip_prefix('+')?
        .chars()
        .filter(char::is_ascii_digit)
        .take(15)
        .collect();
    let fitting = beginnings().filter(|(beginning, _)| digits.starts_with(beginning));
    let (_, iso) = fitting.max_by_key(|(beginning, _)| beginning.len())?;
    Country::find(iso)
}

/// Returns the country calling code of a number without the plus sign. Zones 1 and 7 share one each.
pub(crate) fn code(digits: &str) -> Option<&str> {
    let fits = |beginning: &str| {
        let code = match beginning.as_bytes() {
            [b'1' | b'7', ..] => 1,
            _ => beginning.len(),
        };
        digits.starts_with(beginning).then(|| digits.get(..code))?
    };
    beginnings().find_map(|(beginning, _)| fits(beginning))
}

fn beginnings() -> impl Iterator<Item = (&'static str, &'static str)> {
    let rows = BEGINNINGS.split_ascii_whitespace();
    rows.filter_map(|row| row.split_at_checked(row.len().checked_sub(2)?))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_number_has_its_country_while_it_is_being_typed() {
        for (typed, iso) in [
            ("+49 151", Some("DE")),
            ("+4", None),
            ("+1 987 123-4567", Some("US")),
            ("+1 (204)", Some("CA")),
            ("+1242", Some("BS")),
            ("+7 9", Some("RU")),
            ("+77", Some("KZ")),
            (" +225 07", Some("CI")),
            ("0049 151", None),
            ("49 151", None),
            ("+", None),
            ("+٤٩", None),
        ] {
            let found = country(typed).and_then(Country::iso);
            assert_eq!(found, iso, "{typed}");
        }
    }

    #[test]
    fn every_beginning_leads_to_a_country_and_to_no_other() {
        let mut seen = HashSet::new();
        for (beginning, iso) in beginnings() {
            assert!(seen.insert(beginning), "{beginning} stands twice");
            let found = country(&["+", beginning].concat());
            let known = Some(iso).filter(|iso| *iso != "??");
            assert_eq!(found.and_then(Country::iso), known, "{beginning}");
        }
    }

    #[test]
    fn every_country_has_a_beginning() {
        let missing: Vec<_> = Country::all()
            .filter_map(Country::iso)
            .filter(|iso| !beginnings().any(|(_, known)| known == *iso))
            .collect();
        assert_eq!(missing, [""; 0]);
    }
}
