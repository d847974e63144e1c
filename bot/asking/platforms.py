"""What people call the messengers."""

from bot.texts import Say

NAMED = frozenset({"slack", "dingtalk", "wecom", "sim", "sim2"})


def platform_name(platform: str, say: Say) -> str:
    return say(f"house.platform_{platform}") if platform in NAMED else platform
