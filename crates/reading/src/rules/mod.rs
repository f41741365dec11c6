//! One rule per file. Each says in its doc comment what it finds, why, what is read and what is not;
//! the examples of the comment are its unit tests.

pub mod article;
pub mod buried_headings;
pub mod checks_amounts;
pub mod checks_announced;
pub mod checks_ends;
pub mod checks_forms;
pub mod checks_goals;
pub mod checks_indicators;
pub mod checks_levels;
pub mod checks_marks;
pub mod checks_masks;
pub mod checks_named_days;
pub mod checks_names;
pub mod checks_page;
pub mod checks_period;
pub mod checks_phases;
pub mod checks_products;
pub mod checks_repeats;
pub mod checks_run_in;
pub mod checks_series;
pub mod checks_table;
pub mod checks_terms;
pub mod checks_text;
pub mod checks_thresholds;
pub mod checks_time;
pub mod checks_two_days;
pub mod checks_typing;
pub mod checks_years;
pub mod citations;
pub mod closing;
pub mod heading_titles;
pub mod issuers;
pub mod items;
pub mod leading_groups;
pub mod line_joins;
pub mod noise;
pub mod responsibility_brackets;
pub mod responsibility_by;
pub mod responsibility_duties;
pub mod responsibility_headings;
pub mod responsibility_inherited;
pub mod responsibility_open_lists;
pub mod responsibility_subjects;
pub mod separators;
pub mod table_placement;
pub mod target_masked;
pub mod target_pending;
pub mod target_quantities;
pub mod target_rises;
pub mod target_zero;
pub mod time_between;
pub mod time_by;
pub mod time_every;
pub mod time_on;
pub mod time_standing;
pub mod time_within;
pub mod titles;

use crate::types::{Limit, Role};

/// A unit that a rule found in a passage, as folded bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub start: usize,
    pub end: usize,
    pub role: Role,
    pub explicit: bool,
    pub sentence: (usize, usize),
}

/// An expression of time that a rule found in a passage, as folded bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TimeFound {
    pub start: usize,
    pub end: usize,
    pub limit: Limit,
}

#[cfg(test)]
pub(crate) mod tests {
    use super::TimeFound;
    use crate::calendar::Years;
    use crate::text::Passage;
    use crate::types::Span;

    /// Runs the examples of a rule's comment. Under “Read” and “Not read” what stands in backquotes is a text; ⏎ is the end of a line, and
    /// `text` → `words` says what must come out. `find` shows what the rule finds in a text.
    pub(crate) fn examples(source: &str, find: impl Fn(&str) -> Vec<String>) {
        let comment: Vec<&str> = source.lines().take_while(|l| l.starts_with("//!")).map(|l| l[3..].trim()).collect();
        let part = |heading: &str| {
            let from = comment.iter().position(|l| *l == heading).expect("each rule has the fixed headings");
            comment[from + 1..].iter().take_while(|l| !l.starts_with("# ")).copied().collect::<Vec<_>>().join("\n")
        };
        for (heading, is_read) in [("# Read", true), ("# Not read", false)] {
            let text = part(heading);
            let pieces: Vec<&str> = text.split('`').collect();
            assert!(pieces.len() >= 3 && pieces.len() % 2 == 1, "no example under {heading}, or a backquote too many");
            let mut at = 1;
            while at < pieces.len() {
                let example = pieces[at].replace('⏎', "\n");
                let expected = pieces.get(at + 2).filter(|_| pieces[at + 1].trim() == "→");
                let found = find(&example);
                match expected {
                    Some(words) => {
                        assert!(found.iter().any(|f| f.contains(*words)), "{example:?} gives {found:?}, not {words}");
                        at += 4;
                    }
                    None => {
                        assert_eq!(!found.is_empty(), is_read, "{heading} {example:?}: {found:?}");
                        at += 2;
                    }
                }
            }
        }
    }

    /// Runs one rule on a text: `words kind value` for each find.
    pub(crate) fn times(text: &str, years: Years, rule: fn(&Passage, Years, &mut Vec<TimeFound>)) -> Vec<String> {
        let mut passage = Passage::default();
        passage.push(text, Span::new(0, text.len()), false);
        let mut out = Vec::new();
        rule(&passage, years, &mut out);
        out.iter()
            .map(|f| {
                let (kind, value) = crate::gold::limit(&f.limit);
                format!("{} {kind} {value}", &passage.text[f.start..f.end])
            })
            .collect()
    }
}
