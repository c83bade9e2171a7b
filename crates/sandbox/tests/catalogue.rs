//! What is on offer: services, stock, prices, countries, pictures.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use std::collections::BTreeSet;

use common::{Bench, said};
use satline_sandbox::Request;
use serde_json::{Value, json};

fn services(bench: &mut Bench, country: &str) -> Vec<Value> {
    let (status, list) = bench.get(&format!("/sms4sats/getnumbersstatus?country={country}"));
    assert_eq!(status, 200, "{country}");
    list.as_array().unwrap().clone()
}

fn count(row: &Value) -> u64 {
    said(&row["count"]).parse().unwrap()
}

#[test]
fn every_country_of_the_page_lists_about_600_services() {
    let mut bench = Bench::new();
    let (_, countries) = bench.get("/sms4sats/getCountries");
    let countries = countries.as_array().unwrap().clone();
    assert_eq!(countries.len(), 189);
    let codes: BTreeSet<_> = countries
        .iter()
        .map(|row| row["cc"].as_u64().unwrap())
        .collect();
    assert_eq!(codes.len(), 185);
    for code in codes {
        let rows = services(&mut bench, &code.to_string());
        let expected = if [180, 181].contains(&code) {
            0..=0
        } else {
            590..=620
        };
        assert!(expected.contains(&rows.len()), "{code}: {}", rows.len());
    }
}

#[test]
fn without_the_invented_services_the_known_ones_and_those_that_misbehave_are_listed() {
    let mut bench = Bench::new();
    let all = services(&mut bench, "43");
    bench.post("/sandbox/settings", &json!({ "inventedServices": false }));
    let few = services(&mut bench, "43");
    assert_eq!(few.len(), 69);
    assert_eq!((&few[0], few.last()), (&all[0], all.last()));
    let placed = bench.order(&json!({ "country": 43, "service": "alpa" }));
    assert!(placed.payreq.starts_with("lnbcrt"));
}

#[test]
fn a_row_is_shaped_as_on_the_page_and_counts_wobble() {
    let rows = services(&mut Bench::new(), "187");
    let mut expected = json!({
        "key": "vk", "text": "vk.com", "value": "vk",
        "image": { "avatar": true, "src": "/assets/saimages/vk0.png" },
    });
    expected["count"] = rows[0]["count"].clone();
    assert_eq!(rows[0], expected);
    assert!(rows[0]["count"].is_string() && rows[2]["count"].is_number());
    assert!(
        rows.iter()
            .any(|row| row["text"] == "Zz <img src=x onerror=alert(1)>")
    );
    assert!(rows.iter().any(|row| count(row) == 0));
}

#[test]
fn services_that_misbehave_come_last_however_clients_sort_them() {
    let special = ["never", "slow", "late", "soldout", "lead0", "lost0", "xss"];
    let mut bench = Bench::new();
    for country in ["187", "43", "999"] {
        let mut rows = services(&mut bench, country);
        let last_are_special = |rows: &[Value]| {
            let (first, last) = rows.split_at(rows.len() - special.len());
            let value = |row: &Value| row["value"].as_str().unwrap().to_owned();
            assert!(
                last.iter()
                    .all(|row| special.contains(&value(row).as_str()))
            );
            assert!(
                first
                    .iter()
                    .all(|row| !special.contains(&value(row).as_str()))
            );
        };
        last_are_special(&rows);
        let name = |row: &Value| row["text"].as_str().unwrap().to_lowercase();
        rows.sort_by_key(name);
        last_are_special(&rows);
        // All that can be had comes before them, too.
        rows.sort_by_key(|row| (std::cmp::Reverse(count(row)), name(row)));
        let (in_stock, sold_out): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| count(row) > 0);
        let last = &in_stock[in_stock.len() - 6..];
        assert!(
            last.iter()
                .all(|row| special.contains(&row["value"].as_str().unwrap()))
        );
        assert_eq!(sold_out.last().unwrap()["value"], "soldout");
    }
}

#[test]
fn countries_are_listed_with_all_names_that_clients_read() {
    let (_, countries) = Bench::new().get("/sms4sats/getCountries");
    let named = |name: &str| {
        let mut rows = countries.as_array().unwrap().iter();
        rows.find(|row| row["country"] == name).unwrap().clone()
    };
    let germany = json!({
        "cc": 43, "country": "Germany", "id": 43, "eng": "Germany", "visible": 1, "rent": 0,
    });
    assert_eq!(named("Germany"), germany);
    assert_eq!(
        (&named("Russia")["id"], &named("Russia")["rent"]),
        (&json!(0), &json!(1))
    );
}

