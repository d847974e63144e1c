"""What the house itself says, whichever desk is at work."""

from bot.engine.delivery_words import DELIVERY
from bot.texts import Pair

QUOTED = 40  # characters of what somebody said, when it is quoted back to them

HOUSE: dict[str, Pair] = {
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
    "notices.circulate": ("发通知", "Circulate a notice"),
    "notices.list": ("看通知和回执", "See notices and receipts"),
    "feedback.collect": ("征集意见", "Collect feedback"),
    "feedback.suggest": ("提建议", "Make a suggestion"),
    "feedback.list": ("看征集结果", "See what came in"),
    "reminders.set": ("设提醒", "Set a reminder"),
    "reminders.list": ("看提醒", "See reminders"),
    "reminders.cancel": ("取消提醒", "Cancel a reminder"),
    "digest.today": ("看今天的安排", "See my day"),
    "delivery.log": ("看投递记录", "See the delivery log"),
    "help": ("看帮助", "See the help"),
    "help.chinese": ("说中文", "Speak Chinese"),
    "help.english": ("说英文", "Speak English"),
}
HOUSE |= DELIVERY | {f"wish.{intent}": label for intent, label in WISHES.items()}


def short(text: str) -> str:
    """What was said, as it is quoted back."""
    return text if len(text) <= QUOTED else text[: QUOTED - 1] + "…"
