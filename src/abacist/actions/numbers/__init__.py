"""Whole numbers: divisors, primes, remainders, congruences."""
