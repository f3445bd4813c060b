"""What departments ask for and hand over as tables and forms (台账).

A ledger comes in as any department's own spreadsheet: its columns are bound to attributes of the dictionary, its rows linked
to the registry's people and homes, its cells compared with what is known; then it is accepted as one and can be taken back
as one. A blank form goes out filled from what is known. What is said is kept by `facts`, who exists by the registry; here
stand files, heads, rows that nobody knew yet, and what was wrong in which cell.

A *binding* (对应) says what the columns of one head mean, of what its rows are, and how each was decided; a *remembered
head* (表头记忆) is what somebody decided about a provider's column, so that it is asked once. A *blank form* (空白表) is a
form without rows as it came, an *answer* (填报) the same file with the rows that are held, and *gaps* (缺口) are its cells
that nobody knows.
"""
