"""A challenge goes up the ladder, is answered, has an effect and is closed, each step logged."""

from collections.abc import Callable
from datetime import date

import pytest
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction

from cusp.web.accounts.models import Event, User
from cusp.web.common.entry_models import NeverChanged
from cusp.web.common.refusals import CannotChange, ChangedMeanwhile
from cusp.web.practice import challenge_log, challenges, reach
from cusp.web.practice.challenges import To, When
from cusp.web.practice.choices import Effect, Stage, Theme
from cusp.web.practice.models import Challenge, ChallengeStep, Child
from tests.web.practice.challenge_rows import RAISED, TODAY, child_in, ended, raised, when
from tests.web.practice.rows import NORTH, sees

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TO_HEAD = To(Stage.FORMAL, 3, name="Ben Okafor")


@pytest.fixture
def child() -> Child:
    return child_in(chair="Carla Dunn")


@pytest.fixture
def officer(person: Callable[..., User]) -> User:
    return sees(person, "carla", names=["Carla Dunn"])


def test_a_challenge_goes_from_informal_to_closed(child: Child, officer: User) -> None:
    row = raised(child, officer)
    assert (row.number, row.team, row.stage, row.due) == (1, NORTH, "informal", None)
    row = challenges.escalate(
        row, TO_HEAD, text="No answer.", when=when(officer, date(2026, 10, 12)), seen_version=1
    )
    # 20 working days from Monday 12 October; there is no bank holiday between.
    assert (row.formal_from, row.due) == (date(2026, 10, 12), date(2026, 11, 9))
    assert (row.level_name, row.manager) == ("Head of service", "Ben Okafor")
    row = challenges.answer(
        row, "A meeting is set.", when=when(officer, date(2026, 10, 19)), seen_version=2
    )
    row = challenges.record_effect(
        row, Effect.TOO_EARLY, "", when=when(officer, TODAY), seen_version=3
    )
    row = challenges.close(row, "", when=when(officer, TODAY), seen_version=4)
    assert (row.closed_on, row.effect) == (TODAY, "too early")
    row = challenges.record_effect(
        row, Effect.CHANGED, "She moved.", when=when(officer, TODAY), seen_version=5
    )
    assert row.effect == "changed"
    assert [step.kind for step in row.steps.all()] == [
        "raised", "escalated", "answered", "effect", "closed", "effect",
    ]  # fmt: skip
    assert challenge_log.standing_of(row).state == "closed"


def test_columns_say_what_the_steps_say(child: Child, officer: User) -> None:
    row = ended(raised(child, officer, to=TO_HEAD), officer, Effect.CHANGED)
    by_steps, stored = challenge_log.standing_of(row), challenge_log.stored_standing(row)
    for name in stored.__struct_fields__:
        if name not in ("last_on", "why_not_due"):
            assert getattr(stored, name) == getattr(by_steps, name)


def test_every_step_is_logged_without_its_words_or_the_childs_number(
    child: Child, officer: User
) -> None:
    ended(raised(child, officer), officer, Effect.CHANGED)
    events = Event.objects.filter(about="challenge 1").order_by("id")
    assert [e.action for e in events] == [
        "challenge: raised", "challenge: answered",
        "challenge: effect for the child recorded", "challenge: closed",
    ]  # fmt: skip
    for event in events:
        assert event.detail["child"] == child.ref
        assert "9212044" not in str(event.detail)
        assert "permanence" not in str(event.detail)


def test_the_second_of_two_people_is_told(child: Child, officer: User) -> None:
    row = raised(child, officer)
    challenges.answer(row, "Done.", when=when(officer), seen_version=1)
    with pytest.raises(ChangedMeanwhile) as refused:
        challenges.escalate(row, TO_HEAD, text="", when=when(officer, TODAY), seen_version=1)
    assert "Answered on 5 October 2026" in refused.value.theirs.latest
    assert ChallengeStep.objects.filter(kind="escalated").count() == 0


def test_closing_needs_an_answer_or_a_reason_and_an_effect(child: Child, officer: User) -> None:
    row = raised(child, officer)
    with pytest.raises(CannotChange, match="why it is closed without one"):
        challenges.close(row, " ", when=when(officer), seen_version=1, effect=Effect.NOTHING)
    with pytest.raises(CannotChange, match="what it changed"):
        challenges.close(row, "Raised twice.", when=when(officer), seen_version=1)
    done = challenges.close(
        row, "Raised twice.", when=when(officer), seen_version=1, effect=Effect.NOTHING
    )
    assert done.closed_on == RAISED


