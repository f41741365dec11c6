//! From a confirmed reading to a draft of a programme: what the text says becomes elements with their clause; what it
//! leaves open becomes an ask. A person completes and changes the draft before anything is published.

use indexmap::IndexMap;
use luodi_model::programme::{
    Ask, AskOption, Clause, Comparator, Due, Duty, Entry, Expression, Field, FieldType, Given, Group, Measure, MeasureKind,
    Programme, Register, State, Target,
};
use luodi_model::{Every, ProgrammeId};
use luodi_reading::draft::{Draft, DutyProposal, PhaseProposal, TargetProposal, TaskProposal};
use luodi_reading::{Amount, At, Day, Op, Role};
use std::collections::HashMap;

/// Builds a draft. Units named by the text become groups whose members a person says; nothing is guessed.
/// `unit`: code of the unit that the plan belongs to, which keeps the tasks.
pub fn programme(id: &ProgrammeId, title: &str, unit: &str, draft: &Draft) -> Programme {
    let mut p = Programme { programme: id.clone(), title: title.to_string(), ..empty() };
    for target in &draft.targets {
        add_target(&mut p, target);
    }
    for duty in &draft.duties {
        add_duty(&mut p, duty);
    }
    add_tasks(&mut p, unit, &draft.tasks);
    add_phases(&mut p, &draft.phases);
    for form in &draft.returns {
        let name = free(&p.registers, "form");
        let mut register = plain_register(&form.name);
        register.clause = Some(clause(&form.clause));
        p.registers.insert(name, register);
    }
    for (i, ask) in draft.asks.iter().enumerate() {
        let options = ask
            .choices
            .iter()
            .filter(|c| c.value.is_some())
            .map(|c| (c.code.clone(), AskOption { title: c.label.clone(), window: None }));
        let options: IndexMap<String, AskOption> = options.collect();
        let type_ = if options.is_empty() { "text" } else { "choice" };
        p.asks.insert(
            format!("ask_{}", i + 1),
            Ask {
                title: ask.question.clone(),
                type_: type_.to_string(),
                clause: ask.clauses.first().map(clause),
                options,
                before_publication: false,
                note: String::new(),
            },
        );
    }
    p
}

fn empty() -> Programme {
    Programme {
        given: IndexMap::new(),
        bundles: IndexMap::new(),
        agreements: IndexMap::new(),
        programme: ProgrammeId(String::new()),
        title: String::new(),
        summary: String::new(),
        window: None,
        asks: IndexMap::new(),
        groups: IndexMap::new(),
        registers: IndexMap::new(),
        measures: IndexMap::new(),
        targets: IndexMap::new(),
        duties: IndexMap::new(),
        returns: IndexMap::new(),
        lists: IndexMap::new(),
        tables: IndexMap::new(),
        public: vec![],
        public_figures: vec![],
        bodies: vec![],
        ranking: false,
    }
}

pub(crate) fn clause(at: &At) -> Clause {
    Clause(format!("L{}", at.line))
}

/// A name that is not taken yet: `target_3`.
pub(crate) fn free<T>(taken: &IndexMap<String, T>, stem: &str) -> String {
    let mut n = taken.len() + 1;
    loop {
        let name = format!("{stem}_{n}");
        if !taken.contains_key(&name) {
            return name;
        }
        n += 1;
    }
}

/// The group that the text names. Until a person says who belongs to it, it is the unit of that name.
fn group(p: &mut Programme, named: &str, at: &At) -> String {
    let name = if named.is_empty() { "责任单位（原文未写明）" } else { named };
    p.groups.entry(name.to_string()).or_insert_with(|| Group {
        where_: Some(Expression(group_condition(name))),
        union: vec![],
        clause: Some(clause(at)),
        stated: None,
    });
    name.to_string()
}

/// 各市, 各县区, 各乡镇 … are levels of the tree; anything else is a unit by its name.
fn group_condition(name: &str) -> String {
    let levels: &[(&str, &[&str])] = &[
        ("省", &["省本级", "省级"]),
        ("市", &["各省辖市", "各市", "各地市", "每个省辖市", "各设区市"]),
        ("县", &["各县区", "各县(市、区)", "各县（市、区）", "各县", "各区县"]),
        ("乡", &["各乡镇", "各乡镇（街道）", "各镇", "各街道"]),
        ("村", &["各村", "各行政村", "各村（社区）"]),
    ];
    match levels.iter().find(|(_, names)| names.contains(&name)) {
        Some((level, _)) => format!("level == \"{level}\""),
        None => format!("name == \"{}\"", name.replace('"', "")),
    }
}

