"""Chinese words of time: each is a row of (kind, value, length) nodes. The longest word at a place wins."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from bot.understanding.festivals import CHINESE_NAMES
from bot.understanding.wordlist import words

Piece = tuple[str, Any, int]

_DAYWORDS = {
    "今天": 0,
    "今日": 0,
    "今儿": 0,
    "今儿个": 0,
    "明天": 1,
    "明日": 1,
    "明儿": 1,
    "明儿个": 1,
    "后天": 2,
    "后日": 2,
    "后儿": 2,
    "后儿个": 2,
    "大后天": 3,
    "大大后天": 4,
    "大大前天": -4,
    "昨天": -1,
    "昨日": -1,
    "昨儿": -1,
    "前天": -2,
    "前日": -2,
    "大前天": -3,
    "当天": 0,
    "当日": 0,
    "次日": 1,
    "翌日": 1,
    "第二天": 1,
    "隔天": 1,
    "即日": 0,
    "本日": 0,
}
_PARTS = {
    "dawn": "凌晨 拂晓 黎明 后半夜",
    "night": "半夜 深夜 午夜",
    "morning": "早上 早晨 上午 清晨 清早 一早 大清早 早间 一大早 上半天 午前 早",
    "noon": "中午 正午 午间 晌午",
    "afternoon": "下午 午后 下半天 后晌",
    "evening": "晚上 夜里 夜晚 晚间 夜间 今夜 晚 傍晚 傍黑",
}
_FUSED = {"今": 0, "明": 1, "昨": -1, "当": 0, "次": 1, "后": 2}
_FUSED_PARTS = {
    "早": "morning",
    "早上": "morning",
    "晨": "morning",
    "晚": "evening",
    "晚上": "evening",
    "夜": "evening",
    "午": "noon",
}
_YEARS = {
    "今年": 0,
    "本年": 0,
    "当年": 0,
    "明年": 1,
    "后年": 2,
    "去年": -1,
    "前年": -2,
    "大前年": -3,
    "本年度": 0,
    "今年度": 0,
    "上年度": -1,
    "下年度": 1,
    "大后年": 3,
    "来年": 1,
    "上年": -1,
    "下一年": 1,
    "上一年": -1,
}
_REL = {
    "这": 0,
    "本": 0,
    "这个": 0,
    "本个": 0,
    "该": 0,
    "当": 0,
    "下": 1,
    "下个": 1,
    "下下": 2,
    "下下个": 2,
    "再下": 2,
    "再下个": 2,
    "再下一": 2,
    "上": -1,
    "上个": -1,
    "上上": -2,
    "上上个": -2,
    "下一": 1,
    "下一个": 1,
    "上一": -1,
    "上一个": -1,
    "这一": 0,
    "这一个": 0,
}
_REL_UNITS = {
    "周": "week",
    "星期": "week",
    "礼拜": "week",
    "月": "month",
    "季度": "quarter",
    "季": "quarter",
    "学期": "term",
    "小时": "hour",
    "钟头": "hour",
    "年": "year",
    "工作日": "workday",
    "财年": "year",
    "双周": "fortnight",
    "半年": "half",
    "年度": "year",
    "月份": "month",
    "分钟": "minute",
}
_WEEK = ("周", "星期", "礼拜", "週")
_WEEKDAYS = {
    "一": 0,
    "二": 1,
    "三": 2,
    "四": 3,
    "五": 4,
    "六": 5,
    "日": 6,
    "天": 6,
    "末": 5,
    "1": 0,
    "2": 1,
    "3": 2,
    "4": 3,
    "5": 4,
    "6": 5,
    "7": 6,
}
_UNITS = {
    "小时": "hour",
    "钟头": "hour",
    "钟": "hour",
    "分钟": "minute",
    "秒钟": "second",
    "天": "day",
    "周": "week",
    "星期": "week",
    "礼拜": "week",
    "工作日": "workday",
    "上班日": "workday",
    "季度": "quarter",
    "季": "quarter",
    "周末": "weekend",
    "个月": "month",
    "周年": "year",
    "整天": "day",
    "年度": "year",
    "旬": "xun",
    "交易日": "workday",
    "自然日": "day",
    "世纪": "century",
    "年代": "decade",
    "学期": "term",
}
_GLUE = {
    "zy": "年",
    "zm": "月 月份",
    "zd": "日 号",
    "zk": "点 点钟 时",
    "zf": "分",
    "zs": "秒",
    "ke": "刻 刻钟",
    "zheng": "整 正",
    "ge": "个",
    "to": "到 至 直到 ~",
    "and": "和 与 及 、 跟 以及 又",
    "or": "或 或者",
    "of": "的",
    "prep": "在 于 大约 约 大概 左右 差不多 再过 过 定在 定于 那天 暂定",
    "from": "从 自 由",
    "before": "前 之前 以前 及之前 或之前 及以前 或以前 (含)前 (含)之前 结束前 结束之前",
    "by": (
        "截止 截至 截止到 截至到 截止时间 截止日期 截止时间为 不晚于 最晚 最迟 不迟于 "
        "赶在 务必于 限 限期 ddl 截止至 截止于 期限 时限 "
        "截止日期为 截止日期是 截止时间是 截止日 ddl是 ddl为 最晚不超过 最迟不超过 至迟 不得晚于 不能晚于 "
        "不超过 到期 为止 截稿 为截止日期 为截止时间"
    ),
    "after": "后 之后 以后 过后",
    "within": "内 之内 以内",
    "every": "每 每个 每隔 每逢 逢 每一 每一个 每到",
    "other": "隔",
    "half": "半",
    "between": "之间 间",
    "begin": "起 开始 开始的 始",
    "early": "初 上旬 初期 头",
    "mid": "中旬 中 中期",
    "late": "下旬",
    "end": "末 底 末尾 月底 年底 期末",
    "times": "次",
    "next": "接下来 未来 今后 往后 接下来的 未来的 随后 之后的 后面",
    "recent": "最近 过去 近 以往 最近的 过去的 前面 此前",
    "now": "现在 目前 此刻 当前 刚才 刚刚 即刻 如今 此时此刻 这会儿",
    "last": "最后 最后一 最后一个 最后的",
    "first": "第一个 首个 头一个",
    "all": "全 整 一整 整个",
    "asap": "尽快 尽早 马上 立即 立刻",
    "sametime": "这个时候 这个时间 此时 这时候 这个点",
    "short": "差",
    "rest": "剩余 剩下 余下",
}
_FIXED: dict[str, tuple[Piece, ...]] = {
    "第一天上班": (("ord", 1, 3), ("unit", "workday", 2)),
    "上班第一天": (("ord", 1, 2), ("unit", "workday", 3)),
    "月底": (("zm", "月", 1), ("end", "底", 1)),
    "月末": (("zm", "月", 1), ("end", "末", 1)),
    "年底": (("zy", "年", 1), ("end", "底", 1)),
    "年末": (("zy", "年", 1), ("end", "末", 1)),
    "年初": (("zy", "年", 1), ("early", "初", 1)),
    "月初": (("zm", "月", 1), ("early", "初", 1)),
    "岁末": (("zy", "年", 1), ("end", "末", 1)),
    "年内": (("yearw", 0, 1), ("within", "内", 1)),
    "今起": (("dayword", 0, 1), ("begin", "起", 1)),
    "元月": (("num", 1, 1), ("zm", "月", 1)),
    "节前": (("hol", "days_off", 1), ("before", "前", 1)),
    "首日": (("first", "首", 1), ("unit", "day", 1)),
    "今明两天": (("run", 2, 4),),
    "今明后三天": (("run", 3, 5),),
    "周六日": (("unit", "weekend", 3),),
    "次年": (("the", "次年", 2),),
    "收工前": (("close", "day", 2), ("before", "前", 1)),
    "年中": (("zy", "年", 1), ("mid", "中", 1)),
    "月中": (("zm", "月", 1), ("mid", "中", 1)),
    "下班前": (("close", "day", 2), ("before", "前", 1)),
    "下班": (("close", "day", 2),),
    "下班后": (("clock", (18, 0), 3),),
    "下班以后": (("clock", (18, 0), 4),),
    "下班之前": (("close", "day", 2), ("before", "前", 2)),
    "半天": (("dur", 0.5, 2),),
    "全天": (("dur", 1, 2),),
    "整天": (("dur", 1, 2),),
    "一整天": (("dur", 1, 3),),
    "大半天": (("dur", 0.5, 3),),
    "半日": (("dur", 0.5, 2),),
    "年度": (("unit", "year", 2),),
    "工作日": (("unit", "workday", 3),),
    "双休日": (("unit", "weekend", 3),),
    "周末": (("unit", "weekend", 2),),
    "每周末": (("every", 0, 1), ("unit", "weekend", 2)),
    "隔周": (("every", 2, 1), ("unit", "week", 1)),
    "双周": (("every", 2, 1), ("unit", "week", 1)),
    "隔日": (("every", 2, 1), ("unit", "day", 1)),
    "单周": (("every", 2, 1), ("unit", "week", 1)),
    "天天": (("every", 0, 1), ("unit", "day", 1)),
    "每周一次": (("every", "每", 1), ("zhou", "week", 1), ("num", 1, 1), ("times", "次", 1)),
    "首月": (("first", "首", 1), ("zm", "月", 1)),
    "末月": (("end", "末", 1), ("zm", "月", 1)),
    "隔月": (("every", 2, 1), ("unit", "month", 1)),
    "隔年": (("every", 2, 1), ("unit", "year", 1)),
    "季末": (("unit", "quarter", 1), ("end", "末", 1)),
    "季度末": (("unit", "quarter", 2), ("end", "末", 1)),
    "季初": (("unit", "quarter", 1), ("early", "初", 1)),
    "下半年": (("hol", "h2", 3),),
    "上半年": (("hol", "h1", 3),),
    "前半年": (("hol", "h1", 3),),
    "后半年": (("hol", "h2", 3),),
    "上半月": (("hol", "m1", 3),),
    "下半月": (("hol", "m2", 3),),
    "下半周": (("hol", "w2", 3),),
    "上半周": (("hol", "w1", 3),),
    "午饭前": (("clock", (12, 0), 2), ("before", "前", 1)),
    "午饭后": (("clock", (13, 0), 3),),
    "晚饭后": (("part", "evening", 3),),
    "零点": (("clock", (0, 0), 2),),
    "星期": (("zhou", "week", 2),),
    "礼拜": (("zhou", "week", 2),),
    "周": (("zhou", "week", 1),),
    "单休": (("gap", 0, 2),),
}
# What looks like a time word and is none.
_PLAIN = words(
    "今日头条 明日之后 早饭 早餐 早稻田 晚饭 晚餐 晚礼服 晚会 晚宴 早会 早操 早读 "
    "早点 晚点 晚自习 后勤 前台 前期 后期 前提 后续 后台 目前 内部 内容 内存 后面 "
    "前面 日常 日程 日报 日志 日期 日子 月报 周报 年报 季报 月考 周会 年会 月会 "
    "年度 周刊 周年庆 年级 年龄 年轻 年薪 周到 周围 周边 周转 周杰 周期 周密 周总 "
    "时间 时候 时期 时长 时代 时刻 时尚 按时 及时 准时 同时 临时 定时 到时候 届时 "
    "观点 重点 地点 要点 难点 优点 缺点 特点 热点 焦点 试点 站点 一点点 有点 分工 "
    "分配 分享 分析 分组 分别 分数 部分 个人 整改 整理 整体 完整 调整 正式 正常 "
    "正在 改正 修正 晚一点 早一点 本人 本次 本科 本校 本部 下午茶 上周会 到位 到底 "
    "报到 达到 收到 看到 找到 签到 到场 到齐 提前 当前 前往 前后 先后 最后确认 "
    "半成品 中间 期中 中心 中学 高中 初中 初步 初稿 初审 初二 初一 初三 当初 年会 "
    "内勤 天气 天津 聊天 时光 一周年 末尾 期末考 期中考 期末 隔离 隔壁 间隔 中层 "
    "中国 心中 其中 中标 集中 秒杀 分公司 分管 秒回 月饼 月亮 月嫂 周一围 日本 "
    "日语 号码 编号 型号 账号 信号 符号 挂号 工号 称号 帐号 每个人 每位 每人 每次 "
    "限制 宽限 权限 限于 近况 附近 接近 后来 今后几 上面 下面 头像 刻录 深刻 一时 有时 "
    "暂时 点赞 点头 起来 一起 发起 引起 提起 对不起 了不起 起草 起诉 起点 全部 "
    "别超过 勿超过 不要超过 超过 全体 全员 全校 全面 安全 完全 全国 全力 过去了 周末愉快 节点 晚辈 早日 早已 "
    "早就 及早 尽早了 日照 早退 晚霞 夜班 晚班 早班 中班 时段 分钟数 一时间 生日 "
    "工作日志 一下 四季如春 百年 千年 上下班 周岁 钟表 钟楼 警钟 闹钟 差点 差一点 差旅 "
    "差异 差别 差距 正好 正是 真正 整个 上月球"
)
_DIGITS = "零一二三四五六七八九十百千两俩廿卅"


def _sharing() -> Callable[..., tuple[Piece, ...]]:
    """Makes rows of which equal ones, and equal pieces of them, are kept once: a third of the memory."""
    pieces: dict[Piece, Piece] = {}
    rows: dict[tuple[Piece, ...], tuple[Piece, ...]] = {}

    def row(*given: Piece) -> tuple[Piece, ...]:
        made = tuple(pieces.setdefault(piece, piece) for piece in given)
        return rows.setdefault(made, made)

    return row


def _rows() -> dict[str, tuple[Piece, ...]]:
    row = _sharing()
    rows: dict[str, tuple[Piece, ...]] = {w: ((kind, w, len(w)),) for kind, said in _GLUE.items() for w in said.split()}
    rows |= {w: (("dayword", v, len(w)),) for w, v in _DAYWORDS.items()} | {
        w: (("yearw", v, len(w)),) for w, v in _YEARS.items()
    }
    rows |= {w: (("part", part, len(w)),) for part, said in _PARTS.items() for w in said.split()}
    rows |= {w: (("unit", v, len(w)),) for w, v in _UNITS.items()}
    rows |= {w: (("hol", name, len(w)),) for name, said in CHINESE_NAMES.items() for w in said.split()}
    rows |= {
        a + b: row(("dayword", da, 1), ("part", part, len(b)))
        for a, da in _FUSED.items()
        for b, part in _FUSED_PARTS.items()
    }
    rows |= {
        a + b: row(("rel", v, len(a)), ("unit", u, len(b))) for a, v in _REL.items() for b, u in _REL_UNITS.items()
    }
    rows |= {w + d: row(("wday", i, len(w) + 1)) for w in _WEEK for d, i in _WEEKDAYS.items() if d != "末"}
    rows |= {
        a + w + d: row(("rel", v, len(a)), ("wday", i, len(w) + 1))
        for a, v in _REL.items()
        for w in _WEEK
        for d, i in _WEEKDAYS.items()
        if d != "末"
    }
    rows |= {
        a + w: row(("rel", v, len(a)), ("unit", "weekend", len(w)))
        for a, v in _REL.items()
        for w in ("周末", "双休日", "周六日")
    }
    rows |= {
        a + w + d: row(("every", 2, 1), ("wday", i, len(w) + len(d)))
        for a in "隔双单"
        for w in _WEEK
        for d, i in _WEEKDAYS.items()
        if d != "末"
    }
    rows |= {f"倒数第{d}{ge}": row(("last", -n, 4 + len(ge))) for n, d in enumerate("一二三四", 1) for ge in ("", "个")}
    rows |= {
        lead + a + "周": row(("every", 2, len(lead) + 1), ("unit", "week", 1))
        for lead in ("逢", "每逢", "每个", "每")
        for a in "单双"
    }
    rows |= {
        w: (("season", i, len(w)),)
        for i, s in enumerate(("春天 春季", "夏天 夏季 暑假", "秋天 秋季", "冬天 冬季 寒假"))
        for w in s.split()
    }
    rows |= {w: row(("gap", None, len(w))) for w in _PLAIN}
    rows |= _FIXED
    rows |= {a + "周": row(("rel", v, len(a)), ("unit", "week", 1)) for a, v in _REL.items()}
    return rows


DIGITS = frozenset(_DIGITS)


@cache
def table() -> tuple[Mapping[str, tuple[Piece, ...]], Mapping[str, tuple[int, ...]]]:
    """Every word, and by its first character the lengths to try, longest first; made with the first sentence."""
    rows = _rows()
    lengths: dict[str, tuple[int, ...]] = {}
    for word in sorted(rows, key=len, reverse=True):
        known = lengths.get(word[0], ())
        lengths[word[0]] = known if len(word) in known else (*known, len(word))
    return rows, lengths
