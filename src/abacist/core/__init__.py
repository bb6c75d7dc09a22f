"""The types that everything else is made of. Imports no other room and no mathematical library."""
