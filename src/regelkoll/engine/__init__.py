"""Evaluation: a case and a rule set in, findings out. Two engines decide the same nodes by independent means."""
