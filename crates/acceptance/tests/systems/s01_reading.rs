//! 01, statements 1 to 5, 12 and 13: the plan is uploaded, read, decided on, and published; table 1 and the units reconcile.
//! Our own example always runs; the source text where it is at hand.

use crate::province::{PROGRAMME, PROVINCE, city, units};
use luodi_acceptance::desk::{find, texts};
use luodi_acceptance::files::{example, programme_file, shared_plan};
use luodi_acceptance::plans::{cell, elements, findings, headings};
use luodi_acceptance::{Client, Json, Role, Server, json};

const EXAMPLE: &str = "health-tours-province";
/// The line of the source in which the plan begins.
const FIRST_LINE: u64 = 9;

/// A manager of the example's province, over its units without those whose code is left out.
fn example_server(without: &str) -> Server {
    let server = Server::start("2024-03-01 09:00");
    let csv = example("plans/health-tours-province-units.csv");
    let rows: Vec<[String; 4]> = csv
        .lines()
        .skip(1)
        .filter_map(|l| l.split(',').map(str::to_string).collect::<Vec<_>>().try_into().ok())
        .filter(|[code, ..]: &[String; 4]| code != without)
        .collect();
    let rows: Vec<_> = rows.into_iter().map(|[code, parent, level, name]| (code, name, level, parent)).collect();
    server.units(&rows);
    server.account("manager", "99", Role::Manager);
    server
}

fn upload_example(client: &Client) -> String {
    client.upload_plan("方案.txt", example("plans/health-tours-province.txt").as_bytes())
}

/// The province's manager with the source text uploaded; `None` where the text is missing.
fn source(counties_of_anyang: usize) -> Option<(Server, Client, String)> {
    let raw = shared_plan("000.txt")?;
    let server = Server::start("2013-07-01 09:00");
    units(&server, counties_of_anyang);
    let manager = server.login("manager");
    let id = manager.upload_plan("000.txt", raw.as_bytes());
    Some((server, manager, id))
}

fn joined_lines(page: &Json) -> Vec<Json> {
    page["joined"].as_array().into_iter().flatten().map(|j| j["lines"].clone()).collect()
}

fn numbers(page: &Json) -> Vec<String> {
    headings(page, 1).iter().map(|h| h.chars().take(1).collect()).collect()
}

#[test]
fn s01_01_the_plan_stands_alone_with_its_outline() {
    let server = example_server("");
    let manager = server.login("manager");
    let page = manager.plan(&upload_example(&manager), None);
    assert_eq!(page["documents"].as_array().map(Vec::len), Some(1));
    assert_eq!(numbers(&page), ["一", "二", "三", "四", "五", "六", "七"]);
    assert_eq!(joined_lines(&page), [json!([1, 3]), json!([15, 17]), json!([61, 63])]);
    let Some((_server, manager, id)) = source(9) else { return };
    let page = manager.plan_from(&id, FIRST_LINE);
    let shown = &page["documents"][page["document"].as_u64().unwrap_or(0) as usize];
    assert_eq!((&shown["first_line"], &shown["last_line"], &shown["genre"]), (&json!(9), &json!(104), &json!("plan")));
    assert_eq!(numbers(&page), ["一", "二", "三", "四", "五", "六", "七"]);
    let at_34: Vec<String> =
        elements(&page, "heading").iter().filter(|e| e["line"] == 34).map(|e| e["label"].to_string()).collect();
    assert_eq!(at_34.len(), 2, "{at_34:?}");
    assert!(at_34[0].contains("内容与要求") && at_34[1].contains("任务量"), "{at_34:?}");
    assert!(elements(&page, "heading").iter().any(|e| e["line"] == 90), "六 is there");
    assert_eq!(findings(&page, "empty_heading").first().map(|f| f["lines"].clone()), Some(json!([90])), "and empty");
    assert!(elements(&page, "heading").iter().all(|e| e["line"] != 9 && e["line"] != 10), "header and separator are none");
    assert!(find(&page["lines"], "n", "").is_none() && page["lines"][1]["noise"].is_string(), "line 10 is a page mark");
    assert_eq!(joined_lines(&page), [json!([12, 14]), json!([26, 28]), json!([72, 74])]);
    assert_eq!(page["joined"][0]["is_title"], true);
    assert_eq!(page["joined"][0]["text"], shown["title"], "the title stands on two lines");
}

