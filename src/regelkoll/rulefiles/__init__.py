"""Rule packs: folders of YAML read strictly, every problem of every file at once."""

from regelkoll.rulefiles.load import RuleProblems, default_pack, load_rules
from regelkoll.rulefiles.problems import PROBLEMS, in_words

__all__ = ["PROBLEMS", "RuleProblems", "default_pack", "in_words", "load_rules"]
