"""What the house itself says, whichever desk is at work."""

from bot.cards import Action, Button
from bot.engine.delivery_words import ATTENTION, DELIVERY, PLATFORM_NAMES
from bot.texts import Pair, Say

QUOTED = 40  # characters of what somebody said, when it is quoted back to them

LATER = "reminders.later"

_YES_TO_IT = frozenset({"同意", "同意办结", "批准", "准了", "同意了", "agreed", "approve", "approved", "agree"})
_NO_TO_IT = frozenset({"不同意", "不批准", "不行", "驳回", "rejected", "not agreed"})
_GOT_IT = frozenset(
    {"收到", "收到了", "好的收到", "收到好的", "收到谢谢", "收到了谢谢", "got it", "got it thanks", "received"}
)
_SIGNED = "收到马上办 马上办 收到签收 签收收到 签收了 已签收 我签收 好的签收 sign signed"
_READ = "已收到 已阅 知道了 好的知道了 已知晓 知悉 已知悉 看到了 noted acknowledged"
TYPED = {
    "supervision.accept": _GOT_IT.union(_SIGNED.split()),
    "notices.acknowledge": _GOT_IT.union(_READ.split()),
    "supervision.grant": _YES_TO_IT,
    "supervision.close": _YES_TO_IT | {"办结吧", "可以办结", "close it"},
    "supervision.confirm": _YES_TO_IT,
    "supervision.deny": _NO_TO_IT,
    "supervision.send_back": _NO_TO_IT | {"退回", "send it back"},
    "supervision.refuse": frozenset({"不接", "退回去", "give it back", "refuse"}),
}
"""What people type for a button that they see, beside its label."""

WITH_REASON = frozenset({"meetings.rsvp", "supervision.refuse", "supervision.send_back", "supervision.deny"})
"""Verbs whose button may be typed with a reason behind it, whatever the whole sentence sounds like."""

WITH_REMARK = frozenset({"supervision.accept", "notices.acknowledge"})
"""Those that may be typed with some remark behind them, which is nothing else that was wished for."""

