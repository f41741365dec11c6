//! Bytes → text: byte order mark, then what is declared, then UTF-8, then GB18030, then a guess that says so.

use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::common_characters::common_share;
use crate::{Note, NoteCode, SourceError};

/// Decoded text with lines separated by `\n`.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub text: String,
    pub encoding: &'static str,
    pub notes: Vec<Note>,
}

/// A reading of the bytes in one encoding, with the number of places that are no character.
struct Reading {
    encoding: &'static Encoding,
    text: String,
    damaged: usize,
}

impl Reading {
    fn new(encoding: &'static Encoding, bytes: &[u8]) -> Reading {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        let damaged = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
        Reading { encoding, text: text.into_owned(), damaged }
    }

    /// Share of common characters in the beginning, less what damage and odd characters cost; 0 to 1.
    fn quality(&self) -> f64 {
        let (mut odd, mut all) = (0_u32, 0_u32);
        for character in self.text.chars().filter(|c| !c.is_ascii()).take(SAMPLE_CHARACTERS) {
            all += 1;
            odd += u32::from(character == char::REPLACEMENT_CHARACTER || is_odd(character));
        }
        let share = common_share(&self.text, SAMPLE_CHARACTERS).unwrap_or(0.0);
        (share - f64::from(odd) / f64::from(all.max(1))).max(0.0)
    }
}

/// Enough to judge an encoding by; the rest of a long text is like its beginning.
const SAMPLE_CHARACTERS: usize = 20_000;
const SAMPLE_BYTES: usize = 64 * 1024;

