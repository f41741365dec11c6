//! Words of plans with one character taken for another that looks or sounds alike.
//!
//! # What it finds
//! A frequent word of plans in which one character stands for a similar one (形近字、音近字).
//!
//! # Why
//! `职贵` is no word; a search for 职责 would miss its duty. The text is never changed; what is meant is offered.
//!
//! # Read
//! `履行职贵，做好工作。` → `职责`, `桉照要求做好工作。`, `建立工作台帐。`, `规范善行义举薄。`, `检测末稍水。`, `各部门协同负贵。` → `负责`;
//! a character or word that was lost: `提高康教育水平。` → `“健”`, `贯彻总体安全观。` → `总体国家安全观`
//!
//! # Not read
//! Words of their own: `货车途经本县。`, `补齐薄弱环节。`, `发放帐篷。`; `开展健康教育。`, `建设小康教育基地。`

use crate::findings::Subject;
use crate::pattern;
use crate::rules::checks_text::typing_error;
use crate::types::{Finding, Severity};
use crate::words::Words;
use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Characters that are taken for one another. General knowledge of writing; no list of errors of any text.
const ALIKE: [&str; 45] = [
    "责贵",
    "按桉案安",
    "薄簿",
    "帐账",
    "梢稍",
    "及机",
    "径经",
    "部布步",
    "概慨",
    "密蜜",
    "辨辩辫",
    "燥躁噪",
    "蓝篮",
    "竞竟",
    "驰弛",
    "装状",
    "即既",
    "侯候",
    "末未",
    "已己巳",
    "暑署",
    "栗粟",
    "拨拔",
    "抄炒",
    "检捡俭",
    "垃拉",
    "坚竖",
    "免兔",
    "历厉",
    "练炼",
    "峻竣",
    "材才",
    "度渡",
    "妨防",
    "复覆",
    "籍藉",
    "级极",
    "粱梁",
    "欠次",
    "贷货",
    "折拆",
    "像象",
    "迅讯",
    "期其",
    "登灯",
];

/// Frequent words of plans.
const WORDS: &str = "职责 责任 负责 按照 按时 按期 按季 方案 预案 档案 台账 账户 账目 登记簿 簿册 末梢 及时 机制 机关 途径 路径 部署 分布 步骤 概念 保密 紧密 辨识 干燥 蓝图 篮球 竞赛 竞争 \
    松弛 安装 状态 即时 即将 既要 时候 候选 周末 未来 自己 已经 署名 暑期 拨款 拨付 抄送 抄报 检查 检测 检验 垃圾 清洁 整洁 团结 结合 坚持 坚决 免费 减免 历史 严厉 训练 锻炼 \
    竣工 严峻 人才 材料 进度 制度 渡口 防止 防范 妨碍 恢复 复查 反复 覆盖 户籍 级别 各级 积极 桥梁 欠款 欠薪 贷款 货物 货车 折扣 拆除 拆迁 图像 对象 现象 迅速 通讯 信息 时期 登记 \
    义举簿 末梢水 期间 其他 工期 尤其 及其";

/// Forms that are words themselves though one character differs from a word above.
const THEMSELVES: &str = "途经 路经 及其 其间 分步 部骤 步署 极其 极别 各极 级积 象征 拔款 布署 既将 即要 对像 结洁 练功 厉史 制渡 反覆 复盖 图象 学历 经历 户藉 预按 档按 方按 预安 档安 方安 安装 安期 安季 案时 案期 案季 即将 竟争 \
    竟赛 帐户 慨念 松驰 通迅 按装 既时 即使 既使 末来 周未 资料 责人 其期 期他 工其 时其 信讯 登机 机其 及关 经径 货款";

struct Confused {
    wrong: Words,
    meant: HashMap<&'static str, &'static str>,
}

/// Each word with each of its characters replaced by those like it.
static CONFUSED: LazyLock<Confused> = LazyLock::new(|| {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let themselves: Vec<&str> = THEMSELVES.split_whitespace().collect();
    let mut meant: HashMap<&'static str, &'static str> = HashMap::new();
    for word in &words {
        for (at, c) in word.char_indices() {
            for like in ALIKE.iter().filter(|g| g.contains(c)).flat_map(|g| g.chars()).filter(|l| *l != c) {
                let wrong = format!("{}{like}{}", &word[..at], &word[at + c.len_utf8()..]);
                if !words.contains(&wrong.as_str()) && !themselves.contains(&wrong.as_str()) {
                    meant.entry(&*wrong.leak()).or_insert(word);
                }
            }
        }
    }
    let forms: Vec<&str> = meant.keys().copied().collect();
    Confused { wrong: Words::new(forms.join("|").leak()), meant }
});

