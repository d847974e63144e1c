"""The notices desk's cards: pure functions of a notice and a language."""

from datetime import datetime, time, timedelta

from bot.cards import ID_DIGITS, Action, Button, Card, Tone
from bot.domain.notice import Level, Notice, Receipt, State, Wants
from bot.texts import Say

INSTEAD = "instead:"
"""How the answer begins that somebody else comes; the name stands behind it."""

HEAD_LENGTH = 240
"""Characters of a long notice that stand on its card; the rest comes by its button."""

LATE = timedelta(minutes=5)
ALMOST_MIDNIGHT = time(23, 59)
"""The end of a day until which something holds."""

TONES: dict[Level, Tone] = {Level.NORMAL: "ask", Level.IMPORTANT: "ask", Level.URGENT: "warn"}


def heading(notice: Notice, say: Say) -> str:
    """`【紧急】通知12 停电`."""
    level = say(f"notices.mark_{notice.level}") if notice.level is not Level.NORMAL else ""
    corrected = say("notices.mark_corrected") if notice.version > 1 else ""
    return f"{level}{corrected}{say('notices.heading', number=notice.id, title=notice.title)}"


def notice_card(notice: Notice, sender: str, say: Say, receipt: Receipt | None = None, before: str = "") -> Card:
    """What everybody is sent; with a receipt, what is still wanted of that person, or what they have said."""
    facts = [(say("notices.from"), sender)]
    if notice.wants is not Wants.NOTHING and notice.due_at:
        facts.append((say("notices.until"), say.moment(notice.due_at)))
    facts += _times(notice, say)
    said = _said(notice, receipt, say)
    if said:
        facts.append((say("notices.yours"), said))
    is_open = receipt is None or receipt.is_missing(notice)
    buttons = answers(notice, say) if is_open else changes(notice, say)
    body = shortened(notice.text)
    if before:
        body = f"{body}\n{say('notices.was', text=shortened(before))}"
    if body != notice.text and len(notice.text) > HEAD_LENGTH:
        buttons += (Button(say("notices.whole_button"), Action("notices.whole", notice.id)),)
    return Card(heading(notice, say), tuple(facts), body, buttons, TONES[notice.level] if is_open else "done")


def _times(notice: Notice, say: Say) -> list[tuple[str, str]]:
    """Until when it holds, and that it comes late."""
    found = []
    if notice.valid_until:
        found.append((say("notices.valid"), last_moment(notice.valid_until, say)))
    if notice.send_at and notice.sent_at and notice.sent_at - notice.send_at > LATE:
        found.append((say("notices.was_for"), say.moment(notice.send_at)))
    return found


def last_moment(until: datetime, say: Say) -> str:
    """`12月31日（周四）`; with the hour where it is not the end of the day."""
    local = until.astimezone(say.zone)
    return say.day(local.date()) if local.time() == ALMOST_MIDNIGHT else say.moment(until)


def _said(notice: Notice, receipt: Receipt | None, say: Say) -> str:
    """`参加 · 11月24日（周二）10:02`."""
    if receipt is None or receipt.is_missing(notice) or receipt.acked_at is None:
        return ""
    words = answer_words(notice, receipt.answer, say) if receipt.answered_at else say("notices.acknowledged_word")
    late = say("notices.late") if receipt.is_late(notice) else ""
    return f"{words} · {say.moment(receipt.answered_at or receipt.acked_at)}{late}"


def answer_words(notice: Notice, answer: str, say: Say) -> str:
    if notice.wants is Wants.ATTENDANCE and answer.startswith(INSTEAD):
        return say("notices.instead_of", name=answer.removeprefix(INSTEAD))
    return say(f"notices.{answer}") if notice.wants is Wants.ATTENDANCE and answer in {"coming", "absent"} else answer


def answers(notice: Notice, say: Say) -> tuple[Button, ...]:
    """The buttons of what is wanted back."""
    if notice.wants is Wants.NOTHING or notice.state is not State.SENT:
        return ()
    if notice.wants is Wants.ACK:
        return (
            Button(say("notices.got_it"), Action("notices.acknowledge", notice.id, stamped("", notice)), "primary"),
        )
    if notice.wants is Wants.ATTENDANCE:
        return tuple(
            Button(
                say(f"notices.{word}"),
                Action("notices.answer", notice.id, stamped(word, notice)),
                "primary" if word == "coming" else "plain",
            )
            for word in ("coming", "absent", "instead")
        )
    if notice.wants is Wants.CHOICE:
        return tuple(
            Button(choice, Action("notices.answer", notice.id, stamped(str(place), notice)))
            for place, choice in enumerate(notice.choices)
        )
    return (Button(say("notices.answer_button"), Action("notices.answer", notice.id, stamped("", notice)), "primary"),)


def changes(notice: Notice, say: Say) -> tuple[Button, ...]:
    """An answer may be given anew."""
    if not notice.wants.is_answer or notice.state is not State.SENT:
        return ()
    return (Button(say("notices.change_button"), Action("notices.answer", notice.id, stamped("", notice))),)


def stamped(choice: str, notice: Notice) -> str:
    """A corrected text's buttons say which text they stand under; those of the first one are as they always were."""
    return choice if notice.version == 1 else f"{choice}@{notice.version}"


def unstamped(choice: str) -> tuple[str, int]:
    """The choice, and the version of the text under which it stands; 0 for whatever a forger wrote."""
    word, _, version = choice.partition("@")
    return word, int(version) if version.isascii() and version.isdigit() and len(version) <= ID_DIGITS else int(
        not version
    )


def shortened(text: str) -> str:
    """The first lines of a long text."""
    if len(text) <= HEAD_LENGTH:
        return text
    head = text[: HEAD_LENGTH - 1]
    line_end = head.rfind("\n")
    return (head[:line_end] if line_end > HEAD_LENGTH // 2 else head) + "…"
