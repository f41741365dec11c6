//! Traditional characters (繁体字) folded to simplified ones, one for one, so that offsets stay.
//!
//! Texts that were converted on their way to the page mix both. Only characters whose simplified form is not in doubt
//! stand here; the list is of general use in government texts, not a full conversion.

use std::sync::LazyLock;

/// Pairs: traditional, simplified.
const PAIRS: &str = "業业實实進进發发產产設设動动衛卫體体區区學学開开為为會会項项務务強强對对規规農农個个資资醫医監监經经機机環环藥药長长點点辦办創创劃划現现標标萬万運运國国責责與与單单導导關关質质鄉乡統统題题級级專专場场療疗檢检員员積积調调問问處处時时鎮镇報报構构應应領领達达組组縣县電电結结穩稳確确堅坚濟济類类職职極极網网廣广眾众優优師师綜综評评計计決决門门風风內内過过轉转營营護护費费術术礎础準准線线總总斷断議议續续聯联爭争來来節节備备貧贫們们臺台參参數数傳传兩两間间訓训識识態态園园審审織织預预條条車车難难負负婦妇認认嚴严戶户顯显將将權权驗验觀观習习況况維维黨党協协執执種种擴扩據据編编圍围興兴屆届蓋盖潔洁層层從从視视踐践兒儿戰战測测較较無无隊队檔档啟启籌筹勢势頭头試试隱隐億亿險险龍龙課课際际銷销災灾團团這这證证別别輛辆養养書书補补歷历財财繼继揮挥見见義义氣气雙双終终舉举奧奥還还減减樹树絡络脫脱邊边變变當当廠厂藝艺額额鏈链帶带給给幫帮館馆裝装緊紧劑剂復复鐵铁獎奖記记崗岗冊册殘残須须價价則则許许奮奋賽赛閱阅華华擔担樣样違违約约貫贯徹彻獲获掃扫納纳畝亩紅红壓压論论圖图繞绕訂订階阶遷迁選选滿满競竞廳厅飲饮紛纷連连寶宝東东貼贴績绩勵励綠绿適适債债糾纠針针輸输輪轮誰谁縮缩細细勞劳貿贸張张噸吨側侧庫库廁厕簡简撐撑詢询狀状峽峡請请徑径響响遺遗盡尽銀银礦矿寫写軟软頻频隨随掛挂訪访亞亚練练匯汇擁拥劇剧聽听讓让換换橫横縱纵討讨紀纪罰罚屬属熱热齊齐莊庄綱纲簽签搶抢愛爱畢毕樓楼蘭兰艱艰揚扬驅驱獻献稱称遠远誠诚沒没蹤踪臨临鍵键暢畅號号鞏巩診诊凈净淨净閑闲榮荣傷伤幾几諧谐壯壮橋桥亂乱語语讀读鑒鉴訴诉僅仅屢屡夠够賬账銜衔講讲購购籃篮濃浓陽阳麗丽謀谋軍军晉晋貸贷駐驻覺觉錯错歡欢陳陈說说溫温錄录聞闻買买顧顾輿舆頓顿慶庆諾诺擊击異异盤盘薦荐攝摄談谈黃黄滅灭齡龄豐丰輕轻鍋锅爐炉鋼钢廢废桿杆肅肃輔辅鮮鲜趨趋閉闭載载鎖锁鹽盐禮礼儲储牽牵溝沟濫滥繳缴貨货擬拟雜杂頂顶歲岁賀贺話话貝贝樂乐壩坝償偿聲声欄栏陸陆擺摆稅税糧粮壺壶厲厉損损勝胜貢贡傾倾儀仪燈灯塵尘懲惩嬰婴舊旧臟脏塊块劉刘觸触豬猪懸悬潤润緣缘貴贵譽誉緩缓壇坛濱滨覽览躍跃純纯軌轨贏赢邁迈灣湾撥拨頒颁燒烧濁浊惡恶懷怀獨独絕绝幣币棄弃戲戏藍蓝濕湿詳详擾扰寬宽虛虚樞枢紐纽陰阴灘滩嶺岭尋寻歸归饋馈該该贊赞郵邮暫暂諸诸輝辉慘惨毀毁窩窝飛飞圓圆緒绪釘钉勁劲銘铭脈脉紹绍寧宁慮虑靈灵蟲虫歐欧羅罗煙烟澇涝親亲攬揽離离謝谢霧雾頁页壞坏摻掺漲涨釋释潛潜遞递騰腾籠笼鳥鸟殼壳絲丝趕赶綿绵蘊蕴憶忆騎骑僑侨腸肠矯矫膽胆誤误鏡镜倉仓駕驾敗败擇择漸渐孫孙鋪铺凍冻鬧闹顏颜雖虽後后週周製制範范徵征係系雲云衝冲採采願愿於于餘余蘇苏趙赵錢钱鄭郑鄧邓馮冯韓韩楊杨賈贾鄒邹龔龚閻阎鍾钟鐘钟盧卢蔣蒋葉叶蕭萧蠶蚕淺浅淵渊渦涡渾浑湯汤滬沪滯滞滲渗漁渔漢汉潑泼澤泽澱淀瀏浏瀕濒瀘泸灑洒烏乌煉炼燭烛爍烁牆墙狹狭獄狱獵猎獸兽瑪玛瓊琼甌瓯畫画瘡疮皺皱盜盗矚瞩碩硕磚砖禍祸窮穷竄窜竊窃筆笔築筑篩筛糞粪紋纹紙纸紡纺紮扎紳绅絨绒絞绞絹绢緞缎緯纬縫缝縛缚繡绣繩绳繪绘纖纤纜缆罵骂罷罢聖圣聰聪脅胁腦脑膚肤膠胶臉脸臘腊艙舱艦舰莖茎萊莱葦苇蔥葱蕩荡薩萨薑姜蘆芦蘋苹虧亏蝦虾蟻蚁蠟蜡衆众裏里裡里襪袜襲袭訊讯託托訟讼訣诀詞词詩诗誇夸誌志誕诞誘诱誡诫諒谅諱讳諷讽謙谦謹谨譜谱譯译貓猫貪贪賠赔賓宾賜赐賞赏賢贤賤贱賭赌賴赖贈赠跡迹軀躯軸轴輯辑輾辗辭辞辮辫遜逊遲迟鄰邻醜丑釀酿釣钓鈉钠鈣钙鈴铃鉛铅鉤钩銅铜銳锐鋁铝鋒锋鋸锯錘锤錶表鍛锻鏟铲鐮镰鑄铸鑽钻閃闪閒闲閘闸閣阁閥阀閩闽闊阔闢辟陝陕陣阵隸隶雛雏靜静韌韧韻韵頃顷頌颂頑顽頗颇頸颈顆颗顛颠颱台颳刮飄飘飢饥飯饭飼饲飽饱餅饼餓饿饒饶馬马馳驰馴驯駁驳駛驶騷骚驕骄驚惊驛驿驟骤髒脏鬆松魚鱼鮑鲍鯉鲤鯨鲸鳳凤鳴鸣鴨鸭鴻鸿鵝鹅鷄鸡雞鸡鷹鹰麥麦齒齿龜龟壘垒墊垫墜坠墳坟夾夹奪夺媽妈寢寝寵宠屜屉崑昆嶄崭巒峦帥帅帳帐幟帜廂厢廚厨廟庙彈弹彌弥彎弯恆恒恥耻悅悦悶闷惱恼慣惯憂忧憐怜憑凭憲宪懇恳懶懒戀恋拋抛挾挟捨舍掙挣揀拣搖摇搗捣摯挚撈捞撫抚撲扑擋挡擠挤攔拦攤摊敘叙敵敌斃毙斬斩晝昼曉晓暈晕曆历曬晒棗枣棟栋棧栈楓枫槍枪樁桩橢椭檻槛櫃柜櫻樱欽钦殺杀毆殴氫氢沖冲洩泄涼凉淒凄淚泪勻匀匱匮卻却厭厌吳吴呂吕啞哑喪丧喬乔閾阈嗎吗嘆叹嘗尝嚇吓囑嘱塢坞侶侣俠侠倆俩倫伦偉伟偵侦傑杰傘伞傭佣僥侥儉俭儘尽兇凶兌兑凱凯刪删剛刚剝剥劍剑勛勋勸劝麼么";

