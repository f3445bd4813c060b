"""The counting engine: triggers write signed deltas, a folder merges them into cells, a read is both.

Nouns: face, delta, cell. Definitions come from `lake/indicators`; knows tables, not nouns of the office.
"""
