"""Two files that went separate ways come together by File, Merge, and Undo takes it back."""

import gzip
import random
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from salesdesk.actions import activities, contacts, deals, leads, people, quotes
from salesdesk.errors import UserError
from salesdesk.jobs import merges
from salesdesk.queries import contacts as contact_queries
from salesdesk.queries import history
from salesdesk.queries import leads as lead_queries
from salesdesk.session import Session
from salesdesk.store.schema import RECORDS

VERSION_1 = Path(__file__).parents[1] / "store" / "version-1.salesdesk.gz"
Pair = tuple[Session, Path]


def everything(session: Session) -> dict[str, list[Any]]:
    """Every record, without bookkeeping and without the notes of merges."""
    found = {}
    for table in RECORDS:
        rows = session.db.dicts(f"select * from {table} order by id")
        hidden = ("version", "updated_at", "updated_by", "score")
        found[table] = [{k: v for k, v in row.items() if k not in hidden} for row in rows]
    del found["import_run"]
    return found


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    """Acme, open, with a lead and two deals; and the path of a copy of it that nobody has open."""
    with Session.create(tmp_path / "Acme.salesdesk", name="Acme") as mine:
        mine.do(people.add, "Ann")
        mine.do(leads.create, {"name": "Eleanor", "town": "Reading"})
        for title in ("Kitchen", "Larder"):
            mine.do(deals.create, {"title": title, "amount": 100_00})
        copy = tmp_path / "fair" / "Acme.salesdesk"
        copy.parent.mkdir()
        mine.save_copy(copy)
        yield mine, copy


def at_the_fair(copy: Path, name: str = "Ann") -> Session:
    session = Session.open(copy)
    session.i_am(session.db.value("select id from person where name = ?", (name,)))
    return session


def key(session: Session, table: str) -> int:
    """Of Eleanor, or of the kitchen."""
    name = "name = 'Eleanor'" if table == "lead" else "title = 'Kitchen'"
    return int(session.db.value(f"select id from {table} where {name}"))


def lead(session: Session) -> dict[str, Any]:
    return session.db.dicts("select * from lead where name = 'Eleanor'")[0]


def test_a_merge_is_told_before_done_and_taken_back_in_one_step(pair: Pair) -> None:
    mine, copy = pair
    with at_the_fair(copy) as ann:
        ann.do(leads.edit, key(ann, "lead"), {"town": "Henley", "notes": "met at the fair"})
        ann.do(leads.create, {"name": "Gemma"})
        ann.do(deals.edit, key(ann, "deal"), {"amount": 200_00})
    mine.do(leads.edit, key(mine, "lead"), {"town": "Woodley"})
    before = everything(mine)
    told = merges.preview(mine, copy)
    assert "Ann" in told.words() and "2 leads and 1 deal" in told.words()
    assert "1 field differs" in told.words()
    assert everything(mine) == before
    outcome = merges.merge(mine, copy)
    assert outcome.changes == 3
    assert len(outcome.clashes) == 1
    assert {path.exists() for path in outcome.backups} == {True}
    assert lead(mine)["notes"] == "met at the fair"
    assert lead(mine)["town"] == "Woodley"
    assert mine.db.value("select amount from deal where title = 'Kitchen'") == 200_00
    merged = everything(mine)
    assert mine.undo() is not None
    assert everything(mine) == before
    assert mine.redo() is not None
    assert everything(mine) == merged
    assert mine.undo() is not None
    assert everything(mine) == before
    assert mine.check() == []


