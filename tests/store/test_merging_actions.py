"""Three copies of one business, worked in by everything that people do, end as one."""

import random
from pathlib import Path
from typing import Any

import pytest

from salesdesk.actions import (
    activities,
    clashes,
    contacts,
    deals,
    edits,
    handovers,
    leads,
    people,
    quotes,
    settings,
    targets,
)
from salesdesk.errors import UserError
from salesdesk.jobs import imports, merges
from salesdesk.model import lead_text
from salesdesk.queries import clashes as clash_queries
from salesdesk.queries import history
from salesdesk.queries import leads as lead_queries
from salesdesk.session import Session
from salesdesk.store import database, merging, shipments
from salesdesk.store.schema import RECORDS
from tests.store.copies import are_alike, pairs, with_two_more

CSV = "Name,Email,Town\nZoe Fair,zoe@example.com,Reading\nYan Fair,yan@example.com,Henley\n"
LINES = [{"words": "Doors", "quantity_milli": 2000, "unit_price": 150_00, "discount_percent": 0}]


def of(session: Session, chance: random.Random, table: str, where: str = "1") -> int:
    keys = [key for (key,) in session.db.rows(f"select id from {table} where {where} order by id")]
    if not keys:
        raise UserError("There is none.", "")
    return int(chance.choice(keys))


def a_lead(session: Session, chance: random.Random, folder: Path) -> None:
    word = f"w{chance.randrange(50)}"
    key = of(session, chance, "lead")
    match chance.randrange(12):
        case 0:
            session.do(leads.create, {"name": f"Ö{word}", "email": f"{word}@example.com"})
        case 1:
            session.do(leads.edit, key, {"name": word.upper(), "phone": f"0118 {word[1:]} 0142"})
        case 2:
            session.do(leads.edit, key, {"first_name": word, "town": word, "notes": word})
        case 3:
            session.do(leads.tick, key, chance.choice(["need", "budget", "timing"]), True, word)
        case 4:
            session.do(leads.qualify, key)
        case 5:
            reason = of(session, chance, "reason", "kind = 'disqualify'")
            session.do(leads.disqualify, key, reason, word)
        case 6:
            session.do(leads.nurture, key, "2099-01-01")
        case 7:
            session.do(leads.snooze, key, "2098-01-01")
        case 8:
            session.do(leads.reopen, key)
        case 9:
            session.do(leads.set_duplicate, key, of(session, chance, "lead"))
        case 10:
            session.do(*chance.choice([(leads.trash, key), (edits.bring_back, "lead", key)]))
        case _:
            session.do(leads.assign, key, of(session, chance, "person"))


def an_offer(session: Session, chance: random.Random, folder: Path) -> None:
    pending = "outcome = 'pending'"
    match chance.randrange(5):
        case 0 | 1:
            lead = of(session, chance, "lead", "trashed_at is null")
            for point in ("need", "budget", "timing", "authority"):
                session.do(leads.tick, lead, point, True)
            session.do(handovers.hand_over, lead, of(session, chance, "person"))
        case 2 | 3:
            session.do(handovers.accept, of(session, chance, "handover", pending))
        case _:
            reason = of(session, chance, "reason", "kind = 'return'")
            session.do(handovers.return_lead, of(session, chance, "handover", pending), reason)


def a_deal(session: Session, chance: random.Random, folder: Path) -> None:
    word = f"d{chance.randrange(50)}"
    key = of(session, chance, "deal")
    match chance.randrange(8):
        case 0:
            session.do(deals.create, {"title": word, "amount": chance.randrange(10**6)})
        case 1:
            session.do(deals.edit, key, {"title": word.upper(), "amount": chance.randrange(10**6)})
        case 2 | 3:
            session.do(deals.move, key, of(session, chance, "stage", "kind = 'open'"))
        case 4:
            session.do(deals.win, key, note=word)
        case 5:
            reason = of(session, chance, "reason", "kind = 'lost'")
            session.do(deals.lose, key, reason, word)
        case 6:
            session.do(deals.reopen, key)
        case _:
            session.do(quotes.write, key, LINES, tax_percent=20)


