"""Every scenario of this folder, as a test."""

from pytest_bdd import scenarios

scenarios(".")