def test_one_person_who_worked_in_both_is_told_where(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, copy = pair
    mine.i_am(mine.db.value("select id from person where name = 'Ann'"))
    with at_the_fair(copy) as ann:
        for words in ("Rang", "Rang again"):
            ann.do(activities.log, "call", words)
    mine.do(activities.log, "call", "Rang back")
    told = merges.preview(mine, copy)
    assert told.lines() == ["You changed 2 activities in the copy.", "You changed 1 activity here."]
    assert told.words() == "You changed 2 activities in the copy, you 1 here, no field differs."
    monkeypatch.setattr("platform.node", lambda: "another-pc")
    assert merges.preview(mine, copy).lines()[0].startswith("You on ")


def test_many_people_are_told_shortly(pair: Pair) -> None:
    mine, copy = pair
    with at_the_fair(copy) as ann:
        ann.do(deals.edit, key(ann, "deal"), {"amount": 200_00})
    mine.do(deals.edit, key(mine, "deal"), {"title": "Kitchen and larder"})
    me = mine.db.value("select p.name from person p where id = ?", (mine.person_id,))
    assert me != "Ann"
    told = merges.preview(mine, copy)
    assert told.words() == "Ann changed 1 deal, you 1, no field differs."


def test_what_was_done_after_a_merge_stays_when_it_is_taken_back(pair: Pair) -> None:
    mine, copy = pair
    with at_the_fair(copy) as ann:
        ann.do(leads.edit, key(ann, "lead"), {"town": "Henley"})
        new = ann.do(leads.create, {"name": "Gemma"})
        other = ann.do(leads.create, {"name": "Harry"})
    merges.merge(mine, copy)
    marker = mine.read(history.to_undo)
    assert marker is not None
    mine.do(leads.edit, key(mine, "lead"), {"phone": "0118 496 0142"})
    mine.do(leads.edit, new, {"notes": "rang"})
    mine.undo_change(marker.id)
    assert (lead(mine)["town"], lead(mine)["phone"]) == ("Reading", "0118 496 0142")
    found = dict(mine.db.rows("select id, notes from lead"))
    assert found[new] == "rang"
    assert other not in found


def test_a_merge_that_was_taken_back_can_be_done_again(pair: Pair) -> None:
    mine, copy = pair
    with at_the_fair(copy) as ann:
        ann.do(leads.edit, key(ann, "lead"), {"town": "Henley"})
    merges.merge(mine, copy)
    merged = everything(mine)
    mine.undo()
    told = merges.preview(mine, copy)
    assert not told.nothing_new and "merged before" in told.words()
    assert merges.merge(mine, copy).again
    assert everything(mine) == merged
    assert merges.preview(mine, copy).nothing_new
    mine.undo()
    assert lead(mine)["town"] == "Reading"
    assert not merges.preview(mine, copy).nothing_new


def test_a_file_is_not_merged_into_itself(pair: Pair) -> None:
    mine, _ = pair
    for begin in (merges.preview, merges.merge):
        with pytest.raises(UserError, match=r"Acme.salesdesk is this file itself. Choose another"):
            begin(mine, mine.path)


def test_a_copy_without_changes_is_nothing_new(pair: Pair) -> None:
    mine, copy = pair
    assert merges.preview(mine, copy).nothing_new
    assert "Nothing new" in merges.merge(mine, copy).words()
    with at_the_fair(copy) as ann:
        ann.do(leads.create, {"name": "Gemma"})
    merges.merge(mine, copy)
    assert merges.preview(mine, copy).nothing_new


def test_the_other_file_is_only_read(pair: Pair) -> None:
    mine, copy = pair
    with at_the_fair(copy) as ann:
        ann.do(leads.create, {"name": "Gemma"})
    before = copy.read_bytes()
    copy.chmod(0o444)
    merges.merge(mine, copy)
    assert copy.read_bytes() == before


def test_another_business_is_refused_with_what_to_do_instead(pair: Pair, tmp_path: Path) -> None:
    mine, _ = pair
    Session.create(tmp_path / "Beta.salesdesk", name="Beta Ltd").close()
    with pytest.raises(UserError, match=r"Beta Ltd.*not a copy.*Import"):
        merges.preview(mine, tmp_path / "Beta.salesdesk")


def test_what_is_no_copy_is_refused_in_words(pair: Pair, tmp_path: Path) -> None:
    mine, copy = pair
    newer = tmp_path / "newer.salesdesk"
    shutil.copy(copy, newer)
    with sqlite3.connect(newer) as connection:
        connection.execute("pragma user_version = 99")
    connection.close()
    damaged = tmp_path / "damaged.salesdesk"
    raw = bytearray(copy.read_bytes())
    for at in range(5 * 16384, len(raw), 997):
        raw[at] ^= 0xFF
    damaged.write_bytes(raw)
    (tmp_path / "text.salesdesk").write_text("Hello")
    for name in ("newer", "damaged", "text", "missing"):
        with pytest.raises(UserError):
            merges.merge(mine, tmp_path / f"{name}.salesdesk")
    standing = mine.read(history.to_undo)
    assert standing is not None and standing.words == "New deal"


def test_what_another_program_wrote_into_either_comes_along_once(pair: Pair) -> None:
    mine, copy = pair
    connection = sqlite3.connect(copy)
    connection.execute("update lead set town = 'Henley'")
    connection.commit()
    connection.close()
    mine.db.connection.execute("update lead set phone = '7'")
    told = merges.preview(mine, copy)
    assert "Another program" in told.words()
    merges.merge(mine, copy)
    assert (lead(mine)["town"], lead(mine)["phone"]) == ("Henley", "7")
    assert merges.preview(mine, copy).nothing_new


@pytest.mark.parametrize("last", ["Reading", "Backing up", "Merging", "Saving"])
def test_a_merge_can_be_stopped_until_it_is_saved(pair: Pair, last: str) -> None:
    mine, copy = pair
    with at_the_fair(copy) as ann:
        ann.do(leads.create, {"name": "Gemma"})
    before, heard = everything(mine), list[str]()

    def progress(words: str) -> bool:
        heard.append(words)
        return not words.startswith(last)

    with pytest.raises(merges.Cancelled):
        merges.merge(mine, copy, progress)
    assert heard[-1].startswith(last)
    assert everything(mine) == before
    assert mine.read(history.latest)[0].words != "Merge a copy"
    assert merges.merge(mine, copy).changes == 1


def test_a_merge_that_dies_at_any_point_is_whole_or_was_never_begun(
    pair: Pair, tmp_path: Path
) -> None:
    mine, copy = pair
    with at_the_fair(copy) as ann:
        for number in range(40):
            ann.do(leads.create, {"name": f"Visitor {number}", "notes": "met " * 500})
        ann.do(leads.edit, key(ann, "lead"), {"town": "Henley"})
    before = everything(mine)
    pictures: list[Path] = []

    def look(statement: str) -> None:
        if len(pictures) < 400 and not statement.startswith("--"):
            pictures.append(tmp_path / f"dead{len(pictures)}" / "Acme.salesdesk")
            pictures[-1].parent.mkdir()
            for ending in ("", "-journal"):
                left = mine.path.with_name(mine.path.name + ending)
                if left.exists():
                    shutil.copyfile(left, pictures[-1].with_name(left.name))

    # with no room in memory, what is half done stands in the file itself
    mine.db.connection.execute("pragma cache_size = 1")
    mine.db.connection.set_trace_callback(look)
    merges.merge(mine, copy)
    mine.db.connection.set_trace_callback(None)
    after = everything(mine)
    assert len(pictures) > 100
    for path in pictures[:: len(pictures) // 20]:
        with Session.open(path) as dead:
            noted = dead.read(history.latest)[0].words == "Merge a copy"
            assert everything(dead) == (after if noted else before)
            assert not noted or dead.undo() is not None
            assert everything(dead) == before
            assert dead.check() == []


def test_two_closings_of_one_deal_never_become_a_mixture(pair: Pair) -> None:
    mine, copy = pair
    deal = key(mine, "deal")
    mine.do(deals.win, deal, closed_on=mine.today.isoformat(), note="price")
    with at_the_fair(copy) as ann:
        reason = ann.db.value("select id from reason where kind = 'lost' limit 1")
        ann.do(deals.lose, deal, reason, "too dear")
        wanted = ann.db.dicts("select * from deal where id = ?", (deal,))[0]
    merges.merge(mine, copy)
    found = mine.db.dicts("select * from deal where id = ?", (deal,))[0]
    for name in ("status", "stage_id", "reason_id", "reason_note", "closed_on", "stage_since"):
        assert found[name] == wanted[name]


def test_two_people_who_add_the_same_contact_get_two_and_no_failure(pair: Pair) -> None:
    mine, copy = pair
    values = {"name": "Priya Shah", "email": "priya@example.com"}
    mine.do(contacts.create, values)
    with at_the_fair(copy) as ann:
        ann.do(contacts.create, values)
        ann.do(leads.create, {"name": "Eve", "email": "eve@example.com"})
    mine.do(leads.create, {"name": "Eve", "email": "eve@example.com"})
    merges.merge(mine, copy)
    assert mine.db.value("select count(*) from contact where name = 'Priya Shah'") == 2
    assert mine.read(lead_queries.count, "duplicates") >= 1
    twins = mine.read(contact_queries.keys, "duplicates")
    names = {row.name for row in mine.read(contact_queries.rows, "duplicates", twins).values()}
    assert (len(twins), names) == (2, {"Priya Shah"})
    assert mine.check() == []


@pytest.mark.parametrize("seed", range(24))
def test_a_copy_with_flipped_bits_is_merged_or_refused_and_harms_nothing(
    pair: Pair, seed: int
) -> None:
    mine, copy = pair
    with at_the_fair(copy) as ann:
        ann.do(leads.edit, key(ann, "lead"), {"town": "Henley"})
    raw = bytearray(copy.read_bytes())
    chance = random.Random(seed)
    for _ in range(chance.choice([1, 8, 200])):
        raw[chance.randrange(100, len(raw))] ^= 1 << chance.randrange(8)
    copy.write_bytes(raw)
    try:
        merges.preview(mine, copy)
        merges.merge(mine, copy)
    except UserError as error:
        assert error.title and error.hint
    assert mine.check() == []


def quote(session: Session, title: str) -> int:
    deal = session.db.value("select id from deal where title = ?", (title,))
    line = {"words": "Doors", "quantity_milli": 1000, "unit_price": 100_00, "discount_percent": 0}
    return session.do(quotes.write, deal, [line])


def test_quotes_that_got_one_number_in_both_copies_are_told_apart(pair: Pair) -> None:
    mine, copy = pair
    quote(mine, "Kitchen")
    with at_the_fair(copy) as ann:
        for title in ("Kitchen", "Larder"):
            quote(ann, title)
        quote(ann, "Larder")
    assert [n for (n,) in mine.db.rows("select number from quote")] == ["1001"]
    outcome = merges.merge(mine, copy)
    assert outcome.clashes == ()
    found = mine.db.rows(
        "select q.number, q.revision, d.title from quote q join deal d on d.id = q.deal_id "
        "order by q.number, q.revision"
    )
    assert found == [
        ("1001", 1, "Kitchen"),
        ("1001", 2, "Kitchen"),
        ("1002", 1, "Larder"),
        ("1003", 1, "Larder"),
    ]
    assert mine.undo() == "Merge a copy"
    assert mine.db.rows("select number, revision from quote") == [("1001", 1)]


def test_a_number_of_two_deals_stays_with_the_one_that_had_it_first(pair: Pair) -> None:
    mine, copy = pair
    with at_the_fair(copy) as ann:
        quote(ann, "Larder")
        ann.db.connection.execute("update quote set created_at = '2026-01-01T00:00:00Z'")
    quote(mine, "Kitchen")
    merges.merge(mine, copy)
    found = "select d.title, q.number from quote q join deal d on d.id = q.deal_id order by 2"
    assert mine.db.rows(found) == [("Larder", "1001"), ("Kitchen", "1001-2")]
    assert merges.merge(mine, copy).nothing_new


def test_what_another_program_wrote_before_the_copy_was_made_is_old_news(
    pair: Pair, tmp_path: Path
) -> None:
    mine, _ = pair
    mine.db.connection.execute("update lead set town = 'Henley', phone = '7'")
    copy = tmp_path / "later.salesdesk"
    mine.save_copy(copy)
    mine.do(leads.edit, key(mine, "lead"), {"town": "Woodley"})
    with at_the_fair(copy) as ann:
        ann.do(leads.edit, key(ann, "lead"), {"notes": "met at the fair"})
    outcome = merges.merge(mine, copy)
    assert outcome.clashes == ()
    assert (lead(mine)["town"], lead(mine)["phone"]) == ("Woodley", "7")
    assert lead(mine)["notes"] == "met at the fair"
    assert merges.preview(mine, copy).nothing_new


def test_a_copy_of_an_older_version_is_brought_up_to_date_beside_itself(tmp_path: Path) -> None:
    old = gzip.decompress(VERSION_1.read_bytes())
    (tmp_path / "Acme.salesdesk").write_bytes(old)
    copy = tmp_path / "copy.salesdesk"
    copy.write_bytes(old)
    connection = sqlite3.connect(copy)
    connection.execute("update lead set town = 'Henley'")
    connection.commit()
    connection.close()
    before = copy.read_bytes()
    with Session.open(tmp_path / "Acme.salesdesk") as mine:
        merges.merge(mine, copy)
        assert {town for (town,) in mine.db.rows("select town from lead")} == {"Henley"}
        assert mine.check() == []
        assert merges.preview(mine, copy).nothing_new
    assert copy.read_bytes() == before
