//! Measures whose figures rest on more than their own record: they are counted by what was so when the record was stored.

use super::compiled::Compiled;
use super::finding::{Finding, Spot, under};
use crate::diagnostic::Severity;
use crate::name::Reads;
use std::collections::BTreeSet;

/// Warns of each measure whose condition or summed field reads, perhaps by way of computed fields, another record or the day.
pub(crate) fn stale_measures(compiled: &Compiled) -> Vec<Finding> {
    let mut findings = vec![];
    for (name, measure) in &compiled.measures {
        let Some(register) = &measure.register else { continue };
        let mut seen = BTreeSet::new();
        // What the condition reads of other records itself is refused already.
        if measure.where_.as_ref().is_some_and(|w| !w.reads().through.is_empty() || !w.reads().registers.is_empty()) {
            continue;
        }
        let direct = measure.where_.iter().flat_map(|w| outside(compiled, register, w.reads(), &mut seen)).next();
        let key = if direct.is_some() { "where" } else { "sum" };
        let summed = measure.field.iter().flat_map(|f| outside_of_field(compiled, register, f, &mut seen)).next();
        if let Some(what) = direct.or(summed) {
            let message = format!("{what} 变了，这个指标不会跟着变：它按记录保存时的值计算");
            let mut finding = Finding::new(under(&[], &["measures", name, key]), Spot::Value, "measure-where", message);
            finding.severity = Severity::Warning;
            findings.push(finding.hint("用记录自己的字段或状态，或确认保存时的值就是要算的"));
        }
    }
    findings
}

/// What of outside the record an expression over it reads.
fn outside(compiled: &Compiled, register: &str, reads: &Reads, seen: &mut BTreeSet<String>) -> Vec<String> {
    let mut out: Vec<String> = reads.through.iter().map(|(field, inner)| format!("{field}.{inner}")).collect();
    out.extend(reads.registers.iter().map(|r| format!("台账 {r}")));
    if reads.today {
        out.push("today".to_string());
    }
    for field in &reads.fields {
        out.extend(outside_of_field(compiled, register, field, seen));
    }
    out
}

fn outside_of_field(compiled: &Compiled, register: &str, field: &str, seen: &mut BTreeSet<String>) -> Vec<String> {
    if !seen.insert(field.to_string()) {
        return vec![];
    }
    let value = compiled.registers.get(register).and_then(|r| r.fields.get(field)?.value.as_ref());
    value.map_or(vec![], |v| outside(compiled, register, v.reads(), seen))
}
