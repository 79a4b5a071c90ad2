"""How long pages take on 150, 1 700 and 6 000 doctors, beside a bare page that fetches as many rows.

Measured, not tested: a busy machine makes every number larger, so the ratio to the floor and the growth say more than milliseconds.
"""