def the_rest(session: Session, chance: random.Random, folder: Path) -> None:
    word = f"c{chance.randrange(50)}"
    match chance.randrange(12):
        case 0:
            session.do(contacts.create, {"name": word, "email": f"{word}@example.com"})
        case 1:
            session.do(contacts.edit, of(session, chance, "contact"), {"name": "Ä" + word})
        case 2:
            session.do(
                contacts.merge, of(session, chance, "contact"), of(session, chance, "contact")
            )
        case 3:
            session.do(activities.log, "call", word, lead_id=of(session, chance, "lead"))
        case 4:
            session.do(activities.log, "call", word, deal_id=of(session, chance, "deal"))
        case 5:
            session.do(settings.change, {"tax_name": word, "business_address": word})
        case 6:
            session.do(targets.set_target, "revenue", "2026-10", None, chance.randrange(10**6))
        case 7:
            table = folder / f"{word}.csv"
            table.write_text(CSV.replace("Fair", word), encoding="utf-8")
            imports.import_file(session, table, "leads")
        case 8:
            values = {"subject": word, "kind": chance.choice(["note", "email"])}
            session.do(activities.edit, of(session, chance, "activity"), values)
        case 9:
            session.do(activities.trash, of(session, chance, "activity"))
        case _:
            found = session.read(clash_queries.differences)[:2]
            choices = [(d, chance.choice(["stands", "other", "both"])) for d in found]
            session.do(clashes.settle, choices)  # type: ignore[arg-type]


def back_and_forth(session: Session, chance: random.Random, folder: Path) -> None:
    if chance.random() < 0.6:
        session.undo()
    else:
        session.redo()


def send(source: Session, target: Session, chance: random.Random) -> None:
    lines = [shipments.to_line(s) for s in shipments.after(source.db.connection, {})]
    chance.shuffle(lines)
    merging.take_in(target.db, [shipments.from_line(line) for line in lines])


def make_sense(session: Session) -> None:
    """What follows from other fields is as it would be if one person had done it all."""
    for deal in session.db.dicts("select d.*, s.kind from deal d join stage s on s.id = stage_id"):
        assert (
            (deal["status"] == "open") == (deal["closed_on"] is None) == (deal["closed_at"] is None)
        )
        assert deal["kind"] == deal["status"]
        assert (deal["status"] == "lost") == (deal["reason_id"] is not None)
        assert deal["title_key"] == lead_text.name_key(deal["title"])
    for lead in session.db.dicts("select * from lead"):
        assert lead["fold"] == lead_text.search_fold(lead)
        assert lead["name_key"] == lead_text.name_key(lead["name"])
        assert (lead["status"] == "accepted") <= (lead["deal_id"] is not None)
        assert (lead["status"] == "duplicate") == (lead["duplicate_of"] is not None)
        assert (lead["status"] == "disqualified") <= (lead["reason_id"] is not None)
        assert (lead["email_key"] or None) == ((lead["email"] or "").lower() or None)
    for offer in session.db.dicts("select * from handover"):
        assert (offer["outcome"] == "pending") == (offer["answered_at"] is None)
    leads.refresh_scores(session.db)
    assert session.read(lead_queries.stale_scores) == []
    assert session.check() == []


def three(tmp_path: Path) -> list[Session]:
    """A business with some of everything, in three copies."""
    first = Session.create(tmp_path / "0.salesdesk", name="Three")
    first.do(people.add, "Ann")
    for number in range(4):
        first.do(leads.create, {"name": f"Lead {number}", "email": f"l{number}@example.com"})
        first.do(deals.create, {"title": f"Deal {number}", "amount": 100_00})
        first.do(contacts.create, {"name": f"Contact {number}"})
    return with_two_more(first, tmp_path)


