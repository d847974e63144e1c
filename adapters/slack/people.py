"""Who is in the workspace, and what people and channels are called."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from adapters.slack.api import Api
from adapters.slack.faults import MISSING_SCOPE, SlackFault
from adapters.slack.wording import PLATFORM
from bot.errors import SendFailed
from bot.log import get_log
from bot.messages import Account, PlatformTag, UserRef
from bot.ports import Clock

log = get_log("slack")

PATIENCE = 1.0
"""Seconds that a name may cost while Slack waits for its answer; without one the id stands for it."""

AGAIN_AFTER = timedelta(minutes=10)
SLACKBOT = "USLACKBOT"
NO_GROUPS = frozenset({"plan_upgrade_required", "paid_only", "paid_teams_only"})


def name_of(user: Mapping[str, Any]) -> str:
    """What the office calls them: the full name, else what they chose to be shown as."""
    profile = user.get("profile") or {}
    named = (profile.get("real_name"), user.get("real_name"), profile.get("display_name"), user.get("name"))
    return next((one.strip() for one in named if isinstance(one, str) and one.strip()), "")


def account_of(user: Mapping[str, Any]) -> Account | None:
    """None for bots and for guests from elsewhere, who become known when they speak to us.

    Who was deactivated is told of, guest or not.
    """
    user_id, profile = str(user.get("id") or ""), user.get("profile") or {}
    if not user_id or user_id == SLACKBOT or user.get("is_bot") or user.get("is_workflow_bot"):
        return None
    ref, is_gone = UserRef(PLATFORM, user_id, name_of(user)), bool(user.get("deleted"))
    is_guest = user.get("is_restricted") or user.get("is_ultra_restricted") or user.get("is_stranger")
    if is_guest and not is_gone:
        return None
    email, mobile = (str(profile.get(key) or "").strip() for key in ("email", "phone"))
    return Account(ref, email, mobile, is_active=not is_gone)


def _tag_of(group: Mapping[str, Any], names: Mapping[str, str]) -> PlatformTag:
    name = next((str(group[key]).strip() for key in ("name", "handle") if group.get(key)), "") or str(group["id"])
    members = tuple(UserRef(PLATFORM, str(user), names.get(str(user), "")) for user in group.get("users") or ())
    return PlatformTag(str(group["id"]), name, members)


class People:
    """Names are kept as they are met: a page of the directory, a change, one look-up for a stranger."""

    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._names: dict[str, str] = {}
        self._nameless_until: dict[str, datetime] = {}

    async def accounts(self) -> AsyncIterator[Sequence[Account]]:
        async for page in self._api.pages("users.list"):
            yield [account for user in page.get("members") or () if (account := self.learn(user))]

    def learn(self, user: Mapping[str, Any]) -> Account | None:
        name = name_of(user)
        if name:
            self._names[str(user.get("id"))] = name
        return account_of(user)

    async def members(self, channel: str) -> tuple[UserRef, ...]:
        """Everyone in it, bots as well: the list has ids only."""
        pages = [page.get("members") or () async for page in self._api.pages("conversations.members", channel=channel)]
        return tuple(UserRef(PLATFORM, str(user), self._names.get(str(user), "")) for page in pages for user in page)

    async def tags(self) -> Sequence[PlatformTag] | None:
        """The workspace's user groups; a free plan has none, and an app that may not see them does not know."""
        try:
            listed = (await self._api.call("usergroups.list", include_users=True)).get("usergroups") or ()
        except SlackFault as fault:
            if fault.code in NO_GROUPS:
                return []
            if fault.code != MISSING_SCOPE:
                raise
            log.warning("slack.no_groups", reason=fault.reason, hint="`xiaoban check` names the scope")
            return None
        tags = [_tag_of(one, self._names) for one in listed if not one.get("date_delete")]
        self._names.update({tag.id: tag.name for tag in tags})
        return tags

    async def tag(self, group: str) -> PlatformTag | None:
        """One of them as it is now; a group that is no more has nobody. None where the groups cannot be seen."""
        tags = await self.tags()
        gone = PlatformTag(group, self._names.get(group, group), ())
        return None if tags is None else next((one for one in tags if one.id == group), gone)

    def group_names(self, groups: Collection[str]) -> Mapping[str, str]:
        """Of those that were met in the list."""
        return {group: self._names[group] for group in groups if group in self._names}

    async def names(self, users: Collection[str]) -> Mapping[str, str]:
        """Of those whose names can be had now."""
        wanted = list(users)
        found = await asyncio.gather(*(self._name(user, "users.info", "user") for user in wanted))
        return {user: name for user, name in zip(wanted, found, strict=True) if name}

    async def channel(self, channel: str, told: str = "") -> str:
        """Its name, empty where nobody tells."""
        if told:
            self._names[channel] = told
        return await self._name(channel, "conversations.info", "channel")

    async def _name(self, key: str, method: str, what: str) -> str:
        known, now = self._names.get(key, ""), self._clock.now()
        if known or self._nameless_until.get(key, now) > now:
            return known
        try:
            found = (await self._api.call(method, seconds=PATIENCE, **{what: key})).get(what) or {}
        except SendFailed as fault:
            log.warning("slack.no_name", method=method, reason=fault.reason)
            self._nameless_until[key] = now + AGAIN_AFTER
            return ""
        self._names[key] = name_of(found) if what == "user" else str(found.get("name") or "")
        return self._names[key]
