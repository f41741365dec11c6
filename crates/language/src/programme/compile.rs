//! Model → compiled programme: every expression in the scope of its place.

use super::compiled::{
    Compiled, CompiledAgreement, CompiledCheck, CompiledDuty, CompiledEarlier, CompiledField, CompiledMeasure, CompiledRegister,
    CompiledReturn, CompiledTarget, Windows,
};
use super::finding::{FINDINGS_MAX, Finding, Path, Spot, first, under};
use super::order::Graph;
use super::references::references;
use super::stale::stale_measures;
use crate::diagnostic::{Diagnostic, Severity};
use crate::expression::{Expr, compile_in};
use crate::name::{Reads, Scope};
use crate::resolve::Known;
use crate::types::{Quantity, Type};
use indexmap::IndexMap;
use luodi_model::programme::{
    Agreement, Check, Due, Duty, Earlier, Expression, Field, Measure, MeasureKind, Programme, PublicFigure, Register, Target,
    Window,
};

/// Compiles a model and checks all its references; the compiled programme is there if no diagnostic is an error.
pub fn compile_programme(model: &Programme) -> (Option<Compiled>, Vec<Diagnostic>) {
    let (compiled, findings) = compile_findings(model);
    (compiled, first(findings).into_iter().map(|f| f.unplaced("")).collect())
}

pub(crate) fn compile_findings(model: &Programme) -> (Option<Compiled>, Vec<Finding>) {
    let mut findings = references(model);
    let known = Known::new(model);
    let mut compiler = Compiler { model, known: &known, findings: vec![] };
    let compiled = compiler.programme();
    findings.append(&mut compiler.findings);
    let failed = findings.iter().any(|f| f.severity == Severity::Error);
    (compiled.filter(|_| !failed), findings)
}

struct Compiler<'m> {
    model: &'m Programme,
    known: &'m Known<'m>,
    findings: Vec<Finding>,
}

fn path(steps: &[&str]) -> Path {
    under(&[], steps)
}
fn record(register: &str) -> Scope {
    Scope::Record { register: register.to_string() }
}

/// Every value, or `None` if one is missing; all are looked at, so that all problems are found.
fn all<K: std::hash::Hash + Eq, V>(entries: Vec<(K, Option<V>)>) -> Option<IndexMap<K, V>> {
    entries.into_iter().map(|(k, v)| Some((k, v?))).collect()
}