/// The target's name.
pub(crate) fn add_target(p: &mut Programme, t: &TargetProposal) -> String {
    let who = group(p, t.who.first().map_or("", String::as_str), &t.clause);
    let register = event_register(p);
    let measure = free(&p.measures, "measure");
    let what = if t.measure.is_empty() { "（请填写指标）" } else { &t.measure };
    p.measures.insert(
        measure.clone(),
        Measure {
            title: what.to_string(),
            measured_in: Some(t.unit.clone()).filter(|u| !u.is_empty()),
            kind: MeasureKind::Count { count: register, where_: None },
            clause: Some(clause(&t.clause)),
        },
    );
    let (op, value) = comparison(t);
    let name = free(&p.targets, "target");
    p.targets.insert(
        name.clone(),
        Target {
            where_: None,
            upper: None,
            baseline: None,
            growth: None,
            years: None,
            unchanged: None,
            by: None,
            stages: vec![],
            needs: vec![],
            steady: None,
            same_as: None,
            strength: Default::default(),
            title: what.to_string(),
            measure,
            who,
            op,
            value: value.map(Expression),
            every: None,
            subtree: false,
            roll_up: luodi_model::programme::RollUp::default(),
            aspired: t.aspired,
            tolerance: None,
            stated: vec![],
            clause: Some(clause(&t.clause)),
        },
    );
    name
}

pub(crate) fn comparison(t: &TargetProposal) -> (Comparator, Option<String>) {
    let op = match t.op {
        Op::AtLeast | Op::Within => Comparator::AtLeast,
        Op::AtMost => Comparator::AtMost,
        Op::Equal => Comparator::Equals,
        Op::About => Comparator::About,
        Op::RiseBy => Comparator::Rise,
        Op::FallBy => Comparator::Fall,
    };
    let value = match &t.amount {
        Amount::Known { value, .. } => Some(format!("{}{}", value.normalize(), t.unit)),
        Amount::Range { from, .. } => Some(format!("{}{}", from.normalize(), t.unit)),
        Amount::Masked | Amount::Pending => None,
    };
    // 增加 and 减少 are held against a baseline, which a person enters; the amount alone would be the wrong threshold.
    let value = if matches!(op, Comparator::Rise | Comparator::Fall) { None } else { value };
    (op, value)
}

/// The group that owes a duty: the unit that its sentence names first.
pub(crate) fn owner(p: &mut Programme, d: &DutyProposal) -> String {
    group(p, d.who.first().map_or("", |o| o.unit.as_str()), &d.clause)
}

/// How often and by when.
pub(crate) fn rhythm_and_due(d: &DutyProposal) -> (Option<Every>, Due) {
    let (every, due) = rhythm(d.recurrence.as_deref());
    (every, d.due.as_deref().and_then(due_day).unwrap_or(due))
}

/// The duty's name.
pub(crate) fn add_duty(p: &mut Programme, d: &DutyProposal) -> String {
    let (every, due) = rhythm_and_due(d);
    let who = owner(p, d);
    let register = event_register(p);
    let name = free(&p.duties, "duty");
    p.duties.insert(
        name.clone(),
        Duty {
            by_each: false,
            during: None,
            notices: vec![],
            earlier: vec![],
            title: short(&d.what),
            who,
            every,
            for_each: None,
            where_: None,
            // What recurs is done in its own period.
            done: Expression(match every {
                Some(_) => {
                    format!("count({register} where unit == my.unit and date >= period.first and date <= period.last) >= 1")
                }
                None => format!("count({register} where unit == my.unit) >= 1"),
            }),
            due,
            zero_report: false,
            to: None,
            form: Some(register),
            clause: Some(clause(&d.clause)),
        },
    );
    name
}

