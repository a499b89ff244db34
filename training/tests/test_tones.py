import numpy as np
import pytest

from detector.tones import interval, tone_of, typology_angle

# sRGB of six skins from very light to dark, and the class that each falls into.
SKINS = {
    (244, 208, 177): "light",
    (231, 180, 143): "light",
    (210, 158, 124): "intermediate and tan",
    (186, 119, 80): "intermediate and tan",
    (165, 93, 43): "brown and dark",
    (60, 32, 29): "brown and dark",
}


@pytest.mark.parametrize(("colour", "tone"), SKINS.items())
def test_skins_fall_into_their_class_whatever_surrounds_the_face(colour, tone):
    image = np.zeros((80, 80, 3), np.uint8)
    image[10:70, 20:60] = colour
    assert tone_of(typology_angle(image, np.array([20, 10, 60, 70]))) == tone


def test_lightness_moves_the_angle_and_a_grey_face_has_none():
    shades = [np.full((40, 40, 3), np.array([220, 170, 140]) * light, np.uint8) for light in (1.0, 0.8, 0.6, 0.4)]
    angles = [typology_angle(shade, np.array([0, 0, 40, 40])) for shade in shades]
    assert angles == sorted(angles, reverse=True)
    assert np.isnan(typology_angle(np.full((40, 40, 3), 128, np.uint8), np.array([0, 0, 40, 40])))
    assert np.isnan(typology_angle(shades[0], np.array([100, 100, 140, 140])))  # beyond the picture


def test_the_interval_holds_the_share_and_is_wider_where_pictures_are_few():
    hits = np.random.default_rng(0).random(400) < 0.7
    low, high = interval(hits, np.arange(400))
    wide = interval(hits, np.arange(400) // 40)
    assert low < hits.mean() < high and wide[1] - wide[0] > 0 and high - low < 0.12
