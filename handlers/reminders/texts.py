"""The reminders desk's words."""

from handlers.reminders.desk import router

router.texts(
    {
        "coming_say": ("提醒：{about}", "Reminder: {about}"),
        "block": ("提醒", "Reminders"),
        "block_line": ("{at} {text}", "{at} {text}"),
        "when": ("什么时候提醒？", "When shall I remind you?"),
        "in": ("{length}后", "in {length}"),
        "when_before": ("{due}前的事，什么时候提醒？", "It is due by {due}; when shall I remind?"),
        "what": ("提醒什么？", "What is the reminder about?"),
        "time_is_up": ("时间到了", "Time is up"),
        "too_long": (
            "提醒的内容有 {length} 个字，最多 {most} 个字，请说短一些。",
            "That is {length} characters and a reminder holds {most}; please say it shorter.",
        ),
        "no_meeting": (
            "没有找到还没开的会，请说提醒的时间，例如「明天下午3点提醒我」。",
            "I know of no meeting to come; please say a time, such as “remind me tomorrow 3pm”.",
        ),
        "which_meeting": ("哪个会之前提醒？", "Before which meeting?"),
        "meeting_at": ("{title} {start}", "{title} {start}"),
        "meeting": ("会议", "Meeting"),
        "which_group": (
            "是提醒哪个群？请到那个群里说，或者说出名字。",
            "Which group? Please say it in that group, or name the people.",
        ),
        "unreachable": (
            "{name}还没有可以收消息的账号，没法提醒；可以改提醒别人。",
            "{name} has no account that I can write to; please name someone else.",
        ),
        "this_group": ("本群", "this group"),
        "me": ("我", "me"),
        "time": ("时间", "Time"),
        "whom": ("提醒谁", "For"),
        "next": ("下一次", "Next"),
        "first": ("{rule}，第一次 {at}", "{rule}, first on {at}"),
        "set_title": ("设提醒：{text}", "Set a reminder: {text}"),
        "set": ("好，{when}提醒「{text}」。", "All right: “{text}”, {when}."),
        "quiet": (
            "这个时间在免打扰时段，会改到 {at} 发。",
            "That is in the quiet hours; it will be sent {at}.",
        ),
        "rest_day": ("{day}是休息日。", "{day} is a day off."),
        "never": ("{rule}已经没有下一次了，请换个时间。", "{rule}: there is no next time; please choose another."),
        "card": ("提醒：{text}", "Reminder: {text}"),
        "shown": ("「{text}」的提醒", "The reminder “{text}”"),
        "asked_by": ("{name}请我提醒你", "{name} asked me to remind you"),
        "for_absent": ("{name}请假，由你代办", "{name} is away and you stand in"),
        "before_meeting": ("「{title}」开始前 {lead}", "{lead} before “{title}”"),
        "a_meeting": ("会议", "the meeting"),
        "is_paused": ("已暂停", "paused"),
        "none": (
            "这里没有提醒。可以说「明天下午3点提醒我交表」。",
            "There are no reminders here. Try “remind me tomorrow 3pm to call Amy”.",
        ),
        "none_here": (
            "这里没有提醒。可以说「明天下午3点提醒我交表」。",
            "There are no reminders here. Try “remind me tomorrow 3pm to call Amy”.",
        ),
        "list_title": ("提醒，共 {count} 条", "{count} reminders"),
        "more": ("还有 {count} 条，说出名字可以看", "{count} more; name one to see it"),
        "which": ("是哪一条提醒？", "Which reminder?"),
        "no_such": ("没有找到「{title}」的提醒，是不是：", "I find no reminder “{title}”. Did you mean:"),
        "over": ("这条提醒已经结束了。", "This reminder is over."),
        "not_yours": (
            "这条提醒是{name}设的，请找{name}或文秘改。",
            "{name} set this reminder; please ask {name} or a secretary.",
        ),
        "not_yours_to_put_off": (
            "群里的提醒只有设的人和文秘能推迟；要单独提醒你，请说「1小时后提醒我…」。",
            "Only who set it or a secretary may put off a group's reminder; for yourself say “remind me in 1 hour …”.",
        ),
        "cancel": ("取消提醒", "Cancel it"),
        "pause": ("暂停", "Pause"),
        "resume": ("恢复", "Resume"),
        "now": ("现在就发", "Say it now"),
        "cancel_title": ("取消提醒：{text}", "Cancel the reminder: {text}"),
        "cancelled": ("已取消提醒「{text}」。", "The reminder “{text}” is cancelled."),
        "paused": ("已暂停「{text}」，说「恢复提醒」再开。", "“{text}” is paused; say “resume the reminder” to go on."),
        "resumed": ("已恢复「{text}」。", "“{text}” goes on."),
        "moved": ("已改好「{text}」。", "“{text}” is moved."),
        "move_title": ("改提醒：{text}", "Move the reminder: {text}"),
        "to_when": ("「{text}」改到什么时候？", "Move “{text}” to when?"),
        "sent_now": ("马上发「{text}」。", "“{text}” goes out now."),
        "again_at": ("{name}：{at} 再提醒", "{name}: again {at}"),
    }
)
router.example("明天下午3点提醒我交表", "remind me tomorrow 3pm to call {person}")
