"""The supervision desk's words: nudging, going above, handing everything over, early signals."""

from handlers.supervision.desk import router

router.texts(
    {
        "nudge_read_back": ("催办 {count} 件，发给 {people} 人", "Nudge {people} about {count} items"),
        "nudge_person": ("{name}（{count} 件）：", "{name} ({count}):"),
        "nudge_deputy": (
            "{name}请假，发给代办人{deputy}（{count} 件）：",
            "{name} is away; it goes to {deputy}, who stands in ({count}):",
        ),
        "nudge_more": ("……", "…"),
        "nudge_lately": ("一小时内催过，不再催：{items}", "Nudged within the hour, left out: {items}"),
        "nudge_own": ("你自己主办，不用催：{items}", "Your own, left out: {items}"),
        "nudge_unreached": (
            "{name}没有可以收消息的账号，请另外告诉本人：{items}",
            "{name} has no account that I can write to, please tell them yourself: {items}",
        ),
        "nudge_nobody": ("没有要催的人。", "There is nobody to nudge."),
        "nudge_none": (
            "你能催的事项里没有逾期的。说「催办督15」可以催没到期的。",
            "Of what you may nudge nothing is overdue. Say “nudge item 15” for one that is not.",
        ),
        "nudge_none_of": (
            "{names}没有你能催的事项。说「督办台账」看有哪些。",
            "{names}: there is nothing that you may nudge. Say “the ledger” to see all.",
        ),
        "nudge_card": ("{name}催办：{item} {title}", "{name} asks about {item} {title}"),
        "nudge_cards": ("{name}催办 {count} 件事项", "{name} asks about {count} items"),
        "nudge_please": ("{standing}，请报进展或报办结。", "{standing}: please report, or ask for closing."),
        "nudge_how": (
            "请逐件报进展，例如「{item} 进展：初稿完成」。",
            "Please report on each, such as “{item} progress: draft done”.",
        ),
        "trail_nudged": ("{by} 催办{name}", "{by} nudged {name}"),
        "trail_escalated": ("{by}提级报告{name}", "{by} told {name}"),
        "trail_slip_sent_blue": ("{by}发蓝色督办单", "{by} sent a blue slip"),
        "trail_slip_sent_yellow": ("{by}发黄色督办单", "{by} sent a yellow slip"),
        "trail_slip_sent_red": ("{by}发红色督办单", "{by} sent a red slip"),
        "raise_card": ("{name}提级督办：{item} {title}", "{name} brings {item} {title} to you"),
        "raise_cards": ("{name}提级督办 {count} 件事项", "{name} brings {count} items to you"),
        "raise_please": ("{standing}，请过问。", "{standing}: please look into it."),
        "raise_no_unit": ("事项所在单位", "its unit"),
        "raise_nobody": (
            "{unit}没有可以报告{item}的领导，可以直接找{names}。",
            "{unit} has no leader to take {item} to; you could ask {names}.",
        ),
        "raise_no_leader": (
            "还没有设领导，{item}没有人可以报告；请管理员设一位。",
            "There is no leader to take {item} to; an administrator can name one.",
        ),
        "slip_which": ("{item}发哪种督办单？", "Which slip for {item}?"),
        "slip_blue": ("🔵 蓝色督办单", "🔵 Blue slip"),
        "slip_yellow": ("🟡 黄色督办单", "🟡 Yellow slip"),
        "slip_red": ("🔴 红色督办单", "🔴 Red slip"),
        "slip_title": ("{slip}：{item} {title}", "{slip}: {item} {title}"),
        "slip_lead": ("{standing}，请今天报进展或报办结。", "{standing}: please report today, or ask for closing."),
        "slip_already": (
            "{item}已经是{slip}了，可以说「{item} 提级」。",
            "{item} has a {slip} already; you can escalate {item}.",
        ),
    }
)
