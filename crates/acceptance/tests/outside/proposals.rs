//! Proposals of a language model: off by default, only with a person's permission, held against the text, and never in the way.

use crate::model::{Answer, Model};
use luodi_acceptance::{Client, Json, ModelAddress, Role, Secret, Server, Settings, json};
use std::time::Duration;

const PLAN: &str = "平嵩市河道清洁工作方案\n为改善河道面貌，制定本方案。\n一、工作目标\n全市巡查河道不少于300公里。\n\
    二、工作安排\n岸线清理这件事，落在水务站肩上。\n入冬之前收尾，届时再添两座亲水平台。\n12月31日前由市水利局报送总结。\n";
const SHORE: &str = "岸线清理这件事，落在水务站肩上。";
const PLATFORMS: &str = "届时再添两座亲水平台。";

/// A server with two cities, and the plan uploaded in one; its id.
fn server(model: Option<&Model>) -> (Server, String) {
    let address = |model: &Model| ModelAddress {
        url: model.url.clone(),
        name: "stand-in".to_string(),
        key: Some(Secret("k0".to_string())),
        timeout_s: 2,
    };
    let server = Server::with("2026-03-02 08:00", Settings { model: model.map(address), ..Settings::default() });
    server.units(&[("70", "中州省", "省", ""), ("7002", "平嵩市", "市", "70"), ("7001", "河洛市", "市", "70")]);
    server.account("manager", "7002", Role::Manager);
    server.account("clerk", "7002", Role::Clerk);
    server.account("neighbour", "7001", Role::Manager);
    let id = server.login("manager").upload_plan("方案.txt", PLAN.as_bytes());
    (server, id)
}

fn path(id: &str) -> String {
    format!("/api/plans/{id}/proposals")
}
fn page(client: &Client, id: &str) -> Json {
    let (status, said) = client.get(&path(id));
    assert_eq!(status, 200, "{said}");
    said
}
fn allow(client: &Client, id: &str, allowed: bool) -> (u16, Json) {
    client.put(&format!("{}/permission", path(id)), &json!({"allowed": allowed}))
}
fn ask(client: &Client, id: &str) -> (u16, Json) {
    client.post(&path(id), &json!({}))
}

fn shore() -> Json {
    json!({"kind": "responsibility", "quote": SHORE, "unit": "水务站", "role": "executor"})
}
fn platforms(value: &str, unit: &str) -> Json {
    json!({"kind": "target", "quote": PLATFORMS, "words": "再添两座", "what": "亲水平台", "op": "rise_by", "value": value, "measured_in": unit})
}

#[test]
fn without_a_model_it_is_off_and_says_so() {
    let (server, id) = server(None);
    let manager = server.login("manager");
    assert_eq!(page(&manager, &id)["model"], Json::Null);
    for (status, said) in [allow(&manager, &id, true), ask(&manager, &id)] {
        assert_eq!(status, 422, "{said}");
        assert!(said["detail"].as_str().is_some_and(|d| d.contains("--model-url")), "{said}");
    }
}

#[test]
fn nothing_leaves_before_a_person_with_the_right_allowed_it() {
    let model = Model::start();
    let (server, id) = server(Some(&model));
    let (manager, clerk, neighbour) = (server.login("manager"), server.login("clerk"), server.login("neighbour"));
    model.proposes(&json!([shore()]));
    assert_eq!(ask(&manager, &id).1["code"], "step");
    assert_eq!((allow(&clerk, &id, true).0, ask(&clerk, &id).0), (403, 403));
    assert_eq!((allow(&neighbour, &id, true).0, ask(&neighbour, &id).0), (404, 404));
    assert!(model.sent().is_empty(), "nothing was sent");
    let (_, allowed) = allow(&manager, &id, true);
    assert_eq!(
        (&allowed["permission"]["by"]["name"], &allowed["permission"]["at"]),
        (&json!("manager"), &json!("2026-03-02T00:00:00Z"))
    );
    let (status, said) = ask(&manager, &id);
    assert_eq!((status, said["runs"][0]["by"]["name"].as_str()), (200, Some("manager")), "{said}");
    let sent = model.sent();
    assert_eq!((sent.len(), sent[0].authorization.as_str()), (1, "Bearer k0"));
    assert_eq!((&sent[0].body["model"], &sent[0].body["stream"]), (&json!("stand-in"), &json!(false)));
    assert!(sent[0].body["messages"][1]["content"].as_str().is_some_and(|text| PLAN.contains(text) && text.contains(SHORE)));
    let (_, withdrawn) = allow(&manager, &id, false);
    assert_eq!(withdrawn["permission"], Json::Null);
    assert_eq!(ask(&manager, &id).0, 422);
    assert_eq!(model.sent().len(), 1, "nothing was sent after it was withdrawn");
}

