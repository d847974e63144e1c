"""The supervision desk's words: lists of items."""

from handlers.supervision.desk import router

router.texts(
    {
        "unsigned": ("{item} {title}：{names}还没有签收。", "{item} {title}: {names} has not signed for it yet."),
        "all_signed": ("{item} {title}：都已签收。", "{item} {title}: it has been signed for."),
        "whole_item": ("查看全部", "The whole item"),
        "list_ledger": ("督办台账", "The ledger"),
        "list_mine": ("我的事项", "My items"),
        "list_given": ("{name}督办", "watched by {name}"),
        "list_red": ("🔴 逾期", "🔴 overdue"),
        "list_yellow": ("🟡 临期", "🟡 due soon"),
        "list_green": ("🟢 正常", "🟢 on time"),
        "state_stuck": ("停滞", "Standing still"),
        "list_due_on": ("{day}到期", "due on {day}"),
        "list_due_by": ("{day}前到期", "due by {day}"),
        "list_due_from": ("{day}起到期", "due from {day} on"),
        "list_due_within": ("{first}至{last}到期", "due from {first} to {last}"),
        "list_ended_on": ("{day}", "on {day}"),
        "list_ended_by": ("到{day}为止", "until {day}"),
        "list_ended_from": ("{day}以来", "since {day}"),
        "list_ended_within": ("{first}至{last}", "from {first} to {last}"),
        "list_title": ("「{title}」", "“{title}”"),
        "list_total": ("共 {count} 件", "{count} in all"),
        "list_counted": ("共 {count} 件：{marks}", "{count} in all: {marks}"),
        "list_page": ("第 {number} 页，共 {pages} 页", "Page {number} of {pages}"),
        "list_ended": ("{day}{state}", "{state} {day}"),
        "list_before": ("上一页", "Back"),
        "list_next": ("下一页", "Next"),
        "list_watched": ("我督办的 {count} 件", "The {count} that I watch"),
        "list_seen": (
            "这里只有你能看到的：和你、你的单位有关的事项；要看全部请找文秘。",
            "These are the ones that you may see, yours and your unit's; ask a secretary for all.",
        ),
        "list_narrow": (
            "还有 {count} 件，加上单位、人或时间就能看到。",
            "{count} more; name a unit, a person or a time to see them.",
        ),
        "list_never_stuck": (
            "本单位没有设停滞天数，请管理员在设置里写 stuck_days。",
            "This office has no number of days for it; an administrator can set stuck_days.",
        ),
        "list_empty": (
            "台账里还没有你能看的事项。说「把年度总结交给王芳，12月10日前完成」就交办一件。",
            "There is no item that you may see yet. Say “assign the annual report to Amy by Dec 10” to begin.",
        ),
        "list_none_mine": (
            "你名下没有在办的事项。说「督办台账」看全部。",
            "There is no open item of yours. Say “the ledger” to see all.",
        ),
        "list_none": (
            "没有这样的事项：{filters}。说「督办台账」看全部。",
            "There is no such item: {filters}. Say “the ledger” to see all.",
        ),
    }
)
