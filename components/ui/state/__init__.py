"""What a tab of a browser holds: its one value, its fields, its address, and the texts that grow in it. It draws
nothing, and knows nobody who does. Only `session` touches session state, and only `address` the address."""
