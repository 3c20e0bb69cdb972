"""The commands that lock a file with a passphrase, and take the lock away."""

import os
import sys
from pathlib import Path

import click

from salesdesk.cli.words import FILE, cli
from salesdesk.errors import UserError
from salesdesk.store.locks import ENV_PASSPHRASE


@cli.command()
@FILE
@click.option("--keyring", is_flag=True, help="Keep the key in this computer's keyring too.")
def encrypt(file: Path, keyring: bool) -> None:
    """Lock FILE with a passphrase (asked for, or from SALESDESK_PASSPHRASE)."""
    from salesdesk import locking

    if locking.is_locked(file):
        raise UserError(f"{file.name} is locked already.", "Decrypt it first.")
    given = os.environ.get(ENV_PASSPHRASE)
    passphrase = given or _ask("New passphrase")
    made = locking.prepare(passphrase, given or _ask("The same again"))
    printed = locking.recovery_key(made)
    click.echo(f"The recovery key: {printed}")
    click.echo("Print it and keep it away from this computer. Who has it can open the file.")
    if given is None and not locking.is_recovery_key(_ask("Type the recovery key back"), made):
        raise UserError("That is not the recovery key.", "Nothing was changed. Try again.")
    click.echo(locking.lock(file, made, keyring=keyring))


@cli.command()
@FILE
def decrypt(file: Path) -> None:
    """Take the lock away from FILE: anybody who has it can then read it."""
    from salesdesk import locking

    if not locking.is_locked(file):
        raise UserError(f"{file.name} is not locked.", "Open it as it is.")
    if os.environ.get(ENV_PASSPHRASE) is None:
        locking.unlock(file, _ask("Passphrase or recovery key"))
    click.echo(locking.unlock_for_good(file))


def open_lock(error: Exception) -> bool:
    """Ask for the passphrase of a locked file; False where nobody can be asked."""
    from salesdesk import locking

    if not isinstance(error, locking.Locked) or not sys.stdin.isatty():
        return False
    locking.unlock(error.path, _ask(f"Passphrase for {error.path.name}"))
    return True


def _ask(words: str) -> str:
    if not sys.stdin.isatty():
        raise UserError(
            "There is nobody here to ask for the passphrase.", f"Put it into {ENV_PASSPHRASE}."
        )
    return str(click.prompt(words, hide_input=True))
