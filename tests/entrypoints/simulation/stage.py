"""What the tests of the simulation share: the current settings, offline, and a quiet run."""

from domain.negotiation.policy import Policy
from entrypoints.container import Container
from entrypoints.settings import Settings, load_settings
from entrypoints.simulation.conversation import Stage
from entrypoints.simulation.measures import Result
from entrypoints.simulation.memory import Memory
from entrypoints.simulation.persona import load_personas
from entrypoints.simulation.run import NamedPolicy, Simulation
from entrypoints.wiring.voices import Voices

SETTINGS: Settings = load_settings({})
CONTAINER = Container(settings=SETTINGS)


def a_stage(policy: Policy = SETTINGS.policy) -> Stage:
    """Return everything a conversation needs, as the program has it."""
    voices = rules()
    return Stage(voices.interpreter, voices.narrator, voices.fallback, CONTAINER.speaker(), policy, Memory())


def rules() -> Voices:
    """Return the rules, which read and phrase."""
    return Voices("rules", CONTAINER.interpreter(), CONTAINER.rules_narrator(), CONTAINER.rules_narrator())


async def simulated(*policies: Policy, personas: tuple[str, ...] = (), seeds: int = 5) -> tuple[Result, ...]:
    """Return how `personas` (none: all) fare under each policy."""
    named = [NamedPolicy(policy.version, policy) for policy in policies or (SETTINGS.policy,)]
    simulation = Simulation(
        [rules()], Memory(), CONTAINER.speaker(), named, load_personas(names=personas), seeds
    )
    return await simulation.run(lambda _done, _of: None)
