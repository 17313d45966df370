"""`python -m components.pocket.training thinker|novice|control`"""

import argparse
from pathlib import Path

STEPS = {"thinker": (15_000, 700), "novice": (10_000,), "control": (15_000,)}  # of each stage
WEIGHTS = Path(__file__).parent.parent / "weights"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m components.pocket.training", description=__doc__)
    parser.add_argument("kind", choices=STEPS)
    parser.add_argument("--stage", type=int, help="this one alone; the second goes on from what the first one wrote")
    parser.add_argument("--steps", type=int, help="of each stage; default: as the committed weights were made")
    parser.add_argument("--folder", type=Path, default=WEIGHTS, help="where the weights and the log are written")
    parser.add_argument(
        "--device", choices=("cpu", "cuda"), help="default: a GPU that torch can use, else the processor"
    )
    asked = parser.parse_args()
    import torch  # takes a second to load

    from components.pocket.training.train import train

    asked.folder.mkdir(parents=True, exist_ok=True)
    device = asked.device or ("cuda" if torch.cuda.is_available() else "cpu")
    for stage, steps in enumerate(STEPS[asked.kind], 1):
        if asked.stage in (None, stage):
            train(asked.kind, stage, asked.steps or steps, asked.folder, device)


if __name__ == "__main__":
    main()
