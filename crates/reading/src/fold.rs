//! What the reader knows of a character before any rule looks at it: its folded form, whether it is white space,
//! and whether it is a cue. One look-up in one table gives all three.

use std::sync::LazyLock;

/// Characters without which whole groups of rules find nothing. A set of them fits the bits of a number, so that a rule
/// can be let go before it looks at the text. Any figure counts as `0`, any Chinese figure as `一`.
const CUES: &str = "0一%年月日号天周季度期时前底每按逐半内立即当同步长常持第负责牵配协落由请要应须将必务附件《【[(:报成员组设任主率*×漏清全旬到终末为至止不达以上下左新完元人次个户家所罚奖扣无晚Xx○会参承是方项措骤阶问?“”、,;_D〔〖对行快分";

/// The cue that stands for any ASCII figure, and the one for any Chinese figure.
const FIGURE: char = '0';
const CHINESE_FIGURE: char = '一';

/// Low 16 bits: the folded character. Bit 16: white space. From bit 17: 1 + number of the cue.
const BLANK: u32 = 1 << 16;
const CUE_SHIFT: u32 = 17;

static TABLE: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let cues = cue_numbers();
    let mut table = vec![0; 0x1_0000];
    for (code, slot) in (0u32..).zip(table.iter_mut()) {
        let Some(c) = char::from_u32(code) else { continue };
        let folded = fold_slowly(c);
        let cue = cues.get(folded as usize).copied().unwrap_or(0);
        *slot = (folded as u32 & 0xffff) | if is_blank_slowly(c) { BLANK } else { 0 } | cue << CUE_SHIFT;
    }
    table
});

/// For each folded character: 1 + the number of its cue, 0 for none.
fn cue_numbers() -> Vec<u32> {
    let mut numbers = vec![0u32; 0x1_0000];
    for (number, c) in (1..).zip(CUES.chars()) {
        numbers[c as usize] = number;
    }
    let (figure, chinese) = (numbers[FIGURE as usize], numbers[CHINESE_FIGURE as usize]);
    for (code, slot) in (0u32..).zip(numbers.iter_mut()).filter(|(_, slot)| **slot == 0) {
        *slot = match char::from_u32(code) {
            Some(c) if c.is_ascii_digit() => figure,
            Some(c) if crate::numeral::is_chinese_figure(c) => chinese,
            _ => 0,
        };
    }
    numbers
}

fn entry(c: char) -> Option<u32> {
    TABLE.get(c as usize).copied()
}

/// The table itself, for loops over whole texts.
#[derive(Debug, Clone, Copy)]
pub struct Folding(&'static [u32]);

pub fn folding() -> Folding {
    Folding(&TABLE)
}

impl Folding {
    /// What the table says of a character; characters outside of it stand for themselves and are no cue.
    pub fn of(self, c: char) -> Folded {
        Folded(self.0.get(c as usize).copied().unwrap_or(0), c)
    }
}

/// A character with what is known of it.
#[derive(Debug, Clone, Copy)]
pub struct Folded(u32, char);

impl Folded {
    pub fn is_blank(self) -> bool {
        self.0 & BLANK != 0
    }

    /// It is no white space, and its folded form is the character itself.
    pub fn stands(self) -> bool {
        self.0 & (BLANK | 0xffff) == self.1 as u32 || self.0 == 0
    }

    pub fn char(self) -> char {
        if self.0 == 0 { self.1 } else { char::from_u32(self.0 & 0xffff).unwrap_or(self.1) }
    }
}

/// Folds one character: full-width forms of ASCII become ASCII, traditional characters simplified; the rest stays.
pub fn fold_char(c: char) -> char {
    entry(c).and_then(|e| char::from_u32(e & 0xffff)).unwrap_or(c)
}

/// White space and invisible characters that scraped texts are full of.
pub fn is_blank(c: char) -> bool {
    entry(c).is_some_and(|e| e & BLANK != 0)
}

fn fold_slowly(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '﹪' => '%',
        '﹝' | '﹙' => '(',
        '﹞' | '﹚' => ')',
        '∶' | '︰' => ':',
        '﹣' | '–' | '―' | '─' => '—',
        '∕' | '⁄' => '/',
        '•' | '・' | '‧' => '·',
        c => crate::variants::simplify(c),
    }
}

fn is_blank_slowly(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{a0}' | '\u{3000}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' | '\u{2060}')
}

/// The cues that a text holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cues(u128);

impl Cues {
    pub fn add(&mut self, c: Folded) {
        // Bit 0 collects the characters that are no cue.
        self.0 |= 1 << (c.0 >> CUE_SHIFT);
    }

    /// Whether any of these characters may stand in the text. A character that is no cue may.
    pub fn any(self, characters: &str) -> bool {
        characters.chars().any(|c| match entry(c).map_or(0, |e| e >> CUE_SHIFT) {
            0 => true,
            cue => self.0 >> cue & 1 == 1,
        })
    }

    /// Whether each of these characters may stand in the text.
    pub fn all(self, characters: &str) -> bool {
        characters.chars().all(|c| match entry(c).map_or(0, |e| e >> CUE_SHIFT) {
            0 => true,
            cue => self.0 >> cue & 1 == 1,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_what_the_rules_say() {
        assert!(CUES.chars().count() <= 127, "one bit is kept for all others");
        for c in ('\0'..='\u{ffff}').chain(['𠀀', '😀']) {
            assert_eq!((fold_char(c), is_blank(c)), (fold_slowly(c), is_blank_slowly(c)), "{c:?}");
        }
    }

    #[test]
    fn cues_never_deny_what_stands_there() {
        let mut cues = Cues::default();
        "每月5日前报,五个季度".chars().for_each(|c| cues.add(folding().of(c)));
        assert!(cues.all("每月日前") && cues.any("年季") && cues.all("0") && cues.all("一"));
        assert!(!cues.any("牵配") && !cues.all("年月"));
        assert!(cues.any("甲"), "no cue: it may stand there");
    }
}
