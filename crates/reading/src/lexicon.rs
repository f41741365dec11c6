//! Names of units: how they end, how lists of them are written. General knowledge of Chinese administration only;
//! no name of a place or of a particular office stands here.

use crate::words::Words;
use regex::Regex;
use std::sync::LazyLock;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnitKind {
    /// An office, hospital, group …
    Organ,
    /// All areas or all lower units of a kind: 各县区, 各村, 县(区)人民政府.
    AreaGroup,
    /// People: 工作人员, 负责人.
    People,
}

/// Endings of names of organs. Longer endings stand first.
const ORGAN: &str = "人民政府|政府|办公室|管委会|管理委员会|委员会|居委会|村委会|党工委|办事处|街道办|街道|开发区|管理区|工业园区|园区|景区|公司|集团|银行|支行|分行|联社|人行|行政部门|主管部门|监管部门|部门|科室|处室|机关|机构|单位|企业|法院|检察院|派出所|卫生院|卫生室|医院|诊所|学校|小学|中学|大学|学院|幼儿园|总队|支队|大队|中队|小分队|服务队|志愿队|工作队|分队|领导小组|工作小组|工作组|指导组|督查组|督导组|检查组|小组|专班|专家组|专家团|宣讲团|指挥部|联席会议|联防联控机制|党总支|党支部|支部|党委|党组|党组织|领导组织|团委|工会|妇联|残联|工商联|科协|文联|侨联|红十字会|协会|学会|商会|联合会|基金会|合作社|社区|网点|窗口|日报社|日报|晚报|报社|电视台|电台|党报党刊|中心|部|局|厅|委|办|院|所|站|处|科|室|队|组|校|馆|台|社|村|组织";
const AREA: &str = "省|市|县|区|州|盟|旗|乡|镇|村|地|乡镇|镇街|街镇|县区|区县|市区|县市区|市县|县市|镇村|乡村|城市|乡镇场|场镇|旗县|旗县区|地市|盟市|市州|州市|县\\(区\\)|市\\(县\\)|县\\(市、区\\)|县\\(市\\)|市\\(州\\)|乡\\(镇\\)|镇\\(街\\)|镇\\(街道\\)|乡镇\\(街道\\)|区\\(县\\)|县\\(市区\\)|乡镇办场区园|社区|街道|园区|行政村|村\\(社区\\)|村\\(居\\)|村居|管理区|省辖市|设区市|市直管县";
const PEOPLE: &str = "人员|工作者|负责人|负责同志|领导同志|领导|干部|成员|书记|主任|局长|院长|校长|镇长|乡长|县长|医生|教师|专家|网格员|管理员|联络员|信息员|志愿者|党员|河长|林长|田长|路长|站长|组长|所长|队长";

static ORGAN_TAIL: LazyLock<Words> = LazyLock::new(|| Words::new(ORGAN));
/// Words whose last character is an ending of names, but which name no unit: 布局, 全部, 平台.
static NO_TAIL: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "布局|格局|全局|大局|开局|结局|全部|内部|外部|局部|干部|场所|住所|举办|开办|督办|承办|代办|协办|主办|交办|民办|公办|查处|惩处|好处|深处|到处|之处|一处|多处|各处|平台|舞台|出台|后台|重组|学科|专科|本科|教室",
    )
});
static PEOPLE_TAIL: LazyLock<Words> = LazyLock::new(|| Words::new(PEOPLE));
static AREA_GROUP: LazyLock<Regex> = LazyLock::new(|| {
    crate::pattern::new(&format!(r"^(?:(?:[全省市县区乡镇][级直属]?)?(?:各级?|每个|每|所有|有关|相关|其他|其它|各有关|各相关|全市各|全县各|全省各|全区各|全镇各|全乡各)(?:{AREA})(?:级)?(?:人民政府|政府|党委|党委政府|管委会)?|(?:{AREA})\([^()]{{1,4}}\)(?:人民政府|政府)?|(?:县区|乡镇|区县|县市区|村居|镇街)(?:人民政府|政府)?|村|乡|镇)$")).expect("fixed")
});
/// Words that begin no name, as far as nothing behind them decides otherwise.
static NO_BEGINNING: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "将|把|对|在|向|由|从|让|使|坚持|设定|明确|安排|选派|指派|鼓励|支持|引导|推动|发挥|督促|指导|协调|邀请|依托|通过|为|以|经|按|凡|如|若|当|与|和|——",
    )
});
/// Words that stand nowhere in a name.
static NOT_INSIDE: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "负责|牵头|进行|开展|应当|不得|按照|根据|要求|为了|以及|或者|通过|认真|切实|积极|加强|落实|成立|组成|建立|担任|安排为|作为|称为",
    )
});

