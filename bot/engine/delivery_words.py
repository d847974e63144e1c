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

PLATFORM_NAMES: dict[str, Pair] = {
    "slack": ("Slack", "Slack"),
    "dingtalk": ("钉钉", "DingTalk"),
    "wecom": ("企业微信", "WeCom"),
    "sim": ("网页聊天", "the web chat"),
    "sim2": ("第二个网页聊天", "the second web chat"),
}