HOUSE: dict[str, Pair] = {
    "to_whom": ("发给谁？", "To whom does it go?"),
    "whole_office": ("全体", "the whole office"),
    "this_group": ("本群", "this group"),
    "counted": ("{count} 人（{units}；例如{sample}）", "{count} people ({units}; such as {sample})"),
    "counted_plain": ("{count} 人（例如{sample}）", "{count} people (such as {sample})"),
    "yes": ("确认", "Confirm"),
    "change": ("修改", "Change"),
    "no": ("取消", "Cancel"),
    "change_how": (
        "要改什么？直接说，例如「改到后天上午9点」「改成302」「加上李强」。",
        "What should change? Just say it, such as “make it 4pm”, “Room 302” or “add Amy”.",
    ),
    "confirmed": ("{name}已确认", "Confirmed by {name}"),
    "chosen": ("{name}：{choice}", "{name}: {choice}"),
    "dropped": ("好，这件事不办了。", "All right, dropped."),
    "welcome": ("不客气。", "You are welcome."),
    "nothing_open": ("现在没有待回答的问题。", "There is no open question right now."),
    "dropped_mark": ("{name}已取消", "Dropped by {name}"),
    "card_gone": (
        "这张卡片已过时，请把要办的事再说一遍，或发「帮助」。",
        "This card is out of date; please say again what you need, or send “help”.",
    ),
    "not_your_question": (
        "这个问题是问{name}的，只有{name}能回答。",
        "This question is for {name}; only {name} can answer it.",
    ),
    "not_an_answer": (
        "没看懂「{said}」。请回答上面的问题，或说「算了」。",
        "“{said}” does not answer the question above; please answer it, or say “never mind”.",
    ),
    "not_a_correction": (
        "没看懂「{said}」。请按「确认」，或说要改什么，或说「算了」。",
        "“{said}” is not clear to me; please confirm, say what to change, or say “never mind”.",
    ),
    "too_long": (
        "这段话有 {length} 个字，我一次最多读 {limit} 个字，请说短一些。",
        "That is {length} characters and I read {limit} at most; please say it shorter.",
    ),
    "file_kinds": (
        "「{name}」这种文件我读不了，能读的有：{kinds}。请换一种格式再发。",
        "I cannot read a file like “{name}”; I read these kinds: {kinds}. Please send it as one of them.",
    ),
    "file_none": (
        "「{name}」收到了，但我现在还不会读文件，请把内容用文字发给我。",
        "I got “{name}”, but I cannot read files yet; please write me what it says.",
    ),
    "file_too_large": (
        "「{name}」太大，我一次最多读 {limit} MB，请分成几个文件再发。",
        "“{name}” is too large; I read {limit} MB at a time. Please send it in parts.",
    ),
    "file_elsewhere": (
        "文件「{name}」在这个平台上发不了，请管理员在服务器上用 xiaoban export 导出。",
        "I cannot send the file “{name}” here; an administrator gets it on the server by xiaoban export.",
    ),
    "coming": (
        "「{said}」我看懂了，但这项业务还没有开通。发「帮助」看现在能办什么。",
        "I understand “{said}”, but that desk is not open yet. Send “help” for what I can do now.",
    ),
    "broke": (
        "出错了，编号 {number}。已记录，请告诉管理员这个编号。",
        "Something broke, number {number}. It is noted; please give an administrator this number.",
    ),
    "which": ("「{said}」是想——", "“{said}” – which do you mean?"),
    "neither": ("都不是", "Neither"),
    "say_otherwise": (
        "好，请换个说法再说一遍；发「帮助」看可以怎么说。",
        "All right; please say it in other words, or send “help” for what can be said.",
    ),
    "rule_working": ("每个工作日", "every working day"),
    "rule_hourly": ("每小时", "every hour"),
    "rule_hourly_n": ("每 {count} 小时", "every {count} hours"),
    "rule_daily": ("每天", "every day"),
    "rule_daily_n": ("每 {count} 天", "every {count} days"),
    "rule_weekly": ("每", "every "),
    "rule_weekly_n": ("每 {count} 周的", "every {count} weeks on "),
    "rule_monthly": ("每月", "every month on "),
    "rule_monthly_n": ("每 {count} 个月", "every {count} months on "),
    "rule_yearly": ("每年{months}", "every {months} on "),
    "rule_day": ("{number}日", "the {number}."),
    "rule_last_day": ("最后一天", "the last day"),
    "rule_last_working": ("最后一个工作日", "the last working day"),
    "rule_nth": ("第 {number} 个{day}", "{day} no. {number}"),
    "rule_last": ("最后一个{day}", "the last {day}"),
    "rule_until": ("，到{day}为止", ", until {day}"),
    "rule_moved": ("（遇节假日提前）", " (the working day before, when that is a holiday)"),
    "late": ("迟发 {late}（原定 {due}）", "{late} late (was due {due})"),
    "together": ("{count} 条提醒", "{count} reminders"),
    "together_line": ("{at} {title}", "{at} {title}"),
    "later_10": ("10 分钟后", "In 10 min"),
    "later_60": ("1 小时后", "In 1 h"),
    "later_tomorrow": ("下个工作日", "Next working day"),
    "weekday_conflict": (
        "日期和星期对不上：{day}。是这一天吗？不是就请再说一次日期。",
        "The date and the weekday do not agree: {day}. Is that the day? If not, please say it again.",
    ),
    "unclear_time": (
        "时间没看懂，请再说一次，例如「明天下午3点」。",
        "I could not read the time; please say it like “tomorrow 3pm”.",
    ),
    "impossible_time": (
        "没有这样的时间，请再说一次，例如「明天下午3点」。",
        "There is no such time; please say it again, such as “tomorrow 3pm”.",
    ),
    "end_first": (
        "结束时间要晚于开始时间，请重说时间，例如「明天下午3点到5点」。",
        "The end must come after the start; please say the time again, like “tomorrow 3-5pm”.",
    ),
    "past_unknown": ("这个时间已经过去了，请说以后的时间。", "That time has passed; please give one to come."),
    "which_hour": ("{day}几点？", "What time on {day}?"),
    "past": ("{start}已经过去了，请说以后的时间。", "{start} has passed; please give a time to come."),
    "person_of": ("{name}（{unit}）", "{name} ({unit})"),
    "which_person": ("有几位「{name}」，是哪一位？", "There are several people called {name}. Which one?"),
    "unknown_person": ("没有找到「{name}」，请说全名。", "I do not know “{name}”; please give the full name."),
    "unknown_person_near": ("没有找到「{name}」，是不是：", "I do not know “{name}”. Did you mean:"),
    "answer_with": ("回复数字选择：{numbers}", "Answer with a number: {numbers}"),
    "more": ("……（未完）", "… (cut)"),
}

