"""Settings, people, stages, reasons, channels and targets as a person changes them."""

import pytest

from salesdesk.actions import channels, people, reasons, settings, stages, targets
from salesdesk.errors import UserError
from salesdesk.queries import history
from salesdesk.queries import settings as queries
from salesdesk.session import Session
from tests.records import put


def deal(session: Session, stage_id: int, **values: object) -> int:
    return session.do(
        put,
        "deal",
        {
            "title": "Kitchen",
            "title_key": "kitchen",
            "stage_id": stage_id,
            "opened_on": "2026-10-01",
            "stage_since": "2026-10-01T09:00:00Z",
            **values,
        },
    )


def changes(session: Session) -> int:
    return int(session.db.value("select count(*) from change"))


def test_settings_come_typed_and_change_back_with_undo(session: Session) -> None:
    changed = session.do(
        settings.change,
        {"gross_margin": "38", "working_days": "5,1,2", "working_from": "8:30".zfill(5)},
    )
    assert sorted(changed) == ["gross_margin", "working_days", "working_from"]
    found = session.read(queries.settings)
    assert found.gross_margin == 38
    assert found.working_days == {1, 2, 5}
    assert found.working_from.isoformat("minutes") == "08:30"
    assert session.undo() == "Change settings"
    assert session.read(queries.settings).gross_margin is None


def test_settings_saved_untouched_write_nothing(session: Session) -> None:
    before = changes(session)
    found = session.read(queries.settings)
    assert (
        session.do(settings.change, {"business_name": found.business_name, "tax_name": "VAT"}) == []
    )
    assert changes(session) == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("business_name", "  "),
        ("currency", "pounds"),
        ("zone", "Europe/Reading"),
        ("gross_margin", "140"),
        ("gross_margin", "a lot"),
        ("working_from", "half nine"),
        ("working_days", ""),
        ("response_promise_hours", "0"),
        ("logo", "bm90IGEgcGljdHVyZQ=="),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_in_words(
    session: Session, name: str, value: str
) -> None:
    before = session.read(queries.settings)
    with pytest.raises(UserError) as told:
        session.do(settings.change, {name: value})
    assert told.value.title and told.value.hint
    assert session.read(queries.settings) == before


def test_a_working_day_ends_after_it_begins(session: Session) -> None:
    with pytest.raises(UserError, match="ends before it begins"):
        session.do(settings.change, {"working_from": "17:00", "working_to": "09:00"})


def test_a_new_person_gets_initials(session: Session) -> None:
    key = session.do(people.add, "Priya Shah", role="marketing", hourly_cost=2800)
    found = session.read(queries.person, key)
    assert found is not None and (found.initials, found.hourly_cost) == ("PS", 2800)
    with pytest.raises(UserError, match="already in the team"):
        session.do(people.add, "priya shah")


def test_who_leaves_hands_over_what_is_open_and_keeps_what_is_closed(session: Session) -> None:
    tom = session.do(people.add, "Tom Finch")
    ann = session.do(people.add, "Ann Bell")
    stage = session.read(queries.stages)[0].key
    open_deal = deal(session, stage, owner_id=tom)
    won = deal(session, stage, owner_id=tom, status="won", closed_owner_id=tom)
    with pytest.raises(UserError, match="still has 1 open"):
        session.do(people.retire, tom)
    session.do(people.retire, tom, ann)
    owners = dict(session.db.rows("select id, owner_id from deal"))
    assert owners == {open_deal: ann, won: tom}
    assert tom not in [p.key for p in session.read(queries.people)]
    session.undo()
    assert dict(session.db.rows("select id, owner_id from deal"))[open_deal] == tom
    assert tom in [p.key for p in session.read(queries.people)]


def test_i_cannot_remove_myself(session: Session) -> None:
    session.do(people.add, "Tom Finch")
    assert session.person_id is not None
    with pytest.raises(UserError, match="who you are"):
        session.do(people.retire, session.person_id)


def test_a_removed_stage_gives_its_deals_a_new_home(session: Session) -> None:
    first, second = session.read(queries.stages)[:2]
    key = deal(session, first.key)
    with pytest.raises(UserError, match="1 deal must leave"):
        session.do(stages.remove, first.key)
    assert session.do(stages.remove, first.key, second.key) == 1
    assert session.db.value("select stage_id from deal where id = ?", (key,)) == second.key
    event = session.db.row("select from_stage_id, to_stage_id from stage_event")
    assert event == (first.key, second.key)
    assert first.name not in [s.name for s in session.read(queries.stages)]
    session.undo()
    assert next(s.name for s in session.read(queries.stages)) == first.name
    assert session.db.value("select stage_id from deal where id = ?", (key,)) == first.key


def test_won_and_lost_stay_last_whatever_they_are_called(session: Session) -> None:
    before = session.read(queries.stages)
    won = next(s for s in before if s.kind == "won")
    session.do(stages.edit, won.key, {"name": "Gewonnen"})
    new = session.do(stages.add, won.pipeline_id, "Surveyed", probability=35)
    session.do(stages.reorder, [new] + [s.key for s in reversed(before)])
    kinds = [s.kind for s in session.read(queries.stages)]
    assert kinds == ["open"] * 6 + ["lost", "won"]
    assert session.read(queries.stages)[0].name == "Surveyed"
    with pytest.raises(UserError, match="where deals end"):
        session.do(stages.remove, won.key)


