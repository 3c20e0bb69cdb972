"""A colleague's change, the company and the state of a shared file, each as one sentence."""

import pytest

from salesdesk.errors import UserError
from salesdesk.exchange.troubles import Away
from salesdesk.queries.colleagues import Deed
from salesdesk.teams import Seat, TeamStatus
from salesdesk.ui.team import sentences, words

AWAY = Away("The share cannot be reached.", "Go on working: your changes are kept here.")
FULL = UserError("The share is full.", "Your changes are kept on this computer.")


def deed(said: str, detail: str = "", kind: str = "do") -> Deed:
    return Deed(7, "Priya Shah", False, said, detail, kind)


def seat(name: str, *, me: bool = False, online: bool = True, computer: str = "PC-2") -> Seat:
    return Seat(name, name, computer, "2026-10-15T11:00:00Z", me, "deals", "1.0.0", online)


@pytest.mark.parametrize(
    ("said", "detail", "sentence"),
    [
        ("Move deal", "Kitchen refit to Proposal", "Priya moved Kitchen refit to Proposal"),
        ("Import", "214 leads from fair.csv", "Priya imported 214 leads from fair.csv"),
        ("Hand over lead", "Eleanor to Tom", "Priya handed over Eleanor to Tom"),
        ("Mark deal as lost", "Kitchen refit", "Priya marked Kitchen refit as lost"),
        ("Give deal to someone else", "Kitchen", "Priya gave Kitchen to someone else"),
        ("Give lead to", "Eleanor", "Priya gave Eleanor"),
        ("Win deal", "Kitchen refit", "Priya won Kitchen refit"),
        ("Qualify lead", "Eleanor", "Priya qualified Eleanor"),
        ("Log activity", "Called about timing", "Priya logged activity: Called about timing"),
        ("Finish next step", "Call back", "Priya finished next step: Call back"),
        ("Write quote", "Quote 12", "Priya wrote quote: Quote 12"),
        ("Change settings", "", "Priya changed settings"),
        ("Snooze", "12 leads", "Priya snoozed 12 leads"),
        ("Give", "12 leads to Tom", "Priya gave 12 leads to Tom"),
        ("Delete activity", "Rang", "Priya deleted activity: Rang"),
        ("Plan next step", "Visit", "Priya planned next step: Visit"),
    ],
)
def test_a_change_is_told_in_a_sentence(said: str, detail: str, sentence: str) -> None:
    assert sentences.told("Priya", deed(said, detail)) == sentence


def test_an_undo_and_a_redo_are_told_as_such() -> None:
    undone = sentences.told("Priya", deed("Move deal", "Kitchen to Proposal", "undo"))
    assert undone == "Priya took back: move deal: Kitchen to Proposal"
    again = sentences.told("Priya", deed("Move deal", "Kitchen", "redo"))
    assert again == "Priya did again: move deal: Kitchen"


def test_several_changes_are_one_line() -> None:
    two = [deed("Win deal", "Kitchen"), deed("Add lead", "Ann")]
    assert sentences.news(two, ["Priya"] * 2) == "Priya won Kitchen, and 1 more change"
    assert sentences.news([*two, two[0]], ["Priya"] * 3).endswith("and 2 more changes")
    assert sentences.news(two * 6, ["Priya", "Tom"] * 6) == "Priya and Tom made 12 changes"


def test_first_names_where_they_are_enough() -> None:
    team = ["Tom Finch", "Tom Reid", "Priya Shah"]
    assert sentences.given("Priya Shah", team) == "Priya"
    assert sentences.given("Tom Finch", team) == "Tom Finch"


def test_the_company_is_named() -> None:
    me = seat("Hannah Marlow", me=True, computer="PC-1")
    team = [me, seat("Priya Shah"), seat("Tom Finch")]
    assert words.company(TeamStatus(team, True), "Hannah Marlow") == "Priya and Tom are also here"
    assert words.company(TeamStatus(team[:2], True), "Hannah Marlow") == "Priya is also here"
    assert words.company(TeamStatus([me], True), "Hannah Marlow") == ""
    gone = [me, seat("Priya Shah", online=False)]
    assert words.company(TeamStatus(gone, True), "Hannah Marlow") == ""
    twice = [me, seat("Hannah Marlow", computer="LAPTOP")]
    said = words.company(TeamStatus(twice, True), "Hannah Marlow")
    assert said == "You are also here on LAPTOP"
    many = [me, *(seat(f"{name} X") for name in ("Ann", "Bob", "Cat", "Dan"))]
    said = words.company(TeamStatus(many, True), "Hannah Marlow")
    assert said == "Ann, Bob and 2 others are also here"


def test_offline_nobody_is_said_to_be_here() -> None:
    team = [seat("Hannah", me=True), seat("Priya Shah")]
    away = TeamStatus(team, False, problem=AWAY)
    assert words.company(away, "Hannah") == ""
    line = words.seen(team[1], "2026-10-15T11:05:00Z", "Europe/London", known=away.online)
    assert line == "last seen today 12:00"
    assert words.seen(team[1], "2026-10-15T11:05:00Z", "Europe/London") == "here now"


@pytest.mark.parametrize(
    ("status", "line"),
    [
        (TeamStatus(online=True), "Saved 12:04"),
        (TeamStatus(), "Saved 12:04"),
        (TeamStatus(online=True, waiting_out=3), "Sending 3 changes"),
        (
            TeamStatus(waiting_out=3, problem=AWAY),
            "Offline: 3 changes wait, they will be sent by themselves",
        ),
        (TeamStatus(problem=AWAY), "Offline, nothing waits to be sent"),
        (TeamStatus(waiting_out=3, problem=FULL), "The share is full."),
        (TeamStatus(online=True, problem=FULL), "The share is full."),
    ],
)
def test_the_state_of_a_shared_file(status: TeamStatus, line: str) -> None:
    assert words.standing(status, "Saved 12:04").words == line


def test_what_waits_is_said_in_the_list_of_the_team() -> None:
    assert words.notes(TeamStatus(waiting_out=1)) == ["1 change waits, it will be sent by itself."]
    coming = words.notes(TeamStatus(online=True, waiting_in=2))
    assert coming == ["2 changes of colleagues came before others that belong to them."]
    assert "Everything is sent" in words.notes(TeamStatus(online=True))[0]
