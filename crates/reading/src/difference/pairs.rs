//! Pairs of texts that speak of the same thing, by the pairs of characters that they share.

use std::collections::{BTreeMap, HashMap, HashSet};

/// Two texts are of one thing where they share at least this part of their pairs of characters.
const ALIKE_MIN: f64 = 0.5;
/// Pairs of characters that more texts hold tell nothing about which two belong together.
const POSTINGS_MAX: usize = 64;

/// Which text of the first list belongs to which of the second.
pub(super) struct Pairs {
    first: BTreeMap<usize, usize>,
    second: BTreeMap<usize, usize>,
}

impl Pairs {
    pub fn of_first(&self, i: usize) -> Option<usize> {
        self.first.get(&i).copied()
    }

    pub fn of_second(&self, j: usize) -> Option<usize> {
        self.second.get(&j).copied()
    }
}

/// The pairs of characters of a text, each with how often it stands there; figures and marks say nothing of the thing.
fn bigrams(text: &str) -> HashMap<(char, char), u32> {
    let mut found = HashMap::new();
    let mut last = None;
    for c in text.chars().map(crate::text::fold_char) {
        if !c.is_alphanumeric() || c.is_ascii_digit() {
            last = None;
            continue;
        }
        if let Some(before) = last.replace(c) {
            *found.entry((before, c)).or_insert(0) += 1;
        }
    }
    found
}

/// The figures of a text: they change from plan to plan, and tell apart what else reads alike.
fn figures(text: &str) -> HashSet<&str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).collect()
}

/// Of the texts that hold the rarest pair of characters: those nearest to the same place in the list.
fn nearest(grams: &HashMap<(char, char), u32>, holders: &HashMap<(char, char), Vec<usize>>, i: usize) -> Vec<usize> {
    let Some((_, rarest)) = grams.keys().filter_map(|g| holders.get(g)).map(|h| (h.len(), h)).min() else { return Vec::new() };
    let at = rarest.partition_point(|j| *j < i);
    rarest[at.saturating_sub(POSTINGS_MAX / 2)..(at + POSTINGS_MAX / 2).min(rarest.len())].to_vec()
}

fn total(grams: &HashMap<(char, char), u32>) -> u32 {
    grams.values().sum()
}

/// Pairs the texts one to one, the most alike first; `may` says which may be held against each other at all.
pub(super) fn find(first: &[String], second: &[String], may: impl Fn(usize, usize) -> bool) -> Pairs {
    let (a, b): (Vec<_>, Vec<_>) = (first.iter().map(|t| bigrams(t)).collect(), second.iter().map(|t| bigrams(t)).collect());
    let mut holders: HashMap<(char, char), Vec<usize>> = HashMap::new();
    for (j, grams) in b.iter().enumerate() {
        for gram in grams.keys() {
            holders.entry(*gram).or_default().push(j);
        }
    }
    let numbers: Vec<HashSet<&str>> = second.iter().map(|t| figures(t)).collect();
    let mut scored: Vec<(f64, usize, usize, usize)> = Vec::new();
    for (i, grams) in a.iter().enumerate() {
        let own = figures(&first[i]);
        let mut candidates: Vec<usize> =
            grams.keys().filter_map(|g| holders.get(g)).filter(|h| h.len() <= POSTINGS_MAX).flatten().copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        if candidates.is_empty() {
            candidates = nearest(grams, &holders, i);
        }
        for j in candidates.into_iter().filter(|j| may(i, *j)) {
            let shared: u32 = grams.iter().map(|(g, n)| b[j].get(g).map_or(0, |m| *n.min(m))).sum();
            let alike = 2.0 * f64::from(shared) / f64::from((total(grams) + total(&b[j])).max(1));
            if alike >= ALIKE_MIN {
                scored.push((alike, own.intersection(&numbers[j]).count(), i, j));
            }
        }
    }
    // The most alike first, then those with the same figures; what stands at the same place in both lists before what moved.
    scored.sort_by(|x, y| {
        y.0.total_cmp(&x.0)
            .then(y.1.cmp(&x.1))
            .then(x.2.abs_diff(x.3).cmp(&y.2.abs_diff(y.3)))
            .then(x.2.cmp(&y.2))
            .then(x.3.cmp(&y.3))
    });
    let mut pairs = Pairs { first: BTreeMap::new(), second: BTreeMap::new() };
    for (_, _, i, j) in scored {
        if !pairs.first.contains_key(&i) && !pairs.second.contains_key(&j) {
            pairs.first.insert(i, j);
            pairs.second.insert(j, i);
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_one_thing() {
        let list = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
        let before = list(&["各镇每月5日前报送巡河情况。", "市水务局牵头编制整治方案。", "开展志愿服务。"]);
        let after = list(&["市水务局牵头编制整治方案和清单。", "各镇每月10日前报送巡河情况。"]);
        let pairs = find(&before, &after, |_, _| true);
        assert_eq!((0..3).map(|i| pairs.of_first(i)).collect::<Vec<_>>(), [Some(1), Some(0), None]);
    }
}
