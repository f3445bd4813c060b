"""Spreadsheets of anybody's making: safely opened, read at once, understood, and filled without a trace.

`opening` says what a file is by its content and refuses what must not be opened. `reading` gives all values of a sheet
with their coordinates. `heads` finds the head under titles and notes, `taking` the rows below it. `shapes` says what
the values of a column look like. `filling` writes values into a copy of a form in which nothing else differs.

The nouns: a *file* has *tabs*; a tab read is a *sheet*; a sheet has one or more *heads*, each with *columns*; below a
head stand *rows*, then a *tail* of totals and signatures. What a column means is for upper rooms to say.

    opened = opening.open_file(content)
    sheet = reading.read(opened)
    head = heads.find(sheet)[0]
    rows = taking.take(sheet, head)
    shape = shapes.shape_of(rows.columns[0])
"""
