"""The digest desk's words."""

from handlers.digest.desk import router

router.texts(
    {
        "morning_name": ("早报", "Morning digest"),
        "weekly_name": ("周报", "Weekly digest"),
        "coming_morning": ("{about}", "{about}"),
        "coming_weekly": ("{about}", "{about}"),
        "morning_title": ("早报 · {day}", "Morning digest · {day}"),
        "weekly_title": ("周报 · {day} 至 {last}", "Weekly digest · {day} to {last}"),
        "day_title": ("{day}", "{day}"),
        "days_title": ("{day} 至 {last}", "{day} to {last}"),
        "labelled": ("【{label}】{line}", "{label}: {line}"),
        "more": ("更多 {count} 条", "{count} more"),
        "nothing_on": ("{day}没有安排。", "Nothing is on for {day}."),
        "quiet": ("这一周都平静，没有要报的事。", "All quiet this week: nothing to report."),
        "not_yours": (
            "别人的安排只有文秘、领导和管理员能看。",
            "Only secretaries, leaders and admins see someone else's day.",
        ),
        "time": ("时间", "Time"),
        "for": ("发给", "For"),
        "so_far": ("原来", "So far"),
        "me": ("我", "me"),
        "this_group": ("本群", "this group"),
        "subscribe_title": ("订{what}", "Subscribe: {what}"),
        "subscribed": (
            "好，{what}从 {at} 开始发。没有事的日子不发。",
            "All right: {what} from {at} on; nothing is sent on a day with nothing to say.",
        ),
        "quiet_hours": ("这个时间在免打扰时段，会改到 {at} 发。", "That is in the quiet hours; it will come at {at}."),
        "who": ("给谁订？请说全名。", "For whom? Please give the full name."),
        "which_group": ("给哪个群订？请到那个群里说。", "For which group? Please say it there."),
        "unreachable": ("{name}还没有可以收消息的账号，没法订。", "{name} has no account that I can write to."),
        "only_in_charge": (
            "群里定时发的东西只有文秘、领导和管理员能改；给自己订，请说「给我订早报」。",
            "Only secretaries, leaders and admins change what is posted in a group; for yourself say “subscribe me”.",
        ),
        "weekly_only_in_charge": (
            "周报是全单位的，只有文秘、领导和管理员能订；可以说「订阅早报」。",
            "The weekly digest shows the whole office and is for secretaries, leaders and admins; try the morning one.",
        ),
        "resting": ("{what}从 {since} 停到 {until}，之后照常。", "{what} rests from {since} to {until}, then goes on."),
        "none_here": (
            "这里没有订早报。说「订阅早报」就有。",
            "There is no digest here; say “subscribe to the morning digest”.",
        ),
        "paused": ("{what}已暂停，说「恢复早报」再开。", "{what} paused; say “resume the digest” to go on."),
        "resumed": ("{what}已恢复。", "{what} goes on."),
        "coming_title": ("到{until}为止要发的", "What will be posted until {until}"),
        "nothing_coming": ("这段时间没有要发的。", "Nothing is going to be posted."),
        "more_coming": ("还有 {count} 条", "{count} more"),
        "is_paused": ("已暂停", "paused"),
        "send": ("现在就发", "Send now"),
        "hold": ("暂停", "Pause"),
        "free": ("恢复", "Resume"),
        "hold_all": ("全部暂停", "Pause all"),
        "free_all": ("全部恢复", "Resume all"),
        "sent": ("「{what}」马上发。", "“{what}” goes out now."),
        "is_firm": (
            "「{what}」不能暂停；事情办完报办结，它就停了。",
            "“{what}” cannot be paused; it ends when the matter is done and closing is asked for.",
        ),
        "held": ("「{what}」已暂停。", "“{what}” is paused."),
        "freed": ("「{what}」已恢复。", "“{what}” goes on."),
        "held_all": (
            "本群定时发的都已暂停，说「未来七天要发什么」可以恢复。",
            "All posts here are paused; “what will you post this week” shows how to resume.",
        ),
        "freed_all": ("本群定时发的都已恢复。", "All posts here go on."),
        "gone": ("这一条已经发过或取消了。", "That one has been sent or cancelled."),
        "calendar_block": ("日历", "Calendar"),
        "calendar_missing": (
            "{year}年的节假日安排还没有，请升级小办，或在设置 calendar.holidays 里填。",
            "The public holidays of {year} are missing: upgrade xiaoban, or write them into calendar.holidays.",
        ),
    }
)
router.example("今日安排", "brief me on today")
router.example("每个工作日8:30发早报到本群", "send the morning digest here at 8:30 every working day")
