"""The three states of an answer, or of an item as its answers leave it (METHOD 4.1).

`NA` has no object: it leaves the calculation and the denominator. A blank was not answered: it
leaves the score and counts in coverage. Zero is an answer.
"""

ANSWERED = "answered"
NOT_APPLICABLE = "not_applicable"
MISSING = "missing"
