"""`certobot serve`: webhook, API and, with the mock WhatsApp, the simulator."""

from entrypoints.app import create_app
from entrypoints.memory import settle
from entrypoints.runtime import running
from entrypoints.server import serving
from entrypoints.settings import Settings
from entrypoints.stopping import stop_asked


async def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM; with `dispatcher = "saq"` the conversations are worked by `worker`.

    Raises:
        CannotListen: the address is taken.
    """
    stopping = stop_asked()
    host, port = settings.http.host, settings.http.port
    print("Preparando o banco de dados...", flush=True)
    alone = settings.providers.dispatcher == "memory"
    async with (
        running(settings, dispatching=alone) as container,
        serving(create_app(container), host, port),
    ):
        settle()
        print(f"Certobot no ar em http://{host}:{port} (Ctrl+C para parar)", flush=True)
        await stopping.wait()
        print("Terminando o que está em andamento...", flush=True)
    print("Até logo.", flush=True)