#[test]
fn only_what_the_text_bears_out_is_kept_and_the_rest_is_counted() {
    let model = Model::start();
    let (server, id) = server(Some(&model));
    let manager = server.login("manager");
    allow(&manager, &id, true);
    model.proposes(&json!([
        shore(),
        platforms("2", "座"),
        platforms("3", "座"),
        platforms("2", "处"),
        {"kind": "responsibility", "quote": "岸线清理由市环卫处承担。", "unit": "市环卫处", "role": "lead"},
        {"kind": "time_limit", "quote": PLATFORMS, "words": "届时", "limit": "by", "to": "--11-07"},
        {"kind": "time_limit", "quote": "12月31日前由市水利局报送总结。", "words": "12月31日前", "limit": "by", "to": "--12-31"},
        {"kind": "advice"},
    ]));
    let (status, said) = ask(&manager, &id);
    assert_eq!(status, 200, "{said}");
    let found: Vec<(&str, &str, u64)> = said["items"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|i| {
            (
                i["kind"].as_str().unwrap_or_default(),
                i["label"].as_str().unwrap_or_default(),
                i["line"].as_u64().unwrap_or_default(),
            )
        })
        .collect();
    assert_eq!(found, [("responsibility", "水务站", 6), ("target", "增加2座", 7)]);
    assert_eq!(
        (&said["items"][0]["col_start"], &said["items"][0]["col_end"], &said["items"][0]["quote"]),
        (&json!(10), &json!(13), &json!(SHORE))
    );
    let dropped: Vec<(&str, u64)> = said["runs"][0]["dropped"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|d| (d["reason"].as_str().unwrap_or_default(), d["count"].as_u64().unwrap_or_default()))
        .collect();
    let expected =
        [("原文中没有所引的句子", 1), ("数字、单位或日期不在所引的句子里", 3), ("内容不全或类别不明", 1), ("已经读出或提过", 1)];
    assert_eq!((dropped.as_slice(), &said["runs"][0]["kept"]), (expected.as_slice(), &json!(2)));
    let (_, again) = ask(&manager, &id);
    assert_eq!((again["items"].as_array().map(Vec::len), &again["runs"][1]["kept"]), (Some(2), &json!(0)), "proposed once");
}

#[test]
fn a_proposal_stays_one_until_a_person_confirms_it() {
    let model = Model::start();
    let (server, id) = server(Some(&model));
    let manager = server.login("manager");
    let before = manager.plan(&id, None);
    allow(&manager, &id, true);
    model.proposes(&json!([shore()]));
    let (_, said) = ask(&manager, &id);
    let proposal = said["items"][0].clone();
    assert_eq!((&proposal["confirmed"], &proposal["model"]), (&Json::Null, &json!("stand-in")));
    assert_eq!(manager.plan(&id, None)["elements"], before["elements"], "a proposal is no element");
    let one = format!("{}/{}", path(&id), proposal["id"].as_str().unwrap_or_default());
    for (word, by) in [(json!("no"), json!("manager")), (Json::Null, Json::Null), (json!("yes"), json!("manager"))] {
        assert_eq!(manager.put(&one, &json!({"confirmed": word})).0, 204);
        let item = page(&manager, &id)["items"][0].clone();
        assert_eq!((&item["confirmed"], &item["confirmed_by"]["name"]), (&word, &by));
    }
    let plan = manager.plan(&id, None);
    let added: Vec<&Json> = plan["elements"].as_array().into_iter().flatten().filter(|e| e["label"] == "水务站").collect();
    assert_eq!(added.len(), 1, "confirmed, it is an element");
    assert_eq!(
        (&added[0]["quote"], &added[0]["confirmed"], &added[0]["origin"]),
        (&json!(SHORE), &json!("yes"), &json!("edited"))
    );
    assert_eq!(manager.put(&one, &json!({"confirmed": "yes"})).0, 204, "said twice");
    assert_eq!(manager.put(&one, &json!({"confirmed": null})).1["code"], "step", "from here on it is an element");
    assert_eq!(server.login("clerk").put(&one, &json!({"confirmed": "yes"})).0, 403);
    assert_eq!(manager.put(&format!("{}/proposal-target-0-3", path(&id)), &json!({"confirmed": "yes"})).0, 404);
}

#[test]
fn a_fault_of_the_model_leaves_everything_as_it_was() {
    let model = Model::start();
    let (server, id) = server(Some(&model));
    let manager = server.login("manager");
    allow(&manager, &id, true);
    model.proposes(&json!([shore()]));
    ask(&manager, &id);
    let (plan, items) = (manager.plan(&id, None), page(&manager, &id)["items"].clone());
    let faults = [
        (Answer::Status(500), "答复了错误（500）"),
        (Answer::Status(302), "答复了错误（302）"),
        (Answer::Bytes("<html>".to_string()), "不合格式"),
        (Answer::Says("好的，以下是要素。".to_string()), "不合格式"),
        (Answer::Says("{\"proposals\": 3}".to_string()), "不合格式"),
        (Answer::Refuses, "拒绝答复"),
        (Answer::Silent(Duration::from_secs(6)), "2 秒内没有答复"),
    ];
    let count = faults.len();
    for (answer, say) in faults {
        model.answers(answer.clone());
        let (status, said) = ask(&manager, &id);
        assert_eq!((status, &said["code"]), (502, &json!("model_failed")), "{answer:?}: {said}");
        assert!(said["detail"].as_str().is_some_and(|d| d.contains(say) && d.contains("没有做任何修改")), "{answer:?}: {said}");
    }
    let after = page(&manager, &id);
    assert_eq!((&after["items"], &manager.plan(&id, None)), (&items, &plan));
    let unanswered = after["runs"].as_array().into_iter().flatten().filter(|r| r["kept"] == Json::Null);
    assert_eq!(unanswered.count(), count, "each sending is told, answered or not");
}

#[test]
fn a_model_that_is_not_there_is_said_in_a_sentence() {
    let mut model = Model::start();
    model.url = "http://127.0.0.1:9/v1".to_string();
    let (server, id) = server(Some(&model));
    let manager = server.login("manager");
    allow(&manager, &id, true);
    let (status, said) = ask(&manager, &id);
    assert!(status == 502 && said["detail"].as_str().is_some_and(|d| d.contains("无法连接")), "{said}");
}
