"""What is wrong with the files a linkage was given."""


class LinkageError(ValueError):
    """A table, mapping or file of links cannot be used; the message says what, where and what to write instead."""
