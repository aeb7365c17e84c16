"""What happened in a scenario, in order, for its report."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from application.ports.clock import Clock
from domain.shared.calendar import SAO_PAULO
from entrypoints.workbench.result import Bubble, Who
from entrypoints.workbench.whatsapp import Arrived

_UNITS = (
    (86_400, "dia", "dias"),
    (3_600, "hora", "horas"),
    (60, "minuto", "minutos"),
    (1, "segundo", "segundos"),
)

_MEDIA_NAMES: dict[str, str] = {
    "audio": "🎤 áudio", "image": "📷 foto", "sticker": "figurinha", "video": "🎬 vídeo",
    "document": "📄 documento", "location": "📍 localização", "contacts": "👤 contato",
}  # fmt: skip


class Tape:
    """Keeps the bubbles of one scenario and the files that go with them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.bubbles: list[Bubble] = []
        self.files: dict[int, bytes] = {}

    def person_says(self, name: str, text: str) -> None:
        """Keep what somebody wrote."""
        self.bubbles.append(Bubble("pessoa", name, text, self._clock.now()))

    def certobot_says(self, arrived: Iterable[Arrived]) -> None:
        """Keep what reached somebody's phone."""
        for message in arrived:
            is_file = message.kind == "document"
            if is_file:
                self.files[len(self.bubbles)] = message.data
            who: Who = "documento" if is_file else "certobot"
            self.bubbles.append(Bubble(who, "Certobot", message.text, self._clock.now()))

    def time_passes(self, time: timedelta) -> None:
        """Keep that time went by."""
        said = spoken(time)
        verb = "passa" if said.startswith("1 ") else "passam"
        self.bubbles.append(Bubble("tempo", "", f"{verb} {said}", self._clock.now()))

    def time_is(self, moment: datetime) -> None:
        """Keep that the clock stands somewhere else."""
        told = f"{moment.astimezone(SAO_PAULO):%d/%m/%Y, %H:%M}"
        self.bubbles.append(Bubble("tempo", "", told, moment))

    def note(self, text: str) -> None:
        """Keep what else a reader should know."""
        self.bubbles.append(Bubble("aviso", "", text, self._clock.now()))


def spoken(time: timedelta) -> str:
    """Return a length of time as people say it: `3 minutos`, `1 dia e 2 horas`."""
    left, parts = int(time.total_seconds()), []
    for size, one, many in _UNITS:
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {one if count == 1 else many}")
    return " e ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts) or "0 segundos"


def named(kind: str) -> str:
    """Return what stands for a message without a text: `🎤 áudio`."""
    return _MEDIA_NAMES.get(kind, kind)