def work(session: Session, chance: random.Random, folder: Path) -> None:
    what = [a_lead, a_lead, an_offer, a_deal, a_deal, the_rest, back_and_forth]
    try:
        chance.choice(what)(session, chance, folder)
    except UserError:
        return  # a colleague was quicker, or there is nothing of the kind


def send_all(copies: list[Session], chance: random.Random) -> None:
    for _ in range(2):
        for source, target in pairs(copies):
            send(source, target, chance)
    assert are_alike(copies)


def meant(session: Session) -> dict[str, Any]:
    """Every record, without bookkeeping, what follows by itself, and the notes of merges."""
    hidden = {"version", "updated_at", "updated_by", "score"}
    return {
        f"{table} {row['id']}": {name: v for name, v in row.items() if name not in hidden}
        for table in RECORDS
        if table != "import_run"
        for row in session.db.dicts(f"select * from {table}")
    }


def done_after(session: Session, change: int) -> list[tuple[str, str]]:
    """(record, field) of all that this seat did after a change, and that was not undone."""
    found = session.db.rows(
        "select e.table_name, e.row_id, f.key from change c join entry e on e.id between "
        "c.first_entry and c.last_entry join json_each(e.after) f where c.id > ? and "
        "c.id >> 32 = ? and c.kind = 'do' and c.undone_by is null "
        "and f.key not in ('score', 'read_at')",
        (change, session.db.seat),
    )
    return [(f"{table} {key}", field) for table, key, field in found]


@pytest.mark.parametrize("seed", range(6))
def test_a_merge_that_is_taken_back_loses_nothing_that_was_done_after_it(
    seed: int, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    copies = three(tmp_path)
    mine, other, _ = copies
    for _ in range(30):
        work(chance.choice([mine, other]), chance, tmp_path)
    before = meant(mine)
    assert not merges.merge(mine, other.path).nothing_new
    merged = meant(mine)
    marker = mine.read(history.to_undo)
    assert marker is not None and marker.words == "Merge a copy"
    mine.undo()
    assert meant(mine) == before
    mine.redo()
    assert meant(mine) == merged
    mine.undo()
    assert merges.merge(mine, other.path).again
    assert meant(mine) == merged
    mine.undo()
    mine.redo()
    assert meant(mine) == merged
    again = mine.read(history.to_undo)
    assert again is not None
    mine.undo_change(again.id)
    assert meant(mine) == before
    send_all(copies, chance)
    assert mine.check() == []
    for session in copies:
        session.close()


@pytest.mark.parametrize("seed", range(6))
def test_what_was_built_on_a_merge_stays_when_it_is_taken_back(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    copies = three(tmp_path)
    mine, other, _ = copies
    for _ in range(30):
        work(chance.choice([mine, other]), chance, tmp_path)
    merges.merge(mine, other.path)
    marker = mine.read(history.to_undo)
    assert marker is not None
    for _ in range(12):
        try:
            chance.choice([a_lead, an_offer, a_deal])(mine, chance, tmp_path)
        except UserError:
            continue
    kept, held = done_after(mine, marker.id), meant(mine)
    mine.undo_change(marker.id)
    now = meant(mine)
    for record, field in kept:
        assert now[record][field] == held[record][field], (record, field)
    send_all(copies, chance)
    for session in copies:
        make_sense(session)
        session.close()


@pytest.mark.parametrize("seed", range(6))
def test_everything_that_people_do_comes_together(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    monkeypatch.setattr(
        database.time, "time", lambda: 1_790_000_000 + chance.uniform(-90_000, 90_000)
    )
    copies = three(tmp_path)
    for _ in range(90):
        work(chance.choice(copies), chance, tmp_path)
        if chance.random() < 0.15:
            send(*chance.sample(copies, 2), chance)
    send_all(copies, chance)
    told = [session.read(clash_queries.count) for session in copies]
    assert told[0] == told[1] == told[2]
    for session in copies:
        make_sense(session)
        session.close()
