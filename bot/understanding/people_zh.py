"""Names of people in Chinese: what they are made of, and where in a sentence a word of that form is one."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.understanding.names import TITLES
from bot.understanding.regex import by_first, regex
from bot.understanding.wordlist import words

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
    "阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖"
    "龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛祝左涂谷祁时舒"
    "耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉"
    "房边巩卞佟卓穆骆鞠麦褚娄岑栾戚佘屠蔺敖晏瞿臧滕阚邰付"
)
COMPOUND = "诸葛|欧阳|司马|上官|司徒|东方|夏侯|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|南宫|端木|独孤"
_GIVEN_CHARACTERS = (
    "一二三四五六七九"
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂华玉兰红梅建国文志海燕春林小晓玲婷雪飞鹏宇浩博轩子涵欣怡诗"
    "琪梦佳嘉慧颖琳莉萍珍珠凤云荣新宏亮峰波斌辉龙俊凯鑫旭东阳昊天睿思远哲泽一诺依然雨桐若曦语嫣彤瑶琴璐露菲薇"
    "蓉莹洁兵彬健康利民庆伦永福根生胜光正义仁信德才学良忠诚立成功达兴旺源富贵长安全顺祥吉瑞禄寿松柏竹菊荷莲花"
    "月星辰晨晖昕昱晟晗景晶晴煜炜烨炎焱灿烁锋钢铁铭锐钧钰锦鸿鹤雁莺鸣啸虎豹骏骥骁驰麒麟卫武尚尧舜禹启贤圣谦逊"
    "敬恭恒毅坚贞洪江河湖溪泉清澄澈渊润沛淼冰雯霖霏霄雷震电岩岚岳峻峥嵘崇巍嵩坤垚培增城域均基士壮夫奇奕威娅娇"
    "婉婕婧媛嫚媚嫦嬿姗姝姣妍妮妙如玫玮环珂珊珏珮琦琛琨瑛瑜瑾璇璋璟碧理琼丹彩彰影心忆念恩悦情惠愉慈戈振捷揽撼"
    "攀政教敦斐斯方昂昌易昭显普智曼朋朗望朝本权材杨枫柔柯栋树格桃桦棋森楠榕樱欢歌毓水汉沁沐沙治法泓泳洲津浦淑"
    "深淳渝滔滢漫潇澜灵炳烈焕照熙熹爱爽牧特献琥瑄甜申男畅登白皓益盈盛真瞳石研硕礼社祖祎祺禾秋科程竞童笑笛筠筱"
    "简精紫纪纯绍经维绮缘羽翔翠翰耀聪聿肖育胤腾致舒舟航艺节芊芝芬芮芸苏苑茂茜茵荃荔莎莘菁萌萱萧落葆蒙蓓蓝蔓蕊"
    "蕾薪虹蝶衍衡裕西观训许论详谊谋谨豪贝贺赟赫跃路轶辛迅进连迪适道遥邦郁酉采金鉴银锡镇镜门闯闻阔陆陵隆雄雅青"
    "靖韬韵顶颂颜香馨骄高魁鲁鸽黎默齐龄庭延廷弘彦彪彭彧征循微怀怿恺恬悠惟慕战房承抒拓擎斗旋旎旖昀映晋曙朔朱李"
    "杉枝柱标栩桓梁棠楚楷榆横橙欧殿比汝沂沅泊泰洛洵济浙浚涓淇淮添渤渲湘滨漪潮澎濛灏炯烽煦熠燊狄玄王玖玘玙玥珈"
    "珑珣琅琬琰瑗璞瓅甫田略皎皙盼睦瞻知矜祁祝禧秉稷稼穆穗端竣筝籽粤素绚继缨羡翊翎翼耘联肃臻舫艾芃芙芷苇苒苗范"
    "茁茉茗荟莞菀葳葵蒲蓁蔚蕙薏藜蘅虔融行裳觅诣谈豫象赋赞赢赵起辕载辽运逸邈邵郎郡郦重野钊钦钟铎铠锴镕镔闵隽雍"
    "霁霆霓韦音韶项颉飒馥骅骋骐鲲鸢鸾鹃麓黛业亚京亦仕令任伊伍优传伯伶佑佐佩侃侠保俞俪倩倪偲傲儒儿元充先克冉冬"
    "凌凝凡剑力劲劭勉勋勤化千升卉卓南卢卿厚原友双叙可史叶司名君吟吴周咏唯商善喜四园圆堂塔墨声夏大太央妃娥娴婵"
    "嫒存孝孟季宗定宜宛宣宪宸容宽宾宿寒察寅封尔少尤展山岐岑峡川州巧帅希帆师常庄庚廉弋张弦彻得必忍快怜恋惜想意"
    "愿慎慰懿戎扬抗拥持掌援摇效斓旦昆昙晏曹有朵朴杏杭杼极果染柳栎栗桑梓梧梨梵椿榛池汶沈沉沣沧浓涌涟淙渺湛溢滋"
    "漠潘潞澍濂炅炫炽烟焰熊熏燎爵犇狮玛珅珞琢瑰璧甄甘百眉矛磐禅秦稳章笃笠策管籁米粲索纶绎络绫绵绿缇罗美群翁翟"
    "耐耿聚肇胄腊臣芒芦芯苓茹荀荆荐莅菏萃萨蒋蓬蔷薛蘑虞蜀衣衷裘览诀谅谷豆貌赏赛轻辈逍邃钏钗铃铮镁闽霜韩顿骊魏"
    "鲜鸥鹭鼎鼓宁越"
)
"""Those that given names are written with, however rare: a word with another one is no name."""

_WORDS_AFTER = (
    "明[天早晚儿]|明后|今[天早晚]|本[周月]|周[一二三四五六日天末]|星期|一[起下块共]|方便|有[空没事什啥哪时]|"
    "可[以否能]|安排|重[新点]|"
    "全[体程部]|先[生把去]|行[不吗程]|能[不否]|正[在式]|主[持讲办责]|参[加会与]|完成|成[为立]|立[即刻项]|优先|"
    "统[计一]|承办|协[办助同]|"
    "配合|本人|自己|家里|具体|专门|直接|接[手洽待]|作为|定[于在]|继[续]|抓|盯|管|办|负责|处理|落实|准备|整理|"
    "提[交醒]|尽快|"
    "列席|宣[讲布]|应[该当]|需[要]|必须|务必"
)
_GIVEN = f"(?:(?!{_WORDS_AFTER})[{_GIVEN_CHARACTERS}])"
_NO_NAMES = by_first(
    words(
        "于[一二三四五六七九] 毕业 毕竟 周知 周期 周围 周边 周转 周年 周全 周[一二三四五六日末] 高度 高中 "
        "高[一二三] 安永 高铁 高考 高层 高原 高科 高新 高达 高效 "
        "金融 金星 金秋 金牌 金山 任意 任务 任何 任职 方便 方案 方法 方面 方式 方向 方程 方言 方针 成立 成功 成本 "
        "成长 成就 成员 成果 成都 成绩 "
        "成教 成效 温馨 温泉 温州 温和 常规 常德 常州 常务 常委 常见 常用 时段 时候 时间 时有 时来 时任 时光 时代 "
        "时尚 时常 时长 时限 "
        "安全 安排 安静 安康 安庆 安徽 安装 安保 安检 项目 单位 单子 单独 单立 单启 单明 管理 管道 管和 管控 计划 "
        "程序 车辆 车站 车间 车路 "
        "包括 包装 包含 包容 包车 包干 金额 章程 章节 房源 房东 房间 房山 房产 司法 司机 司龄 查房 查明 查证 查询 "
        "查阅 查实 黄河 黄海 "
        "阳光 阳台 华东 华南 华北 华中 华夏 华为 林业 林雨 凌晨 夏天 夏令 夏季 秋季 文科 文教 文明 文章 文学 文艺 "
        "文体 文化 文武 文件 文档 "
        "文字 文书 文旅 文联 齐全 严肃 严格 严重 严禁 史诗 江山 江南 江北 江苏 江西 东方 东[南北] 马上 马达 马路 "
        "田园 田径 汤圆 石化 石英 "
        "石材 康复 康健 白天 白领 白云 白色 陆续 路过 路演 路线 路灯 路测 费用 纪念 纪律 纪要 纪委 纪检 向上 向来 "
        "向前 关于 关心 关爱 "
        "关注 关键 关灯 关窗 关火 关闭 武汉 武术 武装 沿海 沿江 沿线 沿途 祝福 祝贺 祝愿 祝寿 游泳 游园 游览 游学 "
        "游戏 解放 解除 解决 解约 "
        "强化 强烈 强调 强制 柴油 柴米 宁可 宁愿 宁波 宁夏 甘肃 曲线 边境 边远 边防 边界 景观 景德 景点 景色 童年 "
        "童心 申报 申请 申诉 申领 "
        "尤其 尤为 牛奶 洪水 季度 季节 元旦 植树 植物 植被 位置 位同 位老 席位 席卡 卫生 卫星 欧洲 欧美 庄园 庄重 "
        "左右 盛典 盛会 龙定 易于 万元 万一 "
        "万能 万达 万象 白板 席间 成[一二三四五六七九] 约[一二三四五六七九] 单[一二三四五六七九] 雷达 雷雨 钱款 "
        "常识 于本 于新 于明 于老 于电 任教 谢谢 谢幕 谢师 宋体 麦克 麦田 敖 路由 别的 乔迁 "
        "施工 施教 大成 项目 成片 毛巾 毛笔 段落 段位 伍佰 舒适 舒服 康养 顾客 顾问 殷切 莫非 兰花 梅花 柳州 桂林 "
        "桂花 汪洋 石油 戴上 戴好 "
        "温度 黎明 凌云 金华 平安 华山 华业 和平 齐心协 卫健 卫校 项任 屈服 耿直 丛书 丛林 简易 屠宰"
    )
)
NAME = (
    rf"(?:(?:{COMPOUND}){_GIVEN}{{1,2}}|[{SURNAMES}](?:{TITLES})(?![办秘])|"
    rf"(?!{_NO_NAMES})[{SURNAMES}]{_GIVEN}{{1,2}}|"
    rf"(?:老|小)[{SURNAMES}])"
)

_RANK = (
    "老师|主任|校长|书记|处长|科长|院长|部长|局长|县长|市长|区长|镇长|乡长|村长|经理|总经理|总监|秘书长|秘书|"
    "教授|医生|大夫|护士长|护士|"
    "工程师|组长|馆长|所长|主席|会长|厂长|行长|站长|队长|主管|助理|同志|先生|女士|小姐|会计|出纳|园长|教练|"
    "师傅|律师|导师|博士|院士|老板|"
    "店长|总编|主编|编辑|警官|辅导员|班长|连长|团长|司机|保安|阿姨|大姐|大哥"
)
_SHORT_RANK = (
    "处(?![理置罚分室])|总(?![结部体之计量额公])|(?<!施)工(?![作程会人具期地资厂业艺种商单号序])|"
    "局(?![势面部域])|科(?![室研技目学])|院(?![内校系区])|"
    "部(?![门分队署])|导(?![师航出入致])|董(?!事)|校(?![园区医服友舍庆车对招准内])|队(?![伍列员])|律(?![师])|"
    "姨|哥|姐|叔|伯|嫂|"
    "老(?![师板人年干旧])|主(?![任要持题管办讲责])|台(?![账阶湾])|馆(?![藏内])|镇|县|厂(?![区房家])|编(?![写制号])"
)
_RANKED = regex(
    rf"(?!高校|纪律|毛利|席位)(?<![责保治公平])(?!(?<=[关由对])于)(?:[小老大](?=[{SURNAMES}]老师))?(?:{COMPOUND}|"
    rf"[{SURNAMES}])副?(?:{_RANK})(?![制席们级室])(?<!公司机)|"
    rf"[{SURNAMES}]副?(?:{_SHORT_RANK})(?![\u4e00-\u9fff]?[制席们级室会课]|[办秘])"
)
_SURELY_RANKED = regex(rf"(?:{COMPOUND}|[{SURNAMES}])副?(?:{_RANK})$")
_CALLED = regex(
    rf"[老小大阿](?!时|满|程序|于|段|路|陆|家|车|方[面向案便])[{SURNAMES}]|"
    rf"阿(?![姨里拉富斯尔联])[\u4e00-\u9fff]|[老小]{_GIVEN}(?=[、，,;；\s]|$)"
)
_WHOLE = regex(rf"(?:{COMPOUND}){_GIVEN}{{1,2}}|(?!{_NO_NAMES})[{SURNAMES}]{_GIVEN}{{2}}")
_SHORT = regex(rf"(?!{_NO_NAMES})[{SURNAMES}]{_GIVEN}")
_TWICE = regex(rf"(?P<one>{_GIVEN})(?P=one)(?<![妈爸爷奶天人个年月日处家様])")
_GIVEN_ALONE = regex(rf"{_GIVEN}{{2}}")
_LATIN = regex(r"(?<![A-Za-z\d])[A-Z][a-z]{1,11}(?![A-Za-z\d])")
_LATIN_NO_NAMES = frozenset(
    words(
        "Zoom Teams Excel Word Slack Jira Figma Python Java Linux Windows Git Github Gitlab Demo Review Sync "
        "Standup Retro "
        "Kickoff Kick Offer Outlook Confluence Notion Android Docker Redis Wifi Note Todo Plan Report Bug Deploy "
        "Release "
        "Room Meeting Call Online Excel Apple Google Amazon Oracle Power Sprint Design Product Team Group Lunch "
        "Token Cloud "
        "Server Page Online Offline Roadmap Budget Onboarding Training Webinar Workshop Town Hall Backlog Launch "
        "Beta Alpha"
    )
)

_LED = regex(
    r"(?:请|邀请|就|挂|[叫喊拉带加约](?:上|一?下)?|让|通知|找|安排|派|由|[交分派转指报发]?给|麻烦|辛苦|劳烦|"
    r"提[醒示](?:一下|下)?|催[催办]?(?:一下|下)?|"
    r"督促|盯(?:一下|着)?|和|跟|与|同|及|以及|责成|要求|抄送|邀|问(?:问|一下|下|一声)?|归|联系|替|帮|向|"
    r"[查看](?:一下|下|看|查)?|"
    r"(?:联系|主持|负责|责任|经办|牵头|主办|承办|协办|主讲|参会|参加|与会|出席|汇报|召集|收件)人(?:员)?|主讲|"
    r"讲师|评委|参会|参加|出席|列席|与会|人员|成员|对象|嘉宾|"
    r"\b(?:owner|with|assign|ask|tell|ping|remind|by|for|and|to|cc|sync|call))(?:是|为|有|[:：])?\s*$|[+＋/&]\s*$",
)
_OF_UNIT = regex(
    r"(?:[部处局科室组队司院办厅站厂班系]|中心|经理|主任|主管|专员|助理|出纳|会计|秘书|编辑|医生|护士|教练|"
    r"教师|老师|书记|"
    r"(?<![人成动全专])员|(?<![成增延])长|(?<!老)师|顾问|运维|施工|财务|法务|采购|售前|售后|客服|后勤|教务|"
    r"测试|产品|前端|后端|设计|行政|人事|"
    r"保卫|总务|宿管|保洁|保险公司|公司|HR|HRBP|IT|PM|QA|DBA)的?$"
)
_DOES = regex(
    r"(?:来|先|帮忙|帮[我着]|具体|老师|同志|自己|那边|这边|继续|统一|尽快|抓紧|亲自|全程)?(?:负责|牵头|主办|"
    r"主抓|主责|主持|主讲|讲|协办|协助|配合|参加|参会|"
    r"出席|列席|跟进|跟|盯|管|抓|办|处理|落实|完成|整理|准备|汇报|提交|起草|写|做|弄|搞|出|改|修|审|核|报|交|"
    r"发|送|去|排|汇总|统计|联系|翻|干|跑|"
    r"带队|带|操刀|包案|把关|更新|梳理|检查|制定|牵|对接|收|催|填|补|寄|买|订|录|校对|打印|复核|分管|安排|取|"
    r"锁|喝|领|点|换|拿|查|贴|写完|接)"
    r"|(?:老师|同志|同学|师傅|医生|经理|主任)|手[上里头]|名下|那[边儿]|这边|有空|没空|有没有|有什么|有哪些|"
    r"有啥|有几|在不在|空不空|忙不忙|你|您|说|们|等|也|都|一起|一块|共同|"
    r"[和跟与及同]|在|到|把|将|要|要求|得|能|可以|的|吧|呢|啊|今|明|后天|周[一二三四五六日末]|星期|下周|下午|"
    r"上午|本周|这周|\d|最近|何时|什么时候|哪天|几点|啥时候"
)
_DOES_SURELY = regex(
    r"(?:来|先|具体|同志|你|您)?(?:负责|牵头|主办|主抓|主责|主持|主讲|协办|协助|参加|参会|出席|列席|跟进|起草|"
    r"把关|包案|手[上里头]|名下|有空|没空|"
    r"整理|准备|处理|落实|汇总|跑|写|干|换|带队|排|你|您|那边|和我|跟我|把|将|抓紧|尽快|记得|帮[我忙])|"
    r"吧(?=[,，。!！\s]|$)"
)
_EDGES = frozenset(" ,，。;；:：、|｜/→>—–-+＋（()）[]【】“”\"'!！?？.·\n\t~～#@＠")


class _Here(NamedTuple):
    """A place where a name may begin: at an edge, led by a word that asks for one, or joined to the name before."""

    text: str
    start: int
    edges: frozenset[int]
    joined: bool

    @property
    def is_led(self) -> bool:
        text, start = self.text, self.start
        return bool(_LED.search(text, max(0, start - 8), start) or _OF_UNIT.search(text, max(0, start - 5), start))

    @property
    def is_edge(self) -> bool:
        return self.start == 0 or self.start in self.edges or self.text[self.start - 1] in _EDGES

    @property
    def before(self) -> str:
        return self.text[: self.start].rstrip()[-1:]

    def is_over(self, end: int) -> bool:
        return end == len(self.text) or end in self.edges or self.text[end] in _EDGES


def standing_names(text: str, edges: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Where people are named, by form and surroundings; `edges` is where times, rooms and the like begin and end."""
    done = 0
    for start, first in enumerate(text):
        if start < done:
            continue
        joined = bool(done) and (start == done or (start == done + 1 and text[done] in _JOINS))
        latin = first.isascii()
        if first.isupper() if latin else first in _FIRSTS or joined or text[start + 1 : start + 2] == first:
            here = _Here(text, start, edges, joined)
            if end := _latin_end(here) if latin else _chinese_end(here):
                yield start, end
                done = end


