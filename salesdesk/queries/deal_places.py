"""What an action on a deal must know first: its place in a column, its way there, its customer."""

from salesdesk.queries.settings import Stage, stages
from salesdesk.store.database import Database

_OPEN = "stage_id = ? and status = 'open' and trashed_at is null"


def stage(db: Database, key: int) -> Stage | None:
    """One stage that is in use."""
    return next((s for s in stages(db) if s.key == key), None)


def stage_of_kind(db: Database, kind: str, pipeline_id: int | None = None) -> Stage | None:
    """The first stage of a kind, of one pipeline or of the first."""
    return next((s for s in stages(db, pipeline_id) if s.kind == kind), None)


def first_rank(db: Database, stage_id: int) -> int | None:
    """The rank of the top card of a column; None when it is empty."""
    found = db.value(
        f"select rank from deal indexed by deal_board where {_OPEN} order by rank, id limit 1",
        (stage_id,),
    )
    return None if found is None else int(found)


def last_rank(db: Database, stage_id: int, without: int) -> int | None:
    """The rank of the last card of a column, `without` left out; None when there is none."""
    found = db.value(
        f"select rank from deal indexed by deal_board where {_OPEN} and id <> ? "
        "order by rank desc, id desc limit 1",
        (stage_id, without),
    )
    return None if found is None else int(found)


def neighbours(
    db: Database, stage_id: int, before_key: int, without: int
) -> tuple[int | None, int] | None:
    """(rank above, rank of `before_key`) in a column, `without` left out.

    None if `before_key` is not in this column.
    """
    rank = db.value(f"select rank from deal where {_OPEN} and id = ?", (stage_id, before_key))
    if rank is None:
        return None
    above = db.value(
        f"select rank from deal indexed by deal_board where {_OPEN} and (rank, id) < (?, ?) "
        "and id <> ? order by rank desc, id desc limit 1",
        (stage_id, rank, before_key, without),
    )
    return (None if above is None else int(above)), int(rank)


def column(db: Database, stage_id: int) -> list[int]:
    """The keys of all open deals in a column, from the top."""
    rows = db.rows(
        f"select id from deal indexed by deal_board where {_OPEN} order by rank, id",
        (stage_id,),
    )
    return [int(key) for (key,) in rows]


def last_open_stage(db: Database, deal_id: int) -> int | None:
    """The open stage that a deal stood in last, from the stages it went through."""
    found = db.value(
        "select s.id from stage_event e join stage s on s.id in (e.from_stage_id, e.to_stage_id) "
        "where e.deal_id = ? and e.trashed_at is null and s.kind = 'open' "
        "and s.trashed_at is null order by e.at desc, e.id desc, s.id = e.to_stage_id desc limit 1",
        (deal_id,),
    )
    return None if found is None else int(found)


def bought_before(
    db: Database,
    contact_id: int | None,
    organisation_id: int | None,
    day: str,
    without: int,
) -> bool:
    """Whether this contact or organisation bought anything up to `day`, one deal left out.

    A purchase of the organisation counts for its contacts, and the other way round.
    """
    params = {
        "contact": contact_id,
        "organisation": organisation_id,
        "day": day,
        "without": without,
    }
    found = db.value(
        "select exists (select 1 from deal where contact_id = :contact and status = 'won' "
        "and closed_on <= :day and id <> :without and trashed_at is null) "
        "or exists (select 1 from deal where organisation_id = :organisation and status = 'won' "
        "and closed_on <= :day and id <> :without and trashed_at is null) "
        "or exists (select 1 from sale where contact_id = :contact and sold_on <= :day "
        "and deal_id is not :without and trashed_at is null) "
        "or exists (select 1 from sale where organisation_id = :organisation and sold_on <= :day "
        "and deal_id is not :without and trashed_at is null)",
        params,
    )
    return bool(found)


def competitor_named(db: Database, name: str) -> int | None:
    """The competitor of this name, whatever its capitals."""
    wanted = name.strip().casefold()
    rows = db.rows("select id, name from competitor where trashed_at is null order by id")
    return next((int(key) for key, held in rows if str(held).casefold() == wanted), None)


def competitors(db: Database) -> list[str]:
    """The names of those who sell the same, by name."""
    rows = db.rows("select distinct name from competitor where trashed_at is null order by name")
    return [str(name) for (name,) in rows]
