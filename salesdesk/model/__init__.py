"""Values and rules, pure: no file, no screen, no clock of their own."""
