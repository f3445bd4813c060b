"""What is wrong with the tables, models and columns that learning from texts was given."""


class TextsError(ValueError):
    """A table, column or model cannot be used; the message says what, where and what to do instead."""
