"""The meetings desk's words."""

from bot.texts import Pair
from handlers.meetings.desk import router

LABELS: dict[str, Pair] = {
    "time": ("时间", "Time"),
    "room": ("会议室", "Room"),
    "people": ("参会", "People"),
    "chair": ("主持", "Chair"),
    "organizer": ("召集人", "Organizer"),
    "receipts": ("回执", "Answers"),
    "unreachable": ("未能通知", "Not reached"),
    "old": ("原定", "Was"),
    "new": ("改为", "Now"),
    "no_room": ("不用会议室", "No room"),
    "nobody_said": ("未指定参会人", "nobody named"),
    "room_at": ("{room}（{location}）", "{room} ({location})"),
    "room_seats": ("{room}（{seats}座）", "{room} ({seats} seats)"),
    "replaced_by": ("{name}（{by}替）", "{name} ({by} instead)"),
    "and_more": ("{names}等{count}人", "{names} and others, {count} in all"),
    "time_and_place": ("{time}，{room}", "{time}, {room}"),
    "length_assumed": ("{time}（没说时长，按 {length}）", "{time} (no length given: {length})"),
    "days": ("{first}至{last}", "{first} to {last}"),
}

TITLES: dict[str, Pair] = {
    "book_title": ("预订会议：{title}", "Book: {title}"),
    "booked_title": ("已预订：{title}", "Booked: {title}"),
    "move_title": ("改期：{title}", "Move: {title}"),
    "moved_title": ("已改期：{title}", "Moved: {title}"),
    "cancel_title": ("取消会议：{title}", "Cancel the meeting: {title}"),
    "cancelled_title": ("已取消：{title}", "Cancelled: {title}"),
    "invited_title": ("请参会：{title}", "You are invited: {title}"),
    "moved_invited_title": ("会议改期，请重新答复：{title}", "Moved, please answer again: {title}"),
    "stand_in_title": ("请替{name}参会：{title}", "Please attend for {name}: {title}"),
    "released_title": ("不必替会了：{title}", "No stand-in needed: {title}"),
    "receipt_title": ("参会回执：{title}", "Answer: {title}"),
}

ANSWERS: dict[str, Pair] = {
    "accepted": ("参加", "Coming"),
    "declined": ("请假", "Excused"),
    "delegated": ("替会", "Stand-in"),
    "pending": ("未回", "No answer"),
    "accepted_button": ("参加", "Accept"),
    "declined_button": ("请假", "Decline"),
    "delegated_button": ("替会", "Send a stand-in"),
    "you_said": ("你的答复：{answer}", "Your answer: {answer}"),
    "you_said_why": ("你的答复：{answer}（{reason}）", "Your answer: {answer} ({reason})"),
    "you_sent": ("你的答复：由{name}替会", "Your answer: {name} comes instead"),
    "accepted_note": ("{name}改为参加。", "{name} comes after all."),
    "declined_note": ("{name}请假。", "{name} cannot come."),
    "declined_why": ("{name}请假：{reason}", "{name} cannot come: {reason}"),
    "delegated_note": ("{name}不来，由{by}替会。", "{by} comes instead of {name}."),
    "why": ("已记下请假。「{title}」的请假事由是什么？", "Noted. Why can you not come to “{title}”?"),
    "no_reason": ("不说明", "No reason"),
    "reason_too_long": (
        "事由请不超过 {most} 个字，现在有 {length} 个字。",
        "Please keep the reason within {most} characters; this is {length}.",
    ),
    "excused": ("好，「{title}」已为你请假。", "All right, you are excused from “{title}”."),
    "who_instead": ("谁替你参加「{title}」？请说姓名。", "Who goes to “{title}” instead of you? Please say a name."),
    "asked_stand_in": ("已请{name}替你参加「{title}」。", "{name} has been asked to go to “{title}” instead of you."),
    "stand_in_is_self": (
        "不能由自己替会，请说另一个人。",
        "You cannot be your own stand-in; please name someone else.",
    ),
    "stand_in_is_invited": (
        "这个人本来就受邀参会，请另选一位替会。",
        "That person is invited already; please name someone else.",
    ),
    "stand_in_of_stand_in": (
        "你是替别人参会的，不能再找人替；来不了请按「请假」。",
        "You stand in for someone, so you cannot send another; press “Decline” if you cannot come.",
    ),
    "stand_in_comes": ("{name}会替你参会。", "{name} will attend for you."),
    "stand_in_cannot": ("{name}不能替你参会，请重新答复。", "{name} cannot attend for you; please answer again."),
    "stand_in_asked_anew": (
        "会议改期，已重新征询原来的参会人；需要你替会时再通知你。",
        "The meeting was moved and the person you stood in for is asked again; you will hear if you are needed.",
    ),
    "released": ("{name}已另作安排，你不必替会了。", "{name} has made other arrangements; you need not attend."),
}

