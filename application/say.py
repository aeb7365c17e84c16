"""Find the words for a reply, and let no wrong figure through."""

from dataclasses import dataclass

import application.fact_check as facts
from application.ports.narrator import Narrator, VoiceContext
from application.ports.telemetry import Counted, Telemetry
from domain.negotiation.reply import Reply

# Said when no phrasing passes the check: it states nothing that could be wrong.
SAFE_TEXT = "Recebi sua mensagem. Vou conferir com a equipe e já te respondo por aqui."


@dataclass(frozen=True, slots=True)
class Say:
    """Phrases replies with `narrator`; a text that fails the fact check is phrased by `fallback` instead."""

    narrator: Narrator
    fallback: Narrator
    telemetry: Telemetry

    async def __call__(self, reply: Reply, context: VoiceContext) -> str:
        """Return a text that states the facts of `reply` and no others."""
        for narrator in (self.narrator, self.fallback):
            text = await narrator.phrase(reply, context)
            violations = facts.check_facts(text, reply, context)
            if not violations:
                return text
            for violation in violations:
                self.telemetry.count(Counted.TEXTS_REFUSED, violation.kind.value)
        return SAFE_TEXT
