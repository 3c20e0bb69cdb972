"""The folder beside a shared file, through which the copies of a team exchange their changes."""
