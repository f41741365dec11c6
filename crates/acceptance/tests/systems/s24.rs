//! 24: a week with seven themes, thirteen arrangements, advisers and the villages they serve. Statements 1 and 14 are about the text.

use crate::common::{all, answer, id_of, owed, published, row};
use luodi_acceptance::desk::{named_fields, texts};
use luodi_acceptance::{Desk, Json, Server, json};

const PROGRAMME: &str = "24-constitution-week";
const UNITS: [(&str, &str, &str, &str); 30] = [
    ("O", "全国普法办", "普法办", ""),
    ("m1", "农业农村部", "中央单位", "O"),
    ("m2", "民政部", "中央单位", "O"),
    ("m3", "教育部", "中央单位", "O"),
    ("m4", "中央和国家机关工委", "中央单位", "O"),
    ("m5", "国务院国资委", "中央单位", "O"),
    ("m6", "全国工商联", "中央单位", "O"),
    ("m7", "全国总工会", "中央单位", "O"),
    ("m8", "中央军委政法委员会", "中央单位", "O"),
    ("m9", "中央网信办", "中央单位", "O"),
    ("m10", "国家广播电视总局", "中央单位", "O"),
    ("m11", "司法部", "中央单位", "O"),
    ("m12", "中央宣传部", "中央单位", "O"),
    ("m13", "中国国家铁路集团公司", "中央单位", "O"),
    ("m14", "人民日报", "中央单位", "O"),
    ("m15", "新华社", "中央单位", "O"),
    ("m16", "中央广播电视总台", "中央单位", "O"),
    ("m17", "法治日报", "中央单位", "O"),
    ("P", "云岭省", "省", "O"),
    ("C", "潞川市", "市", "P"),
    ("X", "青溪县", "县", "C"),
    ("T", "柳湾乡", "乡", "X"),
    ("A", "柳一村", "村", "T"),
    ("B", "柳二村", "村", "T"),
    ("VC", "柳三村", "村", "T"),
    ("D", "柳四村", "村", "T"),
    ("E", "柳五村", "村", "T"),
    ("F", "柳六村", "村", "T"),
    ("P2", "海东省", "省", "O"),
    ("C2", "海东市", "市", "P2"),
];

fn world(beijing: &str) -> (Server, Desk) {
    let server = published(&UNITS, PROGRAMME, &[], "2022-11-20 09:00");
    server.clock.set(beijing);
    let office = server.desk("O", PROGRAMME);
    (server, office)
}

fn part(desk: &Desk, key: &str) -> String {
    id_of(desk, "part", "key", key)
}

fn fields(desk: &Desk, id: &str) -> Json {
    desk.record(id)["record"]["fields"].clone()
}

/// A proof for a part; what its record says of its day.
fn proof(desk: &Desk, unit: &str, part: &str, date: &str) -> Json {
    let id = desk.stored("proof", "", json!({"unit": unit, "part": part, "date": date}));
    fields(desk, &id)["timing"].clone()
}

fn done(desk: &Desk, id: &str) -> u16 {
    desk.move_to(id, "done", json!({})).0
}

fn held(desk: &Desk, fields: Json) -> String {
    let id = desk.stored("activity", "", fields);
    for state in ["approved", "held"] {
        let (status, said) = desk.move_to(&id, state, json!({}));
        assert_eq!(status, 200, "{said}");
    }
    id
}

#[test]
fn s24_01_seven_themes_with_ten_leads() {
    let (_server, office) = world("2022-12-01 09:00");
    let leads: Vec<(String, String)> = all(&office, "theme")
        .iter()
        .map(|t| {
            (t["fields"]["name"].as_str().unwrap_or_default().into(), t["fields"]["leads"].as_str().unwrap_or_default().into())
        })
        .collect();
    assert_eq!((leads.len(), office.count("lead")), (7, 10));
    let of = |name: &str| leads.iter().find(|(n, _)| n == name).map(|(_, count)| count.clone());
    assert_eq!((of("企业"), of("网络"), of("军营")), (Some("3".into()), Some("2".into()), Some("1".into())));
    let asks = office.get("")["asks"].clone();
    assert!(texts(&asks, "name").contains(&"local_partners".to_string()), "the group term stays open");
}

