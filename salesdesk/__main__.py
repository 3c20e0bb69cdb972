"""`python -m salesdesk` is the command `salesdesk`: the window at once, or a command."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Without a command, or with `open FILE`, go straight to the window; else ask click."""
    words = sys.argv[1:]
    plain = not words or (len(words) == 2 and words[0] == "open" and words[1][:1] not in ("-", ""))
    if not plain:
        from salesdesk.cli import main as command

        command()
        return
    from salesdesk import mistakes

    with mistakes.told():
        from salesdesk import start

        path = Path(words[1]) if words else None
        sys.exit(start.window(path, start.clock(os.environ.get("SALESDESK_TODAY"))))


if __name__ == "__main__":
    main()