const FIRST: u32 = 0x4e00;
const LAST: u32 = 0x9fff;

/// For each character of the block: its simplified form, 0 where it is its own.
static TABLE: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut table = vec![0; (LAST - FIRST + 1) as usize];
    let mut pairs = PAIRS.chars();
    while let (Some(from), Some(to)) = (pairs.next(), pairs.next()) {
        if let (Some(slot), Ok(to)) = (table.get_mut((from as u32).wrapping_sub(FIRST) as usize), u16::try_from(to as u32)) {
            *slot = to;
        }
    }
    table
});

/// The simplified form of a character.
pub(crate) fn simplify(c: char) -> char {
    let code = c as u32;
    if !(FIRST..=LAST).contains(&code) {
        return c;
    }
    match TABLE.get((code - FIRST) as usize) {
        Some(0) | None => c,
        Some(to) => char::from_u32(u32::from(*to)).unwrap_or(c),
    }
}

/// Bytes of a reading aid behind a character, `(shí)`: a bracket of Latin letters of which one bears a tone; 0 if none.
pub(crate) fn reading_aid(rest: &str) -> usize {
    if !rest.starts_with(['(', '（']) {
        return 0;
    }
    let mut toned = false;
    for (i, (at, c)) in rest.char_indices().enumerate().skip(1) {
        match c {
            ')' | '）' => return if toned && i > 1 { at + c.len_utf8() } else { 0 },
            'a'..='z' | 'A'..='Z' => {}
            '\u{e0}'..='\u{24f}' => toned = true,
            _ => return 0,
        }
        if i > 8 {
            return 0;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_for_one() {
        assert_eq!("各縣區負責實施".chars().map(simplify).collect::<String>(), "各县区负责实施");
        assert_eq!(PAIRS.chars().count() % 2, 0);
        assert!(PAIRS.chars().collect::<Vec<_>>().chunks(2).all(|p| p[0] != p[1]));
    }

    #[test]
    fn reading_aids() {
        assert_eq!(reading_aid("(shí)施"), "(shí)".len());
        for text in ["(ppt)", "(一)", "(2020)", "()", "shí"] {
            assert_eq!(reading_aid(text), 0, "{text}");
        }
    }
}
