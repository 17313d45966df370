"""How the weights are made: questions with worked answers, a small network in torch, an optimiser. Only for whoever
trains; nothing at run time imports it. `python -m components.pocket.training --help`"""
