import pytest
import torch

from model import HEADS, build, fuse, unfuse
from train import begin


@pytest.mark.parametrize("architecture", ["tiny", "starter", "recognition"])
def test_fusing_the_branches_does_not_change_the_answers(architecture):
    torch.manual_seed(0)
    model = build(architecture)
    for name, value in model.state_dict().items():
        if "norm" in name and value.is_floating_point():
            value.uniform_(0.5, 1.5)
    model.eval()
    x = torch.rand(3, 1, 48, 48) * 255
    with torch.no_grad():
        expected, actual = model(x), fuse(model)(x)
    for head, k in HEADS.items():
        assert expected[head].shape == (3, k)
        scale = expected[head].abs().max()
        assert torch.allclose(actual[head], expected[head], atol=1e-4 * float(scale))


def test_exposure_and_contrast_drop_out():
    torch.manual_seed(0)
    model = build("tiny").eval()
    x = torch.rand(2, 1, 48, 48) * 200
    with torch.no_grad():
        plain, darker = model(x), model(x * 0.5 + 20)
    assert torch.allclose(plain["ferplus"], darker["ferplus"], atol=1e-3)


def test_a_logit_is_the_mean_of_its_map():
    model = build("tiny").eval()
    x = torch.rand(2, 1, 48, 48) * 255
    with torch.no_grad():
        assert torch.allclose(model(x)["ferplus"], model.maps(x)["ferplus"].mean((2, 3)))


def test_a_fused_network_can_be_trained_on_from_the_same_answers():
    torch.manual_seed(0)
    faces = torch.rand(64, 1, 48, 48) * 255
    old = build("small").eval()
    for name, value in old.state_dict().items():
        if "norm" in name and value.is_floating_point():
            value.uniform_(0.5, 1.5)
    fused = fuse(old)
    new = unfuse(build("small"), fused.state_dict(), faces)
    with torch.no_grad():
        expected = fused(faces)["ferplus"]
        assert torch.allclose(new(faces)["ferplus"], expected, rtol=1e-3, atol=1e-3 * float(expected.abs().max()))
        # Its norms have the statistics of these faces, so that training begins where the network was.
        new.train().dropout.p = 0.0
        assert torch.allclose(new(faces)["ferplus"], expected, rtol=0.02, atol=0.02 * float(expected.abs().max()))


def test_a_network_with_branches_does_not_begin_from_a_fused_one():
    with pytest.raises(SystemExit, match="branches"):
        unfuse(build("tiny"), fuse(build("tiny")).state_dict(), torch.rand(4, 1, 48, 48))


@pytest.mark.parametrize("architecture", ["tiny", "recognition"])
def test_a_network_begins_where_the_model_file_of_another_run_ended(tmp_path, architecture):
    ended, network = build(architecture), build(architecture)
    torch.save({"architecture": architecture, "state": ended.state_dict()}, tmp_path / "model.pt")
    begin(network, str(tmp_path / "model.pt"), torch.zeros(2, 1, 48, 48))
    assert all(torch.equal(value, network.state_dict()[name]) for name, value in ended.state_dict().items())
