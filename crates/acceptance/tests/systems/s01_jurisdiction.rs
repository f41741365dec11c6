//! 01, statement 15: a city neither sees nor changes what is another's, by any address. Addresses are taken from the API's
//! own description, so that a new one is held to it too.

use crate::province::{PROGRAMME, PROVINCE, city, county, desk, held, world};
use luodi_acceptance::desk::{next_id, texts};
use luodi_acceptance::files::xlsx_text;
use luodi_acceptance::{Answer, Client, Json, Role, Server, json};
use ureq::http::Method;

const MINE: &str = "洛阳";
const OTHER: &str = "郑州";

/// Both cities hold a tour and file a table; 洛阳 has a clerk and a manager.
fn two_cities() -> (Server, String, String) {
    let server = world("2013-10-02 09:00");
    let record = |name: &str| {
        let own = desk(&server, &city(name));
        let fields = json!({"unit": county(name, 1), "date": "2013-09-10", "people": 120, "place": format!("{name}某广场")});
        let id = own.stored("tour", "held", fields);
        assert_eq!(own.file("monthly", "2013-09").0, 201);
        id
    };
    let ids = (record(MINE), record(OTHER));
    server.account("luoyang-manager", &city(MINE), Role::Manager);
    (server, ids.0, ids.1)
}

fn not_found(answer: &Answer, what: &str) {
    let problem = answer.json();
    assert_eq!((answer.status, problem["code"].as_str()), (404, Some("not_found")), "{what}: {problem}");
    assert!(!answer.text().contains(OTHER), "{what}: {problem}");
}

/// Names in the path of an address, filled with things that are there.
fn filled(path: &str, record: &str, unit: &str) -> String {
    let name = if path.contains("/tables/") { "quota" } else { "monthly" };
    path.replace("{programme}", PROGRAMME)
        .replace("{register}", "tour")
        .replace("{name}", name)
        .replace("{duty}", "evaluation")
        .replace("{state}", "cancelled")
        .replace("{field}", "organiser_archived")
        .replace("{code}", unit)
        .replace("{id}", record)
}

/// Every described address, with its method and whether it takes `unit` as a parameter.
fn addresses(client: &Client) -> Vec<(String, Method, bool)> {
    let (_, openapi) = client.get("/api/openapi.json");
    let mut out = vec![];
    for (path, item) in openapi["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let takes_unit = parameters.iter().any(|p| p["in"] == "query" && p["name"] == "unit");
            out.push((path.clone(), method.to_uppercase().parse().expect("a method"), takes_unit));
        }
    }
    out
}

#[test]
fn s01_15_no_address_with_a_unit_shows_another_city() {
    let (server, _, _) = two_cities();
    let clerk = desk(&server, &city(MINE)).client;
    let manager = server.login("luoyang-manager");
    let mut families = vec![];
    for (path, method, _) in addresses(&clerk).into_iter().filter(|(_, _, takes_unit)| *takes_unit) {
        assert_eq!(method, Method::GET, "{path}: units of other methods stand in the body");
        let period = match &path {
            p if p.contains("/returns/") => "&period=2013-09",
            p if p.ends_with("/series") => "&first=2013-08&last=2013-09",
            _ => "",
        };
        let question = if path.ends_with("/explain") { "&kind=target&name=tours_each" } else { "" };
        for client in [&clerk, &manager] {
            let at = |unit: &str| format!("{}?unit={unit}{period}{question}", filled(&path, "", unit));
            assert_eq!(client.download(&at(&city(MINE))).status, 200, "{path}: its own");
            for other in [city(OTHER), county(OTHER, 1), PROVINCE.to_string()] {
                not_found(&client.download(&at(&other)), &at(&other));
            }
        }
        families.push(path);
    }
    for needed in [
        "/records",
        "/export.xlsx",
        "/duties",
        "/table.xlsx",
        "/series",
        "/compiled",
        "/compiled.xlsx",
        "/board",
        "/tables/",
        "/explain",
    ] {
        assert!(families.iter().any(|f| f.contains(needed)), "{needed} takes a unit: {families:?}");
    }
    for path in [
        format!("/api/units/{}", city(OTHER)),
        format!("/api/units?parent={}", city(OTHER)),
        format!("/api/units?under={}", city(OTHER)),
    ] {
        not_found(&clerk.download(&path), &path);
    }
}

#[test]
fn s01_15_no_address_with_a_record_reaches_another_city_s() {
    let (server, mine, other) = two_cities();
    let clerk = desk(&server, &city(MINE)).client;
    let before = desk(&server, &city(OTHER)).record(&other);
    let mut tried = 0;
    for (path, method, _) in addresses(&clerk).into_iter().filter(|(path, _, _)| path.starts_with("/api/records/{id}")) {
        let body = (method != Method::GET).then(|| json!({"seen": 1, "fields": {"people": 1}, "reason": "越权"}));
        let at = |id: &str| filled(&path, id, "");
        let foreign = clerk.send(method.clone(), &at(&other), body.as_ref());
        not_found(&foreign, &format!("{method} {path}"));
        let absent = clerk.send(method.clone(), &at(&next_id()), body.as_ref());
        assert_eq!(foreign.json(), absent.json(), "{path}: what is foreign and what is not there read alike");
        tried += 1;
    }
    assert!(tried >= 4, "read, correct, move, mark");
    assert_eq!(desk(&server, &city(OTHER)).record(&other)["record"], before["record"], "nothing was changed");
    // Nor into another's jurisdiction, nor out of its own.
    let own = desk(&server, &city(MINE));
    let fields = json!({"unit": county(OTHER, 1), "date": "2013-09-10", "people": 1});
    let id = next_id();
    assert_eq!(own.submit_as(&id, "tour", "held", fields).0, 404);
    assert_eq!(own.correct(&mine, json!({"unit": county(OTHER, 1)})).0, 404);
    assert_eq!(own.record(&mine)["record"]["unit"]["code"], county(MINE, 1).as_str());
    // An id that stands for another city's record tells nothing of it.
    let (status, problem) =
        own.submit_as(&other, "tour", "held", json!({"unit": county(MINE, 1), "date": "2013-09-10", "people": 120}));
    assert_eq!((status, problem["code"].as_str()), (409, Some("id_taken")));
    assert!(!problem.to_string().contains(OTHER));
}

