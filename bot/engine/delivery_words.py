"""What the house says about messages that did not arrive and about platforms that do not answer."""

from bot.texts import Pair

DELIVERY: dict[str, Pair] = {
    "why_no_chat": ("那里没有这个会话，或小办不在里面", "there is no such chat, or I am not in it"),
    "why_not_allowed": ("平台没有给小办这项权限", "the platform does not allow me this"),
    "why_refused": ("平台不接受这条消息", "the platform does not accept this message"),
    "why_limited": ("平台嫌发得太快", "the platform wants fewer messages"),
    "why_unreachable": ("连不上平台", "the platform cannot be reached"),
    "why_failed": ("平台自己出错", "the platform has a fault of its own"),
    "why_no_answer": ("发出后没有回音", "it went out and no answer came back"),
    "why_lost": ("发送途中程序停了", "the program stopped while sending it"),
    "why_no_id": ("平台没有给回编号", "the platform gave no number for it"),
    "why_disabled": ("这个平台没有启用", "that platform is not switched on"),
    "why_busy": ("小办的数据库当时忙", "my database was busy"),
    "why_incident": ("小办自己出错", "a fault of my own"),
    "dead_title": ("没有送达：{title}", "Not delivered: {title}"),
    "unknown_title": ("不知道送到没有：{title}", "Not known whether it arrived: {title}"),
    "dead_to": ("发给", "To"),
    "dead_why": ("原因", "Why"),
    "dead_tries": ("试过", "Tried"),
    "tries": ("{count} 次", "{count} times"),
    "once": ("1 次", "once"),
    "to_person": ("{name}（单聊）", "{name}, in private"),
    "to_somebody": ("{id}（单聊）", "{id}, in private"),
    "to_group": ("{id}群", "the group {id}"),
    "went_by": ("{way}，{because}", "{way}, {because}"),
    "way_robot": ("智能机器人", "the smart robot"),
    "way_robot_url": ("智能机器人（回调）", "the smart robot by URL"),
    "way_app": ("自建应用", "the self-built app"),
    "way_appchat": ("应用建的群", "the app's own group"),
    "way_webhook": ("群消息推送", "the group's webhook"),
    "because_stands_there": ("原卡片在那里", "the card stands there"),
    "because_stays": ("原卡片改不了，保持原样", "the card cannot be changed and stays as it was"),
    "because_asked_there": ("在那里问的", "it was asked there"),
    "because_buttons": ("要能按按钮", "it has buttons"),
    "because_calls": ("要能 @ 到人", "it calls people"),
    "because_file": ("带有文件", "it brings a file"),
    "because_person": ("发给个人", "it goes to a person"),
    "because_group": ("发到群里", "it goes to a group"),
    "because_else": ("没有更合适的途径", "there is no better way"),
    "send_again": ("重新发送", "Send again"),
    "has_arrived": ("已经收到", "It arrived"),
    "several_title": ("有 {count} 条消息没有送达", "{count} messages were not delivered"),
    "several_line": ("{title} → {to}：{why}", "{title} → {to}: {why}"),
    "several_more": ("……还有 {count} 条", "… and {count} more"),
    "send_all_again": ("全部重新发送", "Send all again"),
    "several_tail": ("发「投递记录」查看并重新发送。", "Send “delivery log” to see them and send them again."),
    "alarm_failing": ("{platform}已有 {length}发不出消息", "Nothing got through to {platform} for {length}"),
    "alarm_failing_cure": (
        "消息都留着，恢复后会补发。请检查网络和这个平台的设置；`xiaoban check` 可以逐项测试。",
        "All messages are kept and go out when it works again. Please check the network and this platform's settings; "
        "`xiaoban check` tries each of them.",
    ),
    "over_failing": (
        "{platform}恢复了，前后 {length}。积压的消息正在补发。",
        "{platform} works again, after {length}. What waited is going out.",
    ),
    "alarm_waiting": ("有消息等了 {length}还没发出", "A message has waited for {length}"),
    "alarm_waiting_cure": ("发「等待发送的消息」看是哪些。", "Send “waiting messages” to see which."),
    "over_waiting": ("积压的消息都发出了，前后 {length}。", "What had waited is sent, after {length}."),
    "alarm_silent": (
        "{platform}在工作时间里已有 {length}没有人说话",
        "Nobody has written by {platform} for {length} of office hours",
    ),
    "alarm_silent_cure": (
        "如果不该这么安静，请检查平台的回调地址和网络；`xiaoban check` 可以逐项测试。",
        "If it should not be so quiet, please check the platform's callback address and the network; `xiaoban check` "
        "tries each of them.",
    ),
    "over_silent": ("{platform}又有人说话了（安静了 {length}）。", "People write by {platform} again, after {length}."),
}
ATTENTION: dict[str, Pair] = {
    "attention_hello_group": (
        "{platform}还不让小办往{chat}发消息",
        "{platform} does not let me write to {chat} yet",
    ),
    "attention_hello_group_cure": (
        "请让群里任何人 @小办 说一句话；之后的消息就能送到。已经没送达的，发「没送达的」可以重新发送。",
        "Let somebody there mention me once; what comes after that arrives. Send “failed” to send again what did not.",
    ),
    "attention_hello_person": (
        "{platform}还不让小办给{chat}发消息",
        "{platform} does not let me write to {chat} yet",
    ),
    "attention_hello_person_cure": (
        "请对方打开小办的单聊说一句话；配置了自建应用，就不用先说话。今天同样的情况不再逐个提醒，发「没送达的」可以看到。",
        "They have to write to me once in private; with the self-built app nobody has to. Others of today are not told "
        "one by one: send “failed” to see them.",
    ),
    "attention_kicked": (
        "别处用同一个机器人连上了{platform}，小办的连接被断开",
        "Another program has taken my connection to {platform}",
    ),
    "attention_kicked_cure": (
        "小办不去抢，所以现在收不到机器人的消息。请停掉另一处，再重启小办；不认识的连接，请在管理后台换一个 Secret。",
        "I do not fight for it, so nothing said to the robot reaches me now. Stop the other one, then start me again;"
        " if you know of none, make a new secret in the console.",
    ),
    "attention_asleep": (
        "{platform}要停用小办的应用",
        "{platform} is about to suspend my app",
    ),
    "attention_asleep_cure": (
        "长期没人用的应用会被停用。请在管理后台的应用页面看提示，并让同事打开应用用一次。",
        "An app that nobody uses is suspended. See the app's page in the console, and let a colleague open it once.",
    ),
}  # fmt: skip

PLATFORM_NAMES: dict[str, Pair] = {
    "slack": ("Slack", "Slack"),
    "dingtalk": ("钉钉", "DingTalk"),
    "wecom": ("企业微信", "WeCom"),
    "sim": ("网页聊天", "the web chat"),
    "sim2": ("第二个网页聊天", "the second web chat"),
}
