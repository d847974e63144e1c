"""The supervision desk's words: nudging, going above, handing everything over, early signals."""

from handlers.supervision.desk import router

router.texts(
    {
        "nudge_read_back": ("催办 {count} 件，发给 {people} 人", "Nudge: items {count}, people {people}"),
        "nudge_person": ("{name}（{count} 件）：", "{name} ({count}):"),
        "nudge_deputy": (
            "{name}请假，发给代办人{deputy}（{count} 件）：",
            "{name} is away; it goes to {deputy}, who stands in ({count}):",
        ),
        "nudge_more": ("……", "…"),
        "nudge_lately": ("一小时内催过，不再催：{items}", "Nudged within the hour, left out: {items}"),
        "nudge_own": ("由你自己办，不用催：{items}", "Yours to do, left out: {items}"),
        "nudge_unreached": (
            "{name}没有可以收消息的账号，请另外告诉本人：{items}",
            "{name} has no account that I can write to, please tell them yourself: {items}",
        ),
        "nudge_nobody": ("没有要催的人。", "There is nobody to nudge."),
        "nudge_none": (
            "你能催的事项里没有逾期的。说「催办督15」可以催没到期的。",
            "Of what you may nudge nothing is overdue. Say “nudge item 15” for one that is not.",
        ),
        "nudge_none_such": (
            "没有这样的、你能催的事项。说「督办台账」看有哪些。",
            "There is no such item that you may nudge. Say “the ledger” to see all.",
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
        "slip_lead": ("{standing}，请今天报进展或报办结。", "{standing}: please report today, or ask for closing."),
        "slip_already": (
            "{item}已经是{slip}了，可以说「{item} 提级」。",
            "{item} has a {slip} already; you can escalate {item}.",
        ),
    }
)
router.texts(
    {
        "handover_lead": ("谁名下的事项要移交？", "Whose items are to be handed over?"),
        "handover_heir": ("移交给谁？", "To whom are they handed over?"),
        "handover_title": ("把{name}名下的全部移交给{heir}", "Hand everything of {name}'s over to {heir}"),
        "handover_duties": ("常办事项", "Recurring duties"),
        "handover_meetings": ("会议", "Meetings"),
        "handover_count": ("{count} 件", "{count}"),
        "handover_block": ("{what} {count} 件：", "{what}: {count}"),
        "handover_more": ("……还有 {count} 件", "… and {count} more"),
        "handover_note": (
            "{name}和{heir}都同意后一次移交，到时新增的也算。",
            "It moves at once when {name} and {heir} have agreed, with whatever has come by then.",
        ),
        "handover_nothing": (
            "{name}名下没有在办的事项、常办事项和会议，不用移交。",
            "{name} holds no open item, duty or meeting; there is nothing to hand over.",
        ),
        "handover_same": (
            "{name}名下的本来就归{name}，请说移交给另一位。",
            "What is {name}'s is {name}'s already; please name somebody else.",
        ),
        "handover_not_yours": (
            "{name}名下的事项由{name}、{heir}、文秘或领导来移交。",
            "{name}, {heir}, a secretary or a leader may hand over what is {name}'s.",
        ),
        "handover_unreached": (
            "{name}没有账号，没法征求同意；请管理员{admins}来移交。",
            "{name} has no account and cannot be asked; an administrator, {admins}, can hand it over.",
        ),
        "handover_no_admin": (
            "{name}没有账号，没法征求同意；要由管理员来移交，请先设一位。",
            "{name} has no account and cannot be asked; an administrator is needed, please name one first.",
        ),
        "handover_waits": (
            "移交{name}名下的事项给{heir}：等{names}同意",
            "Handing {name}'s items over to {heir}: waiting for {names}",
        ),
        "handover_asked": (
            "{by}要把{name}名下的全部移交给{heir}，你同意吗？",
            "{by} would hand everything of {name}'s over to {heir}. Do you agree?",
        ),
        "handover_agree": ("同意", "Agree"),
        "handover_disagree": ("不同意", "Disagree"),
        "handover_agreed": (
            "已同意，等另一位同意后移交：{name} → {heir}",
            "You agreed; it moves when the other has agreed: {name} → {heir}",
        ),
        "handover_refused": (
            "{by}不同意把{name}名下的移交给{heir}，没有移交。",
            "{by} did not agree that {name}'s items go to {heir}; nothing was moved.",
        ),
        "handover_of_two": (
            "这件事由{name}和{heir}本人决定。",
            "That is for {name} and {heir} themselves to decide.",
        ),
        "handover_is_agreed": (
            "你已经同意了，在等另一位：{name} → {heir}。",
            "You have agreed already; the other's word is awaited: {name} → {heir}.",
        ),
        "handover_is_done": ("已经移交了：{name} → {heir}。", "It has been handed over: {name} → {heir}."),
        "handover_is_refused": (
            "这次移交没有谈成：{name} → {heir}；要移交请重新说一遍。",
            "That hand-over was refused: {name} → {heir}; please say it anew if it is wanted.",
        ),
        "handover_done": ("{name}名下 {count} 件已移交给{heir}", "{count} of {name}'s handed over to {heir}"),
        "handover_sign": ("主办的事项请逐件签收。", "Please sign for each item that you lead now."),
        "handover_news": (
            "{items}的主办由{name}改为{heir}（整体移交）。",
            "{items}: {heir} leads in {name}'s place; everything was handed over.",
        ),
        "trail_handed_over": ("{by} 移交：{name} → {heir}", "{by} handed it over: {name} → {heir}"),
    }
)
