//! Which line of a revised text stands for which line of the one before.

use std::collections::HashMap;

/// For each line of the first text (from 0) the line of the second that stands for it; `None`: none does. Lines that stand
/// once in both texts and in the same order are the same; between two such lines, equally many lines stand for each other.
pub fn aligned(first: &str, second: &str) -> Vec<Option<usize>> {
    let (a, b): (Vec<String>, Vec<String>) = (lines(first), lines(second));
    let anchors = in_order(once_in_both(&a, &b));
    let mut found = vec![None; a.len()];
    let ends = anchors.iter().copied().chain([(a.len(), b.len())]);
    let (mut from_a, mut from_b) = (0, 0);
    for (to_a, to_b) in ends {
        between(&a[from_a..to_a], &b[from_b..to_b], |i, j| found[from_a + i] = Some(from_b + j));
        if to_a < a.len() {
            found[to_a] = Some(to_b);
        }
        (from_a, from_b) = (to_a + 1, to_b + 1);
        if from_a > a.len() || from_b > b.len() {
            break;
        }
    }
    found
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(|l| l.split_whitespace().collect()).collect()
}

/// Lines between two anchors: the same ones at the begin and the end, then the rest one by one where as many are left.
fn between(a: &[String], b: &[String], mut pair: impl FnMut(usize, usize)) {
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(x, y)| x == y).count();
    (0..head).for_each(|i| pair(i, i));
    (1..=tail).for_each(|i| pair(a.len() - i, b.len() - i));
    if a.len() == b.len() {
        (head..a.len() - tail).for_each(|i| pair(i, i));
    }
}

fn once_in_both(a: &[String], b: &[String]) -> Vec<(usize, usize)> {
    let once = |list: &[String]| {
        let mut places: HashMap<String, Option<usize>> = HashMap::new();
        for (i, line) in list.iter().enumerate().filter(|(_, l)| !l.is_empty()) {
            places.entry(line.clone()).and_modify(|p| *p = None).or_insert(Some(i));
        }
        places
    };
    let second = once(b);
    let mut pairs: Vec<(usize, usize)> = once(a).into_iter().filter_map(|(line, i)| Some((i?, (*second.get(&line)?)?))).collect();
    pairs.sort_unstable();
    pairs
}

/// The longest row of pairs that keep their order in both texts (patience).
fn in_order(pairs: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    // Piles by their last second line; each pair knows the pair before it.
    let mut piles: Vec<usize> = vec![];
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for (at, (_, j)) in pairs.iter().enumerate() {
        let pile = piles.partition_point(|p| pairs[*p].1 < *j);
        before[at] = pile.checked_sub(1).map(|p| piles[p]);
        if pile == piles.len() { piles.push(at) } else { piles[pile] = at }
    }
    let mut row = vec![];
    let mut at = piles.last().copied();
    while let Some(i) = at {
        row.push(pairs[i]);
        at = before[i];
    }
    row.reverse();
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(first: &str, second: &str, expected: &[Option<usize>]) {
        assert_eq!(aligned(first, second), expected, "{first} → {second}");
    }

    #[test]
    fn lines_that_stayed_moved_changed_and_went() {
        check("a\nb\nc", "a\nb\nc", &[Some(0), Some(1), Some(2)]);
        check("a\nb\nc", "x\na\nb2\nc", &[Some(1), Some(2), Some(3)]);
        check("a\nb\nc", "a\nc", &[Some(0), None, Some(1)]);
        check("a\nb\nc\nd", "a\nc\nb\nd", &[Some(0), None, Some(1), Some(3)]);
        check("\n\na\n\nb", "\na\n\nb", &[Some(0), None, Some(1), Some(2), Some(3)]);
        check("", "a", &[]);
    }
}
