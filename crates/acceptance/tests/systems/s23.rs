//! 23: a task force of bureaus and firms, two numbers that the text left blank. Statements 14 and 15 are about the text; what
//! reading says of 1, 2, 3, 4, 7 and 9 is tested with the reading.

use crate::common::{agreement, all, answer, id_of, owed, published, row};
use luodi_acceptance::desk::{find, named_fields, texts};
use luodi_acceptance::{Desk, Json, Server, json};

const PROGRAMME: &str = "23-industry-chain-taskforce";
const UNITS: [(&str, &str, &str, &str); 14] = [
    ("X", "青禾县", "县", ""),
    ("gx", "县工信局", "部门", "X"),
    ("sw", "县商务局", "部门", "X"),
    ("tj", "县统计局", "部门", "X"),
    ("kj", "县科技局", "部门", "X"),
    ("yq", "工业园区管委会", "部门", "X"),
    ("sj", "县税务局", "部门", "X"),
    ("hb", "生态环境局", "部门", "X"),
    ("yj", "县应急管理局", "部门", "X"),
    ("jr", "县金融服务中心", "部门", "X"),
    ("gd", "县供电公司", "部门", "X"),
    ("F1", "青锂公司", "企业", "X"),
    ("F2", "禾电公司", "企业", "X"),
    ("F3", "长膜公司", "企业", "X"),
];

fn world(beijing: &str) -> (Server, Desk) {
    let server = published(&UNITS, PROGRAMME, &[("first_quarter", json!("2022-01-01"))], "2022-01-05 09:00");
    server.clock.set(beijing);
    let county = server.desk("X", PROGRAMME);
    (server, county)
}

fn firm(county: &Desk, name: &str, more: Json) -> String {
    let mut fields = json!({"name": name, "unit": "X"});
    for (key, value) in more.as_object().into_iter().flatten() {
        fields[key.as_str()] = value.clone();
    }
    county.stored("firm", "confirmed", fields)
}

fn revenue(county: &Desk, firm: &str, year: i64, amount: &str) -> String {
    county.stored("revenue", "", json!({"unit": "X", "firm": firm, "year": year, "amount": amount}))
}

fn total(county: &Desk, year: i64, amount: &str) -> String {
    county.stored("industry", "", json!({"unit": "X", "year": year, "total": amount}))
}

fn shown(county: &Desk, title: &str) -> Json {
    row(county, "paper", title)
}

#[test]
fn s23_01_seven_tasks_and_sixteen_pairs_without_a_lead() {
    let (server, county) = world("2022-02-01 09:00");
    let pairs = all(&county, "assignment");
    assert_eq!((county.count("task"), pairs.len()), (7, 16));
    let of = |code: &str| pairs.iter().filter(|p| p["unit"]["code"] == code).count();
    assert_eq!(["kj", "gx", "yq", "jr", "sw"].map(of), [7, 5, 2, 1, 1]);
    assert!(
        pairs.iter().all(|p| p["fields"]["role"] == "责任单位" && p["fields"]["lead"].is_null()),
        "nobody leads by standing first"
    );
    let bureau = server.desk("tj", PROGRAMME);
    assert_eq!((bureau.count("task"), owed(&bureau, "tj", "task").len()), (7, 0), "seen by all, owed by those named");
    assert_eq!(owed(&server.desk("kj", PROGRAMME), "kj", "task").len(), 7);
}

#[test]
fn s23_02_members_without_a_task() {
    let (_server, county) = world("2022-02-01 09:00");
    let mut without: Vec<String> = county
        .listed("member", "without_task")
        .iter()
        .map(|m| m["unit"]["code"].as_str().unwrap_or_default().to_string())
        .collect();
    without.sort();
    assert_eq!(without, ["gd", "hb", "sj", "tj", "yj"]);
}

