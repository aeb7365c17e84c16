"""`certobot understand`: messages in, meanings out, one JSON object a line."""

import sys

from entrypoints.container import Container
from entrypoints.settings import Settings
from entrypoints.understand import understand


def understand_lines(settings: Settings, *, explain: bool) -> None:
    """Read standard input to its end; each line is answered before the next is read."""
    for answer in understand(sys.stdin, Container(settings=settings).interpreter(), explain=explain):
        print(answer, flush=True)
