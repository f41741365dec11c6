//! Statements of system 35 that begin with reading the text.

mod common;

use common::rows::*;
use common::{read_lines, shared};

#[test]
fn s35_01_outline() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 891, 965, None);
    assert_eq!(level_counts(&plan), [5, 24]);
    let under = |first: usize, last: usize| heading_lines(&plan, 2).iter().filter(|l| (first..=last).contains(l)).count();
    assert_eq!([under(895, 902), under(903, 922), under(923, 938), under(939, 950), under(951, 965)], [3, 8, 6, 3, 4]);
    assert!(plan.documents[0].years_named.is_empty());
}

#[test]
fn s35_07_08_09_waiting_days_bind_no_calendar_day() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 891, 965, None);
    for line in [945, 946, 947, 949] {
        assert!(limits_of(&plan, line).iter().all(|l| l.starts_with("within")), "{line}");
        assert!(targets_of(&plan, line).iter().all(|t| !t.ends_with('%')), "{line}");
    }
}

#[test]
fn s35_14_two_names_a_mask_and_terms() {
    let Some(raw) = shared("002.txt") else { return };
    let plan = read_lines(&raw, 891, 965, None);
    assert!(flagged(&plan, "names_alike", 965), "one firm in two spellings");
    assert!(flagged(&plan, "masked_text", 955) && flagged(&plan, "masked_text", 957));
    assert!(says(&plan, "term_undefined", "五到位"));
    assert!(flagged(&plan, "empty_heading", 927));
}
