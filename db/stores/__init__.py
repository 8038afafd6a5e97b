"""Writes: verbs that take the connection of the running transaction; they never commit."""
