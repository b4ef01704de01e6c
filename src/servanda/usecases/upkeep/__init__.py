"""After a crash, a lost disk or a doubt: recover, refill, replay, rebuild, look over."""