def test_reasons_are_renamed_ordered_and_switched_off(session: Session) -> None:
    key = session.do(reasons.add, "lost", "Moved away")
    assert session.read(queries.reasons, "lost")[-1].label == "Moved away"
    session.do(reasons.rename, key, "Moved house")
    session.do(reasons.reorder, [key, *(r.key for r in session.read(queries.reasons, "lost")[:-1])])
    assert session.read(queries.reasons, "lost")[0].label == "Moved house"
    session.do(reasons.set_used, key, False)
    assert key not in [r.key for r in session.read(queries.reasons, "lost")]
    assert key in [r.key for r in session.read(queries.reasons, "lost", False)]
    with pytest.raises(UserError, match="already in the list"):
        session.do(reasons.add, "lost", "moved HOUSE")


def test_channels_are_added_and_changed(session: Session) -> None:
    key = session.do(channels.add, "event", "Home & Garden Show")
    session.do(channels.edit, key, "advertising", "Parish magazine")
    found = session.read(queries.channels)[-1]
    assert (found.kind, found.name) == ("advertising", "Parish magazine")
    with pytest.raises(UserError, match="already a channel"):
        session.do(channels.add, "web", "parish magazine")


def test_a_target_is_set_once_and_changed(session: Session) -> None:
    key = session.do(targets.set_target, "revenue", "2026-10", None, 6_000_000)
    assert session.do(targets.set_target, "revenue", "2026-10", None, 6_400_000) == key
    assert [t.value for t in session.read(queries.targets, "2026-10")] == [6_400_000]
    session.do(targets.set_target, "revenue", "2026-10", None, None)
    assert session.read(queries.targets, "2026-10") == []
    with pytest.raises(UserError, match="not a period"):
        session.do(targets.set_target, "revenue", "October", None, 1)


def test_every_change_says_in_the_history_what_it_was(session: Session) -> None:
    session.do(people.add, "Priya Shah")
    last = session.read(history.to_undo)
    assert last is not None and (last.words, last.detail) == ("Add person", "Priya Shah")


def test_a_whole_page_of_a_list_is_saved_as_one_change(session: Session) -> None:
    before = changes(session)
    rows = [
        {"key": c.key, "kind": c.kind, "name": c.name, "active": c.active}
        for c in session.read(queries.channels)
    ]
    session.do(channels.save, rows)
    assert changes(session) == before
    rows[0]["name"] = "Print adverts"
    rows[1]["active"] = False
    rows.insert(0, {"key": None, "kind": "event", "name": "Fair", "active": True})
    session.do(channels.save, rows)
    assert changes(session) == before + 1
    assert [c.name for c in session.read(queries.channels)][:2] == ["Fair", "Print adverts"]
    assert len(session.read(queries.channels)) == len(rows) - 1


def test_a_list_of_reasons_can_be_replaced_whole(session: Session) -> None:
    rows = [
        {"key": r.key, "kind": "won", "label": r.label, "active": False}
        for r in session.read(queries.reasons, "won")
    ]
    with pytest.raises(UserError, match="last reason"):
        session.do(reasons.save, rows)
    rows.append({"key": None, "kind": "won", "label": "Liked us", "active": True})
    session.do(reasons.save, rows)
    assert [r.label for r in session.read(queries.reasons, "won")] == ["Liked us"]


def test_the_pipeline_is_saved_as_one_change(session: Session) -> None:
    there = session.read(queries.stages)
    key = deal(session, there[0].key)
    before = changes(session)
    rows: list[dict[str, object]] = [
        {
            "key": s.key,
            "name": s.name,
            "probability": s.probability,
            "quiet_days": s.quiet_days,
            "exit_criteria": s.exit_criteria,
        }
        for s in there
    ]
    session.do(stages.save, there[0].pipeline_id, rows, {})
    assert changes(session) == before
    rows[1]["probability"] = 30
    rows.insert(
        1, {"key": None, "name": "Seen", "probability": 40, "quiet_days": 9, "exit_criteria": None}
    )
    session.do(stages.save, there[0].pipeline_id, rows[1:], {there[0].key: there[1].key})
    assert changes(session) == before + 1
    assert [s.name for s in session.read(queries.stages)][:2] == ["Seen", there[1].name]
    assert session.db.value("select stage_id from deal where id = ?", (key,)) == there[1].key


def test_the_team_and_its_targets_are_saved_each_as_one_change(session: Session) -> None:
    me = session.read(queries.people)[0]
    tom = session.do(people.add, "Tom Finch")
    rows = [
        {"key": me.key, "name": "Hannah Marlow", "initials": "HM", "role": "owner"},
        {"key": None, "name": "Priya Shah", "role": "marketing", "hourly_cost": 2800},
    ]
    session.do(people.save, rows, {tom: None})
    assert [p.name for p in session.read(queries.people)] == ["Hannah Marlow", "Priya Shah"]
    session.do(targets.save, "2026-10", {("revenue", None): 6_400_000, ("leads", me.key): 40})
    assert len(session.read(queries.targets, "2026-10")) == 2
    assert session.undo() == "Set targets"
    assert session.undo() == "Change people"
    assert [p.name for p in session.read(queries.people)] == [me.name, "Tom Finch"]
