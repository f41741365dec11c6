//! Where the blanks of a flattened table stand.
//!
//! # What it finds
//! The placement of a row of numbers in a grid with blanks, by the sums and multiples that the labels promise.
//!
//! # Why
//! A copied table keeps its numbers in order but loses its empty cells. A blank is not a zero and must not be guessed:
//! it stands where the totals leave it no other place.
//!
//! # Read
//! A row `合计次数` is the sum of the rows that end in `次数`; a column `合计` is the sum of the other columns; two rows of
//! one group (`县区级 区县数`, `县区级 次数`) are multiples of each other. Ties go to the cell whose column bears the name of
//! the row (`省级` in `省本级`), then to the placement with the fewest gaps.
//!
//! # Not read
//! Tables without totals and with blanks: they are not rebuilt.

use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Columns that stand on one page, with their numbers row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    pub columns: Vec<String>,
    pub numbers: Vec<Decimal>,
}

#[derive(Debug)]
pub(crate) struct Shape<'a> {
    pub labels: &'a [String],
    pub pages: &'a [Page],
}

/// For each page, row and column: the index of its number, `None` for a blank.
pub(crate) type Grid = Vec<Vec<Option<usize>>>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placed {
    pub pages: Vec<Grid>,
    /// Placements that satisfy the sums and ties equally well.
    pub placements: usize,
}

/// Work that the tables of one reading may cost: steps of the search over columns.
pub(crate) const STEPS_MAX: usize = 1_500_000;
/// Larger tables are not rebuilt.
const ROWS_MAX: usize = 16;
const COLUMNS_MAX: usize = 80;
/// Ways to share the blanks of a page among its rows that are looked at.
const SHARES_MAX: usize = 60_000;

/// Broken sums, then named cells missed, then gaps: smaller is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Cost {
    broken: u32,
    unnamed: u32,
    gaps: u32,
}

impl Cost {
    fn plus(self, other: Cost) -> Cost {
        Cost { broken: self.broken + other.broken, unnamed: self.unnamed + other.unnamed, gaps: self.gaps + other.gaps }
    }
}

pub(crate) fn is_total(label: &str) -> bool {
    ["合计", "总计", "小计", "总数", "共计"].iter().any(|w| label.starts_with(w) || label.ends_with(w))
}

/// What the labels promise.
#[derive(Debug)]
struct Rules {
    /// A total row and the rows that it adds up.
    sums: Vec<(usize, Vec<usize>)>,
    /// Pairs of rows that are multiples of each other.
    multiples: Vec<(usize, usize)>,
    totals: Vec<bool>,
}

fn rules(labels: &[String]) -> Rules {
    let totals: Vec<bool> = labels.iter().map(|l| is_total(l)).collect();
    let mut sums = Vec::new();
    for (row, label) in labels.iter().enumerate().filter(|(row, _)| totals[*row]) {
        let unit = ["合计", "总计", "小计", "总数", "共计"]
            .iter()
            .fold(label.as_str(), |l, w| l.trim_start_matches(w).trim_end_matches(w))
            .trim();
        let parts: Vec<usize> = (0..row).filter(|r| !totals[*r] && labels[*r].ends_with(unit)).collect();
        if parts.len() >= 2 {
            sums.push((row, parts));
        }
    }
    let group = |l: &str| l.split_once(' ').map(|(g, _)| g.to_owned());
    let multiples = (1..labels.len())
        .filter(|r| !totals[*r] && group(&labels[*r]).is_some() && group(&labels[*r]) == group(&labels[*r - 1]))
        .map(|r| (r - 1, r))
        .collect();
    Rules { sums, multiples, totals }
}

