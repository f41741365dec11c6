//! What is composed of what was read: tasks, phases, duties, registers, open questions. They are reviewed like the rest, follow
//! the units and limits inside them, and reach the draft as people left them.

use crate::review::{edit, place, seen};
use luodi_acceptance::desk::find;
use luodi_acceptance::plans::elements;
use luodi_acceptance::{Client, Json, Role, Server, json};

const TEXT: &str = "河洛市城区绿化工作方案
为改善城区环境，制定本方案。
一、主要任务
（一）栽植行道树。在主要道路补栽行道树。（牵头单位：市园林局；配合单位：市城管局；完成时限：2025年6月30日前）
（二）建设口袋公园。年内建成口袋公园不少于6个。（责任单位：市园林局）
二、实施步骤
（一）宣传发动阶段（2025年3月1日至3月31日）。印发方案。
（二）总结评估阶段（2025年11月1日至11月30日）。开展评估。
三、工作要求
市园林局每月5日前填报《绿化进度表》。
";

fn server() -> (Server, Client, String) {
    let server = Server::start("2025-03-01 08:00");
    server.units(&[("7001", "河洛市", "市", ""), ("700101", "市园林局", "局", "7001"), ("700102", "市城管局", "局", "7001")]);
    server.account("first", "7001", Role::Manager);
    server.account("second", "7001", Role::Manager);
    let first = server.login("first");
    let id = first.upload_plan("方案.txt", TEXT.as_bytes());
    (server, first, id)
}

fn one(client: &Client, id: &str, kind: &str, words: &str) -> Json {
    let page = client.plan(id, None);
    let found = elements(&page, kind).into_iter().find(|e| e["label"].as_str().is_some_and(|l| l.contains(words)));
    found.cloned().unwrap_or_else(|| panic!("no {kind} {words}: {:?}", elements(&page, kind)))
}

fn draft(client: &Client, id: &str) -> Json {
    let (status, said) = client.post(&format!("/api/plans/{id}/draft"), &json!({"programme": "green"}));
    assert_eq!(status, 201, "{said}");
    let (status, page) = client.get("/api/programmes/green");
    assert_eq!(status, 200, "{page}");
    page["model"].clone()
}

#[test]
fn tasks_phases_duties_and_registers_are_elements_of_their_own() {
    let (_server, client, id) = server();
    let trees = one(&client, &id, "task", "栽植行道树");
    assert_eq!(trees["values"]["to"], "2025-06-30");
    let who = json!([{"unit": "市园林局", "role": "lead"}, {"unit": "市城管局", "role": "support"}]);
    assert_eq!(trees["values"]["who"], who, "{trees}");
    let first = one(&client, &id, "phase", "宣传发动");
    assert_eq!((&first["values"]["from"], &first["values"]["to"]), (&json!("2025-03-01"), &json!("2025-03-31")), "{first}");
    let table = one(&client, &id, "register", "绿化进度表");
    assert_eq!(table["values"]["every"], "monthly", "{table}");
    let report = one(&client, &id, "duty", "填报");
    assert_eq!((&report["values"]["every"], &report["values"]["due"]), (&json!("monthly"), &json!("5")), "{report}");
    let page = client.plan(&id, None);
    let brackets = elements(&page, "duty").into_iter().filter(|d| d["label"].as_str().is_some_and(|l| l.starts_with('（')));
    assert_eq!(brackets.count(), 0, "a bracket of units belongs to its task");
}

#[test]
fn a_changed_unit_is_in_the_duty_at_once_and_a_changed_duty_in_the_draft() {
    let (_server, client, id) = server();
    let page = client.plan(&id, None);
    let lines = elements(&page, "responsibility");
    let unit = lines.iter().find(|e| e["line"] == 10).map(|e| (*e).clone());
    let at = json!({"line": 10, "last_line": 10, "col_start": 0, "col_end": 4});
    let values = json!({"kind": "responsibility", "unit": "市城管局", "role": "lead"});
    let of: Vec<&Json> = unit.iter().collect();
    assert_eq!(edit(&client, &id, &of, json!([{"place": at, "values": values}])).0, 200);
    let report = one(&client, &id, "duty", "填报");
    assert_eq!(report["values"]["who"][0]["unit"], "市城管局", "{report}");
    let mut values = report["values"].clone();
    values["due"] = json!("8");
    assert_eq!(edit(&client, &id, &[&report], json!([{"place": place(&report), "values": values}])).0, 200);
    let parks = one(&client, &id, "task", "口袋公园");
    assert_eq!(edit(&client, &id, &[&parks], json!([])).0, 200, "dropped");
    let model = draft(&client, &id);
    let duty = find_titled(&model["duties"], "填报");
    assert_eq!(
        (&duty["due"], &duty["who"], &duty["every"]),
        (&json!({"day_after": 8}), &json!("市城管局"), &json!("month")),
        "{duty}"
    );
    let rows = model["given"]["tasks"]["rows"].clone();
    assert_eq!(
        (rows.as_array().map(Vec::len), &rows[0][0], &rows[0][4]),
        (Some(1), &json!("栽植行道树"), &json!("2025-06-30")),
        "{rows}"
    );
    assert_eq!(model["given"]["phases"]["rows"].as_array().map(Vec::len), Some(2));
    let registers = model["registers"].as_object().cloned().unwrap_or_default();
    assert!(registers.values().any(|r| r["title"] == "绿化进度表"), "{registers:?}");
}

