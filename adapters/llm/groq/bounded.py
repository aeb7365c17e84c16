"""Answers that have an end: one that goes on and on is cut off before it fills the memory."""

from collections.abc import AsyncIterator

import httpx

# What a model may say in its most tokens, escaped and wrapped in JSON, is a tenth of it.
MOST_BYTES = 64 * 1024
PLAIN = {"accept-encoding": "identity"}


class OversizedAnswer(httpx.DecodingError):
    """An answer is longer than any model was allowed to make it, or packed so that nobody can tell."""


async def bound(response: httpx.Response) -> None:
    """Let no more than MOST_BYTES of `response` be read; ask for it with the headers PLAIN.

    Raises:
        OversizedAnswer: it came packed, or, while it is read, goes on.
    """
    if response.headers.get("content-encoding", "identity") != "identity":
        raise OversizedAnswer("packed")
    response.stream = _Bounded(response.stream)


class _Bounded(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream | httpx.AsyncByteStream) -> None:
        if not isinstance(stream, httpx.AsyncByteStream):
            raise TypeError(type(stream))
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = MOST_BYTES
        async for chunk in self._stream:
            left -= len(chunk)
            if left < 0:
                raise OversizedAnswer(f"more than {MOST_BYTES} bytes")
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()
