//! Quantities that someone must reach, keep or not exceed.
//!
//! # What it finds
//! Numbers with a unit, and how they must be compared (不少于, 以内, 左右, 增长 …).
//!
//! # Why
//! A target (指标) is judged with its own comparison; `15厘米以下` and `15厘米以上` are opposites.
//!
//! # Read
//! `巡讲不少于4次` → `>=4次`, `利用率达到96%以上` → `>=96%`, `高度控制在15厘米以下` → `<=15厘米`, `投资增长15%` → `+15%`, `新增就业8000人` → `=8000人`,
//! `涨幅3.3%左右` → `~3.3%`, `每场安排50—120人` → `in50..120人`, `每季度至少举办一次` → `>=1次`, `每次建立一份档案` → `=1份`, `一半以上居民具备` → `>=50%`
//!
//! # Not read
//! `前后30米以内不得设置`, `对完成率低于90%的县区进行约谈`; days, numbers of documents, numbers inside 《》 and “”: `〔2022〕100号`, `《三年行动计划》`; past facts:
//! `去年已经压减20%`; `抓好4个方面工作`, `对1200户监测户`.

use crate::numeral::{self, Exactness, Numeral};
use crate::text::{Passage, after, before, clause_around, is_sentence_end, start_behind};
use crate::time_limits::inside;
use crate::types::{Amount, Op};
use regex::Regex;
use rust_decimal::Decimal;
use std::sync::LazyLock;

/// A quantity that the rule found, as folded bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quantity {
    /// The words with comparison, number and unit.
    pub start: usize,
    pub end: usize,
    /// The number alone.
    pub number: usize,
    pub op: Op,
    pub amount: Amount,
    pub unit: String,
    /// Nothing but a bare number with a unit and a verb of work says that it is a target.
    pub bare: bool,
}

