"""The only room that knows Qt: window, panels, models, delegates and dialogs."""

import builtins

import PySide6.QtCore  # noqa: F401

# PySide reads the source of each module that is imported after it, to see whether it wants Qt's
# names in another spelling. None of ours does: modules are imported as without PySide.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
