//! Streams of a compound file ([MS-CFB]), with every chain checked for circles: readers that trust the chains do not end.

/// Sector numbers from here on are marks ([MS-CFB] 2.1).
const MARKS: u32 = 0xffff_fffa;
const END_OF_CHAIN: u32 = 0xffff_fffe;
/// Streams shorter than this stand in the mini stream ([MS-CFB] 2.2).
const MINI_CUTOFF: usize = 4096;
const MINI_SECTOR_BYTES: usize = 64;

/// The directory and the tables that lead to the streams.
#[derive(Debug)]
pub(crate) struct Compound<'a> {
    bytes: &'a [u8],
    sector_bytes: usize,
    table: Vec<u32>,
    mini_table: Vec<u32>,
    mini_stream: Vec<u8>,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    name: String,
    start: u32,
    bytes: usize,
}

impl<'a> Compound<'a> {
    /// None when the tables are damaged or run in circles.
    pub(crate) fn open(bytes: &'a [u8]) -> Option<Compound<'a>> {
        let sector_bytes = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut compound = Compound {
            bytes,
            sector_bytes,
            table: Vec::new(),
            mini_table: Vec::new(),
            mini_stream: Vec::new(),
            entries: Vec::new(),
        };
        compound.table = compound.allocation_table()?;
        let directory = compound.chain(u32_at(bytes, 48)?)?;
        compound.entries = directory.chunks_exact(128).map(|entry| compound.entry(entry)).collect::<Option<_>>()?;
        let root = compound.entries.first()?.start;
        if u32_at(bytes, 64)? > 0 {
            compound.mini_table = numbers(&compound.chain(u32_at(bytes, 60)?)?);
            compound.mini_stream = compound.chain(root)?;
        }
        Some(compound)
    }

    /// All streams with this name, whatever its case. None when one of them is damaged.
    pub(crate) fn streams(&self, name: &str) -> Option<Vec<Vec<u8>>> {
        let named = self.entries.iter().filter(|entry| entry.name.eq_ignore_ascii_case(name));
        named.map(|entry| self.stream(entry)).collect()
    }

    fn stream(&self, entry: &Entry) -> Option<Vec<u8>> {
        let mut stream = if entry.bytes < MINI_CUTOFF { self.mini_chain(entry.start)? } else { self.chain(entry.start)? };
        stream.truncate(entry.bytes);
        Some(stream)
    }

    /// The table of sectors: its own sectors are listed in the header and in a chain of further lists ([MS-CFB] 2.5).
    fn allocation_table(&self) -> Option<Vec<u32>> {
        let sectors_max = self.sectors_max();
        let mut lists = numbers(self.bytes.get(76..512)?);
        let mut next = u32_at(self.bytes, 68)?;
        let mut steps = 0;
        while next < MARKS {
            steps += 1;
            if steps > sectors_max {
                return None;
            }
            let mut list = numbers(self.sector(next)?);
            next = list.pop()?;
            lists.extend(list);
        }
        let used: Vec<u32> = lists.into_iter().filter(|sector| *sector < MARKS).collect();
        if used.len() > sectors_max {
            return None;
        }
        let mut table = Vec::new();
        for sector in used {
            table.extend(numbers(self.sector(sector)?));
        }
        Some(table)
    }

    fn sectors_max(&self) -> usize {
        self.bytes.len() / self.sector_bytes + 1
    }

    /// Sector 0 stands after the header, which fills a sector. The last sector may be cut short.
    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let start = (number as usize).checked_add(1)?.checked_mul(self.sector_bytes)?;
        let end = start.checked_add(self.sector_bytes)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| !sector.is_empty())
    }

    fn chain(&self, start: u32) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let (mut next, mut steps) = (start, 0);
        while next != END_OF_CHAIN {
            steps += 1;
            if steps > self.sectors_max() {
                return None;
            }
            bytes.extend_from_slice(self.sector(next)?);
            next = *self.table.get(next as usize)?;
        }
        Some(bytes)
    }

    fn mini_chain(&self, start: u32) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let (mut next, mut steps) = (start, 0);
        while next != END_OF_CHAIN {
            steps += 1;
            if steps > MINI_CUTOFF / MINI_SECTOR_BYTES {
                return None;
            }
            let at = (next as usize).checked_mul(MINI_SECTOR_BYTES)?;
            bytes.extend_from_slice(self.mini_stream.get(at..at.checked_add(MINI_SECTOR_BYTES)?)?);
            next = *self.mini_table.get(next as usize)?;
        }
        Some(bytes)
    }

    fn entry(&self, entry: &[u8]) -> Option<Entry> {
        let units: Vec<u16> = entry[..64]
            .chunks_exact(2)
            .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
            .take_while(|unit| *unit != 0)
            .collect();
        Some(Entry { name: String::from_utf16_lossy(&units), start: u32_at(entry, 116)?, bytes: u32_at(entry, 120)? as usize })
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect()
}

pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([two[0], two[1]]))
}

pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A compound file with one stream of at least [`MINI_CUTOFF`] bytes: header, table, directory, stream.
    pub(crate) fn compound(name: &str, content: &[u8]) -> Vec<u8> {
        let sectors = content.len().max(MINI_CUTOFF).div_ceil(512);
        let mut bytes = vec![0_u8; 512 * (3 + sectors)];
        bytes[..8].copy_from_slice(&crate::ole::SIGNATURE);
        let mut put = |at: usize, value: &[u8]| bytes[at..at + value.len()].copy_from_slice(value);
        put(26, &3_u16.to_le_bytes());
        put(30, &9_u16.to_le_bytes());
        put(32, &6_u16.to_le_bytes());
        put(44, &1_u32.to_le_bytes());
        put(48, &1_u32.to_le_bytes());
        put(60, &END_OF_CHAIN.to_le_bytes());
        put(68, &END_OF_CHAIN.to_le_bytes());
        for at in (76..512).step_by(4) {
            put(at, &u32::MAX.to_le_bytes());
        }
        put(76, &0_u32.to_le_bytes());
        // The table: itself, the directory, then the stream's sectors in a row.
        put(512, &0xffff_fffd_u32.to_le_bytes());
        put(516, &END_OF_CHAIN.to_le_bytes());
        for at in 0..sectors as u32 {
            let next = if at + 1 == sectors as u32 { END_OF_CHAIN } else { at + 3 };
            put(512 + 4 * (at as usize + 2), &next.to_le_bytes());
        }
        for (slot, entry) in ["Root Entry", name].iter().enumerate() {
            let at = 1024 + 128 * slot;
            let units: Vec<u8> = entry.encode_utf16().flat_map(u16::to_le_bytes).collect();
            put(at, &units);
            put(at + 64, &(units.len() as u16 + 2).to_le_bytes());
            put(at + 66, &[if slot == 0 { 5 } else { 2 }]);
            let start = if slot == 0 { END_OF_CHAIN } else { 2 };
            put(at + 116, &start.to_le_bytes());
            let length = if slot == 0 { 0 } else { 512 * sectors as u32 };
            put(at + 120, &length.to_le_bytes());
        }
        put(1536, content);
        bytes
    }

    #[test]
    fn a_stream_is_found_and_a_circle_is_refused() {
        let mut bytes = compound("Workbook", &[7; 5000]);
        let streams = Compound::open(&bytes).expect("sound").streams("workbook").expect("sound");
        assert_eq!(streams[0][..5000], [7; 5000]);
        // The directory follows itself.
        bytes[516..520].copy_from_slice(&1_u32.to_le_bytes());
        assert!(Compound::open(&bytes).is_none());
    }
}
