//! Words of plans with one character taken for another that looks or sounds alike.
//!
//! # What it finds
//! A frequent word of plans in which one character stands for a similar one (形近字、音近字).
//!
//! # Why
//! `职贵` is no word; a search for 职责 would miss its duty. The text is never changed; what is meant is offered.
//!
//! # Read
//! `履行职贵`, `桉照要求`, `工作台帐`, `善行义举薄`, `末稍水`, `各部门协同负贵`.
//!
//! # Not read
//! `途经本县`, `薄弱环节`, `帐篷`: words of their own.

use crate::findings::Subject;
use crate::pattern;
use crate::rules::checks_text::typing_error;
use crate::types::Finding;
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
    wrong: Regex,
    meant: HashMap<String, &'static str>,
}

/// Each word with each of its characters replaced by those like it, in one pattern.
static CONFUSED: LazyLock<Confused> = LazyLock::new(|| {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let themselves: Vec<&str> = THEMSELVES.split_whitespace().collect();
    let mut meant: HashMap<String, &'static str> = HashMap::new();
    for word in &words {
        for (at, c) in word.char_indices() {
            for like in ALIKE.iter().filter(|g| g.contains(c)).flat_map(|g| g.chars()).filter(|l| *l != c) {
                let wrong = format!("{}{like}{}", &word[..at], &word[at + c.len_utf8()..]);
                if !words.contains(&wrong.as_str()) && !themselves.contains(&wrong.as_str()) {
                    meant.entry(wrong).or_insert(word);
                }
            }
        }
    }
    let mut forms: Vec<&str> = meant.keys().map(String::as_str).collect();
    // Longer forms first, so that 末稍水 is told whole; then by the alphabet, so that the pattern is always the same.
    forms.sort_unstable_by_key(|f| (std::cmp::Reverse(f.len()), *f));
    Confused { wrong: pattern::new(&forms.join("|")).expect("the words are fixed"), meant }
});

pub(crate) fn find(subject: &Subject, out: &mut Vec<Finding>) {
    for block in subject.texts() {
        let text = block.passage.text.as_str();
        for m in CONFUSED.wrong.find_iter(text) {
            let Some(meant) = CONFUSED.meant.get(m.as_str()) else { continue };
            out.push(typing_error(subject, block.passage.raw_span(m.start(), m.end()), m.as_str(), meant));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    fn found(text: &str) -> Vec<String> {
        let reading = read(&format!("某县工作方案\n\n一、要求\n\n{text}"), &Options::default());
        reading.findings.into_iter().filter(|f| f.code == "typing_error").map(|f| f.message).collect()
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
}
