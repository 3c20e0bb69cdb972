"""A team folder with anything in its files: nothing in it stops the exchange or is believed."""

import hashlib
import json
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from salesdesk.exchange.folders import Folder
from salesdesk.exchange.parcels import LARGEST, Torn, unpack
from salesdesk.exchange.presence import everyone
from tests.exchange.computers import Computer, all_sync
from tests.exchange.conftest import computer, shared

__all__ = ["computer", "shared"]
Make = Callable[[str], Computer]

NOW = b'"here": true, "at": "2026-11-22T10:00:00Z"'
JUNK = {
    "nothing": b"",
    "zeros": b"\0" * 500,
    "no text": b"\xff\xfe\xfa",
    "a list": b"[1, 2]",
    "depth": b"[" * 200_000,
    "depth of objects": b'{"known": ' * 100_000,
    "endless numbers": b'{"known": {"5": 1e999}, "read": {"5": NaN}, "wants": {"5": Infinity}}',
    "huge numbers": b'{"known": {"5": %s}, "read": {"5": %s}, "schema": %s, %s}'
    % (b"9" * 30, b"9" * 30, b"9" * 30, NOW),
    "long numbers": b'{"known": {"5": %s}, "schema": %s, %s}' % (b"9" * 9000, b"9" * 9000, NOW),
    "negative numbers": b'{"known": {"-5": -7}, "read": {"-5": -7}, "wants": {"5": -4}, %s}' % NOW,
    "other types": b'{"known": [1], "read": "x", "wants": null, "here": 1, "at": {}, '
    b'"person": [1], "version": 5, "uuid": 5, "sha256": 5, "print": []}',
    "a day without time": b'{"here": true, "at": "2026-11-22"}',
    "the year 1": b'{"here": true, "at": "0001-01-01T00:00:00Z"}',
    "the year 9999": b'{"here": true, "at": "9999-12-31T23:59:59Z"}',
}
PLACES = ["shared.json", "identity.json", "presence/77.json", "snapshots/9-abc.json"]


@pytest.mark.parametrize("junk", JUNK)
def test_junk_in_any_file_stops_nothing(shared: Path, computer: Make, junk: str) -> None:
    ann, bob = computer("ann"), computer("bob")
    ann.lead("One")
    all_sync(ann, bob)
    folder = Folder(shared)
    bobs = f"presence/{bob.session.db.seat}.json"
    for name in [*PLACES, bobs, "changes/77/00000001.sdx"]:
        place = folder.path / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(JUNK[junk])
    bob.lead("Two")
    for one in (bob, ann):
        one.look_again()
        one.sync(refresh=True)
    assert ann.names() == ["One", "Two"]
    ann.close()
    assert ann.names() == computer("zoe").names() == ["One", "Two"]


def test_a_file_without_end_is_not_read(shared: Path, computer: Make) -> None:
    ann = computer("ann")
    ann.lead("One")
    ann.sync()
    place = Folder(shared).parcel(77, 1)
    place.parent.mkdir()
    place.touch()
    os.truncate(place, LARGEST + 1)
    assert Folder(shared).read(77, 1) == b""
    ann.look_again()
    ann.sync(refresh=True)
    assert "not arrived whole" in ann.problem() and ann.names() == ["One"]


def test_a_name_of_strange_letters_is_shown_without_them(shared: Path, computer: Make) -> None:
    ann = computer("ann")
    ann.sync()
    facts = {"person": "A\ud800n\u202en\n\x07", "computer": "p\x00c", "at": "now", "here": True}
    (Folder(shared).presence / "77.json").write_text(json.dumps(facts), "utf-8")
    said = [one for one in everyone(Folder(shared)) if one.seat == 77]
    assert [(one.person, one.computer) for one in said] == [("Ann", "pc")]


def packed(lines: bytes) -> bytes:
    return zlib.compress(lines + hashlib.sha256(lines).hexdigest().encode() + b"\n")


@pytest.mark.parametrize(
    "lines",
    [b"", b"\n", b"[" * 200_000 + b"\n", b'{"uuid": ' * 100_000 + b"\n", b"null\n", b"\xff\n"],
)
def test_a_file_of_changes_that_begins_with_junk_is_torn(lines: bytes) -> None:
    with pytest.raises(Torn):
        unpack(packed(lines), "u", 5, 1)