static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"^(?:个百分点|个工作日|人次|场次|台次|车次|批次|户次|人份|平方公里|平方千米|平方米|立方米|万公顷|公顷|公里|千米|厘米|毫米|分钟|小时|课时|学时|公斤|千克|毫克|微克|千瓦时|千瓦|元|亩|吨|米|克|升|度|人|名|次|户|个|家|所|处|座|项|件|条|份|张|期|场|篇|台|辆|套|倍|例|位|支|把|盏|间|栋|幢|本|册|幅|块|只|口|株|头|片|枚|部|艘|架|对|组|艺|门|节|堂|轮|遍|班|只)(?:/(?:日|天|年|月|人|亩|吨|户|立方米|平方米|公里|小时|万人|千人|次))?").expect("fixed")
});
static AT_LEAST: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?:不(?:得|应|能)?(?:少于|低于|小于)|至少(?:有|要)?(?:每[^,。;\d]{1,4})?(?:[\p{Han}]{0,6})|达到|达|突破|超过|超|≥|>=|>|以上至|过|高于|多于|实现)(?:全[市县省]|总[^,。;]{1,8}的|[\p{Han}]{0,8}总(?:数|量|额|人数|户数)的|[^,。;\d]{0,1})?$").expect("fixed")
});
static AT_MOST: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?:不(?:得|应|能)?(?:超过|高于|大于|多于|突破)|最多[\p{Han}]{0,3}|≤|<=|<|低于|少于|小于|(?:压缩|缩短|压减|降低|下降|降|控制|减少)(?:到|至|在)|控制在)$").expect("fixed")
});
static RISE: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"(?:增长|提高|增加|上升|提升|递增|高于上年|比上年高)(?:了|约)?$").expect("fixed"));
static RISE_TO: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?:增长|提高|增加|上升|提升|发展|扩大|保持|稳定|维持)(?:到|至|在|为)$").expect("fixed")
});
static FALL: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?:下降|降低|减少|下调|削减|减免[^,。;]{0,22}|压降|回落)(?:了|约|幅度)?$").expect("fixed")
});
static UP: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"^(?:的)?(?:及)?以上").expect("fixed"));
static DOWN: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"^(?:以下|以内|之内|之下|内)").expect("fixed"));
static ABOUT: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"^(?:左右|上下)").expect("fixed"));
static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"^(?:人|次|个|元|分钟|户|名|亩|场|%)?(?:—+|-+|~+|至|到)(?P<n>\d+(?:\.\d+)?)").expect("fixed")
});
static RATIO: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?:比例|比|配比)(?:[^,。;]{0,16})?(?:提高到|达到|不低于|为|按)(?P<a>\d{1,3}):(?P<b>\d{1,5})")
        .expect("fixed")
});
static PAST: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(
        r"去年|现在|拟申报|上年(?:度)?(?:[^高末]|$)|往年|已|现有|共有|目前|截至|截止|现行|以来|原有|累计|当前|原来|曾|处以?罚|罚款|年初确定",
    )
    .expect("fixed")
});
/// 目前,…: the sentence tells how things are.
static NOW: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"^(?:目前|当前|截至|截止|近年来|去年|上年)|,目前,").expect("fixed"));
static FINED: LazyLock<Regex> = LazyLock::new(|| crate::pattern::new(r"扣发|扣除|扣减|罚|每发现|扣\d?$").expect("fixed"));
static WORK: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"新增|新建|新拓展|新吸纳|新发放|新引进|改建|扩建|改造|建设|建成|打造|培育|完成|实现|开展|举办|组织|组建|建立|设立|设置|配备|配置|安排|输出|复工|开工|吸纳|带动|发放|开发|缴纳|推荐|创办|创建|推广|治理|补充|保持|稳定|选派|选聘|培训|转移|脱贫|提交|进行|举行|召开|制作|印发|张贴|悬挂|检查|巡查|抽查|走访|报送|上报|评选|选出|奖励|补助|补贴|给予|分|覆盖|落实|确保|力争|争取|力促|引进|签约|种植|修建|维修|更换|安装|购置|聘请|编印|更新|播放|刊登|录制|采集|抽取|随机|检测|监测|免疫|接种|筛查|建档|管理|随访|体检|救助|帮扶|慰问|招商|储备|融资|参加|参与|减税").expect("fixed")
});
static STRONG: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"人均|面积|人数|收入|总量|总数|产量|产值|投资|指标|任务|率|比例|强度|涨幅|额|覆盖").expect("fixed")
});
static EMPTY_NOUN: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"^(?:方面|意识|维护|自信|确立|必须|坚持|阶段|环节|层次|等级|百年|文明|一致|大局|关键|重点|原则|要求|不|月|小时|时期|步骤|领域|体系|系列|到位|转变|结合|统一|服从|观念|先锋|融合|同志|代表|人员|字|机制|行业)|^(?:工作)?方面|^(?:事情|工作$)").expect("fixed")
});
static BUILD: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"(?:培育|打造|建成|创建|新建|组建|(?:壮大|打造)[^,。;]{2,20}|(?:开展好|组织开展)[^,。;]{2,40}等)$")
        .expect("fixed")
});
static WORKED_ON: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"(?:对|推动[^,、\d]{0,4}|督促[^,、\d]{0,4})\d").expect("fixed"));
static FORBIDS: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"^的?(?:范围|区域|地带|路段)?(?:内)?(?:不得|禁止|严禁|不准)").expect("fixed"));
static RHYTHM: LazyLock<Regex> =
    LazyLock::new(|| crate::pattern::new(r"每[\d一二两三半]*个?(?:天|日|周|月|季度?|年)[^,。;]{0,24}$").expect("fixed"));
static CONDITION: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(r"^(?:[^,。;]{0,6})?(?:对|凡|如|若|当(?:[^地前场日天好]|$)|连续|累计|发现|发生|出现|被|因)|逾期|排名")
        .expect("fixed")
});
static CONSEQUENCE: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(
        r"取消|扣|处分|处罚|问责|约谈|通报|追究|批评|奖励|给予|补贴|补助|享受|按|列入|纳入|责令|依法|一票否决|免职|调整岗位",
    )
    .expect("fixed")
});
static EACH: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(
        r"每(?:个|名|次|开展|举办|村|户|家|人|所|校|镇|乡|县|市|场|台|季度|月|周|年|天|日|一|支|组|处|座|班|餐|亩|平方米|辆|条|项|件|份|车|值守点|防控点)",
    )
    .expect("fixed")
});

