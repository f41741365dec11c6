//! The cells of one measure in one month (or day): for each unit the figures of its subtree, by pre-order position.
//!
//! Only subtree figures are kept; what a unit has of its own is that minus its children. Blocks are shared with
//! snapshots and copied when written while one is alive, so that readers never wait and never see half a batch.

use super::leaf::{Figures, LEAF, Leaf, SCALE_MAX, power_of_ten};
use luodi_engine::Cell;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// Leaves per node: copying a node copies so many pointers.
const FAN: usize = 64;
const SPAN: usize = LEAF * FAN;

#[derive(Clone, Debug)]
struct Node {
    leaves: [Option<Arc<Leaf>>; FAN],
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Bucket {
    /// The last event that changed it.
    pub touched: i64,
    nodes: Vec<Option<Arc<Node>>>,
    /// Own sums that no column holds exactly (more than 8 digits after the point, or beyond 64 bits), by position.
    odd: BTreeMap<u32, Decimal>,
}

/// A cell as it is added: split into what columns hold and what they can't.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Delta {
    figures: Figures,
    odd: Decimal,
}

impl Delta {
    pub fn new(cell: &Cell) -> Delta {
        let sum = cell.sum.normalize();
        let fits = sum.scale() <= u32::from(SCALE_MAX) && i64::try_from(sum.mantissa()).is_ok();
        let (mantissa, scale) = if fits { (sum.mantissa(), sum.scale() as u8) } else { (0, 0) };
        Delta {
            figures: Figures { count: cell.count, unknown: cell.unknown, sum: mantissa, scale },
            odd: if fits { Decimal::ZERO } else { sum },
        }
    }
}

impl Bucket {
    /// Adds to the position and to each of its ancestors (positions given by `up`).
    pub fn add(&mut self, position: u32, delta: &Delta, up: &dyn Fn(u32) -> Option<u32>) {
        let mut at = Some(position);
        while let Some(p) = at {
            self.leaf_mut(p).add(p as usize % LEAF, &delta.figures);
            at = up(p);
        }
        if !delta.odd.is_zero() {
            let odd = self.odd.entry(position).or_default();
            *odd = odd.saturating_add(delta.odd);
            if odd.is_zero() {
                self.odd.remove(&position);
            }
        }
    }

    fn leaf_mut(&mut self, position: u32) -> &mut Leaf {
        let p = position as usize;
        if self.nodes.len() <= p / SPAN {
            self.nodes.resize(p / SPAN + 1, None);
        }
        let node = self.nodes[p / SPAN].get_or_insert_with(|| Arc::new(Node { leaves: [const { None }; FAN] }));
        let leaf = Arc::make_mut(node).leaves[p % SPAN / LEAF].get_or_insert_default();
        Arc::make_mut(leaf)
    }
    fn leaf(&self, position: u32) -> Option<&Leaf> {
        let p = position as usize;
        self.nodes.get(p / SPAN)?.as_ref()?.leaves[p % SPAN / LEAF].as_deref()
    }

    /// Figures of the subtree that stands at `range`.
    pub fn subtree(&self, range: &Range<u32>) -> Cell {
        let figures = self.leaf(range.start).map(|l| l.get(range.start as usize % LEAF)).unwrap_or_default();
        let mut cell = to_cell(&figures);
        if !self.odd.is_empty() {
            cell.sum = self.odd.range(range.clone()).fold(cell.sum, |s, (_, d)| s.saturating_add(*d));
        }
        cell
    }
    /// Figures of the unit alone: its subtree without those of its children (positions given). Taken apart in whole
    /// numbers, because a decimal of 28 digits may not hold the way there.
    pub fn own(&self, position: u32, children: impl Iterator<Item = u32>) -> Cell {
        let figures = |p: u32| self.leaf(p).map(|l| l.get(p as usize % LEAF)).unwrap_or_default();
        let own = children.fold(figures(position), |left, child| left.minus(&figures(child)));
        let mut cell = to_cell(&own);
        if let Some(odd) = self.odd.get(&position) {
            cell.sum = cell.sum.saturating_add(*odd);
        }
        cell
    }
    /// How many records the subtree at this position counts.
    pub fn count(&self, position: u32) -> i64 {
        self.leaf(position).map_or(0, |l| l.count(position as usize % LEAF))
    }
    /// Bytes held, about.
    pub fn size(&self) -> usize {
        let leaves = self.nodes.iter().flatten().flat_map(|n| n.leaves.iter().flatten());
        let nodes = self.nodes.len() * 8 + self.nodes.iter().flatten().count() * (16 + 8 * FAN);
        leaves.map(|l| l.size() + 64).sum::<usize>() + nodes + self.odd.len() * 48
    }

