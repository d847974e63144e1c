"""Settings of each platform, and what a platform that is switched on cannot do without."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, StringConstraints

Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+\S*$")]
SocketUrl = Annotated[str, StringConstraints(pattern=r"^wss?://[^\s/]+\S*$")]
ENCODING_KEY = 43


class Section(BaseModel):
    """A table of the settings file: unknown keys are faults, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, hide_input_in_errors=True)


class Platform(Section):
    """What every platform has; `wanting` names the settings that are missing, in words."""

    enabled: bool = False

    def wanting(self) -> list[str]:
        """Names of the settings still needed, empty when the platform can start."""
        return []

    def unset(self, *names: str) -> list[str]:
        """Those of the names that have no value."""
        return [name for name in names if not getattr(self, name)]


class SlackSettings(Platform):
    signing_secret: SecretStr | None = None
    bot_token: SecretStr | None = None
    app_token: SecretStr | None = None
    api_base: Url = "https://slack.com/api"

    def wanting(self) -> list[str]:
        doors = [] if self.signing_secret or self.app_token else ["signing_secret (or app_token for socket mode)"]
        return self.unset("bot_token") + doors


class DingTalkWebhook(Section):
    url: SecretStr
    secret: SecretStr | None = None


class DingTalkSettings(Platform):
    client_id: str | None = None
    client_secret: SecretStr | None = None
    robot_code: str | None = None
    mode: Literal["stream", "http"] = "stream"
    api_base: Url = "https://api.dingtalk.com"
    oapi_base: Url = "https://oapi.dingtalk.com"
    card_template_id: str | None = None
    webhooks: dict[str, DingTalkWebhook] = Field(default_factory=dict)

    def wanting(self) -> list[str]:
        return self.unset("client_id", "client_secret")


def _encoding_key(given: SecretStr) -> SecretStr:
    key = given.get_secret_value()
    if not (len(key) == ENCODING_KEY and key.isascii() and key.isalnum()):
        raise ValueError(f"an EncodingAESKey has {ENCODING_KEY} letters and digits; copy it from where the URL is set")
    return given


EncodingKey = Annotated[SecretStr, AfterValidator(_encoding_key)]


class WeComSettings(Platform):
    bot_name: Annotated[str, StringConstraints(min_length=1)] = "小办"
    bot_id: str | None = None
    bot_secret: SecretStr | None = None
    ws_url: SocketUrl = "wss://openws.work.weixin.qq.com"
    corp_id: str | None = None
    agent_id: int | None = None
    secret: SecretStr | None = None
    token: SecretStr | None = None
    aes_key: EncodingKey | None = None
    api_base: Url = "https://qyapi.weixin.qq.com"
    aibot_token: SecretStr | None = None
    aibot_aes_key: EncodingKey | None = None
    webhooks: dict[str, SecretStr] = Field(default_factory=dict)

    def wanting(self) -> list[str]:
        ways = (
            ("bot_id", "bot_secret"),
            ("corp_id", "agent_id", "secret", "token", "aes_key"),
            ("aibot_token", "aibot_aes_key"),
        )
        begun = [way for way in ways if len(self.unset(*way)) < len(way)]
        if not begun:
            return ["bot_id and bot_secret (smart robot), or corp_id and what goes with it (app), or aibot_token"]
        return [name for way in begun for name in self.unset(*way)]


class SimSettings(Platform):
    """The local chat; `second` opens another one beside it, to try what people on two messengers see."""

    second: bool = False


class Adapters(Section):
    slack: SlackSettings = SlackSettings()
    dingtalk: DingTalkSettings = DingTalkSettings()
    wecom: WeComSettings = WeComSettings()
    sim: SimSettings = SimSettings()

    def enabled(self) -> dict[str, Platform]:
        """The platforms that are switched on, by name."""
        platforms: dict[str, Platform] = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: platform for name, platform in platforms.items() if platform.enabled}
