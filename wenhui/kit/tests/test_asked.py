"""Within a page a question is asked once; outside, each time."""

from wenhui.kit import asked


def test_a_question_is_asked_once_within_a_page_and_each_time_outside() -> None:
    times: list[int] = []

    def find() -> int:
        times.append(1)
        return len(times)

    outside = [asked.answer("a", find), asked.answer("a", find)]
    with asked.once():
        asked.know("b", 9)
        inside = [asked.answer("a", find), asked.answer("a", find), asked.answer("b", find)]
    asked.know("a", 9)
    after = asked.answer("a", find)

    assert (outside, inside, after) == ([1, 2], [3, 3, 9], 4)
