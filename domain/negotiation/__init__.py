"""How a debt is negotiated: what is understood, what policy allows, what is offered, agreed and said."""
