//! A revised plan against the programme that runs by the one before it: what was done stays, the rest changes from a day on;
//! and a lower unit's plan against its superior's.

use luodi_acceptance::desk::{find, texts};
use luodi_acceptance::plans::elements;
use luodi_acceptance::{Client, Desk, Json, Role, Server, json};

const BEFORE: &str = "河洛市河道巡查工作方案
为管好河道，制定本方案。
一、工作目标
各县每年整治岸线不少于40公里。
二、工作任务
各县每月5日前报送巡查情况。
各县每季度开展联合检查。
各县于2025年6月30日前制定应急预案。
三、工作要求
各县每月召开调度会。
";
const AFTER: &str = "河洛市河道巡查工作方案（修订）
根据半年来的情况，修订本方案。
为管好河道，制定本方案。
一、工作目标
各县每年整治岸线不少于30公里。
二、工作任务
各县每月10日前报送巡查情况。
各县每月开展联合检查。
各县于2025年8月31日前制定应急预案。
各县于2025年12月31日前建成河长公示牌。
三、工作要求
";
const PROGRAMME: &str = "rivers";

struct World {
    server: Server,
    manager: Client,
    before: String,
}

/// A city with two counties, at work by the plan since March; the first county has done what was due.
fn world() -> World {
    let server = Server::start("2025-03-01 08:00");
    server.units(&[("7001", "河洛市", "市", ""), ("700101", "涧西县", "县", "7001"), ("700102", "伊川县", "县", "7001")]);
    server.account("manager", "7001", Role::Manager);
    let manager = server.login("manager");
    let before = reviewed(&manager, BEFORE);
    assert_eq!(manager.post(&format!("/api/plans/{before}/draft"), &json!({"programme": PROGRAMME})).0, 201);
    let (status, said) = manager.post(&format!("/api/programmes/{PROGRAMME}/publish"), &json!({}));
    assert_eq!((status, &said["changes"]), (200, &json!([])), "{said}");
    World { server, manager, before }
}

/// Uploads a plan and says of every sentence of the counties that the counties owe it.
fn reviewed(manager: &Client, text: &str) -> String {
    let id = manager.upload_plan("方案.txt", text.as_bytes());
    let lines = text.lines().enumerate().filter(|(_, l)| l.starts_with("各县"));
    let put: Json = lines
        .map(|(i, _)| {
            json!({"place": {"line": i + 1, "last_line": i + 1, "col_start": 0, "col_end": 2},
                "values": {"kind": "responsibility", "unit": "各县", "role": "executor"}})
        })
        .collect();
    let (status, said) = manager.post(&format!("/api/plans/{id}/edits"), &json!({"of": [], "put": put}));
    assert_eq!(status, 200, "{said}");
    id
}

fn desk(server: &Server, unit: &str) -> Desk {
    server.desk(unit, PROGRAMME)
}

fn work(desk: &Desk, unit: &str, date: &str) -> String {
    desk.stored("work", "", json!({"unit": unit, "date": date, "content": "已办"}))
}

/// The duty of a unit by its title and period: due day and state.
fn owed(manager: &Client, unit: &str, title: &str, period: &str) -> Option<(Json, Json)> {
    let days = "from=2025-01-01&to=2025-12-31";
    let (status, list) = manager.get(&format!("/api/duties?unit={unit}&programme={PROGRAMME}&{days}"));
    assert_eq!(status, 200, "{list}");
    let groups = list.as_object().into_iter().flatten().filter_map(|(_, v)| v.as_array());
    let mut items = groups.flatten().filter(|i| i["title"].as_str().is_some_and(|t| t.contains(title)));
    let found = items.find(|i| period.is_empty() || i["period"] == period)?;
    Some((found["due"].clone(), found["state"].clone()))
}

fn page(world: &World, after: &str) -> Json {
    let (status, said) = world.manager.get(&format!("/api/plans/{after}/difference?against={}", world.before));
    assert_eq!(status, 200, "{said}");
    said
}

