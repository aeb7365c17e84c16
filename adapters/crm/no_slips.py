"""Nobody else issues: what can be paid is ours."""

from domain.shared.ids import ConversationId


class NoSlips:
    """Implements Slips where Certobot itself issues."""

    async def slip(self, conversation_id: ConversationId, installment: int) -> None:
        """Return None: there is no slip of somebody else's."""
