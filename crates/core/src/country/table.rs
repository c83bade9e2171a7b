//! The table of countries, in display order: "Auto-Select", then by English name.
//!
//! One string takes half the space of a list of strings.

/// A country. Several names in one field are separated by commas.
#[derive(Clone, Copy)]
pub(super) struct Row {
    /// The country's number at sms4sats.
    pub code: u16,
    /// ISO 3166-1 alpha-2, empty for "Auto-Select".
    pub iso: &'static str,
    /// The English name.
    pub name: &'static str,
    /// The spellings that sms4sats accepts, if not just the English name.
    pub wire: &'static str,
    /// Other common names.
    pub also: &'static str,
}

impl Row {
    /// Returns all rows, in order, each with its offset.
    pub fn all() -> impl Iterator<Item = (usize, Self)> {
        let mut end = 0;
        TABLE.split('\n').map(move |line| {
            let start = end;
            end += line.len() + 1;
            (start, Self::of(line))
        })
    }

    /// Returns the row at an offset.
    pub fn at(start: usize) -> Self {
        let rest = TABLE.get(start..).unwrap_or_default();
        Self::of(rest.split('\n').next().unwrap_or_default())
    }

    /// Parses a line. Missing fields at its end are empty.
    fn of(line: &'static str) -> Self {
        let mut fields = line.split('|');
        let mut next = || fields.next().unwrap_or_default();
        Self {
            code: code(next()).unwrap_or_default(),
            iso: next(),
            name: next(),
            wire: next(),
            also: next(),
        }
    }
}

/// Parses a code of sms4sats.
pub(super) fn code(text: &str) -> Option<u16> {
    text.parse().ok()
}