/// Places the numbers; `None` where the labels promise too little or the search would cost too much.
pub(crate) fn solve(shape: &Shape, steps: &mut usize) -> Option<Placed> {
    let columns: usize = shape.pages.iter().map(|p| p.columns.len()).sum();
    if shape.labels.len() > ROWS_MAX || columns > COLUMNS_MAX {
        return None;
    }
    let rules = rules(shape.labels);
    let mut candidates: Vec<Vec<Candidate>> = Vec::new();
    for page in shape.pages {
        candidates.push(page_candidates(shape.labels, page, &rules, steps)?);
    }
    choose(shape, &candidates, steps)
}

/// One way to fill a page.
#[derive(Debug, Clone)]
struct Candidate {
    grid: Grid,
    cost: Cost,
    ways: usize,
}

fn page_candidates(labels: &[String], page: &Page, rules: &Rules, steps: &mut usize) -> Option<Vec<Candidate>> {
    let (rows, columns) = (labels.len(), page.columns.len());
    let blanks = (rows * columns).checked_sub(page.numbers.len())?;
    if blanks > 0 && rules.sums.is_empty() {
        return None;
    }
    // Totals are full first; only if that cannot be are blanks looked for in them too.
    let open: Vec<bool> = rules.totals.iter().map(|t| !t).collect();
    for free in [&open, &vec![true; rows]] {
        let mut all = Vec::new();
        shares(blanks, columns, free, &mut Vec::new(), &mut all);
        if all.len() > SHARES_MAX {
            continue;
        }
        *steps = steps.checked_sub(all.len())?;
        for broken_max in 0..=2 {
            let found: Vec<Candidate> =
                all.iter().filter_map(|share| fill(labels, page, rules, share, broken_max, steps)).collect();
            if !found.is_empty() {
                return Some(found);
            }
        }
    }
    None
}

/// All ways to share `blanks` among the rows that may have some, at most `columns` each.
fn shares(blanks: usize, columns: usize, free: &[bool], head: &mut Vec<usize>, all: &mut Vec<Vec<usize>>) {
    if all.len() > SHARES_MAX {
        return;
    }
    let row = head.len();
    if row == free.len() {
        if blanks == 0 {
            all.push(head.clone());
        }
        return;
    }
    let room: usize = free[row + 1..].iter().filter(|f| **f).count() * columns;
    let most = if free[row] { blanks.min(columns) } else { 0 };
    for here in blanks.saturating_sub(room)..=most {
        head.push(here);
        shares(blanks - here, columns, free, head, all);
        head.pop();
    }
}

/// State of the search at a column: how many numbers each row has used, and the ratio that the multiples have shown.
type State = (Vec<usize>, Vec<Option<Decimal>>);

#[derive(Debug, Clone)]
struct Best {
    cost: Cost,
    ways: usize,
    /// The state before and the rows (as bits) that took a number in this column.
    from: Option<(State, u32)>,
}

/// Goes through the columns; each row takes its next number or a blank.
fn fill(labels: &[String], page: &Page, rules: &Rules, share: &[usize], broken_max: u32, steps: &mut usize) -> Option<Candidate> {
    let (rows, columns) = (labels.len(), page.columns.len());
    let counts: Vec<usize> = share.iter().map(|b| columns - b).collect();
    let starts: Vec<usize> = counts.iter().scan(0, |at, n| Some(std::mem::replace(at, *at + n))).collect();
    let mut layers: Vec<BTreeMap<State, Best>> = Vec::with_capacity(columns + 1);
    let first = (vec![0; rows], vec![None; rules.multiples.len()]);
    layers.push(BTreeMap::from([(first, Best { cost: Cost::default(), ways: 1, from: None })]));
    for column in 0..columns {
        let mut next: BTreeMap<State, Best> = BTreeMap::new();
        for (state, best) in &layers[column] {
            for taken in choices(state, &counts, columns - column) {
                *steps = steps.checked_sub(1)?;
                let cell = |row: usize| (taken >> row & 1 == 1).then(|| page.numbers[starts[row] + state.0[row]]);
                let Some((cost, ratios)) = judge(labels, page, rules, column, &cell, state, taken) else { continue };
                let cost = best.cost.plus(cost);
                if cost.broken > broken_max {
                    continue;
                }
                let used: Vec<usize> = state.0.iter().enumerate().map(|(row, n)| n + (taken >> row & 1) as usize).collect();
                let entry = next.entry((used, ratios)).or_insert(Best { cost, ways: 0, from: None });
                if entry.from.is_none() || cost < entry.cost {
                    *entry = Best { cost, ways: best.ways, from: Some((state.clone(), taken)) };
                } else if cost == entry.cost {
                    entry.ways = entry.ways.saturating_add(best.ways);
                }
            }
        }
        layers.push(next);
    }
    let (state, best) = layers[columns].iter().min_by_key(|(_, b)| b.cost)?;
    let mut grid: Grid = vec![vec![None; columns]; rows];
    let (mut state, cost, ways) = (state.clone(), best.cost, best.ways);
    for column in (0..columns).rev() {
        let (before, taken) = layers[column + 1].get(&state)?.from.clone()?;
        for (row, cells) in grid.iter_mut().enumerate().filter(|(row, _)| taken >> row & 1 == 1) {
            cells[column] = Some(starts[row] + before.0[row]);
        }
        state = before;
    }
    Some(Candidate { grid, cost, ways })
}

