"""The tables, indexes and codes of a SalesDesk file.

One STRICT table for each record of the trade. Every record table ends with the same seven columns
(`RECORD_COLUMNS`); its key is unique across copies of the file. Money is a whole number of minor
units, days are `YYYY-MM-DD`, moments are UTC `YYYY-MM-DDTHH:MM:SSZ`, flags are 0 or 1. There are no
REAL and no BLOB columns, because the journal is JSON. A migration may add, never break.
"""

import re

APPLICATION_ID = 0x53444B31  # "SDK1"
SCHEMA_VERSION = 2
PAGE_SIZE = 16384  # helps slow disks and shares, costs little locally

REFERENCE = r"references \w+\(id\)"
DEFERRED = "deferrable initially deferred"

RECORD_COLUMNS = """
    created_at text not null,
    created_by integer,
    updated_at text not null,
    updated_by integer,
    version integer not null default 1,
    external_ref text,
    trashed_at text
"""

#: table -> its own columns. `ref` columns are named for the table they point to.
RECORDS: dict[str, str] = {
    # -- set-up ---------------------------------------------------------------------------
    "person": """name text not null, initials text not null, colour integer not null default 0,
        role text not null default 'both' check (role in ('marketing','sales','both','owner')),
        email text, area text, hourly_cost integer not null default 0,
        active integer not null default 1""",
    # one row for each name; values as text (JSON where a list): see SETTINGS
    "setting": "name text not null unique, value text",
    "reason": """kind text not null
            check (kind in ('return','disqualify','lost','won','objection')),
        label text not null, position integer not null default 0,
        active integer not null default 1""",
    # -- marketing ------------------------------------------------------------------------
    "plan": """name text not null, starts_on text, ends_on text, objectives text,
        situation text, target_market text, advantage text, products text, sales_channels text,
        promotion text, sales_strategy text, agreement text, budget integer""",
    "segment": """name text not null, kind text not null default 'list'
            check (kind in ('rule','list')),
        rule text, needs text, value_proposition text, size integer,
        priority integer not null default 0""",
    "competitor": "name text not null, notes text",
    "research_note": """kind text not null, noted_on text not null, source text, body text,
        segment_id integer references segment(id)""",
    "channel": """kind text not null check (kind in ('advertising','direct_mail','telemarketing',
            'email','social','web','event','referral','partner','pr','walk_in','other')),
        name text not null, position integer not null default 0,
        active integer not null default 1""",
    "campaign": """name text not null, name_key text not null, code text,
        objective text not null default 'leads'
            check (objective in ('awareness','leads','nurture','retention','win_back')),
        channel_id integer references channel(id), plan_id integer references plan(id),
        segment_id integer references segment(id),
        status text not null default 'planned'
            check (status in ('planned','active','paused','complete','cancelled')),
        starts_on text, ends_on text, owner_id integer references person(id), area text,
        goal text, audience text, message text, offer text, audience_size integer,
        budget integer not null default 0, expected_leads integer, expected_revenue integer,
        utm_source text, utm_medium text, utm_campaign text""",
    "campaign_activity": """campaign_id integer not null references campaign(id),
        name text not null, starts_on text not null, ends_on text,
        done integer not null default 0, owner_id integer references person(id), note text""",
    # category: media, print, postage, stand, agency, gift, travel, own_time, other
    "campaign_cost": """campaign_id integer not null references campaign(id),
        spent_on text not null, category text not null default 'other',
        amount integer not null, minutes integer, person_id integer references person(id),
        note text""",
    # metric: reach, impressions, sent, delivered, opened, clicks, visits, calls, replies,
    # attendees, responses, conversions, approved
    "campaign_result": """campaign_id integer not null references campaign(id),
        noted_on text not null, metric text not null, value integer not null, note text""",
    # -- people ---------------------------------------------------------------------------
    "organisation": """name text not null, name_key text not null, kind text not null
            default 'firm' check (kind in ('firm','household')),
        industry text, address text, town text, postcode text, country text, website text,
        phone text, owner_id integer references person(id), notes text""",
    "contact": """name text not null, name_key text not null, first_name text, last_name text,
        job_title text, organisation_id integer references organisation(id),
        address text, town text, postcode text, country text,
        preferred_channel text, preferences text, owner_id integer references person(id),
        notes text""",
    # belongs to a lead, a contact or an organisation
    "contact_point": """contact_id integer references contact(id),
        organisation_id integer references organisation(id), lead_id integer references lead(id),
        kind text not null check (kind in ('email','phone','web','address','social')),
        value text not null, value_key text not null, label text,
        is_primary integer not null default 0""",
    # append-only, the last one of a channel counts
    "consent": """contact_id integer references contact(id), lead_id integer references lead(id),
        channel text not null default 'email'
            check (channel in ('email','phone','post','message','all')),
        state text not null check (state in
            ('opted_in','soft_opt_in','legitimate_interest','opted_out','no_call')),
        basis text, source text, at text not null""",
    # who was erased: their rows, and digests by which an import knows them again
    "suppression": """kind text not null check (kind in ('record','email','phone')),
        digest text, table_name text, row_id integer""",
    "tag": "name text not null, name_key text not null",
    "tagging": """tag_id integer not null references tag(id), table_name text not null,
        row_id integer not null""",
    "saved_view": """section text not null, name text not null, rule text not null,
        pinned integer not null default 0, position integer not null default 0""",
    # -- leads ----------------------------------------------------------------------------
    "lead": """received_at text not null, name text not null, name_key text not null,
        first_name text, last_name text, job_title text, organisation_name text,
        email text, phone text, email_key text, phone_key text,
        address text, town text, postcode text, country text,
        asked_for text, notes text, fold text,
        channel_id integer references channel(id), campaign_id integer references campaign(id),
        segment_id integer references segment(id), estimated_value integer,
        owner_id integer references person(id),
        status text not null default 'new' check (status in ('new','working','nurture',
            'qualified','handed_over','accepted','returned','disqualified','duplicate')),
        score integer not null default 0,
        need text, need_ok integer not null default 0, budget text,
        budget_ok integer not null default 0, authority text,
        authority_ok integer not null default 0, timing text,
        timing_ok integer not null default 0, in_area text, in_area_ok integer not null default 0,
        next_step text, next_step_on text, next_step_at text, next_step_kind text,
        first_response_at text, wake_on text, qualified_at text,
        closed_at text, reason_id integer references reason(id), reason_note text,
        duplicate_of integer references lead(id), contact_id integer references contact(id),
        organisation_id integer references organisation(id), deal_id integer references deal(id),
        import_id integer references import_run(id), read_at text""",
    # axis fit: field=value conditions; axis interest: things that happened. See model/scores.py
    "score_rule": """axis text not null check (axis in ('fit','interest')), label text not null,
        condition text not null, points integer not null,
        position integer not null default 0, active integer not null default 1""",
    # never overwritten; a lead may go round several times
    "handover": """lead_id integer not null references lead(id),
        from_id integer references person(id), to_id integer not null references person(id),
        offered_at text not null, due_at text not null, checklist text not null default '{}',
        summary text, first_step text, first_step_on text, best_time text,
        outcome text not null default 'pending'
            check (outcome in ('pending','accepted','returned','expired','withdrawn')),
        answered_by integer references person(id), answered_at text,
        reason_id integer references reason(id), comment text, campaign_id integer
            references campaign(id)""",
    "feedback": """kind text not null check (kind in
            ('preference','objection','lead_quality','competitor','price','praise')),
        campaign_id integer references campaign(id), segment_id integer references segment(id),
        deal_id integer references deal(id), lead_id integer references lead(id),
        words text not null, said_on text not null, person_id integer references person(id),
        status text not null default 'new' check (status in ('new','seen','acted','declined')),
        reply text""",
    # -- sales ----------------------------------------------------------------------------
    "pipeline": "name text not null, position integer not null default 0",
    "stage": """pipeline_id integer not null references pipeline(id), name text not null,
        position integer not null default 0,
        kind text not null default 'open' check (kind in ('open','won','lost')),
        probability integer not null default 0,   -- percent
        quiet_days integer not null default 14, exit_criteria text""",
    "deal": """title text not null, title_key text not null, amount integer not null default 0,
        stage_id integer not null references stage(id),
        status text not null default 'open'
            check (status in ('open','won','lost','abandoned')),
        probability integer,                       -- percent set by hand, else the stage's
        forecast_class text check (forecast_class in ('commit','best','pipeline','omitted')),
        opened_on text not null, expected_on text, closed_on text, closed_at text,
        closed_owner_id integer references person(id),  -- owner at closing, for the figures
        reason_id integer references reason(id), reason_note text,
        competitor_id integer references competitor(id), owner_id integer references person(id),
        organisation_id integer references organisation(id),
        contact_id integer references contact(id), lead_id integer references lead(id),
        campaign_id integer references campaign(id), product_id integer references product(id),
        is_new_customer integer not null default 1,
        next_step text, next_step_on text, next_step_at text, next_step_kind text,
        rank integer not null default 0, stage_since text not null, last_contact_at text,
        lead_quality integer, notes text, import_id integer references import_run(id)""",
    "stage_event": """deal_id integer not null references deal(id),
        from_stage_id integer references stage(id), to_stage_id integer not null
            references stage(id), at text not null, by_id integer references person(id)""",
    "objection": """deal_id integer references deal(id), lead_id integer references lead(id),
        reason_id integer references reason(id), words text not null, answer text,
        state text not null default 'open' check (state in ('open','overcome','fatal')),
        raised_on text not null""",
    # planned_on/planned_at: to do; done_at: happened. `is_human` 1 counts as a response
    "activity": """kind text not null check (kind in ('call','email','letter','meeting','demo',
            'visit','message','note','task')),
        direction text not null default 'out' check (direction in ('in','out','none')),
        subject text not null, body text, outcome text, minutes integer,
        planned_on text, planned_at text, done_at text, remind_at text,
        person_id integer references person(id), lead_id integer references lead(id),
        contact_id integer references contact(id),
        organisation_id integer references organisation(id), deal_id integer references deal(id),
        campaign_id integer references campaign(id)""",
    "product": "name text not null, name_key text not null, unit_price integer, code text",
    "quote": """deal_id integer not null references deal(id), number text not null,
        revision integer not null default 1, status text not null default 'draft'
            check (status in ('draft','sent','accepted','declined','expired')),
        quoted_on text not null, valid_until text, tax_percent integer not null default 0""",
    "quote_line": """quote_id integer not null references quote(id),
        product_id integer references product(id), words text not null,
        quantity_milli integer not null default 1000, unit_price integer not null default 0,
        discount_percent integer not null default 0, position integer not null default 0""",
    "sale": """contact_id integer references contact(id),
        organisation_id integer references organisation(id), deal_id integer references deal(id),
        sold_on text not null, amount integer not null, note text""",
    # period month 2026-10, quarter 2026-Q4, year 2026; person null = the team
    "target": """metric text not null check (metric in ('revenue','deals_won','new_customers',
            'qualified_leads','accepted_leads','leads','activities','spend')),
        period text not null, person_id integer references person(id), value integer not null""",
    "month_close": """month text not null, figures text not null, closed_on text not null""",
    "import_run": """source text not null, kind text not null, at text not null,
        rows integer not null, created integer not null, updated integer not null,
        skipped integer not null, errors integer not null, mapping text""",
}