/// Private use, unassigned planes and control characters do not stand in plain text.
fn is_odd(character: char) -> bool {
    matches!(character, '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// A damaged text is still taken as what it mostly is, up to this share of its characters beyond ASCII.
const DAMAGED_SHARE_MAX: f64 = 0.1;
/// Below this share of common characters a clean GB18030 reading is a guess.
const CONFIDENT_SHARE: f64 = 0.35;

/// Decodes. `declared` is what the file itself says about its encoding (`<meta charset>`).
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>) -> Result<Decoded, SourceError> {
    let mut notes = Vec::new();
    let (reading, guessed) = choose(bytes, declared, &mut notes)?;
    if guessed {
        let message = format!("文件没有写明编码，按 {} 读取。如果文字不对，请另存为 UTF-8 再试。", reading.encoding.name());
        notes.push(Note::new(NoteCode::EncodingGuessed, message));
    }
    let text = normalise(&reading.text, &mut notes)?;
    note_damage(&text, &mut notes);
    Ok(Decoded { text, encoding: reading.encoding.name(), notes })
}

fn choose(bytes: &[u8], declared: Option<&str>, notes: &mut Vec<Note>) -> Result<(Reading, bool), SourceError> {
    if let Some((encoding, mark_length)) = Encoding::for_bom(bytes) {
        return Ok((Reading::new(encoding, &bytes[mark_length..]), false));
    }
    let has_nul = bytes.contains(&0);
    let valid = std::str::from_utf8(bytes);
    if let Ok(text) = valid
        && !has_nul
    {
        return Ok((Reading { encoding: UTF_8, text: text.to_owned(), damaged: 0 }, false));
    }
    if let Some(reading) = utf_16(bytes) {
        return Ok((reading, true));
    }
    match valid {
        Ok(text) => return Ok((Reading { encoding: UTF_8, text: text.to_owned(), damaged: 0 }, false)),
        Err(_) if has_nul => return Err(SourceError::NotText),
        Err(_) => {}
    }
    if let Some(label) = declared {
        match declared_reading(bytes, label) {
            Some(reading) => return Ok((reading, false)),
            None => notes.push(Note::new(
                NoteCode::EncodingContradicted,
                format!("文件声明的编码“{}”与内容不符，已按内容判断。", shorten(label)),
            )),
        }
    }
    let sample = sample(bytes);
    let (reading, guessed) = best(sample)?;
    if sample.len() == bytes.len() {
        return Ok((reading, guessed));
    }
    Ok((Reading::new(reading.encoding, bytes), guessed))
}

/// A stretch that begins with the first line that is not ASCII and ends before an ASCII byte, so that no character is cut.
fn sample(bytes: &[u8]) -> &[u8] {
    if bytes.len() <= SAMPLE_BYTES {
        return bytes;
    }
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let start = bytes[..first].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let rest = &bytes[start..];
    let most = &rest[..rest.len().min(SAMPLE_BYTES)];
    // The second byte of a pair may look like a letter or a digit, but not like a space or a control.
    let end = most.iter().rposition(|byte| *byte <= b' ').filter(|end| *end > 0).unwrap_or(most.len());
    &most[..end]
}

/// The declared encoding, when the bytes are clean in it. GB2312 and GBK are read as GB18030, which contains both.
fn declared_reading(bytes: &[u8], label: &str) -> Option<Reading> {
    let encoding = Encoding::for_label(label.as_bytes())?;
    let encoding = if encoding == encoding_rs::GBK { GB18030 } else { encoding };
    let reading = Reading::new(encoding, bytes);
    (reading.damaged == 0 && !reading.text.contains('\0')).then_some(reading)
}

/// UTF-16 without a mark: nearly all units are ASCII, Chinese or Chinese punctuation.
fn utf_16(bytes: &[u8]) -> Option<Reading> {
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let encoding = [UTF_16LE, UTF_16BE].into_iter().find(|encoding| {
        let reading = Reading::new(encoding, sample);
        let all = reading.text.chars().count();
        let usual = reading.text.chars().filter(|c| is_usual(*c)).count();
        let share = common_share(&reading.text, SAMPLE_CHARACTERS).unwrap_or(1.0);
        usual * 100 >= all * 95 && share > CONFIDENT_SHARE
    })?;
    Some(Reading::new(encoding, bytes))
}

fn is_usual(character: char) -> bool {
    matches!(
        character,
        '\t' | '\r' | '\n' | ' '..='~' | '\u{2010}'..='\u{2030}' | '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}'
    )
}

/// The best of UTF-8 with damage, GB18030, Big5 and a statistical guess.
fn best(bytes: &[u8]) -> Result<(Reading, bool), SourceError> {
    let utf_8 = Reading::new(UTF_8, bytes);
    let beyond_ascii = utf_8.text.chars().filter(|c| !c.is_ascii()).count().max(1);
    let damaged_share = utf_8.damaged as f64 / beyond_ascii as f64;
    if damaged_share <= DAMAGED_SHARE_MAX {
        return Ok((utf_8, false));
    }
    let gb18030 = Reading::new(GB18030, bytes);
    let gb_quality = gb18030.quality();
    if gb18030.damaged == 0 && gb_quality >= CONFIDENT_SHARE {
        return Ok((gb18030, false));
    }
    if gb18030.damaged == 0 && is_short_gb2312(bytes) {
        return Ok((gb18030, true));
    }
    let big5 = Reading::new(BIG5, bytes);
    let big5_quality = big5.quality();
    if big5.damaged == 0 && big5_quality > gb_quality + 0.15 {
        return Ok((big5, true));
    }
    if gb18030.damaged == 0 && gb_quality > 0.0 {
        return Ok((gb18030, true));
    }
    // Damaged, but mostly one of them: the damage is noted line by line.
    let mut damaged = [utf_8, gb18030, big5];
    damaged.sort_by(|a, b| b.quality().total_cmp(&a.quality()));
    let [first, ..] = damaged;
    if first.quality() >= CONFIDENT_SHARE {
        return Ok((first, true));
    }
    guess(bytes, first)
}

/// A few characters, all of the GB2312 set: too little for statistics, which take 秸秆 for Big5 and others for Korean.
fn is_short_gb2312(bytes: &[u8]) -> bool {
    const PAIRS_MAX: usize = 12;
    let mut pairs = 0;
    let mut rest = bytes;
    loop {
        match rest {
            [] => return (1..=PAIRS_MAX).contains(&pairs),
            [0..=0x7f, after @ ..] => rest = after,
            [0xa1..=0xf7, 0xa1..=0xfe, after @ ..] => {
                pairs += 1;
                rest = after;
            }
            _ => return false,
        }
    }
}

/// The statistical guess, for Western texts mostly. It calls short Chinese texts Korean: such an answer is not taken.
fn guess(bytes: &[u8], fallback: Reading) -> Result<(Reading, bool), SourceError> {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(Some(b"cn"), chardetng::Utf8Detection::Deny);
    if encoding != encoding_rs::EUC_KR {
        let encoding = if encoding == encoding_rs::GBK { GB18030 } else { encoding };
        let reading = Reading::new(encoding, bytes);
        if reading.damaged == 0 {
            return Ok((reading, true));
        }
    }
    let all = fallback.text.chars().count().max(1);
    if fallback.damaged * 5 > all {
        return Err(SourceError::NotText);
    }
    Ok((fallback, true))
}

/// One kind of line break; control characters out. Many control characters mean that this is no text.
fn normalise(text: &str, notes: &mut Vec<Note>) -> Result<String, SourceError> {
    let mut result = String::with_capacity(text.len());
    let (mut controls, mut all) = (0_usize, 0_usize);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        all += 1;
        match character {
            '\r' => {
                if characters.peek() != Some(&'\n') {
                    result.push('\n');
                }
            }
            // Form feed, vertical tab, next line, line and paragraph separator end a line.
            '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => result.push('\n'),
            '\n' | '\t' => result.push(character),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => controls += 1,
            _ => result.push(character),
        }
    }
    if controls * 50 > all {
        return Err(SourceError::NotText);
    }
    if controls > 0 {
        let message = format!("去掉了 {controls} 个看不见的控制字符。");
        notes.push(Note::new(NoteCode::ControlCharacters, message));
    }
    if result.starts_with('\u{feff}') {
        result.remove(0);
    }
    Ok(result)
}

