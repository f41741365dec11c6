//! What a programme names must exist: groups, registers, fields, states, measures, targets; and clauses must be clauses.

use super::finding::{FINDINGS_MAX, Finding, Path, Spot, under};
use super::order::Graph;
use crate::diagnostic::Severity;
use crate::resolve::OWN_WORDS;
use crate::token::{is_identifier, is_reserved};
use indexmap::IndexMap;
use luodi_model::programme::{
    Access, Ask, AskOption, Check, Clause, Column, ColumnShows, Comparator, Duty, Field, FieldType, Measure, MeasureKind,
    Programme, Register, Target,
};

/// Every problem of the references of a programme.
pub(crate) fn references(model: &Programme) -> Vec<Finding> {
    let mut r = References { model, findings: vec![] };
    r.clause(&[], &model.window.as_ref().and_then(|w| w.clause.clone()), &["window", "clause"]);
    r.asks();
    r.groups();
    for (name, register) in &model.registers {
        r.register(name, register);
    }
    for (name, measure) in &model.measures {
        r.measure(name, measure);
    }
    for (name, target) in &model.targets {
        r.target(name, target);
    }
    for (name, duty) in &model.duties {
        r.duty(name, duty);
    }
    r.given();
    r.counted_together();
    r.returns();
    r.lists();
    r.tables();
    r.public();
    for (i, figure) in model.public_figures.iter().enumerate() {
        let at = under(&[], &["public_figures", &i.to_string()]);
        r.clause(&at, &figure.clause, &["clause"]);
        if figure.at_least < 2 {
            r.refuse(under(&at, &["at_least"]), "at-least", "公开数至少要有两家，否则就是那一家的数", "写 2 或更多");
        }
    }
    for (i, body) in model.bodies.iter().enumerate() {
        r.clause(&[], &body.clause, &["bodies", &i.to_string(), "clause"]);
    }
    r.findings
}

struct References<'m> {
    model: &'m Programme,
    findings: Vec<Finding>,
}

fn keys<V>(map: &IndexMap<String, V>) -> Vec<&str> {
    map.keys().map(String::as_str).collect()
}

