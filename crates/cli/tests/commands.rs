//! The binary from outside: what it prints, its exit status, and that it stops well.

use serde_json::Value as Json;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const UNITS: &str = "编码,名称,级别,上级编码\n70,中州省,省,\n7001,河洛市,市,70\n700101,涧西县,县,7001\n";

/// Lines 2 to 6 are a plan; line 4 misses its year.
const PLAN: &str = "河洛市健康巡讲工作方案\n为做好巡讲，制定本方案。\n一、工作目标\n各县全年巡讲不少于4次。\n二、时间安排\n12月31日前由市卫生局负责报送总结。\n";

fn luodi(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_luodi")).args(arguments).env_remove("LUODI_DB").output().expect("luodi runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn file(folder: &Path, name: &str, content: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, content).expect("a file");
    path.display().to_string()
}

#[track_caller]
fn check(arguments: &[&str], status: i32, said: &str) -> String {
    let out = luodi(arguments);
    let all = text(&out.stdout) + &text(&out.stderr);
    assert_eq!(out.status.code(), Some(status), "{arguments:?}: {all}");
    assert!(all.contains(said), "{arguments:?}: {all}");
    text(&out.stdout)
}

#[test]
fn read_prints_an_outline_and_the_form_of_gold_readings() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = file(folder.path(), "方案.txt", PLAN);
    let outline = check(&["read", &plan], 0, "工作目标");
    assert!(outline.contains("L4") && outline.contains("不少于4次"), "{outline}");

    let gold = |year: &str| -> Json {
        let out = check(&["read", &plan, "--lines", "1-6", "--year", year, "--format", "reading"], 0, "");
        serde_json::from_str(&out).expect("JSON")
    };
    let (unknown, known) = (gold("none"), gold("2013"));
    assert_eq!(unknown["title"], "河洛市健康巡讲工作方案");
    assert_eq!(unknown["time_limits"][0]["value"], "--12-31");
    assert_eq!(known["time_limits"][0]["value"], "2013-12-31");
    assert_eq!((known["targets"][0]["op"].as_str(), known["targets"][0]["value"].as_u64()), (Some(">="), Some(4)));
}

#[test]
fn what_cannot_be_read_is_said_in_chinese() {
    let folder = tempfile::tempdir().expect("a folder");
    let empty = file(folder.path(), "空.txt", "");
    check(&["read", &empty], 1, "文件是空的");
    check(&["read", "/nowhere/plan.txt"], 1, "无法读取");
    check(&["read", &empty, "--lines", "9-3"], 2, "末行在首行之前");
    check(&["read", &empty, "--year", "明年"], 2, "不是年份");
    check(&["frobnicate"], 2, "没有这个命令");
    check(&["read"], 2, "缺少参数");
    let help = check(&["read", "--help"], 0, "方案文件");
    assert!(help.contains("用法") && help.contains("选项") && !help.contains("Usage"), "{help}");
}

#[test]
fn check_places_what_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let broken = file(folder.path(), "programme.yaml", "programme: tour\ntitle: 巡讲\nregistres: {}\n");
    let said = check(&["check", &broken], 2, "programme.yaml:3:1");
    assert!(said.contains("registers"), "{said}");
    let right = file(folder.path(), "right.yaml", "programme: tour\ntitle: 巡讲\n");
    check(&["check", &right], 0, "0 处错误");
    let schema: Json = serde_json::from_str(&check(&["check", "--schema"], 0, "")).expect("JSON");
    assert!(schema["properties"].get("registers").is_some());
}

fn database(folder: &Path) -> String {
    let units = file(folder, "单位.csv", UNITS);
    let db = folder.join("luodi.db").display().to_string();
    check(&["units", "import", &units, "--db", &db], 0, "新增 3");
    check(&["account", "add", "province", "--unit", "70", "--role", "manager", "--db", &db], 0, "一次性密码");
    db
}

#[test]
fn units_and_accounts_are_set_up_and_verified() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = database(folder.path());
    check(&["units", "list", "--under", "7001", "--db", &db], 0, "涧西县");
    check(&["account", "add", "province", "--unit", "70", "--db", &db], 1, "已有人使用");
    check(&["account", "add", "nobody", "--unit", "99", "--db", &db], 1, "没有单位 99");
    check(&["account", "token", "province", "--name", "对接", "--db", &db], 0, "luodi_");
    check(&["account", "disable", "province", "--db", &db], 0, "已停用");
    let found: Json = serde_json::from_str(&check(&["verify", "--json", "--db", &db], 0, "")).expect("JSON");
    assert_eq!((found["good"].as_bool(), found["head"].as_str().map(str::len)), (Some(true), Some(64)));
    check(&["doctor", "--db", &db], 0, "3 个单位");
}

