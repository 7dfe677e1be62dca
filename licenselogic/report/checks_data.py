"""Verdicts as JSON data: one as it is, several as a list with their inputs."""

from collections.abc import Sequence
from typing import Any

from licenselogic.report.told import Checked, Part, Unreadable
from licenselogic.verdict.verdict import NOTICE

SCHEMA = "licenselogic.checks/1"


def checks_data(found: Sequence[Checked], errors: Sequence[Unreadable] = ()) -> dict[str, Any]:
    """Return a verdict as it is where there is one, else schema `licenselogic.checks/1`."""
    if len(found) == 1 and not errors:
        return _verdict(found[0])
    return {
        "schema": SCHEMA,
        "checks": [{"path": one.path, "verdict": _verdict(one)} for one in found],
        "errors": [
            {
                "path": error.path,
                "problems": [
                    {"code": code, "message": message, "place": str(span) if span else None}
                    for code, message, span in error.problems
                ],
            }
            for error in errors
        ],
        "notice": NOTICE,
    }


def _verdict(one: Checked) -> dict[str, Any]:
    """Return a verdict, with what was accepted and what is against the policy where there is any.

    The verdict itself stays what it is.
    """
    data = one.verdict.to_dict()
    accepted = [
        {"code": told.code, "message": told.message, "reason": told.accepted}
        for told in one.told
        if told.accepted
    ]
    against = [
        {"code": told.code, "message": told.message, "works": list(told.about)}
        for told in one.told
        if told.part is Part.POLICY
    ]
    more = {"accepted": accepted, "policy": against}
    return {**data, **{key: rows for key, rows in more.items() if rows}}
