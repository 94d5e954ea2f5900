"""What becomes of a deal in one world: who has access, and what is left of a pool."""
from plan import NEVER


class Access:
    def __init__(self, first=NEVER):
        self.first, self.until, self.again = first, NEVER, NEVER

    def at(self, t):
        return self.first <= t < self.until or t >= self.again

    def length(self, a, b, last):
        """Years of [a, b] with access, nothing after `last`."""
        length = lambda x, y: max(0.0, min(y, b, last) - max(x, a))
        return length(self.first, self.until) + length(max(self.again, self.until), NEVER)


class Pool:
    def __init__(self, arrangement):
        self.a = arrangement
        self.plan = self.course = None
        self.share, self.passed, self.bind = 0.0, (), ()  # work done before it begins, gates that count as passed, gates that bind
        self.cut = NEVER      # members pay until then
        self.left = NEVER     # the leaver pays until then, the others go on
        self.leaver = None
