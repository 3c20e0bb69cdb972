"""The board of open deals: columns with their sums, the order of cards, and where one stands."""

from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from salesdesk.queries.deals import Filters, Sum, where_of
from salesdesk.queries.settings import Stage, stages
from salesdesk.store.database import Database


@dataclass(frozen=True)
class Column:
    """One column of the board; sums are of all its deals, not only of those in sight."""

    stage: Stage
    count: int
    amount: int
    percents: int  # amount x percent, added up

    @property
    def weighted(self) -> int:
        """The weighted sum."""
        return (self.percents + 50) // 100


def board(db: Database, filters: Filters, only: Collection[int] | None = None) -> list[Column]:
    """The open stages with count, sum and weighted sum of their deals; `only` these stages."""
    where, params = where_of(db, filters)
    if only is not None:
        where += f" and d.stage_id in ({','.join(str(int(key)) for key in only)})"
    found = {
        int(key): (int(count), int(amount), int(weighted))
        for key, count, amount, weighted in db.rows(
            "select d.stage_id, count(*), sum(d.amount), "
            "total(d.amount * coalesce(d.probability, s.probability)) from deal d "
            "indexed by deal_open join stage s on s.id = d.stage_id "
            f"where {where} group by d.stage_id",
            params,
        )
    }
    return [
        Column(stage, *found.get(stage.key, (0, 0, 0)))
        for stage in stages(db)
        if stage.kind == "open" and (only is None or stage.key in only)
    ]


def total(columns: Sequence[Column]) -> Sum:
    """What the columns come to together."""
    percents = sum(column.percents for column in columns)
    return Sum(
        sum(column.count for column in columns),
        sum(column.amount for column in columns),
        (percents + 50) // 100,
    )


def column_keys(db: Database, stage_id: int, filters: Filters) -> "array[int]":
    """The keys of all cards of one column from the top, by the partial index."""
    where, params = where_of(db, filters)
    rows = db.rows(
        f"select d.id from deal d indexed by deal_board where d.stage_id = :stage and {where} "
        "order by d.rank, d.id",
        params | {"stage": stage_id},
    )
    return array("q", [key for (key,) in rows])


def standing(db: Database, keys: Collection[int], filters: Filters) -> dict[int, tuple[int, int]]:
    """Deal -> (stage, rank) of those of `keys` that the filters let on the board."""
    where, params = where_of(db, filters)
    rows = db.rows(
        f"select d.id, d.stage_id, d.rank from deal d where {where} "
        f"and d.id in ({','.join(str(int(key)) for key in keys)})",
        params,
    )
    return {int(key): (int(stage), int(rank)) for key, stage, rank in rows}


def next_below(db: Database, key: int, stage_id: int, rank: int, filters: Filters) -> int | None:
    """The card under a card of this rank; None for the last of its column."""
    where, params = where_of(db, filters)
    found = db.value(
        "select d.id from deal d indexed by deal_board where d.stage_id = :stage "
        f"and (d.rank, d.id) > (:rank, :key) and {where} order by d.rank, d.id limit 1",
        params | {"stage": stage_id, "rank": rank, "key": key},
    )
    return None if found is None else int(found)
