"""The help: plain pages that come with the program, read and searched without a network."""
