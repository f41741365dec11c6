//! Numbers of automatic numbering as the office program prints them (ECMA-376 part 1, 17.18.59 ST_NumberFormat).

/// The printed form; none for formats that print nothing. A format that is not known prints digits.
pub(super) fn print(number: u32, format: &str) -> Option<String> {
    let text = match format {
        "none" => return None,
        "bullet" => return None,
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperLetter" => letters(number, b'A'),
        "lowerLetter" => letters(number, b'a'),
        "decimalZero" => format!("{number:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => full_width(number),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => enclosed(number, 0x2460, 20),
        "decimalEnclosedParen" => enclosed(number, 0x2474, 20),
        "decimalEnclosedFullstop" => enclosed(number, 0x2488, 20),
        "ideographEnclosedCircle" => enclosed(number, 0x3280, 10),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanCounting" => chinese(number, &PLAIN),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => digits(number),
        "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => chinese(number, &LEGAL),
        "ideographTraditional" => cycle(number, "甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => cycle(number, "子丑寅卯辰巳午未申酉戌亥"),
        _ => number.to_string(),
    };
    Some(text)
}

struct Numerals {
    digits: [char; 10],
    /// For ten, hundred, thousand.
    powers: [&'static str; 4],
    /// 十 stands alone for 10 to 19; 壹拾 does not.
    bare_ten: bool,
}

const PLAIN: Numerals = Numerals {
    digits: ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'],
    powers: ["", "十", "百", "千"],
    bare_ten: true,
};

const LEGAL: Numerals = Numerals {
    digits: ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'],
    powers: ["", "拾", "佰", "仟"],
    bare_ten: false,
};

fn chinese(number: u32, numerals: &Numerals) -> String {
    if number == 0 || number > 9999 {
        return if number == 0 { numerals.digits[0].to_string() } else { number.to_string() };
    }
    let zero = if numerals.bare_ten { '零' } else { numerals.digits[0] };
    let mut text = String::new();
    let mut gap = false;
    for power in (0..4_u32).rev() {
        let digit = number / 10_u32.pow(power) % 10;
        if digit == 0 {
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push(zero);
            gap = false;
        }
        let bare = numerals.bare_ten && power == 1 && digit == 1 && text.is_empty();
        if !bare {
            text.push(numerals.digits[digit as usize]);
        }
        text.push_str(numerals.powers[power as usize]);
    }
    text
}

fn digits(number: u32) -> String {
    number.to_string().bytes().map(|byte| PLAIN.digits[usize::from(byte - b'0')]).collect()
}

fn full_width(number: u32) -> String {
    number.to_string().chars().map(|digit| char::from_u32(digit as u32 + 0xfee0).unwrap_or(digit)).collect()
}

fn enclosed(number: u32, first: u32, count: u32) -> String {
    if (1..=count).contains(&number) {
        char::from_u32(first + number - 1).map_or_else(|| number.to_string(), String::from)
    } else {
        number.to_string()
    }
}

fn cycle(number: u32, signs: &str) -> String {
    let count = signs.chars().count();
    let index = (number.max(1) as usize - 1) % count;
    signs.chars().nth(index).map_or_else(|| number.to_string(), String::from)
}

/// A to Z, then AA, BB and so on, as the office program does.
fn letters(number: u32, first: u8) -> String {
    let index = (number.max(1) - 1) % 26;
    let times = ((number.max(1) - 1) / 26 + 1).min(8);
    let letter = char::from(first + index as u8);
    std::iter::repeat_n(letter, times as usize).collect()
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    let mut left = number;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::print;

    #[track_caller]
    fn check(number: u32, format: &str, expected: &str) {
        assert_eq!(print(number, format).as_deref(), Some(expected));
    }

    #[test]
    fn formats() {
        check(1, "chineseCounting", "一");
        check(10, "chineseCounting", "十");
        check(12, "chineseCountingThousand", "十二");
        check(20, "japaneseCounting", "二十");
        check(105, "chineseCounting", "一百零五");
        check(110, "chineseCounting", "一百一十");
        check(12, "chineseLegalSimplified", "壹拾贰");
        check(3, "decimalEnclosedCircle", "③");
        check(2, "ideographTraditional", "乙");
        check(4, "lowerRoman", "iv");
        check(27, "upperLetter", "AA");
        check(7, "decimalFullWidth", "７");
        check(9, "somethingNew", "9");
        assert_eq!(print(1, "none"), None);
    }
}
