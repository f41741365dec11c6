//! What is said about mistakes: in expressions by column, in programme files by line and column, with what to write instead.

mod common;

use common::{TOURS, problems, record_scope, tours};
use luodi_language::{Quantity, Scope};
use luodi_language::{Severity, Type, compile, compile_programme, load};

fn check(source: &str, expected: &str) {
    assert_eq!(problems(source, &record_scope()), expected, "{source}");
}

#[test]
fn names_have_a_place_and_a_nearest_name() {
    check("poeple > 1", "unknown-name@1: 是否要写 people");
    check("people > 1 and unit.levl == \"市\"", "unknown-name@21: 是否要写 level");
    check("lecturer.discipline2 == \"公卫\"", "unknown-name@10: 是否要写 discipline");
    check("ask.frist_month < date", "unknown-name@5: 是否要写 first_month");
    check(
        "人数 > 1 or poeple > 1",
        "unknown-name@1: 可以写 unit、date、lecturer、people、floating、cost、from、to 等; unknown-name@11: 是否要写 people",
    );
    check("state == \"heldd\"", "unknown-option@10: 是否要写 held");
    check("state in [\"held\", \"plan\"]", "unknown-option@19: 是否要写 planned");
    check("count(tuor) > 0", "unknown-register@7: 是否要写 tour");
    check("yaer(date) == 2024", "unknown-function@1: 是否要写 year");
    check("people.x is known", "unknown-name@8: 只有单位字段和记录字段后面可以加点");
    check("my.people > 1", "scope@1: 去掉 my.");
    check("period.first is known", "scope@1: 用 window.first、window.last 或日期");
    check("window.start is known", "unknown-name@8: 改为 window.first 或 window.last");
    check("date >= 2024-02-30", "date@9");
    check("people = 3", "syntax@8: 改为 ==");
}

#[test]
fn types_and_units_of_measure() {
    check("people", "ok 数（人）");
    check("people + cost", "unit@1: 换算成同一单位再比较或相加");
    check("people >= 5次", "unit@1: 换算成同一单位再比较或相加");
    check("share >= 30%", "ok 是或否");
    check("share >= 0.3", "unit@1: 百分数写成 30% 的样子");
    check("share > 0", "ok 是或否");
    check("1 - share", "unit@1: 百分数写成 30% 的样子");
    check("people / cost", "ok 数（人/元）");
    check("people > \"5\"", "type@10: 只有数、日期和时刻可以比大小");
    check("date + 1", "type@1: 日期用 add_days(d, n)、days_between(a, b) 计算");
    check("to - from", "type@1: 时长用 minutes_between(开始, 结束) 计算; type@6: 时长用 minutes_between(开始, 结束) 计算");
    check("unit == \"甲县\"", "type@1: 单位的名称是 unit.name，级别是 unit.level");
    check("date == \"2024-01-01\"", "type@1: 日期不加引号，例如 2024-03-01");
    check("topics == \"营养\"", "type@1: 写成 值 in 列表");
    check("people and true", "type@1: 写成比较，例如 x > 0 或 x is known");
    check("people == missing", "type@11: 改为 x is known 或 x is unknown");
    check("people in 5", "type@11: 写成 x in [\"甲\", \"乙\"]");
    check("if true then 1 else \"x\"", "type@14: 两边要是同一类值");
    check("add_days(date, 1.5)", "type@16");
    check("from > \"9点\"", "type@8: 写成 \"09:30\" 的样子");
    check("sum(tour.date)", "type@10");
    check("all(tour where people > 1)", "function@1: 写成 all(tour where …, 条件)");
    check("count(tour.people)", "function@7: 写成 count(tour where …)");
    check("first(city_plan.unit)", "function@1: 在末尾写 by 日期字段");
    check("band(people, [[5, 1], [5, 2]])", "function@24: 写成 band(x, [[起点, 值], [起点, 值]])，起点从小到大");
}