/// Whether a piece of text holds what no name of a unit holds.
fn is_no_name(name: &str) -> bool {
    if name.contains(|c: char| matches!(c, ',' | '。' | ';' | ':' | '!' | '?' | '%' | '《' | '》') || c.is_ascii_digit()) {
        return true;
    }
    // 指导组, 指导委员会, 协调小组: names in spite of their beginning.
    let begins = match NO_BEGINNING.begins(name) {
        Some(word @ "指导") => !name[word.len()..].starts_with(['组', '委']),
        Some(word @ "协调") => !name[word.len()..].starts_with(['小', '组']),
        word => word.is_some(),
    };
    begins
        || name.char_indices().any(|(at, _)| match NOT_INSIDE.begins(&name[at..]) {
            // 负责人, 负责同志.
            Some(word @ "负责") => !name[at + word.len()..].starts_with(['人', '同']),
            word => word.is_some(),
        })
}

/// Thirty characters, the longest name, take up no more bytes.
const NAME_BYTES_MAX: usize = 30 * 4;

/// Whether a piece of free text is the name of a unit, and of which kind.
pub(crate) fn unit_kind(name: &str) -> Option<UnitKind> {
    // Of what is too long for a name nothing is counted.
    if name.len() > NAME_BYTES_MAX {
        return None;
    }
    let count = name.chars().count();
    if !(1..=30).contains(&count) || is_no_name(name) {
        return None;
    }
    if is_area_group(name) {
        Some(UnitKind::AreaGroup)
    } else if count >= 2 && ORGAN_TAIL.ends(without_bracket(name)).is_some() && NO_TAIL.ends(name).is_none() {
        Some(UnitKind::Organ)
    } else if count >= 3 && PEOPLE_TAIL.ends(name).is_some() {
        Some(UnitKind::People)
    } else {
        None
    }
}

/// The name in front of a short bracket at its end: 指挥中心(调度).
fn without_bracket(name: &str) -> &str {
    let Some(open) = name.strip_suffix(')').and_then(|head| head.rfind('(')) else { return name };
    let inside = &name[open + 1..name.len() - 1];
    if (1..=14).contains(&inside.chars().count()) && !inside.contains(')') { &name[..open] } else { name }
}

/// 各县区-type groups, which carry the work out wherever they stand in a list.
pub(crate) fn is_area_group(name: &str) -> bool {
    // Most names are let go by their last character.
    name.ends_with(GROUP_ENDS) && AREA_GROUP.is_match(name)
}

/// The last characters of names of groups of areas.
const GROUP_ENDS: [char; 28] = [
    '府', '委', '会', ')', '级', '省', '市', '县', '区', '州', '盟', '旗', '乡', '镇', '村', '地', '街', '场', '道', '园', '社',
    '居', '辖', '域', '处', '政', '党', '管',
];

/// Words that can follow the name of a unit which does something.
pub(crate) const VERBS: &str = "牵头|指定|选定|抽调|负责|负总责|提前|主动|代|逐级|自主|先行|抓总|包干|组织|落实|配合|协助|协同|实施|承担|会同|统筹|具体|按|根据|分别|共同|加强|推荐|联系|现场|通过|开展|制定|签字|审核|审批|审定|汇总|报|上报|统一|进行|提供|提出|研究|定期|每|对|在|将|直接|依法|予以|给予|发放|管理|监督|指导|检查|考核|协调|安排|选派|派|确定|决定|收集|填|参与|参加|召集|主持|建立|成立|督促|做好|抓|完成|及时|于|到|向|从|出具|编制|拟定|起草|核实|验收|评估|调查|处理|处置|办理|受理|认定|备案|印发|下发|公布|发布|公示|通知|告知|纳入|列入|保障|支付|拨付|承办|主办|协办|另行|自行|视情|结合|把|以|为主|应|要|须|必须|不得|立即|全面|切实|积极|认真|严格|依托|围绕|推动|推进|利用|采取|深入|强化|配备|设立|设置|召开|举办|代表|带队|集中|派出|出资|买单|解决";

