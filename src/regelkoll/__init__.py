"""regelkoll reads a draft decision, checks it against declarative rules and reports before signing."""

__version__ = "0.1.0"