/// `monthly:5` → every month, by day 5 of the next; no rhythm: once, day pending.
fn rhythm(recurrence: Option<&str>) -> (Option<Every>, Due) {
    let Some(text) = recurrence else { return (None, Due::Pending) };
    let (rhythm, due) = text.split_once(':').unwrap_or((text, ""));
    let every = match rhythm {
        "daily" => Every::Day,
        "weekly" => Every::Week,
        "10-daily" => Every::TenDays,
        "monthly" => Every::Month,
        "quarterly" => Every::Quarter,
        "half-yearly" => Every::HalfYear,
        "yearly" => Every::Year,
        _ => return (None, Due::Pending),
    };
    let due = match due.parse::<i8>() {
        Ok(day) => Due::DayAfter(day),
        Err(_) => Due::EndOfPeriod,
    };
    (Some(every), due)
}

/// A whole civil day; anything less (no year) stays pending.
fn due_day(text: &str) -> Option<Due> {
    let day = text.rsplit('/').next()?;
    let _: jiff::civil::Date = day.parse().ok()?;
    Some(Due::On(Expression(day.to_string())))
}

/// The register that first targets and duties are counted in; the person renames it or makes more of it.
fn event_register(p: &mut Programme) -> String {
    let name = "work".to_string();
    p.registers.entry(name.clone()).or_insert_with(|| plain_register("工作记录"));
    name
}

fn plain_field(title: &str, type_: FieldType) -> Field {
    Field {
        title: title.to_string(),
        type_,
        required: false,
        measured_in: None,
        options: vec![],
        with_unit: false,
        open_with_reason: None,
        of: None,
        where_: None,
        say: None,
        by: None,
        value: None,
        shown: None,
        access: luodi_model::programme::Access::default(),
        clause: None,
        note: None,
    }
}

fn fields(of: &[(&str, &str, FieldType)]) -> IndexMap<String, Field> {
    of.iter().map(|(name, title, type_)| ((*name).to_string(), plain_field(title, *type_))).collect()
}

fn plain_register(title: &str) -> Register {
    let mut register = register(
        title,
        fields(&[
            ("unit", "单位", FieldType::Unit),
            ("date", "日期", FieldType::Date),
            ("content", "内容", FieldType::LongText),
            ("files", "附件", FieldType::Files),
        ]),
    );
    register.day = Some("date".to_string());
    for name in ["unit", "date"] {
        if let Some(field) = register.fields.get_mut(name) {
            field.required = true;
        }
    }
    register
}

fn register(title: &str, fields: IndexMap<String, Field>) -> Register {
    Register {
        title: title.to_string(),
        clause: None,
        unit: "unit".to_string(),
        day: None,
        fields,
        states: IndexMap::<String, State>::new(),
        begin: vec![],
        checks: vec![],
        presets: vec![],
        kept_by: None,
        partners: vec![],
        seen_by: None,
    }
}

/// The tasks of the plan come with the programme as records, each with a clock of its own.
fn add_tasks(p: &mut Programme, unit: &str, tasks: &[TaskProposal]) {
    let (Some(first), Some(last)) = (tasks.first(), tasks.last()) else { return };
    let text = FieldType::Text;
    let mut kept = register(
        "任务台账",
        fields(&[
            ("name", "任务", text),
            ("unit", "单位", FieldType::Unit),
            ("lead", "牵头单位", text),
            ("others", "配合和落实单位", text),
            ("begins", "开始日期", FieldType::Date),
            ("due", "完成时限", FieldType::Date),
            ("lines", "原文", text),
            ("progress", "进展", FieldType::LongText),
            ("files", "附件", FieldType::Files),
        ]),
    );
    let state = |title: &str, next: &[&str]| State {
        title: title.to_string(),
        next: next.iter().map(|n| (*n).to_string()).collect(),
        needs: vec![],
        by: None,
        sets: IndexMap::new(),
        clause: None,
    };
    kept.states = [("underway", state("进行中", &["done"])), ("done", state("已完成", &[]))]
        .into_iter()
        .map(|(name, state)| (name.to_string(), state))
        .collect();
    let lines = Clause(format!("L{}-L{}", first.clause.line, last.clause.line.max(first.clause.line)));
    kept.clause = Some(lines.clone());
    let mut keys = Keys::default();
    let rows = tasks.iter().map(|t| {
        let named = |lead: bool| {
            let who = t.who.iter().filter(|o| (o.role == Role::Lead) == lead);
            who.map(|o| o.unit.as_str()).collect::<Vec<_>>().join("、")
        };
        let title = if t.title.is_empty() { format!("第{}行的任务", t.clause.line) } else { t.title.clone() };
        row([keys.free(&title), named(true), named(false), whole_day(t.from), whole_day(t.to), format!("L{}", t.clause.line)])
    });
    let given = given("task", &["name", "lead", "others", "begins", "due", "lines"], rows.collect(), &lines);
    p.given.insert("tasks".to_string(), given);
    p.registers.insert("task".to_string(), kept);
    let keeper = "方案所属单位".to_string();
    p.groups.insert(
        keeper.clone(),
        Group {
            where_: Some(Expression(format!("code == \"{}\"", unit.replace('"', "")))),
            union: vec![],
            clause: None,
            stated: None,
        },
    );
    p.duties.insert(
        "task_done".to_string(),
        Duty {
            by_each: false,
            during: None,
            notices: vec![],
            earlier: vec![],
            title: "完成任务".to_string(),
            who: keeper,
            every: None,
            for_each: Some("task".to_string()),
            where_: None,
            done: Expression("state == \"done\"".to_string()),
            due: Due::On(Expression("due".to_string())),
            zero_report: false,
            to: None,
            form: Some("task".to_string()),
            clause: Some(lines),
        },
    );
}