#[test]
fn s24_02_nine_requested_four_own_and_silence_is_no_fault() {
    let (server, office) = world("2022-12-01 09:00");
    let arrangements = all(&office, "arrangement");
    let requested = arrangements.iter().filter(|a| a["fields"]["requested"] == true).count();
    assert_eq!((arrangements.len(), requested), (13, 9));
    server.clock.set("2023-03-01 09:00");
    let silent = office.listed("part", "silent");
    assert!(silent.iter().any(|p| p["fields"]["key"] == "L234" && p["fields"]["answer"] == "未答复"));
    for unit in ["O", "m16", "m14", "m12"] {
        let late: Vec<String> =
            owed(&office, unit, "part").into_iter().map(|(_, state)| state).filter(|s| s != "pending").collect();
        assert_eq!(late, Vec::<String>::new(), "{unit}");
    }
    assert_eq!(office.client.get(&format!("/api/notices?programme={PROGRAMME}")).1, json!([]), "nothing escalates");
    let broadcaster = server.desk("m16", PROGRAMME);
    assert_eq!(broadcaster.move_to(&part(&office, "L234"), "declined", json!({})).0, 200);
    assert_eq!(fields(&office, &part(&office, "L234"))["answer"], "不承担");
}

#[test]
fn s24_03_the_week_and_what_lies_outside() {
    let (_server, office) = world("2022-12-20 09:00");
    assert_eq!(office.get("")["window"], json!({"from": "2022-12-04", "to": "2022-12-10"}));
    for key in ["L234", "L236", "L238", "L242-1"] {
        let id = part(&office, key);
        let unit = if key == "L242-1" { "m9" } else { "m16" };
        let said: Vec<Json> =
            ["2022-12-03", "2022-12-04", "2022-12-10", "2022-12-11"].map(|d| proof(&office, unit, &id, d)).to_vec();
        assert_eq!(said, ["活动周外", "活动周内", "活动周内", "活动周外"], "{key}");
        assert_eq!(fields(&office, &id)["proofs"], "2", "{key}");
    }
}

#[test]
fn s24_04_on_the_day_itself() {
    let (server, office) = world("2022-12-20 09:00");
    let id = part(&office, "L244-1");
    let said: Vec<Json> = ["2022-12-03", "2022-12-05"].map(|d| proof(&office, "m17", &id, d)).to_vec();
    assert_eq!(said, ["当天之前", "迟"]);
    let paper = server.desk("m17", PROGRAMME);
    assert_eq!((fields(&office, &id)["proofs"].clone(), done(&paper, &id)), (json!("0"), 422));
    assert_eq!(proof(&office, "m17", &id, "2022-12-04"), "当天");
    assert_eq!(done(&paper, &id), 200);
    // The part of the group term (L240) has no unit yet; its proof counts only on the day all the same.
    assert_eq!(proof(&office, "O", &part(&office, "L240"), "2022-12-05"), "迟");
    assert_eq!(fields(&office, &part(&office, "L232-1"))["date_open"], "日期未定");
}

#[test]
fn s24_05_nought_of_one_and_two_of_one() {
    let (_server, office) = world("2022-12-11 00:01");
    let id = part(&office, "L234");
    let of = || (fields(&office, &id)["proofs"].clone(), fields(&office, &id)["wanted"].clone());
    assert_eq!(of(), (json!("0"), json!("1")));
    for date in ["2022-12-05", "2022-12-06"] {
        proof(&office, "m16", &id, date);
    }
    assert_eq!(of(), (json!("2"), json!("1")));
    assert!(!fields(&office, &id).to_string().contains("200"), "no percent is made of it");
}

/// Advisers X and Y with the villages they serve.
fn advisers(office: &Desk) -> (String, String) {
    let adviser = |name: &str| office.stored("adviser", "", json!({"name": name, "unit": "T"}));
    let (x, y) = (adviser("顾问一"), adviser("顾问二"));
    for (adviser, village) in [(&x, "A"), (&x, "B"), (&x, "VC"), (&y, "D"), (&x, "F"), (&y, "F")] {
        office.stored("pair", "", json!({"unit": village, "adviser": adviser}));
    }
    (x, y)
}

fn advised(office: &Desk, adviser: &str, village: &str) {
    held(office, json!({"unit": village, "kind": "法律顾问", "adviser": adviser, "date": "2022-12-05", "mode": "线上"}));
}

