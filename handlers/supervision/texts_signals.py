"""The supervision desk's words: early signals."""

from handlers.supervision.desk import router

router.texts(
    {
        "signal_what": ("发现了什么苗头？", "What have you noticed?"),
        "signal_too_long": (
            "这段话有 {length} 个字，最多 {most} 个字，请只写要点。",
            "That is {length} characters and may be {most}; please give the main points only.",
        ),
        "signal_no_such": (
            "没有苗头{number}。说「苗头清单」看有哪些。",
            "There is no early signal {number}; say “early signals” to see them.",
        ),
        "signal_not_yours": (
            "苗头{number}只有登记的人、文秘和领导能看。",
            "Early signal {number} is for whoever noted it, secretaries and leaders.",
        ),
        "signal_not_yours_to_weigh": (
            "苗头{number}由文秘和领导来定。",
            "Secretaries and leaders decide about early signal {number}.",
        ),
        "signal_none": (
            "没有在观察的苗头。说「苗头：近期学生反映食堂价格上涨」就登记一条。",
            "No early signal is being watched. Say “early signal: students complain about prices” to note one.",
        ),
        "signal_list": ("在观察的苗头 {count} 条", "Early signals being watched: {count}"),
        "signal_more": ("还有 {count} 条", "{count} more"),
        "signal_named": ("苗头{number}", "Signal {number}"),
        "signal_title": ("苗头{number}", "Early signal {number}"),
        "signal_again": ("该复核了：苗头{number}", "Time to look again at early signal {number}"),
        "signal_by": ("登记", "Noted"),
        "signal_level": ("程度", "Level"),
        "signal_state": ("状态", "State"),
        "signal_review": ("复核", "Looked at again"),
        "signal_review_on": ("{day}复核", "looked at again {day}"),
        "signal_low": ("一般", "Low"),
        "signal_middle": ("较重", "Middle"),
        "signal_high": ("严重", "High"),
        "signal_watch": ("继续观察", "Keep watching"),
        "signal_promote": ("立为事项", "Make it an item"),
        "signal_drop": ("不再关注", "Let it go"),
        "signal_is_watched": ("观察中{item}", "Being watched{item}"),
        "signal_is_promoted": ("已立为{item}", "Became {item}"),
        "signal_is_dropped": ("不再关注{item}", "Let go{item}"),
        "signal_rated": ("苗头{number}定为{level}。", "Early signal {number} is rated: {level}."),
        "signal_watched": ("苗头{number}继续观察，{until}复核。", "Early signal {number} is watched until {until}."),
        "signal_dropped": ("苗头{number}不再关注。", "Early signal {number} is let go."),
        "signal_promoted": (
            "苗头{number}已经立为事项，不用再定。",
            "Early signal {number} has become an item; nothing is left to decide.",
        ),
        "signal_past": (
            "{day}已经过去或太近了，请说以后的日期。",
            "{day} is past or too near; please give a later day.",
        ),
        "signal_news": ("苗头{number}已立为{item}「{title}」", "Early signal {number} became {item} “{title}”"),
    }
)
