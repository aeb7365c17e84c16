"""`certobot mock-crm`: a CRM to try Certobot with; a program of its own that shares no code with ours."""

import os
import sys
from typing import NoReturn


async def mock_crm() -> NoReturn:
    """Become the mock CRM: this process is replaced by it, and stops as it stops."""
    os.execv(sys.executable, [sys.executable, "-m", "mock_crm"])  # noqa: S606 -- our own program, fixed arguments
