"""
A WeCom to try by hand: `python -m tests.platforms.wecom 8499` prints the settings for `xiaoban run`, then reads lines.

李主任: 今天              writes to the robot           李主任@综合科群: @小办 今天    writes in the group
李主任# 办结              presses that button, on the newest card before 李主任      李主任> 在吗    writes to the app
"""

import asyncio
import sys
from datetime import timedelta

from bot.engine.clock import MovableClock
from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.people import NotOnTheScreen, Person
from tests.platforms.wecom.world import Json, Shown, Talk

PEOPLE = (("lizhuren", "李主任"), ("wangwei", "王伟"), ("zhaomin", "赵敏"))
SETTINGS = """\
XIAOBAN_ADAPTERS__WECOM__ENABLED=true
XIAOBAN_ADAPTERS__WECOM__BOT_ID={me.bot_id}
XIAOBAN_ADAPTERS__WECOM__BOT_SECRET={me.secret}
XIAOBAN_ADAPTERS__WECOM__WS_URL={wecom.ws_url}
XIAOBAN_ADAPTERS__WECOM__CORP_ID={app.corp_id}
XIAOBAN_ADAPTERS__WECOM__AGENT_ID={app.agent_id}
XIAOBAN_ADAPTERS__WECOM__SECRET={app.secret}
XIAOBAN_ADAPTERS__WECOM__TOKEN={app.token}
XIAOBAN_ADAPTERS__WECOM__AES_KEY={app.aes_key}
XIAOBAN_ADAPTERS__WECOM__API_BASE={wecom.address}
"""


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def buttons(card: Json) -> list[Json]:
    return [*card.get("button_list", ()), *([card["submit_button"]] if card.get("submit_button") else [])]


def told(line: Shown) -> str:
    if line.msgtype != "template_card":
        return line.text
    title = (line.content.get("main_title") or {}).get("title", "")
    rows = [f"{each['keyname']} {each.get('value', '')}" for each in line.content.get("horizontal_content_list", ())]
    labels = [f"[{each['text']}]" for each in buttons(line.content)]
    return "\n  ".join(filter(None, [title, line.content.get("sub_title_text", ""), *rows, " ".join(labels)]))


def talks(wecom: LocalWeCom) -> list[Talk]:
    company = wecom.company
    return [*company.groups.values(), *company.with_robot.values(), *company.with_app.values()]


async def watch(wecom: LocalWeCom) -> None:
    """The real clock runs here, so what falls due is done four times a second."""
    shown: dict[int, str] = {}
    while True:
        await wecom.timers.run_due()
        for talk in talks(wecom):
            for line in talk.lines:
                if line.sort != "member" and shown.get(id(line)) != told(line):
                    shown[id(line)] = told(line)
                    say(f"{talk.name or talk.id} | {told(line)}")
        await asyncio.sleep(0.25)


async def do(wecom: LocalWeCom, typed: str) -> None:
    sign = next((each for each in typed if each in ":：#>"), "")
    who, _, text = typed.partition(sign)
    name, _, group = who.strip().partition("@")
    person, text = wecom.named(name), text.strip()
    if sign == "#":
        await press(wecom, person, text)
    elif sign == ">":
        await person.tells_app(text)
    else:
        await person.says(text, next((each for each in wecom.company.groups.values() if each.name == group), None))


async def press(wecom: LocalWeCom, person: Person, label: str) -> None:
    seen = [line for talk in talks(wecom) if person.id in talk.members for line in person.screen(talk)]
    for line in sorted(seen, key=lambda line: line.at, reverse=True):
        for button in buttons(line.seen_by(person.id)):
            if button["text"] == label:
                await person.presses(line, button["key"])
                return
    raise NotOnTheScreen(label)


async def main(port: int, callback_url: str) -> None:
    wecom = LocalWeCom(MovableClock())
    wecom.unknowns.silence = timedelta(days=1)
    wecom.app.callback_url = callback_url
    async with wecom.running(port):
        wecom.group("综合科群", *(wecom.person(userid, name) for userid, name in PEOPLE))
        say(SETTINGS.format(wecom=wecom, app=wecom.app, me=wecom.robot.me))
        watching = asyncio.create_task(watch(wecom))
        while typed := await asyncio.to_thread(sys.stdin.readline):
            try:
                await do(wecom, typed.strip())
            except (NotOnTheScreen, StopIteration, RuntimeError) as fault:
                say(f"? {fault}")
        watching.cancel()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""))
