"""The thread of a conversation as a model sees it: short, and without what says who somebody is."""

from collections.abc import Iterator
from itertools import takewhile

from adapters.llm.groq.pseudonyms import Pseudonyms
from application.ports.recollection import Recollection

_LONGEST_REMARK = 300  # characters, of what was said before


def said_before(recollection: Recollection, pseudonyms: Pseudonyms) -> Iterator[str]:
    """Yield a line for each remark up to our last one, oldest first; what came after it is being answered."""
    unanswered = sum(1 for _ in takewhile(lambda remark: not remark.ours, reversed(recollection.remarks)))
    answered = recollection.remarks[: len(recollection.remarks) - unanswered]
    for remark in answered:
        who = "Certobot" if remark.ours else "pessoa"
        yield f"- {who}: {_on_one_line(pseudonyms.mask_past(remark.text))}"


def said_last(recollection: Recollection, pseudonyms: Pseudonyms) -> str:
    """Return what the debtor wrote since our last remark."""
    last = list(takewhile(lambda remark: not remark.ours, reversed(recollection.remarks)))
    return pseudonyms.mask_past("\n".join(remark.text for remark in reversed(last)))


def quoted(text: str) -> str:
    """Return a text of somebody else between marks that it cannot close by itself."""
    return f"<<<\n{text.replace('<<<', '‹‹‹').replace('>>>', '›››')}\n>>>"


def _on_one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_REMARK else f"{line[:_LONGEST_REMARK]}…"
