"""What the robot is told, brought to the house: as often as it takes, since WeCom brings nothing twice."""

from adapters.wecom.robot.heard import Media, Origin, Press, Words
from adapters.wecom.robot.line import Sleep
from bot.errors import TryAgain
from bot.log import get_log
from bot.messages import ButtonPressed, Envelope, FileReceived, InboundEvent, OutFile, Quoted, TextReceived
from bot.ports import Dispatch

log = get_log("wecom")

PAUSES = (0.5, 1, 2, 4, 8, 15, 30, 30, 30)
"""Seconds between attempts to hand over what the house was too busy for."""


def event_of(heard: Words | Press) -> InboundEvent:
    """Whatever comes to the robot was said to it."""
    if isinstance(heard, Press):
        return ButtonPressed(_envelope(heard.origin), heard.packed, heard.task_id)
    return TextReceived(_envelope(heard.origin), heard.text, addressed=True, quoted=_quoted(heard))


def file_of(heard: Media, file: OutFile) -> FileReceived:
    return FileReceived(_envelope(heard.origin), file.name, file.content, addressed=True)


def _envelope(origin: Origin) -> Envelope:
    return Envelope(origin.event_id, origin.chat, origin.sender, origin.at, thread=origin.thread)


def _quoted(heard: Words) -> Quoted | None:
    """WeCom does not say who wrote it, or when."""
    if not heard.quoted:
        return None
    origin = heard.origin
    nobody = type(origin.sender)(origin.sender.platform, "")
    return Quoted(heard.quoted, nobody, origin.at, "", "")


async def hand_over(dispatch: Dispatch, event: InboundEvent, sleep: Sleep) -> bool:
    """Returns after the commit; False when the house could not take it for minutes."""
    for pause in (*PAUSES, None):
        try:
            await dispatch(event)
        except TryAgain:
            if pause is None:
                break
            await sleep(pause)
        else:
            return True
    log.error("wecom.not_taken", hint="the house was busy for minutes; the sender has to write again")
    return False
