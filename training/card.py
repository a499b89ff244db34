"""The text and the picture of an expression model's card, from what `evaluate.py --json` measured."""

from reference.pipeline import EXPRESSIONS

DATA = """## Data

FER2013 (Goodfellow et al. 2013), part Training, with the votes of FER+ (Barsoum et al. 2016). The two kinds of labels
agree on 63 % of the images: one comes from a search and was checked once, the other from ten people. The faces came from
an image search: acted and posed pictures of adults prevail, and disgust has 1.5 % of the faces. Children, old people, dark
skin, profiles and covered faces are under-represented; accuracy on them was not measured apart."""

DISTILLED = """It learnt from what others read in these faces, and in 6,000 faces without labels from pictures of WIDER FACE
(Yang et al. 2016) and two other public sets for face detection; its teachers are named under Training below."""

RECOGNITION = """One teacher began from the weights of dlib's network for face recognition (King 2017, CC0), which others had
trained on some three million pictures of faces, many of them of public figures. None of those weights are in this model, but
what they know of faces has reached it."""

OBJECTS = """One teacher began from the weights of EfficientNet-Lite0 (Tan and Le 2019; Apache 2.0), which others had trained
on ImageNet's pictures of things of all kinds. None of those weights are in this model either."""

NOT_FOR = """## Not for

Hiring, policing, education, health, credit, border control or any decision about a person; nor for saying what someone
feels, thinks or intends."""

WHY = {
    "ferplus": ": ten people looked at each face, and they agree with their own majority more often than with FER2013's one"
    " label, which is the majority's on only 63 % of the faces"
}

NAMES = {"fer2013": "FER2013 label", "ferplus": "FER+ majority"}


