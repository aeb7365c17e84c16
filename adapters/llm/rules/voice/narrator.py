"""The narrator that speaks with the firm's own sentences: offline, the same every time."""

import re
from collections.abc import Iterator
from pathlib import Path

from adapters.llm.rules.voice.facts_in_words import FactsInWords, fill
from adapters.llm.rules.voice.phrase_book import PHRASES, load_phrases
from application.ports.narrator import VoiceContext
from domain.negotiation.reply import Reply, ReplyKind

_ABOUT_WHAT_CAME = frozenset({ReplyKind.MEDIA_NOT_READ, ReplyKind.RECEIPT_UNDER_CHECK})
_NOT_LETTERS = re.compile(r"[\W\d_]+")


class RulesNarrator:
    """Phrases a reply with the sentences of `phrases`, in turn, never the same one twice in a row.

    Raises:
        PhraseProblem: at construction, when a phrase file cannot be used.
    """

    def __init__(self, phrases: Path = PHRASES) -> None:
        self._book = load_phrases(phrases)

    async def phrase(self, reply: Reply, context: VoiceContext) -> str:
        """Return the text for `reply`: a hardship is received first, then the facts are told."""
        facts = FactsInWords(self._book, context)
        texts = list(self._variants(reply, context, facts))
        last = _letters(context.last_text or "")
        text = next((text for text in texts if _letters(text) not in last), texts[0])
        before = []
        if reply.acknowledges_hardship or reply.kind is ReplyKind.HARDSHIP_OFFER:
            before.append(facts.welcome(reply))
        if reply.kind not in _ABOUT_WHAT_CAME and (remark := facts.remark(reply)):
            before.append(remark)
        return "\n".join([*before, text])

    def handover(self, reply: Reply, context: VoiceContext) -> str:
        """Return what goes below any text of `reply`: the documents to come, and the codes to pay with."""
        words = FactsInWords(self._book, context).of(reply)
        return "\n".join(words[part] for part in ("documentos", "pagamento") if part in words)

    def _variants(self, reply: Reply, context: VoiceContext, facts: FactsInWords) -> Iterator[str]:
        templates = self._book[reply.kind].for_reply(reply).at(context.empathy)
        words = facts.of(reply)
        first = context.turn % len(templates)
        for template in templates[first:] + templates[:first]:
            yield fill(template, words)


def _letters(text: str) -> str:
    # Two texts that differ in their figures alone are the same phrase to the person who reads them.
    return _NOT_LETTERS.sub("", text)