fn take(world: &World, after: &str, items: &[String], taken: &Json) -> u16 {
    let sent = json!({"against": world.before, "relation": "revision", "items": items, "taken": taken});
    world.manager.put(&format!("/api/plans/{after}/difference"), &sent).0
}

fn revise(world: &World, after: &str, from: &str, replace: bool) -> (u16, Json) {
    world
        .manager
        .post(&format!("/api/plans/{after}/revision"), &json!({"against": world.before, "from": from, "replace": replace}))
}

#[test]
fn differences_are_told_with_both_sentences_and_what_was_done_under_them() {
    let world = world();
    work(&desk(&world.server, "700101"), "700101", "2025-03-10");
    world.server.clock.set("2025-07-02 09:00");
    let after = reviewed(&world.manager, AFTER);
    let found = page(&world, &after);
    assert_eq!((&found["programme"]["id"], &found["programme"]["version"]), (&json!(PROGRAMME), &json!(1)));
    let changes: Vec<(String, String)> = found["items"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|i| (i["element"].as_str().unwrap_or_default().to_string(), i["change"].as_str().unwrap_or_default().to_string()))
        .collect();
    for expected in [("target", "weaker"), ("limit", "later"), ("limit", "stronger"), ("duty", "dropped"), ("duty", "added")] {
        assert!(changes.iter().any(|(e, c)| (e.as_str(), c.as_str()) == expected), "{expected:?} in {changes:?}");
    }
    let report =
        found["items"].as_array().into_iter().flatten().find(|i| i["say"].as_str().is_some_and(|s| s.contains("每月5日前")));
    let report = report.unwrap_or_else(|| panic!("no limit: {found}"));
    assert_eq!(
        (&report["before"]["sentence"], &report["before"]["place"]["line"]),
        (&json!("各县每月5日前报送巡查情况。"), &json!(6))
    );
    assert_eq!(
        (&report["after"]["sentence"], &report["after"]["place"]["line"]),
        (&json!("各县每月10日前报送巡查情况。"), &json!(7))
    );
    assert_eq!((&report["running"][0]["kind"], &report["running"][0]["done"]), (&json!("duty"), &json!(1)), "{report}");
    assert!(report["running"][0]["say"].as_str().is_some_and(|s| s.contains("已办结1次")), "{report}");
    // Nothing is decided by itself, and only what is there can be taken.
    assert_eq!((&found["taken"], &found["undecided"]), (&json!(0), &json!(changes.len())));
    assert_eq!(revise(&world, &after, "2025-08-01", false).0, 422, "nothing was taken over");
    assert_eq!(take(&world, &after, &["target-x-x".to_string()], &json!("yes")), 404);
    let one = [report["id"].as_str().unwrap_or_default().to_string()];
    assert_eq!(take(&world, &after, &one, &json!("no")), 204);
    let left = find(&page(&world, &after)["items"], "id", &one[0]).unwrap_or_default();
    assert_eq!((&left["taken"], &left["taken_by"]["name"]), (&json!("no"), &json!("manager")));
    assert_eq!(take(&world, &after, &one, &Json::Null), 204);
    assert_eq!(page(&world, &after)["undecided"], json!(changes.len()), "open again");
    assert_eq!(world.manager.get(&format!("/api/plans/{after}/difference?against={after}")).0, 422, "against itself");
}

