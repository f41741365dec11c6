//! Five months of work: tours held and recorded, tables filed on time, late or not at all, one figure wrong and corrected.

use super::{DEVICE, PASSWORD, PROGRAMME_ID};
use crate::App;
use crate::accounts::{Caller, NewAccount, RoleName, SessionKind};
use crate::clock::ManualClock;
use crate::problem::{Outcome, Problem};
use crate::records::{Correction, NewRecord};
use indexmap::IndexMap;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use luodi_model::{RecordId, UnitId};
use serde_json::{Value as Json, json};

/// Something that happens at an instant.
struct Deed {
    at: Timestamp,
    /// Index of the city whose account does it; `None`: the province.
    by: Option<usize>,
    what: What,
}

enum What {
    Tour {
        unit: String,
        day: Date,
        people: u32,
        minutes: u32,
        floating: Option<u32>,
        topic: usize,
        archived: bool,
    },
    Planned {
        unit: String,
        day: Date,
    },
    File {
        unit: UnitId,
        month: Date,
    },
    Paper {
        unit: String,
        kind: &'static str,
    },
    Nominate {
        unit: String,
        name: String,
        video: bool,
    },
    /// Corrects the first tour of a unit in a month: a zero too many.
    Mend {
        unit: String,
        month: Date,
        people: u32,
    },
}

struct City {
    id: UnitId,
    code: String,
    counties: Vec<String>,
    caller: Caller,
}

/// A small generator of our own, so that the demo looks the same wherever it is loaded.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n.max(1)
    }
}

/// An instant of a civil day in Beijing.
pub(super) fn at(day: Date, hour: i64, minute: i64) -> Timestamp {
    let midnight = luodi_model::beijing_midnight(day).unwrap_or_default();
    midnight.saturating_add((hour * 60 + minute).minutes()).unwrap_or(midnight)
}

