"""What each figure means, in words, with its formula: for screen, paper and `figures --explain`."""

EXPLAIN: dict[str, str] = {
    "period": "The period of the figures; all of its days count, in the file's time zone.",
    "from": "The first day of the period.",
    "to": "The last day of the period.",
    "leads": "Leads received in the period. Duplicates and deleted leads are left out; "
    "disqualified leads count, and are also shown apart.",
    "duplicates": "Leads received in the period and marked as duplicates; not part of leads.",
    "disqualified": "Of the leads received in the period, those disqualified since.",
    "qualified": "Leads qualified in the period (MQL), by the day they qualified; a lead imported "
    "as qualified, handed over or accepted without that day counts on the day it was received.",
    "handed_over": "Leads offered to sales in the period, one for each hand-over, by the day of "
    "the offer; offers taken back are left out. A lead imported as handed over, accepted or "
    "returned with no hand-over slip counts once, on the day it qualified, else was received.",
    "accepted": "Hand-overs accepted by sales in the period (SAL), by the day of the answer. A "
    "lead imported as accepted with no hand-over slip counts on the day it qualified, else was "
    "received.",
    "returned": "Hand-overs returned by sales in the period, by the day of the answer. A lead "
    "imported as returned with no slip counts on the day it qualified, else was received.",
    "expired": "Hand-overs that ran out unanswered in the period.",
    "pending": "Hand-overs offered in the period that wait for an answer still.",
    "cohort_open": "Of the leads received in the period, those still new, being worked or in "
    "nurture: they may yet qualify.",
    "cohort_selling": "Of the leads received in the period and accepted, those whose deal is "
    "open: they may yet be won.",
    "deals_won": "Deals won, by the day they closed.",
    "deals_lost": "Deals lost, by the day they closed. Abandoned deals are shown apart.",
    "abandoned": "Deals given up without a decision, by the day they closed.",
    "new_customers": "Won deals, by the day they closed, that brought a new customer.",
    "revenue_won": "Sum of the won deals, by the day they closed. Sales noted without a deal are "
    "not in it.",
    "lost_value": "Sum of the lost deals, by the day they closed.",
    "deals_open": "Deals open now, whatever the period. By month: the deals open now that are "
    "expected in that month; the rest stands under no month.",
    "open_value": "Sum of the deals open now.",
    "weighted_value": "Sum of amount x probability over the deals open now; the probability is "
    "the deal's own, else its stage's.",
    "expected_value": "Sum of the open deals expected to close in the period, from today on.",
    "slipped": "Open deals whose expected day has passed; they are in no forecast.",
    "slipped_value": "Sum of the open deals whose expected day has passed.",
    "forecast": "Revenue won in the period + sum of amount x probability of the open deals "
    "expected in it from today on. Slipped and omitted deals are not in it.",
    "win_rate": "Deals won / (won + lost), by the day they closed; abandoned deals are left out. "
    "Empty under 10 cases.",
    "average_won_deal": "Revenue won / deals won.",
    "median_won_deal": "The middle amount of the won deals.",
    "median_cycle_days": "Sales cycle: the middle of the whole days from the opening day to the "
    "closing day of the won deals.",
    "mean_cycle_days": "The mean of the whole days from the opening day to the closing day of the "
    "won deals.",
    "target": "The revenue target of the period: its own, else the sum of the targets of its "
    "quarters or months.",
    "pace": "What an even pace gives by today: target x working days gone / working days.",
    "still_to_find": "Target - forecast, not below nought.",
    "spend": "Campaign cost in the period, from the cost ledger, by the day it was spent.",
    "sales_cost": "Minutes of the activities done in the period x each person's hourly cost.",
    "cost_per_lead": "Campaign cost / leads.",
    "cost_per_accepted_lead": "Campaign cost / accepted leads.",
    "cac": "Cost of a new customer: (campaign cost + sales cost) / new customers of the period.",
    "roi": "Return: (revenue won x gross margin - campaign cost) / campaign cost. With no gross "
    "margin set, all revenue counts and it is a revenue ROI.",
    "roi_kind": "margin where a gross margin is set, else revenue.",
    "reach": "People reached, from campaign results by day: for each campaign its reach, else "
    "delivered, else sent, else impressions.",
    "engaged": "People who did something, from campaign results by day: for each campaign its "
    "clicks, else visits, plus calls, replies, responses and attendees.",
    "response_median_hours": "Response time: the middle of the working hours from arrival to the "
    "first human contact, of the leads received in the period.",
    "promise_share": "Leads received in the period and answered within the promise / leads "
    "answered or past the promise. The promise runs by the clock, as customers see it. Empty "
    "under 10 cases.",
    "lead_to_qualified": "Leads received in the period that have qualified since / leads received "
    "in it. Empty under 10 cases.",
    "acceptance": "Of the hand-overs offered in the period, whenever answered: accepted / "
    "(accepted + returned + expired). Pending ones are shown apart. Empty under 10 cases.",
    "accepted_to_won": "Leads received in the period whose deal is won / those of them accepted. "
    "Empty under 10 cases.",
    "coverage": "Open deals expected in the period / (target - revenue won).",
    "needed_coverage": "The coverage that the target asks for: 1 / win rate.",
    "retention": "Customers who bought in the period and in the equal one before it / customers of "
    "the one before. Sales noted without a deal count, too. Empty under 10 cases.",
    "repeat_rate": "Customers with two or more sales by the end of the period / all customers by "
    "then. Empty under 10 cases.",
    "first_touch_won": "Deals won in the period, by the campaign of the customer's earliest lead, "
    "else of the deal.",
    "first_touch_revenue": "Sum of the deals won, by the campaign of the first touch.",
    "last_touch_won": "The same deals, by the campaign of the customer's latest lead before they "
    "closed, else of the deal.",
    "last_touch_revenue": "Sum of the deals won, by the campaign of the last touch.",
    "velocity": "Money a day: open deals x average won deal x win rate / median cycle days.",
}
for _rate in (
    "win_rate",
    "promise_share",
    "lead_to_qualified",
    "acceptance",
    "accepted_to_won",
    "retention",
    "repeat_rate",
):
    EXPLAIN[f"{_rate}_cases"] = f"How many cases {_rate} rests on (what it is divided by)."