#[test]
fn s01_02_table_1_is_rebuilt_with_its_blanks() {
    let server = example_server("");
    let manager = server.login("manager");
    let page = manager.plan(&upload_example(&manager), None);
    let table = &page["tables"][0];
    assert_eq!((&table["numbers"], &table["blanks"], &table["placements"]), (&json!(66), &json!(18), &json!(1)));
    assert_eq!(cell(table, "县级 县数", "平渡"), None);
    assert_eq!(cell(table, "县级 县数", "石棠").as_deref(), Some("8"));
    let Some((_server, manager, id)) = source(9) else { return };
    let page = manager.plan_from(&id, FIRST_LINE);
    let table = &page["tables"][0];
    assert_eq!((table["columns"].as_array().map(Vec::len), table["rows"].as_array().map(Vec::len)), (Some(20), Some(6)));
    assert_eq!((&table["numbers"], &table["blanks"]), (&json!(96), &json!(24)));
    for (column, expected) in [("济源", None), ("三门峡", Some("6")), ("南阳", Some("13"))] {
        assert_eq!(cell(table, "县区级 区县数", column).as_deref(), expected, "{column}");
    }
}

/// Sum of a printed row without its total.
fn sum(table: &Json, row: &str) -> i64 {
    let row = find(&table["rows"], "label", row).unwrap_or_else(|| panic!("no row {row}"));
    let cells = row["cells"].as_array().cloned().unwrap_or_default();
    cells[..cells.len() - 1].iter().filter_map(|c| c.as_str()?.parse::<i64>().ok()).sum()
}

#[test]
fn s01_03_sums_that_agree_are_no_difference() {
    let server = example_server("");
    let manager = server.login("manager");
    let page = manager.plan(&upload_example(&manager), None);
    assert_eq!((sum(&page["tables"][0], "县级 县数"), sum(&page["tables"][0], "合计场数")), (90, 515));
    assert_eq!(findings(&page, "table_total_blank")[0]["severity"], "remark");
    let Some((_server, manager, id)) = source(9) else { return };
    let page = manager.plan_from(&id, FIRST_LINE);
    let table = &page["tables"][0];
    let sums = ["县区级 区县数", "县区级 次数", "省辖市 次数", "合计次数"].map(|row| sum(table, row));
    assert_eq!(sums, [158, 632, 72, 708]);
    let blank = findings(&page, "table_total_blank");
    assert_eq!((blank.len(), &blank[0]["severity"]), (1, &json!("remark")));
    assert!(blank[0]["say"].as_str().is_some_and(|s| s.contains("158")), "{}", blank[0]);
    assert_eq!(findings(&page, "table_text_differs").len(), 0);
    assert_eq!(findings(&page, "table_sum_differs").len(), 1, "the coverage row and no other");
}

/// Checks the one finding of sums, decides on it, and checks what is kept of the decision.
fn decide_on_the_sum(manager: &Client, id: &str, open: impl Fn() -> Json, arithmetic: Json, column: &str, values: (&str, &str)) {
    let page = open();
    let finding = findings(&page, "table_sum_differs")[0].clone();
    let said = &finding["arithmetic"];
    assert_eq!(json!([said["computed"], said["printed"], said["difference"]]), arithmetic);
    assert_eq!((&finding["severity"], &finding["decision"]), (&json!("finding"), &Json::Null));
    let choice = find(&finding["choices"], "key", "set_cell").expect("a cause is proposed");
    assert_eq!(choice["value"], values.1);
    assert!(choice["title"].as_str().is_some_and(|t| t.contains(column)), "{choice}");
    assert_eq!(cell(&page["tables"][0], "合计覆盖人数", column).as_deref(), Some(values.0), "the value stays until then");
    let open_before = page["progress"]["open_findings"].as_u64().unwrap_or(0);
    manager.decide(id, &finding, "set_cell");
    let page = open();
    let decision = &findings(&page, "table_sum_differs")[0]["decision"];
    assert_eq!((&decision["before"], &decision["value"]), (&json!(values.0), &json!(values.1)), "both values are kept");
    assert_eq!((&decision["choice"], &decision["by"]["name"]), (&json!("set_cell"), &json!("manager")));
    assert!(decision["at"].as_str().is_some_and(|at| at.ends_with("T01:00:00Z")), "{decision}");
    assert_eq!(cell(&page["tables"][0], "合计覆盖人数", column).as_deref(), Some(values.0), "the raw text is never changed");
    assert_eq!(page["progress"]["open_findings"].as_u64(), Some(open_before - 1));
    assert_eq!(
        manager
            .post(
                &format!("/api/plans/{id}/findings/{}/decision", finding["id"].as_str().unwrap_or_default()),
                &json!({"choice": "guess"})
            )
            .0,
        422
    );
}