/// `goals`: the chapter is one of goals (目标), where a bare number is meant as one.
pub(crate) fn find(passage: &Passage, goals: bool, out: &mut Vec<Quantity>) {
    let text = passage.text.as_str();
    ratios(text, out);
    let mut at = 0;
    while let Some(offset) = text[at..].find(|c: char| c.is_ascii_digit() || numeral::is_chinese_figure(c) || c == '半') {
        let start = begin_of_share(text, at + offset);
        let (end, found) = quantity_at(text, start, at + offset, goals);
        if let Some(mut q) = found {
            // 分别达到6.3万人、6.2万人: the comparison holds on through the list.
            let list = out.last().filter(|last| {
                text[last.end..].starts_with('、') && last.end + '、'.len_utf8() == q.start && last.unit == q.unit
            });
            if let Some(op) = list.map(|last| last.op).filter(|_| q.bare) {
                q.op = op;
            }
            out.push(q);
        }
        at = end.max(at + offset + text[at + offset..].chars().next().map_or(1, char::len_utf8));
    }
}

/// 百分之 is a part of the number though no figure stands at its start.
fn begin_of_share(text: &str, at: usize) -> usize {
    at.checked_sub("百分之".len())
        .filter(|s| text.is_char_boundary(*s) && matches!(&text[*s..at], "百分之" | "千分之"))
        .unwrap_or(at)
}

/// Reads the number at `start`; returns where it ends and the quantity, if it is one.
fn quantity_at(text: &str, start: usize, figure: usize, goals: bool) -> (usize, Option<Quantity>) {
    let rest = &text[start..];
    let previous = text[..start].chars().next_back();
    let (number, share_unit) = match numeral::share(rest) {
        Some((n, unit)) => (n, Some(unit)),
        None => match numeral::scan(rest) {
            Some(n) => (n, None),
            None => return (figure, None),
        },
    };
    let mut end = start + number.len;
    if previous.is_some_and(|c| c.is_ascii_alphanumeric() || "第.-〔【".contains(c))
        || (number.chinese && previous.is_some_and(|c| "第统同唯单逐万进专十百第其之".contains(c)))
    {
        return (end, None);
    }
    // 28*0人次: figures around a mask are a part of a hidden number.
    if previous == Some('*') || text[end..].starts_with('*') {
        return (end, None);
    }
    let mut amount = known(&number);
    if let Some(range) = RANGE.captures(&text[end..]).filter(|_| !number.chinese)
        && let Some(to) = range["n"].parse::<Decimal>().ok().filter(|to| *to > number.value)
    {
        let tail = end + range.get(0).map_or(0, |m| m.end());
        let (unit_len, unit) = unit_at(text, tail);
        if let Some(unit) = unit {
            let q = build(
                text,
                start,
                tail + unit_len,
                start,
                Amount::Range { from: number.value, to },
                unit,
                Asked { chinese: false, goals },
            );
            return (tail + unit_len, q.map(|q| Quantity { op: Op::Within, ..q }));
        }
        return (tail, None);
    }
    let unit = match share_unit {
        Some(unit) => unit.to_owned(),
        None => {
            let (len, unit) = unit_at(text, end);
            end += len;
            match unit {
                Some(unit) => unit,
                None => match implied_unit(text, start, end, &number) {
                    Some(unit) => unit.to_owned(),
                    None => return (end, None),
                },
            }
        }
    };
    if number.exactness == Exactness::Masked {
        amount = Amount::Masked;
    }
    (end, build(text, start, end, figure, amount, unit, Asked { chinese: number.chinese, goals }))
}

fn known(number: &Numeral) -> Amount {
    Amount::Known { value: number.value.normalize(), exactness: number.exactness }
}

fn unit_at(text: &str, at: usize) -> (usize, Option<String>) {
    match UNIT.find(&text[at..]) {
        Some(m) => (m.end(), Some(m.as_str().to_owned())),
        None if text[at..].starts_with('%') => (1, Some("%".to_owned())),
        None => (0, None),
    }
}