#[test]
fn scopes_allow_what_they_have() {
    let check = |source: &str, scope: Scope, expected: &str| assert_eq!(problems(source, &scope), expected, "{source}");
    check("level == \"市\" and parent.parent.name == \"甲省\"", Scope::Unit, "ok 是或否");
    check("today > 2024-01-01", Scope::Unit, "scope@1: 写出日期，或用 ask.…");
    check("count(tour) > 1", Scope::Unit, "scope@1: 单位分组和方案起止只能看单位、日期和 ask.…");
    check("last_day(ask.last_month)", Scope::Window, "ok 日期");
    check("level", Scope::Window, "unknown-name@1: 可以写 ask");
    check("tours + people", Scope::UnitPeriod, "unit@1: 换算成同一单位再比较或相加");
    check("cumulative(subtree(tours))", Scope::UnitPeriod, "ok 数（次）");
    check("subtree(subtree(tours))", Scope::UnitPeriod, "function@9");
    check("filed(month_tabel)", Scope::UnitPeriod, "unknown-name@7: 是否要写 month_table");
    check("subtree(tours) > 1", record_scope(), "scope@1: 只能用在责任事项、目标和公式里");
    check("filed(month_table)", record_scope(), "ok 是或否");
    check("actor.unit == unit", record_scope(), "ok 是或否");
    check("actor.unit == unit", Scope::UnitPeriod, "scope@1: actor.unit 只能用在台账的条件里");
    check("count(tour where unit == my.unit and my.tours > 1)", Scope::UnitPeriod, "ok 数");
}

#[test]
fn the_wanted_type_is_held() {
    let check = |source: &str, want: Type, expected: &str| {
        let got = compile(source, &record_scope(), &tours(), Some(want));
        let got = got.map_or_else(|d| format!("{}@{}", d[0].code, d[0].column), |e| e.result_type().to_string());
        assert_eq!(got, expected, "{source}");
    };
    check("people", Type::Bool, "type@1");
    check("people", Type::Number(Some(Quantity::named("次"))), "unit@1");
    check("cost", Type::Number(Some(Quantity::named("万元"))), "数（万元）");
    check("0.9", Type::Number(Some(Quantity::named("%"))), "unit@1");
    check("90%", Type::Number(Some(Quantity::named("%"))), "数（%）");
    check("missing", Type::Date, "日期");
}

#[test]
fn the_example_has_no_problem() {
    let loaded = load(TOURS, "tours.yaml");
    assert_eq!(
        loaded.diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["tours.yaml:79:73: 提醒：date 是内部字段，这里会公开（确要公开就写 access: public）"]
    );
    let compiled = loaded.programme.expect("compiled");
    assert_eq!(compiled.registers["tour"].computed_order, ["share"]);
    assert_eq!(compiled.measure_order, ["tours", "people", "floating", "share", "per_tour"]);
    assert!(compiled.registers["tour"].checks[0].require.reads().fields.contains("floating"));
    assert!(compiled.duties["city_plan"].done.reads().registers.contains("city_plan"));
}

/// Line and column (1-based, in characters) of the mark ⟦ in the text, and the text without it.
fn marked(text: &str) -> (String, (usize, usize)) {
    let (before, _) = text.split_once('⟦').expect("a mark");
    let line = before.lines().last().filter(|_| !before.ends_with('\n')).unwrap_or_default();
    (text.replacen('⟦', "", 1), (before.matches('\n').count() + 1, line.chars().count() + 1))
}

/// Replaces one passage of the example; the one error must stand at the mark ⟦ and read `code message | hint`.
fn check_file(passage: &str, by: &str, expected: &str) {
    assert_eq!(TOURS.matches(passage).count(), 1, "{passage}");
    let (text, place) = marked(&TOURS.replace(passage, by));
    let loaded = load(&text, "f");
    let errors: Vec<_> = loaded.diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
    let words = errors.iter().map(|d| format!("{} {} | {}", d.code, d.message, d.hint.as_deref().unwrap_or("")));
    assert_eq!(words.collect::<Vec<_>>(), [expected], "{by}");
    assert_eq!((errors[0].line, errors[0].column), place, "{by}");
    assert!(loaded.programme.is_none());
}

