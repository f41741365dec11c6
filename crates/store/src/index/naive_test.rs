//! The index against the plainest possible one: a list of contributions, added up when asked.

use super::{Counting, Index, NoCounting, add_to};
use jiff::civil::Date;
use luodi_engine::{Cell, Contribution};
use luodi_model::{ProgrammeId, Unit, UnitId, UnitTree};
use rust_decimal::Decimal;

/// splitmix64: seeded, so that a failure can be run again.
struct Random(u64);
impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }
}

fn tree(random: &mut Random, units: u32) -> UnitTree {
    let unit = |id: u32, parent: Option<u32>| Unit {
        id: UnitId(id),
        parent: parent.map(UnitId),
        code: id.to_string(),
        level: String::new(),
        name: String::new(),
        aliases: vec![],
        tags: vec![],
        from: None,
        to: None,
    };
    // A parent among the few before gives deep trees, among all gives broad ones.
    let list = (0..units)
        .map(|id| {
            unit(
                id,
                (id > 0).then(|| {
                    if id % 2 == 0 {
                        random.below(u64::from(id)) as u32
                    } else {
                        id - 1 - random.below(u64::from(id.min(20))) as u32
                    }
                }),
            )
        })
        .collect();
    UnitTree::new(list).unwrap()
}

/// Totals stay within the 28 digits of a decimal: beyond them the order of adding decides the last digit.
fn sum(random: &mut Random) -> Decimal {
    let digits = i128::from(random.below(1 << 50)) >> random.below(50);
    let sign = if random.below(4) == 0 { -1 } else { 1 };
    let scale = if random.below(10) == 0 { 9 } else { random.below(5) as u32 };
    Decimal::from_i128_with_scale(digits * sign, scale)
}

fn naive(list: &[Contribution], tree: &UnitTree, unit: UnitId, subtree: bool, days: (Date, Date)) -> Cell {
    let mut cell = Cell::default();
    for c in list {
        let here = if subtree { tree.within(c.unit, unit) } else { c.unit == unit };
        if here && days.0 <= c.day && c.day <= days.1 {
            add_to(&mut cell, &c.cell);
        }
    }
    cell
}

fn check(index: &Index, list: &[Contribution], tree: &UnitTree, random: &mut Random, programme: &ProgrammeId) {
    for _ in 0..40 {
        let unit = UnitId(random.below(tree.len() as u64) as u32);
        let from = Date::constant(2025, random.below(12) as i8 + 1, 1);
        let to = Date::constant(2025, random.below(12) as i8 + 1, 1).last_of_month();
        let want = |subtree| naive(list, tree, unit, subtree, (from, to));
        let (mut whole, mut own) = (Cell::default(), Cell::default());
        if let Some(measure) = index.measure(programme, "m").filter(|_| from <= to) {
            whole = measure.subtree(&tree.subtree(unit), (from, to));
            own = measure.own(tree, unit, (from, to));
        }
        assert_eq!((whole, own), (want(true), want(false)), "{unit:?} {from} {to}");
    }
}

#[test]
fn the_index_adds_up_like_a_list() {
    let programme = ProgrammeId("p".into());
    let counting: &dyn Counting = &NoCounting;
    for seed in 0..12 {
        let mut random = Random(seed);
        let units = [3, 70, 700, 5_000][seed as usize % 4];
        let (old, new) = (tree(&mut random, units), tree(&mut random, units));
        let (mut index, mut list) = (Index::default(), vec![]);
        let mut seen: Option<(Index, Vec<Contribution>)> = None;
        for step in 0..400 {
            let unit = UnitId(random.below(u64::from(units)) as u32);
            let day = Date::constant(2025, random.below(12) as i8 + 1, random.below(28) as i8 + 1);
            let cell = Cell { count: 1, sum: sum(&mut random), unknown: i64::from(random.below(5) == 0) };
            let mut c = Contribution { measure: "m".into(), unit, day, cell };
            if let Some(before) = list.get(random.below(400) as usize) {
                // Taken back, as by a correction.
                let before: &Contribution = before;
                c = Contribution { cell: before.cell.negated(), ..before.clone() };
            }
            assert!(index.add(&old, counting, &programme, &c, step));
            list.push(c);
            if step % 100 == 0 {
                seen = Some((index.clone(), list.clone()));
            }
        }
        check(&index, &list, &old, &mut random, &programme);
        let (seen, seen_list) = seen.unwrap();
        check(&seen, &seen_list, &old, &mut random, &programme);
        check(&index.moved(&old, &new), &list, &new, &mut random, &programme);
        let mut read = Index::default();
        for (_, _, day, bucket) in index.buckets() {
            *read.bucket_mut(&programme, "m", || false, day) = super::Bucket::read(&bucket.write()).unwrap();
        }
        check(&read, &list, &old, &mut random, &programme);
    }
}
