"""What every adapter of ReceivedFiles promises."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from adapters.whatsapp import received_files
from adapters.whatsapp.graph_api import CloudApiConfig
from adapters.whatsapp.received_files import CloudApiFiles, MockFiles
from application.ports.received_files import FileGone, FilesUnavailable, ReceivedFile, ReceivedFiles
from tests.adapters.whatsapp.graph_server import GraphServer, Upload

RECEIPT = ReceivedFile("image/jpeg", bytes(range(256)) * 1_000)


def a_server() -> GraphServer:
    """A Graph API that keeps one receipt."""
    server = GraphServer(access_token="t0k3n")
    server.media.append(Upload("987", "x.jpg", RECEIPT.media_type, RECEIPT.data, {}))
    return server


def fetching_from(url: str, token: str = "t0k3n") -> CloudApiFiles:  # noqa: S107 -- of an invented server
    return CloudApiFiles(CloudApiConfig("106540352242922", token, url, connect_seconds=1, upload_seconds=2))


@asynccontextmanager
async def _mock() -> AsyncIterator[ReceivedFiles]:
    yield MockFiles({"987": RECEIPT})


@asynccontextmanager
async def _cloud_api() -> AsyncIterator[ReceivedFiles]:
    async with a_server() as server:
        files = fetching_from(server.url)
        yield files
        await files.aclose()


_FILES: dict[str, Callable[[], AbstractAsyncContextManager[ReceivedFiles]]] = {
    "mock": _mock,
    "cloud_api": _cloud_api,
}


@pytest.fixture(params=_FILES)
async def files(request: pytest.FixtureRequest) -> AsyncIterator[ReceivedFiles]:
    async with _FILES[request.param]() as opened:
        yield opened


async def test_a_file_comes_as_it_was_sent(files: ReceivedFiles) -> None:
    assert await files.fetch("987") == RECEIPT


@pytest.mark.parametrize("media_id", ["988", "", "../me", "987?x=1", "9" * 200])
async def test_what_is_not_there_is_gone(files: ReceivedFiles, media_id: str) -> None:
    with pytest.raises(FileGone):
        await files.fetch(media_id)


async def test_a_refused_token_or_no_answer_is_no_verdict_on_the_file() -> None:
    async with a_server() as server:
        for stranger in (fetching_from(server.url, "wrong"), fetching_from("http://127.0.0.1:9")):
            with pytest.raises(FilesUnavailable) as refused:
                await stranger.fetch("987")
            assert "wrong" not in str(refused.value)
            await stranger.aclose()


async def test_a_file_that_is_too_large_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(received_files, "LARGEST_FILE", 1_000)
    async with a_server() as server:
        files = fetching_from(server.url)
        with pytest.raises(FilesUnavailable):
            await files.fetch("987")
        await files.aclose()


async def test_the_token_goes_to_no_unguarded_address() -> None:
    async with a_server() as server:
        # The server names its files by another address than the one that was configured.
        files = fetching_from(server.url.replace("127.0.0.1", "localhost"))
        with pytest.raises(FilesUnavailable):
            await files.fetch("987")
        assert [request.path for request in server.requests] == ["/v25.0/987"]
        await files.aclose()
