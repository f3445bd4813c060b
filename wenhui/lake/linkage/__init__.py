"""Which rows of tables are the same person: a Fellegi-Sunter linker without labels, Django or a database.

Its nouns: a *table* is rows under roles (name, birth date, …); a *field* is what is compared; two rows agree in a field at
a *level*; *candidates* are the pairs that blocking lets through; the *model* says how often each level happens among pairs
that are one person, people of one home, twins, or strangers; *links* are the pairs it takes for one person, *persons* the
rows tied by them. `docs/linkage.md` has the mathematics and the figures. Keeping people's decisions is left to the registry.
"""
