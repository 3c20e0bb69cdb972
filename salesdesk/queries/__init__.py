"""Every read: SQL in, records out."""
