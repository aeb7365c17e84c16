"""Text for the standard PDF fonts, which know the characters of WinAnsi (cp1252) and no others."""

import unicodedata


def printable(text: str) -> str:
    """Return `text` on one line with characters of WinAnsi only.

    Accents, dashes and curly quotes stay as they are; a foreign letter loses its marks or becomes `?`;
    emoji and other signs vanish.
    """
    # Some phones write a letter and its accent apart; WinAnsi has only the composed letter.
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(_nearest(character) for character in composed).split())


def _nearest(character: str) -> str:
    if character.isspace():
        return " "
    if _is_known(character):
        return character
    plain = "".join(part for part in unicodedata.normalize("NFKD", character) if _is_known(part))
    if plain:
        return plain
    return "?" if unicodedata.category(character)[0] in "LN" else ""


def _is_known(character: str) -> bool:
    try:
        character.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return unicodedata.category(character)[0] != "C"