#[test]
fn s23_03_numbers_left_blank_stay_blank() {
    let (server, county) = world("2022-02-01 09:00");
    for target in ["nurtured", "new_firms"] {
        let own = county.own(target, "X");
        assert_eq!((&own["quota"]["unknown"], &own["met"]["unknown"]), (&json!("pending"), &json!("pending")), "{target}: {own}");
        let card = county.card(target, "X");
        assert!(card["title"].as_str().is_some_and(|t| t.contains("空缺")) && card["aspired"] == true, "{card}");
    }
    let manager = server.login("manager");
    let (_, page) = manager.get(&format!("/api/programmes/{PROGRAMME}"));
    let asks = &page["asks"];
    for ask in ["gazelles", "new_firms"] {
        assert!(find(asks, "name", ask).is_some_and(|a| a["answer"].is_null()), "{ask} is open");
    }
    let hint = find(asks, "name", "gazelles").expect("the ask");
    assert!(hint["note"].as_str().is_some_and(|n| n.contains("L124")), "{hint}");
    let (_, said) = manager.post(&format!("/api/programmes/{PROGRAMME}/rehearse"), &json!({}));
    let open = texts(&said["open_asks"], "name");
    assert!(
        ["gazelles", "new_firms"].iter().all(|a| open.contains(&(*a).to_string())),
        "what is open is listed before publishing: {said}"
    );
}

#[test]
fn s23_04_a_target_below_its_baseline() {
    let (_server, county) = world("2022-06-01 09:00");
    let recognised = |i: usize| json!({"high_tech": "已认定", "recognition": [format!("证书{i}.pdf")]});
    let firms: Vec<String> = (0..9).map(|i| firm(&county, &format!("企业{i}"), recognised(i))).collect();
    let own = || county.own("high_tech", "X");
    let base = || agreement(&county, "high_tech_base", "X")["difference"].clone();
    assert_eq!((&own()["actual"], &own()["quota"], &own()["met"], base()), (&json!("9"), &json!("8"), &json!(true), json!("0")));
    let tenth = firm(&county, "第十家", json!({"high_tech": "拟申报"}));
    for status in ["拟申报", "已申报"] {
        assert_eq!(county.correct(&tenth, json!({"high_tech": status})).0, 200);
        assert_eq!(own()["actual"], "9", "{status}");
    }
    assert_eq!(named_fields(&county.correct(&tenth, json!({"high_tech": "已认定"})).1), ["recognition"]);
    assert_eq!(county.correct(&tenth, json!({"high_tech": "已认定", "recognition": ["证书.pdf"]})).0, 200);
    assert_eq!(own()["actual"], "10");
    for (gone, met, below) in [(2, true, "-1"), (3, false, "-2")] {
        let lost: Vec<&String> = firms.iter().take(gone).collect();
        for id in lost {
            assert_eq!(county.correct(id, json!({"high_tech": "未通过"})).0, 200);
        }
        assert_eq!((own()["met"].clone(), base()), (json!(met), json!(below)), "{} left", 10 - gone);
    }
    let asks = county.get("")["asks"].clone();
    assert!(find(&asks, "name", "planned_within").is_some(), "is the planned one of the nine? asked");
}

#[test]
fn s23_05_above_ten_by_number_and_by_name() {
    let (_server, county) = world("2023-01-10 09:00");
    let exactly = firm(&county, "青锂公司", json!({}));
    let id = revenue(&county, &exactly, 2022, "10.00亿元");
    assert_eq!(county.own("over_ten", "X")["actual"], "0", "10 is not above 10");
    assert_eq!(county.correct(&id, json!({"amount": "10.01亿元"})).0, 200);
    assert_eq!(county.own("over_ten", "X")["actual"], "1");
    let (_server, county) = world("2023-01-10 09:00");
    let named = json!({"named_ten": true});
    for (name, more, amount) in [
        ("青锂公司", named.clone(), "12亿元"),
        ("禾电公司", named, "9.8亿元"),
        ("长膜公司", json!({"named_ten": false}), "11亿元"),
    ] {
        let id = firm(&county, name, more);
        revenue(&county, &id, 2022, amount);
    }
    let of = |target: &str| {
        let own = county.own(target, "X");
        (own["actual"].clone(), own["quota"].clone(), own["met"].clone())
    };
    assert_eq!(of("over_ten"), (json!("2"), json!("2"), json!(true)));
    assert_eq!(of("over_ten_named"), (json!("1"), json!("2"), json!(false)));
}

