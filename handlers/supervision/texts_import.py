"""The supervision desk's words: ledgers brought along and taken out, their faults with the cure, the appraisal."""

from handlers.supervision.desk import router

router.texts(
    {
        "import_in_charge": (
            "导入台账由文秘、领导或管理员来做，请把文件交给他们。",
            "Secretaries, leaders and administrators bring ledgers along; please give the file to one of them.",
        ),
        "import_how": (
            "没有等着导入的文件。把台账（xlsx、csv 或 json）发给我，我先读一遍给你看。",
            "No file is waiting. Send me the ledger (xlsx, csv or json) and I read it back first.",
        ),
        "import_on_server": (
            "台账超过 {most} 行，聊天里放不下；请分成几个文件，或请管理员在服务器上用 xiaoban import items 导入。",
            "The ledger has more than {most} rows, too many for the chat; split it, or let an administrator use "
            "xiaoban import items on the server.",
        ),
        "import_nothing": (
            "「{name}」里的 {count} 项和现在的台账一样，没有要导入的。",
            "The {count} items of “{name}” are as the ledger has them; there is nothing to import.",
        ),
        "import_title": ("导入台账：{name}", "Import: {name}"),
        "import_rows": ("行数", "Rows"),
        "import_new": ("新增", "New"),
        "import_changed": ("更改", "Changed"),
        "import_same": ("不变", "Unchanged"),
        "import_line": ("{item} {title} · {name} · {due} · {state}", "{item} {title} · {name} · {due} · {state}"),
        "import_change": ("{item} {title}：{what}", "{item} {title}: {what}"),
        "import_numbered": ("新编号", "new number"),
        "import_more": ("还有 {count} 项", "and {count} more"),
        "import_extra": ("没有用到的列：{columns}", "Columns left out: {columns}"),
        "import_unended": (
            "{count} 项已经结束但没有办结时间，按时限算。",
            "{count} items are over without a closing time; their due date is taken.",
        ),
        "import_again": (
            "{count} 行没有编号，和正在办的事项同名、同主办、同时限；确认后会再立一次，已经导过就请说「算了」。",
            "{count} rows without a number have the title, lead and due date of open items and would be added again: "
            "drop this if the file came before.",
        ),
        "import_silent": (
            "确认后一次导入，不给主办发交办卡，未办结的照常提醒。",
            "All of it is imported at once; leads get no cards of these, and open ones are reminded of as usual.",
        ),
        "import_done": ("已导入台账：新增 {new} 项，更改 {changed} 项", "Imported: {new} new items, {changed} changed"),
        "import_quiet": (
            "没有逐项通知主办；需要时说「催办」。",
            "Leads have not been told one by one; nudge them where it is wanted.",
        ),
        "import_faults": (
            "「{name}」有 {count} 处要改，什么也没有导入",
            "“{name}” has {count} faults and nothing was imported",
        ),
        "import_more_faults": (
            "还有 {count} 处，改好这些再发一次就能看到。",
            "{count} more, to be seen after these are mended.",
        ),
        "trail_imported": ("{by} 从「{name}」导入", "{by} imported it from “{name}”"),
        "file_ending": (
            "{name}不是 xlsx、csv 或 json，请另存为其中一种。",
            "{name} is neither xlsx, csv nor json: save it as one of these.",
        ),
        "file_broken": ("「{name}」读不了，请另存一次再发。", "“{name}” cannot be read: save it again."),
        "file_too_large": ("文件大于 {most} MB，请分成几个。", "The file is larger than {most} MB: split it."),
        "file_too_many_rows": ("文件超过 {most} 行，请分成几个。", "The file has more than {most} rows: split it."),
        "file_no_header": (
            "前十行里没有找到表头，请写上列名，至少要有事项、主办、时限。",
            "There is no header within the first ten rows: name the columns, at least 事项, 主办 and 时限.",
        ),
        "file_columns": ("缺少{columns}这几列，请在表头补上。", "There is no column {columns}: add it to the header."),
        "row_line": ("第 {line} 行：{why}", "line {line}: {why}"),
        "row_formula": (
            "{column}是公式，没有算出的值；请在表格软件里重新保存，或换成数值。",
            "{column} is a formula without a value: save the file in a spreadsheet again, or write the value.",
        ),
        "row_too_long": (
            "{column}有 {length} 个字，最多 {most} 个字，请缩短。",
            "{column} has {length} characters and may have {most}: shorten it.",
        ),
        "row_missing": ("没有写{column}，请补上。", "{column} is empty: fill it in."),
        "row_number": (
            "编号「{said}」看不懂，请写成督〔2026〕15号或 15，分项写成督〔2026〕15-2号。",
            "the number “{said}” is not understood: write 督〔2026〕15号 or 15, and 督〔2026〕15-2号 for a part.",
        ),
        "row_twice": ("编号和第 {first} 行重复，请去掉一行或改编号。", "has the number of line {first}: take one out."),
        "row_no_whole": ("是分项，但没有{item}，请补上那一行。", "is a part, and there is no {item}: add its row."),
        "row_time": (
            "{column}「{said}」看不懂，请写成 2026-12-05 或 2026-12-05 15:00。",
            "{column} “{said}” is not understood: write 2026-12-05 or 2026-12-05 15:00.",
        ),
        "row_future": ("{column}在将来，请核对。", "{column} lies in the future: check it."),
        "row_not_over": (
            "写了办结时间，状态却没有结束；请改状态，或去掉办结时间。",
            "has a closing time and is not over by its state: change one of the two.",
        ),
        "row_state": ("状态「{said}」看不懂，请用：{words}。", "the state “{said}” is not known: use {words}."),
        "row_urgency": ("缓急「{said}」看不懂，请用：{words}。", "the urgency “{said}” is not known: use {words}."),
        "row_leads": (
            "主办写了{names}，只能有一位，其余请写到协办。",
            "names {names} as leads: keep one and put the others into 协办.",
        ),
        "row_unit": (
            "「{name}」是单位，请写具体的人，单位写到责任单位。",
            "“{name}” is a unit: write a person, and the unit into 责任单位.",
        ),
        "row_nobody": (
            "没有叫「{name}」的人，请改正，或先导入人员。",
            "there is nobody called “{name}”: mend it, or import the people first.",
        ),
        "row_nobody_near": (
            "没有叫「{name}」的人，是不是{near}？请改正。",
            "there is nobody called “{name}”, perhaps {near}: mend it.",
        ),
        "row_several": (
            "有几位「{name}」，请写明责任单位，或写成「{name}（单位）」。",
            "there are several called “{name}”: fill in 责任单位, or write {name}（unit）.",
        ),
        "row_supervisor": (
            "没有写督办人，请补上，或在命令里用 --by 指定。",
            "has no supervisor: fill in 督办人, or name one with --by.",
        ),
        "row_origin": (
            "出处是原话，立项后不能改；请去掉这一格的改动。",
            "the words that an item came from stay as they were: take this change out.",
        ),
        "row_not_yours": (
            "{item}由督办人改，文秘和管理员也能改自己主办以外的；请去掉这一行的改动。",
            "{item} is its supervisor's to change, or a secretary's who does not lead it: take this change out.",
        ),
        "export_in_charge": (
            "导出台账和考核由文秘、领导或管理员来做；你可以说「我的事项」。",
            "Secretaries, leaders and administrators see the whole ledger; you may say “my items”.",
        ),
        "export_nothing": ("台账里还没有事项，没有可导出的。", "There are no items to export."),
        "export_on_server": (
            "超过 {most} 项，聊天里放不下；请管理员在服务器上运行 xiaoban export items 台账.xlsx。",
            "There are more than {most} items; an administrator runs xiaoban export items ledger.xlsx on the server.",
        ),
        "export_name": ("督办台账-{day}", "ledger-{day}"),
        "export_title": ("督办台账，共 {count} 项", "The ledger, {count} items"),
        "export_open": ("未办结", "Open"),
        "export_over": ("已结束", "Over"),
        "export_direct": ("台账已发到你和我的单聊。", "The ledger is in your direct chat with me."),
        "export_back": ("改好后发给我就能导回来。", "Send it back to me to import what you have changed."),
        "appraisal_off": (
            "各单位考核没有启用；请管理员在设置里写 supervision.appraisal = true。",
            "The appraisal of units is off; an administrator sets supervision.appraisal = true.",
        ),
        "appraisal_nothing": (
            "{start} 到 {end} 之间没有办结的事项，可以换一段时间。",
            "Nothing was closed from {start} to {end}; ask for another period.",
        ),
        "appraisal_title": ("各单位办理情况：{start} 到 {end}", "The units from {start} to {end}"),
        "appraisal_line": (
            "办结 {closed} 项，按时 {rate}%，退回 {back} 次，逾期平均 {delay} 个工作日",
            "{closed} closed, {rate}% in time, sent back {back} times, late by {delay} working days on the average",
        ),
        "appraisal_note": (
            "按主办报办结的时间算，不含督办人审核的时间；不按个人统计。",
            "Counted until closing was asked for; never by person.",
        ),
        "no_unit": ("未写单位", "No unit"),
    }
)
