"""Under which id Meta keeps a file that was uploaded before."""

import hashlib

from application.ports.cache import Cache
from application.ports.messenger import DocumentContent

# Meta keeps an upload for 30 days; it is uploaded anew well before.
_KEPT_SECONDS = 25 * 86_400.0


class MediaIds:
    """Remembers uploads by what is in them, so that the same file goes up once."""

    def __init__(self, cache: Cache, sender: str) -> None:
        self._cache = cache
        self._sender = sender

    async def known(self, document: DocumentContent) -> str | None:
        """Return the id of the same file, when it is remembered."""
        kept = await self._cache.get(self._key(document))
        return kept.decode() if kept else None

    async def keep(self, document: DocumentContent, media_id: str) -> None:
        """Remember the id of an upload."""
        await self._cache.set(self._key(document), media_id.encode(), _KEPT_SECONDS)

    async def forget(self, document: DocumentContent) -> None:
        """Have the file uploaded anew next time."""
        await self._cache.delete(self._key(document))

    def _key(self, document: DocumentContent) -> str:
        digest = hashlib.sha256(document.media_type.encode() + b"\0" + document.data).hexdigest()
        return f"media:{self._sender}:{digest}"
