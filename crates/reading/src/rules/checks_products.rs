//! A minimum for each time, a number of times, and a total in one sentence.
//!
//! # What it finds
//! Whether times × people for each time gives the total that the sentence states.
//!
//! # Why
//! Where the product is the total, one short event breaks two conditions; where it is not, one of the three is meant otherwise.
//!
//! # Read
//! `开展活动不少于6次，每次覆盖不少于500人，总覆盖不少于3000人。` → `product_agrees`
//!
//! # Not read
//! Sentences without one of the three: `开展活动不少于6次，每次覆盖不少于500人。`; units that differ:
//! `开展活动不少于6次，每次覆盖不少于500人，总覆盖不少于3000户。`

use crate::findings::{Subject, compared};
use crate::types::{Amount, Finding, Severity, Target};
use rust_decimal::Decimal;

fn known(target: &Target) -> Option<Decimal> {
    match target.amount {
        Amount::Known { value, .. } => Some(value),
        _ => None,
    }
}

pub(crate) fn find(subject: &Subject, out: &mut Vec<Finding>) {
    for row in subject.targets.chunk_by(|a, b| a.sentence == b.sentence) {
        let times = row.iter().find(|t| matches!(t.unit.as_str(), "次" | "场" | "期" | "场次") && !t.what.contains('每'));
        let each = row.iter().find(|t| t.what.contains("每次") || t.what.contains("每场") || t.what.contains("每期"));
        let Some((times, each)) = times.zip(each) else { continue };
        let total = row.iter().find(|t| t.unit == each.unit && (t.what.contains('总') || t.what.contains("累计")));
        let Some((total, (n, m))) = total.and_then(|t| Some((t, known(times).zip(known(each))?))) else { continue };
        let Some((product, printed)) = n.checked_mul(m).zip(known(total)) else { continue };
        let shown = format!("{} × {}", n.normalize(), m.normalize());
        let agrees = product == printed;
        let (code, severity, words) = if agrees {
            ("product_agrees", Severity::Remark, "相符")
        } else {
            ("product_differs", Severity::ToBeSettled, "不相符")
        };
        let message = format!("{shown} = {}，与“{}”{words}。", product.normalize(), total.text);
        let mut finding = subject.finding(code, severity, vec![times.at, each.at, total.at], message);
        finding.compared = Some(compared(shown, product, printed));
        out.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    fn codes(text: &str) -> Vec<String> {
        let reading = read(&format!("某县工作方案\n\n一、任务\n\n{text}"), &Options::default());
        reading.findings.into_iter().map(|f| f.code).filter(|c| c.starts_with("product_")).collect()
    }

    #[test]
    fn products() {
        assert_eq!(codes("开展巡讲不少于6次，每次覆盖不少于500人，总覆盖不少于3000人。"), ["product_agrees"]);
        assert_eq!(codes("开展巡讲不少于6次，每次覆盖不少于500人，总覆盖不少于3500人。"), ["product_differs"]);
        assert!(codes("开展巡讲不少于6次，每次覆盖不少于500人。").is_empty());
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_products.rs"), codes);
    }
}