static VERB: LazyLock<Words> = LazyLock::new(|| Words::new(VERBS));
static CONNECT: LazyLock<Words> = LazyLock::new(|| Words::new("、|和|及其|以及|及|与|同|会同|联合|配合|协同"));

/// One name of a list, as bytes of the text it was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Name {
    pub start: usize,
    pub end: usize,
    /// The list passed 会同/配合 before this name.
    pub behind_with: bool,
}

/// Reads a list of names that begins at `from` and is followed by a verb; returns the names and the end of the list.
pub(crate) fn list_at(text: &str, from: usize) -> Option<(Vec<Name>, usize)> {
    let mut names = Vec::new();
    let (mut start, mut behind_with) = (from, false);
    loop {
        let end = name_end(text, start)?;
        names.push(Name { start, end, behind_with });
        let rest = &text[end..];
        let Some(connector) = CONNECT.begins(rest) else { return Some((names, end)) };
        behind_with |= matches!(connector, "会同" | "联合" | "协同" | "配合" | "同");
        match name_end(text, end + connector.len()) {
            Some(_) => start = end + connector.len(),
            None => return Some((names, end)),
        }
    }
}

/// Whether a verb or a connector follows.
fn goes_on(tail: &str) -> bool {
    CONNECT.begins(tail).is_some() || VERB.begins(tail).is_some()
}

/// The first place at which a name ends and a connector or a verb follows.
fn name_end(text: &str, start: usize) -> Option<usize> {
    let rest = text.get(start..)?;
    let mut depth = 0i32;
    for (i, (offset, c)) in rest.char_indices().enumerate() {
        depth = if c == '(' {
            depth + 1
        } else if c == ')' {
            depth - 1
        } else {
            depth
        };
        if i > 26 || depth < 0 || matches!(c, ',' | '。' | ';' | ':' | '!' | '?' | '《') || (c == '、' && depth == 0) {
            return None;
        }
        let mut end = offset + c.len_utf8();
        // 指挥中心(调度)负责: a bracket may stand between name and verb.
        let bracket = rest[end..].strip_prefix('(').and_then(|r| r.find(')')).filter(|n| *n <= 36);
        if let Some(n) = bracket
            && goes_on(&rest[end + n + 2..])
            && unit_kind(&rest[..end]).is_some()
        {
            end += if unit_kind(&rest[..end + n + 2]) == Some(UnitKind::AreaGroup) { n + 2 } else { 0 };
            return Some(start + end);
        }
        let tail = &rest[end..];
        // 所在地, 所属 and 所辖 end no name.
        if c == '所' && tail.starts_with(['在', '属', '辖', '有', '需', '以']) {
            continue;
        }
        if i >= 1 && goes_on(tail) && unit_kind(&rest[..end]).is_some() && !splits_a_word(&rest[..end], tail) {
            return Some(start + end);
        }
    }
    None
}

/// 组织实施单位: the verb is a part of the name if another ending follows soon without a mark.
fn splits_a_word(name: &str, tail: &str) -> bool {
    // 受理人员, 管理人员: the verb describes the people.
    if tail.char_indices().nth(2).is_some_and(|(at, _)| tail[at..].starts_with("人员")) && !tail.starts_with("组织") {
        return true;
    }
    if ["组织部", "宣传部", "统战部", "督查室", "督查组"].iter().any(|w| tail.starts_with(w)) {
        return true;
    }
    // At most four characters of verbs stand inside a name: 组织实施单位.
    let next: String = tail.chars().take(8).collect();
    let inside =
        |w: &str| next.find(w).is_some_and(|at| (1..=4).contains(&next[..at].chars().count()) && begins_no_phrase(&next[..at]));
    ["部门", "机构", "单位", "办公室", "小组"].iter().any(|w| inside(w)) && name.chars().count() < 8
}

/// Verbs that never stand inside the name of a unit.
fn begins_no_phrase(verbs: &str) -> bool {
    !verbs.contains(['、', ',', '和', '及', '对', '向', '会', '同', '配', '牵', '负', '各', '有', '相'])
}

