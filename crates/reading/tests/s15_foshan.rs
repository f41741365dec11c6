//! Statements about reading of system 15.

mod common;

use common::{numbers, read_lines, shared};
use luodi_reading::{Op, Options, read};

#[test]
fn s15_01_where_the_report_stands() {
    let Some(raw) = shared("000.txt") else { return };
    let all = read(&raw, &Options::default());
    let report = all.documents.iter().find(|d| d.first_line == 1206).expect("the report");
    assert_eq!(report.last_line, 1388);
    assert!(all.noise.iter().any(|n| n.at.line == 1391) && all.noise.iter().any(|n| n.at.line == 1399));
    let plan = read_lines(&raw, 1206, 1399, None);
    assert_eq!(numbers(&plan, 1), ["", ""]);
    let groups: Vec<(usize, &str)> =
        plan.outline.iter().filter(|h| h.level == 2).map(|h| (h.at.line, h.number.as_str())).collect();
    assert_eq!(groups.iter().filter(|g| g.1 == "一").map(|g| g.0).collect::<Vec<_>>(), [1218, 1292]);
    // Paragraphs of each group of the review, and of each group of the plan behind its introduction.
    let paragraphs =
        |from: usize, to: usize| (from + 1..to).filter(|l| !raw.lines().nth(l - 1).unwrap_or("").trim().is_empty()).count();
    let ends = [1228, 1236, 1248, 1256, 1264];
    let review: Vec<usize> = groups.iter().take(5).zip(ends).map(|(g, end)| paragraphs(g.0, end)).collect();
    assert_eq!(review, [4, 3, 5, 3, 3]);
    let ahead: Vec<usize> = groups[6..].windows(2).map(|w| paragraphs(w[0].0, w[1].0) - 1).collect();
    assert_eq!(ahead, [4, 6, 5, 4, 5, 4]);
}

#[test]
fn s15_02_both_years_are_doubtful() {
    let Some(raw) = shared("000.txt") else { return };
    let report = read_lines(&raw, 1206, 1399, None);
    let finding = report.findings.iter().find(|f| f.code == "year_doubtful").expect("both parts read 2016");
    let lines: Vec<usize> = finding.at.iter().map(|a| a.line).collect();
    assert!(lines.contains(&1212) && lines.contains(&1280), "{lines:?}");
    assert!(finding.choices.iter().all(|c| c.value.is_none()), "no year is offered");
    assert!(
        report.time_limits.iter().filter(|t| [1308, 1340, 1352, 1358, 1370].contains(&t.at.line)).all(|t| !format!(
            "{:?}",
            t.limit
        )
        .contains("year: Some"))
    );
}

#[test]
fn s15_08_no_unit_is_invented() {
    let Some(raw) = shared("000.txt") else { return };
    let report = read_lines(&raw, 1206, 1399, None);
    assert!(report.responsibilities.iter().all(|r| r.at.line < 1280 || !r.explicit), "{:?}", report.responsibilities);
}

#[test]
fn s15_targets_of_the_year() {
    let Some(raw) = shared("000.txt") else { return };
    let report = read_lines(&raw, 1206, 1399, None);
    let goals: Vec<(Op, &str)> = report.targets.iter().filter(|t| t.at.line == 1288).map(|t| (t.op, t.text.as_str())).collect();
    assert_eq!(goals.len(), 7);
    assert!(goals.contains(&(Op::About, "控制在3.5%左右")) && goals.contains(&(Op::AtMost, "控制在3.0%以内")));
    assert!(report.targets.iter().all(|t| t.at.line >= 1280), "results of the year before are no targets");
}
