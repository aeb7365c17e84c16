"""What was loaded at the start stays for ever: the collector need not walk it again and again."""

import gc


def settle() -> None:
    """Take everything that exists now out of the collector's sight; call it once, when all is loaded."""
    gc.collect()
    gc.freeze()
