"""Persons, households, organisations and who lives where, since when.

Nouns: Person, Household, Organisation, Residence; Attribute and CodeTable, the dictionary of what may be kept of them.
Identifiers are encrypted, found through keyed blind indexes. Rows that may be one person are Suspicions until someone
judges them; a Merge lets one lead to the other and can be undone. What makes rows alike is `lake/linkage`.
"""