fn find_titled(elements: &Json, words: &str) -> Json {
    let all = elements.as_object().cloned().unwrap_or_default();
    let found = all.values().find(|e| e["title"].as_str().is_some_and(|t| t.contains(words))).cloned();
    found.unwrap_or_else(|| panic!("no {words} in {elements}"))
}

#[test]
fn what_a_person_adds_by_hand_is_drafted_and_published() {
    let (_server, client, id) = server();
    let line = json!({"line": 8, "last_line": 8, "col_start": 29, "col_end": 33});
    let values = json!({"kind": "ask", "question": "评估由谁承担？"});
    assert_eq!(edit(&client, &id, &[], json!([{"place": line, "values": values}])).0, 200);
    let wrong = json!({"kind": "duty", "what": "印发方案", "who": [], "every": "monthly", "due": "月初"});
    let at = json!({"line": 7, "last_line": 7, "col_start": 27, "col_end": 31});
    let (status, problem) = edit(&client, &id, &[], json!([{"place": at, "values": wrong}]));
    assert_eq!(status, 422, "{problem}");
    let model = draft(&client, &id);
    let asks = model["asks"].as_object().cloned().unwrap_or_default();
    assert!(asks.values().any(|a| a["title"] == "评估由谁承担？"), "{asks:?}");
    let (status, said) = client.post("/api/programmes/green/publish", &json!({}));
    assert_eq!((status, &said["given"]["refused"]), (200, &json!([])), "{said}");
    assert_eq!(said["given"]["stored"], 4, "two tasks and two phases: {said}");
    let (_, kept) = client.get("/api/programmes/green/registers/task/records");
    assert_eq!(kept["total"], 2, "{kept}");
    let (_, duties) = client.get("/api/duties?programme=green&from=2025-01-01&to=2025-12-31");
    assert!(duties.to_string().contains("2025-06-30"), "a task has its clock: {duties}");
}

#[test]
fn several_are_confirmed_as_one_step_and_taken_back_as_one() {
    let (server, client, id) = server();
    let (duty, table) = (one(&client, &id, "duty", "填报"), one(&client, &id, "register", "进度表"));
    let confirm = |client: &Client, of: &[&Json], confirmed: &Json| {
        client.post(&format!("/api/plans/{id}/confirmations"), &json!({"of": seen(of), "confirmed": confirmed})).0
    };
    let progress = |client: &Client| client.plan(&id, None)["progress"].clone();
    let total = progress(&client)["total"].clone();
    assert_eq!(confirm(&client, &[&duty, &table], &json!("yes")), 204);
    assert_eq!(progress(&client)["confirmed"], 2);
    let second = server.login("second");
    assert_eq!(confirm(&second, &[&table], &Json::Null), 409, "seen before somebody confirmed it");
    assert_eq!(client.post(&format!("/api/plans/{id}/undo"), &json!({})).0, 200);
    assert_eq!(progress(&client)["confirmed"], 0);
    // What is dropped is decided; it is listed with who did it, and can be put back.
    let table = one(&client, &id, "register", "进度表");
    assert_eq!(edit(&client, &id, &[&table], json!([])).0, 200);
    let page = client.plan(&id, None);
    assert_eq!((&page["progress"]["confirmed"], &page["progress"]["total"]), (&json!(1), &total));
    let dropped = find(&page["dropped"], "id", table["id"].as_str().unwrap_or_default()).unwrap_or_default();
    assert_eq!((&dropped["label"], &dropped["touched"]["by"]["name"]), (&table["label"], &json!("first")), "{page}");
    assert_eq!(edit(&client, &id, &[], json!([{"place": place(&dropped), "values": dropped["values"]}])).0, 200);
    assert_eq!(client.plan(&id, None)["dropped"], json!([]));
    // A change leaves nothing among the dropped.
    let duty = one(&client, &id, "duty", "填报");
    let mut values = duty["values"].clone();
    values["what"] = json!("填报进度");
    let moved = json!({"line": 10, "last_line": 10, "col_start": 0, "col_end": 8});
    assert_eq!(edit(&client, &id, &[&duty], json!([{"place": moved, "values": values}])).0, 200);
    assert_eq!(client.plan(&id, None)["dropped"], json!([]), "replaced, not dropped");
}

#[test]
fn moved_dates_move_in_tasks_and_phases_too_and_the_texts_stay_beside_them() {
    let (_server, client, id) = server();
    let rebase = json!({"rebase": {"from": "2025-01-01", "to": "2026-01-01"}});
    assert_eq!(client.put(&format!("/api/plans/{id}/rebase"), &rebase).0, 204);
    let first = one(&client, &id, "phase", "宣传发动");
    assert_eq!(
        (&first["detail"], &first["detail_before"]),
        (&json!("2026-03-01 至 2026-03-31"), &json!("2025-03-01 至 2025-03-31"))
    );
    let model = draft(&client, &id);
    assert_eq!(model["given"]["tasks"]["rows"][0][4], "2026-06-30");
    assert_eq!(model["given"]["phases"]["rows"][0][1], "2026-03-01");
}
