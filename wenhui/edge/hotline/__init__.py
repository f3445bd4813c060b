"""The 12345 hotline: its tickets come as a sheet or over HTTP, each becomes a case, and what we did goes back.

Nouns: `HotlineTicket` beside the case that answers it, `HotlineStep` (what either house did to it), `HotlineExclusion`
(剔除), `HotlineImport` (a sheet of theirs), `HotlineSheet` (回填表, a sheet of ours). Their clock is theirs: it is kept on
the ticket and runs beside ours on the case. Handling the matter itself is the business of cases.
"""
