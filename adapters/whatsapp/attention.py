"""Read receipts and the typing indicator of the Cloud API."""

import aiohttp
import msgspec

from adapters.whatsapp.graph_api import CloudApiConfig

_CONNECTIONS = 16
_LONGEST_ANSWER = 65_536
_REDIRECTS = 300


class CloudApiAttention:
    """Shows messages as read and answers as being written, over connections of its own; close with `aclose`.

    Source: Meta, "Typing indicators" (2025): one call does both, and the sign goes with the answer or after
    25 seconds.
    """

    def __init__(self, config: CloudApiConfig) -> None:
        self._config = config
        self._url = f"{config.base_url.rstrip('/')}/{config.api_version}/{config.phone_number_id}/messages"
        self._session: aiohttp.ClientSession | None = None

    async def show_typing(self, provider_message_id: str) -> bool:
        """Show the message as read and an answer as being written; tell whether Meta did."""
        body = {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": provider_message_id,
            "typing_indicator": {"type": "text"},
        }
        try:
            async with self._opened().post(
                self._url, data=msgspec.json.encode(body), allow_redirects=False
            ) as response:
                # Read to its end, the connection serves again.
                await response.content.read(_LONGEST_ANSWER)
                return response.status < _REDIRECTS
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def aclose(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    def _opened(self) -> aiohttp.ClientSession:
        # A session belongs to the loop it is made in.
        if self._session is None:
            config = self._config
            self._session = aiohttp.ClientSession(
                headers={
                    "Authorization": f"Bearer {config.access_token}",
                    "Content-Type": "application/json",
                },
                timeout=aiohttp.ClientTimeout(
                    total=config.connect_seconds + config.answer_seconds, connect=config.connect_seconds
                ),
                connector=aiohttp.TCPConnector(limit=_CONNECTIONS),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session


class MockAttention:
    """Remembers what it was told to show, the last `keep` of it."""

    def __init__(self, keep: int = 1_000) -> None:
        self._keep = keep
        self._shown: dict[str, None] = {}

    @property
    def shown(self) -> tuple[str, ...]:
        """The ids of the messages shown as read, oldest first."""
        return tuple(self._shown)

    async def show_typing(self, provider_message_id: str) -> bool:
        """Remember the message."""
        self._shown[provider_message_id] = None
        if len(self._shown) > self._keep:
            del self._shown[next(iter(self._shown))]
        return True

    async def aclose(self) -> None:
        """Nothing is open."""
