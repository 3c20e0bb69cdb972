"""Rows on pages without a tree: whatever a damaged page says, it is a row or it is passed over."""

from pathlib import Path

import pytest

from salesdesk.store.orphans import Size, _chained

SIZE = Size(512, 512)


@pytest.mark.parametrize(("following", "length"), [(2**32 - 1, 900), (7, 900), (2, 2**29)], ids=str)
def test_a_chain_that_leads_out_of_the_file_or_round_and_round_ends(
    tmp_path: Path, following: int, length: int
) -> None:
    path = tmp_path / "pages"
    path.write_bytes(bytes(512) + following.to_bytes(4, "big") + bytes(508))
    with path.open("rb") as file, pytest.raises(ValueError, match=r"not there|not a row"):
        _chained(file, SIZE, 2, length)
