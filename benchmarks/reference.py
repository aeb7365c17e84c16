"""The least that a webhook can be: bare Litestar on granian checks the HMAC and makes one asyncpg insert."""

import asyncio
import hashlib
import hmac
import os
from typing import Any
from uuid import uuid4

import asyncpg  # type: ignore[import-untyped]
from granian.constants import Interfaces
from granian.server.embed import Server
from litestar import Litestar, Request, Response, post

from benchmarks.meta import APP_SECRET

_POOL: list[asyncpg.Pool] = []
_SCHEMA = """
    CREATE TABLE IF NOT EXISTS reference (
        id uuid PRIMARY KEY, body bytea NOT NULL, at timestamptz NOT NULL DEFAULT now()
    )
"""


@post("/webhooks/whatsapp", status_code=200)
async def take(request: Request[Any, Any, Any]) -> Response[dict[str, str]]:
    """Keep the body of an authentic request."""
    body = await request.body()
    signature = hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(request.headers.get("x-hub-signature-256", ""), f"sha256={signature}"):
        return Response({"status": "no"}, status_code=401)
    await _POOL[0].execute("INSERT INTO reference (id, body) VALUES ($1, $2)", uuid4(), body)
    return Response({"status": "ok"})


async def main() -> None:
    """Serve until killed, on the port that Certobot would listen on."""
    _POOL.append(await asyncpg.create_pool(os.environ["CERTOBOT_DATABASE_URL"], min_size=10, max_size=15))
    await _POOL[0].execute(_SCHEMA)
    port = int(os.environ["CERTOBOT_HTTP_PORT"])
    app = Litestar([take], openapi_config=None)
    await Server(
        app, address="127.0.0.1", port=port, interface=Interfaces.ASGINL, log_enabled=False, websockets=False
    ).serve()


if __name__ == "__main__":
    asyncio.run(main())