#[test]
fn a_second_version_keeps_what_was_closed_and_changes_the_rest_from_its_day_on() {
    let world = world();
    let first = desk(&world.server, "700101");
    let record = work(&first, "700101", "2025-03-10");
    world.server.clock.set("2025-07-02 09:00");
    let manager = &world.manager;
    let closed: Vec<_> = [
        ("报送巡查情况", "2025-03"),
        ("报送巡查情况", "2025-06"),
        ("联合检查", "2025-Q1"),
        ("调度会", "2025-03"),
        ("调度会", "2025-06"),
    ]
    .into_iter()
    .flat_map(|(title, period)| [("700101", title, period), ("700102", title, period)])
    .map(|(unit, title, period)| (unit, title, period, owed(manager, unit, title, period)))
    .collect();
    assert!(closed.iter().all(|c| c.3.is_some()), "{closed:?}");
    let plan_done = owed(manager, "700101", "应急预案", "");
    assert_eq!(plan_done, Some((json!("2025-06-30"), json!("met"))));
    assert_eq!(owed(manager, "700102", "应急预案", ""), Some((json!("2025-06-30"), json!("overdue"))));

    let after = reviewed(manager, AFTER);
    let ids = texts(&page(&world, &after)["items"], "id");
    assert_eq!(take(&world, &after, &ids, &json!("yes")), 204);
    assert_eq!(revise(&world, &after, "2025-07-02", false).0, 422, "not before tomorrow");
    let (status, said) = revise(&world, &after, "2025-08-01", false);
    assert_eq!(status, 201, "{said}");
    assert_eq!(revise(&world, &after, "2025-08-01", false).0, 409, "a draft is there");
    assert_eq!(revise(&world, &after, "2025-08-01", true).0, 201, "replaced when a person says so");
    // Said beforehand, and nothing has changed yet.
    let (_, changes) = manager.get(&format!("/api/programmes/{PROGRAMME}/draft/changes"));
    assert_eq!(changes["version"], 1);
    assert!(changes["items"].as_array().is_some_and(|i| i.len() >= 5 && i.iter().all(|c| c["loses"].is_null())), "{changes}");
    assert_eq!(owed(manager, "700101", "报送巡查情况", "2025-08"), Some((json!("2025-09-05"), json!("open"))));
    let (status, said) = manager.post(&format!("/api/programmes/{PROGRAMME}/publish"), &json!({}));
    assert_eq!((status, &said["version"]), (200, &json!(2)), "{said}");

    for (unit, title, period, before) in closed {
        assert_eq!(owed(manager, unit, title, period), before, "{unit} {title} {period}");
    }
    assert_eq!(owed(manager, "700101", "应急预案", ""), plan_done, "done under the earlier day");
    assert_eq!(owed(manager, "700102", "应急预案", ""), Some((json!("2025-08-31"), json!("open"))), "put off");
    assert_eq!(owed(manager, "700101", "报送巡查情况", "2025-07").map(|o| o.0), Some(json!("2025-08-05")));
    assert_eq!(owed(manager, "700101", "报送巡查情况", "2025-08").map(|o| o.0), Some(json!("2025-09-10")));
    assert_eq!(owed(manager, "700101", "联合检查", "2025-Q3"), None, "the quarter ends under the new rhythm");
    assert!(owed(manager, "700101", "联合检查", "2025-08").is_some());
    assert_eq!(owed(manager, "700101", "联合检查", "2025-07"), None);
    assert_eq!(owed(manager, "700101", "调度会", "2025-08"), None, "dropped");
    assert_eq!(owed(manager, "700102", "公示牌", ""), Some((json!("2025-12-31"), json!("open"))), "added");
    let programme = manager.get(&format!("/api/programmes/{PROGRAMME}")).1;
    assert_eq!(programme["plan"], json!(after));
    let target = programme["model"]["targets"].as_object().and_then(|t| t.values().next().cloned()).unwrap_or_default();
    assert_eq!((&target["value"], &target["clause"]), (&json!("30公里"), &json!("L5")), "{target}");
    assert_eq!(first.record(&record)["record"]["fields"]["date"], "2025-03-10", "records stay");
    let trace = manager.get("/api/events?kind=programme_published").1;
    assert_eq!(trace["items"].as_array().map(Vec::len), Some(2), "{trace}");
}

