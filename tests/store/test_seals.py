"""What lies beside a locked file is read with its key alone, and no change to it goes unseen."""

import random

import pytest

from salesdesk.store import locks
from salesdesk.store.seals import PLAIN, Seal, Strange, Torn

pytest.importorskip("cryptography", reason="the extra 'encryption' is not installed")
SEAL, OTHER = (Seal(locks.Lock(bytes([n]) * 32, bytes([n]) * 16)) for n in (1, 2))
CONTENT = b"Ann Lee" * 100


def test_it_comes_out_as_it_went_in() -> None:
    sealed = SEAL.close(CONTENT)
    assert b"Ann" not in sealed
    assert SEAL.close(CONTENT) != sealed  # not even the same twice looks the same
    assert SEAL.open(sealed) == CONTENT
    assert PLAIN.open(PLAIN.close(CONTENT)) == CONTENT


def test_another_key_and_none_are_told_from_damage() -> None:
    sealed = SEAL.close(CONTENT)
    for seal, data in ((OTHER, sealed), (SEAL, CONTENT), (PLAIN, sealed), (SEAL, bytes(90))):
        with pytest.raises(Strange):
            seal.open(data)


def test_no_change_and_no_cut_goes_unseen() -> None:
    sealed, luck = SEAL.close(CONTENT), random.Random(1)
    for length in range(len(sealed)):
        with pytest.raises(Torn):
            SEAL.open(sealed[:length])
    for _ in range(300):
        changed = bytearray(sealed)
        changed[luck.randrange(len(changed))] ^= 1 << luck.randrange(8)
        with pytest.raises(Torn):
            SEAL.open(bytes(changed))


def test_a_file_that_begins_to_arrive_is_torn_and_not_strange() -> None:
    sealed = SEAL.close(CONTENT)
    for length in (0, 3, 6, 20, 30, 60):
        with pytest.raises(Torn) as found:
            SEAL.open(sealed[:length])
        assert not isinstance(found.value, Strange)