impl Compiler<'_> {
    fn programme(&mut self) -> Option<Compiled> {
        let m = self.model;
        let groups = m
            .groups
            .iter()
            .map(|(n, g)| (n.clone(), self.optional(&g.where_, &["groups", n, "where"], &[Scope::Unit], &Type::Bool)));
        let groups = all(groups.collect());
        let registers = all(m.registers.iter().map(|(n, r)| (n.clone(), self.register(n, r))).collect());
        let measures = all(m.measures.iter().map(|(n, d)| (n.clone(), self.measure(n, d))).collect());
        let targets = all(m.targets.iter().map(|(n, t)| (n.clone(), self.target(n, t))).collect());
        let agreements = all(m.agreements.iter().map(|(n, a)| (n.clone(), self.agreement(n, a))).collect());
        let duties = all(m.duties.iter().map(|(n, d)| (n.clone(), self.duty(n, d))).collect());
        let returns = m.returns.iter().map(|(n, r)| {
            let due_on = self.due(&r.due, &["returns", n, "due"], &Scope::UnitPeriod);
            let earlier = self.earlier(&r.earlier, &["returns", n], &Scope::UnitPeriod);
            (n.clone(), due_on.zip(earlier).map(|(due_on, earlier)| CompiledReturn { due_on, earlier }))
        });
        let returns = all(returns.collect());
        let lists = m
            .lists
            .iter()
            .map(|(n, l)| (n.clone(), self.expr(&l.where_, path(&["lists", n, "where"]), &[record(&l.register)], &Type::Bool)));
        let lists = all(lists.collect());
        let window = match &m.window {
            Some(w) => self.window(w, &path(&["window"])).map(Some),
            None => Some(None),
        };
        let ask_windows = self.ask_windows();
        let public: Vec<_> = m
            .public
            .iter()
            .enumerate()
            .map(|(i, p)| self.optional(&p.where_, &["public", &i.to_string(), "where"], &[record(&p.register)], &Type::Bool))
            .collect();
        let figures: Vec<_> = m.public_figures.iter().enumerate().map(|(i, f)| self.public_figure(i, f)).collect();
        let mut compiled = Compiled {
            model: m.clone(),
            groups: groups?,
            registers: registers?,
            measures: measures?,
            measure_order: vec![],
            targets: targets?,
            duties: duties?,
            agreements: agreements?,
            returns: returns?,
            lists: lists?,
            window: window?,
            ask_windows: ask_windows?,
            public: public.into_iter().collect::<Option<_>>()?,
            public_figures: figures.into_iter().collect::<Option<_>>()?,
        };
        self.order_fields(&mut compiled);
        self.order_measures(&mut compiled);
        self.findings.extend(stale_measures(&compiled));
        Some(compiled)
    }

    fn expr(&mut self, e: &Expression, path: Path, scopes: &[Scope], want: &Type) -> Option<Expr> {
        if self.findings.len() > FINDINGS_MAX {
            return None;
        }
        let want = (*want != Type::Any).then_some(want);
        match compile_in(&e.0, scopes, self.known, want) {
            Ok(expr) => Some(expr),
            Err(problems) => {
                let findings = problems.into_iter().map(|p| Finding::in_expression(path.clone(), &e.0, p));
                self.findings.extend(findings);
                None
            }
        }
    }
    /// `None`: there is one, and it has problems.
    fn optional(&mut self, e: &Option<Expression>, steps: &[&str], scopes: &[Scope], want: &Type) -> Option<Option<Expr>> {
        match e {
            Some(e) => self.expr(e, path(steps), scopes, want).map(Some),
            None => Some(None),
        }
    }

    fn window(&mut self, w: &Window, at: &[String]) -> Option<(Expr, Expr)> {
        let from = self.expr(&w.from, under(at, &["from"]), &[Scope::Window], &Type::Date);
        let to = self.expr(&w.to, under(at, &["to"]), &[Scope::Window], &Type::Date);
        for (key, expr) in [("from", &from), ("to", &to)] {
            if expr.as_ref().is_some_and(|e| e.reads().window) {
                let finding = Finding::new(under(at, &[key]), Spot::Value, "cycle", "方案起止不能用 window 自己来写");
                self.findings.push(finding.hint("写出日期，或用 ask.…"));
            }
        }
        Some((from?, to?))
    }

    fn ask_windows(&mut self) -> Option<IndexMap<String, Windows>> {
        let mut out = vec![];
        for (name, ask) in &self.model.asks {
            let mut windows = vec![];
            for (option, o) in &ask.options {
                if let Some(w) = &o.window {
                    windows.push((option.clone(), self.window(w, &path(&["asks", name, "options", option, "window"]))));
                }
            }
            if !windows.is_empty() {
                out.push((name.clone(), all(windows)));
            }
        }
        all(out)
    }

    fn register(&mut self, name: &str, r: &Register) -> Option<CompiledRegister> {
        let at = ["registers", name];
        let scope = record(name);
        let checks = self.checks(&r.checks, &under(&path(&at), &["checks"]), &scope);
        let states = r
            .states
            .iter()
            .map(|(s, state)| (s.clone(), self.checks(&state.needs, &under(&path(&at), &["states", s, "needs"]), &scope)));
        let states = all(states.collect());
        let fields = all(r.fields.iter().map(|(f, field)| (f.clone(), self.field(name, f, field))).collect());
        let filling = r.states.iter().filter(|(_, s)| !s.sets.is_empty());
        let sets = all(filling.map(|(s, state)| (s.clone(), self.sets(name, r, s, &state.sets))).collect());
        let presets: Vec<_> = r
            .presets
            .iter()
            .enumerate()
            .map(|(i, p)| {
                self.expr(
                    &p.when,
                    under(&path(&at), &["presets", &i.to_string(), "when"]),
                    std::slice::from_ref(&scope),
                    &Type::Bool,
                )
            })
            .collect();
        Some(CompiledRegister {
            checks: checks?,
            states: states?,
            sets: sets?,
            fields: fields?,
            computed_order: vec![],
            presets: presets.into_iter().collect::<Option<_>>()?,
        })
    }

    fn checks(&mut self, checks: &[Check], at: &[String], scope: &Scope) -> Option<Vec<CompiledCheck>> {
        let scopes = std::slice::from_ref(scope);
        let compiled: Vec<_> = checks
            .iter()
            .enumerate()
            .map(|(i, check)| {
                let at = under(at, &[&i.to_string()]);
                let require = self.expr(&check.require, under(&at, &["require"]), scopes, &Type::Bool);
                let when = match &check.when {
                    Some(w) => self.expr(w, under(&at, &["when"]), scopes, &Type::Bool).map(Some),
                    None => Some(None),
                };
                Some(CompiledCheck { require: require?, when: when? })
            })
            .collect();
        compiled.into_iter().collect()
    }

    /// What a state fills in, each in the type of its field.
    fn sets(
        &mut self,
        register: &str,
        r: &Register,
        state: &str,
        sets: &IndexMap<String, Expression>,
    ) -> Option<Vec<(String, Expr)>> {
        let scope = record(register);
        let compiled: Vec<_> = sets
            .iter()
            .map(|(name, e)| {
                let field = r.fields.get(name)?;
                let want = self.known.field_type(register, name, field);
                let at = path(&["registers", register, "states", state, "sets", name]);
                Some((name.clone(), self.expr(e, at, std::slice::from_ref(&scope), &want)?))
            })
            .collect();
        compiled.into_iter().collect()
    }

    fn agreement(&mut self, name: &str, a: &Agreement) -> Option<CompiledAgreement> {
        let at = |key| path(&["agreements", name, key]);
        let scopes = [Scope::UnitPeriod];
        let left = self.expr(&a.left, at("left"), &scopes, &Type::Any)?;
        let Type::Number(_) = left.result_type() else {
            let finding = Finding::new(at("left"), Spot::Value, "type", "两边应是数");
            self.findings.push(finding.hint("写成算式，例如 a + b"));
            return None;
        };
        let want = left.result_type().clone();
        let right = self.expr(&a.right, at("right"), &scopes, &want);
        let within = self.optional(&a.within, &["agreements", name, "within"], &scopes, &want);
        Some(CompiledAgreement { left, right: right?, within: within? })
    }

    fn public_figure(&mut self, at: usize, f: &PublicFigure) -> Option<(Expr, Expr)> {
        let at = |key| path(&["public_figures", &at.to_string(), key]);
        let scopes = [Scope::UnitPeriod];
        let value = self.expr(&f.value, at("value"), &scopes, &Type::Any);
        let contributors = self.expr(&f.contributors, at("contributors"), &scopes, &Type::Any);
        for (key, expr) in [("value", &value), ("contributors", &contributors)] {
            if expr.as_ref().is_some_and(|e| !matches!(e.result_type(), Type::Number(_))) {
                self.findings.push(Finding::new(at(key), Spot::Value, "type", "这里应是数").hint("例如 distinct(台账.字段)"));
                return None;
            }
        }
        Some((value?, contributors?))
    }

    fn field(&mut self, register: &str, name: &str, field: &Field) -> Option<CompiledField> {
        let at = |key| ["registers", register, "fields", name, key];
        let own = record(register);
        let referred = record(field.of.as_deref().unwrap_or_default());
        let where_ = self.optional(&field.where_, &at("where"), &[own.clone(), referred], &Type::Bool);
        let want = field.measured_in.as_deref().map_or(Type::Any, Type::measured);
        let value = self.optional(&field.value, &at("value"), std::slice::from_ref(&own), &want);
        let shown = self.optional(&field.shown, &at("shown"), std::slice::from_ref(&own), &Type::Bool);
        let type_ = self.known.field_type(register, name, field);
        Some(CompiledField { where_: where_?, value: value?, shown: shown?, type_, live: false })
    }

    fn measure(&mut self, name: &str, measure: &Measure) -> Option<CompiledMeasure> {
        let type_ = self.known.measure_type(name, measure);
        let none = CompiledMeasure { register: None, field: None, where_: None, formula: None, type_ };
        match &measure.kind {
            MeasureKind::Count { count, where_ } => {
                let where_ = self.measure_where(name, count, where_)?;
                Some(CompiledMeasure { register: Some(count.clone()), where_, ..none })
            }
            MeasureKind::Sum { sum, where_ } => {
                let (register, field) = sum.split_once('.')?;
                let where_ = self.measure_where(name, register, where_)?;
                self.sum_unit(name, measure, sum);
                Some(CompiledMeasure { register: Some(register.to_string()), field: Some(field.to_string()), where_, ..none })
            }
            MeasureKind::Ratio { part, whole } => {
                self.ratio_unit(name, measure, part, whole);
                Some(none)
            }
            MeasureKind::Formula { formula } => {
                let want = measure.measured_in.as_deref().map_or(Type::bare(), Type::measured);
                let formula = self.expr(formula, path(&["measures", name, "formula"]), &[Scope::UnitPeriod], &want)?;
                Some(CompiledMeasure { formula: Some(formula), ..none })
            }
        }
    }
    /// A sum is in the unit of its field. People (人) summed over events are attendances (人次).
    fn sum_unit(&mut self, name: &str, measure: &Measure, sum: &str) {
        let Some((register, field_name, field)) = self.known.summed(sum) else { return };
        let Type::Number(Some(of)) = self.known.field_type(register, field_name, field) else { return };
        let Some(declared) = measure.measured_in.as_deref() else { return };
        let attendances = declared == "人次" && of == Quantity::named("人");
        if of != Quantity::named(declared) && !attendances {
            self.unit(name, format!("字段 {field_name} 的单位是{of}，合计写的是{declared}"));
        }
    }
    /// Part ÷ whole is in the quotient of their units; a pure ratio may be shown in % or the like.
    fn ratio_unit(&mut self, name: &str, measure: &Measure, part: &str, whole: &str) {
        let Some(declared) = measure.measured_in.as_deref().map(Quantity::named) else { return };
        let Some(Type::Number(Some(of))) = self.known.ratio_type(part, whole) else { return };
        let scaled_ratio = of.is_pure() && declared.powers.is_empty();
        if of != declared && !scaled_ratio {
            self.unit(name, format!("{part} 除以 {whole} 得到的单位是{of}，写的是{declared}"));
        }
    }
    fn unit(&mut self, name: &str, message: String) {
        let at = path(&["measures", name, "measured_in"]);
        self.findings.push(Finding::new(at, Spot::Value, "unit", message).hint("写成同一单位"));
    }
    /// A cell changes in the transaction of its record: its condition may rest on nothing that changes by itself.
    fn measure_where(&mut self, name: &str, register: &str, where_: &Option<Expression>) -> Option<Option<Expr>> {
        let at = ["measures", name, "where"];
        let expr = self.optional(where_, &at, &[record(register)], &Type::Bool)?;
        let Some(reads) = expr.as_ref().map(Expr::reads) else { return Some(None) };
        let bad = [
            (reads.today, "today", "日子变了，已算的数不会跟着变"),
            (reads.actor, "actor", "数不能随办理人而变"),
            (reads.old, "old", "数只看记录现在的样子"),
            (!reads.registers.is_empty(), "对其他记录的统计", "别的记录变了，已算的数不会跟着变"),
            (!reads.returns.is_empty(), "filed", "报表报送后，已算的数不会跟着变"),
            (!reads.through.is_empty(), "所指记录的字段", "那条记录变了，已算的数不会跟着变"),
            (!reads.asks.is_empty(), "ask", "答案变了，已算的数不会跟着变"),
        ];
        for (_, what, why) in bad.iter().filter(|(is, ..)| *is) {
            let finding = Finding::new(path(&at), Spot::Value, "measure-where", format!("指标的条件不能用 {what}：{why}"));
            self.findings.push(finding.hint("改用记录里的日期字段或状态"));
        }
        Some(expr)
    }

    fn target(&mut self, name: &str, t: &Target) -> Option<CompiledTarget> {
        let want = self.model.measures.get(&t.measure).map_or(Type::bare(), |m| self.known.measure_type(&t.measure, m));
        let mut part = |key: &str, e: &Option<Expression>, want: &Type| {
            self.optional(e, &["targets", name, key], &[Scope::UnitPeriod], want)
        };
        let value = part("value", &t.value, &want);
        let tolerance = part("tolerance", &t.tolerance, &want);
        let where_ = part("where", &t.where_, &Type::Bool);
        let upper = part("upper", &t.upper, &want);
        let baseline = part("baseline", &t.baseline, &want);
        let growth = part("growth", &t.growth, &Type::measured("%"));
        let years = part("years", &t.years, &Type::bare());
        let unchanged = part("unchanged", &t.unchanged, &Type::Bool);
        let by = part("by", &t.by, &Type::Date);
        let steady = part("steady", &t.steady, &Type::bare());
        let same = self.optional(
            &t.same_as.as_ref().and_then(|s| s.when.clone()),
            &["targets", name, "same_as", "when"],
            &[Scope::UnitPeriod],
            &Type::Bool,
        );
        let (stages, needs, stated) = (self.stages(name, t, &want), self.needs(name, t), self.stated(name, t, &want));
        Some(CompiledTarget {
            where_: where_?,
            value: value?,
            tolerance: tolerance?,
            upper: upper?,
            baseline: baseline?,
            growth: growth?,
            years: years?,
            unchanged: unchanged?,
            by: by?,
            stages: stages?,
            needs: needs?,
            steady: steady?,
            same: same?,
            stated: stated?,
        })
    }
    fn stages(&mut self, name: &str, t: &Target, want: &Type) -> Option<Vec<(Expr, Expr)>> {
        let stages = t.stages.iter().enumerate().map(|(i, stage)| {
            let at = path(&["targets", name, "stages", &i.to_string()]);
            let by = self.expr(&stage.by, under(&at, &["by"]), &[Scope::UnitPeriod], &Type::Date);
            let value = self.expr(&stage.value, under(&at, &["value"]), &[Scope::UnitPeriod], want);
            Some((by?, value?))
        });
        let stages: Vec<_> = stages.collect();
        stages.into_iter().collect()
    }
    fn needs(&mut self, name: &str, t: &Target) -> Option<Vec<Expr>> {
        let needs = t.needs.iter().enumerate().map(|(i, need)| {
            let at = path(&["targets", name, "needs", &i.to_string(), "require"]);
            self.expr(&need.require, at, &[Scope::UnitPeriod], &Type::Bool)
        });
        let needs: Vec<_> = needs.collect();
        needs.into_iter().collect()
    }
    fn stated(&mut self, name: &str, t: &Target, want: &Type) -> Option<Vec<Option<Expr>>> {
        let stated = t.stated.iter().enumerate().map(|(i, s)| {
            self.optional(&s.value, &["targets", name, "stated", &i.to_string(), "value"], &[Scope::UnitPeriod], want)
        });
        let stated: Vec<_> = stated.collect();
        stated.into_iter().collect()
    }

    fn duty(&mut self, name: &str, d: &Duty) -> Option<CompiledDuty> {
        let scope = match &d.for_each {
            Some(register) => Scope::RecordDuty { register: register.clone(), by_each: d.by_each, in_period: d.during.is_some() },
            None => Scope::UnitPeriod,
        };
        let scopes = std::slice::from_ref(&scope);
        let where_ = self.optional(&d.where_, &["duties", name, "where"], scopes, &Type::Bool);
        let done = self.expr(&d.done, path(&["duties", name, "done"]), scopes, &Type::Bool);
        let due_on = self.due(&d.due, &["duties", name, "due"], &scope);
        let earlier = self.earlier(&d.earlier, &["duties", name], &scope);
        let during = match (&d.during, &d.for_each) {
            (Some(days), Some(register)) => {
                let scope = Scope::RecordDuty { register: register.clone(), by_each: d.by_each, in_period: false };
                let mut edge =
                    |e, key| self.expr(e, path(&["duties", name, "during", key]), std::slice::from_ref(&scope), &Type::Date);
                let (from, to) = (edge(&days.from, "from"), edge(&days.to, "to"));
                Some(Some((from?, to?)))
            }
            _ => Some(None),
        };
        Some(CompiledDuty { where_: where_?, during: during?, done: done?, due_on: due_on?, earlier: earlier? })
    }
    fn earlier(&mut self, earlier: &[Earlier], of: &[&str], scope: &Scope) -> Option<Vec<CompiledEarlier>> {
        let mut all = vec![];
        for (i, e) in earlier.iter().enumerate() {
            let index = i.to_string();
            let at = [of, &["earlier", &index]].concat();
            let until = self.expr(&e.until, under(&path(&at), &["until"]), std::slice::from_ref(scope), &Type::Date);
            let due_on = self.due(&e.due, &[at.as_slice(), &["due"]].concat(), scope);
            all.push(until.zip(due_on).map(|(until, due_on)| CompiledEarlier { until, due_on }));
        }
        all.into_iter().collect()
    }
    fn due(&mut self, due: &Due, at: &[&str], scope: &Scope) -> Option<Option<Expr>> {
        match due {
            Due::On(e) => self.expr(e, under(&path(at), &["on"]), std::slice::from_ref(scope), &Type::Date).map(Some),
            _ => Some(None),
        }
    }

    /// Computed fields in the order in which they can be computed; a cycle over any registers is an error.
    fn order_fields(&mut self, compiled: &mut Compiled) {
        let mut graph = Graph::new();
        for (register, r) in &compiled.registers {
            for (name, field) in &r.fields {
                if let Some(value) = &field.value {
                    graph.add((register.clone(), name.clone()), self.fields_read(register, value.reads()));
                }
            }
        }
        let (order, left) = graph.order();
        for (register, name) in order {
            if let Some(r) = compiled.registers.get_mut(&register) {
                let live = rests_on_more(r, &name);
                if let Some(field) = r.fields.get_mut(&name) {
                    field.live = live;
                }
                r.computed_order.push(name);
            }
        }
        for node in left {
            let Some(cycle) = graph.cycle(&node) else { continue };
            let way: Vec<String> = cycle.iter().map(|(r, f)| format!("{r}.{f}")).collect();
            let at = path(&["registers", &node.0, "fields", &node.1, "value"]);
            self.findings.push(cyclic(at, &way));
        }
    }
    fn fields_read(&self, register: &str, reads: &Reads) -> Vec<(String, String)> {
        let own = reads.fields.iter().map(|f| (register.to_string(), f.clone()));
        let through = reads.through.iter().filter_map(|(field, inner)| {
            let of = self.model.registers.get(register)?.fields.get(field)?.of.clone()?;
            Some((of, inner.clone()))
        });
        own.chain(through).chain(reads.register_fields.iter().cloned()).collect()
    }

    fn order_measures(&mut self, compiled: &mut Compiled) {
        let mut graph = Graph::new();
        for (name, measure) in &compiled.measures {
            let rests_on: Vec<String> = match (&compiled.model.measures[name].kind, &measure.formula) {
                (MeasureKind::Ratio { part, whole }, _) => vec![part.clone(), whole.clone()],
                (_, Some(formula)) => formula.reads().measures.iter().cloned().collect(),
                _ => vec![],
            };
            graph.add(name.clone(), rests_on);
        }
        let (order, left) = graph.order();
        compiled.measure_order = order;
        for node in left {
            let Some(cycle) = graph.cycle(&node) else { continue };
            self.findings.push(cyclic(path(&["measures", &node]), &cycle));
        }
    }
}

/// Does the computed field rest on more than its record? What it rests on is known already. A change of the record's own earlier
/// version, or of the person acting, is a thing of the moment it was stored.
fn rests_on_more(register: &CompiledRegister, name: &str) -> bool {
    let Some(value) = register.fields.get(name).and_then(|f| f.value.as_ref()) else { return false };
    let reads = value.reads();
    let moves = reads.today || reads.window || !reads.registers.is_empty() || !reads.through.is_empty();
    let moves = moves || !reads.asks.is_empty() || !reads.returns.is_empty();
    let by_others = || reads.fields.iter().any(|f| register.fields.get(f).is_some_and(|f| f.live));
    (moves || by_others()) && !reads.old && !reads.actor
}

fn cyclic(at: Path, way: &[String]) -> Finding {
    Finding::new(at, Spot::Value, "cycle", format!("绕回了自己：{}", way.join(" → "))).hint("断开其中一步")
}
