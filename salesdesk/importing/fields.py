"""The fields that a column can be mapped to, what each accepts, and what others call them."""

from dataclasses import dataclass

TEXT, DAY, MONEY = "any text", "a day", "an amount of money"


@dataclass(frozen=True)
class Field:
    """One field of one kind of record; `many` takes several columns."""

    kind: str
    name: str
    accepts: str
    also: tuple[str, ...]
    many: bool = False


def _fields(kind: str, *rows: tuple[str, str, str] | tuple[str, str, str, bool]) -> list[Field]:
    return [Field(kind, row[0], row[1], tuple(row[2].split("|")), len(row) == 4) for row in rows]


_PERSON: tuple[tuple[str, str, str] | tuple[str, str, str, bool], ...] = (
    ("name", TEXT, "full name|display name|contact name|lead name|customer|customer name"),
    ("first_name", TEXT, "firstname|given name|forename|first"),
    ("last_name", TEXT, "lastname|family name|surname|last"),
    (
        "organisation",
        TEXT,
        "company|company name|organization|organization name|organisation name|business|account "
        "name|associated company|firm|employer|parent company",
    ),
    (
        "organisation_ref",
        TEXT,
        "account external id|account id|company id|associated company domain",
    ),
    ("job_title", TEXT, "job title|position|organization title|role|function|occupation"),
    (
        "email",
        "an email address",
        "e mail|email address|e mail address|primary email|secondary email|contact email|email "
        "work|email home|email other|e mail 1 value|e mail 2 value|e mail 3 value|e mail 4 value|e "
        "mail 2 address|e mail 3 address|work email|home email|your email",
        True,
    ),
    (
        "phone",
        "a phone number",
        "phone number|mobile|mobile phone|mobile phone number|mobile number|telephone|tel|work "
        "phone|home phone|home phone 2|business phone|business phone 2|other phone|primary "
        "phone|home mobile|phone work|phone home|phone other|phone 1 value|phone 2 value|phone 3 "
        "value|phone 4 value|phone 5 value|phone 6 value|phone 7 value|car phone|cell",
        True,
    ),
    (
        "website",
        "a web address",
        "website url|web page 1|web page 2|url|web|website 1 value|website home page|website "
        "work|linkedin|linkedin url|homepage",
        True,
    ),
    (
        "address",
        TEXT,
        "street|street address|address1|address 1|address 1 formatted|billing street|home "
        "street|business street|home address|mailing street|address line 1",
    ),
    ("town", TEXT, "city|billing city|home city|work city|location|place"),
    (
        "postcode",
        TEXT,
        "zip|zip code|zipcode|postal code|home zip|home zipcode|work zip|post code|billing postal "
        "code",
    ),
    ("country", TEXT, "billing country|home country|work country|country region"),
    (
        "owner",
        "a person's name, initials or email",
        "contact owner|lead owner|sales|assigned to|owner name|salesperson|company owner",
    ),
    ("owner_ref", TEXT, "owner external id|owner id|sales id"),
    ("notes", TEXT, "note|comments|comment|description|background|additional info|remarks", True),
    ("external_ref", TEXT, "id|external id|contact id|lead id|record id|ref|reference"),
)