# What each intent is, as a button says it when a sentence may mean this or that.
WISHES: dict[str, Pair] = {
    "meetings.book": ("订会议", "Book a meeting"),
    "meetings.cancel": ("取消会议", "Cancel a meeting"),
    "meetings.move": ("改会议", "Move a meeting"),
    "meetings.list": ("看会议", "See meetings"),
    "meetings.free": ("查空闲", "See what is free"),
    "supervision.assign": ("交办事项", "Hand over an item"),
    "supervision.report": ("报进展", "Report progress"),
    "supervision.submit": ("报办结", "Ask for closing"),
    "supervision.extend": ("申请延期", "Ask for more time"),
    "supervision.close": ("办结事项", "Close an item"),
    "supervision.nudge": ("催办", "Nudge someone"),
    "supervision.list": ("看督办事项", "See items"),
    "supervision.show": ("看一件事项", "See one item"),
    "supervision.accept": ("签收", "Sign for an item"),
    "supervision.give_back": ("退回", "Send an item back"),
    "supervision.grant": ("同意延期", "Grant more time"),
    "supervision.deny": ("不同意延期", "Deny more time"),
    "supervision.suspend": ("中止事项", "Suspend an item"),
    "supervision.resume": ("恢复办理", "Resume an item"),
    "supervision.withdraw": ("撤回事项", "Withdraw an item"),
    "supervision.amend": ("修改事项", "Change an item"),
    "supervision.reassign": ("改派", "Give an item to someone else"),
    "supervision.merge": ("合并事项", "Merge items"),
    "supervision.adopt": ("归入上级事项", "Put an item under another"),
    "supervision.split": ("拆分事项", "Split an item"),
    "supervision.escalate": ("提级督办", "Escalate an item"),
    "supervision.slip": ("发督办单", "Send a slip"),
    "supervision.hand_over": ("移交事项", "Hand items over"),
    "supervision.signal": ("登记苗头", "Log an early signal"),
    "supervision.signals": ("看苗头", "See early signals"),
    "supervision.weigh_signal": ("研判苗头", "Weigh an early signal"),
    "supervision.duty": ("设定期事项", "Set a recurring duty"),
    "supervision.duties": ("看定期事项", "See recurring duties"),
    "supervision.export": ("导出台账", "Export the ledger"),
    "supervision.appraise": ("看单位考核", "See the appraisal by unit"),
    "notices.circulate": ("发通知", "Circulate a notice"),
    "notices.list": ("看通知和回执", "See notices and receipts"),
    "feedback.collect": ("征集意见", "Collect feedback"),
    "feedback.suggest": ("提建议", "Make a suggestion"),
    "feedback.list": ("看征集结果", "See what came in"),
    "reminders.set": ("设提醒", "Set a reminder"),
    "reminders.list": ("看提醒", "See reminders"),
    "reminders.cancel": ("取消提醒", "Cancel a reminder"),
    "reminders.move": ("改提醒", "Move a reminder"),
    "reminders.pause": ("暂停提醒", "Pause a reminder"),
    "reminders.resume": ("恢复提醒", "Resume a reminder"),
    "digest.today": ("看今天的安排", "See my day"),
    "digest.subscribe": ("订早报", "Get a digest"),
    "digest.pause": ("暂停早报", "Pause a digest"),
    "digest.resume": ("恢复早报", "Resume a digest"),
    "digest.upcoming": ("看要发什么", "See what will be sent"),
    "leave.take": ("登记请假", "Take leave"),
    "leave.list": ("看谁请假", "See who is on leave"),
    "leave.cancel": ("销假", "End a leave"),
    "delivery.list": ("看投递记录", "See deliveries"),
    "help": ("看帮助", "See the help"),
    "help.chinese": ("说中文", "Speak Chinese"),
    "help.english": ("说英文", "Speak English"),
}
HOUSE |= DELIVERY | ATTENTION | {f"wish.{intent}": label for intent, label in WISHES.items()}
HOUSE |= {f"platform_{platform}": name for platform, name in PLATFORM_NAMES.items()}


def short(text: str) -> str:
    """What was said, as it is quoted back."""
    return text if len(text) <= QUOTED else text[: QUOTED - 1] + "…"


def snooze_buttons(say: Say, reminder_id: int) -> tuple[Button, ...]:
    """Three choices of when to hear a reminder again; the reminders desk knows the verb."""
    choices = ("10", "60", "tomorrow")
    return tuple(Button(say(f"house.later_{choice}"), Action(LATER, reminder_id, choice)) for choice in choices)
