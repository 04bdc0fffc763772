//! Random mutations of valid sources.

/// A generator seeded by a number.
pub struct Rng(u64);

impl Rng {
    /// The generator of a case.
    pub fn from_case(case: u64) -> Self {
        Self(case.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66_D123_4567)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap()
    }

    /// One of the items.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// Inserted texts: some have a meaning in a format, some in none.
const TOKENS: &[&str] = &[
    "",
    "\"",
    "'",
    "{",
    "}",
    "[",
    "]",
    ",",
    ";",
    ":",
    "null",
    "-1",
    "0",
    "1e999",
    "99999999999999999999",
    "true",
    "\\",
    "\\u0000",
    "\\ud800",
    "\0",
    "\r",
    "\r\n",
    "\n",
    "\n\n",
    "\t",
    "\u{FEFF}",
    "\u{2028}",
    "\u{202E}",
    "𝒳",
    "e\u{301}",
    "---\n",
    "# ",
    "## 2026-11-20\n",
    "- [ ] ",
    "- [x] ",
    "[[",
    "]]",
    "#tag",
    "|",
    "```\n",
    "<!--",
    "&#x0;",
    "=",
    "+",
    "@",
    "0000-00-00",
    "0000-01-01",
    "9999-12-31",
    "99999-12-31",
    "-000001-01-01",
    "2026-02-30",
    "03/04/24",
    "3 March 2024",
    "2026-11-20T25:61:61",
    "24:00",
    "BEGIN:VEVENT\r\n",
    "END:VEVENT\r\n",
    "END:VCALENDAR\r\n",
    "RRULE:FREQ=SECONDLY\r\n",
    "RRULE:FREQ=YEARLY;COUNT=2147483647;INTERVAL=0\r\n",
    "TZID=Nowhere/Land:",
    "DTSTART:99991231T235959Z\r\n",
    "DURATION:-P9999999W\r\n",
    "format",
    "person",
    "uid",
    "kind",
    "check_in",
    "goal",
    "018bcfe5-6800-7000-8000-000000000001",
    "00000000-0000-0000-0000-000000000000",
];

/// One of the sources with one to four mutations.
pub fn mutate(seeds: &[Vec<u8>], dice: &mut Rng) -> Vec<u8> {
    let mut bytes = dice.pick(seeds).clone();
    for _ in 0..=dice.below(4) {
        let (from, length) = (dice.below(bytes.len() + 1), dice.below(80));
        let to = (from + length).min(bytes.len());
        match dice.below(12) {
            0 => bytes.truncate(from),
            1 if from < bytes.len() => bytes[from] ^= 1 << dice.below(8),
            2 if from < bytes.len() => bytes[from] = u8::try_from(dice.below(256)).unwrap(),
            3 => drop(bytes.drain(from..to)),
            4 => {
                let part = bytes[from..to].to_vec();
                let at = dice.below(bytes.len() + 1);
                bytes.splice(at..at, part);
            }
            5 | 6 => drop(bytes.splice(from..from, dice.pick(TOKENS).bytes())),
            7 => drop(bytes.splice(from..to, dice.pick(TOKENS).bytes())),
            8 => {
                let other = dice.pick(seeds);
                let at = dice.below(other.len());
                let part = other[at..(at + 400).min(other.len())].to_vec();
                bytes.splice(from..to, part);
            }
            9 => swap_lines(&mut bytes, dice),
            10 => swap_values(&mut bytes, dice),
            _ if dice.below(8) == 0 => {
                bytes = String::from_utf8_lossy(&bytes).encode_utf16().flat_map(u16::to_le_bytes).collect();
            }
            _ => swap_values(&mut bytes, dice),
        }
    }
    bytes
}

fn swap_lines(bytes: &mut Vec<u8>, dice: &mut Rng) {
    let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let (one, other) = (dice.below(lines.len()), dice.below(lines.len()));
    lines.swap(one, other);
    *bytes = lines.join(&b'\n');
}

/// Swaps the values after two colons or commas: fields of JSON, cells of a table, values of a
/// calendar.
fn swap_values(bytes: &mut Vec<u8>, dice: &mut Rng) {
    let is_end = |byte: &u8| matches!(byte, b':' | b',' | b';' | b'\n' | b'}' | b']' | b'|');
    let ends: Vec<usize> = bytes.iter().enumerate().filter(|(_, byte)| is_end(byte)).map(|(at, _)| at).collect();
    if ends.len() < 4 {
        return;
    }
    let mut picked = [dice.below(ends.len() - 1), dice.below(ends.len() - 1)];
    picked.sort_unstable();
    let [first, second] = picked.map(|index| ends[index] + 1..ends[index + 1]);
    if first.end > second.start {
        return;
    }
    let (before, after) = (bytes[first.clone()].to_vec(), bytes[second.clone()].to_vec());
    bytes.splice(second, before);
    bytes.splice(first, after);
}
