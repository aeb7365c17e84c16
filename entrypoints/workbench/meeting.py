"""How a conversation with somebody begins, when the scenario does not say so."""

from entrypoints.workbench.problem import Unmet
from entrypoints.workbench.world import World


def meet(world: World, quem: str) -> None:
    """Have somebody approached who was not; a scenario that says nothing of identity begins after it."""
    if world.everything_said_to(quem):
        return
    told_before = world.refusal
    world.approaches(quem)
    if world.refusal and not told_before:
        raise Unmet(f"uma conversa com {world.cast.latest}", world.silence)
    if world.presumes_identity:
        world.tape.note(f"{quem} confirma quem é e recebe a primeira oferta")
        world.writes(quem, "oi")
        world.writes(quem, world.person(quem).cpf.digits[:3])
