"""The cases, one file a theme; LEIAME.md says how they are written."""
