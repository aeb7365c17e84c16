"""The engine over a real database, with a clock that moves on command and providers that fail on command."""

import asyncio
from dataclasses import dataclass, field

from adapters.clock.virtual import VirtualClock
from application.ports.interpreter import Interpreter, ReadingContext
from application.ports.messenger import OutboundMessage, ProviderMessageId
from domain.negotiation.understanding import Understanding
from entrypoints.container import Container


@dataclass(slots=True)
class Unwell:
    """Reads as `reader` does, unless told to raise, or to think for ever."""

    reader: Interpreter
    raises: Exception | None = None
    thinks: asyncio.Event | None = None

    async def read(self, text: str, context: ReadingContext) -> Understanding:
        """Read, or fail."""
        if self.raises is not None:
            raise self.raises
        if self.thinks is not None:
            self.thinks.set()
            await asyncio.Event().wait()
        return await self.reader.read(text, context)


@dataclass(slots=True)
class Channel:
    """Accepts what it is given, or raises what `answers` says, call by call."""

    answers: list[Exception] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    async def send(self, message: OutboundMessage) -> ProviderMessageId:
        """Accept it, or fail."""
        if self.answers:
            raise self.answers.pop(0)
        self.sent.append(message.key)
        return ProviderMessageId(f"wamid.{message.key}")


@dataclass(slots=True)
class Room:
    """Everything a test of the engine touches."""

    container: Container
    clock: VirtualClock
    reader: Unwell
    channel: Channel
