"""`python -m salesdesk` is the command `salesdesk`."""

from salesdesk.cli import main

if __name__ == "__main__":
    main()
