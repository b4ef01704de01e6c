"""A store without a disk: what simulations run on, and what a folder of files is read into."""
