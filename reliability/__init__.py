"""What infmap was tried with, and what was lost: one module a campaign, one command for all.

``python -m reliability`` runs every campaign at full size and writes ``docs/reliability.md``. The
tests run the same campaigns small.
"""