/// Notes the first damaged lines, and their number.
fn note_damage(text: &str, notes: &mut Vec<Note>) {
    const LINES_NAMED_MAX: usize = 20;
    let mut lines = 0;
    for (index, line) in text.split('\n').enumerate() {
        let damaged = line.matches(char::REPLACEMENT_CHARACTER).count();
        if damaged == 0 {
            continue;
        }
        lines += 1;
        if lines <= LINES_NAMED_MAX {
            let message = format!("第 {} 行有 {damaged} 处文字已损坏，显示为“\u{fffd}”。", index + 1);
            notes.push(Note::at(NoteCode::DamagedCharacters, index + 1, message));
        }
    }
    if lines > LINES_NAMED_MAX {
        let message = format!("共有 {lines} 行有损坏的文字，上面只列出前 {LINES_NAMED_MAX} 行。");
        notes.push(Note::new(NoteCode::DamagedCharacters, message));
    }
}

fn shorten(label: &str) -> String {
    label.chars().take(20).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "青禾县夏季防汛工作方案\n各村每月五日前上报巡查记录，责任人签字。";

    #[track_caller]
    fn check(bytes: &[u8], encoding: &str, text: &str, codes: &[NoteCode]) {
        let decoded = decode(bytes, None).expect("text");
        assert_eq!(decoded.encoding, encoding);
        assert_eq!(decoded.text, text);
        let found: Vec<NoteCode> = decoded.notes.iter().map(|note| note.code).collect();
        assert_eq!(found, codes);
    }

    #[test]
    fn utf_8_with_and_without_mark() {
        check(PLAN.as_bytes(), "UTF-8", PLAN, &[]);
        check(format!("\u{feff}{PLAN}").as_bytes(), "UTF-8", PLAN, &[]);
    }

    #[test]
    fn gb18030() {
        let (bytes, _, _) = GB18030.encode(PLAN);
        check(&bytes, "gb18030", PLAN, &[]);
    }

    #[test]
    fn big5_is_a_guess_and_says_so() {
        let text = "青禾縣夏季防汛工作方案\n各村每月五日前上報巡查記錄，責任人簽字。";
        let (bytes, _, _) = BIG5.encode(text);
        check(&bytes, "Big5", text, &[NoteCode::EncodingGuessed]);
    }

    #[test]
    fn utf_16_with_and_without_mark() {
        let little: Vec<u8> = PLAN.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = PLAN.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&little, "UTF-16LE", PLAN, &[NoteCode::EncodingGuessed]);
        check(&big, "UTF-16BE", PLAN, &[NoteCode::EncodingGuessed]);
        let marked = [&[0xff, 0xfe][..], &little].concat();
        check(&marked, "UTF-16LE", PLAN, &[]);
    }

    #[test]
    fn short_chinese_texts_are_never_korean() {
        for text in ["东河村", "洛田", "秸秆", "瓜坝", "禾苗乡巡查表", "鄢家坝", "酆田乡", "亳水村", "张三，李四"]
        {
            let (bytes, _, _) = GB18030.encode(text);
            let decoded = decode(&bytes, None).expect("text");
            assert_eq!(decoded.text, text, "read as {}", decoded.encoding);
        }
    }

    #[test]
    fn damaged_bytes_are_noted_with_their_line() {
        let mut bytes = format!("{PLAN}\n第三行").into_bytes();
        bytes.extend([0xff, b'\n']);
        bytes.extend("第四行".as_bytes());
        let decoded = decode(&bytes, None).expect("text");
        assert_eq!(decoded.encoding, "UTF-8");
        assert_eq!(decoded.notes[0].code, NoteCode::DamagedCharacters);
        assert_eq!(decoded.notes[0].line, Some(3));
        assert!(decoded.text.contains("第三行\u{fffd}\n第四行"));
    }

    #[test]
    fn damage_that_the_file_brings_along_is_noted_too() {
        check("\u{fffd}\u{fffd}村".as_bytes(), "UTF-8", "\u{fffd}\u{fffd}村", &[NoteCode::DamagedCharacters]);
    }

    #[test]
    fn a_long_page_whose_beginning_is_ascii() {
        let text = format!("{}\n{}", "var a = 1;\n".repeat(20_000), format!("{PLAN}\n").repeat(3_000));
        let (bytes, _, _) = GB18030.encode(&text);
        check(&bytes, "gb18030", &text, &[]);
    }

    #[test]
    fn a_wrong_declaration_is_overruled() {
        let (bytes, _, _) = GB18030.encode(PLAN);
        let decoded = decode(&bytes, Some("utf-8")).expect("text");
        assert_eq!(decoded.text, PLAN);
        assert_eq!(decoded.notes[0].code, NoteCode::EncodingContradicted);
    }

    #[test]
    fn line_breaks_of_all_kinds() {
        check("一\r\n二\r三\u{2028}四".as_bytes(), "UTF-8", "一\n二\n三\n四", &[]);
    }

    #[test]
    fn binary_is_no_text() {
        let bytes: Vec<u8> = (0..4096_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(decode(&bytes, None).expect_err("binary"), SourceError::NotText);
    }
}
