"""The commands that lock a file with a passphrase, and take the lock away."""

import os
import sys
from pathlib import Path

import click

from salesdesk.cli.words import FILE, cli, say
from salesdesk.errors import UserError
from salesdesk.store import locks
from salesdesk.store.locks import ENV_NEW_PASSPHRASE, ENV_PASSPHRASE


@cli.command()
@FILE
@click.option("--keyring", is_flag=True, help="Keep the key in this computer's keyring too.")
@click.option("--new-passphrase", is_flag=True, help="Give a locked FILE another passphrase.")
def encrypt(file: Path, keyring: bool, new_passphrase: bool) -> None:
    """Lock FILE with a passphrase.

    It is asked for, or read from SALESDESK_PASSPHRASE; a new one for a locked file is read from
    SALESDESK_NEW_PASSPHRASE.
    """
    from salesdesk.jobs import locking

    locking.may_lock_at(file)
    if new_passphrase:
        know_lock(file)
    elif locking.is_locked(file):
        raise UserError(
            f"{file.name} is locked already.",
            "Take the lock away with decrypt, or change it with encrypt --new-passphrase.",
        )
    given = os.environ.get(ENV_NEW_PASSPHRASE if new_passphrase else ENV_PASSPHRASE)
    passphrase = given or _ask("New passphrase")
    made = locking.prepare(passphrase, given or _ask("The same again"))
    printed = locking.recovery_key(made)
    say(f"The recovery key: {printed}")
    say("Print it and keep it away from this computer. Who has it can open the file.")
    if given is None and not locking.is_recovery_key(_ask("Type the recovery key back"), made):
        raise UserError("That is not the recovery key.", "Nothing was changed. Try again.")
    say(locking.lock(file, made, keyring=keyring))


@cli.command()
@FILE
def decrypt(file: Path) -> None:
    """Take the lock away from FILE.

    Anybody who has it can then read it.
    """
    from salesdesk.jobs import locking

    if locking.is_locked(file):
        locking.may_lock_at(file)
        know_lock(file)
    say(locking.unlock_for_good(file))


def know_lock(file: Path, given: str | None = None) -> None:
    """Find the key of a locked file, or ask for it; UserError for one that is not locked.

    `given`: the passphrase of this very file, where the environment has one.
    """
    from salesdesk.jobs import locking

    if given is not None:
        locking.unlock(file, given)
        return
    try:
        locks.key_for(file)
    except UserError as error:
        if not isinstance(error, locking.Locked) and not sys.stdin.isatty():
            raise
        locking.unlock(file, _ask(f"Passphrase or recovery key of {file.name}"))


def open_lock(error: Exception) -> bool:
    """Ask for the passphrase of a locked file; False where nobody can be asked."""
    from salesdesk.jobs import locking

    if not isinstance(error, locking.Locked) or not sys.stdin.isatty():
        return False
    locking.unlock(error.path, _ask(f"Passphrase for {error.path.name}"))
    return True


def _ask(words: str) -> str:
    if not sys.stdin.isatty():
        raise UserError(
            "There is nobody here to ask for the passphrase.",
            f"Put it into {ENV_PASSPHRASE}; a new one for a locked file into {ENV_NEW_PASSPHRASE}.",
        )
    return str(click.prompt(words, hide_input=True))
