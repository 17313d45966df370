"""`python -m components.pocket.training thinker|novice|control`"""

import argparse
from pathlib import Path

STEPS = {"thinker": 8_500, "novice": 6_000, "control": 3_500}
WEIGHTS = Path(__file__).parent.parent / "weights"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m components.pocket.training", description=__doc__)
    parser.add_argument("kind", choices=STEPS)
    parser.add_argument("--steps", type=int, help="default: as the committed weights were made")
    parser.add_argument("--folder", type=Path, default=WEIGHTS, help="where the weights and the log are written")
    asked = parser.parse_args()
    from components.pocket.training.train import train  # torch takes a second to load

    asked.folder.mkdir(parents=True, exist_ok=True)
    train(asked.kind, asked.steps or STEPS[asked.kind], asked.folder)


if __name__ == "__main__":
    main()
