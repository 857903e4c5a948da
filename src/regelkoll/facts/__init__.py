"""From a draft's blocks to a case: the value grammars of Swedish decisions, their structure, and the extraction."""
