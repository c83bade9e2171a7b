//! The documented countries: code, name as documented, and the calling code of the sandbox's phone
//! numbers.

use crate::table::Row;

/// A row of the documented list.
#[derive(Debug)]
pub(super) struct Country {
    pub(super) cc: u16,
    pub(super) name: &'static str,
    pub(super) dialling: &'static str,
}

/// Returns the row with this code or name. By code, the first of several names.
pub(super) fn find(text: &str) -> Option<&'static Country> {
    let text = text.trim();
    match text.parse::<u16>() {
        Ok(cc) => COUNTRIES.iter().find(|country| country.cc == cc),
        Err(_) => COUNTRIES
            .iter()
            .find(|country| country.name.eq_ignore_ascii_case(text)),
    }
}

impl Row for Country {
    fn id(&self) -> &str {
        self.name
    }

    fn with_id(id: &str) -> Option<&'static Self> {
        COUNTRIES.iter().find(|row| row.name == id)
    }
}

const fn row(cc: u16, name: &'static str, dialling: &'static str) -> Country {
    Country { cc, name, dialling }
}

/// All rows, in the documented order.
#[rustfmt::skip]
pub(super) const COUNTRIES: &[Country] = &[
    row(999, "Auto-Select", "1"), row(0, "Russia", "7"), row(0, "Russian", "7"),
    row(1, "Ukraine", "380"), row(2, "Kazakhstan", "7"), row(3, "China", "86"),
    row(4, "Philippines", "63"), row(5, "Myanmar", "95"), row(6, "Indonesia", "62"),
    row(7, "Malaysia", "60"), row(8, "Kenya", "254"), row(9, "Tanzania", "255"),
    row(10, "Vietnam", "84"), row(11, "Kyrgyzstan", "996"), row(12, "USA (virtual)", "1"),
    row(13, "Israel", "972"), row(14, "HongKong", "852"), row(15, "Poland", "48"),
    row(16, "England", "44"), row(16, "United Kingdom", "44"), row(18, "DCongo", "243"),
    row(19, "Nigeria", "234"), row(20, "Macao", "853"), row(21, "Egypt", "20"),
    row(22, "India", "91"), row(23, "Ireland", "353"), row(24, "Cambodia", "855"),
    row(25, "Laos", "856"), row(26, "Haiti", "509"), row(27, "Ivory", "225"),
    row(28, "Gambia", "220"), row(29, "Serbia", "381"), row(30, "Yemen", "967"),
    row(31, "Southafrica", "27"), row(32, "Romania", "40"), row(33, "Colombia", "57"),
    row(34, "Estonia", "372"), row(36, "Canada", "1"), row(37, "Morocco", "212"),
    row(38, "Ghana", "233"), row(39, "Argentina", "54"), row(40, "Uzbekistan", "998"),
    row(41, "Cameroon", "237"), row(42, "Chad", "235"), row(43, "Germany", "49"),
    row(44, "Lithuania", "370"), row(45, "Croatia", "385"), row(46, "Sweden", "46"),
    row(47, "Iraq", "964"), row(48, "Netherlands", "31"), row(49, "Latvia", "371"),
    row(50, "Austria", "43"), row(51, "Belarus", "375"), row(52, "Thailand", "66"),
    row(53, "Saudiarabia", "966"), row(54, "Mexico", "52"), row(55, "Taiwan", "886"),
    row(56, "Spain", "34"), row(58, "Algeria", "213"), row(59, "Slovenia", "386"),
    row(60, "Bangladesh", "880"), row(61, "Senegal", "221"), row(62, "Turkey", "90"),
    row(63, "Czech", "420"), row(64, "Srilanka", "94"), row(65, "Peru", "51"),
    row(66, "Pakistan", "92"), row(67, "Newzealand", "64"), row(68, "Guinea", "224"),
    row(69, "Mali", "223"), row(70, "Venezuela", "58"), row(71, "Ethiopia", "251"),
    row(72, "Mongolia", "976"), row(73, "Brazil", "55"), row(74, "Afghanistan", "93"),
    row(75, "Uganda", "256"), row(76, "Angola", "244"), row(77, "Cyprus", "357"),
    row(78, "France", "33"), row(79, "Papua", "675"), row(80, "Mozambique", "258"),
    row(81, "Nepal", "977"), row(82, "Belgium", "32"), row(83, "Bulgaria", "359"),
    row(84, "Hungary", "36"), row(85, "Moldova", "373"), row(86, "Italy", "39"),
    row(87, "Paraguay", "595"), row(88, "Honduras", "504"), row(89, "Tunisia", "216"),
    row(90, "Nicaragua", "505"), row(91, "Timorleste", "670"), row(92, "Bolivia", "591"),
    row(93, "Costarica", "506"), row(94, "Guatemala", "502"), row(95, "Uae", "971"),
    row(96, "Zimbabwe", "263"), row(97, "Puertorico", "1787"), row(99, "Togo", "228"),
    row(100, "Kuwait", "965"), row(101, "Salvador", "503"), row(102, "Libyan", "218"),
    row(103, "Jamaica", "1876"), row(104, "Trinidad", "1868"), row(105, "Ecuador", "593"),
    row(106, "Swaziland", "268"), row(107, "Oman", "968"), row(108, "Bosnia", "387"),
    row(109, "Dominican", "1809"), row(111, "Qatar", "974"), row(112, "Panama", "507"),
    row(114, "Mauritania", "222"), row(115, "Sierraleone", "232"), row(116, "Jordan", "962"),
    row(117, "Portugal", "351"), row(118, "Barbados", "1246"), row(119, "Burundi", "257"),
    row(120, "Benin", "229"), row(121, "Brunei", "673"), row(122, "Bahamas", "1242"),
    row(123, "Botswana", "267"), row(124, "Belize", "501"), row(125, "Caf", "236"),
    row(126, "Dominica", "1767"), row(127, "Grenada", "1473"), row(128, "Georgia", "995"),
    row(129, "Greece", "30"), row(130, "Guineabissau", "245"), row(131, "Guyana", "592"),
    row(132, "Iceland", "354"), row(133, "Comoros", "269"), row(134, "Saintkitts", "1869"),
    row(135, "Liberia", "231"), row(136, "Lesotho", "266"), row(137, "Malawi", "265"),
    row(138, "Namibia", "264"), row(139, "Niger", "227"), row(140, "Rwanda", "250"),
    row(141, "Slovakia", "421"), row(142, "Suriname", "597"), row(143, "Tajikistan", "992"),
    row(144, "Monaco", "377"), row(145, "Bahrain", "973"), row(146, "Reunion", "262"),
    row(147, "Zambia", "260"), row(148, "Armenia", "374"), row(149, "Somalia", "252"),
    row(150, "Congo", "242"), row(151, "Chile", "56"), row(152, "Furkinafaso", "226"),
    row(153, "Lebanon", "961"), row(154, "Gabon", "241"), row(155, "Albania", "355"),
    row(156, "Uruguay", "598"), row(157, "Mauritius", "230"), row(158, "Bhutan", "975"),
    row(159, "Maldives", "960"), row(160, "Guadeloupe", "590"), row(161, "Turkmenistan", "993"),
    row(162, "Frenchguiana", "594"), row(163, "Finland", "358"), row(164, "Saintlucia", "1758"),
    row(165, "Luxembourg", "352"), row(166, "Saintvincentgrenadines", "1784"),
    row(167, "Equatorialguinea", "240"), row(168, "Djibouti", "253"),
    row(169, "Antiguabarbuda", "1268"), row(170, "Caymanislands", "1345"),
    row(171, "Montenegro", "382"), row(173, "Switzerland", "41"), row(174, "Norway", "47"),
    row(175, "Australia", "61"), row(176, "Eritrea", "291"), row(177, "Southsudan", "211"),
    row(178, "Saotomeandprincipe", "239"), row(179, "Aruba", "297"), row(180, "Montserrat", "1664"),
    row(181, "Anguilla", "1264"), row(183, "Northmacedonia", "389"), row(184, "Seychelles", "248"),
    row(185, "Newcaledonia", "687"), row(186, "Capeverde", "238"), row(187, "USA", "1"),
    row(187, "United States", "1"), row(187, "United States of America", "1"),
    row(189, "Fiji", "679"), row(190, "Southkorea", "82"), row(195, "Bermuda", "1441"),
    row(196, "Singapore", "65"),
];