def table(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def accuracy_section(heads: dict) -> str:
    rows = []
    for head, by_labels in heads.items():
        for labels, s in by_labels.items():
            low, high = s["interval95"]
            rows.append(
                [head, NAMES[labels], str(s["n"]), f"{s['accuracy']:.1%} ({low:.1%} to {high:.1%})"]
                + [f"{s['accuracyBefore']:.1%}"]
                + [f"{s['logLoss']:.3f}", f"{s['calibrationErrorBefore']:.1%} -> {s['calibrationError']:.1%}"]
                + [f"{s['calibrationErrorByChance']:.1%}"]
            )
    header = [
        "Head",
        "Compared with",
        "Faces",
        "Accuracy (95 % interval)",
        "Before calibration",
        "Log loss",
        "Calibration error before -> after",
        "By chance",
    ]
    return table(header, rows)


def confusion_section(evaluation: dict) -> str:
    parts = []
    for head, by_labels in evaluation["heads"].items():
        if head not in by_labels:
            continue
        rows = [
            [f"**{name}**", *map(str, counts), f"{by_labels[head]['recall'][name]:.0%}"]
            for name, counts in zip(EXPRESSIONS, by_labels[head]["confusion"])
        ]
        head_line = f"{head} head against the {NAMES[head]}; rows are true, columns are what was answered."
        parts.append(head_line + "\n\n" + table(["", *EXPRESSIONS, "recall"], rows))
    return "\n\n".join(parts)


def robustness_section(evaluation: dict, head: str) -> str:
    rows = [
        [name, *(f"{strength}: {cell[head]:.1%}" for strength, cell in by_strength.items())]
        for name, by_strength in evaluation["robustness"].items()
    ]
    return table(["Degradation", "mild", "middle", "hard"], rows)


CALIBRATIONS = {
    "none": "Uncalibrated",
    "temperature": "Temperature",
    "entropy-temperature": "Temperature by entropy",
    "vector": "Vector scaling",
}


def calibration_section(card: dict, report: dict) -> str:
    """What was fitted on what, and the errors that are left on other faces."""
    rows = []
    for head, by_method in report["heads"].items():
        cells = [
            f"{way['calibrationError']:.1%}, {way['calibrationErrorElsewhere']:.1%}"
            f" ({way['accuracy']:.1%}, {way['accuracyElsewhere']:.1%})"
            for way in (by_method[name] for name in CALIBRATIONS)
        ]
        rows.append([head, CALIBRATIONS[card["heads"][head]["calibration"]["method"]], *cells])
    return (
        f"Fitted on `{report['part']}`. Calibration errors, and accuracies in brackets, on faces that a fit has not seen: on"
        f" each half of it by a fit on the other, then on `{report['elsewhere']}` by a fit on all of it. Shipped is the"
        " least log loss in both.\n\n" + table(["Head", "Shipped", *CALIBRATIONS.values()], rows)
    )


def write_card(card: dict, evaluation: dict, held_out: dict, calibration: dict, settings: dict) -> str:
    head = card["defaultHead"]
    teachers = [*settings.get("taught", ()), *settings.get("teachers", ())]
    sections = [
        f"# {card['id']}\n\n{card['description']}. {card['bytes'] / 1e6:.1f} MB, SHA-256 `{card['sha256']}`.",
        "Reads which of seven expressions a face shows: "
        + ", ".join(EXPRESSIONS)
        + ". It reads what a face shows, not what a person feels.",
        "## Input and output\n\n`faces` float32 (n, 1, 48, 48), grey levels 0 to 255, aligned to the template in"
        " `model.json`. "
        + " ".join(
            f"`{h['output']}` (n, {len(h['labels'])}): {', '.join(h['labels'])}." for h in card["heads"].values()
        )
        + f" The default head is `{head}`{WHY.get(head, '')}.",
    ]
    if evaluation:
        sections += [
            "## Accuracy\n\nOn FER2013's PublicTest, by `training/evaluate.py`, before its kernels were stored in half"
            " precision; `affect-detect evaluate fer2013.csv --split PublicTest [--votes fer2013new.csv]` measures what is"
            " shipped and differs by a face or two. Faces whose majority of ten is none of the seven are left out.\n\n"
            + accuracy_section(evaluation["heads"])
            + '\n\n"By chance" is the calibration error that exact probabilities would show on as many faces.',
        ]
        if "withoutCopies" in evaluation:
            sections.append(
                "FER2013 has many pictures twice, some of them in PublicTest and in Training. Without the faces that are, to"
                " the pixel, in Training as well:\n\n" + accuracy_section(evaluation["withoutCopies"])
            )
        if held_out:
            sections.append(
                "On the tenth of Training that was kept apart, copies together:\n\n"
                + accuracy_section(held_out["heads"])
            )
        sections += [
            "## Confusion\n\n" + confusion_section(evaluation),
            "## Calibration\n\n![Reliability diagram](reliability.svg)",
            *([calibration_section(card, calibration)] if calibration else []),
        ]
        if "robustness" in evaluation:
            sections.append(
                f"## Robustness\n\nAccuracy of the {head} head on its own labels; without degradation"
                f" {evaluation['heads'][head][head]['accuracy']:.1%}.\n\n" + robustness_section(evaluation, head)
            )
    sections += [
        "## Speed\n\nIn [docs/expression-models.md](../../docs/expression-models.md), beside others.",
        DATA,
        *([DISTILLED] if teachers else []),
        *([RECOGNITION] if any("recognition" in path for path in teachers) else []),
        *([OBJECTS] if any("objects" in path for path in teachers) else []),
        NOT_FOR,
        "## Training\n\n```\n" + "\n".join(f"{key} = {value}" for key, value in settings.items()) + "\n```",
    ]
    return "\n\n".join(sections) + "\n"


def reliability_diagram(evaluation: dict, head: str) -> str:
    """Accuracy over confidence as SVG; the diagonal is perfect calibration, a dot's area tells how many faces."""
    side, margin = 320, 40
    bins = evaluation["heads"][head][head]["reliability"]
    largest = max(row["n"] for row in bins)

    def at(share: float) -> float:
        return margin + share * side

    dots = "".join(
        f'<circle cx="{at(b["confidence"]):.1f}" cy="{at(1 - b["accuracy"]):.1f}"'
        f' r="{2 + 8 * (b["n"] / largest) ** 0.5:.1f}"'
        f' fill="#2f6fde" fill-opacity="0.8"><title>{b["n"]} faces</title></circle>'
        for b in bins
    )
    end = margin + side
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {end + 20} {end + margin}" font-family="sans-serif"'
        f' font-size="12" role="img" aria-label="Reliability diagram of the {head} head">'
        f'<rect width="100%" height="100%" fill="#fff"/>'
        f'<rect x="{margin}" y="{margin}" width="{side}" height="{side}" fill="none" stroke="#999"/>'
        f'<line x1="{margin}" y1="{end}" x2="{end}" y2="{margin}" stroke="#999" stroke-dasharray="4"/>{dots}'
        f'<text x="{margin + side / 2}" y="{end + 28}" text-anchor="middle">confidence, 0 to 1</text>'
        f'<text transform="translate(24 {margin + side / 2}) rotate(-90)" text-anchor="middle">accuracy, 0 to 1</text>'
        f"</svg>\n"
    )