/// The phases of the plan, as records that come with the programme.
fn add_phases(p: &mut Programme, phases: &[PhaseProposal]) {
    let (Some(first), Some(last)) = (phases.first(), phases.last()) else { return };
    let lines = Clause(format!("L{}-L{}", first.clause.line, last.clause.line.max(first.clause.line)));
    let text = FieldType::Text;
    let of = [
        ("name", "阶段", text),
        ("unit", "单位", FieldType::Unit),
        ("begins", "开始日期", FieldType::Date),
        ("ends", "结束日期", FieldType::Date),
        ("lines", "原文", text),
    ];
    let mut keys = Keys::default();
    let rows =
        phases.iter().map(|f| row([keys.free(&f.title), whole_day(f.from), whole_day(f.to), format!("L{}", f.clause.line)]));
    let given = given("phase", &["name", "begins", "ends", "lines"], rows.collect(), &lines);
    p.given.insert("phases".to_string(), given);
    p.registers.insert("phase".to_string(), Register { clause: Some(lines), ..register("工作阶段", fields(&of)) });
}

fn given(register: &str, columns: &[&str], rows: Vec<Vec<Entry>>, clause: &Clause) -> Given {
    Given {
        register: register.to_string(),
        state: None,
        for_: None,
        columns: columns.iter().map(|c| (*c).to_string()).collect(),
        rows,
        clause: Some(clause.clone()),
    }
}

fn row<const N: usize>(values: [String; N]) -> Vec<Entry> {
    values.into_iter().map(Entry).collect()
}

/// A whole civil day; without a year it stays blank, and is asked for in the record.
fn whole_day(day: Option<Day>) -> String {
    day.filter(|d| d.year.is_some()).map(|d| d.to_string()).unwrap_or_default()
}

/// No two given rows share a key: the second of a name is numbered.
#[derive(Default)]
struct Keys(HashMap<String, usize>);

impl Keys {
    fn free(&mut self, name: &str) -> String {
        let count = self.0.entry(name.to_string()).or_default();
        *count += 1;
        if *count == 1 { name.to_string() } else { format!("{name}（{count}）") }
    }
}

/// A title of a duty: the first clause of its sentence, without the number of its item.
pub(crate) fn short(sentence: &str) -> String {
    let sentence = sentence.trim_start();
    let item = sentence.trim_start_matches(|c: char| c.is_ascii_digit() || "（）()一二三四五六七八九十".contains(c));
    let sentence = item.strip_prefix(['、', '.', '．', ' ']).map_or(sentence, str::trim_start);
    let cut = sentence.find(['，', ',', '；', ';', '。']).unwrap_or(sentence.len());
    let words: String = sentence[..cut].chars().take(30).collect();
    if words.is_empty() { "（请填写责任事项）".to_string() } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_has_no_item_number_and_keeps_numbers_that_belong_to_it() {
        assert_eq!(short("3、每次活动后，及时填写登记表。"), "每次活动后");
        assert_eq!(short("（二）、组建专家团；统一课件"), "组建专家团");
        assert_eq!(short("十月底前报送总结。"), "十月底前报送总结");
        assert_eq!(short("2次检查都要留痕"), "2次检查都要留痕");
        assert_eq!(short(""), "（请填写责任事项）");
    }
}
