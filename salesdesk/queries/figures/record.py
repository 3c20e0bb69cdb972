"""One set of figures: what was counted, and every figure that is worked out from it."""

from dataclasses import dataclass, field
from fractions import Fraction

from salesdesk.model.calendar import Period
from salesdesk.model.rules import Rate, half_up, median

#: Values and how often each occurs.
Spread = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Figures:
    """The figures of a period, of the whole business or of one part of it.

    Money is in minor units. Counts are by the date of the event; the three rates of the funnel
    are by cohort: the leads received in the period, whenever they went on.
    """

    period: Period
    leads: int = 0
    duplicates: int = 0
    disqualified: int = 0
    qualified: int = 0
    handed_over: int = 0
    accepted: int = 0
    returned: int = 0
    expired: int = 0
    pending: int = 0
    # the cohort: leads received in the period
    cohort_qualified: int = 0
    cohort_open: int = 0
    cohort_accepted: int = 0
    cohort_won: int = 0
    cohort_selling: int = 0
    slips_accepted: int = 0
    slips_answered: int = 0
    deals_won: int = 0
    deals_lost: int = 0
    abandoned: int = 0
    new_customers: int = 0
    revenue_won: int = 0
    lost_value: int = 0
    deals_open: int = 0
    open_value: int = 0
    weighted_value: int = 0
    expected_value: int = 0
    expected_weighted: int = 0
    slipped: int = 0
    slipped_value: int = 0
    target: int | None = None
    pace: int | None = None
    spend: int = 0
    sales_cost: int = 0
    reach: int = 0
    engaged: int = 0
    promised: int = 0
    promise_kept: int = 0
    gross_margin: int | None = None
    won_amounts: Spread = field(default=(), repr=False)
    won_days: Spread = field(default=(), repr=False)
    response_minutes: Spread = field(default=(), repr=False)

    # -- rates ---------------------------------------------------------------------------------
    @property
    def lead_to_qualified(self) -> Rate:
        """Of the leads received in the period, those that qualified at any time since."""
        return Rate(self.cohort_qualified, self.leads)

    @property
    def acceptance(self) -> Rate:
        """Of the hand-overs offered in the period that were answered or ran out, those accepted."""
        return Rate(self.slips_accepted, self.slips_answered)

    @property
    def accepted_to_won(self) -> Rate:
        """Of the accepted leads received in the period, those whose deal is won."""
        return Rate(self.cohort_won, self.cohort_accepted)

    @property
    def win_rate(self) -> Rate:
        """Of the deals closed in the period as won or lost, those won."""
        return Rate(self.deals_won, self.deals_won + self.deals_lost)

    @property
    def promise(self) -> Rate:
        """Of the leads answered or past the promise, those answered within it."""
        return Rate(self.promise_kept, self.promised)

    # -- money and time ------------------------------------------------------------------------
    @property
    def forecast(self) -> int:
        """Booked in the period plus the weighted open deals expected in what is left of it."""
        return self.revenue_won + self.expected_weighted

    @property
    def average_won_deal(self) -> int | None:
        """Revenue won / deals won."""
        return _ratio(self.revenue_won, self.deals_won)

    @property
    def median_won_deal(self) -> int | None:
        """The middle won deal by amount."""
        middle = median(list(self.won_amounts))
        return None if middle is None else half_up(middle)

    @property
    def median_cycle_days(self) -> Fraction | None:
        """The middle of the days from opening to closing of the won deals."""
        return median(list(self.won_days))

    @property
    def mean_cycle_days(self) -> Fraction | None:
        """The mean of the days from opening to closing of the won deals."""
        count = sum(times for _, times in self.won_days)
        total = sum(days * times for days, times in self.won_days)
        return Fraction(total, count) if count else None

    @property
    def response_median_hours(self) -> Fraction | None:
        """The middle of the working hours from arrival to the first human contact."""
        middle = median(list(self.response_minutes))
        return None if middle is None else middle / 60

    @property
    def cost_per_lead(self) -> int | None:
        """Campaign cost / leads."""
        return _ratio(self.spend, self.leads)

    @property
    def cost_per_accepted_lead(self) -> int | None:
        """Campaign cost / accepted leads."""
        return _ratio(self.spend, self.accepted)

    @property
    def cac(self) -> int | None:
        """(Campaign cost + sales time) / new customers."""
        return _ratio(self.spend + self.sales_cost, self.new_customers)

    @property
    def roi(self) -> Fraction | None:
        """(Revenue x gross margin - campaign cost) / campaign cost."""
        if not self.spend:
            return None
        margin = 100 if self.gross_margin is None else self.gross_margin
        return (Fraction(self.revenue_won * margin, 100) - self.spend) / self.spend

    @property
    def roi_is_revenue(self) -> bool:
        """Whether no gross margin is set, so that this is a "revenue ROI"."""
        return self.gross_margin is None

    @property
    def still_to_find(self) -> int | None:
        """Target - forecast; nought when the forecast reaches it."""
        return None if self.target is None else max(0, self.target - self.forecast)

    @property
    def coverage(self) -> Fraction | None:
        """Open deals expected in the period / (target - booked)."""
        if self.target is None or self.target <= self.revenue_won:
            return None
        return Fraction(self.expected_value, self.target - self.revenue_won)

    @property
    def needed_coverage(self) -> Fraction | None:
        """1 / win rate."""
        won = self.win_rate
        return None if won.few or not won.part else Fraction(won.whole, won.part)

    @property
    def velocity(self) -> int | None:
        """Open deals x average won deal x win rate / median cycle days: money a day."""
        average, cycle, won = (
            self.average_won_deal,
            self.median_cycle_days,
            self.win_rate,
        )
        share = won.fraction
        if average is None or not cycle or cycle < 0 or share is None or won.few:
            return None
        return half_up(self.deals_open * average * share / cycle)

    def as_json(self, decimals: int = 2) -> dict[str, str | int | float | None]:
        """Every figure by name: money as decimal text, rates and days as numbers."""
        answer: dict[str, str | int | float | None] = {
            "period": self.period.name,
            "from": self.period.first.isoformat(),
            "to": self.period.last.isoformat(),
        }
        for name in COUNTS:
            answer[name] = getattr(self, name)
        for name in MONEY:
            value = getattr(self, name)
            answer[name] = None if value is None else money_text(value, decimals)
        for name, source in RATES.items():
            answer[name] = getattr(self, source).exact
            answer[f"{name}_cases"] = getattr(self, source).whole
        for name in RATIOS:
            ratio = getattr(self, name)
            answer[name] = None if ratio is None else round(float(ratio), 6)
        answer["roi_kind"] = "revenue" if self.roi_is_revenue else "margin"
        return answer