#[test]
fn s24_06_every_pair_and_the_villages_beside_them() {
    let (_server, office) = world("2022-12-10 09:00");
    let (x, _) = advisers(&office);
    for village in ["A", "A", "B", "F"] {
        advised(&office, &x, village);
    }
    let shown = |title: &str| row(&office, "week", title);
    assert_eq!((shown("顾问与村"), shown("已到的对数")), (json!("6"), json!("3")));
    assert_eq!((shown("村（社区）"), shown("已到的村（社区）")), (json!("6"), json!("3")));
    let missing: Vec<(String, String)> = office
        .listed("pair", "pairs_missing")
        .iter()
        .map(|p| {
            (p["labels"]["adviser"].as_str().unwrap_or_default().into(), p["unit"]["code"].as_str().unwrap_or_default().into())
        })
        .collect();
    let one = |adviser: &str, village: &str| (adviser.to_string(), village.to_string());
    assert_eq!(missing.len(), 3, "{missing:?}");
    for pair in [one("顾问一", "VC"), one("顾问二", "D"), one("顾问二", "F")] {
        assert!(missing.contains(&pair), "{pair:?} in {missing:?}");
    }
    let open = office.listed("village", "villages_open");
    let e = open.iter().find(|v| v["unit"]["code"] == "E").expect("village E");
    assert_eq!((&e["fields"]["advisers"], &e["fields"]["standing"]), (&json!("0"), &json!("没有法律顾问")));
}

#[test]
fn s24_07_a_second_visit_covers_no_other_village() {
    let (_server, office) = world("2022-12-10 09:00");
    let (x, _) = advisers(&office);
    advised(&office, &x, "A");
    advised(&office, &x, "A");
    advised(&office, &x, "D");
    assert_eq!(row(&office, "week", "已到的对数"), "1");
    assert_eq!(office.count("activity"), 3, "the visit to a village that X doesn't serve is stored");
    assert_eq!(row(&office, "week", "已到的村（社区）"), "1");
}

#[test]
fn s24_08_blank_is_not_no() {
    let (_server, office) = world("2022-12-10 09:00");
    for laid_out in [json!(true), json!(true), json!(false), Json::Null] {
        office.stored("place", "", json!({"unit": "A", "kind": "农家书屋", "laid_out": laid_out}));
    }
    let shown: Vec<Json> = ["公共场所", "已摆放", "没有摆放", "没有填报"].iter().map(|t| row(&office, "week", t)).collect();
    assert_eq!(shown, ["4", "2", "1", "1"]);
}

#[test]
fn s24_09_offline_needs_its_measures() {
    let (server, _) = world("2022-12-01 09:00");
    let village = server.desk("A", PROGRAMME);
    let activity =
        |mode: &str| village.stored("activity", "", json!({"unit": "A", "kind": "自行组织", "date": "2022-12-05", "mode": mode}));
    let (status, problem) = village.move_to(&activity("线下"), "approved", json!({}));
    assert_eq!((status, named_fields(&problem)), (422, vec!["epidemic_measures".to_string()]));
    assert_eq!(problem["problems"][0]["clause"], "L252");
    assert_eq!(village.move_to(&activity("线上"), "approved", json!({})).0, 200);
    assert_eq!(village.move_to(&activity("线下"), "approved", json!({"epidemic_measures": "测温、戴口罩"})).0, 200);
}

#[test]
fn s24_10_villages_report_nothing() {
    let (server, office) = world("2022-12-06 09:00");
    let village = server.desk("A", PROGRAMME);
    let (_, said) = village.client.get(&format!("/api/duties?programme={PROGRAMME}&from=2022-12-01&to=2022-12-31"));
    let lists: Vec<&Json> = said.as_object().into_iter().flat_map(|o| o.values()).filter(|v| v.is_array()).collect();
    assert!(!lists.is_empty() && lists.iter().all(|l| **l == json!([])), "{said}");
    let daily = |reason: Json| json!({"title": "每日上报", "unit": "A", "rhythm": "每日", "reason": reason});
    assert_eq!(office.refused("extra_task", "", daily(Json::Null)), ["reason"]);
    office.stored("extra_task", "", daily(json!("县里要求")));
    held(&village, json!({"unit": "A", "kind": "自行组织", "date": "2022-12-05", "mode": "线上"}));
    assert_eq!(row(&office, "kinds", "自行组织"), "1", "the summary is drawn from the records");
}

