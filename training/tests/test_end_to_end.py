import numpy as np
import pytest

from data import SIDE, TEMPLATE
from end_to_end import PICTURE, capacity, compose


@pytest.mark.parametrize("degrees", [0.0, 15.0, -30.0])
def test_what_lies_at_a_point_of_the_template_is_found_where_it_is_said_to_be(degrees):
    tiles = np.zeros((capacity(100), SIDE, SIDE), np.uint8)
    for x, y in TEMPLATE:
        tiles[:, int(y), int(x)] = 255  # the pixel that holds the point
    picture, places = compose(tiles, 100, degrees)
    assert picture.shape == (*PICTURE, 3) and len(places) == 12
    for place in places:
        for x, y in place:
            near = picture[int(y) - 3 : int(y) + 4, int(x) - 3 : int(x) + 4, 0].astype(float)
            at = np.stack(np.meshgrid(np.arange(7), np.arange(7)), -1) + 0.5
            centre = (at * near[..., None]).sum((0, 1)) / near.sum() + [int(x) - 3, int(y) - 3]
            # A tile's pixel is 2.1 px wide, and the point lies anywhere in it.
            assert np.abs(centre - [x, y]).max() < 1.3
