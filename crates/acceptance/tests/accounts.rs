//! Accounts: log-in, lock, first change, CSRF, headers, jurisdiction, limits.

use luodi_acceptance::{Json, PASSWORD, Rate, Role, Server, Settings, json};
use ureq::http::Method;

/// A province, two cities, a county under the first.
fn server() -> Server {
    with(Settings::default())
}

fn with(settings: Settings) -> Server {
    let server = Server::with("2013-09-02 08:00", settings);
    server.units(&[
        ("70", "中州省", "省", ""),
        ("7001", "河洛市", "市", "70"),
        ("700101", "涧西县", "县", "7001"),
        ("7002", "平嵩市", "市", "70"),
        ("700201", "汝水县", "县", "7002"),
    ]);
    server.account("province", "70", Role::Manager);
    server.account("city1", "7001", Role::Clerk);
    server.account("manager1", "7001", Role::Manager);
    server.account("city2", "7002", Role::Clerk);
    server
}

#[test]
fn a_person_signs_in_sees_who_it_is_and_signs_out() {
    let server = server();
    let city = server.login("city1");
    let (status, me) = city.get("/api/session");
    assert_eq!(status, 200);
    assert_eq!((me["user"]["login"].as_str(), me["unit"]["code"].as_str()), (Some("city1"), Some("7001")));
    assert_eq!((me["role"].as_str(), me["today"].as_str()), (Some("clerk"), Some("2013-09-02")));
    city.forget_password();
    assert_eq!(city.delete("/api/session").0, 204);
    let (status, problem) = city.get("/api/session");
    assert_eq!((status, problem["code"].as_str()), (401, Some("not_signed_in")));
}

#[test]
fn five_wrong_passwords_lock_an_account_for_a_quarter_of_an_hour() {
    let server = server();
    let person = server.anonymous();
    for left in ["4", "3", "2", "1"] {
        let (status, problem) = person.sign_in("city1", "wrong password");
        assert_eq!((status, problem["code"].as_str()), (401, Some("bad_login")));
        assert!(problem["detail"].as_str().unwrap_or_default().contains(&format!("还可以试 {left} 次")), "{problem}");
    }
    let (status, problem) = person.sign_in("city1", "wrong password");
    assert_eq!(
        (status, problem["code"].as_str(), problem["until"].as_str()),
        (423, Some("locked"), Some("2013-09-02T00:15:00Z"))
    );
    assert!(problem["detail"].as_str().unwrap_or_default().contains("08:15"), "{problem}");
    assert_eq!(person.sign_in("city1", PASSWORD).0, 423, "locked for the right password too");
    server.clock.set("2013-09-02 08:14:59");
    assert_eq!(person.sign_in("city1", PASSWORD).0, 423);
    server.clock.set("2013-09-02 08:15");
    assert_eq!(person.sign_in("city1", PASSWORD).0, 200);
}

#[test]
fn an_unknown_login_is_answered_as_a_known_one() {
    let server = server();
    let (known, unknown) = (server.anonymous(), server.anonymous());
    for _ in 0..6 {
        let (status, mut problem) = known.sign_in("city1", "wrong password");
        let (other_status, mut other) = unknown.sign_in("nobody", "wrong password");
        problem["incident"] = Json::Null;
        other["incident"] = Json::Null;
        assert_eq!((status, problem), (other_status, other));
    }
}

#[test]
fn a_success_forgets_the_failures_before_it() {
    let server = server();
    let person = server.anonymous();
    for _ in 0..2 {
        for _ in 0..4 {
            assert_eq!(person.sign_in("city1", "wrong password").0, 401);
        }
        assert_eq!(person.sign_in("city1", PASSWORD).0, 200);
    }
}

