"""Whether somebody comes, as people say it, and who comes instead."""

from bot.errors import UserError
from bot.understanding.regex import regex
from bot.understanding.wordlist import words
from handlers.notices.cards import INSTEAD
from handlers.notices.desk import router

MOST_NAME = 40
COMING = frozenset(words("参加 参会 出席 来 去 我来 我去 准时参加 能来 能去 能参加 可以 yes coming y ok")) | {
    "i am coming", "i'm coming", "i will come", "will attend", "attending",
}  # fmt: skip
ABSENT = frozenset(
    words("不参加 不参会 不出席 不来 不去 来不了 去不了 参加不了 请假 不能来 不能去 不能参加 no absent n")
) | {"not coming", "i am not coming", "i'm not coming", "on leave", "not attending", "can't come", "cannot come"}
SOMEBODY = frozenset(words("替会 代会 代替 请人代替 找人代替 替 代 instead")) | {"somebody comes instead"}

_AWAY = regex(r"(?:我)?(?:请假|不参加|来不了|去不了|有事|can't come|not coming)\s*[,，;；。.]\s*")
_INSTEAD = (
    regex(r"(?:替会|代会|代替|替|代)(?:人|的是|者)?\s*[:：]?\s*(?P<name>.+)"),
    regex(
        r"(?:由|请|派|让|委托)\s*(?P<name>.+?)\s*(?:替我|代我|代替我?|替会|代会|代为|代|替)(?:参加|参会|出席|去|来|开会)?"
    ),
    regex(r"(?P<name>.+?)\s*(?:替我|代我|代替我?|替会|代会|代为|代|替)(?:参加|参会|出席|去|来|开会)?"),
    regex(r"(?P<name>.+?) (?:is coming|comes|will come|goes|attends) (?:instead|for me|in my place)(?: of me)?"),
    regex(r"(?:instead|substitute|deputy)\s*:?\s+(?P<name>.+)"),
)


def attendance_in(said: str) -> str:
    """`coming`, `absent`, or `instead:` and a name, which is empty where none was said; UserError for anything else."""
    bare = said.strip().strip("。.!！").casefold()
    if bare in COMING:
        return "coming"
    if bare in ABSENT:
        return "absent"
    if bare in SOMEBODY:
        return INSTEAD
    rest = said.strip().strip("。.!！")
    away = _AWAY.match(rest)
    rest = rest[away.end() :] if away else rest
    for pattern in _INSTEAD:
        if (found := pattern.fullmatch(rest)) is not None:
            return INSTEAD + name_in(found["name"])
    raise UserError("notices.attendance_wanted")


def name_in(said: str) -> str:
    """Without what stands around a name; UserError where nothing is left, or too much."""
    name = " ".join(said.split()).strip("@＠「」“”\"'，,。. ")
    if not name or len(name) > MOST_NAME:
        raise UserError("notices.instead_wanted", most=MOST_NAME)
    return name


router.texts(
    {
        "instead": ("请人代替", "Somebody comes instead"),
        "instead_of": ("由{name}代替", "{name} comes instead"),
        "who_instead": (
            "通知{number}「{title}」：谁代替你去？",
            "Notice {number} “{title}”: who comes instead of you?",
        ),
        "instead_wanted": (
            "请写代替的人的姓名，最多 {most} 个字。",
            "Please give the name of who comes, in {most} characters.",
        ),
        "you_instead": ("{name}请你代替参加：{title}", "{name} asks you to come instead: {title}"),
        "change_button": ("改答复", "Change the answer"),
        "answered_here": (
            "已记下你对通知{number}「{title}」的答复。",
            "Your answer to notice {number} “{title}” is noted.",
        ),
        "was_corrected": (
            "通知{number}已经更正，请在更正后的那条上回，或说「通知{number}」看它。",
            "Notice {number} was corrected: please answer under the corrected one, or say “notice {number}” to see it.",
        ),
    }
)