#[test]
fn s24_11_anybody_downloads_the_poster() {
    let (server, office) = world("2022-12-01 09:00");
    let poster = b"\x89PNG\r\n\x1a\nan example poster".to_vec();
    let (status, sent) = office.client.upload("/api/files", "挂图.png", &poster);
    assert_eq!(status, 201, "{sent}");
    let id = office.stored("poster", "", json!({"title": "宪法挂图", "unit": "O", "file": [sent["id"]]}));
    let visitor = server.anonymous();
    let address = format!("/api/public/programmes/{PROGRAMME}/files/{}", sent["id"].as_str().unwrap_or_default());
    assert_eq!(visitor.download(&address).status, 404, "not before it is open");
    assert_eq!(office.move_to(&id, "open", json!({})).0, 200);
    let shown = || {
        let page = visitor.get(&format!("/api/public/programmes/{PROGRAMME}")).1["pages"][1].clone();
        page["files"][0]["file"][0].clone()
    };
    assert_eq!((&shown()["name"], &shown()["downloads"]), (&json!("挂图.png"), &json!(0)));
    let got = visitor.download(&address);
    assert_eq!((got.status, &got.bytes), (200, &poster));
    // The id that is published is the checksum of the content: sent again, the same bytes bear the same id.
    let again = office.client.upload("/api/files", "挂图.png", &got.bytes).1;
    assert_eq!((&shown()["id"], &shown()["downloads"]), (&again["id"], &json!(1)));
    assert_eq!(visitor.download(&format!("{address}00")).status, 404);
}

#[test]
fn s24_12_a_published_list_changes_by_a_note_alone() {
    let (server, office) = world("2022-12-05 09:00");
    let entry = |name: &str| json!({"list": "第九批民主法治示范村（社区）", "name": name, "region": "云岭省", "unit": "O"});
    let id = office.stored("list_entry", "", entry("柳一村"));
    assert_eq!(office.refused("list_entry", "", entry("柳一村")), ["name"]);
    let note = |id: &str| json!({"entry": id, "unit": "O", "new_name": "柳一社区", "reason": "村改居"});
    assert_eq!(office.refused("correction", "", note(&id)), ["entry"], "not yet published");
    for state in ["checked", "published"] {
        assert_eq!(office.move_to(&id, state, json!({})).0, 200);
    }
    assert_eq!(named_fields(&office.correct(&id, json!({"name": "柳一社区"})).1), ["name"]);
    office.stored("correction", "", note(&id));
    let pages = server.anonymous().get(&format!("/api/public/programmes/{PROGRAMME}")).1["pages"].clone();
    assert_eq!(pages[2]["items"][0]["name"], "柳一村");
    assert_eq!(pages[3]["items"], json!([{"old_name": "柳一村", "new_name": "柳一社区"}]));
}

#[test]
fn s24_13_seven_places_of_talks_are_not_the_seven_themes() {
    let (_server, office) = world("2022-12-05 09:00");
    let form = office.get("registers/activity/form");
    let options = |name: &str| luodi_acceptance::desk::find(&form["fields"], "name", name).expect("the field")["options"].clone();
    let (themes, venues) = (options("theme"), options("venue"));
    assert_eq!((themes.as_array().map(Vec::len), venues.as_array().map(Vec::len)), (Some(7), Some(7)));
    assert_ne!(themes, venues);
    let asks = office.get("")["asks"].clone();
    let ask = luodi_acceptance::desk::find(&asks, "name", "venues_are_themes").expect("the ask");
    assert!(ask["note"].as_str().is_some_and(|n| n.contains("没有合并")), "{ask}");
}

#[test]
fn s24_15_bad_input() {
    let (server, office) = world("2022-12-05 09:00");
    let village = server.desk("A", PROGRAMME);
    let activity =
        |kind: &str, theme: Json| json!({"unit": "A", "kind": kind, "theme": theme, "date": "2022-12-05", "mode": "线上"});
    assert_eq!(village.refused("activity", "", activity("专场", json!("医院"))), ["theme"]);
    assert_eq!(village.refused("activity", "", activity("专场", Json::Null)), ["theme"]);
    village.stored("activity", "", activity("自行组织", Json::Null));
    let mut backwards = activity("自行组织", Json::Null);
    (backwards["begins"], backwards["ends"]) = (json!("16:00"), json!("14:00"));
    assert_eq!(village.refused("activity", "", backwards), ["ends"]);
    let theme = id_of(&office, "theme", "name", "网络");
    let joined = json!({"key": "网络3", "unit": "中央网信办 国家广播电视总局", "theme": theme});
    assert_eq!(office.refused("lead", "", joined), ["unit"]);
    let quiz = office.stored("quiz", "", json!({"title": "竞答", "unit": "O", "opens": "2022-12-01", "closes": "2022-12-05"}));
    let attempt = |date: &str| json!({"quiz": quiz, "unit": "A", "date": date, "score": 90});
    village.stored("attempt", "", attempt("2022-12-05"));
    server.clock.set("2022-12-06 00:01");
    assert_eq!(village.refused("attempt", "", attempt("2022-12-06")), ["date"]);
    assert_eq!(village.refused("attempt", "", attempt("2022-12-05")), ["date"], "nor is it dated back");
}

