"""The words of reports, each explained in a sentence: for `explain`."""

GLOSSARY = {
    "compatible": "the work may be published under that licence; conditions and duties may remain",
    "incompatible": "the work may not be published under that licence; a counterexample says why",
    "unknown": "it cannot be told whether the work may be published so; the reasons say what "
    "is missing",
    "counterexample": "a rule that fails: a clause, the path from the work under it, and the "
    "scenario in which it bites",
    "scenario": "one concrete situation, such as who uses the work, for what, and how many users "
    "there are; none of its facts can be left out",
    "path": "the works from an ancestor down to the work that is judged, with the relations "
    "between them",
    "against": "the path of the other work, where two ancestors clash",
    "likewise": "other clauses, or scenarios, in which the same fails",
    "core": "a smallest set of upstream clauses that clash under every licence",
    "condition": "what must be true of the publisher, or of a maker, for a verdict to stand",
    "provided that": "what follows are conditions: each must be true for the verdict to stand",
    "duty": "something that the publisher must do; it never makes a licence incompatible",
    "met": "what is at hand shows that the duty is done: `[x]`",
    "unmet": "what is at hand shows that the duty is not done: `[!]`",
    "unchecked": "nothing at hand shows whether the duty is done: `[ ]`",
    "work": "a model, dataset or program, with an id and a licence",
    "lineage": "works, and how they were made from each other",
    "relation": "how one work was made from another, such as `finetune`",
    "upstream": "towards the works that another was made from",
    "outbound": "of a licence: the one that the work is offered under",
    "inbound": "of a licence: the one that an ancestor comes under",
    "publisher": "whoever made the work that is judged, and publishes it",
    "maker": "whoever made a work on the way, by default its owner",
    "recipient": "whoever gets the work under its outbound licence",
    "clause": "a numbered provision of a licence",
    "norm": "what a clause permits, forbids or requires",
    "reading": "a question of law on which reasonable people differ; `--assume` answers it",
    "assumption": "a reading of the law that can be switched",
    "profile": "a set of answers to the readings of the law",
    "catalogue": "the table of well-known works that ships with licenselogic",
    "accepted": "a finding that the settings accept, with a reason",
    "policy": "which licences the settings allow and deny",
    "verdict": "the answer for one work under one licence",
}
"""Half sentences, by the word that they explain."""
