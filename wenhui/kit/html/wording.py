"""Which of two languages the reader gets."""

from django.utils.translation import get_language

from wenhui.kit.words import Words


def say(words: Words) -> str:
    """Return the words in the language of this reader; Chinese unless it is English."""
    return words.en if (get_language() or "").startswith("en") else words.zh
