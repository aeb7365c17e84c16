"""The personas that come with Certobot, one file each; LEIAME.md says how to write another."""
