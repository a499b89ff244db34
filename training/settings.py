"""Hyperparameters as a flat dataclass whose every field is an option: `--epochs 10`, `--no-bf16`, `--teachers a b`."""

import argparse
from dataclasses import fields


def parse(kind, description: str):
    """Fill a dataclass from the command line."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    for field in fields(kind):
        default = field.default
        option = f"--{field.name}"
        if isinstance(default, bool):
            parser.add_argument(option, action=argparse.BooleanOptionalAction, default=default, help=" ")
        elif isinstance(default, tuple):
            parser.add_argument(option, default=default, nargs="*", help=" ")
        else:
            parser.add_argument(option, type=type(default), default=default, help=" ")
    values = vars(parser.parse_args())
    return kind(**{name: tuple(v) if isinstance(v, list) else v for name, v in values.items()})
