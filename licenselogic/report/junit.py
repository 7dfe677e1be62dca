"""Verdicts as JUnit XML, which CI servers draw as tests: a suite for each verdict."""

from collections.abc import Sequence
from xml.etree import ElementTree

from licenselogic.base.display import shown
from licenselogic.report.told import Checked, Told, Unreadable


def junit(found: Sequence[Checked], errors: Sequence[Unreadable] = ()) -> str:
    """Return the XML of a suite for each verdict, with a case for each thing that is told.

    The first case of a suite is the verdict.  What fails is a failure, what is accepted is skipped,
    and an input that cannot be read is an error.
    """
    root = ElementTree.Element("testsuites", name="licenselogic")
    for error in shown(tuple(errors)):
        suite = ElementTree.SubElement(root, "testsuite", name=error.path or "command line")
        for code, message, span in error.problems:
            case = _case(suite, code, error.path)
            ElementTree.SubElement(case, "error", type=code, message=message).text = (
                str(span) if span else ""
            )
        _count(suite)
    for checked in shown(tuple(found)):
        name = f"{checked.path}: {checked.title}" if checked.path else checked.title
        suite = ElementTree.SubElement(root, "testsuite", name=name)
        case = _case(suite, checked.status.value, checked.title)
        ElementTree.SubElement(case, "system-out").text = checked.verdict.message
        for told in checked.told:
            _told(suite, checked, told)
        _count(suite)
    for key in ("tests", "failures", "errors", "skipped"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _case(suite: ElementTree.Element, name: str, where: str) -> ElementTree.Element:
    return ElementTree.SubElement(suite, "testcase", name=name, classname=where or "licenselogic")


def _told(suite: ElementTree.Element, checked: Checked, told: Told) -> None:
    case = _case(suite, told.code, checked.title)
    if told.place is not None:
        case.set("file", told.place.file)
        case.set("line", str(told.place.line))
    lines = [told.message, *(f"{name}: {text}" for name, text in told.details)]
    lines += [f"help: {told.help}"] if told.help else []
    text = "\n".join(lines)
    if told.accepted:
        ElementTree.SubElement(case, "skipped", message=f"accepted: {told.accepted}")
        ElementTree.SubElement(case, "system-out").text = text
    elif told.fails:
        failure = ElementTree.SubElement(case, "failure", type=told.code, message=told.message)
        failure.text = text
    else:
        ElementTree.SubElement(case, "system-out").text = text


def _count(suite: ElementTree.Element) -> None:
    """Note in a suite how many of its cases there are, and how they ended."""
    suite.set("tests", str(len(suite.findall("testcase"))))
    for key, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(key, str(len(suite.findall(f"testcase/{tag}"))))