#[test]
fn s01_04_the_coverage_row_is_decided_by_a_person_and_both_values_stay() {
    let server = example_server("");
    let manager = server.login("manager");
    let id = upload_example(&manager);
    let open = || manager.plan(&id, None);
    decide_on_the_sum(&manager, &id, open, json!(["111720", "123600", "11880"]), "白鹭", ("1320", "13200"));
    let Some((_server, manager, id)) = source(9) else { return };
    let open = || manager.plan_from(&id, FIRST_LINE);
    decide_on_the_sum(&manager, &id, open, json!(["176100", "177000", "900"]), "省本级", ("100", "1000"));
}

/// Drafts from the plan, puts the programme file in, decides on the sum and rehearses before and after; publishes.
fn publish_from_the_plan(
    manager: &Client,
    id: &str,
    programme: &str,
    yaml: &str,
    differs: (&str, &str, &str),
    months: [&str; 2],
) -> Json {
    let (status, made) = manager.post(&format!("/api/plans/{id}/draft"), &json!({"programme": programme}));
    assert_eq!(status, 201, "{made}");
    manager.save(programme, yaml, 1);
    let rehearse = || manager.post(&format!("/api/programmes/{programme}/rehearse"), &json!({}));
    let (status, before) = rehearse();
    assert_eq!(status, 200, "{before}");
    assert_eq!(before["differences"].as_array().map(Vec::len), Some(1), "{}", before["differences"]);
    let wrong: Vec<&Json> = before["tables"].as_array().into_iter().flatten().filter(|t| t["agrees"] == false).collect();
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert_eq!(
        (&wrong[0]["at"]["name"], &wrong[0]["stated"], &wrong[0]["sum_of_quotas"]),
        (&json!(differs.0), &json!(differs.1), &json!(differs.2))
    );
    let page = manager.plan(id, None);
    manager.decide(id, findings(&page, "table_sum_differs")[0], "set_cell");
    assert_eq!(rehearse().1["differences"], json!([]));
    let published = manager.publish(programme, yaml, &[("first_month", json!(months[0])), ("last_month", json!(months[1]))]);
    assert_eq!(published["version"], 1);
    // Lines of the plan stand behind the clauses.
    let (_, shown) = manager.get(&format!("/api/programmes/{programme}"));
    assert_eq!((&shown["plan"], &shown["version"]), (&json!(id), &json!(1)));
    published["fanout"].clone()
}

fn check_fanout(fanout: &Json, units: u64, tours: &str, people: &str, figures: usize) {
    assert_eq!((&fanout["units_total"], &fanout["differences"]), (&json!(units), &json!([])));
    for (name, sum) in [("tours_each", tours), ("people_each", people)] {
        let target = find(&fanout["targets"], "name", name).unwrap_or_else(|| panic!("no target {name}"));
        assert_eq!((&target["units"], &target["sum_of_quotas"]), (&json!(units), &json!(sum)), "{name}");
        let stated = target["stated"].as_array().cloned().unwrap_or_default();
        assert!(!stated.is_empty() && stated.iter().all(|s| s["agrees"] == true), "{name}: {stated:?}");
    }
    let tables = fanout["tables"].as_array().cloned().unwrap_or_default();
    assert_eq!(tables.len(), figures, "every printed figure is held against the units");
    assert!(tables.iter().all(|t| t["agrees"] == true), "{tables:?}");
}

#[test]
fn s01_05_the_corrected_plan_is_published_and_the_quotas_add_up() {
    let server = example_server("");
    let manager = server.login("manager");
    let id = upload_example(&manager);
    let yaml = example("programmes/health-tours-province/programme.yaml");
    let fanout = publish_from_the_plan(&manager, &id, EXAMPLE, &yaml, ("白鹭市", "1320", "13200"), ["2024-03", "2024-12"]);
    check_fanout(&fanout, 103, "515", "123600", 66);
    let Some((server, manager, id)) = source(9) else { return };
    let yaml = programme_file(PROGRAMME);
    let fanout = publish_from_the_plan(&manager, &id, PROGRAMME, &yaml, ("省本级", "100", "1000"), ["2013-09", "2014-02"]);
    check_fanout(&fanout, 177, "708", "177000", 96);
    let province = server.desk(PROVINCE, PROGRAMME);
    let anyang = province.card("tours_each", &city("安阳"));
    assert_eq!((&anyang["quota"], &anyang["units_total"]), (&json!("40"), &json!(10)));
    // Each unit's quota opens its sentence.
    let why = province.get(&format!("explain?kind=target&name=tours_each&unit={}", city("安阳")));
    assert_eq!(why["clause"]["lines"], "L36");
    assert!(why["clause"]["sentence"].as_str().is_some_and(|s| s.contains("不少于4次")), "{why}");
}

