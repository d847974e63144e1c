"""Self-built apps: who they are, and the tokens they call with."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from bot.engine.clock import MovableClock
from tests.platforms.wecom.crypt import Envelope
from tests.platforms.wecom.errors import Refused
from tests.platforms.wecom.pace import HOUR, Pace
from tests.platforms.wecom.unknowns import Unknowns
from tests.platforms.wecom.world import Company, Json

GOOD_FOR = timedelta(seconds=7200)


@dataclass(slots=True)
class App:
    """`callback_url` is where it receives; without one it may not send cards that ask. `trusted` is 企业可信IP."""

    corp_id: str = "ww5823bf96d3bd56c7"
    agent_id: int = 1000002
    secret: str = "local-app-secret-1"
    token: str = "QDG6eK"
    aes_key: str = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
    callback_url: str = ""
    trusted: bool = True
    stopped: bool = False
    sees_all: bool = True
    used_task_ids: set[str] = field(default_factory=set)

    @property
    def envelope(self) -> Envelope:
        return Envelope(self.token, self.aes_key, self.corp_id)


@dataclass(slots=True)
class Token:
    app: App
    until: datetime
    good: bool = True


class Tokens:
    """`asked` counts the calls of gettoken, so that a test sees caching and single flight."""

    def __init__(self, clock: MovableClock, company: Company, apps: list[App], unknowns: Unknowns) -> None:
        self.asked = 0
        self._clock = clock
        self._company = company
        self._apps = apps
        self._unknowns = unknowns
        self._held: dict[str, Token] = {}
        self._numbers = count(1)
        self.wrong = Pace(clock, {HOUR: unknowns.wrong_secrets_an_hour})

    def give(self, corp_id: str, secret: str) -> Json:
        self.asked += 1
        self.wrong.limits[HOUR] = self._unknowns.wrong_secrets_an_hour
        app = self._entitled(corp_id, secret)
        if self._unknowns.untrusted_gettoken and not app.trusted:
            raise Refused(60020)
        held = self._good(app)
        if held is None or not self._unknowns.same_token:
            if held is not None and not self._unknowns.old_token_lives:
                self._held[held].good = False
            held = f"local-{next(self._numbers)}-{'t' * 200}"
            self._held[held] = Token(app, self._clock.now() + GOOD_FOR)
        left = self._held[held].until - self._clock.now()
        return {"access_token": held, "expires_in": int(left.total_seconds())}

    def _entitled(self, corp_id: str, secret: str) -> App:
        if not corp_id or not secret:
            raise Refused(41004 if corp_id else 41002)
        if corp_id != self._company.corp_id:
            raise Refused(40013)
        if not self.wrong.take("address", 0):
            raise Refused(45009, "this address is blocked for an hour after too many wrong secrets")
        app = next((each for each in self._apps if each.secret == secret and not each.stopped), None)
        if app is None:
            self.wrong.take("address")
            if self.wrong.count("address", HOUR) >= self._unknowns.wrong_secrets_an_hour:
                self.wrong.block("address", HOUR)
            raise Refused(40001)
        return app

    def _good(self, app: App) -> str | None:
        now = self._clock.now()
        fit = (name for name, token in self._held.items() if token.app is app and token.good and token.until > now)
        return next(fit, None)

    def app_of(self, token: str) -> App:
        if not token:
            raise Refused(41001)
        held = self._held.get(token)
        if held is None or not held.good:
            raise Refused(40014)
        if held.until <= self._clock.now():
            raise Refused(42001)
        return held.app

    def withdraw(self) -> None:
        """Before their time, as WeCom may do: every token answers 40014 from now on."""
        for held in self._held.values():
            held.good = False