/// 产值过100亿: money whose 元 is not written. 百万人口: people.
fn implied_unit(text: &str, start: usize, end: usize, number: &Numeral) -> Option<&'static str> {
    if number.value >= Decimal::from(100_000_000)
        && (before(text, start, 6).contains("产值") || before(text, start, 6).contains("收入"))
    {
        return Some("元");
    }
    (number.value >= Decimal::from(10_000) && after(text, end, 4).ends_with("人口")).then_some("人")
}

/// How a number without comparison is judged.
#[derive(Debug, Clone, Copy)]
struct Asked {
    /// Written in Chinese figures.
    chinese: bool,
    /// In a chapter of goals.
    goals: bool,
}

/// Decides whether the number is a target and how it compares.
fn build(text: &str, start: usize, end: usize, number: usize, amount: Amount, unit: String, asked: Asked) -> Option<Quantity> {
    if inside(text, start, '《', '》') || inside(text, start, '“', '”') || inside(text, start, '〔', '〕') {
        return None;
    }
    let (clause_start, clause_end) = clause_around(text, start);
    let (head, tail) = (&text[clause_start..start], &text[end..clause_end.max(end)]);
    let compared = comparison(head, tail);
    // 18条 are rules, sentences or rivers: only a comparison makes a target of them. 30米以内不得设置 describes a place.
    let forbidden = compared.as_ref().is_some_and(|c| c.behind > 0 && FORBIDS.is_match(&tail[c.behind..]));
    if forbidden || (unit == "条" && compared.is_none()) {
        return None;
    }
    let from_to = compared.as_ref().is_some_and(|c| head.contains('由') && c.op == Op::Equal || head.contains("高于上年"));
    let now = NOW.is_match(sentence_head(text, start));
    let fined = FINED.is_match(head);
    let past = (PAST.is_match(head) || now || fined) && !from_to && !head.contains("年初确定的");
    if past || EMPTY_NOUN.is_match(tail) && compared.is_none() {
        return None;
    }
    let words_start = compared.as_ref().map_or(start, |c| clause_start + c.from);
    let words_end = end + compared.as_ref().map_or(0, |c| c.behind);
    if condition(text, start, head, tail) {
        return None;
    }
    // 一次性 is a word, not a count.
    if unit == "次" && tail.starts_with('性') {
        return None;
    }
    if let Some(c) = &compared {
        // 在7个工作日内 is a limit of time.
        if c.behind > 0 && c.from == head.len() && c.op == Op::AtMost && matches!(unit.as_str(), "个工作日" | "分钟" | "小时")
        {
            return None;
        }
        if c.behind > 0 && c.from == head.len() && !matches!(unit.as_str(), "%" | "‰") && describes(head, &tail[c.behind..]) {
            return None;
        }
        return Some(Quantity { start: words_start, end: words_end, number, op: c.op, amount, unit, bare: false });
    }
    let counts = if asked.chinese {
        counted_in_words(head, tail, &unit, &amount)
    } else {
        counted(text, start, head, tail, &unit, asked.goals)
    };
    counts.then_some(Quantity { start, end, number, op: Op::Equal, amount, unit, bare: true })
}

struct Comparison {
    op: Op,
    /// First byte of the comparing words in the clause; its length where they stand behind the number only.
    from: usize,
    /// Bytes of the comparing words behind the number.
    behind: usize,
}

