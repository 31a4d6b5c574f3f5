"""What is said of an answer on the page of its request: to whoever writes it, and to whoever approves it. Advice, never a block."""

from __future__ import annotations

from wobangni.service_requests.queries.values import RequestDetail
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.states import State
from wobangni.triage.queries.answers import AnswerReview, review_answer


def review_of(detail: RequestDetail, answer: str) -> AnswerReview:
    """What stands out in ``answer`` to this request."""
    return review_answer(detail.title, detail.description, answer)


def waiting_answer(detail: RequestDetail) -> str:
    """The answer that waits for a reviewer, for those who see inside; otherwise nothing."""
    if detail.state is not State.IN_REVIEW or not detail.inside:
        return ""
    written = [str(e.data.get("answer", "")) for e in detail.timeline if e.action is Action.ANSWER]
    return written[-1] if written else ""


def waiting_review(detail: RequestDetail) -> AnswerReview | None:
    """The review of the answer that waits for approval, where there is one."""
    answer = waiting_answer(detail)
    return review_of(detail, answer) if answer else None
