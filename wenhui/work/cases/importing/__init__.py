"""Cases from other systems in bulk: a mapping says which column is which, rows come in once, rejects say why.

`mapping` reads the YAML, `reading` turns any file into normalised rows, `writing` brings them into the tables in chunks
that each stand by themselves, so that a killed import goes on where it was.
"""
