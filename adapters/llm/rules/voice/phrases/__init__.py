"""What Certobot says, in files that the business edits; `../LEIAME.md` tells how."""