def _chinese_end(here: _Here) -> int:
    for form in (_RANKED, _WHOLE, _CALLED, _SHORT, _TWICE):
        match = form.match(here.text, here.start)
        if match and ((form is _RANKED and _SURELY_RANKED.match(match[0])) or _fits(here, form, match.end())):
            return match.end()
    given = _GIVEN_ALONE.match(here.text, here.start) if here.joined else None
    return given.end() if given and here.is_over(given.end()) else 0


def _fits(here: _Here, form: re.Pattern[str], end: int) -> bool:
    """Whether a name of this form may begin and end here: the surer the form, the less must stand around it."""
    does = _DOES.match(here.text, end)
    familiar = form is _CALLED and here.text[here.start] in "老小" and here.before not in _NOT_BEFORE_SMALL
    if here.joined or here.is_led:
        return bool(form is _RANKED or familiar or here.is_over(end) or does or _SHORT.match(here.text, end))
    edge = here.is_edge
    if familiar and not edge:
        return bool(here.is_over(end) or does)
    if not edge:
        return False
    if _DOES_SURELY.match(here.text, end) or _WHOLE.match(here.text, end):
        return True
    labelled = (here.before in _LABELS or here.start in here.edges) and here.is_over(end)
    sure = labelled or form in {_RANKED, _WHOLE} or here.start == 0
    return sure and bool(here.is_over(end) or does)


def _latin_end(here: _Here) -> int:
    """叫上Kevin, 让Raj翻一下: a capital in a Chinese sentence, led like a name."""
    match = _LATIN.match(here.text, here.start)
    if match is None or match[0] in _LATIN_NO_NAMES or here.text.isascii() or not here.is_led:
        return 0
    return match.end() if here.is_over(match.end()) or _DOES.match(here.text, match.end()) else 0


_JOINS = "、,，和与跟及/ +&"
_NOT_BEFORE_SMALL = frozenset("大中缩减最较从变弱养古元敬三二几")
_LABELS = frozenset("—→>-–:：")
_FIRSTS = frozenset(SURNAMES + "老小大阿" + COMPOUND) - {"|"}
