"""The feedback desk's words: who is missing, results, lists, files, suggestions."""

from handlers.feedback.desk import router

router.texts(
    {
        "no_such": (
            "没有问卷{number}；说「问卷列表」看有哪些。",
            "There is no survey {number}; say “surveys” to see which there are.",
        ),
        "none": (
            "还没有问卷。说「做个问卷：食堂满意度，很满意/一般/不满意，周五下班前截止，发给全体」就能发一份。",
            "There is no survey yet. Say “poll: where to? Beach / Hills, closes Friday 5pm, to everyone” to send one.",
        ),
        "not_yours": (
            "问卷{number}是{name}发起的，由{name}或文秘来办。",
            "Survey {number} is {name}'s; {name} or a secretary may do that.",
        ),
        "alone": ("已发到你和我的单聊。", "It is in your direct chat with me."),
        "missing_title": ("{title}：{count} 人没填", "{title}: {count} have not answered"),
        "missing_line": ("{unit}：{names}", "{unit}: {names}"),
        "missing_more": ("还有 {count} 人", "and {count} more"),
        "nobody_missing": ("都填了。", "Everybody has answered."),
        "no_unit": ("未列单位", "no unit"),
        "who_missing": ("谁没填", "Who has not"),
        "chase": ("催一下", "Chase"),
        "chased": ("问卷{number}：已催 {count} 个没填的人", "Survey {number}: asked {count} people again"),
        "again": ("提醒：{title}", "Reminder: {title}"),
        "again_for": ("请转告{name}：{title}", "Please tell {name}: {title}"),
        "end": ("结束", "End"),
        "ended": ("{title} 已由{name}结束", "{title} was ended by {name}"),
        "extended": ("{title} 改到{at}截止", "{title} now closes {at}"),
        "withdrawn": ("{title} 已撤回，结果不再显示", "{title} was taken back; nothing of it is shown"),
        "result": ("结果：{title}", "Result: {title}"),
        "answers_count": ("{count} 份", "{count} answers"),
        "mean": ("平均 {mean}", "mean {mean}"),
        "total": ("合计 {total}", "total {total}"),
        "by": ("— {names}", "— {names}"),
        "more_said": ("还有 {count} 条，导出可看全部", "{count} more are in the file"),
        "too_few": (
            "匿名问卷不到 {least} 份答复，不显示结果。",
            "Fewer than {least} anonymous answers: the result is not shown.",
        ),
        "hidden_yet": ("截止后出结果。", "The result comes when it closes."),
        "publish": ("公布结果", "Publish"),
        "published": ("问卷{number}的结果已公布给 {count} 人", "The result of survey {number} went to {count} people"),
        "published_before": ("问卷{number}的结果已经公布过了。", "The result of survey {number} was published before."),
        "publish_later": (
            "问卷{number}还没截止，截止后再公布；说「结束问卷{number}」可提前截止。",
            "Survey {number} has not closed; say “end survey {number}” to close it now.",
        ),
        "not_published": (
            "问卷{number}的结果还没有公布；公布后会发给你。",
            "The result of survey {number} is not published; you will get it when it is.",
        ),
        "number": ("问卷{number}", "Survey {number}"),
        "list_title": ("问卷", "Surveys"),
        "line": ("{title} · 已填 {done}/{people} · {state}", "{title} · {done}/{people} answered · {state}"),
        "state_open": ("{at}截止", "closes {at}"),
        "state_closed": ("已截止（{at}）", "closed ({at})"),
        "state_withdrawn": ("已撤回（{at}）", "taken back ({at})"),
        "export": ("导出", "Export"),
        "export_later": (
            "问卷{number}还没截止，截止后再导出；说「结束问卷{number}」可提前截止。",
            "Survey {number} has not closed; say “end survey {number}” to close it now.",
        ),
        "exported": ("{title}：{count} 行", "{title}: {count} rows"),
        "file_name": ("问卷{number}结果", "survey-{number}-result"),
        "sheet": ("结果", "Result"),
        "column_question": ("问题", "Question"),
        "column_answer": ("答复", "Answer"),
        "column_count": ("份数", "Count"),
        "column_name": ("姓名", "Name"),
        "column_unit": ("单位", "Unit"),
        "coming_close": ("问卷截止：{about}", "A survey closes: {about}"),
        "coming_remind": ("催填问卷：{about}", "Asking again about a survey: {about}"),
        "block": ("待填问卷", "Open surveys"),
        "block_line": ("问卷{number} {title}，{at}截止", "Survey {number}: {title}, closes {at}"),
        "which_suggestion": (
            "有什么建议？不想署名就在单聊里说「匿名建议：……」。",
            "What do you suggest? To give no name, say “anonymous suggestion: …” in a direct chat.",
        ),
        "suggested": (
            "已记下，建议{number}已署名转给文秘。不想署名可在单聊里说「匿名建议：……」。",
            "Noted: suggestion {number} went to the secretaries with your name. “anonymous suggestion: …” in a direct "
            "chat gives none.",
        ),
        "suggest_direct": (
            "匿名建议请到和我的单聊里说，群里大家都看得到是谁说的。",
            "Please say that in your direct chat with me: here everybody sees who says it.",
        ),
        "suggestion_length": ("建议请写 1 到 {most} 个字。", "A suggestion needs 1 to {most} characters."),
        "suggestion_card": ("建议{number}", "Suggestion {number}"),
        "suggestions_new": ("{count} 条匿名建议", "{count} suggestions without a name"),
        "suggestion_line": ("{number}. {text}", "{number}. {text}"),
        "suggestions_title": ("建议", "Suggestions"),
        "no_suggestions": ("还没有建议。", "There is none yet."),
        "suggestions_for_clerks": (
            "建议由文秘汇总；你可以说「我有个建议：……」。",
            "The secretaries keep the suggestions; you may say “suggestion: …”.",
        ),
        "without_name": ("匿名", "no name"),
    }
)  # fmt: skip

router.example(
    "做个问卷：食堂满意度，很满意/一般/不满意，周五下班前截止，发给全体",
    "poll: where for the offsite? Beach / Hills / City, closes Friday 5pm, to everyone",
)
