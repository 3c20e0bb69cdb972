"""A colleague's change as a sentence: "Priya moved Kitchen refit to Proposal"."""

import re
from collections.abc import Sequence

from salesdesk.queries.colleagues import Deed
from salesdesk.ui.kit.text import tr

#: So many changes are told one by one; more are only counted.
FEW = 3
_PAST = {
    "give": "gave", "tell": "told", "write": "wrote", "put": "put", "set": "set", "win": "won",
    "bring": "brought", "overcome": "overcame", "withdraw": "withdrew", "make": "made",
    "undo": "undid", "take": "took", "plan": "planned", "log": "logged", "send": "sent",
}  # fmt: skip
_NOUNS = "lead|deal|contact|organisation|campaign|person|stage|channel|channels|reason"


def past(verb: str) -> str:
    """A verb as it is said of what is over."""
    low = verb.lower()
    if low in _PAST:
        return _PAST[low]
    if low.endswith("e"):
        return low + "d"
    return f"{low[:-1]}ied" if re.search(r"[^aeiou]y$", low) else f"{low}ed"


def told(who: str, deed: Deed) -> str:
    """One change of a colleague."""
    words = f"{deed.words}: {deed.detail}" if deed.detail else deed.words
    if deed.kind == "undo":
        return tr("{who} took back: {what}").format(who=who, what=_small(words))
    if deed.kind == "redo":
        return tr("{who} did again: {what}").format(who=who, what=_small(words))
    verb, _, rest = deed.words.partition(" ")
    done = past(verb)
    if not deed.detail:
        return f"{who} {done} {rest}".strip()
    noun = re.fullmatch(rf"(.*?)\b({_NOUNS})\b(.*)", rest)
    if noun is None:
        return f"{who} {done} {rest}: {deed.detail}" if rest else f"{who} {done} {deed.detail}"
    before, _, after = noun.groups()
    after = "" if after.strip() == "to" else after  # "Give lead to" has no name in its detail
    return f"{who} {done} {before}{deed.detail}{after}"


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


def names(people: Sequence[str]) -> str:
    """Priya; Priya and Tom; Priya, Tom and Ann; Priya, Tom and 3 others."""
    if len(people) > 3:
        shown, more = people[:2], len(people) - 2
        words = tr("{n} others").format(n=more)
        return tr("{first} and {last}").format(first=", ".join(shown), last=words)
    if len(people) < 2:
        return "".join(people)
    return tr("{first} and {last}").format(first=", ".join(people[:-1]), last=people[-1])


def given(name: str, everybody: Sequence[str]) -> str:
    """The first name where nobody else here has the same; else the whole name."""
    first = name.split(" ")[0]
    same = sum(1 for other in set(everybody) if other.split(" ")[0] == first)
    return first if same <= 1 else name


def news(deeds: Sequence[Deed], who: Sequence[str]) -> str:
    """What colleagues did, in a line; `who` is by whom each was, in the same order."""
    people = list(dict.fromkeys(who))
    if len(deeds) == 1:
        return told(who[0], deeds[0])
    if len(people) == 1 and len(deeds) <= FEW:
        more = len(deeds) - 1
        form = tr("{what}, and 1 more change") if more == 1 else tr("{what}, and {n} more changes")
        return form.format(what=told(who[0], deeds[0]), n=more)
    return tr("{who} made {n} changes").format(who=names(people), n=f"{len(deeds):,}")
