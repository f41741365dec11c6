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
//! A row 合计次数 is the sum of the rows that end in 次数; a column 合计 is the sum of the other columns; two rows of one group (县区级 区县数, 县区级 次数) are
//! multiples of each other. Ties go to the cell whose column bears the name of the row (省级 in 省本级), then to the placement with the fewest gaps:
//! `表1 场次表⏎单位 省本级 甲市 乙市 丙市 合计⏎省级 次数⏎市级 次数⏎合计次数⏎3 3 3 6 9 18 3 3 6 9 21` → `市级 次数: - 3 6 9 18`
//!
//! # Not read
//! Tables without totals and with blanks: `表1 场次表⏎单位 甲市 乙市 丙市 丁市⏎讲座次数⏎义诊次数⏎1 2 3 4 5`

use rust_decimal::Decimal;

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

/// A number as a whole number of the smallest unit that stands in the table.
type Whole = i128;
/// Numbers beyond this are no part of a table that is rebuilt; products of two stay in range.
const WHOLE_MAX: Whole = 1_000_000_000_000_000_000;
/// More digits behind the point are no count and no quota.
const SCALE_MAX: u32 = 6;

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
        .take(MULTIPLES_MAX)
        .collect();
    Rules { sums, multiples, totals }
}

/// A page as the search sees it.
#[derive(Debug)]
struct Sheet<'a> {
    rules: &'a Rules,
    numbers: Vec<Whole>,
    rows: usize,
    /// For each column: whether it adds up the others.
    total_columns: Vec<bool>,
    /// For each column: the rows (as bits) whose name it bears.
    named: Vec<u32>,
}

/// Places the numbers; `None` where the labels promise too little or the search would cost too much.
pub(crate) fn solve(shape: &Shape, steps: &mut usize) -> Option<Placed> {
    let columns: usize = shape.pages.iter().map(|p| p.columns.len()).sum();
    if shape.labels.len() > ROWS_MAX || columns > COLUMNS_MAX {
        return None;
    }
    let scale = shape.pages.iter().flat_map(|p| &p.numbers).map(|n| n.normalize().scale()).max().unwrap_or(0);
    let rules = rules(shape.labels);
    let mut sheets = Vec::with_capacity(shape.pages.len());
    let mut candidates: Vec<Vec<Candidate>> = Vec::new();
    for page in shape.pages {
        let numbers: Option<Vec<Whole>> = page.numbers.iter().map(|n| whole(*n, scale)).collect();
        let named = |column: &String| {
            let rows = shape.labels.iter().enumerate().filter(|(_, label)| names_column(label, column));
            rows.fold(0u32, |bits, (row, _)| bits | 1 << row)
        };
        let sheet = Sheet {
            rules: &rules,
            numbers: numbers?,
            rows: shape.labels.len(),
            total_columns: page.columns.iter().map(|c| is_total(c)).collect(),
            named: page.columns.iter().map(named).collect(),
        };
        candidates.push(page_candidates(&sheet, steps)?);
        sheets.push(sheet);
    }
    choose(&sheets, &candidates, steps)
}

fn whole(number: Decimal, scale: u32) -> Option<Whole> {
    let number = number.normalize();
    let factor = 10i128.checked_pow(scale.checked_sub(number.scale()).filter(|_| scale <= SCALE_MAX)?)?;
    number.mantissa().checked_mul(factor).filter(|n| n.abs() <= WHOLE_MAX)
}

/// One way to fill a page.
#[derive(Debug, Clone)]
struct Candidate {
    grid: Grid,
    cost: Cost,
    ways: usize,
}

