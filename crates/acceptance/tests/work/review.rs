//! The review of a reading: change, merge, split, add, drop, undo; nobody overwrites another; all dates move together.

use luodi_acceptance::desk::find;
use luodi_acceptance::plans::elements;
use luodi_acceptance::{Client, Json, Role, Server, json};

const TEXT: &str = "河洛市健康巡讲工作方案
一、工作目标
全市每个县每年举办巡讲不少于4场，覆盖群众不少于2000人。
二、工作安排
各县于2013年3月31日前制定方案。市卫生局负责培训讲师，于2013年10月15日前完成。
三、组织领导
牵头单位：市卫生局
";

fn server() -> (Server, Client, String) {
    let server = Server::start("2025-03-01 08:00");
    server.units(&[("70", "中州省", "省", ""), ("7001", "河洛市", "市", "70")]);
    server.account("first", "70", Role::Manager);
    server.account("second", "70", Role::Manager);
    let first = server.login("first");
    let id = first.upload_plan("方案.txt", TEXT.as_bytes());
    (server, first, id)
}

fn labels(client: &Client, id: &str, kind: &str) -> Vec<String> {
    let page = client.plan(id, None);
    elements(&page, kind).iter().map(|e| e["label"].as_str().unwrap_or_default().to_string()).collect()
}

fn element(client: &Client, id: &str, label: &str) -> Json {
    find(&client.plan(id, None)["elements"], "label", label).unwrap_or_else(|| panic!("no element {label}"))
}

pub fn seen(of: &[&Json]) -> Json {
    of.iter().map(|e| json!({"element": e["id"], "version": e["version"]})).collect()
}

pub fn place(of: &Json) -> Json {
    json!({"line": of["line"], "last_line": of["last_line"], "col_start": of["col_start"], "col_end": of["col_end"]})
}

pub fn edit(client: &Client, id: &str, of: &[&Json], put: Json) -> (u16, Json) {
    client.post(&format!("/api/plans/{id}/edits"), &json!({"of": seen(of), "put": put}))
}

#[test]
fn a_change_is_kept_counts_as_confirmed_and_reaches_the_draft() {
    let (_server, client, id) = server();
    let target = element(&client, &id, "不少于4场");
    assert_eq!((&target["origin"], &target["version"]), (&json!("read"), &json!(0)));
    let mut values = target["values"].clone();
    values["value"] = json!("6");
    let (status, said) = edit(&client, &id, &[&target], json!([{"place": place(&target), "values": values}]));
    assert_eq!((status, &said["elements"][0]), (200, &target["id"]), "{said}");
    let changed = element(&client, &id, "不少于6场");
    assert_eq!((&changed["origin"], &changed["confirmed"]), (&json!("edited"), &json!("yes")));
    assert_eq!(changed["touched"]["by"]["name"], "first");
    assert_eq!(changed["quote"], target["quote"], "the text stays");
    assert_eq!(client.plan(&id, None)["progress"]["confirmed"], 1);
    assert_eq!(client.post(&format!("/api/plans/{id}/draft"), &json!({"programme": "tours"})).0, 201);
    let yaml = client.get("/api/programmes/tours/draft").1["yaml"].as_str().unwrap_or_default().to_string();
    let is_6 = |line: &str| line.contains("value:") && line.contains('6');
    assert!(yaml.lines().any(is_6) && !yaml.contains("value: 4") && !yaml.contains("value: '4'"), "{yaml}");
}

#[test]
fn two_people_do_not_overwrite_each_other() {
    let (server, first, id) = server();
    let second = server.login("second");
    let seen_by_both = element(&first, &id, "不少于4场");
    let put = |value: &str| {
        let mut values = seen_by_both["values"].clone();
        values["value"] = json!(value);
        json!([{"place": place(&seen_by_both), "values": values}])
    };
    assert_eq!(edit(&first, &id, &[&seen_by_both], put("5")).0, 200);
    let (status, problem) = edit(&second, &id, &[&seen_by_both], put("8"));
    assert_eq!((status, problem["code"].as_str()), (409, Some("conflict")), "{problem}");
    assert_eq!(labels(&first, &id, "target")[0], "不少于5场", "the first one's change stands");
    let other = element(&second, &id, "不少于2000人");
    let confirm = |client: &Client, version: &Json| {
        let address = format!("/api/plans/{id}/elements/{}", other["id"].as_str().unwrap_or_default());
        client.put(&address, &json!({"confirmed": "yes", "version": version})).0
    };
    assert_eq!(confirm(&second, &other["version"]), 204, "another element is free");
    assert_eq!(confirm(&first, &other["version"]), 409, "it was touched since");
}