/// Splits a written list into names: at 、 always, at 和/及/与 only between two names.
pub(crate) fn split_list(text: &str, from: usize, to: usize, gaps: &[usize]) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let mut start = from;
    let mut depth = 0usize;
    for (offset, c) in text[from..to].char_indices() {
        let at = from + offset;
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '、' | ',' | ';' | '/' if depth == 0 => {
                parts.push((start, at));
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push((start, to));
    let mut result = Vec::new();
    for (start, end) in merge_shared(text, parts) {
        for (start, end) in split_at_gaps(text, start, end, gaps) {
            split_at_and(text, start, end, &mut result);
        }
    }
    result.retain(|(s, e)| e > s);
    result
}

/// 中央、自治区驻某各单位: a level word that shares its ending with the next name is one name with it.
fn merge_shared(text: &str, parts: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let mut result: Vec<(usize, usize)> = Vec::new();
    let mut open: Option<usize> = None;
    for (start, end) in parts {
        let begin = open.take().unwrap_or(start);
        if matches!(&text[start..end], "中央" | "自治区" | "省" | "国家" | "中省" | "部省") {
            open = Some(begin);
            continue;
        }
        result.push((begin, end));
    }
    result
}

/// A blank separates two names if both are names; otherwise it was dropped into one.
fn split_at_gaps(text: &str, start: usize, end: usize, gaps: &[usize]) -> Vec<(usize, usize)> {
    // Gaps ascend.
    let inner = &gaps[gaps.partition_point(|g| *g <= start)..];
    let inner = &inner[..inner.partition_point(|g| *g < end)];
    let mut result = Vec::new();
    let mut from = start;
    for (i, gap) in inner.iter().copied().enumerate() {
        let next = inner.get(i + 1).copied().unwrap_or(end);
        if unit_kind(&text[from..gap]).is_some() && unit_kind(&text[gap..next]).is_some() {
            result.push((from, gap));
            from = gap;
        }
    }
    result.push((from, end));
    result
}

fn split_at_and(text: &str, start: usize, end: usize, result: &mut Vec<(usize, usize)>) {
    // 各县区各部门 is two names.
    if let Some(offset) = text[start..end].rfind('各').filter(|o| *o > 0) {
        let middle = start + offset;
        if text[start..end].starts_with(['各', '全'])
            && unit_kind(&text[start..middle]).is_some()
            && unit_kind(&text[middle..end]).is_some()
            && !text[start..middle].ends_with("各级")
        {
            split_at_and(text, start, middle, result);
            result.push((middle, end));
            return;
        }
    }
    for word in ["及其", "以及", "或者", "和", "及", "与", "或"] {
        for (offset, _) in text[start..end].match_indices(word) {
            let (left, right) = (start + offset, start + offset + word.len());
            if unit_kind(&text[start..left]).is_some() && unit_kind(&text[right..end]).is_some() {
                result.push((start, left));
                split_at_and(text, right, end, result);
                return;
            }
        }
    }
    result.push((start, end));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        assert_eq!(unit_kind("市教育局"), Some(UnitKind::Organ));
        assert_eq!(unit_kind("各县区"), Some(UnitKind::AreaGroup));
        assert_eq!(unit_kind("各县区人民政府"), Some(UnitKind::AreaGroup));
        assert_eq!(unit_kind("县(区)人民政府"), Some(UnitKind::AreaGroup));
        assert_eq!(unit_kind("行政执法人员"), Some(UnitKind::People));
        assert_eq!(unit_kind("工作方案"), None);
        assert_eq!(unit_kind("优化空间布局"), None);
        assert_eq!(unit_kind("信息平台"), None);
        assert!(!is_area_group("市直各部门"));
    }

    #[test]
    fn lists() {
        let text = "市教育局、文化和旅游局会同有关部门和各乡镇组织落实";
        let (names, end) = list_at(text, 0).unwrap();
        let shown: Vec<(&str, bool)> = names.iter().map(|n| (&text[n.start..n.end], n.behind_with)).collect();
        assert_eq!(shown, [("市教育局", false), ("文化和旅游局", false), ("有关部门", true), ("各乡镇", true)]);
        assert_eq!(&text[end..], "组织落实");
        let text = "经济和信息化厅、财政厅及各市人民政府";
        let parts: Vec<&str> = split_list(text, 0, text.len(), &[]).into_iter().map(|(s, e)| &text[s..e]).collect();
        assert_eq!(parts, ["经济和信息化厅", "财政厅", "各市人民政府"]);
    }
}
