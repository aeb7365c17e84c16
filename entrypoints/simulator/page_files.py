"""The simulator's page and the files it is made of: no inline code, nothing from outside."""

from pathlib import Path

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

_FILES = {file.name: file.read_bytes() for file in (Path(__file__).parent / "page").iterdir()}
_MEDIA_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}


@get("/")
async def show_page() -> Response[bytes]:
    """Return the page."""
    return _file("index.html")


@get("/{name:str}")
async def show_page_file(name: FromPath[str]) -> Response[bytes]:
    """Return one of the files that the page is made of."""
    if name not in _FILES:
        raise NotFoundException
    return _file(name)


def _file(name: str) -> Response[bytes]:
    return Response(_FILES[name], media_type=_MEDIA_TYPES[Path(name).suffix], headers=_HEADERS)
