"""Rule packs: folders of YAML read strictly, every problem of every file at once."""

from regelkoll.rulefiles.packs import default_pack, keep_folder, load_rules
from regelkoll.rulefiles.problems import PROBLEMS, RuleProblems, in_words

__all__ = ["PROBLEMS", "RuleProblems", "default_pack", "in_words", "keep_folder", "load_rules"]
