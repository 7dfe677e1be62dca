"""Servers: licenselogic for other programs, over protocols that these speak."""