#[test]
fn s23_06_six_with_or_without_the_two() {
    let (server, county) = world("2023-01-10 09:00");
    for (i, amount) in ["12", "11", "3", "2", "1.5", "1.2", "0.9"].iter().enumerate() {
        let id = firm(&county, &format!("企业{i}"), json!({"named_ten": false}));
        revenue(&county, &id, 2022, &format!("{amount}亿元"));
    }
    assert_eq!((shown(&county, "超亿元（含）"), shown(&county, "超亿元（不含）")), (json!("6"), json!("4")));
    assert_eq!(county.own("over_one", "X")["met"]["unknown"], "pending");
    answer(&server, PROGRAMME, "six_includes_two", &json!(true));
    assert_eq!(county.own("over_one", "X")["met"], true);
    answer(&server, PROGRAMME, "six_includes_two", &json!(false));
    let own = county.own("over_one", "X");
    assert_eq!((&own["actual"], &own["met"]), (&json!("4"), &json!(false)));
    let id = total(&county, 2022, "31.6亿元");
    assert_eq!(county.record(&id)["record"]["fields"]["firms_together"], "31.6");
    assert_eq!(county.own("revenue_2022", "X")["met"], true);
}

#[test]
fn s23_07_nothing_is_put_between_the_years() {
    let (_server, county) = world("2025-02-01 09:00");
    assert!(shown(&county, "2023年要求增长").as_str().is_some_and(|g| g.starts_with("33.3")));
    assert!(shown(&county, "2025年要求年均增长").as_str().is_some_and(|g| g.starts_with("58.1")));
    assert_eq!(shown(&county, "2025年要求倍数"), "2.5");
    let quotas: Vec<Json> =
        ["revenue_2022", "revenue_2023", "revenue_2025"].iter().map(|t| county.own(t, "X")["quota"].clone()).collect();
    assert_eq!(quotas, ["30", "40", "100"]);
    total(&county, 2024, "62亿元");
    assert_eq!(shown(&county, "2024年收入"), "62");
    let board = county.get("board");
    assert!(!texts(&board["targets"], "name").iter().any(|n| n.contains("2024")), "no target, no judgement");
}

#[test]
fn s23_08_a_quarter_is_met_by_its_own_meeting() {
    let (server, county) = world("2022-04-10 09:00");
    let meeting = |date: &str, minutes: bool| {
        let minutes = if minutes { json!(["纪要.pdf"]) } else { Json::Null };
        county.stored("meeting", "", json!({"unit": "X", "date": date, "minutes": minutes}))
    };
    meeting("2022-04-06", true);
    server.clock.set("2022-06-25 09:00");
    meeting("2022-06-20", true);
    server.clock.set("2022-10-02 09:00");
    meeting("2022-09-20", false);
    let state = |period: &str| county.owed_in("X", "meeting", period)["state"].clone();
    assert_eq!((state("2022-Q1"), state("2022-Q2"), state("2022-Q3")), (json!("unmet"), json!("met"), json!("unmet")));
    let year = || {
        let (_, said) = county.client.get(&format!("/api/duties?programme={PROGRAMME}&from=2022-01-01&to=2023-12-31"));
        let lists = said.as_object().into_iter().flat_map(|o| o.values()).filter_map(Json::as_array).flatten();
        let meetings: Vec<&Json> = lists.filter(|d| d["name"] == "meeting").collect();
        (meetings.iter().filter(|d| d["state"] == "met").count(), meetings.len())
    };
    assert_eq!(year(), (1, 4));
    answer(&server, PROGRAMME, "first_quarter", &json!("2022-04-01"));
    assert_eq!(year(), (1, 3));
}

#[test]
fn s23_09_two_spellings_until_a_person_says_one() {
    let (_server, county) = world("2022-03-01 09:00");
    let candidate =
        |name: &str, line: &str| county.stored("firm", "candidate", json!({"name": name, "unit": "X", "leader_by": [line]}));
    let (first, second) = (candidate("昂山新材料", "L122"), candidate("昂杉新材料", "L130"));
    assert_eq!(county.listed("firm", "to_confirm").len(), 2);
    assert_eq!(named_fields(&county.move_to(&second, "merged", json!({})).1), ["same_as"]);
    let confirmed = json!({"spellings": "昂杉新材料", "leader_by": ["L122", "L130"]});
    assert_eq!(county.move_to(&first, "confirmed", confirmed).0, 200);
    assert_eq!(county.move_to(&second, "merged", json!({"same_as": first})).0, 200);
    for spelling in ["昂山", "昂杉"] {
        let found = county.get(&format!("registers/firm/records?list=firms&q={spelling}"));
        let ids: Vec<&Json> = found["items"].as_array().into_iter().flatten().map(|i| &i["id"]).collect();
        assert_eq!(ids, [&json!(first)], "{spelling}");
    }
    let leaders = |line: &str| {
        all(&county, "firm")
            .iter()
            .filter(|f| f["state"] == "confirmed" && f["fields"]["leader_by"].to_string().contains(line))
            .count()
    };
    assert_eq!((leaders("L122"), leaders("L132")), (1, 0), "each list keeps its own");
}

