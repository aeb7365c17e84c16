"""`certobot worker`: work the conversations that other processes announce."""

from entrypoints.memory import settle
from entrypoints.runtime import running
from entrypoints.settings import Settings
from entrypoints.settings_errors import InvalidSetting
from entrypoints.stopping import stop_asked


async def worker(settings: Settings) -> None:
    """Work until SIGINT or SIGTERM.

    Raises:
        InvalidSetting: conversations are worked inside `serve`; a worker would have nothing to do.
    """
    dispatcher = settings.providers.dispatcher
    if dispatcher == "memory":
        raise InvalidSetting(
            "CERTOBOT_DISPATCHER", dispatcher, "o worker precisa de saq (com memory, serve já faz o trabalho)"
        )
    stopping = stop_asked()
    print("Preparando o banco de dados...", flush=True)
    async with running(settings):
        settle()
        print("Worker no ar (Ctrl+C para parar)", flush=True)
        await stopping.wait()
        print("Terminando o que está em andamento...", flush=True)
    print("Até logo.", flush=True)