#[test]
fn a_service_goes_by_its_code_or_by_a_name_in_any_case() {
    let mut bench = Bench::new();
    for (asked, meant) in [
        ("tw", "tw"),
        ("twitter", "tw"),
        ("Gmail", "go"),
        ("youtube", "go"),
        ("whatsapp", "wa"),
        ("other", "ot"),
        ("Any other", "ot"),
    ] {
        let placed = bench.order(&json!({ "country": "Russia", "service": asked }));
        bench.pay(&placed);
        bench.wait(2_000);
        assert_eq!(bench.status(&placed)["service"], meant, "{asked}");
    }
    let unknown = json!({ "country": "Russia", "service": "frob" });
    assert_eq!(bench.post("/sms4sats/createorder", &unknown).0, 500);
}

#[test]
fn countries_differ_in_stock_and_some_have_none() {
    let mut bench = Bench::new();
    let stock = |rows: Vec<Value>| rows.iter().map(count).collect::<Vec<_>>();
    assert_ne!(
        stock(services(&mut bench, "187")),
        stock(services(&mut bench, "43"))
    );
    assert_eq!(
        stock(services(&mut bench, "43")),
        stock(services(&mut Bench::new(), "43"))
    );
    assert_eq!(stock(services(&mut bench, "176")).iter().sum::<u64>(), 0);
    assert!(services(&mut bench, "999").iter().map(count).sum::<u64>() > 0);
}

#[test]
fn a_country_goes_by_number_or_by_any_spelling_of_its_name() {
    let mut bench = Bench::new();
    let usa = services(&mut bench, "187");
    for name in ["USA", "usa", "United%20States", "united+states+of+america"] {
        assert_eq!(services(&mut bench, name), usa, "{name}");
    }
    assert_eq!(services(&mut bench, "0"), services(&mut bench, "russian"));
    for target in [
        "getnumbersstatus",
        "getnumbersstatus?country=Atlantis",
        "getnumbersstatus?country=17",
    ] {
        let refusal = json!({ "status": "error", "reason": "backend error" });
        assert_eq!(
            bench.get(&format!("/sms4sats/{target}")),
            (500, refusal),
            "{target}"
        );
    }
}

#[test]
fn prices_are_the_pages_until_a_country_is_named() {
    let mut bench = Bench::new();
    let (_, list) = bench.get("/sms4sats/price");
    assert_eq!(
        list,
        json!({ "receive": 3000, "send": 1000, "rent": 15000, "s4s": 5000 })
    );
    let prices: BTreeSet<_> = (0..100)
        .map(|cc| said(&bench.get(&format!("/sms4sats/price?country={cc}")).1["receive"]))
        .collect();
    assert!(prices.len() > 10, "{prices:?}");
    let (_, exact) = bench.get("/sms4sats/price?country=Germany&service=tg");
    assert_eq!(
        exact["query"],
        json!({ "country": "Germany", "service": "tg" })
    );
    assert_eq!(
        exact["computed"]["price"].to_string(),
        said(&exact["receive"])
    );
    assert!(
        exact["receive"].is_string()
            && bench.get("/sms4sats/price?country=187").1["receive"].is_string()
    );
    assert!(bench.get("/sms4sats/price?country=22").1["receive"].is_number());
}

#[test]
fn rentals_are_listed_with_weeks_as_text() {
    let mut bench = Bench::new();
    let (_, rows) = bench.get("/sms4sats/getRentalCountries?service=tg");
    let rows = rows.as_array().unwrap();
    assert!(rows.len() > 30);
    assert!(rows.iter().all(|row| row["duration"].is_string()
        && row["price"].is_number()
        && row["cc"].is_number()));
    assert_eq!(bench.get("/sms4sats/getRentalCountries").0, 500);
}

#[test]
fn pictures_are_drawn_without_taking_markup_from_names() {
    let mut bench = Bench::new();
    for service in ["vk", "xss"] {
        let picture = bench.send(&Request::get(&format!(
            "/sms4sats/assets/saimages/{service}0.png"
        )));
        assert_eq!(
            (picture.status, picture.header("content-type")),
            (200, Some("image/svg+xml"))
        );
        let drawing = String::from_utf8(picture.body).unwrap();
        assert!(
            drawing.starts_with("<svg") && !drawing.contains("<img"),
            "{drawing}"
        );
    }
    assert_eq!(
        bench
            .send(&Request::get("/sms4sats/assets/saimages/none0.png"))
            .status,
        404
    );
}

#[test]
fn the_root_tells_that_the_service_is_there_under_both_names() {
    let mut bench = Bench::new();
    for target in ["/sms4sats", "/sms4sats/", "/sandbox/sms4sats/"] {
        assert_eq!(
            bench.get(target),
            (200, json!({ "status": "OK" })),
            "{target}"
        );
    }
    assert_eq!(bench.get("/sms4sats/nothing").0, 404);
    assert_eq!(bench.post("/sms4sats/price", &json!({})).0, 404);
}
