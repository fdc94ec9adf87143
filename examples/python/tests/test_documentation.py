"""Docstrings and README examples run; stubs are those of the registries."""

from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path

import pytest

import ecovalue
from ecovalue import _cells, driver, service

PACKAGE = Path(__file__).resolve().parents[1]


def test_every_example_of_an_equation_gives_its_number() -> None:
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    parser = doctest.DocTestParser()
    tried = 0
    for group in (driver, service):
        for module_name in group.__all__:
            module = getattr(group, module_name)
            for name in module.__all__:
                told = getattr(module, name).__doc__
                test = parser.get_doctest(told, {}, f"{module.__name__}.{name}", None, 0)
                result = runner.run(test)
                assert result.failed == 0, test.name
                tried += result.attempted
    assert tried > 400


def test_the_example_of_account_gives_its_number() -> None:
    result = doctest.testmod(_cells, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.failed == 0
    assert result.attempted > 2


def test_the_readme_gives_its_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PACKAGE.parents[1])
    result = doctest.testfile(str(PACKAGE / "README.md"), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert result.failed == 0
    assert result.attempted > 5


def test_stubs_are_those_of_the_registries() -> None:
    made = subprocess.run(
        [sys.executable, str(PACKAGE / "scripts" / "stubs.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stdout + made.stderr


def test_everything_public_is_documented() -> None:
    for name in ecovalue.__all__:
        assert getattr(ecovalue, name).__doc__, name