#[test]
fn s01_12_no_target_and_no_date_is_read_out_of_vague_words() {
    let server = example_server("");
    let manager = server.login("manager");
    let page = manager.plan(&upload_example(&manager), None);
    let vague = |page: &Json, line: u64| {
        findings(page, "vague_time").iter().any(|f| f["lines"].as_array().is_some_and(|l| l.contains(&json!(line))))
    };
    assert!(vague(&page, 59) && vague(&page, 65));
    assert!(elements(&page, "time_limit").iter().all(|e| e["line"] != 59 && e["line"] != 65));
    let Some((_server, manager, id)) = source(9) else { return };
    let page = manager.plan_from(&id, FIRST_LINE);
    for line in [62, 70, 76] {
        assert!(elements(&page, "target").iter().all(|e| e["line"] != line), "no target in line {line}");
    }
    assert!(elements(&page, "time_limit").iter().all(|e| e["line"] != 70 && e["line"] != 76));
    assert!(vague(&page, 70) && vague(&page, 76));
}

#[test]
fn s01_13_a_county_less_in_the_tree_is_reported_and_nothing_is_divided_anew() {
    let check =
        |manager: &Client, id: &str, programme: &str, yaml: &str, at: &str, row: &str, counts: [u64; 4], quota: [&str; 2]| {
            let (status, made) = manager.post(&format!("/api/plans/{id}/draft"), &json!({"programme": programme}));
            assert_eq!(status, 201, "{made}");
            manager.save(programme, yaml, 1);
            let page = manager.plan(id, None);
            manager.decide(id, findings(&page, "table_sum_differs")[0], "set_cell");
            let published =
                manager.publish(programme, yaml, &[("first_month", json!("2024-03")), ("last_month", json!("2024-12"))]);
            let fanout = &published["fanout"];
            let counties = find(&fanout["groups"], "name", "各县区").expect("the group");
            assert_eq!(
                (&counties["count"], &counties["stated"], &counties["agrees"]),
                (&json!(counts[2]), &json!(counts[3]), &json!(false))
            );
            let tables = fanout["tables"].as_array().cloned().unwrap_or_default();
            let here =
                tables.iter().find(|t| t["at"]["name"] == at && t["source"] == row).expect("the printed count of counties");
            assert_eq!((&here["sum_of_quotas"], &here["stated"]), (&json!(counts[0].to_string()), &json!(counts[1].to_string())));
            let said = fanout["differences"].as_array().cloned().unwrap_or_default();
            let says =
                |words: &[String]| said.iter().any(|d| words.iter().all(|w| d.as_str().is_some_and(|d| d.contains(w.as_str()))));
            assert!(says(&[at.to_string(), row.to_string(), counts[0].to_string(), counts[1].to_string()]), "{said:?}");
            assert!(says(&["各县区".to_string(), counts[2].to_string(), counts[3].to_string()]), "{said:?}");
            let target = find(&fanout["targets"], "name", "tours_each").expect("the target");
            let stated = target["stated"].as_array().cloned().unwrap_or_default();
            let of_city = stated.iter().find(|s| s["at"]["name"] == at).expect("the printed total of the city");
            assert_eq!(
                (&of_city["sum_of_quotas"], &of_city["stated"], &of_city["agrees"]),
                (&json!(quota[0]), &json!(quota[1]), &json!(false))
            );
        };
    let server = example_server("990101");
    let manager = server.login("manager");
    let yaml = example("programmes/health-tours-province/programme.yaml");
    check(&manager, &upload_example(&manager), EXAMPLE, &yaml, "清漪市", "表1/县级县数", [10, 11, 89, 90], ["55", "60"]);
    let own = server.desk("9901", EXAMPLE).own("tours_each", "9901");
    assert_eq!(own["quota"], "5", "each unit keeps its own quota");
    let Some((server, manager, id)) = source(8) else { return };
    check(&manager, &id, PROGRAMME, &programme_file(PROGRAMME), "安阳市", "表1/县区级区县数", [8, 9, 157, 158], ["36", "40"]);
    for n in 1..=8 {
        let unit = crate::province::county("安阳", n);
        assert_eq!(server.desk(PROVINCE, PROGRAMME).own("tours_each", &unit)["quota"], "4");
    }
    assert_eq!(texts(&manager.get(&format!("/api/units?parent={}", city("安阳"))).1["items"], "level").len(), 8);
}