fn page_candidates(sheet: &Sheet, steps: &mut usize) -> Option<Vec<Candidate>> {
    let (rows, columns) = (sheet.rows, sheet.named.len());
    let blanks = (rows * columns).checked_sub(sheet.numbers.len())?;
    if blanks > 0 && sheet.rules.sums.is_empty() {
        return None;
    }
    // Totals are full first; only if that cannot be are blanks looked for in them too.
    let open: Vec<bool> = sheet.rules.totals.iter().map(|t| !t).collect();
    for free in [&open, &vec![true; rows]] {
        let mut all = Vec::new();
        shares(blanks, columns, free, &mut Vec::new(), &mut all);
        if all.len() > SHARES_MAX {
            continue;
        }
        *steps = steps.checked_sub(all.len())?;
        for broken_max in 0..=2 {
            let found: Vec<Candidate> = all.iter().filter_map(|share| fill(sheet, share, broken_max, steps)).collect();
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

/// A ratio in lowest terms: second row to first; 0 to 0 where none has been seen.
type Ratio = (i64, i64);
const NO_RATIO: Ratio = (0, 0);
/// More pairs of rows that are multiples of each other are not looked at.
const MULTIPLES_MAX: usize = ROWS_MAX / 2;

/// State of the search at a column: how many numbers each row has used, and the ratio that the multiples have shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    used: [u8; ROWS_MAX],
    ratios: [Ratio; MULTIPLES_MAX],
}

#[derive(Debug, Clone, Copy)]
struct Node {
    state: State,
    cost: Cost,
    ways: usize,
    /// The node before, in its layer, and the rows (as bits) that took a number in this column.
    from: usize,
    taken: u32,
}

/// Goes through the columns; each row takes its next number or a blank.
fn fill(sheet: &Sheet, share: &[usize], broken_max: u32, steps: &mut usize) -> Option<Candidate> {
    let columns = sheet.named.len();
    let mut counts = [0u8; ROWS_MAX];
    let mut starts = [0usize; ROWS_MAX];
    let mut next_start = 0;
    for (row, blanks) in share.iter().enumerate() {
        let count = columns - blanks;
        (counts[row], starts[row]) = (u8::try_from(count).ok()?, next_start);
        next_start += count;
    }
    let first = State { used: [0; ROWS_MAX], ratios: [NO_RATIO; MULTIPLES_MAX] };
    let mut layers = vec![vec![Node { state: first, cost: Cost::default(), ways: 1, from: 0, taken: 0 }]];
    let mut sets = Vec::new();
    for column in 0..columns {
        let next = next_layer(sheet, &layers[column], (&counts, &starts), column, broken_max, &mut sets, steps)?;
        if next.is_empty() {
            return None;
        }
        layers.push(next);
    }
    let mut at = (0..layers[columns].len()).min_by_key(|i| layers[columns][*i].cost)?;
    let (cost, ways) = (layers[columns][at].cost, layers[columns][at].ways);
    let mut grid: Grid = vec![vec![None; columns]; sheet.rows];
    for column in (0..columns).rev() {
        let node = &layers[column + 1][at];
        let before = &layers[column][node.from].state;
        for (row, cells) in grid.iter_mut().enumerate().filter(|(row, _)| node.taken >> row & 1 == 1) {
            cells[column] = Some(starts[row] + usize::from(before.used[row]));
        }
        at = node.from;
    }
    Some(Candidate { grid, cost, ways })
}

/// All states behind a column, in order, with the cheapest way to each.
fn next_layer(
    sheet: &Sheet,
    layer: &[Node],
    (counts, starts): (&[u8; ROWS_MAX], &[usize; ROWS_MAX]),
    column: usize,
    broken_max: u32,
    sets: &mut Vec<u32>,
    steps: &mut usize,
) -> Option<Vec<Node>> {
    let mut next: Vec<Node> = Vec::new();
    for (from, node) in layer.iter().enumerate() {
        choices(&node.state, &counts[..sheet.rows], sheet.named.len() - column, sets);
        for taken in sets.iter().copied() {
            *steps = steps.checked_sub(1)?;
            let mut cells = [None; ROWS_MAX];
            for (row, cell) in cells.iter_mut().enumerate().take(sheet.rows).filter(|(row, _)| taken >> row & 1 == 1) {
                *cell = Some(sheet.numbers[starts[row] + usize::from(node.state.used[row])]);
            }
            let cost = node.cost.plus(sum_cost(sheet, &cells));
            if cost.broken > broken_max {
                continue;
            }
            let Some((ratio_cost, ratios)) = ratio_cost(sheet, column, &cells, &node.state) else { continue };
            let cost = cost.plus(ratio_cost).plus(name_cost(sheet, column, &node.state, taken));
            if cost.broken > broken_max {
                continue;
            }
            let mut used = node.state.used;
            used.iter_mut().enumerate().for_each(|(row, n)| *n += u8::from(taken >> row & 1 == 1));
            next.push(Node { state: State { used, ratios }, cost, ways: node.ways, from, taken });
        }
    }
    // Of the ways to one state the cheapest stays, and of those the first; equally cheap ones are counted.
    next.sort_by_key(|node| (node.state, node.cost));
    next.dedup_by(|later, first| {
        let same = later.state == first.state;
        if same && later.cost == first.cost {
            first.ways = first.ways.saturating_add(later.ways);
        }
        same
    });
    Some(next)
}

/// Sets of rows that can take a number here, so that the rest still fits.
fn choices(state: &State, counts: &[u8], columns_left: usize, sets: &mut Vec<u32>) {
    sets.clear();
    sets.push(0);
    for (row, (used, count)) in state.used.iter().zip(counts).enumerate() {
        let left = usize::from(count - used);
        if left == columns_left {
            sets.iter_mut().for_each(|s| *s |= 1 << row);
        } else if left > 0 {
            sets.extend_from_within(..);
            let half = sets.len() / 2;
            sets[half..].iter_mut().for_each(|s| *s |= 1 << row);
        }
    }
}

type Cells = [Option<Whole>; ROWS_MAX];

/// Total rows that differ from the rows they add up.
fn sum_cost(sheet: &Sheet, cells: &Cells) -> Cost {
    let mut cost = Cost::default();
    for (total, parts) in &sheet.rules.sums {
        let sum: Whole = parts.iter().filter_map(|r| cells[*r]).sum();
        let any = parts.iter().any(|r| cells[*r].is_some());
        cost.broken += u32::from(cells[*total].map_or(any, |t| t != sum));
    }
    cost
}

/// Pairs of rows whose ratio changes, and the ratios behind this column.
fn ratio_cost(sheet: &Sheet, column: usize, cells: &Cells, state: &State) -> Option<(Cost, [Ratio; MULTIPLES_MAX])> {
    let mut cost = Cost::default();
    let mut ratios = state.ratios;
    for (i, (a, b)) in sheet.rules.multiples.iter().enumerate().filter(|_| !sheet.total_columns[column]) {
        match (cells[*a], cells[*b]) {
            (None, None) => {}
            (Some(a), Some(b)) if a != 0 => {
                let divisor = common_divisor(a, b);
                let part = |n: Whole| n.checked_div(divisor).and_then(|n| i64::try_from(n).ok());
                let ratio = (part(b * a.signum())?, part(a.abs())?);
                if ratios[i] == NO_RATIO {
                    ratios[i] = ratio;
                }
                cost.broken += u32::from(ratios[i] != ratio);
            }
            _ => cost.broken += 1,
        }
    }
    Some((cost, ratios))
}

fn common_divisor(a: Whole, b: Whole) -> Whole {
    let (mut a, mut b) = (a.abs(), b.abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Named cells without a number, and rows that begin behind blanks.
fn name_cost(sheet: &Sheet, column: usize, state: &State, taken: u32) -> Cost {
    let gaps = (0..sheet.rows).filter(|row| column > 0 && taken >> row & 1 == 1 && state.used[*row] == 0).count();
    Cost { broken: 0, unnamed: (sheet.named[column] & !taken).count_ones(), gaps: u32::try_from(gaps).unwrap_or(u32::MAX) }
}

/// 省级 is the row of 省本级: same first character, and both are levels.
fn names_column(label: &str, column: &str) -> bool {
    let level = label.split(' ').next().unwrap_or(label);
    let stem = level.trim_end_matches('级');
    level.ends_with('级') && !stem.is_empty() && column.starts_with(stem) && column.ends_with('级')
}

/// What a candidate adds to each row: its numbers outside of the total column, and the printed total.
#[derive(Debug)]
struct RowSums {
    sums: Vec<Whole>,
    printed: Vec<Option<Whole>>,
}

/// Chooses one candidate for each page, so that the total column agrees with as many rows as possible.
fn choose(sheets: &[Sheet], candidates: &[Vec<Candidate>], steps: &mut usize) -> Option<Placed> {
    let total = sheets.iter().enumerate().find_map(|(p, s)| s.total_columns.iter().position(|t| *t).map(|c| (p, c)));
    let rows = sheets.first()?.rows;
    let sums: Vec<Vec<RowSums>> = sheets
        .iter()
        .enumerate()
        .map(|(p, s)| candidates[p].iter().map(|c| row_sums(s, c, total.filter(|t| t.0 == p).map(|t| t.1))).collect())
        .collect();
    let mut best: Option<(Cost, Vec<usize>, usize)> = None;
    let mut looked = 0usize;
    let mut pick = vec![0usize; candidates.len()];
    loop {
        let mut cost = pick.iter().enumerate().fold(Cost::default(), |sum, (p, i)| sum.plus(candidates[p][*i].cost));
        if let Some((page, _)) = total {
            cost.broken += broken_totals(rows, &sums, &pick, page);
        }
        let ways: usize = pick.iter().enumerate().map(|(p, i)| candidates[p][*i].ways).fold(1, usize::saturating_mul);
        match &mut best {
            Some((known, _, count)) if *known == cost => *count = count.saturating_add(ways),
            Some((known, _, _)) if *known < cost => {}
            _ => best = Some((cost, pick.clone(), ways)),
        }
        looked += 1;
        *steps = steps.checked_sub(rows)?;
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

fn row_sums(sheet: &Sheet, candidate: &Candidate, total_column: Option<usize>) -> RowSums {
    let number = |cell: &Option<usize>| cell.map(|n| sheet.numbers[n]);
    let outside = |cells: &Vec<Option<usize>>| {
        cells.iter().enumerate().filter(|(c, _)| Some(*c) != total_column).filter_map(|(_, cell)| number(cell)).sum()
    };
    RowSums {
        sums: candidate.grid.iter().map(outside).collect(),
        printed: candidate.grid.iter().map(|cells| number(&cells[total_column?])).collect(),
    }
}

fn broken_totals(rows: usize, sums: &[Vec<RowSums>], pick: &[usize], total_page: usize) -> u32 {
    let broken = |row: &usize| {
        let sum: Whole = pick.iter().enumerate().map(|(page, i)| sums[page][*i].sums[*row]).sum();
        sums[total_page][pick[total_page]].printed[*row].is_some_and(|printed| printed != sum)
    };
    u32::try_from((0..rows).filter(broken).count()).unwrap_or(u32::MAX)
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

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("table_placement.rs"), |t| {
            let reading =
                crate::read(&format!("某县工作方案\n\n一、任务\n\n各县要落实责任。\n\n{t}"), &crate::Options::default());
            let cell = |c: &crate::Cell| c.number().map_or_else(|| "-".to_owned(), |n| n.to_string());
            let rows = reading.tables.iter().flat_map(|t| &t.rows);
            rows.map(|r| format!("{}: {}", r.label, r.cells.iter().map(cell).collect::<Vec<_>>().join(" "))).collect()
        });
    }
}