#[test]
fn a_new_account_must_change_its_password_before_anything_else() {
    let server = server();
    let manager = server.login("province");
    let new = json!({"login": "county1", "name": "涧西县经办", "unit": "700101", "role": "clerk"});
    let (status, made) = manager.post("/api/accounts", &new);
    assert_eq!(status, 201, "{made}");
    let first = made["one_time_password"].as_str().unwrap_or_default().to_string();
    assert_eq!(manager.post("/api/accounts", &new).1["code"], "name_taken");

    let county = server.anonymous();
    let (status, me) = county.sign_in("county1", &first);
    assert_eq!((status, me["must_change_password"].as_bool()), (200, Some(true)));
    let (status, problem) = county.get("/api/units");
    assert_eq!((status, problem["code"].as_str()), (403, Some("must_change_password")));

    let change = |old: &str, new: &str| county.post("/api/session/password", &json!({"old": old, "new": new}));
    assert_eq!(change("wrong password", "新的长密码一二三").1["code"], "wrong_password");
    assert_eq!(change(&first, "short").1["problems"][0]["field"], "new");
    assert_eq!(change(&first, "county1").1["code"], "weak_password");
    assert_eq!(change(&first, &first).1["code"], "weak_password");
    assert_eq!(change(&first, "新的长密码一二三").0, 204);
    assert_eq!(county.get("/api/units").0, 200);
    assert_eq!(county.sign_in("county1", &first).0, 401, "the first password has done its work");
}

#[test]
fn a_write_without_the_csrf_value_changes_nothing() {
    let server = server();
    let manager = server.login("province");
    for csrf in [None, Some("0".repeat(64))] {
        manager.set_csrf(csrf.as_deref());
        let new = json!({"login": "county1", "name": "涧西县经办", "unit": "700101", "role": "clerk"});
        let (status, problem) = manager.post("/api/accounts", &new);
        assert_eq!((status, problem["code"].as_str()), (403, Some("csrf")));
    }
    let (_, list) = manager.get("/api/accounts?q=county1");
    assert_eq!(list["total"], 0);
}

#[test]
fn a_city_gets_nothing_of_another_by_any_address() {
    let server = server();
    let city = server.login("city1");
    let nothing = |path: &str| {
        let (status, foreign) = city.get(path);
        assert_eq!((status, foreign["code"].as_str()), (404, Some("not_found")), "{path}");
        let (_, absent) = city.get(&path.replace("7002", "9999").replace("汝水", "没有"));
        assert_eq!(foreign, absent, "{path}: what is foreign and what is not there read alike");
    };
    nothing("/api/units/7002");
    nothing("/api/units/700201");
    nothing("/api/units/70");
    nothing("/api/units?parent=7002");
    nothing("/api/units?under=7002&level=县");
    assert_eq!(city.get("/api/units?q=汝水").1["total"], 0);
    assert_eq!(city.get("/api/units?q=涧西").1["total"], 1);
    assert_eq!(city.get("/api/accounts").0, 403, "a clerk keeps no accounts");

    let manager = server.login("manager1");
    let (_, list) = manager.get("/api/accounts");
    let logins: Vec<&str> = list["items"].as_array().into_iter().flatten().filter_map(|a| a["login"].as_str()).collect();
    assert_eq!(logins, ["city1", "manager1"]);
    let foreign = json!({"login": "spy", "name": "越权", "unit": "7002", "role": "manager"});
    assert_eq!(manager.post("/api/accounts", &foreign).0, 404);
    let (_, all) = server.login("province").get("/api/accounts?q=city2");
    let id = all["items"][0]["id"].as_i64().unwrap_or_default();
    assert!(id > 0);
    assert_eq!(manager.patch(&format!("/api/accounts/{id}"), &json!({"disabled": true})).0, 404);
}

#[test]
fn a_disabled_account_is_out_at_once() {
    let server = server();
    let (manager, city) = (server.login("manager1"), server.login("city1"));
    city.forget_password();
    assert_eq!(city.get("/api/session").0, 200);
    let (_, list) = manager.get("/api/accounts?q=city1");
    let path = format!("/api/accounts/{}", list["items"][0]["id"]);
    assert_eq!(manager.patch(&path, &json!({"disabled": true})).1["disabled"], true);
    assert_eq!(city.get("/api/session").0, 401);
    assert_eq!(city.sign_in("city1", PASSWORD).0, 401);
    let (_, reset) = manager.patch(&path, &json!({"disabled": false, "reset_password": true}));
    let (status, me) = city.sign_in("city1", reset["one_time_password"].as_str().unwrap_or_default());
    assert_eq!((status, me["must_change_password"].as_bool()), (200, Some(true)));
}

#[test]
fn a_manager_does_not_lock_himself_out() {
    let server = server();
    let manager = server.login("manager1");
    let id = manager.get("/api/session").1["user"]["id"].clone();
    for change in [json!({"disabled": true}), json!({"role": "clerk"}), json!({"reset_password": true})] {
        assert_eq!(manager.patch(&format!("/api/accounts/{id}"), &change).0, 422, "{change}");
    }
}