#[test]
fn forms_of_the_file() {
    check_file("stated: 18", "⟦statd: 18", "unknown-key 不认识 statd | 是否要写 stated");
    check_file("stated: 18", "stated: ⟦多", "value 这里要写整数，不能写 多 | 例如 5");
    check_file("active: {title: 在聘, type: bool}", "⟦active: {type: bool}", "missing-key 缺少 title | 加上 title: …");
    check_file("title: 在聘, type: bool", "title: 在聘, type: ⟦boolean", "value 这里不能写 boolean | 是否要写 bool");
    check_file(
        "{day_after: 5}",
        "⟦{day_aftr: 5}",
        "value 这里不能写 分项 | 可以写 end_of_period、pending、{day_after: …}、{on: …}",
    );
    check_file("due: pending", "due: ⟦pendign", "value 这里不能写 pendign | 是否要写 pending");
    check_file("begin: [planned, held]", "begin: ⟦planned", "value 这里要写列表，不能写 planned | 写成 [甲, 乙]");
    check_file(
        "    to: 各省辖市\n",
        "    to: 各省辖市\n    ⟦to: 各县区\n",
        "duplicate-key to 写了两次，第 70 行已有 | 删去一处，或换一个名称",
    );
    check_file("title: 健康巡讲\n", "title: ⟦&x 健康巡讲\n", "yaml 方案文件里不能用锚点（&）和标签（!）；直接写出内容 | ");
    check_file(
        "{title: 流动人口占比, measured_in: \"%\", part: floating, whole: people",
        "⟦{title: 流动人口占比, measured_in: \"%\", part: floating",
        "value 指标“流动人口占比”应写 count、sum、part 与 whole、formula 之中的一种；where 只用于 count 和 sum | ",
    );
}

/// The cost of a file is bounded by its size, whatever stands in it.
#[test]
fn hostile_files_end_soon() {
    let nested = (0..20).fold("people".to_string(), |inner, _| format!("(1 in [{inner}])"));
    assert!(compile(&nested, &record_scope(), &tours(), None).is_err());
    let many: String = (0..2_000).map(|i| format!("k{i}: x\n")).collect();
    let loaded = load(&many, "f");
    assert_eq!(loaded.diagnostics.last().map(|d| d.code), Some("more"));
    assert!(loaded.diagnostics.len() <= 201);
    let deep = format!("{}x{}", "[".repeat(5000), "]".repeat(5000));
    assert_eq!(load(&deep, "f").diagnostics[0].code, "yaml");
    assert_eq!(load(&"a".repeat(2 << 20), "f").diagnostics[0].code, "too-long");
    let groups: String = (0..1_000).map(|i| format!("  g{i}: {{where: levl == 'x'}}\n")).collect();
    let loaded = load(&format!("programme: p\ntitle: t\ngroups:\n{groups}"), "f");
    assert_eq!(loaded.diagnostics.len(), 201);
}

#[test]
fn wrong_form_does_not_hide_the_rest() {
    let text = TOURS.replace("stated: 18", "statd: 18").replace("require: people is known", "require: poeple is known");
    let loaded = load(&text, "f");
    let codes: Vec<&str> = loaded.diagnostics.iter().filter(|d| d.severity == Severity::Error).map(|d| d.code).collect();
    assert_eq!(codes, ["unknown-key", "unknown-name"]);
    assert!(loaded.model.is_none() && loaded.programme.is_none());
}

#[test]
fn broken_yaml_is_placed() {
    let text = TOURS.replace("title: 次数, measure: tours}", "title: 次数, measure: tours");
    let loaded = load(&text, "f");
    let d = &loaded.diagnostics[0];
    assert_eq!((loaded.diagnostics.len(), d.code, d.line), (1, "yaml", 76), "{d}");
    assert!(d.message.contains("括号没有配对"), "{d}");
}

#[test]
fn references_of_the_file() {
    check_file("union: [省本级, 各省辖市", "union: [省本级, ⟦各省辖", "unknown-group 没有单位分组 各省辖 | 是否要写 各省辖市");
    check_file(
        "      cancelled: {title: 取消}",
        "      cancelled: {title: 取消}\n      ⟦lost: {title: 丢失}",
        "unreachable-state 状态 lost 到不了：没有别的状态通向它，也不是起始状态 | 写进某个状态的 next，或写进 begin",
    );
    check_file("next: [held, cancelled]", "next: [⟦hold, cancelled]", "unknown-state 没有状态 hold | 是否要写 held");
    check_file("sum: tour.floating", "sum: ⟦tour.floatin", "unknown-field 没有字段 floatin | 是否要写 floating");
    check_file("clause: L66", "clause: ⟦66行", "clause 66行 不是原文的行 | 写成 L36 或 L36-L58");
    check_file("fields: [date]", "fields: [⟦dat]", "unknown-field 没有字段 dat | 是否要写 date");
    check_file(
        "      active: {title: 在聘",
        "      ⟦state: {title: 或, type: text}\n      active: {title: 在聘",
        "name state 在表达式里另有含义 | 换一个名称：以字母或汉字开头，只含字母、汉字、数字和 _",
    );
    check_file("target: tours_each", "target: ⟦tours_eahc", "unknown-target 没有目标 tours_eahc | 是否要写 tours_each");
}

