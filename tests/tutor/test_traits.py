from __future__ import annotations

import pytest
from fsrs import Scheduler
from hypothesis import given
from hypothesis import strategies as st

from bot.tutor.memory import FORGETTING
from bot.tutor.traits import AVERAGE, Traits, pack_traits, unpack_traits

logs = st.floats(-9, 9)
traits = st.builds(Traits.of_logs, logs, logs)


@given(traits)
def test_any_traits_make_weights_that_the_package_takes(found: Traits) -> None:
    weights = found.weights(FORGETTING.parameters)
    assert Scheduler(weights).parameters == weights


def test_the_average_learner_has_the_weights_of_the_package() -> None:
    assert AVERAGE.weights(FORGETTING.parameters) == Scheduler().parameters


def test_firmness_scales_every_first_stability_and_steepness_the_decay() -> None:
    defaults = FORGETTING.parameters
    weights = Traits(0.5, 2.0).weights(defaults)
    assert weights[:4] == pytest.approx([weight / 2 for weight in defaults[:4]])
    assert weights[4:20] == defaults[4:20]
    assert weights[20] == pytest.approx(2 * defaults[20])


@given(traits)
def test_what_is_packed_comes_back_exactly(found: Traits) -> None:
    assert unpack_traits(pack_traits(found)) == found


def test_the_average_takes_no_room() -> None:
    assert pack_traits(AVERAGE) == ""


@pytest.mark.parametrize("stored", ["x", "1.0", "1 2 3", "1.0 x"])
def test_anything_else_is_refused(stored: str) -> None:
    with pytest.raises(ValueError, match=r"could not|unpack"):
        unpack_traits(stored)
