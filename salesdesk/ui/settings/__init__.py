"""The settings dialog: the business, its people and the lists they choose from."""
