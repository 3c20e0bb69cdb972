"""Every read: SQL in, records out.

In all of them money is a whole number of minor units, a day is `YYYY-MM-DD` and a moment is UTC,
as in the file.
"""
