"""The lead inbox: the list, the reading pane, and every key that moves a lead on."""
