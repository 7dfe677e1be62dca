"""Names of one licence are one term, for both judges."""

import licenselogic as ll
from licenselogic.norms.assumptions import select
from licenselogic.reference.judge import Judge


def test_a_choice_between_two_names_of_one_licence_is_none() -> None:
    label = "(EPL-2.0 OR https://www.eclipse.org/legal/epl-2.0/) AND hyperclova-x-seed-2025"
    works = [
        {"id": "bob/a", "license": label},
        {
            "id": "bob/b",
            "license": label,
            "type": "software",
            "from": [{"work": "bob/a", "by": "finetune"}],
        },
    ]
    lineage = ll.Lineage.from_dict({"works": works})
    judged = Judge(ll.licenses()).judge(lineage, "bob/b", label, select())
    assert judged.status == ll.check(lineage, "bob/b").status == "compatible"
