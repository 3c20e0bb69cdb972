"""What was done with somebody: one dialog for leads, deals, contacts and the day."""