#[test]
fn sessions_end_by_idle_hours_and_by_days() {
    let server = server();
    let city = server.login("city1");
    city.forget_password();
    server.clock.set("2013-09-02 19:59");
    assert_eq!(city.get("/api/session").0, 200);
    server.clock.set("2013-09-03 07:58");
    assert_eq!(city.get("/api/session").0, 200, "used at 19:59, idle for less than twelve hours");
    server.clock.set("2013-09-03 19:59");
    assert_eq!(city.get("/api/session").0, 401, "idle for twelve hours");

    let city = server.login("city1");
    city.forget_password();
    for day in 4..=10 {
        for hour in ["03", "11", "19"] {
            server.clock.set(&format!("2013-09-{day:02} {hour}:00"));
            assert_eq!(city.get("/api/session").0, 200, "day {day}");
        }
    }
    server.clock.set("2013-09-10 19:59");
    assert_eq!(city.get("/api/session").0, 401, "seven days after the log-in");
}

#[test]
fn a_program_uses_a_token_and_needs_no_csrf_value() {
    let server = server();
    let manager = server.login("manager1");
    let (status, made) = manager.post("/api/tokens", &json!({"name": "县级平台对接", "days": 30}));
    assert_eq!(status, 201, "{made}");
    let program = server.anonymous();
    program.bearer(made["token"].as_str().unwrap_or_default());
    let new = json!({"login": "county1", "name": "涧西县经办", "unit": "700101", "role": "clerk"});
    assert_eq!(program.post("/api/accounts", &new).0, 201);
    assert_eq!(program.get("/api/units/7002").0, 404);
    assert_eq!(program.post("/api/tokens", &json!({"name": "再生"})).0, 403, "a token makes no tokens");
    server.clock.set("2013-09-30 08:00");
    assert_eq!(program.get("/api/session").0, 200, "idle for a month, and still good");
    server.clock.set("2013-10-02 08:00");
    assert_eq!(program.get("/api/session").0, 401, "thirty days are over");
    program.bearer(&"0".repeat(64));
    assert_eq!(program.get("/api/session").0, 401);
}

