"""The licences that are known: found by any name, loaded one at a time, joined by expressions."""
