"""Which part of the business a row counts for: SQL of the key, by dimension and kind of row."""

from dataclasses import dataclass, field
from typing import Any

_LEAD_CHANNEL = (
    "coalesce(l.channel_id, (select c.channel_id from campaign c where c.id = l.campaign_id))"
)
_DEAL_CHANNEL = (
    "coalesce((select c.channel_id from campaign c where c.id = d.campaign_id), "
    "(select l.channel_id from lead l where l.id = d.lead_id))"
)
_CAMPAIGN_OF = "(select c.{column} from campaign c where c.id = {alias}.campaign_id)"
_ACTIVITY_CAMPAIGN = (
    "coalesce(a.campaign_id, (select d.campaign_id from deal d where d.id = a.deal_id), "
    "(select l.campaign_id from lead l where l.id = a.lead_id))"
)


def _of_campaign(alias: str) -> dict[str, str]:
    return {
        "person": _CAMPAIGN_OF.format(column="owner_id", alias=alias),
        "campaign": f"{alias}.campaign_id",
        "channel": _CAMPAIGN_OF.format(column="channel_id", alias=alias),
    }


#: kind of row -> dimension -> the key it counts for; what is not here counts for none.
_KEYS: dict[str, dict[str, str]] = {
    "lead": {
        "person": "l.owner_id",
        "campaign": "l.campaign_id",
        "channel": _LEAD_CHANNEL,
    },
    "handover": {
        "person": "h.to_id",
        "campaign": "l.campaign_id",
        "channel": _LEAD_CHANNEL,
    },
    "closed": {
        # the owner at closing: a deal given away later moves no history
        "person": "d.closed_owner_id",
        "campaign": "d.campaign_id",
        "channel": _DEAL_CHANNEL,
        "product": "d.product_id",
        "stage": "d.stage_id",
    },
    "open": {
        "person": "d.owner_id",
        "campaign": "d.campaign_id",
        "channel": _DEAL_CHANNEL,
        "product": "d.product_id",
        "stage": "d.stage_id",
    },
    "cost": _of_campaign("k"),
    "result": _of_campaign("r"),
    "activity": {
        "person": "a.person_id",
        "campaign": _ACTIVITY_CAMPAIGN,
        "channel": f"(select c.channel_id from campaign c where c.id = {_ACTIVITY_CAMPAIGN})",
        "product": "(select d.product_id from deal d where d.id = a.deal_id)",
        "stage": "(select d.stage_id from deal d where d.id = a.deal_id)",
    },
}


@dataclass(frozen=True)
class Scope:
    """What rows are asked for, and by what they are told apart."""

    by: str | None = None
    only: dict[str, int] = field(default_factory=dict)

    def key(self, kind: str) -> str:
        """SQL of the part that a row counts for."""
        return "null" if self.by is None else _KEYS[kind].get(self.by, "null")

    def where(self, kind: str) -> str:
        """SQL that keeps the rows asked for, to be put after other conditions."""
        return "".join(
            f" and {_KEYS[kind].get(dimension, 'null')} = :only_{dimension}"
            for dimension in self.only
        )

    @property
    def group(self) -> str:
        """SQL that tells the parts apart; one part needs none, and none is much faster."""
        return "group by 1" if self.by else ""

    def joined(self, kind: str, alias: str) -> bool:
        """Whether the key or a condition looks at a column of the joined table."""
        return f"{alias}." in self.key(kind) + self.where(kind)

    @property
    def params(self) -> dict[str, Any]:
        """The values that `where` refers to."""
        return {f"only_{dimension}": key for dimension, key in self.only.items()}