#[test]
fn s23_10_eight_of_nine_names_the_missing_one() {
    let (server, county) = world("2022-05-01 09:00");
    let issue = |name: &str| {
        let id = id_of(&county, "chart", "name", name);
        let fields = json!({"version": 1, "issued_on": "2022-05-01", "file": ["一版.pdf"]});
        assert_eq!(county.move_to(&id, "issued", fields).0, 200, "{name}");
        id
    };
    let eight = ["产业链图", "技术路线图", "应用领域图", "区域分布图", "企业清单", "项目清单", "集群清单", "问题清单"];
    let first = eight.map(issue)[0].clone();
    for name in ["现状全景图", "未来趋势图", "发展路径图"] {
        issue(name);
    }
    let own = county.own("charts", "X");
    assert_eq!((&own["actual"], &own["quota"], &own["met"]), (&json!("8"), &json!("9"), &json!(false)));
    assert_eq!(shown(&county, "另三图"), "3");
    let missing = county.listed("chart", "charts_missing");
    assert_eq!((missing.len(), &missing[0]["fields"]["name"]), (1, &json!("政策清单")));
    server.clock.set("2022-07-01 09:00");
    assert_eq!(named_fields(&county.correct(&first, json!({"file": ["二版.pdf"]})).1), ["version"]);
    assert_eq!(county.correct(&first, json!({"file": ["二版.pdf"], "version": 2, "issued_on": "2022-07-01"})).0, 200);
    let history = county.record(&first)["history"].to_string();
    assert!(history.contains("一版.pdf") && history.contains("2022-05-01"), "the old version stays with its date");
}

#[test]
fn s23_11_the_firm_answers_and_the_authority_permits() {
    let (_server, county) = world("2022-05-01 09:00");
    let firms = [firm(&county, "青锂公司", json!({})), firm(&county, "禾电公司", json!({}))];
    let problem = |firm: &String| {
        county.stored("problem", "", json!({"text": "二期项目环评安评", "unit": "gx", "firm": firm, "kind": "堵点"}))
    };
    let ids = firms.each_ref().map(problem);
    assert_eq!(county.listed("problem", "open_problems").len(), 2);
    for (state, fields) in [("assigned", json!({})), ("handled", json!({"actions": "已对接"}))] {
        assert_eq!(county.move_to(&ids[0], state, fields).0, 200);
    }
    assert_eq!(named_fields(&county.move_to(&ids[0], "closed", json!({})).1), ["answer"]);
    assert_eq!(county.move_to(&ids[0], "closed", json!({"answer": "已解决"})).0, 200);
    assert_eq!(county.move_to(&ids[0], "raised", json!({"answer": "又出现"})).0, 200, "the firm reopens it");
    let permit = county.stored("permit", "", json!({"name": "环评", "unit": "hb", "firm": firms[0]}));
    assert_eq!(county.move_to(&permit, "granted", json!({"authority": "省厅", "document": ["批复.pdf"]})).1["code"], "step");
    assert_eq!(county.move_to(&permit, "filed", json!({})).0, 200);
    assert_eq!(named_fields(&county.move_to(&permit, "granted", json!({})).1), ["authority", "document"]);
    assert_eq!(county.move_to(&permit, "granted", json!({"authority": "省厅", "document": ["批复.pdf"]})).0, 200);
    assert_eq!(county.submit("permit", "granted", json!({"name": "安评", "unit": "yj", "firm": firms[1]})).1["code"], "step");
}