#[test]
fn s01_15_units_in_a_body_are_held_to_the_same() {
    let (server, _, _) = two_cities();
    let own = desk(&server, &city(MINE));
    let manager = server.login("luoyang-manager");
    let filing = json!({"id": next_id(), "unit": city(OTHER), "period": "2013-09"});
    not_found(&own.client.send(Method::POST, &own.path("returns/monthly/file"), Some(&filing)), "filing for another");
    let zero = json!({"unit": city(OTHER), "period": "2013-09"});
    not_found(&own.client.send(Method::POST, &own.path("duties/evaluation/zero"), Some(&zero)), "zero for another");
    let account = json!({"login": "spy", "name": "越权", "unit": city(OTHER), "role": "clerk"});
    not_found(&manager.send(Method::POST, "/api/accounts", Some(&account)), "an account in another city");
    assert_eq!(desk(&server, &city(OTHER)).get("returns/monthly?period=2013-09")["filed"].as_array().map(Vec::len), Some(1));
    let sheet = format!("举办单位,日期,覆盖人数\n{},2013-09-12,50\n{},2013-09-12,50\n", county(OTHER, 1), county(MINE, 2));
    let (status, done) = own.client.upload(&own.path("registers/tour/import?state=held"), "台账.csv", sheet.as_bytes());
    assert_eq!((status, &done["accepted"], &done["rejected_rows"]), (200, &json!(1), &json!(1)), "{done}");
    assert_eq!(done["rejected"][0]["row"], 2);
    let rejected = format!("/api/imports/{}/rejected.xlsx", done["id"].as_str().unwrap_or_default());
    assert_eq!(own.client.download(&rejected).status, 200);
    not_found(&desk(&server, &city(OTHER)).client.download(&rejected), "rejected rows of somebody else");
    assert_eq!(desk(&server, &city(OTHER)).count("tour"), 1);
    // Drafts, plans and asks are the province's.
    let provincial = server.login("manager");
    let plan = provincial.upload_plan("方案.txt", "某省工作方案\n\n一、目标\n\n各市办好实事。".as_bytes());
    not_found(&manager.download(&format!("/api/plans/{plan}")), "a plan of the province");
    assert_eq!(manager.get("/api/plans").1, json!([]));
    assert_ne!(manager.put(&own.path("asks/plan_due"), &json!({"value": "2013-10-01"})).0, 200);
    assert_ne!(manager.put(&own.path("draft"), &json!({"yaml": "programme: x", "version": 0})).0, 200);
    assert_ne!(manager.post(&own.path("publish"), &json!({})).0, 200);
}

#[test]
fn s01_15_lists_without_a_unit_hold_its_own_only_and_the_province_sees_all() {
    let (server, _, other) = two_cities();
    let own = desk(&server, &city(MINE));
    let names = |list: &Json| texts(&list["items"], "day").len();
    assert_eq!(own.count("tour"), 1);
    assert_eq!(names(&own.get(&format!("registers/tour/records?q={OTHER}"))), 0);
    assert_eq!(names(&own.get("registers/tour/records?list=lacking_city_archive")), 1);
    let export = own.download("registers/tour/export.xlsx");
    let text = xlsx_text(&export.bytes);
    assert!(text.contains("洛阳某广场") && !text.contains(OTHER), "{text}");
    for rest in ["", "board", "lists", "tables/quota", "returns", "returns/monthly/compiled?period=2013-09"] {
        let said = own.get(rest).to_string();
        assert!(!said.contains(OTHER), "{rest}: {said}");
    }
    let manager = server.login("luoyang-manager");
    let (_, events) = manager.get("/api/events?size=500");
    assert!(!events["items"].as_array().map(Vec::is_empty).unwrap_or(true));
    assert!(!events.to_string().contains(OTHER) && !events.to_string().contains(&other), "{events}");
    assert_eq!(own.client.get("/api/events").0, 403);
    let province = desk(&server, PROVINCE);
    assert_eq!(province.count("tour"), 2);
    assert_eq!(province.record(&other)["record"]["unit"]["code"], county(OTHER, 1).as_str());
    assert_eq!(province.correct(&other, json!({"people": 121})).1["fields"]["people"], "121");
    let text = xlsx_text(&province.download("registers/tour/export.xlsx").bytes);
    assert!(text.contains("郑州某广场") && text.contains("洛阳某广场"));
    // A leader of the city reads and changes nothing.
    server.account("luoyang-leader", &city(MINE), Role::Leader);
    let leader = luodi_acceptance::Desk { client: server.login("luoyang-leader"), programme: PROGRAMME.to_string() };
    let mine = held(&own, &county(MINE, 2), "2013-09-20", 80);
    assert_eq!(leader.record(&mine)["may_correct"], false);
    assert_eq!(leader.mark(&mine, "city_archived").1["code"], "not_allowed");
    assert_eq!(leader.correct(&mine, json!({"people": 81})).0, 403);
}