#: What the figures are read from; each holds all columns that its figures ask for, the ones of
#: its own condition too, because SQLite looks these up in the table otherwise.
FIGURE_INDEXES = """
create index lead_figures on lead (status, received_at, first_response_at, qualified_at, deal_id,
    campaign_id, channel_id, owner_id, trashed_at);
create index lead_trashed on lead (id) where trashed_at is not null;
create index deal_open on deal (stage_id, amount, probability, expected_on, forecast_class,
    owner_id, status, trashed_at) where status = 'open' and trashed_at is null;
create index deal_closed on deal (closed_on, status, amount, opened_on, closed_owner_id,
    campaign_id, is_new_customer, trashed_at) where closed_on is not null and trashed_at is null;
create index deal_customer on deal (closed_on, organisation_id, contact_id, status, trashed_at)
    where status = 'won' and trashed_at is null;
create index cost_by_day on campaign_cost (spent_on, amount, campaign_id, trashed_at);
create index result_by_day on campaign_result (noted_on, campaign_id, metric, value, trashed_at);
"""

INDEXES = f"""{FIGURE_INDEXES}
create index lead_received on lead (received_at, id) where trashed_at is null;
create index lead_by_status on lead (status, received_at, id) where trashed_at is null;
create index lead_by_owner on lead (owner_id, status, received_at, id) where trashed_at is null;
create index lead_by_name on lead (name_key, id) where trashed_at is null;
create index lead_by_score on lead (score, id) where trashed_at is null;
create index lead_by_campaign on lead (campaign_id, status, received_at);
create index lead_by_email on lead (email_key) where email_key is not null;
create index lead_by_phone on lead (phone_key) where phone_key is not null;
create index lead_by_ref on lead (external_ref) where external_ref is not null;
create index lead_step on lead (next_step_on, id)
    where next_step_on is not null and trashed_at is null;
create index lead_woken on lead (wake_on, status) where wake_on is not null and trashed_at is null;
create index lead_qualified on lead (qualified_at, status, owner_id, campaign_id, channel_id,
    trashed_at) where qualified_at is not null;
create index handover_by_lead on handover (lead_id, offered_at);
create index handover_offered on handover (offered_at, outcome, lead_id, to_id, trashed_at);
create index handover_answered on handover (answered_at, outcome, lead_id, to_id, due_at,
    trashed_at);
create index handover_pending on handover (to_id, due_at) where outcome = 'pending';
create index point_by_key on contact_point (kind, value_key);
create index point_by_contact on contact_point (contact_id);
create index point_by_organisation on contact_point (organisation_id);
create index point_by_lead on contact_point (lead_id) where lead_id is not null;
create index consent_by_contact on consent (contact_id, at);
create index consent_by_lead on consent (lead_id, at);
create index contact_by_name on contact (name_key, id) where trashed_at is null;
create index contact_by_organisation on contact (organisation_id);
create index contact_by_ref on contact (external_ref) where external_ref is not null;
create index organisation_by_name on organisation (name_key, id);
create index organisation_by_ref on organisation (external_ref) where external_ref is not null;
create index deal_board on deal (stage_id, rank, id) where status = 'open' and trashed_at is null;
create index deal_opened on deal (opened_on, id) where trashed_at is null;
create index deal_by_organisation on deal (organisation_id);
create index deal_by_contact on deal (contact_id);
create index deal_by_campaign on deal (campaign_id, status);
create index deal_by_lead on deal (lead_id) where lead_id is not null;
create index deal_by_ref on deal (external_ref) where external_ref is not null;
create index stage_event_by_deal on stage_event (deal_id, at);
create index objection_by_deal on objection (deal_id);
create index activity_by_lead on activity (lead_id, done_at) where lead_id is not null;
create index activity_by_deal on activity (deal_id, done_at) where deal_id is not null;
create index activity_by_contact on activity (contact_id, done_at) where contact_id is not null;
create index activity_by_organisation on activity (organisation_id)
    where organisation_id is not null;
create index activity_by_campaign on activity (campaign_id) where campaign_id is not null;
create index activity_planned on activity (planned_on, id)
    where done_at is null and planned_on is not null;
create index activity_done on activity (done_at, kind, person_id, minutes, trashed_at)
    where done_at is not null;
create index cost_by_campaign on campaign_cost (campaign_id, spent_on, amount);
create index result_by_campaign on campaign_result (campaign_id, noted_on, metric, value);
create index campaign_activity_by_campaign on campaign_activity (campaign_id, starts_on);
create index feedback_by_campaign on feedback (campaign_id, said_on);
create index target_by_period on target (period, metric, person_id);
create index sale_by_day on sale (sold_on);
create index quote_by_deal on quote (deal_id);
create index quote_line_by_quote on quote_line (quote_id, position);
create index lead_by_double on lead (duplicate_of) where duplicate_of is not null;
create index lead_by_contact on lead (contact_id) where contact_id is not null;
create index lead_by_organisation on lead (organisation_id) where organisation_id is not null;
create index lead_by_deal on lead (deal_id) where deal_id is not null;
create index feedback_by_lead on feedback (lead_id) where lead_id is not null;
create index feedback_by_deal on feedback (deal_id) where deal_id is not null;
create index objection_by_lead on objection (lead_id) where lead_id is not null;
create index sale_by_deal on sale (deal_id) where deal_id is not null;
create index sale_by_contact on sale (contact_id) where contact_id is not null;
create index sale_by_organisation on sale (organisation_id) where organisation_id is not null;
create index tagging_by_row on tagging (table_name, row_id);
"""

#: The names in `setting` and what they hold when nothing is stored.
SETTINGS: dict[str, str] = {
    "business_name": "My business",
    "business_address": "",
    "business_contact": "",
    "logo": "",  # base64 PNG
    "currency": "GBP",
    "zone": "Europe/London",
    "fiscal_year_start": "1",  # month
    "working_days": "1,2,3,4,5",  # ISO weekdays
    "working_from": "09:00",
    "working_to": "17:30",
    "gross_margin": "",  # percent; empty: ROI is revenue ROI
    "response_promise_hours": "24",
    "handover_hours": "24",
    "tax_percent": "20",
    "tax_name": "VAT",
    "qualify_needs": "4",  # checklist points needed to qualify
}


def record_ddl(table: str) -> str:
    """The CREATE TABLE statement of one record table.

    References are checked at commit: rows of one change may refer to each other in any order.
    """
    own = re.sub(REFERENCE, rf"\g<0> {DEFERRED}", RECORDS[table])
    return f"create table {table} (id integer primary key,\n{own},\n{RECORD_COLUMNS}) strict;"