#[test]
fn s23_12_links_with_what_is_known_of_them() {
    let (_server, county) = world("2022-05-01 09:00");
    let [a, b, c] = ["长膜公司", "禾电公司", "青电公司"].map(|n| firm(&county, n, json!({})));
    let link = |from: &str, to: &str, product: &str, before: Json, now: Json| {
        county.stored(
            "supply",
            "",
            json!({"unit": "gx", "from": from, "to": to, "product": product, "before": before, "now": now}),
        )
    };
    let known = link(&a, &b, "隔膜", json!(200), json!(250));
    let half = link(&b, &c, "电芯", Json::Null, json!(90));
    let fields = |id: &str| county.record(id)["record"]["fields"].clone();
    assert_eq!(fields(&known)["growth"], "25");
    assert!(fields(&half)["growth"].as_str().is_none() && fields(&half)["before"].is_null(), "not reported is no number");
    let firms = county.count("firm");
    county.stored("supply", "", json!({"unit": "gx", "from": a, "to_name": "某电解液"}));
    assert_eq!(county.count("firm"), firms, "no firm is made out of a name");
    assert_eq!(county.refused("supply", "", json!({"unit": "gx", "from": a})), ["to"]);
    let labels: Vec<String> = all(&county, "supply")
        .iter()
        .filter_map(|s| Some(format!("{}→{}", s["labels"]["from"].as_str()?, s["labels"]["to"].as_str()?)))
        .collect();
    assert!(labels.contains(&"长膜公司→禾电公司".to_string()) && labels.contains(&"禾电公司→青电公司".to_string()), "{labels:?}");
}

#[test]
fn s23_13_money_comes_with_its_unit() {
    let (_server, county) = world("2023-01-10 09:00");
    let id = total(&county, 2022, "300000 万元");
    assert_eq!(county.record(&id)["record"]["fields"]["total"], "30");
    assert_eq!(county.own("revenue_2022", "X")["met"], true);
    let bad = |amount: Json| county.refused("industry", "", json!({"unit": "X", "year": 2023, "total": amount}));
    for amount in [json!("30"), json!(30), json!("很多"), json!("三十亿元"), json!("30吨"), json!("-3亿元")] {
        assert_eq!(bad(amount.clone()), ["total"], "{amount}");
    }
    assert_eq!(
        county.correct(&id, json!({"total": "30", "year": 2022})).0,
        200,
        "what is stored may be sent back as it is shown"
    );
    let one = firm(&county, "青锂公司", json!({}));
    revenue(&county, &one, 2022, "29亿元");
    assert_eq!(county.listed("industry", "above_total").len(), 0);
    let two = firm(&county, "禾电公司", json!({}));
    revenue(&county, &two, 2022, "2亿元");
    let above = county.listed("industry", "above_total");
    assert_eq!((above.len(), &above[0]["fields"]["firms_together"]), (1, &json!("31")));
}

#[test]
fn s23_16_no_firm_learns_the_figure_of_another() {
    let (server, county) = world("2023-01-10 09:00");
    let [a, b] = ["青锂公司", "禾电公司"].map(|n| firm(&county, n, json!({"in_park": true})));
    let own = county.stored("revenue", "", json!({"unit": "F1", "firm": a, "year": 2022, "amount": "12.34亿元"}));
    let public = || {
        let (_, said) = server.anonymous().get(&format!("/api/public/programmes/{PROGRAMME}"));
        assert!(!said.to_string().contains("青锂公司"), "{said}");
        said["figures"][0]["value"].clone()
    };
    assert_eq!(public()["unknown"], "masked", "a sum over one firm is that firm's figure");
    let other = county.stored("revenue", "", json!({"unit": "F2", "firm": b, "year": 2022, "amount": "7.77亿元"}));
    assert_eq!(public(), "20.11");
    let firm = server.desk("F1", PROGRAMME);
    assert_eq!(
        (firm.client.get(&format!("/api/records/{own}")).0, firm.client.get(&format!("/api/records/{other}")).0),
        (200, 404)
    );
    for rest in ["registers/revenue/records", "registers/revenue/records?q=7.77", "registers/revenue/records?unit=X"] {
        let (_, said) = firm.client.get(&firm.path(rest));
        assert!(!said.to_string().contains("7.77"), "{rest}: {said}");
    }
    let sheet = luodi_acceptance::files::xlsx_text(&firm.download("registers/revenue/export.xlsx").bytes);
    assert!(sheet.contains("12.34") && !sheet.contains("7.77"));
    assert_eq!(server.anonymous().get(&firm.path("registers/revenue/records")).0, 401);
}