#[test]
fn every_answer_carries_the_security_headers() {
    let server = server();
    let person = server.anonymous();
    for path in ["/", "/api/health", "/api/units", "/api/nothing", "/some/page", "/problems/locked"] {
        let answer = person.download(path);
        let policy = answer.header("content-security-policy").to_string();
        assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("script-src 'self' 'unsafe-inline'"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
    }
    let signed = person.send(Method::POST, "/api/session", Some(&json!({"login": "city1", "password": PASSWORD})));
    let cookie = signed.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    assert_eq!(signed.header("cache-control"), "no-store");
}

#[test]
fn what_cannot_be_read_is_a_problem_in_plain_words() {
    let server = server();
    let manager = server.login("province");
    let send = |kind: &str, body: &str| {
        let answer = manager.send_bytes(&Method::POST, "/api/accounts", Some((kind, body.as_bytes().to_vec())));
        assert!(answer.header("content-type").starts_with("application/problem+json"), "{}", answer.text());
        (answer.status, answer.json()["code"].as_str().unwrap_or_default().to_string())
    };
    assert_eq!(send("application/json", "{\"login\": "), (400, "bad_json".to_string()));
    assert_eq!(send("application/json", "{\"login\": 7}"), (400, "bad_json".to_string()));
    assert_eq!(send("text/plain", "{}"), (415, "unsupported_media".to_string()));
    let big = format!("{{\"login\": \"{}\"}}", "x".repeat(2 << 20));
    assert_eq!(send("application/json", &big), (413, "too_large".to_string()));
    assert_eq!(manager.get("/api/nothing").1["code"], "no_such_address");
    assert_eq!(manager.put("/api/units", &json!({})).1["code"], "method_not_allowed");
    assert_eq!(manager.get("/api/accounts?page=first").1["code"], "bad_parameter");
}

#[test]
fn an_upload_over_the_limit_is_refused_and_nothing_is_stored() {
    let server = with(Settings { upload_bytes_max: 100_000, ..Settings::default() });
    let manager = server.login("province");
    let (status, problem) = manager.upload("/api/units/import", "单位.csv", &vec![b'x'; 150_000]);
    assert_eq!((status, problem["code"].as_str()), (413, Some("too_large")));
    let (status, problem) = manager.upload("/api/units/import", "单位.csv", &vec![b'x'; 3_000_000]);
    assert_eq!((status, problem["code"].as_str()), (413, Some("too_large")));
}

#[test]
fn units_come_from_a_table_and_wrong_rows_come_back() {
    let server = server();
    let csv = "编码,名称,级别,上级编码,别名\n700102,洛宁县,县,7001,洛宁\n700202,嵩北县,县,7002,\n700103,,县,7001,\n";
    let (status, done) = server.login("manager1").upload("/api/units/import", "单位.csv", csv.as_bytes());
    assert_eq!((status, done["added"].as_u64()), (200, Some(1)), "{done}");
    let rows: Vec<(u64, &str)> = done["rejected"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|r| (r["row"].as_u64().unwrap_or_default(), r["column_title"].as_str().unwrap_or_default()))
        .collect();
    assert_eq!(rows, [(3, "上级编码"), (4, "名称")]);
    let city = server.login("city1");
    let (_, unit) = city.get("/api/units/700102");
    assert_eq!((unit["name"].as_str(), unit["ancestors"][0]["code"].as_str()), (Some("洛宁县"), Some("70")));
    assert_eq!(city.upload("/api/units/import", "单位.csv", csv.as_bytes()).0, 403);
}

#[test]
fn log_ins_are_limited_by_address_and_only_failures_count() {
    let server = with(Settings { failed_logins_per_address: Rate { burst: 3, per_minute: 6 }, ..Settings::default() });
    let person = server.anonymous();
    for _ in 0..5 {
        assert_eq!(person.sign_in("city1", PASSWORD).0, 200);
    }
    for login in ["nobody1", "nobody2", "nobody3"] {
        assert_eq!(person.sign_in(login, "wrong password").0, 401);
    }
    let answer = person.send(Method::POST, "/api/session", Some(&json!({"login": "city1", "password": PASSWORD})));
    assert_eq!((answer.status, answer.json()["code"].as_str()), (429, Some("too_many_requests")));
    assert_eq!(answer.header("retry-after"), "10");
    server.clock.set("2013-09-02 08:00:10");
    assert_eq!(person.sign_in("city1", PASSWORD).0, 200);
}

#[test]
fn public_pages_and_guessed_tokens_are_limited_by_address_and_signed_in_work_is_not() {
    let server = with(Settings { anonymous_per_address: Rate { burst: 4, per_minute: 60 }, ..Settings::default() });
    let (city, public, guesser) = (server.login("city1"), server.anonymous(), server.anonymous());
    guesser.bearer(&format!("luodi_{}", "0".repeat(64)));
    assert_eq!((public.get("/api/public/programmes").0, guesser.get("/api/units").0), (200, 401));
    assert_eq!((public.get("/api/public/programmes").0, guesser.get("/api/units").0), (200, 401));
    assert_eq!((public.get("/api/public/programmes").0, guesser.get("/api/units").0), (429, 429));
    for _ in 0..50 {
        assert_eq!(city.get("/api/units").0, 200);
    }
    server.clock.set("2013-09-02 08:00:01");
    assert_eq!(public.get("/api/public/programmes").0, 200);
}

#[test]
fn the_openapi_document_names_every_address_and_its_problems() {
    let server = server();
    let person = server.anonymous();
    let (status, openapi) = person.get("/api/openapi.json");
    assert_eq!(status, 200);
    for path in ["/api/session", "/api/accounts/{id}", "/api/units/{code}", "/api/health"] {
        assert!(openapi["paths"].get(path).is_some(), "{path}");
    }
    assert!(openapi["components"]["schemas"].get("ProblemDocument").is_some());
    assert!(person.download("/api/docs").text().contains("/api/units/{code}"));
    assert_eq!(person.get("/api/health").1["status"], "ok");
}

#[test]
fn the_database_is_the_one_that_was_asked_for() {
    let server = Server::start("2013-09-02 08:00");
    let asked = if std::env::var_os("LUODI_ACCEPTANCE_POSTGRES").is_some() { "Postgres" } else { "Sqlite" };
    assert_eq!(server.database_kind(), asked);
}
