"""What departments ask for and hand over as tables and forms (台账).

A ledger comes in as any department's own spreadsheet: its columns are bound to attributes of the dictionary, its rows linked
to the registry's people and homes, its cells compared with what is known; then it is accepted as one and can be taken back
as one. A blank form goes out filled from what is known. What is said is kept by `facts`, who exists by the registry; here
stand files, heads, rows that nobody knew yet, and what was wrong in which cell.
"""