const TABLE: &str = "\
999||Auto-Select||Any,Automatic
74|AF|Afghanistan
155|AL|Albania
58|DZ|Algeria
76|AO|Angola
181|AI|Anguilla
169|AG|Antigua and Barbuda|Antiguabarbuda|Antigua,Barbuda
39|AR|Argentina
148|AM|Armenia
179|AW|Aruba
175|AU|Australia
50|AT|Austria
122|BS|Bahamas||The Bahamas
145|BH|Bahrain
60|BD|Bangladesh
118|BB|Barbados
51|BY|Belarus||Belorussia
82|BE|Belgium
124|BZ|Belize
120|BJ|Benin
195|BM|Bermuda
158|BT|Bhutan
92|BO|Bolivia
108|BA|Bosnia and Herzegovina|Bosnia|Herzegovina
123|BW|Botswana
73|BR|Brazil
121|BN|Brunei||Brunei Darussalam
83|BG|Bulgaria
152|BF|Burkina Faso|Furkinafaso|Burkina
119|BI|Burundi
24|KH|Cambodia||Kampuchea
41|CM|Cameroon
36|CA|Canada
186|CV|Cape Verde|Capeverde|Cabo Verde
170|KY|Cayman Islands|Caymanislands|Cayman
125|CF|Central African Republic|Caf|CAR
42|TD|Chad
151|CL|Chile
3|CN|China||PRC
33|CO|Colombia
133|KM|Comoros
150|CG|Congo||Republic of the Congo,Congo-Brazzaville
93|CR|Costa Rica|Costarica
27|CI|Côte d'Ivoire|Ivory|Ivory Coast
45|HR|Croatia
77|CY|Cyprus
63|CZ|Czechia|Czech|Czech Republic
168|DJ|Djibouti
126|DM|Dominica
109|DO|Dominican Republic|Dominican
18|CD|DR Congo|DCongo|DRC,Democratic Republic of the Congo,Congo-Kinshasa,Zaire
105|EC|Ecuador
21|EG|Egypt
101|SV|El Salvador|Salvador
167|GQ|Equatorial Guinea|Equatorialguinea
176|ER|Eritrea
34|EE|Estonia
106|SZ|Eswatini|Swaziland
71|ET|Ethiopia
189|FJ|Fiji
163|FI|Finland
78|FR|France
162|GF|French Guiana|Frenchguiana
154|GA|Gabon
28|GM|Gambia||The Gambia
128|GE|Georgia
43|DE|Germany
38|GH|Ghana
129|GR|Greece
127|GD|Grenada
160|GP|Guadeloupe
94|GT|Guatemala
68|GN|Guinea
130|GW|Guinea-Bissau|Guineabissau
131|GY|Guyana
26|HT|Haiti
88|HN|Honduras
14|HK|Hong Kong|HongKong
84|HU|Hungary
132|IS|Iceland
22|IN|India
6|ID|Indonesia
47|IQ|Iraq
23|IE|Ireland||Republic of Ireland,Eire
13|IL|Israel
86|IT|Italy
103|JM|Jamaica
116|JO|Jordan
2|KZ|Kazakhstan
8|KE|Kenya
100|KW|Kuwait
11|KG|Kyrgyzstan||Kyrgyz Republic
25|LA|Laos
49|LV|Latvia
153|LB|Lebanon
136|LS|Lesotho
135|LR|Liberia
102|LY|Libya|Libyan
44|LT|Lithuania
165|LU|Luxembourg
20|MO|Macao||Macau
137|MW|Malawi
7|MY|Malaysia
159|MV|Maldives
69|ML|Mali
114|MR|Mauritania
157|MU|Mauritius
54|MX|Mexico
85|MD|Moldova
144|MC|Monaco
72|MN|Mongolia
171|ME|Montenegro
180|MS|Montserrat
37|MA|Morocco
80|MZ|Mozambique
5|MM|Myanmar||Burma
138|NA|Namibia
81|NP|Nepal
48|NL|Netherlands||Holland,The Netherlands
185|NC|New Caledonia|Newcaledonia
67|NZ|New Zealand|Newzealand
90|NI|Nicaragua
139|NE|Niger
19|NG|Nigeria
183|MK|North Macedonia|Northmacedonia|Macedonia,FYROM
174|NO|Norway
107|OM|Oman
66|PK|Pakistan
112|PA|Panama
79|PG|Papua New Guinea|Papua|PNG
87|PY|Paraguay
65|PE|Peru
4|PH|Philippines
15|PL|Poland
117|PT|Portugal
97|PR|Puerto Rico|Puertorico
111|QA|Qatar
146|RE|Réunion|Reunion
32|RO|Romania
0|RU|Russia|Russia,Russian|Russian Federation
140|RW|Rwanda
134|KN|Saint Kitts and Nevis|Saintkitts|St Kitts and Nevis,Nevis
164|LC|Saint Lucia|Saintlucia|St Lucia
166|VC|Saint Vincent and the Grenadines|Saintvincentgrenadines|St Vincent and the Grenadines,St Vincent,Saint Vincent
178|ST|São Tomé and Príncipe|Saotomeandprincipe|Sao Tome
53|SA|Saudi Arabia|Saudiarabia|KSA
61|SN|Senegal
29|RS|Serbia
184|SC|Seychelles
115|SL|Sierra Leone|Sierraleone
196|SG|Singapore
141|SK|Slovakia||Slovak Republic
59|SI|Slovenia
149|SO|Somalia
31|ZA|South Africa|Southafrica
190|KR|South Korea|Southkorea|Korea,Republic of Korea
177|SS|South Sudan|Southsudan
56|ES|Spain
64|LK|Sri Lanka|Srilanka|Ceylon
142|SR|Suriname
46|SE|Sweden
173|CH|Switzerland
55|TW|Taiwan
143|TJ|Tajikistan
9|TZ|Tanzania
52|TH|Thailand
91|TL|Timor-Leste|Timorleste|East Timor
99|TG|Togo
104|TT|Trinidad and Tobago|Trinidad|Tobago
89|TN|Tunisia
62|TR|Turkey||Türkiye
161|TM|Turkmenistan
75|UG|Uganda
1|UA|Ukraine
95|AE|United Arab Emirates|Uae|Emirates
16|GB|United Kingdom|England,United Kingdom|UK,Great Britain,Britain,Scotland,Wales,Northern Ireland
187|US|United States|USA,United States,United States of America|America
12|US|United States (virtual)|USA (virtual)
156|UY|Uruguay
40|UZ|Uzbekistan
70|VE|Venezuela
10|VN|Vietnam
30|YE|Yemen
147|ZM|Zambia
96|ZW|Zimbabwe";
