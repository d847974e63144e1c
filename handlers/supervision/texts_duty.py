"""What the desk says of duties that come again."""

from handlers.supervision.desk import router

router.texts(
    {
        "duty_item": ("{title}（{period}）", "{title} ({period})"),
        "duty_missed": (
            "「{title}」停机期间错过了 {periods}，没有立项",
            "“{title}”: no item was made for {periods} while xiaoban was down",
        ),
        "duty_missed_cure": (
            "要补的，请说「督办：…」另立。",
            "If one is still wanted, hand it over as an item of its own.",
        ),
        "duty_what": ("每期要办什么？", "What is to be done each time?"),
        "duty_when": ("「{title}」多久一次，哪天到期？", "How often is “{title}” due, and on which day?"),
        "duty_weekly": ("每周五", "every Friday"),
        "duty_monthly": ("每月25日", "on the 25th of each month"),
        "duty_quarterly": ("每季度一次，25日", "every three months, on the 25th"),
        "duty_who": ("「{title}」由谁主办？", "Who leads “{title}”?"),
        "duty_never": (
            "「{title}」按这个说法没有下一次，请换个日期，例如「每月25日」。",
            "“{title}” would never come; please give other days, such as “on the 25th of each month”.",
        ),
        "duty_read_back": ("常办事项：{title}", "Recurring duty: {title}"),
        "duty_rule": ("到期", "Due"),
        "duty_lead": ("提前交办", "Handed over"),
        "duty_lead_days": ("到期前 {count} 个工作日", "{count} working days before"),
        "duty_first": ("头三期：", "The first three:"),
        "duty_line": ("{period}：{made}交办，{due}到期", "{period}: handed over {made}, due {due}"),
        "duty_next": ("下一期", "Next"),
        "duty_set": ("好，「{title}」{first}起按期交办。", "All right, “{title}” is handed over from {first} on."),
        "duty_none": (
            "没有常办事项。要设，请说「每月25日前由…报送…」。",
            "There are no recurring duties. To set one, say “every month by the 25th … submits …”.",
        ),
        "duty_list": ("常办事项 {count} 项", "{count} recurring duties"),
        "duty_more": ("还有 {count} 项，说出主办人或部门可以看", "{count} more; name a lead or a unit to see them"),
        "duty_card": ("常办事项：{title}", "Recurring duty: {title}"),
        "duty_is_paused": ("已暂停", "paused"),
        "duty_pause": ("暂停", "Pause"),
        "duty_resume": ("恢复", "Resume"),
        "duty_end": ("终止", "End it"),
        "duty_paused": ("已暂停「{title}」，已立的事项照办。", "“{title}” is paused; items that were made stand."),
        "duty_resumed": ("已恢复「{title}」。", "“{title}” goes on."),
        "duty_ended": ("已终止「{title}」，已立的事项照办。", "“{title}” has ended; items that were made stand."),
        "duty_gone": (
            "这项常办事项已经终止了，说「常办事项」看现有的。",
            "This duty has ended; say “recurring duties” for those that stand.",
        ),
        "duty_not_yours": (
            "「{title}」是{name}设的，请找{name}或文秘改。",
            "{name} set “{title}”; please ask {name} or a secretary.",
        ),
    }
)