FIELDS: dict[str, list[Field]] = {
    "leads": _fields(
        "leads",
        *_PERSON,
        (
            "received",
            "a day or moment",
            "created|created date|created time|create date|date added|createddate|date|received at|"
            "created at|submitted|timestamp|first seen|connected on|subscription date",
        ),
        (
            "asked_for",
            TEXT,
            "enquiry|inquiry|request|message|interest|interested in|wants|what "
            "property are you interested in",
        ),
        ("channel", "a channel, made if it is new", "lead source|source|leadsource|account source"),
        ("campaign", "a campaign, made if it is new", "campaign name|utm campaign"),
        ("status", "new, working, nurture, qualified, accepted, disqualified …", "lead status"),
        ("estimated_value", MONEY, "value|estimated value|expected value|deal value"),
        ("budget", TEXT, "your budget range|budget range"),
        ("timing", TEXT, "how soon are you looking to buy|timeline|timeframe|when"),
        ("next_step", TEXT, "next step|next action|follow up"),
        ("converted", "yes or no", "isconverted|is converted"),
        ("deal_ref", "a deal of the same export", "converted opportunity external id"),
        ("contact_ref", "a contact of the same export", "converted contact external id"),
        ("organisation_ref", "an organisation of the same export", "converted account external id"),
        ("converted_on", DAY, "converteddate|converted date|conversion date"),
    ),
    "contacts": _fields(
        "contacts",
        *_PERSON,
        ("subscribed", "yes or no", "has newsletter|newsletter|opt in|subscribed|email opt in"),
        (
            "unsubscribed",
            "a day or moment, or yes",
            "unsub time|unsubscribed at|unsubscribed|opt out|email opt out",
        ),
        ("created", DAY, "create date|created|created at|first seen"),
    ),
    "organisations": _fields(
        "organisations",
        (
            "name",
            TEXT,
            "account name|accountname|company|company name|organisation|organization|business",
        ),
        ("industry", TEXT, "sector|branch"),
        ("website", "a web address", "company domain name|domain|website url|url|web", True),
        ("phone", "a phone number", "phone number|telephone|tel", True),
        ("address", TEXT, "street|street address|billing street|address1"),
        ("town", TEXT, "city|billing city|location"),
        ("postcode", TEXT, "zip|zip code|postal code"),
        ("country", TEXT, "billing country"),
        ("owner", "a person's name, initials or email", "company owner|account owner"),
        ("owner_ref", TEXT, "owner external id|owner id"),
        ("notes", TEXT, "note|comments|description", True),
        ("external_ref", TEXT, "id|external id|company id|account id|accountid"),
    ),
    "deals": _fields(
        "deals",
        ("title", TEXT, "name|deal name|deal|opportunity name|opportunity|subject|job"),
        ("amount", MONEY, "deal amount|value|deal value|revenue|price|total|close value"),
        (
            "stage",
            "a stage, made if it is new; any with won or lost closes the deal",
            "stagename|stage name|deal stage|status",
        ),
        (
            "opened",
            DAY,
            "create date|created|createddate|created date|datetimecreated|engage "
            "date|opened on|open date|start date|created at",
        ),
        (
            "closed",
            DAY,
            "close date|closedate|closed on|closing date|expected close|expected close "
            "date|closed date|won date",
        ),
        (
            "reason",
            "a reason, made if it is new",
            "closed lost reason|lost reason|loss reason|closed won reason",
        ),
        (
            "owner",
            "a person's name, initials or email",
            "deal owner|sales agent|salesperson|owner name|assigned to|rep",
        ),
        ("owner_ref", TEXT, "owner external id|owner id"),
        ("organisation", TEXT, "company|account|account name|customer|client|organization"),
        (
            "organisation_ref",
            TEXT,
            "account external id|account id|accountid|company id|associated company domain",
        ),
        ("contact", TEXT, "contact name|person"),
        ("contact_ref", TEXT, "contact external id|contact id|contactid|associated contact email"),
        ("campaign", "a campaign, made if it is new", "campaign name|utm campaign"),
        ("channel", "a channel, made if it is new", "lead source|leadsource|source"),
        ("product", "a product, made if it is new", "product name|item"),
        ("probability", "a percentage", "likelihood|chance"),
        (
            "forecast",
            "commit, best case, pipeline or omitted",
            "forecastcategoryname|forecast category",
        ),
        ("next_step", TEXT, "next step|next action"),
        ("notes", TEXT, "note|comments|description", True),
        ("external_ref", TEXT, "id|external id|deal id|dealid|opportunity id|record id"),
    ),
    "campaigns": _fields(
        "campaigns",
        ("name", TEXT, "campaign|campaign name|title"),
        ("code", TEXT, "short code|promo code"),
        ("channel", "a channel, made if it is new", "type|medium|source"),
        ("status", "planned, active, paused, complete or cancelled", "state"),
        ("starts", DAY, "start|start date|starts on|from"),
        ("ends", DAY, "end|end date|ends on|to"),
        ("budget", MONEY, "planned cost|budgeted cost"),
        ("spent", MONEY, "cost|actual cost|spend"),
        ("message", TEXT, "headline"),
        ("offer", TEXT, "promotion"),
        ("owner", "a person's name, initials or email", "campaign owner"),
        ("notes", TEXT, "note|description", True),
        ("external_ref", TEXT, "id|campaign id|external id"),
    ),
    "results": _fields(
        "results",
        ("campaign", "a campaign, made if it is new", "campaign name|xyz campaign id|campaign id"),
        ("day", DAY, "date|report date|week"),
        ("spent", MONEY, "cost|spend|amount spent|costs"),
        ("reach", "a whole number", "people reached"),
        ("impressions", "a whole number", "impr|views|impressions paid"),
        ("sent", "a whole number", "emails sent"),
        ("delivered", "a whole number", "deliveries"),
        ("opened", "a whole number", "opens|unique opens"),
        ("clicks", "a whole number", "link clicks|clicks paid"),
        ("visits", "a whole number", "sessions|site visits"),
        ("calls", "a whole number", "phone calls"),
        ("replies", "a whole number", "responses"),
        ("attendees", "a whole number", "visitors"),
        ("conversions", "a whole number", "total conversion|conversions paid|total conversions"),
        ("approved", "a whole number", "approved conversion|approved conversions"),
    ),
}
METRICS = tuple(f.name for f in FIELDS["results"] if f.accepts == "a whole number")