    /// The figures of each position that holds any (subtree figures), in order.
    pub fn visit(&self, visit: &mut dyn FnMut(u32, Figures)) {
        for (n, node) in self.nodes.iter().enumerate() {
            let Some(node) = node else { continue };
            for (l, leaf) in node.leaves.iter().enumerate() {
                let Some(leaf) = leaf else { continue };
                for i in 0..LEAF {
                    let figures = leaf.get(i);
                    if figures.count != 0 || figures.unknown != 0 || figures.sum != 0 {
                        visit((n * SPAN + l * LEAF + i) as u32, figures);
                    }
                }
            }
        }
    }
    pub fn odd(&self) -> impl Iterator<Item = (u32, Decimal)> + '_ {
        self.odd.iter().map(|(p, d)| (*p, *d))
    }
    /// Adds figures that are not normalised to a cell (while the tree is rebuilt).
    pub fn add_figures(&mut self, position: u32, figures: &Figures, up: &dyn Fn(u32) -> Option<u32>) {
        self.add(position, &Delta { figures: *figures, odd: Decimal::ZERO }, up);
    }
    pub fn add_odd(&mut self, position: u32, odd: Decimal) {
        self.odd.insert(position, odd);
    }

    /// For a checkpoint: leaf numbers with leaves, then the side table.
    pub fn write(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for (n, node) in self.nodes.iter().enumerate() {
            let Some(node) = node else { continue };
            for (l, leaf) in node.leaves.iter().enumerate() {
                if let Some(leaf) = leaf {
                    out.extend_from_slice(&((n * FAN + l) as u32).to_le_bytes());
                    leaf.write(&mut out);
                }
            }
        }
        out.extend_from_slice(&u32::MAX.to_le_bytes());
        for (position, odd) in &self.odd {
            out.extend_from_slice(&position.to_le_bytes());
            out.extend_from_slice(&odd.serialize());
        }
        out
    }
    /// Reads what [`Bucket::write`] wrote; `None` where it is something else.
    pub fn read(mut bytes: &[u8]) -> Option<Bucket> {
        let mut bucket = Bucket::default();
        loop {
            let (number, rest) = bytes.split_first_chunk::<4>()?;
            bytes = rest;
            let number = u32::from_le_bytes(*number);
            if number == u32::MAX {
                break;
            }
            let (leaf, rest) = Leaf::read(bytes)?;
            bytes = rest;
            *bucket.leaf_mut(number.checked_mul(LEAF as u32)?) = leaf;
        }
        while !bytes.is_empty() {
            let (position, rest) = bytes.split_first_chunk::<4>()?;
            let (odd, rest) = rest.split_first_chunk::<16>()?;
            bucket.odd.insert(u32::from_le_bytes(*position), Decimal::deserialize(*odd));
            bytes = rest;
        }
        Some(bucket)
    }
}

pub(crate) fn to_cell(figures: &Figures) -> Cell {
    Cell { count: figures.count, unknown: figures.unknown, sum: decimal(figures.sum, figures.scale) }
}

/// A sum beyond 96 bits is shown as the largest decimal: 28 digits are more than any office counts.
fn decimal(sum: i128, scale: u8) -> Decimal {
    Decimal::try_from_i128_with_scale(sum, u32::from(scale)).unwrap_or_else(|_| {
        let whole = sum / power_of_ten(scale);
        Decimal::try_from_i128_with_scale(whole, 0).unwrap_or(if sum < 0 { Decimal::MIN } else { Decimal::MAX })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(count: i64, sum: &str, unknown: i64) -> Cell {
        Cell { count, sum: sum.parse().unwrap(), unknown }
    }
    /// Position p has parent p/3: 0 is the root.
    fn up(p: u32) -> Option<u32> {
        (p > 0).then_some(p / 3)
    }

    #[test]
    fn adds_to_every_ancestor_and_survives_a_checkpoint() {
        let mut b = Bucket::default();
        for p in [5u32, 17, 9000, 9001] {
            b.add(p, &Delta::new(&cell(1, "100000.5", 1)), &up);
        }
        b.add(17, &Delta::new(&cell(1, "0.000000000001", 0)), &up);
        b.add(5, &Delta::new(&cell(-1, "-100000.5", -1)), &up);
        let read = Bucket::read(&b.write()).unwrap();
        for b in [&b, &read] {
            assert_eq!(b.subtree(&(0..20_000)), cell(4, "300001.500000000001", 3));
            assert_eq!(b.subtree(&(5..18)), cell(2, "100000.500000000001", 1), "17 hangs under 5");
            assert_eq!(b.subtree(&(8..9)), Cell::default());
        }
    }

    #[test]
    fn a_snapshot_keeps_what_it_saw() {
        let mut b = Bucket::default();
        b.add(70, &Delta::new(&cell(1, "1", 0)), &up);
        let seen = b.clone();
        b.add(70, &Delta::new(&cell(1, "1", 0)), &up);
        assert_eq!(seen.count(70), 1);
        assert_eq!(b.count(70), 2);
    }
}
