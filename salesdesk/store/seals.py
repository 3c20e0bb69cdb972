"""Sealing what lies beside a locked file: nobody without its key reads it, or changes it unseen."""

import hashlib
import hmac
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from salesdesk.errors import UserError
from salesdesk.store.locks import SALT, Lock, key_for, lock_of

MARK = b"SDSK1\x00"
NONCE = 12
_HEAD = len(MARK) + SALT + NONCE


class Torn(Exception):
    """The content has not arrived whole, or is not what its name says: it is read again later."""


class Strange(Torn):
    """The content is sealed with another key, or plain where it must be sealed."""


@dataclass(frozen=True)
class Seal:
    """How the files beside a file are written and read: sealed with its lock, if it has one.

    What is sealed begins with the salt of its lock, so that another lock is told from damage.
    """

    lock: Lock | None = None

    @property
    def name(self) -> str | None:
        """What tells one lock from another and helps nobody to open it; None for no lock."""
        return None if self.lock is None else self.lock.salt.hex()

    def close(self, content: bytes) -> bytes:
        """The content as it may lie in a folder that others can read."""
        if self.lock is None:
            return content
        nonce = os.urandom(NONCE)
        head = MARK + self.lock.salt
        return bytes(head + nonce + self._aead.encrypt(nonce, content, head))

    def open(self, data: bytes) -> bytes:
        """The content again; Torn where it is not whole, Strange where it is not of this lock."""
        if self.lock is None:
            if data.startswith(MARK):
                raise Strange("sealed")
            return data
        head = MARK + self.lock.salt
        if not data or (head.startswith(data[: len(head)]) and len(data) < _HEAD):
            raise Torn("not whole")
        if not data.startswith(head):
            raise Strange("not sealed" if not data.startswith(MARK) else "another lock")
        from cryptography.exceptions import InvalidTag

        try:
            aead = self._aead
            return bytes(aead.decrypt(data[len(head) : _HEAD], data[_HEAD:], head))
        except InvalidTag as error:
            raise Torn("changed, or not whole") from error

    @cached_property
    def _aead(self) -> Any:
        assert self.lock is not None
        # a key of its own: the file's key is used for the file alone
        return _library()(
            hmac.new(self.lock.key, b"SalesDesk team folder", hashlib.sha256).digest()
        )

    def check(self) -> None:
        """UserError where what sealing needs is not installed."""
        if self.lock is not None:
            _library()


#: For a file that is not locked: everything beside it lies as it is.
PLAIN = Seal()


def of(path: Path) -> Seal:
    """The seal of a file with its lock, or PLAIN; UserError where its key is not known here."""
    found = PLAIN if lock_of(path) is None else Seal(key_for(path))
    found.check()
    return found


def _library() -> Any:
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    except ImportError as error:
        raise UserError(
            "A locked file that a team shares needs a part of SalesDesk that is not installed "
            "here.",
            'Install it with: pip install "salesdesk[encryption]".',
        ) from error
    return AESGCM
