"""Persons, households, organisations and who lives where, since when.

Nouns: Person, Household, Organisation, Residence. Identifiers are encrypted, found through keyed blind indexes.
"""
