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
    "several_tail": ("发「投递记录」查看并重新发送。", "Send “delivery log” to see them and send them again."),
}
