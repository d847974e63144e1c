"""The whole life of an item as a table: every state, every deed, every part a person can have in it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.people import Person, Role
from bot.domain.procedure import PROCEDURE, Deed, Hand, Part, State, must_be_allowed_to_assign
from bot.domain.supervision import Extension, Origin, Slip, SupervisionItem
from bot.errors import NotAllowed, UserError

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
LATER = NOW + timedelta(days=10)
STILL_LATER = NOW + timedelta(days=20)

WANG = Person(1, "王芳", "教务处")
ITEM = SupervisionItem(
    id=7, year=2026, number=15, title="年度总结", due_at=LATER, supervisor_id=2, lead_id=WANG.id, unit="教务处",
    chat_id=1, language="zh", origin=Origin("督办年度总结", "赵敏", "学院工作群", NOW), assigned_at=NOW, moved_at=NOW,
    first_due_at=LATER, co_owners=(3,), extension=Extension(STILL_LATER, "数据没到", NOW), resumes_as=State.ACCEPTED,
)  # fmt: skip
OTHER = replace(ITEM, id=8, number=12, state=State.ACCEPTED)

HANDS = {
    Part.SUPERVISOR: Hand(Person(2, "李敏", "后勤处")),
    Part.LEAD: Hand(WANG),
    Part.CO_OWNER: Hand(Person(3, "李强", "后勤处")),
    Part.CLERK: Hand(Person(4, "赵敏", "学院办公室", Role.SECRETARY)),
    Part.HEAD: Hand(Person(5, "陈处", "教务处", Role.LEADER)),
    Part.LEADER: Hand(Person(6, "吴处", "后勤处", Role.LEADER)),
    Part.COLLEAGUE: Hand(Person(7, "陈静", "教务处")),
    Part.OUTSIDER: Hand(Person(8, "何军", "财务处")),
}

STATES = """
deed       assigned    refused   accepted    in_progress submitted   in_review   suspended closed withdrawn merged
accept     accepted    -         -           -           -           -           -         -      -         -
refuse     refused     -         -           -           -           -           -         -      -         -
report     in_progress -         in_progress in_progress -           -           -         -      -         -
submit     submitted   -         submitted   submitted   -           -           -         -      -         -
close      closed      -         closed      closed      closed      -           -         -      -         -
confirm    -           -         -           -           -           closed      -         -      -         -
send_back  -           -         -           -           in_progress in_progress -         -      -         -
extend     -           -         accepted    in_progress -           -           -         -      -         -
grant      -           -         accepted    in_progress -           -           -         -      -         -
deny       -           -         accepted    in_progress -           -           -         -      -         -
suspend    suspended   suspended suspended   suspended   -           -           -         -      -         -
resume     -           -         -           -           -           -           accepted  -      -         -
withdraw   withdrawn   withdrawn withdrawn   withdrawn   withdrawn   withdrawn   withdrawn -      -         -
amend      assigned    refused   accepted    in_progress -           -           suspended -      -         -
reassign   assigned    assigned  assigned    assigned    -           -           assigned  -      -         -
merge      merged      merged    merged      merged      -           -           merged    -      -         -
split      assigned    -         accepted    in_progress -           -           -         -      -         -
adopt      assigned    -         accepted    in_progress -           -           -         -      -         -
nudge      assigned    -         accepted    in_progress -           -           -         -      -         -
escalate   assigned    refused   accepted    in_progress -           -           -         -      -         -
see        assigned    refused   accepted    in_progress submitted   in_review   suspended closed withdrawn merged
"""
"""In which state a deed leaves an item, by the state in which it finds it; a stroke where it is refused."""

PARTS = """
deed       supervisor lead co_owner clerk head leader colleague outsider
accept     -          yes  -        -     -    -      -         -
refuse     -          yes  -        -     -    -      -         -
report     -          yes  yes      -     -    -      -         -
submit     -          yes  -        -     -    -      -         -
close      yes        -    -        yes   -    -      -         -
confirm    -          -    -        -     yes  yes    -         -
send_back  yes        -    -        yes   yes  yes    -         -
extend     -          yes  -        -     -    -      -         -
grant      yes        -    -        yes   -    -      -         -
deny       yes        -    -        yes   -    -      -         -
suspend    yes        -    -        yes   -    -      -         -
resume     yes        -    -        yes   -    -      -         -
withdraw   yes        -    -        yes   -    -      -         -
amend      yes        -    -        yes   -    -      -         -
reassign   yes        -    -        yes   -    -      -         -
merge      yes        -    -        yes   -    -      -         -
split      yes        yes  -        yes   -    -      -         -
adopt      yes        -    -        yes   -    -      -         -
nudge      yes        -    -        yes   yes  yes    -         -
escalate   yes        -    -        yes   -    -      -         -
see        yes        yes  yes      yes   yes  yes    yes       -
"""
"""Whose a deed is."""


def table(text: str) -> dict[tuple[str, str], str]:
    head, *rows = (line.split() for line in text.strip().splitlines())
    return {(row[0], column): cell for row in rows for column, cell in zip(head[1:], row[1:], strict=True)}


BY_STATE, BY_PART = table(STATES), table(PARTS)

Do = Callable[[SupervisionItem, Hand], SupervisionItem]


def just(deed: Deed) -> Do:
    """Deeds that change nothing about the item itself."""

    def do(item: SupervisionItem, hand: Hand) -> SupervisionItem:
        item.must(deed, hand)
        return item

    return do


DO: dict[Deed, Do] = {
    Deed.ACCEPT: lambda item, hand: item.accepted(hand, NOW),
    Deed.REFUSE: lambda item, hand: item.refused(hand, "不归我们管", NOW),
    Deed.REPORT: lambda item, hand: item.reported(hand, "初稿完成", NOW),
    Deed.SUBMIT: lambda item, hand: item.submitted(hand, "已发群里", 0, NOW),
    Deed.CLOSE: lambda item, hand: item.closed(hand, "电话核实", 0, NOW),
    Deed.CONFIRM: lambda item, hand: item.confirmed(hand, NOW),
    Deed.SEND_BACK: lambda item, hand: item.sent_back_for(hand, "缺附件", NOW),
    Deed.EXTEND: lambda item, hand: replace(item, extension=None).extension_asked(hand, STILL_LATER, "缺数据", NOW),
    Deed.GRANT: lambda item, hand: item.granted(hand, NOW),
    Deed.DENY: lambda item, hand: item.denied(hand),
    Deed.SUSPEND: lambda item, hand: item.suspended(hand, "等文件"),
    Deed.RESUME: lambda item, hand: item.resumed(hand, NOW),
    Deed.WITHDRAW: lambda item, hand: item.withdrawn(hand, "重复", NOW),
    Deed.AMEND: lambda item, hand: item.amended(hand, "写错了", NOW, title="年终总结"),
    Deed.REASSIGN: lambda item, hand: item.reassigned(hand, Person(9, "周杰", "后勤处"), "调岗", NOW),
    Deed.MERGE: lambda item, hand: item.merged(hand, OTHER, 0, NOW),
    Deed.SPLIT: just(Deed.SPLIT),
    Deed.ADOPT: lambda item, hand: item.adopted(hand, OTHER, (OTHER.id,), NOW),
    Deed.NUDGE: just(Deed.NUDGE),
    Deed.ESCALATE: lambda item, hand: item.slipped(hand, Slip.RED),
    Deed.SEE: just(Deed.SEE),
}
ALL = [(state, deed, part) for state in State for deed in Deed for part in Part]


def in_state(state: State) -> SupervisionItem:
    return replace(ITEM, state=state)


def test_the_tables_know_every_deed_state_and_part() -> None:
    assert set(BY_STATE) == {(deed, state) for deed in Deed for state in State}
    assert set(BY_PART) == {(deed, part) for deed in Deed for part in Part}
    assert set(DO) == set(Deed) == set(PROCEDURE)


@pytest.mark.parametrize(("state", "deed", "part"), ALL, ids=lambda one: one.value)
def test_every_deed_is_done_or_refused_with_its_sentence(state: State, deed: Deed, part: Part) -> None:
    item, hand = in_state(state), HANDS[part]
    assert item.parts_of(hand) - {Part.COLLEAGUE} == {part} - {Part.COLLEAGUE}
    after = BY_STATE[deed, state]
    if BY_PART[deed, part] != "yes":
        with pytest.raises(NotAllowed) as refused:
            DO[deed](item, hand)
        assert refused.value.key.startswith(("supervision.only_", "supervision.not_for_you"))
        assert not item.can(deed, hand)
    elif after == "-":
        with pytest.raises(UserError) as fault:
            DO[deed](item, hand)
        assert fault.value.key == f"supervision.while_{state}"
        assert not item.can(deed, hand)
    elif (deed, state, part) in {
        (Deed.SEND_BACK, State.SUBMITTED, Part.HEAD),
        (Deed.SEND_BACK, State.SUBMITTED, Part.LEADER),
    }:
        with pytest.raises(NotAllowed, match="only_supervisor"):
            DO[deed](item, hand)
    elif (deed, state, part) == (Deed.REPORT, State.ASSIGNED, Part.CO_OWNER):
        assert DO[deed](item, hand).state is State.ASSIGNED  # signs for nobody
    else:
        assert DO[deed](item, hand).state == after
        assert item.can(deed, hand)


def test_a_deputy_has_the_part_of_whom_they_stand_in_for() -> None:
    deputy = Hand(Person(9, "周杰", "学生处"), instead_of=frozenset({WANG.id}))
    assert ITEM.parts_of(deputy) == {Part.LEAD}
    assert ITEM.accepted(deputy, NOW).state is State.ACCEPTED


def test_a_secretary_is_not_the_clerk_of_her_own_item() -> None:
    hers = replace(ITEM, lead_id=4, state=State.SUBMITTED)
    with pytest.raises(NotAllowed):
        hers.closed(HANDS[Part.CLERK], "", 0, NOW)


def test_a_leader_has_not_the_last_word_on_his_own_item() -> None:
    his = replace(ITEM, lead_id=5, state=State.IN_REVIEW)
    with pytest.raises(NotAllowed):
        his.confirmed(HANDS[Part.HEAD], NOW)
    deputy = Hand(HANDS[Part.CLERK].person, instead_of=frozenset({WANG.id}))
    with pytest.raises(NotAllowed):
        in_state(State.SUBMITTED).closed(deputy, "", 0, NOW)


@pytest.mark.parametrize("deed", [Deed.REFUSE, Deed.SEND_BACK, Deed.SUSPEND, Deed.WITHDRAW])
def test_what_others_must_be_told_needs_a_reason(deed: Deed) -> None:
    wordless: dict[Deed, Callable[[], SupervisionItem]] = {
        Deed.REFUSE: lambda: ITEM.refused(HANDS[Part.LEAD], " ", NOW),
        Deed.SEND_BACK: lambda: in_state(State.SUBMITTED).sent_back_for(HANDS[Part.CLERK], "", NOW),
        Deed.SUSPEND: lambda: ITEM.suspended(HANDS[Part.CLERK], ""),
        Deed.WITHDRAW: lambda: ITEM.withdrawn(HANDS[Part.CLERK], "", NOW),
    }
    with pytest.raises(UserError, match="reason_wanted"):
        wordless[deed]()


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(UserError) as fault:
        act()
    return fault.value.key


def test_more_time_is_asked_once_before_it_is_due_and_for_a_later_day() -> None:
    lead, working = HANDS[Part.LEAD], replace(in_state(State.IN_PROGRESS), extension=None)
    assert refusal(lambda: working.extension_asked(lead, LATER, "x", NOW)) == "supervision.extend_not_later"
    assert refusal(lambda: working.extension_asked(lead, STILL_LATER, "x", LATER)) == "supervision.extend_too_late"
    asked = working.extension_asked(lead, STILL_LATER, "缺数据", NOW)
    assert refusal(lambda: asked.extension_asked(lead, STILL_LATER, "x", NOW)) == "supervision.extend_twice"
    granted = asked.granted(HANDS[Part.SUPERVISOR], NOW)
    assert (granted.due_at, granted.first_due_at, granted.extended, granted.extension) == (STILL_LATER, LATER, 1, None)
    assert refusal(lambda: granted.denied(HANDS[Part.SUPERVISOR])) == "supervision.no_extension"


def test_a_parent_ends_only_after_its_parts() -> None:
    working = in_state(State.IN_PROGRESS)
    assert refusal(lambda: working.submitted(HANDS[Part.LEAD], "", 2, NOW)) == "supervision.parts_open"
    assert refusal(lambda: working.closed(HANDS[Part.CLERK], "好", 1, NOW)) == "supervision.parts_open"
    assert refusal(lambda: working.merged(HANDS[Part.CLERK], OTHER, 1, NOW)) == "supervision.parts_open"


def test_parts_do_not_go_round_in_a_circle() -> None:
    above = (OTHER.id, ITEM.id)
    assert refusal(lambda: in_state(State.ACCEPTED).adopted(HANDS[Part.CLERK], OTHER, above, NOW)) == (
        "supervision.part_of_itself"
    )
    assert refusal(lambda: replace(OTHER, parent_id=3).adopted(HANDS[Part.CLERK], ITEM, (ITEM.id,), NOW)) == (
        "supervision.part_already"
    )


def test_evidence_is_wanted_where_the_standard_asks_for_it() -> None:
    working = replace(in_state(State.IN_PROGRESS), standard="通过验收，附照片")
    assert refusal(lambda: working.submitted(HANDS[Part.LEAD], "", 0, NOW)) == "supervision.evidence_wanted"
    assert working.submitted(HANDS[Part.LEAD], "照片已发群里", 0, NOW).progress == "照片已发群里"


def test_closing_without_a_submission_says_on_what_it_rests() -> None:
    assert (
        refusal(lambda: in_state(State.ACCEPTED).closed(HANDS[Part.CLERK], "", 0, NOW)) == "supervision.close_on_what"
    )
    assert in_state(State.SUBMITTED).closed(HANDS[Part.CLERK], "", 0, NOW).ended_at == NOW


def test_the_second_level_has_the_last_word() -> None:
    submitted = in_state(State.SUBMITTED)
    waiting = submitted.closed(HANDS[Part.CLERK], "", 0, NOW, second_level=True)
    assert waiting.state is State.IN_REVIEW
    assert waiting.confirmed(HANDS[Part.LEADER], NOW).state is State.CLOSED
    chief = Hand(Person(2, "李敏", "后勤处", Role.LEADER))
    assert submitted.closed(chief, "", 0, NOW, second_level=True).state is State.CLOSED


def test_the_other_lead_signs_anew_and_is_no_co_owner() -> None:
    after = in_state(State.IN_PROGRESS).reassigned(HANDS[Part.CLERK], Person(3, "李强", "后勤处"), "调岗", NOW)
    assert (after.state, after.lead_id, after.co_owners, after.unit) == (State.ASSIGNED, 3, (), "后勤处")
    assert refusal(lambda: ITEM.reassigned(HANDS[Part.CLERK], WANG, "x", NOW)) == "supervision.same_lead"


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"title": ""}, "supervision.no_title"),
        ({"title": "长" * 121}, "supervision.title_too_long"),
        ({"standard": "长" * 10_000}, "supervision.standard_too_long"),
        ({"co_owners": (WANG.id,)}, "supervision.lead_is_co_owner"),
        ({"due_at": NOW}, "supervision.due_past"),
        ({"title": ITEM.title}, "supervision.nothing_amended"),
    ],
)
def test_nothing_impossible_is_amended(change: dict[str, object], key: str) -> None:
    assert refusal(lambda: ITEM.amended(HANDS[Part.CLERK], "写错了", NOW, **change)) == key


@pytest.mark.parametrize(
    ("by", "lead", "may"),
    [
        (Part.CLERK, Person(9, "周杰", "学生处"), True),
        (Part.LEADER, Person(9, "周杰", "学生处"), True),
        (Part.COLLEAGUE, WANG, True),
        (Part.OUTSIDER, WANG, False),
        (Part.OUTSIDER, HANDS[Part.OUTSIDER].person, True),
    ],
)
def test_members_hand_things_to_their_own_unit_only(by: Part, lead: Person, may: bool) -> None:
    if may:
        must_be_allowed_to_assign(HANDS[by], lead)
    else:
        with pytest.raises(NotAllowed, match="only_own_unit"):
            must_be_allowed_to_assign(HANDS[by], lead)


def test_a_supervisor_who_is_not_in_charge_gives_it_on_within_the_own_unit_or_to_those_who_help() -> None:
    item, hand = in_state(State.IN_PROGRESS), HANDS[Part.SUPERVISOR]
    with pytest.raises(NotAllowed, match="only_own_unit"):
        item.reassigned(hand, Person(9, "周杰", "学生处"), "调岗", NOW)
    helping = replace(item, co_owners=(9,))
    assert helping.reassigned(hand, Person(9, "周杰", "学生处"), "调岗", NOW).lead_id == 9


def test_nothing_is_due_when_calendars_have_ended() -> None:
    far = datetime.max.replace(tzinfo=UTC)
    with pytest.raises(UserError, match="due_too_far"):
        replace(ITEM, due_at=far).checked()
    with pytest.raises(UserError, match="due_too_far"):
        in_state(State.ACCEPTED).amended(HANDS[Part.CLERK], "不急", NOW, due_at=far)
    asked = replace(in_state(State.ACCEPTED), extension=None)
    with pytest.raises(UserError, match="due_too_far"):
        asked.extension_asked(HANDS[Part.LEAD], far, "不急", NOW)
    with pytest.raises(UserError, match="due_too_far"):
        in_state(State.ACCEPTED).granted(HANDS[Part.CLERK], NOW, far)
