"""What is wrong with the grammar of a file, and what to write instead, in Portuguese."""

import re

from gherkin.errors import (
    AstBuilderException,
    NoSuchLanguageException,
    ParserException,
    UnexpectedEOFException,
)
from rapidfuzz import fuzz, process

from entrypoints.workbench.folded import folded
from entrypoints.workbench.problem import Problem

_TITLED = ("Funcionalidade", "Contexto", "Cenário", "Esquema do Cenário", "Exemplos", "Regra")
_STEPS = ("Dado", "Dada", "Dados", "Dadas", "Quando", "Então", "E", "Mas")
_ENGLISH = {
    "feature": "Funcionalidade:", "background": "Contexto:", "scenario": "Cenário:", "rule": "Regra:",
    "scenario outline": "Esquema do Cenário:", "examples": "Exemplos:", "given": "Dado", "when": "Quando",
    "then": "Então", "and": "E", "but": "Mas", "example": "Cenário:",
}  # fmt: skip
_ENOUGH = 75
_STEP_RULE = "toda linha de um cenário começa com Dado, Quando, Então, E ou Mas"


def in_portuguese(text: str) -> str:
    """Return `text` without a declared `pt-BR`, which the grammar knows only as `pt`."""
    return re.sub(
        r"^(\s*#\s*language\s*:\s*)(?:pt[-_]br|portugu[eê]s)\s*$",
        r"\1pt",
        text,
        flags=re.IGNORECASE | re.MULTILINE,
    )


def explained(error: ParserException, number: int, lines: list[str], shown: str) -> Problem:
    """Return what the error means for whoever wrote the file."""
    line = lines[number - 1].strip() if lines else ""
    if isinstance(error, NoSuchLanguageException):
        return Problem(
            shown, number, f"Idioma desconhecido: “{line}”.", "apague a linha ou escreva “# language: pt”"
        )
    if isinstance(error, AstBuilderException):
        return _uneven(number, lines, shown)
    if "whitespace" in str(error):
        return Problem(shown, number, f"Etiqueta com espaço: “{line}”.", "escreva @etiqueta-sem-espaço")
    if isinstance(error, UnexpectedEOFException):
        return _ended(number, lines, shown)
    what, fix = _unexpected(line, lines[: number - 1])
    return Problem(shown, number, what, fix)


def in_prose(line: str, *, of_feature: bool) -> tuple[str, str] | None:
    """Tell what a line of description was meant to be, when it looks like a misspelt keyword; else None.

    The description of a feature is prose, where only a forgotten scenario is looked for.
    """
    if of_feature:
        looks = re.match(r"(cenario|esquema do cenario|esquema de cenario)\b", folded(line))
        return _without_colon(line, []) if looks else None
    found = _in_english(line, []) or _without_colon(line, []) or _with_colon(line, []) or _misspelt(line, [])
    return found or (_row(line, []) if line.startswith(("|", "@")) else None)


def open_rows(lines: list[str], shown: str) -> list[Problem]:
    """Find the rows of tables that do not end: the grammar drops their last cell without a word."""
    found, in_text = [], False
    for number, line in enumerate(lines, 1):
        in_text ^= line.strip().startswith(('"""', "```"))
        if not in_text and line.strip().startswith("|") and not line.rstrip().endswith("|"):
            found.append(_open_row(number, shown))
    return found


def _open_row(number: int, shown: str) -> Problem:
    return Problem(shown, number, "Esta linha da tabela não termina com |.", "feche cada linha com |")


def _uneven(number: int, lines: list[str], shown: str) -> Problem:
    """Compare the row with the first one of its table."""
    first = number - 1
    while first > 0 and lines[first - 1].strip().startswith("|"):
        first -= 1
    for row in range(first, number):
        if not lines[row].rstrip().endswith("|"):
            return Problem(
                shown, row + 1, "Esta linha da tabela não termina com |.", "feche cada linha com |"
            )
    wide, expected = _columns(lines[number - 1]), _columns(lines[first])
    return Problem(
        shown,
        number,
        f"Esta linha da tabela tem {wide} coluna{'s' * (wide > 1)}; a primeira tem {expected}.",
        "separe as colunas com | e feche cada linha com |",
    )


def _columns(row: str) -> int:
    return max(len(re.split(r"(?<!\\)\|", row.strip())) - 2, 1)


def _ended(number: int, lines: list[str], shown: str) -> Problem:
    marks = [index for index, line in enumerate(lines, 1) if line.strip().startswith(('"""', "```"))]
    if len(marks) % 2:
        what = "O texto entre aspas triplas começa aqui e não termina."
        return Problem(shown, marks[-1], what, 'ponha """ sozinho na linha depois dele')
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    if last.startswith("@"):
        return Problem(
            shown, number, f"A etiqueta “{last}” não tem cenário abaixo.", "escreva “Cenário: …” abaixo"
        )
    fix = "comece por “Funcionalidade: …” e “Cenário: …”; certobot features --new mostra como"
    return Problem(shown, number, "O arquivo termina antes da hora.", fix)


