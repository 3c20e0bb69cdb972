"""The pages of a locked file one by one, also where SQLCipher refuses them because of damage.

Each page is encrypted by itself (AES-256-CBC) and ends with its own initial vector and a checksum.
SQLCipher gives up a page whose checksum is wrong; but a flipped bit spoils sixteen bytes of it
and one bit more, and the rest can be read.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from salesdesk.errors import UserError
from salesdesk.store.locks import PAGE, SALT, is_noise
from salesdesk.store.pages import MAGIC

#: The end of each page: initial vector, then the checksum.
VECTOR, RESERVED = 16, 80
SAMPLE = 64
#: What the first byte of a page of ours can be: of a tree, or of the number of another page.
FIRST_BYTES = frozenset({0, 2, 5, 10, 13})


def seems_locked(path: Path) -> bool:
    """True for a locked file, whatever happened to some of its pages or to its end."""
    found = [is_noise(page) for page in _sample(path)]
    return bool(found) and sum(found) * 2 > len(found)


def fits(path: Path, key: bytes) -> bool:
    """Whether the key opens a locked file, as far as can be told from its pages alone."""
    pages = [page for page in _sample(path) if is_noise(page)]
    try:
        firsts = [_block(page, key)[0] for page in pages]
    except ImportError:
        return False
    return bool(firsts) and sum(first in FIRST_BYTES for first in firsts) * 2 > len(firsts)


def plain(path: Path, key: bytes) -> bytearray:
    """The whole file as it would be without its lock; only ever kept in memory."""
    made = bytearray()
    try:
        with path.open("rb") as file:
            while page := file.read(PAGE):
                made += _decrypted(page.ljust(PAGE, b"\0"), key, SALT if not made else 0)
    except ImportError as error:
        raise UserError(
            "The rescue of a locked file needs a part of SalesDesk that is not installed here.",
            'Install it with: pip install "salesdesk[encryption]".',
        ) from error
    made[:SALT] = MAGIC
    return made


def _sample(path: Path) -> Iterator[bytes]:
    """Pages from all over a file, without the first."""
    try:
        with path.open("rb") as file:
            count = path.stat().st_size // PAGE
            for number in range(1, count, max(1, count // SAMPLE)):
                yield _page(file, number)
    except OSError:
        return


def _page(file: BinaryIO, number: int) -> bytes:
    file.seek(number * PAGE)
    return file.read(PAGE)


def _decrypted(page: bytes, key: bytes, skip: int) -> bytes:
    body = _cipher(page, key).update(page[skip : PAGE - RESERVED])
    return bytes(bytes(skip) + body + bytes(RESERVED))


def _block(page: bytes, key: bytes) -> bytes:
    return bytes(_cipher(page, key).update(page[:16]))


def _cipher(page: bytes, key: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    vector = page[PAGE - RESERVED : PAGE - RESERVED + VECTOR]
    return Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
