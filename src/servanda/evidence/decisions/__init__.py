"""What people decide: appended, never edited; everything else is computed anew from it."""
