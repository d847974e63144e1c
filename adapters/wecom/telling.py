"""message/send: each thing said once, to many at a time where many are told the same, and no more than WeCom shows."""

from collections import OrderedDict
from datetime import timedelta

from adapters.wecom.api import Api
from adapters.wecom.faults import CONTENT, WeComFault
from adapters.wecom.lists import Body, Lists, remember
from adapters.wecom.pace import Pace
from bot.errors import SendFailed
from bot.ports import Clock

A_MEMBERS = {timedelta(minutes=1): 30, timedelta(hours=1): 1000}
"""What one member gets from one app; what goes over is dropped, and nobody is told."""

CHECKED_FOR = 4 * 3600
LEFT_OUT = {
    "invaliduser": (
        "收件人不在企业微信或不在应用可见范围内：请核对账号或扩大可见范围 · "
        "the receiver is not in WeCom or not in the app's visible range: check the account or widen the range"
    ),
    "unlicenseduser": "该成员没有接口许可：请在管理后台分配 · the member has no licence: assign one in the console",
}

UNSURE: Body = {}


class Teller:
    def __init__(self, api: Api, agent_id: int, clock: Clock) -> None:
        self._api = api
        self._agent = agent_id
        self._pace = Pace(A_MEMBERS, clock)
        self._answers: OrderedDict[str, Body] = OrderedDict()
        self._lists = Lists(self._post)

    def take_places(self, user: str, number: int) -> None:
        wait = self._pace.take(user, number)
        if wait:
            raise SendFailed("as much as WeCom shows one member in a while", retry_after=wait, why="limited")

    def doubt(self, key: str) -> None:
        """It may have been said, and so may its parts."""
        if key not in self._answers:
            remember(self._answers, key, UNSURE)

    async def tell(self, user: str, body: Body, key: str, mailing: str | None = None) -> Body:
        """WeCom's answer. What was said under this key is not said again; SendFailed where the member gets nothing.

        Refused after a try of which nobody heard, it had arrived: WeCom takes a thing once.
        """
        known = self._answers.get(key)
        if known:
            return known
        try:
            answer = await (self._lists.post(body, user) if mailing else self._post(body, (user,)))
        except SendFailed as fault:
            if fault.unknown:
                remember(self._answers, key, UNSURE)
            is_unsure = known is not None or self._answers.get(key.rpartition("/")[0]) == UNSURE
            if not (isinstance(fault, WeComFault) and fault.code in CONTENT and is_unsure):
                raise
            answer = {"errcode": 0}
        _raise_if_left_out(user, answer)
        remember(self._answers, key, answer)
        return answer

    async def _post(self, body: Body, users: tuple[str, ...]) -> Body:
        checks = {"enable_duplicate_check": 1, "duplicate_check_interval": CHECKED_FOR}
        return await self._api.post(
            "message/send", {"touser": "|".join(users), "agentid": self._agent, **body, **checks}
        )


def _raise_if_left_out(user: str, answer: Body) -> None:
    """All is well, WeCom says, and names those who get nothing, in small letters."""
    for name, words in LEFT_OUT.items():
        if user.lower() in str(answer.get(name) or "").lower().split("|"):
            raise SendFailed(f"message/send: {words}", permanent=True, why="no_chat")
