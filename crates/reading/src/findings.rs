//! Checks on the text: what does not fit is shown to a person with what was compared and what can be decided.
//! Nothing is decided here.

use crate::blocks::{Block, BlockKind};
use crate::rules::{
    checks_amounts, checks_announced, checks_ends, checks_forms, checks_goals, checks_indicators, checks_levels, checks_marks,
    checks_masks, checks_named_days, checks_names, checks_period, checks_phases, checks_products, checks_repeats, checks_run_in,
    checks_series, checks_table, checks_terms, checks_text, checks_thresholds, checks_time, checks_two_days, checks_typing,
    checks_years,
};
use crate::text::Source;
use crate::types::{
    At, Comparison, Document, Finding, Heading, JoinedSentence, Noise, Responsibility, Severity, Table, Target, TimeLimit,
};

/// What the checks of one document look at: its own part of the reading, and nothing of other documents.
pub(crate) struct Subject<'a> {
    pub source: &'a Source<'a>,
    pub document: &'a Document,
    pub blocks: &'a [Block],
    pub outline: &'a [Heading],
    /// Index of the first heading of the document in the whole reading.
    pub first_heading: usize,
    pub responsibilities: &'a [Responsibility],
    pub targets: &'a [Target],
    pub time_limits: &'a [TimeLimit],
    pub tables: &'a [Table],
    pub joined: &'a [JoinedSentence],
    pub noise: &'a [Noise],
    pub year: Option<i32>,
}

impl Subject<'_> {
    /// The heading with this index of the whole reading.
    pub fn heading(&self, index: usize) -> Option<&Heading> {
        index.checked_sub(self.first_heading).and_then(|i| self.outline.get(i))
    }

    /// Where folded bytes of a block stand in the raw text.
    pub fn place(&self, block: &Block, start: usize, end: usize) -> At {
        self.source.at(block.passage.raw_span(start, end))
    }

    pub fn texts(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|b| b.kind == BlockKind::Text)
    }

    pub fn finding(&self, code: &str, severity: Severity, at: Vec<At>, message: String) -> Finding {
        Finding { document: self.document.id, code: code.to_owned(), severity, message, at, compared: None, choices: Vec::new() }
    }
}

pub(crate) fn compared(parts: String, computed: rust_decimal::Decimal, printed: rust_decimal::Decimal) -> Comparison {
    Comparison { parts, computed, printed, difference: printed - computed }
}

pub(crate) fn run(subject: &Subject, out: &mut Vec<Finding>) {
    let mut found = Vec::new();
    checks_text::numbers(subject, &mut found);
    checks_text::empty_headings(subject, &mut found);
    checks_text::annexes(subject, &mut found);
    checks_text::page_marks(subject, &mut found);
    checks_text::left_blank(subject, &mut found);
    checks_text::typing_errors(subject, &mut found);
    checks_text::rates(subject, &mut found);
    checks_text::receivers(subject, &mut found);
    checks_text::vague_terms(subject, &mut found);
    checks_time::year(subject, &mut found);
    checks_time::term(subject, &mut found);
    checks_time::time_order(subject, &mut found);
    checks_table::sums(subject, &mut found);
    checks_table::against_text(subject, &mut found);
    checks_amounts::least_of_a_range(subject, &mut found);
    checks_amounts::parts(subject, &mut found);
    checks_amounts::baselines(subject, &mut found);
    checks_amounts::bands(subject, &mut found);
    checks_amounts::days(subject, &mut found);
    checks_marks::decimals(subject, &mut found);
    checks_marks::marks(subject, &mut found);
    checks_marks::doubled(subject, &mut found);
    checks_marks::exact_and_nameless(subject, &mut found);
    checks_masks::masks(subject, &mut found);
    checks_masks::hidden_numbers(subject, &mut found);
    checks_masks::lost(subject, &mut found);
    checks_names::find(subject, &mut found);
    checks_years::doubtful(subject, &mut found);
    checks_phases::find(subject, &mut found);
    checks_products::find(subject, &mut found);
    checks_ends::cut_off(subject, &mut found);
    checks_ends::tables(subject, &mut found);
    checks_series::rows(subject, &mut found);
    checks_series::sections(subject, &mut found);
    checks_terms::undefined(subject, &mut found);
    checks_terms::persons(subject, &mut found);
    checks_typing::find(subject, &mut found);
    for find in [
        checks_announced::find,
        checks_forms::find,
        checks_goals::find,
        checks_indicators::find,
        checks_levels::find,
        checks_named_days::find,
        checks_period::find,
        checks_repeats::find,
        checks_run_in::find,
        checks_thresholds::find,
        checks_two_days::find,
    ] {
        find(subject, &mut found);
    }
    found.sort_by_key(|f| (f.severity, f.at.first().map_or(0, |a| a.line)));
    out.append(&mut found);
}