#[test]
fn a_wrong_unit_row_comes_back_with_its_row() {
    let folder = tempfile::tempdir().expect("a folder");
    let units = file(folder.path(), "单位.csv", &format!("{UNITS}7003,南山市,市,71\n"));
    let db = folder.path().join("luodi.db").display().to_string();
    check(&["units", "import", &units, "--db", &db], 2, "第 5 行 上级编码“71”");
    check(&["units", "list", "--db", &db], 0, "河洛市");
}

#[test]
fn a_programme_is_rehearsed_published_and_used_from_the_command_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = database(folder.path());
    let programme = file(
        folder.path(),
        "programme.yaml",
        "programme: talks\ntitle: 讲座\nregisters:\n  talk:\n    title: 讲座台账\n    unit: unit\n    day: day\n    fields:\n      \
         unit: {title: 单位, type: unit, required: true}\n      day: {title: 日期, type: date, required: true}\n      \
         people: {title: 人数, type: whole, required: true}\n",
    );
    let acting = ["--db", &db, "--as", "province"];
    let with = |arguments: &[&str]| -> Vec<String> { arguments.iter().chain(&acting).map(ToString::to_string).collect() };
    let run = |arguments: &[&str], status: i32, said: &str| {
        let all = with(arguments);
        check(&all.iter().map(String::as_str).collect::<Vec<_>>(), status, said)
    };
    run(&["rehearse", &programme], 0, "与文中合计一致");
    run(&["publish", &programme], 0, "已发布：talks 第 1 版");
    let sheet = file(folder.path(), "台账.csv", "单位,日期,人数\n700101,2013-09-05,80\n700101,2013-09-06,-3\n");
    let import = ["import", &sheet, "--programme", "talks", "--register", "talk"];
    run(&import, 2, "已导入 1");
    run(&import, 2, "原已有 1");
    let out: PathBuf = folder.path().join("台账.xlsx");
    run(&["export", &out.display().to_string(), "--programme", "talks", "--register", "talk"], 0, "已写入");
    assert!(std::fs::read(&out).expect("a file").starts_with(b"PK"));
    check(&["publish", "talks", "--db", &db, "--as", "nobody"], 1, "没有账号 nobody");
    let revised = file(folder.path(), "修订.txt", PLAN);
    run(&["diff", &revised, "--programme", "talks"], 1, "不是由文件起草的");
    check(&["diff", &revised, "--programme", "talks"], 2, "--as");
    check(&["diff", &revised], 1, "请写两份文件");
    check(&["diff", &revised, &revised], 0, "没有差别");
    check(&["verify", "--db", &db], 0, "台账：1 条，与记录一致");
}

#[test]
fn the_server_answers_and_stops_well_when_told_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = database(folder.path());
    let mut server = Command::new(env!("CARGO_BIN_EXE_luodi"))
        .args(["serve", "--port", "0", "--db", &db])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("luodi runs");
    let mut lines = BufReader::new(server.stdout.take().expect("its output"));
    let mut first = String::new();
    lines.read_line(&mut first).expect("a line");
    let address = first.split("http://").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("an address");
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.write_all(b"GET /api/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("\"status\":\"ok\""), "{answer}");
    let told = Command::new("kill").args(["-TERM", &server.id().to_string()]).status().expect("kill runs");
    assert!(told.success());
    assert_eq!(server.wait().expect("it stops").code(), Some(0));
    let mut rest = String::new();
    lines.read_to_string(&mut rest).expect("its last words");
    assert!(rest.contains("已停止"), "{rest}");
    check(&["verify", "--db", &db], 0, "完整");
}

#[test]
fn the_divisions_of_the_country_are_loaded_with_their_day() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("d.db").display().to_string();
    let load = |province: &str| luodi(&["units", "import", "--db", &db, "--national", "--province", province]);
    check(&["units", "import", "--db", &db], 2, "缺少参数");
    let out = load("青海省");
    if !out.status.success() {
        let said = text(&out.stderr);
        assert!(said.contains("npm run build"), "{said}");
        println!("skipped: needs the built pages");
        return;
    }
    let said = text(&out.stdout);
    assert!(said.contains("截至 2023-06-30") && said.contains("省 1") && said.contains("已有未改 0"), "{said}");
    check(&["units", "list", "--db", &db, "--under", "630102"], 0, "县");
    let again = text(&load("63").stdout);
    assert!(again.contains("新增 0"), "{again}");
    assert_eq!(load("河洛省").status.code(), Some(1));
}

#[test]
fn a_model_is_named_whole_or_not_at_all() {
    check(&["serve", "--model-url", "http://127.0.0.1:9/v1"], 2, "缺少参数");
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("d.db").display().to_string();
    let https = ["serve", "--db", &db, "--port", "0", "--model-url", "https://model.example/v1", "--model-name", "m"];
    check(&https, 1, "http://");
}
