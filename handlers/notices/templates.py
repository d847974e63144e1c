"""Texts that are kept to begin from: one's own, and the office's."""

from dataclasses import dataclass

from bot.asking.audience import as_said
from bot.asking.when import Timed
from bot.cards import Action, Button, Card
from bot.domain.notice import Level
from bot.domain.notice_series import Template
from bot.errors import NotAllowed, UserError
from bot.turn import Answer, Turn
from bot.understanding.notice_heads import audience
from handlers.notices.circulating import Circulate
from handlers.notices.desk import Numbered, router, sender_name, the_notice
from handlers.notices.write import circulate

NAME_LENGTH = 40
MOST_LINES, MOST_BUTTONS = 20, 6


@dataclass(frozen=True, slots=True)
class Keep(Numbered):
    """A notice as a template called `title`; with `office` for everybody."""

    title: str = ""
    office: int = 0


@dataclass(frozen=True, slots=True)
class Use(Timed):
    """`words` are the audience as it was said, where it was."""

    title: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Drop(Timed):
    title: str = ""


@dataclass(frozen=True, slots=True)
class ListTemplates(Timed):
    """Nothing more."""


@router.intent("keep", Keep)
def keep(turn: Turn, slots: Keep) -> Answer:
    """In place of one's own of that name."""
    notice = the_notice(turn, slots.number)
    notice.must_be_changed_by(turn.actor, sender_name(turn.uow, notice))
    if not 0 < len(slots.title) <= NAME_LENGTH:
        raise UserError("notices.template_name", most=NAME_LENGTH)
    if slots.office and not turn.actor.is_in_charge:
        raise NotAllowed("notices.office_template")
    template = Template(
        id=0, name=slots.title, owner_id=turn.actor.id, text=notice.text, audience=notice.audience,
        level=notice.level, wants=notice.wants, choices=notice.choices, is_office=bool(slots.office),
    )  # fmt: skip
    turn.uow.shelf.keep(template)
    turn.uow.audit.note(turn.actor.id, "notices.kept", f"template:{slots.title}", turn.now)
    key = "notices.kept_office" if slots.office else "notices.kept"
    return turn.reply(Card(turn.say(key, name=slots.title), tone="done"))


@router.intent("templates", ListTemplates)
def templates(turn: Turn, _slots: ListTemplates) -> Answer:
    found = turn.uow.shelf.templates(turn.actor.id)
    if not found:
        return turn.reply(Card(turn.say("notices.no_templates")))
    lines = [_line(turn, one) for one in found[:MOST_LINES]]
    if len(found) > MOST_LINES:
        lines.append(turn.say("notices.more_lines", count=len(found) - MOST_LINES))
    buttons = tuple(Button(one.name, Action("notices.use_template", one.id)) for one in found[:MOST_BUTTONS])
    return turn.reply(Card(turn.say("notices.templates_title"), body="\n".join(lines), buttons=buttons))


def _line(turn: Turn, template: Template) -> str:
    first = template.text.split("\n", 1)[0]
    words = f"{template.name} · {first[:30]}{'…' if len(first) > len(first[:30]) else ''}"
    return f"{words} · {turn.say('notices.of_office')}" if template.is_office else words


@router.intent("use_template", Use)
def use(turn: Turn, slots: Use) -> Answer:
    template = _named(turn, slots.title)
    to, but = audience(slots.words) if slots.words else as_said(template.audience)
    return _begun(turn, template, to, but)


@router.action("use_template")
def press_use(turn: Turn, template_id: int, _choice: str) -> Answer:
    found = next((one for one in turn.uow.shelf.templates(turn.actor.id) if one.id == template_id), None)
    if found is None:
        raise UserError("house.card_gone")
    return _begun(turn, found, *as_said(found.audience))


def _begun(turn: Turn, template: Template, to: tuple[str, ...], but: tuple[str, ...]) -> Answer:
    level = "" if template.level is Level.NORMAL else template.level.value
    wants = template.wants.value or "nothing"
    return circulate(
        turn, Circulate(text=template.text, to=to, but=but, level=level, wants=wants, choices=template.choices)
    )


@router.intent("drop_template", Drop)
def drop(turn: Turn, slots: Drop) -> Answer:
    template = _named(turn, slots.title)
    if not template.may_be_changed_by(turn.actor):
        raise NotAllowed("notices.template_not_yours", name=template.name)
    turn.uow.shelf.drop(template.id)
    turn.uow.audit.note(turn.actor.id, "notices.template_dropped", f"template:{template.name}", turn.now)
    return turn.reply(Card(turn.say("notices.template_dropped", name=template.name), tone="done"))


def _named(turn: Turn, name: str) -> Template:
    """One's own before the office's; with 模板 or without."""
    said = name.casefold()
    for one in turn.uow.shelf.templates(turn.actor.id):
        if one.name.casefold() == said:
            return one
    raise UserError("notices.no_such_template", name=name[:NAME_LENGTH])