/// Sets of rows that can take a number here, so that the rest still fits.
fn choices(state: &State, counts: &[usize], columns_left: usize) -> Vec<u32> {
    let mut sets = vec![0u32];
    for (row, (used, count)) in state.0.iter().zip(counts).enumerate() {
        let left = count - used;
        if left == columns_left {
            sets.iter_mut().for_each(|s| *s |= 1 << row);
        } else if left > 0 {
            let with: Vec<u32> = sets.iter().map(|s| s | 1 << row).collect();
            sets.extend(with);
        }
    }
    sets
}

/// Cost of one column, and the ratios behind it.
fn judge(
    labels: &[String],
    page: &Page,
    rules: &Rules,
    column: usize,
    cell: &dyn Fn(usize) -> Option<Decimal>,
    state: &State,
    taken: u32,
) -> Option<(Cost, Vec<Option<Decimal>>)> {
    let mut cost = Cost::default();
    for (total, parts) in &rules.sums {
        let values: Vec<Decimal> = parts.iter().filter_map(|r| cell(*r)).collect();
        let sum: Decimal = values.iter().sum();
        if cell(*total).is_some_and(|t| t != sum) || (cell(*total).is_none() && !values.is_empty()) {
            cost.broken += 1;
        }
    }
    let mut ratios = state.1.clone();
    let total_column = is_total(&page.columns[column]);
    for (i, (a, b)) in rules.multiples.iter().enumerate().filter(|_| !total_column) {
        match (cell(*a), cell(*b)) {
            (None, None) => {}
            (Some(a), Some(b)) if !a.is_zero() => {
                let ratio = b.checked_div(a)?.normalize();
                if *ratios[i].get_or_insert(ratio) != ratio {
                    cost.broken += 1;
                }
            }
            _ => cost.broken += 1,
        }
    }
    for (row, label) in labels.iter().enumerate() {
        let present = taken >> row & 1 == 1;
        if names_column(label, &page.columns[column]) && !present {
            cost.unnamed += 1;
        }
        // A number behind blanks: the row has a gap here.
        if present && column > 0 && state.0[row] < column && state.0[row] == 0 {
            cost.gaps += 1;
        }
    }
    Some((cost, ratios))
}

/// 省级 is the row of 省本级: same first character, and both are levels.
fn names_column(label: &str, column: &str) -> bool {
    let level = label.split(' ').next().unwrap_or(label);
    let stem = level.trim_end_matches('级');
    level.ends_with('级') && !stem.is_empty() && column.starts_with(stem) && column.ends_with('级')
}

