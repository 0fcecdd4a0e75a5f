"""Human in the loop: the worst answers in a queue, and what reviewers say of them."""

from app.review.review import Review
from app.review.types import KINDS, Candidate, Judgement, Kind, Place, Reviewed

__all__ = ["KINDS", "Candidate", "Judgement", "Kind", "Place", "Review", "Reviewed"]
