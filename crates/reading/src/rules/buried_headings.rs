//! Headings that stand inside a line.
//!
//! # What it finds
//! The places at which a line must be cut because a numbered heading begins there.
//!
//! # Why
//! Copying a page loses line ends: a chapter then begins behind the last sentence of the one before.
//!
//! # Read
//! The number goes on from the heading before, a full stop or a blank stands before it, the title is short and ends at a blank, at a
//! full stop or with the line: `三、动员⏎在全县全部推开。 四、任务和要求 (一)宣讲数量` → `任务和要求`;
//! `（一）整治。开展整治工作。⏎面貌大有改观。（二）推行一体化作业，提升管理水平。⏎各区要明确责任，按时完成。` → `推行一体化作业`;
//! `4、投放。做好分类投放工作。⏎实现资源化。5、做好整治工作。采取有效措施，加强管理工作。` → `做好整治工作`
//!
//! # Not read
//! `实行一、二级管理，做好各项工作。`, `请按第(一)项办理有关工作。`; numbers out of their row: `三、动员⏎在全县全部推开。 七、内容和要求`

use crate::number;
use crate::text::{fold_char, is_blank, is_sentence_end};
use crate::types::NumberForm;

/// The numbers that the next 一、, （一） and 1、 would have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next {
    pub chapter: u32,
    pub bracket: u32,
    pub arabic: u32,
}

/// Cuts `raw` at buried headings; the result holds the byte offsets of the cuts, ascending.
pub fn cuts(raw: &str, begins_with: Option<NumberForm>, next: Next) -> Vec<usize> {
    let mut found = Vec::new();
    let mut after_heading = begins_with.is_some();
    let mut chapter = next.chapter + u32::from(begins_with == Some(NumberForm::Chinese));
    let mut bracket = if begins_with == Some(NumberForm::Chinese) { 1 } else { next.bracket };
    let mut arabic = next.arabic + u32::from(begins_with == Some(NumberForm::Arabic));
    let mut before = '\n';
    let mut blank = false;
    let folding = crate::fold::folding();
    for (at, c) in raw.char_indices() {
        let looked = folding.of(c);
        if looked.is_blank() {
            blank = true;
            continue;
        }
        let folded = looked.char();
        let candidate = before != '\n' && (folded == '(' || is_figure(folded) || (before == '。' && folded.is_ascii_digit()));
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
                    let goes_on = n.ordinal == bracket && bracket > 1 && stopped;
                    first || (goes_on && ((blank && short_title(rest)) || (before == '。' && closes_line(rest))))
                }
                NumberForm::Arabic => n.ordinal == arabic && arabic > 1 && before == '。' && title_and_text(rest),
                _ => false,
            };
            if fits {
                found.push(at);
                after_heading = true;
                match n.form {
                    NumberForm::Chinese => (chapter, bracket, arabic) = (n.ordinal + 1, 1, 1),
                    NumberForm::ChineseInBrackets => (bracket, arabic) = (n.ordinal + 1, 1),
                    _ => arabic = n.ordinal + 1,
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

fn is_figure(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

/// Whether a figure and its mark can stand here: at most four figures, then a mark; a bracket holds figures first.
fn may_be_number(rest: &str) -> bool {
    let mut opened = false;
    let mut figures = 0;
    for c in rest.chars().filter(|c| !is_blank(*c)).map(fold_char).take(7) {
        if is_figure(c) || matches!(c, '百' | '零' | '〇' | '廿') || c.is_ascii_digit() {
            figures += 1;
        } else if c == '(' && figures == 0 && !opened {
            opened = true;
        } else {
            return figures > 0 && if opened { c == ')' } else { matches!(c, '、' | '.' | ',' | ':') };
        }
    }
    false
}

/// One sentence of at most 60 characters that ends with the line: a title set behind the text above it.
fn closes_line(rest: &str) -> bool {
    let text = super::titles::fold_line(rest);
    let body = text.trim_end_matches(['。', ';']);
    (4..=60).contains(&body.chars().count()) && !body.contains(is_sentence_end)
}

/// A title of at most 30 characters that a full stop ends, and text behind it.
fn title_and_text(rest: &str) -> bool {
    let text = super::titles::fold_line(rest);
    text.split_once('。').is_some_and(|(title, body)| {
        (4..=30).contains(&title.chars().count()) && !title.contains(['(', ';', ':']) && body.chars().count() >= 10
    })
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
        let next = |chapter: u32, bracket: u32, arabic: u32| Next { chapter, bracket, arabic };
        let parts: Vec<&str> = cuts(line, None, next(4, 1, 1)).into_iter().map(|at| &line[at..]).collect();
        assert_eq!(parts, ["四、任务和要求 (一)宣讲数量", "(一)宣讲数量"]);
        assert!(cuts("实行一、二级管理", None, next(1, 1, 1)).is_empty());
        assert!(cuts("详见第(一)项规定", None, next(2, 1, 1)).is_empty());
        assert!(cuts("全部推开。 七、内容", None, next(4, 1, 1)).is_empty());
        let at_end = "面貌大有改观。（二）推行一体化作业，提升管理水平。";
        assert_eq!(cuts(at_end, None, next(2, 2, 1)), ["面貌大有改观。".len()]);
        assert!(cuts("面貌大有改观。（二）推行作业。各区要落实。", None, next(2, 2, 1)).is_empty());
        let item = "实现资源化。5、做好整治工作。采取有效措施，加强管理工作。";
        assert_eq!(cuts(item, None, next(2, 2, 5)), ["实现资源化。".len()]);
        assert!(cuts(item, None, next(2, 2, 4)).is_empty());
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("buried_headings.rs"), |t| {
            crate::read(t, &crate::Options::default())
                .outline
                .into_iter()
                .filter(|h| h.place == crate::HeadingPlace::Buried)
                .map(|h| h.title)
                .collect()
        });
    }
}
