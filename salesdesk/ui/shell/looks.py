"""How the program looks and listens on this computer: what View and Settings turn on and off."""

from salesdesk.session import recall, remember
from salesdesk.ui.kit import fonts, tokens
from salesdesk.ui.shell import keys

#: name in the memory -> (usual, what takes it up)
SWITCHES = {
    "contrast": (False, tokens.set_contrast),
    "compact": (False, fonts.set_compact),
    "letters": (True, keys.turn_letters),
}


def is_on(name: str) -> bool:
    """Whether a switch is on."""
    kept = recall().get(name)
    return kept if isinstance(kept, bool) else SWITCHES[name][0]


def turn(name: str, on: bool) -> None:
    """Turn a switch, and keep it for the next start."""
    remember(name, on)
    SWITCHES[name][1](on)


def take_up() -> None:
    """Begin as the program was left."""
    for name, (_, use) in SWITCHES.items():
        use(is_on(name))
