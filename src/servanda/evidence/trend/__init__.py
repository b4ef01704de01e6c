"""Recorded incidents before and after a day, and the sentence that declines to conclude."""
