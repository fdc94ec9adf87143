"""Exceptions: the findings of the library with their code, place, message and hint."""

from __future__ import annotations

from typing import Any, NamedTuple


class Finding(NamedTuple):
    """One finding: a stable code, what was found, where, and one action that mends it.

    ``message``, ``hint`` and ``text`` are English; ``message_zh``, ``hint_zh`` and ``text_zh`` say the same in Chinese.
    """

    code: str
    kind: str
    message: str
    hint: str
    file: str | None
    row: int | None
    column: str | None
    text: str
    message_zh: str = ""
    hint_zh: str = ""
    text_zh: str = ""


def _finding(
    code: str,
    kind: str,
    place: tuple[str | None, int | None, str | None],
    english: tuple[str, str, str],
    chinese: tuple[str, str, str],
) -> Finding:
    """A finding as the library tells it: its place, and message, hint and whole text in both languages."""
    (file, row, column), (message, hint, text) = place, english
    return Finding(code, kind, message, hint, file, row, column, text, *chinese)


class EcovalueError(Exception):
    """Base of all errors of the package.

    ``findings`` holds everything that was found, in the order of the input. ``code``, ``kind``, ``message``, ``hint``, ``file``,
    ``row`` and ``column`` are those of the first finding. The text is the one that the command prints.

    The text is English. ``text_zh`` is all of it in Chinese, as ``ecovalue --lang zh`` prints it; ``message_zh`` and
    ``hint_zh`` are the Chinese of the first finding, and each of ``findings`` has its own.
    """

    findings: tuple[Finding, ...]

    def __init__(self, text: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(text, findings)
        self.findings = tuple(Finding(*finding) for finding in findings)

    def __str__(self) -> str:
        return str(self.args[0])

    @property
    def _first(self) -> Finding:
        if self.findings:
            return self.findings[0]
        return Finding("", "", str(self), "", None, None, None, str(self))

    @property
    def code(self) -> str:
        """Stable code of the rule that was broken, such as ``EV-U002``."""
        return self._first.code

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all findings."""
        return tuple(finding.code for finding in self.findings)

    @property
    def message(self) -> str:
        """The value found and the rule."""
        return self._first.message

    @property
    def hint(self) -> str:
        """One action that mends it."""
        return self._first.hint

    @property
    def message_zh(self) -> str:
        """The value found and the rule, in Chinese (中文)."""
        return self._first.message_zh

    @property
    def hint_zh(self) -> str:
        """One action that mends it, in Chinese (中文)."""
        return self._first.hint_zh

    @property
    def text_zh(self) -> str:
        """All findings in Chinese (中文), one a line."""
        return "\n".join(finding.text_zh for finding in self.findings)

    @property
    def file(self) -> str | None:
        """File of the first finding."""
        return self._first.file

    @property
    def row(self) -> int | None:
        """Line or row of the first finding, counted from 1."""
        return self._first.row

    @property
    def column(self) -> str | None:
        """Column, key, band or argument of the first finding."""
        return self._first.column


class InputError(EcovalueError, ValueError):
    """A file, key, table, array or raster is absent, damaged or says something impossible."""


class UnitError(EcovalueError, ValueError):
    """A unit is unknown or cannot be converted."""


class ParameterError(EcovalueError, ValueError):
    """A parameter row is missing, ambiguous or not allowed."""


class ProfileError(EcovalueError, ValueError):
    """A profile names something that is not known."""


class GridError(EcovalueError, ValueError):
    """Grids do not fit each other, or a grid cannot be measured."""


class LimitError(EcovalueError, ValueError):
    """A size is over a limit."""


class PathError(EcovalueError, ValueError):
    """A path leaves the folder of the run."""


class AccountError(EcovalueError, ValueError):
    """A partial result cannot be read back, or two results cannot be compared."""


class OutputError(EcovalueError):
    """The result cannot be written."""


class StatisticsError(EcovalueError, ValueError):
    """A regression cannot be fitted to its data."""


_KINDS: dict[str, type[EcovalueError]] = {
    "Input": InputError,
    "Unit": UnitError,
    "Parameter": ParameterError,
    "Profile": ProfileError,
    "Grid": GridError,
    "Limit": LimitError,
    "Path": PathError,
    "Account": AccountError,
    "Output": OutputError,
    "Statistics": StatisticsError,
}


def exception(text: str, told: tuple[tuple[Any, ...], ...]) -> EcovalueError:
    """The exception for some findings; its class is that of the first."""
    findings = tuple(_finding(*finding) for finding in told)
    kind = findings[0].kind if findings else ""
    return _KINDS.get(kind, EcovalueError)(text, findings)
