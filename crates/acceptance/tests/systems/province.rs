//! 01's world: the province, its 18 cities with the county counts that table 1 prints, and the programme published by the
//! province's manager. Codes and names of counties are generated; the counts are the plan's.

use luodi_acceptance::files::programme_file;
use luodi_acceptance::{Client, Desk, Role, Server, json};

pub const PROGRAMME: &str = "01-henan-health-tours";
pub const PROVINCE: &str = "41";

/// Cities in the order of the table, with their counties.
pub const CITIES: [(&str, usize); 18] = [
    ("安阳", 9),
    ("濮阳", 6),
    ("鹤壁", 5),
    ("焦作", 10),
    ("新乡", 12),
    ("济源", 0),
    ("三门峡", 6),
    ("洛阳", 15),
    ("郑州", 12),
    ("开封", 10),
    ("商丘", 9),
    ("平顶山", 10),
    ("许昌", 6),
    ("漯河", 5),
    ("驻马店", 10),
    ("信阳", 10),
    ("周口", 10),
    ("南阳", 13),
];

/// Code of a city.
pub fn city(name: &str) -> String {
    let at = CITIES.iter().position(|(c, _)| *c == name).unwrap_or_else(|| panic!("no city {name}"));
    format!("{PROVINCE}{:02}", at + 1)
}

/// Code of a city's n-th county.
pub fn county(name: &str, n: usize) -> String {
    format!("{}{n:02}", city(name))
}

/// The tree, with this many counties under 安阳.
pub fn units(server: &Server, counties_of_anyang: usize) {
    let mut rows = vec![(PROVINCE.to_string(), "省本级".to_string(), "省".to_string(), String::new())];
    for (name, counties) in CITIES {
        rows.push((city(name), format!("{name}市"), "市".to_string(), PROVINCE.to_string()));
        let counties = if name == "安阳" { counties_of_anyang } else { counties };
        for n in 1..=counties {
            rows.push((county(name, n), format!("{name}第{n}县"), "县".to_string(), city(name)));
        }
    }
    server.units(&rows);
    server.account("manager", PROVINCE, Role::Manager);
}

/// Publishes the programme as the province's manager.
pub fn publish(manager: &Client) -> luodi_acceptance::Json {
    manager.publish(PROGRAMME, &programme_file(PROGRAMME), &[("first_month", json!("2013-09")), ("last_month", json!("2014-02"))])
}

/// Somebody of a unit at work in the programme.
pub fn desk(server: &Server, unit: &str) -> Desk {
    server.desk(unit, PROGRAMME)
}

/// The programme published on 1 August 2013 for 177 units, and the clock where the test begins.
pub fn world(beijing: &str) -> Server {
    let server = Server::start("2013-08-01 09:00");
    units(&server, 9);
    publish(&server.login("manager"));
    server.clock.set(beijing);
    server
}

/// Enters a tour that a unit held.
pub fn held(desk: &Desk, unit: &str, date: &str, people: u32) -> String {
    desk.stored("tour", "held", json!({"unit": unit, "date": date, "people": people, "topic": "合理用药"}))
}
