"""A process that plays scenarios, one after the other, and says nothing on its own."""

import logging
import os
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from multiprocessing.util import Finalize

from entrypoints.logs import configure_logs
from entrypoints.settings import Settings
from entrypoints.workbench.case import Case
from entrypoints.workbench.house import House, open_house
from entrypoints.workbench.picture import pictures
from entrypoints.workbench.play import play
from entrypoints.workbench.result import Played


@dataclass(slots=True)
class _Place:
    """Where this process plays: one house at a time, for the providers of the last scenario."""

    database_url: str = ""
    house: House | None = None
    settings: Settings | None = None
    opened: ExitStack = field(default_factory=ExitStack)


_PLACE = _Place()


def begin(database_url: str) -> None:
    """Get ready; whatever libraries print goes nowhere, for the run's output is a stakeholder's."""
    _PLACE.database_url = database_url
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    configure_logs(logging.ERROR)
    Finalize(None, _leave, exitpriority=10)


def played(case: Case, settings: Settings, *, with_pictures: bool) -> Played:
    """Play one scenario under `settings`; its files come back as pictures, when they are wanted."""
    done = play(case, _house(settings))
    files = {place: pictures(data) for place, data in done.files.items()} if with_pictures else {}
    return replace(done, files={}, pictures=files)


def _house(settings: Settings) -> House:
    if _PLACE.house is None or _PLACE.settings != settings:
        _leave()
        _PLACE.opened = ExitStack()
        _PLACE.house = _PLACE.opened.enter_context(open_house(settings, _PLACE.database_url))
        _PLACE.settings = settings
    return _PLACE.house


def _leave() -> None:
    _PLACE.house = None
    _PLACE.opened.close()
