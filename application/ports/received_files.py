"""The files that debtors sent, as long as the channel keeps them."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """One file: what the channel says it is, and its bytes. Nobody here opens it."""

    media_type: str
    data: bytes = field(repr=False)


class FileGone(Exception):
    """The channel does not keep the file any more, or never had it."""

    def __init__(self) -> None:
        super().__init__("o arquivo não está mais no canal")


class FilesUnavailable(Exception):
    """The channel did not hand the file out now: try again."""


class ReceivedFiles(Protocol):
    """Fetches what a debtor sent, for a person to look at."""

    async def fetch(self, media_id: str) -> ReceivedFile:
        """Return the file.

        Raises:
            FileGone: it is there no more.
            FilesUnavailable: try again.
        """
