"""Working as a team: who else is here, what they did, and sharing a file with them."""
