"""The Contacts section: people and organisations."""
