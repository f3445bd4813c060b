"""The append-only record of who did what, sealed in a hash chain. For investigation; nothing decides from it.

Nouns: Entry, Seal. Entries hold identifiers and reasons, never personal values, so nothing in the chain must be erased.
"""
