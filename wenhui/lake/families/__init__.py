"""Which rows tell the same matter again over weeks, and which known cases a new report is near to.

Its nouns: a *telling* is a text, when it was told and where, if known; its *matter* is the text without the words that say
where; two tellings are *likely the same* by matter, place and time, in log odds; a *family* is two tellings or more that are
the same matter at the same place. What is done about a family (one owner of the root cause) is decided above.
"""