#[test]
fn s24_16_arrangements_without_a_day_are_never_overdue() {
    let (server, office) = world("2023-06-01 09:00");
    let open = office.listed("part", "date_open");
    let lines = ["L216-1", "L218", "L220", "L222", "L224", "L226-1"];
    for key in lines {
        let one = open.iter().find(|p| p["fields"]["key"] == key).unwrap_or_else(|| panic!("{key} is not listed"));
        assert_eq!(one["fields"]["date_open"], "日期未定", "{key}");
    }
    let mut states: Vec<String> = owed(&office, "O", "part").into_iter().map(|(due, state)| format!("{due}{state}")).collect();
    states.dedup();
    assert_eq!(states, ["—pending"]);
    // Not bound to the week: a proof of any day counts.
    let id = part(&office, "L220");
    assert_eq!(proof(&office, "m13", &id, "2023-01-15"), "日期未定");
    assert_eq!(done(&server.desk("m13", PROGRAMME), &id), 200);
}

#[test]
fn s24_17_one_of_two_units() {
    let (_server, office) = world("2022-12-08 09:00");
    let of = |line: &str| {
        let f = fields(&office, &id_of(&office, "arrangement", "line", line));
        (f["units_done"].clone(), f["units"].clone(), f["finished"].clone())
    };
    proof(&office, "m14", &part(&office, "L232-1"), "2022-12-02");
    proof(&office, "m9", &part(&office, "L242-1"), "2022-12-05");
    assert_eq!(of("L232"), (json!("1"), json!("2"), json!(false)));
    assert_eq!(of("L242"), (json!("1"), json!("2"), json!(false)));
    proof(&office, "m15", &part(&office, "L232-2"), "2022-12-03");
    assert_eq!(of("L232"), (json!("2"), json!("2"), json!(true)));
    let products: Vec<Json> =
        ["L244-1", "L244-2"].iter().map(|k| fields(&office, &part(&office, k))["product"].clone()).collect();
    assert_eq!(products, ["社论", "整版"]);
    // The group term stays open, whatever proof there is, until its members are named.
    proof(&office, "O", &part(&office, "L240"), "2022-12-04");
    assert_eq!(of("L240"), (json!("1"), json!("1"), json!(false)));
}

#[test]
fn s24_18_counted_by_kind_and_level_without_a_quota() {
    let (server, office) = world("2022-12-08 09:00");
    for (unit, kind) in [("P", "带头宣讲"), ("P", "带头宣讲"), ("C", "带头宣讲"), ("X", "以案普法"), ("A", "自行组织")]
    {
        let desk = server.desk(unit, PROGRAMME);
        held(&desk, json!({"unit": unit, "kind": kind, "date": "2022-12-05", "mode": "线上"}));
    }
    let shown: Vec<Json> = ["带头宣讲（省）", "带头宣讲（市）", "带头宣讲（县）", "以案普法", "自行组织", "专栏专题"]
        .iter()
        .map(|t| row(&office, "kinds", t))
        .collect();
    assert_eq!(shown, ["2", "1", "0", "1", "1", "0"]);
    let board = office.get("board");
    assert_eq!((&board["targets"], &board["bundles"], &board["red"]), (&json!([]), &json!([]), &json!([])));
}

#[test]
fn s24_duties_without_a_day_get_one_when_it_is_answered() {
    let (server, office) = world("2022-12-12 09:00");
    assert_eq!(owed(&office, "O", "summary"), [("—".to_string(), "pending".to_string())]);
    answer(&server, PROGRAMME, "summary_by", &json!("2022-12-11"));
    assert_eq!(owed(&office, "O", "summary"), [("2022-12-11".to_string(), "overdue".to_string())]);
}