/// Words without their first character, and the characters that may stand before the rest.
const HEADLESS: [(&str, &str, &str); 6] = [
    ("康教育", "健", "健小"),
    ("康素养", "健", "健"),
    ("康促进", "健", "健"),
    ("贫攻坚", "脱", "脱扶"),
    ("急预案", "应", "应紧"),
    ("村振兴", "乡", "乡农山"),
];

/// Fixed phrases of official texts that lost a word inside them, and the whole phrase.
const LOST_INSIDE: [(&str, &str); 7] = [
    ("以人为中心的发展思想", "以人民为中心的发展思想"),
    ("总体安全观", "总体国家安全观"),
    ("各派、工商联", "各民主党派、工商联"),
    ("明确的核心地位", "明确……的核心地位"),
    ("党的胜利召开", "党的……大胜利召开"),
    ("党的十、", "党的十……大、"),
    ("制度易成本", "制度性交易成本"),
];

/// 康教育, 总体安全观: what was lost is named and not filled in.
fn lost(subject: &Subject, block: &crate::blocks::Block, out: &mut Vec<Finding>) {
    static TAILS: LazyLock<Words> = LazyLock::new(|| {
        let words = HEADLESS.iter().map(|h| h.0).chain(LOST_INSIDE.iter().map(|l| l.0)).collect::<Vec<_>>();
        Words::new(words.join("|").leak())
    });
    let text = block.passage.text.as_str();
    for (at, word) in TAILS.find_iter(text) {
        let message = match HEADLESS.iter().find(|h| h.0 == word) {
            Some((_, _, before)) if text[..at].chars().next_back().is_some_and(|c| before.contains(c)) => continue,
            // 各村振兴: the word begins with the village.
            Some((_, head, _)) if *head == "乡" => {
                if !text[..at].ends_with(['进', '面', '持', '动', '施', '实']) {
                    continue;
                }
                format!("“{word}”前可能缺“{head}”字，原文保留不改。")
            }
            Some((_, head, _)) => format!("“{word}”前可能缺“{head}”字，原文保留不改。"),
            None => {
                let whole = LOST_INSIDE.iter().find(|l| l.0 == word).map_or("", |l| l.1);
                format!("“{word}”中间可能缺字（“{whole}”），原文保留，不补写。")
            }
        };
        out.push(subject.finding("character_lost", Severity::Remark, vec![subject.place(block, at, at + word.len())], message));
    }
}

/// A term whose halves changed places, where the text has it in the right order several times.
fn transposed(subject: &Subject, out: &mut Vec<Finding>) {
    static TURNED: LazyLock<Regex> =
        LazyLock::new(|| pattern::new(r"教育健康(?:经验|知识|宣传|工作|讲座|素养|活动)").expect("fixed"));
    let found: Vec<_> = subject.texts().filter_map(|b| Some((b, TURNED.find(&b.passage.text)?))).collect();
    let usual = || subject.texts().map(|b| b.passage.text.matches("健康教育").count()).sum::<usize>();
    if found.is_empty() || usual() < USUAL_MIN {
        return;
    }
    for (block, m) in found {
        out.push(typing_error(subject, block.passage.raw_span(m.start(), m.end()), "教育健康", "健康教育"));
    }
}

/// A term that stands so often in its right order is the usual one.
const USUAL_MIN: usize = 3;

pub(crate) fn find(subject: &Subject, out: &mut Vec<Finding>) {
    transposed(subject, out);
    for block in subject.texts() {
        let text = block.passage.text.as_str();
        lost(subject, block, out);
        for (at, word) in CONFUSED.wrong.find_iter(text) {
            let Some(meant) = CONFUSED.meant.get(word) else { continue };
            out.push(typing_error(subject, block.passage.raw_span(at, at + word.len()), word, meant));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    fn found(text: &str) -> Vec<String> {
        let reading = read(&format!("某县工作方案\n\n一、要求\n\n{text}"), &Options::default());
        let own = ["typing_error", "character_lost"];
        reading.findings.into_iter().filter(|f| own.contains(&f.code.as_str())).map(|f| f.message).collect()
    }

    #[test]
    fn alike() {
        for (text, meant) in [
            ("履行职贵，做好工作。", "职责"),
            ("桉照要求做好工作。", "按照"),
            ("建立工作台帐。", "台账"),
            ("规范善行义举薄。", "义举簿"),
            ("检测末稍水。", "末梢水"),
            ("各部门协同负贵。", "负责"),
        ] {
            let list = found(text);
            assert!(list.len() == 1 && list[0].contains(meant), "{text} {list:?}");
        }
    }

    #[test]
    fn words_of_their_own() {
        for text in ["货车途经本县。", "补齐薄弱环节。", "发放帐篷。", "各级各部门积极配合，严格按照方案检查。"]
        {
            assert!(found(text).is_empty(), "{text} {:?}", found(text));
        }
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("checks_typing.rs"), found);
    }
}