COUNTS = [
    "leads",
    "duplicates",
    "disqualified",
    "qualified",
    "handed_over",
    "accepted",
    "returned",
    "expired",
    "pending",
    "cohort_open",
    "cohort_selling",
    "deals_won",
    "deals_lost",
    "abandoned",
    "new_customers",
    "deals_open",
    "slipped",
    "reach",
    "engaged",
]
MONEY = [
    "revenue_won",
    "lost_value",
    "open_value",
    "weighted_value",
    "expected_value",
    "slipped_value",
    "forecast",
    "average_won_deal",
    "median_won_deal",
    "target",
    "pace",
    "still_to_find",
    "spend",
    "sales_cost",
    "cost_per_lead",
    "cost_per_accepted_lead",
    "cac",
    "velocity",
]
#: Name in the figures -> name of the property: null under ten cases.
RATES = {
    "win_rate": "win_rate",
    "lead_to_qualified": "lead_to_qualified",
    "acceptance": "acceptance",
    "accepted_to_won": "accepted_to_won",
    "promise_share": "promise",
}
RATIOS = [
    "roi",
    "coverage",
    "needed_coverage",
    "median_cycle_days",
    "mean_cycle_days",
    "response_median_hours",
]


def money_text(minor: int, decimals: int) -> str:
    """Minor units as decimal text: `10005534.00`."""
    sign = "-" if minor < 0 else ""
    if not decimals:
        return f"{sign}{abs(minor)}"
    whole, rest = divmod(abs(minor), 10**decimals)
    return f"{sign}{whole}.{rest:0{decimals}d}"


def _ratio(part: int, whole: int) -> int | None:
    return half_up(Fraction(part, whole)) if whole else None