#[test]
fn expressions_of_the_file() {
    check_file("where: 'level == \"县\"'", "where: '⟦levl == \"县\"'", "unknown-name 单位没有 levl | 是否要写 level");
    check_file(
        "{require: date <= today,",
        "{require: date <= today and ⟦poeple > 1,",
        "unknown-name “健康巡讲活动记录表”没有字段 poeple | 是否要写 people",
    );
    check_file(
        "count: tour, where: 'state == \"held\"'",
        "count: tour, where: ⟦date <= today",
        "measure-where 指标的条件不能用 today：日子变了，已算的数不会跟着变 | 改用记录里的日期字段或状态",
    );
    check_file("formula: people / tours", "formula: ⟦people * tours", "unit 单位不一致：这里要人/次，表达式给出人·次 | ");
    check_file("value: 30%", "value: ⟦30", "unit 这里要写百分数，不带单位的数含义不明 | 写成 90% 的样子");
    check_file(
        "from: \"first_day(ask.first_month)\"",
        "from: ⟦\"first_day(window.first)\"",
        "cycle 方案起止不能用 window 自己来写 | 写出日期，或用 ask.…",
    );
}

#[test]
fn units_of_measure_of_the_file() {
    let check =
        |measure: &str, expected: &str| check_file("  per_tour: {", &format!("  extra: {measure}\n  per_tour: {{"), expected);
    check("{title: 费用, measured_in: ⟦人, sum: tour.cost}", "unit 字段 cost 的单位是元，合计写的是人 | 写成同一单位");
    check("{title: 费用, measured_in: ⟦万元, sum: tour.cost}", "unit 字段 cost 的单位是元，合计写的是万元 | 写成同一单位");
    check(
        "{title: 占比, measured_in: ⟦元, part: floating, whole: people}",
        "unit floating 除以 people 得到的单位是无单位的比值，写的是元 | 写成同一单位",
    );
    check(
        "{title: 场均, measured_in: ⟦\"%\", part: people, whole: tours}",
        "unit people 除以 tours 得到的单位是人/次，写的是% | 写成同一单位",
    );
}

#[test]
fn measures_that_go_stale_are_named() {
    let check = |field: &str, measure: &str, expected: Option<&str>| {
        let text = TOURS
            .replace("      topics:", &format!("      {field}\n      topics:"))
            .replace("  per_tour: {", &format!("  extra: {measure}\n  per_tour: {{"));
        let loaded = load(&text, "f");
        assert!(loaded.programme.is_some(), "{:?}", loaded.diagnostics);
        let message = loaded.diagnostics.iter().find(|d| d.code == "measure-where").map(|d| d.message.as_str());
        assert_eq!(message, expected, "{measure}");
    };
    let late = "late: {title: 迟, type: computed, value: date < today}";
    let count = "{title: 数, count: tour, where: late}";
    check(late, count, Some("today 变了，这个指标不会跟着变：它按记录保存时的值计算"));
    let public = "public: {title: 公卫, type: computed, value: 'lecturer.discipline == \"公卫\"'}";
    check(
        public,
        "{title: 数, count: tour, where: public}",
        Some("lecturer.discipline 变了，这个指标不会跟着变：它按记录保存时的值计算"),
    );
    let many = "many: {title: 多, type: computed, value: count(city_plan)}";
    check(many, "{title: 数, sum: tour.many}", Some("台账 city_plan 变了，这个指标不会跟着变：它按记录保存时的值计算"));
    check(late, "{title: 数, sum: tour.share}", None);
}

