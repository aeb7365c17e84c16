"""Everything that playing takes seconds to load, loaded by being imported: once for all that play."""

from entrypoints.wiring.llm import rules_interpreter
from entrypoints.workbench.vocabulary import sentences

rules_interpreter()
sentences()