QUESTIONS: dict[str, Pair] = {
    "what_title": ("开什么会？请说会议名称。", "What is the meeting called?"),
    "title_too_long": (
        "会议名称有 {length} 个字，最多 {most} 个，请换个短的。",
        "The title has {length} characters; please give one of at most {most}.",
    ),
    "when": ("什么时候开？例如「明天下午3点到5点」。", "When? For example “tomorrow 3-5pm”."),
    "which_day": ("哪一天开？", "On which day?"),
    "which_room": ("用哪个会议室？{when}空着的有：", "Which room? Free at {when}:"),
    "no_room_free": (
        "{when}没有合适的空会议室。请换个时间，或不用会议室。",
        "No room that fits is free at {when}. No room at all?",
    ),
    "which_room_of": ("「{room}」是哪一个？", "Which room is “{room}”?"),
    "unknown_room_near": ("没有「{room}」这个会议室，是不是：", "There is no room “{room}”. Did you mean:"),
    "unknown_room": ("没有「{room}」这个会议室，可以选：", "There is no room “{room}”. You can choose:"),
    "without_them": ("不请这个人", "Leave them out"),
    "chair_is_me": ("我来主持", "I chair"),
    "no_series": (
        "定期会议还不能一次订下，可以先订一次。",
        "A series cannot be booked yet; a single date can.",
    ),
    "only_first": ("只订{day}这一次", "Only {day}"),
    "end_before_start": (
        "结束时间（{end}）要晚于开始时间（{start}），请重说时间。",
        "The end ({end}) must come after the start ({start}); please say the time again.",
    ),
    "too_long": ("一个会最长 {longest}，请把时间改短。", "A meeting lasts {longest} at most; please make it shorter."),
    "taken": (
        "{room} 在{when}已被{by}的「{title}」占用，可以改成：",
        "{room} is taken at {when} by {by} for “{title}”. Free instead:",
    ),
    "taken_no_way_out": (
        "{room} 在{when}已被{by}的「{title}」占用，请换个时间或会议室。",
        "{room} is taken at {when} by {by} for “{title}”; please choose another time or room.",
    ),
    "offer_room": ("改用{room}", "{room}, same time"),
    "room_just_taken": (
        "会议室刚被别人订走了，请再说一遍，我来找别的时间。",
        "Someone has just taken the room; please say it again and I will look for another time.",
    ),
    "too_few_seats": (
        "注意：{room}只有 {seats} 座，参会 {heads} 人。",
        "Note: {room} seats {seats}, and {heads} people come.",
    ),
    "day_off": ("注意：{day}不是工作日。", "Note: {day} is not a working day."),
    "has_other": (
        "注意：{name}那时另有「{title}」（{when}）。",
        "Note: {name} has “{title}” then ({when}).",
    ),
    "is_away": ("{name}那时请假。", "{name} is on leave then."),
    "busy_more": ("……还有 {count} 人次时间冲突。", "… and {count} more such conflicts."),
}