def test_a_refused_closure_leaves_no_effect_behind(child: Child, officer: User) -> None:
    row = ended(raised(child, officer), officer, Effect.TOO_EARLY)
    with pytest.raises(CannotChange, match="was closed"):
        challenges.close(
            row, "Again.", when=when(officer, TODAY), seen_version=row.row_version,
            effect=Effect.CHANGED, effect_text="She moved.",
        )  # fmt: skip
    row.refresh_from_db()
    assert row.effect == "too early"


def test_a_change_for_the_child_needs_words(child: Child, officer: User) -> None:
    row = raised(child, officer)
    with pytest.raises(CannotChange, match="Enter what changed"):
        challenges.record_effect(row, Effect.CHANGED, "", when=when(officer), seen_version=1)


def test_what_is_refused_when_it_is_raised(child: Child, officer: User) -> None:
    with pytest.raises(CannotChange, match="manager"):
        raised(child, officer, to=To(Stage.INFORMAL, 1))
    with pytest.raises(CannotChange, match="level"):
        raised(child, officer, to=To(Stage.INFORMAL, 6, name="A"))
    with pytest.raises(CannotChange, match="in the past"):
        challenges.raise_challenge(
            child, theme=Theme.PLAN, concern="It drifts.", to=TO_HEAD,
            when=When(date(2026, 12, 1), TODAY, officer),
        )  # fmt: skip
    assert not Challenge.objects.exists()


def test_who_may_do_what(child: Child, officer: User, person: Callable[..., User]) -> None:
    head = sees(person, "head", whole_service=True)
    manager = sees(person, "manager", teams=[NORTH])
    chair = sees(person, "chair", names=["Dee Hall"])
    other = sees(person, "other", names=["Eve Ito"])
    child.chairings.create(role="chair", name="Dee Hall")
    row = raised(child, officer, to=To(Stage.INFORMAL, 1, person=manager))

    def may(user: User) -> tuple[bool, bool, bool, bool]:
        reached = reach.reach_of(user)
        rights = challenges.rights_on(row, user, reached, on=TODAY)
        may_raise = challenges.may_raise(reached, child, on=TODAY)
        return may_raise, rights.leads, rights.answers, rights.cafcass

    assert may(officer) == (True, True, True, True)
    assert may(chair) == (True, True, True, False)  # Cafcass is for reviewing officers
    assert may(head) == (True, True, True, False)
    assert may(manager) == (False, False, True, False)
    assert may(other) == (False, False, False, False)


def test_a_head_it_was_put_to_does_not_close_it(
    child: Child, officer: User, person: Callable[..., User]
) -> None:
    head = sees(person, "head", whole_service=True)
    row = raised(child, officer, to=To(Stage.FORMAL, 3, person=head))
    rights = challenges.rights_on(row, head, reach.reach_of(head), on=TODAY)
    assert (rights.leads, rights.answers) == (False, True)
    assert row in reach.challenges_for(reach.Reached(), head, on=TODAY)


def test_the_head_of_the_service_sees_every_challenge(
    child: Child, officer: User, person: Callable[..., User]
) -> None:
    row = raised(child, officer)
    head = sees(person, "head", whole_service=True)
    assert row in reach.challenges_for(reach.reach_of(head), head, on=TODAY)


def test_a_person_and_the_database_keep_steps_as_they_are(child: Child, officer: User) -> None:
    step = raised(child, officer).steps.get()
    with pytest.raises(NeverChanged):
        step.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Challenge.objects.update(stage="shouted")


def test_the_councils_own_ladder(child: Child, officer: User, settings: LazySettings) -> None:
    settings.CHALLENGE_LEVELS = ["Practice lead", "Director"]
    assert raised(child, officer).level_name == "Practice lead"
    settings.CHALLENGE_LEVELS = ["Director", "director"]
    with pytest.raises(ImproperlyConfigured, match="CUSP_CHALLENGE_LEVELS: Give each level"):
        challenge_log.rules()
