"""The app's door: what WeCom tells it is opened, dispatched, and only then acknowledged."""

from collections.abc import Callable

from adapters.wecom import xml
from adapters.wecom.crypt import Crypt, NotGenuine
from adapters.wecom.people import People
from adapters.wecom.told import Mute, Person, Pressed, Said, Told, Trouble, is_for, tell
from adapters.wecom.ways import PLATFORM
from adapters.wecom.words import WORDS
from bot.errors import TryAgain
from bot.log import get_log
from bot.messages import (
    Account,
    AccountChanged,
    ButtonPressed,
    Envelope,
    InboundEvent,
    NeedsAttention,
    TextReceived,
    UserRef,
)
from bot.ports import Dispatch, HttpRequest, HttpResponse

log = get_log("wecom")

TEXT, XML = "text/plain", "text/xml"
TAKEN = HttpResponse(200, b"", TEXT)
REFUSED = HttpResponse(403, b"not from WeCom", TEXT)
NO_METHOD = HttpResponse(405, b"", TEXT)
IF_IT_WAS_WECOM = "if it was WeCom: check adapters.wecom.token, aes_key and corp_id, and this machine's clock"

Keep = Callable[[str, str], None]
"""Is told a card's task id and a code that lets it be changed once."""


async def nobody(_event: InboundEvent) -> None:
    """Until the adapter is started nothing can be taken."""
    raise TryAgain


class Callbacks:
    """Whatever is wrong with a request has one and the same answer."""

    def __init__(self, crypt: Crypt, agent_id: int, people: People, keep: Keep) -> None:
        self._crypt = crypt
        self._agent = str(agent_id)
        self._people = people
        self._keep = keep
        self.dispatch: Dispatch = nobody

    async def receive(self, request: HttpRequest) -> HttpResponse:
        """Returns after the commit. TryAgain when WeCom is to bring it again."""
        if request.method not in {"GET", "POST"}:
            return NO_METHOD
        try:
            if request.method == "GET":
                return HttpResponse(200, self._opened(request, request.query.get("echostr", "")), TEXT)
            told = xml.read(self._opened(request, xml.read(request.body).word("Encrypt")))
            what = tell(told) if is_for(self._agent, told) else None
        except (NotGenuine, xml.Unreadable):
            log.warning("wecom.refused", length=len(request.body), hint=IF_IT_WAS_WECOM)
            return REFUSED
        for event in await self._events(what):
            await self.dispatch(event)
        return self._answer(what, told.word("FromUserName"), told.word("ToUserName"), request)

    def _opened(self, request: HttpRequest, encrypted: str) -> bytes:
        """A plus sign that was not escaped has become a blank on its way."""
        signature, stamp, nonce = (request.query.get(name, "") for name in ("msg_signature", "timestamp", "nonce"))
        return self._crypt.opened(signature, stamp, nonce, encrypted.replace(" ", "+"))

    async def _events(self, what: Told) -> tuple[InboundEvent, ...]:
        if isinstance(what, Trouble):
            log.error(what.what, hint=what.cure)
            return (NeedsAttention(f"app:asleep:{what.at:%Y-%m-%d}", PLATFORM, "asleep", what.at),)
        if isinstance(what, Said) and what.text:
            return (TextReceived(await self._envelope(what), what.text, addressed=True),)
        if isinstance(what, Pressed):
            self._keep(what.task_id, what.response_code)
            return (ButtonPressed(await self._envelope(what), what.packed, what.task_id),)
        return await self._changes(what) if isinstance(what, Person) else ()

    async def _envelope(self, what: Said | Pressed) -> Envelope:
        """A click's code goes with its answer, which another process may send."""
        sender = UserRef(PLATFORM, what.user, await self._people.name(what.user))
        thread = f"{what.task_id}/{what.response_code}" if isinstance(what, Pressed) and what.response_code else ""
        return Envelope(what.event_id, sender.direct(), sender, what.at, thread=thread)

    async def _changes(self, what: Person) -> tuple[InboundEvent, ...]:
        """Whoever is called by another id now is another account, and the old one is nobody's."""
        self._people.met(what.user, what.name)
        name = what.name or (await self._people.name(what.user) if what.is_active else "")
        account = Account(UserRef(PLATFORM, what.user, name), what.email, what.mobile, what.is_active)
        changed = AccountChanged(what.event_id, account, what.at)
        if not what.was:
            return (changed,)
        gone = Account(UserRef(PLATFORM, what.was), is_active=False)
        return (changed, AccountChanged(f"{what.event_id}:was", gone, what.at))

    def _answer(self, what: Told, user: str, company: str, request: HttpRequest) -> HttpResponse:
        """Only what the house cannot take is answered in place; all else goes by the API."""
        if not isinstance(what, Mute):
            return TAKEN
        words = " · ".join(WORDS["nothing_chosen" if what.what == "nothing chosen" else "words_only"])
        told: dict[str, str | int] = {
            "ToUserName": user,
            "FromUserName": company,
            "CreateTime": int(request.query["timestamp"]),
            "MsgType": "text",
            "Content": words,
        }
        sealed = self._crypt.sealed(xml.written(told).encode(), request.query.get("nonce", ""))
        outer = {
            "Encrypt": sealed["encrypt"],
            "MsgSignature": sealed["msgsignature"],
            "TimeStamp": sealed["timestamp"],
            "Nonce": sealed["nonce"],
        }
        return HttpResponse(200, xml.written(outer).encode(), XML)
