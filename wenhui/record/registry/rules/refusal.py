"""How a rule says no: the field, and a sentence that says the fact and the remedy, in both languages."""

import unicodedata

from wenhui.kit.words import Words


class NotUsableError(ValueError):
    """What was entered cannot be used; `words` say why and what to do, never repeating the value itself."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def plain(text: str) -> str:
    """Return `text` in half-width characters, without spaces and separators that people put between digits."""
    if text.isascii() and text.isalnum():
        return text
    return "".join(
        character
        for character in unicodedata.normalize("NFKC", text)
        if not character.isspace() and unicodedata.category(character) not in {"Cc", "Cf", "Pd"}
    )