fn comparison(head: &str, tail: &str) -> Option<Comparison> {
    let before = |pattern: &Regex| pattern.find(head).map(|m| m.start());
    let behind = |pattern: &Regex| pattern.find(tail).map_or(0, |m| m.end());
    let (up, down, about) = (behind(&UP), behind(&DOWN), behind(&ABOUT));
    let rise = before(&RISE);
    let fall = before(&FALL);
    if let Some(from) = rise.or(fall) {
        let op = if rise.is_some() { Op::RiseBy } else { Op::FallBy };
        return Some(Comparison { op, from, behind: up.max(down).max(about) });
    }
    let to = before(&RISE_TO);
    let least = before(&AT_LEAST).filter(|_| to.is_none());
    let most = before(&AT_MOST).filter(|_| to.is_none());
    let from = to.or(least).or(most).unwrap_or(head.len());
    if about > 0 {
        return Some(Comparison { op: Op::About, from, behind: about });
    }
    if up > 0 {
        return Some(Comparison { op: Op::AtLeast, from, behind: up });
    }
    if down > 0 {
        return Some(Comparison { op: Op::AtMost, from, behind: down });
    }
    // 不少于 ends in 少于: the longer word wins.
    let most = most.filter(|m| least.is_none_or(|l| *m < l));
    let from = if most.is_some() { from.min(most.unwrap_or(from)) } else { to.or(least).unwrap_or(head.len()) };
    match (to, least.filter(|_| most.is_none()), most) {
        (Some(_), _, _) => Some(Comparison { op: Op::Equal, from, behind: 0 }),
        (_, _, Some(_)) => Some(Comparison { op: Op::AtMost, from, behind: 0 }),
        (_, Some(_), _) if !head.ends_with("实现") || tail.is_empty() || head.len() > "实现".len() => {
            Some(Comparison { op: Op::AtLeast, from, behind: 0 })
        }
        _ => None,
    }
}

/// 剩余500万元以下账款全部清零: the size describes what the target is about.
fn describes(head: &str, noun: &str) -> bool {
    head.ends_with("剩余")
        || noun.starts_with('已')
        || noun.contains("清零")
        || noun.starts_with("的") && !noun.starts_with("的行政") && !noun.starts_with("的村")
}

/// 对缺席两次以上的,取消资格: a condition for a consequence, no target.
fn condition(text: &str, start: usize, head: &str, tail: &str) -> bool {
    let (_, clause_end) = clause_around(text, start);
    let next = after(text, clause_end, 24);
    let consequence = CONSEQUENCE.is_match(next);
    // 对完成率低于90%的县区进行约谈, 运距超过2公里的给予补助: the consequence stands in the same clause.
    let own = tail.find('的').is_some_and(|at| CONSEQUENCE.find(&tail[at..]).is_some_and(|m| m.start() <= 30));
    let passes = ["低于", "超过", "少于", "高于", "多于"]
        .iter()
        .any(|w| head.strip_suffix(w).is_some_and(|before| !before.ends_with(['不', '得', '应', '能', '可'])));
    (tail.ends_with('的') && consequence)
        || (own && passes)
        || (CONDITION.is_match(head)
            && (tail.ends_with(['的', '者', '时']) || consequence || tail.contains("取消") || tail.contains("情况")))
}

/// A bare Arabic number is a target where a verb of work or a measure word asks for it.
fn counted(text: &str, start: usize, head: &str, tail: &str, unit: &str, goals: bool) -> bool {
    if matches!(unit, "度" | "对" | "位" | "部" | "期" | "班" | "门" | "节") && !WORK.is_match(head) {
        return false;
    }
    if matches!(unit, "小时" | "个工作日") {
        return false;
    }
    // 对1200户…, 推动300个项目: what is worked on, not what must be reached.
    if head.ends_with(['对', '于', '将', '为', '按']) && !head.ends_with("按照")
        || head.ends_with("推动全市")
        || head.ends_with("共")
    {
        return false;
    }
    let part = matches!(unit, "%" | "‰");
    if (head.starts_with(['将', '对']) && !part)
        || WORKED_ON.is_match(head)
        || (unit == "次" && RHYTHM.is_match(head) && before(text, start + 1, 1).starts_with('1'))
    {
        return false;
    }
    if head.ends_with("按照") {
        return WORK.find(tail).is_some_and(|m| m.start() == 0);
    }
    if tail.starts_with("的日均") || tail.contains("能力,") || head.ends_with("日均") {
        return false;
    }
    if matches!(unit, "%" | "‰" | "个百分点") {
        return !head.ends_with(['占', '约']) || WORK.is_match(head);
    }
    let sentence = sentence_head(text, start);
    goals
        || WORK.is_match(head)
        || STRONG.is_match(head)
        || EACH.is_match(sentence)
        || WORK.is_match(tail) && tail.contains("任务")
        || list_goes_on(head, sentence)
}

fn sentence_head(text: &str, start: usize) -> &str {
    let from = start_behind(text, start, is_sentence_end);
    &text[from..start]
}