#[test]
fn elements_merge_split_are_added_and_dropped() {
    let (_server, client, id) = server();
    let before = labels(&client, &id, "target");
    assert_eq!(before, ["不少于4场", "不少于2000人"]);
    let (one, two) = (element(&client, &id, &before[0]), element(&client, &id, &before[1]));
    let whole =
        json!({"line": one["line"], "last_line": two["last_line"], "col_start": one["col_start"], "col_end": two["col_end"]});
    let values = json!({"kind": "target", "what": "每场覆盖", "op": "at_least", "value": "500", "to": null, "measured_in": "人", "aspired": false});
    let (status, said) = edit(&client, &id, &[&one, &two], json!([{"place": whole, "values": values}]));
    assert_eq!(status, 200, "{said}");
    assert_eq!(labels(&client, &id, "target"), ["不少于500人"], "merged");
    let merged = element(&client, &id, "不少于500人");
    let parts = json!([{"place": place(&one), "values": one["values"]}, {"place": place(&two), "values": two["values"]}]);
    assert_eq!(edit(&client, &id, &[&merged], parts).0, 200);
    assert_eq!(labels(&client, &id, "target"), before, "split again");
    let one = element(&client, &id, &before[0]);
    assert_eq!(edit(&client, &id, &[&one], json!([])).0, 200);
    assert_eq!(labels(&client, &id, "target"), ["不少于2000人"], "dropped");
    let added = json!([{"place": {"line": 3, "last_line": 3, "col_start": 0, "col_end": 2},
        "values": {"kind": "responsibility", "unit": "市卫生局", "role": "lead"}}]);
    let known = labels(&client, &id, "responsibility").len();
    assert_eq!(edit(&client, &id, &[], added.clone()).0, 200);
    let now = client.plan(&id, None);
    let units = elements(&now, "responsibility");
    assert_eq!((units.len(), &units[0]["quote"]), (known + 1, &json!("全市每个县每年举办巡讲不少于4场，覆盖群众不少于2000人。")));
    assert_eq!(edit(&client, &id, &[], added.clone()).0, 422, "there is one in this place");
    let outside = json!([{"place": {"line": 90, "last_line": 90, "col_start": 0, "col_end": 2}, "values": added[0]["values"]}]);
    assert_eq!(edit(&client, &id, &[], outside).0, 422, "no such place");
    let two = element(&client, &id, "不少于2000人");
    let mut wrong = two["values"].clone();
    wrong["value"] = json!("许多");
    let (status, problem) = edit(&client, &id, &[&two], json!([{"place": place(&two), "values": wrong}]));
    assert_eq!(status, 422, "{problem}");
}

#[test]
fn a_person_takes_back_their_own_steps_one_after_the_other() {
    let (server, client, id) = server();
    let before = labels(&client, &id, "target");
    let (one, two) = (element(&client, &id, &before[0]), element(&client, &id, &before[1]));
    let mut values = one["values"].clone();
    values["value"] = json!("6");
    assert_eq!(edit(&client, &id, &[&one], json!([{"place": place(&one), "values": values}])).0, 200);
    assert_eq!(edit(&client, &id, &[&two], json!([])).0, 200);
    assert_eq!(labels(&client, &id, "target"), ["不少于6场"]);
    let undo = |client: &Client| client.post(&format!("/api/plans/{id}/undo"), &json!({}));
    let second = server.login("second");
    assert_eq!(undo(&second).0, 422, "the steps of others are theirs");
    assert_eq!(undo(&client).0, 200);
    assert_eq!(labels(&client, &id, "target"), ["不少于6场", "不少于2000人"]);
    assert_eq!(undo(&client).0, 200);
    assert_eq!(labels(&client, &id, "target"), before);
    assert_eq!(element(&client, &id, &before[0])["confirmed"], Json::Null, "open again");
    assert_eq!(client.plan(&id, None)["progress"]["confirmed"], 0);
    assert_eq!(undo(&client).0, 422, "nothing is left");
    let one = element(&client, &id, &before[0]);
    assert_eq!(edit(&client, &id, &[&one], json!([])).0, 200);
    let (status, said) = undo(&client);
    assert_eq!(status, 200, "{said}");
    let one = element(&client, &id, &before[0]);
    let confirm = |client: &Client, value: &str| {
        let address = format!("/api/plans/{id}/elements/{}", one["id"].as_str().unwrap_or_default());
        client.put(&address, &json!({"confirmed": value})).0
    };
    assert_eq!((confirm(&client, "yes"), confirm(&second, "no")), (204, 204));
    assert_eq!(undo(&client).0, 409, "somebody decided otherwise since");
}

#[test]
fn all_dates_of_a_historic_plan_move_together_and_both_stay() {
    let (_server, client, id) = server();
    let details = |client: &Client| -> Vec<(Json, Json)> {
        let page = client.plan(&id, None);
        let dated = elements(&page, "time_limit").into_iter().filter(|e| e["values"]["limit"] == "by");
        dated.map(|e| (e["detail"].clone(), e["detail_before"].clone())).collect()
    };
    let read = details(&client);
    assert_eq!(read[0], (json!("2013-03-31前（含当日）"), Json::Null), "{read:?}");
    let rebase = |rebase: Json| client.put(&format!("/api/plans/{id}/rebase"), &json!({"rebase": rebase})).0;
    assert_eq!(rebase(json!({"from": "2013-01-01", "to": "2025-01-01"})), 204);
    let moved = details(&client);
    assert_eq!(moved[0], (json!("2025-03-31前（含当日）"), json!("2013-03-31前（含当日）")));
    assert_eq!(moved[1], (json!("2025-10-15前（含当日）"), json!("2013-10-15前（含当日）")));
    assert_eq!(client.plan(&id, None)["rebase"], json!({"from": "2013-01-01", "to": "2025-01-01"}));
    assert_eq!(client.post(&format!("/api/plans/{id}/draft"), &json!({"programme": "tours"})).0, 201);
    let yaml = client.get("/api/programmes/tours/draft").1["yaml"].as_str().unwrap_or_default().to_string();
    assert!(yaml.contains("2025-03-31") && !yaml.contains("2013-03-31"), "{yaml}");
    assert_eq!(rebase(json!({"from": "2013-13-01", "to": "2025-01-01"})), 422);
    assert_eq!(rebase(Json::Null), 204);
    assert_eq!(details(&client), read, "taken back");
}
