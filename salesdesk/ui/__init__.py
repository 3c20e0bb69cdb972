"""The only room that knows Qt: window, panels, models, delegates and dialogs."""