/// 主要干部缴纳2000元,其他干部1000元: the verb of the clause before holds on.
fn list_goes_on(head: &str, sentence: &str) -> bool {
    head.chars().count() <= 8 && WORK.is_match(sentence)
}

/// Chinese figures count things only where the plan says so on purpose: 每…一份, 至少一次, 培育一个….
fn counted_in_words(head: &str, tail: &str, unit: &str, amount: &Amount) -> bool {
    if matches!(unit, "度" | "对" | "位" | "部" | "期" | "班" | "门" | "节" | "片" | "块" | "项" | "组" | "名" | "人" | "次")
        && !EACH.is_match(head)
    {
        return false;
    }
    let one = matches!(amount, Amount::Known { value, .. } if *value == Decimal::ONE);
    if tail.starts_with("时期") || tail.starts_with("时间") || EMPTY_NOUN.is_match(tail) {
        return false;
    }
    let each = EACH.is_match(head)
        && (head.ends_with("建立")
            || head.ends_with("配备")
            || head.ends_with("要配备")
            || head.ends_with("设立")
            || head.ends_with("选派")
            || head.ends_with("确定"));
    let build = BUILD.is_match(head);
    each || (build && !(one && tail.starts_with("批")))
}

/// 担保基金与贷款比例提高到1:10 is 0.1.
fn ratios(text: &str, out: &mut Vec<Quantity>) {
    for f in RATIO.captures_iter(text) {
        let (Some(a), Some(b)) = (f.name("a"), f.name("b")) else { continue };
        let (Ok(x), Ok(y)) = (a.as_str().parse::<Decimal>(), b.as_str().parse::<Decimal>()) else { continue };
        let Some(value) = x.checked_div(y) else { continue };
        let words = &text[f.get(0).map_or(0, |m| m.start())..a.start()];
        let op = if words.ends_with("不低于") || words.ends_with("达到") { Op::AtLeast } else { Op::Equal };
        out.push(Quantity {
            start: a.start(),
            end: b.end(),
            number: a.start(),
            op,
            amount: Amount::Known { value: value.normalize(), exactness: Exactness::Exact },
            unit: String::new(),
            bare: false,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Span;

    fn read(text: &str) -> Vec<String> {
        let mut passage = Passage::default();
        passage.push(text, Span::new(0, text.len()), false);
        let mut out = Vec::new();
        find(&passage, false, &mut out);
        out.iter()
            .map(|q| {
                let value = match &q.amount {
                    Amount::Known { value, .. } => value.to_string(),
                    Amount::Range { from, to } => format!("{from}..{to}"),
                    other => format!("{other:?}"),
                };
                format!("{}{value}{}", q.op.symbol(), q.unit)
            })
            .collect()
    }

    #[test]
    fn comparisons() {
        for (text, expected) in [
            ("巡讲不少于4次", ">=4次"),
            ("利用率达到96%以上", ">=96%"),
            ("高度控制在15厘米以下", "<=15厘米"),
            ("投资增长15%", "+15%"),
            ("新增就业8000人", "=8000人"),
            ("涨幅3.3%左右", "~3.3%"),
            ("每场安排50—120人", "in50..120人"),
            ("按服务人口的15—20%储备", "in15..20%"),
            ("每季度至少举办一次", ">=1次"),
            ("每次建立一份档案", "=1份"),
            ("一半以上居民具备", ">=50%"),
            ("稳定在95%以上", ">=95%"),
            ("排放下降7.4%", "-7.4%"),
            ("提高到20万元", "=200000元"),
        ] {
            assert_eq!(read(text), [expected], "{text}");
        }
    }

    #[test]
    fn no_targets() {
        for text in [
            "去年已经压减20%",
            "抓好4个方面工作",
            "对1200户监测户",
            "《三年行动计划》",
            "对缺席两次以上的，取消资格",
            "〔2022〕100号",
            "第3次会议",
            "2022年12月",
        ] {
            assert!(read(text).is_empty(), "{text} {:?}", read(text));
        }
    }

    #[test]
    fn examples_of_the_comment() {
        crate::rules::tests::examples(include_str!("target_quantities.rs"), read);
    }
}