#[test]
fn what_was_kept_cannot_be_dropped_by_a_new_version() {
    let world = world();
    work(&desk(&world.server, "700101"), "700101", "2025-03-10");
    let manager = &world.manager;
    let path = format!("/api/programmes/{PROGRAMME}/draft");
    let (_, draft) = manager.get(&path);
    let yaml = draft["yaml"].as_str().unwrap_or_default();
    // Another programme under the same name: nothing of the old one is left.
    let bare = format!("programme: {PROGRAMME}\ntitle: 空方案\ngroups:\n  各县: {{where: 'level == \"县\"'}}\n");
    assert!(yaml.contains("registers:") && !bare.contains("registers:"));
    assert_eq!(manager.put(&path, &json!({"yaml": bare, "version": 0})).0, 200);
    let (_, changes) = manager.get(&format!("{path}/changes"));
    let lost = |part: &str| {
        let items = changes["items"].as_array().into_iter().flatten();
        items.filter(|i| i["part"] == part).filter_map(|i| i["loses"].as_str()).collect::<Vec<_>>().join("；")
    };
    assert!(lost("registers").contains("1条记录"), "{changes}");
    assert!(lost("duties").contains("不能去掉"), "{changes}");
    let (status, problem) = manager.post(&format!("/api/programmes/{PROGRAMME}/publish"), &json!({}));
    assert_eq!((status, problem["code"].as_str()), (422, Some("invalid")), "{problem}");
    assert_eq!(manager.get(&format!("/api/programmes/{PROGRAMME}")).1["version"], 1, "the first version runs on");
}

#[test]
fn a_lower_plan_is_held_against_its_superiors() {
    let world = world();
    let manager = &world.manager;
    let lower = "涧西县河道巡查工作方案
一、工作目标
全县每年整治岸线不少于35公里。
二、工作任务
各镇每月8日前报送巡查情况。
";
    let id = manager.upload_plan("县方案.txt", lower.as_bytes());
    let (status, found) = manager.get(&format!("/api/plans/{id}/difference?against={}&relation=lower", world.before));
    assert_eq!((status, &found["programme"]), (200, &Json::Null), "{found}");
    let items = found["items"].as_array().cloned().unwrap_or_default();
    let has = |change: &str, words: &str| {
        items.iter().any(|i| i["change"] == change && i["say"].as_str().is_some_and(|s| s.contains(words)))
    };
    assert!(has("weaker", "40公里") && has("later", "5日前") && has("dropped", "应急预案"), "{items:?}");
    assert!(items.iter().all(|i| i["change"] != "added" && i["change"] != "stronger"), "more is no fault: {items:?}");
    let missing = items.iter().find(|i| i["change"] == "dropped").cloned().unwrap_or_default();
    assert!(missing["before"]["sentence"].is_string() && missing["after"].is_null(), "{missing}");
    let both = items.iter().find(|i| i["change"] == "later").cloned().unwrap_or_default();
    assert!(both["before"]["sentence"].is_string() && both["after"]["sentence"].is_string(), "{both}");
}

#[test]
fn edits_of_the_review_count_in_the_difference() {
    let world = world();
    let manager = &world.manager;
    let after = reviewed(manager, BEFORE);
    assert_eq!(page(&world, &after)["items"], json!([]), "the same text");
    let plan = manager.plan(&after, None);
    let target = elements(&plan, "target").first().cloned().unwrap_or_default();
    let mut values = target["values"].clone();
    values["value"] = json!("25");
    let place = json!({"line": target["line"], "last_line": target["last_line"], "col_start": target["col_start"], "col_end": target["col_end"]});
    let edit =
        json!({"of": [{"element": target["id"], "version": target["version"]}], "put": [{"place": place, "values": values}]});
    assert_eq!(manager.post(&format!("/api/plans/{after}/edits"), &edit).0, 200);
    let items = page(&world, &after)["items"].clone();
    assert_eq!((&items[0]["element"], &items[0]["change"]), (&json!("target"), &json!("weaker")), "{items}");
}
