"""Block Kit's texts, buttons and selects: their fields and limits."""

from tests.platforms.slack.checking import (
    Check,
    Field,
    Report,
    Shape,
    anything,
    at_least_one,
    boolean,
    both,
    fields,
    integer,
    many,
    may,
    must,
    one_of,
    string,
    typed,
)

ID = may(string(255, 1))


def text(most: int, *kinds: str, least: int = 1) -> Check:
    """A text object; plain or mrkdwn unless one kind is named."""
    shape: dict[str, Field] = {
        "type": must(one_of(*(kinds or ("plain_text", "mrkdwn")))),
        "text": must(string(most, least)),
    }
    plain = fields({**shape, "emoji": may(boolean)})
    marked = fields({**shape, "verbatim": may(boolean)})

    def check(value: object, place: str, report: Report) -> None:
        chosen = marked if isinstance(value, dict) and value.get("type") == "mrkdwn" else plain
        chosen(value, place, report)

    return check


def plain(most: int) -> Check:
    return text(most, "plain_text")


CONFIRM = fields({
    "title": must(plain(100)), "text": must(text(300)), "confirm": must(plain(30)), "deny": must(plain(30)),
    "style": may(one_of("primary", "danger")),
})  # fmt: skip


def option(value_most: int, *kinds: str) -> Check:
    return fields({
        "text": must(text(75, *kinds)), "value": must(string(value_most, 1)), "description": may(text(75, *kinds)),
        "url": may(string(3000)),
    })  # fmt: skip


OPTION = option(150, "plain_text")
GROUP = fields({"label": must(plain(75)), "options": must(many(OPTION, 100))})
COMMON: Shape = {"type": must(anything), "action_id": ID, "confirm": may(CONFIRM), "focus_on_load": may(boolean)}
SELECT: Shape = {**COMMON, "placeholder": may(plain(150))}
MULTI: Shape = {**SELECT, "max_selected_items": may(integer(1, 10**6))}
RESPONSE_URL: Shape = {"response_url_enabled": may(boolean)}
FILTER = fields({
    "include": may(many(one_of("im", "mpim", "private", "public"), 4)),
    "exclude_external_shared_channels": may(boolean), "exclude_bot_users": may(boolean),
})  # fmt: skip
DISPATCH = fields({
    "trigger_actions_on": may(many(one_of("on_enter_pressed", "on_character_entered"), 2)),
})  # fmt: skip
IDS = many(string(255), 10**6)


def options_or_groups(shape: Shape, initial: Field) -> Check:
    name = "initial_options" if "max_selected_items" in shape else "initial_option"
    return both(
        fields({**shape, "options": may(many(OPTION, 100)), "option_groups": may(many(GROUP, 100)), name: initial}),
        at_least_one("options", "option_groups"),
    )


def boxes(name: str, initial: Field) -> Check:
    return fields({**COMMON, "options": must(many(option(150), 10)), name: initial})


ELEMENTS: dict[str, Check] = {
    "button": fields({
        "type": must(anything), "text": must(plain(75)), "action_id": ID, "url": may(string(3000)),
        "value": may(string(2000)), "style": may(one_of("primary", "danger")), "confirm": may(CONFIRM),
        "accessibility_label": may(string(75)), "agent_prompt": may(string(4000)),
    }),
    "static_select": options_or_groups(SELECT, may(OPTION)),
    "multi_static_select": options_or_groups(MULTI, may(many(OPTION, 100))),
    "external_select": fields({**SELECT, "initial_option": may(OPTION), "min_query_length": may(integer(0, 10**6))}),
    "multi_external_select": fields({
        **MULTI, "initial_options": may(many(OPTION, 100)), "min_query_length": may(integer(0, 10**6)),
    }),
    "users_select": fields({**SELECT, "initial_user": may(string(255))}),
    "multi_users_select": fields({**MULTI, "initial_users": may(IDS)}),
    "conversations_select": fields({
        **SELECT, **RESPONSE_URL, "initial_conversation": may(string(255)), "filter": may(FILTER),
        "default_to_current_conversation": may(boolean),
    }),
    "multi_conversations_select": fields({
        **MULTI, "initial_conversations": may(IDS), "filter": may(FILTER),
        "default_to_current_conversation": may(boolean),
    }),
    "channels_select": fields({**SELECT, **RESPONSE_URL, "initial_channel": may(string(255))}),
    "multi_channels_select": fields({**MULTI, "initial_channels": may(IDS)}),
    "overflow": fields({
        "type": must(anything), "action_id": ID, "options": must(many(option(150, "plain_text"), 5)),
        "confirm": may(CONFIRM),
    }),
    "datepicker": fields({**SELECT, "initial_date": may(string(10, 10))}),
    "timepicker": fields({**SELECT, "initial_time": may(string(5, 5)), "timezone": may(string(255))}),
    "datetimepicker": fields({**COMMON, "initial_date_time": may(integer(0, 10**10))}),
    "radio_buttons": boxes("initial_option", may(option(150))),
    "checkboxes": boxes("initial_options", may(many(option(150), 10))),
    "plain_text_input": fields({
        **SELECT, "initial_value": may(string(3000)), "multiline": may(boolean), "min_length": may(integer(0, 3000)),
        "max_length": may(integer(1, 3000)), "dispatch_action_config": may(DISPATCH),
    }),
    "number_input": fields({
        **SELECT, "is_decimal_allowed": must(boolean), "initial_value": may(string(255)), "min_value": may(string(255)),
        "max_value": may(string(255)), "dispatch_action_config": may(DISPATCH),
    }),
    "email_text_input": fields({
        **SELECT, "initial_value": may(string(3000)), "dispatch_action_config": may(DISPATCH),
    }),
    "url_text_input": fields({
        **SELECT, "initial_value": may(string(3000)), "dispatch_action_config": may(DISPATCH),
    }),
    "image": fields({
        "type": must(anything), "image_url": may(string(3000)), "slack_file": may(anything),
        "alt_text": must(string(2000, 1)),
    }),
    "mrkdwn": text(3000, "mrkdwn"),
    "plain_text": text(3000, "plain_text"),
}  # fmt: skip

PICKERS = frozenset(
    name for name in ELEMENTS if name.endswith("_select") or name in {"datepicker", "timepicker", "datetimepicker"}
)
CHOICES = frozenset({"radio_buttons", "checkboxes"})
INPUTS = PICKERS | CHOICES | {"plain_text_input", "number_input", "email_text_input", "url_text_input"}
SINGLE = frozenset(name for name in PICKERS if not name.startswith("multi_"))
ON_A_ROW = SINGLE | PICKERS | CHOICES | {"button", "overflow"}
AT_THE_SIDE = ON_A_ROW | {"image"}


def element(only: frozenset[str]) -> Check:
    return typed(ELEMENTS, only)