#[test]
fn a_measure_reads_its_own_record_only() {
    let check = |condition: &str, expected: &str| {
        let text =
            TOURS.replace("  per_tour: {", &format!("  extra: {{title: 数, count: tour, where: {condition}}}\n  per_tour: {{"));
        let loaded = load(&text, "f");
        let messages: Vec<&str> =
            loaded.diagnostics.iter().filter(|d| d.code == "measure-where").map(|d| d.message.as_str()).collect();
        assert_eq!((loaded.programme.is_none(), messages), (true, vec![expected]), "{condition}");
    };
    check("'lecturer.discipline == \"公卫\"'", "指标的条件不能用 所指记录的字段：那条记录变了，已算的数不会跟着变");
    check("date < ask.first_month", "指标的条件不能用 ask：答案变了，已算的数不会跟着变");
}

#[test]
fn cycles_of_the_file() {
    check_file(
        "share: {title: 流动人口占比, measured_in: \"%\", part: floating",
        "share: ⟦{title: 流动人口占比, part: share",
        "cycle 绕回了自己：share → share | 断开其中一步",
    );
    check_file("value: floating / people", "value: ⟦share * 2", "cycle 绕回了自己：tour.share → tour.share | 断开其中一步");
    check_file(
        "per_tour: {title: 场均人数, measured_in: 人/次, formula: people / tours}",
        "per_tour: ⟦{title: 场均人数, measured_in: 人/次, formula: per_tour / 1}",
        "cycle 绕回了自己：per_tour → per_tour | 断开其中一步",
    );
    check_file(
        "各省辖市: {where: 'level == \"市\"', stated: 18}",
        "各省辖市: {union: ⟦[各省辖市], stated: 18}",
        "cycle 绕回了自己：各省辖市 → 各省辖市 | 断开其中一步",
    );
}

#[test]
fn positions_in_every_kind_of_scalar() {
    let check = |written: &str| check_file_at("require: people is known,", &format!("require: {written},"));
    check("⟦bad is known");
    check("'⟦bad is known'");
    check("'state == ''held'' or ⟦bad is known'");
    check("\"state == \\\"held\\\" or ⟦bad is known\"");
    check_file_at("done: filed(month_table), due", "done: (filed(month_table)\n   or ⟦bad is known), due");
    let lists = "lists:\n  unarchived: {title: 未存档, register: tour, where: organiser_archived is unknown, columns: [unit, date, state]}\n";
    let block = |style: &str| {
        format!(
            "lists:\n  unarchived:\n    title: 未存档\n    register: tour\n    columns: [unit]\n    where: {style}\n      state == \"held\"\n        and ⟦bad is known\n"
        )
    };
    check_file_at(lists, &block("|"));
    check_file_at(lists, &block(">-"));
}

/// The one unknown name stands at the mark.
fn check_file_at(passage: &str, by: &str) {
    assert_eq!(TOURS.matches(passage).count(), 1, "{passage}");
    let (text, place) = marked(&TOURS.replace(passage, by));
    let loaded = load(&text, "f");
    let d = loaded.diagnostics.iter().find(|d| d.code == "unknown-name").unwrap_or_else(|| panic!("{:?}", loaded.diagnostics));
    assert_eq!((d.line, d.column), place, "{by}");
}

#[test]
fn without_a_file_the_path_says_where() {
    let mut model = tours();
    model.registers["tour"].checks[0].require.0 = "floating <= poeple".into();
    let (compiled, diagnostics) = compile_programme(&model);
    assert!(compiled.is_none());
    let d = diagnostics.iter().find(|d| d.severity == Severity::Error).expect("one");
    assert_eq!((d.path.as_str(), d.line, d.column), ("registers/tour/checks/0/require", 0, 13));
}

#[test]
fn nothing_and_nonsense_are_refused_in_words() {
    for (text, code) in
        [("", "yaml"), ("- a", "value"), ("a: b: c", "yaml"), ("\u{feff}x", "value"), ("*x", "yaml"), ("? [a]\n: b", "yaml")]
    {
        let loaded = load(text, "f");
        assert!(loaded.diagnostics.iter().any(|d| d.code == code && d.line == 1), "{text}: {:?}", loaded.diagnostics);
        assert!(loaded.model.is_none());
    }
}
