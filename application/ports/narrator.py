"""Finding the words for a reply."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from domain.negotiation.policy import Empathy
from domain.negotiation.reply import Reply
from domain.shared.ids import ConversationId


@dataclass(frozen=True, slots=True)
class Speaker:
    """On whose behalf Certobot speaks, and where the debtor can check that it is genuine.

    `discreet_name` may be said before identity is proven; it is empty when the name itself would
    give the subject away.
    """

    name: str
    discreet_name: str
    document: str
    phone: str
    site: str


@dataclass(frozen=True, slots=True)
class VoiceContext:
    """What a narrator may know beside the facts: the day in America/Sao_Paulo, the tone, what was said last.

    `turn` counts this conversation's replies from 0, so that variants rotate reproducibly;
    `conversation_id` is None outside conversations.
    """

    today: date
    empathy: Empathy
    speaker: Speaker
    turn: int
    last_text: str | None = None
    conversation_id: ConversationId | None = None


class Narrator(Protocol):
    """Phrases a reply in Portuguese."""

    async def phrase(self, reply: Reply, context: VoiceContext) -> str:
        """Return one text of at most 4,096 characters that states the reply's facts and no others."""
