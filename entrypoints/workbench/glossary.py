"""The vocabulary as a page: every sentence, with an example and the table it takes."""

from itertools import groupby

from entrypoints.workbench.meanings import MEANINGS
from entrypoints.workbench.vocabulary import Sentence, sentences

_HEAD = """\
# As frases dos cenários

Esta página é gerada por `certobot features --vocabulary`. Cada frase traz um exemplo: troque nomes e valores.

- **Nomes** começam com maiúscula (`Maria`, `João`). `ela`, `ele`, `a pessoa` são a última pessoa citada.
- **Valores** se escrevem como se fala, com ou sem aspas: `R$ 1.000,00`, `1.000 reais`, `40%`, `3x`,
  `três parcelas`, `180 segundos`, `2 horas`, `10/12`, `10/12/2026`, `sexta-feira`, `amanhã`,
  `daqui a 10 dias`, `9:30`, `20h`.
- O que a pessoa **escreve** vem sempre entre aspas.
- Acentos, maiúsculas, artigos e o ponto final não importam. `o Certobot` pode faltar depois de **E**.
- Há muitas maneiras de dizer a mesma coisa (oferece, propõe, mantém…): escreva a sua. Se ela não for
  conhecida, o Certobot mostra as mais parecidas.
- Com **não** na frente, um sentido é o contrário: `o Certobot não confirma o acordo`.
"""


def as_page() -> str:
    """Return the whole vocabulary in Markdown."""
    listed = [each for each in sentences() if each.listed]
    parts = [_HEAD]
    for area, group in groupby(listed, key=lambda each: each.area):
        parts.append(
            f"\n## {area}\n\n| frase | o que é |\n| --- | --- |\n" + "".join(map(_row, rows := list(group)))
        )
        parts += [_table(each) for each in rows if each.table]
    parts.append(_meanings())
    return "".join(parts)


def _row(sentence: Sentence) -> str:
    ways = " · ".join(f"{sentence.kind} {way}" for way in (sentence.example, *sentence.also))
    return f"| {ways} | {' '.join(sentence.what.split())} |\n"


def _table(sentence: Sentence) -> str:
    widths = [max(len(row[index]) for row in sentence.table) for index in range(len(sentence.table[0]))]
    rows = "\n".join(
        f"  | {' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))} |"
        for row in sentence.table
    )
    return f"\n```gherkin\n{sentence.kind} {sentence.example}\n{rows}\n```\n"


def _meanings() -> str:
    rows = "".join(f"- {meaning.name}\n" for meaning in MEANINGS)
    return (
        "\n## Os sentidos, para as linhas do Certobot em uma conversa\n\n"
        "Estes, as ofertas, os acordos e os documentos acima; vários de uma vez se juntam com “e”: "
        "`confirma o acordo e entrega o boleto e o Pix`.\n\n" + rows
    )
