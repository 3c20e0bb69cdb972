"""What sales says about a campaign: objections, returned leads, and words for marketing."""

from dataclasses import dataclass

from salesdesk.store.database import Database


@dataclass(frozen=True)
class Said:
    """One thing that sales said about a campaign."""

    key: int
    kind: str
    words: str
    said_on: str
    status: str
    reply: str | None
    person: str | None
    initials: str | None
    colour: int | None


@dataclass(frozen=True)
class Counted:
    """How often something was named, and by whom where it was one person only."""

    label: str
    count: int
    person: str | None = None


def objections(db: Database, key: int, limit: int = 3) -> list[Counted]:
    """What people of a campaign objected most often, over its leads and deals."""
    rows = db.rows(
        """
        select coalesce(r.label, o.words), count(*) from objection o
            left join reason r on r.id = o.reason_id
        where o.trashed_at is null and (
            o.deal_id in (select id from deal where campaign_id = :key and trashed_at is null)
            or o.lead_id in (select id from lead where campaign_id = :key and trashed_at is null))
        group by 1 order by 2 desc, 1 limit :limit
        """,
        {"key": key, "limit": limit},
    )
    return [Counted(str(label), int(count)) for label, count in rows]


def returned(db: Database, key: int, limit: int = 3) -> list[Counted]:
    """Why sales returned leads of a campaign; with the lead's name where it was one."""
    rows = db.rows(
        """
        select coalesce(r.label, h.comment, ''), count(*), min(l.name)
        from lead l join handover h on h.lead_id = l.id left join reason r on r.id = h.reason_id
        where l.campaign_id = ? and h.outcome = 'returned' and l.trashed_at is null
            and h.trashed_at is null
        group by 1 order by 2 desc, 1 limit ?
        """,
        (key, limit),
    )
    return [Counted(str(r[0]), int(r[1]), str(r[2]) if r[1] == 1 else None) for r in rows]


def said(db: Database, key: int, limit: int = 20) -> list[Said]:
    """What sales says about a campaign: what waits for an answer first, then newest."""
    rows = db.rows(
        """
        select f.id, f.kind, f.words, f.said_on, f.status, f.reply, p.name, p.initials, p.colour
        from feedback f left join person p on p.id = f.person_id
        where f.campaign_id = ? and f.trashed_at is null
        order by f.status not in ('new', 'seen'), f.said_on desc, f.id desc limit ?
        """,
        (key, limit),
    )
    return [Said(*row) for row in rows]
