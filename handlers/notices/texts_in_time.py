"""The words for notices that go out later, come again, or are over."""

from handlers.notices.desk import router
from handlers.notices.sending import spread_router

spread_router.texts({"coming_scheduled": ("定时通知：通知{about}", "Scheduled notice: notice {about}")})
router.texts(
    {
        "send_button": ("发送", "Send"),
        "plan_button": ("定时发送", "Schedule it"),
        "later_button": ("定时", "Later"),
        "change_how": (
            "要改什么？直接说，例如「内容改成……」「加上后勤处」「周五前回执」「重要」「不用回执」"
            "「明天上午9点发」「有效期至12月31日」。",
            "What should change? Just say it: “text: …”, “add …”, “reply by Friday”, “important”, “no reply needed”, "
            "“send tomorrow at 9”, “valid until Dec 31”.",
        ),
        "when_to_send": (
            "什么时候发？例如「明天上午9点」「下周一8:30」。",
            "When should it go out? Such as “tomorrow at 9” or “next Monday 8:30”.",
        ),
        "goes_out": ("发送时间", "Goes out"),
        "valid": ("有效期至", "Valid until"),
        "was_for": ("原定发送", "Was due to go out"),
        "scheduled_note": (
            "到时自动发送，名单到时再算一次。",
            "It goes out by itself, to those who are meant by then.",
        ),
        "quiet_note": (
            "这个时间是免打扰时段，改在{at}发。",
            "That is in the quiet hours; it goes out on {at} instead.",
        ),
        "rest_note": ("{day}不是工作日。", "{day} is no working day."),
        "planned": (
            "通知{number}定在{at}发。说「定时通知」看还有哪些。",
            "Notice {number} goes out on {at}. “scheduled notices” shows them all.",
        ),
        "agreed": (
            "通知{number}「{title}」已同意，到时发送。",
            "Notice {number} “{title}” is agreed to, and goes out at its time.",
        ),
        "agreed_for": ("通知{number}已有人同意，{at}发送。", "Notice {number} is agreed to and goes out on {at}."),
        "not_agreed_yet": (
            "通知{number}「{title}」定在{at}发，但还没有人同意，所以没有发；一有人同意就发。",
            "Notice {number} “{title}” was to go out on {at}, but nobody has agreed yet; "
            "it goes out as soon as somebody does.",
        ),
        "too_late": (
            "通知{number}「{title}」定在{at}发，当时没有发成，已过一天，没有自动补发。要发就说「通知{number}立即发送」。",
            "Notice {number} “{title}” was to go out on {at}, could not, and is over a day late, "
            "so it was not sent. "
            "Say “send notice {number} now” to send it.",
        ),
        "nobody_then": (
            "通知{number}「{title}」（{at}）到时选不到一个人，没有发。",
            "Notice {number} “{title}” ({at}) would have reached nobody, and was not sent.",
        ),
        "may_not_now": (
            "通知{number}「{title}」（{at}）没有发：发送人现在不能发给这些人，请文秘或领导来发。",
            "Notice {number} “{title}” ({at}) was not sent: its sender may not write to these people any more; "
            "a secretary or leader may.",
        ),
        "is_scheduled": (
            "通知{number}还没发出，不发就说「取消通知{number}」。",
            "Notice {number} has not gone out yet; “cancel notice {number}” keeps it from going.",
        ),
        "standing": ("状态", "State"),
        "state_scheduled": ("定时", "scheduled"),
        "state_expired": ("已过期", "expired"),
        "state_dropped": ("没有发", "not sent"),
        "time_passed": ("时间已过，没有发", "its time has passed"),
        "send_now_button": ("立即发送", "Send now"),
        "edit_button": ("修改", "Change"),
        "cancel_button": ("取消发送", "Do not send"),
        "copy_button": ("再发一次", "Send again"),
        "none_planned": (
            "没有定时通知。写通知时说「明天上午9点发」就行。",
            "No notices are scheduled; say “send tomorrow at 9” when you write one.",
        ),
        "planned_title": ("定时通知", "Scheduled notices"),
        "and_more": ("还有更多，先列到这里。", "There are more; these are the first."),
        "more_lines": ("还有 {count} 条。", "And {count} more."),
        "correct_it": (
            "通知{number}已经发出，要改就说「更正通知{number}：新的内容」。",
            "Notice {number} is out; say “notice {number} correction: the new text” to correct it.",
        ),
        "send_now_title": ("立即发送{heading}", "Send now: {heading}"),
        "send_now_note": ("现在发给 {count} 人，不等定好的时间。", "It goes to {count} people now, before its time."),
        "cancel_title": ("不发{heading}", "Do not send: {heading}"),
        "cancelled": ("通知{number}不发了。", "Notice {number} will not be sent."),
        "every": ("发送规律", "How often"),
        "first_one": ("第一次", "First"),
        "next_one": ("下一次", "Next"),
        "series_note": (
            "每次是一条新通知，有自己的编号和回执，名单到时再算。",
            "Each time is a notice of its own number and receipts, to those who are meant by then.",
        ),
        "series_urgent": (
            "定期通知不能是紧急的，请用「重要」。",
            "A recurring notice cannot be urgent; please mark it important.",
        ),
        "series_set": (
            "定期通知{number}「{title}」已设好，第一次在{first}发。说「定期通知」可以暂停或停止。",
            "Recurring notice {number} “{title}” is set; the first goes out on {first}. "
            "“recurring notices” pauses or ends it.",
        ),
        "series_nobody": (
            "定期通知「{title}」这次选不到一个人，没有发。",
            "The recurring notice “{title}” would have reached nobody this time, and was not sent.",
        ),
        "series_may_not": (
            "定期通知「{title}」这次没有发：设它的人现在不能发给这些人。",
            "The recurring notice “{title}” was not sent: whoever set it may not write to these people any more.",
        ),
        "no_series": (
            "没有定期通知。可以说「每周五下午4点通知：交周报 发给 全体」。",
            "No notices come again; try “every Friday at 4pm notice: … to: everyone”.",
        ),
        "series_title": ("定期通知", "Recurring notices"),
        "series_number": ("定期通知{number}", "Series {number}"),
        "series_line": ("{number} {title}", "{number} {title}"),
        "series_card": ("定期通知{number} {title}", "Recurring notice {number} {title}"),
        "series_is_paused": ("已暂停", "paused"),
        "series_pause": ("暂停", "Pause"),
        "series_resume": ("恢复", "Resume"),
        "series_end": ("停止", "End"),
        "series_paused": ("定期通知{number}「{title}」已暂停。", "Recurring notice {number} “{title}” is paused."),
        "series_resumed": (
            "定期通知{number}「{title}」已恢复，暂停期间的不补发。",
            "Recurring notice {number} “{title}” goes on; what fell due meanwhile is not made up for.",
        ),
        "series_ended": ("定期通知{number}「{title}」已停止。", "Recurring notice {number} “{title}” has ended."),
        "no_such_series": (
            "没有定期通知{number}，说「定期通知」看有哪些。",
            "There is no recurring notice {number}; say “recurring notices” for the list.",
        ),
        "series_not_yours": (
            "定期通知{number}是{name}设的，只有{name}、文秘和领导能办。",
            "Recurring notice {number} is {name}'s; only {name} or those in charge may do that.",
        ),
        "is_expired": (
            "通知{number}已于{at}过期，不再催。",
            "Notice {number} was valid until {at}; nobody is asked again.",
        ),
        "answered_late": (
            "已记下。通知{number}「{title}」的有效期到{at}，已经过了，不用再办。",
            "Noted. Notice {number} “{title}” was valid until {at}, so nothing is wanted any more.",
        ),
        "remark_valid_past": ("有效期已经过去{what}", "Its validity has passed{what}"),
    }
)
