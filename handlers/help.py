"""Help 帮助: what can be said, with names of this office, and the language of a chat."""

from dataclasses import dataclass

from bot.cards import Card
from bot.messages import Reply
from bot.router import Router
from bot.turn import Turn

router = Router("help")


@dataclass(frozen=True, slots=True)
class Help:
    title: str = ""


@dataclass(frozen=True, slots=True)
class Chinese:
    """Nothing more to know."""


@dataclass(frozen=True, slots=True)
class English:
    """Nothing more to know."""


@router.intent("help", Help)
def show(turn: Turn, _slots: Help) -> Reply:
    """One line a wish, each of which works as it stands."""
    names = example_names(turn)
    place = 0 if turn.say.language == "zh" else 1
    lines = "\n".join(f"· {example[place].format(**names)}" for example in turn.house.examples)
    return turn.reply(Card(turn.say("help.title"), body=f"{lines}\n{turn.say('help.tail')}"))


def example_names(turn: Turn) -> dict[str, str]:
    """The first room and two people other than the asker whose names nobody shares."""
    names = [person.name for person in turn.directory.people if person.id != turn.actor.id]
    single = [name for name in names if names.count(name) == 1 and name != turn.actor.name]
    person, other = (*single[:2], *(turn.actor.name,) * 2)[:2]
    room = turn.directory.rooms[0].name if turn.directory.rooms else turn.say("help.some_room")
    return {"room": room, "person": person, "other": other}


@router.intent("chinese", Chinese)
def speak_chinese(turn: Turn, _slots: Chinese) -> Reply:
    return _speak(turn, "zh")


@router.intent("english", English)
def speak_english(turn: Turn, _slots: English) -> Reply:
    return _speak(turn, "en")


def _speak(turn: Turn, language: str) -> Reply:
    """From now on this chat is answered in that language, whatever it is written in."""
    turn.uow.chats.set_language(turn.chat.id, language)
    say = turn.speak(language)
    return turn.reply(Card(say("help.language_set"), tone="done"))


router.texts(
    {
        "title": ("可以这样对我说", "You can say"),
        "tail": (
            "我会先复述，你确认后才办。说「算了」随时停下，「说英文」换语言，「绑定」连上你在别的平台的账号。",
            "I read back before I act. “never mind” stops, “speak Chinese” switches, “bind my account” joins your "
            "other messenger.",
        ),
        "some_room": ("会议室", "Meeting Room"),
        "language_set": ("好，以后在这里说中文。", "All right, I will speak English here."),
    }
)
