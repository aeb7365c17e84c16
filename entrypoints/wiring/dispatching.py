"""What announces work."""

from adapters.dispatcher.quiet import QuietDispatcher
from adapters.dispatcher.saq import SaqDispatcher
from application.ports.dispatcher import Dispatcher
from entrypoints.settings import Settings


def saq(settings: Settings) -> SaqDispatcher:
    """Return the queue on Redis."""
    return SaqDispatcher(settings.redis.url)


def quiet(dispatcher: Dispatcher, settings: Settings) -> QuietDispatcher:
    """Wait for the rest of a burst before announcing it."""
    return QuietDispatcher(dispatcher, settings.contact.quiet_milliseconds / 1000)
