"""The people desk's words."""

from handlers.people.desk import router

router.texts(
    {
        "account": ("{platform} · {name}", "{platform} · {name}"),
        "only_direct": (
            "绑定请单聊我来办，群里的码大家都看得见。",
            "Please do that in our direct chat: a group would read the code.",
        ),
        "code_title": ("绑定码 {code}", "Binding code {code}"),
        "code_body": (
            "请在 {minutes} 分钟内，用你在另一个平台上的账号单聊我：绑定 {code}。只能用一次，不要告诉别人。",
            "Within {minutes} minutes, write to me from your account on the other messenger: bind {code}. "
            "It works once; tell it to nobody.",
        ),
        "paused": (
            "绑定码错了 {count} 次，请{until}以后再试。",
            "{count} wrong codes: please try again after {until}.",
        ),
        "wrong_code": (
            "这个绑定码不对或已经过期，还可以试 {left} 次；在另一个平台对我说「绑定」可以拿新的。",
            "Wrong or too old, {left} tries left. “Bind my account” on the other messenger gives a new one.",
        ),
        "own_code": (
            "这是你自己的绑定码，请用另一个平台上的账号来说。",
            "That is your own code: please say it from your account on the other messenger.",
        ),
        "same_platform": (
            "绑定是把两个平台上的账号合成一个人，请在另一个平台上说。",
            "Binding joins accounts of two messengers: please say it on the other one.",
        ),
        "both_listed": (
            "这两个账号在名册里是两个人，请管理员核对名册后再合并。",
            "The office's list has these as two people: please have an administrator look at the list first.",
        ),
        "ask_bind": ("把 {account} 绑定为你的账号？", "Bind {account} as an account of yours?"),
        "ask_bind_body": (
            "绑定后那个账号就是你本人，能办你能办的事。不是你自己的账号请取消。",
            "That account will then be you and may do what you may. If it is not yours, say no.",
        ),
        "bound": (
            "已绑定：{name}在{platform}的账号和这里是同一个人了。",
            "Bound: {name}'s account on {platform} and this one are the same person now.",
        ),
        "bound_body": (
            "通知只发一处，两边都能回。换地方收：说「以后用钉钉通知我」；绑错了请管理员说「解绑 姓名 平台」。",
            "Notices come to one of them and can be answered from both. To choose: “notify me on slack”. "
            "If this is wrong, an administrator says “unbind NAME slack”.",
        ),
        "unbind_admin": (
            "只有{name}本人和管理员能解绑{name}的账号。",
            "Only {name} or an administrator can unbind {name}'s accounts.",
        ),
        "no_account": (
            "{name}没有绑定{platform}的账号，说「我的账号」看有哪些。",
            "{name} has no account on {platform}; “my accounts” lists yours.",
        ),
        "only_account": (
            "{name}只有{platform}的账号，解绑后就联系不上了，先绑定另一个再解。",
            "{name} has accounts on {platform} only; bind another one first.",
        ),
        "unbound": ("已解绑：{account}不再是{name}的账号。", "Unbound: {account} is {name}'s account no more."),
        "mine_title": ("{name}的账号（{count} 个）", "{name}'s accounts ({count})"),
        "told_at": ("没有在聊天里指明时，通知发到：{platform}", "Notices come to: {platform}"),
        "bind_more": ("绑定更多账号：说「绑定」。", "To bind another one: “bind my account”."),
        "no_account_yet": (
            "你还没有绑定{platform}的账号，说「绑定」拿一个码，到{platform}上说给我。",
            "You have no account on {platform} yet: say “bind my account” and tell me the code there.",
        ),
        "preferred": ("好，以后用{platform}通知你。", "All right, I will tell you on {platform}."),
        "anywhere": ("好，以后哪个平台方便就在哪个平台通知你。", "All right, I will tell you wherever it suits."),
        "same_person": ("{name} 和 {account} 是同一个人吗？", "Are {name} and {account} the same person?"),
        "same_email": (
            "两边登记的邮箱相同。确认后两个账号合成一个人，可以解绑。",
            "Both have the same e-mail address. A yes makes them one person; it can be undone.",
        ),
        "same_mobile": (
            "两边登记的手机号相同。确认后两个账号合成一个人，可以解绑。",
            "Both have the same mobile number. A yes makes them one person; it can be undone.",
        ),
        "same_button": ("是同一人", "The same"),
        "apart_button": ("不是", "No"),
        "are_one": ("已确认：{account} 是{name}的账号。", "Confirmed: {account} is {name}'s account."),
        "are_two": (
            "已确认：{account} 不是{name}的账号，不再问。",
            "Confirmed: {account} is not {name}'s account; I will not ask again.",
        ),
        "bound_by_admin": (
            "管理员确认了：{account} 是{name}的账号。",
            "An administrator confirmed: {account} is {name}'s account.",
        ),
        "bind_admin": ("只有管理员能确认账号是谁的。", "Only an administrator can say whose account it is."),
        "settled_before": ("这件事已经确认过了。", "That was settled before."),
        "coming_proposed": ("确认账号：{about}", "Whose account: {about}"),
        "tag_in_charge": (
            "标签由文秘、领导或管理员来设。",
            "Tags are for secretaries, leaders and administrators to set.",
        ),
        "tagged": ("标签「{tag}」加上了：{names}。", "Tagged “{tag}”: {names}."),
        "untagged": ("标签「{tag}」去掉了：{names}。", "No longer tagged “{tag}”: {names}."),
        "tag_use": ("发通知时写「发给 #{tag}」。", "Write “to: #{tag}” to send them a notice."),
        "and_more": ("{names}等 {count} 人", "{names} and more, {count} in all"),
        "no_tags": (
            "还没有标签。文秘可以说「标签 党员：张伟、李强」。",
            "There are no tags yet. A secretary can say “tag party: Ann, Ben”.",
        ),
        "tags_title": ("标签", "Tags"),
        "tag_line": ("{tag}：{count} 人", "{tag}: {count}"),
        "no_such_tag": ("没有标签「{tag}」，现有：{tags}。", "There is no tag “{tag}”; there are: {tags}."),
    }
)
