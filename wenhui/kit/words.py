"""A pair of words in the two languages, for names that live outside templates."""

from typing import NamedTuple


class Words(NamedTuple):
    """One name or sentence in Chinese and in English."""

    zh: str
    en: str
