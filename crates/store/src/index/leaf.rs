//! 64 neighbouring units of one bucket in one small block: three columns (count, unknown, sum), each as wide as its
//! largest number needs. A village reports once a month or so: most columns are one byte wide or absent.

pub(crate) const LEAF: usize = 64;

/// Digits after the point that a leaf keeps; numbers with more go to the bucket's exact side table.
pub(crate) const SCALE_MAX: u8 = 8;

const WIDTHS: [u8; 6] = [0, 1, 2, 4, 8, 16];
const COLUMNS: usize = 3;

/// What is added to a cell, or what stands in it: `sum` in units of 10^-`scale`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Figures {
    pub count: i64,
    pub unknown: i64,
    pub sum: i128,
    pub scale: u8,
}

impl Figures {
    pub fn minus(&self, other: &Figures) -> Figures {
        let scale = self.scale.max(other.scale);
        let at = |f: &Figures| f.sum * power_of_ten(scale - f.scale);
        Figures { count: self.count - other.count, unknown: self.unknown - other.unknown, sum: at(self) - at(other), scale }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Leaf {
    scale: u8,
    /// Bytes per number of each column; 0: all numbers are zero.
    widths: [u8; COLUMNS],
    bytes: Box<[u8]>,
}

impl Default for Leaf {
    fn default() -> Leaf {
        Leaf { scale: 0, widths: [0; COLUMNS], bytes: Box::default() }
    }
}

impl Leaf {
    pub fn get(&self, at: usize) -> Figures {
        let n = |c| self.number(c, at);
        Figures { count: n(0) as i64, unknown: n(1) as i64, sum: n(2), scale: self.scale }
    }
    pub fn count(&self, at: usize) -> i64 {
        self.number(0, at) as i64
    }

    pub fn add(&mut self, at: usize, figures: &Figures) {
        let mut sum = figures.sum;
        if figures.sum != 0 {
            if figures.scale > self.scale {
                self.rescale(figures.scale);
            }
            sum *= power_of_ten(self.scale - figures.scale);
        }
        self.add_number(0, at, i128::from(figures.count));
        self.add_number(1, at, i128::from(figures.unknown));
        self.add_number(2, at, sum);
    }

    /// Bytes that this leaf holds.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    fn offset(&self, column: usize) -> usize {
        self.widths[..column].iter().map(|w| usize::from(*w) * LEAF).sum()
    }

    fn number(&self, column: usize, at: usize) -> i128 {
        let width = usize::from(self.widths[column]);
        if width == 0 {
            return 0;
        }
        let start = self.offset(column) + at * width;
        read(&self.bytes[start..start + width])
    }

    fn add_number(&mut self, column: usize, at: usize, delta: i128) {
        if delta == 0 {
            return;
        }
        let value = self.number(column, at) + delta;
        if width_of(value) > self.widths[column] {
            self.widen(column, width_of(value));
        }
        let width = usize::from(self.widths[column]);
        let start = self.offset(column) + at * width;
        self.bytes[start..start + width].copy_from_slice(&value.to_le_bytes()[..width]);
    }

    fn widen(&mut self, column: usize, width: u8) {
        let mut wider = Leaf { scale: self.scale, widths: self.widths, bytes: Box::default() };
        wider.widths[column] = width;
        wider.bytes = vec![0u8; wider.offset(COLUMNS)].into_boxed_slice();
        for c in 0..COLUMNS {
            let (w, start) = (usize::from(wider.widths[c]), wider.offset(c));
            if c != column {
                let from = self.offset(c);
                wider.bytes[start..start + w * LEAF].copy_from_slice(&self.bytes[from..from + w * LEAF]);
                continue;
            }
            for i in 0..LEAF {
                let value = self.number(c, i).to_le_bytes();
                wider.bytes[start + i * w..start + (i + 1) * w].copy_from_slice(&value[..w]);
            }
        }
        *self = wider;
    }

    fn rescale(&mut self, scale: u8) {
        let factor = power_of_ten(scale - self.scale);
        self.scale = scale;
        for at in 0..LEAF {
            let value = self.number(2, at);
            self.add_number(2, at, value * factor - value);
        }
    }

    /// Scale, widths, then the columns.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.push(self.scale);
        out.extend_from_slice(&self.widths);
        out.extend_from_slice(&self.bytes);
    }
    /// Reads one leaf and what follows it; `None` where the bytes are no leaf.
    pub fn read(bytes: &[u8]) -> Option<(Leaf, &[u8])> {
        let (head, rest) = bytes.split_at_checked(1 + COLUMNS)?;
        let widths = [head[1], head[2], head[3]];
        if head[0] > SCALE_MAX || widths.iter().any(|w| !WIDTHS.contains(w)) {
            return None;
        }
        let len = widths.iter().map(|w| usize::from(*w) * LEAF).sum();
        let (body, rest) = rest.split_at_checked(len)?;
        Some((Leaf { scale: head[0], widths, bytes: body.into() }, rest))
    }
}

fn read(bytes: &[u8]) -> i128 {
    match *bytes {
        [a] => i128::from(a as i8),
        [a, b] => i128::from(i16::from_le_bytes([a, b])),
        [a, b, c, d] => i128::from(i32::from_le_bytes([a, b, c, d])),
        _ => match bytes.first_chunk::<16>() {
            Some(all) => i128::from_le_bytes(*all),
            None => bytes.first_chunk::<8>().map_or(0, |b| i128::from(i64::from_le_bytes(*b))),
        },
    }
}

fn width_of(value: i128) -> u8 {
    if i8::try_from(value).is_ok() {
        1
    } else if i16::try_from(value).is_ok() {
        2
    } else if i32::try_from(value).is_ok() {
        4
    } else if i64::try_from(value).is_ok() {
        8
    } else {
        16
    }
}

pub(crate) fn power_of_ten(n: u8) -> i128 {
    10i128.pow(u32::from(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(count: i64, sum: i128, scale: u8) -> Figures {
        Figures { count, unknown: 0, sum, scale }
    }

    #[test]
    fn columns_widen_and_keep_what_they_hold() {
        let mut leaf = Leaf::default();
        let mut expected = [0i128; LEAF];
        for step in 0..400usize {
            let (at, sum) = (step * 7 % LEAF, 3i128.pow((step % 75) as u32) * if step % 2 == 0 { 1 } else { -1 });
            leaf.add(at, &figures(1, sum, 0));
            expected[at] += sum;
        }
        for (at, want) in expected.iter().enumerate() {
            assert_eq!(leaf.get(at).sum, *want, "{at}");
        }
        let mut bytes = vec![];
        leaf.write(&mut bytes);
        bytes.push(9);
        assert_eq!(Leaf::read(&bytes), Some((leaf, &[9u8][..])));
    }

    #[test]
    fn a_finer_number_rescales_the_leaf() {
        let mut leaf = Leaf::default();
        leaf.add(0, &figures(1, 7, 0));
        leaf.add(1, &figures(1, 25, 2));
        leaf.add(0, &figures(1, 5, 1));
        assert_eq!(leaf.get(0), Figures { count: 2, unknown: 0, sum: 750, scale: 2 });
        assert_eq!(leaf.get(1).sum, 25);
    }

    #[test]
    fn broken_bytes_are_no_leaf() {
        assert_eq!(Leaf::read(&[0, 1, 0]), None);
        assert_eq!(Leaf::read(&[0, 3, 0, 0]), None);
        assert_eq!(Leaf::read(&[0, 1, 0, 0, 5]), None);
    }
}
