"""`certobot worker`: work the conversations that other processes announce."""

from contextlib import AsyncExitStack

from entrypoints.app import create_watch_app
from entrypoints.memory import settle
from entrypoints.runtime import running
from entrypoints.server import serving
from entrypoints.settings import Settings
from entrypoints.settings_errors import InvalidSetting
from entrypoints.stopping import stop_asked


async def worker(settings: Settings) -> None:
    """Work until SIGINT or SIGTERM; with a port of its own it answers on `/health` and `/metrics`.

    Raises:
        CannotListen: the port is taken.
        InvalidSetting: conversations are worked inside `serve`; a worker would have nothing to do.
    """
    dispatcher = settings.providers.dispatcher
    if dispatcher == "memory":
        raise InvalidSetting(
            "CERTOBOT_DISPATCHER", dispatcher, "o worker precisa de saq (com memory, serve já faz o trabalho)"
        )
    stopping = stop_asked()
    print("Preparando o banco de dados...", flush=True)
    async with AsyncExitStack() as stack:
        container = await stack.enter_async_context(running(settings))
        if port := settings.http.worker_port:
            await stack.enter_async_context(serving(create_watch_app(container), settings.http.host, port))
        settle()
        print("Worker no ar (Ctrl+C para parar)", flush=True)
        await stopping.wait()
        print("Terminando o que está em andamento...", flush=True)
    print("Até logo.", flush=True)