impl References<'_> {
    fn is_full(&self) -> bool {
        self.findings.len() > FINDINGS_MAX
    }
    fn refuse(&mut self, at: Path, code: &'static str, message: impl Into<String>, hint: &str) {
        self.findings.push(Finding::new(at, Spot::Value, code, message).hint(hint));
    }
    fn unknown(&mut self, at: Path, what: &str, code: &'static str, written: &str, names: &[&str]) {
        if self.is_full() {
            return;
        }
        let finding = Finding::new(at, Spot::Value, code, format!("没有{what} {written}"));
        self.findings.push(finding.nearest(written, names.iter().copied()));
    }
    fn clause(&mut self, base: &[String], clause: &Option<Clause>, steps: &[&str]) {
        if let Some(c) = clause.as_ref().filter(|c| c.lines().is_none()) {
            self.refuse(under(base, steps), "clause", format!("{} 不是原文的行", c.0), "写成 L36 或 L36-L58");
        }
    }
    fn group(&mut self, name: &str, at: Path) {
        if !self.model.groups.contains_key(name) {
            self.unknown(at, "单位分组", "unknown-group", name, &keys(&self.model.groups));
        }
    }
    fn optional_group(&mut self, name: &Option<String>, at: Path) {
        if let Some(name) = name {
            self.group(name, at);
        }
    }
    fn register_named(&mut self, name: &str, at: Path) -> Option<&Register> {
        if !self.model.registers.contains_key(name) {
            self.unknown(at, "台账", "unknown-register", name, &keys(&self.model.registers));
        }
        self.model.registers.get(name)
    }
    fn field_of(&mut self, register: &Register, name: &str, at: Path) {
        if !register.fields.contains_key(name) {
            self.unknown(at, "字段", "unknown-field", name, &keys(&register.fields));
        }
    }
    fn measure_named(&mut self, name: &str, at: Path) {
        if !self.model.measures.contains_key(name) {
            self.unknown(at, "指标", "unknown-measure", name, &keys(&self.model.measures));
        }
    }
    fn target_named(&mut self, name: &str, at: Path) {
        if !self.model.targets.contains_key(name) {
            self.unknown(at, "目标", "unknown-target", name, &keys(&self.model.targets));
        }
    }
    /// A name that expressions use must be a word of theirs.
    fn usable(&mut self, name: &str, at: Path, own_words: bool) {
        let message = if !is_identifier(name) {
            format!("名称 {name} 不能用在表达式里")
        } else if is_reserved(name) || (own_words && OWN_WORDS.contains(&name)) {
            format!("{name} 在表达式里另有含义")
        } else {
            return;
        };
        self.findings
            .push(Finding::new(at, Spot::Key, "name", message).hint("换一个名称：以字母或汉字开头，只含字母、汉字、数字和 _"));
    }

    fn asks(&mut self) {
        const TYPES: [&str; 9] = ["text", "whole", "decimal", "percent", "date", "month", "year", "bool", "choice"];
        for (name, ask) in &self.model.asks {
            let at = under(&[], &["asks", name]);
            self.usable(name, at.clone(), false);
            self.clause(&at, &ask.clause, &["clause"]);
            if !TYPES.contains(&ask.type_.as_str()) {
                self.unknown(under(&at, &["type"]), "类型", "unknown-type", &ask.type_, &TYPES);
            }
            self.options(&at, ask);
        }
    }
    fn options(&mut self, at: &[String], ask: &Ask) {
        let is_choice = ask.type_ == "choice";
        if is_choice && ask.options.is_empty() {
            self.refuse(under(at, &["type"]), "options", "choice 要写出可选的答案", "加上 options: {甲: {title: …}}");
        }
        if !is_choice && !ask.options.is_empty() {
            self.refuse(under(at, &["options"]), "options", "只有 choice 可以写 options", "改 type 为 choice，或删去 options");
        }
        let windows = ask.options.iter().filter_map(|(n, o): (&String, &AskOption)| Some((n, o.window.as_ref()?)));
        for (name, window) in windows {
            self.clause(at, &window.clause, &["options", name, "window", "clause"]);
        }
    }

    fn groups(&mut self) {
        let mut graph = Graph::new();
        for (name, group) in &self.model.groups {
            let at = under(&[], &["groups", name]);
            self.clause(&at, &group.clause, &["clause"]);
            match (&group.where_, group.union.is_empty()) {
                (Some(_), false) => self.refuse(under(&at, &["union"]), "group", "where 和 union 只能写一个", "留下一个"),
                (None, true) => self.refuse(at.clone(), "group", "没有写出哪些单位", "写 where: 条件，或 union: [分组, …]"),
                _ => {}
            }
            for (i, member) in group.union.iter().enumerate() {
                self.group(member, under(&at, &["union", &i.to_string()]));
            }
            graph.add(name.clone(), group.union.iter().cloned());
        }
        for node in graph.order().1 {
            if let Some(cycle) = graph.cycle(&node) {
                let at = under(&[], &["groups", &node, "union"]);
                self.refuse(at, "cycle", format!("绕回了自己：{}", cycle.join(" → ")), "断开其中一步");
            }
        }
    }

    fn register(&mut self, name: &str, r: &Register) {
        let at = under(&[], &["registers", name]);
        self.usable(name, at.clone(), false);
        self.clause(&at, &r.clause, &["clause"]);
        self.optional_group(&r.kept_by, under(&at, &["kept_by"]));
        self.optional_group(&r.seen_by, under(&at, &["seen_by"]));
        self.own_field(r, &r.unit, FieldType::Unit, "单位", under(&at, &["unit"]));
        if let Some(day) = &r.day {
            self.own_field(r, day, FieldType::Date, "日期", under(&at, &["day"]));
        }
        for (i, partner) in r.partners.iter().enumerate() {
            self.own_field(r, partner, FieldType::Unit, "单位", under(&at, &["partners", &i.to_string()]));
        }
        for (field_name, field) in &r.fields {
            self.field(r, field_name, field, &under(&at, &["fields", field_name]));
        }
        self.states(r, &at);
        self.checks(r, &r.checks, &under(&at, &["checks"]));
        for (i, preset) in r.presets.iter().enumerate() {
            let at = under(&at, &["presets", &i.to_string()]);
            self.clause(&at, &preset.clause, &["clause"]);
            self.field_of(r, &preset.field, under(&at, &["field"]));
            let Some(field) = r.fields.get(&preset.field).filter(|f| !f.options.is_empty() && f.open_with_reason.is_none())
            else {
                continue;
            };
            let options: Vec<&str> = field.options.iter().map(String::as_str).collect();
            for (j, value) in preset.values.iter().enumerate().filter(|(_, v)| !field.options.contains(v)) {
                self.unknown(under(&at, &["values", &j.to_string()]), "选项", "unknown-option", value, &options);
            }
        }
    }
    fn own_field(&mut self, r: &Register, name: &str, type_: FieldType, what: &str, at: Path) {
        match r.fields.get(name) {
            None => self.unknown(at, "字段", "unknown-field", name, &keys(&r.fields)),
            Some(f) if f.type_ != type_ => {
                let names: Vec<&str> = r.fields.iter().filter(|(_, f)| f.type_ == type_).map(|(n, _)| n.as_str()).collect();
                let hint =
                    if names.is_empty() { format!("加一个{what}字段") } else { format!("可以写 {}", names.join("、")) };
                self.refuse(at, "field-type", format!("{name} 不是{what}字段"), &hint);
            }
            Some(_) => {}
        }
    }

    fn field(&mut self, r: &Register, name: &str, f: &Field, at: &[String]) {
        self.usable(name, at.to_vec(), true);
        self.clause(at, &f.clause, &["clause"]);
        if name == "unit" && f.type_ != FieldType::Unit {
            self.findings.push(
                Finding::new(at.to_vec(), Spot::Key, "name", "名为 unit 的字段须是单位").hint("改 type 为 unit，或换一个名称"),
            );
        }
        let is_choice = matches!(f.type_, FieldType::Choice | FieldType::Choices);
        let rules = [
            (is_choice == f.options.is_empty(), "options", "options", "choice 和 choices 要写 options，别的类型不写"),
            ((f.type_ == FieldType::Computed) == f.value.is_none(), "value", "computed", "computed 要写 value，别的类型不写"),
            (f.type_ == FieldType::Record && f.of.is_none(), "of", "of", "record 要写 of: 哪本台账"),
            (
                f.of.is_some() && !matches!(f.type_, FieldType::Record | FieldType::Unit),
                "of",
                "of",
                "只有 record 和 unit 可以写 of",
            ),
            (f.where_.is_some() && f.type_ != FieldType::Record, "where", "where", "只有 record 可以写 where"),
            (
                f.open_with_reason.is_some() && !is_choice,
                "open_with_reason",
                "options",
                "只有 choice 和 choices 可以写 open_with_reason",
            ),
        ];
        for (_, key, code, message) in rules.into_iter().filter(|(broken, ..)| *broken) {
            self.refuse(under(at, &[key]), code, format!("字段 {name}：{message}"), "补上，或删去这一项");
        }
        match (&f.of, f.type_) {
            (Some(of), FieldType::Record) => {
                self.register_named(of, under(at, &["of"]));
            }
            (Some(of), FieldType::Unit) => self.group(of, under(at, &["of"])),
            _ => {}
        }
        self.optional_group(&f.by, under(at, &["by"]));
        if let Some(reason) = &f.open_with_reason {
            self.field_of(r, reason, under(at, &["open_with_reason"]));
        }
    }

    fn checks(&mut self, r: &Register, checks: &[Check], at: &[String]) {
        for (i, check) in checks.iter().enumerate() {
            let at = under(at, &[&i.to_string()]);
            self.clause(&at, &check.clause, &["clause"]);
            if let Some(field) = &check.field {
                self.field_of(r, field, under(&at, &["field"]));
            }
            self.said(r, &check.say, under(&at, &["say"]));
        }
    }
    /// `{field}` in a sentence must be a field that everybody who meets the sentence may see.
    fn said(&mut self, r: &Register, say: &str, at: Path) {
        let named = say.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name.trim());
        for name in named {
            self.field_of(r, name, at.clone());
            if r.fields.get(name).is_some_and(|f| f.access > Access::Internal) {
                let message = format!("{name} 是限制或隐去的字段，不能写进提示");
                self.refuse(at.clone(), "access", message, "从提示中删去");
            }
        }
    }

    fn states(&mut self, r: &Register, at: &[String]) {
        let names = keys(&r.states);
        for (i, begin) in r.begin.iter().enumerate().filter(|(_, b)| !r.states.contains_key(*b)) {
            self.unknown(under(at, &["begin", &i.to_string()]), "状态", "unknown-state", begin, &names);
        }
        for (name, state) in &r.states {
            let at = under(at, &["states", name]);
            self.clause(&at, &state.clause, &["clause"]);
            self.optional_group(&state.by, under(&at, &["by"]));
            self.checks(r, &state.needs, &under(&at, &["needs"]));
            for field in state.sets.keys() {
                self.set_field(r, field, under(&at, &["sets", field]));
            }
            for (i, next) in state.next.iter().enumerate().filter(|(_, n)| !r.states.contains_key(*n)) {
                self.unknown(under(&at, &["next", &i.to_string()]), "状态", "unknown-state", next, &names);
            }
        }
        let begin = if r.begin.is_empty() { r.states.keys().take(1).collect() } else { r.begin.iter().collect::<Vec<_>>() };
        let mut reached = begin.clone();
        let mut open = begin;
        while let Some(state) = open.pop().and_then(|s| r.states.get(s)) {
            for next in state.next.iter().filter(|n| !reached.contains(n)).collect::<Vec<_>>() {
                reached.push(next);
                open.push(next);
            }
        }
        for name in r.states.keys().filter(|s| !reached.contains(s)) {
            let message = format!("状态 {name} 到不了：没有别的状态通向它，也不是起始状态");
            let finding = Finding::new(under(at, &["states", name]), Spot::Key, "unreachable-state", message);
            self.findings.push(finding.hint("写进某个状态的 next，或写进 begin"));
        }
    }

    fn set_field(&mut self, r: &Register, field: &str, at: Path) {
        self.field_of(r, field, at.clone());
        let fixed = [FieldType::Computed, FieldType::Mark, FieldType::Files];
        if r.fields.get(field).is_some_and(|f| fixed.contains(&f.type_)) {
            self.refuse(at, "field-type", format!("{field} 不能由状态填写"), "换成日期、数、文字或单位字段");
        }
    }

    fn given(&mut self) {
        for (name, g) in &self.model.given {
            let at = under(&[], &["given", name]);
            self.clause(&at, &g.clause, &["clause"]);
            self.optional_group(&g.for_, under(&at, &["for"]));
            if self.register_named(&g.register, under(&at, &["register"])).is_none() {
                continue;
            }
            let Some(r) = self.model.registers.get(&g.register) else { continue };
            for (i, column) in g.columns.iter().enumerate() {
                self.field_of(r, column, under(&at, &["columns", &i.to_string()]));
            }
            if let Some(state) = g.state.as_ref().filter(|s| !r.states.contains_key(*s)) {
                self.unknown(under(&at, &["state"]), "状态", "unknown-state", state, &keys(&r.states));
            }
            let mut seen = std::collections::BTreeSet::new();
            for (i, row) in g.rows.iter().enumerate() {
                let at = under(&at, &["rows", &i.to_string()]);
                if row.len() > g.columns.len() || row.is_empty() {
                    let message = format!("这一行有 {} 个值，columns 有 {} 列", row.len(), g.columns.len());
                    self.refuse(at, "given", message, "补上或删去");
                } else if !seen.insert(row[0].0.trim()) {
                    self.refuse(at, "given", format!("第一列 {} 写了两次", row[0].0), "第一列是这一行的名称，各行不同");
                }
            }
        }
    }

    fn counted_together(&mut self) {
        for (name, bundle) in &self.model.bundles {
            let at = under(&[], &["bundles", name]);
            self.clause(&at, &bundle.clause, &["clause"]);
            for (i, target) in bundle.targets.iter().enumerate() {
                self.target_named(target, under(&at, &["targets", &i.to_string()]));
            }
            if bundle.enough.is_some_and(|n| n == 0 || (!bundle.each_unit && n > bundle.targets.len())) {
                self.refuse(under(&at, &["enough"]), "bundle", "enough 是几项即可，应在 1 与目标数之间", "改数，或删去");
            }
        }
        for (name, agreement) in &self.model.agreements {
            self.clause(&under(&[], &["agreements", name]), &agreement.clause, &["clause"]);
        }
    }

    fn measure(&mut self, name: &str, m: &Measure) {
        let at = under(&[], &["measures", name]);
        self.usable(name, at.clone(), true);
        self.clause(&at, &m.clause, &["clause"]);
        match &m.kind {
            MeasureKind::Count { count, .. } => {
                self.register_named(count, under(&at, &["count"]));
            }
            MeasureKind::Sum { sum, .. } => self.summed(sum, under(&at, &["sum"])),
            MeasureKind::Ratio { part, whole } => {
                self.measure_named(part, under(&at, &["part"]));
                self.measure_named(whole, under(&at, &["whole"]));
            }
            MeasureKind::Formula { .. } => {}
        }
    }
    fn summed(&mut self, sum: &str, at: Path) {
        let Some((register, field)) = sum.split_once('.') else {
            return self.refuse(at, "value", format!("{sum} 不是 台账.字段"), "例如 tour.people");
        };
        let Some(r) = self.model.registers.get(register) else {
            return self.unknown(at, "台账", "unknown-register", register, &keys(&self.model.registers));
        };
        let numeric = |f: &Field| {
            matches!(f.type_, FieldType::Whole | FieldType::Decimal | FieldType::Money | FieldType::Percent | FieldType::Computed)
        };
        match r.fields.get(field) {
            None => self.unknown(at, "字段", "unknown-field", field, &keys(&r.fields)),
            Some(f) if !numeric(f) => {
                self.refuse(at, "field-type", format!("{field} 不是数，不能求和"), "换成数的字段，或用 count")
            }
            Some(_) => {}
        }
    }

    fn target(&mut self, name: &str, t: &Target) {
        let at = under(&[], &["targets", name]);
        self.clause(&at, &t.clause, &["clause"]);
        self.measure_named(&t.measure, under(&at, &["measure"]));
        self.group(&t.who, under(&at, &["who"]));
        if t.tolerance.is_some() && t.op != Comparator::About {
            self.refuse(under(&at, &["tolerance"]), "target", "只有 about（左右）可以写 tolerance", "删去，或改 op 为 about");
        }
        let rules = [
            (t.upper.is_some() != (t.op == Comparator::Between), "upper", "between 要写 value 和 upper，别的比较不写 upper"),
            (t.op == Comparator::Between && t.value.is_none(), "value", "between 要写 value 和 upper"),
            (t.growth.is_some() && t.baseline.is_none(), "growth", "写了 growth 就要写 baseline：比什么增长"),
            (t.growth.is_some() && t.value.is_some(), "growth", "growth 和 value 只能写一个"),
            (
                t.baseline.is_some()
                    && t.growth.is_none()
                    && t.value.is_none()
                    && !matches!(t.op, Comparator::Rise | Comparator::Fall),
                "baseline",
                "baseline 用于 rise、fall，或与 growth、value 一起写",
            ),
            (t.years.is_some() && t.growth.is_none(), "years", "years（年均）要与 growth 一起写"),
            (
                t.unchanged.is_some()
                    && (t.value.is_some() || t.growth.is_some() || !matches!(t.op, Comparator::Rise | Comparator::Fall)),
                "unchanged",
                "unchanged 用于没有写升降多少的 rise、fall",
            ),
            (t.by.is_some() && t.every.is_some(), "by", "写了 every 的目标按期判断，不写 by"),
            (!t.stages.is_empty() && t.every.is_some(), "stages", "写了 every 的目标按期判断，不写 stages"),
            (t.steady.is_some() && t.every.is_none(), "steady", "steady（连续几期）要与 every 一起写"),
        ];
        for (_, key, message) in rules.into_iter().filter(|(broken, ..)| *broken) {
            self.refuse(under(&at, &[key]), "target", message, "补上，或删去这一项");
        }
        for (i, stage) in t.stages.iter().enumerate() {
            self.clause(&under(&at, &["stages", &i.to_string()]), &stage.clause, &["clause"]);
        }
        if let Some(every) = t.every {
            self.calendar_period(every, under(&at, &["every"]));
        }
        if let Some(same) = &t.same_as {
            self.same_as(name, t, &same.target, under(&at, &["same_as", "target"]));
        }
        for (i, stated) in t.stated.iter().enumerate() {
            let at = under(&at, &["stated", &i.to_string()]);
            self.clause(&at, &stated.clause, &["clause"]);
            self.group(&stated.at, under(&at, &["at"]));
            if stated.value.is_some() == stated.row.is_some() {
                self.refuse(at, "target", "value 和 row 要写一个，且只写一个", "写 value: 数，或 row: 表/行");
            }
        }
    }

    /// Periods of so many days begin with the window: only what is owed is counted so.
    fn calendar_period(&mut self, every: luodi_model::Every, at: Path) {
        if matches!(every, luodi_model::Every::Days(_)) {
            self.refuse(at, "value", "按天数分期只用于责任事项", "写 ten_days（旬）、month 等");
        }
    }

    /// A twin is another target in the same unit of measure, and no twin itself.
    fn same_as(&mut self, name: &str, t: &Target, twin: &str, at: Path) {
        let Some(other) = self.model.targets.get(twin) else { return self.target_named(twin, at) };
        let unit = |t: &Target| self.model.measures.get(&t.measure).and_then(|m| m.measured_in.clone());
        if twin == name || other.same_as.is_some() {
            self.refuse(at, "target", "same_as 要指另一个目标，且那个目标自己不写 same_as", "换一个目标");
        } else if unit(t) != unit(other) {
            self.refuse(at, "target", format!("{name} 与 {twin} 的单位不同，不会是同一指标"), "删去 same_as");
        }
    }

    fn duty(&mut self, name: &str, d: &Duty) {
        let at = under(&[], &["duties", name]);
        self.clause(&at, &d.clause, &["clause"]);
        self.group(&d.who, under(&at, &["who"]));
        for (key, register) in [("for_each", &d.for_each), ("form", &d.form)] {
            if let Some(register) = register {
                self.register_named(register, under(&at, &[key]));
            }
        }
        let recurs = d.during.is_some();
        if d.for_each.is_some() && d.every.is_some() != recurs {
            self.refuse(under(&at, &["every"]), "duty", "按记录定期办的，every 和 during 要一起写", "都写上，或都删去");
        }
        if recurs && d.for_each.is_none() {
            self.refuse(under(&at, &["during"]), "duty", "during 要与 for_each 一起写", "加上 for_each: 台账，或删去");
        }
        if d.every == Some(luodi_model::Every::Days(0)) {
            self.refuse(under(&at, &["every"]), "value", "每期至少一天", "写 {days: 10}");
        }
        if d.by_each && d.for_each.is_none() {
            self.refuse(under(&at, &["by_each"]), "duty", "by_each 要与 for_each 一起写", "加上 for_each: 台账，或删去");
        }
        for (i, notice) in d.notices.iter().enumerate() {
            self.optional_group(&notice.to, under(&at, &["notices", &i.to_string(), "to"]));
        }
        self.day_after(&d.due, under(&at, &["due", "day_after"]));
    }
    fn day_after(&mut self, due: &luodi_model::programme::Due, at: Path) {
        if let luodi_model::programme::Due::DayAfter(day) = due
            && !(1..=31).contains(day)
        {
            self.refuse(at, "value", format!("{day} 不是一个月里的日子"), "写 1 到 31");
        }
    }

    fn returns(&mut self) {
        for (name, r) in &self.model.returns {
            let at = under(&[], &["returns", name]);
            self.usable(name, at.clone(), false);
            self.clause(&at, &r.clause, &["clause"]);
            self.group(&r.who, under(&at, &["who"]));
            self.group(&r.to, under(&at, &["to"]));
            self.optional_group(&r.rows, under(&at, &["rows"]));
            self.calendar_period(r.every, under(&at, &["every"]));
            self.day_after(&r.due, under(&at, &["due", "day_after"]));
            for (i, column) in r.columns.iter().enumerate() {
                self.column(column, &under(&at, &["columns", &i.to_string()]));
            }
        }
    }
    fn column(&mut self, c: &Column, at: &[String]) {
        self.measure_named(&c.measure, under(at, &["measure"]));
        let needs_target = matches!(c.shows, ColumnShows::Target | ColumnShows::Gap);
        match &c.target {
            Some(target) => self.target_named(target, under(at, &["target"])),
            None if needs_target => {
                self.refuse(under(at, &["shows"]), "column", "target 和 gap 要写出是哪个目标", "加上 target: …")
            }
            None => {}
        }
    }

    fn lists(&mut self) {
        for (name, list) in &self.model.lists {
            let at = under(&[], &["lists", name]);
            self.clause(&at, &list.clause, &["clause"]);
            self.register_fields(&list.register, &list.columns, &at, "columns");
        }
    }
    fn register_fields(&mut self, register: &str, fields: &[String], at: &[String], key: &str) {
        if self.register_named(register, under(at, &["register"])).is_none() {
            return;
        }
        let Some(r) = self.model.registers.get(register) else { return };
        for (i, field) in fields.iter().enumerate().filter(|(_, f)| f.as_str() != "state" || r.states.is_empty()) {
            self.field_of(r, field, under(at, &[key, &i.to_string()]));
        }
    }

    fn tables(&mut self) {
        for (name, table) in &self.model.tables {
            let at = under(&[], &["tables", name]);
            self.clause(&at, &table.clause, &["clause"]);
            self.group(&table.units, under(&at, &["units"]));
            for (title, row) in &table.rows {
                let at = under(&at, &["rows", title]);
                self.group(&row.of, under(&at, &["of"]));
                if let Some(measure) = &row.measure {
                    self.measure_named(measure, under(&at, &["measure"]));
                }
                if let Some(target) = &row.target {
                    self.target_named(target, under(&at, &["target"]));
                }
            }
        }
    }

    fn public(&mut self) {
        for (i, page) in self.model.public.iter().enumerate() {
            let at = under(&[], &["public", &i.to_string()]);
            self.register_fields(&page.register, &page.fields, &at, "fields");
            let Some(r) = self.model.registers.get(&page.register) else { continue };
            for (j, name) in page.fields.iter().enumerate() {
                let Some(field) = r.fields.get(name) else { continue };
                let at = under(&at, &["fields", &j.to_string()]);
                match field.access {
                    Access::Restricted | Access::Masked => {
                        self.refuse(at, "access", format!("{name} 不能公开：它是限制或隐去的字段"), "从公开页中删去");
                    }
                    Access::Internal => {
                        let mut finding = Finding::new(at, Spot::Value, "access", format!("{name} 是内部字段，这里会公开"));
                        finding.severity = Severity::Warning;
                        self.findings.push(finding.hint("确要公开就写 access: public"));
                    }
                    Access::Public => {}
                }
            }
        }
    }
}
