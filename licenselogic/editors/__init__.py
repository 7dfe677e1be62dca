"""Editors: what they show at a place of a text, as plain functions; and how they colour it."""