def _unexpected(line: str, before: list[str]) -> tuple[str, str]:
    for explain in (_in_english, _without_colon, _with_colon, _misplaced, _row, _misspelt):
        if found := explain(line, before):
            return found
    if not any(_starts(each, _TITLED[:1]) for each in before):
        return f"O arquivo começa por “{line}”.", "a primeira linha é “Funcionalidade: …”"
    return f"Não entendo “{line}” aqui.", _STEP_RULE


def _in_english(line: str, _before: list[str]) -> tuple[str, str] | None:
    for word in sorted(_ENGLISH, key=len, reverse=True):
        if re.match(rf"{word}\b", line, re.IGNORECASE):
            rest = line[len(word) :].lstrip(": ")
            return f"“{line}” está em inglês.", f"escreva “{_ENGLISH[word]} {rest}”"
    return None


def _without_colon(line: str, _before: list[str]) -> tuple[str, str] | None:
    for word in sorted(_TITLED, key=len, reverse=True):
        if re.match(rf"{folded(word)}\b(?! *:)", folded(line)):
            rest = line[len(word) :].strip()
            return (
                f"Falta o dois-pontos depois de “{line[: len(word)]}”.",
                f"escreva “{word}: {rest}”".replace(": ”", ":”"),
            )
        if re.match(rf"{folded(word)} *:", folded(line)) and not line.startswith(f"{word}:"):
            rest = line.partition(":")[2].strip()
            return f"“{line.partition(':')[0]}” está escrito de outro jeito.", f"escreva “{word}: {rest}”"
    return None


def _with_colon(line: str, _before: list[str]) -> tuple[str, str] | None:
    for word in _STEPS:
        if re.match(rf"{folded(word)} *[:,]", folded(line)):
            rest = re.sub(r"^[:,\s]+", "", line[len(word) :])
            return f"“{word}” não leva dois-pontos nem vírgula.", f"escreva “{word} {rest}”"
        if re.match(rf"{folded(word)} ", folded(line)) and not line.startswith(f"{word} "):
            return f"“{line.split()[0]}” está escrito de outro jeito.", f"escreva “{word}{line[len(word) :]}”"
    return None


def _misplaced(line: str, before: list[str]) -> tuple[str, str] | None:
    if _starts(line, _STEPS):
        if not any(_starts(each, _TITLED[:1]) for each in before):
            return f"“{line}” vem antes de “Funcionalidade: …”.", "a primeira linha é “Funcionalidade: …”"
        if any(_starts(each, ("Exemplos",)) for each in before):
            return f"“{line}” vem depois dos exemplos.", "ponha esta linha antes de “Exemplos:”"
        return f"“{line}” não está em cenário nenhum.", "escreva “Cenário: …” acima desta linha"
    if _starts(line, ("Funcionalidade",)):
        return "O arquivo tem mais de uma funcionalidade.", "ponha cada funcionalidade em um arquivo"
    if _starts(line, ("Contexto",)):
        return "O contexto vem uma vez só, antes dos cenários.", "mova-o para logo abaixo da funcionalidade"
    if _starts(line, ("Exemplos",)):
        return "“Exemplos” não está em cenário nenhum.", "ponha-o no fim de um “Esquema do Cenário: …”"
    if _starts(line, _TITLED):
        return f"“{line}” vem antes de “Funcionalidade: …”.", "a primeira linha é “Funcionalidade: …”"
    return None


def _row(line: str, _before: list[str]) -> tuple[str, str] | None:
    if line.startswith("|"):
        return "Há uma tabela fora de lugar.", "uma tabela vem logo abaixo da linha que ela completa"
    if "|" in line:
        return f"A linha da tabela “{line}” está aberta.", f"comece e termine com |: | {line.strip('| ')} |"
    if line.startswith("@"):
        return f"A etiqueta “{line}” está fora de lugar.", "etiquetas vêm na linha de cima de um cenário"
    return None


def _misspelt(line: str, _before: list[str]) -> tuple[str, str] | None:
    head = line.partition(":")[0] if ":" in line[:30] else line.split()[0] if line else ""
    known = _TITLED if ":" in line[:30] else _STEPS
    near = process.extractOne(head, known, scorer=fuzz.ratio, processor=folded, score_cutoff=_ENOUGH)
    if near is None:
        return None
    rest = line[len(head) :].lstrip(": ")
    colon = ":" if known is _TITLED else ""
    return f"“{head}” parece “{near[0]}”.", f"escreva “{near[0]}{colon} {rest}”"


def _starts(line: str, words: tuple[str, ...]) -> bool:
    return any(re.match(rf"{folded(word)}\b", folded(line)) for word in words)
