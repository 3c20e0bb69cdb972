"""SalesDesk joins marketing and sales in one funnel, in one file."""

__version__ = "1.0.0"