pub(super) fn month(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// Does everything that happened up to `now`, in order.
pub(super) async fn run(app: &App, clock: &ManualClock, province: &Caller, begin: Date, now: Timestamp) -> Outcome<()> {
    let cities = cities(app, province).await?;
    let mut deeds = deeds(&cities, begin, now);
    deeds.retain(|d| d.at < now);
    deeds.sort_by_key(|d| d.at);
    for deed in deeds {
        clock.set(deed.at);
        let caller = deed.by.map_or(province, |i| &cities[i].caller);
        carry_out(app, caller, deed.what).await?;
    }
    Ok(())
}

async fn cities(app: &App, province: &Caller) -> Outcome<Vec<City>> {
    let tree = app.units();
    let mut out = vec![];
    for (i, unit) in tree.children(province.unit().id).enumerate() {
        let login = format!("city{:02}", i + 1);
        let new = NewAccount {
            login: login.clone(),
            name: format!("{}经办", unit.name),
            unit: unit.code.clone(),
            role: RoleName::Clerk,
        };
        app.set_up_account(DEVICE, new, Some(PASSWORD.to_string())).await?;
        let signed = app.sign_in(&login, PASSWORD.to_string(), Some(DEVICE)).await?;
        let caller = app.caller(&signed.token, SessionKind::Browser, DEVICE).await?;
        let counties = tree.children(unit.id).map(|c| c.code.clone()).collect();
        out.push(City { id: unit.id, code: unit.code.clone(), counties, caller });
    }
    Ok(out)
}

fn deeds(cities: &[City], begin: Date, now: Timestamp) -> Vec<Deed> {
    let today = luodi_model::beijing(now).date();
    let mut dice = Dice(20_240_501);
    let mut out = vec![];
    for m in 0..6i64 {
        let first = begin.saturating_add(m.months());
        for (i, city) in cities.iter().enumerate() {
            tours(&mut out, &mut dice, i, city, first, m);
            filing(&mut out, i, city, first, m);
        }
        if m < 5 {
            let floating = Some(60);
            let what = What::Tour {
                unit: "99".into(),
                day: first.saturating_add(16.days()),
                people: 300,
                minutes: 90,
                floating,
                topic: 0,
                archived: false,
            };
            out.push(Deed { at: at(first.saturating_add(17.days()), 10, 0), by: None, what });
        }
    }
    for (i, city) in cities.iter().enumerate() {
        papers(&mut out, i, city, begin);
        let day = today.saturating_add((3 + i as i64 * 2).days());
        let what = What::Planned { unit: city.code.clone(), day };
        out.push(Deed { at: at(today.saturating_sub(2.days()), 15, i as i64), by: Some(i), what });
    }
    out
}

/// About one tour for each unit and month; a few units fall behind.
fn tours(out: &mut Vec<Deed>, dice: &mut Dice, i: usize, city: &City, first: Date, m: i64) {
    let units = std::iter::once(&city.code).chain(&city.counties);
    for (n, unit) in units.enumerate() {
        let lazy = (n + i) % 11 == 10;
        // The county whose account the demo prints is behind, so that it finds something to do.
        if i == 0 && n == 1 && m % 2 == 1 {
            continue;
        }
        // The sixth city rests in the third month: its table of that month is a table of zeros.
        if (lazy && m % 2 == 1) || (i == 5 && m == 2) {
            continue;
        }
        let day = first.saturating_add((dice.below(26) as i64).days());
        let wrong = i == 1 && n == 1 && m == 1;
        let people = if wrong { 2600 } else { 180 + dice.below(160) as u32 };
        let what = What::Tour {
            unit: unit.clone(),
            day,
            people,
            minutes: 50 + dice.below(70) as u32,
            floating: None,
            topic: dice.below(2) as usize,
            archived: dice.below(10) > 1,
        };
        out.push(Deed { at: at(day.saturating_add(1.day()), 9, dice.below(500) as i64), by: Some(i), what });
        if wrong {
            let mend = What::Mend { unit: unit.clone(), month: first, people: 260 };
            let again = What::File { unit: city.id, month: first };
            let next = first.saturating_add(1.month());
            out.push(Deed { at: at(next.saturating_add(8.days()), 10, 0), by: Some(i), what: mend });
            out.push(Deed { at: at(next.saturating_add(8.days()), 11, 0), by: Some(i), what: again });
        }
    }
}

/// Most tables come in time; the fourth city is late twice, the ninth didn't file the last one.
fn filing(out: &mut Vec<Deed>, i: usize, city: &City, first: Date, m: i64) {
    let next = first.saturating_add(1.month());
    let day = match (i, m) {
        (3, 1) => 6,
        (3, 3) => 9,
        (8, 4) => return,
        _ => 1 + (i as i64 + m) % 4,
    };
    let when = at(next.saturating_add((day - 1).days()), 14, 7 * i as i64);
    out.push(Deed { at: when, by: Some(i), what: What::File { unit: city.id, month: first } });
}

fn papers(out: &mut Vec<Deed>, i: usize, city: &City, begin: Date) {
    let mut add = |days: i64, what: What| {
        out.push(Deed { at: at(begin.saturating_add(days.days()), 16, i as i64), by: Some(i), what });
    };
    if i != 7 {
        add(12, What::Paper { unit: city.code.clone(), kind: "巡讲工作方案" });
    }
    add(20, What::Paper { unit: city.code.clone(), kind: "成立专家团" });
    let family = ["林", "周", "顾", "沈", "陆", "韩", "唐", "程", "薛", "孟", "秦", "白"];
    let given = ["晓岚", "明川", "若水"];
    let count = if i == 4 { 2 } else { 3 };
    for (k, given) in given.iter().take(count).enumerate() {
        let name = format!("{}{given}", family[i % family.len()]);
        add(100 + k as i64, What::Nominate { unit: city.code.clone(), name, video: !(i == 2 && k == 1) });
    }
}

async fn carry_out(app: &App, caller: &Caller, what: What) -> Outcome<()> {
    match what {
        What::Tour { unit, day, people, minutes, floating, topic, archived } => {
            let topic = ["安全用药", "心脑血管疾病预防"][topic % 2];
            let mut fields = fields(json!({
                "unit": unit, "date": day.to_string(), "people": people, "minutes": minutes, "topic": topic, "place": "社区活动中心",
            }));
            if let Some(floating) = floating {
                fields.insert("floating".to_string(), json!(floating));
            }
            let id = submit(app, caller, "tour", Some("held"), fields).await?;
            app.mark_record(caller, id, "organiser_archived").await?;
            if archived {
                app.mark_record(caller, id, "city_archived").await?;
            }
        }
        What::Planned { unit, day } => {
            let planned = fields(json!({"unit": unit, "date": day.to_string(), "topic": "安全用药", "place": "文化广场"}));
            submit(app, caller, "tour", Some("planned"), planned).await?;
        }
        What::File { unit, month: first } => {
            let id = RecordId(app.entropy().id(app.clock().now()));
            app.file_return(caller, PROGRAMME_ID, "monthly", unit, &month(first), id).await?;
        }
        What::Paper { unit, kind } => {
            let day = app.clock().today().to_string();
            let paper = fields(json!({"unit": unit, "kind": kind, "date": day, "files": [format!("{kind}.pdf")]}));
            submit(app, caller, "paper", None, paper).await?;
        }
        What::Nominate { unit, name, video } => {
            let mut nomination = fields(json!({"unit": unit, "lecturer": name, "courseware": ["课件.pptx"]}));
            if video {
                nomination.insert("video".to_string(), json!(["讲课.mp4"]));
            }
            submit(app, caller, "nomination", None, nomination).await?;
        }
        What::Mend { unit, month, people } => mend(app, caller, &unit, month, people).await?,
    }
    Ok(())
}

async fn mend(app: &App, caller: &Caller, unit: &str, month: Date, people: u32) -> Outcome<()> {
    let find = crate::registers::Find {
        unit: Some(unit.to_string()),
        from: Some(month.to_string()),
        to: Some(month.last_of_month().to_string()),
        ..Default::default()
    };
    let list = app.find_records(caller, PROGRAMME_ID, "tour", &find).await?;
    let Some(record) = list.items.first() else { return Ok(()) };
    let id = RecordId(record.id.parse().map_err(Problem::internal)?);
    let fields = fields(json!({"people": people}));
    let change = Correction { seen: record.version, fields, reason: Some("人数多写一个零".to_string()) };
    app.correct(caller, id, change).await?;
    Ok(())
}

async fn submit(
    app: &App,
    caller: &Caller,
    register: &str,
    state: Option<&str>,
    fields: IndexMap<String, Json>,
) -> Outcome<RecordId> {
    let id = app.entropy().id(app.clock().now());
    let new = NewRecord { id, state: state.map(str::to_string), fields };
    app.submit(caller, PROGRAMME_ID, register, new).await?;
    Ok(RecordId(id))
}

fn fields(json: Json) -> IndexMap<String, Json> {
    match json {
        Json::Object(o) => o.into_iter().collect(),
        _ => IndexMap::new(),
    }
}