CHANGES: dict[str, Pair] = {
    "which_meeting": ("是哪一个会？", "Which meeting?"),
    "no_such_meeting": ("没有找到「{title}」，近期的会有：", "I found no “{title}”. Coming up:"),
    "no_meeting_then": ("没有找到这样的会，近期的会有：", "I found no such meeting. Coming up:"),
    "none_coming": ("近期没有与你有关的会。", "No meeting of yours is coming up."),
    "meeting_at": ("{title} {start}", "{title}, {start}"),
    "move_when": ("「{title}」改到什么时候？", "When should “{title}” be?"),
    "no_change": ("「{title}」本来就是{when}，没有变化。", "“{title}” is at {when} already; nothing changes."),
    "was": ("原定{was}", "It was {was}"),
    "now": ("改为{now}，请看新卡片。", "It is now {now}; see the new card."),
    "cancelled_by": ("{name}取消了这个会。", "{name} cancelled this meeting."),
    "only_organizer": (
        "只有召集人{organizer}、主持人或管理员可以改动「{title}」。",
        "Only the organizer {organizer}, the chair or an admin may change “{title}”.",
    ),
    "not_invited": ("你不在「{title}」的参会名单里。", "You are not invited to “{title}”."),
    "is_cancelled": ("「{title}」已经取消了。", "“{title}” has been cancelled."),
    "is_over": ("「{title}」已经开完了。", "“{title}” is over."),
    "old_card": ("「{title}」已改期，请用新的卡片答复。", "“{title}” was moved; please answer on the new card."),
    "gone": ("找不到这个会了。", "There is no such meeting."),
}

LOOKING: dict[str, Pair] = {
    "who_title": ("参会情况：{title}", "Who comes: {title}"),
    "who_line": ("{count} 人：{names}", "{count}: {names}"),
    "who_why": ("{name}（{reason}）", "{name} ({reason})"),
    "chase": ("催未回的", "Ask again"),
    "please_answer": ("{name}在等你的答复。", "{name} waits for your answer."),
    "chased": ("已再请 {count} 人答复「{title}」。", "{count} asked again to answer for “{title}”."),
    "chased_today": (
        "今天已经催过「{title}」没回的人了。",
        "Those who have not answered for “{title}” were asked again today.",
    ),
    "all_answered": ("「{title}」大家都回了。", "Everybody has answered for “{title}”."),
    "chase_by_organizer": (
        "只有召集人{organizer}、主持人和文秘能催。",
        "Only the organizer, {organizer}, the chair and secretaries may ask again.",
    ),
    "decided": ("「{title}」的决定", "Decided at “{title}”"),
    "on_title": ("{when}有 {count} 个会", "Meetings, {when}: {count}"),
    "on_line": ("{hours} {title} · {room}", "{hours} {title} · {room}"),
    "taken_line": ("{hours} {title} · {by}", "{hours} {title} · {by}"),
    "none_on": ("{when}没有会。", "{when}: no meetings."),
    "more_on": ("……另有 {count} 个", "… and {count} more"),
    "free_hours": ("{room} {day}空闲：{hours}", "{room} is free on {day}: {hours}"),
    "taken_for": ("已占用：", "Taken:"),
    "never_free": ("{room} {when}没有空闲时间。", "{room} has no free time: {when}."),
    "is_free": ("{room} {when}有空。", "{room} is free at {when}."),
    "is_taken": ("{room} {when}已被{by}的「{title}」占用。", "{room} is taken at {when} by {by} for “{title}”."),
    "rooms_free": ("{when}空着的会议室", "Free rooms, {when}"),
    "no_room_free_then": ("{when}没有空会议室。", "No room is free: {when}."),
    "room_hours": ("{room}：{hours}", "{room}: {hours}"),
    "no_such_room": ("没有「{room}」这个会议室。有：{near}。", "There is no room “{room}”. There are: {near}."),
    "coming_soon": ("开会提醒：{about}", "Meeting reminder: {about}"),
    "today_block": ("会议", "Meetings"),
    "changed_block": ("会议变动", "Changed"),
    "changed_booked": ("新订 {title} {start}", "new: {title} {start}"),
    "changed_moved": ("改期 {title} → {start}", "moved: {title} → {start}"),
    "changed_cancelled": ("取消 {title}（原定 {start}）", "cancelled: {title} (was {start})"),
    "soon": ("{left}后开会：{title}", "In {left}: {title}"),
}

for pairs in (LABELS, TITLES, ANSWERS, QUESTIONS, CHANGES, LOOKING):
    router.texts(pairs)

router.example(
    "明天下午3点到5点在{room}开校务会，请{person}、{other}参加",
    "book Room {room} tomorrow 3-5pm for budget review with {person}",
)
router.example("把校务会改到后天上午9点", "move budget review to Friday 9am")
router.example("今天有什么会", "what's on today")
