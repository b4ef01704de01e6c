"""The brief that principals take into the room: one page, then annexes."""
