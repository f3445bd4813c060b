"""Persons, households, organisations and who lives where, since when.

Nouns: Person, Household, Organisation, Residence; Attribute and CodeTable, the dictionary of what may be kept of them.
Identifiers are encrypted, found through keyed blind indexes.
"""
