"""Files that debtors sent, fetched from the Cloud API for a person to look at."""

import re
from collections.abc import Mapping

import aiohttp
import msgspec

from adapters.whatsapp.graph_api import CloudApiConfig
from application.ports.received_files import FileGone, FilesUnavailable, ReceivedFile

# Meta takes documents of up to 100 MB; a receipt is far smaller, and all of it is held in memory.
LARGEST_FILE = 20 * 1024 * 1024
_MEDIA_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")
_GONE = frozenset({400, 404, 410})
_OK = 200
_ANSWER = 65_536


class _Place(msgspec.Struct):
    url: str
    mime_type: str = "application/octet-stream"


class CloudApiFiles:
    """Fetches files of one business account; close it with `aclose`.

    Source: Meta, "Retrieve media": an id gives an address good for five minutes, fetched with the same token.
    """

    def __init__(self, config: CloudApiConfig) -> None:
        self._config = config
        self._base = f"{config.base_url.rstrip('/')}/{config.api_version}"
        self._session: aiohttp.ClientSession | None = None

    async def fetch(self, media_id: str) -> ReceivedFile:
        """Return the file, of at most 20 MB, or raise FileGone or FilesUnavailable."""
        if not _MEDIA_ID.fullmatch(media_id):
            raise FileGone
        try:
            place = msgspec.json.decode(await self._get(f"{self._base}/{media_id}", _ANSWER), type=_Place)
            # The token goes nowhere that is not at least as well guarded as the API itself.
            if not place.url.startswith((f"{self._config.base_url.rstrip('/')}/", "https://")):
                raise FilesUnavailable("endereço de arquivo inesperado")
            return ReceivedFile(place.mime_type, await self._get(place.url, LARGEST_FILE))
        except (aiohttp.ClientError, TimeoutError) as error:
            raise FilesUnavailable(type(error).__name__) from None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError):
            raise FilesUnavailable("resposta ilegível") from None

    async def aclose(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def _get(self, url: str, longest: int) -> bytes:
        async with self._opened().get(url, allow_redirects=False) as response:
            if response.status in _GONE:
                raise FileGone
            if response.status != _OK:
                raise FilesUnavailable(f"HTTP {response.status}")
            data = bytearray()
            async for chunk in response.content.iter_chunked(_ANSWER):
                data += chunk
                if len(data) > longest:
                    raise FilesUnavailable("arquivo grande demais")
            return bytes(data)

    def _opened(self) -> aiohttp.ClientSession:
        # A session belongs to the loop it is made in.
        if self._session is None:
            config = self._config
            self._session = aiohttp.ClientSession(
                headers={"Authorization": f"Bearer {config.access_token}"},
                timeout=aiohttp.ClientTimeout(total=config.upload_seconds, connect=config.connect_seconds),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session


class MockFiles:
    """Hands out the files it was given."""

    def __init__(self, files: Mapping[str, ReceivedFile] | None = None) -> None:
        self._files = dict(files or {})

    async def fetch(self, media_id: str) -> ReceivedFile:
        """Return the file, or raise FileGone."""
        if media_id not in self._files:
            raise FileGone
        return self._files[media_id]

    async def aclose(self) -> None:
        """Nothing is open."""
