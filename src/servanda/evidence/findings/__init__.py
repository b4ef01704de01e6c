"""What stated rules yield for each commitment: computed anew each time, never typed in."""
