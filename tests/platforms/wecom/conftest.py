"""A WeCom with three people, a group and a robot in it; its clock stands still until it is moved."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.platforms.wecom.caller import Api, Socket, api_of, socket_of
from tests.platforms.wecom.local import LocalWeCom
from tests.platforms.wecom.people import Person
from tests.platforms.wecom.receiver import Receiver, receiving
from tests.platforms.wecom.world import Talk


@pytest_asyncio.fixture
async def wecom() -> AsyncIterator[LocalWeCom]:
    async with LocalWeCom().running() as made:
        made.company.add_department(2, "综合科")
        made.person("lizhuren", "李主任", 1, position="主任", mobile="13800000001")
        made.person("wangwei", "王伟", 2)
        made.person("ZhaoMin", "赵敏", 2)
        yield made


@pytest_asyncio.fixture
async def li(wecom: LocalWeCom) -> Person:
    return wecom.named("李主任")


@pytest_asyncio.fixture
async def wang(wecom: LocalWeCom) -> Person:
    return wecom.named("王伟")


@pytest_asyncio.fixture
async def group(wecom: LocalWeCom, li: Person, wang: Person) -> Talk:
    return wecom.group("综合科群", li, wang)


@pytest_asyncio.fixture
async def receiver(wecom: LocalWeCom) -> AsyncIterator[Receiver]:
    """The app's own door is set up at it; a robot by URL has to be switched over."""
    async with receiving(wecom.app, wecom.robot.me) as made:
        wecom.app.callback_url = made.app_url
        yield made


@pytest_asyncio.fixture
async def api(wecom: LocalWeCom) -> AsyncIterator[Api]:
    async with api_of(wecom) as made:
        yield made


@pytest_asyncio.fixture
async def socket(wecom: LocalWeCom) -> AsyncIterator[Socket]:
    """Subscribed."""
    async with socket_of(wecom) as made:
        await made.subscribe()
        yield made
