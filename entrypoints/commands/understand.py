"""`certobot understand`: messages in, meanings out, one JSON object a line."""

import sys

from entrypoints.container import Container
from entrypoints.memory import settle
from entrypoints.settings import Settings
from entrypoints.understand import understand


def understand_lines(settings: Settings, *, explain: bool) -> None:
    """Read standard input to its end; each line is answered before the next is read."""
    interpreter = Container(settings=settings).interpreter()
    settle()
    for answer in understand(sys.stdin, interpreter, explain=explain):
        print(answer, flush=True)