/// Chooses one candidate for each page, so that the total column agrees with as many rows as possible.
fn choose(shape: &Shape, candidates: &[Vec<Candidate>], steps: &mut usize) -> Option<Placed> {
    let total =
        shape.pages.iter().enumerate().find_map(|(p, page)| page.columns.iter().position(|c| is_total(c)).map(|c| (p, c)));
    let mut best: Option<(Cost, Vec<usize>, usize)> = None;
    let mut looked = 0usize;
    let mut pick = vec![0usize; candidates.len()];
    loop {
        let mut cost = pick.iter().enumerate().fold(Cost::default(), |sum, (p, i)| sum.plus(candidates[p][*i].cost));
        if let Some((page, column)) = total {
            cost.broken += broken_totals(shape, candidates, &pick, page, column);
        }
        let ways: usize = pick.iter().enumerate().map(|(p, i)| candidates[p][*i].ways).fold(1, usize::saturating_mul);
        match &mut best {
            Some((known, _, count)) if *known == cost => *count = count.saturating_add(ways),
            Some((known, _, _)) if *known < cost => {}
            _ => best = Some((cost, pick.clone(), ways)),
        }
        looked += 1;
        *steps = steps.checked_sub(shape.labels.len())?;
        // Next combination.
        let mut page = 0;
        while page < pick.len() {
            pick[page] += 1;
            if pick[page] < candidates[page].len() {
                break;
            }
            pick[page] = 0;
            page += 1;
        }
        if page == pick.len() || looked > SHARES_MAX {
            break;
        }
    }
    let (_, pick, placements) = best?;
    Some(Placed { pages: pick.iter().enumerate().map(|(p, i)| candidates[p][*i].grid.clone()).collect(), placements })
}

fn broken_totals(shape: &Shape, candidates: &[Vec<Candidate>], pick: &[usize], total_page: usize, total_column: usize) -> u32 {
    let mut broken = 0;
    for row in 0..shape.labels.len() {
        let mut sum = Decimal::ZERO;
        for (page, i) in pick.iter().enumerate() {
            for (column, cell) in candidates[page][*i].grid[row].iter().enumerate() {
                if let Some(n) = cell.filter(|_| (page, column) != (total_page, total_column)) {
                    sum += shape.pages[page].numbers[n];
                }
            }
        }
        let printed =
            candidates[total_page][pick[total_page]].grid[row][total_column].map(|n| shape.pages[total_page].numbers[n]);
        broken += u32::from(printed.is_some_and(|p| p != sum));
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(columns: &[&str], numbers: &[i64]) -> Page {
        Page {
            columns: columns.iter().map(|c| (*c).to_owned()).collect(),
            numbers: numbers.iter().map(|n| Decimal::from(*n)).collect(),
        }
    }

    #[test]
    fn blanks_stand_where_the_sums_leave_them() {
        let labels: Vec<String> =
            ["省级 次数", "市级 次数", "县级 县数", "县级 次数", "合计次数"].iter().map(|s| (*s).to_owned()).collect();
        // 省本级 has no cities and no counties, 乙市 has no counties.
        let pages = [
            page(&["省本级", "甲市", "乙市"], &[3, 3, 3, 2, 6, 3, 9, 3]),
            page(&["丙市", "合计"], &[3, 3, 9, 4, 12, 18, 15, 30]),
        ];
        let placed = solve(&Shape { labels: &labels, pages: &pages }, &mut 100_000).expect("the sums decide");
        assert_eq!(placed.placements, 1);
        assert_eq!(placed.pages[0][0], [Some(0), None, None]);
        assert_eq!(placed.pages[0][1], [None, Some(1), Some(2)]);
        assert_eq!(placed.pages[0][2], [None, Some(3), None]);
        assert_eq!(placed.pages[1][2], [Some(3), None]);
    }

    #[test]
    fn without_totals_nothing_is_guessed() {
        let labels = vec!["甲".to_owned(), "乙".to_owned()];
        assert!(solve(&Shape { labels: &labels, pages: &[page(&["一", "二"], &[1, 2, 3])] }, &mut 100_000).is_none());
    }
}
