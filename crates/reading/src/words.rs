//! Sets of words: whether a text begins, ends or goes on with one of them.
//!
//! Rules ask this at nearly every character. One bit decides in most cases, and nothing is compiled before the first question.

/// A set of words.
#[derive(Debug)]
pub struct Words {
    /// Sorted by the first character, longer words first.
    by_first: Vec<(char, &'static str)>,
    /// Sorted by the last character, longer words first.
    by_last: Vec<(char, &'static str)>,
    first: Bits,
    last: Bits,
}

/// The low bits of characters that occur: a look-up that may say yes for nothing, and never no for something.
#[derive(Debug, Clone)]
struct Bits([u64; 64]);

impl Bits {
    fn of(characters: impl Iterator<Item = char>) -> Self {
        let mut bits = [0; 64];
        characters.for_each(|c| bits[c as usize >> 6 & 63] |= 1 << (c as usize & 63));
        Self(bits)
    }

    fn has(&self, c: char) -> bool {
        self.0[c as usize >> 6 & 63] >> (c as usize & 63) & 1 == 1
    }
}

impl Words {
    /// Words that `|` separates.
    pub fn new(list: &'static str) -> Self {
        let by = |key: fn(&str) -> Option<char>| {
            let mut words: Vec<(char, &'static str)> = list.split('|').filter_map(|w| Some((key(w)?, w))).collect();
            words.sort_unstable_by_key(|(c, w)| (*c, std::cmp::Reverse(w.len()), *w));
            words.dedup();
            words
        };
        let by_first = by(|w| w.chars().next());
        let by_last = by(|w| w.chars().next_back());
        let (first, last) = (Bits::of(by_first.iter().map(|w| w.0)), Bits::of(by_last.iter().map(|w| w.0)));
        Self { by_first, by_last, first, last }
    }

    /// The longest word with which `text` begins.
    pub fn begins(&self, text: &str) -> Option<&'static str> {
        let c = text.chars().next().filter(|c| self.first.has(*c))?;
        of(&self.by_first, c).iter().map(|w| w.1).find(|w| text.starts_with(w))
    }

    /// The longest word with which `text` ends.
    pub fn ends(&self, text: &str) -> Option<&'static str> {
        let c = text.chars().next_back().filter(|c| self.last.has(*c))?;
        of(&self.by_last, c).iter().map(|w| w.1).find(|w| text.ends_with(w))
    }

    /// The words in a text from the left, none inside another, the longest at each place.
    pub fn find_iter<'t>(&'static self, text: &'t str) -> impl Iterator<Item = (usize, &'static str)> + 't {
        let mut skip_to = 0;
        text.char_indices().filter_map(move |(at, c)| {
            if at < skip_to || !self.first.has(c) {
                return None;
            }
            let word = self.begins(&text[at..])?;
            skip_to = at + word.len();
            Some((at, word))
        })
    }
}

/// The words with this character.
fn of<'a>(words: &'a [(char, &'static str)], c: char) -> &'a [(char, &'static str)] {
    let from = words.partition_point(|w| w.0 < c);
    let len = words[from..].partition_point(|w| w.0 == c);
    &words[from..from + len]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::LazyLock;

    #[test]
    fn the_longest_word_is_found() {
        static WORDS: LazyLock<Words> = LazyLock::new(|| Words::new("及|及其|会同|和|政府|人民政府"));
        assert_eq!(WORDS.begins("及其他"), Some("及其"));
        assert_eq!(WORDS.begins("及时"), Some("及"));
        assert_eq!(WORDS.begins("反"), None);
        assert_eq!(WORDS.ends("县人民政府"), Some("人民政府"));
        assert_eq!(WORDS.ends(""), None);
        assert_eq!(WORDS.find_iter("甲和乙及其丙").collect::<Vec<_>>(), [(3, "和"), (9, "及其")]);
    }
}
