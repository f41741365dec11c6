//! Headings that stand inside a line.
//!
//! # What it finds
//! The places at which a line must be cut because a numbered heading begins there.
//!
//! # Why
//! Copying a page loses line ends: a chapter then begins behind the last sentence of the one before.
//!
//! # Read
//! `……全部推开。 四、任务 (一)宣讲数量`: the number goes on from the chapter before, a full stop or a blank stands before it,
//! the title is short and ends at a blank or with the line.
//!
//! # Not read
//! `实行一、二级管理`, `见第(一)项`, numbers out of their row.

use crate::number;
use crate::text::{fold_char, is_blank, is_sentence_end};
use crate::types::NumberForm;

/// Cuts `raw` at buried headings. `next_chapter` is the number that the next 一、 would have; the result holds
/// the byte offsets of the cuts, ascending.
pub fn cuts(raw: &str, begins_with: Option<NumberForm>, next_chapter: u32, next_bracket: u32) -> Vec<usize> {
    let mut found = Vec::new();
    let mut after_heading = begins_with.is_some();
    let mut chapter = next_chapter + u32::from(begins_with == Some(NumberForm::Chinese));
    let mut bracket = if begins_with == Some(NumberForm::Chinese) { 1 } else { next_bracket };
    let mut before = '\n';
    let mut blank = false;
    for (at, c) in raw.char_indices() {
        if is_blank(c) {
            blank = true;
            continue;
        }
        let folded = fold_char(c);
        let candidate = before != '\n' && (folded == '(' || "一二三四五六七八九十".contains(folded));
        if candidate
            && may_be_number(&raw[at..])
            && let Some(n) = number::parse(&raw[at..]).filter(|n| n.marked && raw[at + n.raw_len..].chars().next().is_some())
        {
            let rest = &raw[at + n.raw_len..];
            let stopped = is_sentence_end(before) || before == ':';
            let fits = match n.form {
                NumberForm::Chinese => n.ordinal == chapter && chapter > 1 && stopped && short_title(rest),
                NumberForm::ChineseInBrackets => {
                    let first = n.ordinal == 1 && after_heading && (blank || bracket == 1) && short_title(rest);
                    first || (n.ordinal == bracket && bracket > 1 && stopped && blank && short_title(rest))
                }
                _ => false,
            };
            if fits {
                found.push(at);
                after_heading = true;
                if n.form == NumberForm::Chinese {
                    chapter = n.ordinal + 1;
                    bracket = 1;
                } else {
                    bracket = n.ordinal + 1;
                }
            }
        }
        // A sentence between them means that the heading before is over.
        if is_sentence_end(folded) || folded == ',' {
            after_heading = false;
        }
        before = folded;
        blank = false;
    }
    found
}

/// Whether a figure and its mark can stand here: at most four figures, then a mark; a bracket holds figures first.
fn may_be_number(rest: &str) -> bool {
    let mut opened = false;
    let mut figures = 0;
    for c in rest.chars().filter(|c| !is_blank(*c)).map(fold_char).take(7) {
        if "一二三四五六七八九十百零〇廿".contains(c) {
            figures += 1;
        } else if c == '(' && figures == 0 && !opened {
            opened = true;
        } else {
            return figures > 0 && if opened { c == ')' } else { matches!(c, '、' | '.' | ',' | ':') };
        }
    }
    false
}

/// At most 20 characters up to a blank, an opening bracket with a number, or the end of the line.
fn short_title(rest: &str) -> bool {
    let mut count = 0;
    for c in rest.chars().skip_while(|c| is_blank(*c)) {
        let c = fold_char(c);
        if is_blank(c) || c == '(' {
            break;
        }
        if is_sentence_end(c) || c == ',' {
            return count >= 2 && is_sentence_end(c);
        }
        count += 1;
        if count > 20 {
            return false;
        }
    }
    count >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_inside_lines() {
        let line = "在全县全部推开。 四、任务和要求 (一)宣讲数量";
        let parts: Vec<&str> = cuts(line, None, 4, 1).into_iter().map(|at| &line[at..]).collect();
        assert_eq!(parts, ["四、任务和要求 (一)宣讲数量", "(一)宣讲数量"]);
        assert!(cuts("实行一、二级管理", None, 1, 1).is_empty());
        assert!(cuts("详见第(一)项规定", None, 2, 1).is_empty());
        assert!(cuts("全部推开。 七、内容", None, 4, 1).is_empty());
    }
}
