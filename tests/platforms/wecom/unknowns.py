"""What nobody could confirm about WeCom: each may be switched, and xiaoban must live with both."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal


@dataclass(slots=True)
class Unknowns:
    # The app and its API
    same_token: bool = True  # a second gettoken gives the token that is still good
    old_token_lives: bool = True  # or a new token ends the one before it
    wrong_secrets_an_hour: int = 2000  # then the address is blocked for an hour
    untrusted_gettoken: bool = False  # gettoken too wants a trusted address
    long_text: Literal["refuse", "cut"] = "refuse"
    duplicate: Literal["same msgid", "new msgid", "refused"] = "same msgid"
    duplicate_code: int = 40058
    card_code: int = 40058  # what a card out of shape is refused with
    notice_wants_action: bool = True  # text_notice and news_notice must lead somewhere
    over_advice: Literal["show", "cut", "refuse"] = "show"  # texts longer than the advised length
    response_code_life: timedelta = timedelta(hours=72)  # 24 h in an older answer
    spent_code: int = 40058  # a response_code used twice or too late
    few_contact_fields: bool = False  # newly created apps see no mobile and no email
    list_id_forbidden: bool = True  # user/list_id wants the contacts' own secret
    appchat_person_times_an_hour: int = 150_000
    markdown_v2_bytes: int = 4096
    escapes_refused: bool = True  # 40033 for a body that holds \\uXXXX
    retries_keep_nonce: bool = False  # a callback sent again has the query it had before
    # The robot, either way
    fourth_message: Literal["dropped", "delivered"] = "dropped"  # of one person, while three are in progress
    flat_card_event: bool = False  # event_key beside eventtype, as the Node client's types have it
    hello_lasts: timedelta | None = None  # how long somebody's message allows pushes; None is for ever
    # The robot by WebSocket
    stream_life: timedelta = timedelta(minutes=6)  # or 10 minutes
    refreshes_count: bool = True  # every frame of a stream counts for 30 a minute
    stream_with_card: bool = False  # and msg_item, which the page both lists and excludes
    first_chunk: Literal[0, 1, "either"] = "either"
    gateway_wants_trusted_ip: bool = False
    closes_refused: bool = False  # the gateway hangs up on a refused subscription
    kick_code: int = 1000  # with which the kicked connection is closed
    silence: timedelta = timedelta(minutes=3)  # without a frame from us the connection is dropped
    subscribes_a_minute: int = 30
    redelivers: bool = False  # what nobody answered comes again after a reconnect, with the same msgid
    bad_req_id: int = 846605
    stream_over: int = 846608
    not_subscribed: int = 846609
